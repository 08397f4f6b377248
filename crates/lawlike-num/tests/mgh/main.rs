//! The 18 least-squares problems of Moré, Garbow & Hillstrom (1981) in the 53 runs of MINPACK's own test: from the standard
//! start, and where the collection asks for it from ten and a hundred times as far out (Watson: from all tens, all
//! hundreds).
//!
//! One descent a run, of at most 500 steps. A run is solved where the sum of squares is the least known to the digits
//! that are printed (relative 1e-5; below 1e-10 for zero). It may end in another minimum that is known, as MINPACK does; it
//! must never end elsewhere and say that it has converged.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod dual;
mod problems;

use dual::Dual;
use lawlike_num::levmar::{MinimiseOptions, Minimised, Residuals, minimise};
use lawlike_num::robust::Loss;
use problems::{Problem, problems};

struct Model<'a>(&'a Problem);

impl Residuals for Model<'_> {
    fn rows(&self) -> usize {
        self.0.size.1
    }
    fn unknowns(&self) -> usize {
        self.0.size.0
    }
    fn residuals(&mut self, u: &[f64], out: &mut [f64]) -> bool {
        let x: Vec<Dual> = u.iter().map(|u| Dual::constant(*u)).collect();
        out.iter_mut().enumerate().for_each(|(i, r)| *r = (self.0.residual)(&x, i, self.0.size.1).value);
        true
    }
    fn linearise(&mut self, u: &[f64], out: &mut [f64], jacobian: &mut [f64]) -> bool {
        let (n, m) = self.0.size;
        let x = Dual::unknowns(u);
        for i in 0..m {
            let r = (self.0.residual)(&x, i, m);
            out[i] = r.value;
            (0..n).for_each(|j| jacobian[j * m + i] = r.slopes[j]);
        }
        true
    }
}

#[derive(Debug, PartialEq)]
enum End {
    Solved,
    /// Another known minimum.
    Other,
    /// Not there, and it says so.
    NotConverged,
    /// Not there, and it says that it is.
    Wrong,
}

fn run(problem: &Problem, power: u32) -> (End, Minimised) {
    let (n, _) = problem.size;
    let factor = 10f64.powi(power as i32);
    let is_zero = problem.start.iter().all(|v| *v == 0.0);
    let start = |v: &f64| if is_zero && power > 0 { factor } else { factor * v };
    let mut u: Vec<f64> = problem.start.iter().map(start).collect();
    let (lower, upper) = (vec![f64::NEG_INFINITY; n], vec![f64::INFINITY; n]);
    let weights = &[];
    let setting =
        lawlike_num::levmar::ResidualProblem { loss: Loss::Squares, weights, lower: &lower, upper: &upper };
    let outcome = minimise(
        &mut Model(problem),
        &setting,
        &MinimiseOptions { iterations: 500, ..MinimiseOptions::default() },
        &mut u,
    );
    let sum = outcome.objective;
    let least = problem.least;
    let is_near = |value: f64| if value == 0.0 { sum < 1e-10 } else { (sum / value - 1.0).abs() < 1e-5 };
    let end = if is_near(least) {
        End::Solved
    } else if !outcome.converged {
        End::NotConverged
    } else if problem.others.iter().any(|value| is_near(*value)) {
        End::Other
    } else {
        End::Wrong
    };
    println!(
        "{:20} n {n:2} m {:2} x{factor:<3} {end:?} {sum:.6e} (least {least:.6e}) gradient {:.1e}, {} steps",
        problem.name, problem.size.1, outcome.gradient, outcome.iterations
    );
    (end, outcome)
}

#[test]
fn solved_or_said_not_to_be() {
    let (mut runs, mut solved) = ([0; 3], [0; 3]);
    let (mut wrong, mut unsettled) = (Vec::new(), 0);
    for problem in problems() {
        for power in 0..problem.starts {
            let (end, outcome) = run(&problem, power);
            runs[power as usize] += 1;
            solved[power as usize] += u32::from(end == End::Solved);
            unsettled += u32::from(end == End::NotConverged);
            if end == End::Wrong {
                wrong.push(format!("{} x{power}: {outcome:?}", problem.name));
            }
        }
    }
    println!(
        "solved {solved:?} of {runs:?} from starts x1, x10, x100; {unsettled} says that it has not converged"
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(runs, [28, 13, 12]);
    // What is missing ended in another known minimum, but for Meyer's problem from ten times its start.
    assert!(solved[0] >= 25 && solved[1] >= 9 && solved[2] >= 9, "{solved:?}");
    assert!(unsettled <= 1, "{unsettled}");
}

#[test]
fn derivatives_agree_with_differences() {
    for problem in problems() {
        let (n, m) = problem.size;
        let mut u: Vec<f64> =
            problem.start.iter().enumerate().map(|(j, v)| v + 0.01 * (j + 1) as f64).collect();
        u.truncate(n);
        let (mut r, mut jacobian) = (vec![0.0; m], vec![0.0; m * n]);
        Model(&problem).linearise(&u, &mut r, &mut jacobian);
        let residuals = |u: &[f64]| {
            let mut r = vec![0.0; m];
            Model(&problem).residuals(u, &mut r);
            r
        };
        let slow = lawlike_oracle::derivative::jacobian(residuals, &u, 1e-2);
        for (j, column) in slow.iter().enumerate() {
            let size = column.iter().fold(1e-12f64, |most, v| most.max(v.abs()));
            for (i, slow) in column.iter().enumerate() {
                let found = jacobian[j * m + i];
                assert!((found - slow).abs() < 1e-6 * size, "{} {i} {j}: {found} {slow}", problem.name);
            }
        }
    }
}
