//! What a candidate is, in one sentence.

/// Name, sentence and source of a candidate of the ensemble.
#[cfg_attr(not(test), allow(dead_code))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CandidateCard {
    /// Name under which its weight is printed.
    pub(crate) name: &'static str,
    /// What it forecasts, in one sentence.
    pub(crate) says: &'static str,
    /// Paper or method.
    pub(crate) source: &'static str,
}
