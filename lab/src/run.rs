//! One pre-training run: trains, evaluates, survives a kill, leaves a record and a model.

use crate::evaluate::{Evaluation, HeldOut};
use crate::model::Model;
use crate::plan::Plan;
use crate::store::{Store, floats, read_floats};
use crate::trainer::Trainer;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// Parts of the run after which it is evaluated.
const EVALUATED_AT: [f64; 6] = [1.0 / 16.0, 0.125, 0.25, 0.5, 0.75, 1.0];
/// Held-out sequences of each domain during and after the run.
const DURING: u64 = 128;
const AFTER: u64 = 1024;
const BETWEEN_CHECKPOINTS: Duration = Duration::from_secs(60);

/// One evaluation of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Point {
    pub(crate) step: u64,
    /// Tokens trained on so far.
    pub(crate) tokens: u64,
    /// Mean training loss since the last evaluation.
    pub(crate) train_loss: f64,
    #[serde(flatten)]
    pub(crate) evaluation: Evaluation,
}

/// A finished run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    #[serde(flatten)]
    pub(crate) plan: Plan,
    pub(crate) params: u64,
    pub(crate) params_non_embedding: u64,
    pub(crate) tokens: u64,
    pub(crate) tokens_unique: u64,
    pub(crate) flop_exact: f64,
    pub(crate) flop_6nd: f64,
    /// Seconds of training on the clock and on the processor, evaluations left out.
    pub(crate) wall_seconds: f64,
    pub(crate) cpu_seconds: f64,
    pub(crate) tokens_per_cpu_second: f64,
    pub(crate) points: Vec<Point>,
}

impl Record {
    fn new(plan: &Plan, progress: Progress) -> Self {
        let recipe = &plan.recipe;
        let tokens = recipe.tokens();
        Self {
            params: recipe.shape.params() as u64,
            params_non_embedding: recipe.shape.params_non_embedding() as u64,
            tokens,
            tokens_unique: tokens.min(recipe.unique * crate::model::CONTEXT as u64),
            flop_exact: plan.exact_flop(),
            flop_6nd: plan.rule_flop(),
            wall_seconds: progress.wall_seconds,
            cpu_seconds: progress.cpu_seconds,
            tokens_per_cpu_second: tokens as f64 / progress.cpu_seconds.max(1e-9),
            points: progress.points,
            plan: plan.clone(),
        }
    }

    /// The evaluation after the last step.
    pub(crate) fn last(&self) -> Option<&Point> {
        self.points.last()
    }
}

/// What a run has done so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Progress {
    step: u64,
    wall_seconds: f64,
    cpu_seconds: f64,
    /// Sum and number of training losses since the last evaluation.
    losses: (f64, u64),
    points: Vec<Point>,
}

/// Makes one run, from its checkpoint if there is one, and stores record and model.
pub(crate) fn run(plan: &Plan, store: &Store) -> Result<Record, String> {
    let mut session = Session::open(plan, store)?;
    let mut saved = Instant::now();
    while !session.trainer.is_done() {
        session.advance();
        if session.is_due() {
            let point = session.evaluate();
            store.log(&plan.id, &point)?;
        }
        if saved.elapsed() > BETWEEN_CHECKPOINTS {
            session.save(store)?;
            saved = Instant::now();
        }
    }
    let model = &session.trainer.model;
    store.save_model(&plan.id, model.shape, &model.weights)?;
    let record = Record::new(plan, session.progress);
    store.finish(&plan.id, &record)?;
    Ok(record)
}

/// A run in memory.
struct Session {
    id: String,
    trainer: Trainer,
    progress: Progress,
}

impl Session {
    fn open(plan: &Plan, store: &Store) -> Result<Self, String> {
        let mut session = Self {
            id: plan.id.clone(),
            trainer: Trainer::new(plan.recipe.clone()),
            progress: Progress::default(),
        };
        if let Some((header, body)) = store.checkpoint(&plan.id)? {
            let progress: Progress =
                serde_json::from_str(&header).map_err(|e| format!("{}: {e}", plan.id))?;
            let trainer = &mut session.trainer;
            let parts =
                [&mut trainer.model.weights, &mut trainer.optimiser.first, &mut trainer.optimiser.second];
            read_floats(&body, parts).map_err(|e| format!("{}: {e}", plan.id))?;
            trainer.step = progress.step;
            session.progress = progress;
        }
        Ok(session)
    }

    fn save(&mut self, store: &Store) -> Result<(), String> {
        let header = serde_json::to_string(&self.progress).map_err(|e| e.to_string())?;
        let (model, optimiser) = (&self.trainer.model, &self.trainer.optimiser);
        store.save_checkpoint(
            &self.id,
            &header,
            &floats([&model.weights, &optimiser.first, &optimiser.second]),
        )
    }

    /// Trains until the next step at which something may be due: a tenth of a second or an evaluation.
    fn advance(&mut self) {
        let (wall, cpu) = (Instant::now(), cpu_seconds());
        loop {
            self.progress.losses.0 += self.trainer.advance();
            self.progress.losses.1 += 1;
            self.progress.step = self.trainer.step;
            if self.trainer.is_done() || self.is_due() || wall.elapsed() > Duration::from_millis(100) {
                break;
            }
        }
        let wall = wall.elapsed().as_secs_f64();
        self.progress.wall_seconds += wall;
        self.progress.cpu_seconds += cpu.zip(cpu_seconds()).map_or(wall, |(before, after)| after - before);
    }

    fn is_due(&self) -> bool {
        let steps = self.trainer.recipe.steps as f64;
        let done = self.progress.points.last().map_or(0, |p| p.step);
        self.trainer.step > done
            && EVALUATED_AT.iter().any(|part| ((part * steps).round() as u64).max(1) == self.trainer.step)
    }

    fn evaluate(&mut self) -> Point {
        let model: &Model = &self.trainer.model;
        let text = HeldOut::shared(if self.trainer.is_done() { AFTER } else { DURING });
        let (sum, count) = std::mem::take(&mut self.progress.losses);
        let point = Point {
            step: self.trainer.step,
            tokens: self.trainer.step * self.trainer.recipe.tokens() / self.trainer.recipe.steps,
            train_loss: sum / count as f64,
            evaluation: text.evaluate(model, &mut HeldOut::pass(model.shape)),
        };
        self.progress.points.push(point.clone());
        point
    }
}

/// Processor seconds of this thread, where the system tells them.
pub(crate) fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds * 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shape;
    use crate::plan::Group;
    use crate::trainer::Recipe;

    #[test]
    fn a_resumed_run_equals_an_uninterrupted_one() {
        let recipe = Recipe::new(Shape::new(16, 1), 1 << 15, 0.02, 3);
        let plan = Plan { id: "test".into(), group: Group::Grid, recipe };
        let folder = std::env::temp_dir().join(format!("lab-resume-{}", std::process::id()));
        let (whole, parts) =
            (Store::open(&folder.join("whole")).unwrap(), Store::open(&folder.join("parts")).unwrap());
        let expected = run(&plan, &whole).unwrap();
        for _ in 0..3 {
            let mut session = Session::open(&plan, &parts).unwrap();
            for _ in 0..40 {
                session.progress.losses.0 += session.trainer.advance();
                session.progress.losses.1 += 1;
                session.progress.step = session.trainer.step;
                if session.is_due() {
                    session.evaluate();
                }
            }
            session.save(&parts).unwrap();
        }
        let resumed = run(&plan, &parts).unwrap();
        assert_eq!(expected.points, resumed.points);
        assert!(whole.model(&plan.id).unwrap().weights == parts.model(&plan.id).unwrap().weights);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
