//! One step: the problem with the residuals made linear, solved to the kinks of the loss.

use crate::dense::{cholesky_in_place, cholesky_solve};
use crate::kernel::{self, Columns};
use crate::robust::{Loss, tilt};

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

impl<'a> Linear<'a> {
    fn columns(&self) -> Columns<'a> {
        self.jacobian.chunks_exact(self.r.len().max(1)).collect()
    }
}

/// The weight that reweighting would give a residual.
fn reweighted(loss: Loss, r: f64) -> f64 {
    match loss {
        Loss::Squares => 2.0,
        Loss::Huber(d) => (d / r.abs().max(d)).max(1e-3),
        Loss::Tilted { share, threshold } => tilt(share, r) * (threshold / r.abs().max(threshold)).max(1e-3),
        Loss::Student(student) => student.weight(r),
        Loss::Absolute | Loss::Pinball(_) => 1.0,
    }
}

/// First and second derivatives of the summed loss by the unknowns.
struct Derivatives {
    /// Weighted slopes of the loss, one a row.
    psi: Vec<f64>,
    /// Weighted curvatures of the loss, one a row.
    curvature: Vec<f64>,
    gradient: Vec<f64>,
    hessian: Vec<f64>,
}

impl Derivatives {
    fn new(n: usize, p: usize) -> Self {
        Self { psi: vec![0.0; n], curvature: vec![0.0; n], gradient: vec![0.0; p], hessian: vec![0.0; p * p] }
    }

    /// Takes the derivatives at these residuals. Unless the true curvature is asked for, Student's t gets that of the
    /// squares above it, which keep a damped step from rising.
    fn take(&mut self, r: &[f64], at: Linear<'_>, curved: bool) {
        let Linear { weights, loss, .. } = at;
        match loss {
            Loss::Huber(d) => kernel::huber_slopes(r, weights, d, (&mut self.psi, &mut self.curvature)),
            Loss::Squares => {
                self.psi.iter_mut().zip(r).for_each(|(psi, r)| *psi = 2.0 * r);
                self.curvature.fill(2.0);
                self.weigh(weights);
            }
            loss => {
                for (i, r) in r.iter().enumerate() {
                    self.psi[i] = loss.psi(*r);
                    self.curvature[i] = match loss {
                        Loss::Student(student) if !curved => student.weight(*r),
                        _ => loss.curvature(*r),
                    };
                }
                self.weigh(weights);
            }
        }
        let columns = at.columns();
        kernel::dots(&self.psi, &columns, &mut self.gradient);
        kernel::gram(&self.curvature, &columns, &mut self.hessian);
    }

    fn weigh(&mut self, weights: &[f64]) {
        for (i, w) in weights.iter().enumerate() {
            self.psi[i] *= w;
            self.curvature[i] *= w;
        }
    }
}

/// Work space and result of a step.
pub(super) struct Step {
    /// The step found.
    pub(super) direction: Vec<f64>,
    /// Whether steps take the true curvature where the loss is not convex, as they may near the optimum.
    pub(super) curved: bool,
    /// Whether the diagonal that damps may only grow (Moré 1978), which leads through narrow bent valleys.
    pub(super) steady: bool,
    p: usize,
    residual: Vec<f64>,
    along: Vec<f64>,
    /// Derivatives where the step begins.
    first: Derivatives,
    /// Derivatives on the way.
    later: Derivatives,
    newton: Vec<f64>,
    factor: Vec<f64>,
    diagonal: Vec<f64>,
    /// The diagonal of the step before, if it is steady.
    before: Vec<f64>,
    /// One over the root of the diagonal.
    unit: Vec<f64>,
}

impl Step {
    pub(super) fn new(n: usize, p: usize) -> Self {
        let [residual, along] = [0; 2].map(|_| vec![0.0; n]);
        let [direction, newton, diagonal, before, unit] = [0; 5].map(|_| vec![0.0; p]);
        Self {
            direction,
            curved: false,
            steady: false,
            p,
            residual,
            along,
            first: Derivatives::new(n, p),
            later: Derivatives::new(n, p),
            newton,
            factor: vec![0.0; p * p],
            diagonal,
            before,
            unit,
        }
    }

    /// Gradient of the summed loss where the last step was prepared.
    pub(super) fn slope(&self) -> &[f64] {
        &self.first.gradient
    }

    /// What all steps from one place share: derivatives there, and the diagonal of `J' W J` with the weights that
    /// reweighting would give the rows.
    pub(super) fn prepare(&mut self, at: Linear<'_>) {
        let bent = &mut self.first.curvature;
        match at.loss {
            Loss::Huber(d) => kernel::huber_weights(at.r, at.weights, d, bent),
            Loss::Squares if at.weights.is_empty() => bent.fill(2.0),
            Loss::Squares => bent.iter_mut().zip(at.weights).for_each(|(bent, w)| *bent = 2.0 * w),
            loss => {
                bent.iter_mut().zip(at.r).for_each(|(bent, r)| *bent = reweighted(loss, *r));
                bent.iter_mut().zip(at.weights).for_each(|(bent, w)| *bent *= w);
            }
        }
        if self.steady {
            self.before.copy_from_slice(&self.diagonal);
        }
        kernel::squares(bent, &at.columns(), &mut self.diagonal);
        if self.steady {
            self.diagonal.iter_mut().zip(&self.before).for_each(|(now, before)| *now = now.max(*before));
        }
        for (diagonal, unit) in self.diagonal.iter_mut().zip(&mut self.unit) {
            *diagonal = diagonal.max(f64::MIN_POSITIVE);
            *unit = 1.0 / diagonal.sqrt();
        }
        self.first.take(at.r, at, self.curved);
    }

    /// Solves the linear problem with damping; returns the gain it promises. The step was prepared at this place.
    pub(super) fn solve(&mut self, at: Linear<'_>, lambda: f64) -> f64 {
        let Linear { r, weights, loss, free, .. } = at;
        let columns = at.columns();
        self.direction.fill(0.0);
        self.residual.copy_from_slice(r);
        let before = loss.total(r, weights);
        // Squares, and the squares that stand for Student's t, are solved at once.
        let single = matches!(loss, Loss::Squares | Loss::Student(_));
        let rounds = if single { 1 } else { 40 };
        for round in 0..rounds {
            if round > 0 {
                self.later.take(&self.residual, at, self.curved);
            }
            let Some(slope) = self.newton(round == 0, lambda, free) else { break };
            let small = (0..self.p).all(|j| self.newton[j].abs() <= 1e-15 * self.direction[j].abs());
            if small && !single {
                break;
            }
            kernel::combine(&[], &self.newton, &columns, &mut self.along);
            let t = if single { 1.0 } else { self.line_search(at, slope, lambda) };
            for j in 0..self.p {
                self.direction[j] += t * self.newton[j];
            }
            kernel::axpy(t, &self.along, &mut self.residual);
            if t == 0.0 || t == 1.0 && !single && self.same_pieces(loss) {
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

    /// Largest cosine between the weighted slopes and a column of the Jacobian, where the last step was prepared.
    pub(super) fn cosine(&self, at: Linear<'_>) -> f64 {
        let Derivatives { psi, gradient, .. } = &self.first;
        let size = kernel::dot(psi, psi).sqrt();
        if size == 0.0 {
            return 0.0;
        }
        let columns = at.columns();
        let free = (0..self.p).filter(|j| at.free[*j]);
        free.fold(0.0, |largest, j| {
            let norm = kernel::dot(columns[j], columns[j]).sqrt();
            if norm > 0.0 { f64::max(largest, gradient[j].abs() / (norm * size)) } else { largest }
        })
    }

    /// Newton direction of the damped linear problem, left in `newton`, from the first or the later derivatives;
    /// returns the slope along it, which is below zero, or nothing if there is no direction.
    fn newton(&mut self, first: bool, lambda: f64, free: &[bool]) -> Option<f64> {
        let p = self.p;
        let Self { direction, first: begin, later, newton, factor, diagonal, unit, .. } = self;
        let Derivatives { gradient, hessian, .. } = if first { begin } else { later };
        let pull = |a: usize| {
            if free[a] { -gradient[a] - lambda * diagonal[a] * direction[a] } else { 0.0 }
        };
        let mut ridge = lambda.max(1e-14);
        for _ in 0..12 {
            // Unit diagonal: the solve does not depend on the units of the unknowns.
            for a in 0..p {
                for b in 0..=a {
                    let value =
                        if free[a] && free[b] { hessian[a * p + b] * (unit[a] * unit[b]) } else { 0.0 };
                    factor[a * p + b] = value;
                }
                factor[a * p + a] += if free[a] { ridge } else { 1.0 };
                newton[a] = pull(a) * unit[a];
            }
            if cholesky_in_place(factor, p) {
                cholesky_solve(factor, p, newton);
                let mut slope = 0.0;
                for a in 0..p {
                    newton[a] *= unit[a];
                    slope -= newton[a] * pull(a);
                }
                return newton.iter().all(|v| v.is_finite()).then_some(slope);
            }
            ridge = ridge.max(1e-13) * 10.0;
        }
        None
    }

    /// Slope of the linear problem along the Newton direction at `t`, without the damping.
    fn slope_at(&self, t: f64, at: Linear<'_>) -> f64 {
        let Linear { weights, loss, .. } = at;
        if let Loss::Huber(d) = loss {
            return kernel::huber_along((&self.residual, &self.along), t, weights, d);
        }
        let psi = |i: usize| loss.psi(self.residual[i] + t * self.along[i]) * self.along[i];
        (0..self.residual.len()).map(|i| weights.get(i).copied().unwrap_or(1.0) * psi(i)).sum()
    }

    /// A step along the Newton direction at which the slope, `start` at its beginning, has fallen to a tenth: the slope
    /// is piecewise linear and rises, so secants find it in a few steps.
    fn line_search(&self, at: Linear<'_>, start: f64, lambda: f64) -> f64 {
        let (mut linear, mut quadratic) = (0.0, 0.0);
        for j in 0..self.p {
            linear += lambda * self.diagonal[j] * self.direction[j] * self.newton[j];
            quadratic += lambda * self.diagonal[j] * self.newton[j] * self.newton[j];
        }
        let slope = |t: f64| self.slope_at(t, at) + linear + t * quadratic;
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

    /// Whether the last whole step left every residual on its piece of the loss: then it was exact.
    fn same_pieces(&self, loss: Loss) -> bool {
        if let Loss::Huber(d) = loss {
            return kernel::huber_pieces(&self.residual, &self.along, d);
        }
        self.residual.iter().zip(&self.along).all(|(v, a)| {
            loss.curvature(*v) == loss.curvature(v - a) && loss.psi(*v) * loss.psi(v - a) >= 0.0
        })
    }
}
