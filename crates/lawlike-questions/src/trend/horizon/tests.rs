//! Horizons of simulated models.

use super::curve::sigmoid;
use super::*;
use lawlike_num::stream::Stream;

/// Runs of 60 tasks in 20 families from a curve: horizon 30 minutes, slope 0.7.
fn model(seed: u64, hazard: bool) -> RunsOf {
    let mut stream = Stream::keyed(seed, &[9]);
    let mut runs = Vec::new();
    for task in 0..60 {
        let minutes = 2f64.powf(12.0 * stream.uniform() - 1.0);
        let p =
            if hazard { (-minutes / 30.0).exp2() } else { sigmoid(0.7 * (30f64.log2() - minutes.log2())) };
        for _ in 0..6 {
            let success = f64::from(u8::from(stream.uniform() < p));
            runs.push(TaskAttempt { family: task / 3, task, minutes, success, weight: 1.0 });
        }
    }
    RunsOf { model: "m".to_owned(), day: 0.0, runs }
}

#[test]
fn horizons_are_recovered_with_their_intervals() {
    let mut held = 0;
    for seed in 0..30 {
        let found = horizons(&[model(seed, false)], 0, 1).unwrap().models.remove(0);
        held += usize::from(found.half.contains(30.0));
        assert!((found.slope - 0.7).abs() < 0.3 && (found.half.value / 30.0).log2().abs() < 1.2, "{found:?}");
        let eighty = found.half.value * (-4f64.ln() / found.slope).exp2();
        assert!((found.eighty / eighty - 1.0).abs() < 1e-9);
    }
    assert!(held >= 26, "{held} of 30");
}

#[test]
fn the_constant_hazard_wins_where_it_is_true() {
    let leads = |hazard: bool| -> f64 {
        (0..12).map(|seed| horizons(&[model(seed, hazard)], 0, 1).unwrap().models[0].logistic_lead).sum()
    };
    assert!(leads(true) < 0.0 && leads(false) > 0.0, "{} {}", leads(true), leads(false));
    let found = horizons(&[model(1, true)], 0, 1).unwrap().models.remove(0);
    assert!((found.hazard / 30.0).log2().abs() < 0.6, "{found:?}");
}

#[test]
fn one_sided_bounds_hold_the_horizon() {
    // Six tasks of one run each around the horizon: often all fail or all succeed by chance.
    let (mut held, mut all) = (0, 0);
    for seed in 0..400 {
        let mut stream = Stream::keyed(seed, &[12]);
        let (truth, up) = (16.0_f64, seed % 2 == 0);
        let run = |task: usize| {
            let minutes = truth * 2f64.powf(if up { 0.5 } else { -2.5 } + 0.4 * task as f64);
            let p = sigmoid(0.6 * (truth.log2() - minutes.log2()));
            let success = f64::from(u8::from(stream.uniform() < p));
            TaskAttempt { family: task, task, minutes, success, weight: 1.0 }
        };
        let runs: Vec<TaskAttempt> = (0..6).map(run).collect();
        let model = RunsOf { model: "m".to_owned(), day: 0.0, runs };
        let found = horizons(&[model], 0, 1).unwrap().models.remove(0);
        held += match found.told {
            Told::Both => continue,
            Told::Above => u32::from(truth <= found.half.hi),
            Told::Below => u32::from(truth >= found.half.lo),
        };
        all += 1;
    }
    assert!(all > 20 && f64::from(held) >= 0.9 * f64::from(all), "{held} of {all}");
}

#[test]
fn a_model_that_always_or_never_succeeds_has_no_finite_trap() {
    for success in [0.0, 1.0] {
        let mut always = model(2, false);
        always.runs.iter_mut().for_each(|run| run.success = success);
        let found = horizons(&[always], 0, 1).unwrap().models.remove(0);
        assert!(found.half.value.is_nan() && found.eighty.is_nan() && found.se.is_nan(), "{found:?}");
        let (shortest, longest) = found.range;
        if success == 0.0 {
            assert!(
                found.told == Told::Above && found.half.lo.is_nan() && found.half.hi <= 2.0 * shortest,
                "{found:?}"
            );
        } else {
            assert!(
                found.told == Told::Below && found.half.hi.is_nan() && found.half.lo >= 0.5 * longest,
                "{found:?}"
            );
        }
    }
    let mut empty = model(2, false);
    empty.runs.clear();
    assert!(horizons(&[empty], 0, 1).is_err());
}

fn run(family: usize, minutes: f64, success: f64, weight: f64) -> TaskAttempt {
    TaskAttempt { family, task: family, minutes, success, weight }
}

fn named(runs: Vec<TaskAttempt>) -> RunsOf {
    RunsOf { model: "m".to_owned(), day: 0.0, runs }
}

#[test]
fn runs_with_impossible_numbers_are_refused() {
    let with = |wrong: TaskAttempt| horizons(&[named(vec![run(0, 4.0, 1.0, 1.0), wrong])], 0, 1).is_err();
    assert!(with(run(1, 0.0, 0.5, 1.0)) && with(run(1, -2.0, 0.5, 1.0)) && with(run(1, f64::NAN, 0.5, 1.0)));
    assert!(with(run(1, 4.0, 0.5, -1.0)) && with(run(1, 4.0, 0.5, f64::NAN)));
    assert!(with(run(1, 4.0, 1.1, 1.0)) && with(run(1, 4.0, -0.1, 1.0)));
    assert!(!with(run(1, 4.0, 0.5, 0.0)), "a run of no weight is none, but not wrong");
    assert!(horizons(&[named(vec![run(0, 4.0, 1.0, 0.0), run(1, 2.0, 1.0, 0.0)])], 0, 1).is_err());
}

#[test]
fn a_model_is_summed_up_by_its_weighted_successes() {
    let mut runs = vec![run(0, 4.0, 1.0, 3.0), run(1, 32.0, 0.5, 2.0), run(2, 256.0, 0.0, 1.0)];
    runs.push(run(1, 32.0, 0.0, 2.0));
    let found = horizons(&[named(runs)], 0, 1).unwrap().models.remove(0);
    assert_eq!((found.runs, found.tasks, found.range), (4, 3, (4.0, 256.0)));
    // Four of eight.
    assert!((found.success - 0.5).abs() < 1e-12 && found.told == Told::Both, "{found:?}");
    let all = horizons(&[named(vec![run(0, 4.0, 1.0, 1.0)])], 0, 1).unwrap().models.remove(0);
    assert_eq!((all.success, all.told), (1.0, Told::Below));
}

#[test]
fn the_lead_is_that_on_families_left_out_by_their_weight() {
    // Families 9 and 3 with weights of 3 and 5, each foreseen by the other.
    let runs = vec![
        run(9, 2.0, 1.0, 1.0),
        run(9, 16.0, 0.25, 2.0),
        run(3, 4.0, 1.0, 2.0),
        run(3, 8.0, 0.5, 2.0),
        run(3, 64.0, 0.0, 1.0),
    ];
    let cells_of =
        |family: usize| cells(runs.iter().filter(|run| run.family == family).map(|run| (run, run.weight)));
    let lead_of = |kept: &[Cell], left: &[Cell]| {
        Curve::through(kept).ln_likelihood(left) - hazard_likelihood(left, hazard(kept))
    };
    let expected =
        (3.0 * lead_of(&cells_of(3), &cells_of(9)) + 5.0 * lead_of(&cells_of(9), &cells_of(3))) / 8.0;
    let found = lead(&named(runs.clone()));
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    assert!(lead(&named(runs[..2].to_vec())).is_nan(), "one family foresees nothing");
    // A family of no weight neither foresees nor is foreseen.
    let mut silent = runs[..3].to_vec();
    silent[2].weight = 0.0;
    assert!(lead(&named(silent)).is_nan());
}

/// A model of which only the day and the horizon matter.
fn told(day: f64, half: f64) -> ModelHorizon {
    ModelHorizon {
        model: format!("on {day}"),
        day,
        runs: 1,
        tasks: 1,
        success: 0.5,
        told: Told::Both,
        half: Interval::unknown(half),
        eighty: f64::NAN,
        slope: 0.6,
        hazard: f64::NAN,
        logistic_lead: f64::NAN,
        se: 0.25,
        range: (1.0, 2.0),
    }
}

#[test]
fn horizons_on_days_are_points_of_a_trend() {
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    let models = vec![told(10.0, 8.0), told(nan, 8.0), told(20.0, nan), told(30.0, 0.0), told(40.0, inf)];
    let dated = Horizons { models, replicates: Vec::new() }.dated(3.0);
    assert_eq!(dated.points.len(), 1, "{dated:?}");
    let point = &dated.points[0];
    assert_eq!((point.label.as_str(), point.day, point.level), ("on 10", 10.0, 3.0));
    assert_eq!((point.se, point.day_se), (0.25, 3.0));
}

#[test]
fn every_replicate_has_a_slope_through_the_models_that_count() {
    let (nan, year) = (f64::NAN, crate::trend::YEAR);
    let day = |years: f64| 1000.0 + years * year;
    let models = vec![
        told(day(0.0), 8.0),
        told(day(1.0), 8.0),
        told(day(2.0), 8.0),
        // Without a day, without a horizon, and too late.
        told(nan, 8.0),
        told(day(3.0), nan),
        told(day(9.0), 8.0),
    ];
    let replicates = vec![
        vec![0.0, 2.0, 4.0, 50.0, 60.0, 70.0],
        vec![0.0, 0.5, 1.0, 50.0, 60.0, 70.0],
        vec![0.0, nan, 6.0, 50.0, 60.0, 70.0],
        // One model is no line.
        vec![0.0, nan, nan, 50.0, 60.0, 70.0],
    ];
    let found = Horizons { models, replicates };
    let rising = found.slopes(Better::Higher, |day| !(day > 1000.0 + 5.0 * year));
    assert_eq!(rising.len(), 3, "{rising:?}");
    for (found, expected) in rising.iter().zip([0.5, 2.0, 3.0]) {
        assert!((found - expected).abs() < 1e-9, "{rising:?}");
    }
    assert!(found.slopes(Better::Lower, |day| !(day > 1000.0 + 5.0 * year)).is_empty());
}
