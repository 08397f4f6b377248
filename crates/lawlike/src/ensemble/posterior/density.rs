//! The density of the posterior on the whole line, in the coordinates of a frame.

use super::Prior;
use super::chart::{Chart, Charted};
use super::frame::{Frame, Local};
use crate::error::Result;
use crate::fit::{Fit, Link, Prepared};
use crate::observations::Observations;
use lawlike_formula::{Bound, Workspace};
use lawlike_num::sampler::LogDensity;

/// Observations, law and priors.
pub(super) struct Likelihood {
    bound: Bound,
    link: Link,
    /// Responses on the scale of the link.
    target: Vec<f64>,
    weights: Vec<f64>,
    /// Rows of a weight above zero.
    rows: f64,
    charts: Vec<Chart>,
    /// Prior of each parameter, that of the noise last.
    priors: Vec<Prior>,
}

impl Likelihood {
    pub(super) fn new(prepared: &Prepared, observations: &Observations, priors: Vec<Prior>) -> Result<Self> {
        let link = prepared.objective().link;
        let target: Vec<f64> = observations.response.values.iter().map(|y| link.forward(*y)).collect();
        let mut weights = prepared.weights().to_vec();
        weights.resize(target.len(), 1.0);
        let (lower, upper) = prepared.bounds();
        Ok(Self {
            bound: prepared.model().bind(&observations.points())?,
            link,
            rows: weights.iter().filter(|w| **w > 0.0).count() as f64,
            target,
            weights,
            charts: lower.iter().zip(upper).map(|(lower, upper)| Chart::new(*lower, *upper)).collect(),
            priors,
        })
    }
}

/// The posterior in the coordinates of a frame.
pub(super) struct Density {
    likelihood: Likelihood,
    frame: Frame,
}

/// The density with the space that it works in.
pub(super) struct Evaluation<'a> {
    density: &'a Density,
    workspace: Workspace,
    values: Vec<f64>,
    jacobian: Vec<f64>,
    slope: Vec<f64>,
}

impl Density {
    /// Scales by the curvature at the optimum of the fit.
    pub(super) fn new(likelihood: Likelihood, prepared: &Prepared, fit: &Fit) -> Self {
        let (p, n) = (likelihood.charts.len(), likelihood.target.len());
        let freedom = (likelihood.rows - p as f64).max(1.0);
        // Residuals of nothing but rounding would have no noise at all.
        let size = likelihood.target.iter().fold(1.0f64, |most, v| most.max(v.abs()));
        let noise = (fit.objective.value / freedom).sqrt().max(1e-12 * size);
        let values: Vec<f64> = fit.parameters[..p].iter().map(|estimate| estimate.value()).collect();
        let jacobian = prepared.at(&values).jacobian;
        let scale = |i: usize| likelihood.weights[i].sqrt() / noise;
        let column = |j: usize| (0..n).map(|i| scale(i) * jacobian[j * n + i]).collect();
        let local = Local {
            charts: &likelihood.charts,
            errors: (0..p).map(|j| fit.covariance[j][j].sqrt()).collect(),
            columns: (0..p).map(column).collect(),
            values,
            noise,
        };
        Self { frame: Frame::new(&local), likelihood }
    }

    /// Number of dimensions.
    pub(super) fn size(&self) -> usize {
        self.frame.size()
    }

    /// The parameters as they stand, and the noise.
    pub(super) fn natural(&self, z: &[f64]) -> Vec<f64> {
        let u = self.frame.unknowns(z, &self.likelihood.charts);
        let p = self.likelihood.charts.len();
        let mut out: Vec<f64> = (0..p).map(|j| self.likelihood.charts[j].at(u[j]).x).collect();
        out.push(u[p].exp());
        out
    }

    /// The density, ready to be evaluated.
    pub(super) fn evaluation(&self) -> Evaluation<'_> {
        let (p, n) = (self.likelihood.charts.len(), self.likelihood.target.len());
        Evaluation {
            density: self,
            workspace: Workspace::default(),
            values: vec![0.0; n],
            jacobian: vec![0.0; n * p],
            slope: vec![0.0; p + 1],
        }
    }
}

impl LogDensity for Evaluation<'_> {
    fn dimensions(&self) -> usize {
        self.density.size()
    }

    fn ln_density(&mut self, z: &[f64], gradient: &mut [f64]) -> f64 {
        let Density { likelihood, frame } = self.density;
        let u = frame.unknowns(z, &likelihood.charts);
        let Self { workspace, values, jacobian, slope, .. } = self;
        let (p, n) = (likelihood.charts.len(), likelihood.target.len());
        let charted: Vec<Charted> = (0..p).map(|j| likelihood.charts[j].at(u[j])).collect();
        let parameters: Vec<f64> = charted.iter().map(|at| at.x).collect();
        likelihood.bound.values_and_jacobian(&parameters, workspace, values, jacobian);
        let noise = u[p].exp();
        let precision = 1.0 / (noise * noise);
        // Residuals first, then in their place what the values weigh in the gradient.
        let mut squares = 0.0;
        for i in 0..n {
            let value = values[i];
            if likelihood.link == Link::Log && value <= 0.0 {
                return f64::NAN;
            }
            let weighted = likelihood.weights[i] * (likelihood.link.forward(value) - likelihood.target[i]);
            squares += weighted * (likelihood.link.forward(value) - likelihood.target[i]);
            values[i] = -precision * weighted * likelihood.link.slope(value);
        }
        let (prior, bend) = likelihood.priors[p].ln_density(noise);
        // The slope of sigma by its logarithm is sigma.
        let mut total = -likelihood.rows * u[p] - 0.5 * precision * squares + prior + u[p];
        slope[p] = -likelihood.rows + precision * squares + bend * noise + 1.0;
        for j in 0..p {
            let Charted { x, slope: by_u, ln_slope, bend: ln_bend } = charted[j];
            if matches!(likelihood.charts[j], Chart::Held(_)) {
                // Held parameters have a coordinate of their own that moves nothing.
                total -= 0.5 * u[j] * u[j];
                slope[j] = -u[j];
                continue;
            }
            let (prior, bend) = likelihood.priors[j].ln_density(x);
            let column = &jacobian[j * n..(j + 1) * n];
            let data: f64 = values.iter().zip(column).map(|(v, d)| v * d).sum();
            total += prior + ln_slope;
            slope[j] = (data + bend) * by_u + ln_bend;
        }
        let by_u: Vec<f64> = charted.iter().map(|at| at.slope).collect();
        frame.pull_back(slope, &by_u, gradient);
        if gradient.iter().all(|v| v.is_finite()) { total } else { f64::NAN }
    }
}
