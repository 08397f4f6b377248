use super::*;

const N: usize = 200_000;

fn moments(mut draw: impl FnMut() -> f64) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for _ in 0..N {
        let x = draw();
        let mut power = 1.0;
        for sum in &mut sums {
            power *= x;
            *sum += power / N as f64;
        }
    }
    sums
}

/// Each moment within five standard errors, given the standard deviation of its power.
#[track_caller]
fn assert_moments(actual: [f64; 4], expected: [f64; 4], deviations: [f64; 4]) {
    for k in 0..4 {
        let limit = 5.0 * deviations[k] / (N as f64).sqrt() + 1e-9;
        assert!((actual[k] - expected[k]).abs() <= limit, "moment {}: {actual:?}", k + 1);
    }
}

#[test]
fn known_answers_of_the_generator() {
    // The reference implementation of Blackman and Vigna from the state 1, 2, 3, 4.
    let mut stream = Stream { state: [1, 2, 3, 4] };
    let expected = [
        41_943_041,
        58_720_359,
        3_588_806_011_781_223,
        3_591_011_842_654_386,
        9_228_616_714_210_784_205,
        9_973_669_472_204_895_162,
        14_011_001_112_246_962_877,
        12_406_186_145_184_390_807,
        15_849_039_046_786_891_736,
        10_450_023_813_501_588_000,
    ];
    for value in expected {
        assert_eq!(stream.next_u64(), value);
    }
}

#[test]
fn known_answers_of_the_hash() {
    // SplitMix64 from the state 1234567.
    let mut state = 1_234_567_u64;
    for value in [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423] {
        state = state.wrapping_add(GOLDEN);
        assert_eq!(mix(state), value);
    }
}

#[test]
fn a_key_names_a_stream() {
    let first = |seed, key: &[u64]| Stream::keyed(seed, key).next_u64();
    assert_eq!(first(1, &[2, 3]), first(1, &[2, 3]));
    let mut seen = std::collections::HashSet::new();
    for seed in 0..20 {
        assert!(seen.insert(first(seed, &[])));
        for a in 0..20 {
            assert!(seen.insert(first(seed, &[a])));
            for b in 0..20 {
                assert!(seen.insert(first(seed, &[a, b])));
            }
        }
    }
}

#[test]
fn streams_of_neighbouring_keys_are_uncorrelated() {
    for (a, b) in [(&[0][..], &[1][..]), (&[5], &[5, 0]), (&[1, 2], &[2, 1])] {
        let (mut a, mut b) = (Stream::keyed(9, a), Stream::keyed(9, b));
        let product: f64 = (0..N).map(|_| a.normal() * b.normal()).sum();
        assert!((product / (N as f64).sqrt()).abs() < 5.0);
    }
}

#[test]
fn moments_of_all_laws() {
    let mut s = Stream::keyed(42, &[1]);
    assert_moments(moments(|| s.uniform()), [0.5, 1.0 / 3.0, 0.25, 0.2], [0.29, 0.3, 0.29, 0.27]);
    assert_moments(moments(|| s.normal()), [0.0, 1.0, 0.0, 3.0], [1.0, 1.5, 3.9, 9.8]);
    assert_moments(moments(|| s.rademacher()), [0.0, 1.0, 0.0, 1.0], [1.0, 0.0, 1.0, 0.0]);
    assert_moments(moments(|| s.mammen()), [0.0, 1.0, 1.0, 2.0], [1.0, 1.0, 2.0, 3.0]);
    assert_moments(moments(|| s.exponential()), [1.0, 2.0, 6.0, 24.0], [1.0, 4.5, 26.2, 199.4]);
}

#[test]
fn below_is_even_and_in_range() {
    let mut stream = Stream::keyed(42, &[2]);
    assert_eq!((stream.below(0), stream.below(1)), (0, 0));
    let mut counts = [0_usize; 7];
    for _ in 0..N {
        counts[stream.below(7)] += 1;
    }
    let expected = N as f64 / 7.0;
    let chi2: f64 = counts.iter().map(|&c| (c as f64 - expected).powi(2) / expected).sum();
    // The 0.9999 quantile of chi-squared with 6 degrees of freedom.
    assert!(chi2 < 27.9, "{chi2}");
    let huge = usize::MAX / 3 * 2;
    assert!((0..1000).all(|_| stream.below(huge) < huge));
}

#[test]
fn uniforms_keep_off_the_ends() {
    let top = Stream { state: [u64::MAX, 0, 0, 0] };
    assert!((0..100).all(|_| {
        let u = top.clone().open_uniform();
        u > 0.0 && u < 1.0
    }));
    assert!(((u64::MAX >> 12) as f64 + 0.5) * (2.0 * UNIT) < 1.0);
    assert!((u64::MAX >> 11) as f64 * UNIT < 1.0);
}

#[test]
fn shuffles_are_permutations_in_all_orders() {
    let mut stream = Stream::keyed(42, &[3]);
    let mut counts = std::collections::HashMap::new();
    for _ in 0..24_000 {
        let mut items = [0, 1, 2, 3];
        stream.shuffle(&mut items);
        *counts.entry(items).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 24);
    assert!(counts.values().all(|&count: &i32| (count - 1000).abs() < 160));
}
