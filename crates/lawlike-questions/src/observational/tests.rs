//! Forecasts of simulated models of which the truth is known.

use super::*;
use lawlike_num::stream::Stream;

/// Families of models whose two capabilities rise with compute, seen through six benchmarks and two tasks.
fn world(seed: u64) -> Models {
    let mut stream = Stream::keyed(seed, &[21]);
    let names = ["easy", "hard"];
    let mut found = Models { scale_name: "flops".to_owned(), ..Models::default() };
    found.benchmarks = (0..6).map(|j| (format!("b{j}"), Vec::new())).collect();
    found.tasks = names
        .iter()
        .map(|name| ScoredTask {
            name: (*name).to_owned(),
            scores: Vec::new(),
            items: Vec::new(),
            smooth: None,
        })
        .collect();
    for family in 0..16 {
        let effect = 0.5 * stream.normal();
        let start = 20.5 + 1.5 * stream.uniform();
        for member in 0..5 {
            let log = start + 0.6 * f64::from(member);
            let (ratio, skill) = (stream.normal() * 0.3, 0.9 * (log - 22.0) + effect + 0.1 * stream.normal());
            let other = 0.3 * stream.normal();
            found.names.push(format!("{family}-{member}"));
            found.families.push(format!("f{family}"));
            found.scale.push(10f64.powf(log));
            let params = 10f64.powf((log - 0.78) / 2.0 + ratio);
            found.size.push((params, 10f64.powf(log) / 6.0 / params));
            for (j, (_, scores)) in found.benchmarks.iter_mut().enumerate() {
                let level = skill + if j % 2 == 0 { other } else { -other } + 0.3 * j as f64 - 1.0;
                let score = 0.2 + 0.7 / (1.0 + (-level).exp()) + 0.01 * stream.normal();
                scores.push(if stream.uniform() < 0.05 { f64::NAN } else { score.clamp(0.0, 1.0) });
            }
            for (task, threshold) in found.tasks.iter_mut().zip([0.0, 1.6]) {
                let level = 3.0 * (skill - threshold) + other + 0.3 * stream.normal();
                let right = Rise::Logistic.at(level)[0];
                let count = (0..500).filter(|_| stream.uniform() < right).count();
                task.scores.push(count as f64 / 500.0);
                task.items.push(500.0);
            }
        }
    }
    found
}

#[test]
#[ignore = "slow"]
fn intervals_cover_and_benchmarks_beat_compute() {
    let (mut benchmarks, mut compute, mut inside, mut count) = (0.0, 0.0, [0.0; 2], 0.0);
    for seed in 0..6 {
        let trial = trial(&world(seed), 2e22, seed, 0).unwrap();
        for task in &trial.tasks {
            assert!(task.missing.is_empty(), "{:?}", task.missing);
            let source_of = |name: &str| task.sources.iter().find(|source| source.source == name).unwrap();
            benchmarks += source_of("benchmarks").rmse;
            compute += source_of("compute").rmse;
            inside[0] += source_of("benchmarks").coverage80;
            inside[1] += source_of("benchmarks").coverage95;
            count += 1.0;
        }
        let parts = trial.components.unwrap();
        // The world has two capabilities.
        assert!(parts.explained[0] + parts.explained[1] > 0.93, "{:?}", parts.explained);
        assert!(parts.missing.iter().all(|share| *share < 0.2), "{:?}", parts.missing);
    }
    assert!(benchmarks < 0.8 * compute, "{benchmarks} against {compute}");
    assert!(
        inside[0] / count > 0.7 && inside[1] / count > 0.88,
        "{} {}",
        inside[0] / count,
        inside[1] / count
    );
}

#[test]
#[ignore = "slow"]
fn results_do_not_depend_on_threads_or_on_held_out_scores() {
    let models = world(3);
    let one = trial(&models, 2e22, 0, 1).unwrap();
    assert_eq!(one, trial(&models, 2e22, 0, 2).unwrap());
    let mut other = models;
    for row in 0..other.n() {
        if other.scale[row] > 2e22 {
            other.tasks[0].scores[row] = 0.5;
        }
    }
    let again = trial(&other, 2e22, 0, 2).unwrap();
    let forecasts_of =
        |trial: &Trial| trial.tasks[0].sources.iter().map(|s| s.forecasts.clone()).collect::<Vec<_>>();
    assert_eq!(forecasts_of(&one), forecasts_of(&again), "a held-out score moved a forecast");
}

#[test]
fn what_cannot_be_asked_is_an_error_or_is_said() {
    let models = world(1);
    assert!(trial(&models, 1e30, 0, 1).unwrap_err().to_string().contains("lower cut"));
    let few = trial(&models, 3.3e20, 0, 1).unwrap();
    assert!(few.tasks.iter().all(|task| task.missing.contains(&"benchmarks")), "{:?}", few.tasks);
    let mut wrong = models;
    wrong.tasks[0].scores[2] = 1.5;
    assert!(trial(&wrong, 2e22, 0, 1).unwrap_err().to_string().contains("0-2 is 1.5"));
}
