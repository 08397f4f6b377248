//! The verdict: one table of rules that turns numbers into one of five words.

use crate::backtest::{Backtest, Skill};
use crate::quantity::Scale;
use crate::score::median_absolute;
use serde::Serialize;

/// How strong a law was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Word {
    /// Predicts within the tolerance, with intervals that cover what they say, and beats every naive rival.
    Strong,
    /// Direction and order hold, the magnitude does not.
    Weak,
    /// Held up to a point and then failed.
    Broken,
    /// No better than the naive rivals, or no consistent trend.
    Absent,
    /// Too few, too close or too confounded observations to say.
    Untested,
}

/// One condition of the table, with the number that met or missed it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Condition {
    /// What is asked, in words.
    pub asks: String,
    /// The number found.
    pub found: f64,
    /// What it is compared with.
    pub threshold: f64,
    /// Whether it is met.
    pub met: bool,
    /// Found and threshold as a reader wants them, e.g. `1.2 % (at most 2 %)`.
    pub text: String,
}

/// The word, its reasons and what would change it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The word.
    pub word: Word,
    /// One sentence with the numbers behind the word.
    pub sentence: String,
    /// The conditions, in the order of the table.
    pub conditions: Vec<Condition>,
    /// What would change the verdict.
    pub would_change: Vec<String>,
}

/// What the table looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence<'a> {
    /// The back-test, if the series could be cut.
    pub(crate) backtest: Option<&'a Backtest>,
    /// Scale of the errors.
    pub(crate) scale: Scale,
    /// Error that counts as right, and the rule behind it.
    pub(crate) tolerance: (f64, &'a str),
    /// Unit of distances.
    pub(crate) unit: &'a str,
    /// Independent groups of rows.
    pub(crate) groups: usize,
    /// Parameters of the law.
    pub(crate) parameters: usize,
}

/// Rows that must be hidden and forecast before a word is given.
const LEAST_HIDDEN: usize = 4;
/// A forecast that reaches less far than this says nothing of extrapolation: a quarter of a factor of two, or a
/// quarter of a year.
const LEAST_DISTANCE: f64 = 0.075;
const LEAST_YEARS: f64 = 0.25;
/// Share of points that must move as forecast for direction and order to hold.
const ORDER: f64 = 0.75;
/// Beyond this multiple of the tolerance the far half is no longer near enough.
const BROKEN: f64 = 2.0;
/// Share of far errors with the same sign that shows a drift rather than noise.
const ONE_SIDED: f64 = 0.9;

/// Applies the table.
///
/// In order: too little to say (Untested); all four conditions of the strong form met (Strong); near forecasts right
/// and far ones wrong to one side (Broken); direction and order hold and the law beats the last value (Weak); else
/// Absent.
pub(crate) fn judge(evidence: &Evidence<'_>) -> Verdict {
    let mut conditions = enough(evidence);
    let Some(test) = evidence.backtest.filter(|_| conditions.iter().all(|c| c.met)) else {
        return untested(conditions);
    };
    let strong = strong(evidence, test);
    let halves = Halves::new(test, evidence.scale);
    let whole = halves.condition(evidence);
    let weak = weak(test);
    let word = if strong.iter().all(|c| c.met) {
        Word::Strong
    } else if !whole.met {
        Word::Broken
    } else if weak.iter().all(|c| c.met) {
        Word::Weak
    } else {
        Word::Absent
    };
    let would_change = changes(word, &strong, &weak, evidence);
    let sentence = sentence(word, evidence, test, &halves);
    conditions.extend(strong);
    conditions.push(whole);
    conditions.extend(weak);
    Verdict { word, sentence, conditions, would_change }
}

fn condition(asks: &str, found: f64, threshold: f64, met: bool, text: String) -> Condition {
    Condition { asks: asks.to_owned(), found, threshold, met, text }
}

/// Is there enough to say anything?
fn enough(evidence: &Evidence<'_>) -> Vec<Condition> {
    let hidden = evidence.backtest.map_or(0, |test| test.overall.n);
    let farthest =
        evidence.backtest.map_or(0.0, |test| test.hidden.iter().map(|h| h.distance).fold(0.0, f64::max));
    let least = evidence.parameters + 3;
    let reach = if evidence.unit == "years" { LEAST_YEARS } else { LEAST_DISTANCE };
    let groups = evidence.groups;
    vec![
        condition(
            "enough independent runs for the parameters of the law",
            groups as f64,
            least as f64,
            groups >= least,
            format!("{groups} (at least {least})"),
        ),
        condition(
            "enough runs hidden and then forecast",
            hidden as f64,
            LEAST_HIDDEN as f64,
            hidden >= LEAST_HIDDEN,
            format!("{hidden} (at least {LEAST_HIDDEN})"),
        ),
        condition(
            "the forecasts reach beyond the data",
            farthest,
            reach,
            farthest >= reach,
            format!("{farthest:.2} {} (at least {reach})", evidence.unit),
        ),
    ]
}

/// The conditions of the strong form: right, honest, better than anything naive.
fn strong(evidence: &Evidence<'_>, test: &Backtest) -> Vec<Condition> {
    let (tolerance, scale) = (evidence.tolerance.0, evidence.scale);
    let scores = &test.overall;
    let allowed = |k: usize, level: f64| level - (2.0 * scores.coverage_se[k]).clamp(0.05, 0.15);
    let (least80, least95) = (allowed(1, 0.80), allowed(2, 0.95));
    let percent = |v: f64| format!("{:.0} %", 100.0 * v);
    let mut out = vec![condition(
        "typical error of the forecasts within the tolerance",
        scores.median_error,
        tolerance,
        scores.median_error <= tolerance,
        format!("{} (at most {})", error(scores.median_error, scale), error(tolerance, scale)),
    )];
    for (k, asks, least) in [
        (1, "80 % intervals cover what they say", least80),
        (2, "95 % intervals cover what they say", least95),
    ] {
        let found = scores.coverage[k];
        let text = format!("{} (at least {}, two standard errors below)", percent(found), percent(least));
        out.push(condition(asks, found, least, found >= least, text));
    }
    let rivals = test.skill.iter().filter(|s| s.rival != MIXTURE && s.rmse.is_finite());
    // The rival that stands most in the way: one that is not beaten before one that is.
    let beaten = |s: &Skill| s.skill > 0.0 && 2 * s.wins.0 >= s.wins.1;
    if let Some(worst) = rivals.min_by(|a, b| beaten(a).cmp(&beaten(b)).then(a.skill.total_cmp(&b.skill))) {
        let what = if test.series > 1 { "series" } else { "cuts" };
        let text = format!(
            "{:+.0} % against {}, better in {} of {} {what} (above 0, and in at least half)",
            100.0 * worst.skill,
            worst.rival,
            worst.wins.0,
            worst.wins.1
        );
        out.push(condition("beats every naive rival", worst.skill, 0.0, beaten(worst), text));
    }
    out
}

/// The mixture is no naive rival: it is shown, but no law has to beat it.
const MIXTURE: &str = "mixture of candidates";

/// Direction and order.
fn weak(test: &Backtest) -> Vec<Condition> {
    let against = test.skill.iter().find(|s| s.rival == "last value");
    let skill = against.map_or(f64::NAN, |s| s.skill);
    vec![
        condition(
            "direction and order as forecast",
            test.order,
            ORDER,
            test.order >= ORDER,
            format!("{:.0} % (at least {:.0} %)", 100.0 * test.order, 100.0 * ORDER),
        ),
        condition(
            "better than \"nothing changes\"",
            skill,
            0.0,
            skill > 0.0,
            format!("{:+.0} % against the last value (above 0)", 100.0 * skill),
        ),
    ]
}

/// The near and the far half of the hidden points.
struct Halves {
    near: f64,
    far: f64,
    /// Larger share of far errors with the same sign.
    one_sided: f64,
    /// Whether far forecasts came out above what happened.
    above: bool,
    /// Distance that parts the halves.
    at: f64,
}

impl Halves {
    fn new(test: &Backtest, scale: Scale) -> Self {
        let mut points: Vec<(f64, f64)> = test
            .hidden
            .iter()
            .map(|h| (h.distance, scale.forward(h.median) - scale.forward(h.truth)))
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (near, far) = points.split_at(points.len() / 2);
        let errors = |part: &[(f64, f64)]| part.iter().map(|(_, e)| *e).collect::<Vec<_>>();
        let above = far.iter().filter(|(_, e)| *e > 0.0).count() as f64 / far.len().max(1) as f64;
        Self {
            near: median_absolute(&errors(near)),
            far: median_absolute(&errors(far)),
            one_sided: above.max(1.0 - above),
            above: above > 0.5,
            at: far.first().map_or(f64::NAN, |(d, _)| *d),
        }
    }

    fn condition(&self, evidence: &Evidence<'_>) -> Condition {
        let tolerance = evidence.tolerance.0;
        let breaks = self.near <= tolerance && self.far > BROKEN * tolerance && self.one_sided >= ONE_SIDED;
        let text = format!(
            "near {}, far {}, {:.0} % of the far errors to one side (a break has near within {}, far beyond {} and {:.0} % to one side)",
            error(self.near, evidence.scale),
            error(self.far, evidence.scale),
            100.0 * self.one_sided,
            error(tolerance, evidence.scale),
            error(BROKEN * tolerance, evidence.scale),
            100.0 * ONE_SIDED
        );
        condition("no break with distance", self.far, BROKEN * tolerance, !breaks, text)
    }
}

/// An error on the scale of the response, for readers.
pub(crate) fn error(value: f64, scale: Scale) -> String {
    match scale {
        Scale::Log if value >= 0.2 => format!("a factor of {:.3}", value.exp()),
        Scale::Log => format!("{:.2} %", 100.0 * value),
        Scale::Raw => format!("{value:.3}"),
    }
}

fn sentence(word: Word, evidence: &Evidence<'_>, test: &Backtest, halves: &Halves) -> String {
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

fn untested(conditions: Vec<Condition>) -> Verdict {
    let missing: Vec<String> =
        conditions.iter().filter(|c| !c.met).map(|c| format!("{}: {}", c.asks, c.text)).collect();
    let would_change = conditions
        .iter()
        .filter(|c| !c.met)
        .map(|c| match c.asks.as_str() {
            "enough independent runs for the parameters of the law" => {
                "more independent runs, spread over the axes"
            }
            "enough runs hidden and then forecast" => "runs on both sides of a cut, at least four beyond it",
            _ => "runs farther out: at least twice as far as the largest one",
        })
        .map(str::to_owned)
        .collect();
    let sentence = format!("There is too little to say whether the law holds: {}.", missing.join("; "));
    Verdict { word: Word::Untested, sentence, conditions, would_change }
}

/// What would have to come out differently for another word.
fn changes(word: Word, strong: &[Condition], weak: &[Condition], evidence: &Evidence<'_>) -> Vec<String> {
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
