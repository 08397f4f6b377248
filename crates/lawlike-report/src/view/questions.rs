//! The doors of questions beside the road: what each shows, and the function that writes it. Their pages have figures.

use super::document::Document;
use super::{Output, Style, html, write};
use crate::figure::{self, Charted};
use lawlike::allocation::{Allocation, Contrast, Spread};
use lawlike::finding::Finding;
use lawlike::provenance::Provenance;
use lawlike_questions::agent::{AgentRow, Policy, Workflow};
use lawlike_questions::data_limit::DataLimits;
use lawlike_questions::deployment::{Deployment, OverTraining};
use lawlike_questions::emergence::Emergence;
use lawlike_questions::observational::{Models, Trial};
use lawlike_questions::passk::{Passk, Sampled};
use lawlike_questions::tasks::{Suite, Tasks};
use lawlike_questions::test_time::Versus;
use lawlike_questions::test_time::settings::SettingChoice;
use lawlike_questions::test_time::thinking::Thinking;
use lawlike_questions::trend::{Dated, JudgedClaim, Meetings, ModelHorizon, Stock, Trends};

/// Compute-optimal allocations, one a series.
#[derive(Debug, Clone, Copy)]
pub struct PlanView<'a> {
    /// Where it comes from.
    pub provenance: &'a Provenance,
    /// The allocations.
    pub allocations: &'a [Allocation],
    /// What moves the exponent between series.
    pub contrasts: &'a [Contrast],
    /// The exponent by definition of size and compute, where there are several.
    pub definitions: Option<&'a Spread>,
    /// Dollars a FLOP, if known.
    pub dollars: Option<f64>,
    /// What was noticed in the data.
    pub findings: &'a [Finding],
}

/// Trends over calendar time, and the horizons behind them, if there are any.
#[derive(Clone, Copy)]
pub struct TrendView<'a> {
    /// Where they come from.
    pub provenance: &'a Provenance,
    /// The trends.
    pub trends: &'a Trends,
    /// Name of the value.
    pub value: &'a str,
    /// All values behind the trends, in the order of the series.
    pub series: &'a [Dated],
    /// The day up to which values are the past; none without a cut.
    pub cut: Option<f64>,
    /// Horizons of models; empty unless they were measured from runs.
    pub horizons: &'a [ModelHorizon],
    /// What was found of a claimed pace, if one was named.
    pub claim: Option<&'a JudgedClaim>,
    /// The ISO date of a day since 1 January 1970.
    pub date: &'a dyn Fn(f64) -> Option<String>,
}

/// When needs meet a stock.
#[derive(Clone, Copy)]
pub struct StockView<'a> {
    /// Where they come from.
    pub provenance: &'a Provenance,
    /// The stock.
    pub stock: &'a Stock,
    /// One entry a series.
    pub meetings: &'a [Meetings],
    /// Name of the need.
    pub need: &'a str,
    /// All values behind the needs, in the order of the series.
    pub series: &'a [Dated],
    /// The ISO date of a day since 1 January 1970.
    pub date: &'a dyn Fn(f64) -> Option<String>,
}

/// Repeated sampling, with the counts behind it.
#[derive(Debug, Clone, Copy)]
pub struct PasskView<'a> {
    /// Where it comes from.
    pub provenance: &'a Provenance,
    /// What repeated sampling shows.
    pub passk: &'a Passk,
    /// The counts, in the order of the models.
    pub models: &'a [Sampled],
}

/// Downstream tasks, with the runs behind them.
#[derive(Debug, Clone, Copy)]
pub struct TasksView<'a> {
    /// Where they come from.
    pub provenance: &'a Provenance,
    /// What is said of the tasks.
    pub tasks: &'a Tasks,
    /// The runs, in the order of the suites.
    pub suites: &'a [Suite],
    /// Name of the loss.
    pub loss: &'a str,
}

/// The cheapest models of a quality, one plan a series.
#[derive(Debug, Clone, Copy)]
pub struct DeploymentView<'a> {
    /// Where they come from.
    pub provenance: &'a Provenance,
    /// The plans.
    pub plans: &'a [Deployment],
    /// What was noticed in the data.
    pub findings: &'a [Finding],
}

/// What limited stocks of data allow, one plan a series.
#[derive(Debug, Clone, Copy)]
pub struct DataLimitsView<'a> {
    /// Where they come from.
    pub provenance: &'a Provenance,
    /// The plans.
    pub plans: &'a [DataLimits],
    /// What was noticed in the data.
    pub findings: &'a [Finding],
}

/// Smaller models that are trained longer, one plan a series.
#[derive(Debug, Clone, Copy)]
pub struct OverTrainingView<'a> {
    /// Where they come from.
    pub provenance: &'a Provenance,
    /// The plans.
    pub plans: &'a [OverTraining],
    /// What was noticed in the data.
    pub findings: &'a [Finding],
}

/// Calls of an agent.
#[derive(Debug, Clone, Copy)]
pub struct AgentView<'a> {
    /// What the agent is like.
    pub workflow: &'a Workflow,
    /// One row a number of calls.
    pub rows: &'a [AgentRow],
    /// The policy asked for beside others, to be drawn.
    pub policies: &'a [Policy],
}

/// Verdicts on emergence, and forecasts past a cut, if one was given.
#[derive(Clone, Copy)]
pub struct EmergenceView<'a> {
    /// Where they come from.
    pub provenance: &'a Provenance,
    /// The models.
    pub models: &'a Models,
    /// The verdicts.
    pub emergence: &'a Emergence,
    /// The forecasts past the cut.
    pub trial: Option<&'a Trial>,
}

/// The cheapest ways to shares of solved problems, and what longer thinking brings.
#[derive(Debug, Clone, Copy)]
pub struct TestTimeView<'a> {
    /// Where it comes from.
    pub provenance: &'a Provenance,
    /// One entry a target; empty without settings.
    pub choices: &'a [SettingChoice],
    /// Settings against the plainest one.
    pub gains: &'a [Versus],
    /// Laws of longer thinking, one entry a model.
    pub lengths: &'a [Thinking],
    /// What costs are counted in.
    pub unit: &'a str,
    /// Problems over which the cost of training is spread.
    pub problems: f64,
}

/// A document as a page with the figures of its result.
fn page<V: Charted>(view: &V, document: &Document) -> String {
    html::charted(document, &figure::all(view))
}

/// Compute-optimal allocations. The CSV has one row an approach and budget.
pub fn plan(view: &PlanView<'_>, output: Output, style: &Style) -> String {
    let document = || super::plan::document(*view);
    match output {
        Output::Html => page(view, &document()),
        _ => write(output, style, document, || super::plan::json(*view), || super::plan::csv(*view)),
    }
}

/// The cheapest models of a quality, one plan a series. The CSV has one row an amount of inference.
pub fn deployment(view: &DeploymentView<'_>, output: Output, style: &Style) -> String {
    let DeploymentView { provenance, plans, findings } = *view;
    let document = || super::deployment::document(provenance, plans, findings);
    match output {
        Output::Html => page(view, &document()),
        _ => write(
            output,
            style,
            document,
            || super::deployment::json(provenance, plans, findings),
            || super::deployment::csv(plans),
        ),
    }
}

/// What limited stocks of data allow, one plan a series. The CSV has one row a plan at a stock and budget.
pub fn data_limits(view: &DataLimitsView<'_>, output: Output, style: &Style) -> String {
    let DataLimitsView { provenance, plans, findings } = *view;
    let document = || super::data_limit::document(provenance, plans, findings);
    match output {
        Output::Html => page(view, &document()),
        _ => write(
            output,
            style,
            document,
            || super::data_limit::json(provenance, plans, findings),
            || super::data_limit::csv(plans),
        ),
    }
}

/// Smaller models that are trained longer, one plan a series. The CSV has one row a size.
pub fn over_training(view: &OverTrainingView<'_>, output: Output, style: &Style) -> String {
    let OverTrainingView { provenance, plans, findings } = *view;
    let document = || super::over_training::document(provenance, plans, findings);
    match output {
        Output::Html => page(view, &document()),
        _ => write(
            output,
            style,
            document,
            || super::over_training::json(provenance, plans, findings),
            || super::over_training::csv(plans),
        ),
    }
}

/// Calls of an agent. The CSV has one row a number of calls.
pub fn agent(view: &AgentView<'_>, output: Output, style: &Style) -> String {
    let AgentView { workflow, rows, .. } = *view;
    let document = || super::agent::document(workflow, rows);
    match output {
        Output::Html => page(view, &document()),
        _ => {
            write(output, style, document, || super::agent::json(workflow, rows), || super::agent::csv(rows))
        }
    }
}

/// A plan of inference time. The CSV has one row a target and setting, or one a law of thinking and target.
pub fn test_time(view: &TestTimeView<'_>, output: Output, style: &Style) -> String {
    let document = || super::test_time::document(view);
    match output {
        Output::Html => page(view, &document()),
        _ => write(output, style, document, || super::test_time::json(view), || super::test_time::csv(view)),
    }
}

/// Repeated sampling. The CSV is the contract: one row a model and k.
pub fn passk(view: &PasskView<'_>, output: Output, style: &Style) -> String {
    let PasskView { provenance, passk: result, .. } = *view;
    let document = || super::passk::document(provenance, result);
    match output {
        Output::Html => page(view, &document()),
        _ => write(
            output,
            style,
            document,
            || super::passk::json(provenance, result),
            || super::passk::csv(result),
        ),
    }
}

/// Downstream tasks. The CSV has one row a suite and task.
pub fn tasks(view: &TasksView<'_>, output: Output, style: &Style) -> String {
    let TasksView { provenance, tasks: result, .. } = *view;
    let document = || super::tasks::document(provenance, result);
    match output {
        Output::Html => page(view, &document()),
        _ => write(
            output,
            style,
            document,
            || super::tasks::json(provenance, result),
            || super::tasks::csv(result),
        ),
    }
}

/// Trends over calendar time. The CSV has one row a series for the frontier and one for all points.
pub fn trend(view: &TrendView<'_>, output: Output, style: &Style) -> String {
    let document = || super::trend::document(view);
    match output {
        Output::Html => page(view, &document()),
        _ => write(output, style, document, || super::trend::json(view), || super::trend::csv(view)),
    }
}

/// When needs meet a stock. The CSV has one row a series and line.
pub fn stock(view: &StockView<'_>, output: Output, style: &Style) -> String {
    let document = || super::stock::document(view);
    match output {
        Output::Html => page(view, &document()),
        _ => write(output, style, document, || super::stock::json(view), || super::stock::csv(view)),
    }
}

/// Emergence. The CSV has one row a task; with a cut, one row a task, source and hidden model.
pub fn emergence(view: &EmergenceView<'_>, output: Output, style: &Style) -> String {
    let document = || super::emergence::document(view);
    match output {
        Output::Html => page(view, &document()),
        _ => write(output, style, document, || super::emergence::json(view), || super::emergence::csv(view)),
    }
}
