//! Least squares over a few columns, with what is needed to judge the answer.

use crate::dense::{Matrix, Qr};

/// A least-squares fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// One coefficient a column.
    pub coefficients: Vec<f64>,
    /// Standard error of each coefficient, of independent rows with equal errors.
    pub errors: Vec<f64>,
    /// Sum of squared residuals.
    pub sum: f64,
    /// Rows less columns.
    pub freedom: usize,
}

/// Fits `y` by the columns, which include a column of ones if there is to be a constant.
///
/// `None` if columns depend on each other, differ in length from `y`, or are as many as the rows.
#[must_use]
pub fn regress<C: AsRef<[f64]>>(columns: &[C], y: &[f64]) -> Option<Regression> {
    let freedom = y.len().checked_sub(columns.len()).filter(|freedom| *freedom > 0)?;
    if columns.is_empty() || columns.iter().any(|column| column.as_ref().len() != y.len()) {
        return None;
    }
    let matrix = Matrix::from_columns(columns);
    let qr = Qr::new(matrix.clone());
    if qr.rank(1e-12) < columns.len() {
        return None;
    }
    let coefficients = qr.solve(y);
    let fitted = matrix.times(&coefficients);
    let sum: f64 = fitted.iter().zip(y).map(|(f, y)| (y - f) * (y - f)).sum();
    let inverse = qr.r_inverse();
    let scale = sum / freedom as f64;
    let error = |j: usize| {
        let square: f64 = (0..columns.len()).map(|k| inverse[(j, k)] * inverse[(j, k)]).sum();
        (scale * square).sqrt()
    };
    let errors = (0..columns.len()).map(error).collect();
    Some(Regression { coefficients, errors, sum, freedom })
}

/// Fits a straight line: constant and slope.
#[must_use]
pub fn line(x: &[f64], y: &[f64]) -> Option<Regression> {
    regress(&[vec![1.0; x.len()], x.to_vec()], y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_by_hand() {
        // Residuals 0.1, -0.2, 0.1: sum 0.06, one degree of freedom; the slope has variance 0.06/2.
        let fit = line(&[0.0, 1.0, 2.0], &[1.1, 1.8, 3.1]).unwrap();
        assert!((fit.coefficients[0] - 1.0).abs() < 1e-14 && (fit.coefficients[1] - 1.0).abs() < 1e-14);
        assert!((fit.sum - 0.06).abs() < 1e-14 && fit.freedom == 1);
        assert!((fit.errors[1] - 0.03f64.sqrt()).abs() < 1e-14);
        assert!((fit.errors[0] - (0.06 * 5.0 / 6.0f64).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn too_little_or_dependent_gives_nothing() {
        assert!(line(&[1.0, 2.0], &[1.0, 2.0]).is_none(), "no degree of freedom");
        assert!(line(&[2.0, 2.0, 2.0], &[1.0, 2.0, 3.0]).is_none(), "a constant axis");
        assert!(regress(&[vec![1.0; 2]], &[1.0; 3]).is_none(), "lengths differ");
        assert!(regress::<Vec<f64>>(&[], &[1.0; 3]).is_none());
    }
}
