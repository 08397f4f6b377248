//! Results in words: verdicts, severities, statuses, provenance.

use super::document::{Cell, Tone};
use crate::number::{counted, error, interval, short, significant};
use lawlike::audit::{Floor, Series, SpecificationChange, Stability};
use lawlike::finding::Severity;
use lawlike::fit::{Certificate, ChiSquare, Fit, Status};
use lawlike::forecast::Beyond;
use lawlike::forecast::record::ReferenceClass;
use lawlike::law::CARDS;
use lawlike::noise::{Noise, NoisePart};
use lawlike::provenance::Provenance;
use lawlike::quantity::Scale;
use lawlike::verdict::{Verdict, Word};

/// The word of a verdict.
pub(crate) fn word(word: Word) -> &'static str {
    match word {
        Word::Strong => "Strong",
        Word::Weak => "Weak",
        Word::Broken => "Broken",
        Word::Absent => "Absent",
        Word::Untested => "Untested",
    }
}

/// What the word says.
pub(crate) fn gloss(verdict: &Verdict) -> &'static str {
    match verdict.word {
        Word::Strong => {
            "it predicts within the tolerance, its intervals cover what they say, and no naive baseline does better"
        }
        Word::Weak => "direction and order hold, the magnitude does not",
        Word::Broken => "it held up to a point and then failed",
        Word::Absent => "no better than the naive baselines, or no consistent trend",
        Word::Untested if !verdict.has_question() => "the law and these data make no question",
        Word::Untested => "too few, too close or too confounded observations to say",
    }
}

/// What is chosen otherwise, in a word.
pub(crate) fn choice(choice: SpecificationChange) -> &'static str {
    match choice {
        SpecificationChange::Tolerance => "tolerance",
        SpecificationChange::Cut => "cut",
        SpecificationChange::Objective => "objective",
        SpecificationChange::Law => "law",
        SpecificationChange::Runs => "runs",
    }
}

/// How many specifications share the word, and which turn it.
pub(crate) fn stability(stability: &Stability, own: Word) -> String {
    const LISTED: usize = 3;
    let turning: Vec<String> =
        stability.turning(own).map(|one| format!("{}: {}", one.what, word(one.word))).collect();
    let mut text = format!("{} of {} other specifications give the same word", stability.same, stability.of);
    if !turning.is_empty() {
        let more = turning.len().saturating_sub(LISTED);
        text.push_str(&format!("; {}", turning.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ")));
        if more > 0 {
            text.push_str(&format!(" and {more} more"));
        }
    }
    text
}

/// The word with its reach, and what most specifications say where it is not the same.
pub(crate) fn headline(verdict: &Verdict, stability: Option<&Stability>) -> String {
    match stability.filter(|stability| !stability.is_bare()) {
        Some(stability) if stability.most != verdict.word => {
            format!("{}; {} under most other choices", verdict.headline, word(stability.most))
        }
        Some(stability) => {
            format!("{}; only {} of {} other choices agree", verdict.headline, stability.same, stability.of)
        }
        None => verdict.headline.clone(),
    }
}

/// The track record behind the intervals, and how wrong it was at a distance.
pub(crate) fn reference(class: &ReferenceClass, farthest: Option<f64>, scale: Scale) -> String {
    let mut text = format!(
        "{} of the same kind ({} of {})",
        counted(class.forecasts, "forecast"),
        series(class.series),
        counted(class.sources, "source"),
    );
    if let Some(reach) = farthest.and_then(|distance| class.at(distance)) {
        let (half, most) = (error(reach.half, scale), error(reach.most, scale));
        text.push_str(&format!("; as far as here half of them fell within {half}, 80\u{a0}% within {most}"));
    }
    if !class.left_out.is_empty() {
        let names = class.left_out.join(", ");
        text.push_str(&format!("; left out: {names}, which these data are part of"));
    }
    text
}

fn series(count: usize) -> String {
    format!("{} series", crate::number::grouped(count))
}

/// How the irreducible part that is known compares with the estimate.
pub(crate) fn floor(floor: &Floor) -> String {
    let verb = if floor.estimate.contains(floor.known) { "holds" } else { "misses" };
    format!(
        "known from the source {}; the law estimates {}, and its 95\u{a0}% interval {} {verb} what is known",
        significant(floor.known, 5),
        significant(floor.estimate.value, 5),
        interval(floor.estimate),
    )
}

/// Along what, and how far, points lie beyond the data.
pub(crate) fn beyond(group: &str, beyond: &Beyond) -> String {
    let about = if group.is_empty() { String::new() } else { format!("{group}: ") };
    let (lo, hi) = beyond.past;
    format!(
        "{about}`{}` reaches {}, the past has {} to {}: {} lie beyond it by more than it spans, the farthest by {} spans. \
         No back-test inside the past speaks of them",
        beyond.what,
        short(beyond.farthest),
        short(lo),
        short(hi),
        counted(beyond.points, "point"),
        significant(beyond.spans, 2),
    )
}

/// How much repeats of one run differ, in parts.
pub(crate) fn noise(noise: &Noise, scale: Scale) -> String {
    let part = |part: &NoisePart| {
        let [sd, lo, hi] = part.sd.numbers().map(|value| error(value, scale));
        if part.freedom == 0 {
            format!("{sd} by the standard errors given")
        } else {
            format!("{sd} ({lo} to {hi})")
        }
    };
    let mut parts = Vec::new();
    if let Some(runs) = &noise.runs {
        let what = if noise.together { "runs and their evaluation" } else { "runs" };
        parts.push(format!("{what} {}", part(runs)));
    }
    if let Some(evaluation) = &noise.evaluation {
        parts.push(format!("evaluation {}", part(evaluation)));
    }
    let mut text = format!("one standard deviation with its 95\u{a0}% interval: {}", parts.join("; "));
    if noise.places > 0 {
        let (rows, places) = (counted(noise.rows, "row"), counted(noise.places, "place"));
        text.push_str(&format!("; from {rows} at {places} with repeats"));
    }
    text
}

/// The sentence of a verdict without what the gloss has said already.
pub(crate) fn reason(verdict: &Verdict) -> String {
    let sentence = verdict.sentence.as_str();
    let gloss = gloss(verdict);
    let repeats = sentence.get(..gloss.len()).is_some_and(|head| head.eq_ignore_ascii_case(gloss));
    if !repeats {
        return sentence.to_owned();
    }
    let rest = sentence[gloss.len()..].trim_start_matches([':', ',', '.', ' ']);
    let mut chars = rest.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The tone of the word.
pub(crate) fn word_tone(word: Word) -> Tone {
    match word {
        Word::Strong => Tone::Good,
        Word::Weak | Word::Untested => Tone::Warn,
        Word::Broken | Word::Absent => Tone::Bad,
    }
}

/// The word as a cell.
pub(crate) fn word_cell(of: Word) -> Cell {
    Cell::toned(word(of), word_tone(of))
}

/// Whether a condition is met, in a sign and a word.
pub(crate) fn met(met: bool) -> Cell {
    if met { Cell::toned("✓ met", Tone::Good) } else { Cell::toned("✗ missed", Tone::Bad) }
}

/// A severity in a word.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Serious => "serious",
    }
}

/// The tone of a severity.
pub(crate) fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Note => Tone::Plain,
        Severity::Warning => Tone::Warn,
        Severity::Serious => Tone::Bad,
    }
}

/// How the search ended.
pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Converged => "converged",
        Status::AtBound => "converged with a parameter at a bound",
        Status::NotIdentified => "the data do not determine all parameters",
        Status::NotConverged => "the search stopped before it reached an optimum",
        Status::Unconfirmed => "an optimum, but too few starts agree on it to call it the best one",
    }
}

/// A status as JSON and CSV write it.
pub(crate) fn status_code(status: Status) -> &'static str {
    match status {
        Status::Converged => "converged",
        Status::AtBound => "at-bound",
        Status::NotIdentified => "not-identified",
        Status::NotConverged => "not-converged",
        Status::Unconfirmed => "unconfirmed",
    }
}

/// The status of a fit, with the parameters at a bound.
pub(crate) fn fit_status(fit: &Fit) -> String {
    let bound = &fit.certificate.at_bound;
    let at = if bound.is_empty() { String::new() } else { format!(" (at a bound: {})", bound.join(", ")) };
    format!("{}{at}", status(fit.status))
}

/// Chance below which the scatter is not what the stated standard errors say.
const UNLIKELY: f64 = 0.01;

/// The scatter against the stated standard errors, with a remark where the two disagree.
pub(crate) fn chi_square(scatter: &ChiSquare) -> String {
    let each = significant(scatter.per_freedom, 3);
    let freedom = counted(scatter.freedom, "degree");
    let plain = format!("{each} for each of {freedom} of freedom");
    let factor = scatter.per_freedom.sqrt();
    let basis = if scatter.is_absolute {
        "those of the parameters rest on what is stated (--stderr-relative rests them on the scatter)"
    } else {
        "those of the parameters rest on the scatter"
    };
    if scatter.chance >= UNLIKELY {
        return plain;
    }
    let ratio = if factor > 1.0 {
        format!("{} times as large as the stated standard errors say", significant(factor, 2))
    } else if factor > 0.0 {
        format!("{} times smaller than the stated standard errors say", significant(1.0 / factor, 2))
    } else {
        "nothing, against the stated standard errors".to_owned()
    };
    format!("{plain}: the scatter is {ratio}; {basis}")
}

/// What the starts of the search say.
pub(crate) fn search(certificate: &Certificate) -> String {
    let agree = format!("{} of {} agree to 1e-6", certificate.agree, counted(certificate.starts, "start"));
    match certificate.next_basin {
        Some(ratio) => {
            format!(
                "{agree}; the next-best basin has {} times the objective",
                crate::number::significant(ratio, 5)
            )
        }
        None => format!("{agree}; no other basin was met"),
    }
}

/// Meaning of a parameter, if the law is a built-in one.
pub(crate) fn meaning(law: &str, parameter: &str) -> &'static str {
    CARDS
        .iter()
        .find(|card| card.id == law)
        .and_then(|card| card.parameter(parameter))
        .map_or("", |entry| entry.meaning)
}

/// Meaning of a number that follows from the parameters, if the law is a built-in one.
pub(crate) fn meaning_of_derived(law: &str, name: &str) -> &'static str {
    let card = CARDS.iter().find(|card| card.id == law);
    card.and_then(|card| card.derived.iter().find(|entry| entry.name == name))
        .map_or("", |entry| entry.meaning)
}

/// The label of a series as shown; one without a label is all data.
pub(crate) fn label(label: &str) -> &str {
    if label.is_empty() { "all" } else { label }
}

/// Where a result comes from, on one line.
pub(crate) fn provenance(provenance: &Provenance) -> String {
    let mut parts = vec![format!("lawlike {}", provenance.version), format!("seed {}", provenance.seed)];
    parts.extend(provenance.data.iter().map(|data| {
        let digits: String = data.sha256.chars().take(12).collect();
        format!("{} (sha256 {digits})", data.name)
    }));
    if !provenance.options.is_empty() {
        parts.push(provenance.options.join(" "));
    }
    parts.join(" · ")
}

/// A word as a shell takes it: quoted if it has anything but plain characters.
pub(crate) fn shell(word: &str) -> String {
    let simple = |c: char| c.is_ascii_alphanumeric() || "._-/=:,+".contains(c);
    if !word.is_empty() && word.chars().all(simple) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Rows of a series: those plotted, or those fitted.
pub(crate) fn series_rows(series: &Series) -> usize {
    series.fit.as_ref().map_or(series.points.len(), |fit| fit.n)
}
