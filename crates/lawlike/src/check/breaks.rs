//! Is it one law, or two that meet at a break?
//!
//! A break at `b` along a direction `u` changes the slope: it adds `delta max(0, u - b)` to the response on the scale of
//! the objective. For every place of a grid the score of `delta` is taken in the plane of the law. The largest score
//! over all places is no t statistic; its distribution without a break is simulated for the design at hand (Andrews
//! 1993 gives it for long series only): from normal noise, and from the scores themselves with random signs by group
//! (Kline & Santos 2012), which allows uneven and correlated noise. Both must be exceeded.

use super::context::{Direction, Far, Linear, chance};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::fit::Link;
use lawlike_num::dense::{Matrix, Qr};
use lawlike_num::dist;
use lawlike_num::kernel::dot;
use lawlike_num::stream::Stream;

/// Chance below which one law is rejected.
const LIMIT: f64 = 0.01;
/// Draws of each distribution.
const DRAWS: usize = 999;
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
/// Keeps these streams apart from those of other uses.
const KEY: u64 = 0x6272_6561_6b73;

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
                 simulations of the same design with normal noise and 999 of its own scores with random signs; 1 %",
    },
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let (linear, far) = (context.linear()?, context.far()?);
    let places = places(context, linear);
    let best = places.iter().max_by(|a, b| a.score.abs().total_cmp(&b.score.abs()))?;
    let p = normal_chance(context, linear, &places, best)?;
    let p = p.max(signed_chance(context, linear, &places)?);
    if p >= LIMIT {
        return None;
    }
    let (delta, with) = (best.score / best.length, best.forecast(context, linear, far)?);
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

/// A place where the law may break.
struct Place {
    direction: Direction,
    /// Value of the direction there.
    at: f64,
    /// The part of the bend that the law cannot follow, of length one, over the rows of the plane.
    bend: Vec<f64>,
    /// Its length before it was made one.
    length: f64,
    /// Its product with the residuals.
    score: f64,
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
        let mut bend = linear.beyond(&whole);
        let length = dot(&bend, &bend).sqrt();
        if !(length > 1e-6 * dot(&whole, &whole).sqrt()) {
            return None;
        }
        bend.iter_mut().for_each(|v| *v /= length);
        let score = dot(&bend, &linear.residuals);
        Some(Self { direction: direction.clone(), at, bend, length, score })
    }

    /// The forecast with the bend, on the scale of the response.
    fn forecast(&self, context: &Context<'_>, linear: &Linear, far: &Far) -> Option<f64> {
        let objective = context.prepared()?.objective();
        let rise = |value: f64| (value - self.at).max(0.0);
        let bend: Vec<f64> = self.direction.values.iter().map(|v| rise(*v)).collect();
        let followed = linear.follow(&bend);
        let slopes = far.slopes_on_link(context)?;
        let taken: f64 = context.free().iter().zip(&followed).map(|(j, part)| slopes[*j] * part).sum();
        let shift = self.score / self.length * (rise(self.direction.at(&far.points)) - taken);
        let value = objective.link.inverse(objective.link.forward(far.response()) + shift);
        let value = far.on_scale(value);
        (value.is_finite() || objective.link == Link::Identity).then_some(value)
    }
}

/// Chance of so large a score under normal noise.
fn normal_chance(context: &Context<'_>, linear: &Linear, places: &[Place], best: &Place) -> Option<f64> {
    // Scores of rows in groups are not those of independent noise.
    if context.is_grouped() {
        return Some(0.0);
    }
    let share = best.score.powi(2) / linear.sum();
    let dof = linear.dof as f64;
    let t = (share * (dof - 1.0) / (1.0 - share)).sqrt();
    let single = 2.0 * dist::student_cdf(-t, dof - 1.0);
    if single >= LIMIT {
        return Some(single);
    }
    let bends: Vec<Vec<f64>> = places.iter().map(|place| place.bend.clone()).collect();
    let qr = Qr::new(Matrix::from_columns(&bends));
    let rank = qr.rank(1e-8);
    let mut stream = Stream::keyed(0, &[KEY, 1]);
    let mut above = 0;
    for _ in 0..DRAWS {
        let g: Vec<f64> = (0..rank).map(|_| stream.normal()).collect();
        let sum = dot(&g, &g) + chi_squared(&mut stream, linear.dof - rank.min(linear.dof));
        let score = |k: usize| (0..=k.min(rank - 1)).map(|i| qr.r(i, k) * g[i]).sum::<f64>();
        let most = (0..places.len()).map(|k| score(k).powi(2)).fold(0.0, f64::max);
        above += usize::from(most / sum >= share);
    }
    Some((above + 1) as f64 / (DRAWS + 1) as f64)
}

/// A draw of chi squared: a sum of squares, or for many the cube of a normal number (Wilson & Hilferty 1931).
fn chi_squared(stream: &mut Stream, dof: usize) -> f64 {
    if dof < 30 {
        return (0..dof).map(|_| stream.normal().powi(2)).sum();
    }
    let (k, small) = (dof as f64, 2.0 / (9.0 * dof as f64));
    k * (1.0 - small + small.sqrt() * stream.normal()).powi(3)
}

/// Chance of so large a score among those with random signs by group.
fn signed_chance(context: &Context<'_>, linear: &Linear, places: &[Place]) -> Option<f64> {
    let groups = &context.observations.groups;
    let mut names: Vec<usize> = linear.rows.iter().map(|row| groups[*row]).collect();
    names.sort_unstable();
    names.dedup();
    let part: Vec<usize> =
        linear.rows.iter().map(|row| names.binary_search(&groups[*row]).unwrap_or(0)).collect();
    let parts = |place: &Place| {
        let mut parts = vec![0.0; names.len()];
        for (i, group) in part.iter().enumerate() {
            parts[*group] += place.bend[i] * linear.residuals[i];
        }
        let size = dot(&parts, &parts).sqrt();
        parts.iter().map(|v| v / size).collect::<Vec<f64>>()
    };
    let parts: Vec<Vec<f64>> = places.iter().map(parts).collect();
    let most = |signs: &[f64]| parts.iter().map(|part| dot(part, signs).abs()).fold(0.0, f64::max);
    let observed = most(&vec![1.0; names.len()]);
    let mut stream = Stream::keyed(0, &[KEY, 2]);
    let (mut above, mut draws) = (0, 0);
    while draws < DRAWS && above as f64 <= LIMIT * DRAWS as f64 {
        let signs: Vec<f64> = names.iter().map(|_| stream.rademacher()).collect();
        above += usize::from(most(&signs) >= observed - 1e-12);
        draws += 1;
    }
    observed.is_finite().then_some((above + 1) as f64 / (draws + 1) as f64)
}
