//! From a table and the roles of its columns to observations, saying what was understood.

use crate::cards::{SENTINEL, ZERO_LEFT_OUT};
use crate::cells::Cells;
use crate::choose::{find, noun};
use crate::column::Numbers;
use crate::derive::Derived;
use crate::diverged;
use crate::error::{Error, Result};
use crate::notice::{self, Note};
use crate::one_factor;
use crate::pick::{Chosen, Pick};
use crate::pooled;
use crate::prepare::Prepared;
use crate::roles::Roles;
use crate::runs::{self, Runs};
use crate::split::{groups, labels, split};
use crate::table::Table;
use crate::traits::traits;
use crate::unit::ColumnUnit;
use crate::values::Values;
use crate::vocabulary::quoted;
use lawlike::finding::Severity;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::{ComputeCount, ParameterCount, Quantity, TokenCount};
use lawlike_num::parallel;

/// Observations, and what was understood on the way to them.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// One for each value of `--by`, in order of first appearance; one in all without `--by`.
    pub series: Vec<Observations>,
    /// Name and quantity of the response.
    pub response: (String, Quantity),
    /// Names and quantities of the axes.
    pub axes: Vec<(String, Quantity)>,
    /// What was understood and left out, one sentence each.
    pub understood: Vec<String>,
    /// What was noticed.
    pub notes: Vec<Note>,
    /// Columns of words that tell the series apart, with their value by series.
    pub traits: Vec<(String, Vec<String>)>,
    /// Columns that are converted where they are read, with their units.
    pub units: Vec<(String, ColumnUnit)>,
    /// Further columns that the law needs.
    pub(crate) needed: Vec<String>,
    /// A column of tokens that follows from others.
    pub(crate) derived: Option<Derived>,
}

impl Observed {
    /// The unit in which the response is written: forecasts are written in it as well.
    pub fn response_unit(&self) -> ColumnUnit {
        let own = self.units.iter().find(|(name, _)| *name == self.response.0);
        own.map_or(ColumnUnit::One, |(_, unit)| *unit)
    }

    /// The same with these series in place of its own, of which they are those at the places `kept`, and with sentences on
    /// what was left out.
    pub fn keep(&mut self, series: Vec<Observations>, kept: &[usize], said: Vec<String>) {
        self.series = series;
        self.understood.extend(said);
        for (_, values) in &mut self.traits {
            *values = kept.iter().filter_map(|place| values.get(*place).cloned()).collect();
        }
    }
}

/// Hint at the end of the error about an impossible value.
const HINT: &str = "correct it, leave it out with --where, or leave out all such rows with --skip-bad";

/// Takes the columns of a table for what the roles, or else their names, say they are.
///
/// Rows without response, axis or series are left out and counted. So are, unless [`Roles::keep_zero`] is set, rows
/// in which an axis of counts (examples, steps, samples, thinking tokens, epochs) is zero, if zero is its smallest
/// value and the others span more than a factor of two: they are the untrained start, and a logarithmic axis begins
/// after it.
///
/// # Errors
/// A column is missing, several columns could be meant, or a value is impossible (text, not finite, or not
/// above zero where it must be) and [`Roles::skip_bad`] is not set.
pub fn observe(table: &Table, roles: &Roles) -> Result<Observed> {
    observe_for(table, roles, None)
}

/// As [`observe`], for forecasts at the points of another table: where neither the user nor the law names the axes, they
/// are what the two tables share.
///
/// # Errors
/// As [`observe`].
pub fn observe_for(table: &Table, roles: &Roles, points: Option<&Table>) -> Result<Observed> {
    let prepared = Prepared::new(table, roles, points)?;
    let units = prepared.units();
    let Prepared { table, chosen, derived, said, mut notes, by } = prepared;
    let table = &table;
    let mut roles = roles.clone();
    roles.by = roles.by.or(by);
    let mut understood = table.said.clone();
    understood.extend(sentences(table, &chosen));
    understood.extend(said);
    notes.splice(..0, notice::definitions(table, &chosen));
    notes.extend(notice::unfinished(table));
    // What a user names is a choice; what a rule takes must not drop a size in silence.
    notes.extend(notice::unused(table, &chosen).filter(|_| roles.x.is_empty()));
    notes.extend(notice::mixture(table, &chosen));
    let mut rows = Rows::new(table);
    let used: Vec<Pick> = chosen.used().copied().collect();
    let weight = rows.extra(&roles.weight)?;
    let stderr = rows.extra(&roles.stderr)?;
    for pick in used {
        rows.need(pick);
    }
    if let Some((diverged, note)) = diverged::rows(table, chosen.response.column) {
        rows.drop_silently(&diverged);
        notes.push(note);
    }
    match runs::of(table, &chosen, &roles) {
        Some(Runs::Last(out, note)) => {
            rows.drop_silently(&out);
            notes.push(note);
        }
        // Points need not name runs.
        Some(Runs::Series(name)) if points.is_none() => roles.by = Some(name),
        Some(Runs::Series(name) | Runs::Group(name)) => roles.group = Some(name),
        None => {}
    }
    if roles.by.is_none() && roles.group.is_none() && points.is_none() {
        roles.by = rows.parted(&chosen, &mut understood, &mut notes);
    }
    let roles = &roles;
    notes.extend(chosen.axes.iter().filter_map(|axis| rows.leave_out_sentinels(*axis)));
    if chosen.response.quantity == Quantity::Price {
        notes.extend(rows.leave_out_sentinels(chosen.response));
    }
    rows.leave_out(&roles.by, roles.skip_bad, &mut understood)?;
    for axis in chosen.axes.iter().filter(|_| !roles.keep_zero) {
        if let Some((sentence, note)) = rows.leave_out_zero(*axis) {
            understood.push(sentence);
            notes.push(note);
        }
    }

    let columns = Columns { table, rows: &rows, chosen: &chosen, weight, stderr };
    let series = columns.series(roles)?;
    understood.extend(role_sentences(roles, &series));
    notes.extend(notice::constants(&series));
    notes.extend(notice::duplicates(table, &series, roles.group.is_some()));
    let rows: Vec<Vec<usize>> = series.iter().map(|(_, rows)| rows.clone()).collect();
    let traits = traits(table, roles.by.as_deref(), &rows);
    let name = |pick: &Pick| (table.columns[pick.column].name.clone(), pick.quantity);
    Ok(Observed {
        response: name(&chosen.response),
        axes: chosen.axes.iter().map(name).collect(),
        needed: chosen.named.iter().map(|pick| name(pick).0).collect(),
        series: settled(series),
        understood,
        notes,
        traits,
        units,
        derived,
    })
}

/// The rows of a table, with the values of the columns that must be there.
struct Rows<'a> {
    table: &'a Table,
    needed: Vec<(usize, Values)>,
    keep: Vec<bool>,
}

impl<'a> Rows<'a> {
    fn new(table: &'a Table) -> Self {
        Self { table, needed: Vec::new(), keep: vec![true; table.rows()] }
    }

    fn need(&mut self, pick: Pick) {
        let values = Values::of(&self.table.columns[pick.column], pick.quantity);
        self.needed.push((pick.column, values));
    }

    /// A column of weights or standard errors: needed, and not below zero.
    fn extra(&mut self, name: &Option<String>) -> Result<Option<usize>> {
        let Some(name) = name else { return Ok(None) };
        let column = find(self.table, name)?;
        let values = Values::of(&self.table.columns[column], Quantity::Plain).not_negative();
        self.needed.push((column, values));
        Ok(Some(self.needed.len() - 1))
    }

    fn values(&self, pick: Pick) -> Option<&Numbers> {
        let found = self.needed.iter().rev().find(|(column, _)| *column == pick.column);
        found.map(|(_, values)| &values.values)
    }

    /// Leaves out rows with missing cells, then those with impossible values or errs at the first of them.
    fn leave_out(&mut self, by: &Option<String>, skip_bad: bool, understood: &mut Vec<String>) -> Result<()> {
        if let Some(name) = by {
            let column = &self.table.columns[find(self.table, name)?];
            let missing: Vec<usize> = (0..self.table.rows()).filter(|row| column.is_missing(*row)).collect();
            understood.extend(self.drop_rows(&missing, &format!("without `{name}`")));
        }
        let needed = std::mem::take(&mut self.needed);
        for (column, values) in &needed {
            let name = &self.table.columns[*column].name;
            understood.extend(self.drop_rows(&values.missing, &format!("without `{name}`")));
        }
        for (column, values) in &needed {
            let column = &self.table.columns[*column];
            let present = self.table.rows() - values.missing.len();
            if matches!(column.cells, Cells::Text(_)) && values.bad.len() * 2 > present {
                values.check(self.table, column, &self.keep, "choose a column of numbers")?;
            }
            if !skip_bad {
                values.check(self.table, column, &self.keep, HINT)?;
            }
            let bad: Vec<usize> = values.bad.iter().map(|(row, _)| *row).collect();
            understood.extend(self.drop_rows(&bad, &format!("with impossible values of `{}`", column.name)));
        }
        self.needed = needed;
        if !self.keep.contains(&true) {
            let message = format!("no row is left to work on: {}", understood.join("; "));
            return Err(Error::input(&self.table.name, message));
        }
        Ok(())
    }

    /// Leaves out the few rows in which an axis that counts, or spans factors, holds a number that stands for none.
    fn leave_out_sentinels(&mut self, axis: Pick) -> Option<Note> {
        let column = &self.table.columns[axis.column];
        let Cells::Number(numbers) = &column.cells else { return None };
        let above: Vec<f64> = numbers.iter().filter(|value| *value > 0.0 && value.is_finite()).collect();
        let lo = above.iter().copied().fold(f64::INFINITY, f64::min);
        let hi = above.iter().copied().fold(0.0, f64::max);
        let below = numbers.iter().filter(|value| *value <= 0.0).count();
        let zero = axis.quantity.is_positive();
        let is_none = |value: f64| SENTINELS.contains(&value) || zero && value == 0.0;
        let rows: Vec<usize> = (0..numbers.len()).filter(|row| is_none(numbers.at(*row))).collect();
        let few = SENTINEL_SHARE * rows.len() <= numbers.len();
        if rows.is_empty()
            || rows.len() < below
            || !few
            || hi / lo <= LOG_FROM
            || axis.quantity == Quantity::Date
        {
            return None;
        }
        for row in &rows {
            self.keep[*row] = false;
        }
        let mut found: Vec<String> = rows.iter().map(|row| column.raw.trimmed(*row).into_owned()).collect();
        found.sort();
        found.dedup();
        let message = format!(
            "`{}` is {} in {}, which are left out: {}",
            column.name,
            found.join(" or "),
            counted(rows.len()),
            self.table.places(&rows)
        );
        Some(Note::new(&SENTINEL, Severity::Warning, message))
    }

    /// Leaves rows out in which an axis of counts is zero and its logarithmic range begins after it, and says so.
    fn leave_out_zero(&mut self, axis: Pick) -> Option<(String, Note)> {
        if !may_be_zero(axis.quantity) {
            return None;
        }
        let values = self.values(axis)?;
        let (zero, rest): (Vec<usize>, Vec<usize>) =
            self.kept().into_iter().partition(|row| values.at(*row) == 0.0);
        let lo = rest.iter().map(|row| values.at(*row)).fold(f64::INFINITY, f64::min);
        let hi = rest.iter().map(|row| values.at(*row)).fold(f64::NEG_INFINITY, f64::max);
        if zero.is_empty() || rest.is_empty() || lo < 0.0 || hi / lo <= LOG_FROM {
            return None;
        }
        for row in &zero {
            self.keep[*row] = false;
        }
        let (name, places) = (&self.table.columns[axis.column].name, self.table.places(&zero));
        let message = format!("`{name}` = 0 is taken for the untrained start ({})", counted(zero.len()));
        let sentence = format!(
            "{} with `{name}` = 0 left out: a logarithmic axis begins after zero; {places}",
            counted(zero.len())
        );
        Some((sentence, Note::new(&ZERO_LEFT_OUT, Severity::Note, message)))
    }

    /// Leaves rows out of which a note speaks.
    fn drop_silently(&mut self, rows: &[usize]) {
        for row in rows {
            self.keep[*row] = false;
        }
    }

    /// Leaves rows out that are still in, and says so.
    fn drop_rows(&mut self, rows: &[usize], why: &str) -> Option<String> {
        let rows: Vec<usize> = rows.iter().filter(|row| self.keep[**row]).copied().collect();
        for row in &rows {
            self.keep[*row] = false;
        }
        let places = || self.table.places(&rows);
        (!rows.is_empty()).then(|| format!("{} {why} left out ({})", counted(rows.len()), places()))
    }

    /// The column that parts the rows into sweeps. Rows of sweeps of something else are left out; a setting that parts the rows is
    /// noted.
    fn parted(
        &mut self,
        chosen: &Chosen,
        understood: &mut Vec<String>,
        notes: &mut Vec<Note>,
    ) -> Option<String> {
        if let Some((others, said)) = one_factor::others(self.table, chosen, &self.kept()) {
            self.drop_silently(&others);
            understood.push(said);
        }
        let kept = self.kept();
        let Some(column) = pooled::sweeps(self.table, chosen, &kept) else {
            let setting = pooled::setting(self.table, chosen, &kept);
            notes.extend(setting.map(|column| notice::mixed(&column.name)));
            return None;
        };
        let name = &column.name;
        understood.push(format!(
            "rows of one `{name}` differ from those of another by more than the axes say: each is a sweep of its own; \
             --group {} keeps them in one law",
            quoted(name)
        ));
        Some(name.clone())
    }

    fn kept(&self) -> Vec<usize> {
        (0..self.keep.len()).filter(|row| self.keep[*row]).collect()
    }
}

/// Numbers that stand for none.
const SENTINELS: [f64; 4] = [-1.0, -99.0, -999.0, -9999.0];
/// Rows with such numbers are at most one in so many.
const SENTINEL_SHARE: usize = 4;
/// The span from which on an axis of positive values is logarithmic.
const LOG_FROM: f64 = 2.0;

/// Whether a quantity counts what training or sampling adds, so that zero is where it begins.
fn may_be_zero(quantity: Quantity) -> bool {
    use Quantity::{Epochs, Examples, Samples, Steps, ThinkingTokens};
    matches!(quantity, Examples | Steps | Samples | ThinkingTokens | Epochs)
}

fn counted(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// Everything that the series are made of.
struct Columns<'a> {
    table: &'a Table,
    rows: &'a Rows<'a>,
    chosen: &'a Chosen,
    /// Indices into the needed columns.
    weight: Option<usize>,
    stderr: Option<usize>,
}

impl Columns<'_> {
    /// One series for each value of `--by`, with the rows of the table.
    fn series(&self, roles: &Roles) -> Result<Vec<(Observations, Vec<usize>)>> {
        let by = roles.by.as_deref().map(|name| find(self.table, name)).transpose()?;
        let parts = match by {
            Some(column) => split(&self.table.columns[column], self.rows.kept()),
            None => vec![(String::new(), self.rows.kept())],
        };
        let group = roles.group.as_deref().map(|name| find(self.table, name)).transpose()?;
        let group = group.map(|column| (&self.table.columns[column], labels(&self.table.columns[column])));
        let others: Vec<(Pick, Values)> = self
            .chosen
            .others
            .iter()
            .map(|pick| (*pick, Values::of(&self.table.columns[pick.column], pick.quantity)))
            .collect();
        let series = |(label, rows): (String, Vec<usize>)| {
            let mut observations = self.series_of_rows(&rows, &others)?;
            observations.groups = match &group {
                Some((column, labels)) => groups(column, labels, &rows),
                None => (0..rows.len()).collect(),
            };
            observations.label = label;
            Ok((observations, rows))
        };
        parallel::each(parts, 0, series).into_iter().collect()
    }

    fn series_of_rows(&self, rows: &[usize], others: &[(Pick, Values)]) -> Result<Observations> {
        let pick_rows = |values: &Numbers| -> Vec<f64> { rows.iter().map(|row| values.at(*row)).collect() };
        let column = |pick: Pick, values: &Numbers| {
            Column::new(self.table.columns[pick.column].name.clone(), pick.quantity, pick_rows(values))
        };
        let absent = Numbers::default();
        let needed = |pick: &Pick| column(*pick, self.rows.values(*pick).unwrap_or(&absent));
        let extra = |at: Option<usize>| {
            at.and_then(|at| self.rows.needed.get(at))
                .map(|(_, values)| pick_rows(&values.values))
                .unwrap_or_default()
        };
        let axes = self.chosen.axes.iter().map(needed).collect();
        let mut observations = Observations::new(needed(&self.chosen.response), axes)
            .map_err(|error| Error::input(&self.table.name, error.to_string()))?;
        observations.others = self.chosen.named.iter().map(needed).collect();
        observations.others.extend(others.iter().map(|(pick, values)| column(*pick, &values.values)));
        observations.weights = extra(self.weight);
        observations.stderr = extra(self.stderr);
        observations.lines = rows.iter().map(|row| self.table.lines.get(*row)).collect();
        observations.source.clone_from(&self.table.name);
        Ok(observations)
    }
}

/// What each column was understood as.
fn sentences(table: &Table, chosen: &Chosen) -> Vec<String> {
    let columns = chosen.used().enumerate().map(|(at, pick)| {
        let word = match (pick.quantity.symbol(), pick.quantity) {
            (Some(symbol), _) => symbol.to_owned(),
            (None, Quantity::Plain) if at == 0 => "response".to_owned(),
            (None, Quantity::Plain) if at <= chosen.axes.len() => "axis".to_owned(),
            (None, Quantity::Plain) => "input".to_owned(),
            (None, quantity) => noun(quantity),
        };
        let mut details = Vec::new();
        let detail = detail(pick.quantity);
        if !detail.is_empty() {
            details.push(detail.to_owned());
        }
        let unit = table.columns[pick.column].unit.words();
        details.extend((!unit.is_empty()).then_some(unit));
        let family = match pick.quantity {
            Quantity::Parameters(_) | Quantity::Tokens(_) | Quantity::Compute(_) => {
                chosen.same_family(table, pick)
            }
            _ => Vec::new(),
        };
        if !family.is_empty() {
            let names: Vec<String> = family.iter().map(|name| format!("`{name}`")).collect();
            details.push(format!("also present: {}", names.join(", ")));
        }
        let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join("; ")) };
        format!("{word} = `{}`{details}", table.columns[pick.column].name)
    });
    columns.collect()
}

fn detail(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Parameters(ParameterCount::Total) => "total",
        Quantity::Parameters(ParameterCount::NonEmbedding) => "without embeddings",
        Quantity::Parameters(ParameterCount::Active) => "active",
        Quantity::Tokens(TokenCount::Seen) => "tokens seen",
        Quantity::Tokens(TokenCount::Unique) => "unique tokens",
        Quantity::Compute(ComputeCount::Reported) => "FLOP as reported",
        Quantity::Compute(ComputeCount::SixNd) => "FLOP, 6 N D",
        Quantity::Compute(ComputeCount::Exact) => "FLOP, exact",
        Quantity::Date => "decimal year",
        other => other.unit(),
    }
}

/// The series, with one scale of the response for all.
fn settled(series: Vec<(Observations, Vec<usize>)>) -> Vec<Observations> {
    let mut series: Vec<Observations> = series.into_iter().map(|(observations, _)| observations).collect();
    Observations::settle(&mut series);
    series
}

/// What grouping, series, weights and errors were understood as.
fn role_sentences(roles: &Roles, series: &[(Observations, Vec<usize>)]) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(name) = &roles.by {
        out.push(format!("one series for each value of `{name}` ({} in all)", series.len()));
    }
    if let Some(name) = &roles.group {
        let count: usize = series.iter().map(|(observations, _)| observations.group_count()).sum();
        out.push(format!("rows with the same `{name}` belong together ({count} groups)"));
    }
    out.extend(roles.weight.iter().map(|name| format!("weight of each row = `{name}`")));
    out.extend(roles.stderr.iter().map(|name| format!("standard error of the response = `{name}`")));
    out
}
