mod boundaries;
mod said;

use super::*;
use crate::backtest::{DistanceUnit, Held, HeldOut};
use crate::forecast::Baseline;
use crate::interval::Fan;
use crate::law::course::Course;
use crate::quantity::Scale;
use lawlike_num::stream::Stream;

/// How many times larger the errors of standing still and of a line are.
#[derive(Clone, Copy)]
struct Baselines {
    still: f64,
    line: f64,
}

/// Held-out runs with these errors, each a tenth of a power of ten farther out, forecast from one cut; the errors of standing
/// still and of a line are so many times larger.
fn held(errors: &[f64], inside: usize, baselines: Baselines) -> Held {
    let Baselines { still, line } = baselines;
    let runs = errors.iter().enumerate().map(|(i, error)| HeldOut {
        series: 0,
        run: i,
        place: i,
        cut: i % 4,
        distance: 0.1 * (i + 1) as f64,
        error: *error,
        truth: -0.1 * i as f64,
        inside: [i < inside; 3],
        around: Fan::new(0.0, [-0.04, -0.02, -0.01, 0.01, 0.02, 0.04]),
        followed: Some(true),
        baselines: vec![still * error.abs(), line * error.abs()],
        rows: vec![i],
    });
    Held { baselines: vec![Baseline::LastValue, Baseline::Line], runs: runs.collect() }
}

fn evidence(held: Option<&Held>, runs: usize) -> Evidence<'_> {
    Evidence {
        held,
        named: None,
        scale: Scale::Log,
        tolerance: (0.02, "2 %"),
        unit: DistanceUnit::PowersOfTen,
        runs,
        worth: 1.0,
        is_bent: false,
        turning: None,
        parameters: 3,
        design: Design::default(),
        trend: None,
        regime: None,
    }
}

fn word(held: &Held) -> Word {
    judge(&evidence(Some(held), 30)).word
}

const NEAR: [f64; 12] =
    [0.005, -0.004, 0.006, 0.003, -0.005, 0.004, 0.005, -0.004, 0.006, 0.003, -0.005, 0.004];
/// Standing still is six times off, a line twice.
const BASELINES: Baselines = Baselines { still: 6.0, line: 2.0 };

fn scaled(factor: f64) -> Vec<f64> {
    NEAR.iter().map(|error| factor * error).collect()
}

#[test]
fn each_row_of_the_table_gives_its_word() {
    assert_eq!(word(&held(&NEAR, 12, BASELINES)), Word::Strong);
    assert_eq!(word(&held(&NEAR, 4, BASELINES)), Word::Weak, "intervals too narrow");
    assert_eq!(word(&held(&scaled(20.0), 12, BASELINES)), Word::Weak, "far off, but in the right direction");
    assert_eq!(
        word(&held(&scaled(20.0), 12, Baselines { still: 0.8, line: 0.5 })),
        Word::Absent,
        "standing still is better"
    );
    assert_eq!(word(&held(&NEAR[..5], 5, BASELINES)), Word::Strong, "five of five is no luck");
    assert_eq!(word(&held(&scaled(20.0)[..7], 7, BASELINES)), Word::Untested, "seven give no other word");
    assert_eq!(word(&held(&NEAR[..4], 4, BASELINES)), Word::Untested, "four held-out runs");
    assert_eq!(judge(&evidence(None, 30)).word, Word::Untested);
    assert_eq!(judge(&evidence(Some(&held(&NEAR, 12, BASELINES)), 5)).word, Word::Untested, "five runs");
}

#[test]
fn right_by_luck_is_not_strong() {
    // Eight of twelve within the tolerance: luck has as many in one case of five.
    let mut errors = NEAR.to_vec();
    errors.iter_mut().step_by(3).for_each(|error| *error = 0.05);
    assert_eq!(word(&held(&errors, 12, BASELINES)), Word::Weak);
    // Neighbours that err together are worth less than their number.
    let strong = held(&NEAR, 12, BASELINES);
    assert_eq!(judge(&Evidence { worth: 0.3, ..evidence(Some(&strong), 30) }).word, Word::Weak);
}

#[test]
fn seeds_and_copies_count_once() {
    let mut seeds = held(&[NEAR, NEAR].concat(), 24, BASELINES);
    for (i, run) in seeds.runs.iter_mut().enumerate() {
        (run.run, run.place) = (i / 6, i / 6);
    }
    assert_eq!(word(&seeds), Word::Untested, "24 rows of four configurations");
    let mut few = held(&NEAR, 12, BASELINES);
    few.runs.iter_mut().for_each(|run| run.place /= 3);
    assert_eq!(word(&few), Word::Untested, "four places");
}

#[test]
fn baselines_must_be_beaten_by_more_than_the_error_of_the_comparison() {
    assert_eq!(
        word(&held(&NEAR, 12, Baselines { still: 1.02, line: 2.0 })),
        Word::Weak,
        "standing still is within the tolerance too"
    );
    assert_eq!(
        word(&held(&scaled(3.3), 12, Baselines { still: 1.6, line: 2.0 })),
        Word::Strong,
        "beyond the tolerance it is only beaten"
    );
    assert_eq!(
        word(&held(&NEAR, 12, Baselines { still: 6.0, line: 0.5 })),
        Word::Weak,
        "a line is twice as good"
    );
    assert_eq!(
        word(&held(&NEAR, 12, Baselines { still: 6.0, line: 1.0 })),
        Word::Strong,
        "a straight law is a line"
    );
}

#[test]
fn the_margin_over_a_baseline_is_less_the_error_of_the_comparison() {
    let mut held = held(&scaled(3.3), 12, BASELINES);
    held.runs.iter_mut().step_by(3).for_each(|run| run.baselines[0] = 0.2 * run.error.abs());
    let tally = Tally::new(&held);
    let still = tally.against().into_iter().find(|one| one.baseline.stands_still()).unwrap();
    assert!(still.se > 0.01 && still.skill > 0.05, "{} {}", still.skill, still.se);
    let verdict = judge(&evidence(Some(&held), 30));
    let standing = verdict.conditions.iter().find(|one| one.id == ConditionId::Standing).unwrap();
    assert!((standing.found - (still.skill - still.se)).abs() < 1e-12, "{standing:?}");
}

#[test]
fn what_would_change_the_word_is_what_is_not_met() {
    let held = held(&NEAR, 4, BASELINES);
    let verdict = judge(&evidence(Some(&held), 30));
    let missed = verdict.conditions.iter().filter(|one| !one.met);
    let expected: Vec<String> =
        missed.map(|one| format!("Strong needs: {}, now {}", one.asks, one.text)).collect();
    assert!(verdict.word == Word::Weak && !expected.is_empty() && expected.len() < verdict.conditions.len());
    assert_eq!(verdict.would_change, expected);
    let few = judge(&evidence(None, 2));
    assert!(few.would_change.contains(&"more independent runs, spread over the axes".to_owned()), "{few:?}");
}

#[test]
fn the_last_horizon_ends_at_the_farthest_run() {
    let doublings = horizon::ends(DistanceUnit::PowersOfTen, 3.0 * 2f64.log10());
    assert!(doublings.windows(2).all(|pair| pair[0] < pair[1]), "{doublings:?}");
    assert_eq!(doublings.last(), Some(&(3.0 * 2f64.log10())));
    assert_eq!(horizon::ends(DistanceUnit::Years, 0.01), [0.01]);
}

#[test]
fn the_reach_is_how_far_the_strong_form_holds() {
    let mut errors = [NEAR, NEAR].concat();
    errors[15..].iter_mut().for_each(|error| *error *= 40.0);
    let verdict = judge(&evidence(Some(&held(&errors, 24, BASELINES)), 30));
    assert_eq!(verdict.word, Word::Strong);
    assert!(
        verdict.headline.starts_with("Strong up to ×32, Weak up to ×251, untested"),
        "{}",
        verdict.headline
    );
    errors[9..].iter_mut().for_each(|error| *error = 0.2);
    let near = judge(&evidence(Some(&held(&errors, 24, BASELINES)), 30));
    assert_eq!(near.word, Word::Weak, "{}", near.headline);
    assert!(near.headline.starts_with("Strong up to ×8, Weak"), "{}", near.headline);
}

#[test]
fn errors_that_grow_are_a_break_only_where_one_law_does_not_fit_all_runs() {
    let mut errors = [NEAR, NEAR].concat();
    errors[8..].iter_mut().for_each(|error| *error = 0.1);
    let held = held(&errors, 24, BASELINES);
    let with = |is_bent| judge(&Evidence { is_bent, ..evidence(Some(&held), 30) }).word;
    assert_eq!((with(true), with(false)), (Word::Broken, Word::Weak));
}

#[test]
fn a_trend_is_asked_for() {
    let held = held(&NEAR, 12, BASELINES);
    let with = |chance, white, drift| {
        let walk = Some(Walk { white, places: 40.0, drift });
        judge(&Evidence { trend: Some(Trend { chance, walk }), ..evidence(Some(&held), 30) }).word
    };
    assert_eq!(with(1e-6, 1.0, 0.5), Word::Strong, "noise about a law");
    assert_eq!(with(1e-6, 0.2, 5.0), Word::Strong, "errors that add up, about a drift");
    assert_eq!(with(1e-6, 0.2, 1.0), Word::Absent, "a random walk");
    assert_eq!(with(0.2, 1.0, 0.5), Word::Absent, "noise about a level");
}

#[test]
fn a_design_that_cannot_answer_is_untested() {
    let held = held(&NEAR, 12, BASELINES);
    let with = |design| judge(&Evidence { design, ..evidence(Some(&held), 30) });
    let wide = Design { decades: Some(2.0), collinear: Some(3.0), ..Design::default() };
    assert_eq!(with(wide).word, Word::Strong);
    assert_eq!(with(Design { decades: Some(0.1), ..Design::default() }).word, Word::Untested);
    let open = with(Design { open: Some(0.4), ..Design::default() });
    assert_eq!(open.word, Word::Weak, "a law that is not told from one that ends is not strong");
    let ray = with(Design { decades: Some(2.0), collinear: Some(f64::INFINITY), ..Design::default() });
    assert_eq!(ray.word, Word::Untested);
    assert_eq!(ray.would_change, ["runs that vary each axis while the others stay"]);
    let turning = Some(Turning { distance: 0.3, criterion: 4.0 });
    let turns = judge(&Evidence { turning, ..evidence(Some(&held), 30) });
    assert_eq!(turns.word, Word::Weak, "a curve that turns back soon fits as well");
}

/// A law that held before `x = 3` and missed by four tolerances beyond, always to one side.
fn ended(before: Held) -> Regime {
    Regime {
        place: "x = 3".to_owned(),
        before: Some(before),
        trend: None,
        beyond: 6,
        failed: 0.08,
        missed: 0.07,
        one_sided: 1.0,
        is_above: false,
    }
}

#[test]
fn a_law_that_ends_is_broken_only_if_it_held_before() {
    let (whole, before) = (held(&NEAR, 12, BASELINES), held(&NEAR, 12, BASELINES));
    let regime = ended(before);
    let with = |regime: &Regime| judge(&Evidence { regime: Some(regime), ..evidence(Some(&whole), 30) });
    let broken = with(&regime);
    assert_eq!(broken.word, Word::Broken);
    assert!(broken.sentence.contains("held up to x = 3"), "{}", broken.sentence);
    assert_eq!(with(&Regime { failed: 0.03, ..regime.clone() }).word, Word::Strong, "within two tolerances");
    let came_right = Regime { missed: 0.01, ..regime.clone() };
    assert_eq!(with(&came_right).word, Word::Strong, "right as soon as more was seen");
    assert_eq!(with(&Regime { one_sided: 0.6, ..regime.clone() }).word, Word::Strong, "to both sides");
    assert_eq!(with(&Regime { before: None, ..regime }).word, Word::Strong, "nothing is known of before");
}

#[test]
fn the_weaker_word_of_rolling_cuts_and_a_named_one_counts() {
    let (strong, weak) = (held(&NEAR, 12, BASELINES), held(&scaled(20.0), 12, BASELINES));
    let few = held(&scaled(20.0)[..4], 4, BASELINES);
    let both =
        |rolling: &Held, named: &Held| judge(&Evidence { named: Some(named), ..evidence(Some(rolling), 30) });
    assert_eq!(both(&strong, &weak).word, Word::Weak);
    assert_eq!(both(&weak, &strong).word, Word::Weak);
    let with_few = both(&strong, &few);
    assert_eq!(with_few.word, Word::Strong, "four runs give no word of their own");
    assert!(with_few.conditions.last().is_some_and(|c| c.id == ConditionId::NamedCut && c.met));
}

#[test]
fn the_word_over_series_follows_from_theirs() {
    let many = |errors: &[f64], baselines: Baselines| {
        let mut all = held(&errors.repeat(4), 4 * errors.len(), baselines);
        for (i, run) in all.runs.iter_mut().enumerate() {
            run.series = i / errors.len();
        }
        all
    };
    let held = many(&NEAR, BASELINES);
    let word_of = |held: &Held, words: &[Word]| judge_series(&evidence(Some(held), 30), words).word;
    let (s, w, b, a, u) = (Word::Strong, Word::Weak, Word::Broken, Word::Absent, Word::Untested);
    assert_eq!(word_of(&held, &[s, s, s, w]), Word::Strong);
    assert_eq!(word_of(&held, &[s, s, w, a]), Word::Weak);
    assert_eq!(word_of(&held, &[s, b, b, a]), Word::Broken);
    assert_eq!(word_of(&held, &[a, a, a, s]), Word::Absent);
    assert_eq!(
        word_of(&many(&NEAR, Baselines { still: 6.0, line: 0.9 }), &[s, s, s, s]),
        Word::Weak,
        "a line has the smaller error"
    );
    assert_eq!(word_of(&held, &[u, u, u, s]), Word::Untested, "four short series are four runs");
}

#[test]
fn untested_says_what_is_missing() {
    let verdict = judge(&Evidence { unit: DistanceUnit::Years, ..evidence(None, 2) });
    assert_eq!(verdict.would_change.len(), 4);
    assert!(verdict.sentence.contains("2 (at least 6)"), "{}", verdict.sentence);
}

#[test]
fn a_law_that_cannot_follow_and_a_response_that_stands_still_are_no_question() {
    let held = held(&NEAR, 12, BASELINES);
    let with = |design| judge(&Evidence { design, ..evidence(Some(&held), 30) });
    let wrong = Wrong { course: Course::Rises, explained: -0.2 };
    let verdict = with(Design { wrong: Some(wrong), ..Design::default() });
    assert!(verdict.word == Word::Untested && !verdict.has_question());
    assert!(verdict.sentence.contains("wrong law: the response rises"), "{}", verdict.sentence);
    let still = with(Design { is_still: true, ..Design::default() });
    assert!(still.word == Word::Untested && !still.has_question());
    assert!(still.sentence.contains("all values are equal"), "{}", still.sentence);
    assert!(with(Design::default()).has_question());
}

/// Whether a number meets its threshold, by what is asked.
fn is_met(condition: &Condition) -> bool {
    use ConditionId as Id;
    let Condition { found, threshold, .. } = *condition;
    match condition.id {
        Id::Typical | Id::NotLuck | Id::Apart => found <= threshold,
        Id::Trend => found < threshold,
        Id::Standing | Id::Better | Id::SeriesSkill | Id::Turning | Id::SeriesHold => found > threshold,
        // Several numbers decide; the text gives all of them.
        Id::NoBreak | Id::OneLaw | Id::Moves | Id::Follows | Id::Growth => condition.met,
        _ => found >= threshold,
    }
}

#[test]
fn no_number_contradicts_what_is_said_of_it() {
    let mut stream = Stream::keyed(3, &[1]);
    for _ in 0..400 {
        let n = 1 + (stream.uniform() * 30.0) as usize;
        let size = 10f64.powf(-3.0 + 3.0 * stream.uniform());
        let errors: Vec<f64> = (0..n).map(|_| size * stream.normal()).collect();
        let baselines = Baselines { still: 3.0 * stream.uniform(), line: 3.0 * stream.uniform() };
        let held = held(&errors, (stream.uniform() * (n + 1) as f64) as usize, baselines);
        let verdict = judge(&Evidence { worth: stream.uniform(), ..evidence(Some(&held), 30) });
        for condition in &verdict.conditions {
            assert_eq!(condition.met, is_met(condition), "{condition:?}");
            assert!(condition.found.is_finite() && condition.threshold.is_finite(), "{condition:?}");
            assert!(!condition.text.contains("NaN") && !condition.text.contains("inf"), "{condition:?}");
        }
        let all_met = verdict.conditions.iter().all(|condition| condition.met);
        assert_eq!(verdict.word == Word::Strong, all_met, "{verdict:?}");
        assert!(!verdict.sentence.contains("NaN"), "{}", verdict.sentence);
        for horizon in &verdict.horizons {
            assert!(horizon.word != Word::Strong || horizon.median_error <= 0.02, "{horizon:?}");
        }
    }
}
