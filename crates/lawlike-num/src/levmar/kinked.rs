//! Losses with a kink at zero: least absolute deviations and the pinball loss.
//!
//! Their optimum passes through as many rows as there are unknowns (if the residuals are linear, it is a vertex of a linear
//! program). The kink is rounded, ever less, to find these rows; then they are solved for exactly, and the multipliers of
//! the rows say whether the vertex is the optimum: with the slopes of all other rows taken as they are, each must lie
//! between the slopes of the loss on both sides of zero. Where one does not, its row is let go and the vertex moves along
//! the edge to the next row (the descent of Barrodale & Roberts 1973, here on residuals made linear).
//!
//! More rows than unknowns may meet in a vertex, as repeated rows do. While it moves, every residual is therefore shifted by
//! a little of its own; the vertex that is best then is best without the shifts as well, and they tell on which side of it
//! each row counts.

use super::{Minimised, Residuals, Search, clip, spread};
use crate::dense::{Matrix, Qr};
use crate::kernel;
use crate::robust::Loss;
use crate::stream::Stream;

/// Rounds of the smoothing, each with a threshold a tenth of the one before.
const ROUNDS: i32 = 8;
/// Most moves from vertex to vertex.
const MOVES: usize = 60;
/// Largest shift of a residual, as a share of the usual one.
const SHIFT: f64 = 1e-6;
/// Keeps the stream of the shifts apart from those of other uses of a seed.
const SHIFT_STREAM: u64 = 0x006b_696e_6b64;
/// Residuals below this share of what the unknowns contribute are rounding.
const ROUNDING: f64 = 1e-12;
/// Residuals below this share of the usual one are of rows that a vertex passes through.
const PASSED: f64 = 1e-9;
/// Multipliers may be outside by this share of their range.
const SLACK: f64 = 1e-7;

/// The rows that a vertex passes through, and what they say.
pub(super) struct Vertex {
    /// Unknowns that may move.
    pub(super) unknowns: Vec<usize>,
    /// Rows, one for each of them; fewer on a curve.
    pub(super) rows: Vec<usize>,
    /// Multipliers of the rows, in units of their weights.
    pub(super) multipliers: Vec<f64>,
}

impl<R: Residuals> Search<'_, R> {
    /// Minimises a loss with a kink from `u`.
    pub(super) fn kinked(&mut self, u: &mut [f64]) -> Minimised {
        // Squares would lead every start to the same place, and one start is to check another.
        if !self.linearise(u) {
            return self.outcome(f64::INFINITY, false);
        }
        let first = self.rounded(spread(&self.here.r));
        self.descend(u, first, 60);
        let scale = spread(&self.here.r);
        // Each threshold begins where the one before has ended, which is near.
        self.damping = 1e-8;
        for power in 0..ROUNDS {
            let rounded = self.rounded(scale * 10f64.powi(-power));
            self.descend(u, rounded, 60);
        }
        let bent = self.on_a_curve(u, scale * 10f64.powi(1 - ROUNDS));
        let outcome = self.at_a_vertex(u, scale);
        match bent {
            Some((place, other)) if other.objective < outcome.objective => {
                u.copy_from_slice(&place);
                Minimised { evaluations: self.evaluations, iterations: self.iterations, ..other }
            }
            _ => outcome,
        }
    }

    /// The optimum that passes through the rows within the threshold, if these are fewer than the unknowns.
    fn on_a_curve(&mut self, u: &[f64], threshold: f64) -> Option<(Vec<f64>, Minimised)> {
        let held = self.held(threshold);
        let moving = self.free.iter().filter(|free| **free).count();
        if held.len() >= moving {
            return None;
        }
        let mut place = u.to_vec();
        let at = self.follow(&mut place, &held)?;
        let sides = self.here.r.clone();
        let gradient = self.cosine_of(&at, &sides);
        let objective = self.objective_at(&place, self.problem.loss);
        self.linearise(u);
        Some((place, Minimised { gradient, ..self.outcome(objective, gradient < 1e-6) }))
    }

    /// The vertex near `u`, from which no edge leads down.
    fn at_a_vertex(&mut self, u: &mut [f64], scale: f64) -> Minimised {
        let loss = self.problem.loss;
        let mut stream = Stream::keyed(SHIFT_STREAM, &[]);
        self.shift = self.here.r.iter().map(|_| SHIFT * scale * (0.5 - stream.uniform())).collect();
        // A vertex that lies a little higher is a place to set out from as well.
        let begun = u.to_vec();
        let is_at_one = self.vertex(u, None, false) || self.vertex(u, None, true);
        let mut vertex = is_at_one.then(|| self.judged(u, None)).flatten();
        for _ in 0..MOVES {
            let next = vertex.as_ref().and_then(|vertex| self.pivot(u, vertex));
            if next.is_none() {
                break;
            }
            vertex = next;
        }
        let sides = self.here.r.clone();
        self.shift.clear();
        let mut rows = vertex.map(|vertex| vertex.rows);
        self.vertex(u, rows.as_deref(), false);
        if self.objective_at(&begun, loss) < self.objective_at(u, loss) {
            u.copy_from_slice(&begun);
            rows = None;
        }
        let vertex = self.judged(u, rows.as_deref().map(|rows| (rows, &*sides)));
        // Rows that it does not pass through have no multipliers.
        let vertex = vertex.filter(|vertex| self.passes_through(u, &vertex.rows, PASSED * scale));
        let objective = self.objective_at(u, loss);
        let all: Vec<usize> = (0..self.here.r.len()).collect();
        let gradient = match &vertex {
            _ if self.passes_through(u, &all, 0.0) => 0.0,
            Some(vertex) => self.cosine_of(vertex, &sides),
            None => {
                let rounded = self.rounded(scale * 1e-7);
                self.find_free(u, rounded);
                self.cosine(rounded)
            }
        };
        Minimised { gradient, ..self.outcome(objective, vertex.is_none() || gradient < 1e-6) }
    }

    /// The loss with its kink rounded.
    fn rounded(&self, threshold: f64) -> Loss {
        match self.problem.loss {
            Loss::Pinball(share) => Loss::Tilted { share, threshold },
            _ => Loss::Huber(threshold),
        }
    }

    /// Slopes of the loss on both sides of zero.
    fn slopes(&self) -> (f64, f64) {
        match self.problem.loss {
            Loss::Pinball(share) => (-share, 1.0 - share),
            _ => (-1.0, 1.0),
        }
    }

    pub(super) fn weight(&self, i: usize) -> f64 {
        self.problem.weights.get(i).copied().unwrap_or(1.0)
    }

    /// Solves for the rows of a vertex: those given, or those with the smallest residuals. Whether the loss is no higher
    /// there, or it is taken anyway.
    fn vertex(&mut self, u: &mut [f64], rows: Option<&[usize]>, anyway: bool) -> bool {
        let n = self.here.r.len();
        let loss = self.problem.loss;
        let mut best = self.objective_at(u, loss);
        // Shifts may lift the loss a little.
        let room = if self.shift.is_empty() { 1e-13 } else { SHIFT };
        if !self.linearise(u) {
            return false;
        }
        let rounded = self.rounded(spread(&self.here.r) * 1e-7);
        self.find_free(u, rounded);
        let unknowns: Vec<usize> = (0..u.len()).filter(|j| self.free[*j]).collect();
        let order = rows.map_or_else(|| self.touched(&unknowns), <[usize]>::to_vec);
        let mut solved = false;
        for _ in 0..8 {
            let mut matrix = Matrix::zeros(order.len(), unknowns.len());
            for (row, i) in order.iter().enumerate() {
                for (k, j) in unknowns.iter().enumerate() {
                    matrix.set(row, k, self.here.jacobian[j * n + i]);
                }
            }
            let target: Vec<f64> = order.iter().map(|i| -self.here.r[*i]).collect();
            let solution = Qr::new(matrix).solve(&target);
            let mut next = u.to_vec();
            for (k, j) in unknowns.iter().enumerate() {
                next[*j] += solution[k];
            }
            clip(&mut next, self.problem);
            let value = self.objective_at(&next, loss);
            let is_taken = value <= best * (1.0 + room) || anyway && !solved && value.is_finite();
            if !is_taken {
                return solved;
            }
            solved = true;
            best = if anyway { value } else { best.min(value) };
            u.copy_from_slice(&next);
            if !self.linearise(u) {
                return false;
            }
        }
        solved
    }

    /// The rows with the smallest residuals whose Jacobian rows are independent, one for each unknown.
    fn touched(&self, unknowns: &[usize]) -> Vec<usize> {
        let n = self.here.r.len();
        let mut order: Vec<usize> = (0..n).filter(|i| self.weight(*i) > 0.0).collect();
        order.sort_by(|a, b| self.here.r[*a].abs().total_cmp(&self.here.r[*b].abs()).then(a.cmp(b)));
        let scales: Vec<f64> = unknowns
            .iter()
            .map(|j| {
                self.here.jacobian[j * n..(j + 1) * n]
                    .iter()
                    .fold(f64::MIN_POSITIVE, |most, v| most.max(v.abs()))
            })
            .collect();
        let (mut chosen, mut basis): (Vec<usize>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
        for i in order {
            if chosen.len() == unknowns.len() {
                break;
            }
            // Gram-Schmidt against the rows taken so far: a repeated row leaves nothing.
            let mut row: Vec<f64> = unknowns
                .iter()
                .zip(&scales)
                .map(|(j, scale)| self.here.jacobian[j * n + i] / scale)
                .collect();
            let whole = kernel::dot(&row, &row);
            for known in &basis {
                let part = kernel::dot(known, &row);
                kernel::axpy(-part, known, &mut row);
            }
            let rest = kernel::dot(&row, &row);
            if rest > 1e-16 * whole {
                let length = rest.sqrt();
                row.iter_mut().for_each(|v| *v /= length);
                basis.push(row);
                chosen.push(i);
            }
        }
        chosen
    }

    /// The vertex at `u` with its multipliers, its rows and the sides of all others as given or as they are; none where
    /// there are fewer rows than unknowns.
    fn judged(&mut self, u: &[f64], given: Option<(&[usize], &[f64])>) -> Option<Vertex> {
        let unknowns = self.moving(u)?;
        let rows = given.map_or_else(|| self.touched(&unknowns), |(rows, _)| rows.to_vec());
        let sides = given.map_or(&*self.here.r, |(_, sides)| sides);
        if rows.len() != unknowns.len() {
            return None;
        }
        let multipliers = self.multipliers(&unknowns, &rows, sides);
        Some(Vertex { unknowns, rows, multipliers })
    }

    /// Makes the problem linear at `u`, and gives the unknowns that may move.
    pub(super) fn moving(&mut self, u: &[f64]) -> Option<Vec<usize>> {
        if !self.linearise(u) {
            return None;
        }
        let rounded = self.rounded(spread(&self.here.r) * 1e-7);
        self.find_free(u, rounded);
        Some((0..u.len()).filter(|j| self.free[*j]).collect())
    }

    /// Multipliers of rows, with the slopes of all others by their sides: those that leave the least gradient.
    pub(super) fn multipliers(&self, unknowns: &[usize], rows: &[usize], sides: &[f64]) -> Vec<f64> {
        if unknowns.is_empty() || rows.is_empty() {
            return vec![0.0; rows.len()];
        }
        let n = self.here.r.len();
        let mut matrix = Matrix::zeros(unknowns.len(), rows.len());
        let mut target = vec![0.0; unknowns.len()];
        for (k, j) in unknowns.iter().enumerate() {
            let column = &self.here.jacobian[j * n..(j + 1) * n];
            let size = column.iter().fold(f64::MIN_POSITIVE, |most, v| most.max(v.abs()));
            for (row, i) in rows.iter().enumerate() {
                matrix.set(k, row, self.weight(*i) * column[*i] / size);
            }
            let others = (0..n).filter(|i| !rows.contains(i));
            target[k] = -others
                .map(|i| self.weight(i) * self.problem.loss.psi(sides[i]) * column[i] / size)
                .sum::<f64>();
        }
        Qr::new(matrix).solve(&target)
    }

    /// Whether no residual of these rows is more than this or more than rounding. If none is of all rows, their signs say
    /// nothing.
    fn passes_through(&self, u: &[f64], rows: &[usize], most: f64) -> bool {
        let n = self.here.r.len();
        rows.iter().all(|i| {
            let size: f64 =
                u.iter().enumerate().map(|(j, u)| (self.here.jacobian[j * n + i] * u).abs()).sum();
            self.here.r[*i].abs() <= most.max(ROUNDING * size)
        })
    }

    /// The row whose multiplier is furthest outside its range.
    fn worst(&self, vertex: &Vertex) -> Option<usize> {
        let (low, high) = self.slopes();
        let outside = |k: usize| (low - vertex.multipliers[k]).max(vertex.multipliers[k] - high);
        let worst = (0..vertex.rows.len()).max_by(|a, b| outside(*a).total_cmp(&outside(*b)))?;
        (outside(worst) > SLACK).then_some(worst)
    }

    /// Lets the worst row go and moves along the edge to the row at which the loss is least; the vertex there, if the
    /// loss fell.
    fn pivot(&mut self, u: &mut [f64], vertex: &Vertex) -> Option<Vertex> {
        let n = self.here.r.len();
        let (low, _) = self.slopes();
        let leaving = self.worst(vertex)?;
        // A multiplier below its range wants the residual below zero, one above wants it above.
        let side = if vertex.multipliers[leaving] < low { -1.0 } else { 1.0 };
        let order = vertex.rows.len();
        let mut matrix = Matrix::zeros(order, order);
        for (row, i) in vertex.rows.iter().enumerate() {
            for (k, j) in vertex.unknowns.iter().enumerate() {
                matrix.set(row, k, self.here.jacobian[j * n + i]);
            }
        }
        let mut target = vec![0.0; order];
        target[leaving] = side;
        let direction = Qr::new(matrix).solve(&target);
        let mut along = vec![0.0; n];
        for (step, j) in direction.iter().zip(&vertex.unknowns) {
            kernel::axpy(*step, &self.here.jacobian[j * n..(j + 1) * n], &mut along);
        }
        let entering = self.next_kink(&along, vertex, leaving)?;
        let mut rows = vertex.rows.clone();
        rows[leaving] = entering;
        let before = self.objective_at(u, self.problem.loss);
        let reach = -self.here.r[entering] / along[entering];
        let mut next = u.to_vec();
        for (step, j) in direction.iter().zip(&vertex.unknowns) {
            next[*j] += reach * step;
        }
        clip(&mut next, self.problem);
        self.vertex(&mut next, Some(&rows), false);
        if !(self.objective_at(&next, self.problem.loss) < before) {
            return None;
        }
        u.copy_from_slice(&next);
        let found = self.judged(u, None)?;
        // Far from linear the rows may be others than those aimed at.
        (found.rows.len() == order).then_some(found)
    }

    /// The row whose kink ends the fall along an edge: where the slope of the loss turns upwards.
    fn next_kink(&self, along: &[f64], vertex: &Vertex, leaving: usize) -> Option<usize> {
        let (low, high) = self.slopes();
        let gone = vertex.rows[leaving];
        let mut slope = self.weight(gone) * along[gone] * if along[gone] < 0.0 { low } else { high };
        let mut kinks: Vec<(f64, usize)> = Vec::new();
        for i in (0..self.here.r.len()).filter(|i| !vertex.rows.contains(i)) {
            slope += self.weight(i) * along[i] * self.problem.loss.psi(self.here.r[i]);
            let reach = -self.here.r[i] / along[i];
            if reach > 0.0 && reach.is_finite() {
                kinks.push((reach, i));
            }
        }
        kinks.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if !(slope < 0.0) {
            return None;
        }
        kinks.into_iter().map(|(_, i)| i).find(|i| {
            slope += self.weight(*i) * along[*i].abs() * (high - low);
            slope >= 0.0
        })
    }

    /// Weighted slopes of all rows, those of the vertex by their multipliers, kept within their range.
    pub(super) fn slopes_of(&self, vertex: &Vertex, sides: &[f64]) -> Vec<f64> {
        let n = self.here.r.len();
        let (low, high) = self.slopes();
        let mut slopes: Vec<f64> = (0..n).map(|i| self.weight(i) * self.problem.loss.psi(sides[i])).collect();
        for (i, multiplier) in vertex.rows.iter().zip(&vertex.multipliers) {
            slopes[*i] = self.weight(*i) * multiplier.clamp(low, high);
        }
        slopes
    }

    /// Largest cosine between the slopes and a column of the Jacobian, with the multipliers of the rows of the vertex kept
    /// within their range.
    fn cosine_of(&self, vertex: &Vertex, sides: &[f64]) -> f64 {
        let n = self.here.r.len();
        let slopes = self.slopes_of(vertex, sides);
        let size = kernel::dot(&slopes, &slopes).sqrt();
        let cosine = |j: &usize| {
            let column = &self.here.jacobian[j * n..(j + 1) * n];
            let length = kernel::dot(column, column).sqrt() * size;
            if length > 0.0 { kernel::dot(&slopes, column).abs() / length } else { 0.0 }
        };
        vertex.unknowns.iter().map(cosine).fold(0.0, f64::max)
    }
}
