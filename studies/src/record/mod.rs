//! Measures the track record of the forecasts: `cargo run --release -p studies -- record FOLDER ...`.
//!
//! The folders hold the public sets as CSV files. Every series is cut where half, two thirds and four fifths of its rows
//! lie behind, forecast, and compared with what happened. The record goes into the sources of `lawlike`, how each set
//! was forecast with its own source left out into the docs.

pub(crate) mod constants;
mod sets;

use lawlike::forecast::Constants;
use lawlike::forecast::record::Record;
use lawlike::forecast::record::measure::{CutFile, Cutting, Measurement, Tested};
use lawlike::observations::Observations;
use lawlike_data::{Role, Roles, Table, observe};
use lawlike_formula::Predicate;
use sets::{SETS, Set};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Shares of the rows that are seen.
const SHARES: [f64; 3] = [0.5, 0.65, 0.8];
/// Rows that a past must have.
const LEAST_TRAINING_ROWS: usize = 4;

pub(crate) fn run(root: &Path, folders: &[PathBuf]) -> ExitCode {
    match record(root, folders) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

fn record(root: &Path, folders: &[PathBuf]) -> Result<(), String> {
    let problems = problems(folders)?;
    let (record, tested) = Measurement::new(&problems, 0).record(&Constants::SHIPPED);
    write(&root.join("crates/lawlike/src/forecast/record/table.csv"), &record.write())?;
    write(&root.join("docs/reference/record.md"), &page(&record, &tested))
}

/// All sets, cut where so many rows lie behind.
fn problems(folders: &[PathBuf]) -> Result<Vec<CutFile>, String> {
    let mut problems = Vec::new();
    for set in SETS {
        let series = series(set, folders).map_err(|message| format!("{}: {message}", set.file))?;
        let name = if set.by.is_empty() {
            set.file.to_owned()
        } else {
            format!("{} by {}", set.file, set.by.join(" and "))
        };
        for share in SHARES {
            let cutting = Cutting { share, least: LEAST_TRAINING_ROWS, falling: set.falling };
            let problem = CutFile::cut(set.source, &name, &series, cutting);
            if !problem.past.is_empty() {
                problems.push(problem);
            }
        }
    }
    Ok(problems)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The series of a set.
fn series(set: &Set, folders: &[PathBuf]) -> Result<Vec<Observations>, String> {
    let file = format!("{}.csv", set.file);
    let path = folders.iter().map(|folder| folder.join(&file)).find(|path| path.exists());
    let path = path.ok_or("the file is in none of the folders")?;
    let table = Table::read(&[path]).map_err(|error| error.to_string())?;
    let table = match set.filter {
        "" => table,
        text => {
            let predicate = Predicate::parse(text).map_err(|error| error.to_string())?;
            table.filter(&predicate).map_err(|error| error.to_string())?
        }
    };
    let mut out = Vec::new();
    for y in set.y {
        let response = Role::parse(y).map_err(|error| error.to_string())?;
        let text = narrow(&table, set, &response.column)?;
        let narrow = Table::from_bytes(set.file, text.as_bytes()).map_err(|error| error.to_string())?;
        let role = |name: &&str| Role { column: (*name).to_owned(), quantity: None };
        let roles = Roles {
            y: Some(response),
            x: set.x.iter().map(role).collect(),
            by: Some(SERIES.to_owned()),
            ..Roles::default()
        };
        out.extend(observe(&narrow, &roles).map_err(|error| error.to_string())?.series);
    }
    out.retain(|one| one.n() >= set.least);
    Ok(out)
}

const SERIES: &str = "series_name";

/// The columns that are used, as CSV: without rows that lack one, repeats, and warm-up.
fn narrow(table: &Table, set: &Set, response: &str) -> Result<String, String> {
    let column = |name: &str| table.column(name).ok_or(format!("no column {name}"));
    let by = set.by.iter().map(|name| column(name)).collect::<Result<Vec<_>, _>>()?;
    let judge = (!set.least_of.is_empty()).then_some(set.least_of);
    let used = set.x.iter().copied().chain([response]).chain(judge);
    let used = used.map(column).collect::<Result<Vec<_>, _>>()?;
    let mut rows: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for row in 0..table.rows() {
        if used.iter().any(|column| column.is_missing(row)) {
            continue;
        }
        let mut name = by.iter().map(|column| column.raw.text(row)).collect::<Vec<_>>().join(" ");
        if by.is_empty() {
            name = "all".to_owned();
        }
        let cells: Vec<String> = used.iter().map(|column| column.raw.text(row).into_owned()).collect();
        let known = rows.entry(name).or_default();
        if !known.contains(&cells) {
            known.push(cells);
        }
    }
    let mut text = format!("{SERIES},{},{response}\n", set.x.join(","));
    for (name, mut cells) in rows {
        if set.best || judge.is_some() {
            keep_best(&mut cells, set.x.len());
        }
        cells.iter_mut().for_each(|row| row.truncate(set.x.len() + 1));
        let place = |row: &[String]| row[0].parse::<f64>().unwrap_or(f64::INFINITY);
        let farthest = cells.iter().map(|row| place(row)).fold(0.0, f64::max);
        cells.retain(|row| set.late == 0.0 || place(row) >= set.late * farthest);
        for row in cells {
            let _ = writeln!(text, "\"{}\",{}", name.replace('"', "'"), row.join(","));
        }
    }
    Ok(text)
}

/// At each place (the first cells) the row whose last cell is smallest.
fn keep_best(rows: &mut Vec<Vec<String>>, axes: usize) {
    let mut best: BTreeMap<Vec<String>, (f64, Vec<String>)> = BTreeMap::new();
    for row in rows.drain(..) {
        let Some((last, _)) = row.split_last() else { continue };
        let (value, place): (f64, _) = (last.parse().unwrap_or(f64::INFINITY), &row[..axes]);
        let entry = best.entry(place.to_vec()).or_insert_with(|| (value, row.clone()));
        if value < entry.0 {
            *entry = (value, row.clone());
        }
    }
    rows.extend(best.into_values().map(|(_, row)| row));
}

/// How each set was forecast.
fn page(record: &Record, tested: &[Tested]) -> String {
    let series: usize = record.sources.iter().map(|source| source.series).sum();
    let forecasts: usize = record.sources.iter().map(|source| source.forecasts).sum();
    let mut out = format!(
        "# Track record\n\n\
         How forecasts without a named law erred on public series whose future is known: {} sources, {series} series,\n\
         {forecasts} outcomes. Each set was forecast with the record of all other sources; its own was left out.\n\
         Errors are root mean squares on the scale of the response (logarithms for positive measures), averaged over\n\
         series; *best single* is the candidate that turned out best, picked after the fact.\n\n\
         Written by `cargo run --release -p studies -- record FOLDER ...`.\n\n\
         | set | series | error | last value | line on last third | best single | 50 % | 80 % | 95 % |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        record.sources.iter().map(|source| source.name.as_str()).collect::<BTreeSet<_>>().len()
    );
    for one in tested {
        let error_of = |name: &str| {
            let found = one.candidates.iter().find(|(known, _)| known == name);
            found.map_or("-".to_owned(), |(_, error)| format!("{error:.4}"))
        };
        let best = one.candidates.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let best = best.map_or(String::new(), |(name, error)| format!("{error:.4} ({name})"));
        let [half, most, all] = one.coverage;
        let _ = writeln!(
            out,
            "| {} | {} | {:.4} | {} | {} | {best} | {half:.2} | {most:.2} | {all:.2} |",
            one.name,
            one.series,
            one.error,
            error_of("last"),
            error_of("line3")
        );
    }
    out
}
