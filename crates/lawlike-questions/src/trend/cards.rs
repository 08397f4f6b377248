//! What a trend finds beside its numbers.

use super::{DoublingTime, LevelScale, ModelHorizon, ShapeFit, Told, Trend, TrendShape};
use lawlike::finding::{CheckCard, Finding, Found, Severity};

/// Cards of all findings of trends.
pub const CARDS: &[&CheckCard] = &[&FEW, &STILL, &REFUTED, &DEPENDENT, &FRONTIER, &SHAPE, &LEFT_OUT];

/// Frontier points below which there are few.
const FEW_POINTS: usize = 6;
/// Bias of the slope, as a share of it, from which on selection matters.
const BIASED: f64 = 0.1;
/// Coverage of frontier intervals below which they are too narrow.
const NARROW: f64 = 0.85;
/// Factor of the width of an interval from which on dependence is said.
const TWICE: f64 = 2.0;
/// Criterion up to which a shape is not told from the best one.
pub(super) const UNTOLD: f64 = 4.0;

const FEW: CheckCard = CheckCard {
    code: "trend-few-points",
    title: "a trend through few points",
    says: "fewer than six frontier points: the interval of the doubling time rests on its assumptions, and no shape is told",
    caution: "points that lie on a line for a known reason need not be many",
    hint: "give the interval with the number, never the number alone",
    source: "Student's t with fewer than four degrees of freedom",
};

const STILL: CheckCard = CheckCard {
    code: "trend-may-be-flat",
    title: "the slope may be zero",
    says: "the 95 % interval of the slope crosses zero: the doubling time is no interval but a set with two ends and a hole, \
           and any number in between is ruled out, not in",
    caution: "few points leave every slope open",
    hint: "report the shortest doubling and halving time that the points allow",
    source: "Fieller's theorem for the inverse of a slope",
};

const REFUTED: CheckCard = CheckCard {
    code: "trend-pace",
    title: "the points refute one pace",
    says: "a straight line of levels is more than 4 behind another shape by Akaike's criterion, errors that hang together \
           allowed for: one pace for all dates is no summary, and forecasts go by the better shape",
    caution: "a break found in the points is the best of many; its date is rough",
    hint: "ask what changed at that time, and give the recent pace",
    source: "differences of Akaike's criterion above 4: Burnham & Anderson 2002, section 2.6",
};

const DEPENDENT: CheckCard = CheckCard {
    code: "trend-dependent",
    title: "errors hang together",
    says: "points next to each other in time err alike, or are too few to rule it out: intervals are more than twice as wide as \
           independent errors would leave them",
    caution: "a wrong shape leaves residuals that hang together, too",
    hint: "do not quote the interval of ordinary least squares",
    source: "restricted likelihood over correlations up to a random walk (Patterson & Thompson 1971; Jones 1981)",
};

const LEFT_OUT: CheckCard = CheckCard {
    code: "trend-left-out",
    title: "models whose horizon is bounded on one side only",
    says: "models that fail every task or succeed at every task have no horizon but a bound; the trend is of the others",
    caution: "leaving out the best and the worst models may flatten or steepen a trend",
    hint: "add tasks that are shorter or longer than all there are",
    source: "a logistic curve has no finite optimum where all outcomes are alike (Albert & Anderson 1984)",
};

const FRONTIER: CheckCard = CheckCard {
    code: "trend-frontier",
    title: "selecting the frontier moves the slope",
    says: "points simulated around the line through all of them have a frontier whose slope differs from the true one by more \
           than a tenth, or whose 95 % interval holds it in fewer than 85 of 100 cases: the running best rises with chance, \
           too, and its points hang together",
    caution: "if what is claimed is the frontier itself, its slope is no error; its interval is still too narrow",
    hint: "give the line through all points beside that of the frontier",
    source: "simulation around the line through all points, 400 sets",
};

const SHAPE: CheckCard = CheckCard {
    code: "trend-shape",
    title: "the points do not tell the shape",
    says: "another shape is within 4 of the best one by Akaike's criterion: the points cannot tell exponential growth from it, \
           and what they say of later dates depends on the choice",
    caution: "the criterion knows nothing of what is plausible",
    hint: "show the forecasts of all shapes that are not told apart",
    source: "differences of Akaike's criterion below 4: Burnham & Anderson 2002, section 2.6",
};

/// What is to be said of one series.
pub(super) fn findings(trend: &Trend) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |card: &CheckCard, severity: Severity, (number, threshold): (f64, f64), message: String| {
        found.push(card.finding(Found { severity, number, threshold, message }, &trend.label));
    };
    let Some(line) = trend.line else { return found };
    if line.n < FEW_POINTS {
        let message = format!("{} frontier points", line.n);
        add(&FEW, Severity::Warning, (line.n as f64, FEW_POINTS as f64), message);
    }
    if let Some(DoublingTime::Either { doubling, halving, .. }) = trend.doubling {
        let message = format!(
            "it may double in {doubling:.0} days or more, stand still, or halve in {halving:.0} days or more"
        );
        add(&STILL, Severity::Warning, (line.slope.value(), line.slope.se), message);
    }
    if let Some(message) = refuted(trend) {
        add(&REFUTED, Severity::Warning, (plain_behind(trend), UNTOLD), message);
    }
    if line.wider > TWICE {
        let message =
            format!("the interval of the slope is {:.1} times that of independent errors", line.wider);
        add(&DEPENDENT, Severity::Note, (line.wider, TWICE), message);
    }
    let is_one_pace = trend.headline.is_none_or(|headline| headline.shape == TrendShape::Exponential);
    if let Some(selected) = trend.selected
        && is_one_pace
        && (selected.bias.abs() > BIASED * line.slope.value().abs() || selected.coverage < NARROW)
    {
        let message = format!(
            "selection alone moves the slope by {:+.2} doublings a year; 95 % intervals of such frontiers hold the truth in \
             {:.0} % of cases",
            selected.bias,
            100.0 * selected.coverage
        );
        add(&FRONTIER, Severity::Note, (selected.coverage, NARROW), message);
    }
    let near = |fit: &&ShapeFit| fit.behind <= UNTOLD;
    let told: Vec<String> =
        trend.shapes.iter().filter(near).map(|fit| fit.shape.name(trend.scale).to_owned()).collect();
    if told.len() > 1 {
        add(&SHAPE, Severity::Note, (told.len() as f64, 1.0), format!("not told apart: {}", told.join(", ")));
    }
    found
}

/// How far the straight line of levels is behind the best shape.
fn plain_behind(trend: &Trend) -> f64 {
    let plain = trend.shapes.iter().find(|fit| fit.shape == TrendShape::Exponential);
    plain.map_or(f64::NAN, |fit| fit.behind)
}

/// What is said where the headline is another shape than one pace.
fn refuted(trend: &Trend) -> Option<String> {
    let headline = trend.headline?;
    match (headline.shape, headline.before, headline.after) {
        (TrendShape::Exponential, ..) => None,
        (TrendShape::Piecewise, Some(before), Some(after)) => {
            let slower =
                if after.slope.value().abs() < before.slope.value().abs() { "slowed" } else { "quickened" };
            let unit = if trend.scale.has_doublings() { "doublings" } else { "points" };
            let of = if matches!(trend.scale, LevelScale::Odds { .. }) { " of the odds" } else { "" };
            Some(format!(
                "the pace {slower} from {:+.2} to {:+.2} {unit}{of} a year at a break; forecasts go by the points since",
                before.slope.value(),
                after.slope.value()
            ))
        }
        (shape, ..) => Some(format!("forecasts go by the {} shape", shape.name(trend.scale))),
    }
}

/// Models of runs that no trend can use.
pub(super) fn left_out(models: &[ModelHorizon]) -> Option<Finding> {
    let said: Vec<String> = models
        .iter()
        .filter_map(|model| match model.told {
            Told::Above => Some(format!(
                "{} fails every task (half-time below {:.3} minutes)",
                model.model, model.half.hi
            )),
            Told::Below => Some(format!(
                "{} succeeds at every task (half-time above {:.0} minutes)",
                model.model, model.half.lo
            )),
            Told::Both if !model.half.value.is_finite() => {
                Some(format!("{} has a half-time too far from the tasks", model.model))
            }
            Told::Both => None,
        })
        .collect();
    if said.is_empty() {
        return None;
    }
    let message =
        format!("{} of {} models are left out of the trend: {}", said.len(), models.len(), said.join("; "));
    let numbers = (said.len() as f64, 0.0);
    let found = Found { severity: Severity::Warning, number: numbers.0, threshold: numbers.1, message };
    Some(LEFT_OUT.finding(found, ""))
}
