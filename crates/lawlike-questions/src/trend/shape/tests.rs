//! Shapes of growth.

use super::*;

fn points(of: impl Fn(f64) -> f64) -> Vec<Point> {
    (0..14)
        .map(|i| {
            let t = 0.3 * f64::from(i);
            let level = of(t) + 0.01 * f64::from(i % 3);
            Point { label: String::new(), day: YEAR * t, level, se: f64::NAN, day_se: 0.0, size: f64::NAN }
        })
        .collect()
}

fn best(of: impl Fn(f64) -> f64, better: Better) -> Vec<ShapeFit> {
    let mut fits = shapes(&points(of), better, &[YEAR * 6.0], LevelScale::Log);
    fits.retain(|fit| fit.behind.is_finite());
    fits.sort_by(|a, b| a.behind.total_cmp(&b.behind));
    fits
}

#[test]
fn each_shape_is_recognised_by_its_own_points() {
    let line = best(|t| 1.0 + 2.0 * t, Better::Higher);
    assert_eq!(line[0].shape, TrendShape::Exponential);
    assert!((line[0].at[0] / 2f64.powf(13.0) - 1.0).abs() < 0.05);
    let logistic = best(|t| 5.0 - bend(2.0, 2.5, t), Better::Higher);
    assert_eq!(logistic[0].shape, TrendShape::Logistic);
    assert!((logistic[0].ceiling / 32.0 - 1.0).abs() < 0.05, "{logistic:?}");
    let hyperbolic = best(|t| 3.0 - (5.0 - t).log2(), Better::Higher);
    assert_eq!(hyperbolic[0].shape, TrendShape::Hyperbolic);
    assert!((hyperbolic[0].day / YEAR - 5.0).abs() < 0.1 && hyperbolic[0].at[0].is_infinite());
    let piecewise = best(|t| 1.0 + t + 3.0 * (t - 2.1).max(0.0), Better::Higher);
    assert_eq!(piecewise[0].shape, TrendShape::Piecewise);
    let falling = best(|t| 9.0 - 3.0 * t, Better::Lower);
    assert_eq!(falling[0].shape, TrendShape::Exponential);
    assert!((falling[0].at[0] / 2f64.powf(-9.0) - 1.0).abs() < 0.05, "{falling:?}");
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{found}, not {expected}");
}

/// Points on these years after day 700.
fn on(years: &[f64], levels: &[f64]) -> Vec<Point> {
    let point = |(years, level): (&f64, &f64)| Point {
        label: String::new(),
        day: 700.0 + YEAR * years,
        level: *level,
        se: f64::NAN,
        day_se: 0.0,
        size: f64::NAN,
    };
    years.iter().zip(levels).map(point).collect()
}

const UNEVEN: [f64; 3] = [0.0, 1.0, 4.0];

fn through(shape: TrendShape, points: &[Point]) -> Curve {
    Curve::through(shape, points, Better::Higher).unwrap()
}

#[test]
fn shapes_have_the_values_of_their_formulas() {
    near(value(TrendShape::Flat, &[3.0, 9.0, 9.0, 9.0], 2.0), 3.0);
    near(value(TrendShape::Exponential, &[3.0, 0.5, 9.0, 9.0], 5.0), 5.5);
    // Two of (1 + e^-1) below a ceiling of 3.
    let odds = (1.0 + (-1.0_f64).exp()).log2();
    near(value(TrendShape::Logistic, &[3.0, 2.0, 1.0, 9.0], 1.5), 3.0 - odds);
    let hyperbola = [3.0, 6.0, 1.5, 9.0];
    near(value(TrendShape::Hyperbolic, &hyperbola, 2.0), 3.0 - 1.5 * 2.0);
    assert!(value(TrendShape::Hyperbolic, &hyperbola, 6.0).is_infinite());
    let broken = [3.0, 0.5, 2.0, 4.0];
    near(value(TrendShape::Piecewise, &broken, 3.0), 4.5);
    near(value(TrendShape::Piecewise, &broken, 7.0), 6.5 + 2.0 * 3.0);
}

#[test]
fn the_bend_of_a_logistic_curve_is_a_logarithm_and_does_not_overflow() {
    for (t, x) in [(1.5, -1.0_f64), (0.5, 1.0), (1.0, 0.0)] {
        near(bend(2.0, 1.0, t), (1.0 + x.exp()).log2());
    }
    near(bend(2.0, 0.0, -500.0), 1000.0 / std::f64::consts::LN_2);
}

#[test]
fn a_line_has_the_slope_and_level_of_a_textbook() {
    // Means 2 and 2, products 9, squares 10.
    let (level, slope) = line(&[(0.0, 0.0), (1.0, 2.0), (2.0, 1.0), (3.0, 3.0), (4.0, 4.0)]);
    near(slope, 0.9);
    near(level, 0.2);
}

#[test]
fn every_shape_needs_its_points_and_two_days() {
    let rising: Vec<f64> = (0..7).map(f64::from).collect();
    let points = on(&rising, &rising);
    for (shape, least) in [
        (TrendShape::Flat, 2),
        (TrendShape::Exponential, 2),
        (TrendShape::Logistic, 3),
        (TrendShape::Hyperbolic, 3),
        (TrendShape::Piecewise, 6),
    ] {
        assert!(Curve::through(shape, &points[..least], Better::Higher).is_some(), "{shape:?}");
        assert!(Curve::through(shape, &points[..least - 1], Better::Higher).is_none(), "{shape:?}");
        assert!(Curve::through(shape, &on(&[1.0; 7], &rising), Better::Higher).is_none(), "{shape:?}");
    }
    assert_eq!(TrendShape::Piecewise.parameters(), 4);
    assert_eq!(TrendShape::Flat.parameters(), 0);
    assert_eq!((TrendShape::Logistic.parameters(), TrendShape::Exponential.parameters()), (3, 2));
}

#[test]
fn shapes_are_named_by_what_they_are_on_a_scale() {
    let odds = LevelScale::Odds { whole: 1.0 };
    assert_eq!(TrendShape::Exponential.name(LevelScale::Raw), "straight line");
    assert_eq!(TrendShape::Exponential.name(odds), "logistic to the whole");
    assert_eq!(TrendShape::Logistic.name(odds), "logistic to less");
    assert_eq!(TrendShape::Flat.name(LevelScale::Log), "last value");
}

#[test]
fn a_curve_is_held_at_the_standing_record() {
    for (better, sign) in [(Better::Higher, 1.0), (Better::Lower, -1.0)] {
        let levels = [1.0, 2.0, 3.5, 4.0, 5.0].map(|level| sign * level);
        let points = on(&[0.0, 1.0, 2.0, 3.0, 4.0], &levels);
        let curve = Curve::through(TrendShape::Exponential, &points, better).unwrap();
        // Mean 3.1 in the middle year, one a year.
        near(curve.at(700.0 + YEAR * 2.0), sign * 3.1);
        near(curve.at(700.0 + YEAR * 6.0), sign * 7.1);
        near(curve.held(700.0 + YEAR * 6.0), sign * 7.1);
        near(curve.held(700.0 + YEAR * 2.0), sign * 5.0);
    }
}

#[test]
fn the_last_value_errs_by_what_comes_after_it() {
    let years: Vec<f64> = (0..7).map(f64::from).collect();
    let fits = shapes(&on(&years, &years), Better::Higher, &[700.0 + 9.0 * YEAR], LevelScale::Log);
    let flat = fits.iter().find(|fit| fit.shape == TrendShape::Flat).unwrap();
    // From five points 1 and 2 too low, from six 1; at the points it is 6, 5, ... 0 too high.
    near(flat.forecast_error, 2f64.sqrt());
    near(flat.rms, 13f64.sqrt());
    near(flat.at[0], 64.0);
    assert!(flat.forecasts == 3 && flat.behind.is_nan() && flat.day.is_nan() && flat.ceiling.is_nan());
    let line = fits.iter().find(|fit| fit.shape == TrendShape::Exponential).unwrap();
    assert!(line.forecasts == 3 && line.forecast_error < 1e-9 && line.rms < 1e-9, "{line:?}");
    assert!(line.ceiling.is_nan() && line.nearest.is_nan() && line.day.is_nan(), "{line:?}");
}

#[test]
fn weights_are_those_of_akaike() {
    let fits = shapes(&points(|t| 1.0 + 2.0 * t), Better::Higher, &[], LevelScale::Log);
    let told: Vec<&ShapeFit> = fits.iter().filter(|fit| fit.behind.is_finite()).collect();
    near(told.iter().map(|fit| fit.weight).sum(), 1.0);
    assert_eq!(told.iter().map(|fit| fit.behind).fold(f64::INFINITY, f64::min), 0.0);
    for pair in told.windows(2) {
        near(pair[1].weight / pair[0].weight, (0.5 * (pair[0].behind - pair[1].behind)).exp());
    }
}

#[test]
fn the_deviance_is_that_of_errors_that_hang_together() {
    let points = on(&UNEVEN, &[0.0, 2.0, 2.5]);
    let curve = through(TrendShape::Exponential, &points);
    let r: Vec<f64> = points.iter().map(|p| curve.at(p.day) - p.level).collect();
    let plain: f64 = r.iter().map(|r| r * r).sum();
    near(curve.deviance(&points, 0.0), 3.0 * (plain / 3.0).ln());
    // Steps of a half and of one and a half times the mean: the matrix of correlations has three diagonals in its inverse.
    let (a, b) = (0.6_f64.powf(0.5), 0.6_f64.powf(1.5));
    let (u, v) = (1.0 - a * a, 1.0 - b * b);
    let squares = r[0] * r[0] / u + r[1] * r[1] * (1.0 - a * a * b * b) / (u * v) + r[2] * r[2] / v
        - 2.0 * a * r[0] * r[1] / u
        - 2.0 * b * r[1] * r[2] / v;
    near(curve.deviance(&points, 0.6), 3.0 * (squares / 3.0).ln() + (u * v).ln());
}

#[test]
fn the_criterion_is_akaikes_for_small_samples() {
    let years: Vec<f64> = (0..9).map(f64::from).collect();
    let points = on(&years, &[0.0, 1.3, 1.8, 3.4, 3.7, 5.5, 5.9, 7.1, 7.8]);
    let fit_of_first = |n: usize| through(TrendShape::Exponential, &points[..n]);
    // Level, slope and spread leave one of five points, and a correlation none; four points leave none at all.
    near(fit_of_first(5).criterion(&points[..5]), fit_of_first(5).deviance(&points[..5], 0.0) + 6.0 + 24.0);
    assert!(
        fit_of_first(4).criterion(&points[..4]).is_nan() && fit_of_first(3).criterion(&points[..3]).is_nan()
    );
    // Four parameters with a correlation.
    let plain = fit_of_first(9).deviance(&points, 0.0) + 6.0 + 24.0 / 5.0;
    let other = |rho: &f64| fit_of_first(9).deviance(&points, *rho) + 8.0 + 40.0 / 4.0;
    let least = CORRELATIONS[1..].iter().map(other).fold(plain, f64::min);
    near(fit_of_first(9).criterion(&points), least);
    // Errors that wander have the least with a correlation.
    let wandering = on(&years, &[0.0, 2.0, 3.7, 5.1, 5.3, 5.2, 5.0, 5.9, 7.4]);
    let curve = through(TrendShape::Exponential, &wandering);
    let wide = |rho: &f64| curve.deviance(&wandering, *rho) + 8.0 + 40.0 / 4.0;
    near(
        curve.criterion(&wandering),
        CORRELATIONS[1..].iter().map(wide).fold(curve.deviance(&wandering, 0.0) + 6.0 + 24.0 / 5.0, f64::min),
    );
}

#[test]
fn a_break_is_found_halfway_between_points_with_three_on_each_side() {
    let broken_at = |knot: f64| -> Vec<(f64, f64)> {
        (0..10).map(f64::from).map(|t| (t, 1.0 + 0.5 * t + 2.0 * (t - knot).max(0.0))).collect()
    };
    for knot in [2.5, 4.5, 6.5] {
        for (found, expected) in piecewise(&broken_at(knot)).unwrap().iter().zip([1.0, 0.5, 2.0, knot]) {
            near(*found, expected);
        }
    }
    // Nearer to an end there are too few points beside it.
    assert_eq!(piecewise(&broken_at(1.5)).unwrap()[3], 2.5);
    assert_eq!(piecewise(&broken_at(7.5)).unwrap()[3], 6.5);
    assert_eq!(broken(&broken_at(4.5), 100.0), None);
    let points = on(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], &[0.0, 0.1, 0.0, 0.1, 1.6, 4.5, 7.6, 10.5]);
    let fits = shapes(&points, Better::Higher, &[], LevelScale::Log);
    let found = fits.iter().find(|fit| fit.shape == TrendShape::Piecewise).unwrap();
    near(found.day, 700.0 + 3.5 * YEAR);
}

#[test]
fn a_logistic_curve_is_recovered_from_its_own_points() {
    let data: Vec<(f64, f64)> =
        (0..12).map(|i| 0.5 * f64::from(i)).map(|t| (t, 4.0 - bend(1.7, 2.2, t))).collect();
    let found = logistic(&data, 5.5);
    for (found, expected) in found.iter().zip([4.0, 1.7, 2.2]) {
        assert!((found - expected).abs() < 1e-3, "{found} {expected}");
    }
    // With its own ceiling nothing is left, with a lower one much.
    assert!(capped(&data, 5.5, 4.0) < 1e-6 && capped(&data, 5.5, 3.9) > 1e-3);
    let naive = |rate: f64, middle: f64| -> f64 {
        data.iter().map(|(t, y)| (4.5 - bend(rate, middle, *t) - y).powi(2)).sum()
    };
    let grid = (0..200).flat_map(|i| (0..200).map(move |j| (0.02 * f64::from(i), 0.03 * f64::from(j))));
    let least = grid.map(|(rate, middle)| naive(rate, middle)).fold(f64::INFINITY, f64::min);
    let found = capped(&data, 5.5, 4.5);
    assert!(found <= least && found > 0.5 * least, "{found} {least}");
}

#[test]
fn a_hyperbola_is_recovered_and_its_power_is_not_below_zero() {
    let data: Vec<(f64, f64)> = (0..9).map(f64::from).map(|t| (t, 2.0 - 1.5 * (11.0 - t).log2())).collect();
    for (found, expected) in hyperbolic(&data, 8.0).iter().zip([2.0, 11.0, 1.5]) {
        assert!((found - expected).abs() < 1e-3, "{found} {expected}");
    }
    for (found, expected) in ending(&data, 11.0).iter().zip([2.0, 11.0, 1.5]) {
        near(*found, expected);
    }
    // Points that fall have no end: the mean is left.
    assert_eq!(ending(&[(0.0, 3.0), (1.0, 2.0), (2.0, 1.0), (3.0, 0.0)], 5.0), [1.5, 5.0, 0.0, 0.0]);
}

const OFF: [f64; 10] = [0.02, -0.03, 0.01, 0.0, -0.02, 0.03, -0.01, 0.02, -0.03, 0.01];

#[test]
fn ends_are_ruled_out_as_far_as_the_likelihood_says() {
    let data: Vec<(f64, f64)> =
        (0..10).map(|i| (f64::from(i), 2.0 - (12.0 - f64::from(i)).log2() + OFF[i as usize])).collect();
    let left = |end: f64| {
        let bent: Vec<(f64, f64)> = data.iter().map(|(t, y)| (-(end - t).log2(), *y)).collect();
        let (level, slope) = line(&bent);
        bent.iter().map(|(x, y)| (level + slope * x - y).powi(2)).sum::<f64>()
    };
    let best = (901..3000).map(|i| left(0.01 * f64::from(i))).fold(f64::INFINITY, f64::min);
    let found = nearest(TrendShape::Hyperbolic, &data, best).unwrap();
    let loses = |end: f64| 10.0 * (left(end) / best).ln();
    // Places are a factor of 1.15 apart, counted from the last point in thousandths of the span.
    let before = 9.0 + (found - 9.0) / 1.15;
    assert!(loses(found) <= 3.841_459 && loses(before) > 3.841_459 && found < 12.0, "{found}");
    let places = ((found / 9.0 - 1.0) / 0.001).ln() / 1.15f64.ln();
    assert!((places - places.round()).abs() < 1e-6, "{places}");
    // Noise without a trend rules out no end.
    let noise: Vec<(f64, f64)> = (0..10).map(|i| (f64::from(i), OFF[i as usize])).collect();
    assert_eq!(nearest(TrendShape::Hyperbolic, &noise, 0.005), None);
    let fits = shapes(
        &on(&data.iter().map(|d| d.0).collect::<Vec<_>>(), &data.iter().map(|d| d.1).collect::<Vec<_>>()),
        Better::Higher,
        &[],
        LevelScale::Log,
    );
    let fit = fits.iter().find(|fit| fit.shape == TrendShape::Hyperbolic).unwrap();
    assert!((fit.nearest - 700.0 - YEAR * found).abs() < 1.0, "{fit:?} {found}");
    assert!((fit.day - 700.0) / YEAR > found, "{fit:?}");
}

#[test]
fn ceilings_are_ruled_out_as_far_as_the_likelihood_says() {
    for (better, sign) in [(Better::Higher, 1.0), (Better::Lower, -1.0)] {
        let years: Vec<f64> = (0..10).map(|i| 0.5 * f64::from(i)).collect();
        let levels: Vec<f64> =
            years.iter().zip(OFF).map(|(t, off)| sign * (3.0 - bend(1.5, 4.0, *t) + off)).collect();
        let points = on(&years, &levels);
        let curve = Curve::through(TrendShape::Logistic, &points, better).unwrap();
        let data: Vec<(f64, f64)> = years.iter().zip(&levels).map(|(t, level)| (*t, sign * level)).collect();
        let best: f64 = points.iter().map(|p| (curve.at(p.day) - p.level).powi(2)).sum();
        let top = data.iter().map(|d| d.1).fold(f64::NEG_INFINITY, f64::max);
        let found = sign * curve.nearest(&points, LevelScale::Raw);
        let loses = |ceiling: f64| 10.0 * (capped(&data, 4.5, ceiling) / best).ln();
        // Places are a factor of 1.12 apart, counted from the greatest level in fiftieths of a doubling.
        assert!(loses(found) <= 3.841_459 && loses(top + (found - top) / 1.12) > 3.841_459, "{found}");
        let places = ((found - top) / 0.02).ln() / 1.12f64.ln();
        assert!((places - places.round()).abs() < 1e-6 && places > 0.5, "{places}");
        assert!(found < curve.values[0], "{found} {curve:?}");
    }
}

#[test]
fn the_end_of_a_hyperbola_lies_at_most_a_hundred_spans_ahead() {
    let data: Vec<(f64, f64)> = (0..9).map(f64::from).map(|t| (t, 1.0 + 0.5 * t)).collect();
    // The farther the end, the straighter the curve.
    near(hyperbolic(&data, 8.0)[1], 8.0 * (1.0 + 4.6_f64.exp()));
    // Points that leap at the last moment have an end a thousandth of the span after it, and no nearer.
    let leap: Vec<(f64, f64)> = (0..9).map(f64::from).map(|t| (t, if t < 8.0 { 0.0 } else { 9.0 })).collect();
    near(hyperbolic(&leap, 8.0)[1], 8.0 * (1.0 + (-7.0_f64).exp()));
}
