//! The values of a shape that candidates of a search cover.

/// The values of a shape that candidates cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Range {
    /// Evenly between two values.
    Even(f64, f64),
    /// Evenly in the logarithm.
    Geometric(f64, f64),
    /// Evenly in the logarithm of the size, either sign.
    BothSigns(f64, f64),
    /// A place: half of the values evenly between two ends and a little beyond, half of any size.
    Place {
        /// Ends of what the place lies along.
        ends: (f64, f64),
        /// Smallest and largest size elsewhere.
        sizes: (f64, f64),
    },
    /// A rate at which something turns, or its inverse: evenly in the rate.
    Turns {
        /// Slowest and fastest rate.
        rates: (f64, f64),
        /// Whether the shape is the inverse of a rate.
        period: bool,
    },
}

impl Range {
    /// The value at a share of the way through the range.
    pub(super) fn at(self, u: f64) -> f64 {
        match self {
            Self::Even(a, b) => a + (b - a) * u,
            Self::Geometric(a, b) => (a.ln() + (b.ln() - a.ln()) * u).exp(),
            Self::BothSigns(a, b) => {
                let (sign, u) = if u < 0.5 { (-1.0, 1.0 - 2.0 * u) } else { (1.0, 2.0 * u - 1.0) };
                sign * (a.ln() + (b.ln() - a.ln()) * u).exp()
            }
            Self::Place { ends: (a, b), .. } if u < 0.5 => a + (b - a) * (3.0 * u - 0.25),
            Self::Place { sizes: (a, b), .. } => Self::BothSigns(a, b).at(2.0 * u - 1.0),
            Self::Turns { rates: (a, b), period } => {
                let rate = a + (b - a) * u;
                if period { 1.0 / rate } else { rate }
            }
        }
    }

    /// Whether the logarithm of the shape is its natural scale.
    pub(super) fn is_wide(self) -> bool {
        matches!(self, Self::Geometric(a, b) if b / a > 1e3)
    }

    /// Whether no card tells the size of the shape.
    pub(super) fn is_unknown(self) -> bool {
        match self {
            Self::Even(..) | Self::Geometric(..) => false,
            // Exponents lie within two powers of ten.
            Self::BothSigns(a, b) => b / a > 1e3,
            Self::Place { .. } | Self::Turns { .. } => true,
        }
    }
}
