//! A count that follows from two others where a file holds only those: `C = 6ND` (Kaplan et al. 2020, equation 2.2) gives
//! tokens from parameters and compute, and parameters from tokens and compute.

use crate::column::Column;
use crate::column::text::{Printed, Text};
use crate::pick::Pick;
use crate::roles::Roles;
use crate::shared;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use lawlike::quantity::{ParameterCount, Quantity, TokenCount};

/// A column of tokens or parameters that follows from two others.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Derived {
    /// Name of the new column.
    pub(crate) name: String,
    /// Column of the count that is known.
    pub(crate) known: String,
    /// Column of compute.
    pub(crate) compute: String,
    /// Which of the two counts is known.
    count: Count,
}

/// Which count is known beside compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    Parameters,
    Tokens,
}

/// FLOP for one parameter and one token: two forward, four backward.
const FLOP: f64 = 6.0;

impl Derived {
    /// The column that a loss over a count and compute needs; none where both counts were measured, or where the law or the
    /// user asks for something else.
    pub(crate) fn wanted(table: &Table, roles: &Roles) -> Option<Self> {
        let asks = |name: &str| roles.law_names.iter().any(|own| own == name);
        let [compute] = of(table, |q| matches!(q, Quantity::Compute(_)))[..] else { return None };
        let parameters = of(table, |q| matches!(q, Quantity::Parameters(_)));
        let tokens = of(table, |q| matches!(q, Quantity::Tokens(_)));
        let (known, count, symbol, name) = match (parameters.is_empty(), tokens.is_empty()) {
            (false, true) => (first(&parameters)?, Count::Parameters, "D", "tokens"),
            (true, false) => (seen(&tokens)?, Count::Tokens, "N", "params"),
            _ => return None,
        };
        if !roles.law_names.is_empty() && (asks("C") || !asks(symbol)) {
            return None;
        }
        // Of one model, compute is a fixed multiple of tokens: there is no second axis.
        if count == Count::Tokens && !moves(table, known, compute) {
            return None;
        }
        let is_meant = if roles.x.is_empty() {
            is_loss(table, roles)
        } else {
            let named: Vec<&str> = roles.x.iter().map(|role| role.column.as_str()).collect();
            named.len() == 2 && [known, compute].iter().all(|column| named.contains(&column.name.as_str()))
        };
        let taken = table.column(name).is_some();
        let long = if count == Count::Parameters { "tokens = C/(6N)" } else { "params = C/(6D)" };
        is_meant.then(|| Self {
            name: if taken { long } else { name }.to_owned(),
            known: known.name.clone(),
            compute: compute.name.clone(),
            count,
        })
    }

    /// The table with the new column, if it has both of the others.
    pub(crate) fn add(&self, mut table: Table) -> Table {
        let (Some(known), Some(compute)) = (table.column(&self.known), table.column(&self.compute)) else {
            return table;
        };
        let read =
            |column: &TableColumn| Values::of(column, Quantity::Parameters(ParameterCount::Total)).values;
        let cell = |(known, compute): (f64, f64)| {
            let count = compute / (FLOP * known);
            if count.is_finite() && count > 0.0 { count } else { f64::NAN }
        };
        let counts = read(known).iter().zip(read(compute).iter()).map(cell).collect();
        let column = Column::numbers(counts, Text::Printed(Printed::default()));
        table.columns.push(TableColumn::new(self.name.clone(), column));
        table
    }

    /// What was done, in words.
    pub(crate) fn sentence(&self) -> String {
        let (what, formula) = match self.count {
            Count::Parameters => ("tokens", "D = C/(6N)"),
            Count::Tokens => ("parameters", "N = C/(6D)"),
        };
        format!("no column of {what}: {formula}, from `{}` and `{}`", self.compute, self.known)
    }
}

fn of(table: &Table, wanted: fn(Quantity) -> bool) -> Vec<&TableColumn> {
    table.columns.iter().filter(|column| column.quantity().is_some_and(wanted)).collect()
}

/// The total count of parameters, else the only one.
fn first<'a>(parameters: &[&'a TableColumn]) -> Option<&'a TableColumn> {
    let total =
        |column: &&&TableColumn| column.quantity() == Some(Quantity::Parameters(ParameterCount::Total));
    parameters.iter().find(total).or_else(|| parameters.first().filter(|_| parameters.len() == 1)).copied()
}

/// The only count of tokens seen.
fn seen<'a>(tokens: &[&'a TableColumn]) -> Option<&'a TableColumn> {
    let [only] = tokens else { return None };
    Some(*only).filter(|column| column.quantity() == Some(Quantity::Tokens(TokenCount::Seen)))
}

/// Whether the ratio of compute to a count moves from row to row.
fn moves(table: &Table, known: &TableColumn, compute: &TableColumn) -> bool {
    let place = |column: &TableColumn| {
        let at = table.columns.iter().position(|own| own.name == column.name)?;
        Some(Pick { column: at, quantity: column.quantity()? })
    };
    let (Some(known), Some(compute)) = (place(known), place(compute)) else { return false };
    shared::ratio_range(table, compute, known).is_some_and(|(lo, hi)| hi / lo > ONE_MODEL)
}

/// Largest over smallest FLOP a token of one model: rounding, and attention that grows with the context.
const ONE_MODEL: f64 = 1.1;

/// Whether the response is a loss, by the user's word or by name.
fn is_loss(table: &Table, roles: &Roles) -> bool {
    let loss = |quantity: Option<Quantity>| matches!(quantity, Some(Quantity::Loss(_)));
    match &roles.y {
        Some(role) => loss(role.quantity.or_else(|| table.column(&role.column)?.quantity())),
        None => table.columns.iter().any(|column| loss(column.quantity())),
    }
}
