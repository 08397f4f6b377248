//! The tables that are timed.

use lawlike::observations::{Column, Observations};
use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike_num::stream::Stream;
use std::path::PathBuf;

/// Columns of a comma-separated file by name; nothing if the file is absent.
fn table(name: &str, columns: &[&str]) -> Option<Vec<Vec<String>>> {
    let shared = std::env::var("LAWLIKE_SHARED")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let text = std::fs::read_to_string(shared.join("data").join(name)).ok()?;
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next()?.split(',').collect();
    let places: Vec<usize> =
        columns.iter().map(|column| head.iter().position(|name| name == column)).collect::<Option<_>>()?;
    let rows = lines.map(|line| {
        let words = words(line);
        places.iter().map(|place| words.get(*place).cloned().unwrap_or_default()).collect()
    });
    Some(rows.collect())
}

/// The words of a line; a comma between quotes does not part them.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("there is a first word").push(c),
        }
    }
    words
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// 240 runs over parameters and tokens: those digitised from Hoffmann et al. 2022 by Besiroglu et al. 2024, without
/// the five highest losses; or a surface near theirs with noise of 1 %. The second is true for the real ones.
pub(crate) fn runs() -> (Observations, bool) {
    let (mut rows, is_real) = rows();
    // The sort is stable, and the rows go back to the order of the file.
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|a, b| rows[*a][2].total_cmp(&rows[*b][2]));
    order.truncate(240);
    order.sort_unstable();
    rows = order.iter().map(|row| rows[*row]).collect();
    (over_both(&rows), is_real)
}

/// The whole table of 245 runs.
pub(crate) fn all_runs() -> Observations {
    over_both(&rows().0)
}

/// Parameters, tokens and loss of 245 runs; true if they are the real ones.
fn rows() -> (Vec<[f64; 3]>, bool) {
    let real = table("chinchilla-epoch.csv", &["params", "tokens", "loss"]);
    let is_real = real.is_some();
    let rows = match real {
        Some(rows) => rows.iter().map(|row| [number(&row[0]), number(&row[1]), number(&row[2])]).collect(),
        None => simulated_runs(),
    };
    (rows, is_real)
}

fn over_both(rows: &[[f64; 3]]) -> Observations {
    let pick = |k: usize| rows.iter().map(|row| row[k]).collect::<Vec<f64>>();
    let axes = vec![
        Column::new("params", Quantity::Parameters(ParameterCount::Total), pick(0)),
        Column::new("tokens", Quantity::Tokens(TokenCount::Seen), pick(1)),
    ];
    let loss = Column::new("loss", Quantity::Loss(LossUnit::Nats), pick(2));
    Observations::new(loss, axes).expect("the table is complete")
}

/// Nine budgets, some 27 runs on each: parameters from a ninth to nine times the best size.
fn simulated_runs() -> Vec<[f64; 3]> {
    let mut stream = Stream::keyed(1, &[245]);
    (0..245)
        .map(|i| {
            let compute = 6e18 * 2.2f64.powi(i / 28);
            let off = f64::from(i % 28) / 27.0 * 2.0 - 1.0;
            let params = (compute / 120.0).sqrt() * 9f64.powf(off);
            let tokens = compute / (6.0 * params);
            let law = 1.82 + 478.0 * params.powf(-0.347) + 2143.0 * tokens.powf(-0.367);
            [params, tokens, law * (0.01 * stream.normal()).exp()]
        })
        .collect()
}

/// 92 learning curves (Alabdulmohsin et al. 2022) with the split of their authors: rows, and whether each is past;
/// or as many simulated curves of 220 rows. The flag is true for the real ones.
pub(crate) fn curves() -> (Vec<(Observations, Vec<bool>)>, bool) {
    let columns = ["curve", "examples_seen", "loss", "is_train"];
    let Some(rows) = table("alabdulmohsin-lc.csv", &columns) else { return (simulated_curves(), false) };
    let mut names: Vec<&str> = Vec::new();
    for row in &rows {
        if !names.contains(&row[0].as_str()) {
            names.push(&row[0]);
        }
    }
    let curve = |name: &&str| {
        let mine: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == **name).collect();
        let pick = |k: usize| mine.iter().map(|row| number(&row[k])).collect::<Vec<f64>>();
        (series(name, pick(1), pick(2)), mine.iter().map(|row| row[3] == "1").collect())
    };
    (names.iter().map(curve).collect(), true)
}

fn simulated_curves() -> Vec<(Observations, Vec<bool>)> {
    (0..92)
        .map(|index| {
            let mut stream = Stream::keyed(2, &[index]);
            let (floor, exponent) = (0.5 * stream.uniform(), 0.2 + 0.4 * stream.uniform());
            let x: Vec<f64> = (0..220).map(|i| 1e6 * 1.03f64.powi(i)).collect();
            let y = x.iter().map(|x| {
                let law = floor + 0.5 * (x / 1e6).powf(-exponent);
                law * (0.01 * stream.normal()).exp()
            });
            let y = y.collect();
            (series(&index.to_string(), x, y), (0..220).map(|i| i < 196).collect())
        })
        .collect()
}

fn series(name: &str, x: Vec<f64>, y: Vec<f64>) -> Observations {
    let axis = Column::new("examples_seen", Quantity::Examples, x);
    let loss = Column::new("loss", Quantity::Loss(LossUnit::Nats), y);
    let mut series = Observations::new(loss, vec![axis]).expect("the curve is complete");
    series.label = name.to_owned();
    series
}
