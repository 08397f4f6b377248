//! A law bound to the columns of its observations.

use crate::error::{Error, Result};
use crate::law::Law;
use crate::observations::{Column, Observations, Points};
use lawlike_formula::{Bound, Expr, Function, Id, Measures, Node, Program, Separable, Workspace};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A law whose inputs are tied to columns by name: it can be evaluated wherever these columns are given.
#[derive(Clone)]
pub struct Model {
    separable: Separable,
    program: Program,
    /// For each term, the shapes that it depends on, one bit each.
    term_shapes: Vec<u64>,
    /// The shapes that the part without a coefficient depends on.
    offset_shapes: u64,
    /// For each shape, whether zero is a wall for it.
    walls: Vec<bool>,
    /// Units of the parameters.
    measures: Measures,
    /// For each input of the formula, the column it stands for, or the value at which a parameter is held.
    inputs: Vec<Input>,
}

#[derive(Debug, Clone)]
enum Input {
    Column(String),
    Held(f64),
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model")
            .field("parameters", &self.separable.parameters)
            .field("inputs", &self.inputs)
            .finish()
    }
}

impl Model {
    /// As [`Model::new`], but kept: the same law over columns of the same names is compiled once.
    ///
    /// # Errors
    /// As for [`Model::new`].
    pub fn compiled(law: &Law, observations: &Observations, fix: &[(String, f64)]) -> Result<Arc<Self>> {
        static KEPT: Mutex<BTreeMap<String, Arc<Model>>> = Mutex::new(BTreeMap::new());
        let mut key = law.formula.text();
        for input in &law.inputs {
            key.push_str("\n<");
            key.push_str(input);
        }
        for column in observations.columns() {
            key.push_str(&format!("\n{}={:?}", column.name, column.quantity));
        }
        key.push_str(&format!("\n{fix:?} {}", observations.axes.len()));
        if let Some(known) = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(known.clone());
        }
        let made = Arc::new(Self::new(law, observations, fix)?);
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        // A process that lives long and sees many laws starts over rather than growing without end.
        if kept.len() >= 256 {
            kept.clear();
        }
        kept.insert(key, made.clone());
        Ok(made)
    }

    /// Ties the inputs of a law to columns of the observations; parameters in `fix` are held.
    ///
    /// # Errors
    /// An input of the law has no column, the formula names no column, or `fix` names no parameter.
    pub fn new(law: &Law, observations: &Observations, fix: &[(String, f64)]) -> Result<Self> {
        let every: Vec<&str> = observations.columns().map(|column| column.name.as_str()).collect();
        let formula = law.formula.expand(&every)?;
        let names = formula.names();
        let mut inputs = Vec::new();
        let mut columns = Vec::new();
        for &name in &names {
            let declared = law.has_input(name);
            let found = if law.inputs.is_empty() || declared { observations.resolve(name) } else { None };
            let is_taken = |column: &Column| {
                inputs.iter().any(|input| matches!(input, Input::Column(taken) if *taken == column.name))
            };
            // A law that tells active from total parameters needs a column for each.
            if let Some(column) = found.filter(|column| !declared || !is_taken(column)) {
                columns.push(name);
                inputs.push(Input::Column(column.name.clone()));
            } else if declared {
                return Err(missing(law, name, observations));
            }
        }
        if columns.is_empty() {
            return Err(Error::law(format!(
                "the formula `{}` names no column; columns are {}",
                formula.text(),
                every.join(", ")
            )));
        }
        for (name, value) in fix {
            if !names.contains(&name.as_str()) || columns.contains(&name.as_str()) {
                return Err(Error::option(format!("--fix {name}: `{name}` is not a parameter of the law")));
            }
            columns.push(name);
            inputs.push(Input::Held(*value));
        }
        let separable = formula.separate(&columns)?;
        // The separation may list its columns in an order of its own.
        let inputs = separable
            .columns
            .iter()
            .map(|name| {
                let place = columns.iter().position(|column| column == name);
                place.map(|place| inputs[place].clone())
            })
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| Error::law("the formula was separated into columns it does not have"))?;
        let program = Program::compile(&separable);
        let bits = |part: &Expr| shape_bits(&separable, part);
        let term_shapes = separable.terms.iter().map(bits).collect();
        let offset_shapes = separable.offset.as_ref().map_or(0, bits);
        let walls =
            separable.shapes.iter().map(|index| has_wall(formula.expr(), &separable.parameters[*index]));
        let walls = walls.collect();
        let measures = formula.expr().measures(&columns);
        Ok(Self { separable, program, term_shapes, offset_shapes, walls, measures, inputs })
    }

    /// Names of the parameters, in the order of the formula.
    pub fn parameters(&self) -> &[String] {
        &self.separable.parameters
    }

    /// Which parameters are coefficients: they enter linearly.
    pub fn coefficients(&self) -> &[usize] {
        &self.separable.coefficients
    }

    /// Which parameters are shapes: they enter non-linearly.
    pub fn shapes(&self) -> &[usize] {
        &self.separable.shapes
    }

    /// The shapes that a term depends on, one bit each, the first shape lowest.
    pub(crate) fn term_shapes(&self, term: usize) -> u64 {
        self.term_shapes[term]
    }

    /// The shapes that the part without a coefficient depends on.
    pub(crate) fn offset_shapes(&self) -> u64 {
        self.offset_shapes
    }

    /// For each shape, whether the law may break down where it is zero.
    pub(crate) fn walls(&self) -> &[bool] {
        &self.walls
    }

    /// Names of the columns that the law uses.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().filter_map(|input| match input {
            Input::Column(name) => Some(name.as_str()),
            Input::Held(_) => None,
        })
    }

    /// Units in which the formula measures its parameters.
    pub(super) fn measures(&self) -> &Measures {
        &self.measures
    }

    /// The factor of each coefficient.
    pub(super) fn terms(&self) -> &[Expr] {
        &self.separable.terms
    }

    /// Shapes that stand together in a term or in the offset, two or more, as places in [`Model::shapes`].
    pub(super) fn blocks(&self) -> Vec<Vec<usize>> {
        let shapes = self.shapes();
        let mut blocks: Vec<Vec<usize>> = Vec::new();
        for part in self.separable.terms.iter().chain(&self.separable.offset) {
            let names = part.names();
            let holds = |j: &usize| names.contains(&self.parameters()[shapes[*j]].as_str());
            let block: Vec<usize> = (0..shapes.len()).filter(holds).collect();
            if block.len() > 1 && !blocks.contains(&block) {
                blocks.push(block);
            }
        }
        blocks
    }

    /// Value of a column of the formula, or of a held parameter, in a row; none for other names.
    pub(super) fn input(&self, name: &str, observations: &Observations, row: usize) -> Option<f64> {
        let place = self.separable.columns.iter().position(|column| column == name)?;
        match &self.inputs[place] {
            Input::Held(value) => Some(*value),
            Input::Column(name) => {
                observations.columns().find(|column| column.name == *name)?.values.get(row).copied()
            }
        }
    }

    /// Ties the program to the values of the columns.
    pub(crate) fn bind(&self, points: &Points) -> Result<Bound> {
        let n = points.n();
        let mut held = Vec::new();
        for input in &self.inputs {
            if let Input::Held(value) = input {
                held.push(vec![*value; n]);
            }
        }
        let mut held = held.iter();
        let mut columns: Vec<&[f64]> = Vec::with_capacity(self.inputs.len());
        for input in &self.inputs {
            match input {
                Input::Column(name) => {
                    let column = points.column(name).ok_or_else(|| {
                        Error::observations(format!("column `{name}`, which the law needs, is missing"))
                    })?;
                    columns.push(&column.values);
                }
                Input::Held(_) => columns.push(held.next().map_or(&[], Vec::as_slice)),
            }
        }
        Ok(self.program.bind(&columns)?)
    }

    /// Values of the law at points.
    ///
    /// # Errors
    /// A column that the law needs is missing.
    pub fn predict(&self, parameters: &[f64], points: &Points) -> Result<Vec<f64>> {
        let bound = self.bind(points)?;
        let mut out = vec![0.0; points.n()];
        bound.values(parameters, &mut Workspace::default(), &mut out);
        Ok(out)
    }
}

/// The shapes in a part of a law, one bit each; shapes from the 64th on share the last bit.
fn shape_bits(law: &Separable, part: &Expr) -> u64 {
    let names = part.names();
    let held = |index: &usize| names.contains(&law.parameters[*index].as_str());
    law.shapes
        .iter()
        .enumerate()
        .filter(|(_, index)| held(index))
        .fold(0, |bits, (j, _)| bits | 1 << j.min(63))
}

/// Whether a formula may break down where a parameter is zero: unless the parameter only stands in sums, products,
/// exponents and functions that are smooth everywhere.
fn has_wall(expr: &Expr, name: &str) -> bool {
    let nodes = expr.nodes();
    // Parts stand before the whole: one pass tells which nodes hold the name.
    let mut holds: Vec<bool> = Vec::with_capacity(nodes.len());
    let mut found = false;
    for node in nodes {
        let held = |part: &Id| holds[part.index()];
        found |= match node {
            Node::Div(_, below) => held(below),
            Node::Pow(base, _) => held(base),
            Node::Call(
                Function::Exp | Function::Sigmoid | Function::Softplus | Function::Sin | Function::Cos,
                _,
            ) => false,
            Node::Call(..) | Node::Call2(..) | Node::Sum(..) => node.parts().any(|part| held(&part)),
            _ => false,
        };
        let own = matches!(node, Node::Name(known) if **known == *name);
        holds.push(own || node.parts().any(|part| holds[part.index()]));
    }
    found
}

fn missing(law: &Law, name: &str, observations: &Observations) -> Error {
    let known: Vec<String> = observations
        .columns()
        .map(|column| match column.quantity.symbol() {
            Some(symbol) => format!("{} ({symbol})", column.name),
            None => column.name.clone(),
        })
        .collect();
    let what = match name {
        "x" => "one axis: give exactly one --x".to_owned(),
        symbol => format!("`{symbol}`: name its column with --x COLUMN=QUANTITY"),
    };
    Error::law(format!("law `{}` needs {what}; columns are {}", law.id, known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike_formula::Formula;

    #[test]
    fn zero_is_a_wall_below_fractions_and_in_bases_only() {
        for (text, wall) in [
            ("e + a*N^-s", false),
            ("a*exp(-s*N)", false),
            ("a*N^(s + 1) + s*N", false),
            ("a*exp(-N/s)", true),
            ("a*(1 + (N/3)^(1/s))", true),
            ("(a + s*N)^-b", true),
            ("a*ln(N + s)", true),
        ] {
            assert_eq!(has_wall(Formula::parse(text).unwrap().expr(), "s"), wall, "{text}");
        }
    }
}
