//! A built-in law fitted to a window of a series, in units in which numbers are near one.

use super::average;
use crate::fit::{Effort, FitOptions, Model, Objective, Prepared};
use crate::forecast::frame::Frame;
use crate::law::Law;
use crate::observations::{Column, Observations, Points};
use crate::quantity::Quantity;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How positions and responses become the axis and the response of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axes {
    /// `x = exp(z - centre)`, response `exp(y - level)`: the series is in logarithms.
    Logarithms,
    /// `x = z - centre`, response as it stands.
    Straight,
}

/// Rows to fit: positions, responses, weights (empty for equal ones).
#[derive(Debug, Clone)]
pub(super) struct Window<'a> {
    pub(super) z: &'a [f64],
    pub(super) y: &'a [f64],
    pub(super) weights: Vec<f64>,
    pub(super) axes: Axes,
}

/// A fitted law.
#[derive(Debug, Clone)]
pub(super) struct Local {
    model: Arc<Model>,
    parameters: Vec<f64>,
    centre: f64,
    level: f64,
    axes: Axes,
}

impl<'a> Window<'a> {
    /// The last `count` rows of a series, with responses of one's own.
    pub(super) fn last(frame: &'a Frame, y: &'a [f64], count: usize, axes: Axes) -> Self {
        let from = frame.n().saturating_sub(count);
        let weights = frame.weights.get(from..).unwrap_or_default().to_vec();
        Self { z: &frame.z[from..], y: &y[from..], weights, axes }
    }

    /// The built-in law of that name, fitted; none where the search finds nothing defined.
    pub(super) fn solve(
        &self,
        law: &'static str,
        objective: Objective,
        start: Option<&Local>,
    ) -> Option<Local> {
        let centre = self.z.last().copied()?;
        let level = if self.axes == Axes::Logarithms { average(self.y) } else { 0.0 };
        let axis = axis(self.z, centre, self.axes);
        let response =
            self.y.iter().map(|y| if self.axes == Axes::Logarithms { (y - level).exp() } else { *y });
        let response = Column::new("y", Quantity::Plain, response.collect());
        let mut observations = Observations::new(response, vec![axis]).ok()?;
        observations.weights.clone_from(&self.weights);
        let options = FitOptions::default().with_objective(objective);
        let prepared = Prepared::new(named(law)?.as_ref(), &observations, &options).ok()?;
        let solution = match start {
            Some(start) => prepared.solve_from(&start.parameters),
            None => prepared.solve(prepared.weights(), Effort::Quick),
        };
        let finite = solution.objective.is_finite() && solution.parameters.iter().all(|v| v.is_finite());
        finite.then(|| Local {
            model: prepared.model().clone(),
            parameters: solution.parameters,
            centre,
            level,
            axes: self.axes,
        })
    }
}

impl Local {
    /// Responses at positions, on the scale of the series.
    pub(super) fn at(&self, z: &[f64]) -> Vec<f64> {
        let points = Points { columns: vec![axis(z, self.centre, self.axes)] };
        let values =
            self.model.predict(&self.parameters, &points).unwrap_or_else(|_| vec![f64::NAN; z.len()]);
        match self.axes {
            Axes::Logarithms => values.iter().map(|v| v.max(1e-300).ln() + self.level).collect(),
            Axes::Straight => values,
        }
    }
}

fn axis(z: &[f64], centre: f64, axes: Axes) -> Column {
    let value = |z: &f64| if axes == Axes::Logarithms { (z - centre).exp() } else { z - centre };
    Column::new("x", Quantity::Plain, z.iter().map(value).collect())
}

/// A built-in law, parsed once and kept.
fn named(id: &'static str) -> Option<Arc<Law>> {
    static KEPT: Mutex<BTreeMap<&'static str, Arc<Law>>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = kept.get(id) {
        return Some(found.clone());
    }
    let law = Arc::new(Law::named(id).ok()?);
    kept.insert(id, law.clone());
    Some(law)
}
