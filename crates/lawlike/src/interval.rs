//! Intervals: a number, the ends that it lies between, and how sure that is.
//!
//! One type for all of them, whatever it is that they are read from: Student's t, draws, counts, or a forecast. What is
//! written out keeps the level in its names: `lo95` and `hi95`.

use lawlike_num::dist::student_quantile;
use lawlike_num::quantile::quantile;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// The level of an interval for which none is named.
pub const LEVEL: f64 = 0.95;
/// Levels and tails are taken to a millionth, so that the tail of .95 is .025 and not the number before it.
const GRAIN: f64 = 1e6;

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The estimate, or the median of a forecast, that the interval belongs to; NaN without one.
    pub value: f64,
    /// Lower end; NaN where none is known, infinite where it is open.
    pub lo: f64,
    /// Upper end; NaN where none is known, infinite where it is open.
    pub hi: f64,
    /// How often such an interval holds the truth, as a share: .95.
    pub level: f64,
}

/// A number with its interval and standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The number and its 95 % interval.
    pub interval: Interval,
    /// Standard error; NaN where the data do not give one.
    pub se: f64,
}

/// An estimate under the name of what it is of: a parameter of a law, or a number that follows from parameters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedEstimate {
    /// Name of the parameter.
    pub name: String,
    /// What the data say of it.
    #[serde(flatten)]
    pub estimate: Estimate,
}

/// The median of a forecast with the central intervals of 80 and 95 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bands {
    /// Central 80 % interval around the median.
    pub interval80: Interval,
    /// Central 95 % interval around the median.
    pub interval95: Interval,
}

/// The median of a forecast with the central intervals of 50, 80 and 95 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fan {
    /// Central 50 % interval around the median.
    pub interval50: Interval,
    /// Central 80 % interval around the median.
    pub interval80: Interval,
    /// Central 95 % interval around the median.
    pub interval95: Interval,
}

/// The shares below the ends of an interval of a level.
fn tails(level: f64) -> (f64, f64) {
    let below = ((1.0 - level) * 0.5 * GRAIN).round();
    (below / GRAIN, (GRAIN - below) / GRAIN)
}

impl Interval {
    /// A 95 % interval.
    pub const fn new(value: f64, lo: f64, hi: f64) -> Self {
        Self { value, lo, hi, level: LEVEL }
    }

    /// The same ends at another level.
    #[must_use]
    pub const fn at_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// A number that is known exactly.
    pub const fn exact(value: f64) -> Self {
        Self::new(value, value, value)
    }

    /// A number whose interval is not known.
    pub const fn unknown(value: f64) -> Self {
        Self::new(value, f64::NAN, f64::NAN)
    }

    /// A number and as much on either side.
    pub fn around(value: f64, half: f64) -> Self {
        Self::new(value, value - half, value + half)
    }

    /// A number with two ends that may come in either order.
    pub fn between(value: f64, a: f64, b: f64) -> Self {
        Self::new(value, a.min(b), a.max(b))
    }

    /// A number with its standard error, by Student's t; by the normal law for infinite degrees of freedom.
    pub fn student(value: f64, error: f64, freedom: f64) -> Self {
        Self::around(value, student_quantile(tails(LEVEL).1, freedom) * error)
    }

    /// A number with the ends of the middle 95 %, from a function that gives the quantile at a share.
    pub fn of_quantiles(value: f64, at: impl Fn(f64) -> f64) -> Self {
        let (below, above) = tails(LEVEL);
        Self::new(value, at(below), at(above))
    }

    /// A number with the middle 95 % of draws in rising order; unknown without draws.
    pub fn of_sorted(value: f64, draws: &[f64]) -> Self {
        Self::of_quantiles(value, |share| quantile(draws, share))
    }

    /// A number with the middle 95 % of draws.
    pub fn of_draws(value: f64, draws: impl IntoIterator<Item = f64>) -> Self {
        let mut draws: Vec<f64> = draws.into_iter().collect();
        draws.sort_by(f64::total_cmp);
        Self::of_sorted(value, &draws)
    }

    /// Whether a number lies in it, ends included; never where an end is not known.
    pub fn contains(&self, value: f64) -> bool {
        self.lo <= value && value <= self.hi
    }

    /// Distance of the ends.
    pub fn width(&self) -> f64 {
        self.hi - self.lo
    }

    /// Whether both ends are finite numbers.
    pub fn is_bounded(&self) -> bool {
        self.lo.is_finite() && self.hi.is_finite()
    }

    /// Whether either end is known, if only as infinite.
    pub fn is_known(&self) -> bool {
        !(self.lo.is_nan() && self.hi.is_nan())
    }

    /// The same in another unit or on another scale, by a function that rises.
    #[must_use]
    pub fn map(self, of: impl Fn(f64) -> f64) -> Self {
        Self { value: of(self.value), lo: of(self.lo), hi: of(self.hi), level: self.level }
    }

    /// The same by a function that falls, so that the ends change places.
    #[must_use]
    pub fn map_falling(self, of: impl Fn(f64) -> f64) -> Self {
        Self { value: of(self.value), lo: of(self.hi), hi: of(self.lo), level: self.level }
    }

    /// Both ends.
    pub const fn ends(&self) -> [f64; 2] {
        [self.lo, self.hi]
    }

    /// The number and both ends.
    pub const fn numbers(&self) -> [f64; 3] {
        [self.value, self.lo, self.hi]
    }

    /// The level in percent, as the names of columns have it.
    fn percent(&self) -> u32 {
        (100.0 * self.level).round() as u32
    }

    /// Names of its ends: `lo95` and `hi95`.
    fn names(&self) -> [String; 2] {
        ["lo", "hi"].map(|end| format!("{end}{}", self.percent()))
    }

    /// Writes it as `key`, `lo95`, `hi95`.
    ///
    /// # Errors
    /// Those of the serialiser.
    pub fn write<S: Serializer>(&self, key: &str, to: S) -> Result<S::Ok, S::Error> {
        let [lo, hi] = self.names();
        to.collect_map([(key, self.value), (&lo, self.lo), (&hi, self.hi)])
    }

    /// Writes it as `key`, `key_lo95`, `key_hi95`.
    ///
    /// # Errors
    /// Those of the serialiser.
    pub fn write_prefixed<S: Serializer>(&self, key: &str, to: S) -> Result<S::Ok, S::Error> {
        let [lo, hi] = self.names().map(|end| format!("{key}_{end}"));
        to.collect_map([(key, self.value), (&lo, self.lo), (&hi, self.hi)])
    }

    /// Writes it as `key` and `key95`, which holds both ends.
    ///
    /// # Errors
    /// Those of the serialiser.
    pub fn write_paired<S: Serializer>(&self, key: &str, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry(key, &self.value)?;
        map.serialize_entry(&format!("{key}{}", self.percent()), &self.ends())?;
        map.end()
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.write("value", to)
    }
}

impl Estimate {
    /// A number of which the data give neither interval nor standard error.
    pub const fn unknown(value: f64) -> Self {
        Self { interval: Interval::unknown(value), se: f64::NAN }
    }

    /// The number itself.
    pub const fn value(&self) -> f64 {
        self.interval.value
    }

    /// Writes it as `key`, `se`, `lo95`, `hi95`.
    ///
    /// # Errors
    /// Those of the serialiser.
    pub fn write<S: Serializer>(&self, key: &str, to: S) -> Result<S::Ok, S::Error> {
        self.write_as(key, "se", to)
    }

    /// As [`Estimate::write`], with the standard error under a name of its own.
    ///
    /// # Errors
    /// Those of the serialiser.
    pub fn write_as<S: Serializer>(&self, key: &str, error: &str, to: S) -> Result<S::Ok, S::Error> {
        let ([lo, hi], [low, high]) = (self.interval.names(), self.interval.ends());
        to.collect_map([(key, self.value()), (error, self.se), (&lo, low), (&hi, high)])
    }
}

impl Serialize for Estimate {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.write("value", to)
    }
}

impl NamedEstimate {
    /// The number itself.
    pub const fn value(&self) -> f64 {
        self.estimate.value()
    }
}

/// Writes a median with the ends of the intervals around it.
fn write_median<S: Serializer>(median: f64, intervals: &[Interval], to: S) -> Result<S::Ok, S::Error> {
    let ends = intervals.iter().flat_map(|own| own.names().into_iter().zip(own.ends()));
    to.collect_map(std::iter::once(("median".to_owned(), median)).chain(ends))
}

impl Bands {
    /// Median and intervals from a function that gives the quantile at a share.
    pub fn of_quantiles(at: impl Fn(f64) -> f64) -> Self {
        let median = at(0.5);
        let interval = |level: f64| {
            let (below, above) = tails(level);
            Interval { value: median, lo: at(below), hi: at(above), level }
        };
        Self { interval80: interval(0.8), interval95: interval(0.95) }
    }

    /// The median.
    pub const fn median(&self) -> f64 {
        self.interval95.value
    }
}

impl Serialize for Bands {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write_median(self.median(), &[self.interval80, self.interval95], to)
    }
}

impl Fan {
    /// A median with the quantiles around it in rising order: lower ends of 95, 80 and 50 %, upper ends of 50, 80 and 95 %.
    pub const fn new(median: f64, quantiles: [f64; 6]) -> Self {
        let [lo95, lo80, lo50, hi50, hi80, hi95] = quantiles;
        Self {
            interval50: Interval { value: median, lo: lo50, hi: hi50, level: 0.5 },
            interval80: Interval { value: median, lo: lo80, hi: hi80, level: 0.8 },
            interval95: Interval { value: median, lo: lo95, hi: hi95, level: 0.95 },
        }
    }

    /// The median.
    pub const fn median(&self) -> f64 {
        self.interval95.value
    }

    /// The intervals, narrowest first.
    pub const fn intervals(&self) -> [Interval; 3] {
        [self.interval50, self.interval80, self.interval95]
    }

    /// The median and both ends of every interval, narrowest first.
    pub const fn numbers(&self) -> [f64; 7] {
        let [half, most, nearly] = self.intervals();
        [self.median(), half.lo, half.hi, most.lo, most.hi, nearly.lo, nearly.hi]
    }

    /// The wider two.
    pub const fn bands(&self) -> Bands {
        Bands { interval80: self.interval80, interval95: self.interval95 }
    }

    /// The same in another unit or on another scale, by a function that rises.
    #[must_use]
    pub fn map(self, of: impl Fn(f64) -> f64) -> Self {
        let [interval50, interval80, interval95] = self.intervals().map(|own| own.map(&of));
        Self { interval50, interval80, interval95 }
    }

    /// Every quantile with the share below it, in rising order.
    pub fn quantiles(&self) -> [(f64, f64); 7] {
        let [half, most, nearly] = self.intervals();
        let [low, lower, lowest] = [half, most, nearly].map(|own| (tails(own.level).0, own.lo));
        let [high, higher, highest] = [half, most, nearly].map(|own| (tails(own.level).1, own.hi));
        [lowest, lower, low, (0.5, self.median()), high, higher, highest]
    }
}

impl Serialize for Fan {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write_median(self.median(), &self.intervals(), to)
    }
}

/// Writes an interval as its ends: `[lo, hi]`.
///
/// # Errors
/// Those of the serialiser.
pub fn pair<S: Serializer>(interval: &Interval, to: S) -> Result<S::Ok, S::Error> {
    interval.ends().serialize(to)
}

/// Writes an interval as `[value, lo, hi]`.
///
/// # Errors
/// Those of the serialiser.
pub fn triple<S: Serializer>(interval: &Interval, to: S) -> Result<S::Ok, S::Error> {
    interval.numbers().serialize(to)
}

/// As [`pair`], and none as null.
///
/// # Errors
/// Those of the serialiser.
pub fn optional_pair<S: Serializer>(interval: &Option<Interval>, to: S) -> Result<S::Ok, S::Error> {
    interval.map(|own| own.ends()).serialize(to)
}

/// As [`triple`], and none as null.
///
/// # Errors
/// Those of the serialiser.
pub fn optional_triple<S: Serializer>(interval: &Option<Interval>, to: S) -> Result<S::Ok, S::Error> {
    interval.map(|own| own.numbers()).serialize(to)
}

/// Functions for `#[serde(flatten, serialize_with = "…")]`, one for every key given: the field keeps the name of its value.
///
/// An interval is written as `key`, `lo95`, `hi95`; with `prefixed` as `key`, `key_lo95`, `key_hi95`; with `paired` as `key`
/// and `key95`, which holds both ends; an estimate, with `with_error`, as `key`, `se`, `lo95`, `hi95`.
#[macro_export]
macro_rules! interval_keys {
    (prefixed $($key:ident),+) => { $crate::interval_keys!(@ Interval write_prefixed $($key)+); };
    (paired $($key:ident),+) => { $crate::interval_keys!(@ Interval write_paired $($key)+); };
    (with_error $($key:ident),+) => { $crate::interval_keys!(@ Estimate write $($key)+); };
    ($($key:ident),+) => { $crate::interval_keys!(@ Interval write $($key)+); };
    (@ $kind:ident $write:ident $($key:ident)+) => {
        $(pub(super) fn $key<S: ::serde::Serializer>(
            of: &$crate::interval::$kind,
            to: S,
        ) -> ::core::result::Result<S::Ok, S::Error> {
            of.$write(stringify!($key), to)
        })+
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    mod keys {
        crate::interval_keys!(slope);
        crate::interval_keys!(prefixed gap);
        crate::interval_keys!(paired rank);
    }

    /// A result with intervals of every kind.
    #[derive(Serialize)]
    struct Shown {
        #[serde(flatten, serialize_with = "keys::slope")]
        slope: Interval,
        #[serde(flatten, serialize_with = "keys::gap")]
        gap: Interval,
        #[serde(flatten, serialize_with = "keys::rank")]
        rank: Interval,
        #[serde(flatten)]
        fan: Fan,
        #[serde(serialize_with = "pair")]
        pair: Interval,
        #[serde(serialize_with = "optional_triple")]
        none: Option<Interval>,
        size: Interval,
    }

    #[test]
    fn names_of_ends_tell_the_level() {
        let own = Interval::new(2.0, 1.0, 4.0);
        let fan = Fan::new(7.0, [1.0, 3.0, 5.0, 9.0, 11.0, f64::NAN]);
        let shown =
            Shown { slope: own, gap: own.at_level(0.9), rank: own, fan, pair: own, none: None, size: own };
        let expected = "{\"slope\":2.0,\"lo95\":1.0,\"hi95\":4.0,\"gap\":2.0,\"gap_lo90\":1.0,\"gap_hi90\":4.0,\"rank\":2.0,\"rank95\":[1.0,4.0],\
                        \"median\":7.0,\"lo50\":5.0,\"hi50\":9.0,\"lo80\":3.0,\"hi80\":11.0,\"lo95\":1.0,\"hi95\":null,\
                        \"pair\":[1.0,4.0],\"none\":null,\"size\":{\"value\":2.0,\"lo95\":1.0,\"hi95\":4.0}}";
        assert_eq!(serde_json::to_string(&shown).unwrap(), expected);
    }

    #[test]
    fn an_estimate_keeps_its_error_between_value_and_ends() {
        let estimate = Estimate { interval: Interval::around(1.5, 0.5), se: 0.25 };
        let own = NamedEstimate { name: "E".to_owned(), estimate };
        let expected = "{\"name\":\"E\",\"value\":1.5,\"se\":0.25,\"lo95\":1.0,\"hi95\":2.0}";
        assert_eq!(serde_json::to_string(&own).unwrap(), expected);
    }

    #[test]
    fn shares_below_the_ends_are_those_that_one_writes_down() {
        assert_eq!(tails(0.95), (0.025, 0.975));
        let shares = Fan::new(0.0, [0.0; 6]).quantiles().map(|(share, _)| share);
        assert_eq!(shares, [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]);
    }

    #[test]
    fn a_falling_function_turns_the_ends() {
        let speed = Interval::new(2.0, 1.0, 4.0);
        assert_eq!(speed.map_falling(|own| 8.0 / own), Interval::new(4.0, 2.0, 8.0));
        assert_eq!(speed.map(|own| own * 10.0), Interval::new(20.0, 10.0, 40.0));
    }

    #[test]
    fn ends_belong_to_it_and_unknown_ones_hold_nothing() {
        let own = Interval::between(2.0, 4.0, 1.0);
        assert!(own.contains(1.0) && own.contains(4.0) && !own.contains(4.1) && own.width() == 3.0);
        let none = Interval::of_draws(2.0, []);
        assert!(!none.contains(2.0) && !none.is_known() && !none.is_bounded());
    }

    #[test]
    fn draws_need_no_order() {
        let rising: Vec<f64> = (0..=40).map(f64::from).collect();
        let found = Interval::of_draws(20.0, rising.iter().rev().copied());
        assert_eq!(found, Interval::new(20.0, 1.0, 39.0));
        assert_eq!(found, Interval::of_sorted(20.0, &rising));
    }

    #[test]
    fn student_has_the_width_of_its_table() {
        // Ten degrees of freedom: 2.228.
        let found = Interval::student(0.0, 2.0, 10.0);
        assert!((found.hi - 2.0 * 2.228_139).abs() < 1e-5 && found.lo == -found.hi, "{found:?}");
    }
}
