//! Do published values predict these runs?

use super::{Claim, ClaimCheck};
use crate::finding::{CheckCard, Found, Severity};
use crate::fit::Link;
use lawlike_num::dist::fisher_quantile;
use lawlike_num::quantile::{mad, median};

/// Times by which the error of the published values must be larger than that of the fit.
const LIMIT: f64 = 1.1;
/// Residuals beyond so many robust deviations count as if they were there: single bad runs must not decide.
const CLIP: f64 = 3.0;

pub(super) const CHECK: ClaimCheck = ClaimCheck {
    card: CheckCard {
        code: "published-error",
        title: "the published values do not predict these runs as well as a fit does",
        says: "with the parameters as published the law misses the runs by more than a fit does, and by more than the errors \
               of two such fits allow",
        caution: "runs on other data or with other counts of parameters and tokens have other values, and none of them is \
                  wrong",
        hint: "use the fitted values here; before the publication is doubted, check that quantities are counted as it does",
        source: "residuals clipped at three robust deviations; the sum of squares beyond that of the fit, a parameter, over \
                 twice (both are estimates) the noise: F test at 1 %, and an error at least a tenth larger",
    },
    run,
};

fn run(claim: &Claim<'_>) -> Option<Found> {
    let stated = |name: &str| claim.published.value(name);
    let held = |name: &str| claim.fit.parameter(name).filter(|p| p.estimate.se == 0.0).map(|p| p.value());
    let values = claim.values(&|name| stated(name).or_else(|| held(name)))?;
    let truth = claim.observations.response.values.iter().map(|y| claim.link.forward(*y));
    let missed: Vec<f64> = truth.zip(&values).map(|(y, f)| y - f).collect();
    let (n, p) = (missed.len() as f64, claim.fit.parameters.len() as f64);
    let spread = mad(&claim.fit.residuals);
    let clip = if spread > 0.0 { CLIP * spread } else { f64::INFINITY };
    // A value off the scale of the link is as far off as can be.
    let sum = |residuals: &[f64]| -> f64 { residuals.iter().map(|r| r.abs().min(clip).powi(2)).sum() };
    let (own, theirs) = (sum(&claim.fit.residuals), sum(&missed));
    let freedom = claim.freedom()?;
    // Rows that hang together say less than their number.
    let together = claim.observations.group_count() as f64 / n;
    let excess = 0.5 * together * (theirs - own) / p / (own / (n - p));
    let ratio = (theirs / own).sqrt();
    let beyond = excess > fisher_quantile(0.99, p, freedom) && ratio > LIMIT;
    beyond.then(|| Found {
        severity: if ratio > 1.5 { Severity::Warning } else { Severity::Note },
        number: ratio,
        threshold: LIMIT,
        message: format!(
            "typical error {} with the published values, {} with the fit; root mean square {ratio:.2} times as large",
            shown(&missed, claim.link),
            shown(&claim.fit.residuals, claim.link)
        ),
    })
}

/// The median size of residuals, as a reader wants it.
fn shown(residuals: &[f64], link: Link) -> String {
    let size = median(&residuals.iter().map(|r| r.abs()).collect::<Vec<_>>());
    match link {
        Link::Log => format!("{:.2} %", 100.0 * size.exp_m1()),
        Link::Identity => format!("{size:.3}"),
        Link::Logit => format!("{size:.3} (logit)"),
    }
}
