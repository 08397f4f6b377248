//! Sizes that prices imply.

use super::*;
use lawlike_num::stream::Stream;

/// Prices that go as the square root of size, with spread between models and between providers.
fn market(seed: u64, between: f64, within: f64) -> Vec<Priced> {
    let mut stream = Stream::keyed(seed, &[3]);
    let mut rows = Vec::new();
    for at in 0..40_i32 {
        let total = 1e9 * 1.15f64.powi(at);
        let level = 0.5 * (total / 1e10).ln() + between * stream.normal();
        for _ in 0..1 + at % 4 {
            let price = (level + within * stream.normal()).exp();
            rows.push(Priced { label: format!("m{at}"), price, total, active: f64::NAN });
        }
    }
    rows
}

#[test]
fn sets_hold_the_size_behind_a_price() {
    let (mut held, mut like, sets) = (0, 0, 300);
    for seed in 0..sets {
        let mut stream = Stream::keyed(seed, &[4]);
        // A new model from the same market.
        let size = 1e9 * 1.15f64.powf(39.0 * stream.uniform());
        let price = (0.5 * (size / 1e10).ln() + 0.5 * stream.normal() + 0.3 * stream.normal()).exp();
        let found = implied(&market(seed, 0.5, 0.3), &[("new".to_owned(), price)]).unwrap();
        assert_eq!(found.len(), 1, "nothing is known of active parameters");
        let implied = &found[0].implied[0];
        held += usize::from(implied.size.contains(size));
        like += usize::from(implied.like.contains(size));
    }
    // 285 expected; standard error 3.8.
    assert!((274..=296).contains(&held) && (272..=300).contains(&like), "{held} and {like} of {sets}");
    let line = &implied(&market(1, 0.5, 0.3), &[]).unwrap()[0];
    assert!(line.slope.contains(0.5) && line.coverage > 0.85, "{line:?}");
}

#[test]
fn prices_that_do_not_follow_size_say_nothing() {
    let mut rows = market(5, 0.5, 0.3);
    rows.iter_mut().for_each(|row| row.price /= (row.total / 1e10).sqrt());
    let found = implied(&rows, &[("x".to_owned(), 3.0)]).unwrap();
    let of = &found[0].implied[0];
    assert!(of.size.lo == 0.0 && of.size.hi.is_infinite(), "{of:?}");
    assert!(implied(&rows[..5], &[]).unwrap_err().to_string().contains("fewer than 5"));
    assert!(implied(&rows, &[("x".to_owned(), 0.0)]).is_err());
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{found}, not {expected}");
}

/// Logarithms of prices at sizes of e^0 to e^4: means .1, .6, 1.2, 1.5 and 2.2, slope .51, squares left .027.
fn few() -> Vec<Priced> {
    let logs: [&[f64]; 5] = [&[0.1], &[0.4, 0.8], &[1.2], &[1.3, 1.5, 1.7], &[2.2]];
    let priced = |size: f64, log: f64| Priced {
        label: String::new(),
        price: log.exp(),
        total: size.exp(),
        active: f64::NAN,
    };
    (0_u32..)
        .zip(logs)
        .flat_map(|(size, logs)| logs.iter().map(move |log| priced(f64::from(size), *log)))
        .collect()
}

/// Student's t at 97.5 % with three degrees of freedom.
const T3: f64 = 3.182_446_305_284_263;
/// Variance of the prices of one size, .06, times what a mean does not hold of it.
const REST: f64 = 0.06 * (1.0 - (1.0 + 0.5 + 1.0 + 1.0 / 3.0 + 1.0) / 5.0);

fn asked(logs: &[f64]) -> Vec<(String, f64)> {
    logs.iter().map(|log| (format!("at {log}"), log.exp())).collect()
}

#[test]
fn a_line_through_five_sizes_is_that_of_a_textbook() {
    let found = implied(&few(), &[]).unwrap().remove(0);
    assert_eq!((found.of, found.rows, found.sizes), (SizeOf::Total, 8, 5));
    let half = T3 * (0.009_f64 / 10.0).sqrt();
    near(found.slope.value, 0.51);
    near(found.slope.lo, 0.51 - half);
    near(found.slope.hi, 0.51 + half);
    near(found.within, 0.06_f64.sqrt());
    near(found.spread, (0.009 + REST).sqrt());
    // Squares of the mean prices around their mean of 1.12.
    near(found.explained, 1.0 - 0.027 / 2.628);
    near(found.span.0, 1.0);
    near(found.span.1, 4f64.exp());
    near(found.prices.0, 0.1_f64.exp());
    near(found.prices.1, 2.2_f64.exp());
}

#[test]
fn ends_of_a_set_are_sizes_at_the_end_of_their_prediction() {
    let found = implied(&few(), &asked(&[1.5])).unwrap().remove(0).implied.remove(0);
    near(found.size.value.ln(), 2.0 + 0.38 / 0.51);
    assert!(found.size.lo < found.size.value && found.size.value < found.size.hi, "{found:?}");
    for end in found.size.ends() {
        let x = end.ln() - 2.0;
        near((0.38 - 0.51 * x).powi(2), T3 * T3 * (0.009 + REST + 0.009 / 5.0 + 0.009 * x * x / 10.0));
    }
}

#[test]
fn size_on_price_is_the_regression_turned_around() {
    // Of size on price: slope 5.1 / 2.628 around 1.12 and 2.
    let slope = 5.1 / 2.628;
    let left = (10.0 - 5.1 * slope) / 3.0;
    for log in [1.5, 0.3] {
        let found = implied(&few(), &asked(&[log])).unwrap().remove(0).implied.remove(0);
        let away: f64 = log - 1.12;
        let half = T3 * (left * (1.0 + 0.2 + away * away / 2.628) + slope * slope * REST).sqrt();
        near(found.like.value.ln(), 2.0 + slope * away);
        near(found.like.lo.ln(), 2.0 + slope * away - half);
        near(found.like.hi.ln(), 2.0 + slope * away + half);
    }
}

#[test]
fn prices_and_sizes_beyond_the_known_ones_are_outside() {
    // At 2.15 the price is below the greatest known, and the size on the line just above.
    let found = implied(&few(), &asked(&[1.0, 2.15, 2.5, -1.0])).unwrap().remove(0).implied;
    assert_eq!(found.iter().map(|one| one.is_outside).collect::<Vec<_>>(), [false, true, true, true]);
}

#[test]
fn prices_of_one_row_a_size_have_no_spread_within() {
    let mut rows = few();
    for at in [6, 5, 2] {
        rows.remove(at);
    }
    let found = implied(&rows, &[]).unwrap().remove(0);
    assert_eq!((found.rows, found.sizes, found.within), (5, 5, 0.0));
    rows.pop();
    assert!(implied(&rows, &[]).is_err(), "four sizes");
}

#[test]
fn rows_without_a_size_or_a_price_do_not_count() {
    let mut rows = few();
    let row = rows[0].clone();
    rows.push(Priced { total: f64::NAN, ..row.clone() });
    rows.push(Priced { total: 0.0, ..row.clone() });
    rows.push(Priced { total: -1.0, ..row.clone() });
    rows.push(Priced { price: 0.0, ..row.clone() });
    rows.push(Priced { price: -2.0, ..row });
    assert_eq!(implied(&rows, &[]).unwrap()[0].rows, 8);
    assert!(implied(&rows, &[("x".to_owned(), f64::INFINITY)]).is_err());
    // Active parameters have a line of their own.
    let mut rows = few();
    rows.iter_mut().for_each(|row| row.active = row.total * row.total);
    let found = implied(&rows, &[]).unwrap();
    assert_eq!((found.len(), found[1].of), (2, SizeOf::Active));
    near(found[1].slope.value, 0.255);
}

#[test]
fn coverage_is_the_share_of_prices_that_the_other_sizes_foresee() {
    let rows = market(3, 0.5, 0.9);
    let found = implied(&rows, &[]).unwrap().remove(0);
    let mut sizes: Vec<f64> = rows.iter().map(|row| row.total).collect();
    sizes.dedup();
    let prices = |size: f64| -> Vec<f64> {
        rows.iter().filter(|row| row.total == size).map(|row| row.price.ln()).collect()
    };
    let share = sizes.iter().map(|size| 1.0 / prices(*size).len() as f64).sum::<f64>() / sizes.len() as f64;
    let share_held = |out: &f64| {
        let kept: Vec<(f64, f64)> =
            sizes.iter().filter(|size| *size != out).map(|size| (size.ln(), mean(&prices(*size)))).collect();
        let n = kept.len() as f64;
        let (x0, y0) = (kept.iter().map(|d| d.0).sum::<f64>() / n, kept.iter().map(|d| d.1).sum::<f64>() / n);
        let square: f64 = kept.iter().map(|d| (d.0 - x0).powi(2)).sum();
        let slope = kept.iter().map(|d| (d.0 - x0) * (d.1 - y0)).sum::<f64>() / square;
        let left: f64 = kept.iter().map(|d| (d.1 - y0 - slope * (d.0 - x0)).powi(2)).sum();
        let between = left / (n - 2.0);
        let single = between + found.within.powi(2) * (1.0 - share);
        let x = out.ln() - x0;
        let wide =
            student_quantile(0.975, n - 2.0) * (single + between / n + between * x * x / square).sqrt();
        let own = prices(*out);
        own.iter().filter(|price| (**price - y0 - slope * x).abs() <= wide).count() as f64 / own.len() as f64
    };
    near(found.coverage, sizes.iter().map(share_held).sum::<f64>() / sizes.len() as f64);
    assert!(found.coverage < 1.0, "{found:?}");
}
