//! Student's t: not convex, so the descent comes from wide scales, on which it nearly is; and the scale may be estimated.
//!
//! With the scale held a step is one of reweighted squares, which lie above the loss and touch it, so that every step goes
//! down (the EM algorithm of Lange, Little & Taylor 1989); the finish takes Newton steps with the true curvature. An
//! estimated scale and the unknowns are solved for in turn until neither moves.

use super::{MinimiseOptions, Minimised, Residuals, Search, spread};
use crate::robust::Loss;
use crate::robust::student::Student;

/// Most turns between the scale and the unknowns.
const TURNS: usize = 200;
/// Objectives within this share are of one valley.
const SAME: f64 = 1e-9;
/// A change of the logarithm of the scale from which it counts as settled for the moment, and for good.
const SETTLED: (f64, f64) = (1e-7, 1e-15);

impl<R: Residuals> Search<'_, R> {
    /// Minimises from `u`.
    pub(super) fn student(
        &mut self,
        u: &mut [f64],
        student: Student,
        options: &MinimiseOptions,
    ) -> Minimised {
        let loss = Loss::Student(student);
        if !self.linearise(u) {
            return self.outcome(f64::INFINITY, false);
        }
        let Some(scale) = student.scale else {
            let outcome = self.in_turn(u, student, options);
            return Minimised { objective: self.objective_at(u, loss), ..outcome };
        };
        // Straight down as well: the way from wide scales leads past valleys that are near the start.
        let mut near = u.to_vec();
        let straight = self.descend(&mut near, loss, options.iterations);
        self.linearise(u);
        let wide = self.narrowing(u, student, scale, options);
        let outcome = if straight.objective < wide.objective * (1.0 - SAME) {
            u.copy_from_slice(&near);
            self.end(u, loss, options)
        } else {
            wide
        };
        Minimised { objective: self.objective_at(u, loss), ..outcome }
    }

    /// With a declared scale: from the spread of the residuals down to it.
    fn narrowing(
        &mut self,
        u: &mut [f64],
        student: Student,
        scale: f64,
        options: &MinimiseOptions,
    ) -> Minimised {
        let mut wide = spread(&self.here.r).max(scale);
        while wide > 4.0 * scale {
            self.descend(u, Loss::Student(Student { scale: Some(wide), ..student }), 20);
            wide *= 0.25;
        }
        self.end(u, Loss::Student(student), options)
    }

    /// Descends with the scale held, to the last digit if that is asked for.
    fn end(&mut self, u: &mut [f64], loss: Loss, options: &MinimiseOptions) -> Minimised {
        let outcome = self.descend(u, loss, options.iterations);
        if options.finish {
            self.finish(u, loss);
        }
        self.report(u, loss, outcome)
    }

    /// With an estimated scale: scale and unknowns in turn.
    fn in_turn(&mut self, u: &mut [f64], student: Student, options: &MinimiseOptions) -> Minimised {
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
                return self.report(u, Loss::Student(held), Minimised { converged, ..outcome });
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
