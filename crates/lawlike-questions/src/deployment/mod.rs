//! Models that are used: training and inference together, and smaller models that are trained longer.

mod inference;
mod over_training;
#[cfg(test)]
mod tests;

pub use inference::{Deployment, Quality, Used, deploy};
pub use over_training::{Limits, Longer, OverTraining, Smallest, over_train};
