use super::*;
use crate::backtest::{Hidden, Scores};

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
    let overall = Scores {
        n: errors.len(),
        median_error: median_absolute(errors),
        coverage: [0.5, coverage, coverage],
        coverage_se: [0.02; 3],
        ..Scores::default()
    };
    let rival = |name: &str, skill: f64| Skill {
        rival: name.to_owned(),
        rmse: 1.0,
        skill,
        se: 0.1,
        wins: (if skill > 0.1 { 3 } else { 1 }, 4),
    };
    Backtest {
        law: "law".to_owned(),
        axis: "x".to_owned(),
        series: 1,
        cuts: Vec::new(),
        overall,
        skill: vec![rival("line on last third", skill), rival("last value", skill.max(0.1))],
        by_distance: Vec::new(),
        reach: 1.0,
        order,
        hidden,
    }
}

fn word(test: Option<&Backtest>, groups: usize) -> Word {
    let evidence = Evidence {
        backtest: test,
        scale: Scale::Log,
        tolerance: (0.02, "2 %"),
        unit: "powers of ten",
        groups,
        parameters: 3,
        design: Design::default(),
        trend: None,
        regime: None,
    };
    judge(&evidence).word
}

#[test]
fn each_row_of_the_table_gives_its_word() {
    let near = [0.005, -0.004, 0.006, 0.003, -0.005, 0.004];
    assert_eq!(word(Some(&test(&near, 0.95, 0.3, 1.0)), 20), Word::Strong);
    assert_eq!(word(Some(&test(&near, 0.95, -0.1, 1.0)), 20), Word::Weak, "a rival is better");
    assert_eq!(word(Some(&test(&near, 0.95, 0.05, 1.0)), 20), Word::Weak, "better in one cut of four");
    assert_eq!(word(Some(&test(&near, 0.30, 0.3, 1.0)), 20), Word::Weak, "intervals too narrow");
    let drifting = [0.005, -0.004, 0.006, 0.08, 0.12, 0.2];
    assert_eq!(word(Some(&test(&drifting, 0.5, 0.3, 1.0)), 20), Word::Broken);
    let off = [0.1, -0.12, 0.1, -0.1, 0.12, -0.1];
    assert_eq!(word(Some(&test(&off, 0.9, 0.3, 1.0)), 20), Word::Weak);
    assert_eq!(word(Some(&test(&off, 0.9, -0.3, 0.5)), 20), Word::Absent, "no order");
    assert_eq!(word(Some(&test(&near, 0.95, 0.3, 1.0)), 5), Word::Untested, "too few runs");
    assert_eq!(word(Some(&test(&near[..2], 0.95, 0.3, 1.0)), 20), Word::Untested, "too few forecasts");
    assert_eq!(word(None, 20), Word::Untested);
}

#[test]
fn untested_says_what_is_missing() {
    let evidence = Evidence {
        backtest: None,
        scale: Scale::Log,
        tolerance: (0.02, "2 %"),
        unit: "years",
        groups: 2,
        parameters: 3,
        design: Design::default(),
        trend: None,
        regime: None,
    };
    let verdict = judge(&evidence);
    assert_eq!(verdict.would_change.len(), 3);
    assert!(verdict.sentence.contains("2 (at least 6)"), "{}", verdict.sentence);
}
