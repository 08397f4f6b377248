//! Questions beside the road: each has data, laws and an answer of its own, and uses the road of [`lawlike`].
//!
//! One folder a question. Repeated sampling ([`passk`]), calendar time ([`trend`]), scores task by task ([`tasks`]), sharp
//! metrics ([`emergence`]), scores of other families ([`observational`]), inference time ([`test_time`]), finite data
//! ([`data_limit`]), models that are used ([`deployment`]), several laws or arms side by side ([`compare`]), errors that
//! compound over calls ([`agent`]).
//!
//! The crate reads no file, prints nothing, knows no clock, and draws at random only from a seed that it was given.

pub mod agent;
pub mod compare;
pub mod data_limit;
pub mod deployment;
pub mod emergence;
pub mod observational;
pub mod passk;
pub mod tasks;
pub mod test_time;
pub mod trend;
