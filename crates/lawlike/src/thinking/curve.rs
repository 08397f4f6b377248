//! Accuracy against thinking tokens: five shapes, fitted to shares of right answers by binomial (quasi-)likelihood.
//!
//! With `u = ln T`: log-linear `a + b u`, kept between 0 and 1; logistic `sigmoid(a + b u)`; logistic below a ceiling
//! `F sigmoid(a + b u)`; saturating `F (1 - exp(-T / w))`, the law of Chen et al. 2025 (arXiv 2505.20522) with
//! `p = 1 - exp(-1/w)`; over-thinking `a + b u - c u^2` with `c >= 0`, kept between 0 and 1. A share of `m` items counts as
//! `m y` right answers, whole or not.

use lawlike_num::dense::{cholesky_in_place, cholesky_solve};
use serde::Serialize;

/// Shares are kept this far from 0 and 1.
const EDGE: f64 = 1e-4;
/// Most steps of the search.
const STEPS: usize = 60;

/// Right answers at one length of thinking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Thinking tokens of a problem, above zero.
    pub tokens: f64,
    /// Share of right answers.
    pub right: f64,
    /// Number of items behind the share.
    pub items: f64,
}

/// A shape of accuracy against thinking tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThinkingShape {
    /// A straight line in the logarithm of tokens, for ever.
    LogLinear,
    /// A sigmoid in the logarithm of tokens that ends at 1.
    Logistic,
    /// A sigmoid in the logarithm of tokens that ends at a ceiling.
    Ceiling,
    /// Exponential approach to a ceiling.
    Saturating,
    /// A parabola in the logarithm of tokens: too much thinking hurts.
    OverThinking,
}

/// All shapes.
pub const SHAPES: [ThinkingShape; 5] = [
    ThinkingShape::LogLinear,
    ThinkingShape::Logistic,
    ThinkingShape::Ceiling,
    ThinkingShape::Saturating,
    ThinkingShape::OverThinking,
];

impl ThinkingShape {
    /// Name in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::LogLinear => "log-linear",
            Self::Logistic => "logistic",
            Self::Ceiling => "logistic with a ceiling",
            Self::Saturating => "saturating",
            Self::OverThinking => "over-thinking",
        }
    }

    /// Whether growth ends below 1.
    pub fn saturates(self) -> bool {
        matches!(self, Self::Ceiling | Self::Saturating)
    }

    /// Number of parameters.
    pub fn parameters(self) -> usize {
        match self {
            Self::LogLinear | Self::Logistic | Self::Saturating => 2,
            Self::Ceiling | Self::OverThinking => 3,
        }
    }

    fn starts(self) -> &'static [[f64; 3]] {
        match self {
            Self::LogLinear => &[[0.5, 0.2, 0.0]],
            Self::Logistic => &[[0.0, 1.0, 0.0]],
            Self::Ceiling => &[[0.0, 0.3, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 3.0]],
            Self::Saturating => &[[0.5, 0.0, 0.0], [0.5, -1.0, 0.0], [1.0, 0.7, 0.0]],
            Self::OverThinking => &[[0.5, 0.2, -2.0], [0.5, 0.2, 0.0]],
        }
    }
}

/// Places of tokens on a scale that runs from about -1 to 1 over the data.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scale {
    middle: f64,
    half: f64,
}

/// A fitted shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The shape.
    pub shape: ThinkingShape,
    /// Twice the log-likelihood lost against the shares themselves.
    pub deviance: f64,
    theta: [f64; 3],
    scale: Scale,
}

impl Curve {
    /// The shape fitted to levels, which span more than one length of thinking; searched from `near` as well, if given.
    pub fn fit(shape: ThinkingShape, levels: &[Level], near: Option<&Self>) -> Self {
        let logs = levels.iter().map(|level| level.tokens.ln());
        let (lo, hi) = logs.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), u| (lo.min(u), hi.max(u)));
        let scale = near
            .map_or(Scale { middle: 0.5 * (lo + hi), half: (0.5 * (hi - lo)).max(1e-3) }, |near| near.scale);
        let own = near.filter(|near| near.shape == shape).map(|near| near.theta);
        let starts = own.into_iter().chain(shape.starts().iter().copied());
        let blank = Self { shape, deviance: f64::INFINITY, theta: [0.0; 3], scale };
        starts
            .map(|start| blank.descend(levels, start))
            .fold(blank.clone(), |best, next| if next.deviance < best.deviance { next } else { best })
    }

    /// Share of right answers at so many tokens.
    pub fn at(&self, tokens: f64) -> f64 {
        self.value(&self.theta, tokens)
    }

    /// The ceiling that the curve ends at; none if it has none.
    pub fn ceiling(&self) -> Option<f64> {
        match self.shape {
            ThinkingShape::Ceiling => Some(sigmoid(self.theta[2])),
            ThinkingShape::Saturating => Some(sigmoid(self.theta[0])),
            _ => None,
        }
    }

    /// The tokens beyond which more thinking hurts; none if there are none.
    pub fn peak(&self) -> Option<f64> {
        if self.shape != ThinkingShape::OverThinking || self.theta[1] <= 0.0 {
            return None;
        }
        let z = self.theta[1] / (2.0 * self.theta[2].exp());
        Some((self.scale.middle + self.scale.half * z).exp()).filter(|peak| peak.is_finite())
    }

    /// The least tokens at which the curve reaches a share; none if it never does.
    pub fn reaches(&self, share: f64) -> Option<f64> {
        // The search is over twenty powers of ten on both sides, before the peak if there is one.
        let mut hi = self.peak().map_or(1e20, |peak| peak.min(1e20)).ln();
        let mut lo = 1e-3_f64.ln();
        if self.at(hi.exp()) < share {
            return None;
        }
        for _ in 0..100 {
            let middle = 0.5 * (lo + hi);
            if self.at(middle.exp()) < share { lo = middle } else { hi = middle }
        }
        Some(hi.exp())
    }

    fn value(&self, theta: &[f64; 3], tokens: f64) -> f64 {
        let z = (tokens.ln() - self.scale.middle) / self.scale.half;
        let [a, b, c] = *theta;
        let share = match self.shape {
            ThinkingShape::LogLinear => a + b * z,
            ThinkingShape::Logistic => sigmoid(a + b * z),
            ThinkingShape::Ceiling => sigmoid(c) * sigmoid(a + b.exp() * z),
            ThinkingShape::Saturating => -sigmoid(a) * (-(self.scale.half * (z - b)).exp()).exp_m1(),
            ThinkingShape::OverThinking => a + b * z - c.exp() * z * z,
        };
        share.clamp(EDGE, 1.0 - EDGE)
    }

    fn deviance_at(&self, theta: &[f64; 3], levels: &[Level]) -> f64 {
        levels
            .iter()
            .map(|level| 2.0 * level.items * divergence(level.right, self.value(theta, level.tokens)))
            .sum()
    }

    /// Fisher scoring with Levenberg's damping.
    fn descend(&self, levels: &[Level], start: [f64; 3]) -> Self {
        let n = self.shape.parameters();
        let (mut theta, mut deviance, mut damping) = (start, self.deviance_at(&start, levels), 1e-3);
        for _ in 0..STEPS {
            let (matrix, gradient) = self.normal_equations(&theta, levels);
            let mut gain = 0.0;
            while damping < 1e12 {
                let mut damped = matrix.clone();
                (0..n).for_each(|i| damped[i * n + i] += damping * (damped[i * n + i] + 1e-9));
                let mut step = gradient.clone();
                let next = if cholesky_in_place(&mut damped, n) {
                    cholesky_solve(&damped, n, &mut step);
                    let mut next = theta;
                    next.iter_mut().zip(&step).for_each(|(t, s)| *t = (*t + s).clamp(-60.0, 60.0));
                    Some(next)
                } else {
                    None
                };
                let found = next.map(|next| (next, self.deviance_at(&next, levels)));
                if let Some((next, value)) = found.filter(|(_, value)| *value < deviance) {
                    gain = deviance - value;
                    (theta, deviance) = (next, value);
                    damping = (damping * 0.1).max(1e-12);
                    break;
                }
                damping *= 10.0;
            }
            if gain <= 1e-10 * (1.0 + deviance) {
                break;
            }
        }
        Self { deviance, theta, ..self.clone() }
    }

    fn normal_equations(&self, theta: &[f64; 3], levels: &[Level]) -> (Vec<f64>, Vec<f64>) {
        let n = self.shape.parameters();
        let (mut matrix, mut gradient) = (vec![0.0; n * n], vec![0.0; n]);
        for level in levels {
            let share = self.value(theta, level.tokens);
            let mut slopes = [0.0; 3];
            for (i, slope) in slopes.iter_mut().enumerate().take(n) {
                let step = 1e-6 * (1.0 + theta[i].abs());
                let (mut up, mut down) = (*theta, *theta);
                up[i] += step;
                down[i] -= step;
                *slope = (self.value(&up, level.tokens) - self.value(&down, level.tokens)) / (2.0 * step);
            }
            let weight = level.items / (share * (1.0 - share));
            for i in 0..n {
                gradient[i] += weight * slopes[i] * (level.right - share);
                (0..n).for_each(|j| matrix[i * n + j] += weight * slopes[i] * slopes[j]);
            }
        }
        (matrix, gradient)
    }
}

/// Kullback-Leibler divergence of a share from another, in nats an item.
pub(super) fn divergence(truth: f64, other: f64) -> f64 {
    let term = |p: f64, q: f64| if p > 0.0 { p * (p / q).ln() } else { 0.0 };
    term(truth, other) + term(1.0 - truth, 1.0 - other)
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(of: impl Fn(f64) -> f64) -> Vec<Level> {
        (0..9)
            .map(|i| 300.0 * 2f64.powi(i))
            .map(|tokens| Level { tokens, right: of(tokens), items: 100.0 })
            .collect()
    }

    #[test]
    fn every_shape_finds_itself_without_noise() {
        type Truth = (ThinkingShape, fn(f64) -> f64);
        let truths: [Truth; 5] = [
            (ThinkingShape::LogLinear, |t: f64| -0.4 + 0.1 * t.ln()),
            (ThinkingShape::Logistic, |t: f64| sigmoid(-5.0 + 0.6 * t.ln())),
            (ThinkingShape::Ceiling, |t: f64| 0.7 * sigmoid(-7.0 + t.ln())),
            (ThinkingShape::Saturating, |t: f64| 0.8 * (1.0 - (-t / 4000.0).exp())),
            (ThinkingShape::OverThinking, |t: f64| 0.6 - 0.05 * (t.ln() - 9.0).powi(2)),
        ];
        for (shape, truth) in truths {
            let curve = Curve::fit(shape, &levels(truth), None);
            assert!(curve.deviance < 1e-6, "{shape:?}: {}", curve.deviance);
            assert!((curve.at(2000.0) - truth(2000.0)).abs() < 1e-4, "{shape:?}");
        }
        let found = |at: usize| Curve::fit(truths[at].0, &levels(truths[at].1), None);
        assert!(
            (found(2).ceiling().unwrap() - 0.7).abs() < 1e-3
                && (found(3).ceiling().unwrap() - 0.8).abs() < 1e-3
        );
        assert!((found(4).peak().unwrap() / 9f64.exp() - 1.0).abs() < 1e-2);
        assert!((found(0).reaches(0.5).unwrap() / 9f64.exp() - 1.0).abs() < 1e-3);
        assert_eq!((found(2).reaches(0.75), found(4).reaches(0.61)), (None, None));
    }
}
