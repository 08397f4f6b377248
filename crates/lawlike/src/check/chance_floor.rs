//! How many runs do nothing but guess, or have nothing left to learn?

use super::{Check, CheckCard, Context, Found, Severity};
use crate::fit::{FitOptions, Objective, fit};
use crate::forecast::Frame;
use crate::law::Law;
use crate::observations::{Column, Observations};
use crate::quantity::Quantity;
use lawlike_num::dist::{fisher_tail, student_cdf};
use lawlike_num::quantile::{mean, variance};
use lawlike_num::regression::{line, regress};

/// Share of the rows at floor or ceiling from which on it is said.
const LIMIT: f64 = 0.5;
/// Shares this near to one have nothing left to learn.
const CEILING: f64 = 0.99;
/// Names under which a table holds the level of guessing.
const NAMES: [&str; 5] = ["chance", "chance level", "chance accuracy", "random baseline", "random guess"];

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "chance-floor",
        title: "most runs lie at chance or at the ceiling",
        says: "half of the runs or more guess, or have nothing left to learn: they say nothing of the trend, which rests \
               on fewer runs than there seem to be, and a law without a floor is bent to follow them",
        caution: "without a column `chance` the level is inferred, and only where the smallest runs form a plateau; a \
                  metric that credits nothing before the last step has a plateau that is not chance",
        hint: "add a column `chance`; leave these rows out with --where and fit the rise alone, or take a law with a floor \
               and a ceiling and a smoother metric, such as the loss on the right answers",
        source: "half of the rows; a plateau is a constant followed by a rise that beats a straight line (F test at 0.1 %), \
                 without a trend in itself, and higher than a sigmoid from zero allows (F test at 1 %)",
    },
    is_dear: false,
    run,
};

/// The level below which nothing is known, how it was found, and the noise about it.
struct Floor {
    level: f64,
    noise: f64,
    from: String,
}

fn run(context: &Context<'_>) -> Option<Found> {
    let observations = context.observations;
    let frame = Frame::new(observations, None);
    let right = shares(observations, &frame)?;
    let n = right.len();
    let (floors, level) = match declared(observations, &frame) {
        Some(chance) => {
            let noise = shortfall(&right, &chance);
            let text = format!("at chance ({:.3} on average, as declared)", mean(&chance));
            (chance.iter().map(|c| c + 2.0 * noise).collect(), text)
        }
        None => match plateau(&frame.z, &right) {
            Some(floor) => (vec![floor.level + 2.0 * floor.noise; n], floor.from),
            None => (vec![f64::NEG_INFINITY; n], String::new()),
        },
    };
    let low = right.iter().zip(&floors).filter(|(y, floor)| y <= floor).count();
    let high = right.iter().filter(|y| **y >= CEILING).count();
    let share = (low + high) as f64 / n as f64;
    let parts: Vec<String> = [(low, level), (high, "at the ceiling".to_owned())]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    (share >= LIMIT).then(|| Found {
        severity: Severity::Warning,
        number: share,
        threshold: LIMIT,
        message: format!("of {n} rows {} say nothing of the trend: {}", low + high, parts.join(", ")),
    })
}

/// Shares of right answers, smallest run first.
fn shares(observations: &Observations, frame: &Frame) -> Option<Vec<f64>> {
    match observations.response.quantity {
        _ if !observations.is_share() => None,
        Quantity::Accuracy => Some(frame.y.clone()),
        Quantity::ErrorRate => Some(frame.y.iter().map(|wrong| 1.0 - wrong).collect()),
        _ => None,
    }
}

/// The column that says what guessing gives, in the order of the frame.
fn declared(observations: &Observations, frame: &Frame) -> Option<Vec<f64>> {
    let plain = |name: &str| name.to_lowercase().replace(['_', '-', '.'], " ");
    let column = observations.others.iter().find(|column| NAMES.contains(&plain(&column.name).as_str()))?;
    column
        .values
        .iter()
        .all(|v| (0.0..1.0).contains(v))
        .then(|| frame.rows.iter().map(|row| column.values[*row]).collect())
}

/// Noise of rows that guess: the root mean square by which rows fall short of chance.
fn shortfall(right: &[f64], chance: &[f64]) -> f64 {
    let below: Vec<f64> = right.iter().zip(chance).map(|(y, c)| c - y).filter(|short| *short > 0.0).collect();
    if below.is_empty() { 0.0 } else { mean(&below.iter().map(|v| v * v).collect::<Vec<_>>()).sqrt() }
}

/// The level of the smallest runs, if they are constant and the others rise from there.
fn plateau(z: &[f64], right: &[f64]) -> Option<Floor> {
    let n = z.len();
    let least = (n / 5).max(4);
    let straight = line(z, right)?;
    let (bend, hinge) = (least..n.saturating_sub(3))
        .filter_map(|bend| {
            let rise: Vec<f64> = z.iter().map(|at| (at - z[bend - 1]).max(0.0)).collect();
            Some((bend, regress(&[vec![1.0; n], rise], right)?))
        })
        .min_by(|a, b| a.1.sum.total_cmp(&b.1.sum))?;
    let freedom = (n - 3) as f64;
    let better = fisher_tail((straight.sum - hinge.sum) / (hinge.sum / freedom), 1.0, freedom);
    let rise = hinge.coefficients[1] * (z[n - 1] - z[bend - 1]);
    // The bend of a curve that rises gently lies beyond its plateau.
    let flat = (least..=bend).rev().find(|flat| is_flat(&z[..*flat], &right[..*flat], 0.1 * rise))?;
    let (level, noise) = (mean(&right[..flat]), variance(&right[..flat]).sqrt());
    let wide = z[flat - 1] - z[0] >= 0.2 * (z[n - 1] - z[0]);
    let is_plateau = better < 1e-3 && wide && rise > (5.0 * noise).max(0.05);
    let is_zero = level <= 0.01 + 2.0 * noise / (flat as f64).sqrt();
    (is_plateau && (is_zero || needs_floor(z, right))).then(|| Floor {
        level,
        noise,
        from: named(level, flat, noise),
    })
}

/// Whether values have no trend that can be told, and none of that size.
fn is_flat(z: &[f64], y: &[f64], size: f64) -> bool {
    let Some(trend) = line(z, y) else { return false };
    let told = 2.0 * student_cdf(-(trend.coefficients[1] / trend.errors[1]).abs(), trend.freedom as f64);
    let drift = trend.coefficients[1] * (z[z.len() - 1] - z[0]);
    // A slope of exactly zero has no t value; it is as flat as can be.
    !(told < 0.1) && drift.abs() < size
}

/// Whether a sigmoid from zero is ruled out: a curve that grows steadily looks flat where it is small.
fn needs_floor(z: &[f64], right: &[f64]) -> bool {
    let sum = |fix: &[(String, f64)]| {
        let axes = vec![Column::new("z", Quantity::Plain, z.to_vec())];
        let rows = Observations::new(Column::new("y", Quantity::Accuracy, right.to_vec()), axes).ok()?;
        let options = FitOptions { fix: fix.to_vec(), ..FitOptions::default().with_objective(Objective::LS) };
        Some(fit(&Law::named("sigmoid").ok()?, &rows, &options).ok()?.objective.value)
    };
    let freedom = z.len() as f64 - 4.0;
    let (Some(free), Some(zero)) = (sum(&[]), sum(&[("lo".to_owned(), 0.0)])) else { return false };
    fisher_tail((zero - free) / (free / freedom), 1.0, freedom) < 0.01
}

/// What a plateau is taken for.
fn named(level: f64, flat: usize, noise: f64) -> String {
    let near = |guess: f64| (level - guess).abs() <= 0.01 + 2.0 * noise / (flat as f64).sqrt();
    let known = (2..=10).find(|k| near(1.0 / f64::from(*k)));
    let taken = match known {
        _ if near(0.0) => "taken for the floor of the metric".to_owned(),
        Some(k) => format!("taken for the chance level of one in {k}"),
        None => "taken for the floor; it is near no common chance level".to_owned(),
    };
    format!("at {level:.3} (inferred from the plateau of the {flat} smallest runs, {taken})")
}

#[cfg(test)]
mod tests;
