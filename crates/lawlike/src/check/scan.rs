//! The largest score over the places where a law may break: its distribution where there is no break, and the break that
//! the data could have shown.
//!
//! A break changes the response along a bend. The score of a bend is its product with the residuals, in the plane of the
//! law. The largest score over all places is no t statistic; its distribution without a break is simulated for the design
//! at hand (Andrews 1993 gives it for long series only): from normal noise, and from the scores themselves with random
//! signs by group (Kline & Santos 2012), which allows uneven and correlated noise. Where residuals are in units of their
//! noise and independent they may be dealt out anew in place of that: signs see little of a break that few rows show.

use super::context::Linear;
use lawlike_num::dense::{Matrix, Qr};
use lawlike_num::dist;
use lawlike_num::kernel::dot;
use lawlike_num::parallel;
use lawlike_num::quantile::quantile;
use lawlike_num::stream::Stream;

/// Draws of each distribution.
const DRAWS: usize = 999;
/// Hands of residuals that are dealt at a time, and rows of a block of their products: some forty columns of a block stay in the
/// cache.
const TOGETHER: usize = 8;
const BLOCK: usize = 512;
/// Numbers in all columns from which on threads are worth their while: a hand takes a tenth of a millisecond then.
const WORTH_THREADS: usize = 1 << 20;
/// Keeps these streams apart from those of other uses.
const BREAK_STREAM: u64 = 0x6272_6561_6b73;

/// The part of a break that the law cannot follow.
#[derive(Debug, Clone)]
pub struct Bend {
    /// The part, of length one, over the rows of the plane.
    part: Vec<f64>,
    /// Its length before it was made one.
    pub length: f64,
    /// Its product with the residuals.
    pub score: f64,
}

impl Bend {
    /// A bend given for every row of the observations; none where the law can follow it.
    pub fn new(whole: &[f64], linear: &Linear) -> Option<Self> {
        let mut part = linear.beyond(whole);
        let length = dot(&part, &part).sqrt();
        if !(length > 1e-6 * dot(whole, whole).sqrt()) {
            return None;
        }
        part.iter_mut().for_each(|v| *v /= length);
        let score = dot(&part, &linear.residuals);
        Some(Self { part, length, score })
    }

    /// Size of the break that the residuals show.
    pub fn size(&self) -> f64 {
        self.score / self.length
    }
}

/// Bends at all places of a law, and the groups whose rows are not independent.
pub struct Scan<'a> {
    /// The plane of the law.
    pub linear: &'a Linear,
    /// Group of every row of the observations.
    pub groups: &'a [usize],
    /// One bend a place.
    pub bends: Vec<&'a Bend>,
}

impl Scan<'_> {
    /// The place of the largest score.
    pub fn best(&self) -> Option<usize> {
        let score = |at: &usize| self.bends[*at].score.abs();
        (0..self.bends.len()).max_by(|a, b| score(a).total_cmp(&score(b)))
    }

    /// Chance of so large a score under independent normal noise; not below `limit` if one place alone has it. Draws end where
    /// `limit` cannot be met any more.
    pub fn normal_chance(&self, limit: f64) -> Option<f64> {
        let share = self.bends[self.best()?].score.powi(2) / self.linear.sum();
        let dof = self.linear.dof as f64;
        let t = (share * (dof - 1.0) / (1.0 - share)).sqrt();
        let single = 2.0 * dist::student_cdf(-t, dof - 1.0);
        if single >= limit {
            return Some(single);
        }
        let (mut above, mut draws) = (0, 0);
        for most in self.normal_draws() {
            above += usize::from(most >= share);
            draws += 1;
            if above as f64 > limit * DRAWS as f64 {
                break;
            }
        }
        Some((above + 1) as f64 / (draws + 1) as f64)
    }

    /// Draws of the largest squared score, as a share of the sum of squares, under independent normal noise.
    fn normal_draws(&self) -> impl Iterator<Item = f64> {
        let parts: Vec<&[f64]> = self.bends.iter().map(|bend| bend.part.as_slice()).collect();
        let qr = Qr::new(Matrix::from_columns(&parts));
        let rank = qr.rank(1e-8);
        let beyond = self.linear.dof - rank.min(self.linear.dof);
        // What each place takes of every direction.
        let taken: Vec<Vec<f64>> =
            (0..parts.len()).map(|k| (0..=k.min(rank - 1)).map(|i| qr.r(i, k)).collect()).collect();
        let mut stream = Stream::keyed(0, &[BREAK_STREAM, 1]);
        let mut g = vec![0.0; rank];
        (0..DRAWS).map(move |_| {
            g.fill_with(|| stream.normal());
            let sum = dot(&g, &g) + chi_squared(&mut stream, beyond);
            let score = |taken: &Vec<f64>| taken.iter().zip(&g).map(|(r, g)| r * g).sum::<f64>();
            taken.iter().map(|taken| score(taken).powi(2)).fold(0.0, f64::max) / sum
        })
    }

    /// Chance of so large a score among those with random signs by group. Draws end where `limit` cannot be met any more.
    pub fn signed_chance(&self, limit: f64) -> Option<f64> {
        let parts = self.parts();
        let observed = most(&parts, &vec![1.0; parts.first()?.len()]);
        let mut stream = Stream::keyed(0, &[BREAK_STREAM, 2]);
        let (mut above, mut draws) = (0, 0);
        while draws < DRAWS && above as f64 <= limit * DRAWS as f64 {
            above += usize::from(most(&parts, &signs(&mut stream, &parts)) >= observed - 1e-12);
            draws += 1;
        }
        observed.is_finite().then_some((above + 1) as f64 / (draws + 1) as f64)
    }

    /// Scores of each place by group, of length one.
    fn parts(&self) -> Vec<Vec<f64>> {
        let rows = &self.linear.rows;
        let mut names: Vec<usize> = rows.iter().map(|row| self.groups[*row]).collect();
        names.sort_unstable();
        names.dedup();
        let part: Vec<usize> =
            rows.iter().map(|row| names.binary_search(&self.groups[*row]).unwrap_or(0)).collect();
        let unit_scores = |bend: &&Bend| {
            let mut parts = vec![0.0; names.len()];
            for (i, group) in part.iter().enumerate() {
                parts[*group] += bend.part[i] * self.linear.residuals[i];
            }
            let size = dot(&parts, &parts).sqrt();
            parts.iter_mut().for_each(|v| *v /= size);
            parts
        };
        self.bends.iter().map(unit_scores).collect()
    }

    /// Draws of the largest squared score, as a share of the sum of squares, with the residuals dealt out anew among the rows:
    /// it keeps their tails (Freedman & Lane 1983). For residuals in units of their noise, and independent.
    pub fn dealt(&self) -> Vec<f64> {
        let basis = self.linear.basis();
        let parts = self.bends.iter().map(|bend| bend.part.as_slice());
        let columns: Vec<&[f64]> = parts.chain(basis.iter().map(Vec::as_slice)).collect();
        let mut stream = Stream::keyed(0, &[BREAK_STREAM, 3]);
        let mut residuals = self.linear.residuals.clone();
        let whole = self.linear.sum();
        let mut draws = Vec::with_capacity(DRAWS);
        while draws.len() < DRAWS {
            let deal = |_| {
                stream.shuffle(&mut residuals);
                residuals.clone()
            };
            let hands: Vec<Vec<f64>> = (draws.len()..DRAWS).take(TOGETHER).map(deal).collect();
            // What was dealt has the same sum of squares, of which the plane takes its part.
            draws.extend(products(&columns, &hands).iter().map(|own| {
                let (scores, plane) = own.split_at(self.bends.len());
                let most = scores.iter().map(|score| score * score).fold(0.0, f64::max);
                most / (whole - dot(plane, plane))
            }));
        }
        draws
    }

    /// Chance of so large a score among the draws of [`Self::dealt`]; draws are counted until `limit` cannot be met any more.
    pub fn dealt_chance(&self, dealt: &[f64], limit: f64) -> Option<f64> {
        let share = self.bends[self.best()?].score.powi(2) / self.linear.sum();
        let (mut above, mut draws) = (0, 0);
        for draw in dealt {
            if above as f64 > limit * DRAWS as f64 {
                break;
            }
            // A draw that deals every residual to its old place is as large.
            above += usize::from(*draw >= share * (1.0 - 1e-12));
            draws += 1;
        }
        Some((above + 1) as f64 / (draws + 1) as f64)
    }

    /// Chance of so large a score under noise whose neighbours, in the order of `chain`, correlate by `rho`. Draws end where
    /// `limit` cannot be met any more.
    pub fn serial_chance(&self, limit: f64, rho: f64, chain: &[usize]) -> Option<f64> {
        let share = self.bends[self.best()?].score.powi(2) / self.linear.sum();
        let mut stream = Stream::keyed(0, &[BREAK_STREAM, 4]);
        let fresh = (1.0 - rho * rho).sqrt();
        let (mut above, mut draws) = (0, 0);
        while draws < DRAWS && above as f64 <= limit * DRAWS as f64 {
            let mut noise = vec![0.0; self.linear.rows.len()];
            let mut last = stream.normal();
            for place in chain {
                noise[*place] = last;
                last = rho * last + fresh * stream.normal();
            }
            let left = self.linear.off(noise);
            let most = self.bends.iter().map(|bend| dot(&bend.part, &left).powi(2)).fold(0.0, f64::max);
            above += usize::from(most / dot(&left, &left) >= share * (1.0 - 1e-12));
            draws += 1;
        }
        Some((above + 1) as f64 / (draws + 1) as f64)
    }

    /// At each place, the size of a break that is seen with the chance `power`, if both normal noise and the residuals
    /// dealt out anew ([`Self::dealt`]) must be exceeded at `level`.
    pub fn smallest(&self, dealt: Vec<f64>, level: f64, power: f64) -> Vec<f64> {
        if self.bends.is_empty() {
            return Vec::new();
        }
        let dof = self.linear.dof as f64;
        let noise = (self.linear.sum() / dof).sqrt();
        let critical = |mut draws: Vec<f64>| {
            draws.sort_by(f64::total_cmp);
            quantile(&draws, 1.0 - level)
        };
        let share = critical(self.normal_draws().collect()).max(critical(dealt));
        // The score that is a share of the sum of squares: its own square is a part of that sum.
        let score = (share * (dof - 1.0) / (1.0 - share).max(1e-3)).sqrt();
        let more = dist::normal_quantile(power);
        self.bends.iter().map(|bend| (score + more) * noise / bend.length).collect()
    }
}

/// The products of every hand with every column, hands side by side where that pays.
fn products(columns: &[&[f64]], hands: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let rows = hands.first().map_or(0, Vec::len);
    let parts = if rows * columns.len() < WORTH_THREADS { 1 } else { hands.len().min(parallel::threads()) };
    let size = hands.len().div_ceil(parts.max(1)).max(1);
    let hands: Vec<&[Vec<f64>]> = hands.chunks(size).collect();
    parallel::map(hands.len(), 0, |at| products_of(columns, hands[at], rows)).concat()
}

/// Rows go by in blocks, so that columns are read from memory once for all hands.
fn products_of(columns: &[&[f64]], hands: &[Vec<f64>], rows: usize) -> Vec<Vec<f64>> {
    let mut found = vec![vec![0.0; columns.len()]; hands.len()];
    for start in (0..rows).step_by(BLOCK) {
        let block = start..rows.min(start + BLOCK);
        for (hand, found) in hands.iter().zip(&mut found) {
            let hand = &hand[block.clone()];
            columns.iter().zip(found).for_each(|(column, sum)| *sum += dot(&column[block.clone()], hand));
        }
    }
    found
}

fn most(parts: &[Vec<f64>], signs: &[f64]) -> f64 {
    parts.iter().map(|part| dot(part, signs).abs()).fold(0.0, f64::max)
}

fn signs(stream: &mut Stream, parts: &[Vec<f64>]) -> Vec<f64> {
    let groups = parts.first().map_or(0, Vec::len);
    (0..groups).map(|_| stream.rademacher()).collect()
}

/// A draw of chi squared: a sum of squares, or for many the cube of a normal number (Wilson & Hilferty 1931).
fn chi_squared(stream: &mut Stream, dof: usize) -> f64 {
    if dof < 30 {
        return (0..dof).map(|_| stream.normal().powi(2)).sum();
    }
    let (k, small) = (dof as f64, 2.0 / (9.0 * dof as f64));
    k * (1.0 - small + small.sqrt() * stream.normal()).powi(3)
}

#[cfg(test)]
mod tests;
