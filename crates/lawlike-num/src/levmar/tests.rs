use super::*;
use crate::stream::Stream;

/// `y = a exp(-b x)` with residual fitted minus observed.
struct Decay {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Residuals for Decay {
    fn rows(&self) -> usize {
        self.x.len()
    }
    fn unknowns(&self) -> usize {
        2
    }
    fn residuals(&mut self, u: &[f64], out: &mut [f64]) -> bool {
        for i in 0..self.x.len() {
            out[i] = u[0] * (-u[1] * self.x[i]).exp() - self.y[i];
        }
        true
    }
    fn linearise(&mut self, u: &[f64], out: &mut [f64], jacobian: &mut [f64]) -> bool {
        let n = self.x.len();
        for i in 0..n {
            let e = (-u[1] * self.x[i]).exp();
            jacobian[i] = e;
            jacobian[n + i] = -u[0] * self.x[i] * e;
            out[i] = u[0] * e - self.y[i];
        }
        true
    }
}

fn decay(noise: f64) -> Decay {
    let x: Vec<f64> = (0..40).map(|i| f64::from(i) * 0.1).collect();
    let y = x
        .iter()
        .enumerate()
        .map(|(i, x)| 3.0 * (-0.7 * x).exp() + noise * ((i * 37 % 11) as f64 - 5.0))
        .collect();
    Decay { x, y }
}

const FREE: ResidualProblem<'_> = ResidualProblem {
    loss: Loss::Squares,
    weights: &[],
    lower: &[f64::NEG_INFINITY; 2],
    upper: &[f64::INFINITY; 2],
};

#[test]
fn exact_data_give_exact_parameters() {
    for loss in [Loss::Squares, Loss::Huber(1e-3), Loss::Absolute] {
        let mut u = [1.0, 0.1];
        let outcome =
            minimise(&mut decay(0.0), &ResidualProblem { loss, ..FREE }, &MinimiseOptions::default(), &mut u);
        assert!((u[0] - 3.0).abs() < 1e-10 && (u[1] - 0.7).abs() < 1e-10, "{loss:?} {u:?} {outcome:?}");
    }
}

#[test]
fn the_gradient_vanishes_at_the_optimum_of_every_loss() {
    for loss in [Loss::Squares, Loss::Huber(0.02), Loss::Huber(1e-3)] {
        let mut u = [1.0, 0.1];
        let outcome = minimise(
            &mut decay(0.02),
            &ResidualProblem { loss, ..FREE },
            &MinimiseOptions::default(),
            &mut u,
        );
        assert!(outcome.converged && outcome.gradient < 1e-9, "{loss:?} {outcome:?}");
    }
}

#[test]
fn least_absolute_deviations_are_not_beaten_nearby() {
    let mut u = [1.0, 0.1];
    let problem = ResidualProblem { loss: Loss::Absolute, ..FREE };
    let best = minimise(&mut decay(0.02), &problem, &MinimiseOptions::default(), &mut u).objective;
    let mut model = decay(0.02);
    let mut r = vec![0.0; 40];
    for i in 0..400 {
        let angle = f64::from(i) * 0.1;
        for size in [1e-2, 1e-4, 1e-6] {
            let near = [u[0] + size * angle.cos(), u[1] + size * angle.sin()];
            model.residuals(&near, &mut r);
            assert!(Loss::Absolute.total(&r, &[]) >= best - 1e-12);
        }
    }
    model.residuals(&u, &mut r);
    assert_eq!(r.iter().filter(|v| v.abs() < 1e-9).count(), 2, "passes through two points");
}

#[test]
fn bounds_hold_and_the_rest_is_optimal() {
    let mut u = [1.0, 0.1];
    let problem = ResidualProblem { upper: &[2.5, f64::INFINITY], ..FREE };
    let outcome = minimise(&mut decay(0.02), &problem, &MinimiseOptions::default(), &mut u);
    assert!((u[0] - 2.5).abs() < 1e-15 && outcome.gradient < 1e-9, "{u:?} {outcome:?}");
}

#[test]
fn a_weight_of_two_is_a_row_given_twice() {
    let mut doubled = decay(0.02);
    doubled.x.push(doubled.x[7]);
    doubled.y.push(doubled.y[7]);
    let mut weights = vec![1.0; 40];
    weights[7] = 2.0;
    for loss in [Loss::Squares, Loss::Huber(0.01), Loss::Absolute] {
        let (mut u, mut v) = ([1.0, 0.1], [1.0, 0.1]);
        minimise(&mut doubled, &ResidualProblem { loss, ..FREE }, &MinimiseOptions::default(), &mut u);
        minimise(
            &mut decay(0.02),
            &ResidualProblem { loss, weights: &weights, ..FREE },
            &MinimiseOptions::default(),
            &mut v,
        );
        assert!((u[0] - v[0]).abs() < 1e-9 && (u[1] - v[1]).abs() < 1e-9, "{loss:?} {u:?} {v:?}");
    }
}

/// `y = sum_j u_j x_ij`.
struct Plane {
    columns: Vec<Vec<f64>>,
    y: Vec<f64>,
}

impl Residuals for Plane {
    fn rows(&self) -> usize {
        self.y.len()
    }
    fn unknowns(&self) -> usize {
        self.columns.len()
    }
    fn residuals(&mut self, u: &[f64], out: &mut [f64]) -> bool {
        for i in 0..self.y.len() {
            out[i] = self.columns.iter().zip(u).map(|(column, u)| u * column[i]).sum::<f64>() - self.y[i];
        }
        true
    }
    fn linearise(&mut self, u: &[f64], out: &mut [f64], jacobian: &mut [f64]) -> bool {
        let n = self.y.len();
        for (j, column) in self.columns.iter().enumerate() {
            jacobian[j * n..(j + 1) * n].copy_from_slice(column);
        }
        self.residuals(u, out)
    }
}

#[test]
fn linear_programs_end_where_the_multipliers_prove_it() {
    // With linear residuals a vertex whose multipliers are within their range is the optimum.
    let mut worst: f64 = 0.0;
    for seed in 0..300 {
        let mut stream = Stream::keyed(seed, &[8]);
        let (n, p) = (8 + stream.below(120), 1 + stream.below(5));
        let columns: Vec<Vec<f64>> =
            (0..p).map(|j| (0..n).map(|_| if j == 0 { 1.0 } else { stream.normal() }).collect()).collect();
        // Heavy tails, and values that are rounded so that some rows repeat.
        let y = (0..n).map(|_| (stream.normal() / (0.05 + stream.uniform()) * 10.0).round() / 10.0).collect();
        let weights: Vec<f64> = (0..n).map(|_| stream.below(3) as f64).collect();
        let share = 0.02 + 0.96 * stream.uniform();
        let loss = if seed % 3 == 0 { Loss::Absolute } else { Loss::Pinball(share) };
        let weights = if seed % 2 == 0 { &[][..] } else { &weights };
        let (lower, upper) = (vec![f64::NEG_INFINITY; p], vec![f64::INFINITY; p]);
        let problem = ResidualProblem { loss, weights, lower: &lower, upper: &upper };
        let mut u = vec![0.0; p];
        let outcome = minimise(&mut Plane { columns, y }, &problem, &MinimiseOptions::default(), &mut u);
        if !outcome.converged {
            println!("{seed}: n {n} p {p} {loss:?} {outcome:?}");
        }
        worst = worst.max(outcome.gradient);
    }
    assert!(worst < 1e-9, "{worst}");
}
