//! What each constant of a forecast is worth: `cargo run --release -p studies -- constants FOLDER ...`.
//!
//! Every constant is halved and doubled in turn; the public sets are forecast anew, each with its own source left out,
//! and the change of the error is given by kind of extrapolation, so that a constant which helps one kind and harms
//! another is seen. A value counts as better only if it is better in the mean over kinds with each kind left out.

use super::problems;
use lawlike::forecast::record::measure::{Measurement, Tested};
use lawlike::forecast::{Constants, ExtrapolationKind};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Factors that are tried.
const FACTORS: [f64; 2] = [0.5, 2.0];

pub(crate) fn run(root: &Path, folders: &[PathBuf]) -> ExitCode {
    let page = match page(folders) {
        Ok(page) => page,
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "{message}");
            return ExitCode::from(2);
        }
    };
    let path = root.join("docs/reference/constants.md");
    match std::fs::write(&path, page) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{}: {error}", path.display());
            ExitCode::from(2)
        }
    }
}

fn page(folders: &[PathBuf]) -> Result<String, String> {
    let problems = problems(folders)?;
    let measurement = Measurement::new(&problems, 0);
    let scores_of = |constants: &Constants| scores(&measurement.record(constants).1);
    let shipped = scores_of(&Constants::SHIPPED);
    let mut out = String::from(
        "# Constants of a forecast\n\n\
         Error over the best of the naive forecasts (last value, line on the last third; the line alone over several\n\
         axes), geometric mean over the public sets of a kind, each set with its own source left out of the record;\n\
         then the ratio of that error with one constant halved or doubled to what is shipped. *least* and *most* are the\n\
         mean over kinds with one kind left out: a constant is moved only if both are below one.\n\n\
         Written by `cargo run --release -p studies -- constants FOLDER ...`.\n\n| constant | value |",
    );
    for kind in ExtrapolationKind::ALL {
        let _ = write!(out, " {kind:?} |");
    }
    out.push_str(" mean | least | most |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    row(&mut out, "as shipped", f64::NAN, &shipped);
    let mut named = Constants::SHIPPED;
    for (place, (name, value)) in named.fields().into_iter().enumerate() {
        for factor in FACTORS {
            let mut tried = Constants::SHIPPED;
            *tried.fields()[place].1 = factor * *value;
            let ratio: Vec<f64> = scores_of(&tried).iter().zip(&shipped).map(|(a, b)| a - b).collect();
            row(&mut out, name, factor * *value, &ratio);
            let _ = write!(std::io::stderr(), "{}", out.lines().last().unwrap_or_default());
            let _ = writeln!(std::io::stderr());
        }
    }
    Ok(out)
}

/// Logarithm of error over the best naive forecast, by kind.
fn scores(tested: &[Tested]) -> Vec<f64> {
    let ratio = |one: &Tested| {
        let naive = one.candidates.iter().filter(|(name, _)| matches!(name.as_str(), "last" | "line3"));
        let best = naive.map(|(_, error)| *error).fold(f64::INFINITY, f64::min);
        (one.error / best).clamp(0.05, 20.0).ln()
    };
    let mean_ln_ratio = |kind: ExtrapolationKind| {
        let logs: Vec<f64> = tested.iter().filter(|one| one.kind == kind).map(ratio).collect();
        logs.iter().sum::<f64>() / logs.len().max(1) as f64
    };
    ExtrapolationKind::ALL.into_iter().map(mean_ln_ratio).collect()
}

fn row(out: &mut String, name: &str, value: f64, logs: &[f64]) {
    let number = |log: f64| format!(" {:.3} |", log.exp());
    let sum: f64 = logs.iter().sum();
    let left: Vec<f64> = logs.iter().map(|log| (sum - log) / (logs.len() - 1) as f64).collect();
    let least = left.iter().copied().fold(f64::INFINITY, f64::min);
    let most = left.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let value = if value.is_nan() { String::new() } else { format!("{value}") };
    let cells: String =
        logs.iter().copied().chain([sum / logs.len() as f64, least, most]).map(number).collect();
    let _ = writeln!(out, "| {name} | {value} |{cells}");
}
