use super::*;
use crate::backtest::{CutScore, Hidden, Scores};
use crate::score::rmse;

fn test(errors: &[f64], coverage: f64, skill: f64, order: f64) -> Backtest {
    let hidden = errors
        .iter()
        .enumerate()
        .map(|(i, e)| Hidden {
            row: i,
            cut: 0,
            distance: 0.1 * (i + 1) as f64,
            truth: 1.0,
            median: e.exp(),
            interval50: (0.9, 1.1),
            interval80: (0.9, 1.1),
            interval95: (0.9, 1.1),
        })
        .collect();
    let rmse = rmse(errors);
    let scores = Scores { rmse, ..Scores::default() };
    let overall = Scores {
        n: errors.len(),
        median_error: median_absolute(errors),
        coverage: [0.5, coverage, coverage],
        coverage_se: [0.02; 3],
        ..scores
    };
    let rivals =
        [("line on last third", skill), ("last value", skill.max(0.1)), ("level of last third", 0.2)];
    let rival = |(name, skill): &(&str, f64)| Skill {
        rival: (*name).to_owned(),
        rmse: rmse / (1.0 - skill),
        skill: *skill,
        se: 0.1,
        wins: (if *skill > 0.0 { 4 } else { 0 }, 4),
    };
    let cut = CutScore {
        label: String::new(),
        past: 10,
        future: 4,
        distance: 0.3,
        law: scores,
        rivals: rivals.iter().map(|(name, skill)| ((*name).to_owned(), rmse / (1.0 - skill))).collect(),
        parameters: Vec::new(),
    };
    Backtest {
        law: "law".to_owned(),
        axis: "x".to_owned(),
        series: 1,
        cuts: vec![cut; 4],
        overall,
        skill: rivals.iter().map(rival).collect(),
        by_distance: Vec::new(),
        reach: 1.0,
        order,
        hidden,
    }
}

fn evidence(test: Option<&Backtest>, groups: usize) -> Evidence<'_> {
    Evidence {
        backtest: test,
        scale: Scale::Log,
        tolerance: (0.02, "2 %"),
        unit: "powers of ten",
        groups,
        parameters: 3,
        design: Design::default(),
        trend: None,
        regime: None,
    }
}

fn word(test: Option<&Backtest>, groups: usize) -> Word {
    judge(&evidence(test, groups)).word
}

#[test]
fn each_row_of_the_table_gives_its_word() {
    let near = [0.005, -0.004, 0.006, 0.003, -0.005, 0.004];
    assert_eq!(word(Some(&test(&near, 0.95, 0.3, 1.0)), 20), Word::Strong);
    assert_eq!(word(Some(&test(&near, 0.30, 0.3, 1.0)), 20), Word::Weak, "intervals too narrow");
    let drifting = [0.005, -0.004, 0.006, 0.08, 0.12, 0.2];
    assert_eq!(word(Some(&test(&drifting, 0.5, 0.3, 1.0)), 20), Word::Broken);
    let off = [0.1, -0.12, 0.1, -0.1, 0.12, -0.1];
    assert_eq!(word(Some(&test(&off, 0.9, 0.3, 1.0)), 20), Word::Weak);
    assert_eq!(word(Some(&test(&off, 0.9, -0.3, 0.5)), 20), Word::Absent, "no order");
    assert_eq!(word(Some(&test(&near, 0.95, 0.3, 0.5)), 20), Word::Absent, "right about a level is no law");
    assert_eq!(word(Some(&test(&near, 0.95, 0.3, 1.0)), 5), Word::Untested, "too few runs");
    assert_eq!(word(Some(&test(&near[..2], 0.95, 0.3, 1.0)), 20), Word::Untested, "too few forecasts");
    assert_eq!(word(None, 20), Word::Untested);
}

#[test]
fn a_ruler_must_be_worse_or_as_right() {
    let near = [0.005, -0.004, 0.006, 0.003, -0.005, 0.004];
    assert_eq!(
        word(Some(&test(&near, 0.95, -0.1, 1.0)), 20),
        Word::Strong,
        "worse by a twentieth of a per cent"
    );
    let fair = [0.015, -0.014, 0.016, 0.013, -0.015, 0.014];
    assert_eq!(word(Some(&test(&fair, 0.95, 0.1, 1.0)), 20), Word::Strong);
    assert_eq!(word(Some(&test(&fair, 0.95, -1.0, 1.0)), 20), Word::Weak, "twice the error of a ruler");
    let mut once = test(&fair, 0.95, 0.1, 1.0);
    once.cuts[1..].iter_mut().for_each(|cut| cut.rivals[0].1 = 0.002);
    assert_eq!(word(Some(&once), 20), Word::Weak, "a ruler was better in three cuts of four");
    let mut level = test(&near, 0.95, 0.3, 1.0);
    level.skill[2].rmse = 0.99 * level.overall.rmse;
    level.skill[2].skill = -0.01;
    assert_eq!(word(Some(&level), 20), Word::Absent, "a level is as right");
}

#[test]
fn a_trend_is_asked_for() {
    let near = [0.005, -0.004, 0.006, 0.003, -0.005, 0.004];
    let test = test(&near, 0.95, 0.3, 1.0);
    let with = |chance, white, drift| {
        let walk = Some(Walk { white, places: 40.0, drift });
        judge(&Evidence { trend: Some(Trend { chance, walk }), ..evidence(Some(&test), 20) }).word
    };
    assert_eq!(with(1e-6, 1.0, 0.5), Word::Strong, "noise about a law");
    assert_eq!(with(1e-6, 0.2, 5.0), Word::Strong, "errors that add up, about a drift");
    assert_eq!(with(1e-6, 0.2, 1.0), Word::Absent, "a random walk");
    assert_eq!(with(0.2, 1.0, 0.5), Word::Absent, "noise about a level");
}

#[test]
fn a_design_that_cannot_answer_is_untested() {
    let near = [0.005, -0.004, 0.006, 0.003, -0.005, 0.004];
    let test = test(&near, 0.95, 0.3, 1.0);
    let with = |design| judge(&Evidence { design, ..evidence(Some(&test), 20) });
    assert_eq!(
        with(Design { decades: Some(2.0), collinear: Some(3.0), open: None, ..Design::default() }).word,
        Word::Strong
    );
    assert_eq!(
        with(Design { decades: Some(0.1), collinear: None, open: None, ..Design::default() }).word,
        Word::Untested
    );
    let open = with(Design { open: Some(0.4), ..Design::default() });
    assert_eq!(open.word, Word::Weak, "a law that is not told from one that ends is not strong");
    let ray =
        with(Design { decades: Some(2.0), collinear: Some(f64::INFINITY), open: None, ..Design::default() });
    assert_eq!(ray.word, Word::Untested);
    assert_eq!(ray.would_change, ["runs that vary each axis while the others stay"]);
}

#[test]
fn a_law_that_ends_is_broken_only_if_it_held_before() {
    let near = [0.005, -0.004, 0.006, 0.003, -0.005, 0.004];
    let (whole, held) = (test(&near, 0.95, 0.3, 1.0), test(&near, 0.95, 0.3, 1.0));
    let regime = Regime {
        place: "x = 3".to_owned(),
        before: Some(held),
        trend: None,
        beyond: 6,
        failed: 0.08,
        missed: 0.07,
        one_sided: 1.0,
        is_above: false,
    };
    let with = |regime: &Regime| judge(&Evidence { regime: Some(regime), ..evidence(Some(&whole), 20) });
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
fn untested_says_what_is_missing() {
    let verdict = judge(&Evidence { unit: "years", ..evidence(None, 2) });
    assert_eq!(verdict.would_change.len(), 3);
    assert!(verdict.sentence.contains("2 (at least 6)"), "{}", verdict.sentence);
}

#[test]
fn a_law_that_cannot_follow_and_a_response_that_stands_still_are_no_question() {
    let near = [0.005, -0.004, 0.006, 0.003, -0.005, 0.004];
    let test = test(&near, 0.95, 0.3, 1.0);
    let with = |design| judge(&Evidence { design, ..evidence(Some(&test), 20) });
    let wrong = Wrong { course: Course::Rises, explained: -0.2 };
    let verdict = with(Design { wrong: Some(wrong), ..Design::default() });
    assert!(verdict.word == Word::Untested && !verdict.has_question());
    assert!(verdict.sentence.contains("wrong law: the response rises"), "{}", verdict.sentence);
    let still = with(Design { is_still: true, ..Design::default() });
    assert!(still.word == Word::Untested && !still.has_question());
    assert!(still.sentence.contains("all values are equal"), "{}", still.sentence);
    assert!(with(Design::default()).has_question());
}
