//! The gamma function and its relatives.
//!
//! For `x >= 10` Stirling's series, `ln Gamma(x) = (x - 1/2) ln x - x + ln(2 pi) / 2 + delta(x)` (A&S
//! 6.1.40); below, steps to the interval around 2, where `ln Gamma(2 + z) = (1 - gamma) z + sum_k
//! (-1)^k (zeta(k) - 1) z^k / k` (A&S 6.1.33). The logarithmic derivatives step up to 12 and use the
//! asymptotic series 6.3.18 and 6.4.12.

use super::polynomial;
use std::f64::consts::PI;

const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;
/// `1 - gamma`, Euler's constant.
const ONE_MINUS_EULER: f64 = 0.422_784_335_098_467_13;
/// From here on Stirling's series is used.
const STIRLING_FROM: f64 = 10.0;

/// `(-1)^k (zeta(k) - 1) / k` from `k = 2`.
const ZETA: [f64; 26] = [
    0.322_467_033_424_113_2,
    -0.067_352_301_053_198_1,
    0.020_580_808_427_784_546,
    -0.007_385_551_028_673_986,
    0.002_890_510_330_741_523_4,
    -0.001_192_753_911_703_261,
    0.000_509_669_524_743_042_5,
    -0.000_223_154_758_453_579_39,
    9.945_751_278_180_853e-5,
    -4.492_623_673_813_314e-5,
    2.050_721_277_567_069e-5,
    -9.439_488_275_268_397e-6,
    4.374_866_789_907_488e-6,
    -2.039_215_753_801_366e-6,
    9.551_412_130_407_42e-7,
    -4.492_469_198_764_566e-7,
    2.120_718_480_555_466_5e-7,
    -1.004_322_482_396_809_9e-7,
    4.769_810_169_363_980_4e-8,
    -2.271_109_460_894_316_4e-8,
    1.083_865_921_489_695_5e-8,
    -5.183_475_041_970_047e-9,
    2.483_674_543_802_478_5e-9,
    -1.192_140_140_586_091_2e-9,
    5.731_367_241_678_862e-10,
    -2.759_522_885_124_233_4e-10,
];

/// `B_2k / (2k (2k - 1))`: Stirling's series in `1 / x^2`, times `x`.
const STIRLING: [f64; 9] = [
    0.083_333_333_333_333_33,
    -0.002_777_777_777_777_778,
    0.000_793_650_793_650_793_7,
    -0.000_595_238_095_238_095_2,
    0.000_841_750_841_750_841_7,
    -0.001_917_526_917_526_917_6,
    0.006_410_256_410_256_41,
    -0.029_550_653_594_771_242,
    0.179_644_372_368_830_57,
];

/// `B_2k / 2k`.
const DIGAMMA: [f64; 9] = [
    0.083_333_333_333_333_33,
    -0.008_333_333_333_333_333,
    0.003_968_253_968_253_968,
    -0.004_166_666_666_666_667,
    0.007_575_757_575_757_576,
    -0.021_092_796_092_796_094,
    0.083_333_333_333_333_33,
    -0.443_259_803_921_568_6,
    3.053_954_330_270_119_8,
];

/// `B_2k`.
const TRIGAMMA: [f64; 9] = [
    0.166_666_666_666_666_66,
    -0.033_333_333_333_333_33,
    0.023_809_523_809_523_808,
    -0.033_333_333_333_333_33,
    0.075_757_575_757_575_76,
    -0.253_113_553_113_553_1,
    1.166_666_666_666_666_7,
    -7.092_156_862_745_098,
    54.971_177_944_862_156,
];

/// `ln |Gamma(x)|`; infinite at zero and the negative integers.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    if x.is_nan() || x == f64::NEG_INFINITY {
        return f64::NAN;
    }
    if x <= 0.0 {
        if x == x.floor() {
            return f64::INFINITY;
        }
        // Reflection, A&S 6.1.17.
        return (PI / sin_pi(x).abs()).ln() - ln_gamma(1.0 - x);
    }
    if x >= STIRLING_FROM {
        if x.is_infinite() {
            return x;
        }
        return (x - 0.5) * x.ln() - x + LN_ROOT_TWO_PI + stirling_error(x);
    }
    if x < 0.5 {
        return around_two(x) - (x * (1.0 + x)).ln();
    }
    if x < 1.5 {
        return around_two(x - 1.0) - (x - 1.0).ln_1p();
    }
    let mut product = 1.0;
    let mut y = x;
    while y > 2.5 {
        y -= 1.0;
        product *= y;
    }
    around_two(y - 2.0) + if product == 1.0 { 0.0 } else { product.ln() }
}

/// `ln Gamma(2 + z)` for `|z| <= 1/2`.
fn around_two(z: f64) -> f64 {
    z * (ONE_MINUS_EULER + z * polynomial(&ZETA, z))
}

/// `sin(pi x)` without the rounding of `pi x`.
fn sin_pi(x: f64) -> f64 {
    let rest = x - 2.0 * (0.5 * x).round();
    let folded = if rest.abs() > 0.5 { rest.signum() - rest } else { rest };
    (PI * folded).sin()
}

/// `delta(x) = ln Gamma(x) - ((x - 1/2) ln x - x + ln(2 pi) / 2)` for `x > 0`.
pub(super) fn stirling_error(x: f64) -> f64 {
    if x >= STIRLING_FROM {
        return polynomial(&STIRLING, 1.0 / (x * x)) / x;
    }
    ln_gamma(x) - ((x - 0.5) * x.ln() - x + LN_ROOT_TWO_PI)
}

/// `psi(x)`, the derivative of `ln Gamma`; NaN at zero and the negative integers. Near its zero at
/// 1.46 the error is `1e-15` absolute.
#[must_use]
pub fn digamma(x: f64) -> f64 {
    if x <= 0.0 {
        if x == x.floor() {
            return f64::NAN;
        }
        // Reflection, A&S 6.3.7.
        return digamma(1.0 - x) - PI * sin_pi(x + 0.5) / sin_pi(x);
    }
    let mut sum = 0.0;
    let mut y = x;
    while y < 12.0 {
        sum -= 1.0 / y;
        y += 1.0;
    }
    let inverse = 1.0 / (y * y);
    sum + (y.ln() - (0.5 / y + inverse * polynomial(&DIGAMMA, inverse)))
}

/// `psi'(x)`, the second derivative of `ln Gamma`; infinite at zero and the negative integers.
#[must_use]
pub fn trigamma(x: f64) -> f64 {
    if x <= 0.0 {
        if x == x.floor() {
            return f64::INFINITY;
        }
        // Reflection, A&S 6.4.7.
        let ratio = PI / sin_pi(x);
        return ratio * ratio - trigamma(1.0 - x);
    }
    let mut sum = 0.0;
    let mut y = x;
    while y < 12.0 {
        sum += 1.0 / (y * y);
        y += 1.0;
    }
    let inverse = 1.0 / (y * y);
    sum + (1.0 / y) * (1.0 + 0.5 / y + inverse * polynomial(&TRIGAMMA, inverse))
}

/// `ln B(a, b) = ln Gamma(a) + ln Gamma(b) - ln Gamma(a + b)` for positive `a`, `b`, without the
/// cancellation of large terms.
#[must_use]
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if small.is_nan() || large.is_nan() || small < 0.0 {
        return f64::NAN;
    }
    if small == 0.0 {
        return f64::INFINITY;
    }
    if large.is_infinite() {
        return f64::NEG_INFINITY;
    }
    let sum = small + large;
    if large < STIRLING_FROM {
        return ln_gamma(small) + (ln_gamma(large) - ln_gamma(sum));
    }
    let error = stirling_error(large) - stirling_error(sum);
    // ln(large / sum), exact for a small share.
    let ln_share = (-small / sum).ln_1p();
    if small < STIRLING_FROM {
        return ln_gamma(small) + error + small - small * sum.ln() + (large - 0.5) * ln_share;
    }
    let ln_other = (small / sum).ln();
    LN_ROOT_TWO_PI - 0.5 * large.ln()
        + (stirling_error(small) + error)
        + (small - 0.5) * ln_other
        + large * ln_share
}
