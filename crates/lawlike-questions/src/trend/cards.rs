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

#[cfg(test)]
mod tests {
    use super::super::tests::model_horizon;
    use super::super::{Dated, Headline, Point, Selected, TrendOptions, YEAR, line::Line, trend};
    use super::*;
    use lawlike::interval::Interval;
    use std::sync::LazyLock;

    fn yearly(levels: &[f64]) -> Vec<Point> {
        let point = |(i, level): (u32, &f64)| Point {
            label: String::new(),
            day: YEAR * f64::from(i),
            level: *level,
            se: f64::NAN,
            day_se: 0.0,
            size: f64::NAN,
        };
        (0..).zip(levels).map(point).collect()
    }

    /// Two doublings a year, of which there is nothing to say.
    fn plain() -> Trend {
        static ONE: LazyLock<Trend> = LazyLock::new(clean);
        ONE.clone()
    }

    fn clean() -> Trend {
        let points = yearly(&[0.0, 2.1, 3.9, 6.0, 8.1, 9.9, 12.0]);
        let dated = Dated { label: "a".to_owned(), points, ..Dated::default() };
        let mut found = trend(&[dated], &TrendOptions::default()).unwrap().series.remove(0);
        let mut line = found.line.unwrap();
        line.slope.interval = Interval::new(2.0, 1.5, 2.5);
        line.wider = 1.0;
        (found.line, found.doubling) = (Some(line), Some(line.doubling()));
        found.selected = Some(Selected { bias: 0.0, sd: 0.1, coverage: 0.95 });
        found.shapes.retain(|fit| fit.shape == TrendShape::Exponential);
        found.shapes[0].behind = 0.0;
        found
    }

    fn codes(trend: &Trend) -> Vec<&'static str> {
        findings(trend).iter().map(|finding| finding.code).collect()
    }

    fn with_line(change: impl Fn(&mut Line)) -> Trend {
        let mut found = plain();
        change(found.line.as_mut().unwrap());
        found
    }

    #[test]
    fn a_clean_trend_has_no_finding_and_one_without_a_line_neither() {
        assert!(codes(&plain()).is_empty(), "{:?}", findings(&plain()));
        let none =
            Trend { line: None, selected: Some(Selected { bias: 9.0, sd: 1.0, coverage: 0.1 }), ..plain() };
        assert!(codes(&none).is_empty());
    }

    #[test]
    fn fewer_than_six_points_are_few() {
        let found = findings(&with_line(|line| line.n = 5)).remove(0);
        assert_eq!((found.code, found.number, found.threshold), ("trend-few-points", 5.0, 6.0));
        assert_eq!((found.message.as_str(), found.label.as_str()), ("5 frontier points", "a"));
        assert!(codes(&with_line(|line| line.n = 6)).is_empty());
        assert_eq!(codes(&with_line(|line| line.n = 2)), ["trend-few-points"]);
    }

    #[test]
    fn a_slope_that_may_be_zero_is_said_with_both_ends() {
        let doubling = DoublingTime::Either { days: 900.0, doubling: 300.4, halving: 1200.0 };
        let found = findings(&Trend { doubling: Some(doubling), ..plain() }).remove(0);
        assert_eq!(found.code, "trend-may-be-flat");
        assert!(
            found.message.contains("300 days or more") && found.message.contains("1200 days"),
            "{found:?}"
        );
    }

    #[test]
    fn intervals_more_than_twice_as_wide_hang_together() {
        assert!(codes(&with_line(|line| line.wider = 2.0)).is_empty());
        let found = findings(&with_line(|line| line.wider = 2.125)).remove(0);
        assert_eq!((found.code, found.number, found.threshold), ("trend-dependent", 2.125, 2.0));
        assert!(found.message.contains("2.1 times"), "{found:?}");
    }

    #[test]
    fn selection_is_said_when_it_moves_the_slope_by_a_tenth_or_narrows_the_interval() {
        let with = |bias: f64, coverage: f64, slope: f64| {
            let mut found = with_line(|line| line.slope.interval.value = slope);
            found.selected = Some(Selected { bias, sd: 0.1, coverage });
            found
        };
        for (bias, coverage, slope, is_said) in [
            (0.2, 0.95, 2.0, false),
            (0.21, 0.95, 2.0, true),
            (-0.21, 0.95, 2.0, true),
            (0.19, 0.95, -2.0, false),
            (0.21, 0.95, -2.0, true),
            (0.0, 0.85, 2.0, false),
            (0.0, 0.84, 2.0, true),
        ] {
            let found = codes(&with(bias, coverage, slope));
            assert_eq!(found.contains(&"trend-frontier"), is_said, "{bias} {coverage} {slope}");
        }
        let found = findings(&with(-0.5, 0.7, 2.0)).remove(0);
        assert!(found.message.contains("-0.50 doublings") && found.message.contains("70 %"), "{found:?}");
        // Of another shape than one pace it says nothing.
        let mut bent = with(0.5, 0.7, 2.0);
        bent.headline.as_mut().unwrap().shape = TrendShape::Logistic;
        assert!(!codes(&bent).contains(&"trend-frontier"));
    }

    #[test]
    fn shapes_up_to_four_behind_are_not_told_apart() {
        let with = |behind: &[f64]| {
            let mut found = plain();
            let (fit, shapes) = (found.shapes.remove(0), [TrendShape::Logistic, TrendShape::Exponential]);
            let fit =
                |(behind, shape): (&f64, TrendShape)| ShapeFit { shape, behind: *behind, ..fit.clone() };
            found.shapes = behind.iter().zip(shapes.into_iter().cycle()).map(fit).collect();
            findings(&found)
        };
        assert!(with(&[0.0, 4.1]).is_empty());
        let two = with(&[4.0, 0.0]).remove(0);
        assert_eq!((two.code, two.number), ("trend-shape", 2.0));
        assert_eq!(two.message, "not told apart: logistic, exponential");
        assert_eq!(with(&[0.0, 1.0, 2.0, 9.0])[0].number, 3.0);
    }

    /// A break between two lines.
    fn broken(before: &[f64], after: &[f64], scale: LevelScale) -> Trend {
        let [before, after] = [before, after].map(|levels| Line::through(&yearly(levels)));
        let headline = Headline {
            shape: TrendShape::Piecewise,
            since: 2000.0,
            slope_before: f64::NAN,
            slope_since: f64::NAN,
            before,
            after,
        };
        let mut found = Trend { headline: Some(headline), scale, ..plain() };
        found.shapes[0].behind = 7.5;
        found
    }

    #[test]
    fn a_break_is_said_with_both_paces() {
        let found = findings(&broken(&[0.0, 1.0, 2.0], &[0.0, 3.0, 6.0], LevelScale::Log)).remove(0);
        assert_eq!((found.code, found.number, found.threshold), ("trend-pace", 7.5, 4.0));
        assert!(found.message.contains("quickened from +1.00 to +3.00 doublings a year"), "{found:?}");
        let said = |before: &[f64], after: &[f64], scale| refuted(&broken(before, after, scale)).unwrap();
        let odds = said(&[0.0, -2.0, -4.0], &[0.0, -1.0, -2.0], LevelScale::Odds { whole: 1.0 });
        assert!(odds.contains("slowed from -2.00 to -1.00 doublings of the odds a year"), "{odds}");
        let raw = said(&[0.0, 2.0, 4.0], &[0.0, 2.0, 4.0], LevelScale::Raw);
        assert!(raw.contains("quickened from +2.00 to +2.00 points a year"), "{raw}");
    }

    #[test]
    fn other_shapes_than_one_pace_are_named() {
        let mut found = plain();
        assert_eq!(refuted(&found), None);
        found.headline.as_mut().unwrap().shape = TrendShape::Hyperbolic;
        assert_eq!(refuted(&found).unwrap(), "forecasts go by the hyperbolic shape");
        found.shapes.clear();
        assert!(plain_behind(&found).is_nan());
    }

    #[test]
    fn models_with_a_bound_on_one_side_are_left_out() {
        let model = |name: &str, told: Told, half: Interval| model_horizon(name, 0.0, told, half);
        let (nan, fine) = (f64::NAN, model("d", Told::Both, Interval::new(8.0, 4.0, 16.0)));
        let models = [
            model("a", Told::Above, Interval::new(nan, nan, 1.25)),
            model("b", Told::Below, Interval::new(nan, 90.0, nan)),
            model("c", Told::Both, Interval::unknown(nan)),
            fine.clone(),
        ];
        let found = left_out(&models).unwrap();
        assert_eq!((found.code, found.number), ("trend-left-out", 3.0));
        assert_eq!(
            found.message,
            "3 of 4 models are left out of the trend: a fails every task (half-time below 1.250 minutes); b succeeds at every \
             task (half-time above 90 minutes); c has a half-time too far from the tasks"
        );
        assert!(left_out(&[fine]).is_none());
    }
}
