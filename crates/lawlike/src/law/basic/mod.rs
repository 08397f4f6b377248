//! Curves over one axis: lines, power laws, breaks and sigmoids.

pub(super) mod bnsl;
pub(super) mod exponential;
pub(super) mod line;
pub(super) mod log_sigmoid;
pub(super) mod m3;
pub(super) mod m4;
pub(super) mod power;
pub(super) mod power_floor;
pub(super) mod shifted_power;
pub(super) mod sigmoid;
