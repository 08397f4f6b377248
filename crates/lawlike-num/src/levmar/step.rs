//! One step: the problem with the residuals made linear, solved to the kinks of the loss.

use crate::dense::{cholesky_in_place, cholesky_solve};
use crate::kernel;
use crate::robust::Loss;

/// The problem with the residuals made linear at one place.
#[derive(Clone, Copy)]
pub(super) struct Linear<'a> {
    /// Residuals.
    pub(super) r: &'a [f64],
    /// Jacobian, column-major.
    pub(super) jacobian: &'a [f64],
    /// Weights of the rows; empty for ones.
    pub(super) weights: &'a [f64],
    /// Loss of each residual.
    pub(super) loss: Loss,
    /// Which unknowns may move.
    pub(super) free: &'a [bool],
}

/// Work space and result of a step.
pub(super) struct Step {
    /// The step found.
    pub(super) direction: Vec<f64>,
    n: usize,
    p: usize,
    residual: Vec<f64>,
    along: Vec<f64>,
    psi: Vec<f64>,
    curvature: Vec<f64>,
    hessian: Vec<f64>,
    gradient: Vec<f64>,
    diagonal: Vec<f64>,
}

impl Step {
    pub(super) fn new(n: usize, p: usize) -> Self {
        Self {
            direction: vec![0.0; p],
            n,
            p,
            residual: vec![0.0; n],
            along: vec![0.0; n],
            psi: vec![0.0; n],
            curvature: vec![0.0; n],
            hessian: vec![0.0; p * p],
            gradient: vec![0.0; p],
            diagonal: vec![0.0; p],
        }
    }

    /// Weighted slopes of the loss, one a row, as last computed by [`Step::slope`].
    pub(super) fn psi(&self) -> &[f64] {
        &self.psi
    }

    /// Computes the weighted slopes of the loss at the residuals.
    pub(super) fn slope(&mut self, r: &[f64], weights: &[f64], loss: Loss) {
        if let Loss::Huber(d) = loss {
            kernel::huber_slopes(r, weights, d, (&mut self.psi, &mut self.curvature));
            return;
        }
        for (out, v) in self.psi.iter_mut().zip(r) {
            *out = loss.psi(*v);
        }
        for (out, w) in self.psi.iter_mut().zip(weights) {
            *out *= w;
        }
    }

    /// Solves the linear problem with damping; returns the gain it promises.
    pub(super) fn solve(&mut self, at: Linear<'_>, lambda: f64) -> f64 {
        let Linear { r, jacobian, weights, loss, free } = at;
        self.direction.fill(0.0);
        self.residual.copy_from_slice(r);
        self.scale(at);
        let before = loss.total(r, weights);
        let rounds = if loss == Loss::Squares { 1 } else { 40 };
        for _ in 0..rounds {
            self.slope_of_residual(weights, loss);
            if !self.newton(jacobian, lambda, free) {
                break;
            }
            // `gradient` now holds the Newton direction.
            let small = (0..self.p).all(|j| self.gradient[j].abs() <= 1e-15 * self.direction[j].abs());
            if small && loss != Loss::Squares {
                break;
            }
            self.along.fill(0.0);
            for j in 0..self.p {
                if self.gradient[j] != 0.0 {
                    let column = &jacobian[j * self.n..(j + 1) * self.n];
                    kernel::axpy(self.gradient[j], column, &mut self.along);
                }
            }
            let t = if loss == Loss::Squares { 1.0 } else { self.line_search(weights, loss, lambda) };
            for j in 0..self.p {
                self.direction[j] += t * self.gradient[j];
            }
            kernel::axpy(t, &self.along, &mut self.residual);
            let full = t == 1.0;
            if full && loss != Loss::Squares && self.same_pieces(loss, t) {
                break;
            }
            if t == 0.0 {
                break;
            }
        }
        before - loss.total(&self.residual, weights)
    }

    /// Length of the step in units of the unknowns.
    pub(super) fn relative_length(&self, u: &[f64]) -> f64 {
        self.direction
            .iter()
            .zip(u)
            .map(|(d, v)| if *d == 0.0 { 0.0 } else { d.abs() / v.abs().max(1e-3) })
            .fold(0.0, f64::max)
    }

    /// Largest cosine between the weighted slopes and a column of the Jacobian.
    pub(super) fn gradient(&mut self, at: Linear<'_>) -> f64 {
        let Linear { r, jacobian, weights, loss, free } = at;
        self.slope(r, weights, loss);
        let size = kernel::dot(&self.psi, &self.psi).sqrt();
        if size == 0.0 {
            return 0.0;
        }
        let mut largest: f64 = 0.0;
        for j in (0..self.p).filter(|j| free[*j]) {
            let column = &jacobian[j * self.n..(j + 1) * self.n];
            let norm = kernel::dot(column, column).sqrt();
            if norm > 0.0 {
                largest = largest.max(kernel::dot(&self.psi, column).abs() / (norm * size));
            }
        }
        largest
    }

    /// Diagonal of `J' W J`, with the weights that reweighting would give the rows.
    fn scale(&mut self, at: Linear<'_>) {
        let Linear { r, jacobian, weights, loss, .. } = at;
        for (i, out) in self.curvature.iter_mut().enumerate() {
            let size = r[i].abs();
            let bent = match loss {
                Loss::Squares => 2.0,
                Loss::Huber(d) => (d / size.max(d)).max(1e-3),
                Loss::Absolute => 1.0,
            };
            *out = if weights.is_empty() { bent } else { bent * weights[i] };
        }
        for j in 0..self.p {
            let column = &jacobian[j * self.n..(j + 1) * self.n];
            self.diagonal[j] = kernel::dot3(&self.curvature, column, column).max(f64::MIN_POSITIVE);
        }
    }

    fn slope_of_residual(&mut self, weights: &[f64], loss: Loss) {
        if let Loss::Huber(d) = loss {
            kernel::huber_slopes(&self.residual, weights, d, (&mut self.psi, &mut self.curvature));
            return;
        }
        for i in 0..self.n {
            self.psi[i] = loss.psi(self.residual[i]);
            self.curvature[i] = loss.curvature(self.residual[i]);
        }
        for (i, w) in weights.iter().enumerate() {
            self.psi[i] *= w;
            self.curvature[i] *= w;
        }
    }

    /// Newton direction of the damped linear problem, left in `gradient`; false if it cannot be had.
    fn newton(&mut self, jacobian: &[f64], lambda: f64, free: &[bool]) -> bool {
        let (n, p) = (self.n, self.p);
        for a in 0..p {
            let column = &jacobian[a * n..(a + 1) * n];
            self.gradient[a] = if free[a] {
                -kernel::dot(&self.psi, column) - lambda * self.diagonal[a] * self.direction[a]
            } else {
                0.0
            };
            for b in 0..=a {
                let value = if free[a] && free[b] {
                    kernel::dot3(&self.curvature, column, &jacobian[b * n..(b + 1) * n])
                } else {
                    0.0
                };
                self.hessian[a * p + b] = value;
                self.hessian[b * p + a] = value;
            }
        }
        let mut ridge = lambda.max(1e-14);
        let plain = self.hessian.clone();
        for _ in 0..12 {
            // Unit diagonal: the solve does not depend on the units of the unknowns.
            self.hessian.copy_from_slice(&plain);
            for a in 0..p {
                for b in 0..p {
                    self.hessian[a * p + b] /= (self.diagonal[a] * self.diagonal[b]).sqrt();
                }
                self.hessian[a * p + a] += if free[a] { ridge } else { 1.0 };
            }
            if cholesky_in_place(&mut self.hessian, p) {
                for a in 0..p {
                    self.gradient[a] /= self.diagonal[a].sqrt();
                }
                cholesky_solve(&self.hessian, p, &mut self.gradient);
                for a in 0..p {
                    self.gradient[a] /= self.diagonal[a].sqrt();
                }
                return self.gradient.iter().all(|v| v.is_finite());
            }
            ridge = ridge.max(1e-13) * 10.0;
        }
        false
    }

    /// Slope of the linear problem along the Newton direction at `t`, without the damping.
    fn slope_at(&self, t: f64, weights: &[f64], loss: Loss) -> f64 {
        if let Loss::Huber(d) = loss {
            return kernel::huber_along((&self.residual, &self.along), t, weights, d);
        }
        let psi = |i: usize| loss.psi(self.residual[i] + t * self.along[i]) * self.along[i];
        (0..self.n).map(|i| weights.get(i).copied().unwrap_or(1.0) * psi(i)).sum()
    }

    /// A step along the Newton direction at which the slope has fallen to a tenth: the slope is piecewise linear and
    /// rises, so secants find it in a few steps.
    fn line_search(&self, weights: &[f64], loss: Loss, lambda: f64) -> f64 {
        let (mut linear, mut quadratic) = (0.0, 0.0);
        for j in 0..self.p {
            linear += lambda * self.diagonal[j] * self.direction[j] * self.gradient[j];
            quadratic += lambda * self.diagonal[j] * self.gradient[j] * self.gradient[j];
        }
        let slope = |t: f64| self.slope_at(t, weights, loss) + linear + t * quadratic;
        let start = slope(0.0);
        if start >= 0.0 {
            return 0.0;
        }
        let enough = 0.1 * start.abs();
        let (mut lo, mut flo, mut hi) = (0.0, start, 1.0);
        let mut fhi = slope(hi);
        if fhi.abs() <= enough {
            return 1.0;
        }
        let mut tries = 0;
        while fhi < -enough && tries < 40 {
            (lo, flo) = (hi, fhi);
            hi *= 2.0;
            fhi = slope(hi);
            tries += 1;
        }
        if fhi.abs() <= enough {
            return hi;
        }
        for round in 0..60 {
            // A bisection now and then keeps the bracket shrinking.
            let t = if round % 3 == 2 { 0.5 * (lo + hi) } else { lo - flo * (hi - lo) / (fhi - flo) };
            let value = slope(t);
            if value.abs() <= enough || hi - lo <= 1e-14 * hi {
                return t;
            }
            if value < 0.0 {
                (lo, flo) = (t, value);
            } else {
                (hi, fhi) = (t, value);
            }
        }
        lo
    }

    /// Whether the last move left every residual on its piece of the loss: then the Newton step was exact.
    fn same_pieces(&self, loss: Loss, t: f64) -> bool {
        self.residual.iter().zip(&self.along).all(|(v, a)| {
            loss.curvature(*v) == loss.curvature(v - t * a) && loss.psi(*v) * loss.psi(v - t * a) >= 0.0
        })
    }
}
