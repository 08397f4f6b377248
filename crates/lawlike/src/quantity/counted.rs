//! Shares that no name tells: ratios of counts, whose digits give them away.
//!
//! `c` right of `n` items is a fraction with a denominator that divides `n`. A measurement printed in decimals has one
//! that divides a power of ten, a mean of a few of them one that also divides 3; where other primes occur in many values
//! of a column, counts stand behind it. What they are counted out of is one in its unit; units of numbers are powers of
//! ten (per cent, per mille), so it is the least power of ten that holds all values, and values that come near it say so.
//! All this stays the same in another such unit.

/// Largest denominator: fractions below it lie a thousand roundings of a number apart.
const LARGEST: f64 = 1e6;
/// Roundings by which a value may miss its fraction.
const ROUNDINGS: f64 = 8.0;
/// Share of the values that must be such fractions, and least number of them.
const MANY: (f64, usize) = (0.1, 3);
/// Share of the whole that the largest value must reach.
const NEAR: f64 = 0.5;

/// What values are counted out of, if they are ratios of counts: a power of ten.
pub(super) fn whole(values: &[f64]) -> Option<f64> {
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !(most.is_finite() && most > 0.0) || values.iter().any(|value| *value < 0.0) {
        return None;
    }
    let whole = 10f64.powf((most.log10() - 1e-12).ceil());
    if most < NEAR * whole {
        return None;
    }
    let mut inner: Vec<f64> = values.iter().map(|v| v / whole).filter(|v| *v > 0.0 && *v < 1.0).collect();
    inner.sort_by(f64::total_cmp);
    inner.dedup();
    let counted = inner.iter().filter(|value| is_counted(**value)).count();
    (counted >= MANY.1 && counted as f64 >= MANY.0 * inner.len() as f64).then_some(whole)
}

/// Whether a number between zero and one is a fraction whose denominator has primes other than 2, 3 and 5.
fn is_counted(value: f64) -> bool {
    let (mut rest, mut before, mut now) = (value, (0.0, 1.0), (1.0, 0.0));
    // Convergents of the continued fraction: the first that is as good as the number itself.
    loop {
        let whole = rest.floor();
        (before, now) = (now, (whole * now.0 + before.0, whole * now.1 + before.1));
        if now.1 > LARGEST {
            return false;
        }
        if (now.0 / now.1 - value).abs() <= ROUNDINGS * f64::EPSILON * value {
            break;
        }
        rest = 1.0 / (rest - whole);
    }
    let mut odd = now.1 as u64;
    for prime in [2_u64, 3, 5] {
        while odd.is_multiple_of(prime) {
            odd /= prime;
        }
    }
    odd > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_of_counts_are_known_in_any_decimal_unit_and_other_numbers_are_not() {
        let right: Vec<f64> = (1..40).map(|i| f64::from(33 * i) / 1319.0).collect();
        for unit in [1.0, 100.0, 1e-3] {
            let found = whole(&right.iter().map(|v| unit * v).collect::<Vec<_>>());
            assert!(found.is_some_and(|found| (found / unit - 1.0).abs() < 1e-12), "{unit}: {found:?}");
        }
        type Named = (&'static str, fn(f64) -> f64);
        let others: [Named; 5] = [
            ("decimals", |i| (300.0 + i.powf(1.7)).round() / 1000.0),
            ("means of three decimals", |i| (2000.0 + i.powf(1.9)).round() / 3000.0),
            ("measurements", |i| 0.97 * (1.0 - (-0.1 * i).exp())),
            ("far from their whole", |i| i / 1319.0),
            ("of both signs", |i| (33.0 * i - 700.0) / 1319.0),
        ];
        for (what, of) in others {
            assert_eq!(whole(&(1..40).map(|i| of(f64::from(i))).collect::<Vec<_>>()), None, "{what}");
        }
    }
}
