//! Shares and per cent: which columns are read as which, and columns that mix both.

use crate::cards::{COUNTED, NOT_A_SHARE, PER_CENT};
use crate::column::{Extent, Numbers};
use crate::error::{Error, Result};
use crate::notice::Note;
use crate::pick::{Chosen, Pick};
use crate::roles::Roles;
use crate::table::Table;
use crate::unit::ColumnUnit;
use crate::values::Values;
use lawlike::finding::Severity;
use lawlike::quantity::{Quantity, ShareReading, counted_out_of};

/// Names of columns that count the items of a test.
const ITEMS: &[&str] = &[
    "items",
    "n_items",
    "num_items",
    "questions",
    "n_questions",
    "num_questions",
    "problems",
    "n_problems",
    "num_problems",
];
/// Smallest value above one over the largest of at most one, from which they are of two units: a column in one unit that
/// goes from one to the other passes between.
const GAP: f64 = 5.0;
/// Values nearest along the axis that a small one is held against.
const NEIGHBOURS: usize = 4;

/// Sets unit and quantity of the response and of the axes in per cent, and says so.
pub(crate) fn read(table: &mut Table, chosen: &mut Chosen, roles: &Roles) -> Result<Vec<Note>> {
    let mut notes = Vec::new();
    let is_counted = table.columns.iter().any(|column| ITEMS.contains(&column.name.to_lowercase().as_str()));
    let is_plain = roles.y.as_ref().is_some_and(|role| role.quantity == Some(Quantity::Plain));
    let first = chosen.axes.first().copied();
    if !is_plain {
        let question = Question { pick: chosen.response, along: first, is_counted };
        if let Some((quantity, note)) = question.answer(table)? {
            chosen.response.quantity = quantity;
            notes.extend(note);
        }
        let unit = table.columns[chosen.response.column].unit;
        if let Some(stderr) = &roles.stderr
            && unit != ColumnUnit::One
            && let Some(column) = table.columns.iter_mut().find(|column| column.name == *stderr)
            && column.unit == ColumnUnit::One
        {
            column.unit = unit;
        }
    }
    for (at, axis) in chosen.axes.iter().enumerate() {
        let is_plain = roles.x.get(at).is_some_and(|role| role.quantity == Some(Quantity::Plain));
        let question = Question { pick: *axis, along: None, is_counted: false };
        let per_cent = |reading| matches!(reading, ShareReading::PerCent(_));
        if !is_plain && per_cent(question.reading(table)) {
            notes.extend(question.answer(table)?.and_then(|(_, note)| note));
        }
    }
    Ok(notes)
}

/// One column.
struct Question {
    pick: Pick,
    /// The axis along which units may be mixed.
    along: Option<Pick>,
    is_counted: bool,
}

impl Question {
    fn values(&self, table: &Table) -> Numbers {
        Values::of(&table.columns[self.pick.column], self.pick.quantity).values
    }

    fn reading(&self, table: &Table) -> ShareReading {
        let column = &table.columns[self.pick.column];
        let Extent { lo, hi, .. } = self.values(table).extent();
        match column.unit {
            ColumnUnit::One => ShareReading::of(&column.name, self.pick.quantity, (lo, hi), self.is_counted),
            ColumnUnit::Times(_) => ShareReading::Plain,
            ColumnUnit::PerCent if self.pick.quantity == Quantity::Plain => {
                ShareReading::Share(Quantity::Accuracy)
            }
            ColumnUnit::PerCent => ShareReading::Plain,
        }
    }

    /// The quantity to use, with a note where it is no plain share; none where the column stays what it is.
    fn answer(&self, table: &mut Table) -> Result<Option<(Quantity, Option<Note>)>> {
        let reading = self.reading(table);
        let name = table.columns[self.pick.column].name.clone();
        Ok(match reading {
            ShareReading::Plain => self.counted(table, &name),
            ShareReading::Share(quantity) => Some((quantity, None)),
            ShareReading::PerCent(quantity) => {
                self.refuse_mixed(table)?;
                table.columns[self.pick.column].unit = ColumnUnit::PerCent;
                let message =
                    format!("`{name}` is in per cent: read as a share of 0 to 1, forecast in per cent again");
                Some((quantity, Some(Note::new(&PER_CENT, Severity::Note, message))))
            }
            ShareReading::NoShare => Some((Quantity::Plain, self.no_share(table, &name))),
        })
    }

    /// A response whose digits say that counts stand behind it.
    fn counted(&self, table: &mut Table, name: &str) -> Option<(Quantity, Option<Note>)> {
        let column = &table.columns[self.pick.column];
        // Axes are asked about per cent alone.
        if self.along.is_none() || column.unit != ColumnUnit::One {
            return None;
        }
        let finite: Vec<f64> = self.values(table).iter().filter(|value| value.is_finite()).collect();
        let whole = counted_out_of(name, self.pick.quantity, &finite)?;
        let unit = if whole == 1.0 { ColumnUnit::One } else { ColumnUnit::Times(1.0 / whole) };
        table.columns[self.pick.column].unit = unit;
        let message = format!("`{name}` holds ratios of counts: read as a share of 0 to {whole}");
        Some((Quantity::Accuracy, Some(Note::new(&COUNTED, Severity::Note, message))))
    }

    fn no_share(&self, table: &Table, name: &str) -> Option<Note> {
        let values = self.values(table);
        let row = values.iter().position(|value| value.is_finite() && !(0.0..=1.0).contains(&value))?;
        let message = format!(
            "{}: {} is no share of 0 to 1; `{name}` is taken as it stands",
            table.place(row, name),
            values.at(row)
        );
        Some(Note::new(&NOT_A_SHARE, Severity::Warning, message))
    }

    /// Shares amid per cent: values of at most one and values far above, in turn along the axis.
    fn refuse_mixed(&self, table: &Table) -> Result<()> {
        let Some(along) = self.along else { return Ok(()) };
        let values = self.values(table);
        let places = Values::of(&table.columns[along.column], along.quantity).values;
        let rows = |is: fn(f64) -> bool| -> Vec<usize> {
            (0..values.len()).filter(|row| places.at(*row).is_finite() && is(values.at(*row))).collect()
        };
        let (low, high) = (rows(|value| value > 0.0 && value <= 1.0), rows(|value| value > 1.0));
        let most = low.iter().map(|row| values.at(*row)).fold(f64::NEG_INFINITY, f64::max);
        let least = high.iter().map(|row| values.at(*row)).fold(f64::INFINITY, f64::min);
        let above = Nearest::new(&high, &places);
        let within = |row: &usize| above.surround(places.at(*row));
        if !low.iter().any(within) || least / most < GAP {
            return Ok(());
        }
        // Values near zero are small per cents where a hundred times as much would lie farther from their neighbours.
        let neighbours = |row: &usize| {
            let near = above.to(places.at(*row));
            near.iter().map(|near| values.at(*near)).sum::<f64>() / near.len().max(1) as f64
        };
        let looks_mixed = |row: &&usize| {
            let (value, level) = (values.at(**row), neighbours(row));
            (100.0 * value - level).abs() < (value - level).abs()
        };
        if 2 * low.iter().filter(looks_mixed).count() < low.len() {
            return Ok(());
        }
        let fewer = if low.len() < high.len() { &low } else { &high };
        let name = &table.columns[self.pick.column].name;
        let message = format!(
            "`{name}` mixes shares and per cent: {} values are at most 1, {} are above; write all in one unit, or leave \
             rows out with --where",
            low.len(),
            high.len()
        );
        Err(Error::input(table.places(fewer), message))
    }
}

/// Rows in order of their places along an axis.
struct Nearest {
    /// Place and row.
    ordered: Vec<(f64, usize)>,
}

impl Nearest {
    fn new(rows: &[usize], places: &Numbers) -> Self {
        let mut ordered: Vec<(f64, usize)> = rows.iter().map(|row| (places.at(*row), *row)).collect();
        ordered.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Self { ordered }
    }

    /// Whether rows lie on both sides of a place.
    fn surround(&self, place: f64) -> bool {
        self.ordered.first().is_some_and(|(first, _)| *first < place)
            && self.ordered.last().is_some_and(|(last, _)| *last > place)
    }

    /// The rows nearest to a place, the nearest first; of equally near ones, those that come first.
    fn to(&self, place: f64) -> Vec<usize> {
        let start = self.ordered.partition_point(|(own, _)| *own < place);
        let mut near: Vec<(f64, usize)> = self.ordered[start..].iter().take(NEIGHBOURS).copied().collect();
        // To the left, rows at one place stand in the order of the table as well.
        let mut end = start;
        while end > 0 && start - end < NEIGHBOURS {
            let group = self.ordered.partition_point(|(own, _)| *own < self.ordered[end - 1].0);
            near.extend(self.ordered[group..end].iter().take(NEIGHBOURS));
            end = group;
        }
        near.sort_by(|a, b| (a.0 - place).abs().total_cmp(&(b.0 - place).abs()).then(a.1.cmp(&b.1)));
        near.into_iter().take(NEIGHBOURS).map(|(_, row)| row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rows_are_those_of_a_search_through_all() {
        let places: Vec<f64> = (0..200).map(|at| f64::from(at * 37 % 23)).collect();
        let rows: Vec<usize> = (0..200).filter(|row| row % 3 != 0).collect();
        let above = Nearest::new(&rows, &places.clone().into());
        for place in (-10..120).map(|at| f64::from(at) / 4.0) {
            let mut all = rows.clone();
            all.sort_by(|a, b| (places[*a] - place).abs().total_cmp(&(places[*b] - place).abs()));
            all.truncate(NEIGHBOURS);
            assert_eq!(above.to(place), all, "{place}");
            let has = |is: fn(f64, f64) -> bool| rows.iter().any(|row| is(places[*row], place));
            assert_eq!(above.surround(place), has(|a, b| a < b) && has(|a, b| a > b));
        }
    }
}
