//! The exit code carries the answer.

use crate::support::{Folder, chinchilla_csv, command, curves_csv, lawlike, noise};
use std::process::Stdio;

/// A response that has nothing to do with the axis.
fn pure_noise_csv() -> String {
    let mut text = String::from("tokens,loss\n");
    for i in 0..60 {
        let tokens = 1e8 * 10f64.powf(f64::from(i) * 0.06);
        text += &format!("{tokens:.6e},{:.6}\n", 3.0 + 0.8 * noise(i as usize));
    }
    text
}

fn word(text: &str, more: &[&str]) -> (i32, String) {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", text);
    let mut args = vec!["audit", runs.as_str(), "--y", "loss", "--format", "json"];
    args.extend(more);
    let run = lawlike(&args);
    let word = run.json()["verdict"]["word"].as_str().unwrap().to_owned();
    (run.code, word)
}

#[test]
fn the_verdict_is_in_the_exit_code() {
    for (text, law) in [
        (chinchilla_csv(0.0005), "chinchilla"),
        (chinchilla_csv(0.05), "chinchilla"),
        (pure_noise_csv(), "power-floor"),
        (curves_csv(&["one"], 4), "power-floor"),
    ] {
        let (code, word) = word(&text, &["--law", law]);
        let expected = match word.to_lowercase().as_str() {
            "strong" => 0,
            "weak" | "broken" | "absent" => 1,
            "untested" => 3,
            other => panic!("no such verdict: {other}"),
        };
        assert_eq!(code, expected, "{word}");
    }
}

#[test]
fn a_law_that_holds_is_told_from_noise() {
    assert_eq!(word(&chinchilla_csv(0.0005), &["--law", "chinchilla"]).0, 0);
    assert_ne!(word(&pure_noise_csv(), &["--law", "power-floor"]).0, 0);
}

#[test]
fn exit_zero_hides_the_verdict_but_no_error() {
    assert_eq!(word(&pure_noise_csv(), &["--law", "power-floor", "--exit-zero"]).0, 0);
    lawlike(&["audit", "no-such-file.csv", "--exit-zero"]).expect_code(2);
}

#[test]
fn the_bundled_sweep_has_a_verdict() {
    let run = lawlike(&["audit"]);
    assert!([0, 1, 3].contains(&run.code), "{}", run.err);
    assert!(run.err.lines().next().unwrap().contains("measured"), "{}", run.err);
    assert!(run.out.contains("lab-pretrain (measured)"), "{}", run.out);
    let words = ["Strong", "Weak", "Broken", "Absent", "Untested"];
    let upper = run.out.to_lowercase();
    assert!(words.iter().any(|word| upper.contains(&word.to_lowercase())), "{}", run.out);
}

#[test]
fn a_report_is_one_page_without_links_elsewhere() {
    let folder = Folder::new();
    let path = folder.path().join("report.html");
    let args = ["audit", "--report", path.to_str().unwrap(), "--exit-zero", "--quiet"];
    lawlike(&args).expect_code(0);
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(page.to_lowercase().starts_with("<!doctype html>"));
    assert!(!page.contains("src=\"http") && !page.contains("<link"));
}

#[test]
fn wrong_usage_is_two_and_help_is_zero() {
    lawlike(&[]).expect_code(2);
    lawlike(&["frobnicate"]).expect_code(2);
    assert!(lawlike(&["forcast"]).expect_code(2).err.contains("'forecast'"));
    assert!(lawlike(&["forecast", "x.csv"]).expect_code(2).err.contains("--at <POINTS>"));
    lawlike(&["fit"]).expect_code(2);
    lawlike(&["fit", "--format", "pdf", "x.csv"]).expect_code(2);
    lawlike(&["--help"]).expect_code(0);
    lawlike(&["--version"]).expect_code(0);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let commands: [&[&str]; 5] =
        [&["laws"], &["explain"], &["--help"], &["completions", "bash"], &["audit", "--exit-zero", "-q"]];
    for args in commands {
        let mut child = command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{args:?}");
        assert!(output.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
