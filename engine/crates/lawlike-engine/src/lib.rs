//! Tables that do not fit into memory: queries, fits and counts over files of any size, in one process or over a cluster.
//!
//! The rows are read by DataFusion; what is ours is what is added up over them. A fit is an aggregate ([`moments`]): the
//! state of a group holds all that least squares asks of the rows, is merged in any order to the same bits, and gives the
//! parameters by the variable projection of `lawlike-num` ([`solve`]). Counts of samples and tasks are aggregates of whole
//! numbers, and go to the estimators of `lawlike-questions` ([`counts`]).

pub mod counts;
mod error;
pub mod fit;
pub mod moments;
pub mod query;
pub mod session;
pub mod sheet;
pub mod solve;
pub mod source;
pub mod stores;

pub use error::{Error, Result};
pub use session::{Engine, EngineLimits};
