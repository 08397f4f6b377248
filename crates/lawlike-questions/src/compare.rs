//! Comparisons: laws by what they forecast, and arms (architectures, optimisers, data recipes) by the compute they save.
//!
//! A difference is shown with its standard error, and with what the best of so many would show by luck alone.

mod arms;
mod cards;
pub(crate) mod dependence;
mod laws;
mod scaled;

pub use arms::{Arm, ArmOptions, Arms, Slopes, compare_arms};
pub use cards::CARDS;
pub use dependence::Luck;
pub use laws::{CompareOptions, Comparison, Difference, LawScore, compare_laws};
