//! Shapes of models from the columns of runs, and from what all runs share.

use super::{Architecture, Experts};
use crate::error::{Error, Result};
use crate::observations::Observations;
use crate::quantity::{Quantity, Setting};

/// Parts of a shape that no column says and all runs share, by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assumed(Vec<(&'static str, f64)>);

/// Parts that no column says: whether layers have a gate, whether embedding and head are one matrix; 1 or 0.
const SWITCHES: [&str; 2] = ["gated", "tied"];
/// Parts that a column may say.
const PARTS: [Setting; 10] = [
    Setting::Depth,
    Setting::Width,
    Setting::Heads,
    Setting::KvHeads,
    Setting::HeadSize,
    Setting::FeedForward,
    Setting::Vocabulary,
    Setting::Context,
    Setting::Experts,
    Setting::ExpertsActive,
];

impl Assumed {
    /// The same with one more part, such as `context` or `vocabulary`.
    ///
    /// # Errors
    /// No part has this name, or the value is not zero or more.
    pub fn with(mut self, name: &str, value: f64) -> Result<Self> {
        let known = || PARTS.iter().map(|part| part.word()).chain(SWITCHES);
        let Some(name) = known().find(|known| *known == name) else {
            let names: Vec<&str> = known().collect();
            return Err(Error::option(format!(
                "`{name}` is no part of a model: name one of {}",
                names.join(", ")
            )));
        };
        if !(value.is_finite() && value >= 0.0) {
            return Err(Error::option(format!("{name}={value}: it must be a number of zero or more")));
        }
        self.0.retain(|(other, _)| *other != name);
        self.0.push((name, value));
        Ok(self)
    }

    fn of(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// The shape of the model of every run.
#[derive(Debug, Clone, PartialEq)]
pub struct Shapes {
    /// One a row. Vocabulary and context are zero where they are not known.
    pub rows: Vec<Architecture>,
    /// Whether the vocabulary is known: without it, embedding and head are not.
    pub has_vocabulary: bool,
    /// Whether the context is known: without it, the FLOP of the attention are not.
    pub has_context: bool,
    /// Whether the inner width of the feed-forward layers is known, and need not be taken as usual.
    pub has_feed_forward: bool,
}

impl Shapes {
    /// The shapes of runs with columns of layers and width at least; `None` without them.
    ///
    /// What is not said is as usual: heads of the whole width, as many for keys and values, four times the width in the
    /// feed-forward layers without a gate, and one matrix for embedding and head.
    ///
    /// # Errors
    /// A value that no model can have, with its line.
    pub fn of(observations: &Observations, assumed: &Assumed) -> Result<Option<Self>> {
        let part = |setting: Setting| Part {
            column: observations
                .columns()
                .find(|column| column.quantity == Quantity::Setting(setting))
                .map(|column| column.values.as_slice()),
            shared: assumed.of(setting.word()),
        };
        let [layers, width, heads, kv, size, inner, vocabulary, context, experts, active] = PARTS.map(part);
        if !layers.is_known() || !width.is_known() {
            return Ok(None);
        }
        let shared = part(Setting::ExpertsShared);
        let switch = |name: &str, usual: bool| assumed.of(name).map_or(usual, |value| value != 0.0);
        let (gated, tied) = (switch("gated", false), switch("tied", true));
        let architecture_of = |row: usize| -> Result<Architecture> {
            let width = width.at(row, f64::NAN);
            let heads = heads.at(row, 1.0);
            let inside = inner.at(row, 4.0 * width);
            let shape = Architecture {
                layers: layers.at(row, f64::NAN),
                width,
                heads,
                kv_heads: kv.at(row, heads),
                head_size: size.at(row, width / heads),
                feed_forward: inside,
                gated,
                vocabulary: vocabulary.at(row, 0.0),
                context: context.at(row, 0.0),
                tied,
                positions: 0.0,
                biases: false,
                experts: (experts.at(row, 0.0) > 1.0).then(|| Experts {
                    routed: experts.at(row, 0.0),
                    chosen: active.at(row, 1.0),
                    shared: shared.at(row, 0.0),
                    feed_forward: inside,
                    dense_layers: 0.0,
                }),
            };
            let line = observations.lines.get(row).copied().unwrap_or(row + 1);
            shape.check().map_err(|error| {
                Error::observations(format!("{}, line {line}: {error}", observations.source))
            })?;
            Ok(shape)
        };
        let rows = (0..observations.n()).map(architecture_of).collect::<Result<_>>()?;
        Ok(Some(Self {
            rows,
            has_vocabulary: vocabulary.is_known(),
            has_context: context.is_known(),
            has_feed_forward: inner.is_known(),
        }))
    }
}

/// One part of the shapes: a column, or a value for all rows.
struct Part<'a> {
    column: Option<&'a [f64]>,
    shared: Option<f64>,
}

impl Part<'_> {
    fn is_known(&self) -> bool {
        self.shared.is_some() || self.column.is_some_and(|values| values.iter().all(|v| v.is_finite()))
    }

    /// The value of a row; what the user says goes before a column, and a missing value is as usual.
    fn at(&self, row: usize, usual: f64) -> f64 {
        let own = self.column.and_then(|values| values.get(row)).copied().filter(|v| v.is_finite());
        self.shared.or(own).unwrap_or(usual)
    }
}
