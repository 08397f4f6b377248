use super::*;
use crate::check::tests::fitted::Fitted;
use crate::fit::fit;
use crate::observations::Column;
use crate::quantity::Quantity;

/// Shares over steps, four apart, with the sigmoid fitted to them.
fn shares(right: &[f64]) -> Fitted {
    let steps = (0..right.len()).map(|k| 4.0 * k as f64).collect();
    let axis = Column::new("step", Quantity::Steps, steps);
    let mut rows =
        Observations::new(Column::new("acc", Quantity::Accuracy, right.to_vec()), vec![axis]).unwrap();
    rows.label = "seven".to_owned();
    Fitted::new("sigmoid", rows)
}

fn curve(it: &Fitted) -> Option<Curve<'_>> {
    Curve::new(&Member { observations: &it.observations, fit: Some(&it.fit) })
}

/// A sigmoid with its middle at step 20 and so wide, and a hundredth to either side.
fn sigmoid(rows: usize, width: f64, noise: f64) -> Vec<f64> {
    let side = |k: usize| [noise, -noise, -noise, noise][k % 4];
    (0..rows).map(|k| 0.2 + 0.5 / (1.0 + (-(4.0 * k as f64 - 20.0) / width).exp()) + side(k)).collect()
}

#[test]
fn squares_are_taken_over_the_variance_of_a_share() {
    let found = squares(&[0.5, 0.3], &[0.4, 0.0]);
    assert!((found - (0.01 / 0.24 + 0.09 / 0.0099)).abs() < 1e-12, "{found}");
    assert!((squares(&[0.9], &[1.0]) - 0.01 / 0.0099).abs() < 1e-12);
}

#[test]
fn curves_are_cut_in_their_first_half_if_rows_enough_are_left() {
    let cut_of = |rows: usize| curve(&shares(&sigmoid(rows, 8.0, 0.01))).map(|curve| curve.cuts());
    assert_eq!((cut_of(16), cut_of(10), cut_of(8)), (Some(2..=8), Some(2..=4), Some(2..=2)));
    assert!(cut_of(6).is_some() && cut_of(5).is_none(), "two rows beyond four parameters");
}

#[test]
fn noise_is_what_the_law_leaves_a_degree_of_freedom() {
    let it = shares(&sigmoid(16, 8.0, 0.01));
    let (variance, freedom) = curve(&it).unwrap().noise().unwrap();
    let pairs = it.observations.response.values.iter().zip(&it.fit.fitted);
    let sum: f64 = pairs.map(|(y, f)| (y - f).powi(2) / (f * (1.0 - f))).sum();
    assert!((variance - sum / 12.0).abs() < 1e-12 && freedom == 12.0);
}

#[test]
fn curves_are_shares_of_single_rows_along_one_axis() {
    let mut it = shares(&sigmoid(16, 8.0, 0.01));
    assert!(Curve::new(&Member { observations: &it.observations, fit: None }).is_none());
    it.observations.groups[3] = 2;
    assert!(curve(&it).is_none(), "rows that belong together");
    it.observations.groups[3] = 3;
    it.observations.axes.push(it.observations.axes[0].clone());
    assert!(curve(&it).is_none(), "two axes");
    it.observations.axes.pop();
    assert!(curve(&it).is_some());
    it.observations.response.quantity = Quantity::Rating;
    assert!(curve(&it).is_none(), "no shares");
}

#[test]
fn log_odds_are_interpolated_within_the_curve() {
    let it = shares(&[0.2, 0.5, 0.8, 0.0, 0.6, 0.65, 0.7, 0.75]);
    let curve = curve(&it).unwrap();
    let near = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 1e-12);
    assert!(
        near(curve.odds(0.0), -(4f64.ln())) && near(curve.odds(4.0), 0.0) && near(curve.odds(8.0), 4f64.ln())
    );
    // A quarter of the way from odds of 1/4 to odds of 1.
    assert!(near(curve.odds(1.0), -0.75 * 4f64.ln()) && near(curve.odds(7.0), 0.75 * 4f64.ln()));
    assert!(near(curve.odds(12.0), -(999f64.ln())), "kept from zero");
    assert!(curve.odds(-1.0).is_none() && curve.odds(29.0).is_none());
    assert!(near(curve.rise(1.0, 7.0), 1.5 * 4f64.ln()) && near(curve.rise(7.0, 1.0), 1.5 * 4f64.ln()));
    assert_eq!(curve.range(3), (0.0, 12.0));
    let found = rises(&[&curve, &curve], 0.0, 4.0);
    assert!(found.len() == 2 && found.iter().all(|rise| (rise - 4f64.ln()).abs() < 1e-12));
    assert!(rises(&[&curve], 0.0, 40.0).is_empty());
}

#[test]
fn widths_may_lie_half_beyond_the_quartiles_of_the_others() {
    let mut all: Vec<Fitted> = (0..4).map(|_| shares(&sigmoid(16, 8.0, 0.01))).collect();
    for (it, width) in all.iter_mut().zip([1.0, 4.0, 6.0, 8.0]) {
        it.fit.parameters.iter_mut().find(|p| p.name == "w").unwrap().estimate.interval.value = width;
    }
    let curves: Vec<Curve<'_>> = all.iter().map(|it| curve(it).unwrap()).collect();
    // Quartiles of 4, 6 and 8 are 5 and 7.
    let bound = curves[0].usual(&curves[1..].iter().collect::<Vec<_>>());
    assert_eq!(bound, [ParameterBounds::new("w", 2.5, 10.5)]);
}

#[test]
fn the_rows_after_a_cut_are_fitted_anew() {
    let it = shares(&sigmoid(16, 8.0, 0.01));
    let part = it.observations.select(&(5..16).collect::<Vec<_>>());
    let again = fit(&it.law, &part, &FitOptions::default()).unwrap();
    let found = curve(&it).unwrap().sum(5, &[]).unwrap();
    let expected = squares(&part.response.values, &again.fitted);
    assert!((found - expected).abs() < 0.02 * expected, "{found} instead of {expected}");
    let held = [ParameterBounds::new("w", 30.0, 40.0)];
    assert!(curve(&it).unwrap().sum(5, &held).unwrap() > 2.0 * expected);
}

/// Five curves of like width; the first is held down for five rows.
fn five(down: f64) -> Vec<Fitted> {
    (0..5)
        .map(|k| {
            let mut right = sigmoid(16, 7.0 + k as f64, 0.01);
            if k == 0 {
                right.iter_mut().take(5).enumerate().for_each(|(row, y)| *y *= down + 0.02 * row as f64);
            }
            shares(&right)
        })
        .collect()
}

#[test]
fn a_stretch_is_judged_by_the_noise_of_the_others_over_all_cuts() {
    let all = five(0.1);
    let curves: Vec<Curve<'_>> = all.iter().map(|it| curve(it).unwrap()).collect();
    let others: Vec<&Curve<'_>> = curves[1..].iter().collect();
    let found = curves[0].stretch(&others, 35).unwrap();
    assert_eq!(found.rows, 5);
    let noise: Vec<f64> = others.iter().map(|other| other.noise().unwrap().0).collect();
    let bound = curves[0].usual(&others);
    let (whole, late) = (curves[0].sum(0, &bound).unwrap(), curves[0].sum(5, &bound).unwrap());
    // Five rows before, 16 - 5 - 4 degrees of freedom after; the noise has half of those of four curves with twelve each.
    let ratio = (whole - late) / 5.0 / median(&noise).max(late / 7.0);
    assert!((found.ratio / ratio - 1.0).abs() < 1e-9, "{} instead of {ratio}", found.ratio);
    let chance = 35.0 * fisher_tail(ratio, 5.0, 24.0);
    assert!((found.chance / chance - 1.0).abs() < 1e-6, "{} instead of {chance}", found.chance);
    assert_eq!(found.rise.0, curves[0].rise(0.0, 20.0).unwrap());
    let usual: Vec<f64> = others.iter().map(|other| other.rise(0.0, 20.0).unwrap()).collect();
    assert!((found.rise.1 - median(&usual)).abs() < 1e-12 && found.faster() == found.rise.0 / found.rise.1);
}

fn run_on(all: &[Fitted]) -> Option<Found> {
    run(&all
        .iter()
        .map(|it| Member { observations: &it.observations, fit: Some(&it.fit) })
        .collect::<Vec<_>>())
}

#[test]
fn an_early_stretch_is_told_with_its_numbers() {
    let all = five(0.1);
    let found = run_on(&all).unwrap();
    let right = &all[0].observations.response.values;
    let says = format!(
        "seven: the first 5 of 16 rows (step = 0 to 16) are another process: `acc` goes from {:.3} to {:.3} before step = 20",
        right[0], right[5]
    );
    assert!(found.message.starts_with(&says), "{}", found.message);
    assert!(found.number > 2.0 && found.threshold == 2.0);
    assert!(found.message.contains(&format!("in log-odds {:.1} times", found.number)), "{}", found.message);
    assert!(run_on(&all[..2]).is_none(), "one other curve");
    assert!(run_on(&five(0.9)).is_none(), "hardly held down");
}
