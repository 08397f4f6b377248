//! Names that say what they measure only beside others: single letters, `size`, and all tokens of a call.

use super::{Table, TableColumn};
use crate::cells::Cells;
use crate::number;
use crate::vocabulary;
use lawlike::quantity::Quantity;

/// Parameters that a model has at least whose size is a plain number.
const LEAST_SIZE: f64 = 1e6;
/// Parameters, tokens or operations below which nobody speaks of a model.
const LEAST_COUNT: f64 = 1e3;
/// Names of tokens that an answer took.
const USAGE: [&str; 3] = ["output tokens", "completion tokens", "reasoning tokens"];
/// Counts of samples stay below.
const MOST_SAMPLES: f64 = 1e6;

impl Table {
    /// Takes from a column, or gives it, what its name says beside those of the others.
    pub(super) fn settle(&mut self) {
        self.settle_letters();
        self.settle_size();
        self.settle_usage();
    }

    /// All tokens beside those of the output are what answers took, and not what a model was trained on.
    fn settle_usage(&mut self) {
        let words = |column: &TableColumn| vocabulary::plain(vocabulary::bare(&column.name));
        let is_output = |column: &TableColumn| USAGE.contains(&words(column).as_str());
        let is_thinking = |column: &TableColumn| column.named == Some(Quantity::ThinkingTokens);
        if self.columns.iter().any(is_output) {
            let named = (!self.columns.iter().any(is_thinking)).then_some(Quantity::ThinkingTokens);
            for column in self.columns.iter_mut().filter(|column| words(column) == "total tokens") {
                column.named = named;
            }
        }
    }

    /// A column called `size` and nothing else counts parameters where it says so of models, in millions and more.
    fn settle_size(&mut self) {
        let is_of_models = self.columns.iter().any(|column| vocabulary::is_model(&column.name));
        let has_parameters =
            self.columns.iter().any(|column| matches!(column.named, Some(Quantity::Parameters(_))));
        let is_large = |column: &TableColumn| match &column.cells {
            Cells::Number(numbers) => numbers.iter().all(|size| size.is_nan() || size >= LEAST_SIZE),
            Cells::Text(_) => false,
        };
        // `7B` and `350M` are sizes of models, `55G` is one of files.
        let says_so = |cell: &str| number::is_unknown(cell) || cell.contains(['b', 'B', 'M']);
        let has_letters = |column: &TableColumn| column.raw.iter().all(|cell| says_so(&cell));
        if !has_parameters {
            let is_size = |column: &&mut TableColumn| {
                vocabulary::plain(&column.name) == "size"
                    && column.named.is_none()
                    && is_large(column)
                    && (is_of_models || has_letters(column))
            };
            for column in self.columns.iter_mut().filter(is_size) {
                column.named = Some(Quantity::Parameters(lawlike::quantity::ParameterCount::Total));
            }
        }
    }

    /// A name of one letter says a count only where an outcome is named, and other counts are: the `n`, `k` and `d` of an
    /// algorithm are not parameters, samples and tokens.
    fn settle_letters(&mut self) {
        let is_outcome = |column: &TableColumn| column.named.is_some_and(Quantity::is_outcome);
        let letters = self
            .columns
            .iter()
            .filter(|column| vocabulary::is_letter(&column.name) && column.named.is_some())
            .count();
        let long =
            self.columns.iter().any(|column| !vocabulary::is_letter(&column.name) && is_outcome(column));
        let loss = self.columns.iter().any(|column| column.name.trim() == "L");
        let upper = |column: &TableColumn| column.name.chars().all(|c| !c.is_lowercase());
        let is_loss = |column: &TableColumn| matches!(column.named, Some(Quantity::Loss(_)));
        let has_loss = loss || self.columns.iter().any(is_loss);
        let is_size = |column: &TableColumn| column.named.is_some_and(Quantity::is_size);
        for column in self.columns.iter_mut().filter(|column| vocabulary::is_letter(&column.name)) {
            if !(long || loss || upper(column)) {
                column.named = None;
            } else if (column.name.trim() == "n" || column.name.trim() == "N" && !has_loss)
                && counts_from_one(column)
            {
                column.named = Some(Quantity::Samples);
            } else if !has_loss && is_size(column) && is_small(column) {
                // Nobody trains a model of a few hundred parameters; a loss beside them says that they may be millions.
                column.named = None;
            } else if column.name.trim() == "L" && letters > 0 && !long {
                column.named = Some(Quantity::Loss(lawlike::quantity::LossUnit::Nats));
            }
        }
    }
}

/// Whether whole numbers begin with one and stay small, as counts of samples do and sizes do not.
fn counts_from_one(column: &TableColumn) -> bool {
    let Cells::Number(numbers) = &column.cells else { return false };
    let mut known = numbers.iter().filter(|value| !value.is_nan());
    let is_count = |value: f64| value.fract() == 0.0 && (1.0..MOST_SAMPLES).contains(&value);
    known.all(is_count) && numbers.iter().any(|value| value == 1.0)
}

/// Whether all numbers are below what any size of a model, its data or its compute is.
fn is_small(column: &TableColumn) -> bool {
    let Cells::Number(numbers) = &column.cells else { return false };
    numbers.iter().all(|value| value.is_nan() || value < LEAST_COUNT)
}
