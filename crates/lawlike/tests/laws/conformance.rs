//! Every examination of the kit, over all cards.

use lawlike::Result;
use lawlike::conform::{self, Exam, ExamOutcome, World};
use lawlike::law::{CARDS, End, Law, LimitClaim, Parameter};
use lawlike_num::parallel;

/// Coverage of 95 % intervals over all cards.
const OVERALL: std::ops::RangeInclusive<f64> = 0.935..=0.965;
/// Cards that must have been held to it; the others have more parameters than their design determines.
const HELD: usize = 80;

/// All cards with `draws` random sets of parameters each.
fn worlds(draws: u64) -> Vec<World> {
    CARDS.iter().map(|card| World::new(&Law::from_card(card).unwrap(), draws).unwrap()).collect()
}

/// What an examination finds of every card; none may fail.
fn examined(draws: u64, exam: impl Fn(&World) -> Result<Exam> + Sync) -> Vec<Exam> {
    let worlds = worlds(draws);
    let exams = parallel::map(worlds.len(), 0, |at| (worlds[at].law.id.clone(), exam(&worlds[at]).unwrap()));
    let failed: Vec<_> = exams.iter().filter(|(_, exam)| exam.outcome == ExamOutcome::Failed).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    exams.into_iter().map(|(_, exam)| exam).collect()
}

fn held(exams: &[Exam]) -> usize {
    exams.iter().filter(|exam| exam.outcome == ExamOutcome::Held).count()
}

#[test]
fn derivatives_are_those_of_differences() {
    assert_eq!(held(&examined(3, conform::derivatives)), CARDS.len());
}

#[test]
fn responses_go_where_the_cards_say() {
    let claims = CARDS.iter().filter(|card| !card.limits.is_empty()).count();
    assert_eq!(held(&examined(3, conform::limits)), claims);
}

#[test]
fn responses_fall_and_rise_as_the_cards_say() {
    let claims = CARDS.iter().filter(|card| !card.trends.is_empty()).count();
    assert_eq!(held(&examined(3, conform::trends)), claims);
}

#[test]
#[ignore = "slow"]
fn laws_are_found_again_without_noise() {
    assert_eq!(held(&examined(3, conform::recovery)), CARDS.len());
}

#[test]
fn units_do_not_matter() {
    assert!(held(&examined(1, conform::units)) > 40);
}

#[test]
#[ignore = "slow"]
fn intervals_cover_the_truth() {
    let exams = examined(1, conform::coverage);
    let shares: Vec<f64> = exams.iter().map(|exam| exam.found).filter(|share| !share.is_nan()).collect();
    let overall = shares.iter().sum::<f64>() / shares.len() as f64;
    println!("coverage {overall:.3} over {} of {} cards", shares.len(), exams.len());
    assert!(OVERALL.contains(&overall) && shares.len() >= HELD, "{overall} over {} cards", shares.len());
}

#[test]
fn laws_that_break_their_word_fail() {
    // The claimed limit is wrong, and so is the trend.
    let mut law = Law::from_formula("E + A*N^-alpha").unwrap();
    law.limits = vec![LimitClaim::new(&law.formula, vec![("N".into(), End::Infinity)], "A").unwrap()];
    law.trends = vec![("N".into(), true)];
    let (name, meaning) = ("alpha".to_owned(), String::new());
    law.parameters = vec![Parameter { name, lo: 0.05, hi: 1.0, spacing: None, meaning }];
    let exams = conform::conform(&law).unwrap();
    let outcome_of = |name: &str| exams.iter().find(|exam| exam.name == name).unwrap().outcome;
    assert_eq!((outcome_of("limits"), outcome_of("trends")), (ExamOutcome::Failed, ExamOutcome::Failed));
    assert_eq!(
        (outcome_of("derivatives"), outcome_of("recovery"), outcome_of("units")),
        (ExamOutcome::Held, ExamOutcome::Held, ExamOutcome::Held)
    );
}

#[test]
fn numbers_that_follow_are_of_the_parameters() {
    for world in worlds(1) {
        let names = world.model.parameters();
        for entry in world.law.card.unwrap().derived {
            let formula = lawlike_formula::Formula::parse(entry.formula).unwrap();
            let truth = &world.truths[0];
            let value =
                formula.eval(&|name| names.iter().position(|known| known == name).map(|at| truth[at]));
            assert!(value.is_some_and(|value| !value.is_nan()), "{}: {}", world.law.id, entry.name);
        }
    }
}
