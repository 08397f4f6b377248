//! Numbers at and beside the thresholds of the table, and what is said of them.

use super::*;
use crate::verdict::conditions::chance_text;
use crate::verdict::tally::{by_luck, so_few};

/// The condition of that kind.
fn found(verdict: &Verdict, id: ConditionId) -> &Condition {
    verdict.conditions.iter().find(|condition| condition.id == id).unwrap()
}

#[test]
fn six_runs_are_enough_for_three_parameters() {
    let held = held(&NEAR, 12, BASELINES);
    let with = |runs| judge(&evidence(Some(&held), runs)).word;
    assert_eq!((with(5), with(6)), (Word::Untested, Word::Strong));
    let wide = |decades| {
        let design = Design { decades: Some(decades), ..Design::default() };
        judge(&Evidence { design, ..evidence(Some(&held), 30) })
    };
    assert_eq!((wide(0.149).word, wide(0.15).word), (Word::Untested, Word::Strong));
    assert_eq!(found(&wide(0.15), ConditionId::Spread).threshold, 0.15);
}

#[test]
fn standing_still_within_the_tolerance_must_be_more_than_halved() {
    // Twice the error of every run: the skill is one half, and its error nothing.
    let with = |still| judge(&evidence(Some(&held(&NEAR, 12, Baselines { still, line: 2.0 })), 30));
    let halved = with(2.0);
    let condition = found(&halved, ConditionId::Standing);
    assert!((condition.found, condition.threshold, condition.met) == (0.5, 0.5, false), "{condition:?}");
    assert_eq!((halved.word, with(2.1).word), (Word::Weak, Word::Strong));
}

#[test]
fn halves_are_parted_in_the_middle_and_measured_against_twice_the_tolerance() {
    let mut errors = NEAR.to_vec();
    errors[6..].iter_mut().for_each(|error| *error = 0.04);
    let verdict = |errors: &[f64]| {
        judge(&Evidence { is_bent: true, ..evidence(Some(&held(errors, 12, BASELINES)), 30) })
    };
    let at = verdict(&errors);
    let condition = found(&at, ConditionId::NoBreak);
    assert!((condition.found, condition.threshold) == (0.04, 0.04) && condition.met, "{condition:?}");
    errors[6..].iter_mut().for_each(|error| *error = -0.041);
    let beyond = verdict(&errors);
    assert!(!found(&beyond, ConditionId::NoBreak).met && beyond.word == Word::Broken, "{beyond:?}");
    assert!(beyond.sentence.contains("below what happened in 100 % of cases"), "{}", beyond.sentence);
    // One of six to the other side is one too many.
    errors[8] = 0.041;
    assert!(found(&verdict(&errors), ConditionId::NoBreak).met);
}

#[test]
fn chances_are_those_of_the_binomial() {
    // Of five: all with 1/32, at least four with 6/32, at most one with 6/32.
    assert!((by_luck(5, 5) - 1.0 / 32.0).abs() < 1e-12 && (by_luck(4, 5) - 6.0 / 32.0).abs() < 1e-12);
    assert!((so_few(1, 5, 0.5) - 6.0 / 32.0).abs() < 1e-12);
    assert_eq!((by_luck(0, 5), so_many(0, 5, 0.2)), (1.0, 1.0));
    assert!((so_many(2, 2, 0.2) - 0.04).abs() < 1e-12 && (so_many(1, 2, 0.2) - 0.36).abs() < 1e-12);
    assert_eq!(chance_text(0.001), "0.1 %");
    assert_eq!(chance_text(0.000_999), "below 0.1 %");
}

#[test]
fn a_tally_counts_every_run_once_at_its_farthest() {
    let mut twice = held(&NEAR, 6, BASELINES);
    let mut again = twice.runs.clone();
    again.iter_mut().for_each(|run| (run.distance, run.error) = (run.distance + 2.0, 0.05));
    twice.runs.extend(again);
    let (near, all) = (Tally::up_to(&twice, 1.0), Tally::new(&twice));
    // Distances are tenths of the place: ten runs lie no farther than one.
    assert_eq!((near.n(), near.places(), near.within(0.02), near.inside(1)), (10, 10, 10, 6));
    assert_eq!((all.n(), all.places(), all.within(0.02), all.inside(1)), (12, 12, 0, 6));
    assert!((all.farthest() - 3.2).abs() < 1e-12 && all.typical() == 0.05);
    assert_eq!(all.cuts_within(0.04), (4, 4), "half of each cut is near, half far: 0.0275 or less");
    assert_eq!(all.cuts_within(0.02), (0, 4));
}

#[test]
fn a_baseline_without_an_answer_and_the_mixture_are_not_compared_with() {
    let mut held = held(&NEAR, 12, BASELINES);
    let names = |held: &Held| Tally::new(held).against().iter().map(|one| one.baseline).collect::<Vec<_>>();
    assert_eq!(names(&held), [Baseline::LastValue, Baseline::Line]);
    held.runs[3].baselines[1] = f64::NAN;
    assert_eq!(names(&held), [Baseline::LastValue]);
    held.baselines[0] = Baseline::Mixture;
    assert_eq!(names(&held), []);
}

#[test]
fn order_is_the_share_that_followed_or_the_mean_of_ranks() {
    let mut one = held(&NEAR[..4], 4, BASELINES);
    one.runs[0].followed = Some(false);
    assert_eq!(Tally::new(&one).order(), 0.75);
    // Two cuts of three runs: forecasts in order (rank correlation 1), and two of them swapped (1/2).
    let mut several = held(&NEAR[..6], 6, BASELINES);
    let forecasts = [1.1, 2.1, 3.1, 2.0, 1.0, 3.0];
    for (i, (run, forecast)) in several.runs.iter_mut().zip(forecasts).enumerate() {
        (run.followed, run.cut, run.truth) = (None, i / 3, (i % 3 + 1) as f64);
        run.error = forecast - run.truth;
    }
    assert!((Tally::new(&several).order() - 0.875).abs() < 1e-12, "{}", Tally::new(&several).order());
    several.runs.truncate(1);
    assert_eq!(Tally::new(&several).order(), 0.5, "one run has no order");
}

#[test]
fn horizons_end_at_doublings_and_say_what_lies_within() {
    let verdict = judge(&evidence(Some(&held(&NEAR, 9, BASELINES)), 30));
    let ends: Vec<&str> = verdict.horizons.iter().map(|horizon| horizon.name.as_str()).collect();
    assert_eq!(ends, ["×2", "×4", "×8", "×16"]);
    let runs: Vec<usize> = verdict.horizons.iter().map(|horizon| horizon.runs).collect();
    assert_eq!(runs, [3, 6, 9, 12], "a tenth of a power of ten each");
    let last = verdict.horizons.last().unwrap();
    assert_eq!((last.places, last.within, last.inside80), (12, 12, 9));
    assert!(last.skill.is_some_and(|skill| (skill - 5.0 / 6.0).abs() < 1e-12), "{last:?}");
}

#[test]
fn what_a_horizon_adds_must_be_right_by_itself() {
    // Eighteen runs are near, up to ×63; the six beyond are half as far off again as the tolerance.
    let mut errors = [NEAR, NEAR].concat();
    errors[18..].iter_mut().for_each(|error| *error = 0.03);
    let words = |errors: &[f64]| -> Vec<Word> {
        let verdict = judge(&evidence(Some(&held(errors, errors.len(), BASELINES)), 30));
        verdict.horizons.iter().rev().take(2).map(|horizon| horizon.word).collect()
    };
    assert_eq!(words(&errors), [Word::Weak, Word::Strong], "all of them together are near");
    assert_eq!(
        words(&errors[..20]),
        [Word::Strong; 2],
        "two more runs are too few to be asked by themselves"
    );
}

#[test]
fn of_a_trend_the_nearer_of_two_numbers_is_shown() {
    let walk = |white, drift| {
        let walk = Some(Walk { white, places: 40.0, drift });
        let conditions = crate::verdict::conditions::trend(Some(Trend { chance: 1e-6, walk }));
        (conditions[1].found, conditions[1].met)
    };
    assert_eq!(walk(1.0, 0.5), (1.0, true), "noise about a law");
    assert_eq!(walk(1.0, 5.0), (1.0, true), "both");
    assert_eq!(walk(0.2, 5.0), (5.0, true), "a drift");
    assert_eq!(walk(0.2, 1.0), (0.2, false), "neither");
}

#[test]
fn eight_runs_are_enough_and_six_of_them_are_not() {
    let verdict = judge(&evidence(Some(&held(&NEAR[..8], 8, BASELINES)), 30));
    assert_eq!((verdict.horizons[1].runs, verdict.horizons[1].word), (6, Word::Untested));
}

#[test]
fn an_error_as_large_as_that_of_standing_still_is_no_smaller() {
    assert_eq!(word(&held(&scaled(20.0), 12, Baselines { still: 1.0, line: 2.0 })), Word::Absent);
}

#[test]
fn intervals_must_cover_in_most_cuts_and_not_in_the_earliest_alone() {
    // All twelve runs are inside at their farthest forecast; of three later cuts that see them nearer, so many miss all.
    let with = |missing: usize| {
        let mut all = held(&NEAR, 12, BASELINES);
        all.runs.iter_mut().for_each(|run| run.cut = 0);
        let first = all.runs.clone();
        for cut in 1..=3 {
            let near = first.iter().cloned().map(|run| HeldOut {
                cut,
                distance: run.distance / 2.0,
                inside: [cut > missing; 3],
                ..run
            });
            all.runs.extend(near);
        }
        judge(&evidence(Some(&all), 30))
    };
    assert_eq!((with(0).word, with(1).word, with(2).word), (Word::Strong, Word::Strong, Word::Weak));
    let two = with(2);
    let condition = found(&two, ConditionId::CoverCuts);
    assert!((condition.found, condition.met) == (0.5, false), "{condition:?}");
    assert!(found(&two, ConditionId::Cover80).met && condition.text == "2 of 4 (at least 75 %)");
    // What is worth one independent run refutes nothing.
    let mut one = held(&NEAR, 0, BASELINES);
    assert_eq!((Tally::new(&one).cuts_covering(1.0), Tally::new(&one).cuts_covering(0.3)), ((0, 4), (4, 4)));
    one.runs.iter_mut().for_each(|run| run.inside[1] = true);
    assert_eq!(Tally::new(&one).cuts_covering(1.0), (4, 4));
}
