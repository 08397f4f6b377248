//! The conformance kit: what every card of a law must hold, over the whole list.
//!
//! `design.rs` makes inputs and true parameters for a card from the card alone, so a new card is examined without a line
//! here. Derivatives, limits and trends are held against numbers, printed predictions against the papers, and each law
//! must find itself again in data drawn from it, whatever the units.
#![allow(clippy::unwrap_used, clippy::panic)]

mod derivatives;
mod design;
mod limits;
mod printed;
mod recovery;
