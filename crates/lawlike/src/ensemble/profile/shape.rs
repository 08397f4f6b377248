//! Reading a profile: its signed root, and intervals narrower than the one that was followed.

use super::Profile;
use crate::interval::Interval;
use lawlike_num::dist;

impl Profile {
    /// The interval of a level; NaN at an end that lies beyond what was followed.
    ///
    /// It is read off the points by a monotone cubic in the signed root; at the level of the profile it is exact.
    pub fn at_level(&self, level: f64) -> Interval {
        if level == self.interval.level {
            return self.interval;
        }
        let cut = dist::student_quantile(0.5 + 0.5 * level, self.dof);
        Interval::new(self.interval.value, self.end(-1.0, cut), self.end(1.0, cut)).at_level(level)
    }

    /// Signed root of the rise of the objective at one of the points.
    fn root(&self, point: (f64, f64)) -> f64 {
        ((point.1 - self.least).max(0.0) / self.unit).sqrt()
            * if point.0 < self.interval.value { -1.0 } else { 1.0 }
    }

    fn end(&self, sign: f64, cut: f64) -> f64 {
        let scale = |v: f64| if self.log { v.ln() } else { v };
        // Roots and places outwards from the estimate, up to the first that lies beyond the cut.
        let outward = |a: &(f64, f64), b: &(f64, f64)| {
            (a.0 - self.interval.value).abs().total_cmp(&(b.0 - self.interval.value).abs())
        };
        let mut side: Vec<(f64, f64)> = self
            .points
            .iter()
            .copied()
            .filter(|point| (point.0 - self.interval.value) * sign > 0.0)
            .collect();
        side.sort_by(outward);
        let mut curve = vec![(0.0, scale(self.interval.value))];
        for point in side {
            let root = sign * self.root(point);
            if root > curve.last().map_or(0.0, |last| last.0) {
                curve.push((root, scale(point.0)));
            }
        }
        let Some(after) = curve.iter().position(|(root, _)| *root >= cut) else {
            let (end, closed) = if sign < 0.0 {
                (self.interval.lo, self.closed.0)
            } else {
                (self.interval.hi, self.closed.1)
            };
            return if closed { f64::NAN } else { end };
        };
        let place = cubic(&curve, after.max(1), cut);
        if self.log { place.exp() } else { place }
    }
}

/// The monotone cubic through points of rising abscissa (Fritsch & Butland 1984), between `after - 1` and `after`.
fn cubic(curve: &[(f64, f64)], after: usize, at: f64) -> f64 {
    let chord = |k: usize| (curve[k].1 - curve[k - 1].1) / (curve[k].0 - curve[k - 1].0);
    let slope = |k: usize| {
        if k == 0 {
            return chord(1);
        }
        if k + 1 == curve.len() {
            return chord(k);
        }
        let (a, b) = (chord(k), chord(k + 1));
        let (before, behind) = (curve[k].0 - curve[k - 1].0, curve[k + 1].0 - curve[k].0);
        let share = (before + 2.0 * behind) / (3.0 * (before + behind));
        if a * b > 0.0 { a * b / (share * b + (1.0 - share) * a) } else { 0.0 }
    };
    let (left, right) = (curve[after - 1], curve[after]);
    let width = right.0 - left.0;
    let t = (at - left.0) / width;
    if !(right.1.is_finite()) {
        return if t < 1.0 { left.1 } else { right.1 };
    }
    let (a, b) = (slope(after - 1) * width, slope(after) * width);
    let rise = right.1 - left.1;
    left.1 + t * (a + t * (3.0 * rise - 2.0 * a - b + t * (a + b - 2.0 * rise)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cubic_goes_through_its_points_and_keeps_to_them() {
        let curve: Vec<(f64, f64)> = (0..9).map(|k| 0.25 * f64::from(k)).map(|x| (x, x.exp())).collect();
        for k in 1..9 {
            assert!((cubic(&curve, k, curve[k].0) - curve[k].1).abs() < 1e-14);
            let middle = curve[k].0 - 0.125;
            let tolerance = if k == 1 || k == 8 { 3e-2 } else { 3e-3 };
            assert!((cubic(&curve, k, middle) / middle.exp() - 1.0).abs() < tolerance, "{k}");
        }
    }
}
