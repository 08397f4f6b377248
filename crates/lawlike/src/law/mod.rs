//! Laws: a formula with a card. One file a law; a user's formula is a law like any other.
//!
//! A law knows no data file, solver, objective or plot. To add one, write a file beside this one with a
//! constant [`LawCard`], and add its two lines below (see CONTRIBUTING.md).

mod auto;
mod bnsl;
mod chinchilla;
mod exponential;
mod kaplan;
mod line;
mod log_sigmoid;
mod m3;
mod m4;
mod power;
mod power_floor;
mod shifted;
mod sigmoid;
mod skaling;
mod slope;

pub use auto::auto;
pub(crate) use slope::slopes;

use crate::error::{Error, Result};
use lawlike_formula::Formula;
use serde::Serialize;

/// All built-in cards, in the order in which they are listed.
pub const CARDS: &[&LawCard] = &[
    &line::LOG_LOG,
    &line::LOG,
    &line::SEMI_LOG,
    &line::TREND,
    &power::CARD,
    &power_floor::CARD,
    &m3::CARD,
    &m4::CARD,
    &bnsl::ONE_BREAK,
    &bnsl::TWO_BREAKS,
    &kaplan::PARAMETERS,
    &kaplan::TOKENS,
    &kaplan::COMPUTE,
    &kaplan::COUPLED,
    &kaplan::COUPLED_FLOOR,
    &chinchilla::CARD,
    &shifted::CARD,
    &skaling::CARD,
    &sigmoid::CARD,
    &log_sigmoid::CARD,
    &exponential::CARD,
];

/// How sure we are that the form is the one of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardStatus {
    /// Form and numbers were checked against the source or its code.
    Confirmed,
    /// The form could not be checked against its source.
    Unconfirmed,
}

/// What a law says, where it comes from, where it fails, and its formula.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LawCard {
    /// Short name, as typed in `--law`.
    pub id: &'static str,
    /// Full name.
    pub title: &'static str,
    /// The formula; names that are not inputs are parameters.
    pub formula: &'static str,
    /// Names in the formula that are measured: symbols of quantities, or `x` for the only axis.
    pub inputs: &'static [&'static str],
    /// The parameters with their bounds.
    pub parameters: &'static [ParameterCard],
    /// What the law says, in a sentence.
    pub says: &'static str,
    /// Where it is known to fail.
    pub fails: &'static str,
    /// Paper and equation.
    pub source: &'static str,
    /// Published values.
    pub published: &'static [Published],
    /// Whether the form was checked.
    pub status: CardStatus,
}

/// A parameter of a law: bounds, natural spacing and meaning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ParameterCard {
    /// Name in the formula.
    pub name: &'static str,
    /// Least value allowed.
    pub lo: f64,
    /// Greatest value allowed.
    pub hi: f64,
    /// How candidates are spread between the bounds in a search; coefficients need none.
    pub spacing: Spacing,
    /// Meaning and unit.
    pub meaning: &'static str,
}

/// How the values of a shape are spread in a search.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spacing {
    /// Solved for, not searched (a coefficient).
    Coefficient,
    /// Evenly between two values.
    Linear(f64, f64),
    /// Evenly in the logarithm between two values.
    Log(f64, f64),
    /// A place on the only axis, in its logarithm: 0 is the smallest `ln x`, 1 the largest.
    AlongLog(f64, f64),
    /// A place on the only axis as it stands: 0 is the smallest x, 1 the largest.
    Along(f64, f64),
    /// A width on the only axis, in multiples of its range, of either sign where the bounds allow it.
    Width(f64, f64),
    /// From a hundredth of the smallest to the largest value of the input named.
    BelowRange(&'static str),
    /// From the inverse of the largest to the inverse of a hundredth of the smallest value of the only axis.
    InverseRange,
}

/// Values that a source prints.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Published {
    /// Who and on what data.
    pub label: &'static str,
    /// Values by parameter name.
    pub values: &'static [(&'static str, f64)],
}

/// A coefficient that is at least zero.
const fn amount(name: &'static str, meaning: &'static str) -> ParameterCard {
    ParameterCard { name, lo: 0.0, hi: f64::INFINITY, spacing: Spacing::Coefficient, meaning }
}

/// A coefficient of either sign.
const fn free(name: &'static str, meaning: &'static str) -> ParameterCard {
    ParameterCard { name, lo: f64::NEG_INFINITY, hi: f64::INFINITY, spacing: Spacing::Coefficient, meaning }
}

/// A shape between two bounds, searched between `from` and `to`.
const fn shape(
    name: &'static str,
    bounds: (f64, f64),
    spacing: Spacing,
    meaning: &'static str,
) -> ParameterCard {
    ParameterCard { name, lo: bounds.0, hi: bounds.1, spacing, meaning }
}

/// An exponent of a power law that falls: at least 0.001, at most 5, searched between .03 and 1.2.
const fn exponent(name: &'static str, meaning: &'static str) -> ParameterCard {
    shape(name, (0.001, 5.0), Spacing::Log(0.03, 1.2), meaning)
}

/// A parameter of a law, built-in or a user's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// Name in the formula.
    pub name: String,
    /// Least value allowed.
    pub lo: f64,
    /// Greatest value allowed.
    pub hi: f64,
    /// How candidates are spread; `None` if nothing is known but the bounds.
    pub spacing: Option<Spacing>,
    /// Meaning and unit, may be empty.
    pub meaning: String,
}

/// A law: a formula whose names are inputs or parameters.
#[derive(Debug, Clone)]
pub struct Law {
    /// Short name; for a typed formula the formula itself.
    pub id: String,
    /// Full name.
    pub title: String,
    /// The parsed formula.
    pub formula: Formula,
    /// Names that must be measured. Empty for a typed formula: there, names that resolve to columns are inputs.
    pub inputs: Vec<String>,
    /// What is known of the parameters; those not listed are free.
    pub parameters: Vec<Parameter>,
    /// The card of a built-in law.
    pub card: Option<&'static LawCard>,
}

impl Law {
    /// The built-in law of that name.
    ///
    /// # Errors
    /// No law bears the name; the message lists near ones.
    pub fn named(id: &str) -> Result<Self> {
        let card = CARDS.iter().find(|card| card.id == id).ok_or_else(|| {
            let names: Vec<&str> = CARDS.iter().map(|card| card.id).collect();
            Error::law(format!(
                "no law is called `{id}`: known laws are {}; or give a formula such as 'E + A*N^-alpha'",
                names.join(", ")
            ))
        })?;
        Self::from_card(card)
    }

    /// The law of a card.
    ///
    /// # Errors
    /// The formula of the card does not parse.
    pub fn from_card(card: &'static LawCard) -> Result<Self> {
        let parameters = card
            .parameters
            .iter()
            .map(|parameter| Parameter {
                name: parameter.name.to_owned(),
                lo: parameter.lo,
                hi: parameter.hi,
                spacing: Some(parameter.spacing),
                meaning: parameter.meaning.to_owned(),
            })
            .collect();
        Ok(Self {
            id: card.id.to_owned(),
            title: card.title.to_owned(),
            formula: Formula::parse(card.formula)?,
            inputs: card.inputs.iter().map(|name| (*name).to_owned()).collect(),
            parameters,
            card: Some(card),
        })
    }

    /// A law from a formula that a user typed.
    ///
    /// # Errors
    /// The formula does not parse; the message shows the place.
    pub fn from_formula(text: &str) -> Result<Self> {
        let formula = Formula::parse(text)?;
        // The very text of a built-in law is that law: its bounds and starts are known.
        for card in CARDS {
            let known = Self::from_card(card)?;
            if known.formula.text() == formula.text() && !known.inputs.iter().any(|name| name == "x") {
                return Ok(known);
            }
        }
        Ok(Self {
            id: "formula".to_owned(),
            title: "formula given by the user".to_owned(),
            formula,
            inputs: Vec::new(),
            parameters: Vec::new(),
            card: None,
        })
    }

    /// A law by name, or else from a formula.
    ///
    /// # Errors
    /// Neither a name nor a formula.
    pub fn parse(text: &str) -> Result<Self> {
        let is_name = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if is_name { Self::named(text) } else { Self::from_formula(text) }
    }

    /// The parameter of that name, if anything is known of it.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

#[cfg(test)]
mod tests;
