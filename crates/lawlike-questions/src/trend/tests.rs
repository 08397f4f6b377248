//! Trends as a whole.

use super::*;
use lawlike_num::stream::Stream;

fn dated(n: usize, noise: f64, seed: u64) -> Dated {
    let mut stream = Stream::keyed(seed, &[]);
    let points = (0..n).map(|i| {
        let day = 45.0 * i as f64;
        let level = 2.0 * day / YEAR + noise * stream.normal();
        Point { label: format!("m{i}"), day, level, se: f64::NAN, day_se: 0.0, size: f64::NAN }
    });
    Dated { label: String::new(), scale: LevelScale::Log, points: points.collect() }
}

#[test]
fn forecasts_after_a_cut_are_scored_on_later_points() {
    let series = dated(30, 0.1, 3);
    let options = TrendOptions { cut: Some(45.0 * 20.0), at: vec![2000.0], ..TrendOptions::default() };
    let found = trend(&[series], &options).unwrap();
    let trend = &found.series[0];
    let score = trend.score.as_ref().unwrap();
    assert!(score.rms < 0.4 && score.coverage >= 0.8 && score.n >= 5, "{score:?}");
    assert_eq!(score.shapes.len(), trend.shapes.len());
    assert!(
        matches!(trend.doubling, Some(DoublingTime::Doubles { days }) if (days.value - YEAR / 2.0).abs() < 20.0)
    );
    let expected = 2f64.powf(2.0 * 2000.0 / YEAR);
    assert!(trend.ahead[0].value.contains(expected));
}

#[test]
fn too_few_points_are_refused() {
    assert!(trend(&[dated(1, 0.0, 0)], &TrendOptions::default()).is_err());
    assert!(trend(&[], &TrendOptions::default()).is_err());
    let mut wrong = dated(3, 0.0, 0);
    wrong.points[1].level = f64::NEG_INFINITY;
    assert!(trend(&[wrong], &TrendOptions::default()).is_err());
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{found}, not {expected}");
}

/// Levels a year apart, from day 1000 on.
fn yearly(levels: &[f64]) -> Dated {
    let point = |(i, level): (u32, &f64)| Point {
        label: format!("m{i}"),
        day: 1000.0 + YEAR * f64::from(i),
        level: *level,
        se: f64::NAN,
        day_se: 0.0,
        size: f64::NAN,
    };
    Dated { points: (0..).zip(levels).map(point).collect(), ..Dated::default() }
}

#[test]
fn errors_name_the_point_or_the_cut() {
    let message = |dated: Dated, options: &TrendOptions| trend(&[dated], options).unwrap_err().to_string();
    let mut timeless = yearly(&[0.0, 1.0, 2.0]);
    timeless.points[1].day = f64::INFINITY;
    let plain = TrendOptions::default();
    assert!(message(timeless, &plain).contains("`m1` has no positive value or no day"));
    let early = TrendOptions { cut: Some(1001.0), ..TrendOptions::default() };
    assert!(message(yearly(&[0.0, 1.0, 2.0]), &early).ends_with("before the cut"));
    assert!(message(yearly(&[0.0]), &plain).ends_with("different days"));
    // One series with a line is enough.
    assert!(trend(&[yearly(&[0.0]), yearly(&[0.0, 1.0])], &plain).is_ok());
}

#[test]
fn the_score_is_of_later_records_against_their_forecasts() {
    let levels = [0.0, 1.2, 1.9, 3.1, 3.8, 5.2, 5.9, 7.1, 7.0, 9.1, 14.0, 15.0];
    let dated = yearly(&levels);
    // The day of the cut is the past; the ninth point is no record.
    let options = TrendOptions { cut: Some(1000.0 + 7.0 * YEAR), ..TrendOptions::default() };
    let found = trend(&[dated], &options).unwrap().series.remove(0);
    let score = found.score.as_ref().unwrap();
    assert_eq!((found.n, found.frontier.len(), score.n), (8, 8, 3));
    let labels: Vec<&str> = found.later.iter().map(|later| later.label.as_str()).collect();
    assert_eq!(labels, ["m9", "m10", "m11"]);
    let errors: Vec<f64> =
        found.later.iter().map(|later| later.forecast.value.log2() - later.value.log2()).collect();
    assert!(errors[1] < -1.0, "{errors:?}");
    near(score.bias, errors.iter().sum::<f64>() / 3.0);
    near(score.rms, (errors.iter().map(|e| e * e).sum::<f64>() / 3.0).sqrt());
    near(score.coverage, 1.0 / 3.0);
    // The last value stays at 7.1.
    let flat = [9.1, 14.0, 15.0].map(|level: f64| (level - 7.1).powi(2)).iter().sum::<f64>() / 3.0;
    near(*score.shapes.last().unwrap(), flat.sqrt());
    near(*found.later[1].shapes.last().unwrap(), 7.1_f64.exp2());
    // Without later points there is nothing to score.
    let late = TrendOptions { cut: Some(1000.0 + 11.0 * YEAR), ..TrendOptions::default() };
    let found = trend(&[yearly(&levels)], &late).unwrap().series.remove(0);
    assert!(found.later.is_empty() && found.score.is_none() && found.n == 12);
}

fn fit_of(shape: TrendShape, behind: f64, day: f64) -> ShapeFit {
    ShapeFit {
        shape,
        parameters: 2,
        rms: 0.1,
        behind,
        weight: 0.5,
        forecast_error: 0.1,
        forecasts: 3,
        at: Vec::new(),
        day,
        ceiling: f64::NAN,
        nearest: f64::NAN,
    }
}

#[test]
fn one_pace_stays_in_the_headline_until_it_is_refuted() {
    let points = yearly(&[0.0, 1.0, 2.0, 3.0, 5.0, 7.0, 9.0]).points;
    let plain = |behind: f64| fit_of(TrendShape::Exponential, behind, f64::NAN);
    let others = [
        fit_of(TrendShape::Piecewise, 0.0, points[3].day),
        fit_of(TrendShape::Logistic, 4.0, f64::NAN),
        fit_of(TrendShape::Hyperbolic, 4.1, f64::NAN),
        fit_of(TrendShape::Flat, f64::NAN, f64::NAN),
    ];
    let with =
        |behind: f64| -> Vec<ShapeFit> { std::iter::once(plain(behind)).chain(others.clone()).collect() };
    let stays = Headline::of(&points, &with(4.0));
    assert!(
        stays.shape == TrendShape::Exponential && stays.since.is_nan() && stays.after.is_none(),
        "{stays:?}"
    );
    assert_eq!(
        stays.near(&with(4.0)),
        [TrendShape::Exponential, TrendShape::Piecewise, TrendShape::Logistic]
    );
    let broken = Headline::of(&points, &with(4.1));
    assert!(broken.shape == TrendShape::Piecewise && broken.since == points[3].day, "{broken:?}");
    assert_eq!(broken.near(&with(4.1)), [TrendShape::Piecewise, TrendShape::Logistic]);
    // The point of that day is the first after the break.
    near(broken.slope_before, 1.0);
    near(broken.slope_since, 2.0);
    assert_eq!((broken.before.unwrap().n, broken.after.unwrap().n), (3, 4));
    // Other shapes have no day of a break.
    let bent = [plain(9.0), fit_of(TrendShape::Hyperbolic, 0.0, points[6].day)];
    let bent = Headline::of(&points, &bent);
    assert!(
        bent.shape == TrendShape::Hyperbolic && bent.since.is_nan() && bent.slope_since.is_nan(),
        "{bent:?}"
    );
}

/// A model with a horizon that was told so; the other numbers are those of a plain one.
pub(super) fn model_horizon(model: &str, day: f64, told: Told, half: Interval) -> ModelHorizon {
    ModelHorizon {
        model: model.to_owned(),
        day,
        runs: 1,
        tasks: 1,
        success: 0.5,
        told,
        half,
        eighty: 1.0,
        slope: 0.6,
        hazard: 1.0,
        logistic_lead: 0.0,
        se: 0.1,
        range: (1.0, 2.0),
    }
}

fn horizon_on(point: &Point) -> ModelHorizon {
    model_horizon(&point.label, point.day, Told::Both, Interval::exact(point.level.exp2()))
}

#[test]
fn the_interval_over_tasks_is_of_models_from_the_first_day_to_the_cut() {
    let levels = [0.0, 0.1, 1.0, 2.1, 3.0, 9.0];
    let dated = yearly(&levels);
    let days: Vec<f64> = dated.points.iter().map(|point| point.day).collect();
    let options = TrendOptions { cut: Some(days[4]), ..TrendOptions::default() };
    // Two replicates through the models from the second to the fifth: one and two doublings a year.
    let replicates = vec![vec![-9.0, 0.0, 1.0, 2.0, 3.0, 50.0], vec![-9.0, 0.0, 2.0, 4.0, 6.0, 50.0]];
    let models: Vec<ModelHorizon> = dated.points.iter().map(horizon_on).collect();
    let mut horizons = Horizons { models, replicates };
    horizons.models[0].told = Told::Above;
    let mut found = trend(&[dated], &options).unwrap();
    with_horizons(&mut found, &horizons, Some(days[1]), &options);
    let slope = found.series[0].line.unwrap().slope.value();
    match found.series[0].over_tasks {
        Some(DoublingTime::Doubles { days }) => {
            near(days.value, YEAR / slope);
            near(days.lo, YEAR / 1.975);
            near(days.hi, YEAR / 1.025);
        }
        other => panic!("{other:?}"),
    }
    assert!(found.findings.iter().any(|finding| finding.code == "trend-left-out"), "{:?}", found.findings);
}
