//! The solver against slow and obvious ones: small random problems, every loss.
//!
//! Totals agree to 1e-9. Losses with a kink are compared with every curve through as many rows as there are unknowns; the
//! others with simplices from many starts, which must find nothing lower.
#![allow(clippy::unwrap_used)]

use lawlike_num::levmar::{MinimiseOptions, Minimised, ResidualProblem, Residuals, minimise};
use lawlike_num::robust::Loss;
use lawlike_num::robust::student::Student;
use lawlike_num::stream::Stream;
use lawlike_oracle as oracle;
use oracle::loss::{OracleLoss as Slow, WeightedLoss};

/// `y = sum_j u_j x_ij`, or `y = u_0 exp(-u_1 x)` if `bent`.
struct Model {
    columns: Vec<Vec<f64>>,
    y: Vec<f64>,
    bent: bool,
}

impl Model {
    /// Observed minus fitted.
    fn residuals_of(&self, u: &[f64]) -> Vec<f64> {
        let fitted = |i: usize| -> f64 {
            if self.bent {
                u[0] * (-u[1] * self.columns[0][i]).exp()
            } else {
                self.columns.iter().zip(u).map(|(column, u)| u * column[i]).sum()
            }
        };
        (0..self.y.len()).map(|i| self.y[i] - fitted(i)).collect()
    }

    /// Rows of a plane with heavy tails, rounded so that some repeat.
    fn plane(stream: &mut Stream) -> Self {
        let (n, p) = (6 + stream.below(9), 1 + stream.below(3));
        let column = |j: usize, stream: &mut Stream| -> Vec<f64> {
            (0..n).map(|_| if j == 0 { 1.0 } else { stream.normal() }).collect()
        };
        let columns = (0..p).map(|j| column(j, stream)).collect();
        let y = (0..n).map(|_| (stream.normal() / (0.1 + stream.uniform()) * 10.0).round() / 10.0).collect();
        Self { columns, y, bent: false }
    }

    /// A decay with noise of a few per cent and an outlier now and then.
    fn decay(stream: &mut Stream) -> Self {
        let n = 8 + stream.below(10);
        let rate = 0.3 + stream.uniform();
        let x: Vec<f64> = (0..n).map(|i| 3.0 * i as f64 / n as f64).collect();
        let noise = |stream: &mut Stream| 0.03 * stream.normal() / (0.1 + stream.uniform());
        let y = x.iter().map(|x| 2.0 * (-rate * x).exp() + noise(stream)).collect();
        Self { columns: vec![x], y, bent: true }
    }

    /// The decay through two rows.
    fn through(&self, rows: &[usize]) -> Option<Vec<f64>> {
        let (i, j) = (rows[0], rows[1]);
        let (x, y) = (&self.columns[0], &self.y);
        let ratio = y[i] / y[j];
        let rate = -ratio.ln() / (x[i] - x[j]);
        (ratio > 0.0).then(|| vec![y[i] * (rate * x[i]).exp(), rate])
    }
}

impl Residuals for Model {
    fn rows(&self) -> usize {
        self.y.len()
    }
    fn unknowns(&self) -> usize {
        if self.bent { 2 } else { self.columns.len() }
    }
    fn residuals(&mut self, u: &[f64], out: &mut [f64]) -> bool {
        out.iter_mut().zip(self.residuals_of(u)).for_each(|(out, r)| *out = -r);
        true
    }
    fn linearise(&mut self, u: &[f64], out: &mut [f64], jacobian: &mut [f64]) -> bool {
        let n = self.y.len();
        for i in 0..n {
            if self.bent {
                let x = self.columns[0][i];
                jacobian[i] = (-u[1] * x).exp();
                jacobian[n + i] = -u[0] * x * jacobian[i];
            } else {
                self.columns.iter().enumerate().for_each(|(j, column)| jacobian[j * n + i] = column[i]);
            }
        }
        self.residuals(u, out)
    }
}

fn solved(model: &mut Model, loss: Loss, weights: &[f64], start: &[f64]) -> (Vec<f64>, Minimised) {
    let p = model.unknowns();
    let (lower, upper) = (vec![f64::NEG_INFINITY; p], vec![f64::INFINITY; p]);
    let mut u = start.to_vec();
    let problem = ResidualProblem { loss, weights, lower: &lower, upper: &upper };
    let outcome = minimise(model, &problem, &MinimiseOptions::default(), &mut u);
    (u, outcome)
}

/// The same losses as the solver and as the oracle knows them; the two with a kink come last.
fn losses(stream: &mut Stream) -> [(Loss, Slow); 6] {
    let share = 0.05 + 0.9 * stream.uniform();
    let threshold = 0.01 + 0.2 * stream.uniform();
    let freedom = 2.0 + 4.0 * stream.uniform();
    [
        (Loss::Squares, Slow::Squares),
        (Loss::Huber(threshold), Slow::Huber(threshold)),
        (Loss::Student(Student::new(freedom, Some(threshold))), Slow::Student(freedom, threshold)),
        (Loss::Student(Student::new(freedom, None)), Slow::StudentOfAnyScale(freedom)),
        (Loss::Absolute, Slow::Absolute),
        (Loss::Pinball(share), Slow::Pinball(share)),
    ]
}

fn loss_of(loss: Slow, weights: &[f64]) -> WeightedLoss<'_> {
    WeightedLoss { loss, weights }
}

fn weights(n: usize, stream: &mut Stream) -> Vec<f64> {
    if stream.below(2) == 0 { Vec::new() } else { (0..n).map(|_| 1.0 + stream.below(3) as f64).collect() }
}

#[test]
fn kinked_losses_of_a_plane_are_least_over_all_vertices() {
    for seed in 0..150 {
        let mut stream = Stream::keyed(seed, &[31]);
        let mut model = Model::plane(&mut stream);
        let weights = weights(model.rows(), &mut stream);
        for (loss, slow) in &losses(&mut stream)[4..] {
            let p = model.columns.len();
            let (_, outcome) = solved(&mut model, *loss, &weights, &[0.0; 3][..p]);
            let (_, least) = oracle::vertex::least_linear(&model.columns, &model.y, loss_of(*slow, &weights));
            let found = outcome.objective;
            assert!((found - least).abs() <= 1e-9 * least, "{seed} {loss:?}: {found} for {least}");
            assert!(outcome.converged && outcome.gradient < 1e-9, "{seed} {loss:?}: {outcome:?}");
        }
    }
}

#[test]
fn convex_losses_of_a_plane_have_one_optimum() {
    for seed in 0..25 {
        let mut stream = Stream::keyed(seed, &[32]);
        let mut model = Model::plane(&mut stream);
        let weights = weights(model.rows(), &mut stream);
        let p = model.columns.len();
        for (loss, slow) in &losses(&mut stream)[..2] {
            let (_, outcome) = solved(&mut model, *loss, &weights, &[0.0; 3][..p]);
            let total = |u: &[f64]| slow.total(&model.residuals_of(u), &weights);
            let (_, least) = oracle::minimise::global(&total, &vec![(-20.0, 20.0); p], 10);
            let found = outcome.objective;
            assert!((found - least).abs() <= 1e-9 * least + 1e-14, "{seed} {loss:?}: {found} for {least}");
            assert!(outcome.converged && outcome.gradient < 1e-7, "{seed} {loss:?}: {outcome:?}");
        }
    }
}

/// The best of descents from several starts, as a search does.
fn best_of_starts(model: &mut Model, loss: Loss, weights: &[f64]) -> (Vec<f64>, Minimised) {
    let starts = [[1.0, 0.1], [2.0, 0.5], [2.0, 1.5], [4.0, 3.0], [0.5, 0.01]];
    let ends = starts.iter().map(|start| solved(model, loss, weights, start));
    ends.min_by(|a, b| a.1.objective.total_cmp(&b.1.objective)).unwrap()
}

#[test]
fn every_loss_of_a_decay_agrees_with_the_oracle() {
    for seed in 0..25 {
        let mut stream = Stream::keyed(seed, &[33]);
        let mut model = Model::decay(&mut stream);
        let weights = weights(model.rows(), &mut stream);
        for (loss, slow) in losses(&mut stream) {
            let (u, outcome) = best_of_starts(&mut model, loss, &weights);
            let residuals = |u: &[f64]| model.residuals_of(u);
            let total = |u: &[f64]| slow.total(&residuals(u), &weights);
            let (place, least) = if matches!(loss, Loss::Absolute | Loss::Pinball(_)) {
                let through = |rows: &[usize]| model.through(rows);
                let (vertex, _) =
                    oracle::vertex::least(model.y.len(), 2, &through, &residuals, loss_of(slow, &weights));
                // Where residuals are curved the optimum may pass through fewer rows.
                oracle::minimise::refine(&total, &vertex, &[0.01, 0.01])
            } else {
                oracle::minimise::global(&total, &[(0.0, 5.0), (-0.5, 4.0)], 12)
            };
            let found = outcome.objective;
            assert!((found - total(&u)).abs() <= 1e-11 * found, "{seed} {loss:?}: {found} is not its total");
            assert!(
                (found - least).abs() <= 1e-9 * least,
                "{seed} {loss:?}: {found} at {u:?} for {least} at {place:?}"
            );
            assert!(outcome.converged && outcome.gradient < 1e-6, "{seed} {loss:?}: {outcome:?}");
        }
    }
}

#[test]
fn an_optimum_on_a_curve_is_found_to_rounding() {
    // These decays have their optimum between two vertices: it passes through one row only.
    let mut between = 0;
    for seed in 0..400 {
        let mut stream = Stream::keyed(seed, &[33]);
        let mut model = Model::decay(&mut stream);
        let share = 0.05 + 0.9 * stream.uniform();
        let (loss, slow) = (Loss::Pinball(share), Slow::Pinball(share));
        let (u, outcome) = best_of_starts(&mut model, loss, &[]);
        let residuals = |u: &[f64]| model.residuals_of(u);
        let through = |rows: &[usize]| model.through(rows);
        let (_, least) = oracle::vertex::least(model.y.len(), 2, &through, &residuals, loss_of(slow, &[]));
        assert!(outcome.objective <= least * (1.0 + 1e-12), "{seed}: {} {least}", outcome.objective);
        if outcome.objective > least * (1.0 - 1e-12) {
            continue;
        }
        between += 1;
        let total = |u: &[f64]| slow.total(&residuals(u), &[]);
        let (_, refined) = oracle::minimise::refine(&total, &u, &[1e-4, 1e-4]);
        assert!(outcome.objective <= refined * (1.0 + 1e-13), "{seed}: {} {refined}", outcome.objective);
        assert!(outcome.converged && outcome.gradient < 1e-9, "{seed}: {outcome:?}");
    }
    assert!(between >= 4, "{between}");
}
