//! All that verdicts say, word for word: worlds of each kind beside `said.txt`, which was read line by line.

use super::*;

/// A condition as a line.
fn line(condition: &Condition) -> String {
    let Condition { id, asks, found, threshold, met, text } = condition;
    let mark = if *met { '+' } else { '-' };
    let found = if found.abs() < 1e9 { format!("{found:.4}") } else { format!("{found:e}") };
    format!("{mark} {id:?} {found} {threshold:.4}: {asks}: {text}\n")
}

/// A verdict as text. Of its conditions, those that the plain verdict has as well are left out.
fn told(name: &str, verdict: &Verdict) -> String {
    let mut text = format!("# {name}\n{} | {}\n{}\n", verdict.word, verdict.headline, verdict.sentence);
    let plain: Vec<String> = plain().conditions.iter().map(line).collect();
    let lines = verdict.conditions.iter().map(line);
    lines.filter(|line| name == "right" || !plain.contains(line)).for_each(|line| text += &line);
    let horizon = |one: &Horizon| {
        format!("{} {} {}/{} {:.4}", one.name, one.word, one.within, one.runs, one.median_error)
    };
    text += &format!("[{}]\n", verdict.horizons.iter().map(horizon).collect::<Vec<_>>().join(", "));
    verdict.would_change.iter().for_each(|change| text += &format!("> {change}\n"));
    text + "\n"
}

fn plain() -> Verdict {
    judge(&evidence(Some(&held(&NEAR, 12, BASELINES)), 30))
}

/// So many series of these errors each.
fn many(count: usize, errors: &[f64], baselines: Baselines) -> Held {
    let mut all = held(&errors.repeat(count), count * errors.len(), baselines);
    all.runs.iter_mut().enumerate().for_each(|(i, run)| run.series = i / errors.len());
    all
}

/// Errors of which the far half is off by so much, but for the last one.
fn broken(off: f64, last: f64) -> [f64; 12] {
    let mut errors = NEAR;
    errors[6..].iter_mut().for_each(|error| *error = off);
    errors[11] = last;
    errors
}

fn by_errors() -> String {
    let judged = |held: &Held, runs| judge(&evidence(Some(held), runs));
    let plain =
        |errors: &[f64], inside, still, line| judged(&held(errors, inside, Baselines { still, line }), 30);
    let mut text = told("right", &super::said::plain());
    text += &told("intervals too narrow", &plain(&NEAR, 4, 6.0, 2.0));
    text += &told("far off, in the right direction", &plain(&scaled(20.0), 12, 6.0, 2.0));
    text += &told("worse than standing still and a line", &plain(&scaled(20.0), 12, 0.8, 0.5));
    text += &told("a line is better", &plain(&NEAR, 12, 6.0, 0.5));
    text += &told("standing still is near as well", &plain(&NEAR, 12, 1.5, 2.0));
    text += &told("four runs", &plain(&NEAR[..4], 4, 6.0, 2.0));
    text += &told("one run of five", &judged(&held(&NEAR[..1], 1, BASELINES), 5));
    let strong = held(&NEAR, 12, BASELINES);
    text += &told("runs that err together", &judge(&Evidence { worth: 0.3, ..evidence(Some(&strong), 30) }));
    // Of two baselines that stand still, the one with the smaller margin is the harder one.
    let mut two = held(&scaled(3.3), 12, Baselines { still: 3.0, line: 2.0 });
    two.baselines[1] = Baseline::Level;
    two.runs.iter_mut().step_by(2).for_each(|run| run.baselines[1] = 9.0 * run.error.abs());
    text += &told("two that stand still", &judged(&two, 30));
    for (name, off, last) in
        [("broken above", 0.1, 0.1), ("broken below", -0.1, -0.1), ("off to both sides", 0.1, -0.1)]
    {
        let held = held(&broken(off, last), 12, BASELINES);
        text += &told(name, &judge(&Evidence { is_bent: true, ..evidence(Some(&held), 30) }));
    }
    text
}

fn by_design() -> String {
    let held = held(&NEAR, 12, BASELINES);
    let with = |design| judge(&Evidence { design, ..evidence(Some(&held), 30) });
    let wrong = Some(Wrong { course: Course::Rises, explained: -0.2 });
    let mut text = told("a law of another course", &with(Design { wrong, ..Design::default() }));
    text += &told("nothing moves", &with(Design { is_still: true, ..Design::default() }));
    text += &told("narrow", &with(Design { decades: Some(0.1), ..Design::default() }));
    let ray = Design { decades: Some(2.0), collinear: Some(f64::INFINITY), ..Design::default() };
    text += &told("along a ray", &with(ray));
    text += &told("ends as well", &with(Design { open: Some(0.4), ..Design::default() }));
    let turning = Some(Turning { distance: 0.3, criterion: 4.0 });
    text += &told("turns back as well", &judge(&Evidence { turning, ..evidence(Some(&held), 30) }));
    for unit in [DistanceUnit::Years, DistanceUnit::Ranges] {
        text += &told(&format!("in {unit:?}"), &judge(&Evidence { unit, ..evidence(Some(&held), 30) }));
        text += &told(&format!("few in {unit:?}"), &judge(&Evidence { unit, ..evidence(None, 2) }));
    }
    let drifting = |chance, white, drift| {
        let trend = Some(Trend { chance, walk: Some(Walk { white, places: 40.0, drift }) });
        judge(&Evidence { trend, ..evidence(Some(&held), 30) })
    };
    text += &told("a drift", &drifting(1e-6, 0.2, 5.0));
    text += &told("a random walk", &drifting(1e-6, 0.2, 1.0));
    text += &told("a level", &drifting(0.2, 1.0, 0.5));
    let regime = ended(held.clone());
    text += &told("it ended", &judge(&Evidence { regime: Some(&regime), ..evidence(Some(&held), 30) }));
    let weak = super::held(&scaled(20.0), 12, BASELINES);
    text += &told("a named cut", &judge(&Evidence { named: Some(&weak), ..evidence(Some(&held), 30) }));
    text
}

fn by_series() -> String {
    let (s, w, b, a, u) = (Word::Strong, Word::Weak, Word::Broken, Word::Absent, Word::Untested);
    let judged = |held: &Held, words: &[Word]| judge_series(&evidence(Some(held), 30), words);
    let four = many(4, &NEAR, BASELINES);
    let mut text = told("series: most strong", &judged(&four, &[s, s, s, w]));
    text += &told("series: half absent", &judged(&four, &[s, b, a, a]));
    text += &told("series: as many broken as absent", &judged(&four, &[u, w, b, a]));
    let line = many(4, &NEAR, Baselines { still: 6.0, line: 0.9 });
    text += &told("series: a line is better", &judged(&line, &[s, s, s, s]));
    text += &told("series: half untested", &judged(&four, &[u, u, s, s]));
    text += &told("series: most untested, few", &judged(&four, &[u, u, u, s]));
    // Twelve short series: each is one run, of its typical error.
    let errors = [0.004, -0.006, 0.005];
    let short = many(12, &errors, BASELINES);
    text + &told("series: twelve short ones", &judged(&short, &[u; 12]))
}

#[test]
fn verdicts_say_what_was_read() {
    let said = by_errors() + &by_design() + &by_series();
    let read = include_str!("said.txt");
    for (own, known) in said.split("# ").zip(read.split("# ")) {
        assert_eq!(own, known);
    }
    assert_eq!(said, read);
}
