//! Charts that Weights & Biases exports as CSV: `Step`, or what else stands along the axis, then `RUN - METRIC`, `RUN - METRIC__MIN` and `RUN - METRIC__MAX` for
//! every run. They become a row for every run and step; the copies `__MIN` and `__MAX` are left out.

use super::runs::{self, Log};
use super::{Format, Sheet};
use std::collections::BTreeSet;

/// A chart that Weights & Biases exported as CSV.
pub(super) const FORMAT: Format = Format::new("W&B chart, exported as csv");

/// What stands between run and metric.
const BETWEEN: &str = " - ";
/// Copies of a column, for the band of a chart.
const COPIES: [&str; 2] = ["__MIN", "__MAX"];
/// Names of the first column.
const STEPS: &[&str] = &[
    "Step",
    "_step",
    "step",
    "Relative Time (Process)",
    "Relative Time (Wall)",
    "Wall Time",
    "global_step",
    "trainer/global_step",
];

/// The chart in rows; the sheet as it is where it is no chart.
pub(super) fn long(sheet: Sheet) -> Sheet {
    match chart(&sheet) {
        Some(long) => Sheet { said: sheet.said.into_iter().chain(long.said).collect(), ..long },
        None => sheet,
    }
}

fn chart(sheet: &Sheet) -> Option<Sheet> {
    let (first, rest) = sheet.names.split_first()?;
    let is_copy = |name: &str| COPIES.iter().any(|end| name.ends_with(end));
    let has_copies = rest.iter().any(|name| is_copy(name));
    let series: Vec<(usize, &str, &str)> = rest
        .iter()
        .enumerate()
        .filter(|(_, name)| !is_copy(name))
        .filter_map(|(at, name)| {
            name.rsplit_once(BETWEEN).map(|(run, metric)| (at.saturating_add(1), run, metric))
        })
        .collect();
    let plain = rest.iter().filter(|name| !is_copy(name)).count();
    // With both copies of every column it is a chart, whatever its first column counts.
    let is_banded = rest.len() == plain.saturating_mul(COPIES.len().saturating_add(1));
    let is_known = STEPS.contains(&first.as_str()) && (has_copies || series.len() > 1);
    let is_chart = series.len() == plain && (is_known || is_banded || is_grid(&series));
    if !is_chart {
        return None;
    }
    let mut logs: Vec<Log> = Vec::new();
    let metrics: BTreeSet<&str> =
        series.iter().map(|(.., metric)| *metric).filter(|metric| *metric != "_step").collect();
    let charted = metrics.first().filter(|_| metrics.len() == 1).map(|metric| (*metric).to_owned());
    // The step of each run stands beside the first column, which says more.
    for (at, run, metric) in series.into_iter().filter(|(_, _, metric)| *metric != "_step") {
        // A chart grouped by a key has columns `run: KEY VALUE`.
        let place = logs.iter().position(|log| log.run == run).unwrap_or_else(|| {
            logs.push(Log::new(run));
            logs.len().saturating_sub(1)
        });
        let (Some(steps), Some(values)) = (sheet.columns.first(), sheet.columns.get(at)) else { continue };
        let Some(log) = logs.get_mut(place) else { continue };
        let cells = steps.iter().zip(values.iter());
        for (step, cell) in cells.filter(|(_, cell)| !cell.trim().is_empty()) {
            log.add(step.trim(), metric, cell.into_owned());
        }
    }
    let step = if first.eq_ignore_ascii_case("step") || first == "_step" { "step" } else { first };
    let mut long = runs::sheet(FORMAT, "", &logs, step).ok()?;
    // What a chart shows alone is what it is about.
    long.headline = charted.filter(|metric| long.names.contains(metric));
    if has_copies {
        long.said.push("columns that end in __MIN and __MAX are copies: left out".to_owned());
    }
    long.said.push("a chart is a sample of the history: `_step` may be missing between points".to_owned());
    Some(long)
}

/// Whether several runs have the same several metrics each: then the names are those of a chart.
fn is_grid(series: &[(usize, &str, &str)]) -> bool {
    let metrics_of = |run: &str| -> BTreeSet<&str> {
        series.iter().filter(|(_, own, _)| *own == run).map(|(_, _, metric)| *metric).collect()
    };
    let runs: BTreeSet<&str> = series.iter().map(|(_, run, _)| *run).collect();
    let mut metrics = runs.iter().map(|run| metrics_of(run));
    let Some(first) = metrics.next() else { return false };
    runs.len() > 1 && first.len() > 1 && metrics.all(|own| own == first)
}

#[cfg(test)]
mod tests {
    use super::super::csv;
    use super::*;

    #[test]
    fn a_chart_becomes_a_row_for_every_run_and_step() {
        let text = "\"Step\",\"a - b - loss\",\"a - b - loss__MIN\",\"a - b - loss__MAX\",\"c - loss\"\n1,4,4,4,5\n2,3,3,3,\n";
        let sheet = long(csv::read("chart.csv", &text.into()).unwrap());
        assert_eq!(sheet.names, ["run", "step", "loss"]);
        assert_eq!(sheet.columns, [["a - b", "a - b", "c"], ["1", "2", "1"], ["4", "3", "5"]]);
        assert_eq!(sheet.run.as_deref(), Some("run"));
        assert_eq!(sheet.headline.as_deref(), Some("loss"));
    }

    #[test]
    fn a_chart_may_stand_over_anything() {
        let text = "tokens,r - _step,r - _step__MIN,r - _step__MAX,r - loss,r - loss__MIN,r - loss__MAX\n1e6,1,1,1,4,4,4\n";
        let sheet = long(csv::read("chart.csv", &text.into()).unwrap());
        assert_eq!(sheet.names, ["run", "tokens", "loss"]);
    }

    #[test]
    fn runs_with_the_same_metrics_are_a_chart_without_copies() {
        let text = "train/global_step,a - legal moves,a - plies,b - legal moves,b - plies\n1,0.1,4,,\n2,0.2,5,0.3,6\n";
        let sheet = long(csv::read("chart.csv", &text.into()).unwrap());
        assert_eq!(sheet.names, ["run", "train/global_step", "legal moves", "plies"]);
    }

    #[test]
    fn a_table_with_hyphens_is_no_chart() {
        let sheet = long(csv::read("x.csv", &"params,loss - val\n1,2\n".into()).unwrap());
        assert_eq!(sheet.format, csv::FORMAT);
    }
}
