//! Whether a response rises or falls with the size of the run.

use crate::observations::{Column, Observations};

/// The direction in which a response moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Larger runs have larger values.
    Rises,
    /// Larger runs have smaller values.
    Falls,
}

/// Normal quantile of a one-sided chance of 5 %: a direction is taken from it.
const SEEN: f64 = 1.645;
/// Normal quantile of a two-sided chance of 1 %, and a correlation that nobody would overlook: a direction is certain.
const CERTAIN: (f64, f64) = (2.576, 0.5);

/// The direction that the data show, if they show one: the rank correlation with the size of the run, which is the sum of
/// the axes on their natural scales (Spearman 1904; its standard error without a trend is one over the root of n - 1).
pub(crate) fn course(observations: &Observations) -> Option<Course> {
    let rho = rank_correlation(observations);
    of(rho, rho.abs() * freedom(observations) >= SEEN)
}

/// As [`course`], where it is beyond doubt.
pub(crate) fn certain_course(observations: &Observations) -> Option<Course> {
    let rho = rank_correlation(observations);
    of(rho, rho.abs() * freedom(observations) >= CERTAIN.0 && rho.abs() >= CERTAIN.1)
}

fn of(rho: f64, is_seen: bool) -> Option<Course> {
    is_seen.then_some(if rho > 0.0 { Course::Rises } else { Course::Falls })
}

/// Root of n - 1.
fn freedom(observations: &Observations) -> f64 {
    (observations.n() as f64 - 1.0).max(0.0).sqrt()
}

fn rank_correlation(observations: &Observations) -> f64 {
    let scaled = |axis: &Column| {
        let is_log = axis.is_log();
        let values =
            axis.values.iter().map(|value| if is_log { value.ln() } else { *value }).collect::<Vec<f64>>();
        let (lo, hi) =
            values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(*v), b.max(*v)));
        let span = if is_log || hi == lo { 1.0 } else { hi - lo };
        values.into_iter().map(|value| value / span).collect::<Vec<f64>>()
    };
    let axes: Vec<Vec<f64>> = observations.axes.iter().map(scaled).collect();
    let sizes: Vec<f64> = (0..observations.n()).map(|row| axes.iter().map(|axis| axis[row]).sum()).collect();
    let (a, b) = (ranks(&sizes), ranks(&observations.response.values));
    let (ab, aa, bb) =
        a.iter().zip(&b).fold((0.0, 0.0, 0.0), |(ab, aa, bb), (a, b)| (ab + a * b, aa + a * a, bb + b * b));
    let rho: f64 = ab / (aa * bb).sqrt();
    if rho.is_finite() { rho } else { 0.0 }
}

/// Ranks about their mean; equal values share one.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for same in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let rank = before as f64 + (same.len() as f64 - 1.0) / 2.0 - middle;
        same.iter().for_each(|row| ranks[*row] = rank);
        before += same.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Quantity;

    fn data(y: &[f64]) -> Observations {
        let x = (0..y.len()).map(|i| 2_f64.powi(i as i32)).collect();
        let column = |name: &str, values| Column::new(name, Quantity::Plain, values);
        Observations::new(column("y", y.to_vec()), vec![column("x", x)]).unwrap()
    }

    #[test]
    fn directions_are_seen_and_level_data_have_none() {
        let seen = |y: &[f64]| (course(&data(y)), certain_course(&data(y)));
        let rising = [1.0, 2.0, 2.5, 3.0, 5.0, 4.0, 6.0, 7.0, 9.0];
        assert_eq!(seen(&rising), (Some(Course::Rises), Some(Course::Rises)));
        assert_eq!(seen(&rising.map(|y| -y)), (Some(Course::Falls), Some(Course::Falls)));
        assert_eq!(seen(&rising[..4]), (Some(Course::Rises), None), "four runs do not make it certain");
        assert_eq!(seen(&[3.0, 1.0, 2.0, 3.0, 2.0, 1.0, 3.0, 2.0]), (None, None));
        assert_eq!(seen(&[3.0; 8]), (None, None));
    }
}
