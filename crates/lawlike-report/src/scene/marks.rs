//! Marks that would hide each other, moved apart.

use super::{Mark, svg::Spot};
use std::collections::BTreeMap;

/// Marks that are nearer than this cannot be told apart.
const SAME: f64 = 2.0;
/// How far the next of several marks at one place is moved.
const STEP: f64 = 4.5;
/// Marks at one place that are moved; the others stay under them.
const MOST: usize = 9;

/// The places, those that fall on one another moved apart along the axis: to the right and the left in turn.
pub(super) fn dodged(places: &[Spot]) -> Vec<Spot> {
    let mut met: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    let cell = |value: f64| (value / SAME).round() as i64;
    let place = |spot: &Spot| {
        if !spot.is_finite() {
            return *spot;
        }
        let before = met.entry((cell(spot.x), cell(spot.y))).or_default();
        let nth = (*before).min(MOST);
        *before += 1;
        let side = if nth.is_multiple_of(2) { -1.0 } else { 1.0 };
        Spot { x: spot.x + side * STEP * nth.div_ceil(2) as f64, ..*spot }
    };
    places.iter().map(place).collect()
}

/// Marks of one kind in a panel of a narrow screen; more would cover each other.
const NARROW: usize = 90;

/// Fewer marks for a narrow screen, evenly chosen.
pub(super) fn thin(mark: &mut Mark) {
    fn every<T>(items: &mut Vec<T>) {
        let step = items.len().div_ceil(NARROW).max(1);
        let mut at = 0;
        items.retain(|_| {
            at += 1;
            (at - 1) % step == 0
        });
    }
    match mark {
        Mark::Points { points, said, .. } => {
            every(points);
            every(said);
        }
        Mark::Ranges { ranges, .. } => every(ranges),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_one_place_are_moved_apart() {
        let places = [(10.0, 5.0), (10.1, 5.0), (10.0, 5.2), (40.0, 5.0), (f64::NAN, 1.0)];
        let places = places.map(|(x, y)| Spot::new(x, y));
        let moved = dodged(&places);
        assert_eq!(moved[0], places[0]);
        assert!((moved[1].x - 14.6).abs() < 1e-9 && (moved[2].x - 5.5).abs() < 1e-9, "{moved:?}");
        assert_eq!(moved[3], places[3], "what stands alone stays");
        assert!(moved[4].x.is_nan());
    }
}
