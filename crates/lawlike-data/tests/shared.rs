//! Real tables of public measurements, where they are at hand: in the folder named by `LAWLIKE_SHARED`, by
//! default `../shared` beside the workspace.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests")]

use lawlike::quantity::Quantity;
use lawlike_data::{Observed, Role, Roles, Table, observe};
use lawlike_formula::Predicate;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The folder of tables, or a word on standard error that the test is skipped.
fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("LAWLIKE_SHARED").map(PathBuf::from);
    let default = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let data = shared.unwrap_or(default).join("data");
    if !data.is_dir() {
        eprintln!("skipped: no folder {}", data.display());
        return None;
    }
    Some(data)
}

fn read(name: &str) -> Option<Table> {
    let path = folder()?.join(name);
    if !path.is_file() {
        eprintln!("skipped: no file {}", path.display());
        return None;
    }
    Some(Table::read(&[path]).unwrap())
}

fn seen(table: &Table, y: &str, x: &[&str], by: &str) -> Observed {
    let roles = Roles {
        y: (!y.is_empty()).then(|| Role::parse(y).unwrap()),
        x: x.iter().map(|x| Role::parse(x).unwrap()).collect(),
        by: (!by.is_empty()).then(|| by.to_owned()),
        ..Roles::default()
    };
    observe(table, &roles).unwrap()
}

#[test]
fn every_table_is_read() {
    let Some(folder) = folder() else { return };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let table = Table::read(std::slice::from_ref(&path)).unwrap();
            assert!(table.rows() > 0 && table.summary().len() == table.columns.len(), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 0);
}

#[test]
fn chinchilla() {
    let Some(table) = read("chinchilla-epoch.csv") else { return };
    let observed = seen(&table, "", &[], "");
    assert_eq!(observed.series[0].n(), 245);
    assert_eq!((observed.axes[0].0.as_str(), observed.axes[1].0.as_str()), ("params", "tokens"));
}

#[test]
fn horizons() {
    let Some(table) = read("metr-horizons-v1.csv") else { return };
    let observed = seen(&table, "p50_horizon_min", &["release_date"], "");
    assert_eq!(observed.axes[0].1, Quantity::Date);
    assert_eq!(observed.series[0].axes[0].values[0], 2019.0 + 45.0 / 365.25);
}

#[test]
fn learning_curves() {
    let Some(table) = read("alabdulmohsin-lc.csv") else { return };
    let observed = seen(&table, "loss", &["examples_seen"], "curve");
    assert_eq!(observed.series.len(), 92);
    assert_eq!(observed.series.iter().map(|series| series.n()).sum::<usize>(), 20_282);
}

#[test]
fn rows_before_fine_tuning_are_left_out() {
    let Some(table) = read("rectified-sft-flan.csv") else { return };
    let observed = seen(&table, "test_loss", &["sft_examples"], "model");
    assert!(observed.series.iter().all(|series| series.axes[0].is_log()));
    let sentence = "30 rows with `sft_examples` = 0 left out: a logarithmic axis begins after zero; ";
    assert!(observed.understood.iter().any(|line| line.starts_with(sentence)), "{:?}", observed.understood);
}

#[test]
fn reinforcement() {
    let Some(table) = read("qwen3-grpo.csv") else { return };
    let observed = seen(&table, "gsm8k_accuracy", &["rl_step"], "model_size");
    assert!(observed.series.iter().all(|series| series.is_share()));
}

#[test]
fn one_setting_of_many() {
    let Some(table) = read("porian.csv") else { return };
    let predicate = Predicate::parse("setting == 'rw|base|long|kaplan|kaplan'").unwrap();
    let table = table.filter(&predicate).unwrap();
    let observed = seen(&table, "", &[], "");
    assert!(observed.series[0].n() > 50);
}

/// Run on an idle machine in release: `cargo test --release -p lawlike-data --test shared -- --ignored`.
#[test]
#[ignore = "a measurement of time"]
fn reading_is_fast() {
    let limits = [("chinchilla-epoch.csv", 2), ("alabdulmohsin-lc.csv", 60)];
    for (name, limit) in limits {
        let Some(folder) = folder() else { return };
        let paths = [folder.join(name)];
        let times = (0..9).map(|_| {
            let start = Instant::now();
            let table = Table::read(&paths).unwrap();
            assert!(table.rows() > 0);
            start.elapsed()
        });
        let best = times.min().unwrap();
        eprintln!("{name}: {best:?}");
        assert!(best < Duration::from_millis(limit), "{name}: {best:?}");
    }
}
