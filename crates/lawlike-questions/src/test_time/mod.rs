//! Inference time: longer thinking, more samples, a bigger model, and what a solved problem costs.
//!
//! `thinking.rs` is about accuracy at several lengths of thinking: five laws (`curve.rs`), whether the points tell them apart
//! (`apart.rs`), and the tokens that a target takes. `settings.rs` is about counts of right samples of every task under several
//! settings: the cheapest way to a target, its regret, and what would change the choice. `tasks.rs` asks which tasks gain by
//! more of it, and which never do. `price.rs` holds what tokens cost.

mod drawn;
mod flips;
mod price;
pub mod settings;
mod tasks;
#[cfg(test)]
mod tests;
pub mod thinking;

pub use flips::Flips;
pub use price::{Price, Tokens};
pub use tasks::{Domain, Versus, versus};
