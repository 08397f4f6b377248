//! The definitions of size and compute that the columns of some runs allow.

use super::{Architecture, Assumed, Counting, Flop, Parameters, Shapes};
use crate::observations::{Column, Observations};
use crate::quantity::{ComputeCount, ParameterCount, Quantity, TokenCount};

/// Compute that agrees with `6 N D` to this factor, in every run, is no other definition.
const SAME: f64 = 0.01;

/// Size and compute of the same runs, counted one way.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// What is counted, in words: `all parameters, 6 N D`.
    pub name: String,
    /// Who counts so.
    pub source: &'static str,
    /// The runs, with parameters, tokens and compute counted so.
    pub observations: Observations,
}

/// A definition that the columns do not allow.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Undefined {
    /// What would be counted.
    pub name: &'static str,
    /// What is missing.
    pub reason: String,
}

/// Where definitions come from.
const KAPLAN: &str = "Kaplan et al. 2020";
const HOFFMANN: &str = "Hoffmann et al. 2022";
const DEEPSEEK: &str = "DeepSeek-AI 2024";
const EXACT: &str = "counted from the shapes";
const REPORTED: &str = "as the runs report it";

/// Every definition that the columns allow, and those that they do not allow with the reason; nothing for runs without
/// parameters and tokens.
///
/// A size that no column gives is taken from another by the vocabulary; only where none is given are parameters counted
/// from layers and width. Shapes that no model can have are a reason why what needs them cannot be had.
pub fn definitions(observations: &Observations, assumed: &Assumed) -> (Vec<Definition>, Vec<Undefined>) {
    let found = |wanted: Quantity| {
        let whole = |c: &&Column| c.quantity == wanted && c.values.iter().all(|v| *v > 0.0 && v.is_finite());
        observations.columns().find(whole)
    };
    let Some(tokens) = found(Quantity::Tokens(TokenCount::Seen)) else { return (Vec::new(), Vec::new()) };
    let column = |count| {
        found(Quantity::Parameters(count))
            .map(|c: &Column| Size { name: c.name.clone(), values: c.values.clone() })
    };
    let [total, body, active] =
        [ParameterCount::Total, ParameterCount::NonEmbedding, ParameterCount::Active].map(column);
    let (shapes, wrong) = match Shapes::of(observations, assumed) {
        Ok(shapes) => (shapes, None),
        Err(error) => (None, Some(Undefined { name: "what follows from shapes", reason: error.to_string() })),
    };
    let mut table =
        Table { observations, tokens, shapes: shapes.as_ref(), sizes: Sizes { total, body, active } };
    let mut missing: Vec<Undefined> = wrong.into_iter().chain(table.complete()).collect();
    let Sizes { total, body, active } = &table.sizes;
    let mut all = Vec::new();
    all.extend(total.iter().map(|size| table.six("all parameters, 6 N D", HOFFMANN, size)));
    all.extend(body.iter().map(|size| table.six("parameters without embeddings, 6 N D", KAPLAN, size)));
    all.extend(active.iter().map(|size| table.six("active parameters, 6 N D", "mixtures of experts", size)));
    let Some(main) = total.as_ref().or(body.as_ref()).or(active.as_ref()) else {
        return (Vec::new(), missing);
    };
    let reported = [ComputeCount::Reported, ComputeCount::Exact, ComputeCount::SixNd]
        .map(|c| found(Quantity::Compute(c)));
    for compute in reported.into_iter().flatten() {
        let mut sizes = [total, body, active].into_iter().flatten();
        if !sizes.any(|size| table.is_six(size, compute)) {
            let name = format!("{}, FLOP as in `{}`", what(&all, main), compute.name);
            all.push(table.define(name, REPORTED, main, &compute.values));
        }
    }
    let times = |per: &[f64]| per.iter().zip(&tokens.values).map(|(f, d)| f * d).collect::<Vec<f64>>();
    match table.per_token() {
        Ok(PerToken { body: scale, all: exact }) => {
            if exact.is_none() {
                missing
                    .push(Undefined { name: "exact FLOP", reason: "the vocabulary is not known".to_owned() });
            }
            if let Some(exact) = exact.map(|exact| times(&exact)) {
                for size in [total, body].into_iter().flatten() {
                    all.push(table.define(format!("{}, exact FLOP", what(&all, size)), EXACT, size, &exact));
                }
            }
            let values = scale.iter().map(|m| m / 6.0).collect();
            let size = Size { name: "FLOP a token over 6".to_owned(), values };
            all.push(table.define("FLOP a token M, C = M D".to_owned(), DEEPSEEK, &size, &times(&scale)));
        }
        Err(reason) => missing.push(Undefined { name: "exact FLOP", reason: reason.to_owned() }),
    }
    (all, missing)
}

/// What is counted by the first definition with this size.
fn what(all: &[Definition], size: &Size) -> String {
    let same = all.iter().find(|d| d.observations.axes.first().is_some_and(|axis| axis.name == size.name));
    same.and_then(|d| d.name.split(',').next()).unwrap_or(&size.name).to_owned()
}

/// A size by name.
struct Size {
    name: String,
    /// One value a run.
    values: Vec<f64>,
}

/// Parameters counted in three ways.
struct Sizes {
    total: Option<Size>,
    body: Option<Size>,
    active: Option<Size>,
}

/// Training FLOP of a token: without embedding and head, and with the head where the vocabulary is known.
struct PerToken {
    body: Vec<f64>,
    all: Option<Vec<f64>>,
}

/// The runs that definitions are made of.
struct Table<'a> {
    observations: &'a Observations,
    tokens: &'a Column,
    shapes: Option<&'a Shapes>,
    sizes: Sizes,
}

impl Table<'_> {
    /// Fills in the sizes that follow from others, and says which cannot be had.
    fn complete(&mut self) -> Vec<Undefined> {
        let mut missing = Vec::new();
        let mut lacks = |name: &'static str, reason: &str| {
            missing.push(Undefined { name, reason: reason.to_owned() });
        };
        let words = self.shapes.filter(|shapes| shapes.has_vocabulary).map(|shapes| {
            let vocabulary_weights =
                |shape: &Architecture| shape.vocabulary * shape.width * if shape.tied { 1.0 } else { 2.0 };
            shapes.rows.iter().map(vocabulary_weights).collect::<Vec<f64>>()
        });
        let is_counted = self.sizes.total.is_none() && self.sizes.body.is_none();
        if is_counted && self.sizes.active.is_none() {
            self.sizes.body =
                self.counted("parameters without embeddings", |s| Parameters::of(s).non_embedding());
        }
        let along = |size: &Size, words: &[f64], sign: f64, name: &str| {
            let values: Vec<f64> = size.values.iter().zip(words).map(|(n, w)| n + sign * w).collect();
            values.iter().all(|n| *n > 0.0).then(|| Size { name: name.to_owned(), values })
        };
        let unknown = "no column of it, and the width of the models or their vocabulary is not known: name it with \
                       --assume vocabulary=50257";
        if let (None, Some(body)) = (&self.sizes.total, &self.sizes.body) {
            self.sizes.total = words.as_ref().and_then(|words| along(body, words, 1.0, "all parameters"));
            if self.sizes.total.is_none() {
                lacks("all parameters", unknown);
            }
        } else if let (Some(total), None) = (&self.sizes.total, &self.sizes.body) {
            let name = "parameters without embeddings";
            self.sizes.body = words.as_ref().and_then(|words| along(total, words, -1.0, name));
            if self.sizes.body.is_none() {
                let reason =
                    if words.is_some() { "the embeddings are larger than the models" } else { unknown };
                lacks(name, reason);
            }
        }
        missing
    }

    /// FLOP of a token, or what is missing for them.
    fn per_token(&self) -> std::result::Result<PerToken, &'static str> {
        let Some(shapes) = self.shapes.filter(|shapes| shapes.has_context) else {
            return Err(
                "it needs layers, width, context and vocabulary, as columns or with --assume context=2048",
            );
        };
        let flop: Vec<Flop> = shapes.rows.iter().map(|shape| Flop::of(shape, Counting::default())).collect();
        let weights = match (&self.sizes.active, &self.sizes.body) {
            _ if shapes.has_feed_forward => None,
            (None, Some(body)) => Some(&body.values),
            _ => {
                return Err("the inner width of the feed-forward layers is not known: name it with --assume");
            }
        };
        // Two FLOP a weight forward, where the weights are known better than the shapes.
        let training_flop = |(row, flop): (usize, &Flop)| {
            3.0 * weights.map_or_else(|| flop.non_embedding(), |body| 2.0 * body[row] + flop.scores)
        };
        let body: Vec<f64> = flop.iter().enumerate().map(training_flop).collect();
        let head = |(body, flop): (&f64, &Flop)| body + 3.0 * flop.head;
        let all = shapes.has_vocabulary.then(|| body.iter().zip(&flop).map(head).collect());
        Ok(PerToken { body, all })
    }

    /// A size counted from the shapes.
    fn counted(&self, name: &str, of: fn(&Architecture) -> f64) -> Option<Size> {
        Some(Size { name: name.to_owned(), values: self.shapes?.rows.iter().map(of).collect() })
    }

    /// `6 N D`.
    fn product(&self, size: &Size) -> Vec<f64> {
        size.values.iter().zip(&self.tokens.values).map(|(n, d)| super::published::six_nd(*n, *d)).collect()
    }

    fn is_six(&self, size: &Size, compute: &Column) -> bool {
        self.product(size).iter().zip(&compute.values).all(|(six, own)| (six / own - 1.0).abs() < SAME)
    }

    fn six(&self, name: &str, source: &'static str, size: &Size) -> Definition {
        self.define(name.to_owned(), source, size, &self.product(size))
    }

    /// The runs with this size and compute instead of their own.
    fn define(&self, name: String, source: &'static str, size: &Size, compute: &[f64]) -> Definition {
        let mut observations = self.observations.clone();
        let n = Quantity::Parameters(ParameterCount::Total);
        let c = Quantity::Compute(ComputeCount::Reported);
        observations.axes = vec![Column::new(size.name.clone(), n, size.values.clone()), self.tokens.clone()];
        let is_counted = |q: Quantity| matches!(q, Quantity::Parameters(_) | Quantity::Compute(_));
        observations.others = self
            .observations
            .columns()
            .filter(|column| !is_counted(column.quantity) && column.name != self.tokens.name)
            .cloned()
            .collect();
        observations.others.push(Column::new(format!("compute ({name})"), c, compute.to_vec()));
        Definition { name, source, observations }
    }
}
