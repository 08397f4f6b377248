//! How the score of a task follows from a latent level: `y = b + (1 - b) G(a + w'x)`, with scatter of the level between
//! models.
//!
//! `G` is logistic, as in observational laws (Ruan et al. 2024, arXiv 2405.10938, equation 5: floor `b`, ceiling one), or
//! `exp(-exp(-level))`. With `x = -ln(loss)` the second is exact match `p^L = exp(-L loss)` of Schaeffer et al. 2023
//! (arXiv 2304.15004) where `w = 1` and `a = -ln L`; with `x = ln N` it is the law of `PassUntil`, `exp(-c N^-w)` (Hu et al.
//! 2023, arXiv 2310.03262, equation 3).
//!
//! The scatter `tau` of the level makes the noise `(slope tau)^2`, the items of the task add their own. Slope, floor and
//! scatter have wide normal priors, so that a task that no model has begun to solve yet has an answer that is as
//! uncertain as it should be. The likelihood is maximised by Fisher scoring.

use lawlike_num::dense::{Cholesky, Matrix};
use lawlike_num::kernel::dot;
use lawlike_num::parallel;
use std::ops::Range;

/// Levels beyond this are as good as infinite.
const FAR: f64 = 30.0;
/// Steps of a search.
const STEPS: usize = 80;
/// Share of the cost below which a step gains nothing.
const SETTLED: f64 = 1e-12;
/// Models up to which all are searched.
const MOST_SEARCHED: usize = 4096;
/// Models from which on starts are shared out.
const WORTH_THREADS: usize = 1000;
/// Rows of a block, which one thread goes over.
const BLOCK: usize = 2048;

/// The shape of a rise from nought to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rise {
    /// `1 / (1 + exp(-level))`.
    Logistic,
    /// `exp(-exp(-level))`.
    LogLog,
}

impl Rise {
    /// Value, slope and bend at a level.
    pub(crate) fn at(self, level: f64) -> [f64; 3] {
        let level = level.clamp(-FAR, FAR);
        match self {
            Self::Logistic => {
                let g = 1.0 / (1.0 + (-level).exp());
                let slope = g * (1.0 - g);
                [g, slope, slope * (1.0 - 2.0 * g)]
            }
            Self::LogLog => {
                let e = (-level).exp();
                let g = (-e).exp();
                [g, g * e, g * e * (e - 1.0)]
            }
        }
    }
}

/// Scores of one task, and what they follow from.
pub(crate) struct Scores<'a> {
    /// The shape.
    pub(crate) rise: Rise,
    /// For every model, a one and what its level follows from.
    pub(crate) x: &'a [Vec<f64>],
    /// Score of every model, from 0 to 1.
    pub(crate) y: &'a [f64],
    /// Items behind every score.
    pub(crate) items: &'a [f64],
    /// Greatest floor.
    pub(crate) bound: f64,
    /// Standard deviation of a score that neither scatter nor items explain.
    pub(crate) least: f64,
}

/// Normal priors of the parameters: coefficients, then the floor (on a logit scale of its own), then `ln tau`.
#[derive(Debug, Clone)]
pub(crate) struct Prior {
    /// Centres.
    pub(crate) centre: Vec<f64>,
    /// Standard deviations.
    pub(crate) spread: Vec<f64>,
}

/// A response at one set of parameters.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    /// The shape.
    pub(crate) rise: Rise,
    /// Coefficients of the level: the intercept first.
    pub(crate) coefficients: Vec<f64>,
    /// Floor.
    pub(crate) floor: f64,
    /// Scatter of the level between models.
    pub(crate) scatter: f64,
    parameters: Vec<f64>,
}

impl Response {
    fn new(parameters: Vec<f64>, scores: &Scores<'_>) -> Self {
        let k = parameters.len() - 2;
        let floor = scores.bound * sigmoid(parameters[k]);
        let scatter = parameters[k + 1].exp();
        Self { rise: scores.rise, coefficients: parameters[..k].to_vec(), floor, scatter, parameters }
    }

    /// The level that follows from `x`, a one first.
    pub(crate) fn level(&self, x: &[f64]) -> f64 {
        dot(&self.coefficients, x)
    }

    /// The score at a level.
    pub(crate) fn score(&self, level: f64) -> f64 {
        self.floor + (1.0 - self.floor) * self.rise.at(level)[0]
    }

    /// The same response with one more coefficient, at zero, to begin a search from.
    pub(crate) fn with_one_more(&self) -> Self {
        let mut more = self.clone();
        more.parameters.insert(more.coefficients.len(), 0.0);
        more.coefficients.push(0.0);
        more
    }

    /// The response as a plane around its optimum.
    pub(crate) fn plane(&self, scores: &Scores<'_>) -> Plane {
        let (k, place) = (self.coefficients.len(), Place::new(&self.parameters, scores));
        let n = scores.y.len();
        let mut plane = Plane {
            residuals: Vec::with_capacity(n),
            columns: vec![Vec::with_capacity(n); k + 1],
            lift: Vec::with_capacity(n),
            slopes: Vec::with_capacity(n),
        };
        let (mut means, mut variances) = (vec![0.0; k + 2], vec![0.0; k + 2]);
        for ((x, y), items) in scores.x.iter().zip(scores.y).zip(scores.items) {
            let terms = place.terms(x, *items);
            place.slopes(&terms, x, *items, (&mut means, &mut variances));
            let noise = terms.variance.sqrt();
            plane.residuals.push((y - terms.mean) / noise);
            plane.columns.iter_mut().zip(&means).for_each(|(column, mean)| column.push(mean / noise));
            plane.lift.push(terms.slope / noise);
            plane.slopes.push(terms.slope);
        }
        plane
    }
}

/// A response around its optimum, in units of the noise of each score.
pub(crate) struct Plane {
    /// What is left of each score.
    pub(crate) residuals: Vec<f64>,
    /// Slopes to every coefficient and to the floor.
    pub(crate) columns: Vec<Vec<f64>>,
    /// Slope to the level.
    pub(crate) lift: Vec<f64>,
    /// The same in units of the score.
    pub(crate) slopes: Vec<f64>,
}

fn sigmoid(q: f64) -> f64 {
    Rise::Logistic.at(q)[0]
}

/// Parameters, with what all rows share of them.
struct Place<'a> {
    coefficients: &'a [f64],
    /// The floor, and its slope to its parameter.
    floor: f64,
    floor_slope: f64,
    /// Scatter of the level.
    tau: f64,
    rise: Rise,
    least: f64,
}

impl<'a> Place<'a> {
    fn new(parameters: &'a [f64], scores: &Scores<'_>) -> Self {
        let k = parameters.len() - 2;
        let q = sigmoid(parameters[k]);
        let floor = scores.bound * q;
        let floor_slope = floor * (1.0 - q);
        let (coefficients, tau) = (&parameters[..k], parameters[k + 1].exp());
        Self { coefficients, floor, floor_slope, tau, rise: scores.rise, least: scores.least }
    }

    /// Mean and variance of the score of one row.
    fn terms(&self, x: &[f64], items: f64) -> Terms {
        let [g, g1, g2] = self.rise.at(dot(self.coefficients, x));
        let mean = self.floor + (1.0 - self.floor) * g;
        let slope = (1.0 - self.floor) * g1;
        // No score is surer than one more item right or wrong.
        let variance =
            (slope * self.tau).powi(2) + (mean * (1.0 - mean) + 1.0 / items) / items + self.least.powi(2);
        Terms { mean, variance, slope, rise: [g, g1, g2] }
    }

    /// Slopes of mean and variance to the parameters, of the same row.
    fn slopes(&self, terms: &Terms, x: &[f64], items: f64, (means, variances): (&mut [f64], &mut [f64])) {
        let (Terms { mean, slope, rise: [g, g1, g2], .. }, tau, k) = (*terms, self.tau, x.len());
        let spread = |slope_slope: f64, mean_slope: f64| {
            2.0 * slope * tau * tau * slope_slope + (1.0 - 2.0 * mean) / items * mean_slope
        };
        for (j, x) in x.iter().enumerate() {
            means[j] = slope * x;
            variances[j] = spread((1.0 - self.floor) * g2 * x, slope * x);
        }
        means[k] = (1.0 - g) * self.floor_slope;
        variances[k] = spread(-g1 * self.floor_slope, means[k]);
        means[k + 1] = 0.0;
        variances[k + 1] = 2.0 * (slope * tau).powi(2);
    }
}

/// Mean and variance of one score, the slope of the mean to the level, and the rise with its derivatives.
#[derive(Clone, Copy)]
struct Terms {
    mean: f64,
    variance: f64,
    slope: f64,
    rise: [f64; 3],
}

impl Scores<'_> {
    /// Negative logarithm of weighted likelihood times prior.
    fn cost(&self, parameters: &[f64], weights: &[f64], prior: &Prior) -> f64 {
        let place = Place::new(parameters, self);
        let sums = self.by_block(|rows| {
            let own = self.rows(rows, weights).map(|(((x, y), items), weight)| {
                let terms = place.terms(x, *items);
                weight * (terms.variance.ln() + (y - terms.mean).powi(2) / terms.variance)
            });
            own.sum::<f64>()
        });
        0.5 * (sums.iter().sum::<f64>() + prior.cost(parameters))
    }

    /// The work on blocks of rows, in their order: what it gives does not depend on the number of threads.
    fn by_block<T: Send>(&self, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        let n = self.y.len();
        parallel::map(n.div_ceil(BLOCK), 0, |at| work(at * BLOCK..n.min((at + 1) * BLOCK)))
    }

    /// Some rows: what is known, score, items and weight of each.
    fn rows<'a>(
        &'a self,
        rows: Range<usize>,
        weights: &'a [f64],
    ) -> impl Iterator<Item = (((&'a Vec<f64>, &'a f64), &'a f64), &'a f64)> {
        let known = self.x[rows.clone()].iter().zip(&self.y[rows.clone()]);
        known.zip(&self.items[rows.clone()]).zip(&weights[rows])
    }

    /// Gradient of the cost and its expected second derivatives.
    fn slopes(&self, parameters: &[f64], weights: &[f64], prior: &Prior) -> (Vec<f64>, Matrix) {
        let (p, place) = (parameters.len(), Place::new(parameters, self));
        let mut gradient: Vec<f64> =
            (0..p).map(|j| (parameters[j] - prior.centre[j]) / prior.spread[j].powi(2)).collect();
        // Rows of the lower triangle, one after another.
        let mut lower = vec![0.0; p * (p + 1) / 2];
        (0..p).for_each(|j| lower[j * (j + 3) / 2] = prior.spread[j].powi(-2));
        let sums = self.by_block(|rows| {
            let (mut gradient, mut lower) = (vec![0.0; p], vec![0.0; p * (p + 1) / 2]);
            let (mut means, mut variances) = (vec![0.0; p], vec![0.0; p]);
            for (((x, y), items), w) in self.rows(rows, weights) {
                let terms = place.terms(x, *items);
                place.slopes(&terms, x, *items, (&mut means, &mut variances));
                let (r, v) = (y - terms.mean, terms.variance);
                let (mut entries, from_variance) = (lower.iter_mut(), 1.0 / v - r * r / (v * v));
                for (j, (m, s)) in means.iter().zip(&variances).enumerate() {
                    gradient[j] += w * (0.5 * s * from_variance - m * r / v);
                    for ((entry, mean), variance) in entries.by_ref().take(j + 1).zip(&means).zip(&variances)
                    {
                        *entry += w * (m * mean / v + 0.5 * s * variance / (v * v));
                    }
                }
            }
            (gradient, lower)
        });
        for (own_gradient, own_lower) in &sums {
            gradient.iter_mut().zip(own_gradient).for_each(|(sum, own)| *sum += own);
            lower.iter_mut().zip(own_lower).for_each(|(sum, own)| *sum += own);
        }
        let mut fisher = Matrix::zeros(p, p);
        for j in 0..p {
            for l in 0..=j {
                let entry = lower[j * (j + 1) / 2 + l];
                (fisher[(j, l)], fisher[(l, j)]) = (entry, entry);
            }
        }
        (gradient, fisher)
    }

    /// The parameters of least cost below a start, and that cost.
    fn descend(&self, start: &[f64], weights: &[f64], prior: &Prior) -> (Vec<f64>, f64) {
        let (mut at, mut damping) = (start.to_vec(), 1e-2);
        let mut cost = self.cost(&at, weights, prior);
        for _ in 0..STEPS {
            let (gradient, fisher) = self.slopes(&at, weights, prior);
            let mut next = None;
            while next.is_none() && damping < 1e8 {
                let mut damped = fisher.clone();
                (0..at.len()).for_each(|j| damped[(j, j)] *= 1.0 + damping);
                let step = Cholesky::new(&damped).map(|factor| factor.solve(&gradient));
                let tried: Option<Vec<f64>> =
                    step.map(|step| at.iter().zip(&step).map(|(a, s)| a - s).collect());
                next = tried.map(|t| (self.cost(&t, weights, prior), t)).filter(|(c, _)| *c < cost);
                damping = if next.is_some() { (damping / 5.0).max(1e-9) } else { damping * 4.0 };
            }
            let Some((lower, place)) = next else { break };
            let gained = cost - lower;
            (at, cost) = (place, lower);
            if gained < SETTLED * (1.0 + cost.abs()) {
                break;
            }
        }
        (at, cost)
    }

    /// The most likely response, searched from several intercepts and slopes around the centre of the prior: of very many
    /// models on a part of them, from whose optimum the descent goes on with all.
    pub(crate) fn best(&self, prior: &Prior) -> (Response, f64) {
        let n = self.y.len();
        let weights = vec![1.0; n];
        let (at, cost) = if n > MOST_SEARCHED {
            self.descend(&self.search_part(prior).0, &weights, prior)
        } else {
            self.search(&weights, prior)
        };
        (Response::new(at, self), cost)
    }

    fn search(&self, weights: &[f64], prior: &Prior) -> (Vec<f64>, f64) {
        let starts = [-3.0, 0.0, 2.0].map(|shift| [0.3, 1.0, 2.5].map(|factor| (shift, factor))).concat();
        let descend = |at: usize| {
            let (shift, factor) = starts[at];
            let mut start = prior.centre.clone();
            start[0] += shift;
            start[1] *= factor;
            self.descend(&start, weights, prior)
        };
        let threads = if weights.len() < WORTH_THREADS { 1 } else { 0 };
        let found = parallel::map(starts.len(), threads, descend).into_iter();
        let best = found.min_by(|a, b| a.1.total_cmp(&b.1));
        best.unwrap_or_else(|| (prior.centre.clone(), f64::INFINITY))
    }

    /// The search on models that are spread evenly along the first column; each weighs as much as those that it stands for, so
    /// that the prior keeps its part.
    fn search_part(&self, prior: &Prior) -> (Vec<f64>, f64) {
        let n = self.y.len();
        let mut order: Vec<usize> = (0..n).collect();
        let first = |row: usize| self.x[row].get(1).copied().unwrap_or_default();
        order.sort_by(|a, b| first(*a).total_cmp(&first(*b)));
        let rows: Vec<usize> = (0..MOST_SEARCHED).map(|k| order[k * (n - 1) / (MOST_SEARCHED - 1)]).collect();
        let x: Vec<Vec<f64>> = rows.iter().map(|row| self.x[*row].clone()).collect();
        let pick = |values: &[f64]| -> Vec<f64> { rows.iter().map(|row| values[*row]).collect() };
        let (y, items) = (pick(self.y), pick(self.items));
        let weights = vec![n as f64 / MOST_SEARCHED as f64; MOST_SEARCHED];
        Scores { x: &x, y: &y, items: &items, ..*self }.search(&weights, prior)
    }

    /// The most likely response with other weights and another prior, searched from one found before.
    pub(crate) fn again(&self, from: &Response, weights: &[f64], prior: &Prior) -> Response {
        Response::new(self.descend(&from.parameters, weights, prior).0, self)
    }
}

impl Prior {
    fn cost(&self, parameters: &[f64]) -> f64 {
        let terms = parameters.iter().zip(&self.centre).zip(&self.spread);
        terms.map(|((p, c), s)| ((p - c) / s).powi(2)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike_num::stream::Stream;

    fn simulated(rise: Rise, n: usize, seed: u64) -> (Vec<Vec<f64>>, Vec<f64>) {
        let mut stream = Stream::keyed(seed, &[1]);
        let x: Vec<Vec<f64>> = (0..n).map(|i| vec![1.0, 4.0 * i as f64 / n as f64 - 2.0]).collect();
        let y = x.iter().map(|x| {
            let level = -0.5 + 2.0 * x[1] + 0.3 * stream.normal();
            let share = 0.1 + 0.9 * rise.at(level)[0];
            (0..400).filter(|_| stream.uniform() < share).count() as f64 / 400.0
        });
        let y = y.collect();
        (x, y)
    }

    fn prior() -> Prior {
        Prior { centre: vec![-2.0, 1.5, -1.0, -0.5], spread: vec![3.0, 1.0, 1.5, 1.0] }
    }

    #[test]
    fn the_truth_is_found() {
        for rise in [Rise::Logistic, Rise::LogLog] {
            let (x, y) = simulated(rise, 200, 3);
            let scores = Scores { rise, x: &x, y: &y, items: &vec![400.0; 200], bound: 0.2, least: 0.0 };
            let found = scores.best(&prior()).0;
            let near = |a: f64, b: f64, tolerance: f64| assert!((a - b).abs() < tolerance, "{a} is not {b}");
            near(found.coefficients[0], -0.5, 0.12);
            near(found.coefficients[1], 2.0, 0.15);
            near(found.floor, 0.1, 0.02);
            near(found.scatter, 0.3, 0.06);
        }
    }

    #[test]
    fn the_optimum_of_many_models_is_that_of_a_search_on_all() {
        for rise in [Rise::Logistic, Rise::LogLog] {
            let n = MOST_SEARCHED + 904;
            let (x, y) = simulated(rise, n, 7);
            let scores = Scores { rise, x: &x, y: &y, items: &vec![400.0; n], bound: 0.2, least: 0.0 };
            let (found, cost) = scores.best(&prior());
            let (all, least) = scores.search(&vec![1.0; n], &prior());
            assert!((cost - least).abs() < 1e-8 * least.abs(), "{cost} {least}");
            let apart = found.parameters.iter().zip(&all).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(apart < 1e-4, "{apart}");
        }
    }

    #[test]
    fn the_gradient_is_that_of_the_cost() {
        for rise in [Rise::Logistic, Rise::LogLog] {
            let (x, y) = simulated(rise, 20, 5);
            let scores = Scores { rise, x: &x, y: &y, items: &[50.0; 20], bound: 0.2, least: 0.0 };
            let (prior, weights) = (prior(), vec![1.3; 20]);
            let at = [-0.4, 1.1, 0.3, -0.7];
            let (gradient, _) = scores.slopes(&at, &weights, &prior);
            for j in 0..4 {
                let cost = |h: f64| {
                    let mut moved = at.to_vec();
                    moved[j] += h;
                    scores.cost(&moved, &weights, &prior)
                };
                let slope = (cost(1e-5) - cost(-1e-5)) / 2e-5;
                assert!((slope - gradient[j]).abs() < 1e-5 * (1.0 + slope.abs()), "{slope} {}", gradient[j]);
            }
        }
    }
}
