//! Published numbers, found again on the published points.
//!
//! The 240 points are the ones that Besiroglu et al. 2024 (arXiv 2404.10102) read from the figure of
//! Hoffmann et al. 2022; the rule `tokens_per_param > 0.45` leaves out the five rows that they leave out.
//! Without the data beside the workspace (or in `LAWLIKE_SHARED`) these tests say "skipped".

use crate::support::{lawlike, shared};
use serde_json::Value;

fn fit(law: &str, objective: &str) -> Option<Value> {
    let data = shared("chinchilla-epoch.csv")?;
    let condition = "tokens_per_param > 0.45";
    let args =
        ["fit", &data, "--law", law, "--objective", objective, "--where", condition, "--format", "json"];
    Some(lawlike(&args).expect_code(0).json())
}

fn parameter(json: &Value, name: &str) -> f64 {
    let parameters = json["fit"]["parameters"].as_array().unwrap();
    parameters.iter().find(|p| p["name"] == name).unwrap()["value"].as_f64().unwrap()
}

fn assert_near(found: f64, expected: f64, relative: f64) {
    assert!((found / expected - 1.0).abs() <= relative, "{found} is not {expected}");
}

#[test]
fn chinchilla_with_huber_loss() {
    let Some(json) = fit("chinchilla", "huber-log:1e-3") else { return };
    assert_eq!(json["fit"]["n"], 240);
    assert_near(json["fit"]["objective"]["value"].as_f64().unwrap(), 1.018_274e-3, 5e-7);
    let expected =
        [("E", 1.817_218), ("A", 477.826), ("B", 2143.417), ("alpha", 0.347_310), ("beta", 0.367_172)];
    for (name, value) in expected {
        assert_near(parameter(&json, name), value, 2e-6);
    }
}

#[test]
fn chinchilla_typed_as_a_formula_gives_the_same_digits() {
    let Some(named) = fit("chinchilla", "huber-log:1e-3") else { return };
    let Some(typed) = fit("E + A*N^-alpha + B*D^-beta", "huber-log:1e-3") else { return };
    assert_eq!(named["fit"]["objective"]["value"], typed["fit"]["objective"]["value"]);
    for name in ["E", "A", "B", "alpha", "beta"] {
        assert_eq!(parameter(&named, name).to_bits(), parameter(&typed, name).to_bits(), "{name}");
    }
}

/// The optimum was confirmed by successive linear programs from two starts; it is the one that Besiroglu et al. print
/// (1.8172, 482.01, 2085.43, 0.3478, 0.3658), whose Huber loss with a free scale shrinks to absolute deviations.
#[test]
fn chinchilla_with_absolute_deviations() {
    let Some(json) = fit("chinchilla", "lad") else { return };
    assert_near(json["fit"]["objective"]["value"].as_f64().unwrap(), 1.129_494_653_622, 1e-9);
    let expected =
        [("E", 1.816_864), ("A", 482.006_1), ("B", 2085.436), ("alpha", 0.347_813_1), ("beta", 0.365_854_2)];
    for (name, value) in expected {
        assert_near(parameter(&json, name), value, 2e-6);
    }
}

#[test]
fn a_real_file_is_shown() {
    let Some(data) = shared("porian.csv") else { return };
    let run = lawlike(&["data", "show", &data]).expect_code(0);
    assert!(!run.out.is_empty());
}

#[test]
fn the_law_of_repeats_is_found_by_most_starts() {
    let Some(data) = shared("datablations.csv") else { return };
    let fit = |law: &str| {
        let columns = ["--x", "params", "--x", "tokens", "--x", "unique_tokens=tokens-unique"];
        let args =
            [&["fit", &data, "--law", law, "--y", "val_loss_c4", "--format", "json"][..], &columns].concat();
        lawlike(&args).expect_code(0).json()
    };
    let repeats = fit("data-constrained");
    assert_eq!(repeats["fit"]["status"], "converged", "{}", repeats["fit"]["certificate"]);
    let count = |key: &str| repeats["fit"]["certificate"][key].as_f64().unwrap();
    assert!(2.0 * count("agree") > count("starts"), "{}", repeats["fit"]["certificate"]);
    // Runs that got worse are in these data: a law that lets repeats do harm fits them better.
    let objective = |json: &Value| json["fit"]["objective"]["value"].as_f64().unwrap();
    assert!(objective(&fit("over-fit")) < 0.8 * objective(&repeats));
}
