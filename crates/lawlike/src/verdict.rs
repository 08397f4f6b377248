//! The verdict: one table of rules that turns numbers into one of five words.

mod evidence;
mod words;

pub(crate) use evidence::{Design, Evidence, Regime, Trend, Walk, Wrong};
pub(crate) use words::error;

use crate::backtest::{Backtest, Skill};
use crate::law::course::Course;
use crate::quantity::Scale;
use crate::score::median_absolute;
use serde::Serialize;
use words::{changes, sentence, untested};

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

impl Verdict {
    /// Whether the law could be asked at all: the response varies, and the law can follow the direction in which it moves.
    pub fn has_question(&self) -> bool {
        self.conditions.iter().all(|c| c.met || ![MOVES, FOLLOWING].contains(&c.asks.as_str()))
    }
}

/// Rows that must be hidden and forecast before a word is given.
const LEAST_HIDDEN: usize = 4;
/// A forecast that reaches less far than this says nothing of extrapolation: a quarter of a factor of two, or a
/// quarter of a year.
const LEAST_DISTANCE: f64 = 0.075;
const LEAST_YEARS: f64 = 0.25;
/// Condition index of the axes above which what each contributes cannot be told (Belsley, Kuh & Welsch 1980).
const CONFOUNDED: f64 = 30.0;
/// Share of points that must move as forecast for direction and order to hold.
const ORDER: f64 = 0.75;
/// Chance below which a trend is more than noise.
const CHANCE: f64 = 0.01;
/// Normal quantile below which the steps of noise about a law fall in one case of twenty.
const WHITE: f64 = 1.645;
/// Standard errors of a drift that a random walk rarely has, though the law is fitted to it.
const DRIFT: f64 = 3.0;
/// Share of the tolerance by which errors must differ to be different.
const MATERIAL: f64 = 0.25;
/// Shortfall of coverage that is let pass: two standard errors over series, within these bounds. Cuts of a lone series
/// overlap, so their spread tells no error: the upper bound holds.
const SHORTFALL: (f64, f64) = (0.05, 0.15);
/// Beyond this multiple of the tolerance the far half is no longer near enough.
const BROKEN: f64 = 2.0;
/// Share of far errors with the same sign that shows a drift rather than noise.
const ONE_SIDED: f64 = 0.9;
/// Chance below which one of two laws is ruled out.
const TOLD: f64 = 0.05;

/// Applies the table.
///
/// In order: too little to say (Untested); a trend up to a place and errors to one side beyond it (Broken); all conditions
/// of the strong form and of the weak one met (Strong); a trend, with near forecasts right and far ones wrong to one
/// side (Broken); a trend whose direction and order hold and which beats "nothing changes" (Weak); else Absent.
pub(crate) fn judge(evidence: &Evidence<'_>) -> Verdict {
    let mut conditions = enough(evidence);
    let Some(test) = evidence.backtest.filter(|_| conditions.iter().all(|c| c.met)) else {
        return untested(conditions);
    };
    let strong = strong(evidence, test);
    let halves = Halves::new(test, evidence.scale);
    let whole = halves.condition(evidence);
    let one = evidence.regime.map(|regime| regime.condition(evidence));
    let trend = trend(evidence.trend);
    let weak: Vec<Condition> = trend.iter().cloned().chain(weak(test)).collect();
    let all = |list: &[Condition]| list.iter().all(|c| c.met);
    let ended = evidence.regime.filter(|_| one.as_ref().is_some_and(|one| !one.met));
    let word = if ended.is_some() {
        Word::Broken
    } else if all(&strong) && all(&weak) {
        Word::Strong
    } else if !whole.met && all(&trend) {
        Word::Broken
    } else if all(&weak) {
        Word::Weak
    } else {
        Word::Absent
    };
    let would_change = changes(word, &strong, &weak, evidence);
    let sentence = sentence(word, evidence, test, (&halves, ended));
    conditions.extend(strong);
    conditions.push(whole);
    conditions.extend(one);
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
    let mut out = question(evidence);
    out.extend([
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
    ]);
    // Half of the runs lie beyond the earliest cut.
    if let Some(decades) = evidence.design.decades {
        let least = 2.0 * LEAST_DISTANCE;
        let text = format!("{decades:.2} powers of ten (at least {least})");
        out.push(condition(SPREAD, decades, least, decades >= least, text));
    }
    if let Some(index) = evidence.design.collinear {
        let text = format!("condition index {index:.1} (at most {CONFOUNDED})");
        out.push(condition(APART, index, CONFOUNDED, index <= CONFOUNDED, text));
    }
    out
}

/// Whether the law can be asked at all: a response that moves, and a law that can move with it.
fn question(evidence: &Evidence<'_>) -> Vec<Condition> {
    let mut out = Vec::new();
    if evidence.design.is_still {
        let text = "all values are equal, and every law fits them".to_owned();
        out.push(condition(MOVES, 0.0, 0.0, false, text));
    }
    if let Some(Wrong { course, explained }) = evidence.design.wrong {
        let moves = match course {
            Course::Rises => "rises",
            Course::Falls => "falls",
        };
        let explained = explained.max(0.0);
        let text = format!(
            "wrong law: the response {moves} with the size of the run and the law does not; at its best it explains {:.0} % \
             of the spread (at least {:.0} %)",
            100.0 * explained,
            100.0 * FOLLOWS
        );
        out.push(condition(FOLLOWING, explained, FOLLOWS, false, text));
    }
    out
}

/// A law that explains less than this of a response with a certain direction does not follow it.
pub(crate) const FOLLOWS: f64 = 0.05;
const MOVES: &str = "the response varies";
const FOLLOWING: &str = "the law can follow the direction of the data";
const SPREAD: &str = "the runs are not all of nearly one size";
const APART: &str = "the axes vary independently";

/// The conditions of the strong form: right, honest, better than anything naive.
fn strong(evidence: &Evidence<'_>, test: &Backtest) -> Vec<Condition> {
    let (tolerance, scale) = (evidence.tolerance.0, evidence.scale);
    let scores = &test.overall;
    let allowed = |k: usize, level: f64| {
        let is_known = test.series > 1;
        level
            - if is_known {
                (2.0 * scores.coverage_se[k]).clamp(SHORTFALL.0, SHORTFALL.1)
            } else {
                SHORTFALL.1
            }
    };
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
        let text = format!("{} (at least {})", percent(found), percent(least));
        out.push(condition(asks, found, least, found >= least, text));
    }
    out.extend(rivals(evidence, test));
    out.extend(evidence.design.open.map(|chance| {
        let text = format!(
            "chance of the less likely law {:.0} % (told apart below {:.0} %)",
            100.0 * chance,
            100.0 * TOLD
        );
        condition("the points tell growth from saturation", chance, TOLD, false, text)
    }));
    out
}

/// The naive rival that stands most in the way: one that is not beaten before one that is.
///
/// Whoever says that nothing changes must be beaten; a ruler must not be better by what matters, overall or in most cuts,
/// because a law that is straight is a ruler.
fn rivals(evidence: &Evidence<'_>, test: &Backtest) -> Option<Condition> {
    let equal = MATERIAL * evidence.tolerance.0;
    let cuts = test.cuts.len();
    let lost = |rival: &Skill| {
        let better = test.cuts.iter().filter(|cut| {
            let here = cut.rivals.iter().find(|(name, _)| *name == rival.rival);
            here.is_some_and(|(_, rmse)| *rmse < cut.law.rmse - equal)
        });
        better.count()
    };
    let is_beaten = |rival: &Skill| {
        let least = if NOTHING.contains(&rival.rival.as_str()) { 0.0 } else { equal };
        test.overall.rmse < rival.rmse + least && 2 * lost(rival) <= cuts
    };
    let rivals = test.skill.iter().filter(|s| s.rival != MIXTURE && s.rmse.is_finite());
    let order = |a: &&Skill, b: &&Skill| is_beaten(a).cmp(&is_beaten(b)).then(a.skill.total_cmp(&b.skill));
    let worst = rivals.min_by(order)?;
    let text = format!(
        "{:+.0} % against {}, which was better in {} of {cuts} cuts (above 0, or less than {} worse than a ruler; in at \
         most half)",
        100.0 * worst.skill,
        worst.rival,
        lost(worst),
        error(equal, evidence.scale)
    );
    Some(condition("beats every naive rival", worst.skill, 0.0, is_beaten(worst), text))
}

/// The mixture is no naive rival: it is shown, but no law has to beat it.
const MIXTURE: &str = "mixture of candidates";
/// Rivals that say that nothing changes.
const NOTHING: [&str; 2] = ["last value", "level of last third"];

/// A trend beyond noise and beyond a random walk.
fn trend(trend: Option<Trend>) -> Vec<Condition> {
    let Some(Trend { chance, walk }) = trend else { return Vec::new() };
    let text = format!("chance {chance:.1e} (below {CHANCE})");
    let mut out = vec![condition("a trend beyond noise", chance, CHANCE, chance < CHANCE, text)];
    if let Some(Walk { white, places, drift }) = walk {
        let least = 1.0 - WHITE / places.sqrt();
        let text = format!(
            "steps over scatter {white:.2} (at least {least:.2}), or drift of {drift:.1} standard errors (at least {DRIFT})"
        );
        let met = white >= least || drift >= DRIFT;
        out.push(condition("a trend beyond a random walk", white, least, met, text));
    }
    out
}

/// Direction and order.
fn weak(test: &Backtest) -> Vec<Condition> {
    let level = test.skill.iter().filter(|s| NOTHING.contains(&s.rival.as_str()));
    let hardest = level.min_by(|a, b| a.skill.total_cmp(&b.skill));
    let (skill, name) = hardest.map_or((f64::NAN, NOTHING[0]), |s| (s.skill, s.rival.as_str()));
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
            format!("{:+.0} % against the {name} (above 0)", 100.0 * skill),
        ),
    ]
}

impl Regime {
    /// Whether one law goes through: not met if it held up to the place and failed beyond.
    fn condition(&self, evidence: &Evidence<'_>) -> Condition {
        let (tolerance, scale) = (evidence.tolerance.0, evidence.scale);
        let median = self.before.as_ref().map_or(f64::NAN, |test| test.overall.median_error);
        let is_law = self.before.as_ref().is_some_and(|test| {
            test.overall.n >= LEAST_HIDDEN && weak(test).iter().chain(&trend(self.trend)).all(|c| c.met)
        });
        let most = BROKEN * tolerance.max(median);
        let failed = self.failed.min(self.missed);
        let met = !(is_law && failed > most && self.one_sided >= ONE_SIDED);
        let text = format!(
            "up to {} back-tests missed by {}{}; beyond, {} runs, the far half of them by {} from there, {:.0} % to one \
             side, and by {} in all back-tests (a break has a trend before, more than {} beyond and {:.0} % to one side)",
            self.place,
            error(median, scale),
            if is_law { "" } else { ", without a trend" },
            self.beyond,
            error(self.failed, scale),
            100.0 * self.one_sided,
            error(self.missed, scale),
            error(most, scale),
            100.0 * ONE_SIDED
        );
        condition("one law on both sides of a break", failed, most, met, text)
    }
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
