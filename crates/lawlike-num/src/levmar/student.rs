//! Student's t: not convex, so the descent comes from wide scales, on which it nearly is; and the scale may be estimated.
//!
//! With the scale held a step is one of reweighted squares, which lie above the loss and touch it, so that every step goes
//! down (the EM algorithm of Lange, Little & Taylor 1989); the finish takes Newton steps with the true curvature. An
//! estimated scale and the unknowns are solved for in turn until neither moves.

use super::{Options, Outcome, Residuals, Search, spread};
use crate::robust::Loss;
use crate::robust::student::Student;

/// Most turns between the scale and the unknowns.
const TURNS: usize = 200;
/// A change of the logarithm of the scale from which it counts as settled for the moment, and for good.
const SETTLED: (f64, f64) = (1e-7, 1e-15);

impl<R: Residuals> Search<'_, R> {
    /// Minimises from `u`.
    pub(super) fn student(&mut self, u: &mut [f64], student: Student, options: &Options) -> Outcome {
        let loss = Loss::Student(student);
        let first = self.descend(u, Loss::Squares, options.iterations.min(60));
        if !first.objective.is_finite() {
            return first;
        }
        let mut outcome = match student.scale {
            Some(scale) => self.narrowing(u, (student, scale), options),
            None => self.in_turn(u, student, options),
        };
        outcome.objective = self.objective_at(u, loss);
        outcome
    }

    /// With a declared scale: from the spread of the residuals down to it.
    fn narrowing(&mut self, u: &mut [f64], (student, scale): (Student, f64), options: &Options) -> Outcome {
        let mut wide = spread(&self.here.r).max(scale);
        while wide > 4.0 * scale {
            self.descend(u, Loss::Student(Student { scale: Some(wide), ..student }), 20);
            wide *= 0.25;
        }
        let loss = Loss::Student(student);
        let outcome = self.descend(u, loss, options.iterations);
        if options.finish {
            self.finish(u, loss);
        }
        self.report(u, loss, outcome)
    }

    /// With an estimated scale: scale and unknowns in turn.
    fn in_turn(&mut self, u: &mut [f64], student: Student, options: &Options) -> Outcome {
        let weights = self.problem.weights;
        let mut held = student.at(&self.here.r, weights);
        let (mut last, mut finishing) = (f64::INFINITY, false);
        for turn in 1.. {
            let loss = Loss::Student(held);
            let outcome = self.descend(u, loss, options.iterations);
            if finishing {
                self.finish(u, loss);
                if !self.linearise(u) {
                    return outcome;
                }
            }
            let next = student.at(&self.here.r, weights);
            let change = ratio(next, held).ln().abs();
            held = next;
            // In the finish changes shrink from turn to turn; one that does not is rounding.
            let exact = finishing && (change <= SETTLED.1 || change > 0.5 * last);
            let rough = !options.finish && change < SETTLED.0;
            if exact || rough || turn >= TURNS {
                let converged = outcome.converged && change < SETTLED.0;
                return self.report(u, Loss::Student(held), Outcome { converged, ..outcome });
            }
            last = if finishing { change } else { f64::INFINITY };
            finishing |= options.finish && change < SETTLED.0;
        }
        self.outcome(f64::INFINITY, false)
    }
}

fn ratio(a: Student, b: Student) -> f64 {
    a.scale.unwrap_or(1.0) / b.scale.unwrap_or(1.0)
}
