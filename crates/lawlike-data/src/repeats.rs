//! Axes that repeat each other: tokens that are a fixed multiple of parameters, compute that is 6 N D.

use crate::column::Numbers;
use crate::pick::{Chosen, Pick};
use crate::table::Table;
use crate::values::Values;
use lawlike::quantity::Quantity;

/// Largest over smallest ratio that counts as one ratio: rounding of counts, not a design.
const BAND: f64 = 1.05;
/// Runs that must show a ratio.
const RUNS: usize = 5;

/// Leaves out axes that are a fixed multiple of another, or of the product of two others, and says so. Where points are
/// given, they must keep the ratio.
pub(crate) fn leave_out(table: &Table, points: Option<&Table>, chosen: &mut Chosen) -> Vec<String> {
    let mut said = Vec::new();
    while let Some((at, sentence)) = repeated(table, points, &chosen.axes) {
        chosen.others.push(chosen.axes.remove(at));
        said.push(sentence);
    }
    said
}

/// The first axis that repeats others, with a sentence on it.
fn repeated(table: &Table, points: Option<&Table>, axes: &[Pick]) -> Option<(usize, String)> {
    let name = |at: usize| table.columns[axes[at].column].name.as_str();
    let ratio = |of: usize, by: &[usize]| Ratio::find(table, points, axes[of], by.iter().map(|at| axes[*at]));
    for of in 0..axes.len() {
        for by in 0..of {
            if let Some(ratio) = ratio(of, &[by]) {
                let what = match axes[of].quantity {
                    Quantity::Tokens(_) => "tokens are".to_owned(),
                    _ => format!("`{}` is", name(of)),
                };
                let (ratio, by) = (ratio.words(), name(by));
                return Some((of, format!("{what} {ratio} x `{by}` in every run; judged along `{by}`")));
            }
        }
    }
    for of in 0..axes.len() {
        for (first, second) in pairs(axes.len()).filter(|(a, b)| *a != of && *b != of) {
            if let Some(ratio) = ratio(of, &[first, second]) {
                let (ratio, a, b) = (ratio.words(), name(first), name(second));
                let sentence = format!(
                    "`{}` is {ratio} x `{a}` x `{b}` in every run; judged along `{a}` and `{b}`",
                    name(of)
                );
                return Some((of, sentence));
            }
        }
    }
    None
}

fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

/// The ratio of a column to the product of others, the same in every row.
struct Ratio(f64);

impl Ratio {
    fn find(table: &Table, points: Option<&Table>, of: Pick, by: impl Iterator<Item = Pick>) -> Option<Self> {
        let picks: Vec<Pick> = std::iter::once(of).chain(by).collect();
        if picks.iter().any(|pick| pick.quantity == Quantity::Date) {
            return None;
        }
        let names: Vec<&str> = picks.iter().map(|pick| table.columns[pick.column].name.as_str()).collect();
        let columns = values(table, &picks, &names)?;
        let ratios = ratios(&columns);
        let (lo, hi) = range(&ratios);
        let varies = columns.iter().all(|column| {
            let (lo, hi) = range(column);
            hi / lo > BAND
        });
        if ratios.len() < RUNS || !varies || lo <= 0.0 || hi / lo > BAND {
            return None;
        }
        let kept = points.is_none_or(|points| {
            values(points, &picks, &names).is_none_or(|columns| {
                let (least, most) = range(&self::ratios(&columns));
                hi.max(most) / lo.min(least) <= BAND
            })
        });
        kept.then(|| Self((lo * hi).sqrt()))
    }

    fn words(&self) -> String {
        match self.0 {
            ratio if (0.01..1e4).contains(&ratio) => format!("{ratio:.1}"),
            ratio => format!("{ratio:.2e}"),
        }
    }
}

/// The columns in the rows in which all are finite; none if one is absent or some value is not above zero.
fn values(table: &Table, picks: &[Pick], names: &[&str]) -> Option<Vec<Vec<f64>>> {
    let columns: Vec<Numbers> = picks
        .iter()
        .zip(names)
        .map(|(pick, name)| Some(Values::of(table.column(name)?, pick.quantity).values))
        .collect::<Option<_>>()?;
    let rows: Vec<usize> =
        (0..table.rows()).filter(|row| columns.iter().all(|column| column.at(*row).is_finite())).collect();
    let kept: Vec<Vec<f64>> =
        columns.iter().map(|column| rows.iter().map(|row| column.at(*row)).collect()).collect();
    kept.iter().flatten().all(|value| *value > 0.0).then_some(kept)
}

fn ratios(columns: &[Vec<f64>]) -> Vec<f64> {
    let Some((of, by)) = columns.split_first() else { return Vec::new() };
    (0..of.len()).map(|row| of[row] / by.iter().map(|column| column[row]).product::<f64>()).collect()
}

fn range(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), value| (lo.min(*value), hi.max(*value)))
}
