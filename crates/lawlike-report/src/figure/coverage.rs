//! Whether intervals hold as many outcomes as they say.

use crate::scene::{Axis, Key, Mark, Panel, Pattern, Sample, Scene, Shape, Spread, Ticks};
use crate::theme::{LAW, MUTED};
use lawlike::backtest::Backtest;

/// Share of hidden points inside the 50, 80 and 95 % intervals, with two standard errors on either side.
/// `None` without hidden points.
pub fn coverage(backtest: &Backtest) -> Option<String> {
    let overall = &backtest.overall;
    if overall.n == 0 || overall.coverage.iter().all(|share| share.is_nan()) {
        return None;
    }
    let nominal = [0.5, 0.8, 0.95];
    let mut points = Vec::new();
    let mut ranges = Vec::new();
    for (index, level) in nominal.into_iter().enumerate() {
        let (share, se) = (overall.coverage[index], overall.coverage_se[index]);
        points.push((level, share));
        ranges.push((level, (share - 2.0 * se).max(0.0), (share + 2.0 * se).min(1.0)));
    }
    let lowest = ranges.iter().map(|(_, lo, _)| *lo).chain(overall.coverage).fold(0.4, f64::min);
    let labels = nominal.map(|level| (level, format!("{:.0} %", level * 100.0)));
    let x = Axis::over("nominal coverage", Spread::Linear, [0.5].into_iter())
        .between(0.42, 1.02)
        .with_fixed(labels.into());
    let y = Axis::over("observed coverage", Spread::Linear, [0.5].into_iter())
        .between((lowest - 0.04).max(-0.02), 1.03)
        .with_ticks(Ticks::Percent);
    let marks = vec![
        Mark::Line { points: vec![(0.0, 0.0), (1.0, 1.0)], color: MUTED, pattern: Pattern::Dashed },
        Mark::Ranges { ranges, color: LAW, width: 1.8 },
        Mark::Points { points, shape: Shape::Dot, color: LAW },
    ];
    let keys = vec![
        Key { text: "observed ± 2 s.e.".to_owned(), sample: Sample::Range(LAW, 1.8) },
        Key { text: "as promised".to_owned(), sample: Sample::Line(MUTED, Pattern::Dashed) },
    ];
    let panels = vec![Panel { title: String::new(), x, y, marks }];
    let about = format!("Coverage of the intervals of {}: observed against nominal", backtest.law);
    Some(Scene { about, keys, panels, columns: 1, width: 340.0, panel_height: 282.0 }.render())
}
