//! Order statistics, moments and rank correlation.
//!
//! Quantiles of a plain sample are type 7 of Hyndman and Fan, "Sample quantiles in statistical
//! packages" (*Am. Stat.* 50, 1996): position `(n - 1) p`, linear between neighbours. Weighted ones put
//! value `i` at `(W_i - w_i / 2) / W`, with `W_i` the weight up to and including it. An empty sample
//! gives NaN; a NaN sorts after all numbers.

/// The value that makes the MAD of a normal sample its standard deviation: `1 / Phi^-1(3/4)`.
const MAD_TO_SIGMA: f64 = 1.482_602_218_505_602;

/// The median.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let mut copy = values.to_vec();
    median_in_place(&mut copy)
}

/// The median of values whose order may be lost.
fn median_in_place(values: &mut [f64]) -> f64 {
    let n = values.len();
    if n == 0 {
        return f64::NAN;
    }
    let (below, &mut upper, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    if n % 2 == 1 {
        return upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    0.5 * lower + 0.5 * upper
}

/// The median distance from the median, times 1.4826: a robust standard deviation.
#[must_use]
pub fn mad(values: &[f64]) -> f64 {
    let centre = median(values);
    let mut distances: Vec<f64> = values.iter().map(|v| (v - centre).abs()).collect();
    MAD_TO_SIGMA * median_in_place(&mut distances)
}

/// The quantile at `p` of a sample in rising order (type 7).
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let position = p.clamp(0.0, 1.0) * last as f64;
    if position.is_nan() {
        return f64::NAN;
    }
    let index = (position.floor() as usize).min(last);
    let next = (index + 1).min(last);
    between(sorted[index], sorted[next], position - index as f64)
}

/// Linear interpolation that hits both ends and keeps equal infinities.
fn between(low: f64, high: f64, fraction: f64) -> f64 {
    if low == high || fraction == 0.0 { low } else { low + fraction * (high - low) }
}

/// The quantile at `p` of a weighted sample; see [`weighted_quantiles`].
#[must_use]
pub fn weighted_quantile(values: &[f64], weights: &[f64], p: f64) -> f64 {
    weighted_quantiles(values, weights, &[p]).first().copied().unwrap_or(f64::NAN)
}

/// Quantiles of a weighted sample by the midpoint rule, with one sort for all of them.
///
/// Values of weight zero (or below) do not count. Before the first midpoint and after the last, the
/// extreme value is given.
#[must_use]
pub fn weighted_quantiles(values: &[f64], weights: &[f64], ps: &[f64]) -> Vec<f64> {
    let mut pairs: Vec<(f64, f64)> =
        values.iter().copied().zip(weights.iter().copied()).filter(|pair| pair.1 > 0.0).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut total = 0.0;
    let midpoints: Vec<f64> = pairs
        .iter()
        .map(|pair| {
            total += pair.1;
            total - 0.5 * pair.1
        })
        .collect();
    ps.iter().map(|&p| at_midpoint(&pairs, &midpoints, p * total)).collect()
}

fn at_midpoint(pairs: &[(f64, f64)], midpoints: &[f64], target: f64) -> f64 {
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
        return f64::NAN;
    };
    if target.is_nan() {
        return f64::NAN;
    }
    let after = midpoints.partition_point(|&midpoint| midpoint <= target);
    if after == 0 {
        return first.0;
    }
    if after == pairs.len() {
        return last.0;
    }
    let (left, right) = (midpoints[after - 1], midpoints[after]);
    between(pairs[after - 1].0, pairs[after].0, (target - left) / (right - left))
}

/// The mean.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The variance with divisor `n - 1`; NaN for fewer than two values.
#[must_use]
pub fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return f64::NAN;
    }
    let centre = mean(values);
    let squares: f64 = values.iter().map(|v| (v - centre) * (v - centre)).sum();
    // The mean was rounded; this takes back what that added to the squares.
    let drift: f64 = values.iter().map(|v| v - centre).sum();
    let n = values.len() as f64;
    (squares - drift * drift / n) / (n - 1.0)
}

/// Spearman's rank correlation; ties share their mean rank. NaN if one side is constant.
#[must_use]
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let (a, b) = (ranks(&a[..n]), ranks(&b[..n]));
    let centre = 0.5 * (n as f64 - 1.0);
    let product =
        |x: &[f64], y: &[f64]| -> f64 { x.iter().zip(y).map(|(x, y)| (x - centre) * (y - centre)).sum() };
    let scale = (product(&a, &a) * product(&b, &b)).sqrt();
    if scale > 0.0 { (product(&a, &b) / scale).clamp(-1.0, 1.0) } else { f64::NAN }
}

/// Ranks from zero; equal values share their mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut out = vec![0.0; values.len()];
    let mut start = 0;
    for group in order.chunk_by(|&i, &j| values[i] == values[j]) {
        let rank = start as f64 + 0.5 * (group.len() as f64 - 1.0);
        for &index in group {
            out[index] = rank;
        }
        start += group.len();
    }
    out
}

#[cfg(test)]
mod tests;
