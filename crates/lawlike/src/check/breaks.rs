//! Is it one law, or two that meet at a break?
//!
//! A break at `b` along a direction `u` changes the slope: it adds `delta max(0, u - b)` to the response on the scale of
//! the objective. For every place of a grid the score of `delta` is taken in the plane of the law. The largest score must
//! exceed what normal noise makes of it, and what the scores themselves make of it with random signs by group (`scan.rs`).

use super::context::{Direction, Far, Linear, chance};
use super::scan::{Bend, Scan};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::fit::Link;

/// Chance below which one law is rejected.
const LIMIT: f64 = 0.01;
/// Share of the rows that must lie on either side of a break (Andrews 1993).
const TRIM: f64 = 0.15;
/// Places along a direction.
const PLACES: usize = 15;
/// Distinct values that must lie on either side.
const SIDES: usize = 3;
/// A break that moves the forecast by less than this share of the tolerance is let pass.
const SMALL: f64 = 0.25;
/// From this share on it may change the answer.
const MATERIAL: f64 = 0.5;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "break",
        title: "two laws fit where one does not",
        says: "the slope changes at some place along an axis by more than noise and the search for the place explain: runs \
               on both sides do not follow one law of this form",
        caution: "another form of law may do without a break; breaks that hardly move the forecast are not mentioned",
        hint: "fit the two sides apart (--where), try bnsl on one axis, and ask what changed at that place; forecast from \
               the far side",
        source: "largest score over the places of a break between 15 and 85 % of the runs (Andrews 1993), against 999 \
                 simulations of the same design with normal noise and 999 of its own scores with random signs, and 999 \
                 with noise that has the memory of the residuals; 1 %",
    },
    is_dear: false,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let (linear, far) = (context.linear()?, context.far()?);
    let places = places(context, linear);
    let bends = places.iter().map(|place| &place.bend).collect();
    let scan = Scan { linear, groups: &context.observations.groups, bends };
    let best = &places[scan.best()?];
    // Scores of rows in groups are not those of independent noise.
    let p = if context.is_grouped() { 0.0 } else { scan.normal_chance(LIMIT)? };
    let p = p.max(scan.signed_chance(LIMIT)?);
    if p >= LIMIT {
        return None;
    }
    let p = p.max(serial_chance(context, linear, &scan)?);
    if p >= LIMIT {
        return None;
    }
    let (delta, with) = (best.bend.size(), best.forecast(context, linear, far)?);
    let shift = (with - far.value).abs();
    (shift > SMALL * far.tolerance).then(|| Found {
        severity: if shift > MATERIAL * far.tolerance { Severity::Warning } else { Severity::Note },
        number: p,
        threshold: LIMIT,
        message: format!(
            "one law does not fit both sides of {} = {}: beyond it the runs bend {} (chance {}); with that bend the \
             forecast {} is {} instead of {}",
            best.direction.name,
            best.direction.show(best.at),
            if delta > 0.0 { "upwards" } else { "downwards" },
            chance(p),
            far.place,
            far.show(with),
            far.show(far.value)
        ),
    })
}

/// The chance under noise that follows itself along the runs: runs that err together for a while look like a break. How
/// long their memory is, steps from run to run tell, which a law that misses the shape of the curve hardly moves.
fn serial_chance(context: &Context<'_>, linear: &Linear, scan: &Scan<'_>) -> Option<f64> {
    let chain = Direction::main(context.observations)?.order(&linear.rows);
    let along: Vec<f64> = chain.iter().map(|place| linear.residuals[*place]).collect();
    let Some(memory) = memory(&along).filter(|_| !steps(&along)) else { return Some(0.0) };
    let high = memory + MEMORY_ERROR / (along.len() as f64).sqrt();
    scan.serial_chance(LIMIT, high.clamp(0.0, 0.99), &chain)
}

/// Correlation of neighbours from their steps: second differences of noise with correlation `r` are `3 - r` times as
/// large as first ones, in squares. The largest tenth is left out: a break is a few large steps.
fn memory(along: &[f64]) -> Option<f64> {
    let steps = |values: &[f64]| -> Vec<f64> { values.windows(2).map(|pair| pair[1] - pair[0]).collect() };
    let trimmed = |values: &[f64]| -> Option<f64> {
        let mut squares: Vec<f64> = values.iter().map(|v| v * v).collect();
        squares.sort_by(f64::total_cmp);
        let kept = squares.len() - squares.len() / 10;
        (kept >= LEAST_STEPS).then(|| squares[..kept].iter().sum::<f64>() / kept as f64)
    };
    let first = steps(along);
    let ratio = trimmed(&steps(&first))? / trimmed(&first)?;
    ratio.is_finite().then_some(3.0 - ratio)
}

/// Whether the level changes from some run to the next by far more than it does elsewhere, and stays: no memory does that.
fn steps(along: &[f64]) -> bool {
    let differences: Vec<f64> = along.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let noise = lawlike_num::quantile::mad(&differences);
    let level = |part: &[f64]| lawlike_num::quantile::median(part);
    let sizes = along.windows(2 * SIDE).map(|six| (level(&six[SIDE..]) - level(&six[..SIDE])).abs());
    noise > 0.0 && sizes.fold(0.0, f64::max) > STEP * noise
}

/// Runs on either side of a step whose medians are compared.
const SIDE: usize = 3;
/// Such a step in units of the typical one. Of a random walk, where medians three apart differ most, one in ten thousand is
/// as large.
const STEP: f64 = 7.0;

/// Standard error of that correlation times the root of the number of rows, by simulation (30 to 80 rows, correlations of
/// 0 to 1): it is added once, because a memory that is taken too short makes breaks of what is none.
const MEMORY_ERROR: f64 = 2.3;
/// Steps without which nothing is said of memory.
const LEAST_STEPS: usize = 5;

/// A place where the law may break.
struct Place {
    direction: Direction,
    /// Value of the direction there.
    at: f64,
    /// The part of the bend that the law cannot follow.
    bend: Bend,
}

/// All places that leave enough runs on either side.
fn places(context: &Context<'_>, linear: &Linear) -> Vec<Place> {
    let mut places = Vec::new();
    for direction in Direction::all(context.observations) {
        let order = direction.order(&linear.rows);
        let sorted: Vec<f64> = order.iter().map(|place| direction.values[linear.rows[*place]]).collect();
        let mut levels = sorted.clone();
        levels.dedup();
        let inner = levels.get(SIDES..levels.len().saturating_sub(SIDES)).unwrap_or_default();
        let share = |k: usize| TRIM + (1.0 - 2.0 * TRIM) * k as f64 / (PLACES - 1) as f64;
        let mut ats: Vec<f64> =
            (0..PLACES).map(|k| sorted[(share(k) * (sorted.len() - 1) as f64).round() as usize]).collect();
        ats.dedup();
        for at in ats.into_iter().filter(|at| inner.contains(at)) {
            places.extend(Place::new(&direction, at, linear));
        }
    }
    places
}

impl Place {
    fn new(direction: &Direction, at: f64, linear: &Linear) -> Option<Self> {
        let whole: Vec<f64> = direction.values.iter().map(|v| (v - at).max(0.0)).collect();
        Some(Self { direction: direction.clone(), at, bend: Bend::new(&whole, linear)? })
    }

    /// The forecast with the bend, on the scale of the response.
    fn forecast(&self, context: &Context<'_>, linear: &Linear, far: &Far) -> Option<f64> {
        let objective = context.prepared()?.objective();
        let rise = |value: f64| (value - self.at).max(0.0);
        let bend: Vec<f64> = self.direction.values.iter().map(|v| rise(*v)).collect();
        let followed = linear.follow(&bend);
        let slopes = far.slopes_on_link(context)?;
        let taken: f64 = context.free().iter().zip(&followed).map(|(j, part)| slopes[*j] * part).sum();
        let shift = self.bend.size() * (rise(self.direction.at(&far.points)) - taken);
        let value = objective.link.inverse(objective.link.forward(far.response()) + shift);
        let value = far.on_scale(value);
        (value.is_finite() || objective.link == Link::Identity).then_some(value)
    }
}

#[cfg(test)]
mod tests;
