//! What repeated, filtered and mixed data are worth.

pub(super) mod bimix;
pub(super) mod bounded_repeats;
pub(super) mod crossover;
pub(super) mod d_cpt;
pub(super) mod mixed_modal;
pub(super) mod mixture;
pub(super) mod optimal_mixture;
pub(super) mod over_fit;
pub(super) mod quality;
pub(super) mod repeats;
