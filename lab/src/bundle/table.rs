//! Records as rows of comma-separated values.

use crate::after::{finetune, inference, reinforce};
use crate::evaluate::Evaluation;
use crate::run::{Point, Record};
use crate::text::mix;

/// A column: its name, its unit, what it means.
pub(crate) type Column = (String, &'static str, &'static str);

/// Rows under columns.
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// Each item gives its cells in the order of the columns.
    fn new<T>(
        items: impl IntoIterator<Item = T>,
        cells: impl Fn(&T) -> Vec<Cell>,
        columns: Vec<Column>,
    ) -> Self {
        let rows =
            items.into_iter().map(|item| cells(&item).into_iter().map(|cell| cell.0).collect()).collect();
        Self { columns, rows }
    }

    pub(crate) fn to_csv(&self) -> String {
        let header: Vec<&str> = self.columns.iter().map(|c| c.0.as_str()).collect();
        let lines = self.rows.iter().map(|row| row.join(","));
        [header.join(",")].into_iter().chain(lines).map(|line| line + "\n").collect()
    }
}

/// One value as text.
pub(crate) struct Cell(String);

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self(text.to_string())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}

impl From<f64> for Cell {
    /// Six significant digits for large numbers and six decimals for small ones.
    fn from(number: f64) -> Self {
        Self(if number == 0.0 || (1e-3..1e5).contains(&number.abs()) {
            let text = format!("{number:.6}");
            text.trim_end_matches('0').trim_end_matches('.').to_string()
        } else {
            format!("{number:.6e}")
        })
    }
}

macro_rules! cells {
    ($($value:expr),* $(,)?) => { vec![$(Cell::from($value)),*] };
}

fn columns(list: &[(&str, &'static str, &'static str)]) -> Vec<Column> {
    list.iter().map(|(name, unit, text)| ((*name).to_string(), *unit, *text)).collect()
}

const LOSSES: [(&str, &str, &str); 5] = [
    ("loss_mix", "nats/token", "held-out loss on the training mix: 3/4 grammar, 1/4 arithmetic"),
    ("loss_grammar", "nats/token", "held-out loss on the grammar"),
    (
        "excess_grammar",
        "nats/token",
        "divergence from the true probabilities of the grammar, on held-out contexts",
    ),
    ("loss_arithmetic", "nats/token", "held-out loss on arithmetic, questions and answers"),
    ("excess_arithmetic", "nats/token", "divergence from the true probabilities of arithmetic"),
];

fn evaluation_columns() -> Vec<Column> {
    let mut all = columns(&LOSSES);
    let by_digits: [(&str, &str, &str); 3] = [
        (
            "answer_loss",
            "nats/token",
            "loss on the digits of answers; the number in the name is that of the operands' digits",
        ),
        ("exact", "share", "answers with every digit most likely (exact match)"),
        ("problems", "count", "held-out problems behind the two columns"),
    ];
    for (name, unit, text) in by_digits {
        all.extend((1..=4).map(|digits| (format!("{name}_{digits}"), unit, text)));
    }
    all
}

fn evaluation_cells(e: &Evaluation) -> Vec<Cell> {
    let mut cells =
        cells![mix(e.grammar, e.arithmetic), e.grammar, e.grammar_excess, e.arithmetic, e.arithmetic_excess];
    cells.extend(e.answer.map(Cell::from));
    cells.extend(e.exact.map(Cell::from));
    cells.extend(e.problems.map(Cell::from));
    cells
}

/// One row for each run, evaluated at its end.
pub(crate) fn runs(records: &[Record]) -> Table {
    let mut all = columns(&[
        ("id", "", "the run; `lab run --id` makes it again"),
        ("group", "", "grid, isoflop, seeds, repeats, held-out or tune"),
        ("width", "", "width of the stream"),
        ("layers", "", "number of layers"),
        ("params", "count", "all weights"),
        ("params_non_embedding", "count", "weights without the two matrices of the vocabulary"),
        ("tokens", "count", "tokens trained on, repeats counted"),
        ("tokens_unique", "count", "different tokens trained on"),
        ("epochs", "", "tokens divided by unique tokens"),
        ("flop_6nd", "FLOP", "6 times params_non_embedding times tokens"),
        ("flop_exact", "FLOP", "all matrix products of forward and backward passes"),
        ("batch_tokens", "count", "tokens in a batch"),
        ("steps", "count", "optimiser steps"),
        ("learning_rate", "", "highest learning rate"),
        ("seed", "", "seed of first weights and of the text"),
    ]);
    all.extend(evaluation_columns());
    all.extend(columns(&[
        ("wall_seconds", "s", "training time on a shared machine"),
        ("cpu_seconds", "s", "processor time of training"),
        ("tokens_per_cpu_second", "1/s", "tokens divided by cpu_seconds"),
    ]));
    let cells = |record: &&Record| {
        let (r, recipe) = (*record, &record.plan.recipe);
        let mut cells = cells![
            r.plan.id.as_str(),
            r.plan.group.name(),
            recipe.shape.width as u64,
            recipe.shape.layers as u64,
            r.params,
            r.params_non_embedding,
            r.tokens,
            r.tokens_unique,
            r.tokens as f64 / r.tokens_unique as f64,
            r.flop_6nd,
            r.flop_exact,
            r.tokens / recipe.steps,
            recipe.steps,
            recipe.rate,
            recipe.seed,
        ];
        cells.extend(evaluation_cells(&r.last().map(|p| p.evaluation.clone()).unwrap_or_default()));
        cells.extend(cells![r.wall_seconds, r.cpu_seconds, r.tokens_per_cpu_second]);
        cells
    };
    Table::new(records, cells, all)
}

/// One row for each evaluation within a run.
pub(crate) fn curves(records: &[Record]) -> Table {
    let mut all = columns(&[
        ("id", "", "the run"),
        ("step", "count", "optimiser steps done"),
        ("tokens_so_far", "count", "tokens trained on so far"),
        ("train_loss", "nats/token", "mean training loss since the last evaluation"),
    ]);
    all.extend(evaluation_columns());
    let points = records.iter().flat_map(|r| r.points.iter().map(move |p| (r, p)));
    let cells = |(record, point): &(&Record, &Point)| {
        let mut cells = cells![record.plan.id.as_str(), point.step, point.tokens, point.train_loss];
        cells.extend(evaluation_cells(&point.evaluation));
        cells
    };
    Table::new(points, cells, all)
}

/// One row for each fine-tuning run.
pub(crate) fn finetune(records: &[finetune::Record]) -> Table {
    let all = columns(&[
        ("id", "", "the run"),
        ("base", "", "pre-training run that it starts from; empty for random weights"),
        ("params_non_embedding", "count", "weights without the two matrices of the vocabulary"),
        ("base_tokens", "count", "tokens of pre-training"),
        ("examples", "count", "different examples, each seen in every epoch"),
        ("epochs", "count", "times that each example is seen"),
        ("seed", "", "seed of the examples and their order"),
        ("learning_rate", "", "highest learning rate"),
        ("flop_exact", "FLOP", "matrix products of fine-tuning"),
        ("answer_loss_before", "nats/token", "loss on the digits of held-out answers before"),
        ("answer_loss", "nats/token", "the same after fine-tuning"),
        ("exact", "share", "held-out answers with every digit most likely"),
        ("pass_rate", "share", "mean probability of the right answer at temperature 1"),
    ]);
    let cells = |r: &&finetune::Record| {
        cells![
            r.plan.id.as_str(),
            r.plan.base.as_deref().unwrap_or_default(),
            r.params_non_embedding,
            r.base_tokens,
            r.plan.examples,
            r.epochs,
            r.plan.seed,
            r.learning_rate,
            r.flop_exact,
            r.before.answer_loss,
            r.after.answer_loss,
            r.after.exact,
            r.after.pass_rate,
        ]
    };
    Table::new(records, cells, all)
}

/// One row for each evaluation of each reinforcement run.
pub(crate) fn reinforce(records: &[reinforce::Record]) -> Table {
    let all = columns(&[
        ("id", "", "the run"),
        ("base", "", "fine-tuning run that it starts from"),
        ("params_non_embedding", "count", "weights without the two matrices of the vocabulary"),
        ("seed", "", "seed of problems and samples"),
        ("learning_rate", "", "learning rate"),
        ("step", "count", "optimiser steps so far"),
        ("answers", "count", "answers sampled so far"),
        ("flop_sampling", "FLOP", "matrix products of sampling so far"),
        ("flop_learning", "FLOP", "matrix products of learning so far"),
        ("flop_rl", "FLOP", "sum of the two"),
        ("reward", "share", "mean reward in training since the last row"),
        ("pass_rate", "share", "mean probability of the right answer, held-out problems"),
        ("exact", "share", "held-out answers with every digit most likely"),
        ("answer_loss", "nats/token", "loss on the digits of held-out answers"),
    ]);
    let points = records.iter().flat_map(|r| r.points.iter().map(move |p| (r, p)));
    let cells = |(r, p): &(&reinforce::Record, &reinforce::Point)| {
        cells![
            r.plan.id.as_str(),
            r.base.as_str(),
            r.params_non_embedding,
            r.plan.seed,
            r.learning_rate,
            p.step,
            p.answers,
            p.flop_sampling,
            p.flop_learning,
            p.flop_sampling + p.flop_learning,
            p.reward,
            p.score.pass_rate,
            p.score.exact,
            p.score.answer_loss,
        ]
    };
    Table::new(points, cells, all)
}

/// One row for each model, problem and temperature.
pub(crate) fn inference(records: &[inference::Record]) -> Table {
    let mut all = columns(&[
        ("base", "", "pre-training run whose model answers"),
        ("params_non_embedding", "count", "weights without the two matrices of the vocabulary"),
        ("base_tokens", "count", "tokens of pre-training"),
        ("base_flop_6nd", "FLOP", "compute of pre-training"),
        ("problem", "", "number of the problem"),
        ("digits", "count", "digits of the operands"),
        ("temperature", "", "sampling temperature"),
        ("n_samples", "count", "sampled answers"),
        ("n_correct", "count", "right ones among them"),
        ("tokens_spent", "count", "tokens of all sampled answers"),
        ("flop_per_token", "FLOP", "matrix products of one forward pass for one token"),
        ("pass_rate", "share", "probability of the right answer at temperature 1"),
    ]);
    let vote = "whether the commonest of the first answers is right; their number stands in the name";
    all.extend(inference::VOTERS.map(|voters| (format!("vote_{voters}"), "0 or 1", vote)));
    let answers = records.iter().flat_map(|r| r.answers.iter().map(move |a| (r, a)));
    let cells = |(r, a): &(&inference::Record, &inference::Answered)| {
        let mut cells = cells![
            r.base.as_str(),
            r.params_non_embedding,
            r.base_tokens,
            r.base_flop_6nd,
            a.problem as u64,
            a.digits as u64,
            a.temperature,
            inference::SAMPLES as u64,
            a.n_correct,
            (inference::SAMPLES * (a.digits + 1)) as u64,
            r.flop_per_token,
            a.pass_rate,
        ];
        cells.extend(a.vote.map(|right| Cell::from(u64::from(right))));
        cells
    };
    Table::new(answers, cells, all)
}
