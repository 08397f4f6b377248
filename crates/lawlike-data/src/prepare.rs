//! From a table as it was read to one whose columns are in their units: tokens that follow from compute, axes that
//! repeat each other, counts in millions, shares in per cent.

use crate::choose::choose;
use crate::column::Column;
use crate::counts::{self, Found};
use crate::derive::Derived;
use crate::error::Result;
use crate::long::Long;
use crate::notice::Note;
use crate::outcome;
use crate::panel;
use crate::pick::{Chosen, Pick};
use crate::repeats;
use crate::roles::{Role, Roles};
use crate::shared;
use crate::shares;
use crate::sized;
use crate::table::{Table, TableColumn};
use crate::unit::ColumnUnit;
use crate::values::Values;
use crate::vocabulary;
use lawlike::quantity::Quantity;

/// The table and the columns taken, with what was done to them.
pub(crate) struct Prepared {
    pub(crate) table: Table,
    pub(crate) chosen: Chosen,
    pub(crate) derived: Option<Derived>,
    pub(crate) said: Vec<String>,
    pub(crate) notes: Vec<Note>,
    /// The column that parts the rows, where several outcomes are judged one by one.
    pub(crate) by: Option<String>,
}

/// The column that says which of several outcomes a row holds.
const OUTCOME: &str = "outcome";

impl Prepared {
    pub(crate) fn new(table: &Table, roles: &Roles, points: Option<&Table>) -> Result<Self> {
        // What a user names for a forecast stays as named: names must not move it.
        let is_named = points.is_some() && !roles.x.is_empty();
        let mut said = Vec::new();
        let long = sized::long(table, roles).or_else(|| sized::tries(table, roles));
        let sized = long.filter(|_| points.is_none());
        let table = sized.as_ref().unwrap_or(table);
        let named = sized::named(table, roles).filter(|_| points.is_none());
        let table = named.as_ref().map_or(table, |(named, _)| named);
        said.extend(named.as_ref().map(|(_, sentence)| sentence.clone()));
        let apart = outcome::apart(table, roles).filter(|_| points.is_none() && roles.law_names.is_empty());
        let long = apart.and_then(|columns| table.long(&Long { name: OUTCOME.to_owned(), columns }).ok());
        let runs = table.run.clone().filter(|run| outcome::rows_of_run(table, run) > 1);
        // A row that is repeated for every outcome is no run; steps of runs are a series for every run and outcome.
        let mut long = long.map(|long| Table { run: None, ..long });
        let mut by = long.as_mut().map(|long| match &runs {
            Some(run) => side_by_side(long, &[run, OUTCOME]),
            None => OUTCOME.to_owned(),
        });
        let table = long.as_ref().unwrap_or(table);
        let derived = Derived::wanted(table, roles).filter(|_| !is_named);
        let mut table = table.clone();
        let mut wider = points.cloned();
        let mut roles = roles.clone();
        if by.is_some() {
            said.push(
                "no rule says which outcome is meant: each is judged by itself; --y NAME takes one"
                    .to_owned(),
            );
        }
        if let Some(derived) = &derived {
            table = derived.add(table);
            wider = wider.map(|points| derived.add(points));
            for role in roles.x.iter_mut().filter(|role| role.column == derived.compute) {
                *role = Role { column: derived.name.clone(), quantity: None };
            }
            said.push(derived.sentence());
        }
        let mut chosen = choose(&table, &roles, wider.as_ref())?;
        said.extend(chosen.said.take());
        let is_parted = roles.by.is_some() || roles.group.is_some() || table.run.is_some() || runs.is_some();
        if !is_parted && wider.is_none() {
            // Of several outcomes, each thing that was measured has a curve of each.
            by = curves(&mut table, &chosen, by.as_deref(), &mut said).or(by);
        }
        let mut notes = Vec::new();
        match counts::check(&mut table, &chosen) {
            Some(Found::Unit(sentence)) => said.push(sentence),
            Some(Found::Open(note)) => notes.push(note),
            None => {}
        }
        if let Some(points) = wider.as_ref().filter(|_| !is_named) {
            said.extend(shared::left_out(&table, points, &chosen));
        }
        if !is_named && roles.law_names.is_empty() {
            said.extend(repeats::leave_out(&table, wider.as_ref(), &mut chosen));
        }
        if roles.x.is_empty() && roles.law_names.is_empty() {
            said.extend(aside(&table, &chosen));
        }
        notes.extend(shares::read(&mut table, &mut chosen, &roles)?);
        Ok(Self { table, chosen, derived, said, notes, by })
    }

    /// The columns that are converted where they are read.
    pub(crate) fn units(&self) -> Vec<(String, ColumnUnit)> {
        let converted = self.table.columns.iter().filter(|column| column.unit != ColumnUnit::One);
        converted.map(|column| (column.name.clone(), column.unit)).collect()
    }
}

/// The column that tells learning curves apart, where the one axis counts; of several columns, one of their words is added.
fn curves(table: &mut Table, chosen: &Chosen, by: Option<&str>, said: &mut Vec<String>) -> Option<String> {
    let [axis] = chosen.axes.as_slice() else { return None };
    if !(axis.quantity.counts() || matches!(axis.quantity, Quantity::Plain | Quantity::Setting(_))) {
        return None;
    }
    let read = |pick: &Pick| Values::of(&table.columns[pick.column], pick.quantity).values.into_vec();
    let (counts, response) = (read(axis), read(&chosen.response));
    let rows: Vec<usize> =
        (0..table.rows()).filter(|row| counts[*row].is_finite() && response[*row].is_finite()).collect();
    let found = panel::curves(table, &counts, &rows);
    let names: Vec<String> = found.iter().map(|column| column.name.clone()).collect();
    if let ([only], Some(by)) = (names.as_slice(), by)
        && only == by
    {
        return None;
    }
    let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    said.extend((!names.is_empty()).then(|| {
        format!(
            "curves of {}: each was measured at several counts; --by names another column",
            shown.join(" and ")
        )
    }));
    match names.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        several => Some(side_by_side(table, &several.iter().map(String::as_str).collect::<Vec<_>>())),
    }
}

/// Adds a column of the words of several, and gives its name.
fn side_by_side(table: &mut Table, names: &[&str]) -> String {
    let columns: Vec<&TableColumn> = names.iter().filter_map(|name| table.column(name)).collect();
    let cell = |row| columns.iter().map(|column| column.raw.trimmed(row)).collect::<Vec<_>>().join(" ");
    let name = names.join(", ");
    let column = TableColumn::new(name.clone(), Column::from_texts((0..table.rows()).map(cell)));
    table.columns.push(column);
    name
}

/// What is no axis though it might be: what passes within runs beside size, data and compute, sizes that never vary, and
/// further dates.
fn aside(table: &Table, chosen: &Chosen) -> Vec<String> {
    let name = |pick: &Pick| format!("`{}`", table.columns[pick.column].name);
    let names = |is: &dyn Fn(&Pick) -> bool| -> Option<String> {
        let names: Vec<String> = chosen.others.iter().filter(|pick| is(pick)).map(name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let is_size = |pick: &Pick| {
        matches!(pick.quantity, Quantity::Compute(_) | Quantity::Tokens(_) | Quantity::Parameters(_))
    };
    let mut said = Vec::new();
    if let Some(first) = chosen.axes.iter().find(|pick| is_size(pick)) {
        let passing =
            |pick: &Pick| matches!(pick.quantity, Quantity::Steps | Quantity::Date | Quantity::Examples);
        said.extend(names(&passing).map(|names| format!("no axis beside {}: {names}", name(first))));
    } else if let Some(date) = chosen.axes.iter().find(|pick| pick.quantity == Quantity::Date) {
        let dates = |pick: &Pick| pick.quantity == Quantity::Date;
        said.extend(names(&dates).map(|names| format!("dates not used beside {}: {names}", name(date))));
    }
    if let [axis @ Pick { quantity: Quantity::Plain | Quantity::Setting(_), .. }] = chosen.axes.as_slice() {
        let is_part = vocabulary::is_part_of_data(&table.columns[axis.column].name);
        let is_count = vocabulary::counts_things(&table.columns[axis.column].name);
        let why = match (is_part, is_count) {
            (true, _) => "the share of the data",
            (_, true) => "the only column that counts",
            _ => "the only column of numbers beside the response",
        };
        said.push(format!("{why} is the axis: {}; --x names another", name(axis)));
    }
    let still = |pick: &Pick| is_size(pick) && !shared::varies(table, pick);
    said.extend(names(&still).map(|names| format!("the same in every row, no axis: {names}")));
    said
}
