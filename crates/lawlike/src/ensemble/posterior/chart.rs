//! Maps of the whole line onto the values that a parameter may have.

/// Bounds beyond this count as none, and lower bounds below its inverse as zero.
const ENDLESS: f64 = 1e200;

/// The map of one parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Chart {
    /// `x = u`.
    Plain,
    /// `x = lo + e^u`.
    Above(f64),
    /// `x = hi - e^u`.
    Below(f64),
    /// `x = lo + (hi - lo)/(1 + e^-u)`.
    Between(f64, f64),
    /// `x` is held.
    Held(f64),
}

/// A parameter at a place of its chart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Charted {
    /// The parameter.
    pub(super) x: f64,
    /// Its slope by the place.
    pub(super) slope: f64,
    /// Logarithm of the size of the slope.
    pub(super) ln_slope: f64,
    /// Slope of that logarithm.
    pub(super) bend: f64,
}

impl Chart {
    /// The map for these bounds.
    pub(super) fn new(lower: f64, upper: f64) -> Self {
        let lower = if lower > 0.0 && lower < 1.0 / ENDLESS { 0.0 } else { lower };
        match (lower > -ENDLESS, upper < ENDLESS) {
            _ if lower == upper => Self::Held(lower),
            (true, true) => Self::Between(lower, upper),
            (true, false) => Self::Above(lower),
            (false, true) => Self::Below(upper),
            (false, false) => Self::Plain,
        }
    }

    /// The parameter at a place.
    pub(super) fn at(self, u: f64) -> Charted {
        let charted = |x: f64, slope: f64, ln_slope: f64, bend: f64| Charted { x, slope, ln_slope, bend };
        match self {
            Self::Plain => charted(u, 1.0, 0.0, 0.0),
            Self::Above(lo) => charted(lo + u.exp(), u.exp(), u, 1.0),
            Self::Below(hi) => charted(hi - u.exp(), -u.exp(), u, 1.0),
            Self::Between(lo, hi) => {
                let share = 1.0 / (1.0 + (-u).exp());
                let rest = 1.0 / (1.0 + u.exp());
                let ln_slope = (hi - lo).ln() - u.abs() - 2.0 * (-u.abs()).exp().ln_1p();
                // From the nearer end, so that no digits are lost there.
                let x = if u < 0.0 { lo + (hi - lo) * share } else { hi - (hi - lo) * rest };
                charted(x, (hi - lo) * share * rest, ln_slope, rest - share)
            }
            Self::Held(x) => charted(x, 0.0, 0.0, 0.0),
        }
    }

    /// The place `u` of a value within the bounds.
    pub(super) fn inverse(self, x: f64) -> f64 {
        match self {
            Self::Plain => x,
            Self::Above(lo) => (x - lo).ln(),
            Self::Below(hi) => (hi - x).ln(),
            Self::Between(lo, hi) => ((x - lo) / (hi - x)).ln(),
            Self::Held(_) => 0.0,
        }
    }

    /// Distance of a value from the nearest bound.
    pub(super) fn room(self, x: f64) -> f64 {
        match self {
            Self::Plain | Self::Held(_) => f64::INFINITY,
            Self::Above(lo) => x - lo,
            Self::Below(hi) => hi - x,
            Self::Between(lo, hi) => (x - lo).min(hi - x),
        }
    }

    /// A value off the bounds by about `step`, but no more than a quarter of the way to the other bound.
    pub(super) fn inside(self, x: f64, step: f64) -> f64 {
        match self {
            Self::Plain | Self::Held(_) => x,
            Self::Above(lo) => x.max(lo + step),
            Self::Below(hi) => x.min(hi - step),
            Self::Between(lo, hi) => {
                let step = step.min(0.25 * (hi - lo));
                x.max(lo + step).min(hi - step)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_go_there_and_back_with_the_slopes_that_they_say() {
        let charts =
            [(f64::NEG_INFINITY, f64::INFINITY), (0.0, 1e300), (f64::NEG_INFINITY, 2.0), (0.001, 5.0)];
        for (lower, upper) in charts {
            let chart = Chart::new(lower, upper);
            for u in [-3.0, -0.1, 0.4, 2.5] {
                let Charted { x, slope, ln_slope, bend } = chart.at(u);
                assert!(x >= lower && x <= upper);
                assert!((chart.inverse(x) - u).abs() < 1e-12, "{chart:?} {u}");
                let h = 1e-6;
                let difference =
                    |f: fn(Charted) -> f64| (f(chart.at(u + h)) - f(chart.at(u - h))) / (2.0 * h);
                assert!((difference(|at| at.x) - slope).abs() < 1e-7, "{chart:?} {u}");
                assert!((slope.abs().ln() - ln_slope).abs() < 1e-12, "{chart:?} {u}");
                assert!((difference(|at| at.ln_slope) - bend).abs() < 1e-7, "{chart:?} {u}");
            }
        }
        assert_eq!(Chart::new(2.0, 2.0), Chart::Held(2.0));
        assert_eq!(Chart::new(1e-300, 1e300), Chart::Above(0.0));
    }
}
