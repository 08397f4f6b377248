//! The last way to an optimum of a sum over very many rows, from sums alone.
//!
//! Near its optimum a sum of losses of smooth residuals is minimised by Newton steps of its linear model (Gauss-Newton): each needs
//! the gradient and the matrix of second derivatives, which are sums over rows. So rows may go by in blocks, on several
//! threads, and nothing of the length of the rows is kept. It is no search: where steps do not settle it gives up, and what
//! was begun with still stands.

use crate::dense::{cholesky_in_place, cholesky_solve};

/// Sums over rows at some unknowns.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    /// The weighted sum of losses.
    pub objective: f64,
    /// Its slopes by the unknowns.
    pub gradient: Vec<f64>,
    /// Products of the columns of the Jacobian with the curvature of the loss between: row by row, as many rows as unknowns.
    pub hessian: Vec<f64>,
    /// Sum of the squared slopes of the loss by the residuals.
    pub slopes: f64,
    /// Sums of squares of the columns of the Jacobian.
    pub squares: Vec<f64>,
}

impl Sums {
    /// Of no rows.
    pub fn new(unknowns: usize) -> Self {
        let [gradient, squares] = [0; 2].map(|_| vec![0.0; unknowns]);
        Self { objective: 0.0, gradient, hessian: vec![0.0; unknowns * unknowns], slopes: 0.0, squares }
    }

    /// Adds the sums over further rows.
    pub fn add(&mut self, more: &Self) {
        let add =
            |sums: &mut [f64], more: &[f64]| sums.iter_mut().zip(more).for_each(|(sum, own)| *sum += own);
        self.objective += more.objective;
        self.slopes += more.slopes;
        add(&mut self.gradient, &more.gradient);
        add(&mut self.hessian, &more.hessian);
        add(&mut self.squares, &more.squares);
    }

    /// Largest cosine between the slopes of the loss and a column of the Jacobian: zero at an optimum.
    pub fn cosine(&self) -> f64 {
        let cosine = |(gradient, squares): (&f64, &f64)| {
            if *squares > 0.0 { gradient.abs() / (squares * self.slopes).sqrt() } else { 0.0 }
        };
        if self.slopes == 0.0 {
            return 0.0;
        }
        self.gradient.iter().zip(&self.squares).map(cosine).fold(0.0, f64::max)
    }

    /// The step to the least of the quadratic model; none where it has no least.
    fn step(&self) -> Option<Vec<f64>> {
        let p = self.gradient.len();
        // Unit diagonal: the step does not depend on the units of the unknowns.
        let unit: Vec<f64> = (0..p).map(|a| 1.0 / self.hessian[a * p + a].sqrt()).collect();
        let scaled = |at: usize| self.hessian[at] * (unit[at / p] * unit[at % p]);
        let mut factor: Vec<f64> = (0..p * p).map(scaled).collect();
        let mut step: Vec<f64> = (0..p).map(|a| -self.gradient[a] * unit[a]).collect();
        if !factor.iter().all(|value| value.is_finite()) || !cholesky_in_place(&mut factor, p) {
            return None;
        }
        cholesky_solve(&factor, p, &mut step);
        step.iter_mut().zip(&unit).for_each(|(step, unit)| *step *= unit);
        step.iter().all(|value| value.is_finite()).then_some(step)
    }
}

/// Where the steps have settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Refined {
    /// The unknowns.
    pub unknowns: Vec<f64>,
    /// The sums there.
    pub sums: Sums,
    /// How often sums were taken.
    pub evaluations: usize,
}

/// Steps until they settle; a kink of the loss that rows cross may cost one more.
const STEPS: usize = 40;
/// Steps of this relative length are rounding.
const ROUNDING: f64 = 1e-12;
/// Steps that no longer shrink, or no longer lead down, may be so long where a problem is ill conditioned.
const SETTLED: f64 = 1e-9;
/// A step may raise the objective by so much of it, which is rounding of long sums.
const FLAT: f64 = 1e-12;
/// Halvings of a step that leads upwards.
const HALVINGS: i32 = 6;

/// Goes from a place near the optimum to it. `sums_at` gives the sums at unknowns, or none where they are not defined or not allowed.
/// None where steps do not settle.
pub fn refine(start: &[f64], mut sums_at: impl FnMut(&[f64]) -> Option<Sums>) -> Option<Refined> {
    let mut here = Refined { unknowns: start.to_vec(), sums: sums_at(start)?, evaluations: 1 };
    let mut last = f64::INFINITY;
    for _ in 0..STEPS {
        let step = here.sums.step()?;
        let lengths = step.iter().zip(&here.unknowns).map(|(step, at)| step.abs() / at.abs().max(1e-3));
        let length = lengths.fold(0.0, f64::max);
        if length < ROUNDING || (length > 0.5 * last && length < SETTLED) {
            return Some(here);
        }
        let mut next = None;
        for halving in 0..=HALVINGS {
            let share = 0.5f64.powi(halving);
            let there: Vec<f64> =
                here.unknowns.iter().zip(&step).map(|(at, step)| at + share * step).collect();
            here.evaluations += 1;
            if let Some(sums) = sums_at(&there)
                && sums.objective <= here.sums.objective * (1.0 + FLAT)
            {
                next = Some((there, sums));
                break;
            }
        }
        let Some((unknowns, sums)) = next else {
            // Near the optimum the objective is flat, and its digits are those of rounding.
            return (length < SETTLED).then_some(here);
        };
        (here.unknowns, here.sums, last) = (unknowns, sums, length);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robust::Loss;

    /// Sums of `a exp(-b x)` against values, rows in two blocks.
    fn sums(u: &[f64], x: &[f64], y: &[f64], loss: Loss) -> Option<Sums> {
        let [a, b] = u else { return None };
        let mut all = Sums::new(2);
        for rows in [0..x.len() / 3, x.len() / 3..x.len()] {
            let mut own = Sums::new(2);
            for i in rows {
                let e = (-b * x[i]).exp();
                let (r, j) = (a * e - y[i], [e, -a * x[i] * e]);
                own.objective += loss.rho(r);
                own.slopes += loss.psi(r).powi(2);
                for k in 0..2 {
                    own.gradient[k] += loss.psi(r) * j[k];
                    own.squares[k] += j[k] * j[k];
                    (0..2).for_each(|l| own.hessian[2 * k + l] += loss.curvature(r) * j[k] * j[l]);
                }
            }
            all.add(&own);
        }
        Some(all)
    }

    fn curve() -> (Vec<f64>, Vec<f64>) {
        let mut stream = crate::stream::Stream::keyed(3, &[1]);
        let x: Vec<f64> = (0..3000).map(|i| f64::from(i) / 1000.0).collect();
        let y = x.iter().map(|x| 4.0 * (-0.7 * x).exp() + 0.05 * stream.normal()).collect();
        (x, y)
    }

    #[test]
    fn it_ends_where_the_slopes_vanish() {
        let (x, y) = curve();
        // Where most rows lie beyond the threshold, the start must be near.
        for (loss, start) in [(Loss::Squares, [3.7, 0.75]), (Loss::Huber(0.02), [3.98, 0.71])] {
            let found = refine(&start, |u| sums(u, &x, &y, loss)).unwrap();
            assert!(found.sums.cosine() < 1e-12, "{loss:?}: {:e}", found.sums.cosine());
            assert!((found.unknowns[0] - 4.0).abs() < 0.02 && (found.unknowns[1] - 0.7).abs() < 0.01);
            // No place around is lower.
            for (j, sign) in [(0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0)] {
                let mut near = found.unknowns.clone();
                near[j] *= 1.0 + sign * 1e-5;
                assert!(sums(&near, &x, &y, loss).unwrap().objective > found.sums.objective);
            }
        }
    }

    #[test]
    fn what_does_not_settle_or_is_not_allowed_is_none() {
        let (x, y) = curve();
        assert!(refine(&[3.7, 0.75], |_| None).is_none());
        // The least lies where it may not go: halved steps end before it.
        let walled = |u: &[f64]| sums(u, &x, &y, Loss::Squares).filter(|_| u[1] > 0.72);
        assert!(refine(&[3.7, 0.75], walled).is_none());
        assert!(refine(&[3.7, 0.75], |u| sums(u, &x, &y, Loss::Huber(0.02))).is_none(), "too far");
        // Of one unknown nothing is known.
        let flat = |_: &[f64]| {
            let mut sums = Sums::new(2);
            sums.objective = 1.0;
            sums.gradient[0] = 1.0;
            sums.hessian[0] = 1.0;
            Some(sums)
        };
        assert!(refine(&[0.0, 0.0], flat).is_none());
    }
}
