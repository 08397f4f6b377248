//! The scale of a response, from what the values say: their range, sign, direction and spread.
//!
//! A name that states a quantity sharpens the answer (a loss is judged by ratios, a rating by differences). Where the
//! name says nothing, values of both signs are taken as they stand; positive values that fall along the axes in
//! logarithms; positive values that rise as they stand if they span less than two powers of ten, else in logarithms,
//! unless straight lines over the axes say clearly that the other scale is the natural one. Nothing here depends on
//! the unit of the response or on the order of the rows.

use super::{Column, Observations};
use crate::quantity::{Quantity, Scale};

/// Spread above which a rising positive response is taken in logarithms: two powers of ten.
const WIDE: f64 = 100.0;
/// A straight line must leave less than this share of the other scale's unexplained variance to overrule the spread.
const CLEAR: f64 = 0.5;

/// The scale of one table.
pub(super) fn scale(table: &Observations) -> Scale {
    let values = &table.response.values;
    let named = table.response.quantity;
    match named {
        Quantity::Accuracy | Quantity::ErrorRate | Quantity::Rating | Quantity::Date => return Scale::Raw,
        _ if !values.iter().all(|value| *value > 0.0) => return Scale::Raw,
        _ if named.is_positive() || named.counts() => return Scale::Log,
        _ => {}
    }
    let position = positions(&table.axes);
    let logs: Vec<f64> = values.iter().map(|value| value.ln()).collect();
    if !position.iter().all(|z| z.is_finite()) || slope(&position, &logs) <= 0.0 {
        return Scale::Log;
    }
    let (low, high) = table.response.range();
    let usual = if high / low >= WIDE { Scale::Log } else { Scale::Raw };
    let (log, raw) = (unexplained(&position, &logs), unexplained(&position, values));
    match usual {
        Scale::Raw if log < CLEAR * raw => Scale::Log,
        Scale::Log if raw < CLEAR * log && high / low < WIDE * WIDE => Scale::Raw,
        usual => usual,
    }
}

/// Sum of the positions on all axes, each in logarithms where these are natural and in units of its spread.
fn positions(axes: &[Column]) -> Vec<f64> {
    let mut sum = vec![0.0; axes.first().map_or(0, |axis| axis.values.len())];
    for axis in axes {
        let log = axis.is_log();
        let place = |v: &f64| if log { v.ln() } else { *v };
        let places: Vec<f64> = axis.values.iter().map(place).collect();
        let spread = lawlike_num::quantile::variance(&places).sqrt();
        if spread > 0.0 {
            sum.iter_mut().zip(&places).for_each(|(sum, place)| *sum += place / spread);
        }
    }
    sum
}

/// Sums of squares and of products about the means.
struct Moments {
    xx: f64,
    xy: f64,
    yy: f64,
}

fn moments(x: &[f64], y: &[f64]) -> Moments {
    let (mx, my) = (lawlike_num::quantile::mean(x), lawlike_num::quantile::mean(y));
    x.iter().zip(y).fold(Moments { xx: 0.0, xy: 0.0, yy: 0.0 }, |sum, (x, y)| Moments {
        xx: sum.xx + (x - mx) * (x - mx),
        xy: sum.xy + (x - mx) * (y - my),
        yy: sum.yy + (y - my) * (y - my),
    })
}

fn slope(x: &[f64], y: &[f64]) -> f64 {
    let Moments { xx, xy, .. } = moments(x, y);
    if xx > 0.0 { xy / xx } else { 0.0 }
}

/// Share of the variance that a straight line leaves.
fn unexplained(x: &[f64], y: &[f64]) -> f64 {
    let Moments { xx, xy, yy } = moments(x, y);
    if xx > 0.0 && yy > 0.0 { (1.0 - xy * xy / (xx * yy)).max(1e-12) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(named: Quantity, y: Vec<f64>) -> Observations {
        let x = (0..y.len()).map(|i| 2f64.powi(i as i32)).collect();
        Observations::new(Column::new("y", named, y), vec![Column::new("x", Quantity::Plain, x)]).unwrap()
    }

    #[test]
    fn range_sign_direction_and_spread_decide_where_a_name_does_not() {
        let twelve = |f: &dyn Fn(f64) -> f64| (0..12).map(|i| f(f64::from(i))).collect::<Vec<f64>>();
        let cases = [
            (twelve(&|i| 4.0 - 0.1 * i), Scale::Log, "falling and positive"),
            (twelve(&|i| i - 3.0), Scale::Raw, "both signs"),
            (twelve(&|i| 10.0 + 5.0 * i), Scale::Raw, "rising by less than two powers of ten"),
            (twelve(&|i| (0.6 * i + 0.2 * (i * 7.0).sin()).exp()), Scale::Log, "rising by more"),
            (twelve(&|i| 3.0 * (0.25 * i).exp()), Scale::Log, "a power law that rises by a factor of 16"),
        ];
        for (y, expected, what) in cases {
            assert_eq!(table(Quantity::Plain, y.clone()).scale(), expected, "{what}");
            let small = y.iter().map(|v| 1e-3 * v).collect();
            assert_eq!(table(Quantity::Plain, small).scale(), expected, "{what}, in another unit");
        }
        assert_eq!(table(Quantity::Price, twelve(&|i| 10.0 + i)).scale(), Scale::Log);
        assert_eq!(table(Quantity::Rating, twelve(&|i| 1200.0 - i)).scale(), Scale::Raw);
    }

    #[test]
    fn a_part_of_a_table_keeps_its_scale() {
        let y = (0..12).map(|i| 3.0 * (0.6 * f64::from(i)).exp()).collect();
        let whole = table(Quantity::Plain, y);
        assert_eq!(whole.select(&[0, 1, 2]).scale(), whole.scale());
    }
}
