//! Loss over parameters, tokens and compute, and the best way to spend compute.

pub(super) mod bounded_rational;
pub(super) mod chinchilla;
pub(super) mod compute_optimal;
pub(super) mod envelope;
pub(super) mod farseer;
pub(super) mod iso_flop;
pub(super) mod kaplan;
pub(super) mod over_training;
pub(super) mod quantization;
pub(super) mod rosenfeld;
pub(super) mod shannon;
pub(super) mod shifted;
pub(super) mod skaling;
pub(super) mod three_term;
