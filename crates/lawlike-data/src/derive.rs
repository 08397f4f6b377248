//! Tokens where a file has parameters and compute only: `D = C/(6N)` (Kaplan et al. 2020, equation 2.2).

use crate::column::Column;
use crate::column::text::{Printed, Text};
use crate::roles::Roles;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use lawlike::quantity::{ParameterCount, Quantity};

/// A column of tokens that follows from two others.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Derived {
    /// Name of the new column.
    pub(crate) name: String,
    /// Column of parameters.
    pub(crate) parameters: String,
    /// Column of compute.
    pub(crate) compute: String,
}

/// FLOP for one parameter and one token: two forward, four backward.
const FLOP: f64 = 6.0;

impl Derived {
    /// The column that a loss over parameters and compute needs; none where tokens were measured, or where the law or
    /// the user asks for something else.
    pub(crate) fn wanted(table: &Table, roles: &Roles) -> Option<Self> {
        let asks = |name: &str| roles.law_names.iter().any(|own| own == name);
        if !roles.law_names.is_empty() && (asks("C") || !asks("D")) {
            return None;
        }
        let of = |wanted: fn(Quantity) -> bool| -> Vec<&TableColumn> {
            table.columns.iter().filter(|column| column.quantity().is_some_and(wanted)).collect()
        };
        let parameters = of(|q| matches!(q, Quantity::Parameters(_)));
        let total =
            |column: &&&TableColumn| column.quantity() == Some(Quantity::Parameters(ParameterCount::Total));
        let parameters =
            parameters.iter().find(total).or_else(|| parameters.first().filter(|_| parameters.len() == 1))?;
        let [compute] = of(|q| matches!(q, Quantity::Compute(_)))[..] else { return None };
        if !of(|q| matches!(q, Quantity::Tokens(_))).is_empty() {
            return None;
        }
        let is_meant = if roles.x.is_empty() {
            is_loss(table, roles)
        } else {
            let named: Vec<&str> = roles.x.iter().map(|role| role.column.as_str()).collect();
            named.len() == 2
                && [parameters, &compute].iter().all(|column| named.contains(&column.name.as_str()))
        };
        let taken = table.column("tokens").is_some();
        let name = if taken { "tokens = C/(6N)" } else { "tokens" };
        is_meant.then(|| Self {
            name: name.to_owned(),
            parameters: parameters.name.clone(),
            compute: compute.name.clone(),
        })
    }

    /// The table with the new column, if it has both of the others.
    pub(crate) fn add(&self, mut table: Table) -> Table {
        let (Some(n), Some(c)) = (table.column(&self.parameters), table.column(&self.compute)) else {
            return table;
        };
        let read =
            |column: &TableColumn| Values::of(column, Quantity::Parameters(ParameterCount::Total)).values;
        let cell = |(n, c): (f64, f64)| {
            let tokens = c / (FLOP * n);
            if tokens.is_finite() && tokens > 0.0 { tokens } else { f64::NAN }
        };
        let tokens = read(n).iter().zip(read(c).iter()).map(cell).collect();
        let column = Column::numbers(tokens, Text::Printed(Printed::default()));
        table.columns.push(TableColumn::new(self.name.clone(), column));
        table
    }

    /// What was done, in words.
    pub(crate) fn sentence(&self) -> String {
        format!("no column of tokens: D = C/(6N), from `{}` and `{}`", self.compute, self.parameters)
    }
}

/// Whether the response is a loss, by the user's word or by name.
fn is_loss(table: &Table, roles: &Roles) -> bool {
    let loss = |quantity: Option<Quantity>| matches!(quantity, Some(Quantity::Loss(_)));
    match &roles.y {
        Some(role) => loss(role.quantity.or_else(|| table.column(&role.column)?.quantity())),
        None => table.columns.iter().any(|column| loss(column.quantity())),
    }
}
