//! `lawlike laws`: the laws that can be named, and formulas parsed back.

use super::Answer;
use crate::args::{Laws, LawsAction, Out};
use crate::{output, resolve};
use anyhow::Result;
use lawlike::law::{CARDS, Law};
use lawlike::quantity::Quantity;
use lawlike_report::view::{self, FormulaView};

/// Lists, shows or checks.
pub(super) fn run(args: &Laws) -> Result<Answer> {
    let (text, out) = match &args.action {
        None => (list(&args.out), &args.out),
        Some(LawsAction::List { out }) => (list(out), out),
        Some(LawsAction::Show { name, out }) => (show(name, out)?, out),
        Some(LawsAction::Check { formula, out }) => (check(formula, out)?, out),
    };
    output::result(&text, out)?;
    Ok(Answer::Done)
}

fn list(out: &Out) -> String {
    let (format, style) = resolve::form(out);
    view::laws(CARDS, format, &style)
}

fn show(name: &str, out: &Out) -> Result<String> {
    let law = Law::named(name)?;
    let (format, style) = resolve::form(out);
    match law.card {
        Some(card) => Ok(view::law(card, &law.formula.latex(), format, &style)),
        None => check(name, out),
    }
}

fn check(text: &str, out: &Out) -> Result<String> {
    let law = resolve::named_law(text)?;
    let names = law.formula.names();
    let is_input = |name: &&str| match law.inputs.as_slice() {
        [] => Quantity::words().any(|(_, quantity)| quantity.symbol() == Some(*name)) || *name == "x",
        _ => law.has_input(name),
    };
    let inputs: Vec<&str> = names.iter().map(|name| &**name).filter(is_input).collect();
    let separable = law.formula.separate(&inputs)?;
    let parameters = |indices: &[usize]| indices.iter().map(|i| separable.parameters[*i].clone()).collect();
    let formula = FormulaView {
        text: law.formula.text(),
        latex: law.formula.latex(),
        inputs: inputs.iter().map(ToString::to_string).collect(),
        coefficients: parameters(&separable.coefficients),
        shapes: parameters(&separable.shapes),
    };
    let (format, style) = resolve::form(out);
    Ok(view::formula(&formula, format, &style))
}
