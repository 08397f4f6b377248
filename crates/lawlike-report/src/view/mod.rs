//! The doors: one function a result, and an [`Output`] that says how it is written.

mod agent;
mod arms;
mod audit;
mod backtest;
mod brief;
mod check;
mod claims;
mod column;
mod compare;
mod csv;
mod data;
mod data_limit;
pub(crate) mod definitions;
mod deployment;
pub(crate) mod document;
mod emergence;
mod entry;
mod exponents;
mod fit;
mod forecast;
pub mod html;
mod json;
mod latex;
mod law;
mod markdown;
mod market;
mod meaning;
mod over_training;
mod passk;
mod plan;
mod plot;
mod questions;
mod rules;
mod shapes;
mod stock;
mod stored;
pub(crate) mod tables;
mod tasks;
mod test_time;
mod text;
mod thinking;
pub(crate) mod trend;
pub(crate) mod words;

pub use claims::{ClaimTestView, ClaimView, claim_facts};
pub use entry::{EntryView, entry};
pub use fit::draws;
pub use forecast::added as forecast_columns;
pub use meaning::word;
pub use questions::{
    AgentView, DataLimitsView, DeploymentView, EmergenceView, OverTrainingView, PasskView, PlanView,
    StockView, TasksView, TestTimeView, TrendView, agent, data_limits, deployment, emergence, over_training,
    passk, plan, stock, tasks, test_time, trend,
};
pub use stored::{Stored, stored};

use document::Document;
use lawlike::audit::Audit;
use lawlike::backtest::Backtest;
use lawlike::ensemble::Profile;
use lawlike::finding::{CheckCard, Finding};
use lawlike::fit::Fit;
use lawlike::forecast::record::ReferenceClass;
use lawlike::forecast::{Beyond, ForecastRow, Weight};
use lawlike::law::LawCard;
use lawlike::provenance::Provenance;
use lawlike::quantity::Scale;
use lawlike_questions::compare::{Arms, Comparison};
use lawlike_questions::trend::effective::Effective;
use lawlike_questions::trend::implied::PriceLine;

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// For a terminal: aligned tables, verdict first.
    Text,
    /// One JSON object with schema, provenance and result.
    Json,
    /// Comma-separated values (RFC 4180), numbers in full precision.
    Csv,
    /// Markdown with tables.
    Markdown,
    /// LaTeX with tables, to be included in a paper.
    Latex,
    /// One self-contained page.
    Html,
}

/// How text looks; the other outputs do not depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colour may be used. It never carries meaning alone.
    pub color: bool,
    /// Width of a line in columns.
    pub width: usize,
    /// Whether everything is written, or only what fits on a first screen.
    pub full: bool,
    /// Whether marks, rules and plots keep to ASCII. Text that was given is not changed by it.
    pub ascii: bool,
}

impl Style {
    /// The same, for what is whole on any screen: lists and cards that were asked for.
    fn whole(&self) -> Self {
        Self { full: true, ..*self }
    }
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 100, full: true, ascii: false }
    }
}

/// An audit with what its page shows beside it.
#[derive(Clone, Copy)]
pub struct ReportView<'a> {
    /// The audit.
    pub audit: &'a Audit,
    /// Name of the run on a line of the source, where runs have names.
    pub runs: Option<&'a dyn Fn(usize) -> Option<String>>,
    /// Profile of the irreducible loss, where the law has one.
    pub profile: Option<&'a Profile>,
    /// Points drawn in a figure; of more, every second, third ... is drawn.
    pub points: usize,
}

/// Points drawn in a figure, unless a page becomes too large to be sent.
const POINTS: usize = 420;

impl<'a> From<&'a Audit> for ReportView<'a> {
    fn from(audit: &'a Audit) -> Self {
        Self { audit, runs: None, profile: None, points: POINTS }
    }
}

impl ReportView<'_> {
    /// The run on a line of the source: its name, cut where it is long, or its line where it has none.
    pub(crate) fn run(&self, line: usize) -> String {
        const MOST: usize = 48;
        match self.runs.and_then(|name| name(line)) {
            Some(name) if name.chars().count() > MOST => name.chars().take(MOST - 1).chain(['…']).collect(),
            Some(name) => name,
            None => format!("line {line}"),
        }
    }
}

/// Forecasts at the points of a user, with the table they came in.
#[derive(Debug, Clone, Copy)]
pub struct ForecastView<'a> {
    /// Where it comes from.
    pub provenance: &'a Provenance,
    /// Name of the response.
    pub response: &'a str,
    /// Names of the columns of POINTS.
    pub header: &'a [String],
    /// Cells of POINTS as they were read, one inner list a row.
    pub points: &'a [Vec<String>],
    /// One forecast a row of POINTS, in the same order.
    pub rows: &'a [ForecastRow],
    /// The fit behind the forecast of each group; one entry with an empty name without `--by`.
    pub fits: &'a [(String, Fit)],
    /// Weights of the candidate laws of each group.
    pub weights: &'a [(String, Vec<Weight>)],
    /// Where points of each series are out of range.
    pub beyond: &'a [(String, Vec<Beyond>)],
    /// What the checks found.
    pub findings: &'a [Finding],
    /// The track record behind the intervals.
    pub reference: &'a ReferenceClass,
}

/// A back-test over all series and of each.
#[derive(Debug, Clone, Copy)]
pub struct BacktestView<'a> {
    /// Where it comes from.
    pub provenance: &'a Provenance,
    /// Scale on which errors are taken: relative on the log scale.
    pub scale: Scale,
    /// Unit of distances: `powers of ten`, `years` or `ranges of the past`.
    pub distance_unit: &'a str,
    /// Over all series.
    pub overall: &'a Backtest,
    /// Each series by its label; empty if there is only one.
    pub series: &'a [(String, Backtest)],
    /// What the checks found.
    pub findings: &'a [Finding],
}

/// What a file or set of data holds, as understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataView {
    /// Name of the file or set.
    pub source: String,
    /// Format, such as `csv`.
    pub format: String,
    /// SHA-256 of the bytes in hexadecimal digits.
    pub sha256: String,
    /// Number of rows.
    pub rows: usize,
    /// The columns in their order.
    pub columns: Vec<ColumnView>,
    /// What was assumed or chosen by rule, one sentence each.
    pub understood: Vec<String>,
}

/// One column of a data summary.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnView {
    /// Name in the data.
    pub name: String,
    /// What it measures, as a word of `--x COL=QUANTITY`; empty for text or if nothing is known.
    pub quantity: String,
    /// Unit in words, may be empty.
    pub unit: String,
    /// Rows without a value.
    pub missing: usize,
    /// Number of distinct values.
    pub distinct: usize,
    /// Smallest and largest number; `None` for text.
    pub range: Option<(f64, f64)>,
    /// First values as they stand, for text columns.
    pub examples: Vec<String>,
}

/// One entry of the list of data sets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SetView {
    /// Name, as typed on the command line.
    pub id: String,
    /// Title in a few words.
    pub title: String,
    /// Number of rows; `None` if it is not bundled.
    pub rows: Option<usize>,
    /// Licence.
    pub licence: String,
    /// Where it comes from.
    pub source: String,
}

/// A formula as it was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FormulaView {
    /// Printed back from the parsed form.
    pub text: String,
    /// LaTeX source.
    pub latex: String,
    /// Names that are measured.
    pub inputs: Vec<String>,
    /// Parameters that enter linearly.
    pub coefficients: Vec<String>,
    /// Parameters that enter non-linearly.
    pub shapes: Vec<String>,
    /// What the law was examined for; empty if it has no inputs.
    pub exams: Vec<lawlike::conform::Exam>,
}

/// How the value of one label compares with that of another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepView {
    /// The first label.
    pub from: String,
    /// The second label.
    pub to: String,
    /// Name of the column of values.
    pub column: String,
    /// Value of the first.
    pub from_value: f64,
    /// Value of the second.
    pub to_value: f64,
}

impl StepView {
    /// The second value in units of the first.
    pub fn factor(&self) -> f64 {
        self.to_value / self.from_value
    }
}

/// Writes a document for readers, or calls one of the two for machines.
fn write(
    output: Output,
    style: &Style,
    document: impl FnOnce() -> Document,
    json: impl FnOnce() -> String,
    csv: impl FnOnce() -> String,
) -> String {
    match output {
        Output::Text if style.full => text::render(&document(), style),
        Output::Text => brief::render(&document(), style),
        Output::Markdown => markdown::render(&document()),
        Output::Latex => latex::render(&document()),
        Output::Html => html::render(&document()),
        Output::Json => json(),
        Output::Csv => csv(),
    }
}

/// An audit. The CSV has one row a series.
///
/// As a page it is the whole report, with its figures.
pub fn audit(audit: &Audit, output: Output, style: &Style) -> String {
    report(&ReportView::from(audit), output, style)
}

/// An audit, with what its page shows beside it.
pub fn report(view: &ReportView<'_>, output: Output, style: &Style) -> String {
    if output == Output::Html {
        return html::audit(view);
    }
    let audit = view.audit;
    write(output, style, || audit::document(audit), || audit::json(audit), || audit::csv(audit))
}

/// Fits by group; one entry with an empty name without `--by`. The CSV has one row a parameter.
pub fn fits(
    provenance: &Provenance,
    fits: &[(String, Fit)],
    findings: &[Finding],
    output: Output,
    style: &Style,
) -> String {
    let document = || fit::document(provenance, fits, findings);
    write(output, style, document, || fit::json(provenance, fits, findings), || fit::csv(fits))
}

/// Forecasts. The CSV is the contract: all columns of POINTS unchanged, then the forecast.
pub fn forecast(view: &ForecastView<'_>, output: Output, style: &Style) -> String {
    write(output, style, || forecast::document(view), || forecast::json(view), || forecast::csv(view))
}

/// A back-test. The CSV has one row a cut.
pub fn backtest(view: &BacktestView<'_>, output: Output, style: &Style) -> String {
    write(output, style, || backtest::document(view), || backtest::json(view), || backtest::csv(view))
}

/// Laws compared by their forecasts. The CSV has one row a law.
pub fn comparison(provenance: &Provenance, result: &Comparison, output: Output, style: &Style) -> String {
    let document = || compare::document(provenance, result);
    write(output, style, document, || compare::json(provenance, result), || compare::csv(result))
}

/// Arms compared by the compute they save. The CSV has one row an arm, and one for each scale where they depend on it.
pub fn arms(provenance: &Provenance, result: &Arms, output: Output, style: &Style) -> String {
    let document = || arms::document(provenance, result);
    write(output, style, document, || arms::json(provenance, result), || arms::csv(result))
}

/// Steps between labels. The CSV has one row a step.
pub fn steps(provenance: &Provenance, steps: &[StepView], output: Output, style: &Style) -> String {
    let document = || trend::steps(provenance, steps);
    write(output, style, document, || trend::steps_json(provenance, steps), || trend::steps_csv(steps))
}

/// Sizes that prices imply. The CSV has one row a price and kind of size.
pub fn implied(provenance: &Provenance, lines: &[PriceLine], output: Output, style: &Style) -> String {
    let document = || market::implied(provenance, lines);
    write(output, style, document, || market::implied_json(provenance, lines), || market::implied_csv(lines))
}

/// Progress apart from compute. The CSV has one row.
pub fn effective(
    provenance: &Provenance,
    found: &Effective,
    unit: &str,
    output: Output,
    style: &Style,
) -> String {
    let document = || market::effective(provenance, found, unit);
    let json = || market::effective_json(provenance, found, unit);
    write(output, style, document, json, || market::effective_csv(found))
}

/// The list of laws.
pub fn laws(cards: &[&LawCard], output: Output, style: &Style) -> String {
    write(output, &style.whole(), || law::list(cards), || law::list_json(cards), || law::list_csv(cards))
}

/// One law in full. `latex` is the LaTeX source of its formula.
pub fn law(card: &LawCard, latex: &str, output: Output, style: &Style) -> String {
    write(
        output,
        &style.whole(),
        || law::card(card, latex),
        || law::card_json(card, latex),
        || law::card_csv(card),
    )
}

/// A formula parsed back.
pub fn formula(view: &FormulaView, output: Output, style: &Style) -> String {
    write(
        output,
        &style.whole(),
        || law::formula(view),
        || law::formula_json(view),
        || law::formula_csv(view),
    )
}

/// The list of checks.
pub fn checks(cards: &[&CheckCard], output: Output, style: &Style) -> String {
    write(output, &style.whole(), || check::list(cards), || check::list_json(cards), || check::csv(cards))
}

/// One check in full.
pub fn explain(card: &CheckCard, output: Output, style: &Style) -> String {
    write(output, &style.whole(), || check::card(card), || check::card_json(card), || check::csv(&[card]))
}

/// What a file of data holds. The CSV has one row a column.
pub fn data(view: &DataView, output: Output, style: &Style) -> String {
    write(output, &style.whole(), || data::document(view), || data::json(view), || data::csv(view))
}

/// The list of data sets.
pub fn sets(sets: &[SetView], output: Output, style: &Style) -> String {
    write(output, &style.whole(), || data::sets(sets), || data::sets_json(sets), || data::sets_csv(sets))
}

/// The register of claims. The CSV has one row a claim.
pub fn claims(claims: &[ClaimView], output: Output, style: &Style) -> String {
    write(output, &style.whole(), || claims::list(claims), || claims::json(claims), || claims::csv(claims))
}

/// One claim in full, with what its tests found if they ran.
pub fn claim(claim: &ClaimView, output: Output, style: &Style) -> String {
    let all = std::slice::from_ref(claim);
    write(output, &style.whole(), || claims::claim_document(claim), || claims::json(all), || claims::csv(all))
}

/// What tests of claims found. The CSV has one row a claim.
pub fn claim_runs(claims: &[ClaimView], output: Output, style: &Style) -> String {
    write(output, &style.whole(), || claims::runs(claims), || claims::json(claims), || claims::csv(claims))
}
