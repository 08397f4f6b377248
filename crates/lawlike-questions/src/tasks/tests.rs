//! Simulated tasks of every class, and suites whose answer is known.
//!
//! `LAWLIKE_SEEDS=25 cargo test -p lawlike --lib tasks -- --nocapture` prints the table of docs/reference/tasks.md.

use super::*;
use lawlike::quantity::{ComputeCount, ParameterCount, Quantity, TokenCount};
use lawlike::run::Run;
use lawlike_num::quantile::mean;
use lawlike_num::stream::Stream;

const RUNS: usize = 28;
const TRUE: [Class; 6] =
    [Class::Smooth, Class::Inverse, Class::UShaped, Class::Broken, Class::Noisy, Class::Flat];
const FOUND: [Class; 7] = [
    Class::Smooth,
    Class::Inverse,
    Class::UShaped,
    Class::Broken,
    Class::Noisy,
    Class::Flat,
    Class::Untested,
];

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The true score of a task of a class at a place from 0 (worst run) to 1 (best run), with shape numbers of its own.
fn truth(class: Class, t: f64, u: f64, v: f64) -> f64 {
    match class {
        Class::Smooth => 0.25 + (0.25 + 0.4 * u) * sigmoid((t - 0.4 - 0.3 * v) / 0.15),
        Class::Inverse => 0.6 - (0.12 + 0.25 * u) * t,
        // Down and up again by at least 12 points, with the turn in the middle half.
        Class::UShaped => {
            let turn = 0.35 + 0.3 * v;
            0.5 - (0.12 + 0.15 * u) * if t < turn { t / turn } else { (1.0 - t) / (1.0 - turn) }
        }
        // At chance, then at once far above it.
        Class::Broken => 0.25 + if t > 0.72 + 0.1 * v { 0.25 + 0.3 * u } else { 0.0 },
        Class::Noisy => 0.4,
        _ => 0.25,
    }
}

/// A suite with the same number of tasks of every class: 1000 items, and run scatter of 0.005 (0.08 for noisy tasks).
fn suite(each: usize, seed: u64) -> (Suite, Vec<Class>) {
    let mut stream = Stream::keyed(seed, &[11]);
    let loss: Vec<f64> = (0..RUNS).map(|i| 4.5 - 2.2 * i as f64 / (RUNS - 1) as f64).collect();
    let (mut tasks, mut classes) = (Vec::new(), Vec::new());
    for class in TRUE {
        for number in 0..each {
            let (u, v) = (stream.uniform(), stream.uniform());
            let scatter = if class == Class::Noisy { 0.08 } else { 0.005 };
            let scores = (0..RUNS).map(|i| {
                let p = truth(class, i as f64 / (RUNS - 1) as f64, u, v) + scatter * stream.normal();
                let p = p.clamp(0.0, 1.0);
                (p + (p * (1.0 - p) / 1000.0).sqrt() * stream.normal()).clamp(0.0, 1.0)
            });
            let scores = scores.collect();
            tasks.push(SuiteTask {
                name: format!("{class:?} {number}"),
                scores,
                items: 1000.0,
                chance: 0.25,
            });
            classes.push(class);
        }
    }
    let compute: Vec<f64> = (0..RUNS).map(|i| 1e18 * 1.4f64.powi(i as i32)).collect();
    let axis = Column::new("flops", Quantity::Compute(ComputeCount::SixNd), compute.clone());
    let runs = (0..RUNS).map(|i| format!("run {i}")).collect();
    let suite =
        Suite { label: String::new(), runs, axes: vec![axis], others: Vec::new(), compute, loss, tasks };
    (suite, classes)
}

fn seeds(few: u64) -> u64 {
    std::env::var("LAWLIKE_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}

#[test]
#[ignore = "slow"]
fn classes_of_simulated_tasks_are_found() {
    let (count, each) = (seeds(4), 8);
    let mut table = [[0usize; 7]; 6];
    for seed in 0..count {
        let (suite, classes) = suite(each, seed);
        let all: Vec<usize> = (0..RUNS).collect();
        let found = class::classes(&suite, &suite.places(), &all, &TaskOptions::default());
        for (truth, found) in classes.iter().zip(found) {
            let row = TRUE.iter().position(|class| class == truth).unwrap();
            table[row][FOUND.iter().position(|class| *class == found.class).unwrap()] += 1;
        }
    }
    let all = (count as usize * each) as f64;
    for (row, class) in TRUE.iter().enumerate() {
        let shares: Vec<String> = table[row].iter().map(|n| format!("{:.3}", *n as f64 / all)).collect();
        println!("{class:?} | {}", shares.join(" | "));
    }
    for (row, class) in TRUE.iter().enumerate() {
        let right = table[row][row] as f64 / all;
        assert!(right >= 0.85, "{class:?}: {right} {:?}", table[row]);
    }
    // What does not change, or is noise, is never called a trend more often than 5 % allow.
    for row in [4, 5] {
        let wrong = table[row][..4].iter().sum::<usize>() as f64 / all;
        assert!(wrong <= 0.08, "{:?}: {:?}", TRUE[row], table[row]);
    }
}

#[test]
fn few_runs_are_not_classed() {
    let (suite, _) = suite(1, 1);
    let found =
        class::classes(&suite, &suite.places(), &[0, 3, 6, 9, 12, 15, 18, 21], &TaskOptions::default());
    assert!(found.iter().all(|evidence| evidence.class == Class::Untested));
}

/// Runs on a grid of sizes and token multiples with a loss of the Chinchilla form; scores follow the loss alone.
fn ladder(tasks: usize, seed: u64) -> Suite {
    let mut stream = Stream::keyed(seed, &[12]);
    let (mut params, mut tokens, mut loss) = (Vec::new(), Vec::new(), Vec::new());
    for size in 0..5 {
        for multiple in [5.0, 20.0, 80.0, 320.0, 640.0] {
            let n = 2e7 * 3f64.powi(size);
            let d = n * multiple;
            params.push(n);
            tokens.push(d);
            loss.push(
                (1.7 + 406.0 * n.powf(-0.34) + 411.0 * d.powf(-0.28)) * (0.003 * stream.normal()).exp(),
            );
        }
    }
    let compute: Vec<f64> = params.iter().zip(&tokens).map(|(n, d)| 6.0 * n * d).collect();
    let tasks = (0..tasks).map(|number| {
        let (u, v) = (stream.uniform(), stream.uniform());
        let curve = |loss: f64| 0.25 + (0.4 + 0.3 * u) * sigmoid((2.9 + 0.6 * v - loss) / 0.3);
        let scores = loss.iter().map(|loss| {
            let p = curve(*loss);
            (p + (p * (1.0 - p) / 1000.0 + 1e-4).sqrt() * stream.normal()).clamp(0.0, 1.0)
        });
        SuiteTask { name: format!("task {number}"), scores: scores.collect(), items: 1000.0, chance: 0.25 }
    });
    let tasks = tasks.collect();
    let axes = vec![
        Column::new("params", Quantity::Parameters(ParameterCount::Total), params),
        Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens),
    ];
    let runs = (0..loss.len()).map(|i| format!("run {i}")).collect();
    Suite { label: String::new(), runs, axes, others: Vec::new(), compute, loss, tasks }
}

/// Mean over tasks of the error of a method.
fn error(report: &SuiteReport, method: ScoreMethod) -> f64 {
    let errors_of = |task: &TaskReport| {
        let errors = &task.forecast.as_ref().unwrap().errors;
        errors.iter().find(|outcome| outcome.method == method).unwrap().rmse
    };
    mean(&report.tasks.iter().map(errors_of).collect::<Vec<_>>())
}

#[test]
#[ignore = "slow"]
fn scores_that_follow_the_loss_are_forecast_in_two_stages() {
    let (mut two, mut one, mut last, mut covered) = (0.0, 0.0, 0.0, Vec::new());
    let count = seeds(3);
    for seed in 0..count {
        let report =
            tasks(&[ladder(8, seed)], &TaskOptions { run: Run::seeded(seed), ..TaskOptions::default() })
                .unwrap()
                .suites
                .remove(0);
        two += error(&report, ScoreMethod::TwoStage) / count as f64;
        one += error(&report, ScoreMethod::OneStage) / count as f64;
        last += error(&report, ScoreMethod::LastValue) / count as f64;
        covered.extend(report.tasks.iter().map(|task| task.forecast.as_ref().unwrap().coverage80));
        let forecasts = report.forecasts.unwrap();
        assert_eq!((forecasts.past, forecasts.held_out, forecasts.means.len()), (18, 7, 2));
        let parts = report.tasks[0].forecast.as_ref().unwrap().parts.unwrap();
        assert!(parts.loss > 0.0 && parts.link > 0.0 && parts.noise > 0.0, "{parts:?}");
    }
    println!("two-stage {two:.4}, one-stage {one:.4}, last {last:.4}, coverage {:.3}", mean(&covered));
    assert!(two < 0.035 && two < one && two < last, "{two} {one} {last}");
    assert!((0.65..=0.97).contains(&mean(&covered)), "{}", mean(&covered));
}

#[test]
fn the_answer_depends_on_neither_threads_nor_later_scores() {
    let suite = ladder(3, 5);
    let with = |threads: usize, suite: &Suite| {
        tasks(std::slice::from_ref(suite), &TaskOptions { run: Run::on(threads), ..TaskOptions::default() })
            .unwrap()
    };
    let text = |tasks: &Tasks| format!("{:?}", tasks.suites);
    assert_eq!(text(&with(1, &suite)), text(&with(3, &suite)));
    // What held-out runs scored does not move their forecasts.
    let found = with(1, &suite).suites.remove(0);
    let held_out: Vec<String> =
        found.tasks[0].forecast.as_ref().unwrap().rows.iter().map(|r| r.run.clone()).collect();
    let mut changed = suite.clone();
    for task in &mut changed.tasks {
        for (run, score) in suite.runs.iter().zip(&mut task.scores) {
            if held_out.contains(run) {
                *score = 0.01;
            }
        }
    }
    let again = with(1, &changed).suites.remove(0);
    for (a, b) in found.tasks.iter().zip(&again.tasks) {
        let medians = |task: &TaskReport| -> Vec<Vec<f64>> {
            task.forecast.as_ref().unwrap().rows.iter().map(|row| row.methods.clone()).collect()
        };
        // The loss that a held-out run had is no forecast, but neither does it know the score.
        assert_eq!(medians(a), medians(b));
        assert_eq!(a.past_class, b.past_class);
    }
}

#[test]
#[ignore = "slow"]
fn scale_ups_that_help_all_and_that_help_some_are_told_apart() {
    let mut every = ladder(32, 3);
    every.tasks.iter_mut().enumerate().for_each(|(k, task)| {
        let n = task.scores.len();
        let compute = &every.compute;
        let top = compute.iter().copied().fold(0.0, f64::max).ln();
        task.scores =
            (0..n).map(|i| 0.8 - 0.03 * (top - compute[i].ln()) + 0.002 * ((i * 7 + k) % 5) as f64).collect();
    });
    let mut some = every.clone();
    some.tasks.iter_mut().skip(8).for_each(|task| {
        task.scores = (0..task.scores.len()).map(|i| 0.3 + 0.004 * ((i * 5) % 7) as f64).collect();
    });
    let word = |suite: Suite| tasks(&[suite], &TaskOptions::default()).unwrap().suites[0].scale_ups[1].word;
    assert_eq!(word(every), Some(GainWord::AlmostEvery));
    assert_eq!(word(some), Some(GainWord::Uneven));
}

#[test]
fn six_runs_of_the_past_are_enough_and_five_are_not() {
    let mut suite = ladder(3, 2);
    suite.tasks[2].scores.iter_mut().skip(1).for_each(|score| *score = f64::NAN);
    let past = |count: usize| {
        let mut compute = suite.compute.clone();
        compute.sort_by(f64::total_cmp);
        let cut = Some(format!("compute<={:e}", compute[count - 1]).parse().unwrap());
        let mut suite = suite.clone();
        suite.others = vec![Column::new("compute", Quantity::Plain, suite.compute.clone())];
        tasks(&[suite], &TaskOptions { cut, ..TaskOptions::default() }).unwrap().suites.remove(0)
    };
    let found = past(6);
    assert!(
        found.tasks[0].forecast.as_ref().unwrap().rows.iter().all(|row| row.bands.interval95.width() >= 0.0)
    );
    assert!(found.tasks[2].forecast.is_none(), "one score is no past");
    assert!(past(5).forecasts.is_none());
}

#[test]
fn questions_that_cannot_be_asked_are_refused() {
    let good = ladder(2, 1);
    let refused = |suite: &Suite, options: &TaskOptions, part: &str| {
        let message = tasks(std::slice::from_ref(suite), options).unwrap_err().to_string();
        assert!(message.contains(part), "{message}");
    };
    assert!(tasks(&[], &TaskOptions::default()).is_err());
    let mut wrong = good.clone();
    wrong.tasks[1].scores[3] = 55.0;
    refused(&wrong, &TaskOptions::default(), "`task 1` has the score 55");
    let mut wrong = good.clone();
    wrong.loss[2] = -1.0;
    refused(&wrong, &TaskOptions::default(), "above zero");
    let steps = vec![("run 1".to_owned(), "run 99".to_owned())];
    refused(&good, &TaskOptions { steps, ..TaskOptions::default() }, "no run is called `run 99`");
    let cut = Some("nothing<=3".parse().unwrap());
    refused(&good, &TaskOptions { cut, ..TaskOptions::default() }, "no column `nothing`");
}
