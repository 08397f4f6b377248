//! What a law claims of its response: where it goes, and where it only falls or rises.

use super::card::{End, LawCard};
use crate::error::{Error, Result};
use lawlike_formula::Formula;

/// Where the response goes when inputs go to an end, as a law claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitClaim {
    /// Inputs with the end that they go to.
    pub towards: Vec<(String, End)>,
    /// What the response tends to, as a formula of the parameters and the other inputs.
    pub value: String,
}

impl LimitClaim {
    /// The claim of where inputs go, in words.
    pub fn words(&self) -> String {
        let end_in_words = |(name, end): &(String, End)| format!("{name} to {}", end.word());
        self.towards.iter().map(end_in_words).collect::<Vec<String>>().join(", ")
    }

    /// A claim about a formula.
    ///
    /// # Errors
    /// The value is no formula, or it or the claim names what is not in the formula.
    pub fn new(formula: &Formula, towards: Vec<(String, End)>, value: &str) -> Result<Self> {
        let names = formula.names();
        let parsed = Formula::parse(value)?;
        let own = parsed.names();
        let used = towards.iter().map(|(name, _)| name.as_str()).chain(own.iter().map(|name| &**name));
        for name in used {
            if !names.iter().any(|known| **known == *name) {
                let known: Vec<&str> = names.iter().map(|name| &**name).collect();
                return Err(Error::law(format!(
                    "a limit names `{name}`, which is not in the formula: its names are {}",
                    known.join(", ")
                )));
            }
        }
        Ok(Self { towards, value: value.to_owned() })
    }
}

/// The limits of a card, with abbreviations written out.
pub(super) fn limits(card: &LawCard) -> Result<Vec<LimitClaim>> {
    let limit_claim = |limit: &super::Limit| {
        let towards = limit.towards.iter().map(|(name, end)| ((*name).to_owned(), *end)).collect();
        Ok(LimitClaim { towards, value: card.written_out(limit.value)?.text() })
    };
    card.limits.iter().map(limit_claim).collect()
}
