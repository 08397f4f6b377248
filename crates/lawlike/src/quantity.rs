//! What a column measures: parameters, tokens, compute, loss, accuracy, dates and the rest.
//!
//! A definition matters as much as a number: exponents move when parameters are counted with or
//! without embeddings (Kaplan et al. 2020 against Hoffmann et al. 2022; Porian et al. 2024).

mod counted;
mod multiple;
mod names;
mod setting;
mod share;

pub use multiple::Multiple;
pub use setting::Setting;
pub use share::{ShareReading, counted_out_of};

use names::{NAMES, WORDS};
use serde::Serialize;
use std::fmt;

/// Which parameters of a model are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterCount {
    /// All parameters, embeddings included; also a plain `params` column.
    Total,
    /// Without embedding and output matrices.
    NonEmbedding,
    /// Parameters used for one token (mixtures of experts).
    Active,
}

/// Which tokens are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenCount {
    /// Tokens seen in training, repeats included.
    Seen,
    /// Distinct tokens of the data set.
    Unique,
}

/// How training compute is counted, in FLOP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComputeCount {
    /// The rule of thumb `6 N D`.
    SixNd,
    /// Counted from the architecture.
    Exact,
    /// As the source reports it; the definition is not known.
    Reported,
}

/// The unit of a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LossUnit {
    /// Natural logarithm per token.
    Nats,
    /// Bits per byte.
    BitsPerByte,
    /// Perplexity, `exp(nats)`.
    Perplexity,
}

/// What a column measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// Number of parameters (`N`).
    Parameters(ParameterCount),
    /// Number of training tokens (`D`).
    Tokens(TokenCount),
    /// Training compute in FLOP (`C`).
    Compute(ComputeCount),
    /// Tokens per parameter.
    TokensPerParameter,
    /// Passes over the unique data.
    Epochs,
    /// Training or fine-tuning examples.
    Examples,
    /// Optimiser or reinforcement-learning steps.
    Steps,
    /// Samples drawn for a problem (`k`).
    Samples,
    /// Right answers among the samples.
    Successes,
    /// Tokens spent on thinking at inference time (`T`).
    ThinkingTokens,
    /// A loss.
    Loss(LossUnit),
    /// A share of right answers, 0 to 1.
    Accuracy,
    /// A share of wrong answers, 0 to 1.
    ErrorRate,
    /// A rating without a natural zero, such as Elo.
    Rating,
    /// Length of tasks done, in minutes.
    Horizon,
    /// A price in USD.
    Price,
    /// A date, as decimal year (`t`).
    Date,
    /// A setting that some laws need: learning rate, batch, experts, bits ...
    Setting(Setting),
    /// Another plain setting or measure.
    Plain,
}

/// The scale on which a response is scored and its residuals are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// Natural logarithm: errors are relative.
    Log,
    /// As it stands: errors are differences.
    Raw,
}

impl Scale {
    /// A value on this scale.
    pub fn forward(self, value: f64) -> f64 {
        match self {
            Self::Log => value.ln(),
            Self::Raw => value,
        }
    }

    /// The size of an error on this scale, for readers.
    pub fn error_in_words(self, error: f64) -> String {
        match self {
            Self::Log if error >= 0.2 => format!("a factor of {:.3}", error.exp()),
            Self::Log => format!("{:.2} %", 100.0 * error),
            Self::Raw => format!("{error:.3}"),
        }
    }

    /// Back from this scale.
    pub fn inverse(self, value: f64) -> f64 {
        match self {
            Self::Log => value.exp(),
            Self::Raw => value,
        }
    }
}

impl Quantity {
    /// The quantity that a column name says, if it says one.
    ///
    /// Upper and lower case and the separators `_ - .` and blank are alike.
    pub fn from_name(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let plain = words.join(" ");
        if let Some(quantity) = Self::of_words(&plain) {
            return Some(quantity);
        }
        if let Some(multiple) = Multiple::in_name(name) {
            return Self::of_words(&multiple.base);
        }
        if let Some(setting) = Setting::from_words(&plain) {
            return Some(Self::Setting(setting));
        }
        if plain.contains("exact match") {
            return Some(Self::Accuracy);
        }
        let dims = ["stderr", "se", "sd", "std", "smooth", "lo", "hi", "frac", "unit"];
        if words.iter().any(|word| dims.contains(word)) {
            return None;
        }
        WORDS
            .iter()
            .find(|(names, _)| words.iter().any(|word| names.contains(word)))
            .map(|(_, quantity)| *quantity)
            // A column `share_web` holds the share of a domain.
            .or_else(|| (words.first() == Some(&"share")).then_some(Self::Setting(Setting::Share)))
    }

    /// The quantity of a name that is known as a whole, in small letters with one blank between its words.
    pub(crate) fn of_words(words: &str) -> Option<Self> {
        NAMES.iter().find(|(names, _)| names.contains(&words)).map(|(_, quantity)| *quantity)
    }

    /// Whether it says how much went into a run: parameters, tokens or compute.
    pub fn is_size(self) -> bool {
        matches!(self, Self::Parameters(_) | Self::Tokens(_) | Self::Compute(_))
    }

    /// Whether it counts something, so that a column may be written in millions or billions.
    pub fn is_counted(self) -> bool {
        matches!(
            self,
            Self::Parameters(_)
                | Self::Tokens(_)
                | Self::Compute(_)
                | Self::Examples
                | Self::Steps
                | Self::Samples
                | Self::ThinkingTokens
        )
    }

    /// The quantity that a user names after `=` in `--x COL=QUANTITY`.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::words().find(|(name, _)| *name == word).map(|(_, quantity)| quantity)
    }

    /// All words a user may type for a quantity.
    pub fn words() -> impl Iterator<Item = (&'static str, Self)> {
        let settings = Setting::words().map(|(word, setting)| (word, Self::Setting(setting)));
        Self::own_words().iter().copied().chain(settings)
    }

    /// The words of all quantities that are no setting.
    fn own_words() -> &'static [(&'static str, Self)] {
        &[
            ("parameters", Self::Parameters(ParameterCount::Total)),
            ("parameters-non-embedding", Self::Parameters(ParameterCount::NonEmbedding)),
            ("parameters-active", Self::Parameters(ParameterCount::Active)),
            ("tokens", Self::Tokens(TokenCount::Seen)),
            ("tokens-unique", Self::Tokens(TokenCount::Unique)),
            ("compute", Self::Compute(ComputeCount::Reported)),
            ("compute-6nd", Self::Compute(ComputeCount::SixNd)),
            ("compute-exact", Self::Compute(ComputeCount::Exact)),
            ("tokens-per-parameter", Self::TokensPerParameter),
            ("epochs", Self::Epochs),
            ("examples", Self::Examples),
            ("steps", Self::Steps),
            ("samples", Self::Samples),
            ("successes", Self::Successes),
            ("thinking-tokens", Self::ThinkingTokens),
            ("loss", Self::Loss(LossUnit::Nats)),
            ("bits-per-byte", Self::Loss(LossUnit::BitsPerByte)),
            ("perplexity", Self::Loss(LossUnit::Perplexity)),
            ("accuracy", Self::Accuracy),
            ("error-rate", Self::ErrorRate),
            ("rating", Self::Rating),
            ("horizon", Self::Horizon),
            ("price", Self::Price),
            ("date", Self::Date),
            ("plain", Self::Plain),
        ]
    }

    /// The symbol that stands for the quantity in formulas (`N D U C k T t`, or a word), if it has one.
    pub fn symbol(self) -> Option<&'static str> {
        match self {
            Self::Parameters(ParameterCount::Active) => Some("N_active"),
            Self::Parameters(_) => Some("N"),
            Self::Tokens(TokenCount::Seen) => Some("D"),
            Self::Tokens(TokenCount::Unique) => Some("U"),
            Self::Compute(_) => Some("C"),
            Self::Steps => Some("steps"),
            Self::Epochs => Some("epochs"),
            Self::Examples => Some("examples"),
            Self::Rating => Some("rating"),
            Self::Setting(setting) => setting.symbol(),
            Self::Samples => Some("k"),
            Self::ThinkingTokens => Some("T"),
            Self::Date => Some("t"),
            _ => None,
        }
    }

    /// How well the quantity stands for a symbol of a formula: 0 is what it means, a larger number a substitute.
    ///
    /// `N` is the total number of parameters, else those without embeddings, else the active ones.
    pub fn rank(self, symbol: &str) -> Option<usize> {
        match (symbol, self) {
            ("N", Self::Parameters(ParameterCount::NonEmbedding)) => Some(1),
            ("N", Self::Parameters(ParameterCount::Active)) => Some(2),
            _ => (self.symbol() == Some(symbol)).then_some(0),
        }
    }

    /// Whether values must be above zero.
    pub fn is_positive(self) -> bool {
        matches!(
            self,
            Self::Parameters(_)
                | Self::Tokens(_)
                | Self::Compute(_)
                | Self::TokensPerParameter
                | Self::Loss(_)
                | Self::Price
                | Self::Horizon
        )
    }

    /// Whether values lie between 0 and 1.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Accuracy | Self::ErrorRate)
    }

    /// Whether the quantity can be an outcome, and is not just a setting.
    pub fn is_outcome(self) -> bool {
        matches!(
            self,
            Self::Loss(_) | Self::Accuracy | Self::ErrorRate | Self::Rating | Self::Horizon | Self::Price
        )
    }

    /// Whether it counts things that grow by factors: tokens, steps, samples and the like.
    pub fn counts(self) -> bool {
        matches!(
            self,
            Self::Epochs
                | Self::Examples
                | Self::Steps
                | Self::Samples
                | Self::Successes
                | Self::ThinkingTokens
        )
    }

    /// The unit in words, for axes of plots and tables.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Parameters(_) => "parameters",
            Self::Tokens(_) | Self::ThinkingTokens => "tokens",
            Self::Compute(_) => "FLOP",
            Self::TokensPerParameter => "tokens per parameter",
            Self::Loss(LossUnit::Nats) => "nats per token",
            Self::Loss(LossUnit::BitsPerByte) => "bits per byte",
            Self::Horizon => "minutes",
            Self::Price => "USD",
            Self::Date => "year",
            Self::Accuracy | Self::ErrorRate => "share",
            Self::Setting(Setting::Context) => "tokens",
            _ => "",
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::words().find(|(_, quantity)| quantity == self).map_or("plain", |(word, _)| word);
        f.write_str(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_say_their_quantity() {
        let cases = [
            ("params", Some(Quantity::Parameters(ParameterCount::Total))),
            ("N", Some(Quantity::Parameters(ParameterCount::Total))),
            ("params_no_embed", Some(Quantity::Parameters(ParameterCount::NonEmbedding))),
            ("unique_tokens", Some(Quantity::Tokens(TokenCount::Unique))),
            ("tokens_per_param", Some(Quantity::TokensPerParameter)),
            ("val_loss_c4", Some(Quantity::Loss(LossUnit::Nats))),
            ("gsm8k_accuracy", Some(Quantity::Accuracy)),
            ("parsinlu_qa_2_acc", Some(Quantity::Accuracy)),
            ("word_unscrambling_2_exact_match", Some(Quantity::Accuracy)),
            ("release_date", Some(Quantity::Date)),
            ("p50_horizon_min", Some(Quantity::Horizon)),
            ("price_usd_per_mtok_in", Some(Quantity::Price)),
            ("elo", Some(Quantity::Rating)),
            ("width", Some(Quantity::Setting(Setting::Width))),
            ("learning_rate", Some(Quantity::Setting(Setting::LearningRate))),
            ("share_web", Some(Quantity::Setting(Setting::Share))),
            ("share_price", Some(Quantity::Price)),
            ("teacher_loss", Some(Quantity::Setting(Setting::TeacherLoss))),
            ("n_heads", Some(Quantity::Setting(Setting::Heads))),
            ("vocab_size", Some(Quantity::Setting(Setting::Vocabulary))),
            ("num_nodes", None),
            ("loss_stderr", None),
        ];
        for (name, quantity) in cases {
            assert_eq!(Quantity::from_name(name), quantity, "{name}");
        }
    }

    #[test]
    fn every_word_comes_back() {
        for (word, quantity) in Quantity::words() {
            assert_eq!(Quantity::from_word(word), Some(quantity));
            assert_eq!(quantity.to_string(), word);
        }
    }
}
