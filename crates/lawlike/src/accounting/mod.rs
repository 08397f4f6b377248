//! What size and compute mean: parameters and FLOP of a transformer, part by part.
//!
//! Published exponents differ because size and compute were counted differently: without the head (Kaplan et al. 2020,
//! arXiv 2001.08361), with embeddings (Hoffmann et al. 2022, arXiv 2203.15556), by FLOP a token (DeepSeek-AI 2024, arXiv
//! 2401.02954). Here every part has its own line, and [`published`] holds the formulas of the papers beside them.
//!
//! A multiplication with an addition is two FLOP. Norms, biases, activations and the addition of residuals are parameters,
//! but their FLOP are not counted, as in all of these papers.

mod columns;
mod definition;
mod flop;
mod parameters;
pub mod published;
mod units;

pub use columns::{Assumed, Shapes};
pub use definition::{Definition, Undefined, definitions};
pub use flop::{Counting, Flop};
pub use parameters::Parameters;
pub use units::check_units;

use crate::error::{Error, Result};

/// The shape of a decoder-only transformer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Architecture {
    /// Number of layers.
    pub layers: f64,
    /// Width of the residual stream, `d_model`.
    pub width: f64,
    /// Heads of the queries.
    pub heads: f64,
    /// Heads of keys and values: fewer than `heads` where queries share them.
    pub kv_heads: f64,
    /// Width of one head.
    pub head_size: f64,
    /// Inner width of a dense feed-forward layer.
    pub feed_forward: f64,
    /// Whether the feed-forward layers have a gate: three matrices instead of two.
    pub gated: bool,
    /// Words of the vocabulary.
    pub vocabulary: f64,
    /// Tokens of the context.
    pub context: f64,
    /// Whether embedding and head are one matrix.
    pub tied: bool,
    /// Learned positions; zero where positions are rotated or computed.
    pub positions: f64,
    /// Whether matrices and norms have biases.
    pub biases: bool,
    /// Experts in place of dense feed-forward layers.
    pub experts: Option<Experts>,
}

/// A mixture of experts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Experts {
    /// Experts among which a router chooses.
    pub routed: f64,
    /// Experts that the router chooses for a token.
    pub chosen: f64,
    /// Experts that every token uses.
    pub shared: f64,
    /// Inner width of one expert.
    pub feed_forward: f64,
    /// Layers that keep a dense feed-forward layer.
    pub dense_layers: f64,
}

impl Architecture {
    /// A dense model with heads of 64, four times its width in the feed-forward layers, tied embeddings and no biases.
    pub fn dense(layers: f64, width: f64, vocabulary: f64, context: f64) -> Self {
        let heads = (width / 64.0).max(1.0).floor();
        Self {
            layers,
            width,
            heads,
            kv_heads: heads,
            head_size: width / heads,
            feed_forward: 4.0 * width,
            gated: false,
            vocabulary,
            context,
            tied: true,
            positions: 0.0,
            biases: false,
            experts: None,
        }
    }

    /// The same with so many heads, and so many of them for keys and values; a head is the width over the heads.
    #[must_use]
    pub fn with_heads(mut self, heads: f64, kv_heads: f64) -> Self {
        (self.heads, self.kv_heads, self.head_size) = (heads, kv_heads, self.width / heads);
        self
    }

    /// The same with feed-forward layers of this inner width and a gate.
    #[must_use]
    pub fn with_gate(mut self, feed_forward: f64) -> Self {
        (self.feed_forward, self.gated) = (feed_forward, true);
        self
    }

    /// The same with a head of its own.
    #[must_use]
    pub fn untied(mut self) -> Self {
        self.tied = false;
        self
    }

    /// Checks that every number is one that a model can have.
    ///
    /// # Errors
    /// Names the first number that is not finite, not above zero where it must be, or larger than what it is part of.
    pub fn check(&self) -> Result<()> {
        let positive = [
            ("layers", self.layers),
            ("width", self.width),
            ("heads", self.heads),
            ("head size", self.head_size),
        ];
        let any = [
            ("heads of keys and values", self.kv_heads),
            ("feed-forward width", self.feed_forward),
            ("vocabulary", self.vocabulary),
            ("context", self.context),
            ("positions", self.positions),
        ];
        let wrong = |what: &str, value: f64, asked: &str| {
            Err(Error::observations(format!("a model with {what} {value}: it must be {asked}")))
        };
        if let Some((what, value)) = positive.into_iter().find(|(_, v)| !(v.is_finite() && *v > 0.0)) {
            return wrong(what, value, "above zero");
        }
        if let Some((what, value)) = any.into_iter().find(|(_, v)| !(v.is_finite() && *v >= 0.0)) {
            return wrong(what, value, "zero or more");
        }
        if self.kv_heads > self.heads {
            return wrong("heads of keys and values", self.kv_heads, "at most the number of heads");
        }
        match &self.experts {
            Some(experts) if experts.chosen > experts.routed => {
                wrong("experts per token", experts.chosen, "at most the number of experts")
            }
            Some(experts) if experts.dense_layers > self.layers => {
                wrong("dense layers", experts.dense_layers, "at most the number of layers")
            }
            _ => Ok(()),
        }
    }

    /// Width of all heads of the queries together.
    pub fn attention_width(&self) -> f64 {
        self.heads * self.head_size
    }

    /// Layers with a dense feed-forward layer, and layers with experts.
    fn split(&self) -> (f64, f64) {
        self.experts.map_or((self.layers, 0.0), |e| (e.dense_layers, self.layers - e.dense_layers))
    }

    /// Matrices of a feed-forward layer.
    fn matrices(&self) -> f64 {
        if self.gated { 3.0 } else { 2.0 }
    }
}

#[cfg(test)]
mod tests;
