//! The cards of all candidates.

use super::card::{CandidateCard, card};
use super::{names, several};
use crate::forecast::frame::ExtrapolationKind;

const LINES: &str = "least squares";
const DAMPED: &str = "Gardner & McKenzie 1985";

/// Candidates over one axis.
const ONE_AXIS: [CandidateCard; 29] = [
    card("last", "the last response stays", "the naive forecast"),
    card("mean", "the mean of the last tenth of the rows stays", "the naive forecast"),
    card(
        "ses",
        "an exponentially smoothed level stays; the factor that forecast the next row best",
        "Brown 1956",
    ),
    card(
        "theta",
        "a smoothed level goes on with half the slope of the whole series",
        "Assimakopoulos & Nikolopoulos 2000; Hyndman & Billah 2003",
    ),
    card("line", "a straight line through all rows", LINES),
    card("line3", "a straight line through the last third", LINES),
    card("theil3", "the median slope of the last third", "Theil 1950; Sen 1968"),
    card("linew", "a straight line that forgets over one horizon", LINES),
    card("linew2", "a straight line that forgets over half a horizon", LINES),
    card("damp", "a line whose slope dies out slowly", DAMPED),
    card("damp1", "a line whose slope dies out over one horizon", DAMPED),
    card("damp3", "a line whose slope dies out over three horizons", DAMPED),
    card("quadw", "a quadratic that forgets over two horizons", LINES),
    card("pl-all", "a power law with a floor on all rows", "Hestness et al. 2017 (arXiv 1712.00409)"),
    card("pl-half", "a power law with a floor on the last half", "Hestness et al. 2017 (arXiv 1712.00409)"),
    card("pl-half-robust", "the same with a Huber loss", "Huber 1964"),
    card("pl-2.5h", "a power law with a floor within 2.5 horizons of the end", "Hestness et al. 2017"),
    card("pl-fade", "a power law with a floor that forgets over one horizon", "Hestness et al. 2017"),
    card("m4", "a power law between a floor and a ceiling", "Alabdulmohsin et al. 2022 (arXiv 2209.06640)"),
    card("m4-half", "the same on the last half", "Alabdulmohsin et al. 2022 (arXiv 2209.06640)"),
    card("bnsl", "a power law with one smooth break", "Caballero et al. 2022 (arXiv 2210.14891)"),
    card("growth", "a power of the axis above a floor, in the direction of the series", "a power law"),
    card("logit", "a line in the odds of a share that forgets over one horizon", "logistic regression"),
    card("logit-mix", "the mean of `logit` and `linew`", "a mean of two forecasts"),
    card("sigmoid", "a sigmoid with free floor and ceiling", "a logistic curve"),
    card("gap-power", "the distance to a limit falls as a power law", "a power law"),
    card("exp", "exponential saturation", "an exponential curve"),
    card(
        "log-line",
        "a line in the logarithm of a positive response that spans a factor of two and is no share, through all rows",
        LINES,
    ),
    card("log-linew", "the same line, forgetting over one horizon", LINES),
];

/// Cards of all candidates, those over one axis first.
pub fn cards() -> Vec<CandidateCard> {
    let known = |card: &CandidateCard| {
        ExtrapolationKind::ALL.into_iter().any(|kind| names(kind).contains(&card.name))
    };
    let several = several::CARDS.iter().flat_map(|family| family.iter().copied());
    ONE_AXIS.into_iter().chain(several).filter(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_candidate_has_a_card_and_every_card_a_candidate() {
        let several: Vec<&str> = several::CARDS.iter().flat_map(|f| f.iter().map(|c| c.name)).collect();
        for kind in ExtrapolationKind::ALL {
            let own: Vec<&str> = match kind {
                ExtrapolationKind::Several => several.clone(),
                _ => ONE_AXIS.iter().map(|card| card.name).collect(),
            };
            for name in names(kind) {
                assert!(own.contains(name), "{kind:?} {name}");
            }
        }
        assert_eq!(cards().len(), ONE_AXIS.len() + several.len());
    }
}
