//! A hand-made spread of exponents, and rules with what they would change.

use lawlike::accounting::Undefined;
use lawlike::allocation::{AllocationMethod, Contrast, Counted, Explained, Spread};
use lawlike::interval::Interval;
use lawlike::rule::{Effect, Effects, LargestHeldOut};
use lawlike::verdict::Word;

fn counted(definition: &str, cubic: [f64; 3], surface: [f64; 3]) -> Counted {
    let interval = |[value, lo, hi]: [f64; 3]| Interval::new(value, lo, hi);
    Counted {
        label: String::new(),
        definition: definition.into(),
        source: "Hoffmann et al. 2022",
        exponents: vec![
            (AllocationMethod::Cubic, interval(cubic)),
            (AllocationMethod::Surface, interval(surface)),
        ],
        parabolas_of_surface: None,
        failure: None,
    }
}

pub fn spread() -> Spread {
    let (all, body) = ("all parameters, 6 N D", "parameters without embeddings, 6 N D");
    Spread {
        answers: vec![
            counted(all, [0.503, 0.48, 0.53], [0.512, 0.46, 0.57]),
            counted(body, [0.731, 0.69, 0.77], [0.702, 0.62, 0.78]),
        ],
        missing: vec![Undefined { name: "exact FLOP", reason: "the context is not known".into() }],
        method: Some(AllocationMethod::Cubic),
        range: Some((0.503, 0.731)),
        contrasts: vec![Contrast {
            columns: vec!["size and compute".into()],
            from: vec![all.into()],
            to: vec![body.into()],
            pairs: 1,
            changes: vec![(AllocationMethod::Cubic, [0.228; 3]), (AllocationMethod::Surface, [0.19; 3])],
        }],
        explained: vec![],
    }
}

/// The same with series, which a column of counts tells apart.
pub fn spread_by(labels: &[&str]) -> Spread {
    let mut spread = spread();
    let template = spread.answers[0].clone();
    let answer_of = |(index, label): (usize, &&str)| {
        let mut own = template.clone();
        own.label = (*label).into();
        own.exponents[0].1.value += 0.05 * index as f64;
        own.parabolas_of_surface = Some((0.49, 0.512));
        own
    };
    spread.answers = labels.iter().enumerate().map(answer_of).collect();
    if let Some(last) = spread.answers.last_mut() {
        last.failure = Some("3 rows are too few".into());
        last.exponents.clear();
    }
    spread.range = Some((0.503, 0.653));
    spread.contrasts.clear();
    spread.explained = vec![Explained {
        column: "count".into(),
        share: 0.93,
        adjusted: 0.91,
        from: "all".into(),
        effects: vec![("some".into(), 0.148)],
    }];
    spread
}

pub fn rules() -> Effects {
    let effect = |name, title, lines: &[usize]| Effect {
        name,
        title,
        rows: lines.len(),
        lines: lines.to_vec(),
        lacks: None,
        parameters: Vec::new(),
        forecast: None,
        verdict: None,
        failure: None,
    };
    let parameters =
        |floor: f64| vec![("E".to_owned(), floor), ("A".to_owned(), 371.2), ("alpha".to_owned(), 0.117)];
    let mut diverged = effect("diverged", "runs that ended worse than smaller ones", &[17, 23]);
    diverged.parameters = parameters(1.91);
    diverged.forecast = Some(Interval::new(2.302, 2.27, 2.335));
    diverged.verdict = Some(Word::Strong);
    let mut unfinished = effect("unfinished", "runs that stopped before their schedule ended", &[]);
    unfinished.lacks = Some("no column of the share that is done");
    let mut swept =
        effect("under-tuned", "runs of a sweep that are not near its best", &[4, 5, 6, 7, 8, 9, 10, 11]);
    swept.failure = Some("no row is left".into());
    Effects {
        parameters: parameters(1.8944),
        verdict: Word::Weak,
        is_loss: true,
        target: Some(LargestHeldOut { line: 64, truth: 2.296, forecast: Interval::new(2.311, 2.25, 2.38) }),
        effects: vec![unfinished, diverged, swept, effect("duplicates", "rows that repeat others", &[])],
    }
}
