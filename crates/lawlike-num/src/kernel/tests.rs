use super::*;
use crate::stream::Stream;

/// Arguments and correctly rounded `exp`, by mpmath with 60 digits.
const EXP: [(f64, f64); 16] = [
    (1.0, std::f64::consts::E),
    (-1.0, 0.36787944117144233),
    (0.5, 1.6487212707001282),
    (-0.34657359027997264, std::f64::consts::FRAC_1_SQRT_2),
    (0.25, 1.2840254166877414),
    (1e-10, 1.0000000001),
    (-1e-300, 1.0),
    (10.0, 22026.465794806718),
    (-10.0, 4.5399929762484854e-05),
    (100.5, 4.4319559098458955e+43),
    (-700.25, 7.678723813110872e-305),
    (709.782712893384, 1.7976931348622732e+308),
    (-708.3, 2.450295530965988e-308),
    (-744.4400719213812, 5e-324),
    (std::f64::consts::LN_2, 2.0),
    (std::f64::consts::PI, 23.140692632779267),
];

/// Arguments and correctly rounded `ln`, by mpmath with 60 digits.
const LN: [(f64, f64); 16] = [
    (2.0, std::f64::consts::LN_2),
    (0.5, -std::f64::consts::LN_2),
    (10.0, std::f64::consts::LN_10),
    (0.7071067811865475, -0.34657359027997275),
    (std::f64::consts::FRAC_1_SQRT_2, -0.3465735902799726),
    (std::f64::consts::SQRT_2, 0.3465735902799727),
    (1.0000000000000002, 2.2204460492503128e-16),
    (0.9999999999999999, -1.1102230246251565e-16),
    (1e-300, -690.7755278982137),
    (5e-324, -744.4400719213812),
    (f64::MAX, 709.782712893384),
    (3.0, 1.0986122886681098),
    (10000000000.0, 23.025850929940457),
    (0.1, -std::f64::consts::LN_10),
    (f64::MIN_POSITIVE, -708.3964185322641),
    (123456.789, 11.723646487185881),
];

fn ulps(a: f64, b: f64) -> u64 {
    let ordered = |v: f64| {
        let bits = v.to_bits() as i64;
        if bits < 0 { i64::MIN - bits } else { bits }
    };
    ordered(a).abs_diff(ordered(b))
}

fn levels() -> Vec<Level> {
    let mut out = vec![Level::Portable];
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx2") {
            out.push(Level::Avx2);
        }
        if is_x86_feature_detected!("avx512f") {
            out.push(Level::Avx512);
        }
    }
    out
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| if v.is_nan() { u64::MAX } else { v.to_bits() }).collect()
}

/// Lengths of slices. Under Miri, which takes ten thousand times as long: every tail, one block, and some blocks with a tail.
fn lengths(below: usize, more: &[usize]) -> Vec<usize> {
    if cfg!(miri) {
        return (0..=LANES + 1).chain([3 * LANES + 5]).collect();
    }
    (0..below).chain(more.iter().copied()).collect()
}

/// Random numbers of all sizes, with every special value among them.
fn mixed(n: usize, stream: &mut Stream) -> Vec<f64> {
    const SPECIAL: [f64; 12] = [
        0.0,
        -0.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        5e-324,
        -5e-324,
        1e-310,
        f64::MAX,
        f64::MIN,
        710.0,
        -745.5,
    ];
    (0..n)
        .map(|_| match stream.below(8) {
            0 => SPECIAL[stream.below(SPECIAL.len())],
            1 => f64::from_bits(stream.next_u64()),
            2 => 1500.0 * (stream.uniform() - 0.5),
            _ => 20.0 * (stream.uniform() - 0.5),
        })
        .collect()
}

#[test]
fn exp_and_ln_match_rounded_values() {
    for (x, expected) in EXP {
        assert!(ulps(exp_one(x), expected) <= 1, "exp({x}) = {:e}, not {expected:e}", exp_one(x));
    }
    for (x, expected) in LN {
        assert!(ulps(ln_one(x), expected) <= 1, "ln({x}) = {:e}, not {expected:e}", ln_one(x));
    }
}

#[test]
fn exp_and_ln_stay_within_one_ulp_of_std() {
    let mut stream = Stream::keyed(7, &[1]);
    for _ in 0..if cfg!(miri) { 300 } else { 300_000 } {
        let x = match stream.below(3) {
            0 => 1500.0 * (stream.uniform() - 0.5),
            1 => 2.0 * (stream.uniform() - 0.5),
            _ => 30.0 * (stream.uniform() - 0.5),
        };
        assert!(ulps(exp_one(x), x.exp()) <= 1, "exp({x})");
        let y = match stream.below(3) {
            0 => f64::from_bits(stream.next_u64() >> 1),
            1 => 0.5 + stream.uniform(),
            _ => 1.0 + 1e-4 * (stream.uniform() - 0.5),
        };
        if y.is_finite() {
            assert!(ulps(ln_one(y), y.ln()) <= 1, "ln({y})");
        }
    }
}

#[test]
fn special_arguments_are_right() {
    assert_eq!(exp_one(f64::NEG_INFINITY), 0.0);
    assert_eq!(exp_one(f64::INFINITY), f64::INFINITY);
    assert_eq!(exp_one(800.0), f64::INFINITY);
    assert_eq!(exp_one(-800.0), 0.0);
    assert_eq!(exp_one(0.0), 1.0);
    assert_eq!(exp_one(-0.0), 1.0);
    assert!(exp_one(f64::NAN).is_nan());
    assert_eq!(ln_one(0.0), f64::NEG_INFINITY);
    assert_eq!(ln_one(-0.0), f64::NEG_INFINITY);
    assert_eq!(ln_one(f64::INFINITY), f64::INFINITY);
    assert_eq!(ln_one(1.0), 0.0);
    for x in [-1.0, -5e-324, f64::NEG_INFINITY, f64::NAN] {
        assert!(ln_one(x).is_nan(), "ln({x})");
    }
}

#[test]
fn every_level_and_length_gives_the_bits_of_one_lane() {
    let mut stream = Stream::keyed(7, &[2]);
    for n in lengths(40, &[240, 1001]) {
        let x = mixed(n, &mut stream);
        let a = stream.normal();
        let exps: Vec<f64> = x.iter().map(|&x| exp_one(x)).collect();
        let scaled: Vec<f64> = x.iter().map(|&x| exp_one(a * x)).collect();
        let lns: Vec<f64> = x.iter().map(|&x| ln_one(x)).collect();
        for level in levels() {
            let mut out = vec![0.0; n];
            exp_at(level, &x, &mut out);
            assert_eq!(bits(&out), bits(&exps), "exp at {level:?}, n = {n}");
            exp_scaled_at(level, a, &x, &mut out);
            assert_eq!(bits(&out), bits(&scaled), "exp_scaled at {level:?}, n = {n}");
            ln_at(level, &x, &mut out);
            assert_eq!(bits(&out), bits(&lns), "ln at {level:?}, n = {n}");
            out.copy_from_slice(&x);
            exp_in_place_at(level, &mut out);
            assert_eq!(bits(&out), bits(&exps), "exp_in_place at {level:?}, n = {n}");
            out.copy_from_slice(&x);
            ln_in_place_at(level, &mut out);
            assert_eq!(bits(&out), bits(&lns), "ln_in_place at {level:?}, n = {n}");
        }
    }
}

#[test]
fn sums_have_one_order_at_every_level() {
    let mut stream = Stream::keyed(7, &[3]);
    let in_lanes = |terms: &[f64]| {
        let mut lanes = [0.0; LANES];
        terms.iter().enumerate().for_each(|(i, term)| lanes[i % LANES] += term);
        tree(&lanes)
    };
    for n in lengths(40, &[240, 1001]) {
        let mut draw = || (0..n).map(|_| stream.normal()).collect::<Vec<f64>>();
        let (w, a, b) = (draw(), draw(), draw());
        let products: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a * b).collect();
        let triples: Vec<f64> = w.iter().zip(&a).zip(&b).map(|((w, a), b)| (w * a) * b).collect();
        for level in levels() {
            assert_eq!(sum_at(level, &a).to_bits(), in_lanes(&a).to_bits(), "sum at {level:?}, n = {n}");
            assert_eq!(dot_at(level, &a, &b).to_bits(), in_lanes(&products).to_bits(), "dot at {level:?}");
            assert_eq!(
                dot3_at(level, &w, &a, &b).to_bits(),
                in_lanes(&triples).to_bits(),
                "dot3 at {level:?}"
            );
        }
    }
}

#[test]
fn sums_taken_together_have_the_bits_of_sums_taken_apart() {
    let mut stream = Stream::keyed(7, &[4]);
    let counts: &[usize] =
        if cfg!(miri) { &[0, 1, 2, 3, 9] } else { &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 19] };
    for n in if cfg!(miri) { vec![0, 1, 7, 8, 13] } else { vec![0, 1, 7, 8, 53, 240] } {
        let mut draw = || (0..n).map(|_| stream.normal()).collect::<Vec<f64>>();
        let (w, all): (Vec<f64>, Vec<Vec<f64>>) = (draw(), (0..19).map(|_| draw()).collect());
        for &k in counts {
            let columns: Columns<'_> = all[..k].iter().map(Vec::as_slice).collect();
            let pair = |i: usize, j: usize| dot3(&w, columns[i.max(j)], columns[i.min(j)]);
            let gram: Vec<f64> = (0..k * k).map(|at| pair(at / k, at % k)).collect();
            let dots: Vec<f64> = columns.iter().map(|c| dot(&w, c)).collect();
            let squares: Vec<f64> = columns.iter().map(|c| dot3(&w, c, c)).collect();
            let mut combined = w.clone();
            columns.iter().zip(&dots).for_each(|(c, f)| axpy(*f, c, &mut combined));
            for level in levels() {
                let (mut square, mut line, mut rows) = (vec![0.0; k * k], vec![0.0; k], vec![0.0; n]);
                gram_at(level, &w, &columns, &mut square);
                assert_eq!(bits(&square), bits(&gram), "gram at {level:?}, {n} rows, {k} columns");
                dots_at(level, &w, &columns, &mut line);
                assert_eq!(bits(&line), bits(&dots), "dots at {level:?}, {n} rows, {k} columns");
                squares_at(level, &w, &columns, &mut line);
                assert_eq!(bits(&line), bits(&squares), "squares at {level:?}, {n} rows, {k} columns");
                combine_at(level, &w, &dots, &columns, &mut rows);
                assert_eq!(bits(&rows), bits(&combined), "combine at {level:?}, {n} rows, {k} columns");
            }
        }
    }
}

#[test]
fn products_by_element_have_the_same_bits_at_every_level() {
    let mut stream = Stream::keyed(7, &[5]);
    for n in lengths(20, &[240]) {
        let [x, y, z] = [0; 3].map(|_| mixed(n, &mut stream));
        let each = |f: &dyn Fn(usize) -> f64| bits(&(0..n).map(f).collect::<Vec<f64>>());
        for level in levels() {
            let mut out = vec![0.0; n];
            multiply_at(level, &x, &y, &mut out);
            assert_eq!(bits(&out), each(&|i| x[i] * y[i]));
            multiply_add_at(level, &x, &y, &z, &mut out);
            assert_eq!(bits(&out), each(&|i| x[i] * y[i] + z[i]));
            scaled_at(level, 0.3, &x, &y, &mut out);
            assert_eq!(bits(&out), each(&|i| (0.3 * x[i]) * y[i]));
            out.copy_from_slice(&z);
            add_scaled_at(level, 0.3, &x, &y, &mut out);
            assert_eq!(bits(&out), each(&|i| z[i] + (0.3 * x[i]) * y[i]));
            out.copy_from_slice(&x);
            divide_at(level, 0.3, &mut out);
            assert_eq!(bits(&out), each(&|i| 0.3 / x[i]));
            assert_eq!(is_finite_at(level, &x), x.iter().all(|v| v.is_finite()), "{x:?}");
            out.copy_from_slice(&x);
            (0..n).step_by(3).for_each(|i| out[i] = f64::NAN);
            flatten_at(level, &mut out);
            assert_eq!(bits(&out), each(&|i| if i % 3 == 0 || x[i].is_nan() { 0.0 } else { x[i] }));
        }
    }
    assert!(is_finite(&[0.0, -0.0, 5e-324, f64::MAX, f64::MIN]) && !is_finite(&[1.0, f64::NAN]));
}

#[test]
fn huber_sums_are_those_of_the_formulas_at_every_level() {
    let mut stream = Stream::keyed(7, &[6]);
    let d = 0.4;
    for n in lengths(20, &[240]) {
        let [r, a] = [0; 2].map(|_| (0..n).map(|_| stream.normal()).collect::<Vec<f64>>());
        let w: Vec<f64> = (0..n).map(|_| stream.uniform()).collect();
        let moved: Vec<f64> = r.iter().zip(&a).map(|(r, a)| r + a).collect();
        let piece = |r: f64| i32::from(r > d) - i32::from(r < -d);
        let same = r.iter().zip(&moved).all(|(r, moved)| piece(*r) == piece(*moved));
        for level in levels() {
            let mut out = vec![0.0; n];
            huber_weights_at(level, &r, &w, d, &mut out);
            for i in 0..n {
                assert!((out[i] - w[i] * (d / r[i].abs()).clamp(1e-3, 1.0)).abs() < 1e-15);
            }
            assert_eq!(huber_pieces_at(level, &moved, &a, d), same);
            assert!(huber_pieces_at(level, &r, &vec![0.0; n], d));
        }
    }
}

#[test]
fn the_shorter_slice_sets_the_length() {
    let mut out = [7.0; 3];
    exp(&[0.0; 2], &mut out);
    assert_eq!(out, [1.0, 1.0, 7.0]);
    ln(&[1.0; 9], &mut out);
    assert_eq!(out, [0.0; 3]);
    assert_eq!(dot(&[1.0, 2.0], &[3.0, 4.0, 5.0]), 11.0);
    assert_eq!(dot3(&[2.0; 12], &[1.0; 10], &[1.0; 11]), 20.0);
}
