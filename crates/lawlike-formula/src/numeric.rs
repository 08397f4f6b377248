//! The numerics of the lower floor, under the names used here.

pub(crate) use lawlike_num::dist::{digamma, erf, ln_beta, ln_gamma, normal_cdf, trigamma};
pub(crate) use lawlike_num::kernel::{exp, exp_in_place, exp_scaled, ln, ln_in_place};
