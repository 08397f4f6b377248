//! Observations: columns of measured quantities, with the groups, weights and errors that belong to them.

mod part;
mod pieces;
mod place;
mod repeats;
mod scale;

pub use part::MOST_ROWS;
pub(crate) use part::parted;
pub(crate) use pieces::{Pieces, distinct};
pub(crate) use place::places;
pub use repeats::Repeats;

use crate::error::{Error, Result};
use crate::kept::Digest;
use crate::quantity::{Quantity, Scale};
use serde::Serialize;

/// One measured column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Name in the data.
    pub name: String,
    /// What it measures.
    pub quantity: Quantity,
    /// One value a row; a missing one is NaN.
    #[serde(skip)]
    pub values: Vec<f64>,
}

impl Column {
    fn digest(&self, to: &mut Digest) {
        to.text(&self.name);
        to.numbers(&self.values);
    }

    /// A column of values.
    pub fn new(name: impl Into<String>, quantity: Quantity, values: Vec<f64>) -> Self {
        Self { name: name.into(), quantity, values }
    }

    /// Smallest and largest value.
    pub fn range(&self) -> (f64, f64) {
        let bounds = (f64::INFINITY, f64::NEG_INFINITY);
        self.values.iter().fold(bounds, |(lo, hi), v| (lo.min(*v), hi.max(*v)))
    }

    /// Whether all values are above zero and span more than a factor of two: then logarithms are the natural scale.
    pub fn is_log(&self) -> bool {
        let (lo, hi) = self.range();
        // Two values a factor of two apart must not fall to either side by a rounding of their unit.
        self.quantity != Quantity::Date && lo > 0.0 && hi / lo > 2.0 * (1.0 + 1e-9)
    }

    fn select(&self, rows: &[usize]) -> Self {
        let values = rows.iter().map(|row| self.values[*row]).collect();
        Self { name: self.name.clone(), quantity: self.quantity, values }
    }
}

/// A table of measured runs: one response, one or more axes, and further columns that a formula may use.
///
/// Rows of one group (a run, a family) are not independent: resampling and cuts work on groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Observations {
    /// What was measured: loss, accuracy, horizon ...
    pub response: Column,
    /// The quantities that the law runs along, in the order given.
    pub axes: Vec<Column>,
    /// Further numeric columns.
    pub others: Vec<Column>,
    /// Group of each row (equal numbers belong together); by default every row is its own.
    pub groups: Vec<usize>,
    /// Weight of each row, or empty for equal weights.
    pub weights: Vec<f64>,
    /// Standard error of each response value, or empty where unknown.
    pub stderr: Vec<f64>,
    /// Place of each row in its source: the line of the file.
    pub lines: Vec<usize>,
    /// Name of the source.
    pub source: String,
    /// Value of the column that separates one fit from the next, or empty.
    pub label: String,
    /// Scale of the response where it is settled for more rows than these: a part of a table, a series among others.
    pub settled: Option<Scale>,
}

impl Observations {
    /// Observations with every row its own group and equal weights.
    ///
    /// # Errors
    /// Columns of different length, no rows, no axis, or values that are not finite.
    pub fn new(response: Column, axes: Vec<Column>) -> Result<Self> {
        let n = response.values.len();
        let observations = Self {
            response,
            axes,
            others: Vec::new(),
            groups: (0..n).collect(),
            weights: Vec::new(),
            stderr: Vec::new(),
            lines: (1..=n).collect(),
            source: String::new(),
            label: String::new(),
            settled: None,
        };
        observations.check()?;
        Ok(observations)
    }

    /// Checks that all columns are as long as the response and that response and axes are finite.
    ///
    /// # Errors
    /// Names the first column and line that is wrong.
    pub fn check(&self) -> Result<()> {
        let n = self.n();
        if n == 0 {
            return Err(Error::observations("no rows to work on"));
        }
        if self.axes.is_empty() {
            return Err(Error::observations("no axis: name one with --x COLUMN"));
        }
        for column in self.axes.iter().chain([&self.response]).chain(&self.others) {
            if column.values.len() != n {
                let message =
                    format!("column `{}` has {} values, expected {n}", column.name, column.values.len());
                return Err(Error::observations(message));
            }
        }
        for column in self.axes.iter().chain([&self.response]) {
            if let Some(row) = column.values.iter().position(|value| !value.is_finite()) {
                let message = format!(
                    "{}line {}, column `{}`: the value is not a finite number",
                    self.place(),
                    self.lines.get(row).copied().unwrap_or(row + 1),
                    column.name
                );
                return Err(Error::observations(message));
            }
        }
        self.check_list(&self.weights, "weight", |w| w >= 0.0 && w.is_finite(), "at least zero")?;
        self.check_list(&self.stderr, "standard error", |se| se > 0.0 && se.is_finite(), "above zero")
    }

    fn check_list(&self, values: &[f64], what: &str, good: fn(f64) -> bool, asked: &str) -> Result<()> {
        let Some(row) = values.iter().position(|value| !good(*value)) else { return Ok(()) };
        let line = self.lines.get(row).copied().unwrap_or(row + 1);
        let value = values[row];
        Err(Error::observations(format!(
            "{}line {line}: the {what} is {value}, it must be {asked}",
            self.place()
        )))
    }

    fn place(&self) -> String {
        if self.source.is_empty() { String::new() } else { format!("{}, ", self.source) }
    }

    /// Number of rows.
    pub fn n(&self) -> usize {
        self.response.values.len()
    }

    /// The scale on which the response is scored.
    pub fn scale(&self) -> Scale {
        self.settled.unwrap_or_else(|| scale::scale(self))
    }

    /// Settles one scale for series that belong together: as it stands if any of them must be, else what most say.
    pub fn settle(series: &mut [Self]) {
        let raw = series.iter().filter(|one| one.scale() == Scale::Raw).count();
        let forced = series.iter().any(|one| one.response.values.iter().any(|value| *value <= 0.0));
        let scale = if forced || 2 * raw > series.len() { Scale::Raw } else { Scale::Log };
        series.iter_mut().for_each(|one| one.settled = Some(scale));
    }

    /// Whether the response is a share: then forecasts stay between 0 and 1.
    pub fn is_share(&self) -> bool {
        self.response.quantity.is_share()
            && self.response.values.iter().all(|value| (0.0..=1.0).contains(value))
    }

    /// Number of distinct groups.
    pub fn group_count(&self) -> usize {
        let mut groups = self.groups.clone();
        groups.sort_unstable();
        groups.dedup();
        groups.len()
    }

    /// All columns that a formula may name: axes first.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.axes.iter().chain(&self.others)
    }

    /// The column that a name of a formula stands for: a column of that name, the symbol of a quantity
    /// (see [`Quantity::symbol`]), or `x` for the only axis. Axes come before further columns.
    pub fn resolve(&self, name: &str) -> Option<&Column> {
        let best = |columns: &[Column]| {
            let ranked = columns.iter().enumerate();
            let ranked = ranked.filter_map(|(at, column)| Some((column.quantity.rank(name)?, at)));
            ranked.min().map(|(_, at)| at)
        };
        self.columns()
            .find(|column| column.name == name)
            .or_else(|| best(&self.axes).map(|at| &self.axes[at]))
            .or_else(|| best(&self.others).map(|at| &self.others[at]))
            .or_else(|| (name == "x" && self.axes.len() == 1).then(|| &self.axes[0]))
    }

    /// The rows named, in that order.
    pub fn select(&self, rows: &[usize]) -> Self {
        let pick = |values: &[f64]| -> Vec<f64> {
            if values.is_empty() { Vec::new() } else { rows.iter().map(|row| values[*row]).collect() }
        };
        Self {
            response: self.response.select(rows),
            axes: self.axes.iter().map(|column| column.select(rows)).collect(),
            others: self.others.iter().map(|column| column.select(rows)).collect(),
            groups: rows.iter().map(|row| self.groups[*row]).collect(),
            weights: pick(&self.weights),
            stderr: pick(&self.stderr),
            lines: rows.iter().map(|row| self.lines[*row]).collect(),
            source: self.source.clone(),
            label: self.label.clone(),
            settled: Some(self.scale()),
        }
    }

    /// Adds all that a result may rest on to the digest of a piece of work.
    pub(crate) fn digest(&self, to: &mut Digest) {
        [&self.label, &self.source].into_iter().for_each(|text| to.text(text));
        to.word(self.settled.map_or(0, |scale| 1 + scale as u64));
        self.columns().chain([&self.response]).for_each(|column| column.digest(to));
        [&self.weights, &self.stderr].into_iter().for_each(|values| to.numbers(values));
        [&self.groups, &self.lines]
            .into_iter()
            .for_each(|numbers| to.words(numbers.iter().map(|number| *number as u64)));
    }

    /// The axes and further columns without the response: points at which to forecast.
    pub fn points(&self) -> Points {
        Points { columns: self.columns().cloned().collect() }
    }
}

/// Places at which a law is asked for an answer: columns by name, no response.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// Columns of equal length; names as in the observations.
    pub columns: Vec<Column>,
}

impl Points {
    /// Number of points.
    pub fn n(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Adds all columns to the digest of a piece of work.
    pub(crate) fn digest(&self, to: &mut Digest) {
        self.columns.iter().for_each(|column| column.digest(to));
    }

    /// The points named, in that order.
    pub fn select(&self, rows: &[usize]) -> Self {
        Self { columns: self.columns.iter().map(|column| column.select(rows)).collect() }
    }
}
