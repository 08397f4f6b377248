//! Learning curves as collected in LCDB (Mohr et al. 2022); forms as in its code, `utils_fit.py`.
//!
//! Its `pow2` is `power`, `log2` is `log-line`, `lin2` is `line`, `exp3` and `expd3` are `exponential`, and `wbl4` is
//! `exp4` in other letters; `last1` is the baseline of every back-test.

pub(super) mod exp2;
pub(super) mod exp4;
pub(super) mod expp3;
pub(super) mod ilog2;
pub(super) mod logpower3;
pub(super) mod mmf4;
pub(super) mod pow3;
pub(super) mod pow4;
pub(super) mod vap3;
