use super::*;
use crate::check::tests::fitted::{Fitted, is_near, number_after};
use lawlike_num::stream::Stream;

/// Runs over four powers of ten with a loss that falls smoothly, and a share by scale and loss, of 500 items.
fn runs(n: usize, seed: u64, share: impl Fn(f64, f64) -> f64) -> Observations {
    let mut stream = Stream::keyed(seed, &[3]);
    let x: Vec<f64> = (0..n).map(|i| 10f64.powf(18.0 + 4.0 * i as f64 / (n - 1) as f64)).collect();
    let loss: Vec<f64> =
        x.iter().map(|x| 1.2 * (x / 1e18).powf(-0.45) * (0.01 * stream.normal()).exp()).collect();
    let right = x.iter().zip(&loss).map(|(x, loss)| {
        let share = share(x.log10(), *loss);
        (0..500).filter(|_| stream.uniform() < share).count() as f64 / 500.0
    });
    let right = right.collect();
    let mut rows = Observations::new(
        Column::new("arithmetic_exact_match", Quantity::Accuracy, right),
        vec![Column::new("compute", Quantity::Compute(crate::quantity::ComputeCount::Reported), x)],
    )
    .unwrap();
    rows.others = vec![Column::new("loss", Quantity::Loss(LossUnit::Nats), loss)];
    rows
}

/// Shares of warnings (explained) and notes (not explained).
fn rates(n: usize, share: impl Fn(f64, f64) -> f64 + Copy) -> (f64, f64) {
    let mut counts = (0.0, 0.0);
    for seed in 0..60 {
        let rows = runs(n, seed, share);
        let (law, options) = (Law::named("log-sigmoid").unwrap(), FitOptions::default());
        let fit = fit(&law, &rows, &options).unwrap();
        match run(&Context::new(&law, &rows, &options, &fit)).map(|found| found.severity) {
            Some(Severity::Warning) => counts.0 += 1.0 / 60.0,
            Some(_) => counts.1 += 1.0 / 60.0,
            None => {}
        }
    }
    counts
}

#[test]
fn a_jump_of_the_metric_is_told_from_one_of_the_models() {
    for n in [12, 24] {
        let (artefact, note) = rates(n, |_, loss| (-20.0 * loss).exp());
        assert!(artefact > 0.8 && note < 0.05, "{n} runs, exact match: {artefact}, {note}");
        let (artefact, note) = rates(n, |x, _| 0.02 + 0.8 / (1.0 + (-(x - 20.4) / 0.1).exp()));
        assert!(artefact < 0.05 && note > 0.9, "{n} runs, a jump of the models: {artefact}, {note}");
        let (artefact, note) = rates(n, |x, _| 0.1 + 0.18 * (x - 18.0));
        assert!(artefact + note < 0.05, "{n} runs, a steady rise: {artefact}, {note}");
    }
}

#[test]
fn names_are_taken_apart_into_words_and_those_of_metrics_say_nothing_of_the_task() {
    assert_eq!(words("Two-digit_ADD exact"), ["two", "digit", "add", "exact"]);
    assert_eq!(task_words("Arithmetic_exact-match"), ["arithmetic"]);
    assert_eq!(task_words("GSM8K pass rate"), ["gsm8k"]);
    assert!(task_words("accuracy").is_empty());
}

#[test]
fn smooth_metrics_are_turned_into_costs() {
    let cost = |name: &str, quantity: Quantity, value: f64| {
        smooth_cost(&Column::new(name, quantity, vec![value])).map(|costs| costs[0])
    };
    assert_eq!(cost("x", Quantity::Loss(LossUnit::Perplexity), 8.0), Some(8f64.ln()));
    assert_eq!(cost("x", Quantity::Loss(LossUnit::Nats), 2.5), Some(2.5));
    assert_eq!(cost("x", Quantity::Loss(LossUnit::BitsPerByte), 0.5), Some(0.5));
    for name in ["token_accuracy", "acc per token"] {
        assert_eq!(cost(name, Quantity::Accuracy, 0.25), Some(4f64.ln()), "{name}");
    }
    for name in ["logprob", "loglikelihood", "log_likelihood"] {
        assert_eq!(cost(name, Quantity::Plain, -3.0), Some(3.0), "{name}");
    }
    for name in ["brier", "edit_distance"] {
        assert_eq!(cost(name, Quantity::Plain, 0.4), Some(0.4), "{name}");
    }
    for name in ["tokens", "token", "accuracy", "likelihood", "log", "edit", "distance", "steps"] {
        assert_eq!(cost(name, Quantity::Plain, 0.4), None, "{name}");
    }
}

/// Nine runs with an exact match of addition and further columns.
fn with_columns(columns: &[(&str, Quantity)]) -> Observations {
    let ramp = |step: f64| (0..9).map(|k| 0.5 + step * f64::from(k)).collect::<Vec<f64>>();
    let axis = Column::new("compute", Quantity::Plain, ramp(1.0));
    let mut rows =
        Observations::new(Column::new("addition_accuracy", Quantity::Accuracy, ramp(0.05)), vec![axis])
            .unwrap();
    rows.others = columns.iter().map(|(name, quantity)| Column::new(*name, *quantity, ramp(0.1))).collect();
    rows
}

#[test]
fn the_smooth_metric_of_the_task_goes_before_a_loss() {
    let loss = Quantity::Loss(LossUnit::Nats);
    let name = |rows: &Observations| smooth(rows).map(|(name, _)| name);
    let both =
        with_columns(&[("loss", loss), ("brier", Quantity::Plain), ("addition_brier", Quantity::Plain)]);
    assert_eq!(name(&both).as_deref(), Some("addition_brier"));
    assert_eq!(smooth(&both).unwrap().1, both.others[2].values);
    let other = with_columns(&[("copying_brier", Quantity::Plain), ("loss", loss)]);
    assert_eq!(name(&other).as_deref(), Some("loss"));
    assert_eq!(name(&with_columns(&[("copying_brier", Quantity::Plain)])), None);
}

#[test]
fn eight_rows_of_a_share_must_have_both_metrics() {
    let mut rows = with_columns(&[("loss", Quantity::Loss(LossUnit::Nats))]);
    rows.others[0].values[4] = f64::NAN;
    assert!(smooth(&rows).is_some());
    rows.others[0].values[5] = f64::NAN;
    assert!(smooth(&rows).is_none());
    rows.others[0].values[4..6].fill(1.0);
    rows.response.quantity = Quantity::ErrorRate;
    assert!(smooth(&rows).is_some());
    rows.response.quantity = Quantity::Rating;
    assert!(smooth(&rows).is_none());
    rows.response.quantity = Quantity::Accuracy;
    rows.response.values[0] = 1.5;
    assert!(smooth(&rows).is_none(), "no share");
}

/// A sigmoid over places from 0 to 1, with a little to either side.
fn rise(from: f64, by: f64, middle: f64, width: f64, noise: f64) -> (Vec<f64>, Vec<f64>) {
    let z: Vec<f64> = (0..16).map(|k| 7.0 + f64::from(k) / 15.0).collect();
    let side = |k: usize| [noise, -noise, -noise, noise][k % 4];
    let y =
        z.iter().enumerate().map(|(k, z)| from + by / (1.0 + (-(z - 7.0 - middle) / width).exp()) + side(k));
    let y = y.collect();
    (z, y)
}

#[test]
fn a_jump_is_quiet_at_first_rises_by_a_fifth_and_is_no_line() {
    let is_jump = |(z, y): (Vec<f64>, Vec<f64>)| jump(&z, &y).is_some();
    assert!(is_jump(rise(0.1, 0.6, 0.6, 0.05, 0.005)));
    assert!(is_jump(rise(0.1, 0.22, 0.6, 0.05, 0.002)) && !is_jump(rise(0.1, 0.18, 0.6, 0.05, 0.002)));
    assert!(!is_jump(rise(0.7, -0.6, 0.6, 0.05, 0.005)), "a fall");
    // Of the rise 3 % and 18 % lie before a quarter of the way.
    assert!(is_jump(rise(0.1, 0.6, 0.6, 0.1, 0.002)) && !is_jump(rise(0.1, 0.6, 0.4, 0.1, 0.002)));
    assert!(!is_jump(rise(0.1, 0.6, 0.6, 0.05, 0.3)), "noise");
}

#[test]
fn the_exponential_link_is_given_back() {
    let cost: Vec<f64> = (0..12).map(|k| 0.4 + 0.1 * f64::from(k)).collect();
    let right: Vec<f64> = cost.iter().map(|cost| 0.1 + 0.7 * (-3.0 * (cost - 0.4)).exp()).collect();
    let found = link(&cost, &right).unwrap();
    for (name, value) in [("c", 0.1), ("u", 0.7), ("l", 3.0)] {
        assert!(is_near(found.parameter(name).unwrap().value(), value, 1e-4), "{name}: {found:?}");
    }
    // Rates are kept between a twentieth and a hundred over the range.
    let step: Vec<f64> = (0..12).map(|k| if k == 0 { 0.9 } else { 0.1 }).collect();
    let steep = link(&cost, &step).unwrap().parameter("l").unwrap().value();
    assert!(steep <= 100.0 / 1.1 + 1e-6 && steep > 20.0, "{steep}");
    let line: Vec<f64> = cost.iter().map(|cost| 0.9 - 0.4 * cost).collect();
    let flat = link(&cost, &line).unwrap().parameter("l").unwrap().value();
    assert!((0.05 / 1.1 - 1e-9..1.0).contains(&flat), "{flat}");
}

#[test]
fn the_message_tells_rise_ratio_and_length_also_of_errors() {
    let exact = runs(20, 5, |_, loss| (-20.0 * loss).exp());
    let mut wrong = exact.clone();
    wrong.response.quantity = Quantity::ErrorRate;
    wrong.response.values.iter_mut().for_each(|y| *y = 1.0 - *y);
    let found_in = |rows: &Observations| Fitted::new("a + b*ln(x)", rows.clone()).found(&CHECK).unwrap();
    let (found, mirrored) = (found_in(&exact), found_in(&wrong));
    assert_eq!(found.message, mirrored.message);
    let right = &exact.response.values;
    let rise = number_after(&found.message, "moves by ");
    assert!((rise - (right[19] - right[0])).abs() < 0.006, "{}", found.message);
    let (z, loss): (Vec<f64>, Vec<f64>) =
        exact.axes[0].values.iter().map(|x| x.ln()).zip(exact.others[0].values.clone()).unzip();
    let (along, linked) = (jump(&z, right).unwrap(), link(&loss, right).unwrap());
    // Mean squares: three parameters of the link, four of the sigmoid.
    let ratio = linked.objective.value / 17.0 / (along.objective.value / 16.0);
    assert!(is_near(found.number, ratio, 1e-3) && found.threshold == 1.5, "{} {ratio}", found.number);
    let length = number_after(&found.message, "exp(-");
    assert!((length / 20.0 - 1.0).abs() < 0.3, "{}", found.message);
}

#[test]
fn a_jump_that_the_loss_does_not_show_is_a_note_beyond_the_test() {
    let found =
        Fitted::new("a + b*ln(x)", runs(20, 5, |x, _| 0.02 + 0.8 / (1.0 + (-(x - 20.4) / 0.1).exp())));
    let found = found.found(&CHECK).unwrap();
    assert_eq!(
        (found.severity, found.threshold),
        (Severity::Note, fisher_quantile(0.99, 17.0, 16.0).max(2.0))
    );
    assert!(found.number > found.threshold && found.message.contains("does not explain it"));
}
