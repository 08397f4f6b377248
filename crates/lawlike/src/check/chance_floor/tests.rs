use super::*;
use crate::check::tests::fitted::Fitted;
use lawlike_num::stream::Stream;

fn curve(n: usize, noise: f64, seed: u64, law: impl Fn(f64) -> f64) -> (Vec<f64>, Vec<f64>) {
    let mut stream = Stream::keyed(seed, &[7]);
    let z: Vec<f64> = (0..n).map(|i| 10.0 * i as f64 / (n - 1) as f64).collect();
    let y = z.iter().map(|z| (law(*z) + noise * stream.normal()).clamp(0.0, 1.0)).collect();
    (z, y)
}

#[test]
fn a_plateau_is_seen_and_a_steady_rise_is_not() {
    let rate = |noise: f64, law: &dyn Fn(f64) -> f64| {
        let hits = (0..100).filter(|seed| {
            let (z, y) = curve(24, noise, *seed, law);
            plateau(&z, &y).is_some()
        });
        f64::from(u32::try_from(hits.count()).unwrap()) / 100.0
    };
    for noise in [0.003, 0.01, 0.03] {
        assert!(rate(noise, &|z| 0.25 + 0.6 / (1.0 + (-(z - 7.0) / 0.6).exp())) > 0.9, "{noise}: chance");
        assert!(rate(noise, &|z| 0.2 + 0.06 * z) < 0.05, "{noise}: line");
        assert!(rate(noise, &|z| 0.2 + 0.7 / (1.0 + (-(z - 5.0) / 2.0).exp())) < 0.05, "{noise}: sigmoid");
        assert!(rate(noise, &|z| 0.08 * (0.25 * z).exp()) < 0.05, "{noise}: growth");
    }
}

#[test]
fn shares_of_right_answers_are_accuracies_and_what_errors_leave() {
    let found = |quantity: Quantity, factor: f64| {
        let axis = Column::new("compute", Quantity::Plain, (0..12).map(|i| 2f64.powi(i)).collect());
        let response = (0..12).map(|i| factor * (0.2 + 0.03 * f64::from(i))).collect();
        let rows = Observations::new(Column::new("y", quantity, response), vec![axis]).unwrap();
        shares(&rows, &Frame::new(&rows, None))
    };
    let near = |found: Option<Vec<f64>>, first: f64| found.is_some_and(|all| (all[0] - first).abs() < 1e-12);
    assert!(near(found(Quantity::Accuracy, 1.0), 0.2) && near(found(Quantity::ErrorRate, 1.0), 0.8));
    assert!(found(Quantity::Plain, 1.0).is_none(), "a plain number says nothing of right answers");
    assert!(found(Quantity::Accuracy, 100.0).is_none(), "no share where values lie above one");
}

#[test]
fn a_declared_level_is_counted_without_a_plateau() {
    let (z, y) = curve(20, 0.004, 3, |z| if z < 8.0 { 0.25 } else { 0.28 });
    let axis = Column::new("compute", Quantity::Plain, z);
    let mut rows = Observations::new(Column::new("acc", Quantity::Accuracy, y), vec![axis]).unwrap();
    let (law, options) = (Law::named("log-line").unwrap(), FitOptions::default());
    rows.axes[0].values.iter_mut().for_each(|z| *z = 10f64.powf(*z));
    let found = |rows: &Observations| {
        let fit = fit(&law, rows, &options).unwrap();
        run(&Context::new(&law, rows, &options, &fit))
    };
    assert!(found(&rows).is_none(), "a rise of 0.03 makes no plateau");
    rows.others = vec![Column::new("chance", Quantity::Plain, vec![0.25; 20])];
    let message = found(&rows).unwrap().message;
    assert!(message.contains("as declared") && message.starts_with("of 20 rows 15"), "{message}");
}

/// Accuracies of runs in rising order of compute, with a declared level of chance.
fn declared_at(chance: f64, right: &[f64]) -> Fitted {
    let compute = (0..right.len()).map(|k| 1e18 * 2f64.powi(k as i32)).collect();
    let axis = Column::new("compute", Quantity::Plain, compute);
    let mut rows =
        Observations::new(Column::new("acc", Quantity::Accuracy, right.to_vec()), vec![axis]).unwrap();
    rows.others = vec![Column::new("Chance_Level", Quantity::Plain, vec![chance; right.len()])];
    Fitted::new("log-line", rows)
}

#[test]
fn rows_within_twice_the_shortfall_of_chance_and_at_the_ceiling_are_counted() {
    // Short of chance by 0.03 and 0.04: twice the root of the mean square is 0.0707.
    let mut right = [0.22, 0.21, 0.32, 0.33, 0.6, 0.9, 0.98, 0.99];
    let found = declared_at(0.25, &right).found(&CHECK).unwrap();
    assert_eq!((found.number, found.threshold), (0.5, 0.5));
    assert_eq!(
        found.message,
        "of 8 rows 4 say nothing of the trend: 3 at chance (0.250 on average, as declared), 1 at the ceiling"
    );
    right[7] = 0.985;
    assert!(declared_at(0.25, &right).found(&CHECK).is_none(), "three of eight");
    right[3] = 0.31;
    let low = declared_at(0.25, &right).found(&CHECK).unwrap().message;
    assert!(low.ends_with("4 at chance (0.250 on average, as declared)"), "{low}");
    let high = declared_at(0.25, &[0.5, 0.6, 0.995, 1.0]).found(&CHECK).unwrap().message;
    assert_eq!(high, "of 4 rows 2 say nothing of the trend: 2 at the ceiling");
}

#[test]
fn the_shortfall_is_the_root_mean_square_of_rows_below_chance() {
    let found = shortfall(&[0.2, 0.3, 0.1, 0.25], &[0.25; 4]);
    assert!((found - (0.025f64 / 2.0).sqrt()).abs() < 1e-12, "{found}");
    assert_eq!(shortfall(&[0.3, 0.25], &[0.25; 2]), 0.0);
}

#[test]
fn chance_is_declared_by_name_and_below_one() {
    let mut it = declared_at(0.25, &[0.2, 0.3, 0.4, 0.5]);
    it.observations.others[0].values = vec![0.1, 0.0, 0.3, 0.4];
    it.observations.axes[0].values.reverse();
    let declared_in = |it: &Fitted| declared(&it.observations, &Frame::new(&it.observations, None));
    assert_eq!(declared_in(&it), Some(vec![0.4, 0.3, 0.0, 0.1]), "smallest run first");
    it.observations.others[0].values[2] = 1.0;
    assert_eq!(declared_in(&it), None);
    it.observations.others[0].values[2] = 0.3;
    it.observations.others[0].name = "change".to_owned();
    assert_eq!(declared_in(&it), None);
}

#[test]
fn a_plateau_is_taken_for_the_nearest_common_chance() {
    let at = |level: f64, flat: usize, noise: f64| named(level, flat, noise);
    assert_eq!(
        at(0.259, 6, 0.0),
        "at 0.259 (inferred from the plateau of the 6 smallest runs, taken for the chance level of one in 4)"
    );
    for (level, noise, taken) in [
        (0.009, 0.0, "for the floor of the metric"),
        (0.241, 0.0, "chance level of one in 4"),
        (0.335, 0.0, "chance level of one in 3"),
        (0.262, 0.0, "near no common chance level"),
        // Twice 0.01 over the root of four, and 0.01.
        (0.268, 0.01, "chance level of one in 4"),
        (0.272, 0.01, "near no common chance level"),
        (0.028, 0.02, "for the floor of the metric"),
        (0.7, 0.01, "near no common chance level"),
    ] {
        assert!(at(level, 4, noise).contains(taken), "{}", at(level, 4, noise));
    }
}

#[test]
fn values_are_flat_without_a_trend_that_can_be_told_or_matters() {
    let z = [10.0, 11.0, 12.0, 13.0];
    // The slope is 0.2 and has an error of 0.28: it drifts by 0.6.
    let zigzag = [0.0, 1.0, 0.0, 1.0];
    assert!(is_flat(&z, &zigzag, 0.7) && !is_flat(&z, &zigzag, 0.5));
    assert!(!is_flat(&z, &[0.0, 1.0, 2.0, 3.1], 10.0), "a trend that can be told");
    assert!(is_flat(&z, &[1.0, 0.0, 1.0, 0.0], 0.7) && !is_flat(&z, &[1.0, 0.0, 1.0, 0.0], 0.5));
    assert!(is_flat(&z, &[0.3, 0.1, 0.1, 0.3], 0.01) && !is_flat(&z, &[0.3, 0.1, 0.1, 0.3], 0.0));
    assert!(!is_flat(&z[..2], &[0.1, 0.1], 1.0), "two rows say nothing");
}

/// A level of ten rows with a hundredth to either side, and a straight rise from the last of them on.
fn hinge(level: f64, rows: usize) -> (Vec<f64>, Vec<f64>) {
    let z: Vec<f64> = (0..rows).map(|k| k as f64).collect();
    let noise = |k: usize| [0.01, -0.01, -0.01, 0.01][k % 4];
    let y = (0..rows).map(|k| level + noise(k) + 0.05 * (k as f64 - 9.0).max(0.0)).collect();
    (z, y)
}

#[test]
fn the_plateau_ends_where_the_rise_begins() {
    let (z, y) = hinge(0.25, 20);
    let found = plateau(&z, &y).unwrap();
    let flat: usize = found.from.split("of the ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!((9..=11).contains(&flat), "{}", found.from);
    assert!((found.level - mean(&y[..flat])).abs() < 1e-12 && (found.level - 0.25).abs() < 0.006);
    assert!((found.noise - variance(&y[..flat]).sqrt()).abs() < 1e-12);
    let compute = z.iter().map(|z| 10f64.powf(*z)).collect();
    let axis = Column::new("compute", Quantity::Plain, compute);
    let rows = Observations::new(Column::new("acc", Quantity::Accuracy, y.clone()), vec![axis]).unwrap();
    // Those up to twice the noise above the level.
    let low = y.iter().filter(|y| **y <= found.level + 2.0 * found.noise).count();
    let message = Fitted::new("log-line", rows).found(&CHECK).unwrap().message;
    assert!(low >= 10 && message.starts_with(&format!("of 20 rows {low} say")), "{message}");
}

#[test]
fn a_plateau_needs_a_fifth_of_the_range_and_a_rise() {
    let (z, y) = hinge(0.25, 20);
    let narrow: Vec<f64> = z.iter().map(|z| if *z < 9.5 { 0.02 * z } else { z - 8.0 }).collect();
    assert!(plateau(&narrow, &y).is_none(), "a sixtieth of the range");
    let noisy: Vec<f64> = y.iter().map(|y| 0.25 + 0.09 * (y - 0.25)).collect();
    assert!(plateau(&z, &noisy).is_none(), "a rise of 0.045");
    let rough: Vec<f64> = (0..20).map(|k| y[k] + if k % 2 == 0 { 0.12 } else { -0.12 }).collect();
    assert!(plateau(&z, &rough).is_none(), "a rise of less than five times the noise");
    assert!(plateau(&z, &y.iter().map(|y| 1.0 - y).collect::<Vec<f64>>()).is_none(), "a fall");
}

#[test]
fn a_level_of_zero_needs_no_other_proof_and_others_must_rule_out_a_sigmoid_from_zero() {
    let (z, _) = hinge(0.0, 20);
    let steep = |k: usize| if k < 10 { 0.0005 * (k % 3) as f64 } else { 0.08 * (k as f64 - 9.0) };
    let zero: Vec<f64> = (0..20).map(steep).collect();
    assert!(plateau(&z, &zero).unwrap().from.ends_with("taken for the floor of the metric)"));
    let sigmoid = |from: f64| -> Vec<f64> {
        let noise = |k: usize| [0.02, -0.02, -0.02, 0.02][k % 4];
        (0..20).map(|k| from + (0.9 - from) / (1.0 + (-(k as f64 - 12.0)).exp()) + noise(k)).collect()
    };
    assert!(needs_floor(&z, &sigmoid(0.12)) && !needs_floor(&z, &sigmoid(0.0)));
    assert!(!needs_floor(&z, &sigmoid(0.01)), "half of the noise");
}
