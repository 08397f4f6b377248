use super::super::tests::{Exponents, grid, optimum, powers};
use super::*;
use lawlike::run::Run;

/// Price of a share of the compute-optimal size on a Chinchilla surface, and the critical share.
fn closed_form(exponents: Exponents, share: f64) -> (f64, f64) {
    let Exponents { alpha, beta } = exponents;
    let p = beta / (alpha + beta);
    let left = 1.0 - p * share.powf(-alpha);
    let price = if left > 0.0 { share * ((1.0 - p) / left).powf(1.0 / beta) } else { f64::INFINITY };
    (price, p.powf(1.0 / alpha))
}

fn quick(law: &str, replicates: usize, seed: u64) -> AllocationOptions {
    AllocationOptions {
        law: Some(Law::named(law).unwrap()),
        replicates,
        run: Run::seeded(seed),
        ..AllocationOptions::default()
    }
}

#[test]
fn prices_are_those_of_the_closed_form() {
    for (law, exponents) in [("chinchilla", powers(0.34, 0.28)), ("over-training", powers(0.31, 0.31))] {
        let runs = grid(exponents, 1.0, 0.0, 0);
        let limits = Limits { budget: Some(1e22), parameters: Some(4e9) };
        let plan = over_train(&runs, Quality::Like(1e10), &limits, &quick(law, 4, 0)).unwrap();
        assert!((plan.parameters.value / 1e10 - 1.0).abs() < 1e-3, "{plan:?}");
        for row in &plan.rows {
            let (price, _) = closed_form(exponents, row.share);
            assert!(
                (row.price.value / price - 1.0).abs() < 2e-3 || row.price.value == price,
                "{law} {row:?} {price}"
            );
        }
        let (_, critical) = closed_form(exponents, 1.0);
        assert!((plan.critical.value / plan.parameters.value / critical - 1.0).abs() < 1e-3, "{plan:?}");
        for row in &plan.prices {
            let (price, _) = closed_form(exponents, row.parameters.value / plan.parameters.value);
            assert!((price / row.price - 1.0).abs() < 2e-3, "{row:?} {price}");
        }
        let limited = plan.limited.unwrap();
        assert!((limited.parameters / 4e9 - 1.0).abs() < 1e-9 && limited.price.value > 1.0);
        // The compute-optimal model of that quality needs more than the budget or the smallest within it needs all of it.
        match plan.within {
            Some(within) => {
                assert!((6.0 * within.parameters.value * within.tokens / 1e22 - 1.0).abs() < 1e-3)
            }
            None => assert!(plan.compute.value > 1e22),
        }
    }
}

#[test]
fn a_limit_that_does_not_bind_leaves_the_optimum() {
    let runs = grid(powers(0.34, 0.28), 1.0, 0.0, 0);
    let limits = Limits { budget: Some(1e15), parameters: Some(1e15) };
    let plan = over_train(&runs, Quality::Loss(2.5), &limits, &quick("chinchilla", 4, 0)).unwrap();
    let limited = plan.limited.unwrap();
    assert!((limited.share - 1.0).abs() < 1e-9 && (limited.price.value - 1.0).abs() < 1e-3);
    assert!(plan.within.is_none() && (plan.loss / 2.5 - 1.0).abs() < 1e-6);
}

#[test]
#[ignore = "slow"]
fn intervals_of_prices_and_sizes_hold_the_truth() {
    let exponents = powers(0.31, 0.31);
    let (mut prices, mut criticals, sets) = (0, 0, 20);
    for seed in 0..sets {
        let runs = grid(exponents, 1.0, 0.003, seed);
        let plan =
            over_train(&runs, Quality::Loss(2.4), &Limits::default(), &quick("over-training", 80, seed))
                .unwrap();
        // The truth for that loss: the compute whose best size has it.
        let loss = |compute: f64| {
            let n = optimum(exponents, compute);
            1.69 + 406.4 * n.powf(-0.31) + 410.7 * (compute / 6.0 / n).powf(-0.31)
        };
        let (mut lo, mut hi) = (1e15f64.ln(), 1e30f64.ln());
        for _ in 0..80 {
            let middle = 0.5 * (lo + hi);
            if loss(middle.exp()) <= plan.loss { hi = middle } else { lo = middle }
        }
        let size = optimum(exponents, hi.exp());
        let (_, critical) = closed_form(exponents, 1.0);
        let holds = |interval: Interval, truth: f64| usize::from(interval.contains(truth));
        criticals += holds(plan.critical, critical * size);
        let row = plan.rows.iter().find(|row| row.share < 0.4).unwrap();
        prices += holds(row.price, closed_form(exponents, row.parameters / size).0);
    }
    // 19 of 20 are expected; pairs fall a few points short on 63 runs.
    assert!(prices >= 16 && criticals >= 16, "{prices} {criticals} of {sets}");
}

#[test]
fn what_cannot_be_planned_is_said() {
    let runs = grid(powers(0.34, 0.28), 1.0, 0.0, 0);
    let ask = |quality, limits: &Limits| {
        over_train(&runs, quality, limits, &quick("chinchilla", 2, 0)).unwrap_err().to_string()
    };
    assert!(ask(Quality::Loss(1.0), &Limits::default()).contains("never reached"));
    assert!(ask(Quality::Loss(-1.0), &Limits::default()).contains("above zero"));
    let wrong = Limits { budget: Some(0.0), parameters: None };
    assert!(ask(Quality::Loss(2.5), &wrong).contains("above zero"));
}
