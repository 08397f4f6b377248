//! What a trend finds beside its numbers.

use super::{DoublingTime, Shape, ShapeFit, Trend};
use crate::check::{CheckCard, Finding, Found, Severity};

/// Cards of all findings of trends.
pub const CARDS: &[&CheckCard] = &[&FEW, &STILL, &FRONTIER, &SHAPE];

/// Frontier points below which there are few.
const FEW_POINTS: usize = 6;
/// Bias of the slope, as a share of it, from which on selection matters.
const BIASED: f64 = 0.1;
/// Coverage of frontier intervals below which they are too narrow.
const NARROW: f64 = 0.85;
/// Criterion up to which a shape is not told from the best one.
const UNTOLD: f64 = 4.0;

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
        add(&STILL, Severity::Warning, (line.slope, line.se), message);
    }
    if let Some(selected) = trend.selected
        && (selected.bias.abs() > BIASED * line.slope.abs() || selected.coverage < NARROW)
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
    let told: Vec<String> = trend.shapes.iter().filter(near).map(|fit| name(fit.shape).to_owned()).collect();
    if told.len() > 1 {
        add(&SHAPE, Severity::Note, (told.len() as f64, 1.0), format!("not told apart: {}", told.join(", ")));
    }
    found
}

fn name(shape: Shape) -> &'static str {
    match shape {
        Shape::Exponential => "exponential",
        Shape::Logistic => "logistic",
        Shape::Hyperbolic => "hyperbolic",
        Shape::Piecewise => "piecewise",
        Shape::Flat => "flat",
    }
}
