//! Accuracy against thinking tokens: shapes of the curve, and whether points tell them apart.
//!
//! The check `told-apart` needs them on the road; what a target costs is a question beside it.

mod apart;
mod curve;
mod levels;

pub use apart::{Apart, ENOUGH, RULED_OUT, apart, share};
pub use curve::{Curve, Level, SHAPES, ThinkingShape};
pub use levels::{ShareNoise, Thought, levels};
