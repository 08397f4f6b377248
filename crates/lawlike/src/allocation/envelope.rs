//! Approach 1: of all training curves, the one that is lowest at each compute.
//!
//! Hoffmann et al. 2022, section 3.1: curves of the sizes over compute, 1,500 values of compute evenly in the
//! logarithm, and at each the size with the least loss. A size that is the smallest or the largest of those that reach
//! a compute is no minimum but the end of what was run, and is left out.

use super::budget::Axes;
use super::{AllocationMethod, AllocationOptions, Approach, Place};
use crate::interval::Interval;
use lawlike_num::parallel;
use lawlike_num::regression::line;
use lawlike_num::stream::Stream;

/// Values of compute.
const VALUES: usize = 1500;
/// Points that a curve needs, curves that the approach needs, and curves that must have been lowest somewhere.
const POINTS: usize = 4;
const CURVES: usize = 4;
const LOWEST: usize = 3;
/// Share of the resamples that must have an envelope. With fewer, those that have one are no sample of what could have
/// been: intervals of 95 % from them held the truth in 50 to 57 of 100 simulated sweeps.
const RESAMPLED: f64 = 0.5;
/// Keeps the streams apart from those of other uses of a seed.
const ENVELOPE_STREAM: u64 = 0x656e_7665_6c6f_7065;

/// The curve of one size: natural logarithms of compute, ascending, and of loss.
struct Curve {
    size: f64,
    computes: Vec<f64>,
    losses: Vec<f64>,
}

/// A power law through the envelope: natural logarithm of the size at compute one, and exponent.
#[derive(Clone, Copy)]
struct Power {
    constant: f64,
    exponent: f64,
}

/// The approach, or why it cannot be taken.
pub(super) fn approach(
    axes: Axes<'_>,
    losses: &[f64],
    options: &AllocationOptions,
) -> Result<Approach, String> {
    let curves = curves(axes, losses).ok_or("compute or loss is not above zero")?;
    if curves.len() < CURVES {
        let found = curves.len();
        return Err(format!(
            "it needs training curves: {CURVES} or more sizes with {POINTS} or more token counts; {found} found"
        ));
    }
    let all: Vec<&Curve> = curves.iter().collect();
    let Envelope { power, points, most } = envelope(&all).ok_or_else(|| {
        format!("fewer than {LOWEST} sizes are the best between smaller and larger ones at any compute")
    })?;
    // Curves are resampled, not points: those of one curve hang together.
    let draw = |index: usize| {
        let mut stream = Stream::keyed(options.run.seed, &[ENVELOPE_STREAM, index as u64]);
        let drawn: Vec<&Curve> = (0..all.len()).map(|_| all[stream.below(all.len())]).collect();
        envelope(&drawn).map(|found| found.power)
    };
    let draws: Vec<Power> =
        parallel::map(options.replicates, options.run.threads, draw).into_iter().flatten().collect();
    let is_sampled = draws.len() as f64 > RESAMPLED * options.replicates as f64;
    let over = |of: &dyn Fn(&Power) -> f64| {
        if !is_sampled {
            return Interval::unknown(of(&power));
        }
        Interval::of_draws(of(&power), draws.iter().map(of))
    };
    let product = axes.product();
    let place = |compute: &f64| {
        let size = over(&|power: &Power| power.constant + power.exponent * compute.ln());
        Place::new(*compute, product + axes.trend.at(size.value), size, compute.ln() > most + 1e-9)
    };
    Ok(Approach {
        method: AllocationMethod::Envelope,
        exponent: over(&|power: &Power| power.exponent),
        places: options.budgets.iter().map(place).collect(),
        path: super::drawn(axes, losses.len(), options).iter().map(place).collect(),
        runs: curves.iter().map(|curve| curve.computes.len()).sum(),
        points,
        remark: (draws.len() < options.replicates).then(|| {
            let lost = options.replicates - draws.len();
            let withheld = if is_sampled { "" } else { ", so there is no interval" };
            format!("{lost} of {} resamples of the curves have no envelope{withheld}", options.replicates)
        }),
    })
}

/// One curve a size that was run at several token counts.
fn curves(axes: Axes<'_>, losses: &[f64]) -> Option<Vec<Curve>> {
    let mut rows: Vec<(f64, f64, f64)> = Vec::new();
    for (row, loss) in losses.iter().enumerate() {
        if !(*loss > 0.0) {
            return None;
        }
        rows.push((axes.size(row), axes.compute(row)?, loss.ln()));
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2)));
    let curve = |group: &[(f64, f64, f64)]| {
        let mut points = group.to_vec();
        // Of repeats the best is taken.
        points.dedup_by(|b, a| b.1 - a.1 < 1e-9);
        (points.len() >= POINTS).then(|| Curve {
            size: points[0].0,
            computes: points.iter().map(|point| point.1).collect(),
            losses: points.iter().map(|point| point.2).collect(),
        })
    };
    Some(rows.chunk_by(|a, b| a.0 == b.0).filter_map(curve).collect())
}

/// The envelope of curves.
struct Envelope {
    /// The power law through it.
    power: Power,
    /// Values of compute that it rests on.
    points: usize,
    /// The largest of them.
    most: f64,
}

fn envelope(curves: &[&Curve]) -> Option<Envelope> {
    let ends = curves.iter().map(|curve| (curve.computes[0], curve.computes[curve.computes.len() - 1]));
    let (from, to) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), (c, d)| (a.min(c), b.max(d)));
    let (mut computes, mut sizes) = (Vec::new(), Vec::new());
    for step in 0..VALUES {
        let compute = from + (to - from) * step as f64 / (VALUES - 1) as f64;
        let reached: Vec<(f64, f64)> =
            curves.iter().filter_map(|curve| Some((curve.size, curve.at(compute)?))).collect();
        let Some(best) = reached.iter().min_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
        let is_between =
            reached.iter().any(|other| other.0 < best.0) && reached.iter().any(|other| other.0 > best.0);
        if is_between {
            computes.push(compute);
            sizes.push(best.0);
        }
    }
    let mut distinct = sizes.clone();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    if distinct.len() < LOWEST {
        return None;
    }
    let fit = line(&computes, &sizes)?;
    let power = Power { constant: fit.coefficients[0], exponent: fit.coefficients[1] };
    Some(Envelope { power, points: computes.len(), most: *computes.last()? })
}

impl Curve {
    /// Natural logarithm of the loss at a compute, between its points.
    fn at(&self, compute: f64) -> Option<f64> {
        let next = self.computes.partition_point(|own| *own < compute);
        if next == self.computes.len() {
            return None;
        }
        if next == 0 {
            return (self.computes[0] == compute).then(|| self.losses[0]);
        }
        let (a, b) = (self.computes[next - 1], self.computes[next]);
        let share = (compute - a) / (b - a);
        Some(self.losses[next - 1] + share * (self.losses[next] - self.losses[next - 1]))
    }
}
