//! Root mean square error; on the log scale the RMSLE of the field.

/// Root of the mean squared error; NaN without errors.
pub fn rmse(errors: &[f64]) -> f64 {
    (errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64).sqrt()
}

/// Median of the absolute errors; NaN without errors.
pub fn median_absolute(errors: &[f64]) -> f64 {
    if errors.is_empty() {
        return f64::NAN;
    }
    lawlike_num::quantile::median(&errors.iter().map(|e| e.abs()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_do_not_matter() {
        assert!((rmse(&[3.0, -4.0]) - 12.5f64.sqrt()).abs() < 1e-15);
        assert!((median_absolute(&[3.0, -4.0, 0.5]) - 3.0).abs() < 1e-15);
        assert!(rmse(&[]).is_nan() && median_absolute(&[]).is_nan());
    }
}
