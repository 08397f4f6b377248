//! Tables of forecasts: errors by class and task, held-out runs of a mean, planned runs.

use super::super::document::{Block, Cell, Document, Table};
use super::{CLASSES, class_word, range, score};
use crate::number::{GLUE, NONE, percent};
use lawlike::interval::Interval;
use lawlike_questions::tasks::{
    Forecasts, METHODS, MeanForecast, ScoreMethod, SuiteReport, TaskForecast, TaskReport,
};

/// Adds the tables of forecasts of a suite.
pub(super) fn add_forecasts(document: &mut Document, suite: &SuiteReport, forecasts: &Forecasts, name: &str) {
    if !answered(suite).is_empty() {
        let heading = format!("{name}errors of forecasts, by the class that the training runs give");
        document.section(heading, Block::Table(by_class(suite)));
        document.section(format!("{name}errors of forecasts, by task"), Block::Table(by_task(suite)));
        for mean in &forecasts.means {
            let heading = format!("{name}mean over {} tasks, held-out runs{}", members(mean), most(mean));
            document.section(heading, Block::Table(held_out(mean)));
        }
    }
    let planned = planned(forecasts);
    for chunk in planned.chunks(3).take(2) {
        let heading = format!("{name}forecasts of planned runs (median, 80{GLUE}% interval)");
        document.section(heading, Block::Table(plans(suite, forecasts, chunk)));
    }
}

/// Places of the planned runs among the held-out ones: they have no loss.
pub(super) fn planned(forecasts: &Forecasts) -> Vec<usize> {
    let Some(loss) = &forecasts.loss else { return Vec::new() };
    (0..loss.losses.len()).filter(|at| loss.losses[*at].is_nan()).collect()
}

/// Forecasts of a few planned runs: loss, tasks, means.
fn plans(suite: &SuiteReport, forecasts: &Forecasts, runs: &[usize]) -> Table {
    let name = |at: &usize| {
        let run_of = |task: &TaskReport| Some(task.forecast.as_ref()?.rows.get(*at)?.run.clone());
        format!(">{}", suite.tasks.iter().find_map(run_of).unwrap_or_default())
    };
    let mut titles = vec!["task".to_owned(), "class by training runs".to_owned()];
    titles.extend(runs.iter().map(name));
    let mut table = Table::new(&titles);
    let mut add = |name: String, class: &str, of: &dyn Fn(usize) -> Option<String>| {
        let mut cells: Vec<Cell> = vec![name.into(), class.into()];
        cells.extend(runs.iter().map(|at| Cell::from(of(*at).unwrap_or_default())));
        table.row(cells);
    };
    if let Some(loss) = &forecasts.loss {
        add("loss".to_owned(), "", &|at| loss.rows.get(at).map(|row| around(row.fan.interval80)));
    }
    let score =
        |forecast: &TaskForecast, at: usize| forecast.rows.get(at).map(|row| around(row.bands.interval80));
    for task in &suite.tasks {
        if let Some(forecast) = &task.forecast {
            add(task.task.clone(), task.past_class.map_or("", class_word), &|at| score(forecast, at));
        }
    }
    for mean in &forecasts.means {
        add(format!("mean of {}", members(mean)), "", &|at| score(&mean.of_forecasts, at));
    }
    table
}

/// Methods that any task of the suite has an answer of.
fn answered(suite: &SuiteReport) -> Vec<ScoreMethod> {
    let has = |method: &ScoreMethod| {
        let has_error =
            |task: &TaskReport| task.forecast.as_ref().is_some_and(|f| error(f, *method).is_some());
        suite.tasks.iter().any(has_error)
    };
    METHODS.into_iter().filter(has).collect()
}

/// Error of a method, if it answers.
pub(super) fn error(forecast: &TaskForecast, method: ScoreMethod) -> Option<f64> {
    forecast.errors.iter().find(|outcome| outcome.method == method).map(|outcome| outcome.rmse)
}

fn by_class(suite: &SuiteReport) -> Table {
    let methods = answered(suite);
    let mut titles = vec!["class".to_owned(), ">tasks".to_owned()];
    titles.extend(methods.iter().map(|method| format!(">{}", method.name())));
    titles.push(format!(">in 80{GLUE}%"));
    titles.push(format!(">in 95{GLUE}%"));
    let mut table = Table::new(&titles);
    let mut add = |name: String, tasks: Vec<&TaskForecast>| {
        if tasks.is_empty() {
            return;
        }
        let mean = |of: &dyn Fn(&TaskForecast) -> f64| {
            let values: Vec<f64> = tasks.iter().map(|task| of(task)).filter(|v| v.is_finite()).collect();
            values.iter().sum::<f64>() / values.len() as f64
        };
        let mut cells: Vec<Cell> = vec![name.into(), tasks.len().to_string().into()];
        cells.extend(methods.iter().map(|m| score(mean(&|task| error(task, *m).unwrap_or(f64::NAN))).into()));
        cells.push(percent(mean(&|task| task.coverage80)).into());
        cells.push(percent(mean(&|task| task.coverage95)).into());
        table.row(cells);
    };
    for class in CLASSES {
        let tasks = suite.tasks.iter().filter(|task| task.past_class == Some(class));
        add(class_word(class).to_owned(), tasks.filter_map(|task| task.forecast.as_ref()).collect());
    }
    add("all".to_owned(), suite.tasks.iter().filter_map(|task| task.forecast.as_ref()).collect());
    for mean in suite.forecasts.iter().flat_map(|forecasts| &forecasts.means) {
        add(format!("mean of {}", members(mean)), vec![&mean.of_forecasts]);
        add(format!("mean of {}, as one series", members(mean)), mean.as_series.iter().collect());
    }
    table
}

/// That a table shows part of the held-out runs, if so.
fn most(mean: &MeanForecast) -> String {
    match mean.of_forecasts.rows.len() {
        count if count > SHOWN => format!(" (the {SHOWN} of most compute, of {count})"),
        _ => String::new(),
    }
}

/// Which tasks a mean is over.
fn members(mean: &MeanForecast) -> String {
    match mean.over {
        "all" => format!("all {}", mean.tasks),
        other => format!("the {} {other}", mean.tasks),
    }
}

fn by_task(suite: &SuiteReport) -> Table {
    let methods = answered(suite);
    let mut titles = vec!["task".to_owned(), "class by training runs".to_owned()];
    titles.extend(methods.iter().map(|method| format!(">{}", method.name())));
    titles.push(format!(">in 80{GLUE}%"));
    let mut table = Table::new(&titles);
    let mut tasks: Vec<&TaskReport> = suite.tasks.iter().collect();
    tasks.sort_by_key(|task| CLASSES.iter().position(|class| Some(*class) == task.past_class));
    for task in tasks {
        let Some(forecast) = &task.forecast else { continue };
        let mut cells: Vec<Cell> =
            vec![task.task.as_str().into(), task.past_class.map_or("", class_word).into()];
        let errors: Vec<Option<f64>> = methods.iter().map(|method| error(forecast, *method)).collect();
        cells.extend(errors.iter().map(|e| Cell::from(e.map_or_else(|| NONE.to_owned(), score))));
        cells.push(percent(forecast.coverage80).into());
        table.row(cells);
    }
    table
}

/// Held-out runs that a table shows: those of most compute.
const SHOWN: usize = 12;

/// Held-out runs of a mean: what was forecast, what came, and the error relative to the rate of wrong answers.
fn held_out(mean: &MeanForecast) -> Table {
    let titles = [
        "run",
        ">score",
        ">mean of forecasts",
        ">80\u{a0}% interval",
        ">off, of the error rate",
        ">as one series",
        ">off, of the error rate",
    ];
    let mut table = Table::new(&titles);
    let rows = &mean.of_forecasts.rows;
    for (at, row) in rows.iter().enumerate().skip(rows.len().saturating_sub(SHOWN)) {
        let off = |forecast: f64| match 1.0 - row.score {
            // Relative to next to nothing, any error is large.
            wrong if wrong < 0.01 => NONE.to_owned(),
            wrong => percent((forecast - row.score).abs() / wrong),
        };
        let series =
            mean.as_series.as_ref().and_then(|found| found.rows.get(at)).map(|row| row.bands.median());
        table.row(vec![
            row.run.as_str().into(),
            score(row.score).into(),
            score(row.bands.median()).into(),
            range(row.bands.interval80).into(),
            off(row.bands.median()).into(),
            series.map_or_else(String::new, score).into(),
            series.map_or_else(String::new, off).into(),
        ]);
    }
    table
}

/// A forecast and its interval.
fn around(of: Interval) -> String {
    format!("{} ({})", score(of.value), range(of))
}
