//! Mixtures of experts and sparse models.

pub(super) mod five_factors;
pub(super) mod granularity;
pub(super) mod joint;
pub(super) mod leverage;
pub(super) mod pruned;
pub(super) mod routed;
pub(super) mod sparsity;
