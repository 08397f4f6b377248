//! Fits and derivatives against slow and obvious ones.
//!
//! Fits of small random tables: the objective agrees to 1e-8 with the best of simplices from many starts, for every
//! objective (kinked ones begin at the best curve through as many rows as it has parameters). Derivatives of every law of
//! the catalogue agree with extrapolated differences to 1e-8 of the largest in their column.
#![allow(clippy::unwrap_used)]

use lawlike::fit::{Fit, Objective, Options, Status, fit};
use lawlike::law::{CARDS, Law, LawCard, ParameterCard, Spacing};
use lawlike::observations::{Column, Observations};
use lawlike::quantity::Quantity;
use lawlike_formula::{Formula, Program, Workspace};
use lawlike_num::stream::Stream;
use lawlike_oracle::loss::Loss;
use lawlike_oracle::{derivative::derivative, minimise, vertex};

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
        let options = Options::default().with_objective(objective.parse::<Objective>().unwrap());
        fit(&Law::from_formula("a*x^b").unwrap(), &data, &options).unwrap()
    }

    /// Residuals of `ln a` and `b`.
    fn residuals(&self, (log_a, b): (f64, f64), is_log: bool) -> Vec<f64> {
        let residual = |(x, y): (&f64, &f64)| {
            let fitted = log_a + b * x.ln();
            if is_log { y.ln() - fitted } else { y - fitted.exp() }
        };
        self.x.iter().zip(&self.y).map(residual).collect()
    }

    fn least(&self, loss: Loss, is_log: bool) -> f64 {
        let residuals = |u: &[f64]| self.residuals((u[0], u[1]), is_log);
        let total = |u: &[f64]| loss.total(&residuals(u), &[]);
        if matches!(loss, Loss::Absolute | Loss::Pinball(_)) {
            let through = |rows: &[usize]| {
                let at = |i: usize| (self.x[i].ln(), self.y[i].ln());
                let ((x, y), (v, w)) = (at(rows[0]), at(rows[1]));
                let b = (w - y) / (v - x);
                Some(vec![y - b * x, b])
            };
            let (start, _) = vertex::least((self.x.len(), 2), &through, &residuals, (loss, &[]));
            return minimise::refine(&total, &start, &[0.01, 0.01]).1;
        }
        minimise::global(&total, &[(-3.0, 4.0), (-2.0, 2.0)], 12).1
    }
}

#[test]
fn fits_are_what_the_oracle_finds() {
    let objectives = [
        ("ls", Loss::Squares, false),
        ("log-ls", Loss::Squares, true),
        ("huber:0.05", Loss::Huber(0.05), false),
        ("huber-log:0.02", Loss::Huber(0.02), true),
        ("lad-raw", Loss::Absolute, false),
        ("lad", Loss::Absolute, true),
        ("pinball-raw:0.2", Loss::Pinball(0.2), false),
        ("pinball:0.8", Loss::Pinball(0.8), true),
        ("student:3", Loss::StudentOfAnyScale(3.0), false),
        ("student-log:3", Loss::StudentOfAnyScale(3.0), true),
        ("student:4:0.1", Loss::Student(4.0, 0.1), false),
        ("student-log:4:0.05", Loss::Student(4.0, 0.05), true),
    ];
    for seed in 0..8 {
        let table = Table::random(seed);
        for (name, loss, is_log) in objectives {
            let fit = table.fit(name);
            let values = ["a", "b"].map(|name| fit.parameter(name).unwrap().value);
            let own = loss.total(&table.residuals((values[0].ln(), values[1]), is_log), &[]);
            let (found, least) = (fit.objective.value, table.least(loss, is_log));
            assert!((found / own - 1.0).abs() < 1e-10, "{seed} {name}: {found} is not its total {own}");
            assert!((found / least - 1.0).abs() < 1e-8, "{seed} {name}: {found} for {least}");
            let settled = matches!(fit.status, Status::Converged | Status::Unconfirmed);
            assert!(settled, "{seed} {name}: {:?} {:?}", fit.status, fit.certificate);
        }
    }
}

/// A value of a parameter where candidates of the search lie; inputs run from 1 to 100, dates from 2016 to 2026.
fn somewhere(parameter: &ParameterCard, stream: &mut Stream) -> f64 {
    let between = |lo: f64, hi: f64, stream: &mut Stream| lo + (hi - lo) * (0.2 + 0.6 * stream.uniform());
    let value = match parameter.spacing {
        Spacing::Coefficient => between(0.5, 3.0, stream),
        Spacing::Linear(lo, hi) => between(lo, hi, stream),
        Spacing::Log(lo, hi) => between(lo.ln(), hi.ln(), stream).exp(),
        Spacing::AlongLog(lo, hi) => between(lo, hi, stream) * 100f64.ln(),
        Spacing::Along(lo, hi) => between(lo, hi, stream) * 100.0,
        Spacing::Width(lo, hi) => between(lo, hi, stream) * 100.0,
        Spacing::BelowRange(_) => between(0.1, 100.0, stream),
        Spacing::InverseRange => between(0.01, 1.0, stream),
    };
    value.clamp(parameter.lo, parameter.hi)
}

/// The worst error of the derivatives of a law at a random place, in units of the largest of their column and beyond what
/// the differences doubt; and the share of them that differences can tell to six digits.
fn worst(card: &LawCard, stream: &mut Stream) -> (f64, f64) {
    let formula = Formula::parse(card.formula).unwrap();
    let separable = formula.separate(card.inputs).unwrap();
    let rows = 9;
    let input = |name: &String, stream: &mut Stream| -> Vec<f64> {
        let (lo, range) = if name == "t" { (2016.0, 10.0) } else { (1.0, 99.0) };
        (0..rows).map(|_| lo + range * stream.uniform()).collect()
    };
    let data: Vec<Vec<f64>> = separable.columns.iter().map(|name| input(name, stream)).collect();
    let names = &separable.parameters;
    let parameters: Vec<f64> = names
        .iter()
        .map(|name| somewhere(card.parameters.iter().find(|p| p.name == name).unwrap(), stream))
        .collect();
    let columns: Vec<&[f64]> = data.iter().map(Vec::as_slice).collect();
    let bound = Program::compile(&separable).bind(&columns).unwrap();
    let (mut values, mut jacobian) = (vec![0.0; rows], vec![0.0; rows * names.len()]);
    bound.values_and_jacobian(&parameters, &mut Workspace::default(), &mut values, &mut jacobian);
    let at = |row: usize, moved: &[f64]| {
        let input =
            |name: &str| separable.columns.iter().position(|column| column == name).map(|k| data[k][row]);
        let own = |name: &str| names.iter().position(|known| known == name).map(|k| moved[k]);
        formula.eval(&|name| input(name).or_else(|| own(name))).unwrap()
    };
    let (mut worst, mut told) = (0.0f64, 0);
    for j in 0..names.len() {
        let column = &jacobian[j * rows..(j + 1) * rows];
        let size = column.iter().fold(f64::MIN_POSITIVE, |most, v| most.max(v.abs()));
        for (row, found) in column.iter().enumerate() {
            let along = |v: f64| {
                let mut moved = parameters.clone();
                moved[j] = v;
                at(row, &moved)
            };
            let (slow, doubt) = derivative(along, parameters[j], 0.01 * parameters[j].abs().max(0.01));
            told += usize::from(doubt <= 1e-6 * size);
            worst = worst.max(((found - slow).abs() - 10.0 * doubt) / size);
        }
    }
    (worst, told as f64 / jacobian.len() as f64)
}

#[test]
fn derivatives_of_every_law_agree() {
    for card in CARDS {
        let mut stream = Stream::keyed(7, &[35]);
        let places: Vec<(f64, f64)> = (0..10).map(|_| worst(card, &mut stream)).collect();
        let error = places.iter().fold(0.0f64, |most, (error, _)| most.max(*error));
        let told = places.iter().map(|(_, told)| told).sum::<f64>() / 10.0;
        assert!(error < 1e-8 && told > 0.6, "{}: {error:e}, {told} told", card.id);
    }
}
