//! Shares over several axes: linear in the positions behind a link that keeps them within bounds.
//!
//! `logit-floor`: the log odds above a chance level are linear; `nll`: `-ln(share)` is a product of power laws. Both with
//! weights that fade: a share rises late, and its beginnings say little of it.

use super::super::CandidateCard;
use super::super::{Answers, Past};
use super::{fade, spreads};
use crate::forecast::frame::Places;
use lawlike_num::dense::{cholesky_in_place, cholesky_solve};
use lawlike_num::quantile::{mean, quantile};

pub(super) const CARDS: [CandidateCard; 2] = [
    CandidateCard {
        name: "logit-floor",
        says: "the log odds of a share above chance are linear in the positions, runs near the forecast counting more",
        source: "Ruan et al. 2024 (arXiv 2405.10938), equation 3 and section 3.2, over measured sizes",
    },
    CandidateCard {
        name: "nll",
        says: "minus the logarithm of a share is a product of power laws, runs near the forecast counting more",
        source: "Schaeffer et al. 2023 (arXiv 2304.15004), section 2",
    },
];

/// How a linear function becomes a share.
#[derive(Debug, Clone, Copy)]
enum Link {
    /// `f + (1 - f) / (1 + exp(-eta))` with chance level `f`.
    Odds(f64),
    /// `exp(-exp(-eta))`.
    Surprise,
}

impl Link {
    /// Share and slope.
    fn at(self, eta: f64) -> (f64, f64) {
        match self {
            Self::Odds(floor) => {
                let odds = 1.0 / (1.0 + (-eta).exp());
                (floor + (1.0 - floor) * odds, (1.0 - floor) * odds * (1.0 - odds))
            }
            Self::Surprise => {
                let surprise = (-eta).exp();
                ((-surprise).exp(), surprise * (-surprise).exp())
            }
        }
    }

    /// Where the share is this one.
    fn inverse(self, share: f64) -> f64 {
        let share = share.clamp(INSIDE, 1.0 - INSIDE);
        match self {
            Self::Odds(floor) => {
                let above = ((share - floor) / (1.0 - floor)).clamp(INSIDE, 1.0 - INSIDE);
                (above / (1.0 - above)).ln()
            }
            Self::Surprise => -(-share.ln()).ln(),
        }
    }
}

/// A start lies this far within the bounds, or the link has no slope to leave it by.
const INSIDE: f64 = 0.02;
/// Standard deviation of a slope before any run is seen, where positions have spread one: over one spread of the past a
/// share seldom moves by more than from a quarter to a half.
const SLOPE: f64 = 1.0;
/// Steps of Gauss-Newton, and halvings of one.
const STEPS: usize = 15;
const HALVINGS: usize = 6;
/// Chance levels tried, over the lower decile of the shares: none, half, most and all of it.
const FLOORS: [f64; 4] = [0.0, 0.5, 0.8, 1.0];

/// Forecasts of the links.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let shares = Shares::new(past, fade(past, 1.0));
    let lower = quantile(&sorted(&past.frame.y), 0.1);
    let floors = FLOORS.map(|part| shares.solve(Link::Odds(part * lower)));
    let floor = floors.into_iter().min_by(|a, b| a.loss.total_cmp(&b.loss));
    let mut out = vec![("nll", shares.at(&shares.solve(Link::Surprise), places))];
    out.extend(floor.map(|fit| ("logit-floor", shares.at(&fit, places))));
    out
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

/// Shares over standardised positions.
struct Shares {
    x: Vec<Vec<f64>>,
    y: Vec<f64>,
    weights: Vec<f64>,
    centre: Vec<f64>,
    spread: Vec<f64>,
}

/// A fitted linear function behind its link.
struct Fit {
    link: Link,
    coefficients: Vec<f64>,
    loss: f64,
}

impl Shares {
    fn new(past: Past<'_>, weights: Vec<f64>) -> Self {
        let frame = past.frame;
        let axes = frame.axes.len();
        let centre: Vec<f64> =
            (0..axes).map(|j| mean(&frame.x.iter().map(|row| row[j]).collect::<Vec<_>>())).collect();
        let spread = spreads(frame);
        let mut shares = Self { x: Vec::new(), y: frame.y.clone(), weights, centre, spread };
        shares.x = frame.x.iter().map(|row| shares.place(row)).collect();
        shares
    }

    /// One, then the standardised positions.
    fn place(&self, row: &[f64]) -> Vec<f64> {
        let scaled = row.iter().zip(&self.centre).zip(&self.spread).map(|((x, c), s)| (x - c) / s);
        std::iter::once(1.0).chain(scaled).collect()
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or(1.0)
    }

    fn at(&self, fit: &Fit, places: &Places) -> Vec<f64> {
        places.x.iter().map(|row| fit.link.at(linear(&self.place(row), &fit.coefficients)).0).collect()
    }

    /// What a slope costs: a squared residual is as likely as the spread of the shares says.
    fn ridge(&self) -> f64 {
        lawlike_num::quantile::variance(&self.y).max(1e-9) / (SLOPE * SLOPE)
    }

    fn loss(&self, link: Link, coefficients: &[f64], ridge: f64) -> f64 {
        let miss =
            |i: usize| self.weight(i) * (self.y[i] - link.at(linear(&self.x[i], coefficients)).0).powi(2);
        (0..self.y.len()).map(miss).sum::<f64>()
            + ridge * coefficients[1..].iter().map(|b| b * b).sum::<f64>()
    }

    /// Least squares of the shares as they stand, by Gauss-Newton with halved steps.
    fn solve(&self, link: Link) -> Fit {
        let p = self.centre.len() + 1;
        let ridge = self.ridge();
        let mut coefficients = vec![0.0; p];
        let total: f64 = (0..self.y.len()).map(|i| self.weight(i)).sum();
        let level = (0..self.y.len()).map(|i| self.weight(i) * self.y[i]).sum::<f64>() / total;
        coefficients[0] = link.inverse(level);
        let mut loss = self.loss(link, &coefficients, ridge);
        for _ in 0..STEPS {
            let Some(step) = self.step(link, &coefficients, ridge) else { break };
            let mut length = 1.0;
            let mut better = None;
            for _ in 0..HALVINGS {
                let moved: Vec<f64> = coefficients.iter().zip(&step).map(|(b, s)| b + length * s).collect();
                let there = self.loss(link, &moved, ridge);
                if there < loss {
                    better = Some((moved, there));
                    break;
                }
                length *= 0.5;
            }
            let Some((moved, there)) = better else { break };
            let settled = loss - there < 1e-9 * loss;
            (coefficients, loss) = (moved, there);
            if settled {
                break;
            }
        }
        Fit { link, coefficients, loss }
    }

    fn step(&self, link: Link, coefficients: &[f64], ridge: f64) -> Option<Vec<f64>> {
        let p = coefficients.len();
        let (mut gram, mut rhs) = (vec![0.0; p * p], vec![0.0; p]);
        for (i, row) in self.x.iter().enumerate() {
            let (share, slope) = link.at(linear(row, coefficients));
            let w = self.weight(i);
            for a in 0..p {
                rhs[a] += w * slope * row[a] * (self.y[i] - share);
                for b in 0..p {
                    gram[a * p + b] += w * slope * slope * row[a] * row[b];
                }
            }
        }
        for a in 0..p {
            if a > 0 {
                rhs[a] -= ridge * coefficients[a];
                gram[a * p + a] += ridge;
            }
            gram[a * p + a] += 1e-12;
        }
        cholesky_in_place(&mut gram, p).then(|| {
            cholesky_solve(&gram, p, &mut rhs);
            rhs
        })
    }
}

fn linear(row: &[f64], coefficients: &[f64]) -> f64 {
    row.iter().zip(coefficients).map(|(x, b)| x * b).sum()
}
