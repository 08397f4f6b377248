//! The place where a function of one number changes its sign.

/// Most evaluations: so many halvings leave nothing between any two numbers of one sign and size.
const EVALUATIONS: usize = 200;

/// The root of `f` between `lo` and `hi`, to rounding: bracketed, by inverse quadratic interpolation where it can be trusted and
/// halving elsewhere (Chandrupatla, *Advances in Engineering Software* 28, 1997). A smooth function takes some ten evaluations,
/// halving alone over fifty. Where `f` jumps over zero the root is the place of the jump.
///
/// If `f` has one sign at both ends, the end at which it is nearer zero; NaN if `f` is NaN where it is asked.
pub fn root(mut f: impl FnMut(f64) -> f64, lo: f64, hi: f64) -> f64 {
    // The newest point, the one on the other side of the root, and the one before.
    let (mut new, mut across) = ((lo, f(lo)), (hi, f(hi)));
    let mut share: f64 = 0.5;
    if new.1 * across.1 > 0.0 {
        return if new.1.abs() <= across.1.abs() { lo } else { hi };
    }
    for _ in 0..EVALUATIONS {
        let best = if new.1.abs() < across.1.abs() { new } else { across };
        let width = (across.0 - new.0).abs();
        let least = (f64::EPSILON * best.0.abs()).max(f64::MIN_POSITIVE) / width;
        if best.1 == 0.0 || least > 0.5 || !width.is_finite() {
            return best.0;
        }
        let x = new.0 + share.clamp(least, 1.0 - least) * (across.0 - new.0);
        let value = f(x);
        if value.is_nan() {
            return f64::NAN;
        }
        let before;
        if (value > 0.0) == (new.1 > 0.0) {
            before = new;
        } else {
            (before, across) = (across, new);
        }
        new = (x, value);
        share = interpolated(new, across, before).unwrap_or(0.5);
    }
    new.0
}

/// Where between `new` and `across` the inverse parabola through three points has its root, if it can be trusted.
fn interpolated(new: (f64, f64), across: (f64, f64), before: (f64, f64)) -> Option<f64> {
    let xi = (new.0 - across.0) / (before.0 - across.0);
    let phi = (new.1 - across.1) / (before.1 - across.1);
    let is_trusted = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
    let share = new.1 / (across.1 - new.1) * (before.1 / (across.1 - before.1))
        + (before.0 - new.0) / (across.0 - new.0)
            * (new.1 / (before.1 - new.1))
            * (across.1 / (before.1 - across.1));
    (is_trusted && share.is_finite()).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(f: impl Fn(f64) -> f64, lo: f64, hi: f64) -> (f64, usize) {
        let mut asked = 0;
        let found = root(
            |x| {
                asked += 1;
                f(x)
            },
            lo,
            hi,
        );
        (found, asked)
    }

    #[test]
    fn roots_of_smooth_functions_are_found_to_rounding_in_few_evaluations() {
        for (f, lo, hi, expected) in [
            ((|x| x * x - 2.0) as fn(f64) -> f64, 0.0, 2.0, std::f64::consts::SQRT_2),
            (|x| (-x).exp() - 1e-9, 0.0, 100.0, 9.0 * std::f64::consts::LN_10),
            (|x| 1.0 / (1.0 + (3.0 - x).exp()) - 0.05, -20.0, 40.0, 3.0 - 19f64.ln()),
            (|x| x.cos(), 1.0, 2.0, std::f64::consts::FRAC_PI_2),
        ] {
            let (found, asked) = counted(f, lo, hi);
            // What rounding of `f` leaves open.
            let near = 4.0 * f64::EPSILON * expected.abs().max(1.0);
            assert!((found - expected).abs() <= near, "{found}, not {expected}");
            assert!(asked <= 25, "{asked}");
            assert_eq!(counted(f, hi, lo).0.to_bits(), root(f, hi, lo).to_bits());
        }
    }

    #[test]
    fn steep_flat_and_broken_functions_end() {
        // A triple root, a step, and one value everywhere on a side.
        assert!((root(|x| (x - 1.0).powi(3), -7.0, 4.0) - 1.0).abs() < 1e-5);
        let (jump, asked) = counted(|x| if x < 0.3 { -1.0 } else { 5.0 }, 0.0, 1.0);
        assert!((jump - 0.3).abs() < 1e-15 && asked <= 70, "{jump} {asked}");
        assert_eq!(root(|x| x + 3.0, 0.0, 1.0), 0.0);
        assert_eq!(root(|x| x - 3.0, 0.0, 1.0), 1.0);
        assert_eq!(root(|x| x, 0.0, 1.0), 0.0);
        assert!(root(|_| f64::NAN, 0.0, 1.0).is_nan());
        assert!(root(|x| if x == 0.5 { f64::NAN } else { x - 0.4 }, 0.0, 1.0).is_nan());
    }
}
