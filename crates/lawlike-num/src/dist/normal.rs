//! The error function and the normal distribution.
//!
//! `erf` is its Taylor series (A&S 7.1.5) below 0.46875. Beyond, `erfc(x) = exp(-x^2) g(t) / (x + K)`
//! with `t = (x - K) / (x + K)` and `g` a Chebyshev series of our own, which holds up to infinity
//! (the substitution of Schonfelder, *Math. Comp.* 32, 1978). `x^2` is split so that the exponential
//! of a large square keeps its digits. The quantile is Wichura's AS 241 (*Appl. Stat.* 37, 1988).

use super::polynomial;

const K: f64 = 3.75;
const SERIES_BELOW: f64 = 0.468_75;
const INVERSE_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// `2 / sqrt(pi) (-1)^n / (n! (2n + 1))`.
const ERF: [f64; 13] = [
    std::f64::consts::FRAC_2_SQRT_PI,
    -0.376_126_389_031_837_54,
    0.112_837_916_709_551_26,
    -0.026_866_170_645_131_252,
    0.005_223_977_625_442_188,
    -0.000_854_832_702_345_085_3,
    0.000_120_553_329_817_896_64,
    -1.492_565_035_840_625e-5,
    1.646_211_436_588_924_8e-6,
    -1.636_584_469_123_492_4e-7,
    1.480_719_281_587_921_8e-8,
    -1.229_055_530_171_792_8e-9,
    9.422_759_064_650_411e-11,
];

/// Chebyshev coefficients of `(x + K) exp(x^2) erfc(x)` in `t`, from `SERIES_BELOW` to infinity.
const SCALED_ERFC: [f64; 24] = [
    1.284_092_224_701_743_2,
    -0.960_721_342_014_576_6,
    0.310_112_202_395_214_53,
    -0.086_311_613_247_390_91,
    0.020_515_018_591_205_764,
    -0.004_072_864_750_779_579,
    0.000_644_342_290_072_614,
    -7.207_836_593_448_883e-5,
    3.157_904_665_427_016e-6,
    6.827_190_953_703_149e-7,
    -1.557_379_123_765_84e-7,
    7.069_473_139_099_163e-9,
    2.408_365_223_931_887e-9,
    -4.080_328_851_980_480_4e-10,
    -1.837_068_349_337_197_4e-11,
    1.152_305_942_301_925_7e-11,
    -3.468_427_193_774_460_5e-13,
    -2.884_640_586_968_7e-13,
    2.458_895_726_601_997_8e-14,
    7.332_888_207_675_572e-15,
    -9.877_443_074_654_95e-16,
    -2.028_426_551_841_373_4e-16,
    3.523_657_712_717_680_5e-17,
    6.357_004_111_165_173e-18,
];

/// The error function, `2 / sqrt(pi)` times the integral of `exp(-t^2)` from zero to `x`.
#[must_use]
pub fn erf(x: f64) -> f64 {
    if x.abs() < SERIES_BELOW {
        return x * polynomial(&ERF, x * x);
    }
    if x > 0.0 { 1.0 - erfc(x) } else { erfc(-x) - 1.0 }
}

/// `1 - erf(x)`, with full relative accuracy in the upper tail.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    if x.abs() < SERIES_BELOW {
        return 1.0 - erf(x);
    }
    if x < 0.0 {
        return 2.0 - erfc(-x);
    }
    exp_minus_square(x, 1.0) * scaled_erfc(x)
}

/// `exp(x^2) erfc(x)` for `x >= SERIES_BELOW`.
fn scaled_erfc(x: f64) -> f64 {
    if x.is_infinite() {
        return 0.0;
    }
    const FIRST: f64 = (SERIES_BELOW - K) / (SERIES_BELOW + K);
    let t = (x - K) / (x + K);
    let u = (2.0 * t - (1.0 + FIRST)) / (1.0 - FIRST);
    let (mut a, mut b) = (0.0, 0.0);
    for c in SCALED_ERFC.iter().skip(1).rev() {
        (a, b) = (2.0 * u * a - b + c, a);
    }
    (u * a - b + SCALED_ERFC[0]) / (x + K)
}

/// `exp(-factor x^2)` for a factor of 1 or 1/2, with the square split into an exact part and a rest.
fn exp_minus_square(x: f64, factor: f64) -> f64 {
    if x.abs() > 40.0 {
        return if x.is_nan() { x } else { 0.0 };
    }
    // 26 leading bits: the square is exact.
    let high = f64::from_bits(x.to_bits() & !0x07ff_ffff);
    (-factor * high * high).exp() * (-factor * (x - high) * (x + high)).exp()
}

/// The density of the standard normal distribution.
#[must_use]
pub fn normal_pdf(x: f64) -> f64 {
    INVERSE_ROOT_TWO_PI * exp_minus_square(x, 0.5)
}

/// The distribution function of the standard normal distribution, relatively accurate in the lower
/// tail; the upper tail is `normal_cdf(-x)`.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
    if z < SERIES_BELOW {
        return 0.5 + 0.5 * erf(x * std::f64::consts::FRAC_1_SQRT_2);
    }
    let tail = 0.5 * exp_minus_square(x, 0.5) * scaled_erfc(z);
    if x > 0.0 { 1.0 - tail } else { tail }
}

const CENTRE: [[f64; 8]; 2] = [
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
];

const NEAR_TAIL: [[f64; 8]; 2] = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
];

const FAR_TAIL: [[f64; 8]; 2] = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
];

fn ratio(coefficients: &[[f64; 8]; 2], x: f64) -> f64 {
    polynomial(&coefficients[0], x) / polynomial(&coefficients[1], x)
}

/// The quantile of the standard normal distribution; infinite at 0 and 1, NaN outside.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE, 0.180_625 - q * q);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail.is_nan() || tail < 0.0 {
        return f64::NAN;
    }
    if tail == 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-crate::kernel::ln_one(tail)).sqrt();
    let size = if r <= 5.0 { ratio(&NEAR_TAIL, r - 1.6) } else { ratio(&FAR_TAIL, r - 5.0) };
    size.copysign(q)
}
