//! The forecast of a named or typed law is that law at the parameters of its certified fit.

#![allow(clippy::unwrap_used, reason = "helpers of a test")]

use lawlike::conform::World;
use lawlike::fit::{Constraints, FitOptions, Objective, ParameterBounds, fit};
use lawlike::forecast::{self, forecast};
use lawlike::law::{CARDS, Law};
use lawlike::observations::{Column, Observations, Points};
use lawlike::quantity::Quantity;
use lawlike::run::Run;
use lawlike_num::parallel;
use lawlike_num::stream::Stream;

/// Largest relative distance of a median from the plug-in: rounding of a logarithm and back.
const ROUNDING: f64 = 1e-9;
/// Typed formulas that are tried.
const FORMULAS: u64 = 50;

/// The worst relative distance of the medians at `points` from the fitted law there, and how many were compared.
fn distance(law: &Law, data: &Observations, points: &Points, constraints: &Constraints) -> (f64, usize) {
    let fitted = fit(law, data, &FitOptions::default().with_constraints(constraints)).unwrap();
    let values = fitted.predict(points).unwrap();
    let options = forecast::ForecastOptions {
        law: Some(law.clone()),
        constraints: constraints.clone(),
        run: Run::on(1),
        ..forecast::ForecastOptions::default()
    };
    let found = forecast(std::slice::from_ref(data), std::slice::from_ref(points), &options).unwrap();
    let positive = data.response.values.iter().all(|y| *y > 0.0);
    let pairs = found[0].rows.iter().zip(&values);
    // A law that falls below zero where only positive responses are possible has no value to be plugged in.
    let possible = pairs.filter(|(row, value)| row.fan.median().is_finite() && (!positive || **value > 0.0));
    let apart = |(row, value): (&lawlike::forecast::ForecastRow, &f64)| {
        let value = if data.is_share() { value.clamp(0.0, 1.0) } else { *value };
        (row.fan.median() - value).abs() / value.abs().max(1e-12)
    };
    possible.map(apart).fold((0.0, 0), |(worst, count), apart| (f64::max(worst, apart), count + 1))
}

#[test]
#[ignore = "slow"]
fn medians_of_every_card_are_the_certified_law() {
    let found = parallel::map(CARDS.len(), 0, |at| {
        let law = Law::from_card(CARDS[at]).unwrap();
        let world = World::new(&law, 1).unwrap();
        let data = world.observe(&world.truths[0], 0.01, &mut Stream::keyed(at as u64, &[7])).unwrap();
        (law.id.clone(), distance(&law, &data, &data.points(), &Constraints::default()))
    });
    let wrong: Vec<_> = found.iter().filter(|(_, (worst, _))| !(*worst < ROUNDING)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let compared = found.iter().filter(|(_, (_, count))| *count > 0).count();
    assert!(compared >= CARDS.len() - 5, "{compared} of {} cards compared", CARDS.len());
}

/// A formula of one or two terms over `x`, and the values that it was drawn with.
fn formula(stream: &mut Stream) -> (String, Vec<(&'static str, f64)>) {
    let terms = [
        ("b*x^-c", [("b", 9.0), ("c", 0.4)]),
        ("b*exp(-x/c)", [("b", 3.0), ("c", 300.0)]),
        ("b/(1 + exp((ln(x) - c)/0.5))", [("b", 2.0), ("c", 5.0)]),
        ("b*(x + c)^-0.5", [("b", 30.0), ("c", 40.0)]),
        ("b*exp(-c*ln(x) - 2*softplus(ln(x) - 6))", [("b", 6.0), ("c", 0.2)]),
    ];
    let (text, values) = &terms[stream.below(terms.len())];
    let mut known: Vec<(&'static str, f64)> = values.to_vec();
    known.iter_mut().for_each(|(_, value)| *value *= (0.2 * stream.normal()).exp());
    let mut whole = (*text).to_owned();
    if stream.below(2) == 0 {
        whole = format!("a + {whole}");
        known.push(("a", 1.0 + stream.uniform()));
    }
    if stream.below(3) == 0 {
        whole = format!("{whole} + d/x");
        known.push(("d", 20.0 * stream.uniform()));
    }
    (whole, known)
}

#[test]
fn medians_of_typed_formulas_are_the_certified_law() {
    let x: Vec<f64> = (0..18).map(|i| 20.0 * 1.35f64.powi(i)).collect();
    let found = parallel::map(FORMULAS as usize, 0, |at| {
        let mut stream = Stream::keyed(at as u64, &[11]);
        let (text, known) = formula(&mut stream);
        let law = Law::from_formula(&text).unwrap();
        let value = |x: f64| {
            let value_of = |name: &str| match name {
                "x" => Some(x),
                _ => known.iter().find(|(own, _)| *own == name).map(|(_, value)| *value),
            };
            law.formula.eval(&value_of).unwrap()
        };
        let y = x.iter().map(|x| value(*x) * (0.01 * stream.normal()).exp()).collect();
        let axis = |values: Vec<f64>| vec![Column::new("x", Quantity::Plain, values)];
        let data = Observations::new(Column::new("y", Quantity::Plain, y), axis(x.clone())).unwrap();
        let points = Points { columns: axis(vec![900.0, 5000.0, 20_000.0]) };
        (text, distance(&law, &data, &points, &Constraints::default()))
    });
    let wrong: Vec<_> = found.iter().filter(|(_, (worst, _))| !(*worst < ROUNDING)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(found.iter().filter(|(_, (_, count))| *count > 0).count() as u64 >= FORMULAS - 3);
}

/// A loss that falls as a high power once a skill is acquired, and bends again to a floor.
fn sudden(stream: &mut Stream) -> Observations {
    let x: Vec<f64> = (0..16).map(|i| 200.0 * 1.11f64.powi(i)).collect();
    let law = |x: f64| {
        let bend = 0.06 * (1.0 + ((x.ln() - 6.45) / 0.06).exp()).ln();
        0.4 + 2.3 * (-0.05 * x.ln() - 7.5 * bend).exp()
    };
    let y = x.iter().map(|x| law(*x) * (0.001 * stream.normal()).exp()).collect();
    let axis = Column::new("x", Quantity::Plain, x);
    Observations::new(Column::new("y", Quantity::Plain, y), vec![axis]).unwrap()
}

#[test]
fn a_steep_break_lies_within_the_bounds_of_the_card() {
    let data = sudden(&mut Stream::keyed(3, &[1]));
    let law = Law::named("bnsl").unwrap();
    let options = FitOptions::default().with_objective(Objective::LOG_LS);
    let fitted = fit(&law, &data, &options).unwrap();
    let c1 = fitted.parameter("c1").unwrap();
    assert!(fitted.certificate.at_bound.is_empty() && (c1.value() - 7.5).abs() < 0.5, "{c1:?}");
}

#[test]
fn what_is_said_of_parameters_holds_in_the_forecast() {
    let data = sudden(&mut Stream::keyed(4, &[1]));
    let law = Law::named("bnsl").unwrap();
    let constraints = Constraints {
        fix: vec![("a".to_owned(), 0.3)],
        bound: vec![ParameterBounds::new("c1", 0.0, 6.0)],
        ..Constraints::default()
    };
    let points = Points { columns: vec![Column::new("x", Quantity::Plain, vec![1500.0, 1e5])] };
    let (worst, count) = distance(&law, &data, &points, &constraints);
    assert!(worst < ROUNDING && count == 2, "{worst} {count}");
    let free = distance(&law, &data, &points, &Constraints::default());
    assert!(free.0 < ROUNDING, "{free:?}");
}
