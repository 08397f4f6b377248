//! Laws: a formula with a card. One file a law; a user's formula is a law like any other.
//!
//! A law knows no data file, solver, objective or plot. To add one, write a file in the folder of its topic with a
//! constant [`LawCard`], its `mod` line in that folder, and its line in [`CARDS`] below (see CONTRIBUTING.md).

mod architecture;
mod auto;
mod basic;
mod calendar;
mod card;
mod claims;
pub(crate) mod course;
mod curve;
mod data;
mod experts;
mod inference;
mod post_training;
mod precision;
mod schedule;
mod slope;
mod surface;
mod transfer;

pub use auto::auto;
pub use card::{
    CardStatus, Derived, End, LawCard, Limit, ParameterCard, Prediction, PublishedValues, Spacing, Topic,
    TrendDirection,
};
pub use claims::LimitClaim;
pub use slope::slopes;

use crate::error::{Error, Result};
use lawlike_formula::{Formula, star};
use serde::Serialize;
use std::sync::OnceLock;

/// All built-in cards by topic, in the order in which they are listed.
pub const CARDS: &[&LawCard] = &[
    &basic::line::LOG_LOG,
    &basic::line::LOG,
    &basic::line::SEMI_LOG,
    &basic::line::TREND,
    &basic::line::LINE,
    &basic::power::CARD,
    &basic::power_floor::CARD,
    &basic::shifted_power::CARD,
    &basic::m3::CARD,
    &basic::m4::CARD,
    &basic::bnsl::ONE_BREAK,
    &basic::bnsl::TWO_BREAKS,
    &basic::bnsl::THREE_BREAKS,
    &basic::sigmoid::CARD,
    &basic::log_sigmoid::CARD,
    &basic::exponential::CARD,
    &curve::pow3::CARD,
    &curve::pow4::CARD,
    &curve::ilog2::CARD,
    &curve::exp2::CARD,
    &curve::expp3::CARD,
    &curve::exp4::CARD,
    &curve::mmf4::CARD,
    &curve::vap3::CARD,
    &curve::logpower3::CARD,
    &surface::kaplan::PARAMETERS,
    &surface::kaplan::TOKENS,
    &surface::kaplan::COMPUTE,
    &surface::kaplan::COUPLED,
    &surface::kaplan::COUPLED_FLOOR,
    &surface::kaplan::STEPS,
    &surface::chinchilla::CARD,
    &surface::quantization::CARD,
    &surface::shifted::CARD,
    &surface::skaling::CARD,
    &surface::over_training::CARD,
    &surface::bounded_rational::CARD,
    &surface::rosenfeld::CARD,
    &surface::farseer::CARD,
    &surface::shannon::CARD,
    &surface::three_term::CARD,
    &surface::envelope::CARD,
    &surface::iso_flop::CARD,
    &surface::compute_optimal::CARD,
    &data::repeats::CARD,
    &data::over_fit::CARD,
    &data::bounded_repeats::CARD,
    &data::crossover::CARD,
    &data::quality::CARD,
    &data::mixture::CARD,
    &data::optimal_mixture::CARD,
    &data::bimix::CARD,
    &data::d_cpt::CARD,
    &data::mixed_modal::CARD,
    &experts::routed::CARD,
    &experts::granularity::CARD,
    &experts::joint::CARD,
    &experts::sparsity::CARD,
    &experts::pruned::CARD,
    &experts::leverage::CARD,
    &experts::five_factors::CARD,
    &precision::training::CARD,
    &precision::stored::CARD,
    &precision::unified::CARD,
    &precision::quantized_training::CARD,
    &precision::low_bit::CARD,
    &architecture::width_depth::CARD,
    &architecture::vocabulary::CARD,
    &architecture::parallel::CARD,
    &architecture::looped::CARD,
    &architecture::context::CARD,
    &schedule::learning_rate::STEP_LAW,
    &schedule::learning_rate::COMPUTE,
    &schedule::batch::TOKENS,
    &schedule::batch::COMPUTE,
    &schedule::batch::CRITICAL,
    &schedule::timescale::CARD,
    &schedule::annealing::CARD,
    &schedule::experts::CARD,
    &transfer::loss_to_loss::CARD,
    &transfer::distillation::CARD,
    &transfer::train_to_test::CARD,
    &transfer::direct::CARD,
    &transfer::direct::SURFACE,
    &post_training::rectified::CARD,
    &post_training::fine_tuning::CARD,
    &post_training::effective_transfer::CARD,
    &post_training::over_optimisation::BEST_OF,
    &post_training::over_optimisation::BEST_OF_SAMPLES,
    &post_training::over_optimisation::REINFORCEMENT,
    &post_training::entropy::CARD,
    &post_training::reward_slope::CARD,
    &post_training::rollouts::CARD,
    &inference::coverage::CARD,
    &inference::saturation::CARD,
    &inference::length::LOG_LINEAR,
    &inference::length::LOGISTIC,
    &inference::length::SATURATING,
    &inference::length::OVER_THINKING,
    &inference::verifier::CARD,
    &inference::train_for_test::CARD,
    &calendar::task_length::LOGISTIC,
    &calendar::task_length::HAZARD,
    &calendar::item_response::CARD,
    &calendar::density::CARD,
    &calendar::algorithmic_progress::CARD,
];

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
    /// Where the response goes at the ends of inputs, as the law claims.
    pub limits: Vec<LimitClaim>,
    /// Inputs along which the response, as the law claims, only rises (true) or only falls.
    pub trends: Vec<(String, bool)>,
    /// The card of a built-in law.
    pub card: Option<&'static LawCard>,
}

/// The formulas of the cards over named quantities, as they are printed, each written out once.
fn known_texts() -> &'static [(String, &'static LawCard)] {
    static TEXTS: OnceLock<Vec<(String, &'static LawCard)>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let named = CARDS.iter().filter(|card| !card.inputs.contains(&"x"));
        named.filter_map(|card| Some((card.written_out(card.formula).ok()?.text(), *card))).collect()
    })
}

impl Law {
    /// The built-in law of that name.
    ///
    /// # Errors
    /// No law bears the name; the message lists near ones.
    pub fn named(id: &str) -> Result<Self> {
        let card = CARDS.iter().find(|card| card.id == id).ok_or_else(|| {
            let near = lawlike_formula::did_you_mean(id, CARDS.iter().map(|card| card.id), str::to_owned);
            let near = near.map(|asked| format!(" {asked}")).unwrap_or_default();
            Error::law(format!(
                "no law is called `{id}`:{near} `lawlike laws` lists all; or give a formula such as 'E + A*N^-alpha'"
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
            formula: card.written_out(card.formula)?,
            inputs: card.inputs.iter().map(|name| (*name).to_owned()).collect(),
            parameters,
            limits: claims::limits(card)?,
            trends: card.trends.iter().map(|trend| (trend.along.to_owned(), trend.rises)).collect(),
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
        let own = formula.text();
        if let Some((_, card)) = known_texts().iter().find(|(text, _)| *text == own) {
            return Self::from_card(card);
        }
        Ok(Self {
            id: "formula".to_owned(),
            title: "formula given by the user".to_owned(),
            formula,
            inputs: Vec::new(),
            parameters: Vec::new(),
            limits: Vec::new(),
            trends: Vec::new(),
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

    /// The parameter of that name, or of the pattern that the name fits, if anything is known of it.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        let exact = self.parameters.iter().find(|parameter| parameter.name == name);
        exact.or_else(|| self.parameters.iter().find(|parameter| star(&parameter.name, name).is_some()))
    }

    /// Whether a name is an input that the law declares, or fits the pattern of one.
    pub fn has_input(&self, name: &str) -> bool {
        self.inputs.iter().any(|input| input == name || star(input, name).is_some())
    }
}

impl LawCard {
    /// A formula in the names of the card, with its abbreviations written out; each may use those before it.
    ///
    /// # Errors
    /// The formula or an abbreviation does not parse.
    pub fn written_out(&self, text: &str) -> Result<Formula> {
        let mut known: Vec<(&str, Formula)> = Vec::new();
        let put = |text: &str, known: &[(&str, Formula)]| -> Result<Formula> {
            let by = |name: &str| known.iter().find(|(other, _)| *other == name).map(|(_, is)| is.clone());
            Ok(Formula::parse(text)?.substitute(&by))
        };
        for (name, text) in self.wherein {
            let formula = put(text, &known)?;
            known.push((name, formula));
        }
        put(text, &known)
    }

    /// What the published values give for a number that a source prints.
    ///
    /// # Errors
    /// A formula does not parse, or a value is missing.
    pub fn given(&self, prediction: &Prediction) -> Result<f64> {
        let text = if prediction.formula.is_empty() { self.formula } else { prediction.formula };
        let values = self.published.get(prediction.with).map_or(&[][..], |published| published.values);
        let known = |name: &str| {
            let mut all = prediction.at.iter().chain(values);
            all.find(|(known, _)| *known == name).map(|(_, value)| *value)
        };
        let value = self.written_out(text)?.eval(&known);
        value.ok_or_else(|| {
            Error::law(format!("`{}` does not follow from the published values", prediction.what))
        })
    }
}

#[cfg(test)]
mod tests;
