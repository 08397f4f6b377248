use super::*;
use crate::check::tests::fitted::{Fitted, losses, power, sizes};
use lawlike_num::stream::Stream;

/// Steps that differ in size.
fn uneven(count: usize) -> Vec<f64> {
    (0..count).map(|i| (i * i * 7 % 23) as f64).collect()
}

/// Mean square of the steps of some values without the largest tenth.
fn typical(values: &[f64]) -> f64 {
    let mut squares: Vec<f64> = (1..values.len()).map(|i| (values[i] - values[i - 1]).powi(2)).collect();
    squares.sort_by(|a, b| b.total_cmp(a));
    let kept = &squares[squares.len() / 10..];
    kept.iter().sum::<f64>() / kept.len() as f64
}

#[test]
fn memory_is_told_by_second_differences_over_first_ones() {
    // Steps of two, differences of steps of four: noise whose neighbours are opposite.
    let zigzag: Vec<f64> = (0..12).map(|i| f64::from(i % 2) * 2.0).collect();
    assert_eq!(memory(&zigzag), Some(-1.0));
    assert_eq!(memory(&(0..12).map(f64::from).collect::<Vec<_>>()), Some(3.0), "a straight line");
    assert_eq!(memory(&[1.0; 12]), None, "no steps at all");
    let values = uneven(45);
    let second: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let expected = 3.0 - typical(&second) / typical(&values);
    assert!(
        (memory(&values).unwrap() - expected).abs() < 1e-12,
        "{:?} instead of {expected}",
        memory(&values)
    );
}

#[test]
fn five_differences_of_steps_are_the_fewest_that_tell_memory() {
    assert!(memory(&uneven(7)).is_some() && memory(&uneven(6)).is_none());
}

/// A level that rises by so much in the middle, each value half a unit to either side; as many steps up as down.
fn stairs(rise: f64) -> Vec<f64> {
    (0..21).map(|i| if i < 10 { f64::from(1 - i % 2) } else { rise + f64::from(i % 2) } + 64.0).collect()
}

#[test]
fn a_step_is_seven_times_the_typical_difference() {
    // Medians of three differ by `rise` at most; the median absolute deviation of the differences is one.
    let limit = 7.0 * 1.482_602_218_505_602;
    assert!(!steps(&stairs(limit - 0.2)) && steps(&stairs(limit + 0.2)));
    assert!(steps(&stairs(40.0)) && !steps(&stairs(3.0)));
    let flat: Vec<f64> = (0..20).map(|i| if i < 10 { 0.0 } else { 5.0 }).collect();
    assert!(!steps(&flat), "without noise there is no unit");
}

/// A power law whose exponent changes at `1e9` by so much, with a little noise.
fn bent(rows: usize, change: f64, noise: f64) -> Fitted {
    let tokens = sizes(rows);
    let mut stream = Stream::keyed(3, &[12]);
    let law = |x: f64| 3.0 * (x / 1e7).powf(-0.2) * (x / 1e9).max(1.0).powf(change);
    let loss = tokens.iter().map(|x| law(*x) * (noise * stream.normal()).exp()).collect();
    Fitted::new("log-log-line", losses(tokens, loss))
}

#[test]
fn places_lie_between_fifteen_and_eighty_five_per_cent_of_the_runs() {
    let it = Fitted::new("log-log-line", power(41, |row| 0.01 * (row % 3) as f64));
    let context = it.context();
    let found = places(&context, context.linear().unwrap());
    let expected: Vec<f64> = (0..15).map(|k| it.observations.axes[0].values[6 + 2 * k].ln()).collect();
    assert_eq!(found.iter().map(|place| place.at).collect::<Vec<_>>(), expected);
}

#[test]
fn three_sizes_must_lie_on_either_side_of_a_place() {
    // Six rows of each size.
    let places_of = |count: usize| {
        let tokens: Vec<f64> = (0..6 * count).map(|row| 1e7 * 3f64.powi((row / 6) as i32)).collect();
        let loss = tokens.iter().enumerate().map(|(row, x)| x.powf(-0.2) * (1.0 + 0.01 * (row % 5) as f64));
        let it = Fitted::new("log-log-line", losses(tokens.clone(), loss.collect()));
        let context = it.context();
        let found = places(&context, context.linear().unwrap());
        found.iter().map(|place| (place.at.exp() / 1e7).round()).collect::<Vec<f64>>()
    };
    assert_eq!(places_of(7), [27.0], "the fourth of seven");
    assert!(places_of(6).is_empty());
}

#[test]
fn the_forecast_with_a_break_is_that_of_the_second_law() {
    let it = bent(41, 0.1, 1e-6);
    let context = it.context();
    let (linear, far) = (context.linear().unwrap(), context.far().unwrap());
    let all = places(&context, linear);
    let best = all.iter().max_by(|a, b| a.bend.score.abs().total_cmp(&b.bend.score.abs())).unwrap();
    assert!((best.at.exp() / 1e9 - 1.0).abs() < 1e-6 && (best.bend.size() - 0.1).abs() < 1e-4);
    let truth = (3.0 * 1e2f64.powf(-0.2) * 1e3f64.powf(-0.1)).ln();
    let found = best.forecast(&context, linear, far).unwrap();
    assert!((found - truth).abs() < 1e-4, "{found} instead of {truth}");
}

#[test]
fn a_share_is_forecast_with_a_break_on_its_own_scale() {
    let tokens = sizes(41);
    let right = |x: f64| 0.2 + 0.02 * (x / 1e7).ln() + 0.01 * (x / 1e9).max(1.0).ln();
    let noise = |row: usize| [1e-6, -1e-6][row % 2];
    let mut data =
        losses(tokens.clone(), tokens.iter().enumerate().map(|(k, x)| right(*x) + noise(k)).collect());
    data.response.quantity = crate::quantity::Quantity::Accuracy;
    let it = Fitted::new("a + b*ln(x)", data);
    let context = it.context();
    let (linear, far) = (context.linear().unwrap(), context.far().unwrap());
    let place = Place::new(&Direction::main(&it.observations).unwrap(), 1e9f64.ln(), linear).unwrap();
    let found = place.forecast(&context, linear, far).unwrap();
    assert!((found - right(1e12)).abs() < 1e-4, "{found} instead of {}", right(1e12));
}

#[test]
fn breaks_are_notes_or_warnings_by_what_they_do_to_the_forecast() {
    // The bend moves the forecast by a multiple of its size; a quarter of 2 % is let pass, a half is a warning.
    let it = bent(41, 0.1, 1e-6);
    let context = it.context();
    let (linear, far) = (context.linear().unwrap(), context.far().unwrap());
    let place = Place::new(&Direction::main(&it.observations).unwrap(), 1e9f64.ln(), linear).unwrap();
    let times = (place.forecast(&context, linear, far).unwrap() - far.value).abs() / 0.1;
    for (shift, severity) in [
        (0.0046, None),
        (0.0054, Some(Severity::Note)),
        (0.0095, Some(Severity::Note)),
        (0.0105, Some(Severity::Warning)),
        (0.1, Some(Severity::Warning)),
    ] {
        let found = bent(41, shift / times, 1e-6).found(&CHECK);
        assert_eq!(found.map(|found| found.severity), severity, "{shift}");
    }
    let down = bent(41, -0.05, 1e-4).found(&CHECK).unwrap();
    assert!(down.message.contains("bend downwards") && down.number == 0.001, "{}", down.message);
    let up = bent(41, 0.05, 1e-4).found(&CHECK).unwrap();
    assert!(up.message.contains("bend upwards (chance 0.1 %)"), "{}", up.message);
}

#[test]
fn noise_that_follows_itself_is_no_break_and_a_step_is() {
    let wave = power(60, |row| 0.02 * (row as f64 / 10.0).sin());
    let mut stream = Stream::keyed(9, &[12]);
    let noise: Vec<f64> = (0..60).map(|_| 0.001 * stream.normal()).collect();
    let step = power(60, |row| noise[row] + if row < 33 { 0.0 } else { 0.05 });
    for (data, is_break) in [(wave, false), (step, true)] {
        let it = Fitted::new("log-log-line", data);
        let context = it.context();
        let linear = context.linear().unwrap();
        let places = places(&context, linear);
        let bends = places.iter().map(|place| &place.bend).collect();
        let scan = Scan { linear, groups: &it.observations.groups, bends };
        let chance = serial_chance(&context, linear, &scan).unwrap();
        assert_eq!(chance < LIMIT, is_break, "{chance}");
        assert_eq!(it.found(&CHECK).is_some(), is_break);
    }
}

#[test]
fn memory_is_taken_one_standard_error_too_long() {
    let mut stream = Stream::keyed(5, &[13]);
    let noise: Vec<f64> = (0..36).map(|_| 0.01 * stream.normal()).collect();
    let it = Fitted::new("log-log-line", power(36, |row| noise[row] + 0.002 * (row as f64 - 18.0).abs()));
    let context = it.context();
    let linear = context.linear().unwrap();
    let places = places(&context, linear);
    let bends = places.iter().map(|place| &place.bend).collect();
    let scan = Scan { linear, groups: &it.observations.groups, bends };
    let chain: Vec<usize> = (0..36).collect();
    let long = memory(&linear.residuals).unwrap() + 2.3 / 6.0;
    assert!((0.0..0.9).contains(&long), "{long}");
    let expected = scan.serial_chance(LIMIT, long, &chain).unwrap();
    assert_eq!(serial_chance(&context, linear, &scan), Some(expected));
}
