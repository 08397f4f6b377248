//! Marks by which a table is known again: in another unit, another order, or with rows left out.
//!
//! A mark is made of two rows of a series in order of their places: how the response changes from one to the other (as
//! a ratio, so in bits as in nats, in per cent as in shares) and how far they lie apart. Where many series stand in one
//! table, neighbours are no longer neighbours; so the first rows are marked one by one as well, as they are.

use crate::forecast::frame::Frame;
use crate::observations::{Column, Observations};
use crate::quantity::Quantity;
use std::collections::BTreeSet;

/// Significant digits that are compared: with fewer, ratios of smooth curves agree by accident.
const DIGITS: i32 = 8;
/// Pairs of neighbours that are kept of the beginning of a series.
const KEPT: usize = 6;
/// Rows that are kept one by one.
const ROWS: usize = 4;
/// Pairs that must be met again: two may agree by accident where numbers are round.
const ENOUGH: usize = 3;
/// Rows that may have been left out between two neighbours of the record.
const BETWEEN: usize = 24;

/// Marks of the beginning of a series: of pairs of neighbours, then of its first rows. None where the series is short or
/// too few of its responses differ.
pub(super) fn of_source(series: &Observations) -> Option<Vec<u32>> {
    let mut marks = pairs(series, 1);
    marks.truncate(KEPT);
    let rows = rows(series);
    if marks.len() < ENOUGH || rows.len() < ROWS {
        return None;
    }
    marks.extend(&rows[..ROWS]);
    Some(marks)
}

/// All marks of the series of a table.
pub(super) fn of_table(series: &[&Observations]) -> BTreeSet<u32> {
    series.iter().flat_map(|one| pairs(one, BETWEEN).into_iter().chain(rows(one))).collect()
}

/// Whether a series of the record stands in a table: enough of its pairs, or all of its first rows.
pub(super) fn meets(own: &[u32], table: &BTreeSet<u32>) -> bool {
    let (pairs, rows) = own.split_at(own.len().saturating_sub(ROWS));
    let met = |marks: &[u32]| marks.iter().filter(|mark| table.contains(mark)).count();
    met(pairs) >= ENOUGH || met(rows) == ROWS
}

/// Marks of the rows one by one, in order of their places: response and place.
fn rows(series: &Observations) -> Vec<u32> {
    let (y, x) = (&series.response.values, &series.axes[0].values);
    Frame::new(series, None).rows.iter().map(|row| mark(y[*row]).rotate_left(8) ^ mark(x[*row])).collect()
}

/// Marks of all pairs of rows that lie at most so many apart.
fn pairs(series: &Observations, apart: usize) -> Vec<u32> {
    let order = Frame::new(series, None).rows;
    let y = &series.response.values;
    let mut out = Vec::new();
    for (i, a) in order.iter().enumerate() {
        for b in &order[i + 1..(i + 1 + apart).min(order.len())] {
            let ratio = y[*b] / y[*a];
            // Equal responses are found in any table.
            if ratio.is_finite()
                && ratio != 0.0
                && ratio != 1.0
                && let Some(between) = between(series, *a, *b)
            {
                out.push(mark(ratio).rotate_left(16) ^ between);
            }
        }
    }
    out
}

/// How far two rows lie apart on all axes, whatever the order of these; none where they lie at one place.
fn between(series: &Observations, a: usize, b: usize) -> Option<u32> {
    let differs = series.axes.iter().any(|axis| axis.values[a] != axis.values[b]);
    let step = |axis: &Column| {
        let (from, to) = (axis.values[a], axis.values[b]);
        if axis.quantity != Quantity::Date && from > 0.0 && to > 0.0 { to / from } else { to - from }
    };
    differs.then(|| series.axes.iter().fold(0_u32, |sum, axis| sum.wrapping_add(mark(step(axis)))))
}

/// A short mark of a number to a few digits (32 bits of SplitMix64 of its bits).
fn mark(value: f64) -> u32 {
    let size = if value == 0.0 { 0.0 } else { value.abs().log10().floor() };
    let digits = (value / 10f64.powf(size) * 10f64.powi(DIGITS - 1)).round();
    let mut z = (digits * 1024.0 + size).to_bits().wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(factor: f64, step: f64, keep: impl Fn(usize) -> bool) -> Observations {
        let rows: Vec<usize> = (0..20).filter(|i| keep(*i)).rev().collect();
        let y = rows.iter().map(|i| factor * (1.7 + (*i as f64 + 1.3).powf(-0.37))).collect();
        let x = rows.iter().map(|i| step * 1.4f64.powi(*i as i32)).collect();
        Observations::new(Column::new("y", Quantity::Plain, y), vec![Column::new("x", Quantity::Plain, x)])
            .unwrap()
    }

    #[test]
    fn a_table_is_known_in_other_units_in_another_order_and_with_rows_left_out() {
        let own = of_source(&series(1.0, 1e6, |_| true)).unwrap();
        for (factor, step) in [(1.0, 1e6), (std::f64::consts::LOG2_E, 1.0), (100.0, 1e-3)] {
            assert!(meets(&own, &of_table(&[&series(factor, step, |_| true)])), "{factor} {step}");
            assert!(meets(&own, &of_table(&[&series(factor, step, |i| i != 2)])), "{factor} {step}");
        }
        assert!(!meets(&own, &of_table(&[&series(1.0, 1e6, |i| i > 8)])));
        let other = series(1.0, 1e6, |_| true);
        let mut stranger = other.clone();
        stranger.response.values.iter_mut().for_each(|y| *y = y.powf(1.1));
        assert!(!meets(&own, &of_table(&[&stranger])));
    }

    #[test]
    fn a_table_over_several_axes_is_known_in_other_units_and_columns() {
        let grid = |units: [f64; 3], swapped: bool| {
            let cell = |i: usize| (f64::from(1 << (i / 5)), 1.7f64.powi((i % 5) as i32));
            let loss = |i: usize| 1.7 + 0.9 * cell(i).0.powf(-0.3) + 0.8 * cell(i).1.powf(-0.4);
            let column = |name: &str, of: &dyn Fn(usize) -> f64| {
                Column::new(name, Quantity::Plain, (0..25).map(of).collect())
            };
            let mut axes =
                vec![column("a", &|i| units[0] * cell(i).0), column("b", &|i| units[1] * cell(i).1)];
            if swapped {
                axes.reverse();
            }
            Observations::new(column("y", &|i| units[2] * loss(i)), axes).unwrap()
        };
        let own = of_source(&grid([1.0; 3], false)).unwrap();
        for swapped in [false, true] {
            assert!(
                meets(&own, &of_table(&[&grid([1e3, 1e-3, std::f64::consts::LOG2_E], swapped)])),
                "{swapped}"
            );
        }
    }
}
