//! Candidates: small, local laws that forecast from the end of a series. One family a file.
//!
//! Each takes a past and says what comes at later places. None is trusted by itself: the mixture weighs them by
//! how they did in back-tests inside the past. The horizon `H` (how far the farthest place lies ahead) sets how
//! much of the past the local ones look at.

mod bounded;
mod broken;
mod card;
mod cards;
mod chosen;
mod line;
mod local;
mod m4;
mod naive;
mod positive;
mod power;
mod several;

pub use card::CandidateCard;
pub use cards::cards;
pub(crate) use chosen::Chosen;

use super::frame::{ExtrapolationKind, Frame, Places};
use crate::fit::Objective;

/// What a candidate sees: a past on natural scales and the horizon.
#[derive(Clone, Copy)]
pub(crate) struct Past<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) horizon: f64,
}

/// Forecasts of one family: a list of names, and one list of values for each.
pub(crate) type Answers = Vec<(&'static str, Vec<f64>)>;

/// Forecasts of all candidates of the kind at the places.
pub(crate) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let mut out = match past.frame.kind {
        ExtrapolationKind::Log | ExtrapolationKind::Growth => logarithmic(past, places),
        ExtrapolationKind::Raw => {
            let lines = ["line3", "theil3", "linew", "linew2", "damp", "damp1", "line"];
            let mut out = line::answers(past, places, &lines);
            out.extend(levels(past, places));
            out.extend(bounded::answers(past, places));
            out.extend(positive::answers(past, places));
            out
        }
        ExtrapolationKind::Calendar | ExtrapolationKind::DatedScore => {
            let lines = ["line3", "line", "linew", "linew2", "theil3", "damp1", "damp3"];
            let mut out = line::answers(past, places, &lines);
            out.extend(levels(past, places));
            out.extend(bounded::logits(past, places));
            out.extend(positive::lines(past, places));
            out
        }
        ExtrapolationKind::Several => several::answers(past, places),
    };
    tame(&mut out, places.z.len());
    if past.frame.share {
        for (_, values) in &mut out {
            for value in values {
                *value = value.clamp(0.0, 1.0);
            }
        }
    }
    out
}

/// Positive responses in logarithms. Laws that fall towards a floor see a rising series upside down, as `1/y`: it
/// saturates where they level off, and a pure power law is one in both directions.
fn logarithmic(past: Past<'_>, places: &Places) -> Answers {
    let mut out = line::answers(past, places, &["line3", "theil3", "damp1", "quadw", "line"]);
    out.extend(levels(past, places));
    let rises = past.frame.rises();
    let mirrored = rises.then(|| past.frame.mirrored());
    let falling = Past { frame: mirrored.as_ref().unwrap_or(past.frame), ..past };
    let mut laws = power::answers(falling, places);
    laws.extend(m4::answers(falling, places));
    laws.push(("bnsl", broken::answer(falling, places)));
    let against = (!rises).then(|| past.frame.mirrored());
    let rising = Past { frame: against.as_ref().unwrap_or(past.frame), ..past };
    let mut growth = power::growth(rising, places, &rising.frame.y, Objective::LOG_LS);
    if rises {
        laws.iter_mut().flat_map(|(_, values)| values).for_each(|value| *value = -*value);
    } else {
        growth.iter_mut().for_each(|value| *value = -*value);
    }
    out.extend(laws);
    out.push(("growth", growth));
    out
}

fn levels(past: Past<'_>, places: &Places) -> Answers {
    vec![
        ("last", naive::last(past, places)),
        ("mean", naive::mean(past, places)),
        ("ses", naive::ses(past, places)),
        ("theta", naive::theta(past, places)),
    ]
}

/// A forecast farther from the middle one than this many times the typical distance is drawn back to there: one wild
/// candidate must not carry a mean away.
const WILD: f64 = 20.0;

fn tame(answers: &mut Answers, places: usize) {
    for i in 0..places {
        let mut values: Vec<f64> = answers.iter().map(|(_, v)| v[i]).filter(|v| v.is_finite()).collect();
        if values.is_empty() {
            continue;
        }
        let middle = lawlike_num::quantile::median(&values);
        values.iter_mut().for_each(|v| *v = (*v - middle).abs());
        let limit = WILD * lawlike_num::quantile::median(&values);
        for (_, values) in answers.iter_mut().filter(|(_, v)| v[i].is_finite()) {
            values[i] = values[i].clamp(middle - limit, middle + limit);
        }
    }
}

/// What a candidate is one of: candidates of one family repeat each other, and share what one of them would weigh.
///
/// Where responses rise in logarithms a straight line through all rows is a law of its own, the power law, and no local
/// extrapolation. A power law with a break is one without where the rows are few.
pub(crate) fn family(kind: ExtrapolationKind, name: &str) -> &'static str {
    match name {
        "line" if kind == ExtrapolationKind::Growth => "straight power law",
        "last" | "mean" | "ses" => "level",
        "line" | "line3" | "theil3" | "linew" | "linew2" => "line",
        "damp" | "damp1" | "damp3" | "theta" => "damped line",
        "logit" | "logit-mix" => "line in logits",
        "log-line" | "log-linew" => "line in logarithms",
        "m4" | "m4-half" => "m4",
        "bnsl" => "power law",
        _ if name.starts_with("pl-") => "power law",
        _ => "other",
    }
}

/// Share of each candidate in its family.
pub(crate) fn shares(kind: ExtrapolationKind, names: &[String]) -> Vec<f64> {
    let size = |name: &String| match family(kind, name) {
        "other" => 1.0,
        own => names.iter().filter(|other| family(kind, other) == own).count() as f64,
    };
    names.iter().map(|name| 1.0 / size(name)).collect()
}

/// Names of the candidates of a kind, in the order in which they are mixed.
pub(crate) fn names(kind: ExtrapolationKind) -> &'static [&'static str] {
    match kind {
        ExtrapolationKind::Log | ExtrapolationKind::Growth => &[
            "last",
            "mean",
            "ses",
            "theta",
            "line3",
            "theil3",
            "damp1",
            "quadw",
            "line",
            "pl-all",
            "pl-half",
            "pl-half-robust",
            "pl-2.5h",
            "pl-fade",
            "m4",
            "m4-half",
            "bnsl",
            "growth",
        ],
        ExtrapolationKind::Raw => &[
            "last",
            "mean",
            "ses",
            "theta",
            "line3",
            "theil3",
            "linew",
            "linew2",
            "damp",
            "damp1",
            "line",
            "logit",
            "logit-mix",
            "sigmoid",
            "gap-power",
            "exp",
            "log-line",
            "log-linew",
            "growth",
        ],
        ExtrapolationKind::Calendar => {
            &["line3", "line", "linew", "linew2", "theil3", "damp1", "damp3", "last", "mean", "ses", "theta"]
        }
        ExtrapolationKind::DatedScore => &[
            "line3",
            "line",
            "linew",
            "linew2",
            "theil3",
            "damp1",
            "damp3",
            "last",
            "mean",
            "ses",
            "theta",
            "logit",
            "logit-mix",
            "log-line",
            "log-linew",
        ],
        ExtrapolationKind::Several => &several::NAMES,
    }
}

/// Mean of a slice.
fn average(values: &[f64]) -> f64 {
    lawlike_num::quantile::mean(values)
}
