//! Multipliers of compute on simulated arms: do their intervals hold the truth as often as they say, are equal slopes
//! rarely said to differ, and are different ones seen?
//!
//! By default few data sets are simulated; `LAWLIKE_LONG=1000` (a number of data sets) simulates more and takes a minute.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of a test")]

use lawlike::observations::{Column, Observations};
use lawlike::quantity::{ComputeCount, LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike::run::Run;
use lawlike_num::parallel;
use lawlike_num::stream::Stream;
use lawlike_questions::compare::{ArmOptions, Arms, compare_arms};

const LOSS: Quantity = Quantity::Loss(LossUnit::Nats);

fn arm(place: usize, axes: Vec<Column>, loss: Vec<f64>) -> Observations {
    let mut arm = Observations::new(Column::new("loss", LOSS, loss), axes).unwrap();
    arm.label = format!("arm {place}");
    arm
}

/// What an arm is.
#[derive(Debug, Clone, Copy)]
struct Truth {
    multiplier: f64,
    exponent: f64,
}

fn truth(multiplier: f64, exponent: f64) -> Truth {
    Truth { multiplier, exponent }
}

/// Loss over compute from 1e18 to 1e22.
fn law(arm: Truth, compute: f64) -> f64 {
    1.7 + 1.6 * (arm.multiplier * compute / 1e18).powf(-arm.exponent)
}

/// Arms over compute, each with its multiplier and exponent.
fn curves(runs: usize, noise: f64, seed: u64, arms: &[Truth]) -> Vec<Observations> {
    let arm_at = |place: usize| {
        let mut stream = Stream::keyed(seed, &[place as u64]);
        let c: Vec<f64> = (0..runs).map(|i| 10f64.powf(18.0 + 4.0 * i as f64 / (runs - 1) as f64)).collect();
        let loss = c.iter().map(|c| law(arms[place], *c) * (noise * stream.normal()).exp()).collect();
        arm(place, vec![Column::new("compute", Quantity::Compute(ComputeCount::Reported), c)], loss)
    };
    (0..arms.len()).map(arm_at).collect()
}

/// Two arms of ten runs with six checkpoints each, groups declared: whole runs have noise of half a per cent, checkpoints
/// of a third.
fn checkpoints(seed: u64, multiplier: f64) -> Vec<Observations> {
    let arm_at = |place: usize| {
        let mut stream = Stream::keyed(seed, &[place as u64, 3]);
        let (mut c, mut loss, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for run in 0..10 {
            let (end, own) = (10f64.powf(19.0 + 0.3 * run as f64), 0.005 * stream.normal());
            for point in 0..6 {
                let compute = end * 10f64.powf(-0.2 * f64::from(point));
                let arm = truth(if place == 0 { 1.0 } else { multiplier }, 0.3);
                c.push(compute);
                loss.push(law(arm, compute) * (own + 0.003 * stream.normal()).exp());
                groups.push(run);
            }
        }
        let mut arm =
            arm(place, vec![Column::new("compute", Quantity::Compute(ComputeCount::Reported), c)], loss);
        arm.groups = groups;
        arm
    };
    (0..2).map(arm_at).collect()
}

/// Two arms of a surface over parameters and tokens, 25 runs each.
fn surfaces(noise: f64, seed: u64, multiplier: f64) -> Vec<Observations> {
    let arm_at = |place: usize| {
        let root = if place == 0 { 1.0 } else { multiplier.sqrt() };
        let mut stream = Stream::keyed(seed, &[place as u64, 2]);
        let (mut n, mut d, mut loss) = (Vec::new(), Vec::new(), Vec::new());
        for i in 0..25 {
            let (size, tokens) = (2e7 * 4f64.powi(i / 5), 4e8 * 4f64.powi(i % 5));
            let reducible = 480.0 * (size * root).powf(-0.35) + 2100.0 * (tokens * root).powf(-0.37);
            n.push(size);
            d.push(tokens);
            loss.push((1.8 + reducible) * (noise * stream.normal()).exp());
        }
        let axes = vec![
            Column::new("params", Quantity::Parameters(ParameterCount::Total), n),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d),
        ];
        arm(place, axes, loss)
    };
    (0..2).map(arm_at).collect()
}

fn compared(arms: &[Observations]) -> Arms {
    compare_arms(arms, &ArmOptions { run: Run::on(1), ..ArmOptions::default() }).unwrap()
}

/// Shares of data sets whose interval holds the multiplier of the second arm, and whose slopes are said to differ.
fn rates(data_sets: usize, multiplier: f64, make: impl Fn(u64) -> Vec<Observations> + Sync) -> (f64, f64) {
    let found = parallel::map(data_sets, 0, |seed| {
        let found = compared(&make(seed as u64));
        let interval = found.arms[1].multiplier;
        (interval.contains(multiplier), found.slopes.unwrap().differ)
    });
    let share =
        |of: fn(&(bool, bool)) -> bool| found.iter().filter(|f| of(f)).count() as f64 / data_sets as f64;
    (share(|f| f.0), share(|f| f.1))
}

#[test]
fn intervals_hold_a_multiplier_of_one_and_a_half() {
    let asked: Option<usize> = std::env::var("LAWLIKE_LONG").ok().and_then(|text| text.parse().ok());
    let n = asked.unwrap_or(150);
    type Make = Box<dyn Fn(u64) -> Vec<Observations> + Sync>;
    let equal = [truth(1.0, 0.3), truth(1.5, 0.3)];
    let designs: [(&str, Make); 5] = [
        ("8 runs an arm, 0.5 %", Box::new(move |seed| curves(8, 0.005, seed, &equal))),
        ("30 runs an arm, 1 %", Box::new(move |seed| curves(30, 0.01, seed, &equal))),
        ("four arms of 12 runs, 0.5 %", {
            Box::new(|seed| {
                curves(12, 0.005, seed, &[truth(1.0, 0.3), truth(1.5, 0.3), truth(0.7, 0.3), truth(3.0, 0.3)])
            })
        }),
        ("10 runs of 6 checkpoints an arm", Box::new(|seed| checkpoints(seed, 1.5))),
        ("surfaces of 25 runs, 0.5 %, Huber", Box::new(|seed| surfaces(0.005, seed, 1.5))),
    ];
    for (name, make) in designs {
        let (held, differ) = rates(n, 1.5, make);
        eprintln!("{name}: {:.1} % held, slopes differ in {:.1} %", 100.0 * held, 100.0 * differ);
        // Three binomial standard errors beyond 90 to 97 % and 5 %.
        let error = |p: f64| 3.0 * (p * (1.0 - p) / n as f64).sqrt();
        assert!((0.9 - error(0.9)..=0.97 + error(0.97)).contains(&held), "{name}: {held}");
        assert!(differ <= 0.05 + error(0.05), "{name}: {differ}");
    }
}

#[test]
fn different_slopes_are_seen_and_multipliers_by_scale_hold_the_truth() {
    let (reference, own) = (truth(1.0, 0.3), truth(1.2, 0.36));
    // The compute that the reference needs for what the arm reaches.
    let needed = |compute: f64| ((law(own, compute) - 1.7) / 1.6).powf(-1.0 / 0.3) * 1e18 / compute;
    let n = 60;
    let found = parallel::map(n, 0, |seed| {
        let found = compared(&curves(20, 0.004, seed as u64, &[reference, own]));
        let hold = |(scale, m): (&f64, &lawlike::interval::Interval)| usize::from(m.contains(needed(*scale)));
        let differ = found.slopes.unwrap().differ;
        (differ, found.scales.iter().zip(&found.arms[1].by_scale).map(hold).sum::<usize>())
    });
    let differ = found.iter().filter(|(differ, _)| *differ).count();
    let held = found.iter().map(|(_, held)| held).sum::<usize>();
    eprintln!("slopes differ in {differ} of {n}, {held} of {} intervals hold", 3 * differ);
    assert!(differ * 10 >= n * 9, "{differ} of {n}");
    assert!(held as f64 >= 0.88 * 3.0 * differ as f64, "{held} of {}", 3 * differ);
}

#[test]
fn the_reference_may_be_chosen_and_does_not_change_the_fit() {
    let arms = curves(12, 0.005, 4, &[truth(1.0, 0.3), truth(1.5, 0.3), truth(0.5, 0.3)]);
    let first = compared(&arms);
    let options = ArmOptions { reference: Some("arm 1".to_owned()), ..ArmOptions::default() };
    let other = compare_arms(&arms, &options).unwrap();
    assert_eq!(other.arms[1].multiplier.value, 1.0);
    for (a, b) in first.arms.iter().zip(&other.arms) {
        let ratio = a.multiplier.value / first.arms[1].multiplier.value;
        assert!((ratio / b.multiplier.value - 1.0).abs() < 1e-5, "{}: {ratio}", a.name);
    }
    let wrong = ArmOptions { reference: Some("arm 9".to_owned()), ..ArmOptions::default() };
    assert!(compare_arms(&arms, &wrong).unwrap_err().to_string().contains("arm 2"));
    assert!(compare_arms(&arms[..1], &ArmOptions::default()).is_err());
}

#[test]
fn arms_at_other_scales_are_pointed_out() {
    let mut arms = curves(12, 0.005, 5, &[truth(1.0, 0.3), truth(1.5, 0.3)]);
    arms[1] = {
        let mut beyond = arms[1].clone();
        beyond.axes[0].values.iter_mut().for_each(|c| *c *= 1e4);
        beyond.response.values = beyond.axes[0].values.iter().map(|c| law(truth(1.5, 0.3), *c)).collect();
        beyond
    };
    let found = compared(&arms);
    assert!(found.findings.iter().any(|f| f.code == "arm-range"), "{:?}", found.findings);
}

#[test]
fn dates_have_no_multiplier() {
    let mut arms = curves(8, 0.005, 6, &[truth(1.0, 0.3), truth(1.5, 0.3)]);
    for arm in &mut arms {
        arm.axes[0] = Column::new("date", Quantity::Date, (0..8).map(|i| 2020.0 + f64::from(i)).collect());
    }
    assert!(compare_arms(&arms, &ArmOptions::default()).unwrap_err().to_string().contains("--arm"));
}
