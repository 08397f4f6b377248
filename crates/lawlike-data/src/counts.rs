//! Counts in the wrong unit: compute, parameters and tokens must agree (`C = 6 N D`), and nobody trains on half a token.

use crate::cards::UNITS;
use crate::notice::Note;
use crate::pick::{Chosen, Pick};
use crate::table::Table;
use crate::unit::ColumnUnit;
use crate::values::Values;
use lawlike::finding::Severity;
use lawlike::quantity::Quantity;

/// What was made of a contradiction.
pub(crate) enum Found {
    /// The unit that the only column without a stated one must have.
    Unit(String),
    /// A contradiction that several units could solve.
    Open(Note),
}

/// Units differ by powers of a thousand.
const STEP: f64 = 1000.0;
/// Compute counted in other ways than 6 N D (attention, recomputation) is off by less than this.
const OTHER: f64 = 3.0;
/// Counts below this that are no whole numbers are in another unit.
const SMALL: f64 = 1e4;

/// Holds the columns of parameters, tokens and compute against each other, and sets the unit of the one that is wrong.
pub(crate) fn check(table: &mut Table, chosen: &Chosen) -> Option<Found> {
    let pick_of = |wanted: fn(Quantity) -> bool| {
        chosen.used().chain(&chosen.others).find(|pick| wanted(pick.quantity)).copied()
    };
    let n = pick_of(|q| matches!(q, Quantity::Parameters(_)));
    let d = pick_of(|q| matches!(q, Quantity::Tokens(_)));
    let c = pick_of(|q| matches!(q, Quantity::Compute(_)));
    let (Some(n), Some(d), Some(c)) = (n, d, c) else { return fractional(table, chosen) };
    let read = |pick: Pick| Values::of(&table.columns[pick.column], pick.quantity).values;
    let (sizes, tokens, compute) = (read(n), read(d), read(c));
    let mut ratios: Vec<f64> = (0..table.rows())
        .map(|row| compute.at(row) / (6.0 * sizes.at(row) * tokens.at(row)))
        .filter(|ratio| ratio.is_finite())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let ratio = *ratios.get(ratios.len() / 2)?;
    let factor = STEP.powf((ratio.ln() / STEP.ln()).round());
    let is_one = ratios.iter().all(|one| (1.0 / OTHER..OTHER).contains(&(one / factor)));
    if !is_one || factor == 1.0 || !factor.is_finite() {
        return None;
    }
    let open: Vec<Pick> =
        [n, d].into_iter().filter(|pick| table.columns[pick.column].unit == ColumnUnit::One).collect();
    let name = |pick: &Pick| table.columns[pick.column].name.clone();
    let contradiction =
        format!("`{}` / (6 x `{}` x `{}`) is about {ratio:.0e}", name(&c), name(&n), name(&d));
    match open.as_slice() {
        [only] if factor > 1.0 => {
            let sentence = format!("{contradiction}: `{}` is read in {factor:e}", name(only));
            table.columns[only.column].unit = ColumnUnit::Times(factor);
            Some(Found::Unit(sentence))
        }
        _ => Some(Found::Open(Note::new(
            &UNITS,
            Severity::Serious,
            format!("{contradiction} and should be about 1"),
        ))),
    }
}

/// Small counts that are no whole numbers.
fn fractional(table: &Table, chosen: &Chosen) -> Option<Found> {
    let counts = |pick: &&Pick| {
        matches!(pick.quantity, Quantity::Parameters(_) | Quantity::Tokens(_) | Quantity::Compute(_))
    };
    chosen.used().filter(counts).find_map(|pick| {
        let column = &table.columns[pick.column];
        let values = Values::of(column, pick.quantity).values;
        let is_broken = |value: f64| value.is_finite() && value < SMALL && value.fract() != 0.0;
        let row = values.iter().position(is_broken).filter(|_| column.unit == ColumnUnit::One)?;
        let message = format!("{}: {} is no whole number", table.place(row, &column.name), values.at(row));
        Some(Found::Open(Note::new(&UNITS, Severity::Warning, message)))
    })
}
