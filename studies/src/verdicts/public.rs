//! Public sets whose future is known: the word on the past, and what became of the forecasts.
//!
//! A case is a folder with `case.json` (the columns: `y`, a list `x`, and `by` or nothing), `train.csv` (the past),
//! `points.csv` (the future without outcomes) and `truth.csv` (the outcomes, row by row).

use super::aftermath::{Audited, Met};
use lawlike::audit::{self, Audit, audit};
use lawlike::forecast::{self, Forecast, forecast};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::provenance::Provenance;
use lawlike::verdict::Word;
use lawlike_data::{Observed, PointsOf, Role, Roles, Table, observe, observe_for, points};
use lawlike_num::quantile::mean;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where the half of the page begins that public sets fill.
const TITLE: &str = "\n## Public sets\n";

/// The two halves of a page: simulated worlds, and public sets.
pub(super) fn parts(page: &str) -> (&str, &str) {
    page.find(TITLE).map_or((page, ""), |at| page.split_at(at))
}

/// One case, audited.
struct Case {
    name: String,
    word: Word,
    headline: String,
    met: Vec<Met>,
}

/// The half of the page that public sets fill.
pub(super) fn section(folders: &[PathBuf]) -> Result<String, String> {
    let mut cases = Vec::new();
    let mut refused = Vec::new();
    for folder in folders {
        for path in within(folder)? {
            match case(&path) {
                Ok(case) => cases.push(case),
                Err(message) => refused.push(format!("{}: {message}", name(&path))),
            }
        }
    }
    Ok(text(&cases, &refused))
}

/// The folders of cases in a folder, by name.
fn within(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.join("case.json").is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        Err(format!("{}: no folder in it has a case.json", folder.display()))
    } else {
        Ok(paths)
    }
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The columns of a case.
fn roles(path: &Path) -> Result<Roles, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("case.json: {error}"))?;
    let said: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("case.json: {error}"))?;
    let role = |column: &str| Role { column: column.to_owned(), quantity: None };
    let axes = said["x"].as_array().ok_or("case.json: `x` is no list of columns")?;
    Ok(Roles {
        y: Some(role(said["y"].as_str().ok_or("case.json: `y` is no column")?)),
        x: axes.iter().filter_map(serde_json::Value::as_str).map(role).collect(),
        by: said["by"].as_str().map(str::to_owned),
        ..Roles::default()
    })
}

/// Audits the past of a case and forecasts its future.
fn case(folder: &Path) -> Result<Case, String> {
    let roles = roles(&folder.join("case.json"))?;
    let read = |file: &str| Table::read(&[folder.join(file)]).map_err(|error| error.to_string());
    let (train, ahead, truth) = (read("train.csv")?, read("points.csv")?, read("truth.csv")?);
    let past = observe(&train, &roles).map_err(|error| error.to_string())?;
    let options = audit::AuditOptions::default();
    let provenance = Provenance::new(options.run.seed, Vec::new(), Vec::new());
    let audited = audit(&past.series, Vec::new(), provenance, &options).map_err(|error| error.to_string())?;
    // A forecast reads the past with its points at hand.
    let here = observe_for(&train, &roles, Some(&ahead)).map_err(|error| error.to_string())?;
    let places = points(&ahead, &here, roles.by.as_deref()).map_err(|error| error.to_string())?;
    let law = Law::parse(&audited.law.name).map_err(|error| error.to_string())?;
    let forecasts = forecasts(&here, &places, law)?;
    let response =
        truth.column(&here.response.0).ok_or("truth.csv: the column of the response is missing")?;
    let unit = here.response_unit();
    let truth: Vec<f64> =
        response.raw.iter().map(|cell| cell.trim().parse().map_or(f64::NAN, |v| unit.read(v))).collect();
    let met =
        met(&past, &audited, &Ahead { here: &here, places: &places, forecasts: &forecasts, truth: &truth });
    Ok(Case { name: name(folder), word: audited.verdict.word, headline: audited.verdict.headline, met })
}

/// Forecasts of every series at its points.
fn forecasts(here: &Observed, places: &[PointsOf], law: Law) -> Result<Vec<Forecast>, String> {
    let at = |series: &Observations| {
        let place = places.iter().find(|place| place.label == series.label);
        place.map_or_else(|| series.points().select(&[]), |place| place.points.clone())
    };
    let at: Vec<_> = here.series.iter().map(at).collect();
    let options = forecast::ForecastOptions { law: Some(law), ..forecast::ForecastOptions::default() };
    forecast(&here.series, &at, &options).map_err(|error| error.to_string())
}

/// Points that were forecast, and what happened there.
struct Ahead<'a> {
    /// The past, read with its points at hand.
    here: &'a Observed,
    places: &'a [PointsOf],
    /// One forecast a series.
    forecasts: &'a [Forecast],
    /// One response a row of the points.
    truth: &'a [f64],
}

/// What became of the points of series that were audited.
fn met(past: &Observed, audited: &Audit, ahead: &Ahead<'_>) -> Vec<Met> {
    let Ahead { here, places, forecasts, truth } = *ahead;
    let aftermath_of = |place: &PointsOf| {
        let at = here.series.iter().position(|one| one.label == place.label)?;
        let part = audited.series.iter().find(|one| one.label == place.label)?;
        let own = past.series.iter().find(|one| one.label == place.label)?;
        let series = Audited {
            past: own,
            verdict: &part.verdict,
            unit: audited.distance_unit,
            tolerance: audited.tolerance.0,
        };
        let axes: Option<Vec<&Column>> =
            own.axes.iter().map(|axis| place.points.column(&axis.name)).collect();
        let medians: Vec<f64> = forecasts[at].rows.iter().map(|row| row.fan.median()).collect();
        let truth: Vec<f64> =
            place.rows.iter().map(|row| truth.get(*row).copied().unwrap_or(f64::NAN)).collect();
        Some(series.met(&axes?, &medians, &truth))
    };
    places.iter().filter_map(aftermath_of).flatten().collect()
}

/// How often something holds: over all futures, and as a mean over cases.
#[derive(Default)]
struct Share {
    held: usize,
    all: usize,
    cases: Vec<f64>,
}

impl Share {
    fn add(&mut self, found: &[bool]) -> String {
        if found.is_empty() {
            return "-".to_owned();
        }
        let held = found.iter().filter(|is| **is).count();
        self.held += held;
        self.all += found.len();
        let share = held as f64 / found.len() as f64;
        self.cases.push(share);
        format!("{:.0} % of {}", 100.0 * share, found.len())
    }

    fn text(&self) -> String {
        if self.all == 0 {
            return "no future lies there".to_owned();
        }
        format!(
            "{:.1} % of {} futures; by case {:.0} % (mean of {})",
            100.0 * self.held as f64 / self.all as f64,
            self.all,
            100.0 * mean(&self.cases),
            self.cases.len()
        )
    }
}

fn text(cases: &[Case], refused: &[String]) -> String {
    let (mut strong, mut weak) = (Share::default(), Share::default());
    let mut table = String::new();
    for case in cases {
        let near: Vec<bool> = case.met.iter().filter(|one| one.is_strong).map(Met::is_near).collect();
        let is_weak = |one: &&Met| one.word == Word::Weak && one.is_tested;
        let followed: Vec<bool> = case.met.iter().filter(is_weak).map(|one| one.is_followed).collect();
        let (near, followed) = (strong.add(&near), weak.add(&followed));
        let _ =
            writeln!(table, "| {} | {} | {} | {near} | {followed} |", case.name, case.word, case.headline);
    }
    let mut out = format!(
        "{TITLE}\n\
         {} cases of public sets, each cut where somebody would have stood; the law is taken by rule. The audit sees the past \
         alone. Written by `cargo run --release -p studies -- verdicts --public DIR --write`.\n\n\
         - Futures within the strong reach of their series that the audited law forecast within twice the tolerance: {}.\n\
         - Futures within the tested reach of series that are Weak which moved from the level of the last third as forecast: \
         {}.\n\n\
         Futures of one series, and series of one case, are no independent evidence: the mean over cases says what to expect \
         of the next set.\n\n\
         | case | word | headline | strong reach: within twice the tolerance | Weak: direction as forecast |\n\
         |---|---|---|---|---|\n{table}",
        cases.len(),
        strong.text(),
        weak.text()
    );
    for line in refused {
        let _ = write!(out, "\nNot audited: {line}\n");
    }
    out
}
