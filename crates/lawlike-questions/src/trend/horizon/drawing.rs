//! Replicates of the hierarchical bootstrap, with all that they share worked out once.

use super::curve::{Cell, Curve, shares};
use super::{HORIZON_STREAM, RunsOf};
use lawlike_num::stream::Stream;
use std::collections::{BTreeMap, BTreeSet};

/// Families, tasks and runs of models, as replicates draw them.
pub(super) struct Drawing {
    /// Places of the tasks of each family.
    families: Vec<Vec<usize>>,
    models: Vec<Drawn>,
    tasks: usize,
}

/// Runs of one model.
struct Drawn {
    /// The runs of each of its tasks, in order of the tasks: the place of the task, and the runs.
    tasks: Vec<(usize, Vec<Piece>)>,
    /// Base-2 logarithms of the lengths of its tasks, in rising order.
    lengths: Vec<f64>,
}

/// A run as it enters the cell of its length.
struct Piece {
    cell: usize,
    hits: f64,
    misses: f64,
    /// Whether it has any weight.
    counts: bool,
}

impl Drawing {
    pub(super) fn new(models: &[RunsOf]) -> Self {
        let runs = || models.iter().flat_map(|model| &model.runs);
        let known: BTreeSet<usize> = runs().map(|run| run.task).collect();
        let known: Vec<usize> = known.into_iter().collect();
        let mut families: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for run in runs() {
            families.entry(run.family).or_default().insert(place(&known, run.task));
        }
        Self {
            families: families.into_values().map(|tasks| tasks.into_iter().collect()).collect(),
            models: models.iter().map(|model| Drawn::new(model, &known)).collect(),
            tasks: known.len(),
        }
    }

    /// Base-2 logarithms of all horizons in one replicate. Families are drawn once for all models, then tasks in each
    /// family, then, for each model, runs of each task.
    pub(super) fn replicate(&self, seed: u64, number: u64) -> Vec<f64> {
        let mut stream = Stream::keyed(seed, &[HORIZON_STREAM, number]);
        let mut times = vec![0; self.tasks];
        for _ in 0..self.families.len() {
            let tasks = &self.families[stream.below(self.families.len())];
            for _ in 0..tasks.len() {
                times[tasks[stream.below(tasks.len())]] += 1;
            }
        }
        self.models.iter().map(|model| model.length(&times, &mut stream)).collect()
    }
}

impl Drawn {
    fn new(model: &RunsOf, known: &[usize]) -> Self {
        let mut lengths: Vec<f64> = model.runs.iter().map(|run| run.minutes.log2()).collect();
        lengths.sort_by(f64::total_cmp);
        lengths.dedup();
        let mut tasks: BTreeMap<usize, Vec<Piece>> = BTreeMap::new();
        for run in &model.runs {
            let x = run.minutes.log2();
            tasks.entry(place(known, run.task)).or_default().push(Piece {
                cell: lengths.partition_point(|length| *length < x),
                hits: run.weight * run.success,
                misses: run.weight * (1.0 - run.success),
                counts: run.weight > 0.0,
            });
        }
        Self { tasks: tasks.into_iter().collect(), lengths }
    }

    /// Base-2 logarithm of the horizon where each task was drawn so many times; NaN if no run was.
    fn length(&self, times: &[usize], stream: &mut Stream) -> f64 {
        let mut cells: Vec<Cell> =
            self.lengths.iter().map(|x| Cell { x: *x, hits: 0.0, misses: 0.0 }).collect();
        let mut is_drawn = vec![false; cells.len()];
        for (task, runs) in &self.tasks {
            for _ in 0..times[*task] * runs.len() {
                let Piece { cell, hits, misses, counts } = &runs[stream.below(runs.len())];
                if *counts {
                    cells[*cell].hits += hits;
                    cells[*cell].misses += misses;
                    is_drawn[*cell] = true;
                }
            }
        }
        let mut drawn = is_drawn.into_iter();
        cells.retain(|_| drawn.next().unwrap_or(false));
        shares(&mut cells);
        if cells.is_empty() { f64::NAN } else { Curve::through(&cells).length(0.0, &cells) }
    }
}

/// Place of a task in the list of all.
fn place(known: &[usize], task: usize) -> usize {
    known.partition_point(|known| *known < task)
}

#[cfg(test)]
mod tests {
    use super::super::TaskAttempt;
    use super::super::curve::cells;
    use super::*;

    /// Tasks of two families with a run of no weight, and a model that did only some of them.
    fn models() -> Vec<RunsOf> {
        let run = |(family, task, minutes, success, weight): (usize, usize, f64, f64, f64)| TaskAttempt {
            family,
            task,
            minutes,
            success,
            weight,
        };
        let first = [
            (7, 30, 2.0, 1.0, 1.0),
            (7, 30, 2.0, 0.0, 2.0),
            (7, 12, 64.0, 0.25, 1.0),
            (2, 5, 8.0, 1.0, 0.5),
            (2, 5, 8.0, 0.0, 0.0),
            (2, 9, 64.0, 0.0, 1.0),
            (4, 21, 16.0, 1.0, 3.0),
        ];
        let second = [(2, 9, 64.0, 1.0, 1.0), (7, 12, 64.0, 0.0, 1.0), (7, 12, 4.0, 1.0, 1.0)];
        let runs_of = |runs: &[(usize, usize, f64, f64, f64)]| RunsOf {
            model: String::new(),
            day: 0.0,
            runs: runs.iter().copied().map(run).collect(),
        };
        vec![runs_of(&first), runs_of(&second)]
    }

    /// One replicate, run by run: families and tasks in the order of their numbers, then the runs of each model.
    fn run_by_run(models: &[RunsOf], seed: u64, number: u64) -> Vec<f64> {
        let mut stream = Stream::keyed(seed, &[HORIZON_STREAM, number]);
        let runs: Vec<TaskAttempt> = models.iter().flat_map(|model| model.runs.clone()).collect();
        let families: BTreeSet<usize> = runs.iter().map(|run| run.family).collect();
        let families: Vec<usize> = families.into_iter().collect();
        let mut drawn: Vec<usize> = Vec::new();
        for _ in 0..families.len() {
            let family = families[stream.below(families.len())];
            let tasks: BTreeSet<usize> =
                runs.iter().filter(|run| run.family == family).map(|run| run.task).collect();
            let tasks: Vec<usize> = tasks.into_iter().collect();
            for _ in 0..tasks.len() {
                drawn.push(tasks[stream.below(tasks.len())]);
            }
        }
        drawn.sort_unstable();
        let mut horizon = |model: &RunsOf| {
            let mut kept: Vec<TaskAttempt> = Vec::new();
            for task in &drawn {
                let own: Vec<&TaskAttempt> = model.runs.iter().filter(|run| run.task == *task).collect();
                for _ in 0..own.len() {
                    kept.push(*own[stream.below(own.len())]);
                }
            }
            let cells = cells(kept.iter().map(|run| (run, run.weight)));
            if cells.is_empty() { f64::NAN } else { Curve::through(&cells).length(0.0, &cells) }
        };
        models.iter().map(&mut horizon).collect()
    }

    #[test]
    fn a_replicate_draws_families_then_tasks_then_runs() {
        let models = models();
        let drawing = Drawing::new(&models);
        let mut none = 0;
        for number in 0..60 {
            let (found, expected) = (drawing.replicate(4, number), run_by_run(&models, 4, number));
            assert_eq!(found.len(), 2);
            for (found, expected) in found.iter().zip(expected) {
                let is_same = (found - expected).abs() < 1e-6 || found.is_nan() && expected.is_nan();
                assert!(is_same, "{number}: {found} {expected}");
            }
            none += usize::from(found[1].is_nan());
        }
        assert!(none > 0 && none < 60, "{none}");
    }
}
