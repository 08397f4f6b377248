//! What the words mean, apart from any data: when each is said, and the conditions that it needs.

use super::conditions::{
    CHANCE, CONFOUNDED, CUTS, FOLLOWS, HALVED, LEAST_DISTANCE, LEAST_FOR_STRONG, LEAST_HELD_OUT,
    LEAST_PLACES, LEAST_YEARS, LUCK, ORDER, TOLD,
};
use super::tally::COVERAGE;
use super::{ConditionId, REACH, Word};

use ConditionId as Id;

/// Without these nothing is said.
const ENOUGH: &[Id] =
    &[Id::Moves, Id::Follows, Id::Runs, Id::HeldOut, Id::Places, Id::Beyond, Id::Spread, Id::Apart];
/// The strong form.
const STRONG: &[Id] = &[
    Id::Typical,
    Id::NotLuck,
    Id::Cuts,
    Id::Cover80,
    Id::Cover95,
    Id::CoverCuts,
    Id::Standing,
    Id::Extrapolating,
    Id::Growth,
    Id::Turning,
];
/// What the weak form keeps of it.
const WEAK: &[Id] = &[Id::Trend, Id::Walk, Id::Order, Id::Better];
/// One of these fails where a law broke.
const UNBROKEN: &[Id] = &[Id::NoBreak, Id::OneLaw];

impl Word {
    /// When the word is said, in a sentence.
    pub fn says(self) -> String {
        match self {
            Self::Strong => format!(
                "The forecasts were within the tolerance, with intervals that cover what they say, and no naive baseline did \
                 better, up to at least {:.0} % of the distance that was tested. All of the conditions below must hold.",
                100.0 * REACH
            ),
            Self::Weak => "There was enough to say, the law is not Strong and did not break, and direction and order hold. All of the \
                 conditions below must hold, and one of the strong form does not."
                .to_owned(),
            Self::Broken => "The law held up to a place, and beyond it the errors lie to one side, or another law holds there. One of \
                 the conditions below does not hold."
                .to_owned(),
            Self::Absent => "There was enough to say, and the law did no better than standing still, or there is no trend. One of the \
                 conditions below does not hold."
                .to_owned(),
            Self::Untested => "The runs are too few, too near or too confounded to say. One of the conditions below does not hold."
                .to_owned(),
        }
    }

    /// The conditions that decide it, in the order of the table: all must hold for Strong and Weak, one fails for the others.
    pub fn conditions(self) -> &'static [ConditionId] {
        match self {
            Self::Strong => STRONG,
            Self::Weak | Self::Absent => WEAK,
            Self::Broken => UNBROKEN,
            Self::Untested => ENOUGH,
        }
    }
}

impl ConditionId {
    /// The threshold in words, where it is the same for all data.
    pub fn threshold(self) -> Option<String> {
        let percent = |share: f64| format!("{} %", (1000.0 * share).round() / 10.0);
        Some(match self {
            Self::Follows => format!("explains at least {} of the spread", percent(FOLLOWS)),
            Self::Runs => "at least three more than it has parameters".to_owned(),
            Self::HeldOut => {
                format!("at least {LEAST_HELD_OUT}; {LEAST_FOR_STRONG} for Strong, if all of it holds")
            }
            Self::Places => format!("at least {LEAST_PLACES}"),
            Self::Beyond => format!("at least {LEAST_DISTANCE} powers of ten, or {LEAST_YEARS} years"),
            Self::Spread => format!("at least {} powers of ten", 2.0 * LEAST_DISTANCE),
            Self::Apart => format!("condition index at most {CONFOUNDED}"),
            Self::NotLuck => format!("chance at most {}", percent(LUCK)),
            Self::Cuts | Self::CoverCuts => format!("at least {}", percent(CUTS)),
            Self::Cover80 | Self::Cover95 => format!("chance of so few at least {}", percent(COVERAGE)),
            Self::Standing => {
                format!(
                    "where standing still is within the tolerance as well: smaller by {}",
                    percent(HALVED)
                )
            }
            Self::Growth => format!("chance of the less likely law below {}", percent(TOLD)),
            Self::Trend => format!("chance below {}", percent(CHANCE)),
            Self::Order => format!("at least {}", percent(ORDER)),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_says_when_and_by_what() {
        for word in Word::ALL {
            assert!(word.says().ends_with('.') && !word.conditions().is_empty(), "{word}");
        }
        assert_eq!(Id::Cover80.threshold().as_deref(), Some("chance of so few at least 2.5 %"));
        for id in [Id::Moves, Id::Typical, Id::OneLaw, Id::SeriesHold] {
            assert_eq!(id.threshold(), None, "{id:?}");
        }
        for (id, words) in [
            (Id::Follows, "explains at least 5 % of the spread"),
            (Id::Runs, "at least three more than it has parameters"),
            (Id::HeldOut, "at least 8; 5 for Strong, if all of it holds"),
            (Id::Places, "at least 5"),
            (Id::Beyond, "at least 0.075 powers of ten, or 0.25 years"),
            (Id::Spread, "at least 0.15 powers of ten"),
            (Id::Apart, "condition index at most 30"),
            (Id::NotLuck, "chance at most 5 %"),
            (Id::Cuts, "at least 75 %"),
            (Id::Cover95, "chance of so few at least 2.5 %"),
            (Id::Standing, "where standing still is within the tolerance as well: smaller by 50 %"),
            (Id::Growth, "chance of the less likely law below 5 %"),
            (Id::Trend, "chance below 1 %"),
            (Id::Order, "at least 75 %"),
        ] {
            assert_eq!(id.threshold().as_deref(), Some(words));
        }
    }
}
