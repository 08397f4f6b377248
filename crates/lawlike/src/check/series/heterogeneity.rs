//! Do the series share their exponents?

use super::{CheckCard, Found, Member, SeriesCheck};
use crate::finding::Severity;
use crate::fit::{Fit, Status};
use crate::law::slopes;
use lawlike_formula::Formula;
use lawlike_num::dist::fisher_tail;

/// False alarms allowed, over all slopes of the law together.
const ALARMS: f64 = 0.02;
/// Share of the spread of the estimates that must be more than their errors for a pooled law to mislead.
const SHARE: f64 = 0.5;

pub(super) const CHECK: SeriesCheck = SeriesCheck {
    card: CheckCard {
        code: "heterogeneity",
        title: "the series do not share their exponents",
        says: "exponents of the series differ by more than their errors allow: one pooled law is right for none of them",
        caution: "standard errors that are too small, as of rows that hang together without --group, make equal exponents \
                  look different; a law that is wrong for all series does so too",
        hint: "fit every series by itself (--by), forecast each from its own runs, and state the spread of the exponents",
        source: "Cochran's Q with the reference of Welch 1951 for errors that are themselves estimated; more than half of \
                 the spread beyond the errors (I^2 of Higgins & Thompson 2002)",
    },
    run,
};

/// One estimate of a slope: value, squared standard error, degrees of freedom.
#[derive(Debug, Clone, Copy)]
struct Slope {
    value: f64,
    square: f64,
    freedom: f64,
}

/// How much the slopes of the series differ.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spread {
    /// Probability of as large a Q if all were equal.
    p: f64,
    /// Share of the spread that is more than error.
    share: f64,
    /// Mean, weighted by what errors and spread allow.
    mean: f64,
    /// Standard deviation of the slopes beyond their errors (DerSimonian & Laird 1986).
    deviation: f64,
    /// Number of series.
    count: usize,
}

fn run(members: &[Member<'_>]) -> Option<Found> {
    let first = members.iter().find_map(|member| member.fit)?;
    let parameters: Vec<&str> = first.parameters.iter().map(|p| p.name.as_str()).collect();
    let names = slopes(&Formula::parse(&first.formula).ok()?, &parameters);
    let tested: Vec<(&String, Spread)> =
        names.iter().filter_map(|name| Some((name, spread(&estimates(members, first, name))?))).collect();
    let limit = ALARMS / tested.len() as f64;
    let apart: Vec<&(&String, Spread)> =
        tested.iter().filter(|(_, s)| s.p < limit && s.share > SHARE).collect();
    let worst = apart.iter().map(|(_, s)| s.share).fold(0.0, f64::max);
    let parts: Vec<String> = apart
        .iter()
        .map(|(name, s)| {
            format!(
                "{name} is {:.3} on average and differs by {:.3} (one standard deviation) over {} series; {:.0} % of \
                 the spread of the estimates is more than their errors ({})",
                s.mean,
                s.deviation,
                s.count,
                100.0 * s.share,
                if s.p < 1e-12 { "p below 1e-12".to_owned() } else { format!("p = {:.1e}", s.p) }
            )
        })
        .collect();
    (!apart.is_empty()).then(|| Found {
        severity: Severity::Note,
        number: worst,
        threshold: SHARE,
        message: parts.join("; "),
    })
}

/// The estimates of one slope in all series of the same law that determine it.
fn estimates(members: &[Member<'_>], first: &Fit, name: &str) -> Vec<Slope> {
    let slope_of = |member: &Member<'_>| {
        let fit = member.fit.filter(|fit| fit.formula == first.formula && fit.status == Status::Converged)?;
        let estimate = fit.parameter(name)?;
        let freedom = member.observations.group_count().checked_sub(fit.parameters.len())?;
        (freedom > 0 && estimate.estimate.se > 0.0).then_some(Slope {
            value: estimate.value(),
            square: estimate.estimate.se * estimate.estimate.se,
            freedom: freedom as f64,
        })
    };
    members.iter().filter_map(slope_of).collect()
}

/// Cochran's Q and Welch's test of equal means.
fn spread(slopes: &[Slope]) -> Option<Spread> {
    let k = slopes.len() as f64;
    if slopes.len() < 2 {
        return None;
    }
    let total: f64 = slopes.iter().map(|s| 1.0 / s.square).sum();
    let mean = slopes.iter().map(|s| s.value / s.square).sum::<f64>() / total;
    let q: f64 = slopes.iter().map(|s| (s.value - mean).powi(2) / s.square).sum();
    let lambda: f64 = slopes.iter().map(|s| (1.0 - 1.0 / s.square / total).powi(2) / s.freedom).sum::<f64>()
        / (k * k - 1.0);
    let ratio = q / (k - 1.0) / (1.0 + 2.0 * (k - 2.0) * lambda);
    let squares: f64 = slopes.iter().map(|s| s.square.powi(-2)).sum();
    let beyond = ((q - (k - 1.0)) / (total - squares / total)).max(0.0);
    let weight = |s: &Slope| 1.0 / (s.square + beyond);
    Some(Spread {
        p: fisher_tail(ratio, k - 1.0, 1.0 / (3.0 * lambda)),
        share: (1.0 - 1.0 / ratio).max(0.0),
        mean: slopes.iter().map(|s| s.value * weight(s)).sum::<f64>()
            / slopes.iter().map(weight).sum::<f64>(),
        deviation: beyond.sqrt(),
        count: slopes.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_of_welch_by_hand() {
        // Welch 1951, Biometrika 38, p. 335: three means, F = 3.35 with 2 and 22.6 degrees of freedom.
        let slope_of =
            |mean: f64, variance: f64, n: f64| Slope { value: mean, square: variance / n, freedom: n - 1.0 };
        let found =
            spread(&[slope_of(27.8, 60.1, 20.0), slope_of(24.1, 6.3, 10.0), slope_of(22.2, 15.4, 10.0)])
                .unwrap();
        assert!((found.p - 0.053).abs() < 0.001, "{}", found.p);
    }
}
