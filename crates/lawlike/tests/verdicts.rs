//! Audits of tables whose verdict is known. The rates over many worlds are measured by the tool of the workspace; here a
//! few draws of clear cases must not be missed.

#![allow(clippy::unwrap_used, reason = "helpers of a test")]

use lawlike::audit::{AuditOptions, audit};
use lawlike::backtest::Question;
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::provenance::Provenance;
use lawlike::quantity::{LossUnit, Quantity, TokenCount};
use lawlike::verdict::{Verdict, Word};
use lawlike_num::stream::Stream;

/// Tables of each case.
const DRAWS: u64 = 5;

/// The verdict on a power law with a floor for losses over tokens.
fn verdict(tokens: Vec<f64>, loss: Vec<f64>) -> Verdict {
    let axis = Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens);
    let runs =
        Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), vec![axis]).unwrap();
    let question = Question { law: Some(Law::named("power-floor").unwrap()), ..Question::default() };
    let options = AuditOptions { question, ..AuditOptions::default() };
    audit(&[runs], Vec::new(), Provenance::new(0, Vec::new(), Vec::new()), &options).unwrap().verdict
}

/// So many runs over four powers of ten, and their losses by place, with noise.
fn table(draw: u64, runs: usize, noise: f64, loss: impl Fn(f64) -> f64) -> (Vec<f64>, Vec<f64>) {
    let mut stream = Stream::keyed(11, &[draw, runs as u64]);
    let tokens: Vec<f64> = (0..runs).map(|i| 1e7 * 10f64.powf(4.0 * i as f64 / (runs - 1) as f64)).collect();
    let loss = tokens.iter().map(|x| loss(*x) * (noise * stream.normal()).exp()).collect();
    (tokens, loss)
}

fn floor(tokens: f64) -> f64 {
    1.7 + 2.0 * (tokens / 1e7).powf(-0.3)
}

/// Asserts the word of every draw.
fn assert_word(word: Word, runs: usize, noise: f64, loss: impl Fn(f64) -> f64) -> Verdict {
    let mut last = None;
    for draw in 0..DRAWS {
        let (tokens, loss) = table(draw, runs, noise, &loss);
        let found = verdict(tokens, loss);
        assert_eq!(found.word, word, "draw {draw}: {}\n{:#?}", found.sentence, found.conditions);
        last = Some(found);
    }
    last.unwrap()
}

#[test]
fn a_law_with_little_noise_is_strong() {
    let verdict = assert_word(Word::Strong, 30, 0.003, floor);
    assert!(verdict.conditions.iter().all(|condition| condition.met), "{:#?}", verdict.conditions);
}

#[test]
fn a_law_under_noise_beyond_the_tolerance_is_weak() {
    assert_word(Word::Weak, 60, 0.08, |x| 8.0 * (x / 1e7).powf(-0.2));
}

#[test]
fn a_law_that_stops_is_broken_and_the_place_is_given() {
    for end in [2e9, 1.5e10] {
        let verdict = assert_word(Word::Broken, 40, 0.005, |x| 8.0 * (x.min(end) / 1e7).powf(-0.25));
        assert!(verdict.sentence.contains("held up to tokens = "), "{}", verdict.sentence);
    }
}

#[test]
fn losses_about_one_level_have_no_law_however_small_the_noise() {
    for noise in [0.002, 0.05] {
        let verdict = assert_word(Word::Absent, 40, noise, |_| 2.5);
        assert!(
            verdict.conditions.iter().any(|c| c.asks == "a trend beyond noise"),
            "{:#?}",
            verdict.conditions
        );
    }
}

#[test]
fn a_random_walk_is_no_law() {
    let right = (0..20).filter(|draw| {
        let mut stream = Stream::keyed(12, &[*draw]);
        let mut place = 1.0;
        let tokens: Vec<f64> = (0..40).map(|i| 1e7 * 10f64.powf(0.1 * f64::from(i))).collect();
        let loss = tokens.iter().map(|_| {
            place += 0.02 * stream.normal();
            f64::exp(place)
        });
        // A walk that rises is nothing that a falling law could have followed: that is said, and no word is given.
        matches!(verdict(tokens.clone(), loss.collect()).word, Word::Absent | Word::Untested)
    });
    assert!(right.count() >= 17);
}

#[test]
fn too_few_or_too_near_runs_are_untested() {
    assert_word(Word::Untested, 5, 0.003, floor);
    let (_, loss) = table(0, 30, 0.003, floor);
    let near = (0..30).map(|i| 1e9 * 1.01f64.powi(i)).collect();
    let verdict = verdict(near, loss);
    assert_eq!(verdict.word, Word::Untested, "{}", verdict.sentence);
    assert!(verdict.sentence.contains("nearly one size"), "{}", verdict.sentence);
}
