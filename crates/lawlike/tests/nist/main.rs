//! NIST StRD: 27 certified non-linear regressions, each from both of its starts, without tuning by problem.
//!
//! The data are read from the folder `certified/nist-strd` of LAWLIKE_SHARED (default `../shared` beside the
//! workspace); where it is absent the test says so and passes. Digits are the log relative error of the certified
//! value: `-log10(|found - certified| / |certified|)`, at most 11, the number of digits that NIST prints.

#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::print_stdout, reason = "helpers of a test")]

mod problem;
mod reach;

use lawlike::fit::{Fit, FitOptions, Objective, fit};
use problem::{PROBLEMS, Problem, folder, read};

fn digits(found: f64, certified: f64) -> f64 {
    let error = ((found - certified) / certified).abs();
    if error == 0.0 { 11.0 } else { (-error.log10()).min(11.0) }
}

fn worst(problem: &Problem, fit: &Fit) -> (f64, f64) {
    problem.certified.iter().fold((11.0, 11.0), |(value, se), own| {
        let found = fit.parameter(&own.name).unwrap();
        (
            f64::min(value, digits(found.value(), own.value)),
            f64::min(se, digits(found.estimate.se, own.deviation)),
        )
    })
}

#[test]
fn certified_from_both_starts() {
    let Some(folder) = folder() else { return };
    let (mut solved, mut errors, mut total) = (0, 0, 0.0);
    for (name, formula) in PROBLEMS {
        let problem = read(&folder, name, formula);
        for (which, start) in problem.starts.iter().enumerate() {
            let options =
                FitOptions { objective: Some(Objective::LS), start: start.clone(), ..FitOptions::default() };
            let fit = fit(&problem.law, &problem.data, &options).unwrap();
            let (value, se) = worst(&problem, &fit);
            println!(
                "{name:9} start {}: values {value:5.2} s.e. {se:5.2} {:?} {:.10e} ({} evaluations)",
                which + 1,
                fit.status,
                fit.objective.value,
                fit.certificate.evaluations
            );
            solved += u32::from(value >= 10.0);
            errors += u32::from(se >= 8.0);
            total += value;
        }
    }
    println!(
        "{solved} of 54 to 10 digits, mean {:.2}; standard errors to 8 digits on {errors}",
        total / 54.0
    );
    assert_eq!(solved, 54);
    assert!(total / 54.0 >= 10.7);
    // Lanczos1 is certified at rounding level: its residuals are 1e-13 of the response.
    assert!(errors >= 52);
}
