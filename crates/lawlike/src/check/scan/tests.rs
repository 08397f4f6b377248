use super::*;

/// Noise about a mean.
fn about_mean(residuals: &[f64]) -> Linear {
    Linear::of(vec![vec![1.0; residuals.len()]], residuals.to_vec()).unwrap()
}

/// One for the first rows, zero for the rest.
fn first(rows: usize, of: usize) -> Vec<f64> {
    (0..of).map(|row| if row < rows { 1.0 } else { 0.0 }).collect()
}

/// What a scan of these bends says, every row a group of its own.
fn scanned<T>(linear: &Linear, bends: &[Vec<f64>], of: impl Fn(&Scan<'_>) -> T) -> T {
    let groups: Vec<usize> = (0..linear.rows.len()).collect();
    let bends: Vec<Bend> = bends.iter().map(|whole| Bend::new(whole, linear).unwrap()).collect();
    of(&Scan { linear, groups: &groups, bends: bends.iter().collect() })
}

fn normal(rows: usize, seed: u64) -> Vec<f64> {
    let mut stream = Stream::keyed(seed, &[4]);
    (0..rows).map(|_| stream.normal()).collect()
}

#[test]
fn a_bend_that_is_a_step_has_the_size_of_the_step() {
    let linear = about_mean(&[1.0, 3.0, 2.0, -1.0, -2.0, -3.0]);
    let step = Bend::new(&first(3, 6), &linear).unwrap();
    // Half a unit on either side of the mean, over six rows.
    assert!((step.length - 1.5f64.sqrt()).abs() < 1e-12 && (step.size() - 4.0).abs() < 1e-12);
    assert!((step.score - 6.0 / 1.5f64.sqrt()).abs() < 1e-12);
    let small: Vec<f64> = first(3, 6).iter().map(|v| 1e-9 * v).collect();
    assert!((Bend::new(&small, &linear).unwrap().size() / 4e9 - 1.0).abs() < 1e-9, "in another unit");
    assert!(Bend::new(&[5.0; 6], &linear).is_none(), "the law follows a constant");
}

#[test]
fn the_best_place_has_the_largest_score_of_either_sign() {
    let linear = about_mean(&[0.1, -0.1, 0.2, -0.2, -3.0, -3.0, -3.0, -3.0]);
    let places = [first(1, 8), first(2, 8), first(4, 8), first(6, 8)];
    assert_eq!(scanned(&linear, &places, |scan| scan.best()), Some(2));
    let groups: Vec<usize> = (0..8).collect();
    assert_eq!(Scan { linear: &linear, groups: &groups, bends: Vec::new() }.best(), None);
}

/// Two-sided chance of the t test of the mean of the first rows against that of the others.
fn t_test(values: &[f64], rows: usize) -> f64 {
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let (a, b) = values.split_at(rows);
    let squares = |part: &[f64]| part.iter().map(|v| (v - mean(part)).powi(2)).sum::<f64>();
    let freedom = values.len() as f64 - 2.0;
    let error = ((squares(a) + squares(b)) / freedom * (1.0 / a.len() as f64 + 1.0 / b.len() as f64)).sqrt();
    2.0 * dist::student_cdf(-((mean(a) - mean(b)) / error).abs(), freedom)
}

#[test]
fn one_place_under_normal_noise_is_a_t_test() {
    for (rows, seed) in [(10, 1), (12, 2), (60, 5), (60, 6)] {
        let linear = about_mean(&normal(rows, seed));
        let exact = t_test(&linear.residuals, rows / 2);
        let chance =
            |limit: f64| scanned(&linear, &[first(rows / 2, rows)], |scan| scan.normal_chance(limit));
        assert!((chance(1.0).unwrap() - exact).abs() < 0.06, "{rows} rows: {exact}, {:?}", chance(1.0));
        assert!((chance(exact * 0.999).unwrap() - exact).abs() < 1e-9, "{rows} rows: no simulation");
        let thousandths = 1000.0 * chance(1.0).unwrap();
        assert!((thousandths - thousandths.round()).abs() < 1e-9, "{rows} rows: one of a thousand draws");
    }
}

#[test]
fn noise_has_as_many_places_as_degrees_of_freedom() {
    // Of normal noise with n degrees of freedom, one place holds the n-th part of the sum of squares on average.
    for freedom in [4, 6] {
        let linear = about_mean(&normal(freedom + 1, 8));
        let draws: Vec<f64> =
            scanned(&linear, &[first(1, freedom + 1)], |scan| scan.normal_draws().collect());
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        assert!((mean * freedom as f64 - 1.0).abs() < 0.15, "{freedom}: {mean}");
    }
}

#[test]
fn draws_of_noise_end_where_the_limit_cannot_be_met() {
    let linear = about_mean(&normal(32, 3));
    let chance =
        |limit: f64| scanned(&linear, &[first(16, 32), first(4, 32)], |scan| scan.normal_chance(limit));
    let (whole, single) = (chance(1.0).unwrap(), chance(0.0).unwrap());
    assert!(whole > single && single > 0.02, "{whole} {single}");
    // A limit between the two: one place alone would meet it.
    let limit = single * 1.01;
    let above = (limit * 999.0).floor() + 2.0;
    let draws = above / chance(limit).unwrap();
    assert!((draws - draws.round()).abs() < 1e-6 && draws < 999.0, "{draws}");
    assert!(chance(limit).unwrap() > limit);
}

#[test]
fn several_places_are_more_likely_to_show_something_and_copies_are_not() {
    let linear = about_mean(&normal(32, 3));
    let half = |width: usize| (0..32).map(|row| [1.0, 0.0][row / width % 2]).collect::<Vec<_>>();
    let chance = |bends: &[Vec<f64>]| scanned(&linear, bends, |scan| scan.normal_chance(1.0)).unwrap();
    // Halves of different width are orthogonal: their scores are independent but for the common noise.
    let places = [half(16), half(8), half(4)];
    let singles: Vec<f64> = places.iter().map(|place| chance(std::slice::from_ref(place))).collect();
    let least = singles.iter().copied().fold(1.0, f64::min);
    let expected = 1.0 - (1.0 - least).powi(3);
    assert!((chance(&places) - expected).abs() < 0.06, "{singles:?}: {}", chance(&places));
    assert!((chance(&[half(8), half(8)]) - chance(&[half(8)])).abs() < 0.04);
}

/// Share of all sign patterns whose sum of scores is at least as large as the sum with all signs positive.
fn of_signs(scores: &[f64]) -> f64 {
    let sum = |pattern: usize| {
        let signed = |(k, score): (usize, &f64)| if pattern >> k & 1 == 1 { -score } else { *score };
        scores.iter().enumerate().map(signed).sum::<f64>().abs()
    };
    let count = (0..1 << scores.len()).filter(|pattern| sum(*pattern) >= sum(0) - 1e-9).count();
    count as f64 / f64::from(1 << scores.len())
}

#[test]
fn random_signs_are_those_of_groups() {
    let linear = about_mean(&[2.0, 1.0, 3.0, -1.0, 0.5, -2.5, -1.5, -1.5]);
    let bend = Bend::new(&first(4, 8), &linear).unwrap();
    let scores: Vec<f64> = bend.part.iter().zip(&linear.residuals).map(|(part, r)| part * r).collect();
    let chance = |groups: &[usize], limit: f64| {
        Scan { linear: &linear, groups, bends: vec![&bend] }.signed_chance(limit).unwrap()
    };
    let alone = chance(&[0, 1, 2, 3, 4, 5, 6, 7], 1.0);
    assert!((alone - of_signs(&scores)).abs() < 0.05, "{alone} instead of {}", of_signs(&scores));
    let thousandths = 1000.0 * alone;
    assert!((thousandths - thousandths.round()).abs() < 1e-9, "one more than the draws above, of a thousand");
    let pairs: Vec<f64> = scores.chunks(2).map(|pair| pair[0] + pair[1]).collect();
    let grouped = chance(&[9, 9, 4, 4, 5, 5, 7, 7], 1.0);
    assert!((grouped - of_signs(&pairs)).abs() < 0.05, "{grouped} instead of {}", of_signs(&pairs));
    // Once ten draws are above, one in a hundred cannot be met: 11 over the draws and one.
    let draws = 11.0 / chance(&[0, 1, 2, 3, 4, 5, 6, 7], 0.01);
    assert!((draws - draws.round()).abs() < 1e-9 && draws < 900.0, "{draws}");
}

#[test]
fn a_score_that_all_groups_share_is_beaten_by_none_but_its_mirror_image() {
    let linear = about_mean(&[2.0, 1.0, 3.0, -1.5, -2.5, -2.0]);
    let chance = scanned(&linear, &[first(3, 6)], |scan| scan.signed_chance(1.0)).unwrap();
    assert!((chance - 2.0 / 64.0).abs() < 0.025, "{chance}");
}

#[test]
fn residuals_dealt_out_anew_come_in_any_order() {
    let linear = about_mean(&[2.0, 0.5, 1.0, -0.7, -3.0, 0.2, 0.9, -1.1]);
    // What the first four are together, of all ways to choose four.
    let sum =
        |chosen: u32| (0..8).filter(|k| chosen >> k & 1 == 1).map(|k| linear.residuals[k]).sum::<f64>().abs();
    let fours: Vec<u32> = (0..256).filter(|chosen: &u32| chosen.count_ones() == 4).collect();
    let as_far = fours.iter().filter(|chosen| sum(**chosen) >= sum(0b1111) - 1e-9).count();
    let exact = as_far as f64 / fours.len() as f64;
    let chance = |limit: f64| {
        scanned(&linear, &[first(4, 8)], |scan| scan.dealt_chance(&scan.dealt(), limit)).unwrap()
    };
    assert!((chance(1.0) - exact).abs() < 0.06, "{} instead of {exact}", chance(1.0));
    let thousandths = 1000.0 * chance(1.0);
    assert!((thousandths - thousandths.round()).abs() < 1e-9);
    let draws = 11.0 / chance(0.01);
    assert!((draws - draws.round()).abs() < 1e-9 && draws < 900.0, "{draws}");
}

/// Share of draws of noise with memory whose step in the middle is as large, over all that is left about the mean.
fn with_memory(linear: &Linear, rho: f64) -> f64 {
    let share = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let (early, late) = values.split_at(values.len() / 2);
        let apart = early.iter().sum::<f64>() - late.iter().sum::<f64>();
        apart * apart / values.len() as f64 / values.iter().map(|v| (v - mean).powi(2)).sum::<f64>()
    };
    let mut stream = Stream::keyed(77, &[1]);
    let observed = share(&linear.residuals);
    let hits = (0..3000).filter(|_| {
        let mut last = stream.normal();
        let mut next = || {
            let now = last;
            last = rho * last + (1.0 - rho * rho).sqrt() * stream.normal();
            now
        };
        share(&(0..linear.rows.len()).map(|_| next()).collect::<Vec<f64>>()) >= observed
    });
    hits.count() as f64 / 3000.0
}

#[test]
fn noise_with_memory_shows_steps_more_often() {
    let step = |row: usize, noise: f64| noise + if row < 10 { 0.5 } else { -0.5 };
    let values: Vec<f64> = normal(20, 8).iter().enumerate().map(|(row, noise)| step(row, *noise)).collect();
    let linear = about_mean(&values);
    let chain: Vec<usize> = (0..20).collect();
    let chance = |rho: f64, chain: &[usize], limit: f64| {
        scanned(&linear, &[first(10, 20)], |scan| scan.serial_chance(limit, rho, chain)).unwrap()
    };
    for rho in [0.0, 0.6, 0.9] {
        let (found, expected) = (chance(rho, &chain, 1.0), with_memory(&linear, rho));
        assert!((found - expected).abs() < 0.06, "{rho}: {found} instead of {expected}");
    }
    assert!(chance(0.9, &chain, 1.0) > chance(0.0, &chain, 1.0) + 0.1);
    // In this order neighbours lie in different halves.
    let apart: Vec<usize> = (0..20).map(|k| k / 2 + 10 * (k % 2)).collect();
    assert!(chance(0.9, &apart, 1.0) < chance(0.9, &chain, 1.0) - 0.1);
    let thousandths = 1000.0 * chance(0.6, &chain, 1.0);
    assert!((thousandths - thousandths.round()).abs() < 1e-9);
    let draws = 11.0 / chance(0.9, &chain, 0.01);
    assert!((draws - draws.round()).abs() < 1e-9 && draws < 900.0, "{draws}");
}

#[test]
fn the_smallest_break_is_what_a_t_test_sees() {
    let linear = about_mean(&normal(40, 9));
    let noise = (linear.sum() / 39.0).sqrt();
    // The standard error of a difference of two means of twenty.
    let error = noise * (2.0 / 20.0f64).sqrt();
    for (level, power) in [(0.05, 0.8), (0.1, 0.5)] {
        let found = scanned(&linear, &[first(20, 40)], |scan| scan.smallest(scan.dealt(), level, power));
        let expected =
            (dist::student_quantile(1.0 - level / 2.0, 38.0) + dist::normal_quantile(power)) * error;
        assert!((found[0] / expected - 1.0).abs() < 0.12, "{found:?} instead of {expected}");
    }
    let groups: Vec<usize> = (0..40).collect();
    assert!(
        Scan { linear: &linear, groups: &groups, bends: Vec::new() }
            .smallest(Vec::new(), 0.05, 0.8)
            .is_empty()
    );
}

#[test]
fn the_largest_score_counts_by_its_size() {
    let parts = [vec![0.6, 0.8], vec![1.0, 0.0]];
    assert!(
        (most(&parts, &[1.0, -1.0]) - 1.0).abs() < 1e-12 && (most(&parts, &[1.0, 1.0]) - 1.4).abs() < 1e-12
    );
    assert!((most(&parts, &[-1.0, -1.0]) - 1.4).abs() < 1e-12);
    let mut stream = Stream::keyed(1, &[1]);
    let drawn = signs(&mut stream, &[vec![0.0; 400]]);
    let ups = drawn.iter().filter(|sign| **sign == 1.0).count();
    assert!(drawn.len() == 400 && drawn.iter().all(|sign| sign.abs() == 1.0) && (150..250).contains(&ups));
}

#[test]
fn draws_of_chi_squared_have_its_mean_and_variance() {
    let mut stream = Stream::keyed(2, &[1]);
    for dof in [1, 5, 29, 30, 40] {
        let draws: Vec<f64> = (0..4000).map(|_| chi_squared(&mut stream, dof)).collect();
        let (k, n) = (dof as f64, draws.len() as f64);
        let mean = draws.iter().sum::<f64>() / n;
        let variance = draws.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
        assert!((mean - k).abs() < 4.5 * (2.0 * k / n).sqrt(), "{dof}: mean {mean}");
        assert!(
            (variance / (2.0 * k) - 1.0).abs() < 4.5 * ((2.0 + 12.0 / k) / n).sqrt(),
            "{dof}: {variance}"
        );
        assert!(draws.iter().all(|v| *v > 0.0), "{dof}");
    }
    assert_eq!(chi_squared(&mut stream, 0), 0.0);
}
