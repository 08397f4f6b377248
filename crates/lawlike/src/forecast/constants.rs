//! The numbers that decide how candidates are weighed and how wide intervals are, each under a name.
//!
//! None is derived; each was chosen on the public sets of the record with whole kinds of extrapolation left out in turn
//! (`cargo run --release -p studies -- constants FOLDER ...`, table in `docs/reference/constants.md`), and none was moved
//! for a gain within its noise.

/// The constants of a forecast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constants {
    /// Series of a file that the record counts for, in the scores of single candidates.
    pub record: f64,
    /// Origins of a series that its file counts for, in the scores of single candidates.
    pub file: f64,
    /// Power of the scores of single candidates in the weights of a lone series.
    pub power: f64,
    /// What is added to it as the series of a file grow in number.
    pub power_file: f64,
    /// Share of the score that is a mean of logarithms over the trials, not the logarithm of their mean.
    pub geometric: f64,
    /// Share of a series' own errors in the scale, in logarithms; the rest is the disagreement of the candidates.
    pub own_scale: f64,
    /// Series for which the record counts, in the quantiles of the error.
    pub quantiles: f64,
}

impl Constants {
    /// What is shipped.
    pub const SHIPPED: Self = Self {
        record: 8.0,
        file: 4.0,
        power: 1.5,
        power_file: 2.0,
        geometric: 0.5,
        own_scale: 0.3,
        quantiles: 10.0,
    };

    /// Each constant with its name.
    pub fn fields(&mut self) -> [(&'static str, &mut f64); 7] {
        [
            ("record", &mut self.record),
            ("file", &mut self.file),
            ("power", &mut self.power),
            ("power_file", &mut self.power_file),
            ("geometric", &mut self.geometric),
            ("own_scale", &mut self.own_scale),
            ("quantiles", &mut self.quantiles),
        ]
    }
}

impl Default for Constants {
    fn default() -> Self {
        Self::SHIPPED
    }
}
