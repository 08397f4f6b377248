//! What size does a price imply? A line through the logarithms of price and size of models of known size, read backwards.
//!
//! Rows of one size (a model sold by several providers) count as one point. The sizes that a price allows are those whose
//! 95 % prediction interval of a single price holds it (classical calibration, Eisenhart 1939; Fieller's set): it is open on one
//! or both sides where the slope is not sure. Beside it stands what the regression of size on price says, which takes models of
//! undisclosed size to be drawn from the same market as those of known size.

use lawlike::error::{Error, Result};
use lawlike::interval::{self, Interval};
use lawlike_num::dist::student_quantile;
use lawlike_num::quantile::{mean, variance};
use serde::Serialize;
use std::collections::BTreeMap;

mod keys {
    lawlike::interval_keys!(size);
}

/// Fewest distinct sizes.
const LEAST_SIZES: usize = 5;

/// A price of a model of known size.
#[derive(Debug, Clone, PartialEq)]
pub struct Priced {
    /// What it is the price of.
    pub label: String,
    /// The price, above zero.
    pub price: f64,
    /// All parameters; NaN if unknown.
    pub total: f64,
    /// Parameters used for a token; NaN if unknown.
    pub active: f64,
}

/// Which size is read from a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SizeOf {
    /// All parameters.
    Total,
    /// Parameters used for a token.
    Active,
}

/// Prices against one kind of size.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriceLine {
    /// Which size.
    pub of: SizeOf,
    /// Rows of known size.
    pub rows: usize,
    /// Distinct sizes.
    pub sizes: usize,
    /// Smallest and largest size.
    pub span: (f64, f64),
    /// Smallest and largest price.
    pub prices: (f64, f64),
    /// Elasticity of price with size, with its 95 % interval.
    #[serde(serialize_with = "interval::triple")]
    pub slope: Interval,
    /// Standard deviation of the logarithm of a single price around the line.
    pub spread: f64,
    /// The part of it between providers of one size.
    pub within: f64,
    /// Share of the variance of mean prices that size explains.
    pub explained: f64,
    /// Share of sizes left out whose set holds them, at 95 %.
    pub coverage: f64,
    /// The sizes that the prices asked for imply.
    pub implied: Vec<Implied>,
}

/// The sizes that a price allows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Implied {
    /// What it is the price of.
    pub label: String,
    /// The price.
    pub price: f64,
    /// The size on the line, with the ends of the 95 % set: zero or infinite where it is open.
    #[serde(flatten, serialize_with = "keys::size")]
    pub size: Interval,
    /// The same from the regression of size on price.
    #[serde(serialize_with = "interval::triple")]
    pub like: Interval,
    /// Whether the price, or the size on the line, lies outside of those that are known.
    pub is_outside: bool,
}

/// Prices against both sizes, and what the prices asked for imply; a kind of size of which too little is known is left out.
///
/// # Errors
/// Fewer than five distinct sizes of either kind, or a price that is not above zero.
pub fn implied(rows: &[Priced], asked: &[(String, f64)]) -> Result<Vec<PriceLine>> {
    if let Some((label, price)) = asked.iter().find(|(_, price)| !(*price > 0.0 && price.is_finite())) {
        return Err(Error::observations(format!(
            "`{label}` has the price {price}: a price must be above zero"
        )));
    }
    let lines: Vec<PriceLine> =
        [SizeOf::Total, SizeOf::Active].iter().filter_map(|of| line(rows, *of, asked)).collect();
    if lines.is_empty() {
        return Err(Error::observations(format!(
            "prices of fewer than {LEAST_SIZES} distinct sizes: a line through price and size needs {LEAST_SIZES}; name a column of sizes \
             with --size, or give rows whose names hold one, such as llama-3-70b"
        )));
    }
    Ok(lines)
}

/// Mean logarithm of the price of a size, and the number of its rows.
#[derive(Clone, Copy)]
struct Spot {
    size: f64,
    price: f64,
}

/// How prices of one size differ.
#[derive(Clone, Copy)]
struct PriceNoise {
    /// Variance of the prices of one size.
    within: f64,
    /// Mean of one over the number of prices of a size.
    share: f64,
}

/// A line through spots with what prediction needs.
struct Calibration {
    n: f64,
    at: (f64, f64),
    slope: f64,
    square: f64,
    /// Variance of a spot around the line.
    between: f64,
    /// Variance of a single price around the line.
    single: f64,
    t: f64,
}

impl Calibration {
    fn new(spots: &[Spot], noise: PriceNoise) -> Self {
        let PriceNoise { within, share } = noise;
        let n = spots.len() as f64;
        let at =
            (spots.iter().map(|s| s.size).sum::<f64>() / n, spots.iter().map(|s| s.price).sum::<f64>() / n);
        let square: f64 = spots.iter().map(|s| (s.size - at.0).powi(2)).sum();
        let slope = spots.iter().map(|s| (s.size - at.0) * (s.price - at.1)).sum::<f64>() / square;
        let left = spots.iter().map(|s| (s.price - at.1 - slope * (s.size - at.0)).powi(2)).sum::<f64>();
        let between = left / (n - 2.0);
        // A spot is a mean of prices, so some of their variance is in it already.
        let single = between + within * (1.0 - share);
        Self { n, at, slope, square, between, single, t: student_quantile(0.975, n - 2.0) }
    }

    /// Sizes whose prediction interval holds a price, as logarithms.
    fn set(&self, price: f64) -> (f64, f64) {
        // (y - b x)^2 <= t^2 (single + between / n + between x^2 / square), x and y from the middle.
        let (y, t2) = (price - self.at.1, self.t * self.t);
        let a = self.slope * self.slope - t2 * self.between / self.square;
        let (b, c) = (self.slope * y, y * y - t2 * (self.single + self.between / self.n));
        let root = b * b - a * c;
        if a <= 0.0 || root < 0.0 {
            // The slope may be zero: the set is open on one side at least.
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        (self.at.0 + (b - root.sqrt()) / a, self.at.0 + (b + root.sqrt()) / a)
    }

    fn size(&self, price: f64) -> f64 {
        self.at.0 + (price - self.at.1) / self.slope
    }
}

fn line(rows: &[Priced], of: SizeOf, asked: &[(String, f64)]) -> Option<PriceLine> {
    let size = |row: &Priced| if of == SizeOf::Total { row.total } else { row.active };
    let known: Vec<&Priced> = rows.iter().filter(|row| size(row) > 0.0 && row.price > 0.0).collect();
    let mut by_size: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    known.iter().for_each(|row| by_size.entry(size(row).to_bits()).or_default().push(row.price.ln()));
    if by_size.len() < LEAST_SIZES {
        return None;
    }
    let spots: Vec<Spot> = by_size
        .iter()
        .map(|(bits, prices)| Spot { size: f64::from_bits(*bits).ln(), price: mean(prices) })
        .collect();
    let several: Vec<f64> =
        by_size.values().filter(|prices| prices.len() > 1).map(|prices| variance(prices)).collect();
    let within = if several.is_empty() { 0.0 } else { mean(&several) };
    let share = by_size.values().map(|prices| 1.0 / prices.len() as f64).sum::<f64>() / spots.len() as f64;
    let noise = PriceNoise { within, share };
    let all = Calibration::new(&spots, noise);
    let turned: Vec<Spot> = spots.iter().map(|s| Spot { size: s.price, price: s.size }).collect();
    // A single price is a noisier witness than the mean of several, which the regression is made of.
    let like = Calibration::new(&turned, PriceNoise { within: 0.0, share: 1.0 });
    let extent = |of: &dyn Fn(&&Priced) -> f64| {
        known.iter().map(of).fold((f64::INFINITY, 0.0), |(a, b): (f64, f64), v| (a.min(v), b.max(v)))
    };
    let (span, prices) = (extent(&|row| size(row)), extent(&|row| row.price));
    let implied = |(label, price): &(String, f64)| {
        let y = price.ln();
        let (lo, hi) = all.set(y);
        let middle = like.at.1 + like.slope * (y - like.at.0);
        let away = (y - like.at.0).powi(2) / like.square;
        let single = like.slope * like.slope * within * (1.0 - share);
        let wide = like.t * (like.between * (1.0 + 1.0 / like.n + away) + single).sqrt();
        let is_among = |value: f64, (least, most): (f64, f64)| (least..=most).contains(&value);
        Implied {
            label: label.clone(),
            price: *price,
            size: Interval::new(all.size(y), lo, hi).map(f64::exp),
            like: Interval::around(middle, wide).map(f64::exp),
            is_outside: !is_among(*price, prices) || !is_among(all.size(y).exp(), span),
        }
    };
    let error = all.t * (all.between / all.square).sqrt();
    let spread: Vec<f64> = spots.iter().map(|s| s.price).collect();
    Some(PriceLine {
        of,
        rows: known.len(),
        sizes: spots.len(),
        span,
        prices,
        slope: Interval::around(all.slope, error),
        spread: all.single.sqrt(),
        within: within.sqrt(),
        explained: 1.0 - all.between * (all.n - 2.0) / (variance(&spread) * (all.n - 1.0)),
        coverage: coverage(&by_size, &spots, noise),
        implied: asked.iter().map(implied).collect(),
    })
}

/// How often the set of a price holds its size, sizes left out one by one; each size counts once.
fn coverage(by_size: &BTreeMap<u64, Vec<f64>>, spots: &[Spot], noise: PriceNoise) -> f64 {
    let share_held = |(at, prices): (usize, &Vec<f64>)| {
        let others: Vec<Spot> = spots.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, s)| *s).collect();
        let line = Calibration::new(&others, noise);
        let holds = |price: &&f64| {
            let (lo, hi) = line.set(**price);
            (lo..=hi).contains(&spots[at].size)
        };
        prices.iter().filter(holds).count() as f64 / prices.len() as f64
    };
    by_size.values().enumerate().map(share_held).sum::<f64>() / spots.len() as f64
}

#[cfg(test)]
mod tests;
