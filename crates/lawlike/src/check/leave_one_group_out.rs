//! Does one family of runs decide the forecast?

use super::context::{Family, Far, Linear, chance, families};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::fit::Effort;
use lawlike_num::dense::{Cholesky, Matrix};
use lawlike_num::dist;
use lawlike_num::kernel::dot;

/// Chance below which a family is said to disagree with the others.
const LIMIT: f64 = 0.01;
/// An interval this many times as wide without a family is one that the family alone makes.
const ALONE: f64 = 5.0;
/// Fewer families than this cannot be compared with one another.
const FEWEST: usize = 5;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "leave-one-group-out",
        title: "one family of runs decides the forecast",
        says: "without one group of runs (or one size of model) the forecast ten times beyond the largest run leaves its \
               own 95 % interval, and no other group moves it like that; or it is hardly determined at all",
        caution: "the family that decides may be the one that is right, such as the largest models",
        hint: "look at what sets that family apart; report the forecast with and without it",
        source: "change of the forecast when a group is deleted (Cook 1977; Belsley, Kuh & Welsch 1980) over what the design \
                 allows, against the other groups by Student's t, 1 % over all groups together; an interval five times as \
                 wide counts as hardly determined",
    },
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let (far, linear) = (context.far()?, context.linear()?);
    let families = families(context.observations);
    if families.len() < FEWEST {
        return None;
    }
    let design = Design::new(context, far, linear)?;
    let influences: Vec<Influence> = families.iter().map(|family| design.influence(family)).collect();
    let widest = (0..families.len()).max_by(|a, b| influences[*a].wider.total_cmp(&influences[*b].wider))?;
    if influences[widest].wider > ALONE {
        return Some(alone(&families[widest], &influences[widest]));
    }
    let (odd, p) = oddest(&influences)?;
    let without = refit(context, far, &families[odd])?;
    let shift = (without - far.value).abs();
    (p < LIMIT && shift > far.half && shift > 0.5 * far.tolerance).then(|| Found {
        severity: Severity::Warning,
        number: shift / far.half,
        threshold: 1.0,
        message: format!(
            "without {} ({} rows) the forecast {} goes from {} to {}, out of its own 95 % interval ({} to {}); no other of \
             the {} groups moves it like that (chance {})",
            families[odd].name,
            families[odd].rows.len(),
            far.place,
            far.show(far.value),
            far.show(without),
            far.show(far.value - far.half),
            far.show(far.value + far.half),
            families.len(),
            chance(p)
        ),
    })
}

fn alone(family: &Family, influence: &Influence) -> Found {
    let wider = match influence.wider {
        wider if wider.is_finite() => format!("the interval of the forecast is {wider:.0} times as wide"),
        _ => "the runs no longer determine the law".to_owned(),
    };
    Found {
        severity: Severity::Warning,
        number: influence.wider,
        threshold: ALONE,
        message: format!("without {} ({} rows) {wider}", family.name, family.rows.len()),
    }
}

/// What a family does to the forecast, in the plane of the law.
struct Influence {
    /// Standard error without it over that with it; infinite if the others do not determine the law.
    wider: f64,
    /// Change of the forecast over what the design allows for a change, up to a factor that all families share.
    score: f64,
}

/// Rows of the law's plane, with columns of length one, and the slopes of the forecast.
struct Design<'a> {
    linear: &'a Linear,
    columns: Vec<Vec<f64>>,
    slopes: Vec<f64>,
    gram: Matrix,
    variance: f64,
}

impl<'a> Design<'a> {
    fn new(context: &Context<'_>, far: &Far, linear: &'a Linear) -> Option<Self> {
        let (all, free) = (far.slopes(context)?, context.free());
        let lengths: Vec<f64> = linear.columns().iter().map(|column| dot(column, column).sqrt()).collect();
        let columns: Vec<Vec<f64>> =
            linear.columns().iter().zip(&lengths).map(|(c, l)| c.iter().map(|v| v / l).collect()).collect();
        let slopes: Vec<f64> = free.iter().zip(&lengths).map(|(j, length)| all[*j] / length).collect();
        let gram = gram(&columns, None);
        let variance = dot(&slopes, &Cholesky::new(&gram)?.solve(&slopes));
        Some(Self { linear, columns, slopes, gram, variance })
    }

    /// Deletes a family: exact for least squares in the plane.
    fn influence(&self, family: &Family) -> Influence {
        let rows = &self.linear.rows;
        let inside: Vec<usize> =
            (0..rows.len()).filter(|place| family.rows.contains(&rows[*place])).collect();
        let mut rest = gram(&self.columns, Some(&inside));
        for j in 0..self.columns.len() {
            for k in 0..self.columns.len() {
                rest.set(j, k, self.gram[(j, k)] - rest[(j, k)]);
            }
        }
        let Some(factor) = Cholesky::new(&rest) else {
            return Influence { wider: f64::INFINITY, score: 0.0 };
        };
        let pull = |column: &Vec<f64>| inside.iter().map(|i| column[*i] * self.linear.residuals[*i]).sum();
        let pull: Vec<f64> = self.columns.iter().map(pull).collect();
        let towards = factor.solve(&self.slopes);
        let variance = dot(&self.slopes, &towards);
        let gain = variance - self.variance;
        let score = if gain > 1e-9 * variance { dot(&towards, &pull) / gain.sqrt() } else { 0.0 };
        Influence { wider: (variance / self.variance).sqrt(), score }
    }
}

/// Sums of products of columns, over some of the rows or all.
fn gram(columns: &[Vec<f64>], rows: Option<&[usize]>) -> Matrix {
    let mut out = Matrix::zeros(columns.len(), columns.len());
    for (j, a) in columns.iter().enumerate() {
        for (k, b) in columns.iter().enumerate() {
            let sum = rows.map_or_else(|| dot(a, b), |rows| rows.iter().map(|i| a[*i] * b[*i]).sum());
            out.set(j, k, sum);
        }
    }
    out
}

/// The family whose score stands out most from those of the others, and the chance that any stands out so far.
fn oddest(influences: &[Influence]) -> Option<(usize, f64)> {
    let size = |k: &usize| influences[*k].score.abs();
    let odd = (0..influences.len()).max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let others = influences.len() - 1;
    let sum: f64 = (0..influences.len()).filter(|k| *k != odd).map(|k| influences[k].score.powi(2)).sum();
    let t = size(&odd) / (sum / others as f64).sqrt();
    let p = 2.0 * influences.len() as f64 * dist::student_cdf(-t, others as f64);
    p.is_finite().then_some((odd, p))
}

/// The forecast without a family.
fn refit(context: &Context<'_>, far: &Far, family: &Family) -> Option<f64> {
    let prepared = context.prepared()?;
    let mut weights = vec![1.0; context.observations.n()];
    weights.iter_mut().zip(prepared.weights()).for_each(|(weight, given)| *weight = *given);
    family.rows.iter().for_each(|row| weights[*row] = 0.0);
    let solution = prepared.solve(&weights, Effort::Quick);
    far.forecast(context, &solution.parameters)
}
