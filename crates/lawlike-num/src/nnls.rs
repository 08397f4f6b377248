//! Least squares with a sign on each unknown.
//!
//! Minimise `|A x - b|^2` where each `x_j` is free, not negative or not positive. The answer is marked
//! by the conditions of Karush, Kuhn and Tucker: with the gradient `g = A^T (b - A x)`, `g_j = 0` where
//! `x_j` is free or inside its half line, and `g_j` points out of the half line where `x_j = 0`. They
//! are reached by the active-set method of Lawson and Hanson (*Solving Least Squares Problems*, 1974,
//! chapter 23): grow the set of moving unknowns by the steepest one, solve for it, and step back to the
//! wall that is met first.
//!
//! [`solve_gram`] works on `A^T A`, which is fast but squares the condition; [`solve_columns`] works on
//! `A` by QR. Both scale every column to unit length first, so units do not matter.

use crate::dense::{Matrix, Qr, cholesky_in_place, cholesky_solve};
use crate::kernel::dot;

/// Which half line an unknown may lie on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Any value.
    Free,
    /// Zero or more.
    NonNegative,
    /// Zero or less.
    NonPositive,
}

/// Unknowns up to which [`solve_gram`] does not allocate.
const SMALL: usize = 8;

/// Minimises `x^T G x / 2 - r^T x` under the signs, `G = A^T A` (`n * n`, symmetric) and `r = A^T b`.
///
/// Writes the solution into `out` and returns `true`. Returns `false`, with zeros in `out`, if `G` or
/// `r` is not finite, the free columns are dependent, or rounding keeps the search from ending. A zero
/// column gets zero. Of dependent columns with a sign, one is kept. Does not allocate for up to eight
/// unknowns.
#[must_use]
pub fn solve_gram(gram: &[f64], rhs: &[f64], signs: &[Sign], out: &mut [f64]) -> bool {
    let n = rhs.len();
    if gram.len() < n * n || signs.len() < n || out.len() < n {
        return false;
    }
    let out = &mut out[..n];
    out.fill(0.0);
    if n <= SMALL {
        let mut numbers = [0.0; 2 * SMALL * SMALL + 5 * SMALL];
        let mut states = [State::Rest; SMALL];
        solve_scaled(gram, rhs, signs, Work::new(&mut numbers, &mut states, n), out)
    } else {
        let mut numbers = vec![0.0; 2 * n * n + 5 * n];
        let mut states = vec![State::Rest; n];
        solve_scaled(gram, rhs, signs, Work::new(&mut numbers, &mut states, n), out)
    }
}

/// Minimises `sum w_i (y_i - sum_j x_j c_ij)^2` under the signs, with the columns `c_j` given.
///
/// Writes the solution into `out` and returns `true`; `false`, with zeros in `out`, if the lengths do
/// not fit or an entry is not finite. Rows of weight zero (or below) do not count. Works by QR, so the
/// error grows with the condition of the columns, not with its square.
#[must_use]
pub fn solve_columns(
    columns: &[&[f64]],
    weights: Option<&[f64]>,
    y: &[f64],
    signs: &[Sign],
    out: &mut [f64],
) -> bool {
    let n = columns.len();
    let fits = columns.iter().all(|column| column.len() == y.len())
        && weights.is_none_or(|w| w.len() == y.len())
        && signs.len() >= n
        && out.len() >= n;
    if !fits {
        return false;
    }
    let out = &mut out[..n];
    out.fill(0.0);
    let root = |i: usize| weights.map_or(1.0, |w| w[i].max(0.0).sqrt());
    let weighted = |column: &[f64]| column.iter().enumerate().map(|(i, v)| v * root(i)).collect::<Vec<f64>>();
    let target = weighted(y);
    let mut scaled: Vec<Vec<f64>> = columns.iter().map(|column| weighted(column)).collect();
    let mut scales = vec![0.0; n];
    for ((column, scale), &sign) in scaled.iter_mut().zip(&mut scales).zip(signs) {
        *scale = unit_scale(dot(column, column)) * direction(sign);
        column.iter_mut().for_each(|v| *v *= *scale);
    }
    if !target.iter().chain(scaled.iter().flatten()).all(|v| v.is_finite()) {
        return false;
    }
    let mut problem = Triangle::new(&scaled, target);
    let mut numbers = vec![0.0; 2 * n];
    let (gradient, candidate) = numbers.split_at_mut(n);
    let mut states = start_states(&scales, signs);
    if !active_set(&mut problem, &mut states, [out, gradient, candidate]) {
        out.fill(0.0);
        return false;
    }
    for (x, scale) in out.iter_mut().zip(&scales) {
        *x *= scale;
    }
    true
}

/// Minus one where the unknown is turned round, so that all signs become "not negative".
fn direction(sign: Sign) -> f64 {
    if sign == Sign::NonPositive { -1.0 } else { 1.0 }
}

/// The factor that brings a column of this squared length to length one; zero for a zero column.
fn unit_scale(square: f64) -> f64 {
    if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 }
}

/// What an unknown does at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Has no sign, always moves.
    Free,
    /// Has a sign, moves.
    Moving,
    /// Has a sign, stays at zero.
    Rest,
    /// Its column is zero: stays at zero for good.
    Fixed,
}

impl State {
    fn moves(self) -> bool {
        matches!(self, Self::Free | Self::Moving)
    }
}

fn start_states(scales: &[f64], signs: &[Sign]) -> Vec<State> {
    scales.iter().zip(signs).map(|(&scale, &sign)| start_state(scale, sign)).collect()
}

fn start_state(scale: f64, sign: Sign) -> State {
    match sign {
        _ if scale == 0.0 => State::Fixed,
        Sign::Free => State::Free,
        Sign::NonNegative | Sign::NonPositive => State::Rest,
    }
}

/// A least-squares problem in unknowns that are free or not negative, columns of length one.
trait Problem {
    /// Solves for the moving unknowns with the others at zero; `false` if they are dependent.
    fn solve(&mut self, states: &[State], x: &mut [f64]) -> bool;
    /// `A^T (b - A x)`.
    fn gradient(&self, x: &[f64], gradient: &mut [f64]);
    /// The rounding error that a gradient may have at `x`.
    fn noise(&self, x: &[f64]) -> f64;
}

/// Lawson and Hanson's loops. `buffers` are the solution, the gradient and a candidate.
fn active_set<P: Problem>(problem: &mut P, states: &mut [State], buffers: [&mut [f64]; 3]) -> bool {
    let [x, gradient, candidate] = buffers;
    let n = x.len();
    if all_move(problem, states, candidate) {
        x.copy_from_slice(candidate);
        return true;
    }
    if states.contains(&State::Free) {
        if !problem.solve(states, candidate) {
            return false;
        }
        x.copy_from_slice(candidate);
    }
    // Each pass lowers the sum of squares, so a set cannot come back; the limit is for rounding.
    for _ in 0..10 * (n + 1) {
        problem.gradient(x, gradient);
        let noise = problem.noise(x);
        if !enter(problem, states, [&mut *gradient, &mut *candidate], noise) {
            return true;
        }
        if !retreat(problem, states, x, candidate) {
            return false;
        }
    }
    false
}

/// Tries the common case, in which the solution without signs keeps them: one solve and done.
fn all_move<P: Problem>(problem: &mut P, states: &mut [State], candidate: &mut [f64]) -> bool {
    let exchange = |states: &mut [State], from: State, to: State| {
        states.iter_mut().filter(|state| **state == from).for_each(|state| *state = to);
    };
    exchange(states, State::Rest, State::Moving);
    let kept = problem.solve(states, candidate)
        && states.iter().zip(&*candidate).all(|(state, &x)| *state != State::Moving || x >= 0.0);
    if !kept {
        exchange(states, State::Moving, State::Rest);
    }
    kept
}

/// Lets the steepest unknown move and solves. One that is dependent, or would turn back at once, is
/// passed over. `false` if none is left: the conditions hold.
fn enter<P: Problem>(problem: &mut P, states: &mut [State], buffers: [&mut [f64]; 2], noise: f64) -> bool {
    let [gradient, candidate] = buffers;
    loop {
        let mut steepest = None;
        let mut height = noise;
        for (j, state) in states.iter().enumerate() {
            if *state == State::Rest && gradient[j] > height {
                height = gradient[j];
                steepest = Some(j);
            }
        }
        let Some(j) = steepest else {
            return false;
        };
        states[j] = State::Moving;
        if problem.solve(states, candidate) && candidate[j] > 0.0 {
            return true;
        }
        states[j] = State::Rest;
        gradient[j] = 0.0;
    }
}

/// Goes from `x` towards the candidate; unknowns that meet their wall come to rest.
fn retreat<P: Problem>(problem: &mut P, states: &mut [State], x: &mut [f64], candidate: &mut [f64]) -> bool {
    loop {
        let mut step = 1.0;
        let mut wall = None;
        for (j, state) in states.iter().enumerate() {
            if *state == State::Moving && candidate[j] <= 0.0 {
                let reach = if x[j] > 0.0 { x[j] / (x[j] - candidate[j]) } else { 0.0 };
                if wall.is_none() || reach < step {
                    step = reach;
                    wall = Some(j);
                }
            }
        }
        let Some(wall) = wall else {
            x.copy_from_slice(candidate);
            return true;
        };
        for (x, z) in x.iter_mut().zip(candidate.iter()) {
            *x += step * (z - *x);
        }
        for (j, state) in states.iter_mut().enumerate() {
            if *state == State::Moving && (j == wall || x[j] <= 0.0) {
                *state = State::Rest;
                x[j] = 0.0;
            }
        }
        if !problem.solve(states, candidate) {
            return false;
        }
    }
}

/// The buffers of the Gram solver, carved from one slice.
struct Work<'a> {
    gram: &'a mut [f64],
    factor: &'a mut [f64],
    vectors: [&'a mut [f64]; 5],
    states: &'a mut [State],
}

impl<'a> Work<'a> {
    fn new(numbers: &'a mut [f64], states: &'a mut [State], n: usize) -> Self {
        let (gram, rest) = numbers.split_at_mut(n * n);
        let (factor, rest) = rest.split_at_mut(n * n);
        let (a, rest) = rest.split_at_mut(n);
        let (b, rest) = rest.split_at_mut(n);
        let (c, rest) = rest.split_at_mut(n);
        let (d, rest) = rest.split_at_mut(n);
        Self { gram, factor, vectors: [a, b, c, d, &mut rest[..n]], states: &mut states[..n] }
    }
}

fn solve_scaled(gram: &[f64], rhs: &[f64], signs: &[Sign], work: Work<'_>, out: &mut [f64]) -> bool {
    let n = rhs.len();
    let Work { gram: scaled, factor, vectors: [scales, target, gradient, candidate, packed], states } = work;
    for j in 0..n {
        scales[j] = unit_scale(gram[j * n + j]) * direction(signs[j]);
        states[j] = start_state(scales[j], signs[j]);
    }
    for i in 0..n {
        target[i] = rhs[i] * scales[i];
        for j in 0..n {
            scaled[i * n + j] = gram[i * n + j] * scales[i] * scales[j];
        }
    }
    if !target.iter().chain(scaled.iter()).all(|v| v.is_finite()) {
        return false;
    }
    let mut problem = Gram { gram: scaled, rhs: target, factor, packed };
    if !active_set(&mut problem, states, [&mut *out, gradient, candidate]) {
        out.fill(0.0);
        return false;
    }
    for (x, scale) in out.iter_mut().zip(scales.iter()) {
        *x *= scale;
    }
    true
}

/// The problem given by `A^T A` and `A^T b`.
struct Gram<'a> {
    gram: &'a [f64],
    rhs: &'a [f64],
    factor: &'a mut [f64],
    packed: &'a mut [f64],
}

impl Problem for Gram<'_> {
    fn solve(&mut self, states: &[State], x: &mut [f64]) -> bool {
        let n = states.len();
        let moving = || (0..n).filter(|&j| states[j].moves());
        let order = moving().count();
        if order == n {
            self.factor.copy_from_slice(self.gram);
            x.copy_from_slice(self.rhs);
            let solved = cholesky_in_place(self.factor, n);
            if solved {
                cholesky_solve(self.factor, n, x);
            }
            return solved;
        }
        for (row, i) in moving().enumerate() {
            self.packed[row] = self.rhs[i];
            for (column, j) in moving().enumerate() {
                self.factor[row * order + column] = self.gram[i * n + j];
            }
        }
        if !cholesky_in_place(&mut self.factor[..order * order], order) {
            return false;
        }
        cholesky_solve(self.factor, order, &mut self.packed[..order]);
        x.fill(0.0);
        for (row, i) in moving().enumerate() {
            x[i] = self.packed[row];
        }
        true
    }

    fn gradient(&self, x: &[f64], gradient: &mut [f64]) {
        let n = x.len();
        for (j, slot) in gradient.iter_mut().enumerate() {
            let mut sum = self.rhs[j];
            for (g, x) in self.gram[j * n..(j + 1) * n].iter().zip(x) {
                sum -= g * x;
            }
            *slot = sum;
        }
    }

    fn noise(&self, x: &[f64]) -> f64 {
        let size = x.iter().chain(self.rhs).fold(0.0, |sum, v| sum + v.abs());
        4.0 * f64::EPSILON * size
    }
}

/// The problem reduced by QR to the triangle `R` and the head of `Q^T b`.
struct Triangle {
    /// `R` with its columns in the order of the unknowns.
    columns: Vec<Vec<f64>>,
    rhs: Vec<f64>,
}

impl Triangle {
    fn new(columns: &[Vec<f64>], mut rhs: Vec<f64>) -> Self {
        let n = columns.len();
        let order = n.min(rhs.len());
        let qr = Qr::new(Matrix::from_columns(columns));
        qr.apply_q_transposed(&mut rhs);
        rhs.truncate(order);
        let mut triangle = vec![vec![0.0; order]; n];
        for (j, &pivot) in qr.pivots().iter().enumerate() {
            for (i, entry) in triangle[pivot].iter_mut().enumerate() {
                *entry = qr.r(i, j);
            }
        }
        Self { columns: triangle, rhs }
    }
}

impl Problem for Triangle {
    fn solve(&mut self, states: &[State], x: &mut [f64]) -> bool {
        let moving: Vec<usize> = (0..states.len()).filter(|&j| states[j].moves()).collect();
        let columns: Vec<&[f64]> = moving.iter().map(|&j| self.columns[j].as_slice()).collect();
        let solution = Qr::new(Matrix::from_columns(&columns)).solve(&self.rhs);
        x.fill(0.0);
        for (&j, value) in moving.iter().zip(solution) {
            x[j] = value;
        }
        true
    }

    fn gradient(&self, x: &[f64], gradient: &mut [f64]) {
        let mut residual = self.rhs.clone();
        for (column, &x) in self.columns.iter().zip(x) {
            for (r, c) in residual.iter_mut().zip(column) {
                *r -= c * x;
            }
        }
        for (slot, column) in gradient.iter_mut().zip(&self.columns) {
            *slot = dot(column, &residual);
        }
    }

    fn noise(&self, x: &[f64]) -> f64 {
        let size = x.iter().chain(&self.rhs).fold(0.0, |sum, v| sum + v.abs());
        4.0 * f64::EPSILON * size
    }
}

#[cfg(test)]
mod tests;
