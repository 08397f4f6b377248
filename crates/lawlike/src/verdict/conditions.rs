//! The conditions of the table, each with the number that met or missed it.

use super::tally::{Against, COVERAGE, Tally, by_luck, so_few, worth};
use super::{Evidence, Trend, Walk, Wrong};
use crate::backtest::DistanceUnit;
use crate::law::course::Course;
use serde::Serialize;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConditionId {
    /// The response varies.
    Moves,
    /// The law can follow the direction of the data.
    Follows,
    /// Enough independent runs for the parameters.
    Runs,
    /// Enough independent runs held out.
    HeldOut,
    /// Held-out runs at enough places.
    Places,
    /// The forecasts reach beyond the data.
    Beyond,
    /// The runs differ in size.
    Spread,
    /// The axes vary independently.
    Apart,
    /// The typical error is within the tolerance.
    Typical,
    /// More runs within the tolerance than luck would have.
    NotLuck,
    /// Within the tolerance in most rolling cuts.
    Cuts,
    /// 80 % intervals cover what they say.
    Cover80,
    /// 95 % intervals cover what they say.
    Cover95,
    /// 80 % intervals cover in most rolling cuts.
    CoverCuts,
    /// Better than standing still.
    Standing,
    /// Not worse than carrying a simple curve on.
    Extrapolating,
    /// Growth is told from saturation.
    Growth,
    /// Going on is told from turning back.
    Turning,
    /// No break with distance.
    NoBreak,
    /// One law on both sides of a place.
    OneLaw,
    /// A trend beyond noise.
    Trend,
    /// A trend beyond a random walk.
    Walk,
    /// Direction and order as forecast.
    Order,
    /// A smaller error than standing still.
    Better,
    /// The cut that was named does not say less.
    NamedCut,
    /// Enough series were tested.
    SeriesTested,
    /// Most series are Strong.
    SeriesStrong,
    /// More than half of the series are Strong or Weak.
    SeriesHold,
    /// Better than every baseline over series.
    SeriesSkill,
}

impl ConditionId {
    /// What is asked, in words.
    pub fn asks(self) -> &'static str {
        match self {
            Self::Moves => "the response varies",
            Self::Follows => "the law can follow the direction of the data",
            Self::Runs => "enough independent runs for the parameters of the law",
            Self::HeldOut => "enough independent runs held out and then forecast",
            Self::Places => "held-out runs at enough distinct places",
            Self::Beyond => "the forecasts reach beyond the data",
            Self::Spread => "the runs are not all of nearly one size",
            Self::Apart => "the axes vary independently",
            Self::Typical => "typical error of the forecasts within the tolerance",
            Self::NotLuck => "more runs within the tolerance than luck would have",
            Self::Cuts => "within the tolerance in most rolling cuts",
            Self::Cover80 => "80 % intervals cover what they say",
            Self::Cover95 => "95 % intervals cover what they say",
            Self::CoverCuts => "80 % intervals cover in most rolling cuts",
            Self::Standing => "better than \"nothing changes\" beyond the error of the comparison",
            Self::Extrapolating => "no simple curve carried on is better beyond the error of the comparison",
            Self::Growth => "the points tell growth from saturation",
            Self::Turning => "the points tell going on from turning back",
            Self::NoBreak => "no break with distance",
            Self::OneLaw => "one law on both sides of a break",
            Self::Trend => "a trend beyond noise",
            Self::Walk => "a trend beyond a random walk",
            Self::Order => "direction and order as forecast",
            Self::Better => "a smaller error than \"nothing changes\" over all cuts",
            Self::NamedCut => "the cut that was named does not say less",
            Self::SeriesTested => "series that could be tested",
            Self::SeriesStrong => "most series are Strong",
            Self::SeriesHold => "more than half of the series are Strong or Weak",
            Self::SeriesSkill => "better than every baseline over all series",
        }
    }
}

/// One condition of the table, with the number that met or missed it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Condition {
    /// What is asked.
    pub id: ConditionId,
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

pub(super) fn condition(id: ConditionId, found: f64, threshold: f64, met: bool, text: String) -> Condition {
    Condition { id, asks: id.asks().to_owned(), found, threshold, met, text }
}

pub(super) fn all_met(list: &[Condition]) -> bool {
    list.iter().all(|condition| condition.met)
}

/// Independent runs that must be held out for a word: with fewer the sign test can hardly tell right from lucky.
pub(super) const LEAST_HELD_OUT: usize = 8;
/// With so many runs, all of them within the tolerance are no luck: they may give the strong word and no other.
pub(super) const LEAST_FOR_STRONG: usize = 5;
/// Distinct places at which they must stand.
pub(super) const LEAST_PLACES: usize = 5;
/// A forecast that reaches less far than this says nothing of extrapolation: a quarter of a factor of two, or a
/// quarter of a year.
pub(super) const LEAST_DISTANCE: f64 = 0.075;
pub(super) const LEAST_YEARS: f64 = 0.25;
/// Condition index of the axes above which what each contributes cannot be told (Belsley, Kuh & Welsch 1980).
pub(super) const CONFOUNDED: f64 = 30.0;
/// Share of runs that must move as forecast for direction and order to hold.
pub(super) const ORDER: f64 = 0.75;
/// Chance below which a trend is more than noise.
pub(super) const CHANCE: f64 = 0.01;
/// Normal quantile below which the steps of noise about a law fall in one case of twenty.
const WHITE: f64 = 1.645;
/// Standard errors of a drift that a random walk rarely has, though the law is fitted to it.
const DRIFT: f64 = 3.0;
/// Chance of luck that is let pass.
pub(super) const LUCK: f64 = 0.05;
/// Share of the rolling cuts that must be within the tolerance.
pub(super) const CUTS: f64 = 0.75;
/// Where standing still is within the tolerance as well, a law must at least halve the error.
pub(super) const HALVED: f64 = 0.5;
/// Chance below which one of two laws is ruled out.
pub(super) const TOLD: f64 = 0.05;
/// A law that explains less than this of a response with a certain direction does not follow it.
pub(crate) const FOLLOWS: f64 = 0.05;

/// Is there enough to say anything?
///
/// `held_out` is the number of held-out runs that is asked.
pub(super) fn enough(evidence: &Evidence<'_>, tally: Option<&Tally<'_>>, held_out: usize) -> Vec<Condition> {
    let (held, places) = tally.map_or((0, 0), |tally| (tally.n(), tally.places()));
    let farthest = tally.map_or(0.0, Tally::farthest);
    let least = evidence.parameters + 3;
    let reach = if evidence.unit == DistanceUnit::Years { LEAST_YEARS } else { LEAST_DISTANCE };
    let count = |id, found: usize, least: usize| {
        condition(id, found as f64, least as f64, found >= least, format!("{found} (at least {least})"))
    };
    let mut out = question(evidence);
    out.extend([
        count(ConditionId::Runs, evidence.runs, least),
        count(ConditionId::HeldOut, held, held_out),
        count(ConditionId::Places, places, LEAST_PLACES),
        condition(
            ConditionId::Beyond,
            farthest,
            reach,
            farthest >= reach,
            format!("{farthest:.2} {} (at least {reach})", evidence.unit.name()),
        ),
    ]);
    // Half of the runs lie beyond the earliest cut.
    if let Some(decades) = evidence.design.decades {
        let least = 2.0 * LEAST_DISTANCE;
        let text = format!("{decades:.2} powers of ten (at least {least})");
        out.push(condition(ConditionId::Spread, decades, least, decades >= least, text));
    }
    if let Some(index) = evidence.design.collinear {
        let text = if index.is_finite() {
            format!("condition index {index:.1} (at most {CONFOUNDED})")
        } else {
            "one axis follows from the others in every run".to_owned()
        };
        let found = index.min(f64::MAX);
        out.push(condition(ConditionId::Apart, found, CONFOUNDED, index <= CONFOUNDED, text));
    }
    out
}

/// Whether the law can be asked at all: a response that moves, and a law that can move with it.
fn question(evidence: &Evidence<'_>) -> Vec<Condition> {
    let mut out = Vec::new();
    if evidence.design.is_still {
        let text = "all values are equal, and every law fits them".to_owned();
        out.push(condition(ConditionId::Moves, 0.0, 0.0, false, text));
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
        out.push(condition(ConditionId::Follows, explained, FOLLOWS, false, text));
    }
    out
}

/// The conditions of the strong form at a reach: right, not by luck, in most cuts, honest, better than anything naive.
pub(super) fn strong(evidence: &Evidence<'_>, tally: &Tally<'_>) -> Vec<Condition> {
    let mut out = right(evidence, tally);
    out.extend([(ConditionId::Cover80, 1, 0.80), (ConditionId::Cover95, 2, 0.95)].map(|(id, at, level)| {
        let (hits, of) = worth(tally.inside(at), tally.n(), evidence.worth);
        let chance = so_few(hits, of, level);
        let text = format!(
            "{} of {} runs; chance of so few {} (at least {:.1} %)",
            tally.inside(at),
            tally.n(),
            chance_text(chance),
            100.0 * COVERAGE
        );
        condition(id, chance, COVERAGE, chance >= COVERAGE, text)
    }));
    // Each run counts once above, at its farthest forecast: those of the later cuts are asked here.
    let (good, cuts) = tally.cuts_covering(evidence.worth);
    out.push(condition(
        ConditionId::CoverCuts,
        good as f64 / cuts.max(1) as f64,
        CUTS,
        good as f64 >= CUTS * cuts as f64,
        format!("{good} of {cuts} (at least {:.0} %)", 100.0 * CUTS),
    ));
    out.extend(baselines(evidence, tally));
    out.extend(evidence.design.open.map(|chance| {
        let text = format!(
            "chance of the less likely law {:.0} % (told apart below {:.0} %)",
            100.0 * chance,
            100.0 * TOLD
        );
        condition(ConditionId::Growth, chance, TOLD, false, text)
    }));
    out.extend(evidence.turning.map(|turning| {
        let farthest = tally.farthest();
        let met = turning.distance > farthest;
        let text = format!(
            "a curve that turns at {} beyond the data describes them as well (difference of the criterion {:+.1})",
            evidence.unit.show(turning.distance),
            turning.criterion
        );
        condition(ConditionId::Turning, turning.distance, farthest, met, text)
    }));
    out
}

/// Within the tolerance: typically, by more than luck, and in most cuts.
fn right(evidence: &Evidence<'_>, tally: &Tally<'_>) -> Vec<Condition> {
    let (tolerance, scale) = (evidence.tolerance.0, evidence.scale);
    let typical = tally.typical();
    let (n, within) = (tally.n(), tally.within(tolerance));
    let (hits, of) = worth(within, n, evidence.worth);
    let luck = by_luck(hits, of);
    let worth = if of < n { format!(", worth {of} independent ones") } else { String::new() };
    let (good, cuts) = tally.cuts_within(tolerance);
    vec![
        condition(
            ConditionId::Typical,
            typical,
            tolerance,
            typical <= tolerance,
            format!("{} (at most {})", scale.error_in_words(typical), scale.error_in_words(tolerance)),
        ),
        condition(
            ConditionId::NotLuck,
            luck,
            LUCK,
            luck <= LUCK,
            format!(
                "{within} of {n} runs{worth}; chance {} (at most {:.0} %)",
                chance_text(luck),
                100.0 * LUCK
            ),
        ),
        condition(
            ConditionId::Cuts,
            good as f64 / cuts.max(1) as f64,
            CUTS,
            good as f64 >= CUTS * cuts as f64,
            format!("{good} of {cuts} (at least {:.0} %)", 100.0 * CUTS),
        ),
    ]
}

/// The hardest baseline of either sort. A law that is straight is a ruler: it need not beat what carries a curve on.
fn baselines(evidence: &Evidence<'_>, tally: &Tally<'_>) -> Vec<Condition> {
    let all = tally.against();
    let least = |against: &Against| if against.typical <= evidence.tolerance.0 { HALVED } else { 0.0 };
    let low = |against: &Against| against.skill - against.se - least(against);
    let still = all.iter().filter(|one| one.baseline.stands_still());
    let hardest = still.min_by(|a, b| low(a).total_cmp(&low(b))).map(|one| {
        let (found, least) = (one.skill - one.se, least(one));
        let halved = if least > 0.0 {
            "; it is within the tolerance as well, so the error must be halved"
        } else {
            ""
        };
        let text = format!(
            "{} than that of the {}{halved} (smaller by more than {:.0} %)",
            skill_text(one),
            one.baseline.name(),
            100.0 * least
        );
        condition(ConditionId::Standing, found, least, found > least, text)
    });
    let curves = all.iter().filter(|one| one.baseline.extrapolates());
    let high = |one: &Against| one.skill + one.se;
    let best = curves.min_by(|a, b| high(a).total_cmp(&high(b))).map(|one| {
        let text = format!(
            "{} than that of the {} (not larger by more than the error of the comparison)",
            skill_text(one),
            one.baseline.name()
        );
        condition(ConditionId::Extrapolating, high(one), 0.0, high(one) >= 0.0, text)
    });
    hardest.into_iter().chain(best).collect()
}

fn skill_text(one: &Against) -> String {
    let (size, than) = (100.0 * one.skill.abs(), if one.skill < 0.0 { "larger" } else { "smaller" });
    format!("error {size:.0} ± {:.0} % {than}", 100.0 * one.se)
}

/// A trend beyond noise and beyond a random walk.
pub(super) fn trend(trend: Option<Trend>) -> Vec<Condition> {
    let Some(Trend { chance, walk }) = trend else { return Vec::new() };
    let text = format!("chance {} (below {:.0} %)", chance_text(chance), 100.0 * CHANCE);
    let mut out = vec![condition(ConditionId::Trend, chance, CHANCE, chance < CHANCE, text)];
    if let Some(Walk { white, places, drift }) = walk {
        let least = 1.0 - WHITE / places.sqrt();
        let text = format!(
            "steps over scatter {white:.2} (at least {least:.2}), or drift of {drift:.1} standard errors (at least {DRIFT})"
        );
        let met = white >= least || drift >= DRIFT;
        // Either of the two will do: the one that is nearer is the number.
        let (found, threshold) =
            if white >= least || drift < DRIFT { (white, least) } else { (drift, DRIFT) };
        out.push(condition(ConditionId::Walk, found, threshold, met, text));
    }
    out
}

/// Direction and order.
pub(super) fn weak(tally: &Tally<'_>) -> Vec<Condition> {
    let order = tally.order();
    let mut out = vec![condition(
        ConditionId::Order,
        order,
        ORDER,
        order >= ORDER,
        format!("{:.0} % (at least {:.0} %)", 100.0 * order, 100.0 * ORDER),
    )];
    let against = tally.against_in_all_cuts();
    let still = against.iter().filter(|one| one.baseline.stands_still());
    out.extend(still.min_by(|a, b| a.skill.total_cmp(&b.skill)).map(|one| {
        let text = format!("{} than that of the {} (smaller)", skill_text(one), one.baseline.name());
        condition(ConditionId::Better, one.skill, 0.0, one.skill > 0.0, text)
    }));
    out
}

/// A chance for readers.
pub(super) fn chance_text(chance: f64) -> String {
    if chance < 0.001 { "below 0.1 %".to_owned() } else { format!("{:.1} %", 100.0 * chance) }
}
