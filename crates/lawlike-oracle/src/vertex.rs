//! Losses with a kink: the optimum passes through as many rows as there are unknowns, so every choice of rows is tried.

use crate::linear::solve;
use crate::loss::WeightedLoss;

/// The least total of a loss with a kink over all curves that pass through as many rows as they have unknowns, and its
/// unknowns. `through` gives the unknowns of the curve through these rows, `residuals` those of every row (observed minus
/// fitted). For linear residuals this is the optimum of the linear programme, whose basic solutions these are.
pub fn least(
    rows: usize,
    unknowns: usize,
    through: &dyn Fn(&[usize]) -> Option<Vec<f64>>,
    residuals: &dyn Fn(&[f64]) -> Vec<f64>,
    loss: WeightedLoss<'_>,
) -> (Vec<f64>, f64) {
    let mut best = (Vec::new(), f64::INFINITY);
    let mut chosen: Vec<usize> = (0..unknowns).collect();
    loop {
        if let Some(found) = through(&chosen) {
            let total = loss.total(&residuals(&found));
            if total < best.1 {
                best = (found, total);
            }
        }
        // The next choice in lexical order.
        let Some(last) = (0..unknowns).rev().find(|k| chosen[*k] < rows - unknowns + k) else { return best };
        chosen[last] += 1;
        for k in last + 1..unknowns {
            chosen[k] = chosen[k - 1] + 1;
        }
    }
}

/// [`least`] for `y` as a sum of columns times unknowns.
pub fn least_linear(columns: &[Vec<f64>], y: &[f64], loss: WeightedLoss<'_>) -> (Vec<f64>, f64) {
    let row = |i: usize| -> Vec<f64> { columns.iter().map(|column| column[i]).collect() };
    let through = |rows: &[usize]| {
        let equations: Vec<Vec<f64>> = rows.iter().map(|i| row(*i)).collect();
        solve(&equations, &rows.iter().map(|i| y[*i]).collect::<Vec<f64>>())
    };
    let residuals = |x: &[f64]| -> Vec<f64> {
        (0..y.len()).map(|i| y[i] - row(i).iter().zip(x).map(|(a, x)| a * x).sum::<f64>()).collect()
    };
    least(y.len(), columns.len(), &through, &residuals, loss)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::OracleLoss;

    #[test]
    fn the_best_constant_is_a_quantile() {
        let y = [3.0, 1.0, 4.0, 1.5, 9.0, 2.6, 5.0];
        for (share, quantile) in [(0.1, 1.0), (0.5, 3.0), (0.8, 5.0), (0.95, 9.0)] {
            let (x, _) = least_linear(&[vec![1.0; 7]], &y, WeightedLoss::equal(OracleLoss::Pinball(share)));
            assert_eq!(x, [quantile]);
        }
    }
}
