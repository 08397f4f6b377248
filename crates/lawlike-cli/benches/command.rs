//! The whole process, from the start of the program to its last byte: `cargo bench -p lawlike-cli`.

#![allow(clippy::expect_used)]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

fn main() {
    divan::main();
}

/// The 245 runs digitised from Hoffmann et al. 2022 where LAWLIKE_SHARED (or `../shared` beside the workspace) has them;
/// otherwise a table of the same shape, written to the folder of the build.
fn table() -> PathBuf {
    let shared = std::env::var("LAWLIKE_SHARED")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let real = shared.join("data/chinchilla-epoch.csv");
    if real.is_file() {
        return real;
    }
    let mut text = "params,tokens,loss\n".to_owned();
    for i in 0..245 {
        let compute = 6e18 * 2.2f64.powi(i / 28);
        let params = (compute / 120.0).sqrt() * 9f64.powf(f64::from(i % 28) / 13.5 - 1.0);
        let tokens = compute / (6.0 * params);
        let wobble = 1.0 + 0.01 * f64::from(i * 37 % 19 - 9) / 9.0;
        let loss = wobble * (1.82 + 478.0 * params.powf(-0.347) + 2143.0 * tokens.powf(-0.367));
        writeln!(text, "{params},{tokens},{loss}").expect("a string takes all");
    }
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("runs.csv");
    std::fs::write(&path, text).expect("the folder of the build can be written");
    path
}

fn run(arguments: &[&str]) {
    let path = table();
    let mut command = Command::new(env!("CARGO_BIN_EXE_lawlike"));
    command.arg(arguments[0]);
    if arguments[0] == "fit" {
        command.arg(path);
    }
    let status = command.args(&arguments[1..]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "`lawlike {}` failed", arguments.join(" "));
}

/// What starting a process and printing a line costs.
#[divan::bench]
fn version() {
    run(&["--version"]);
}

/// Read, fit, certify, check, print.
#[divan::bench]
fn fit_245_rows() {
    run(&["fit", "--law", "chinchilla"]);
}
