//! Reading of tables with a million numbers and more: `cargo bench -p lawlike-data`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use lawlike_data::{Table, Typed};
use std::fmt::Write;

/// Rows of a usual sweep, and of a large log.
const ROWS: [usize; 2] = [1_000, 250_000];

fn main() {
    divan::main();
}

/// Four columns of numbers: whole, large, and with all their digits.
fn csv(rows: usize) -> String {
    let mut text = "params,tokens,flops,loss\n".to_owned();
    for row in 0..rows {
        let x = 1.0 + row as f64;
        let _ =
            writeln!(text, "{},{},{:?},{:?}", row * 7 + 1, row * 1_000_003, 6e9 * x.sqrt(), 2.0 + 1.0 / x);
    }
    text
}

fn read(bencher: Bencher<'_, '_>, name: &str, bytes: &[u8]) {
    bencher.counter(BytesCount::of_slice(bytes)).bench_local(|| Table::from_bytes(name, black_box(bytes)));
}

#[divan::bench(args = ROWS)]
fn numbers_of_csv(bencher: Bencher<'_, '_>, rows: usize) {
    read(bencher, "runs.csv", csv(rows).as_bytes());
}

#[divan::bench(args = ROWS)]
fn numbers_of_parquet(bencher: Bencher<'_, '_>, rows: usize) {
    let table = Table::from_bytes("runs.csv", csv(rows).as_bytes());
    let bytes = table.and_then(|table| table.to_parquet()).unwrap_or_default();
    read(bencher, "runs.parquet", &bytes);
}

/// Runs, steps and losses, as trackers write them.
#[divan::bench(args = ROWS)]
fn json_lines(bencher: Bencher<'_, '_>, rows: usize) {
    let mut text = String::new();
    for row in 0..rows {
        let loss = 2.0 + 1.0 / (1.0 + row as f64);
        let _ = writeln!(text, "{{\"run\": \"r{}\", \"step\": {row}, \"loss\": {loss:?}}}", row / 1000);
    }
    read(bencher, "log.jsonl", text.as_bytes());
}

/// Columns that are in memory already.
#[divan::bench(args = ROWS)]
fn columns_in_memory(bencher: Bencher<'_, '_>, rows: usize) {
    let values: Vec<f64> = (0..rows).map(|row| (row as f64).sqrt()).collect();
    let columns = || ["x", "loss"].map(|name| (name.to_owned(), Typed::Number(values.clone()))).to_vec();
    bencher.with_inputs(columns).bench_local_values(|columns| Table::from_columns("frame", columns));
}
