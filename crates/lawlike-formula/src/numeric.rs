//! The numerics of the lower floor, under the names used here.

pub(crate) use lawlike_num::dist::{digamma, erf, ln_beta, ln_gamma, normal_cdf, trigamma};
pub(crate) use lawlike_num::kernel::{
    Columns, axpy, combine, exp, exp_in_place, exp_scaled, ln, ln_in_place, multiply, multiply_add,
};
