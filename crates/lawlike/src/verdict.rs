//! The verdict: one table of rules that turns numbers into one of five words.

mod breaks;
mod conditions;
mod evidence;
mod horizon;
mod meaning;
mod pooled;
mod tally;
mod words;

pub(crate) use conditions::FOLLOWS;
pub use conditions::{Condition, ConditionId};
pub(crate) use evidence::{Design, Evidence, Regime, Trend, Turning, Walk, Wrong};
pub use horizon::Horizon;
pub(crate) use pooled::judge_series;
pub(crate) use tally::{Tally, so_many};

use breaks::Halves;
use conditions::{LEAST_FOR_STRONG, LEAST_HELD_OUT, all_met, condition, enough, strong, trend, weak};
use horizon::{headline, horizons, reach};
use serde::Serialize;
use words::{Needed, changes, sentence, untested};

/// How strong a law was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Word {
    /// Predicts within the tolerance, with intervals that cover what they say, and no naive baseline does better.
    Strong,
    /// Direction and order hold, the magnitude does not.
    Weak,
    /// Held up to a point and then failed.
    Broken,
    /// No better than the naive baselines, or no consistent trend.
    Absent,
    /// Too few, too close or too confounded observations to say.
    Untested,
}

impl Word {
    /// Every word, in the order of the table.
    pub const ALL: [Self; 5] = [Self::Strong, Self::Weak, Self::Broken, Self::Absent, Self::Untested];

    /// How much it claims: the weaker of two words has the smaller number.
    fn claim(self) -> u8 {
        match self {
            Self::Strong => 4,
            Self::Weak => 3,
            Self::Broken => 2,
            Self::Absent => 1,
            Self::Untested => 0,
        }
    }
}

/// The word, its reasons and what would change it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The word.
    pub word: Word,
    /// The word with its reach, such as `Strong up to ×4, Weak up to ×32, untested beyond`.
    pub headline: String,
    /// One sentence with the numbers behind the word.
    pub sentence: String,
    /// The conditions, in the order of the table; those of the strong form at the reach of the word.
    pub conditions: Vec<Condition>,
    /// A word for every horizon, nearest first.
    pub horizons: Vec<Horizon>,
    /// What would change the verdict.
    pub would_change: Vec<String>,
}

impl Verdict {
    /// Whether the law could be asked at all: the response varies, and the law can follow the direction in which it moves.
    pub fn has_question(&self) -> bool {
        self.conditions.iter().all(|c| c.met || ![ConditionId::Moves, ConditionId::Follows].contains(&c.id))
    }
}

/// A law is Strong where it is so up to at least this share of the farthest distance at which it was tested.
const REACH: f64 = 0.5;

/// Applies the table, at the rolling cuts and at the cut that was named, if there is one: the weaker word counts.
pub(crate) fn judge(evidence: &Evidence<'_>) -> Verdict {
    let mut verdict = at_cuts(evidence);
    let Some(named) = evidence.named.filter(|_| verdict.word != Word::Untested) else { return verdict };
    let runs = Tally::new(named).n();
    let alone = at_cuts(&Evidence { held: Some(named), named: None, ..*evidence });
    let rolling = verdict.word;
    let says = if alone.word == Word::Untested {
        format!("it holds out {runs} independent runs, too few for a word of its own")
    } else {
        format!("{} at the cut that was named, {rolling} over rolling cuts", alone.word)
    };
    let is_less = alone.word != Word::Untested && alone.word.claim() < rolling.claim();
    if is_less {
        verdict = alone;
    }
    let claim = f64::from(verdict.word.claim());
    verdict.conditions.push(condition(
        ConditionId::NamedCut,
        claim,
        f64::from(rolling.claim()),
        !is_less,
        says,
    ));
    verdict
}

/// The table at the cuts of one back-test.
///
/// Five to seven held-out runs give the strong word, if all of it holds, and no other: that all of them are right is no luck.
/// In order: too little to say (Untested); a trend up to a place and errors to one side beyond it (Broken); no trend, or
/// no better than standing still (Absent); all conditions of the strong form up to at least half of the distance that was
/// tested (Strong); else Weak.
fn at_cuts(evidence: &Evidence<'_>) -> Verdict {
    let whole = evidence.held.map(Tally::new);
    let few = whole.as_ref().is_some_and(|tally| tally.n() < LEAST_HELD_OUT);
    let mut conditions =
        enough(evidence, whole.as_ref(), if few { LEAST_FOR_STRONG } else { LEAST_HELD_OUT });
    let (Some(held), Some(tally)) = (evidence.held, whole.filter(|_| all_met(&conditions))) else {
        return untested(conditions);
    };
    let halves = Halves::new(&tally);
    let (distance, law) =
        (halves.condition(evidence), evidence.regime.map(|regime| regime.condition(evidence)));
    let trend = trend(evidence.trend);
    let has_trend = all_met(&trend);
    let weak: Vec<Condition> = trend.into_iter().chain(weak(&tally)).collect();
    let ended = evidence.regime.filter(|_| law.as_ref().is_some_and(|law| !law.met));
    let other = if ended.is_some() || (!distance.met && has_trend) {
        Word::Broken
    } else if all_met(&weak) {
        Word::Weak
    } else {
        Word::Absent
    };
    let horizons = horizons(evidence, held, other);
    let reached = reach(&horizons, Word::Strong).filter(|one| one.up_to >= REACH * tally.farthest());
    let word = reached.map_or(other, |_| Word::Strong);
    if few && word != Word::Strong {
        return untested(enough(evidence, Some(&tally), LEAST_HELD_OUT));
    }
    let shown = reached.map_or(tally, |one| Tally::up_to(held, one.up_to));
    let strong = strong(evidence, &shown);
    let breaks: Vec<Condition> = std::iter::once(distance).chain(law).collect();
    let needed = Needed { strong: &strong, weak: &weak, breaks: &breaks };
    let would_change = changes(word, &needed, evidence, &shown);
    let sentence = sentence(word, evidence, &shown, &halves, ended);
    conditions.extend(strong);
    conditions.extend(breaks);
    conditions.extend(weak);
    Verdict { word, headline: headline(word, &horizons), sentence, conditions, horizons, would_change }
}

impl std::fmt::Display for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Strong => "Strong",
            Self::Weak => "Weak",
            Self::Broken => "Broken",
            Self::Absent => "Absent",
            Self::Untested => "Untested",
        })
    }
}

#[cfg(test)]
mod tests;
