//! Slow and obvious implementations, against which the tests hold the fast ones.
//!
//! Nothing here is shipped, and nothing here uses a crate of the house: two implementations that agree share no code. Each
//! takes the shortest way from a definition to a number, however long that takes to run. So they are for small problems:
//! a handful of unknowns, some tens of rows.

pub mod derivative;
pub mod linear;
pub mod loss;
pub mod minimise;
pub mod vertex;
