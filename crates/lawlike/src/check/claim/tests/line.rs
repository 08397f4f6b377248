//! Published numbers of a straight line, where what is found can be worked out by hand.

use super::*;
use crate::check::claim::{narrow_claim, published_error, rounding};
use crate::check::tests::fitted::{Fitted, is_near, number_after, power};
use crate::finding::Severity;
use crate::fit::{Objective, Status};
use crate::observations::{Column, Observations};
use crate::quantity::Quantity;
use lawlike_num::dist::{fisher_quantile, student_quantile};
use lawlike_num::quantile::median;

/// A power law whose rows lie a hundredth to either side.
fn even(rows: usize) -> Fitted {
    let side = |row: usize| [0.01, -0.01, -0.01, 0.01][row % 4];
    Fitted::new("log-log-line", power(rows, side))
}

fn published(values: &[(&str, f64, f64)], intervals: &[&str]) -> Published {
    let value = |(name, value, half_unit): &(&str, f64, f64)| StatedValue {
        name: (*name).to_owned(),
        value: *value,
        half_unit: *half_unit,
    };
    Published {
        values: values.iter().map(value).collect(),
        intervals: intervals.iter().map(|text| text.parse().unwrap()).collect(),
        replicates: 0,
    }
}

/// What one check finds of published numbers.
fn found(it: &Fitted, published: &Published, check: &ClaimCheck) -> Option<Found> {
    let options = ensemble::EnsembleOptions { replicates: 4000, ..Default::default() };
    let ensemble = resample(&it.law, &it.observations, &it.options, Maker::Laplace, &options).unwrap();
    let link = it.options.objective.unwrap_or_else(|| auto_objective(&it.observations).0).link;
    (check.run)(&Claim { published, observations: &it.observations, fit: &it.fit, ensemble, link })
}

/// The values of the fit with the first of them moved, in logarithms.
fn moved(it: &Fitted, by: f64) -> Published {
    let value = |name: &str| it.fit.parameter(name).unwrap().value();
    published(&[("A", value("A") * by.exp(), 0.0), ("b", value("b"), 0.0)], &[])
}

#[test]
fn published_values_must_miss_by_a_tenth_more_and_by_more_than_two_fits_differ() {
    // Residuals of 0.01: those moved by m are larger by the root of 1 + 10^4 m^2, and the test has 0.5 n m^2/2 over the noise.
    for (rows, by, severity) in [
        (200, 0.002, None),
        (200, 0.0044, None),
        (200, 0.0048, Some(Severity::Note)),
        (200, 0.0108, Some(Severity::Note)),
        (200, 0.0116, Some(Severity::Warning)),
        (20, 0.0112, None),
        (20, 0.0120, Some(Severity::Warning)),
    ] {
        let it = even(rows);
        let found = found(&it, &moved(&it, by), &published_error::CHECK);
        assert_eq!(found.as_ref().map(|found| found.severity), severity, "{rows} rows, {by}");
        let Some(found) = found else { continue };
        assert!(is_near(found.number, (1.0 + 1e4 * by * by).sqrt(), 0.01), "{}", found.number);
        let typical = number_after(&found.message, "typical error ");
        // Half of the rows are 0.01 + m off, half 0.01 - m.
        assert!(
            (typical - 100.0 * median(&[0.01 + by, (0.01 - by).abs()]).exp_m1()).abs() < 0.05,
            "{}",
            found.message
        );
        assert!((number_after(&found.message, "values, ") - 1.0).abs() < 0.03, "{}", found.message);
    }
}

#[test]
fn rows_that_hang_together_say_less() {
    let mut it = even(20);
    assert!(found(&it, &moved(&it, 0.013), &published_error::CHECK).is_some());
    it.observations.groups = (0..20).map(|row| row / 2).collect();
    assert!(found(&it, &moved(&it, 0.013), &published_error::CHECK).is_none());
    it.observations.groups = (0..20).map(|row| row % 2).collect();
    assert!(found(&it, &moved(&it, 0.5), &published_error::CHECK).is_none(), "no degree of freedom");
}

#[test]
fn a_single_bad_run_does_not_decide() {
    let mut it = even(20);
    it.observations.response.values[7] *= 3.0;
    it.fit.residuals[7] += 3f64.ln();
    let found = found(&it, &moved(&it, 0.03), &published_error::CHECK).unwrap();
    // The bad run counts three deviations, 0.0445, on both sides.
    let expected = ((19.0 * (1e-4 + 9e-4) + 0.0445f64.powi(2)) / (19.0 * 1e-4 + 0.0445f64.powi(2))).sqrt();
    assert!(is_near(found.number, expected, 0.04), "{} instead of {expected}", found.number);
}

/// Shares on a straight line over places 0 to 19, a hundredth to either side.
fn shares(objective: Option<Objective>) -> Fitted {
    let side = |row: usize| [0.01, -0.01, -0.01, 0.01][row % 4];
    let y = (0..20).map(|row| 0.3 + 0.02 * row as f64 + side(row)).collect();
    let axis = Column::new("x", Quantity::Plain, (0..20).map(f64::from).collect());
    let rows = Observations::new(Column::new("acc", Quantity::Accuracy, y), vec![axis]).unwrap();
    Fitted::with("a + b*x", rows, FitOptions { objective, ..FitOptions::default() })
}

#[test]
fn errors_are_shown_on_the_scale_of_the_residuals() {
    let far = published(&[("a", 0.4, 0.0), ("b", 0.02, 0.0)], &[]);
    let message = |objective| found(&shares(objective), &far, &published_error::CHECK).unwrap().message;
    let plain = message(None);
    assert!(
        plain.starts_with("typical error 0.100 with the published values, 0.010 with the fit"),
        "{plain}"
    );
    assert!(message(Some(Objective::LOGIT_LS)).contains(" (logit) with the published values"));
}

#[test]
fn missing_digits_are_held_against_the_error_of_the_line() {
    let it = shares(None);
    let value = |name: &str| it.fit.parameter(name).unwrap().value();
    let squares: f64 = it.fit.residuals.iter().map(|r| r * r).sum();
    let ratio = |half_a: f64, half_b: f64| {
        let at = |x: f64| {
            // Draws are of Student's law, whose variance is 18/16 with 18 degrees of freedom.
            let error = squares / 16.0 * (1.0 / 20.0 + (x - 9.5).powi(2) / 665.0);
            ((half_a * half_a + (half_b * x).powi(2)) / 3.0 / error).sqrt()
        };
        median(&(0..20).map(|x| at(f64::from(x))).collect::<Vec<f64>>())
    };
    let rounded = |half_a: f64, half_b: f64| {
        let stated = published(&[("a", value("a"), half_a), ("b", value("b"), half_b)], &[]);
        found(&it, &stated, &rounding::CHECK)
    };
    for (half_a, half_b, severity, most) in [
        (0.008, 0.0001, Severity::Warning, "a"),
        (0.001, 0.00008, Severity::Note, "a"),
        (0.001, 0.0002, Severity::Note, "b"),
    ] {
        let found = rounded(half_a, half_b).unwrap();
        let expected = ratio(half_a, half_b);
        assert!(is_near(found.number, expected, 0.05), "{} instead of {expected}", found.number);
        assert_eq!(found.severity, severity, "{expected}");
        assert!(found.message.ends_with(&format!("those of {most}")), "{}", found.message);
    }
    assert!(rounded(1e-4, 1e-6).is_none());
}

#[test]
fn an_interval_is_compared_with_that_of_the_draws_at_its_level() {
    let it = even(20);
    let b = it.fit.parameter("b").unwrap();
    let (value, error) = (b.value(), b.estimate.se);
    let claim_with = |width: f64, level: f64| {
        let (lo, hi) = (value - 0.5 * width * error, value + 0.5 * width * error);
        found(&it, &published(&[], &[&format!("b={lo}:{hi}@{level}")]), &narrow_claim::CHECK)
    };
    for level in [80.0, 95.0] {
        let full = 2.0 * student_quantile(0.5 + 0.005 * level, 18.0);
        let found = claim_with(full / 4.0, level).unwrap();
        assert!(is_near(found.number, 4.0, 0.06) && found.threshold == 2.0, "{}", found.number);
        assert!(found.message.contains(&format!(" at {level} %, from 20 runs")), "{}", found.message);
        let runs = number_after(&found.message, "needs about ");
        assert!(is_near(runs, 320.0, 0.12), "{}", found.message);
        assert!(is_near(number_after(&found.message, "the fit has "), value - 0.5 * full * error, 0.01));
        assert!(claim_with(full / 2.3, level).is_some() && claim_with(full / 1.8, level).is_none());
    }
    let all = published(&[], &["b=-0.200001:-0.2", "A=1:1e9"]);
    let message = found(&it, &all, &narrow_claim::CHECK).unwrap().message;
    assert!(
        message.starts_with("b: published -0.200001 to -0.2 at 95 %") && !message.contains("; A"),
        "{message}"
    );
}

#[test]
fn widths_of_few_runs_must_differ_by_more() {
    let it = even(8);
    let claim_with =
        |intervals: &[&str]| found(&it, &published(&[], intervals), &narrow_claim::CHECK).unwrap().threshold;
    assert!(is_near(claim_with(&["b=-0.200001:-0.2"]), fisher_quantile(0.99, 6.0, 6.0).sqrt(), 1e-9));
    let two = claim_with(&["b=-0.200001:-0.2", "A=70:70.1"]);
    assert!(is_near(two, fisher_quantile(0.995, 6.0, 6.0).sqrt(), 1e-9));
}

#[test]
fn held_parameters_have_no_interval_and_undetermined_ones_support_none() {
    let stated = published(&[], &["b=-0.200001:-0.2"]);
    let mut it = even(20);
    it.fit.status = Status::NotIdentified;
    let none = found(&it, &stated, &narrow_claim::CHECK).unwrap();
    assert_eq!((none.severity, none.number), (Severity::Serious, f64::INFINITY));
    assert!(found(&it, &published(&[], &[]), &narrow_claim::CHECK).is_none());
    let fix = vec![("b".to_owned(), -0.2)];
    let held = Fitted::with("log-log-line", it.observations, FitOptions { fix, ..FitOptions::default() });
    assert!(found(&held, &stated, &narrow_claim::CHECK).is_none());
    let both = published(&[], &["A*b=-1:-0.999999"]);
    assert!(found(&held, &both, &narrow_claim::CHECK).is_some(), "one of the two is free");
}

#[test]
fn a_held_parameter_need_not_be_published() {
    let fix = vec![("b".to_owned(), -0.2)];
    let it = Fitted::with("log-log-line", even(20).observations, FitOptions { fix, ..FitOptions::default() });
    let a = it.fit.parameter("A").unwrap().value();
    let off = found(&it, &published(&[("A", 1.05 * a, 0.0)], &[]), &published_error::CHECK);
    assert!(off.is_some());
    let loose = found(&it, &published(&[("A", a, 0.05 * a)], &[]), &rounding::CHECK).unwrap();
    // A twentieth over root three beside a hundredth over the root of 17: Student's law has the variance 19/17.
    let expected = (0.05 / 3f64.sqrt()).ln_1p() / (0.01 / 17f64.sqrt());
    assert!(is_near(loose.number, expected, 0.06), "{} instead of {expected}", loose.number);
    let free = even(20);
    assert!(found(&free, &published(&[("A", a, 1.0)], &[]), &rounding::CHECK).is_none(), "no value for `b`");
}

#[test]
fn a_bootstrap_is_made_of_so_many_replicates() {
    let it = even(20);
    let mut stated = published(&[], &["b=-0.200001:-0.2"]);
    let seen = |stated: &Published| {
        check_published(&it.law, &it.observations, &it.options, &it.fit, stated)
            .first()
            .map(|found| found.number)
    };
    let normal = seen(&stated).unwrap();
    stated.replicates = 60;
    let drawn = seen(&stated).unwrap();
    assert!(drawn != normal && (0.5..2.0).contains(&(drawn / normal)), "{drawn} {normal}");
}
