//! Fits against slow and obvious ones.
//!
//! Fits of small random tables: the objective agrees to 1e-8 with the best of simplices from many starts, for every
//! objective (kinked ones begin at the best curve through as many rows as it has parameters).
#![allow(clippy::unwrap_used)]

use lawlike::fit::{Fit, FitOptions, Objective, Status, fit};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::Quantity;
use lawlike_num::stream::Stream;
use lawlike_oracle::loss::{OracleLoss, WeightedLoss};
use lawlike_oracle::{minimise, vertex};

/// `y = a x^b` with noise of some per cent and heavy tails.
struct Table {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Table {
    fn random(seed: u64) -> Self {
        let mut stream = Stream::keyed(seed, &[34]);
        let n = 8 + stream.below(8);
        let (scale, power) = (0.5 + 4.0 * stream.uniform(), -1.0 + 1.6 * stream.uniform());
        let x: Vec<f64> = (0..n).map(|i| 1.7f64.powi(i as i32)).collect();
        let noise = |stream: &mut Stream| (0.05 * stream.normal() / (0.2 + stream.uniform())).exp();
        let y = x.iter().map(|x| scale * x.powf(power) * noise(&mut stream)).collect();
        Self { x, y }
    }

    fn fit(&self, objective: &str) -> Fit {
        let x = Column::new("x", Quantity::Plain, self.x.clone());
        let data = Observations::new(Column::new("y", Quantity::Plain, self.y.clone()), vec![x]).unwrap();
        let options = FitOptions::default().with_objective(objective.parse::<Objective>().unwrap());
        fit(&Law::from_formula("a*x^b").unwrap(), &data, &options).unwrap()
    }

    /// Residuals of `ln a` and `b`.
    fn residuals(&self, log_a: f64, b: f64, is_log: bool) -> Vec<f64> {
        let residual = |(x, y): (&f64, &f64)| {
            let fitted = log_a + b * x.ln();
            if is_log { y.ln() - fitted } else { y - fitted.exp() }
        };
        self.x.iter().zip(&self.y).map(residual).collect()
    }

    fn least(&self, loss: OracleLoss, is_log: bool) -> f64 {
        let residuals = |u: &[f64]| self.residuals(u[0], u[1], is_log);
        let total = |u: &[f64]| loss.total(&residuals(u), &[]);
        if matches!(loss, OracleLoss::Absolute | OracleLoss::Pinball(_)) {
            let through = |rows: &[usize]| {
                let at = |i: usize| (self.x[i].ln(), self.y[i].ln());
                let ((x, y), (v, w)) = (at(rows[0]), at(rows[1]));
                let b = (w - y) / (v - x);
                Some(vec![y - b * x, b])
            };
            let (start, _) = vertex::least(self.x.len(), 2, &through, &residuals, WeightedLoss::equal(loss));
            return minimise::refine(&total, &start, &[0.01, 0.01]).1;
        }
        minimise::global(&total, &[(-3.0, 4.0), (-2.0, 2.0)], 12).1
    }
}

#[test]
fn fits_are_what_the_oracle_finds() {
    let objectives = [
        ("ls", OracleLoss::Squares, false),
        ("log-ls", OracleLoss::Squares, true),
        ("huber:0.05", OracleLoss::Huber(0.05), false),
        ("huber-log:0.02", OracleLoss::Huber(0.02), true),
        ("lad-raw", OracleLoss::Absolute, false),
        ("lad", OracleLoss::Absolute, true),
        ("pinball-raw:0.2", OracleLoss::Pinball(0.2), false),
        ("pinball:0.8", OracleLoss::Pinball(0.8), true),
        ("student:3", OracleLoss::StudentOfAnyScale(3.0), false),
        ("student-log:3", OracleLoss::StudentOfAnyScale(3.0), true),
        ("student:4:0.1", OracleLoss::Student(4.0, 0.1), false),
        ("student-log:4:0.05", OracleLoss::Student(4.0, 0.05), true),
    ];
    for seed in 0..8 {
        let table = Table::random(seed);
        for (name, loss, is_log) in objectives {
            let fit = table.fit(name);
            let values = ["a", "b"].map(|name| fit.parameter(name).unwrap().value());
            let own = loss.total(&table.residuals(values[0].ln(), values[1], is_log), &[]);
            let (found, least) = (fit.objective.value, table.least(loss, is_log));
            assert!((found / own - 1.0).abs() < 1e-10, "{seed} {name}: {found} is not its total {own}");
            assert!((found / least - 1.0).abs() < 1e-8, "{seed} {name}: {found} for {least}");
            let settled = matches!(fit.status, Status::Converged | Status::Unconfirmed);
            assert!(settled, "{seed} {name}: {:?} {:?}", fit.status, fit.certificate);
        }
    }
}
