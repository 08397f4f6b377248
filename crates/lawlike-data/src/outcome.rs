//! Which column is the response where the user names none. Of several outcomes one is taken where a rule says which, and
//! the rule is said; else the error lists them.

mod rules;

use crate::cells::Cells;
use crate::column::words::Words;
use crate::error::Result;
use crate::pick::{Chooser, Pick, example, listed};
use crate::roles::{Role, Roles};
use crate::shared;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use crate::vocabulary::{self, TRAINED};
use lawlike::quantity::{Quantity, Setting, ShareReading};
use rules::{HELD_OUT_FIRST, PARTS, RULES, is_one_kind};

pub(crate) use rules::{bare, filled, only, values_of};

/// Rows to one value from which on a column is nearly empty.
pub(crate) const RARE: usize = 4;
/// Names that a sentence lists at most.
const LISTED: usize = 6;

/// The columns that may be the outcome, after all rules.
struct Open {
    left: Vec<Pick>,
    /// Which rules left one.
    said: Option<String>,
    /// Columns called like scores.
    scores: Vec<Pick>,
}

/// Outcomes that are judged one by one where no rule says which is meant; more are a list to choose from.
const APART: std::ops::RangeInclusive<usize> = 2..=24;
/// Rows that such a table must have: below, no law can be judged.
const APART_ROWS: usize = 6;

/// Values of a column of words that names what is compared, and rows that each has on average at least.
const SERIES: std::ops::RangeInclusive<usize> = 2..=24;
const ROWS_OF_SERIES: usize = 3;

/// Values that they may have together: more take minutes to judge, which nobody asked for.
const APART_CELLS: usize = 10_000;

/// Names of the outcomes of a table that are of one kind and stand beside each other: each can be judged by itself. None
/// where one is meant, where the user names one or parts the rows, or where runs are too short to be
/// judged each.
pub(crate) fn apart(table: &Table, roles: &Roles) -> Option<Vec<String>> {
    let is_open = roles.y.is_none()
        && roles.by.is_none()
        && roles.group.is_none()
        && roles.stderr.is_none()
        && table.run.as_ref().map(|run| rows_of_run(table, run)).is_none_or(|rows| rows <= 1 || rows >= APART_ROWS)
        && table.rows() >= APART_ROWS
        // Rows of several benchmarks are parted already.
        && !table.columns.iter().any(|column| {
            vocabulary::is_measured_on(&column.name) && column.raw.names().used().len() > 1
        });
    let chooser = is_open.then(|| Chooser::new(table, Vec::new()))?;
    let left = chooser.open(&roles.x).left;
    let is_beside = APART.contains(&left.len())
        && left.len() * table.rows() <= APART_CELLS
        && is_one_kind(&left)
        && left.iter().all(|pick| pick.quantity != Quantity::Price && !chooser.is_small(pick));
    is_beside.then(|| left.iter().map(|pick| chooser.name(pick).to_owned()).collect())
}

/// Whether a column says one thing of every value of a column of words that each has several rows: it describes what is
/// compared, and is no outcome of a run. What is said once of each run may be one.
pub(crate) fn is_of_the_series(table: &Table, pick: &Pick) -> bool {
    let is_label = |column: &&TableColumn| {
        matches!(column.cells, Cells::Text(_)) && table.run.as_ref() != Some(&column.name)
    };
    let words = table.columns.iter().filter(is_label).map(|column| column.raw.names());
    let labels: Vec<Words> = words.filter(names_series).collect();
    if labels.is_empty() {
        return false;
    }
    let values = Values::of(&table.columns[pick.column], pick.quantity).values;
    labels.iter().any(|words| {
        let mut first: Vec<Option<u64>> = vec![None; words.dictionary.len()];
        words.codes.iter().enumerate().all(|(row, code)| {
            let own = values.at(row);
            own.is_nan() || *first[*code as usize].get_or_insert(own.to_bits()) == own.to_bits()
        })
    })
}

/// Whether words are few and have several rows each.
fn names_series(words: &Words) -> bool {
    let used = words.used();
    let rows_of =
        |least: usize| -> usize { used.iter().map(|(_, rows)| *rows).filter(|rows| *rows >= least).sum() };
    // A label of one row says nothing.
    let (all, shared) = (rows_of(1), rows_of(2));
    SERIES.contains(&used.len()) && all >= ROWS_OF_SERIES * used.len() && 2 * shared > all
}

/// Rows that a run has on average.
pub(crate) fn rows_of_run(table: &Table, run: &str) -> usize {
    table.column(run).map_or(0, |column| table.rows() / column.raw.names().used().len().max(1))
}

impl Chooser<'_> {
    /// Whether fewer rows have a value than can be judged.
    fn is_small(&self, pick: &Pick) -> bool {
        values_of(self.table, pick) < APART_ROWS
    }

    /// The outcome that the format of the file puts first.
    fn headline(&self) -> Option<Pick> {
        let name = self.table.headline.as_ref()?;
        let column = self.table.columns.iter().position(|column| column.name == *name)?;
        let quantity = self.table.columns[column].quantity().unwrap_or(Quantity::Plain);
        Some(Pick { column, quantity })
    }

    /// The column that is the outcome, with a sentence where others might have been.
    pub(crate) fn response(&self, axes: &[Role]) -> Result<(Pick, Option<String>)> {
        let Open { mut left, said, scores } = self.open(axes);
        match left.as_slice() {
            [pick] => return Ok((*pick, said)),
            [] => return self.no_outcome(&scores),
            _ => {}
        }
        if left.iter().all(|pick| pick.quantity == Quantity::Plain) {
            return self.no_outcome(&left);
        }
        left.sort_by_key(|pick| vocabulary::held_out(self.name(pick)));
        let names: Vec<&str> = left.iter().take(20).map(|pick| self.name(pick)).collect();
        self.error(format!(
            "several columns may be the response: {}; name one{}",
            listed(&names),
            example("--y", names.first().copied())
        ))
    }

    /// The columns that may be the outcome.
    fn open(&self, axes: &[Role]) -> Open {
        let taken = |pick: &Pick| axes.iter().any(|axis| axis.column == self.name(pick));
        if let Some(pick) = self.headline().filter(|pick| !taken(pick)) {
            return Open { left: vec![pick], said: None, scores: Vec::new() };
        }
        let outcome = |pick: &Pick| pick.quantity.is_outcome() && !taken(pick);
        let mut found: Vec<Pick> = self.recognised.iter().copied().filter(outcome).collect();
        if found.iter().any(|pick| self.is_filled(pick)) {
            found.retain(|pick| self.is_filled(pick));
        }
        let free: Vec<Pick> = self.measured.iter().copied().filter(|pick| !taken(pick)).collect();
        let is_score =
            |pick: &Pick| pick.quantity == Quantity::Plain && vocabulary::is_score(self.name(pick));
        let scores: Vec<Pick> = free.iter().copied().filter(is_score).collect();
        // Where a method has losses of its parts, what it minimises says little of what the agent earned.
        let is_inner = |pick: &Pick| vocabulary::is_inner(self.name(pick));
        let rewards: Vec<Pick> =
            scores.iter().copied().filter(|pick| vocabulary::is_reward(self.name(pick))).collect();
        if found.iter().any(is_inner) && rewards.iter().any(|pick| self.is_filled(pick)) {
            let (left, said) = self.settle(&rewards);
            let names: Vec<&str> = left.iter().map(|pick| self.name(pick)).collect();
            let losses = || format!("{} before the losses of a method; --y names another", listed(&names));
            let said = said.unwrap_or_else(losses);
            return Open { left, said: Some(said), scores };
        }
        // A price says what a model costs, and a column that is nearly empty says little of the table: neither comes before
        // scores.
        let is_aside = |pick: &Pick| {
            pick.quantity == Quantity::Price
                || vocabulary::is_inner(self.name(pick))
                || RARE * values_of(self.table, pick) < self.table.rows()
        };
        if !found.is_empty() && !scores.is_empty() && found.iter().all(is_aside) {
            found.extend(&scores);
        }
        // What was measured on training data comes last, whatever it is.
        let is_training = |pick: &Pick| vocabulary::held_out(self.name(pick)) == TRAINED;
        let is_better = |pick: &Pick| !is_training(pick) && (is_score(pick) || self.is_share(pick));
        if !found.is_empty() && found.iter().all(is_training) && free.iter().any(is_better) {
            let trained = std::mem::take(&mut found);
            let better: Vec<Pick> = free.iter().copied().filter(is_better).collect();
            let (left, said) = self.settle(&better);
            let beside = || {
                let names: Vec<&str> = trained.iter().take(LISTED).map(|pick| self.name(pick)).collect();
                format!("not used, since measured on training data: {}; --y names one", listed(&names))
            };
            return Open { left, said: said.or_else(|| Some(beside())), scores };
        }
        // What never changes is no outcome.
        let moves = |pick: &Pick| shared::varies(self.table, pick) && !is_of_the_series(self.table, pick);
        if found.iter().chain(&scores).any(moves) {
            found.retain(moves);
        } else if !self.took(&free).is_empty() {
            found.retain(|pick| !shared::varies(self.table, pick) || moves(pick));
        }
        if found.iter().chain(&scores).any(|pick| !self.is_of_the_row(pick))
            && scores.iter().any(|pick| self.is_of_the_row(pick))
        {
            found.retain(|pick| self.is_of_the_row(pick));
        }
        if found.is_empty() {
            found = self.twins(&free);
        }
        if !found.is_empty() {
            let (left, said) = self.settle(&found);
            return self.over_all(&left, &free, &scores).unwrap_or(Open { left, said, scores });
        }
        self.unnamed(&free, scores)
    }

    /// A mean of all that the table holds, which says more than those of its parts that are left.
    fn over_all(&self, left: &[Pick], free: &[Pick], scores: &[Pick]) -> Option<Open> {
        let is_score = |pick: &Pick| pick.quantity.is_share() || pick.quantity == Quantity::Plain;
        let mean = self.summary(free).filter(|_| left.len() >= PARTS && left.iter().all(is_score))?;
        let said =
            format!("the mean of the others is the response: `{}`; --y names another", self.name(&mean));
        Some(Open { left: vec![mean], said: Some(said), scores: scores.to_vec() })
    }

    /// The columns that may be the outcome where none has the name of one.
    fn unnamed(&self, free: &[Pick], scores: Vec<Pick>) -> Open {
        let moves = |pick: &Pick| shared::varies(self.table, pick) && !is_of_the_series(self.table, pick);
        let is_moving_share = |pick: &Pick| moves(pick) && self.is_share(pick);
        let shares: Vec<Pick> = free.iter().copied().filter(is_moving_share).collect();
        let is_mean =
            |pick: &&Pick| pick.quantity == Quantity::Plain && vocabulary::ends_in_mean(self.name(pick));
        let means: Vec<Pick> = free.iter().filter(is_mean).copied().collect();
        let options =
            [scores.clone(), shares, self.summary(free).into_iter().collect(), means, self.took(free)];
        let settled: Vec<_> = options.iter().map(|picks| self.settle(picks)).collect();
        let fewest = settled.iter().find(|(left, _)| left.len() == 1).or(settled.first()).cloned();
        let (left, said) = fewest.unwrap_or_default();
        match self.only_number(free).filter(|_| left.is_empty()) {
            Some(pick) => {
                let said = format!(
                    "the only column of numbers beside the axis is the response: `{}`",
                    self.name(&pick)
                );
                Open { left: vec![pick], said: Some(said), scores }
            }
            None => Open { left, said, scores },
        }
    }

    /// Whether a column was measured on what a column of benchmarks says: values that are the same on each were not.
    fn is_of_the_row(&self, pick: &Pick) -> bool {
        let on = self.table.columns.iter().find(|column| vocabulary::is_measured_on(&column.name));
        let Some(on) = on else { return true };
        let values = Values::of(&self.table.columns[pick.column], pick.quantity).values;
        let words = on.raw.names();
        let mut parts: Vec<Vec<u64>> = vec![Vec::new(); words.dictionary.len()];
        for (row, code) in words.codes.iter().enumerate() {
            parts[*code as usize].push(values.at(row).to_bits());
        }
        parts.retain(|part| !part.is_empty());
        parts.iter_mut().for_each(|part| part.sort_unstable());
        parts.len() < 2 || parts.windows(2).any(|pair| pair[0] != pair[1])
    }

    /// The only column of numbers that moves, beside axes whose names say what they are.
    fn only_number(&self, free: &[Pick]) -> Option<Pick> {
        let is_axis = |pick: &Pick| {
            pick.quantity == Quantity::Date || pick.quantity.is_size() || pick.quantity.counts()
        };
        let moves = |pick: &&Pick| shared::varies(self.table, pick);
        let is_open = |pick: &&Pick| {
            let name = self.name(pick);
            !vocabulary::is_setting(name)
                && !vocabulary::is_spread(name)
                && !vocabulary::counts_things(name)
                && !vocabulary::is_rate(name)
        };
        let has_axis = self.recognised.iter().filter(moves).any(is_axis);
        let mut plain = free.iter().filter(moves).filter(|pick| pick.quantity == Quantity::Plain);
        plain.next().filter(|only| has_axis && plain.next().is_none() && is_open(only)).copied()
    }

    /// Where nothing is scored, the columns that say how fast a piece of work was done.
    fn took(&self, free: &[Pick]) -> Vec<Pick> {
        // What is measured for each of something, such as a watt, is another quantity.
        let rank =
            |pick: &Pick| vocabulary::took(self.name(pick)).filter(|_| !vocabulary::is_per(self.name(pick)));
        let best = free.iter().filter(|pick| pick.quantity == Quantity::Plain).filter_map(rank).min();
        free.iter().copied().filter(|pick| best.is_some() && rank(pick) == best).collect()
    }

    /// Columns of held-out data that have a twin of training data, such as `test_deviance` beside `train_deviance`.
    fn twins(&self, free: &[Pick]) -> Vec<Pick> {
        let part =
            |pick: &Pick| (vocabulary::held_out(self.name(pick)), vocabulary::of_any_part(self.name(pick)));
        let has_twin = |pick: &&Pick| {
            let (rank, own) = part(pick);
            rank == 0 && own.is_some() && free.iter().any(|other| part(other) == (TRAINED, own.clone()))
        };
        free.iter().filter(|pick| pick.quantity == Quantity::Plain).filter(has_twin).copied().collect()
    }

    fn no_outcome(&self, scores: &[Pick]) -> Result<(Pick, Option<String>)> {
        let is_open =
            |pick: &&Pick| matches!(pick.quantity, Quantity::Plain | Quantity::Setting(Setting::Share));
        let mut names: Vec<&str> = self.measured.iter().filter(is_open).map(|pick| self.name(pick)).collect();
        if names.is_empty() {
            names = self.measured.iter().map(|pick| self.name(pick)).collect();
        }
        names.sort_by_key(|name| {
            (vocabulary::is_letter(name), vocabulary::is_put_in(name), vocabulary::is_setting(name))
        });
        names.truncate(20);
        // What was put in, counted or numbered is no example of an outcome.
        let mut shown = names.first().copied().filter(|name| !vocabulary::is_put_in(name));
        if !scores.is_empty() {
            names = scores.iter().map(|pick| self.name(pick)).collect();
            shown = names.first().copied();
        }
        let message = format!(
            "no column is recognised as an outcome (loss, accuracy, horizon, price, rating): name one with --y; columns of \
             numbers are {}{}",
            listed(&names),
            example("--y", shown)
        );
        self.error_of_none(Quantity::is_outcome, message)
    }

    /// What the rules leave of several outcomes, and what they say.
    fn settle(&self, found: &[Pick]) -> (Vec<Pick>, Option<String>) {
        let mut left = found.to_vec();
        let mut says = Vec::new();
        for rule in RULES.iter().filter(|_| found.len() > 1) {
            let kept = (rule.keep)(self.table, &left);
            if !kept.is_empty() && kept.len() < left.len() {
                left = kept;
                says.push(rule.says);
            }
        }
        let [pick] = left.as_slice() else { return (left, None) };
        // That held-out losses come before those of training goes without saying.
        let is_loss = |pick: &Pick| matches!(pick.quantity, Quantity::Loss(_));
        if says == [HELD_OUT_FIRST] && found.iter().all(is_loss) {
            return (left, None);
        }
        let others: Vec<&str> = found
            .iter()
            .filter(|other| other.column != pick.column)
            .map(|other| self.name(other))
            .take(LISTED)
            .collect();
        let more = found.len().saturating_sub(1 + others.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let said = (!others.is_empty()).then(|| {
            format!(
                "of {} outcomes `{}` is the response ({}); not used: {}{more}; --y names another",
                found.len(),
                self.name(pick),
                says.join("; "),
                listed(&others)
            )
        });
        (left, said)
    }

    fn is_filled(&self, pick: &Pick) -> bool {
        let values = Values::of(&self.table.columns[pick.column], pick.quantity);
        values.values.extent().missing < values.values.len() || !values.bad.is_empty()
    }

    /// Whether name and range say that a plain column holds shares.
    fn is_share(&self, pick: &Pick) -> bool {
        let column = &self.table.columns[pick.column];
        let extent = Values::of(column, pick.quantity).values.extent();
        let reading = ShareReading::of(&column.name, pick.quantity, (extent.lo, extent.hi), false);
        pick.quantity == Quantity::Plain && reading != ShareReading::Plain
    }

    /// The column called by a mean alone, such as `Avg`, that lies amid the plain columns beside it in every row.
    fn summary(&self, free: &[Pick]) -> Option<Pick> {
        let is_summary = |pick: &&Pick| vocabulary::is_summary(self.name(pick));
        let pick = free.iter().find(is_summary).filter(|pick| pick.quantity == Quantity::Plain)?;
        let values_of = |pick: &Pick| Values::of(&self.table.columns[pick.column], pick.quantity).values;
        let own = values_of(pick);
        let parts: Vec<_> = free
            .iter()
            .filter(|other| other.column != pick.column && other.quantity == Quantity::Plain)
            .map(values_of)
            .collect();
        let lies_amid = |row: usize| {
            let beside = || parts.iter().map(|part| part.at(row)).filter(|value| value.is_finite());
            !own.at(row).is_finite()
                || beside().any(|value| value <= own.at(row)) && beside().any(|value| value >= own.at(row))
        };
        // `mean` beside `std_error` is the mean of what the table is about.
        let has_error = |other: &&Pick| vocabulary::is_spread(self.name(other));
        let is_aside = |other: &&Pick| {
            let name = self.name(other);
            vocabulary::counts_things(name) || vocabulary::is_setting(name)
        };
        let plain =
            free.iter().filter(|other| other.column != pick.column && other.quantity == Quantity::Plain);
        let (errors, others): (Vec<&Pick>, Vec<&Pick>) =
            plain.filter(|other| !is_aside(other)).partition(|other| has_error(other));
        let stands_alone = errors.len() == 1 && others.is_empty();
        (stands_alone || parts.len() >= PARTS && (0..self.table.rows()).all(lies_amid)).then_some(*pick)
    }
}
