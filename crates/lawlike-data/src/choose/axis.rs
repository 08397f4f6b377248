//! Axes of tables in which no column has the name of one: what the names and numbers beside the response still tell.

use super::{LEVELS, NARROW, TOGETHER};
use crate::error::Result;
use crate::pick::{Chooser, Pick, example, listed};
use crate::values::Values;
use crate::{outcome, same_count, shared, vocabulary};
use lawlike::quantity::{Quantity, Setting};

/// Largest over smallest count of an axis that goes by no known name.
const LEAST_SPAN: f64 = 4.0;
/// All of the data, in per cent.
const WHOLE: f64 = 100.0;

impl Chooser<'_> {
    /// The smallest and the largest value above zero.
    fn span(&self, pick: &Pick) -> (f64, f64) {
        let values = Values::of(&self.table.columns[pick.column], pick.quantity).values;
        let known = values.iter().filter(|value| *value > 0.0);
        known.fold((f64::INFINITY, 0.0), |(lo, hi): (f64, f64), own| (lo.min(own), hi.max(own)))
    }

    /// The one column whose name says that it counts something and whose numbers do, where none has a clearer name.
    pub(super) fn only_count(&self) -> Option<Pick> {
        // `size` and `n` say of what where time is the outcome: of the work.
        let took = self.response.is_some_and(|response| vocabulary::took(self.name(&response)).is_some());
        let counts = |pick: &&Pick| {
            let name = self.name(pick);
            let values = Values::of(&self.table.columns[pick.column], pick.quantity).values;
            let known = || values.iter().filter(|value| value.is_finite());
            // Zero is where a count begins.
            let (lo, hi) = self.span(pick);
            pick.quantity == Quantity::Plain
                && (vocabulary::counts_things(name)
                    || took && (vocabulary::is_bare_size(name) || name.trim() == "n"))
                && known().all(|value| value >= 0.0 && value.fract() == 0.0)
                && hi >= LEAST_SPAN * lo
        };
        let free = |pick: &&Pick| self.response.is_none_or(|response| response.column != pick.column);
        let found: Vec<Pick> = self.measured.iter().filter(free).filter(counts).copied().collect();
        match found.as_slice() {
            [only] => Some(*only),
            several => same_count::exact(self.table, several),
        }
    }

    /// Whether a size moves so little that it is the same for all runs but for what they differ in besides.
    pub(super) fn is_narrow(&self, pick: &Pick) -> bool {
        let (lo, hi) = self.span(pick);
        pick.quantity.is_size() && hi > lo && hi < NARROW * lo
    }

    /// What is put on a machine at once, where speed is the outcome: batch sizes, lengths of input.
    pub(super) fn loads(&self) -> Vec<Pick> {
        let took = self.response.is_some_and(|response| vocabulary::took(self.name(&response)).is_some());
        let free = |pick: &&Pick| self.response.is_none_or(|response| response.column != pick.column);
        let is_load = |pick: &&Pick| {
            let (lo, hi) = self.span(pick);
            !pick.quantity.is_outcome()
                && vocabulary::is_load(self.name(pick))
                && hi >= LEAST_SPAN * lo
                && shared::has_values(self.table, pick, LEVELS)
        };
        self.measured.iter().filter(|_| took).filter(free).filter(is_load).copied().collect()
    }

    /// The one load, or an error that names them.
    pub(super) fn several_loads(&self) -> Result<Vec<Pick>> {
        let loads = self.loads();
        let [first, _, ..] = loads.as_slice() else { return Ok(loads) };
        let names: Vec<&str> = loads.iter().map(|pick| self.name(pick)).collect();
        self.error(format!(
            "speed may be followed along several columns: {}; name one{}",
            listed(&names),
            example("--x", Some(self.name(first)))
        ))
    }

    /// The only column of numbers beside the response, where its name does not say that it is set, a spread or the number of
    /// its row.
    pub(super) fn only_number_beside(&self) -> Option<Pick> {
        let free = |pick: &&Pick| self.response.is_none_or(|response| response.column != pick.column);
        let is_beside = |pick: &&Pick| !vocabulary::is_spread(self.name(pick));
        let levels = |pick: &&Pick| shared::has_values(self.table, pick, LEVELS);
        let mut moving = self.measured.iter().filter(free).filter(is_beside).filter(levels);
        let is_open = |pick: &&Pick| {
            let (name, column) = (self.name(pick), &self.table.columns[pick.column]);
            pick.quantity == Quantity::Plain
                && !vocabulary::is_setting(name)
                && !vocabulary::is_spread(name)
                && !vocabulary::is_rate(name)
                && !column.raw.0.counts_rows()
        };
        moving.next().filter(|_| moving.next().is_none()).filter(is_open).copied()
    }

    /// The one column of passes over the data.
    pub(super) fn passes(&self) -> Option<Pick> {
        let is_meant =
            |pick: &&Pick| pick.quantity == Quantity::Epochs && shared::has_values(self.table, pick, LEVELS);
        let found: Vec<Pick> = self.recognised.iter().filter(is_meant).copied().collect();
        let filled = outcome::filled(self.table, &found);
        filled.first().filter(|_| filled.len() == 1).copied()
    }

    /// The column whose name says which part of the data a run saw; of several that say the same, the first.
    pub(super) fn part_of_data(&self) -> Option<Pick> {
        let is_part = |pick: &&Pick| {
            let values = Values::of(&self.table.columns[pick.column], pick.quantity).values;
            let known = || values.iter().filter(|value| value.is_finite());
            let (lo, hi) = known().fold((f64::INFINITY, 0.0_f64), |(lo, hi), own| (lo.min(own), hi.max(own)));
            matches!(pick.quantity, Quantity::Plain | Quantity::Setting(Setting::Share))
                && vocabulary::is_part_of_data(self.name(pick))
                && lo > 0.0
                && hi <= WHOLE
                && hi >= LEAST_SPAN * lo
                && shared::has_values(self.table, pick, LEVELS)
        };
        let free = |pick: &&Pick| self.response.is_none_or(|response| response.column != pick.column);
        let found: Vec<Pick> = self.measured.iter().filter(free).filter(is_part).copied().collect();
        let (first, others) = found.split_first()?;
        let is_same = |other: &Pick| {
            let range = shared::ratios_of_most(self.table, *other, *first);
            range.is_some_and(|(lo, hi)| hi <= TOGETHER * lo)
        };
        others.iter().all(is_same).then_some(*first)
    }
}
