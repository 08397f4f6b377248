//! Numerics of lawlike: kernels, solvers, distributions, streams.

pub mod dense;
pub mod dist;
pub mod kernel;
pub mod levmar;
pub mod nnls;
pub mod parallel;
pub mod progress;
pub mod quantile;
pub mod refine;
pub mod regression;
pub mod robust;
pub mod root;
pub mod sampler;
pub mod several;
pub mod simplex;
pub mod starts;
pub mod stream;
pub mod varpro;
