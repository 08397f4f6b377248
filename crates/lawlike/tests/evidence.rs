//! Audits whose evidence is less than it looks: copies, crashed runs, hand-picked cuts, a warm-up, series that disagree.

#![allow(clippy::unwrap_used, reason = "helpers of a test")]

use lawlike::audit::{Audit, AuditOptions, audit};
use lawlike::backtest::Question;
use lawlike::observations::{Column, Observations};
use lawlike::provenance::Provenance;
use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike::verdict::Word;
use lawlike_num::stream::Stream;

fn audited(series: &[Observations], options: &AuditOptions) -> Audit {
    audit(series, Vec::new(), Provenance::new(0, Vec::new(), Vec::new()), options).unwrap()
}

/// Losses over tokens.
fn curve(tokens: Vec<f64>, loss: Vec<f64>) -> Observations {
    let axis = Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens);
    Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), vec![axis]).unwrap()
}

/// So many runs over so many powers of ten that follow a law with a floor, with this noise.
fn lawful(draw: u64, runs: usize, decades: f64, noise: f64) -> Observations {
    let mut stream = Stream::keyed(21, &[draw]);
    let tokens: Vec<f64> =
        (0..runs).map(|i| 1e8 * 10f64.powf(decades * i as f64 / (runs - 1) as f64)).collect();
    let loss = tokens
        .iter()
        .map(|x| (1.7 + 1.4 * (x / 1e8).powf(-0.25)) * (noise * stream.normal()).exp())
        .collect();
    curve(tokens, loss)
}

fn codes(audit: &Audit) -> Vec<&str> {
    audit.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_file_joined_to_itself_says_no_more_than_the_file() {
    for (runs, word) in [(9, Word::Untested), (30, Word::Strong)] {
        let once = lawful(1, runs, 3.0, 0.003);
        let rows: Vec<usize> = (0..runs).chain(0..runs).collect();
        let (alone, twice) = (
            audited(std::slice::from_ref(&once), &AuditOptions::default()),
            audited(&[once.select(&rows)], &AuditOptions::default()),
        );
        assert_eq!(alone.verdict.word, word, "{}", alone.verdict.sentence);
        assert_eq!(twice.verdict, alone.verdict);
        assert!(codes(&twice).contains(&"copies") && !codes(&alone).contains(&"copies"));
        let parameters = |audit: &Audit| audit.series[0].fit.as_ref().unwrap().parameters.clone();
        assert_eq!(parameters(&twice), parameters(&alone), "standard errors as well");
    }
}

#[test]
fn seeds_of_few_sizes_give_no_word() {
    let mut stream = Stream::keyed(22, &[1]);
    let sizes: Vec<f64> = (0..6).flat_map(|i| [1e8 * 10f64.powf(0.6 * f64::from(i)); 6]).collect();
    let loss = sizes.iter().map(|x| (1.7 + 1.4 * (x / 1e8).powf(-0.25)) * (0.002 * stream.normal()).exp());
    let loss = loss.collect();
    assert_eq!(audited(&[curve(sizes, loss)], &AuditOptions::default()).verdict.word, Word::Untested);
}

#[test]
fn a_crashed_run_moves_no_word() {
    let (mut n, mut d) = (Vec::new(), Vec::new());
    for i in 0..6 {
        for ratio in [10.0, 20.0, 40.0] {
            n.push(2e7 * 2f64.powi(i));
            d.push(ratio * 2e7 * 2f64.powi(i));
        }
    }
    let mut stream = Stream::keyed(23, &[1]);
    let mut loss: Vec<f64> = n
        .iter()
        .zip(&d)
        .map(|(n, d): (&f64, &f64)| 1.7 + 406.0 / n.powf(0.34) + 410.0 / d.powf(0.28))
        .map(|loss| loss * (0.002 * stream.normal()).exp())
        .collect();
    let table = |loss: &[f64], rows: &[usize]| {
        let axes = vec![
            Column::new("params", Quantity::Parameters(ParameterCount::Total), n.clone()),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d.clone()),
        ];
        let response = Column::new("loss", Quantity::Loss(LossUnit::Nats), loss.to_vec());
        Observations::new(response, axes).unwrap().select(rows)
    };
    let all: Vec<usize> = (0..loss.len()).collect();
    let others: Vec<usize> = all.iter().copied().filter(|row| *row != 7).collect();
    let without = audited(&[table(&loss, &others)], &AuditOptions::default());
    loss[7] *= 1.3;
    let with = audited(&[table(&loss, &all)], &AuditOptions::default());
    assert!(codes(&with).contains(&"crashed"), "{:?}", codes(&with));
    assert_eq!(with.verdict.word, without.verdict.word);
    assert_eq!(with.verdict.sentence, without.verdict.sentence);
    let stability = with.stability.unwrap();
    assert!(stability.specifications.iter().any(|one| one.what.contains("set apart")));
}

#[test]
fn a_cut_that_was_named_never_gives_more_than_rolling_cuts() {
    // The law holds for the last runs only: a late cut sees nothing wrong with it.
    let mut runs = lawful(3, 60, 4.0, 0.002);
    for row in 0..40 {
        let wave = (row as f64 * 0.35).sin();
        runs.response.values[row] *= 1.0 + 0.06 * wave;
    }
    let rolling = audited(std::slice::from_ref(&runs), &AuditOptions::default());
    for cut in ["last:20%", "last:30%", "tokens<=1e11"] {
        let question = Question { cut: Some(cut.parse().unwrap()), ..Question::default() };
        let named = AuditOptions { question, ..AuditOptions::default() };
        let named = audited(std::slice::from_ref(&runs), &named);
        assert!(rolling.verdict.word != Word::Strong && named.verdict.word != Word::Strong, "{cut}");
        assert!(named.rolling.is_some());
    }
}

#[test]
fn the_place_from_which_a_law_holds_is_found() {
    let mut runs = lawful(4, 120, 3.0, 0.003);
    let start = runs.axes[0].values[30];
    for row in 0..30 {
        runs.response.values[row] *= (start / runs.axes[0].values[row]).powf(0.35);
    }
    let found = audited(&[runs], &AuditOptions::default());
    let onset = found.findings.iter().find(|finding| finding.code == "onset").unwrap();
    assert!(onset.message.contains("E = 1.") && onset.message.contains("rows before"), "{}", onset.message);
    let plain = audited(&[lawful(4, 120, 3.0, 0.003)], &AuditOptions::default());
    assert!(!codes(&plain).contains(&"onset"));
}

#[test]
fn a_word_over_series_is_not_better_than_theirs() {
    let good = |draw: u64| {
        let mut one = lawful(draw, 30, 3.0, 0.003);
        one.label = format!("good {draw}");
        one
    };
    let flat = |draw: u64| {
        let mut one = lawful(draw, 30, 3.0, 0.003);
        let mut stream = Stream::keyed(24, &[draw]);
        one.response.values.iter_mut().for_each(|y| *y = 2.0 * (0.03 * stream.normal()).exp());
        one.label = format!("flat {draw}");
        one
    };
    let all: Vec<Observations> = (0..4).map(good).collect();
    assert_eq!(audited(&all, &AuditOptions::default()).verdict.word, Word::Strong);
    let mixed: Vec<Observations> = (0..4).map(good).chain((0..3).map(flat)).collect();
    let mixed = audited(&mixed, &AuditOptions::default());
    assert_eq!(mixed.verdict.word, Word::Weak, "{}", mixed.verdict.sentence);
    assert!(mixed.verdict.sentence.contains("4 Strong"), "{}", mixed.verdict.sentence);
    let absent: Vec<Observations> = (0..1).map(good).chain((0..5).map(flat)).collect();
    assert_eq!(audited(&absent, &AuditOptions::default()).verdict.word, Word::Absent);
}
