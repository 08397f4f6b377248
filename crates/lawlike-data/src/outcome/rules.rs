//! The rules that leave one of several outcomes, each by what names and values say.

use crate::pick::Pick;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use crate::vocabulary;
use lawlike::quantity::{LossUnit, Quantity};
use std::mem::discriminant;

/// Columns of which a column called `Avg` can be the mean.
pub(super) const PARTS: usize = 3;
/// One row in so many without a value is a gap that counts.
const GAPS: usize = 10;
/// Rows that must show that two columns agree.
const ROWS: usize = 3;
/// Relative difference of two ratios that counts as rounding.
const ROUNDING: f64 = 1e-6;
/// A rule that leaves some of several outcomes, with what it says.
pub(super) struct Rule {
    pub(super) says: &'static str,
    pub(super) keep: fn(&Table, &[Pick]) -> Vec<Pick>,
}

pub(super) const HELD_OUT_FIRST: &str = "held-out data first";

/// In the order in which they are asked; each sees what the ones before it left.
pub(super) const RULES: &[Rule] = &[
    Rule { says: "bounds, spreads, gains and counts are none", keep: without_spreads },
    Rule { says: "what is compared with is none", keep: without_references },
    Rule { says: "what a method minimises within itself is none", keep: without_inner },
    Rule { says: "the others are hardly filled", keep: filled_or_held_out },
    Rule { says: "what is said once of a run before a list of it", keep: without_lists },
    Rule { says: "what was learned before what it cost", keep: without_prices },
    Rule { says: HELD_OUT_FIRST, keep: held_out },
    Rule { says: "loss before perplexity before shares", keep: by_kind },
    Rule { says: "the others are fixed multiples of it", keep: without_multiples },
    Rule { says: "the first answer before the first five", keep: first_answers },
    Rule { says: "the mean of the others", keep: means },
    Rule { says: "the blend of the others", keep: blends },
    Rule { says: "the end of training first", keep: ends },
    Rule { says: "its name says no part", keep: bare_price },
    Rule { says: "the price of a unit before that of a whole", keep: per_unit },
    Rule { says: "the others have gaps", keep: complete },
];

/// The one of several columns of outcomes that the rules leave.
pub(crate) fn only<'a>(
    table: &'a Table,
    columns: impl Iterator<Item = &'a TableColumn>,
) -> Option<&'a TableColumn> {
    let pick = |column: &TableColumn| {
        let at = table.columns.iter().position(|own| own.name == column.name)?;
        Some(Pick { column: at, quantity: column.quantity()? })
    };
    let mut left: Vec<Pick> = columns.filter_map(pick).collect();
    for rule in RULES.iter().filter(|_| left.len() > 1).collect::<Vec<_>>() {
        let kept = (rule.keep)(table, &left);
        if !kept.is_empty() {
            left = kept;
        }
    }
    let [only] = left.as_slice() else { return None };
    table.columns.get(only.column)
}

fn name<'a>(table: &'a Table, pick: &Pick) -> &'a str {
    &table.columns[pick.column].name
}

fn named(table: &Table, found: &[Pick], is: fn(&str) -> bool) -> Vec<Pick> {
    found.iter().copied().filter(|pick| is(name(table, pick))).collect()
}

/// Losses and shares of one run: what training is judged by.
fn is_learning(pick: &Pick) -> bool {
    matches!(pick.quantity, Quantity::Loss(_) | Quantity::Accuracy | Quantity::ErrorRate)
}

fn without_inner(table: &Table, found: &[Pick]) -> Vec<Pick> {
    named(table, found, |name| !vocabulary::is_inner(name))
}

fn without_spreads(table: &Table, found: &[Pick]) -> Vec<Pick> {
    named(table, found, |name| !vocabulary::is_spread(name))
}

fn without_references(table: &Table, found: &[Pick]) -> Vec<Pick> {
    named(table, found, |name| !vocabulary::is_reference(name))
}

/// Those that are said of a run as a whole, where another stands in a list within the run under the same name.
fn without_lists(table: &Table, found: &[Pick]) -> Vec<Pick> {
    if table.run.is_none() {
        return Vec::new();
    }
    let is_list_of = |long: &str, short: &str| long.rsplit_once('.').is_some_and(|(_, last)| last == short);
    let is_list = |pick: &Pick| found.iter().any(|other| is_list_of(name(table, pick), name(table, other)));
    found.iter().copied().filter(|pick| !is_list(pick)).collect()
}

/// Losses and shares, where the rest are prices.
fn without_prices(_: &Table, found: &[Pick]) -> Vec<Pick> {
    let is_known = |pick: &Pick| is_learning(pick) || pick.quantity == Quantity::Price;
    if !found.iter().all(is_known) {
        return Vec::new();
    }
    found.iter().copied().filter(is_learning).collect()
}

/// Those of the lowest rank, where all say what was learned.
fn first_by<R: Ord>(found: &[Pick], rank: impl Fn(&Pick) -> R) -> Vec<Pick> {
    let best = found.iter().map(&rank).min();
    let is_best = |pick: &Pick| Some(rank(pick)) == best;
    if found.iter().all(is_learning) || is_one_kind(found) {
        found.iter().copied().filter(is_best).collect()
    } else {
        found.to_vec()
    }
}

fn held_out(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let rank = |pick: &Pick| vocabulary::held_out(name(table, pick));
    first_by(found, rank)
}

fn by_kind(_: &Table, found: &[Pick]) -> Vec<Pick> {
    let rank = |pick: &Pick| match pick.quantity {
        Quantity::Loss(LossUnit::Perplexity) => 1,
        Quantity::Loss(_) => 0,
        _ => 2,
    };
    first_by(found, rank)
}

/// The one of which all others are fixed multiples; of several, one of shares within 0 to 1.
fn without_multiples(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let is_unit = |pick: &&Pick| {
        let values = Values::of(&table.columns[pick.column], pick.quantity).values;
        values.iter().all(|value| !value.is_finite() || (0.0..=1.0).contains(&value))
    };
    let Some(first) = found.iter().find(is_unit).or(found.first()) else { return Vec::new() };
    let follows = |pick: &&Pick| pick.column == first.column || ratio(table, first, pick).is_none();
    found.iter().filter(follows).copied().collect()
}

/// Columns with at least half as many values as the fullest.
pub(crate) fn filled(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let count = |pick: &Pick| values_of(table, pick);
    let most = found.iter().map(count).max().unwrap_or(0);
    found.iter().copied().filter(|pick| 2 * count(pick) >= most).collect()
}

/// The same, and those of held-out data that say enough: they are measured less often than what a run trains on.
fn filled_or_held_out(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let filled = filled(table, found);
    let is_held_out = |pick: &Pick| vocabulary::held_out(name(table, pick)) == 0;
    let trains = |pick: &Pick| vocabulary::held_out(name(table, pick)) == vocabulary::TRAINED;
    let is_kept = |pick: &Pick| {
        filled.contains(pick)
            || filled.iter().all(trains) && is_held_out(pick) && values_of(table, pick) >= HELD_OUT_ENOUGH
    };
    found.iter().copied().filter(is_kept).collect()
}

/// Values on held-out data without which those of training are followed.
const HELD_OUT_ENOUGH: usize = 8;

pub(crate) fn values_of(table: &Table, pick: &Pick) -> usize {
    let values = Values::of(&table.columns[pick.column], pick.quantity).values;
    values.iter().filter(|value| value.is_finite()).count()
}

/// Whether all measure one kind of thing: only then is one of them the mean, the end or the whole of the others.
pub(super) fn is_one_kind(found: &[Pick]) -> bool {
    found.windows(2).all(|pair| discriminant(&pair[0].quantity) == discriminant(&pair[1].quantity))
}

/// Those called by a mean that lie amid the others in every row.
fn means(table: &Table, found: &[Pick]) -> Vec<Pick> {
    if found.len() < PARTS || !is_one_kind(found) {
        return Vec::new();
    }
    let values = |pick: &Pick| Values::of(&table.columns[pick.column], pick.quantity).values;
    let all: Vec<_> = found.iter().map(values).collect();
    let is_amid = |at: usize| {
        (0..table.rows()).filter(|row| all[at].at(*row).is_finite()).all(|row| {
            let own = all[at].at(row);
            let beside = || {
                let others = all.iter().enumerate().filter(|(other, _)| *other != at);
                others.map(|(_, values)| values.at(row)).filter(|value| value.is_finite())
            };
            beside().next().is_none()
                || beside().any(|value| value <= own) && beside().any(|value| value >= own)
        })
    };
    let is_mean = |at: &usize| vocabulary::is_mean(name(table, &found[*at])) && is_amid(*at);
    (0..found.len()).filter(is_mean).map(|at| found[at]).collect()
}

/// `Top 1 Accuracy`, where all the others count an answer among several as well.
fn first_answers(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let rank = |pick: &Pick| vocabulary::answers(name(table, pick));
    let ranks: Vec<Option<u32>> = found.iter().map(rank).collect();
    if ranks.iter().all(Option::is_some) && ranks.iter().max() != ranks.iter().min() {
        found.iter().copied().filter(|pick| rank(pick) == Some(1)).collect()
    } else {
        Vec::new()
    }
}

fn blends(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let is_price = |pick: &Pick| pick.quantity == Quantity::Price;
    if found.iter().all(is_price) { named(table, found, vocabulary::is_blend) } else { Vec::new() }
}

fn ends(table: &Table, found: &[Pick]) -> Vec<Pick> {
    if is_one_kind(found) { named(table, found, vocabulary::is_end) } else { Vec::new() }
}

/// The price that does not say of what part.
fn bare_price(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let is_price = |pick: &Pick| pick.quantity == Quantity::Price;
    if found.iter().all(is_price) { bare(table, found) } else { Vec::new() }
}

fn per_unit(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let is_price = |pick: &Pick| pick.quantity == Quantity::Price;
    if found.iter().all(is_price) { named(table, found, vocabulary::is_per_unit) } else { Vec::new() }
}

/// The one outcome that every row has, beside outcomes of other kinds that a tenth of the rows lack.
fn complete(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let most = table.rows() - table.rows() / GAPS;
    let (whole, gaps): (Vec<Pick>, Vec<Pick>) =
        found.iter().partition(|pick| values_of(table, pick) == table.rows());
    let is_clear = whole.len() == 1 && gaps.iter().all(|pick| values_of(table, pick) < most);
    if is_clear && !is_one_kind(found) { whole } else { Vec::new() }
}

/// The one whose words all the others have, and more.
pub(crate) fn bare(table: &Table, found: &[Pick]) -> Vec<Pick> {
    let words = |pick: &Pick| vocabulary::plain(vocabulary::bare(name(table, pick)));
    let is_within = |short: &str, long: &str| {
        let long: Vec<&str> = long.split(' ').collect();
        short.split(' ').all(|word| long.contains(&word))
    };
    let all: Vec<String> = found.iter().map(words).collect();
    let is_bare = |at: &usize| {
        all.iter()
            .enumerate()
            .all(|(other, long)| other == *at || is_within(&all[*at], long) && all[*at] != *long)
    };
    if is_one_kind(found) {
        (0..found.len()).filter(is_bare).map(|at| found[at]).collect()
    } else {
        Vec::new()
    }
}

/// The ratio of two columns where it is the same in every row that has both; 1 only if they agree.
fn ratio(table: &Table, of: &Pick, by: &Pick) -> Option<f64> {
    let read = |pick: &Pick| Values::of(&table.columns[pick.column], pick.quantity).values;
    let (of, by) = (read(of), read(by));
    let ratios: Vec<f64> = of
        .iter()
        .zip(by.iter())
        .filter(|(of, by)| of.is_finite() && by.is_finite() && (*of != 0.0 || *by != 0.0))
        .map(|(of, by)| of / by)
        .collect();
    // Where one column has values that the other lacks, the few that both have show little.
    if of.iter().zip(by.iter()).any(|(of, by)| of.is_finite() != by.is_finite()) {
        return None;
    }
    let first = *ratios.first()?;
    let is_same = |ratio: &f64| (ratio - first).abs() <= ROUNDING * first.abs();
    let is_one = |ratio: &f64| (ratio - 1.0).abs() <= ROUNDING;
    if ratios.len() < ROWS || !first.is_finite() || !ratios.iter().all(is_same) {
        return None;
    }
    Some(if ratios.iter().all(is_one) { 1.0 } else { first })
}
