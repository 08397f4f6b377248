use super::*;
use crate::fit::{fit, tests::surface};

mod line;

/// What is found of published numbers in 56 runs of a surface with half a per cent of noise.
fn found(seed: u64, values: &[&str], intervals: &[&str]) -> Vec<Finding> {
    let (law, options) = (Law::named("chinchilla").unwrap(), FitOptions::default());
    let runs = surface(0.005, seed);
    let fit = fit(&law, &runs, &options).unwrap();
    let published = Published {
        values: values.iter().map(|text| text.parse().unwrap()).collect(),
        intervals: intervals.iter().map(|text| text.parse().unwrap()).collect(),
        replicates: 0,
    };
    let names: Vec<String> = fit.parameters.iter().map(|p| p.name.clone()).collect();
    published.check(&names).unwrap();
    check_published(&law, &runs, &options, &fit, &published)
}

const TRUTH: [&str; 5] = ["E=1.8000", "A=480.0000", "alpha=0.350000", "B=2100.0000", "beta=0.370000"];

#[test]
fn the_truth_with_enough_digits_passes() {
    let loud = (0..40).filter(|seed| !found(*seed, &TRUTH, &[]).is_empty()).count();
    assert!(loud <= 2, "{loud} of 40");
}

#[test]
fn two_digits_are_too_few() {
    let printed = ["E=1.8", "A=480", "alpha=0.35", "B=2100", "beta=0.37"];
    let found = found(1, &printed, &[]);
    let rounding = found.iter().find(|f| f.code == "rounding").unwrap();
    assert!(rounding.number > 1.0 && rounding.message.contains("those of beta"), "{}", rounding.message);
}

#[test]
fn other_values_do_not_predict() {
    let printed = ["E=1.8000", "A=480.0000", "alpha=0.340000", "B=2100.0000", "beta=0.370000"];
    let found = found(1, &printed, &[]);
    assert!(found.iter().any(|f| f.code == "published-error" && f.number > 1.5), "{found:?}");
}

#[test]
fn narrow_intervals_are_seen_and_honest_ones_are_not() {
    // The standard error of the share of compute that goes to parameters is about 0.004 on such runs.
    let narrow = found(2, &[], &["beta/(alpha + beta)=0.5138:0.5139@80"]);
    assert_eq!(narrow.len(), 1);
    assert!(narrow[0].code == "narrow-claim" && narrow[0].number > 20.0, "{}", narrow[0].message);
    assert!(found(2, &[], &["beta/(alpha + beta)=0.505:0.525@95", "E=1.77:1.83@95"]).is_empty());
}
