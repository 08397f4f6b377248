//! Linear equations and least squares, and least squares under signs by trying every set of unknowns at zero.

/// What an unknown may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OracleSign {
    /// Anything.
    Free,
    /// Not below zero.
    NonNegative,
    /// Not above zero.
    NonPositive,
}

/// The solution of as many equations as unknowns (rows of `a`), by elimination with complete pivoting; none if they are
/// dependent to 1e-12 of their largest entry.
pub fn solve(a: &[Vec<f64>], b: &[f64]) -> Option<Vec<f64>> {
    let n = b.len();
    let mut rows: Vec<Vec<f64>> = a.iter().zip(b).map(|(row, b)| [row.as_slice(), &[*b]].concat()).collect();
    let mut order: Vec<usize> = (0..n).collect();
    let largest = a.iter().flatten().fold(0.0f64, |most, v| most.max(v.abs()));
    for k in 0..n {
        let places = (k..n).flat_map(|i| (k..n).map(move |j| (i, j)));
        let (i, j) = places.max_by(|p, q| rows[p.0][p.1].abs().total_cmp(&rows[q.0][q.1].abs()))?;
        if !(rows[i][j].abs() > 1e-12 * largest) {
            return None;
        }
        rows.swap(k, i);
        rows.iter_mut().for_each(|row| row.swap(k, j));
        order.swap(k, j);
        for i in k + 1..n {
            let factor = rows[i][k] / rows[k][k];
            for j in k..=n {
                rows[i][j] -= factor * rows[k][j];
            }
        }
    }
    let mut x = vec![0.0; n];
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|j| rows[k][j] * x[order[j]]).sum();
        x[order[k]] = (rows[k][n] - known) / rows[k][k];
    }
    Some(x)
}

/// The coefficients of the columns that leave the least sum of squares of `y`, by Gram-Schmidt, each column taken twice
/// ("twice is enough", Kahan). A column that depends on those before gets zero.
pub fn least_squares(columns: &[&[f64]], y: &[f64]) -> Vec<f64> {
    let n = columns.len();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut triangle = vec![vec![0.0; n]; n];
    let mut kept: Vec<usize> = Vec::new();
    for (j, column) in columns.iter().enumerate() {
        let mut rest = column.to_vec();
        for _ in 0..2 {
            for (q, k) in basis.iter().zip(&kept) {
                let part = dot(q, &rest);
                triangle[*k][j] += part;
                rest.iter_mut().zip(q).for_each(|(r, q)| *r -= part * q);
            }
        }
        let length = dot(&rest, &rest).sqrt();
        if length > 1e-14 * dot(column, column).sqrt() {
            rest.iter_mut().for_each(|r| *r /= length);
            triangle[j][j] = length;
            basis.push(rest);
            kept.push(j);
        }
    }
    let mut x = vec![0.0; n];
    let mut rest = y.to_vec();
    let mut target = vec![0.0; n];
    for (q, k) in basis.iter().zip(&kept) {
        target[*k] = dot(q, &rest);
        rest.iter_mut().zip(q).for_each(|(r, q)| *r -= target[*k] * q);
    }
    for k in kept.iter().rev() {
        let known: f64 = (k + 1..n).map(|j| triangle[*k][j] * x[j]).sum();
        x[*k] = (target[*k] - known) / triangle[*k][*k];
    }
    x
}

/// The same under signs: the best over every set of unknowns that may move, and its sum of squares. For up to some fifteen
/// columns.
pub fn least_squares_with_signs(columns: &[&[f64]], y: &[f64], signs: &[OracleSign]) -> (Vec<f64>, f64) {
    let n = columns.len();
    let mut best = (vec![0.0; n], f64::INFINITY);
    for set in 0..1_u32 << n {
        let moving: Vec<usize> = (0..n).filter(|j| set >> j & 1 == 1).collect();
        let chosen: Vec<&[f64]> = moving.iter().map(|j| columns[*j]).collect();
        let mut x = vec![0.0; n];
        moving.iter().zip(least_squares(&chosen, y)).for_each(|(j, value)| x[*j] = value);
        let allowed = x.iter().zip(signs).all(|(x, sign)| match sign {
            OracleSign::Free => true,
            OracleSign::NonNegative => *x >= 0.0,
            OracleSign::NonPositive => *x <= 0.0,
        });
        let squares = sum_of_squares(columns, y, &x);
        if allowed && squares < best.1 {
            best = (x, squares);
        }
    }
    best
}

/// Sum of squares of `y` less the columns times their coefficients.
pub fn sum_of_squares(columns: &[&[f64]], y: &[f64], x: &[f64]) -> f64 {
    let fitted = |i: usize| -> f64 { columns.iter().zip(x).map(|(column, x)| column[i] * x).sum() };
    (0..y.len()).map(|i| (y[i] - fitted(i)).powi(2)).sum()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved_and_dependent_ones_refused() {
        let a = [vec![0.0, 2.0, 1.0], vec![1.0, 1e6, 0.0], vec![3.0, 0.0, -1.0]];
        let x = [1.5, -2.0, 0.25];
        let b: Vec<f64> = a.iter().map(|row| dot(row, &x)).collect();
        for (found, exact) in solve(&a, &b).unwrap_or_default().iter().zip(x) {
            assert!((found - exact).abs() < 1e-12, "{found} {exact}");
        }
        assert_eq!(solve(&[vec![1.0, 2.0], vec![2.0, 4.0]], &[1.0, 2.0]), None);
    }

    #[test]
    fn signs_hold_and_the_rest_is_least() {
        let (one, x) = ([1.0; 4], [0.0, 1.0, 2.0, 3.0]);
        let y = [3.0, 2.0, 1.0, 0.0];
        let free = least_squares(&[&one, &x], &y);
        assert!((free[0] - 3.0).abs() < 1e-14 && (free[1] + 1.0).abs() < 1e-14);
        // A slope that may not fall leaves the mean.
        let (best, squares) =
            least_squares_with_signs(&[&one, &x], &y, &[OracleSign::Free, OracleSign::NonNegative]);
        assert!((best[0] - 1.5).abs() < 1e-14 && best[1] == 0.0 && (squares - 5.0).abs() < 1e-13);
    }
}
