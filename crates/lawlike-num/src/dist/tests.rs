use super::*;

mod reference;

#[track_caller]
fn close(what: &str, actual: f64, expected: f64, relative: f64) {
    let error = if actual == expected { 0.0 } else { (actual - expected).abs() / expected.abs() };
    assert!(error <= relative, "{what}: {actual:e}, not {expected:e}, relative error {error:.1e}");
}

#[test]
fn erf_and_erfc() {
    for [x, lower, upper] in reference::ERF {
        close(&format!("erf({x})"), erf(x), lower, 5e-16);
        close(&format!("erfc({x})"), erfc(x), upper, 2e-15);
    }
    assert_eq!(erf(f64::INFINITY), 1.0);
    assert_eq!(erfc(f64::INFINITY), 0.0);
    assert_eq!(erfc(f64::NEG_INFINITY), 2.0);
    assert!(erf(f64::NAN).is_nan() && erfc(f64::NAN).is_nan());
}

#[test]
fn normal() {
    for [x, density, lower] in reference::NORMAL {
        close(&format!("normal_pdf({x})"), normal_pdf(x), density, 1e-15);
        close(&format!("normal_cdf({x})"), normal_cdf(x), lower, 2e-15);
    }
    for [p, quantile] in reference::PROBIT {
        close(&format!("normal_quantile({p})"), normal_quantile(p), quantile, 2e-15);
    }
    assert_eq!(normal_cdf(f64::NEG_INFINITY), 0.0);
    assert_eq!(normal_cdf(f64::INFINITY), 1.0);
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    assert_eq!(normal_quantile(0.5), 0.0);
    for p in [-0.1, 1.1, f64::NAN] {
        assert!(normal_quantile(p).is_nan(), "normal_quantile({p})");
    }
    assert!(normal_cdf(f64::NAN).is_nan() && normal_pdf(f64::NAN).is_nan());
}

#[test]
fn gamma_and_its_derivatives() {
    for [x, ln, first, second] in reference::GAMMA {
        close(&format!("ln_gamma({x})"), ln_gamma(x), ln, 5e-15);
        close(&format!("digamma({x})"), digamma(x), first, 5e-15);
        close(&format!("trigamma({x})"), trigamma(x), second, 5e-15);
    }
    assert_eq!(ln_gamma(1.0), 0.0);
    assert_eq!(ln_gamma(2.0), 0.0);
    assert_eq!(ln_gamma(0.0), f64::INFINITY);
    assert_eq!(ln_gamma(-3.0), f64::INFINITY);
    assert!(digamma(-2.0).is_nan() && ln_gamma(f64::NAN).is_nan());
}

#[test]
fn ln_gamma_has_no_seams() {
    // ln Gamma(x + 1) - ln Gamma(x) = ln x, across all changes of method.
    for i in 1..4000 {
        let x = f64::from(i) * 0.004;
        let difference = ln_gamma(x + 1.0) - ln_gamma(x);
        assert!((difference - x.ln()).abs() < 3e-14, "at {x}: {difference}");
    }
}

#[test]
fn ln_beta_values() {
    for [a, b, expected] in reference::LN_BETA {
        close(&format!("ln_beta({a}, {b})"), ln_beta(a, b), expected, 1e-14);
        close("swapped", ln_beta(b, a), expected, 1e-14);
    }
    assert!(ln_beta(-1.0, 2.0).is_nan());
    assert_eq!(ln_beta(0.0, 2.0), f64::INFINITY);
}

#[test]
fn beta_values() {
    for [x, a, b, expected] in reference::BETA {
        close(&format!("beta_cdf({x}, {a}, {b})"), beta_cdf(x, a, b), expected, 1e-13);
    }
    assert_eq!(beta_cdf(-1.0, 2.0, 3.0), 0.0);
    assert_eq!(beta_cdf(1.0, 2.0, 3.0), 1.0);
    assert!(beta_cdf(0.5, 0.0, 3.0).is_nan() && beta_cdf(f64::NAN, 1.0, 1.0).is_nan());
}

#[test]
fn beta_quantile_inverts_the_distribution() {
    for (a, b) in [(2.0, 3.0), (0.5, 0.5), (0.05, 8.0), (40.0, 0.3), (1e4, 2e4), (1.0, 1e6), (300.0, 2.0)] {
        for p in [1e-200, 1e-12, 0.001, 0.3, 0.5, 0.77, 0.999] {
            let x = beta_quantile(p, a, b);
            // A quantile below the smallest float, or next to one, cannot be told from it.
            if x > 1e-300 && x < 1.0 - 1e-4 {
                close(&format!("beta_quantile({p}, {a}, {b})"), beta_cdf(x, a, b), p, 1e-10);
            }
        }
    }
    close("median of an arcsine", beta_quantile(0.5, 0.5, 0.5), 0.5, 1e-15);
    close("a square root", beta_quantile(0.49, 2.0, 1.0), 0.7, 1e-14);
    close("a minimum", beta_quantile(1e-12, 1.0, 5.0), 2.0000000000008e-13, 1e-14);
    assert_eq!(beta_quantile(0.0, 2.0, 3.0), 0.0);
    assert_eq!(beta_quantile(1.0, 2.0, 3.0), 1.0);
    assert!(beta_quantile(1.5, 2.0, 3.0).is_nan());
}

#[test]
fn student_values() {
    for [x, df, expected] in reference::STUDENT {
        close(&format!("student_cdf({x}, {df})"), student_cdf(x, df), expected, 1e-13);
    }
    close("normal limit", student_cdf(-2.0, f64::INFINITY), normal_cdf(-2.0), 0.0);
    assert!(student_cdf(1.0, 0.0).is_nan());
}

#[test]
fn student_quantile_inverts_the_distribution() {
    for df in [0.3, 1.0, 2.0, 3.7, 10.0, 200.0, 1e6] {
        for p in [1e-30, 1e-6, 0.01, 0.2, 0.4, 0.499_999, 0.5, 0.6, 0.9, 0.999] {
            let x = student_quantile(p, df);
            close(&format!("student_quantile({p}, {df})"), student_cdf(x, df), p, 2e-12);
        }
    }
    // One and two degrees have closed forms.
    let cauchy = |p: f64| -1.0 / (std::f64::consts::PI * p).tan();
    let two = |p: f64| (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
    for p in [1e-40, 0.003, 0.24, 0.26, 0.45] {
        close("cauchy", student_quantile(p, 1.0), cauchy(p), 1e-13);
        close("two", student_quantile(p, 2.0), two(p), 1e-13);
    }
    close("0.975, 30", student_quantile(0.975, 30.0), 2.042_272_456_301_237_8, 1e-14);
    assert_eq!(student_quantile(0.0, 3.0), f64::NEG_INFINITY);
    assert!(student_quantile(0.3, -1.0).is_nan());
}

#[test]
fn binomial_values() {
    for [k, n, p, expected] in reference::BINOMIAL {
        close(&format!("binomial_cdf({k}, {n}, {p})"), binomial_cdf(k as u64, n as u64, p), expected, 1e-13);
    }
    assert_eq!(binomial_cdf(0, 5, 0.0), 1.0);
    assert_eq!(binomial_cdf(4, 5, 1.0), 0.0);
    assert!(binomial_cdf(1, 5, 1.5).is_nan());
}
