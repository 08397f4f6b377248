//! What a candidate is, in one sentence.

/// Name, sentence and source of a candidate of the ensemble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CandidateCard {
    /// Name under which its weight is printed.
    pub name: &'static str,
    /// What it forecasts, in one sentence.
    pub says: &'static str,
    /// Paper or method.
    pub source: &'static str,
}

pub(super) const fn card(name: &'static str, says: &'static str, source: &'static str) -> CandidateCard {
    CandidateCard { name, says, source }
}
