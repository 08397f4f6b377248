//! What can be asked of a table: the command to type next, tried before it is proposed.

use crate::calendar::{TrendRoles, dated, is_runs};
use crate::choose::NARROW;
use crate::error::Result;
use crate::observe::{Observed, observe};
use crate::outcome::is_of_the_series;
use crate::pick::Pick;
use crate::roles::{Role, Roles};
use crate::sample_roles::SampleRoles;
use crate::samples::samples;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use crate::vocabulary::{self, TRAINED, quoted};
use lawlike::quantity::Quantity;
use lawlike_questions::trend::Dated;

/// Candidates that are tried at most.
const TRIED: usize = 12;

/// A command without the name of the file, and why it is proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// The command: `audit`, `trend` or `passk`.
    pub command: &'static str,
    /// Options, quoted for a shell.
    pub options: Vec<String>,
    /// What it would do.
    pub why: String,
}

/// The command that answers the first question that the table allows; none if none does. `observed` is what [`crate::observe`]
/// makes of the table without any role.
pub fn next(table: &Table, observed: &Result<Observed>) -> Option<Next> {
    if is_runs(table) {
        return Some(plain("trend", "runs of tasks with the time that they take a human"));
    }
    if samples(table, &SampleRoles::default()).is_ok() {
        return Some(plain("passk", "samples of tasks, right or wrong"));
    }
    let is_dated = observed
        .as_ref()
        .is_ok_and(|observed| observed.axes.iter().all(|(_, quantity)| *quantity == Quantity::Date));
    if is_dated && is_followed(table, &TrendRoles::default()) {
        return Some(plain("trend", "values over calendar time"));
    }
    if let Ok(observed) = observed {
        let response = table.column(&observed.response.0);
        if response.is_some_and(|column| !is_filled(table, column))
            && let Some(next) = counts_over_time(table)
        {
            return Some(next);
        }
        if moves(observed) {
            return Some(Next { command: "audit", options: Vec::new(), why: along(observed) });
        }
        return None;
    }
    if is_followed(table, &TrendRoles::default()) {
        return Some(plain("trend", "values over calendar time"));
    }
    counts_over_time(table).or_else(|| with_response(table)).or_else(|| over_time(table))
}

/// Whether values stand on more than one day.
fn is_followed(table: &Table, roles: &TrendRoles) -> bool {
    let several = |series: &Dated| series.points.windows(2).any(|pair| pair[0].day != pair[1].day);
    dated(table, roles).is_ok_and(|found| found.series.iter().any(several))
}

/// Whether at least half of the rows have a value.
fn is_filled(table: &Table, column: &TableColumn) -> bool {
    2 * (0..table.rows()).filter(|row| !column.is_missing(*row)).count() >= table.rows()
}

/// Compute or size over calendar time, in a list of models whose outcomes are hardly known.
fn counts_over_time(table: &Table) -> Option<Next> {
    let is_outcome = |column: &TableColumn| column.quantity().is_some_and(Quantity::is_outcome);
    if table.columns.iter().any(|column| is_outcome(column) && is_filled(table, column)) {
        return None;
    }
    let kinds: [fn(Quantity) -> bool; 2] = [
        |quantity| matches!(quantity, Quantity::Compute(_)),
        |quantity| matches!(quantity, Quantity::Parameters(_)),
    ];
    kinds.iter().find_map(|is_kind| {
        let column = table
            .columns
            .iter()
            .find(|column| column.quantity().is_some_and(is_kind) && is_filled(table, column))?;
        proposed_trend(table, column)
    })
}

fn proposed_trend(table: &Table, column: &TableColumn) -> Option<Next> {
    let roles = TrendRoles { value: Some(column.name.clone()), ..TrendRoles::default() };
    if !is_followed(table, &roles) {
        return None;
    }
    let options = vec![format!("--y {}", quoted(&column.name))];
    Some(Next { command: "trend", options, why: format!("`{}` over calendar time", column.name) })
}

fn plain(command: &'static str, why: &str) -> Next {
    Next { command, options: Vec::new(), why: why.to_owned() }
}

fn along(observed: &Observed) -> String {
    let axes: Vec<String> = observed.axes.iter().map(|(name, _)| format!("`{name}`")).collect();
    format!("`{}` along {}", observed.response.0, axes.join(" and "))
}

/// Whether an axis moves in some series: nothing is learned along a day on which all rows stand, or along sizes that are nearly
/// the same.
fn moves(observed: &Observed) -> bool {
    let is_moving = |axis: &lawlike::observations::Column| {
        let (lo, hi) = axis
            .values
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), own| (lo.min(*own), hi.max(*own)));
        hi > lo && !(axis.quantity.is_size() && hi < NARROW * lo)
    };
    observed.series.iter().any(|series| series.axes.iter().any(is_moving))
}

/// Columns that may be an outcome, the likeliest first.
fn candidates(table: &Table) -> Vec<&TableColumn> {
    let mut found: Vec<((usize, bool, usize), &TableColumn)> = Vec::new();
    let varies = |column: &&TableColumn| {
        let values = Values::of(column, Quantity::Plain).values;
        let mut found = values.iter().filter(|value| value.is_finite());
        found.next().is_some_and(|first| found.any(|value| value != first))
    };
    let is_own = |(at, _): &(usize, &TableColumn)| {
        !is_of_the_series(table, &Pick { column: *at, quantity: Quantity::Plain })
    };
    let measured = table.columns.iter().enumerate().filter(|(_, column)| column.is_measured());
    for (_, column) in measured.filter(|(_, column)| varies(column)).filter(is_own) {
        let part = vocabulary::held_out(&column.name);
        let rank = match column.quantity() {
            // What was measured on training data comes behind scores.
            Some(quantity) if quantity.is_outcome() && part == TRAINED => 2,
            Some(quantity) if quantity.is_outcome() => 0,
            Some(Quantity::Plain) if vocabulary::is_score(&column.name) => 1,
            Some(Quantity::Plain) if vocabulary::is_put_in(&column.name) => continue,
            Some(Quantity::Plain) => 3,
            _ => continue,
        };
        found.push(((rank, vocabulary::is_setting(&column.name), part), column));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, column)| column).take(TRIED).collect()
}

/// Whether a name says what one of the two is: of two columns of which nothing is known, either may be the outcome.
fn is_told(response: &TableColumn, observed: &Observed) -> bool {
    let says_axis = |name: &str| vocabulary::counts_things(name) || vocabulary::is_part_of_data(name);
    let is_axis = |(name, quantity): &(String, Quantity)| *quantity != Quantity::Plain || says_axis(name);
    // A price may be what is paid for an outcome.
    let is_open = matches!(response.quantity(), Some(Quantity::Plain | Quantity::Price));
    let is_outcome = !is_open || vocabulary::is_score(&response.name);
    is_outcome || observed.axes.iter().all(is_axis)
}

fn with_response(table: &Table) -> Option<Next> {
    candidates(table).into_iter().find_map(|column| {
        let role = |name: &str| Role { column: name.to_owned(), quantity: None };
        let roles = Roles { y: Some(role(&column.name)), ..Roles::default() };
        let option = format!("--y {}", quoted(&column.name));
        if let Ok(observed) = observe(table, &roles)
            && moves(&observed)
            && is_told(column, &observed)
        {
            return Some(Next { command: "audit", options: vec![option], why: along(&observed) });
        }
        // Several axes: the first kind in the order in which laws take them.
        let is_axis = |column: &&TableColumn| {
            matches!(
                column.quantity(),
                Some(
                    Quantity::Compute(_)
                        | Quantity::Parameters(_)
                        | Quantity::Tokens(_)
                        | Quantity::Examples
                        | Quantity::Steps
                )
            )
        };
        table.columns.iter().filter(is_axis).find_map(|axis| {
            let roles = Roles { x: vec![role(&axis.name)], ..roles.clone() };
            let observed = observe(table, &roles).ok().filter(moves)?;
            let options = vec![option.clone(), format!("--x {}", quoted(&axis.name))];
            Some(Next { command: "audit", options, why: along(&observed) })
        })
    })
}

fn over_time(table: &Table) -> Option<Next> {
    candidates(table).into_iter().find_map(|column| proposed_trend(table, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Option<String> {
        let table = Table::from_bytes("runs.csv", text.as_bytes()).unwrap();
        next(&table, &observe(&table, &Roles::default()))
            .map(|next| [vec![next.command.to_owned()], next.options].concat().join(" "))
    }

    #[test]
    fn the_question_fits_the_table() {
        assert_eq!(asked("params,loss\n1e7,4\n1e8,3\n").as_deref(), Some("audit"));
        assert_eq!(asked("date,price\n2024-01-01,4\n2024-05-01,3\n").as_deref(), Some("trend"));
        assert_eq!(asked("task,passed\na,true\na,false\n").as_deref(), Some("passk"));
        assert_eq!(asked("params,train loss,my metric\n1e7,4,1\n1e8,3,2\n").as_deref(), Some("audit"));
        assert_eq!(asked("params,my metric\n1e7,4\n1e8,3\n").as_deref(), Some("audit"));
        assert_eq!(
            asked("params,my figure,yours\n1e7,4,1\n1e8,3,5\n").as_deref(),
            Some("audit --y 'my figure'")
        );
        let models = "model,publication date,training compute (FLOP),cost\na,2020-01-01,1e20,\nb,2022-01-01,1e22,\nc,2023-01-01,1e23,5\n";
        assert_eq!(asked(models).as_deref(), Some("trend --y 'training compute (FLOP)'"));
        assert_eq!(asked("name,city\na,b\nc,d\n"), None);
        assert_eq!(asked("x,y\n1,4\n2,3\n5,1\n"), None);
        let one_day =
            "model,date,input_price,output_price\na,2026-04-07,1,4\nb,2026-04-07,2,6\nc,2026-04-07,3,9\n";
        assert_eq!(asked(one_day), None);
    }
}
