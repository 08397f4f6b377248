//! What a verdict says in words: the sentence under the word, and what would change it.

use super::{Condition, ConditionId, Evidence, Halves, Regime, Tally, Verdict, Word};

/// The numbers of the held-out runs in one line.
fn numbers(evidence: &Evidence<'_>, tally: &Tally<'_>) -> String {
    let n = tally.n();
    let best = tally.against().into_iter().min_by(|a, b| a.skill.total_cmp(&b.skill));
    let skill = best.map_or(String::new(), |best| {
        let than = if best.skill > 0.0 { "smaller" } else { "larger" };
        format!(
            "; the error was {:.0} % {than} than that of the best baseline ({})",
            100.0 * best.skill.abs(),
            best.baseline.name()
        )
    });
    format!(
        "{n} held-out {}, up to {} beyond the data, missed by {} typically; 80 % intervals held {} of them{skill}",
        if n == 1 { "run" } else { "runs" },
        evidence.unit.show(tally.farthest()),
        evidence.scale.error_in_words(tally.typical()),
        tally.inside(1),
    )
}

/// One sentence with the numbers behind the word; `ended` is the place where the law ended, if it did.
pub(super) fn sentence(
    word: Word,
    evidence: &Evidence<'_>,
    tally: &Tally<'_>,
    halves: &Halves,
    ended: Option<&Regime>,
) -> String {
    let base = numbers(evidence, tally);
    match word {
        Word::Strong => format!("The law predicted what it said: {base}."),
        Word::Weak if tally.typical() <= evidence.tolerance.0 => {
            format!("The forecasts came near, but not all of the strong form holds: {base}.")
        }
        Word::Weak => format!("Direction and order hold, the magnitude does not: {base}."),
        Word::Broken if let Some(regime) = ended => broken(regime, evidence, &base),
        Word::Broken => format!(
            "The law held near the data and failed beyond {}: there it missed by {}, {} what happened in {:.0} % of cases \
             ({base}).",
            evidence.unit.show(halves.at),
            evidence.scale.error_in_words(halves.far),
            if halves.above { "above" } else { "below" },
            100.0 * halves.one_sided
        ),
        Word::Absent => {
            format!("The law says no more than standing still would, or there is no trend: {base}.")
        }
        Word::Untested => "Too little to say.".to_owned(),
    }
}

/// Where the law ended, and the numbers on both sides.
fn broken(regime: &Regime, evidence: &Evidence<'_>, base: &str) -> String {
    let before = regime.before.as_ref().map_or(f64::NAN, |held| Tally::new(held).typical());
    format!(
        "The law held up to {}, where back-tests missed by {}, and failed beyond: in the far half of the {} runs there \
         it missed by {}, {} what happened in {:.0} % of cases ({base}).",
        regime.place,
        evidence.scale.error_in_words(before),
        regime.beyond,
        evidence.scale.error_in_words(regime.failed),
        if regime.is_above { "above" } else { "below" },
        100.0 * regime.one_sided
    )
}

/// The verdict where there is too little to say.
pub(super) fn untested(conditions: Vec<Condition>) -> Verdict {
    // What the law or the response lacks speaks for itself; the rest are counts with their thresholds.
    let plain = |c: &&Condition| [ConditionId::Follows, ConditionId::Moves].contains(&c.id);
    let missed = || conditions.iter().filter(|c| !c.met);
    let said: Vec<String> = missed().filter(plain).map(|c| c.text.clone()).collect();
    let missing: Vec<String> =
        missed().filter(|c| !plain(c)).map(|c| format!("{}: {}", c.asks, c.text)).collect();
    let would_change = missed()
        .map(|c| match c.id {
            ConditionId::Runs => "more independent runs, spread over the axes",
            ConditionId::HeldOut | ConditionId::SeriesTested => {
                "more independent runs beyond the middle of the axis, at least eight"
            }
            ConditionId::Places => "held-out runs at more than four different places of the axis",
            ConditionId::Apart => "runs that vary each axis while the others stay",
            ConditionId::Moves => "runs that differ in outcome, or another response",
            ConditionId::Follows => {
                "a law that moves as the data do: name one with --law, or leave it to the rule"
            }
            _ => "runs farther out: at least twice as far as the largest one",
        })
        .map(str::to_owned)
        .collect();
    let sentence = if said.is_empty() {
        format!("There is too little to say whether the law holds: {}.", missing.join("; "))
    } else {
        format!("Nothing can be tested: {}.", said.into_iter().chain(missing).collect::<Vec<_>>().join("; "))
    };
    let headline = Word::Untested.to_string();
    Verdict { word: Word::Untested, headline, sentence, conditions, horizons: Vec::new(), would_change }
}

/// What words need.
pub(super) struct Needed<'a> {
    pub(super) strong: &'a [Condition],
    pub(super) weak: &'a [Condition],
    /// That there is no break.
    pub(super) breaks: &'a [Condition],
}

/// What would have to come out differently for another word.
pub(super) fn changes(
    word: Word,
    needed: &Needed<'_>,
    evidence: &Evidence<'_>,
    tally: &Tally<'_>,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let missed = |list: &[Condition]| -> Vec<String> {
        list.iter().filter(|c| !c.met).map(|c| format!("{}, now {}", c.asks, c.text)).collect()
    };
    match word {
        Word::Strong => out.push(format!(
            "a run beyond the data that misses its 95 % interval, or a tolerance tighter than {}",
            evidence.scale.error_in_words(tally.typical())
        )),
        Word::Absent => out.extend(missed(needed.weak).into_iter().map(|m| format!("Weak needs: {m}"))),
        Word::Broken => out.extend(missed(needed.breaks).into_iter().map(|m| format!("Weak needs: {m}"))),
        _ => {}
    }
    if word != Word::Strong {
        out.extend(missed(needed.strong).into_iter().map(|m| format!("Strong needs: {m}")));
    }
    out
}
