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

    fn slope(value: f64, square: f64, freedom: f64) -> Slope {
        Slope { value, square, freedom }
    }

    fn is_near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-4 * b.abs()
    }

    #[test]
    fn two_slopes_of_equal_error_are_a_t_test() {
        // Q = 1/(2 x 0.02) = 25; beyond the errors 0.02 x 24.
        let found = spread(&[slope(1.0, 0.02, 10.0), slope(2.0, 0.02, 10.0)]).unwrap();
        assert!(is_near(found.p, fisher_tail(25.0, 1.0, 20.0)) && is_near(found.share, 0.96));
        assert!(is_near(found.mean, 1.5) && is_near(found.deviation, 0.48f64.sqrt()) && found.count == 2);
        let alike = spread(&[slope(1.0, 0.02, 10.0), slope(1.1, 0.02, 10.0)]).unwrap();
        assert_eq!((alike.share, alike.deviation), (0.0, 0.0));
        assert!(spread(&[slope(1.0, 0.02, 10.0)]).is_none());
    }

    #[test]
    fn three_slopes_of_different_errors_by_hand() {
        // Weights 100, 100 and 25; mean 16/9, Q 188.89, lambda 1.4074/(10 x 8) = 0.017593.
        let found =
            spread(&[slope(1.0, 0.01, 10.0), slope(2.0, 0.01, 10.0), slope(4.0, 0.04, 10.0)]).unwrap();
        let ratio = 188.888_89 / 2.0 / (1.0 + 2.0 * 0.017_592_6);
        assert!(is_near(found.p, fisher_tail(ratio, 2.0, 1.0 / (3.0 * 0.017_592_6))), "{found:?}");
        assert!(is_near(found.share, 1.0 - 1.0 / ratio));
        // Beyond the errors: 186.89/(225 - 20625/225) = 1.40167.
        assert!(is_near(found.deviation, 1.401_667f64.sqrt()), "{found:?}");
        assert!(is_near(found.mean, 2.321_69), "{found:?}");
    }

    use crate::check::tests::fitted::{Fitted, power};
    use crate::quantity::{ParameterCount, Quantity};

    /// A fit of twelve rows whose slopes are said to be so much, with standard errors.
    fn said(law: &str, slopes: &[(&str, f64, f64)]) -> Fitted {
        let mut data = power(12, |row| 0.01 * (row % 3) as f64);
        let mut second = data.axes[0].clone();
        second.name = "params".to_owned();
        second.quantity = Quantity::Parameters(ParameterCount::Total);
        second.values.iter_mut().enumerate().for_each(|(row, v)| *v *= (1 + row % 4) as f64);
        if law.contains('N') {
            data.axes.push(second);
        }
        let mut it = Fitted::new(law, data);
        for (name, value, se) in slopes {
            let parameter = it.fit.parameters.iter_mut().find(|p| p.name == *name).unwrap();
            (parameter.estimate.interval.value, parameter.estimate.se) = (*value, *se);
        }
        it.fit.status = Status::Converged;
        it
    }

    fn found(all: &[Fitted]) -> Option<Found> {
        run(&members(all))
    }

    fn members(all: &[Fitted]) -> Vec<Member<'_>> {
        all.iter().map(|it| Member { observations: &it.observations, fit: Some(&it.fit) }).collect()
    }

    #[test]
    fn only_converged_fits_of_the_law_with_errors_and_freedom_count() {
        let mut all: Vec<Fitted> = [1.0, 2.0, 4.0].map(|b| said("A*x^b", &[("b", b, 0.1)])).into();
        let count = |all: &[Fitted]| {
            let slopes = estimates(&members(all), &all[0].fit, "b");
            assert!(slopes.iter().all(|slope| (slope.square - 0.01).abs() < 1e-12));
            slopes.iter().map(|slope| (slope.value, slope.freedom)).collect::<Vec<_>>()
        };
        assert_eq!(count(&all), [(1.0, 10.0), (2.0, 10.0), (4.0, 10.0)]);
        all[1].fit.status = Status::NotConverged;
        all[2].observations.groups = (0..12).map(|row| row % 3).collect();
        assert_eq!(count(&all), [(1.0, 10.0), (4.0, 1.0)]);
        all[2].observations.groups = (0..12).map(|row| row % 2).collect();
        assert_eq!(count(&all), [(1.0, 10.0)], "no degree of freedom");
        all[2] = said("A*x^-b", &[("b", 4.0, 0.1)]);
        all[1] = said("A*x^b", &[("b", 2.0, 0.0)]);
        assert_eq!(count(&all), [(1.0, 10.0)], "another law, and no error");
    }

    #[test]
    fn exponents_that_differ_are_told_with_their_spread() {
        let found = found(&[
            said("A*x^b", &[("b", 1.0, 0.02f64.sqrt())]),
            said("A*x^b", &[("b", 2.0, 0.02f64.sqrt())]),
        ]);
        let found = found.unwrap();
        assert!(is_near(found.number, 0.96));
        assert!(
            found.message.starts_with(
                "b is 1.500 on average and differs by 0.693 (one standard deviation) over 2 series; 96 % of the spread"
            ),
            "{}",
            found.message
        );
        let p = fisher_tail(25.0, 1.0, 20.0);
        assert!(found.message.ends_with(&format!("(p = {p:.1e})")), "{}", found.message);
        let sure =
            super::tests::found(&[said("A*x^b", &[("b", 1.0, 1e-5)]), said("A*x^b", &[("b", 2.0, 1e-5)])]);
        assert!(sure.unwrap().message.ends_with("(p below 1e-12)"));
    }

    #[test]
    fn two_per_cent_are_shared_by_the_slopes_of_a_law() {
        // Q = 7.1 has a chance of 1.5 % with 1 and 20 degrees of freedom, of 1.6 % with 1 and 18.
        let (high, error) = (1.0 + (2.0 * 0.005 * 7.1f64).sqrt(), 0.005f64.sqrt());
        let one = [said("A*x^b", &[("b", 1.0, error)]), said("A*x^b", &[("b", high, error)])];
        assert!(found(&one).is_some());
        let law = "A*N^-a*D^-b";
        let two = |other: f64| {
            found(&[
                said(law, &[("a", 1.0, error), ("b", 0.3, error)]),
                said(law, &[("a", high, error), ("b", other, error)]),
            ])
        };
        assert!(two(0.3).is_none());
        let both = two(2.0).unwrap();
        assert!(both.message.starts_with("b is ") && !both.message.contains("; a is"), "{}", both.message);
    }

    #[test]
    fn half_of_the_spread_must_be_more_than_error() {
        // Sixty slopes to either side of their mean: the ratio is 60/59 of the square of their distance in errors.
        let with = |ratio: f64| {
            let side = (ratio * 59.0 / 60.0).sqrt() * 0.1;
            let all: Vec<Fitted> = [1.0 - side, 1.0 + side].map(|b| said("A*x^b", &[("b", b, 0.1)])).into();
            let members: Vec<Member<'_>> = (0..60)
                .map(|k| Member { observations: &all[k % 2].observations, fit: Some(&all[k % 2].fit) })
                .collect();
            run(&members)
        };
        assert!(with(2.4).is_some() && with(1.95).is_none());
    }
}
