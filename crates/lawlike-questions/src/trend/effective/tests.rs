//! Compute and progress.

use super::*;

/// Models of families, each with an error of its own; compute grows with the date.
fn models(seed: u64, b: f64, r: f64, families: usize) -> Vec<Made> {
    let mut stream = Stream::keyed(seed, &[8]);
    let mut out = Vec::new();
    for family in 0..families {
        let year = 2019.0 + 6.0 * stream.uniform();
        let (largest, error) = (22.0 + 0.4 * (year - 2019.0) + 0.5 * stream.normal(), 0.1 * stream.normal());
        for size in 0..3 {
            let compute = largest - 0.7 * f64::from(size);
            let quality = b * compute + r * (year - 2019.0) + error + 0.05 * stream.normal();
            out.push(Made {
                label: format!("f{family}-{size}"),
                year,
                quality,
                compute: 10f64.powf(compute),
                part: String::new(),
                family: format!("f{family}"),
            });
        }
    }
    out
}

#[test]
#[ignore = "slow"]
fn the_halving_time_lies_in_its_set() {
    // 0.3 for a factor of ten, 0.15 a year: half a power of ten a year, or 7.2 months for a factor of two.
    let (truth, sets) = (12.0 * 2f64.log10() * 0.3 / 0.15, 100);
    let (mut held, mut shares) = (0, 0);
    for seed in 0..sets {
        let found = effective(&models(seed, 0.3, 0.15, 40), seed).unwrap();
        held += usize::from(match found.months {
            Halving::Between { months } => months.contains(truth),
            Halving::NoFasterThan { least, .. } => least <= truth,
            Halving::Unknown { .. } => true,
        });
        let share = 0.15 / (0.15 + 0.3 * 0.4);
        shares += usize::from(found.share.contains(share));
        assert!(found.within.unwrap().right > 0.8 && found.within.unwrap().p < 0.01);
    }
    // 95 expected; standard error 2.2. The growth of compute is estimated, too.
    assert!(held >= 88 && shares >= 84, "{held} and {shares} of {sets}");
}

#[test]
fn without_progress_there_is_no_upper_end() {
    let (mut open, sets) = (0, 60);
    for seed in 0..sets {
        let found = effective(&models(seed, 0.3, 0.0, 30), seed).unwrap();
        open += usize::from(matches!(found.months, Halving::NoFasterThan { .. }));
    }
    assert!(open >= 53, "{open} of {sets}");
    let silent = effective(&models(3, 0.0, 0.2, 20), 3).unwrap();
    assert!(matches!(silent.months, Halving::Unknown { .. }), "{silent:?}");
    assert!(effective(&models(0, 0.3, 0.1, 4), 0).is_err());
    let mut tied = models(0, 0.3, 0.1, 20);
    tied.iter_mut().for_each(|made| made.compute = 10f64.powf(made.year - 2000.0));
    assert!(effective(&tied, 0).unwrap_err().to_string().contains("do not vary apart"));
}

#[test]
fn progress_that_grows_with_scale_is_told() {
    let mut found = 0;
    for seed in 0..20 {
        let mut grown = models(seed, 0.3, 0.15, 40);
        grown
            .iter_mut()
            .for_each(|made| made.quality += 0.1 * (made.compute.log10() - 22.0) * (made.year - 2022.0));
        found += usize::from(effective(&grown, seed).unwrap().scaled.lo > 0.0);
    }
    assert!(found >= 19, "{found} of 20");
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{found}, not {expected}");
}

fn made(family: usize, part: &str, year: f64, log_compute: f64, quality: f64) -> Made {
    Made {
        label: String::new(),
        year,
        quality,
        compute: 10f64.powf(log_compute),
        part: part.to_owned(),
        family: format!("f{family}"),
    }
}

/// Two models each of so many families around quality = .3 log10 compute + .15 a year.
fn pairs(families: usize) -> Vec<Made> {
    let off = [0.3, -0.2, 0.1, 0.25, -0.35, 0.05, -0.1, 0.2, -0.15];
    (0..2 * families)
        .map(|row| {
            let (year, log) =
                (2018.0 + (row * 7 % 11) as f64 / 2.0, 20.0 + (row / 2) as f64 * 0.3 + (row % 2) as f64);
            let quality = 0.3 * log + 0.15 * (year - 2018.0) + off[row % 9];
            made(row / 2, "", year, log, quality)
        })
        .collect()
}

/// Sums of squares and products around the means.
struct Moments {
    cc: f64,
    cy: f64,
    yy: f64,
    cq: f64,
    yq: f64,
    rows: Vec<[f64; 3]>,
}

fn moments(models: &[Made]) -> Moments {
    let n = models.len() as f64;
    let rows: Vec<[f64; 3]> = models.iter().map(|m| [m.compute.log10(), m.year, m.quality]).collect();
    let mean = [0, 1, 2].map(|at| rows.iter().map(|row| row[at]).sum::<f64>() / n);
    let rows: Vec<[f64; 3]> = rows.iter().map(|row| [0, 1, 2].map(|at| row[at] - mean[at])).collect();
    let sum = |a: usize, b: usize| rows.iter().map(|row| row[a] * row[b]).sum::<f64>();
    Moments { cc: sum(0, 0), cy: sum(0, 1), yy: sum(1, 1), cq: sum(0, 2), yq: sum(1, 2), rows }
}

#[test]
fn the_split_is_least_squares_with_errors_of_families() {
    let models = pairs(9);
    let found = effective(&models, 0).unwrap();
    let Moments { cc, cy, yy, cq, yq, rows } = moments(&models);
    let determinant = cc * yy - cy * cy;
    let (b, r) = ((yy * cq - cy * yq) / determinant, (cc * yq - cy * cq) / determinant);
    // Each family moves the slopes by the inverse times the sum of its products with what is left.
    let (mut of_compute, mut of_year) = (0.0, 0.0);
    for family in rows.chunks(2) {
        let score =
            |at: usize| family.iter().map(|row| row[at] * (row[2] - b * row[0] - r * row[1])).sum::<f64>();
        let (c, y) = (score(0), score(1));
        of_compute += ((yy * c - cy * y) / determinant).powi(2);
        of_year += ((cc * y - cy * c) / determinant).powi(2);
    }
    // Student's t with eight degrees of freedom; nine families of eight.
    let half = |variance: f64| 2.306_004_135_204_167 * (variance * 9.0 / 8.0).sqrt();
    for (found, value, variance) in [(found.compute, b, of_compute), (found.progress, r, of_year)] {
        near(found.value, value);
        near(found.lo, value - half(variance));
        near(found.hi, value + half(variance));
    }
    assert_eq!(found.n, (18, 9));
    near(found.growth, cy / yy);
    near(found.confounded, cy / (cc * yy).sqrt());
    near(found.share.value, r / (r + b * cy / yy));
    assert!(found.share.lo < found.share.value && found.share.value < found.share.hi, "{found:?}");
}

#[test]
fn parts_have_constants_of_their_own_and_a_product_is_told() {
    // Exact but for a constant of each part, and a product of .1 around the means of all.
    let mut models = pairs(9);
    let n = models.len() as f64;
    let year = models.iter().map(|m| m.year).sum::<f64>() / n;
    let log = models.iter().map(|m| m.compute.log10()).sum::<f64>() / n;
    for (row, m) in models.iter_mut().enumerate() {
        let (c, y) = (m.compute.log10() - log, m.year - year);
        m.quality = 0.3 * c + 0.15 * y + 0.1 * c * y;
        if row % 3 == 0 {
            m.part = "other".to_owned();
            m.quality += 5.0;
        }
    }
    let found = effective(&models, 0).unwrap();
    near(found.scaled.value, 0.1);
    assert!(found.scaled.width() < 1e-6, "{found:?}");
    for m in &mut models {
        let (c, y) = (m.compute.log10() - log, m.year - year);
        m.quality -= 0.1 * c * y;
    }
    let found = effective(&models, 0).unwrap();
    near(found.compute.value, 0.3);
    near(found.progress.value, 0.15);
    near(found.scaled.value, 0.0);
    assert!(
        matches!(found.months, Halving::Between { months } if (months.value - 24.0 * 2f64.log10()).abs() < 1e-6)
    );
}

#[test]
fn eight_families_of_models_with_all_numbers_are_needed() {
    let singles = |n: usize| -> Vec<Made> { pairs(n).into_iter().step_by(2).collect() };
    assert!(effective(&singles(8), 0).is_ok());
    let message = effective(&pairs(7), 0).unwrap_err().to_string();
    assert!(message.contains("14 models of 7 families"), "{message}");
    let mut models = pairs(9);
    let good = models[0].clone();
    models.push(Made { year: f64::NAN, ..good.clone() });
    models.push(Made { quality: f64::INFINITY, ..good.clone() });
    models.push(Made { compute: 0.0, ..good.clone() });
    models.push(Made { compute: -1.0, ..good.clone() });
    models.push(Made { compute: f64::INFINITY, ..good });
    assert_eq!(effective(&models, 0).unwrap().n, (18, 9));
}

#[test]
fn columns_that_are_nearly_the_same_are_not_told_apart() {
    let columns = |off: f64| {
        let compute: Vec<f64> = (0..8).map(f64::from).collect();
        let year: Vec<f64> = (0..8).map(|i| 1000.0 * f64::from(i) + off * f64::from(i % 2)).collect();
        let table = Columns { quality: compute.clone(), compute, year, part: vec![0; 8] };
        let all: Vec<usize> = (0..8).collect();
        table.fit(&all, &[&table.compute, &table.year]).is_some()
    };
    // What is left of the years beside compute is at least a hundred-millionth of their squares, 42 million.
    assert!(columns(2.0) && !columns(0.1) && !columns(0.0));
}

/// The covariance of both slopes.
fn covariance(of_b: f64, both: f64, of_r: f64) -> [f64; 4] {
    [of_b, both, both, of_r]
}

#[test]
fn ends_of_the_halving_time_solve_the_equation_of_fieller() {
    let (b, r, t) = (1.0, 0.5, 3.0);
    let Halving::Between { months } = halving(b, r, &covariance(0.01, 0.002, 0.004), t) else { panic!() };
    let scale = 12.0 * 2f64.log10();
    near(months.value, scale * 2.0);
    assert!(months.lo < months.value && months.value < months.hi, "{months:?}");
    for end in months.ends() {
        // The ratio of the slopes at an end is just as far off as errors allow.
        let x = scale / end;
        near((r - x * b).powi(2), t * t * (0.004 - 2.0 * x * 0.002 + x * x * 0.01));
    }
}

#[test]
fn progress_that_may_be_nil_leaves_the_shortest_time() {
    let scale = 12.0 * 2f64.log10();
    let (b, r, t) = (1.0, 0.1, 3.0);
    let Halving::NoFasterThan { months, least } = halving(b, r, &covariance(0.01, 0.002, 0.02), t) else {
        panic!()
    };
    near(months, 10.0 * scale);
    let x = scale / least;
    near((r - x * b).powi(2), t * t * (0.02 - 2.0 * x * 0.002 + x * x * 0.01));
    assert!(least > 0.0 && least < months, "{least}");
    // Progress that is surely below zero never halves anything.
    let falling = halving(1.0, -2.0, &covariance(0.01, 0.0, 0.01), t);
    assert!(matches!(falling, Halving::NoFasterThan { least, .. } if least.is_infinite()), "{falling:?}");
}

#[test]
fn compute_of_no_sure_effect_says_nothing() {
    let unknown = |b: f64, of_b: f64| {
        matches!(halving(b, 0.5, &covariance(of_b, 0.0, 0.01), 2.0), Halving::Unknown { .. })
    };
    // Two standard errors from zero, at the limit, and a little more.
    assert!(unknown(0.5, 0.0625) && unknown(0.5, 0.07) && !unknown(0.5, 0.06));
    assert!(unknown(-1.0, 0.0001), "more compute makes it worse");
}

#[test]
fn pairs_of_one_family_are_counted_as_right_wrong_or_tied() {
    let rows = [
        (0, 1.0, 1.0),
        (0, 2.0, 2.0),
        (0, 3.0, 3.0),
        (1, 1.0, 4.0),
        (1, 2.0, 4.0),
        (2, 5.0, 1.0),
        (2, 5.0, 2.0),
        (3, 1.0, 2.0),
        (3, 2.0, 1.0),
    ];
    let models: Vec<Made> = rows.iter().map(|(family, log, q)| made(*family, "", 2020.0, *log, *q)).collect();
    let used: Vec<&Made> = models.iter().collect();
    let found = within(&used, 0).unwrap();
    // Three right, one tied, one wrong; one family has a single size.
    assert_eq!((found.families, found.pairs), (3, 5));
    near(found.right, 0.7);
    // One pair is right by chance in half of the orders, a tied one in all.
    let right = within(&used[..2], 0).unwrap();
    assert!(right.right == 1.0 && (right.p - 0.5).abs() < 0.05, "{right:?}");
    let tied = within(&used[3..5], 0).unwrap();
    assert_eq!((tied.right, tied.p), (0.5, 1.0));
    assert_eq!(within(&used[5..7], 0), None);
    // Parts of a family are apart.
    let apart = [made(0, "a", 2020.0, 1.0, 1.0), made(0, "b", 2020.0, 2.0, 2.0)];
    assert_eq!(within(&[&apart[0], &apart[1]], 0), None);
}
