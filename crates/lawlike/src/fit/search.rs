//! Where a search begins: candidates for the shapes, and the projection that finds their coefficients.

use super::constraints::ParameterBounds;
use super::model::Model;
use super::natural::Natural;
use super::range::Range;
use crate::law::{Law, Parameter, Spacing};
use crate::observations::Observations;
use lawlike_formula::{Bound, Node, Workspace};
use lawlike_num::kernel;
use lawlike_num::nnls::Sign;
use lawlike_num::starts;
use lawlike_num::varpro::{Basis, Patience, Projection, VarproTarget, sweep};

/// Bounds and spacing of every parameter of a model, taken from the law, the options and the data.
#[derive(Debug, Clone)]
pub(super) struct Space {
    /// Lower bound by parameter.
    pub(super) lower: Vec<f64>,
    /// Upper bound by parameter.
    pub(super) upper: Vec<f64>,
    /// Sign of each coefficient, in the order of the coefficients.
    pub(super) signs: Vec<Sign>,
    /// Range of each shape that candidates cover, in the order of the shapes.
    pub(super) ranges: Vec<Range>,
}

impl Space {
    pub(super) fn new(
        law: &Law,
        model: &Model,
        observations: &Observations,
        bounds: &[ParameterBounds],
    ) -> Self {
        let free = Parameter {
            name: String::new(),
            lo: f64::NEG_INFINITY,
            hi: f64::INFINITY,
            spacing: None,
            meaning: String::new(),
        };
        let names = model.parameters();
        let card = |name: &str| law.parameter(name).unwrap_or(&free);
        let asked = |name: &str| bounds.iter().find(|own| own.name == name);
        let limits = |name: &str| asked(name).map_or((card(name).lo, card(name).hi), |own| (own.lo, own.hi));
        let sign = |index: &usize| match limits(&names[*index]) {
            (lo, _) if lo >= 0.0 => Sign::NonNegative,
            (_, hi) if hi <= 0.0 => Sign::NonPositive,
            _ => Sign::Free,
        };
        let natural = Natural::new(model, observations);
        let range = |index: &usize| {
            let name = &names[*index];
            let (lo, hi) = limits(name);
            let user = asked(name).is_some();
            let unit = || {
                let exponent = is_exponent(law, name) && !natural.is_measured(name);
                if exponent { Some(Range::BothSigns(0.02, 2.0)) } else { natural.range(name) }
            };
            range_of(card(name), observations, user.then_some((lo, hi)), unit)
        };
        Self {
            lower: names.iter().map(|name| limits(name).0).collect(),
            upper: names.iter().map(|name| limits(name).1).collect(),
            signs: model.coefficients().iter().map(sign).collect(),
            ranges: model.shapes().iter().map(range).collect(),
        }
    }

    /// Whether no card tells the size of some shape.
    pub(super) fn is_unknown(&self) -> bool {
        self.ranges.iter().any(|range| range.is_unknown())
    }

    /// The middle of every range.
    pub(super) fn middle(&self) -> Vec<f64> {
        self.ranges.iter().map(|range| range.at(0.5)).collect()
    }

    /// Candidates for the shapes: a grid in one or two dimensions, quasi-random points beyond.
    pub(super) fn candidates(&self, thorough: bool) -> Vec<Vec<f64>> {
        let unknown = self.is_unknown();
        let cube = match (self.ranges.len(), unknown) {
            (0, _) => vec![Vec::new()],
            (1, false) => starts::grid(&[if thorough { 48 } else { 24 }]),
            (2, false) => starts::grid(&[if thorough { 8 } else { 6 }; 2]),
            (q, false) => starts::points(if thorough { 100 * q } else { 40 * q }, q),
            (q, true) => starts::points(if thorough { 400 * q } else { 100 * q }, q),
        };
        cube.iter()
            .map(|point| point.iter().zip(&self.ranges).map(|(u, range)| range.at(*u)).collect())
            .collect()
    }
}

/// Whether a name stands in the exponent of a power.
fn is_exponent(law: &Law, name: &str) -> bool {
    let nodes = law.formula.expr().nodes();
    // Parts stand before the whole: one pass tells which nodes hold the name.
    let mut holds = vec![false; nodes.len()];
    let mut found = false;
    for (place, node) in nodes.iter().enumerate() {
        holds[place] = matches!(node, Node::Name(known) if **known == *name)
            || node.parts().any(|part| holds[part.index()]);
        found |= matches!(node, Node::Pow(_, exponent) if holds[exponent.index()]);
    }
    found
}

/// The range of a shape: as asked, or by its card, or else by its unit.
fn range_of(
    card: &Parameter,
    data: &Observations,
    asked: Option<(f64, f64)>,
    unit: impl FnOnce() -> Option<Range>,
) -> Range {
    if let Some((lo, hi)) = asked
        && lo.is_finite()
        && hi.is_finite()
    {
        return if lo > 0.0 && hi / lo > 10.0 { Range::Geometric(lo, hi) } else { Range::Even(lo, hi) };
    }
    let axis = |name: &str| {
        let column = data.resolve(name).or(data.axes.first());
        column.map_or((1.0, 10.0), crate::observations::Column::range)
    };
    let (min, max) = axis("x");
    let span = (max - min).max(f64::MIN_POSITIVE);
    let (log_min, log_max) = (min.max(1e-300).ln(), max.max(1e-300).ln());
    match card.spacing {
        Some(Spacing::Linear(a, b)) => Range::Even(a, b),
        Some(Spacing::Log(a, b)) => Range::Geometric(a, b),
        Some(Spacing::AlongLog(a, b)) => {
            let width = log_max - log_min;
            Range::Even(log_min + a * width, log_min + b * width)
        }
        Some(Spacing::Along(a, b)) => Range::Even(min + a * span, min + b * span),
        Some(Spacing::Width(a, b)) if card.lo < 0.0 => Range::BothSigns(a * span, b * span),
        Some(Spacing::Width(a, b)) => Range::Geometric(a * span, b * span),
        Some(Spacing::BelowRange(name)) => {
            let (lo, hi) = axis(name);
            Range::Geometric((lo / 100.0).max(1e-300), hi.max(1e-300))
        }
        Some(Spacing::AroundRange(name)) => {
            let (lo, hi) = axis(name);
            Range::Geometric((lo / 100.0).max(1e-300), (100.0 * hi).max(1e-300))
        }
        Some(Spacing::InverseRange) => Range::Geometric(1.0 / max.max(1e-300), 100.0 / min.max(1e-300)),
        Some(Spacing::Coefficient) | None => unit().unwrap_or(Range::BothSigns(1e-4, 1e4)),
    }
}

/// A bound program as the basis of a variable projection.
pub(super) struct ProgramBasis<'a> {
    model: &'a Model,
    bound: &'a Bound,
    workspace: &'a mut Workspace,
}

impl<'a> ProgramBasis<'a> {
    pub(super) fn new(model: &'a Model, bound: &'a Bound, workspace: &'a mut Workspace) -> Self {
        Self { model, bound, workspace }
    }
}

impl Basis for ProgramBasis<'_> {
    fn rows(&self) -> usize {
        self.bound.rows()
    }

    fn terms(&self) -> usize {
        self.model.coefficients().len()
    }

    fn shapes(&self) -> usize {
        self.model.shapes().len()
    }

    fn term_shapes(&self, k: usize) -> u64 {
        self.model.term_shapes(k)
    }

    fn offset_shapes(&self) -> u64 {
        self.model.offset_shapes()
    }

    fn compute(&mut self, shapes: &[f64], derivatives: bool) {
        if derivatives {
            self.bound.basis_and_derivatives(shapes, self.workspace);
        } else {
            self.bound.basis(shapes, self.workspace);
        }
    }

    fn term(&self, k: usize) -> &[f64] {
        self.workspace.term(k)
    }

    fn offset(&self) -> Option<&[f64]> {
        self.workspace.offset()
    }

    fn add_slopes(&self, coefficients: &[f64], out: &mut [f64]) {
        let n = self.bound.rows();
        for (j, k, column) in self.workspace.term_derivatives() {
            if coefficients[k] != 0.0 {
                kernel::axpy(coefficients[k], column, &mut out[j * n..(j + 1) * n]);
            }
        }
        for (j, column) in self.workspace.offset_derivatives() {
            kernel::axpy(1.0, column, &mut out[j * n..(j + 1) * n]);
        }
    }
}

/// A place from which the exact objective is descended: shapes and coefficients.
#[derive(Debug, Clone)]
pub(super) struct Start {
    /// Shapes, in their order.
    pub(super) shapes: Vec<f64>,
    /// Coefficients, in their order.
    pub(super) coefficients: Vec<f64>,
    /// Weighted sum of squares there.
    pub(super) sum: f64,
    /// Descents of the projection that ended here.
    pub(super) count: usize,
    /// Whether the coefficients were found by projection, for these rows or for rows like them.
    pub(super) projected: bool,
}

impl Start {
    /// Whether another descent of the projection ended at the same place.
    fn is_near(&self, shapes: &[f64], sum: f64) -> bool {
        let close = |a: f64, b: f64, tolerance: f64| (a - b).abs() <= tolerance * a.abs().max(b.abs());
        close(self.sum, sum, 1e-6) && self.shapes.iter().zip(shapes).all(|(a, b)| close(*a, *b, 1e-3))
    }
}

/// How many candidates are followed down, and how far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Depth {
    /// Best candidates that are followed.
    pub(super) keep: usize,
    /// When each descent of the projection ends.
    pub(super) patience: Patience,
}

/// The values of both shapes, if the candidates are all pairs of them, the second moving fastest.
fn axes(candidates: &[Vec<f64>]) -> Option<[Vec<f64>; 2]> {
    let first = candidates.first().filter(|first| first.len() == 2)?[0];
    let width = candidates.iter().take_while(|shapes| shapes[0] == first).count();
    let second: Vec<f64> = candidates[..width].iter().map(|shapes| shapes[1]).collect();
    let first: Vec<f64> = candidates.iter().step_by(width).map(|shapes| shapes[0]).collect();
    let is_pair = |(at, shapes): (usize, &Vec<f64>)| **shapes == [first[at / width], second[at % width]];
    candidates.iter().enumerate().all(is_pair).then_some([first, second])
}

/// Evaluates the candidates and descends from the best few by variable projection; those that end at the same place
/// become one start.
pub(super) fn survey(
    basis: &mut ProgramBasis<'_>,
    target: &VarproTarget<'_>,
    candidates: &[Vec<f64>],
    depth: Depth,
) -> (Vec<Start>, usize) {
    let mut projection = Projection::default();
    let grid = axes(candidates);
    let width = grid.as_ref().map_or(1, |[_, second]| second.len());
    let table = grid.and_then(|[a, b]| sweep(basis, target, [&a, &b]));
    let sums = match table {
        Some(sums) => sums,
        None => candidates.iter().map(|shapes| projection.evaluate(basis, target, shapes)).collect(),
    };
    let order = if target.lower.len() > 2 { starts::by_value(&sums) } else { starts::by_basin(&sums, width) };
    let mut found: Vec<Start> = Vec::new();
    let mut evaluations = candidates.len();
    for index in order.into_iter().filter(|index| sums[*index].is_finite()).take(depth.keep) {
        let mut shapes = candidates[index].clone();
        let sum = projection.descend(basis, target, &mut shapes, depth.patience);
        evaluations += projection.evaluations();
        if !sum.is_finite() {
            continue;
        }
        match found.iter_mut().find(|start| start.is_near(&shapes, sum)) {
            Some(known) => known.count += 1,
            None => {
                let coefficients = projection.coefficients.clone();
                found.push(Start { shapes, coefficients, sum, count: 1, projected: true });
            }
        }
    }
    found.sort_by(|a, b| a.sum.total_cmp(&b.sum));
    (found, evaluations)
}
