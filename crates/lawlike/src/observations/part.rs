//! A part of a large table that stands for the whole: rows spread evenly over groups and along the axes.
//!
//! Back-tests, checks and searches gain nothing from a million rows that four thousand of them do not tell: the error of an
//! estimate from `n` rows falls with the root of `n`, and at four thousand it is far below what a law itself misses. The
//! fit that is shown is polished on all rows.

use super::{Column, Observations};
use std::cmp::Ordering;

/// Rows beyond which a table is looked at by a part of it. Public sweeps with one final row a run have fewer.
pub const MOST_ROWS: usize = 4096;
/// Fewest rows of a group in a part: two ends, and what lies between.
const FEWEST_OF_GROUP: usize = 8;

/// A row, with what it is sorted by: a sort of a million rows reads memory in order.
#[derive(Clone, Copy)]
struct Placed {
    group: usize,
    /// Place on the road, as a number that is ordered alike.
    place: u64,
    row: usize,
}

impl Observations {
    /// The rows that stand for all, in the order of the table; `None` for a table of at most [`MOST_ROWS`] rows. They do
    /// not depend on the order of the rows.
    ///
    /// Where groups are few and long, each keeps its share, spread evenly from its first place to its last. Where they are
    /// many, whole groups are kept, spread evenly over their places. The ends of every axis are kept in any case.
    pub fn part(&self) -> Option<Vec<usize>> {
        let n = self.n();
        if n <= MOST_ROWS {
            return None;
        }
        let place = self.places_on_road();
        let placed = |row: usize| Placed { group: self.groups[row], place: ordered(place[row]), row };
        let mut rows: Vec<Placed> = (0..n).map(placed).collect();
        // Rows that are each a group of their own mostly stand in order.
        if !rows.is_sorted_by(|a, b| a.group < b.group) {
            rows.sort_unstable_by(|a, b| a.group.cmp(&b.group).then_with(|| self.order(a, b)));
        }
        let groups = || rows.chunk_by(|a, b| a.group == b.group);
        let count = groups().count();
        let mut kept: Vec<usize> = if count * FEWEST_OF_GROUP <= MOST_ROWS {
            let share = |rows: &[Placed]| (rows.len() * MOST_ROWS / n).max(FEWEST_OF_GROUP).min(rows.len());
            groups().flat_map(|rows| spread(rows.len(), share(rows)).map(|at| rows[at].row)).collect()
        } else {
            let ends: Vec<usize> = groups()
                .scan(0, |end, rows| {
                    *end += rows.len();
                    Some(*end)
                })
                .collect();
            let last_of = |group: u32| &rows[ends[group as usize] - 1];
            let rows_of = |group: u32| {
                let start = (group as usize).checked_sub(1).map_or(0, |before| ends[before]);
                rows[start..ends[group as usize]].iter().map(|placed| placed.row)
            };
            let mut last: Vec<(u64, u32)> =
                (0..count as u32).map(|group| (last_of(group).place, group)).collect();
            let most = (count * MOST_ROWS / n).max(FEWEST_OF_GROUP).min(count);
            let wanted: Vec<usize> = spread(count, most).collect();
            let order = |a: &(u64, u32), b: &(u64, u32)| {
                a.0.cmp(&b.0).then_with(|| self.by_values(last_of(a.1).row, last_of(b.1).row))
            };
            choose(&mut last, &wanted, 0, &order);
            wanted.iter().flat_map(|at| rows_of(last[*at].1)).collect()
        };
        let order = |a: &usize, b: &usize| self.order(&placed(*a), &placed(*b));
        for axis in &self.axes {
            let by =
                |a: &usize, b: &usize| axis.values[*a].total_cmp(&axis.values[*b]).then_with(|| order(a, b));
            kept.extend((0..n).min_by(by));
            kept.extend((0..n).max_by(by));
        }
        kept.sort_unstable();
        kept.dedup();
        Some(kept)
    }

    /// The table of these rows; `None` for a small table.
    pub fn select_part(&self) -> Option<Self> {
        self.part().map(|rows| self.select(&rows))
    }

    /// Rows by their places.
    fn order(&self, a: &Placed, b: &Placed) -> Ordering {
        a.place.cmp(&b.place).then_with(|| self.by_values(a.row, b.row))
    }

    /// Sum of the positions along all axes, each from zero to one, in logarithms where these are natural.
    fn places_on_road(&self) -> Vec<f64> {
        let mut places = vec![0.0; self.n()];
        for axis in &self.axes {
            let is_log = axis.is_log();
            let scaled = |v: f64| if is_log { v.ln() } else { v };
            let (lo, hi) = axis.range();
            let (lo, width) = (scaled(lo), scaled(hi) - scaled(lo));
            if width > 0.0 {
                let add = |(place, v): (&mut f64, &f64)| *place += (scaled(*v) - lo) / width;
                places.iter_mut().zip(&axis.values).for_each(add);
            }
        }
        places
    }

    /// Rows at one place of the road, by their values: never by where they stand in the file.
    fn by_values(&self, a: usize, b: usize) -> Ordering {
        let compare = |column: &Column| column.values[a].total_cmp(&column.values[b]);
        let columns = self.axes.iter().chain([&self.response]);
        columns.map(compare).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

/// The series with the large ones by their parts; `None` if all are small.
pub(crate) fn parted(series: &[Observations]) -> Option<Vec<Observations>> {
    let is_large = series.iter().any(|one| one.n() > MOST_ROWS);
    is_large.then(|| series.iter().map(|one| one.select_part().unwrap_or_else(|| one.clone())).collect())
}

/// A whole number that is ordered as the number is by `total_cmp`.
fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Moves to the wanted places, in order, what would stand there were all sorted; the first item stands at `from`.
fn choose<T>(items: &mut [T], wanted: &[usize], from: usize, order: &impl Fn(&T, &T) -> Ordering) {
    let Some(at) = wanted.get(wanted.len() / 2).copied() else { return };
    let (below, _, above) = items.select_nth_unstable_by(at - from, order);
    choose(below, &wanted[..wanted.len() / 2], from, order);
    choose(above, &wanted[wanted.len() / 2 + 1..], at + 1, order);
}

/// `count` of `n` places, evenly from the first to the last.
fn spread(n: usize, count: usize) -> impl Iterator<Item = usize> {
    let last = (n - 1) as f64;
    let step = if count > 1 { last / (count - 1) as f64 } else { 0.0 };
    (0..count).map(move |i| (i as f64 * step).round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{LossUnit, Quantity, TokenCount};
    use lawlike_num::stream::Stream;

    fn table(n: usize, group: impl Fn(usize) -> usize) -> Observations {
        let mut stream = Stream::keyed(3, &[n as u64]);
        let tokens: Vec<f64> = (0..n).map(|_| (stream.uniform() * 9.0 + 12.0).exp()).collect();
        let loss = tokens.iter().map(|d| 1.7 + 900.0 * d.powf(-0.3) + 0.01 * stream.normal()).collect();
        let mut runs = Observations::new(
            Column::new("loss", Quantity::Loss(LossUnit::Nats), loss),
            vec![Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens)],
        )
        .unwrap();
        runs.groups = (0..n).map(group).collect();
        runs
    }

    #[test]
    fn small_tables_are_whole() {
        assert_eq!(table(MOST_ROWS, |row| row).part(), None);
    }

    #[test]
    fn a_part_holds_the_ends_and_every_long_group() {
        for groups in [7, 20_000] {
            let runs = table(20_000, |row| row % groups);
            let rows = runs.part().unwrap();
            assert!((MOST_ROWS / 2..=MOST_ROWS + 40).contains(&rows.len()), "{}", rows.len());
            let part = runs.select(&rows);
            assert_eq!(part.axes[0].range(), runs.axes[0].range());
            assert!(groups > 7 || part.group_count() == 7);
        }
    }

    #[test]
    fn chosen_places_hold_what_would_stand_there_sorted() {
        let mut stream = Stream::keyed(5, &[]);
        let values: Vec<f64> = (0..3000).map(|_| (8.0 * stream.normal()).round()).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let wanted: Vec<usize> = spread(3000, 170).collect();
        let mut found: Vec<u64> = values.iter().map(|value| ordered(*value)).collect();
        choose(&mut found, &wanted, 0, &Ord::cmp);
        assert!(wanted.iter().all(|at| found[*at] == ordered(sorted[*at])));
        let ends = [f64::NEG_INFINITY, -1.0, -0.0, 0.0, 1e-300, 2.0, f64::INFINITY, f64::NAN];
        assert!(ends.map(ordered).is_sorted());
    }

    #[test]
    fn the_order_of_rows_does_not_matter() {
        let runs = table(9000, |row| row / 3);
        let turned = runs.select(&(0..9000).rev().collect::<Vec<_>>());
        let values = |runs: &Observations| {
            let mut values = runs.select(&runs.part().unwrap()).response.values;
            values.sort_by(f64::total_cmp);
            values
        };
        assert_eq!(values(&runs), values(&turned));
    }
}
