//! Hand-made comparisons to look at.

use super::findings;
use lawlike::interval::Interval;
use lawlike::quantity::Scale;
use lawlike_questions::compare::{Arm, Arms, Comparison, Difference, LawScore, Luck, Slopes};

pub fn comparison() -> Comparison {
    let law = |law: &str, crps: f64, behind: Option<Difference>, wins| LawScore {
        law: law.into(),
        formula: "E + A*x^-c".into(),
        answered: 812,
        ranked: crps.is_finite(),
        crps,
        rmse: crps * 1.7,
        median_error: crps * 1.1,
        behind,
        wins,
    };
    let behind = |value: f64, se: f64, p: f64, told| Some(Difference { value, se, p, told });
    Comparison {
        axis: "tokens".into(),
        scale: Scale::Log,
        series: 12,
        cuts: 4,
        points: 801,
        asked: 830,
        laws: vec![
            law("power-floor", 0.0121, None, 7),
            law("m3", 0.0127, behind(0.0006, 0.0008, 0.46, false), 4),
            law("log-log-line", 0.214, behind(0.2019, 0.031, 0.0002, true), 1),
            law("bnsl2", f64::NAN, None, 0),
        ],
        luck: Some(Luck { lead: 0.0672, expected: 0.021, p: 0.0005 }),
        baselines: vec![("line on last third".into(), 0.031), ("last value".into(), 0.24)],
        findings: findings(),
    }
}

pub fn arms() -> Arms {
    let multiplier = |value: f64, spread: f64| Interval::new(value, value / spread, value * spread);
    let arm = |name: &str, parameter: Option<&str>, own: Interval, by_scale: Vec<Interval>| Arm {
        name: name.into(),
        parameter: parameter.map(str::to_owned),
        rows: 34,
        groups: 17,
        range: (3.35e15, 5.7e21),
        multiplier: own,
        by_scale,
    };
    let one = Interval::exact(1.0);
    let open = Interval::new(f64::INFINITY, 2.1, f64::INFINITY);
    Arms {
        law: "power-floor".into(),
        formula: "E + A*x^-c".into(),
        objective: "log-ls".into(),
        reference: "adam".into(),
        scaled: vec!["compute".into()],
        fit: super::fit(),
        slopes: Some(Slopes { statistic: 7.2, freedom: (2.0, 61.0), p: 0.0016, differ: true }),
        scales: [3.35e15, 5.7e21, 5.7e22],
        arms: vec![
            arm("adam", None, one, vec![one; 3]),
            arm(
                "muon",
                Some("ln_m1"),
                multiplier(1.52, 1.1),
                vec![multiplier(1.9, 1.2), multiplier(1.4, 1.1), open],
            ),
            arm("sgd", Some("ln_m2"), multiplier(0.31, 1.3), vec![multiplier(0.4, 1.2); 3]),
        ],
        findings: findings(),
    }
}
