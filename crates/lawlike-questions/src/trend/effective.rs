//! Effective compute: how much of a gain is compute (or size), and how much is what was learnt since.
//!
//! `quality = c + b ln C + r (date)`, one constant for every part (a benchmark, say): `r / b` is how fast the same quality
//! takes less compute, in powers of e a year, and `ln 2 b / r` its halving time (Ho et al. 2024, arXiv 2403.05812, in reduced
//! form: their augmented law is a line of this kind where the irreducible loss is taken to be zero). Both slopes are uncertain,
//! so the time comes as Fieller's set: where `r` may be zero it has no upper end, and where `b` may be zero it says nothing.
//! Errors are of clusters (families of models). Progress that only large models show (arXiv 2511.21622) breaks the form: the
//! slope of a product of compute and date is shown for it.

use lawlike::error::{Error, Result};
use lawlike::interval::{self, Interval};
use lawlike_num::dense::{cholesky_in_place, cholesky_solve};
use lawlike_num::dist::student_quantile;
use lawlike_num::stream::Stream;
use serde::Serialize;
use std::collections::BTreeMap;

mod keys {
    lawlike::interval_keys!(months);
}

/// Keeps these streams apart from those of other uses of the same seed.
const EFFECTIVE_STREAM: u64 = 0x6566_6663;
/// Fewest models and fewest clusters.
const LEAST_MODELS: usize = 8;
/// Permutations of sizes within families.
const TIMES: usize = 2000;

/// A model with its quality.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Name of the model.
    pub label: String,
    /// Decimal years.
    pub year: f64,
    /// Quality on a scale on which gains add up: more is better.
    pub quality: f64,
    /// Compute or size, above zero.
    pub compute: f64,
    /// The part that has a constant of its own, such as a benchmark; empty if there is only one.
    pub part: String,
    /// Models whose errors hang together: a family.
    pub family: String,
}

/// How much of the gain is compute, and how much is progress.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effective {
    /// Number of rows and of families.
    pub n: (usize, usize),
    /// Gain for a factor of ten in compute, with its 95 % interval.
    #[serde(serialize_with = "interval::triple")]
    pub compute: Interval,
    /// Gain a year at the same compute, with its 95 % interval.
    #[serde(serialize_with = "interval::triple")]
    pub progress: Interval,
    /// Months in which the compute for the same quality halves.
    pub months: Halving,
    /// Powers of ten of compute a year over the models.
    pub growth: f64,
    /// Share of the gain over time that is progress and not compute, with its 95 % interval over resampled families.
    #[serde(serialize_with = "interval::triple")]
    pub share: Interval,
    /// Correlation of compute and date: near one, the two cannot be told apart.
    pub confounded: f64,
    /// Change of the gain a year for a factor of ten in compute, with its 95 % interval: zero if progress is the same at
    /// all scales.
    #[serde(serialize_with = "interval::triple")]
    pub scaled: Interval,
    /// Bigger against smaller of the same family; none without two sizes in one.
    pub within: Option<Within>,
}

/// The time in which the compute for the same quality halves: a set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "set", rename_all = "kebab-case")]
pub enum Halving {
    /// An interval.
    Between {
        /// By the slopes, with the ends of the 95 % set.
        #[serde(flatten, serialize_with = "keys::months")]
        months: Interval,
    },
    /// Progress may be nil: it halves in no less than so many months, or never.
    NoFasterThan {
        /// By the slopes; below zero if quality falls at the same compute.
        months: f64,
        /// Shortest time in the 95 % set.
        #[serde(rename = "lo95")]
        least: f64,
    },
    /// Compute itself has no sure effect: the points say nothing.
    Unknown {
        /// By the slopes.
        months: f64,
    },
}

/// Whether the bigger model of a family is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Within {
    /// Families with two sizes or more.
    pub families: usize,
    /// Pairs of unequal size in one family (and part).
    pub pairs: usize,
    /// Share of them in which the bigger is the better one.
    pub right: f64,
    /// Chance of as large a share if size did not matter: sizes shuffled within families.
    pub p: f64,
}

/// The split of the gain.
///
/// # Errors
/// Fewer than eight models or families, or compute and date that do not vary apart.
pub fn effective(models: &[Made], seed: u64) -> Result<Effective> {
    let good =
        |m: &&Made| m.year.is_finite() && m.quality.is_finite() && m.compute > 0.0 && m.compute.is_finite();
    let used: Vec<&Made> = models.iter().filter(good).collect();
    let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    used.iter().enumerate().for_each(|(row, made)| families.entry(&made.family).or_default().push(row));
    let clusters: Vec<Vec<usize>> = families.into_values().collect();
    if used.len() < LEAST_MODELS || clusters.len() < LEAST_MODELS {
        return Err(Error::observations(format!(
            "{} models of {} families with quality, date and compute: splitting a gain needs {LEAST_MODELS} of each",
            used.len(),
            clusters.len()
        )));
    }
    let table = Columns::new(&used);
    let all: Vec<usize> = (0..used.len()).collect();
    let flat =
        || Error::observations("compute and date do not vary apart from each other: nothing can be split");
    let fit = table.fit(&all, &[&table.compute, &table.year]).ok_or_else(flat)?;
    let sandwich = table.sandwich(&fit, &clusters).ok_or_else(flat)?;
    let freedom = clusters.len() as f64 - 1.0;
    let t = student_quantile(0.975, freedom);
    let around = |value: f64, variance: f64| Interval::around(value, t * variance.sqrt());
    let (b, r) = (fit.slopes[0], fit.slopes[1]);
    let product: Vec<f64> = table.compute.iter().zip(&table.year).map(|(c, y)| c * y).collect();
    let bent = table.fit(&all, &[&table.compute, &table.year, &product]);
    let scaled = bent.and_then(|bent| {
        let sandwich = table.sandwich(&bent, &clusters)?;
        Some(around(bent.slopes[2], sandwich[8]))
    });
    Ok(Effective {
        n: (used.len(), clusters.len()),
        compute: around(b, sandwich[0]),
        progress: around(r, sandwich[3]),
        months: halving(b, r, &sandwich, t),
        growth: table.growth(&all),
        share: table.share(&clusters, b, r, seed),
        confounded: table.correlation(),
        scaled: scaled.unwrap_or(Interval::unknown(f64::NAN)),
        within: within(&used, seed),
    })
}

/// Fieller's set of `12 log10(2) b / r`, from the covariance of `(b, r)`.
fn halving(b: f64, r: f64, cov: &[f64], t: f64) -> Halving {
    let scale = 12.0 * 2f64.log10();
    let months = scale * b / r;
    let t2 = t * t;
    if b * b <= t2 * cov[0] || b <= 0.0 {
        return Halving::Unknown { months };
    }
    // The set of x = r / b: (r - x b)^2 <= t^2 (v_r - 2 x c + x^2 v_b); it is an interval, for b is not zero.
    let a = b * b - t2 * cov[0];
    let h = r * b - t2 * cov[1];
    let c = r * r - t2 * cov[3];
    let root = (h * h - a * c).max(0.0).sqrt();
    let (slow, fast) = ((h - root) / a, (h + root) / a);
    if slow > 0.0 {
        Halving::Between { months: Interval::new(months, scale / fast, scale / slow) }
    } else {
        Halving::NoFasterThan { months, least: if fast > 0.0 { scale / fast } else { f64::INFINITY } }
    }
}

/// Columns of the regression; parts are numbered.
struct Columns {
    quality: Vec<f64>,
    /// Powers of ten.
    compute: Vec<f64>,
    year: Vec<f64>,
    part: Vec<usize>,
}

/// Slopes of columns from which the mean of every part was taken.
struct Fitted {
    slopes: Vec<f64>,
    columns: Vec<Vec<f64>>,
    residuals: Vec<f64>,
    inverse: Vec<f64>,
}

impl Columns {
    fn new(used: &[&Made]) -> Self {
        let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut part = Vec::with_capacity(used.len());
        for made in used {
            let next = parts.len();
            part.push(*parts.entry(&made.part).or_insert(next));
        }
        // From the middle, so that the product of compute and date is no copy of either.
        let centred = |of: &dyn Fn(&Made) -> f64| -> Vec<f64> {
            let middle = used.iter().map(|made| of(made)).sum::<f64>() / used.len() as f64;
            used.iter().map(|made| of(made) - middle).collect()
        };
        Self {
            quality: used.iter().map(|made| made.quality).collect(),
            compute: centred(&|made| made.compute.log10()),
            year: centred(&|made| made.year),
            part,
        }
    }

    /// A column over rows, less the mean of its part.
    fn within(&self, values: &[f64], rows: &[usize]) -> Vec<f64> {
        let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for row in rows {
            let sum = sums.entry(self.part[*row]).or_default();
            *sum = (sum.0 + values[*row], sum.1 + 1.0);
        }
        rows.iter().map(|row| values[*row] - sums[&self.part[*row]].0 / sums[&self.part[*row]].1).collect()
    }

    fn fit(&self, rows: &[usize], columns: &[&Vec<f64>]) -> Option<Fitted> {
        let n = columns.len();
        let columns: Vec<Vec<f64>> = columns.iter().map(|column| self.within(column, rows)).collect();
        let y = self.within(&self.quality, rows);
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut matrix: Vec<f64> = (0..n * n).map(|at| dot(&columns[at / n], &columns[at % n])).collect();
        let diagonal: Vec<f64> = (0..n).map(|i| matrix[i * n + i]).collect();
        if !cholesky_in_place(&mut matrix, n)
            || (0..n).any(|i| matrix[i * n + i].powi(2) < 1e-8 * diagonal[i])
        {
            return None;
        }
        let solved = |mut of: Vec<f64>| {
            cholesky_solve(&matrix, n, &mut of);
            of
        };
        let slopes = solved(columns.iter().map(|column| dot(column, &y)).collect());
        let unit = |i: usize| solved((0..n).map(|j| f64::from(u8::from(i == j))).collect());
        let inverse = (0..n).flat_map(unit).collect();
        let fitted =
            |row: usize| columns.iter().zip(&slopes).map(|(column, slope)| slope * column[row]).sum::<f64>();
        let residuals = y.iter().enumerate().map(|(row, y)| y - fitted(row)).collect();
        Some(Fitted { slopes, columns, residuals, inverse })
    }

    /// Covariance of the slopes with errors that hang together in clusters (Liang & Zeger 1986), times `G / (G - 1)`.
    fn sandwich(&self, fit: &Fitted, clusters: &[Vec<usize>]) -> Option<Vec<f64>> {
        let n = fit.slopes.len();
        let mut meat = vec![0.0; n * n];
        for rows in clusters {
            let score =
                |j: usize| rows.iter().map(|row| fit.columns[j][*row] * fit.residuals[*row]).sum::<f64>();
            let scores: Vec<f64> = (0..n).map(score).collect();
            (0..n * n).for_each(|at| meat[at] += scores[at / n] * scores[at % n]);
        }
        let times = |a: &[f64], b: &[f64]| -> Vec<f64> {
            (0..n * n).map(|at| (0..n).map(|k| a[at / n * n + k] * b[k * n + at % n]).sum()).collect()
        };
        let g = clusters.len() as f64;
        let covariance: Vec<f64> =
            times(&times(&fit.inverse, &meat), &fit.inverse).iter().map(|v| v * g / (g - 1.0)).collect();
        covariance.iter().all(|v| v.is_finite()).then_some(covariance)
    }

    /// Slope of compute over years, parts apart.
    fn growth(&self, rows: &[usize]) -> f64 {
        let (c, y) = (self.within(&self.compute, rows), self.within(&self.year, rows));
        c.iter().zip(&y).map(|(c, y)| c * y).sum::<f64>() / y.iter().map(|y| y * y).sum::<f64>()
    }

    fn correlation(&self) -> f64 {
        let rows: Vec<usize> = (0..self.quality.len()).collect();
        let (c, y) = (self.within(&self.compute, &rows), self.within(&self.year, &rows));
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        dot(&c, &y) / (dot(&c, &c) * dot(&y, &y)).sqrt()
    }

    /// `r / (r + b k)`, `k` the growth of compute, with an interval over resampled clusters.
    fn share(&self, clusters: &[Vec<usize>], b: f64, r: f64, seed: u64) -> Interval {
        let share_of_rest = |b: f64, r: f64, growth: f64| r / (r + b * growth);
        let all: Vec<usize> = (0..self.quality.len()).collect();
        let mut stream = Stream::keyed(seed, &[EFFECTIVE_STREAM]);
        let draw = |_| {
            let rows: Vec<usize> =
                (0..clusters.len()).flat_map(|_| clusters[stream.below(clusters.len())].clone()).collect();
            let fit = self.fit(&rows, &[&self.compute, &self.year])?;
            Some(share_of_rest(fit.slopes[0], fit.slopes[1], self.growth(&rows)))
        };
        let shares = (0..1000).filter_map(draw).filter(|share| share.is_finite());
        Interval::of_draws(share_of_rest(b, r, self.growth(&all)), shares)
    }
}

/// Pairs of one family and part.
fn within(used: &[&Made], seed: u64) -> Option<Within> {
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    used.iter().enumerate().for_each(|(row, made)| {
        groups.entry((made.family.as_str(), made.part.as_str())).or_default().push(row);
    });
    let has_sizes = |rows: &&Vec<usize>| rows.iter().any(|row| used[*row].compute != used[rows[0]].compute);
    let groups: Vec<&Vec<usize>> = groups.values().filter(has_sizes).collect();
    // Right pairs, ties of quality by half, and all pairs of unequal size.
    let count = |sizes: &[f64]| {
        let (mut right, mut pairs) = (0.0, 0_usize);
        for rows in &groups {
            for (at, i) in rows.iter().enumerate() {
                for j in rows.iter().skip(at + 1).filter(|j| sizes[*i] != sizes[**j]) {
                    let order = (sizes[*i] - sizes[*j]) * (used[*i].quality - used[*j].quality);
                    right += if order > 0.0 {
                        1.0
                    } else if order == 0.0 {
                        0.5
                    } else {
                        0.0
                    };
                    pairs += 1;
                }
            }
        }
        (right / pairs as f64, pairs)
    };
    let mut sizes: Vec<f64> = used.iter().map(|made| made.compute).collect();
    let (right, pairs) = count(&sizes);
    if pairs == 0 {
        return None;
    }
    let mut stream = Stream::keyed(seed, &[EFFECTIVE_STREAM, 1]);
    let mut as_good = 0;
    for _ in 0..TIMES {
        for rows in &groups {
            let mut own: Vec<f64> = rows.iter().map(|row| used[*row].compute).collect();
            stream.shuffle(&mut own);
            rows.iter().zip(own).for_each(|(row, size)| sizes[*row] = size);
        }
        as_good += usize::from(count(&sizes).0 >= right - 1e-12);
    }
    let p = (as_good as f64 + 1.0) / (TIMES as f64 + 1.0);
    Some(Within { families: groups.len(), pairs, right, p })
}

#[cfg(test)]
mod tests;
