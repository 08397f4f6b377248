//! The optimum of a loss with a kink that lies on a curve: where the residuals bend, it may pass through fewer rows than
//! there are unknowns.
//!
//! With the rows that it passes through held at zero the loss is smooth, and Newton steps on its Lagrange function find the
//! place (Fletcher, *Practical Methods of Optimization*, 1987, section 14.4). The curvature comes from differences of the
//! Jacobian.

use super::Residuals;
use super::kinked::Vertex;
use super::{Search, clip};
use crate::dense::{Matrix, Qr};
use crate::kernel;

/// Most Newton steps.
const STEPS: usize = 20;
/// Steps of the differences, as a share of the unknowns.
const SHARE: f64 = 1e-5;
/// An unknown counts as at least so large.
const SMALL: f64 = 1e-3;

impl<R: Residuals> Search<'_, R> {
    /// Rows that lie on the curve: their residuals are within the threshold of the last rounding.
    pub(super) fn held(&self, threshold: f64) -> Vec<usize> {
        (0..self.here.r.len())
            .filter(|i| self.weight(*i) > 0.0 && self.here.r[*i].abs() <= threshold)
            .collect()
    }

    /// Goes to the optimum that passes through these rows, as long as the loss falls.
    pub(super) fn follow(&mut self, u: &mut [f64], held: &[usize]) -> Option<Vertex> {
        let loss = self.problem.loss;
        let mut best = self.objective_at(u, loss);
        let mut last = f64::INFINITY;
        for _ in 0..STEPS {
            let at = self.place(u, held)?;
            let step = self.towards(u, &at)?;
            let mut next = u.to_vec();
            at.unknowns.iter().zip(&step).for_each(|(j, step)| next[*j] += step);
            clip(&mut next, self.problem);
            let change =
                next.iter().zip(&*u).map(|(a, b)| (a - b).abs() / b.abs().max(SMALL)).fold(0.0, f64::max);
            let value = self.objective_at(&next, loss);
            if !(value <= best * (1.0 + 1e-13) && change < last) {
                break;
            }
            (best, last) = (best.min(value), change);
            u.copy_from_slice(&next);
        }
        self.place(u, held)
    }

    /// The rows with their multipliers at `u`.
    fn place(&mut self, u: &[f64], held: &[usize]) -> Option<Vertex> {
        let unknowns = self.moving(u)?;
        let multipliers = self.multipliers(&unknowns, held, &self.here.r);
        Some(Vertex { unknowns, rows: held.to_vec(), multipliers })
    }

    /// The Newton step of the Lagrange function at `u`, where the problem is linear now.
    fn towards(&mut self, u: &[f64], at: &Vertex) -> Option<Vec<f64>> {
        let (p, k, n) = (at.unknowns.len(), at.rows.len(), self.here.r.len());
        let slopes = self.slopes_of(at, &self.here.r);
        let jacobian = self.here.jacobian.clone();
        let column = |j: usize| &jacobian[j * n..(j + 1) * n];
        let size = |j: usize| kernel::dot(column(j), column(j)).sqrt().max(f64::MIN_POSITIVE);
        let sizes: Vec<f64> = at.unknowns.iter().map(|j| size(*j)).collect();
        let mut matrix = Matrix::zeros(p + k, p + k);
        let mut target = vec![0.0; p + k];
        for (row, i) in at.rows.iter().enumerate() {
            target[p + row] = -self.here.r[*i];
        }
        for (a, j) in at.unknowns.iter().enumerate() {
            target[a] = -kernel::dot(&slopes, column(*j)) / sizes[a];
            for (row, i) in at.rows.iter().enumerate() {
                let entry = column(*j)[*i] / sizes[a];
                matrix.set(p + row, a, entry);
                matrix.set(a, p + row, entry);
            }
        }
        for (a, j) in at.unknowns.iter().enumerate() {
            let h = SHARE * u[*j].abs().max(SMALL);
            let mut gradients = [vec![0.0; p], vec![0.0; p]];
            for (side, gradient) in [h, -h].into_iter().zip(&mut gradients) {
                let mut moved = u.to_vec();
                moved[*j] += side;
                if !self.linearise(&moved) {
                    return None;
                }
                for (b, i) in at.unknowns.iter().enumerate() {
                    gradient[b] = kernel::dot(&slopes, &self.here.jacobian[i * n..(i + 1) * n]);
                }
            }
            for b in 0..p {
                matrix.set(b, a, (gradients[0][b] - gradients[1][b]) / (2.0 * h * sizes[a] * sizes[b]));
            }
        }
        let solution = Qr::new(matrix).solve(&target);
        Some(solution[..p].iter().zip(&sizes).map(|(step, size)| step / size).collect())
    }
}
