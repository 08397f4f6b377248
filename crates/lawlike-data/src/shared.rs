//! The axes of a forecast where the user names none: what the runs and the points share.

use crate::pick::{Chooser, Chosen, Pick};
use crate::table::Table;
use crate::values::Values;
use lawlike::quantity::{ParameterCount, Quantity, Setting, TokenCount};
use std::collections::HashMap;
use std::mem::discriminant;

/// Share of the variance of an axis that earlier axes may explain; above it, the axis says nothing of its own.
const EXPLAINED: f64 = 0.99;
/// Words of names that speak of how much went into a run.
const SIZES: &[&str] = &[
    "size", "sizes", "budget", "compute", "flop", "flops", "tokens", "params", "samples", "examples", "data",
];

/// Kinds of axes in the order in which they are taken: what a later one repeats of earlier ones is left out.
const KINDS: &[Quantity] = &[
    Quantity::Parameters(ParameterCount::Total),
    Quantity::Tokens(TokenCount::Seen),
    Quantity::Compute(lawlike::quantity::ComputeCount::Reported),
    Quantity::Examples,
    Quantity::Steps,
    Quantity::Epochs,
    Quantity::Samples,
    Quantity::ThinkingTokens,
    Quantity::Date,
];

/// Whether a name looks like a size, compute or budget.
pub(crate) fn is_size(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| SIZES.contains(&word))
}

/// The axes; none where no column is shared that could be one.
///
/// Columns whose names say what they measure come first: one count of parameters and of tokens, then other counts, then
/// settings. Columns whose names say nothing are taken if they look like a size, or if nothing else is shared.
pub(crate) fn axes(chooser: &Chooser<'_>, points: &Table) -> Option<Vec<Pick>> {
    let free: Vec<Pick> = chooser
        .measured
        .iter()
        .filter(|pick| chooser.response.is_none_or(|response| response.column != pick.column))
        .filter(|pick| !pick.quantity.is_outcome() && pick.quantity != Quantity::Successes)
        .filter(|pick| points.column(chooser.name(pick)).is_some_and(|column| column.is_measured()))
        .filter(|pick| varies(chooser.table, pick))
        .copied()
        .collect();
    let ordered = in_order(chooser, &free);
    let mut axes: Vec<Pick> = Vec::new();
    for pick in ordered {
        // Tokens beside parameters stay: whether they keep one ratio is asked, and said, later.
        let stays = is_share(pick.quantity) || pick.quantity == Quantity::Tokens(TokenCount::Seen);
        if stays || explained(chooser.table, &axes, &pick) < EXPLAINED {
            axes.push(pick);
        }
    }
    (!axes.is_empty()).then_some(axes)
}

/// Sentences on the columns of sizes that the points share and that follow from the axes.
pub(crate) fn left_out(table: &Table, points: &Table, chosen: &Chosen) -> Vec<String> {
    let name = |pick: &Pick| table.columns[pick.column].name.as_str();
    chosen
        .others
        .iter()
        .filter(|pick| pick.quantity.is_counted() || is_size(name(pick)))
        .filter(|pick| points.column(name(pick)).is_some() && varies(table, pick))
        .filter(|pick| explained(table, &chosen.axes, pick) >= EXPLAINED)
        .map(|pick| format!("`{}` follows from the axes: left out", name(pick)))
        .collect()
}

fn in_order(chooser: &Chooser<'_>, free: &[Pick]) -> Vec<Pick> {
    let mut ordered: Vec<Pick> = Vec::new();
    for kind in KINDS {
        let same = |pick: &&Pick| discriminant(&pick.quantity) == discriminant(kind);
        let family: Vec<&Pick> = free.iter().filter(same).collect();
        let best = family.iter().find(|pick| pick.quantity == *kind).or_else(|| family.first());
        ordered.extend(best.copied());
        // Unique tokens beside tokens seen are an axis of their own: repeats.
        if matches!(kind, Quantity::Tokens(_)) {
            let unique = family.iter().find(|pick| pick.quantity == Quantity::Tokens(TokenCount::Unique));
            ordered.extend(unique.filter(|pick| !ordered.contains(pick)).copied());
        }
    }
    let has_size = ordered.iter().any(|pick| matches!(pick.quantity, Quantity::Parameters(_)));
    let settings = free.iter().filter(|pick| match pick.quantity {
        Quantity::Setting(setting) => !is_aside(setting, has_size),
        _ => false,
    });
    ordered.extend(settings);
    let plain = |pick: &&Pick| pick.quantity == Quantity::Plain;
    let nothing_named = ordered.is_empty();
    ordered.extend(free.iter().filter(plain).filter(|pick| nothing_named || is_size(chooser.name(pick))));
    ordered
}

/// Settings that are parts of the size of a model, or of a schedule that is not run to its end.
fn is_aside(setting: Setting, has_size: bool) -> bool {
    use Setting::{
        Depth, FeedForward, HeadSize, Heads, KvHeads, Progress, StepsTotal, StepsWarmup, TokensWarmup,
        Vocabulary, VocabularyParameters, Width,
    };
    let is_shape = matches!(
        setting,
        Depth | FeedForward | HeadSize | Heads | KvHeads | Vocabulary | VocabularyParameters | Width
    );
    matches!(setting, Progress | StepsTotal | StepsWarmup | TokensWarmup) || has_size && is_shape
}

fn is_share(quantity: Quantity) -> bool {
    quantity == Quantity::Setting(Setting::Share)
}

/// Whether a column holds more than one value.
pub(crate) fn varies(table: &Table, pick: &Pick) -> bool {
    let extent = Values::of(&table.columns[pick.column], pick.quantity).values.extent();
    // What is impossible is missing by now.
    extent.lo < extent.hi
}

/// Whether a column holds at least so many different values.
pub(crate) fn has_values(table: &Table, pick: &Pick, least: usize) -> bool {
    let values = Values::of(&table.columns[pick.column], pick.quantity).values;
    let mut seen: Vec<f64> = Vec::with_capacity(least);
    for value in values.iter().filter(|value| value.is_finite()) {
        if !seen.contains(&value) {
            seen.push(value);
        }
        if seen.len() == least {
            return true;
        }
    }
    false
}

/// Whether a column takes several values in rows that have one value of another.
pub(crate) fn moves_within(table: &Table, still: Pick, moving: Pick) -> bool {
    let read = |pick: Pick| Values::of(&table.columns[pick.column], pick.quantity).values;
    let (still, moving) = (read(still), read(moving));
    let mut first: HashMap<u64, f64> = HashMap::new();
    still
        .iter()
        .zip(moving.iter())
        .filter(|(still, moving)| still.is_finite() && moving.is_finite())
        .any(|(still, moving)| *first.entry(still.to_bits()).or_insert(moving) != moving)
}

/// Smallest and largest ratio of two columns over the rows that have both above zero.
pub(crate) fn ratio_range(table: &Table, of: Pick, by: Pick) -> Option<(f64, f64)> {
    let read = |pick: Pick| Values::of(&table.columns[pick.column], pick.quantity).values;
    let (of, by) = (read(of), read(by));
    let ratios = of.iter().zip(by.iter()).map(|(of, by)| of / by);
    ratios.filter(|ratio| ratio.is_finite() && *ratio > 0.0).fold(None, |range, ratio| {
        let (lo, hi): (f64, f64) = range.unwrap_or((ratio, ratio));
        Some((lo.min(ratio), hi.max(ratio)))
    })
}

/// The ratios of two columns in nine of ten rows that have both above zero, three rows or more: from the twentieth part to the last but that.
pub(crate) fn ratios_of_most(table: &Table, of: Pick, by: Pick) -> Option<(f64, f64)> {
    let read = |pick: Pick| Values::of(&table.columns[pick.column], pick.quantity).values;
    let (of, by) = (read(of), read(by));
    let is_ratio = |ratio: &f64| ratio.is_finite() && *ratio > 0.0;
    let mut ratios: Vec<f64> = of.iter().zip(by.iter()).map(|(of, by)| of / by).filter(is_ratio).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let last = ratios.len().checked_sub(1).filter(|last| *last >= 2)?;
    Some((ratios[last / 20], ratios[last - last / 20]))
}

/// Share of the variance of a column that a linear function of others explains, on natural scales.
pub(crate) fn explained(table: &Table, others: &[Pick], pick: &Pick) -> f64 {
    let scaled = |pick: &Pick| {
        let values = Values::of(&table.columns[pick.column], pick.quantity).values;
        let is_log = values.iter().all(|value| !value.is_finite() || value > 0.0);
        values.iter().map(|value| if is_log { value.ln() } else { value }).collect::<Vec<f64>>()
    };
    let mut columns: Vec<Vec<f64>> = others.iter().chain([pick]).map(scaled).collect();
    let rows: Vec<usize> =
        (0..table.rows()).filter(|row| columns.iter().all(|column| column[*row].is_finite())).collect();
    // As many coefficients as rows explain everything.
    if rows.len() <= others.len() + 2 {
        return 0.0;
    }
    for column in &mut columns {
        let kept: Vec<f64> = rows.iter().map(|row| column[*row]).collect();
        let centre = kept.iter().sum::<f64>() / kept.len() as f64;
        *column = kept.into_iter().map(|value| value - centre).collect();
    }
    let Some(mut left) = columns.pop() else { return 0.0 };
    let all = dot(&left, &left);
    let basis = basis(columns.into_iter());
    basis.iter().for_each(|other| remove(&mut left, other));
    1.0 - dot(&left, &left) / all
}

/// What is left of a column after its mean and the others, each taken out once; none where they explain everything.
pub(crate) fn remaining(mut column: Vec<f64>, others: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    if column.len() <= others.len() + 2 {
        return None;
    }
    let centre = |column: &mut Vec<f64>| {
        let mean = column.iter().sum::<f64>() / column.len() as f64;
        column.iter_mut().for_each(|value| *value -= mean);
    };
    centre(&mut column);
    for other in basis(others.into_iter().map(|mut other| {
        centre(&mut other);
        other
    })) {
        remove(&mut column, &other);
    }
    Some(column)
}

/// Orthogonal columns that span the same. Gram and Schmidt, twice over for rounding.
fn basis(columns: impl Iterator<Item = Vec<f64>>) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for mut column in columns {
        let before = dot(&column, &column);
        (0..2).for_each(|_| basis.iter().for_each(|other| remove(&mut column, other)));
        if dot(&column, &column) > f64::EPSILON * before {
            basis.push(column);
        }
    }
    basis
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Takes the part along another column out.
fn remove(column: &mut [f64], other: &[f64]) {
    let share = dot(column, other) / dot(other, other);
    column.iter_mut().zip(other).for_each(|(value, along)| *value -= share * along);
}
