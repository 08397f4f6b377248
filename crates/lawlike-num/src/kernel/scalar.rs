//! One lane of the kernels, written without a branch so that eight of them become one vector.
//!
//! Integers come from the bits of a float to which `1.5 * 2^52` was added: a cast from `f64` to
//! `i64` has no vector instruction before AVX-512DQ, and this way there is none.

/// `1.5 * 2^52`: adding it leaves the nearest integer in the low bits.
const MAGIC: f64 = 6_755_399_441_055_744.0;
/// `MAGIC` plus the bias of the exponent.
const MAGIC_BIASED: f64 = MAGIC + 1023.0;
/// `2^52 + 1023`: takes the bias off an exponent that was placed in the low bits of `2^52`.
const EXPONENT_OFFSET: f64 = 4_503_599_627_370_496.0 + 1023.0;
const TWO_52_BITS: u64 = 0x4330_0000_0000_0000;

/// The leading 32 bits of `ln 2`; a product with an exponent is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
/// `ln 2 - LN2_HIGH`.
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// `(exp(r) - 1 - r) / r^2` on `|r| <= ln 2 / 2`, lowest power first; relative error of `exp` 1.3e-17.
const EXP: [f64; 10] = [
    0.500_000_000_000_000_1,
    0.166_666_666_666_666_69,
    0.041_666_666_666_624_13,
    0.008_333_333_333_330_062,
    0.001_388_888_891_721_371_7,
    0.000_198_412_698_630_536_18,
    2.480_152_129_595_437_6e-5,
    2.755_726_845_999_706_4e-6,
    2.762_008_844_540_974_6e-7,
    2.510_038_549_551_032e-8,
];

/// `(2 atanh(s) - 2 s) / s^3` as a polynomial of `s^2`; relative error of `ln` 5e-18.
const LN: [f64; 7] = [
    0.666_666_666_666_667,
    0.399_999_999_998_994_44,
    0.285_714_286_260_032_7,
    0.222_222_111_302_598_78,
    0.181_828_894_556_749_47,
    0.153_317_106_182_107_73,
    0.146_165_854_248_886_23,
];

/// `exp(x)`, the same bits as the vector functions give.
#[inline(always)]
pub(crate) fn exp_one(x: f64) -> f64 {
    // Written so that a NaN passes through. Beyond these limits the result is 0 or infinite anyway.
    let x = if x > 720.0 { 720.0 } else { x };
    let x = if x < -760.0 { -760.0 } else { x };

    let k = (x * std::f64::consts::LOG2_E + MAGIC) - MAGIC;
    let high = x - k * LN2_HIGH;
    let low = k * LN2_LOW;
    let r = high - low;
    let r_error = (high - r) - low;

    let r2 = r * r;
    let r4 = r2 * r2;
    let p01 = EXP[0] + EXP[1] * r;
    let p23 = EXP[2] + EXP[3] * r;
    let p45 = EXP[4] + EXP[5] * r;
    let p67 = EXP[6] + EXP[7] * r;
    let p89 = EXP[8] + EXP[9] * r;
    let q = (p01 + p23 * r2) + r4 * ((p45 + p67 * r2) + r4 * p89);

    // one + one_error = 1 + r exactly, because |r| < 1.
    let one = 1.0 + r;
    let one_error = r - (one - 1.0);
    let y = one + (one_error + (r_error + r2 * q));

    let half = (k * 0.5 + MAGIC) - MAGIC;
    let rest = k - half;
    let scale_half = f64::from_bits((half + MAGIC_BIASED).to_bits() << 52);
    let scale_rest = f64::from_bits((rest + MAGIC_BIASED).to_bits() << 52);
    (y * scale_half) * scale_rest
}

/// `ln(x)`, the same bits as the vector functions give.
#[inline(always)]
pub(crate) fn ln_one(x: f64) -> f64 {
    const SQRT_HALF_BITS: u64 = 0x3fe6_a09e_667f_3bcd;
    const ONE_BITS: u64 = 0x3ff0_0000_0000_0000;
    const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;
    const TWO_54: f64 = 18_014_398_509_481_984.0;

    let tiny = x < f64::MIN_POSITIVE;
    let normal = if tiny { x * TWO_54 } else { x };
    let shift = if tiny { 54.0 } else { 0.0 };

    // Moves the cut between two exponents from 1 to sqrt(1/2).
    let bits = normal.to_bits().wrapping_add(ONE_BITS - SQRT_HALF_BITS);
    let k = f64::from_bits((bits >> 52) | TWO_52_BITS) - EXPONENT_OFFSET - shift;
    let mantissa = f64::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF_BITS));

    let f = mantissa - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = LN[1] + w * (LN[3] + w * LN[5]);
    let odd = LN[0] + w * (LN[2] + w * (LN[4] + w * LN[6]));
    let r = z * (odd + z * even);
    let half_square = 0.5 * f * f;
    let y = k * LN2_HIGH - ((half_square - (s * (half_square + r) + k * LN2_LOW)) - f);

    let y = if x == f64::INFINITY { x } else { y };
    let y = if x == 0.0 { f64::NEG_INFINITY } else { y };
    // The comparison is false for a NaN too.
    if x >= 0.0 { y } else { f64::NAN }
}
