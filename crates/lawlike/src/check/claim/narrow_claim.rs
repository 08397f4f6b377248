//! Are published intervals narrower than so many runs can support?

use super::{Claim, ClaimCheck, StatedInterval};
use crate::finding::{CheckCard, Found, Severity};
use crate::fit::Status;
use lawlike_num::dist::fisher_quantile;
use lawlike_num::quantile::quantile;

/// Times by which the interval of the fit must be wider.
const LIMIT: f64 = 2.0;
/// False alarms allowed, over all intervals of a claim together.
const ALARMS: f64 = 0.01;

pub(super) const CHECK: ClaimCheck = ClaimCheck {
    card: CheckCard {
        code: "narrow-claim",
        title: "a published interval is narrower than these runs can support",
        says: "the interval of the fit at the same level is many times wider than the published one: the claim would need \
               many times the runs",
        caution: "a publication may rest on other or more runs than these, or on less noise",
        hint: "take the interval of the fit or its bootstrap; where decisions hang on the published one, ask for its \
               derivation",
        source: "twice as wide, and more than the errors of both widths allow (F test at 1 %). Widths fall with the \
                 root of the runs: Besiroglu et al. 2024 (arXiv 2404.10102) find that the intervals of Hoffmann et al. \
                 would need 600,000 runs",
    },
    run,
};

fn run(claim: &Claim<'_>) -> Option<Found> {
    let fixed = |name: &str| claim.fit.parameter(name).is_none_or(|p| !(p.estimate.se > 0.0));
    let wide: Vec<(f64, String)> = claim
        .published
        .intervals
        .iter()
        .filter(|interval| !interval.of.names().into_iter().all(fixed))
        .filter_map(|interval| narrow(claim, interval))
        .collect();
    if claim.fit.status == Status::NotIdentified && !claim.published.intervals.is_empty() {
        return Some(Found {
            severity: Severity::Serious,
            number: f64::INFINITY,
            threshold: LIMIT,
            message: "these runs do not determine the parameters: they support no interval at all".to_owned(),
        });
    }
    // Both widths are estimates: their squares have the ratio of two variances.
    let freedom = claim.freedom()?;
    let limit = LIMIT.max(fisher_quantile(1.0 - ALARMS / wide.len().max(1) as f64, freedom, freedom).sqrt());
    let far: Vec<&(f64, String)> = wide.iter().filter(|(ratio, _)| *ratio > limit).collect();
    let worst = far.iter().map(|(ratio, _)| *ratio).fold(0.0, f64::max);
    let parts: Vec<&str> = far.iter().map(|(_, text)| text.as_str()).collect();
    (!far.is_empty()).then(|| Found {
        severity: Severity::Warning,
        number: worst,
        threshold: limit,
        message: parts.join("; "),
    })
}

/// How many times wider the interval of the fit is, and in words.
fn narrow(claim: &Claim<'_>, stated: &StatedInterval) -> Option<(f64, String)> {
    let (ensemble, published) = (&claim.ensemble, stated.interval);
    let value_of_draw = |draw: &Vec<f64>| {
        stated.of.eval(&|name| match ensemble.index(name) {
            Some(index) => Some(draw[index]),
            None => claim.fit.parameter(name).map(|held| held.value()),
        })
    };
    let mut values: Vec<f64> =
        ensemble.draws.iter().filter_map(value_of_draw).filter(|v| v.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let half = 0.5 * published.level;
    let (lo, hi) = (quantile(&values, 0.5 - half), quantile(&values, 0.5 + half));
    let ratio = (hi - lo) / published.width();
    let runs = claim.observations.group_count() as f64;
    let text = format!(
        "{}: published {} to {} at {:.0} %, from {runs} runs the fit has {lo:.4} to {hi:.4}, {ratio:.1} times as wide; \
         so narrow an interval needs about {:.1e} runs",
        stated.of,
        published.lo,
        published.hi,
        100.0 * published.level,
        runs * ratio * ratio
    );
    ratio.is_finite().then_some((ratio, text))
}
