//! Where a law held up to a place and failed beyond.

use super::conditions::{ConditionId, condition, trend, weak};
use super::tally::Tally;
use super::{Condition, Evidence, Regime};

/// Beyond this multiple of the tolerance the far half is no longer near enough.
const BROKEN: f64 = 2.0;
/// Share of far errors with the same sign that shows a drift rather than noise.
const ONE_SIDED: f64 = 0.9;
/// Held-out runs by which the part before a break is judged.
const LEAST_BEFORE: usize = 4;

impl Regime {
    /// Whether one law goes through: not met if it held up to the place and failed beyond.
    pub(super) fn condition(&self, evidence: &Evidence<'_>) -> Condition {
        let (tolerance, scale) = (evidence.tolerance.0, evidence.scale);
        let before = self.before.as_ref().map(Tally::new);
        let median = before.as_ref().map_or(f64::NAN, Tally::typical);
        let is_law = before.as_ref().is_some_and(|before| {
            before.n() >= LEAST_BEFORE && weak(before).iter().chain(&trend(self.trend)).all(|c| c.met)
        });
        let most = BROKEN * tolerance.max(median);
        let failed = self.failed.min(self.missed);
        let met = !(is_law && failed > most && self.one_sided >= ONE_SIDED);
        let text = format!(
            "up to {} back-tests missed by {}{}; beyond, {} runs, the far half of them by {} from there, {:.0} % to one \
             side, and by {} in all back-tests (a break has a trend before, more than {} beyond and {:.0} % to one side)",
            self.place,
            scale.error_in_words(median),
            if is_law { "" } else { ", without a trend" },
            self.beyond,
            scale.error_in_words(self.failed),
            100.0 * self.one_sided,
            scale.error_in_words(self.missed),
            scale.error_in_words(most),
            100.0 * ONE_SIDED
        );
        condition(ConditionId::OneLaw, failed, most, met, text)
    }
}

/// The near and the far half of the held-out runs.
pub(super) struct Halves {
    near: f64,
    pub(super) far: f64,
    /// Larger share of far errors with the same sign.
    pub(super) one_sided: f64,
    /// Whether far forecasts came out above what happened.
    pub(super) above: bool,
    /// Distance that parts the halves.
    pub(super) at: f64,
}

impl Halves {
    pub(super) fn new(tally: &Tally<'_>) -> Self {
        let mut runs: Vec<(f64, f64)> = tally.runs.iter().map(|run| (run.distance, run.error)).collect();
        runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (near, far) = runs.split_at(runs.len() / 2);
        let errors = |part: &[(f64, f64)]| part.iter().map(|(_, e)| *e).collect::<Vec<_>>();
        let above = far.iter().filter(|(_, e)| *e > 0.0).count() as f64 / far.len().max(1) as f64;
        Self {
            near: crate::score::median_absolute(&errors(near)),
            far: crate::score::median_absolute(&errors(far)),
            one_sided: above.max(1.0 - above),
            above: above > 0.5,
            at: far.first().map_or(f64::NAN, |(d, _)| *d),
        }
    }

    /// Errors that grow with distance are no break as long as one law goes through all runs.
    pub(super) fn condition(&self, evidence: &Evidence<'_>) -> Condition {
        let tolerance = evidence.tolerance.0;
        let breaks = evidence.is_bent
            && self.near <= tolerance
            && self.far > BROKEN * tolerance
            && self.one_sided >= ONE_SIDED;
        let text = format!(
            "near {}, far {}, {:.0} % of the far errors to one side{} (a break has near within {}, far beyond {} and {:.0} % \
             to one side, and one law does not go through all runs)",
            evidence.scale.error_in_words(self.near),
            evidence.scale.error_in_words(self.far),
            100.0 * self.one_sided,
            if evidence.is_bent { "" } else { ", and one law goes through all runs" },
            evidence.scale.error_in_words(tolerance),
            evidence.scale.error_in_words(BROKEN * tolerance),
            100.0 * ONE_SIDED
        );
        condition(ConditionId::NoBreak, self.far, BROKEN * tolerance, !breaks, text)
    }
}
