//! Checks that read a few numbers of the fit, at their thresholds.

use super::fitted::{Fitted, power};
use super::*;
use crate::fit::Status;
use crate::kept::Kept;

fn healthy() -> Fitted {
    Fitted::new("log-log-line", power(20, |row| if row % 3 == 0 { 0.01 } else { -0.005 }))
}

#[test]
fn parameters_at_bounds_are_listed_with_their_values() {
    let mut it = healthy();
    assert!(it.found(&at_bound::CHECK).is_none());
    it.fit.parameters[0].estimate.interval.value = 0.5;
    it.fit.parameters[1].estimate.interval.value = 3.0;
    it.fit.certificate.at_bound = vec!["A".to_owned(), "b".to_owned()];
    let found = it.found(&at_bound::CHECK).unwrap();
    assert_eq!((found.message.as_str(), found.number), ("A = 0.5, b = 3", 2.0));
}

#[test]
fn three_runs_a_parameter_are_enough_and_less_than_one_and_a_half_are_serious() {
    let mut it = healthy();
    let mut found = |groups: usize| {
        it.observations.groups = (0..20).map(|row| row % groups).collect();
        it.found(&few_rows::CHECK)
    };
    assert!(found(6).is_none() && found(20).is_none(), "three a parameter");
    let five = found(5).unwrap();
    assert_eq!((five.message.as_str(), five.number), ("5 independent runs for 2 parameters", 2.5));
    assert_eq!(five.severity, Severity::Warning);
    assert_eq!(found(3).unwrap().severity, Severity::Warning, "one and a half");
    assert_eq!(found(2).unwrap().severity, Severity::Serious);
}

#[test]
fn a_lost_rank_is_serious_and_a_condition_counts_above_ten_thousand() {
    let mut it = healthy();
    let condition = |it: &mut Fitted, number: f64| {
        it.fit.certificate.condition = number;
        it.found(&identifiability::CHECK)
    };
    assert!(condition(&mut it, 30.0).is_none() && condition(&mut it, 1e4).is_none());
    let high = condition(&mut it, 2e4).unwrap();
    assert_eq!((high.severity, high.number), (Severity::Warning, 2e4));
    assert!(high.message.starts_with("condition number 2.0e4:"), "{}", high.message);
    it.fit.certificate.rank = 1;
    let lost = it.found(&identifiability::CHECK).unwrap();
    assert_eq!((lost.severity, lost.number, lost.threshold), (Severity::Serious, 1.0, 2.0));
    assert_eq!(lost.message, "the runs determine 1 of 2 parameters");
    it.fit.parameters[1].estimate.se = 0.0;
    it.fit.certificate.condition = 30.0;
    assert!(it.found(&identifiability::CHECK).is_none(), "a held parameter need not be determined");
}

#[test]
fn as_many_runs_as_parameters_can_determine_them_and_fewer_cannot() {
    let mut it = healthy();
    let (one, condition) = (it.fit.parameters[0].clone(), 30.0);
    it.fit.certificate.condition = condition;
    let mut found = |parameters: usize| {
        it.fit.parameters = vec![one.clone(); parameters];
        it.fit.certificate.rank = parameters;
        it.found(&identifiability::CHECK)
    };
    assert!(found(20).is_none());
    assert_eq!(found(21).unwrap().message, "the runs determine 20 of 21 parameters");
}

#[test]
fn one_run_decides_a_parameter_from_nine_tenths_on_if_there_are_runs_enough() {
    let mut it = healthy();
    let leverage = |it: &mut Fitted, most: f64| {
        it.fit.leverages = vec![0.1; 20];
        it.fit.leverages[7] = most;
        it.found(&leverage::CHECK)
    };
    assert!(leverage(&mut it, 0.5).is_none() && leverage(&mut it, 0.9).is_none());
    let found = leverage(&mut it, 0.93).unwrap();
    assert_eq!((found.message.as_str(), found.number), ("line 8 has leverage 0.93", 0.93));
    it.fit.parameters = vec![it.fit.parameters[0].clone(); 10];
    assert!(leverage(&mut it, 0.93).is_some(), "two runs a parameter");
    it.fit.parameters = vec![it.fit.parameters[0].clone(); 11];
    assert!(leverage(&mut it, 0.93).is_none(), "fewer than two");
}

#[test]
fn half_of_the_starts_must_agree_and_failures_are_serious() {
    let mut it = healthy();
    let found = |it: &mut Fitted, agree: usize, status: Status| {
        (it.fit.certificate.starts, it.fit.certificate.agree, it.fit.status) = (10, agree, status);
        it.found(&search::CHECK)
    };
    it.fit.certificate.next_basin = None;
    assert!(found(&mut it, 5, Status::Converged).is_none() && found(&mut it, 9, Status::AtBound).is_none());
    let few = found(&mut it, 4, Status::Converged).unwrap();
    assert_eq!((few.message.as_str(), few.number), ("4 of 10 starts agree", 0.4));
    assert_eq!(few.severity, Severity::Note);
    it.fit.certificate.next_basin = Some(1.25);
    let next = found(&mut it, 4, Status::Converged).unwrap().message;
    assert_eq!(next, "4 of 10 starts agree; the next-best basin has 25.00 % more objective");
    let failed = found(&mut it, 9, Status::NotConverged).unwrap();
    assert!(failed.severity == Severity::Serious && failed.message.ends_with("the search did not converge"));
    let few = found(&mut it, 9, Status::Unconfirmed).unwrap();
    assert!(
        few.severity == Severity::Serious && few.message.ends_with("too few to call it the best optimum")
    );
}

#[test]
fn an_axis_of_less_than_a_power_of_ten_is_named() {
    let mut it = healthy();
    let mut found = |quantity: Quantity, from: f64, to: f64| {
        it.observations.axes = vec![
            Column::new("wide", Quantity::Plain, vec![1.0, 1000.0]),
            Column::new("narrow", quantity, vec![from, to]),
        ];
        it.found(&span::CHECK)
    };
    let found_narrow = found(Quantity::Plain, 2.0, 18.0).unwrap();
    assert_eq!(found_narrow.message, "`narrow` spans 0.95 powers of ten");
    assert!((found_narrow.number - 9f64.log10()).abs() < 1e-12);
    assert!(found(Quantity::Plain, 1.0, 10.0).is_none(), "exactly one");
    assert!(found(Quantity::Plain, 1.0, 30.0).is_none());
    assert!(found(Quantity::Date, 2020.0, 2024.0).is_none(), "dates have no ratio");
    assert!(found(Quantity::Plain, -4.0, 2.0).is_none(), "nor have values below zero");
}

#[test]
fn tokens_a_parameter_must_vary_by_half_in_logarithms() {
    let mut it = healthy();
    let mut found = |half: f64| {
        let (n, sign) = ([1e7, 1e8, 3e8, 1e9], [1.0, -1.0, 1.0, -1.0]);
        let d = n.iter().zip(sign).map(|(n, sign)| 20.0 * n * f64::exp(half * sign)).collect();
        it.observations.axes = vec![
            Column::new("params", Quantity::Parameters(crate::quantity::ParameterCount::Total), n.to_vec()),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d),
        ];
        it.found(&tokens_per_parameter::CHECK)
    };
    // Four logarithms at `half` from their mean: the variance is 4/3 of its square.
    let narrow = found(0.4).unwrap();
    assert!((narrow.number - 0.4 * (4.0f64 / 3.0).sqrt()).abs() < 1e-9, "{}", narrow.number);
    assert!(narrow.message.contains("by a factor of 1.59") && narrow.message.ends_with("over 4 runs"));
    assert!(found(0.432).is_some() && found(0.434).is_none() && found(2.0).is_none());
}

#[test]
fn levels_take_all_checks_the_quick_ones_or_none() {
    let mut it = healthy();
    it.fit.leverages[3] = 0.95;
    let codes = |level: CheckLevel| -> Vec<&str> {
        run(level, &it.context()).iter().map(|finding| finding.code).collect()
    };
    assert!(codes(CheckLevel::Quick).contains(&"leverage") && codes(CheckLevel::None).is_empty());
    for check in CHECKS {
        assert!(CheckLevel::All.takes(check) && !CheckLevel::None.takes(check));
        assert_eq!(CheckLevel::Quick.takes(check), !dear().any(|code| code == check.card.code));
    }
    let dear: Vec<&str> = dear().collect();
    assert_eq!(dear, ["leave-one-group-out", "best-of-k", "specification"]);
}

#[test]
fn rows_are_worth_one_unless_their_neighbours_err_together() {
    // Runs of ten residuals of one sign.
    let together = power(120, |row| if row / 10 % 2 == 0 { 0.01 } else { -0.01 });
    for (data, is_less) in [(together, true), (power(120, |row| 0.01 * (-1f64).powi(row as i32)), false)] {
        let it = Fitted::new("log-log-line", data);
        let (found, worth) = check_worth(&it.law, &it.observations, &it.options, &it.fit, &Kept::default());
        assert_eq!(found.iter().any(|finding| finding.code == "autocorrelation"), is_less);
        // Neighbours correlate by 8/10: (1 - 0.8)/(1 + 0.8).
        let expected = if is_less { 1.0 / 9.0 } else { 1.0 };
        assert!((worth - expected).abs() < 0.02, "{worth} instead of {expected}");
    }
}
