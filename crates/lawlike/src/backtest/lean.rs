//! A back-test of a law alone: its plug-in forecasts at rolling cuts beside standing still, without intervals.

use super::cut::DistanceUnit;
use super::{Held, HeldOut, splits};
use crate::forecast::{Baseline, Chosen, Frame};
use crate::interval::Fan;
use crate::observations::{Observations, Pieces};
use lawlike_num::quantile::median;

/// Held-out runs of a series at rolling cuts, forecast by a law; none where the series cannot be cut.
pub(crate) fn lean(one: &Observations, chosen: &Chosen) -> Option<Held> {
    let pieces = Pieces::of(one);
    let points = one.points();
    let scale = one.scale();
    let is_line = one.axes.len() == 1;
    let mut runs = Vec::new();
    for (cut, split) in splits(one, None).ok()?.into_iter().flatten().enumerate() {
        let past = one.select(&split.past);
        let frame = Frame::new(&past, None);
        let (_, length) = DistanceUnit::of(&frame);
        let level = median(&frame.y[frame.n() - (frame.n() / 3).max(1)..]);
        let places = frame.places(&points.select(&split.future));
        let answers = chosen.trial(&past, &points.select(&split.future));
        for (at, row) in split.future.iter().enumerate() {
            let truth = scale.forward(one.response.values[*row]);
            let ahead = places.z[at] - frame.end();
            if !answers[at].is_finite() || !ahead.is_finite() {
                continue;
            }
            runs.push(HeldOut {
                series: 0,
                run: pieces.of[*row],
                place: pieces.place[*row],
                cut,
                distance: (ahead / length).max(0.0),
                error: answers[at] - truth,
                truth,
                inside: [false; 3],
                around: Fan::new(0.0, [0.0; 6]),
                followed: is_line.then(|| (answers[at] - level) * (truth - level) > 0.0),
                baselines: vec![level - truth],
                rows: vec![*row],
            });
        }
    }
    (!runs.is_empty()).then_some(Held { baselines: vec![Baseline::Level], runs })
}
