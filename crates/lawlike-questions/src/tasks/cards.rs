//! What the tasks of a suite say beside their numbers.

use super::{Class, ScoreMethod, SuiteReport, TaskReport};
use lawlike::finding::{CheckCard, Finding, Found, Severity};
use lawlike_num::quantile::{mean, variance};

/// Cards of all findings about tasks.
pub const CARDS: &[&CheckCard] = &[&MEAN, &FLAT, &ORDER, &BASELINE, &SHORT];

/// Share of the tasks that are not smooth from which on a mean hides too much.
const HIDES: f64 = 1.0 / 3.0;
/// Standard errors from which on a baseline is better.
const BETTER: f64 = 2.0;
/// Coverage of 80 % intervals, over tasks, below which they are short.
const COVERED: f64 = 0.7;

const MEAN: CheckCard = CheckCard {
    code: "tasks-mean",
    title: "the mean over tasks hides tasks that do not follow it",
    says: "the mean score rises while a third of the tasks or more are flat, noisy, inverse, U-shaped or broken: a law of the mean \
           says nothing about them",
    caution: "a task that is at chance for all runs may rise later; with few items noise hides a rise",
    hint: "forecast the tasks that matter by themselves, and report the classes beside the mean",
    source: "a third of the tasks that could be classed; the rule of the classes is in docs/reference/tasks.md",
};

const FLAT: CheckCard = CheckCard {
    code: "tasks-flat",
    title: "tasks were flat over the training runs, and may rise",
    says: "the forecasts of these tasks are the level of the training runs: nothing in runs that all guess shows when a task begins to rise, \
           and no interval made from them holds the rise",
    caution: "many tasks do stay flat over the next power of ten of compute",
    hint: "do not plan with these forecasts; take a smoother metric of the same task, such as the loss on the right answers",
    source: "in the runs of 2403.08540 the 80 % intervals of such tasks held 67 % (docs/reference/tasks.md)",
};

const ORDER: CheckCard = CheckCard {
    code: "tasks-loss-order",
    title: "a lower loss does not mean a higher score among the best runs",
    says: "over all runs a lower loss goes with a higher score, but within the third of the runs with the least losses this \
           cannot be told any more",
    caution: "a third of the runs spans a narrower range and has fewer runs: noise may hide an order that is there",
    hint: "choose among good models by the task itself, not by loss",
    source: "Kendall's test at 2.5 % in the whole and in the best third (docs/reference/tasks.md)",
};

const BASELINE: CheckCard = CheckCard {
    code: "tasks-rival",
    title: "a simpler forecast of the scores is better than the two-stage one",
    says: "over the tasks, the mean of the root mean square errors of a simpler method is smaller by more than two standard errors \
           of the paired difference",
    caution: "one cut of one suite is one trial: all tasks share the held-out runs and their losses",
    hint: "look at the error at the known loss: if it is small, the loss forecast is at fault, else the link",
    source: "paired differences over tasks",
};

const SHORT: CheckCard = CheckCard {
    code: "tasks-coverage",
    title: "intervals of the scores are too short",
    says: "less than 70 % of the held-out scores lie within their 80 % intervals, over all tasks",
    caution: "all tasks share the held-out runs: if one loss forecast fails, many intervals fail together",
    hint: "take the 95 % intervals, or the widest of the methods, for decisions",
    source: "counted over the held-out runs of all tasks",
};

/// What is to be said of one suite.
pub(super) fn findings(suite: &SuiteReport) -> Vec<Finding> {
    [
        (&MEAN, hides(suite)),
        (&FLAT, flat(suite)),
        (&ORDER, order(suite)),
        (&BASELINE, baseline(suite)),
        (&SHORT, short(suite)),
    ]
    .into_iter()
    .filter_map(|(card, found)| Some(card.finding(found?, &suite.label)))
    .collect()
}

fn hides(suite: &SuiteReport) -> Option<Found> {
    let classed: Vec<&TaskReport> =
        suite.tasks.iter().filter(|task| task.evidence.class != Class::Untested).collect();
    let rise = mean(&classed.iter().map(|task| task.evidence.change.value).collect::<Vec<_>>());
    let tasks_of = |class: Class| -> Vec<&str> {
        classed.iter().filter(|task| task.evidence.class == class).map(|task| task.task.as_str()).collect()
    };
    let smooth = tasks_of(Class::Smooth).len();
    let share = 1.0 - smooth as f64 / classed.len() as f64;
    let listed = [
        (Class::Inverse, "inverse"),
        (Class::UShaped, "U-shaped"),
        (Class::Broken, "broken"),
        (Class::Noisy, "noisy"),
        (Class::Flat, "flat"),
    ];
    let parts: Vec<String> = listed
        .iter()
        .map(|(class, word)| (tasks_of(*class), word))
        .filter(|(names, _)| !names.is_empty())
        .map(|(names, word)| {
            let more = if names.len() > 4 { ", ..." } else { "" };
            format!("{} {word} ({}{more})", names.len(), names[..names.len().min(4)].join(", "))
        })
        .collect();
    (classed.len() >= 3 && rise > 0.0 && share >= HIDES).then(|| Found {
        severity: Severity::Warning,
        number: share,
        threshold: HIDES,
        message: format!("of {} tasks {smooth} are smooth, {}", classed.len(), parts.join(", ")),
    })
}

fn flat(suite: &SuiteReport) -> Option<Found> {
    let names: Vec<&str> = suite
        .tasks
        .iter()
        .filter(|task| task.past_class == Some(Class::Flat) && task.forecast.is_some())
        .map(|task| task.task.as_str())
        .collect();
    let more = if names.len() > 5 { ", ..." } else { "" };
    (!names.is_empty()).then(|| Found {
        severity: Severity::Note,
        number: names.len() as f64,
        threshold: 0.0,
        message: format!(
            "{} of {} tasks are flat over the training runs ({}{more}): a rise would not be foreseen",
            names.len(),
            suite.tasks.len(),
            names[..names.len().min(5)].join(", ")
        ),
    })
}

fn order(suite: &SuiteReport) -> Option<Found> {
    let told: Vec<(&str, bool)> = suite
        .tasks
        .iter()
        .filter_map(|task| {
            let found = task.agreement.as_ref().filter(|found| found.whole.is_told())?;
            Some((task.task.as_str(), found.thirds.get(2)?.is_told()))
        })
        .collect();
    let lost: Vec<&str> = told.iter().filter(|(_, holds)| !holds).map(|(name, _)| *name).collect();
    let shown = lost.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    let more = if lost.len() > 5 { ", ..." } else { "" };
    (!lost.is_empty()).then(|| Found {
        severity: Severity::Note,
        number: lost.len() as f64 / told.len() as f64,
        threshold: 0.0,
        message: format!(
            "of {} tasks whose scores follow the loss over all runs, {} do so no more among the best third ({shown}{more})",
            told.len(),
            lost.len()
        ),
    })
}

fn baseline(suite: &SuiteReport) -> Option<Found> {
    let error = |task: &TaskReport, method: ScoreMethod| {
        let errors = &task.forecast.as_ref()?.errors;
        errors.iter().find(|outcome| outcome.method == method).map(|outcome| outcome.rmse)
    };
    let simple = [ScoreMethod::OneStage, ScoreMethod::LastValue, ScoreMethod::Line, ScoreMethod::PastMean];
    let compared = simple.iter().filter_map(|method| {
        let apart: Vec<f64> = suite
            .tasks
            .iter()
            .filter_map(|task| Some(error(task, ScoreMethod::TwoStage)? - error(task, *method)?))
            .collect();
        let se = (variance(&apart) / apart.len() as f64).sqrt();
        (apart.len() >= 3).then(|| (*method, mean(&apart), mean(&apart) / se))
    });
    let (method, apart, ratio) = compared.max_by(|a, b| a.2.total_cmp(&b.2))?;
    (ratio > BETTER).then(|| Found {
        severity: Severity::Warning,
        number: ratio,
        threshold: BETTER,
        message: format!(
            "the error of `{}` is smaller by {apart:.4} on average over tasks ({ratio:.1} standard errors)",
            method.name()
        ),
    })
}

fn short(suite: &SuiteReport) -> Option<Found> {
    let known: Vec<f64> = suite
        .tasks
        .iter()
        .filter_map(|task| task.forecast.as_ref().map(|found| found.coverage80).filter(|c| c.is_finite()))
        .collect();
    let covered = mean(&known);
    (known.len() >= 3 && covered < COVERED).then(|| Found {
        severity: Severity::Warning,
        number: covered,
        threshold: COVERED,
        message: format!("{:.0} % of the held-out scores lie within their 80 % intervals", 100.0 * covered),
    })
}
