//! lawlike makes scaling-law claims falsifiable and audits them. (tour to come)

pub mod audit;
pub mod backtest;
pub mod check;
pub mod ensemble;
pub mod error;
pub mod fit;
pub mod forecast;
pub mod law;
pub mod observations;
pub mod provenance;
pub mod quantity;
pub mod score;
pub mod verdict;

pub use error::{Error, Result};
