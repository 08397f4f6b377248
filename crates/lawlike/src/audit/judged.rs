//! One series: its fit, what the checks found, and its verdict.

use super::facts::{Checked, Facts};
use super::onset::onset;
use super::points::plot;
use super::wide::wide;
use super::wrong_law::wrong_law;
use super::{Series, Tests, regime};
use crate::check::{Published, check_published, check_worth};
use crate::finding::Finding;
use crate::fit::{self, Objective, fit};
use crate::kept::Kept;
use crate::law::Law;
use crate::noise;
use crate::observations::Observations;
use crate::verdict::{Evidence, judge};

/// A series with its verdict, and what it rests on.
pub(super) struct Judged {
    pub(super) part: Series,
    pub(super) findings: Vec<Finding>,
    pub(super) facts: Facts,
}

/// What every series is asked.
pub(super) struct Asked<'a> {
    pub(super) law: &'a Law,
    pub(super) objective: Objective,
    pub(super) fitting: &'a fit::FitOptions,
    pub(super) published: &'a Published,
    pub(super) kept: &'a Kept,
}

/// Fit, checks and verdict of one series.
pub(super) fn judged_series(
    observations: &Observations,
    asked: &Asked<'_>,
    tests: &Tests,
    index: usize,
) -> Judged {
    let Asked { law, objective, fitting: options, published, kept } = *asked;
    let (rolling, named) = tests.of(index);
    let test = &tests.rolling;
    let fitted = fit(law, observations, options);
    let (fit, failure) = match fitted {
        Ok(fit) => (Some(fit), None),
        Err(error) => (None, Some(error.to_string())),
    };
    let parameters = fit.as_ref().map_or(law.parameters.len(), |fit| fit.parameters.len());
    let mut worth = 1.0;
    let mut findings = fit.as_ref().map_or_else(Vec::new, |fit| {
        let mut found;
        (found, worth) = check_worth(law, observations, options, fit, kept);
        if !published.is_empty() {
            found.extend(check_published(law, observations, options, fit, published));
        }
        found
    });
    let question = regime::Question { law, objective };
    let facts =
        Facts::new(observations, fit.as_ref(), Checked { findings: &findings, worth }, rolling, &question);
    findings.extend(facts.design.wrong.map(|wrong| wrong_law(&observations.label, wrong)));
    findings.extend(fit.as_ref().and_then(|fit| onset(law, observations, options, fit)));
    findings.extend(rolling.and_then(|test| wide(&observations.label, &test.held)));
    let verdict = judge(&Evidence {
        held: rolling.map(|test| &test.held),
        named: named.map(|test| &test.held),
        scale: observations.scale(),
        tolerance: (test.tolerance.0, &test.tolerance.1),
        unit: test.distance_unit,
        parameters,
        ..facts.evidence()
    });
    let backtest = named.or(rolling).cloned();
    let (points, plot_axis) = plot(observations, fit.as_ref(), backtest.as_ref());
    let label = observations.label.clone();
    let noise = noise::apart(observations);
    let part = Series { label, fit, failure, backtest, noise, verdict, points, plot_axis };
    Judged { part, findings, facts }
}
