//! The back-test: error of the law and its rivals by cut, and error of the law by distance.

use super::{LARGE, WIDTH, distance_axis, error_axis, range};
use crate::number::{grouped, has_ends, past_end};
use crate::scene::{Axis, Key, Mark, Panel, Pattern, Sample, Scene, Shape, Spread, Ticks};
use crate::theme::{LAW, MUTED, RIVALS};
use lawlike::backtest::{Backtest, CutScore};
use lawlike::quantity::Scale;

/// Root mean square error at every cut beside the rivals, and median error against distance. `unit` is the unit of the
/// distances; `tolerance` the error that counts as right, if it is known. `None` without cuts.
pub fn cuts(backtest: &Backtest, scale: Scale, unit: &str, tolerance: Option<f64>) -> Option<String> {
    if backtest.cuts.is_empty() {
        return None;
    }
    let names = rivals(&backtest.cuts);
    let mut keys = vec![Key { text: backtest.law.clone(), sample: Sample::Line(LAW, Pattern::Solid) }];
    keys.extend(names.iter().zip(RIVALS).enumerate().map(|(index, (name, color))| Key {
        text: (*name).to_owned(),
        sample: Sample::Line(color, pattern(index)),
    }));
    let mut panels = vec![by_cut(backtest, scale, &names)];
    panels.extend(by_distance(backtest, scale, unit, tolerance));
    let about = format!("Back-test of {}: error by cut and by distance", backtest.law);
    let columns = panels.len();
    Some(Scene { about, keys, panels, columns, width: WIDTH, panel_height: 252.0 }.render())
}

/// What stands under each cut: its label without what is too long, or the rows of its past if labels are alike.
fn labels(backtest: &Backtest) -> Vec<String> {
    let short = |label: String| label.split(',').next().map_or_else(String::new, str::to_owned);
    let labels: Vec<String> =
        backtest.cuts.iter().map(|cut| short(past_end(&cut.label, &backtest.axis))).collect();
    if labels.windows(2).any(|pair| pair[0] == pair[1]) {
        return backtest.cuts.iter().map(|cut| format!("{} rows", grouped(cut.past))).collect();
    }
    labels
}

/// Names of the rivals in the order in which they are met.
fn rivals(cuts: &[CutScore]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in cuts.iter().flat_map(|cut| &cut.rivals) {
        if !names.contains(&name.as_str()) && names.len() < RIVALS.len() {
            names.push(name);
        }
    }
    names
}

fn pattern(index: usize) -> Pattern {
    if index.is_multiple_of(2) { Pattern::Dashed } else { Pattern::Dotted }
}

/// An axis of errors: from zero, or logarithmic where they differ much.
fn axis(label: &str, scale: Scale, values: &[f64]) -> Axis {
    let (lo, hi) = range(values.iter().copied());
    if hi > 12.0 * lo && lo > 0.0 && (scale == Scale::Raw || hi <= LARGE) {
        let ticks = if scale == Scale::Log { Ticks::Percent } else { Ticks::Number };
        return Axis::over(label, Spread::Log, values.iter().copied()).with_ticks(ticks);
    }
    let top = if hi > 0.0 { hi * 1.16 } else { 1.0 };
    error_axis(label, scale, (0.0, top)).between(0.0, top)
}

fn by_cut(backtest: &Backtest, scale: Scale, names: &[&str]) -> Panel {
    let cuts = &backtest.cuts;
    let all = cuts
        .iter()
        .flat_map(|cut| std::iter::once(cut.law.rmse).chain(cut.rivals.iter().map(|(_, rmse)| *rmse)));
    let y = axis("root mean square error", scale, &all.collect::<Vec<_>>());
    let every = cuts.len().div_ceil(6).max(1);
    let labels = labels(backtest).into_iter().enumerate().step_by(every);
    let labels = labels.map(|(index, text)| (index as f64, text));
    let label = if has_ends(cuts, &backtest.axis) {
        format!("past up to ({})", backtest.axis)
    } else {
        "the past".to_owned()
    };
    let last = cuts.len().saturating_sub(1) as f64;
    let x = Axis::over(label, Spread::Linear, [0.0].into_iter())
        .between(-0.3, last + 0.3)
        .with_fixed(labels.collect());
    let mut marks = Vec::new();
    for (index, (name, color)) in names.iter().zip(RIVALS).enumerate() {
        let points: Vec<(f64, f64)> = cuts
            .iter()
            .enumerate()
            .filter_map(|(at, cut)| {
                cut.rivals.iter().find(|(rival, _)| rival == name).map(|(_, rmse)| (at as f64, *rmse))
            })
            .collect();
        marks.push(Mark::Line { points: points.clone(), color, pattern: pattern(index) });
        marks.push(Mark::Points { points, shape: Shape::Circle, color });
    }
    let law: Vec<(f64, f64)> = cuts.iter().enumerate().map(|(at, cut)| (at as f64, cut.law.rmse)).collect();
    marks.push(Mark::Line { points: law.clone(), color: LAW, pattern: Pattern::Solid });
    marks.push(Mark::Points { points: law, shape: Shape::Dot, color: LAW });
    Panel { title: "Error by cut".to_owned(), x, y, marks }
}

fn by_distance(backtest: &Backtest, scale: Scale, unit: &str, tolerance: Option<f64>) -> Option<Panel> {
    let classes = &backtest.by_distance;
    if classes.is_empty() {
        return None;
    }
    let errors: Vec<f64> = classes.iter().map(|(_, _, median, _)| *median).chain(tolerance).collect();
    let y = axis("median absolute error", scale, &errors);
    let x = distance_axis("distance up to", &backtest.axis, unit, classes.iter().map(|(end, ..)| *end));
    let points: Vec<(f64, f64)> = classes.iter().map(|(end, _, median, _)| (*end, *median)).collect();
    let words = classes.iter().map(|(end, n, _, _)| Mark::Word { x: *end, text: format!("n = {n}") });
    let mut marks = vec![
        Mark::Line { points: points.clone(), color: LAW, pattern: Pattern::Solid },
        Mark::Points { points, shape: Shape::Dot, color: LAW },
    ];
    marks.extend(words);
    if let Some(limit) = tolerance {
        marks.push(Mark::Line {
            points: vec![(x.lo, limit), (x.hi * 2.0, limit)],
            color: MUTED,
            pattern: Pattern::Dashed,
        });
    }
    let hi = x.hi + 0.06 * (x.hi - x.lo);
    let lo = x.lo;
    Some(Panel { title: "Error by distance".to_owned(), x: x.between(lo, hi), y, marks })
}
