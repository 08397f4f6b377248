//! What a verdict says in words: the sentence under the word, and what would change it.

use super::{APART, Condition, Evidence, FOLLOWING, Halves, MIXTURE, MOVES, Regime, Verdict, Word};
use crate::backtest::Backtest;
use crate::quantity::Scale;

/// An error on the scale of the response, for readers.
pub(crate) fn error(value: f64, scale: Scale) -> String {
    match scale {
        Scale::Log if value >= 0.2 => format!("a factor of {:.3}", value.exp()),
        Scale::Log => format!("{:.2} %", 100.0 * value),
        Scale::Raw => format!("{value:.3}"),
    }
}

/// One sentence with the numbers behind the word; `ended` is the place where the law ended, if it did.
pub(super) fn sentence(
    word: Word,
    evidence: &Evidence<'_>,
    test: &Backtest,
    (halves, ended): (&Halves, Option<&Regime>),
) -> String {
    let scores = &test.overall;
    let farthest = test.hidden.iter().map(|h| h.distance).fold(0.0, f64::max);
    let typical = error(scores.median_error, evidence.scale);
    let base = format!(
        "{} forecasts up to {farthest:.2} {} ahead missed by {typical} typically; 80 % intervals covered {:.0} %",
        scores.n,
        evidence.unit,
        100.0 * scores.coverage[1]
    );
    let best = test.skill.iter().find(|s| s.rival != MIXTURE);
    let rival = best.map_or(String::new(), |s| {
        let than = if s.skill > 0.0 { "smaller" } else { "larger" };
        format!(
            "; the error was {:.0} % {than} than that of the best naive rival ({})",
            100.0 * s.skill.abs(),
            s.rival
        )
    });
    match word {
        Word::Strong => format!("The law predicted what it said: {base}{rival}."),
        Word::Weak if scores.median_error <= evidence.tolerance.0 => {
            format!("The forecasts came near, but not all of the strong form holds: {base}{rival}.")
        }
        Word::Weak => format!("Direction and order hold, the magnitude does not: {base}{rival}."),
        Word::Broken if let Some(regime) = ended => broken(regime, evidence, &base),
        Word::Broken => format!(
            "The law held near the data and failed beyond {:.2} {}: there it missed by {}, {} what happened in {:.0} % \
             of cases ({base}).",
            halves.at,
            evidence.unit,
            error(halves.far, evidence.scale),
            if halves.above { "above" } else { "below" },
            100.0 * halves.one_sided
        ),
        Word::Absent => format!("The law says no more than a ruler would: {base}{rival}."),
        Word::Untested => "Too little to say.".to_owned(),
    }
}

/// Where the law ended, and the numbers on both sides.
fn broken(regime: &Regime, evidence: &Evidence<'_>, base: &str) -> String {
    let before = regime.before.as_ref().map_or(f64::NAN, |test| test.overall.median_error);
    format!(
        "The law held up to {}, where back-tests missed by {}, and failed beyond: in the far half of the {} runs there \
         it missed by {}, {} what happened in {:.0} % of cases ({base}).",
        regime.place,
        error(before, evidence.scale),
        regime.beyond,
        error(regime.failed, evidence.scale),
        if regime.is_above { "above" } else { "below" },
        100.0 * regime.one_sided
    )
}

/// The verdict where there is too little to say.
pub(super) fn untested(conditions: Vec<Condition>) -> Verdict {
    // What the law or the response lacks speaks for itself; the rest are counts with their thresholds.
    let plain = |c: &&Condition| [FOLLOWING, MOVES].contains(&c.asks.as_str());
    let missed = || conditions.iter().filter(|c| !c.met);
    let said: Vec<String> = missed().filter(plain).map(|c| c.text.clone()).collect();
    let missing: Vec<String> =
        missed().filter(|c| !plain(c)).map(|c| format!("{}: {}", c.asks, c.text)).collect();
    let would_change = conditions
        .iter()
        .filter(|c| !c.met)
        .map(|c| match c.asks.as_str() {
            "enough independent runs for the parameters of the law" => {
                "more independent runs, spread over the axes"
            }
            "enough runs hidden and then forecast" => "runs on both sides of a cut, at least four beyond it",
            APART => "runs that vary each axis while the others stay",
            MOVES => "runs that differ in outcome, or another response",
            FOLLOWING => "a law that moves as the data do: name one with --law, or leave it to the rule",
            _ => "runs farther out: at least twice as far as the largest one",
        })
        .map(str::to_owned)
        .collect();
    let sentence = if said.is_empty() {
        format!("There is too little to say whether the law holds: {}.", missing.join("; "))
    } else {
        format!("Nothing can be tested: {}.", said.into_iter().chain(missing).collect::<Vec<_>>().join("; "))
    };
    Verdict { word: Word::Untested, sentence, conditions, would_change }
}

/// What would have to come out differently for another word.
pub(super) fn changes(
    word: Word,
    strong: &[Condition],
    weak: &[Condition],
    evidence: &Evidence<'_>,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let missed = |list: &[Condition]| -> Vec<String> {
        list.iter().filter(|c| !c.met).map(|c| format!("{}, now {}", c.asks, c.text)).collect()
    };
    match word {
        Word::Strong => out.push(format!(
            "a run beyond the data that misses its 95 % interval, or a tolerance tighter than {}",
            error(evidence.backtest.map_or(f64::NAN, |t| t.overall.median_error), evidence.scale)
        )),
        Word::Absent => out.extend(missed(weak).into_iter().map(|m| format!("Weak needs: {m}"))),
        _ => {}
    }
    if word != Word::Strong {
        out.extend(missed(strong).into_iter().map(|m| format!("Strong needs: {m}")));
    }
    out
}
