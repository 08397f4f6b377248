use super::*;

#[test]
fn median_and_mad() {
    assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
    assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
    assert_eq!(median(&[7.0]), 7.0);
    assert!(median(&[]).is_nan());
    assert_eq!(median(&[f64::MAX, f64::MAX]), f64::MAX);
    assert_eq!(mad(&[1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0]), MAD_TO_SIGMA);
    assert!((MAD_TO_SIGMA * crate::dist::normal_quantile(0.75) - 1.0).abs() < 1e-15);
}

#[test]
fn type_seven_quantiles() {
    let sorted = [1.0, 2.0, 4.0, 8.0];
    // R: quantile(c(1, 2, 4, 8), c(0, .1, .5, .9, 1))
    for (p, expected) in [(0.0, 1.0), (0.1, 1.3), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0), (-1.0, 1.0), (2.0, 8.0)]
    {
        assert!((quantile(&sorted, p) - expected).abs() < 1e-14, "at {p}");
    }
    assert!(quantile(&[], 0.5).is_nan() && quantile(&sorted, f64::NAN).is_nan());
    assert_eq!(quantile(&[1.0, f64::INFINITY, f64::INFINITY], 0.75), f64::INFINITY);
}

#[test]
fn weighted_quantiles_use_midpoints() {
    let values = [10.0, 0.0, 5.0, 99.0];
    let weights = [1.0, 2.0, 1.0, 0.0];
    // Midpoints at 0.25, 0.625, 0.875 of the weight.
    for (p, expected) in [(0.0, 0.0), (0.25, 0.0), (0.4375, 2.5), (0.625, 5.0), (0.875, 10.0), (1.0, 10.0)] {
        assert!((weighted_quantile(&values, &weights, p) - expected).abs() < 1e-14, "at {p}");
    }
    assert_eq!(weighted_quantiles(&values, &weights, &[0.25, 0.875]), [0.0, 10.0]);
    assert!(weighted_quantile(&[], &[], 0.5).is_nan());
    assert!(weighted_quantile(&[1.0], &[0.0], 0.5).is_nan());
    assert!(weighted_quantile(&[1.0], &[1.0], f64::NAN).is_nan());
}

#[test]
fn equal_weights_give_the_median() {
    let values = [5.0, 1.0, 4.0, 2.0];
    for scale in [1e-6, 1.0, 1e9] {
        assert!((weighted_quantile(&values, &[scale; 4], 0.5) - median(&values)).abs() < 1e-14);
    }
}

#[test]
fn moments() {
    assert_eq!(mean(&[1.0, 2.0, 6.0]), 3.0);
    assert_eq!(variance(&[1.0, 2.0, 6.0]), 7.0);
    assert!(mean(&[]).is_nan() && variance(&[1.0]).is_nan());
    let far: Vec<f64> = (0..1000).map(|i| 1e9 + f64::from(i % 2)).collect();
    assert!((variance(&far) - 250.0 / 999.0).abs() < 1e-12);
}

#[test]
fn rank_correlation() {
    let x = [1.0, 2.0, 3.0, 4.0];
    assert_eq!(spearman(&x, &[1.0, 8.0, 27.0, 1e9]), 1.0);
    assert_eq!(spearman(&x, &[4.0, 3.0, 2.0, -1.0]), -1.0);
    // R: cor(c(1,2,3,4), c(1,2,2,0), method = "spearman")
    assert!((spearman(&x, &[1.0, 2.0, 2.0, 0.0]) + 0.316_227_766_016_837_94).abs() < 1e-15);
    assert!(spearman(&x, &[1.0; 4]).is_nan() && spearman(&[], &[]).is_nan());
}
