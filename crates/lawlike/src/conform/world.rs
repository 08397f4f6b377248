//! Inputs, and true parameters, for a law: made from the law alone.

use crate::error::Result;
use crate::fit::{FitOptions, Model, Prepared};
use crate::law::{Law, Spacing};
use crate::observations::{Column, Observations, Points};
use crate::quantity::{ParameterCount, Quantity, Scale, TokenCount};
use lawlike_num::quantile::median;
use lawlike_num::starts;
use lawlike_num::stream::Stream;

/// Ranges of inputs by symbol; those below 1e-2 or above 20 times their lower end are spread in logarithms.
const RANGES: &[(&str, f64, f64)] = &[
    ("N", 1e7, 1e10),
    ("D", 1e9, 1e12),
    ("U", 1e9, 1e11),
    ("C", 1e18, 1e23),
    ("k", 1.0, 1000.0),
    ("T", 100.0, 1e5),
    ("examples", 100.0, 1e6),
    ("rating", 500.0, 2000.0),
    ("t", 2015.0, 2026.0),
    ("x", 1e3, 1e7),
    ("steps", 1e3, 1e5),
    ("lr_sum", 1.0, 100.0),
    ("lr_area", 0.0, 10.0),
    ("batch", 1e4, 1e7),
    ("width", 256.0, 8192.0),
    ("depth", 4.0, 64.0),
    ("context", 64.0, 32768.0),
    ("N_vocabulary", 1e6, 1e9),
    ("N_looped", 1e7, 1e9),
    ("streams", 1.0, 8.0),
    ("loops", 1.0, 8.0),
    ("experts", 1.0, 128.0),
    ("granularity", 1.0, 32.0),
    ("sparsity", 0.0, 0.95),
    ("active_share", 0.005, 1.0),
    ("shared_share", 0.0, 0.6),
    ("bits_w", 3.0, 16.0),
    ("bits_a", 3.0, 16.0),
    ("bits_kv", 3.0, 16.0),
    ("bits_post", 2.0, 8.0),
    ("group_size", 32.0, 2048.0),
    ("share", 0.02, 0.98),
    ("quality", 0.3, 1.0),
    ("teacher_loss", 1.8, 3.2),
    ("supervised_loss", 2.0, 3.5),
];

/// Range of an input that is not listed.
const OTHER: (f64, f64) = (1.0, 1000.0);

/// Ranges of the only axis of laws whose axis is no count of examples.
const AXES: &[(&str, f64, f64)] = &[
    ("loss-to-loss", 2.2, 4.5),
    ("critical-batch", 1.5, 6.0),
    ("averaging-timescale", 1.0, 1000.0),
    ("reward-best-of-n", 0.05, 8.0),
    ("reward-rl", 0.2, 60.0),
    ("entropy-ceiling", 0.02, 1.5),
    ("imperfect-verifier", 0.02, 0.95),
    ("item-response", 80.0, 160.0),
    ("task-horizon", 0.1, 1000.0),
    ("constant-hazard", 0.1, 1000.0),
];

/// Domains that stand for a name with a star.
const DOMAINS: [&str; 3] = ["web", "code", "books"];

/// A law with inputs and true parameters.
#[derive(Debug, Clone)]
pub struct World {
    /// The law; its inputs are named.
    pub law: Law,
    /// Inputs, with a response of ones.
    pub inputs: Observations,
    /// The law tied to the inputs.
    pub model: Model,
    /// True parameters: published ones where all are printed, and drawn ones.
    pub truths: Vec<Vec<f64>>,
}

impl World {
    /// A world of a law, with so many random sets of parameters.
    ///
    /// # Errors
    /// The law names nothing that could be measured.
    pub fn new(law: &Law, draws: u64) -> Result<Self> {
        let law = Law { inputs: inputs(law), ..law.clone() };
        let count = law.formula.names().len().saturating_sub(law.inputs.len()).max(law.parameters.len());
        let rows = 40 + 10 * count;
        let response = Column::new("y", Quantity::Plain, vec![1.0; rows]);
        let inputs = Observations::new(response, columns(&law, rows))?;
        let model = Model::new(&law, &inputs, &[])?;
        let mut world = Self { law, inputs, model, truths: Vec::new() };
        let published = world.law.card.map_or(&[][..], |card| card.published);
        let printed = published.iter().find_map(|set| world.published(set.values));
        world.truths.extend(printed);
        for draw in 0..draws {
            let key: Vec<u64> = world.law.id.bytes().map(u64::from).chain([draw]).collect();
            let truth = world.draw(&mut Stream::keyed(38, &key))?;
            world.truths.push(truth);
        }
        Ok(world)
    }

    /// Values at the inputs.
    ///
    /// # Errors
    /// As for [`Model::predict`].
    pub fn values(&self, truth: &[f64]) -> Result<Vec<f64>> {
        self.model.predict(truth, &self.inputs.points())
    }

    /// Observations of the law at these parameters; `noise` is relative for positive responses, else a share of the
    /// range of the response.
    ///
    /// # Errors
    /// As for [`World::values`].
    pub fn observe(&self, truth: &[f64], noise: f64, stream: &mut Stream) -> Result<Observations> {
        let exact = self.values(truth)?;
        let (lo, hi) = Column::new("y", Quantity::Plain, exact.clone()).range();
        let mut data = self.inputs.clone();
        let draw = |value: &f64| match (noise > 0.0, lo > 0.0) {
            (false, _) => *value,
            (true, true) => value * (noise * stream.normal()).exp(),
            (true, false) => value + noise * (hi - lo) * stream.normal(),
        };
        data.response.values = exact.iter().map(draw).collect();
        let named = data.response.quantity;
        if lo > 0.0 && !named.is_share() && named != Quantity::Rating && named != Quantity::Date {
            // The noise is that of a ratio, whatever a look at the values would say.
            data.settled = Some(Scale::Log);
        }
        Ok(data)
    }

    /// Names of the shapes that stand in exponents by their cards: they have no unit.
    pub fn exponents(&self) -> Vec<String> {
        let is_exponent = |name: &&String| {
            self.law.parameter(name).is_some_and(|card| card.meaning.starts_with("exponent"))
        };
        self.model.parameters().iter().filter(is_exponent).cloned().collect()
    }

    /// The inputs with some of them at other values.
    pub(super) fn with(&self, changes: &[(&str, f64)]) -> Points {
        self.changed(|name, column| {
            if let Some((_, value)) = changes.iter().find(|(input, _)| *input == name) {
                column.fill(*value);
            }
        })
    }

    /// The inputs with one of them multiplied.
    pub(super) fn scaled(&self, input: &str, factor: f64) -> Points {
        self.changed(|name, column| {
            if name == input {
                column.iter_mut().for_each(|value| *value *= factor);
            }
        })
    }

    fn changed(&self, change: impl Fn(&str, &mut Vec<f64>)) -> Points {
        let mut points = self.inputs.points();
        for column in &mut points.columns {
            let input = self.law.inputs.iter().find(|input| name(&self.law, input) == column.name);
            if let Some(input) = input {
                change(input, &mut column.values);
            }
        }
        points
    }

    fn published(&self, values: &[(&str, f64)]) -> Option<Vec<f64>> {
        let value = |name: &String| values.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        self.model.parameters().iter().map(value).collect()
    }

    /// Shapes from the middle half of their search ranges, and coefficients that make all terms matter.
    fn draw(&self, stream: &mut Stream) -> Result<Vec<f64>> {
        let names = self.model.parameters();
        let prepared = Prepared::new(&self.law, &self.inputs, &FitOptions::default())?;
        let mut truth = vec![0.0; names.len()];
        for (k, index) in self.model.shapes().iter().enumerate() {
            let u = 0.25 + 0.5 * stream.uniform();
            let spacing = self.law.parameter(&names[*index]).and_then(|parameter| parameter.spacing);
            truth[*index] = match spacing {
                Some(spacing) => self.shape(spacing, u),
                None => self.free_shape(&names[*index], prepared.shape_at(k, u), u),
            };
        }
        let offset = self.values(&truth)?;
        let mut coefficients = Vec::new();
        for index in self.model.coefficients() {
            let mut one = truth.clone();
            one[*index] = 1.0;
            let size = |(value, rest): (&f64, &f64)| (value - rest).abs();
            let sizes: Vec<f64> = self.values(&one)?.iter().zip(&offset).map(size).collect();
            let below = self.law.parameter(&names[*index]).is_some_and(|parameter| parameter.hi <= 0.0);
            let sign = if below { -1.0 } else { 1.0 };
            coefficients.push((*index, sign * (0.5 + stream.uniform()) / median(&sizes)));
        }
        for (index, coefficient) in coefficients {
            truth[index] = coefficient;
        }
        Ok(truth)
    }

    /// A shape of which no card tells the size: between its bounds, or as a search would try it.
    fn free_shape(&self, name: &str, tried: f64, u: f64) -> f64 {
        let (lo, hi) = self.law.parameter(name).map_or((f64::NEG_INFINITY, f64::INFINITY), |p| (p.lo, p.hi));
        match (lo.is_finite(), hi.is_finite()) {
            (true, true) if lo > 0.0 && hi / lo > 10.0 => lo * (hi / lo).powf(u),
            (true, true) => lo + (hi - lo) * u,
            (true, false) if lo >= 0.0 => tried.abs().max(lo),
            _ => tried,
        }
    }

    /// A value some way through the range that the search covers.
    fn shape(&self, spacing: Spacing, u: f64) -> f64 {
        let range = |name: &str| {
            let column = self.inputs.resolve(name).or(self.inputs.axes.first());
            column.map_or(OTHER, Column::range)
        };
        let even = |a: f64, b: f64| a + (b - a) * u;
        let geometric = |a: f64, b: f64| (a.ln() + (b / a).ln() * u).exp();
        match spacing {
            Spacing::Coefficient => 1.0,
            Spacing::Linear(a, b) => even(a, b),
            Spacing::Log(a, b) => geometric(a, b),
            Spacing::AlongLog(a, b) => {
                let (lo, hi) = range("x");
                lo.ln() + (hi / lo).ln() * even(a, b)
            }
            Spacing::Along(a, b) => {
                let (lo, hi) = range("x");
                lo + (hi - lo) * even(a, b)
            }
            Spacing::Width(a, b) => {
                let (lo, hi) = range("x");
                (hi - lo) * geometric(a, b)
            }
            Spacing::BelowRange(name) => {
                let (lo, hi) = range(name);
                geometric(lo, (lo * hi).sqrt())
            }
            Spacing::AroundRange(name) => {
                let (lo, hi) = range(name);
                geometric(lo, hi)
            }
            Spacing::InverseRange => {
                let (lo, hi) = range("x");
                geometric(1.0 / hi, 1.0 / (lo * hi).sqrt())
            }
        }
    }
}

/// The inputs of a law: those that it names, or else the symbols of quantities in its formula, and `x`.
pub fn inputs(law: &Law) -> Vec<String> {
    if !law.inputs.is_empty() {
        return law.inputs.clone();
    }
    let is_symbol = |name: &str| Quantity::words().any(|(_, quantity)| quantity.symbol() == Some(name));
    let names = law.formula.names();
    names.iter().filter(|name| ***name == *"x" || is_symbol(name)).map(ToString::to_string).collect()
}

/// The columns of a law: quasi-random over the ranges of its inputs.
fn columns(law: &Law, rows: usize) -> Vec<Column> {
    let cube = starts::points(rows, law.inputs.len() + DOMAINS.len());
    let along = |at: usize| cube.iter().map(move |point| point[at]);
    let mut columns = Vec::new();
    for (at, input) in law.inputs.iter().enumerate() {
        if input.contains('*') {
            // Shares of a mixture: exponential draws over their sum.
            let weight = |point: &Vec<f64>, j: usize| -(point[at + 1 + j].max(1e-3)).ln();
            for (j, domain) in DOMAINS.iter().enumerate() {
                let share =
                    |point: &Vec<f64>| weight(point, j) / (0..3).map(|i| weight(point, i)).sum::<f64>();
                let values = cube.iter().map(share).collect();
                columns.push(Column::new(input.replace('*', domain), Quantity::Plain, values));
            }
            continue;
        }
        let (lo, hi) = range(&law.id, input);
        let is_log = lo > 0.0 && hi / lo > 20.0;
        let value = |u: f64| if is_log { lo * (hi / lo).powf(u) } else { lo + (hi - lo) * u };
        columns.push(Column::new(name(law, input), quantity(input), along(at).map(value).collect()));
    }
    tie(&mut columns, "U", "D", 40.0);
    tie(&mut columns, "N_active", "N", 30.0);
    columns
}

/// Makes the larger of two amounts a multiple of the smaller: from half of it, or from itself, up to `most` times it.
fn tie(columns: &mut [Column], small: &str, large: &str, most: f64) {
    let place = |name: &str| columns.iter().position(|column| column.quantity.symbol() == Some(name));
    let (Some(small_at), Some(large_at)) = (place(small), place(large)) else { return };
    let least = if small == "U" { 0.5 } else { 1.5 };
    let (lo, hi) = columns[large_at].range();
    if small == "U" {
        let base = columns[small_at].values.clone();
        for (value, unique) in columns[large_at].values.iter_mut().zip(base) {
            *value = unique * least * (most / least).powf((*value / lo).ln() / (hi / lo).ln());
        }
    } else {
        let whole = columns[large_at].values.clone();
        let (low, high) = (least.recip(), most.recip());
        let count = whole.len();
        for (row, (value, total)) in columns[small_at].values.iter_mut().zip(whole).enumerate() {
            // A share that runs through its range in another order than the total.
            let u = ((row * 37 + 11) % count) as f64 / count as f64;
            *value = total * high * (low / high).powf(u);
        }
    }
}

fn range(id: &str, input: &str) -> (f64, f64) {
    let own = AXES.iter().find(|(law, _, _)| *law == id && input == "x");
    let input = if input == "N_active" { "N" } else { input };
    let known = own.or_else(|| RANGES.iter().find(|(name, _, _)| *name == input));
    known.map_or(OTHER, |(_, lo, hi)| (*lo, *hi))
}

/// Name of the column of an input: another than its symbol, so that the law must find it by what it measures.
fn name(law: &Law, input: &str) -> String {
    let is_only = input == "x" && law.inputs.len() == 1;
    if is_only || quantity(input) != Quantity::Plain {
        format!("column of {input}")
    } else {
        input.to_owned()
    }
}

/// The quantity that a symbol stands for.
fn quantity(symbol: &str) -> Quantity {
    match symbol {
        "N" => Quantity::Parameters(ParameterCount::Total),
        "D" => Quantity::Tokens(TokenCount::Seen),
        _ => {
            let known = Quantity::words().find(|(_, quantity)| quantity.symbol() == Some(symbol));
            known.map_or(Quantity::Plain, |(_, quantity)| quantity)
        }
    }
}
