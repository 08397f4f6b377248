//! Interval score: width plus a penalty for a miss (Gneiting & Raftery 2007, equation 43).

use crate::interval::Interval;

/// `(hi - lo) + 2/a (lo - y)+ + 2/a (y - hi)+` with `a = 1 - level`; smaller is better.
pub fn interval_score(interval: Interval, truth: f64) -> f64 {
    let Interval { lo, hi, level, .. } = interval;
    let penalty = 2.0 / (1.0 - level);
    (hi - lo) + penalty * (lo - truth).max(0.0) + penalty * (truth - hi).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_miss_costs_its_distance_times_two_over_alpha() {
        let interval = Interval::new(1.5, 1.0, 2.0).at_level(0.8);
        assert!((interval_score(interval, 1.5) - 1.0).abs() < 1e-15);
        assert!((interval_score(interval, 2.1) - 2.0).abs() < 1e-12);
        assert!((interval_score(interval, 0.9) - 2.0).abs() < 1e-12);
    }
}
