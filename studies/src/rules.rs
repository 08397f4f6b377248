//! How often each rule marks a row of lawful runs, and how many of the rows that it is for.
//!
//! `cargo run --release -p studies -- rules` prints the page; `--draws N` says how many tables of each world are drawn,
//! `--write` puts it into `docs/reference/rule-rates.md`.

use crate::checks::case::{Case, between, column, count, ladder};
use crate::checks::lawful::{Surface, grid, noisy, over_both};
use crate::checks::worlds::{WORLDS, World};
use crate::draws::{Options, usage};
use lawlike::quantity::{Quantity, Setting};
use lawlike::rule::{CARDS, marks};
use lawlike_num::parallel;
use lawlike_num::stream::Stream;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Tables of each world.
const DRAWS: usize = 500;
/// Seed of all draws.
const SEED: u64 = 20_261_123;
/// The file that the page is written to.
const PAGE: &str = "docs/reference/rule-rates.md";

/// A table, and the rows that should be marked.
type Marked = Option<(Case, Vec<usize>)>;

/// Worlds of runs that a rule is for.
struct Planted {
    rule: &'static str,
    says: &'static str,
    draw: fn(&mut Stream) -> Marked,
}

const LOUD: &[World] = &[
    World { name: "noise 2 %", says: "Chinchilla surface on a grid, noise of 2 %", draw: |s| noise(s, 0.02) },
    World { name: "noise 4 %", says: "Chinchilla surface on a grid, noise of 4 %", draw: |s| noise(s, 0.04) },
    World {
        name: "inert rates",
        says: "Chinchilla surface on a grid, three learning rates that matter nothing, noise of 0.2 to 1 %",
        draw: |s| swept(s, 0.0).map(|(case, _)| case),
    },
    World {
        name: "even lengths",
        says: "Chinchilla surface, 8 sizes of 10 independent runs at even lengths, noise of 0.2 to 1 %",
        draw: |s| even(s, 0.0).map(|(case, _)| case),
    },
];

const PLANTED: &[Planted] = &[
    Planted { rule: "diverged", says: "one run in twenty ends 20 to 200 % too high", draw: diverged },
    Planted {
        rule: "under-tuned",
        says: "five learning rates, the loss rises by 2 % of the squared logarithm of the distance from the best",
        draw: |s| swept(s, 0.02),
    },
    Planted {
        rule: "duplicates",
        says: "a twentieth of the runs listed again, other in the sixth digit only",
        draw: copied,
    },
    Planted {
        rule: "checkpoints",
        says: "8 runs of 10 even checkpoints, noise of neighbours correlates by 0.9",
        draw: |s| even(s, 0.9),
    },
];

/// Simulates and prints, or writes.
pub(crate) fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let Some(options) = Options::read(arguments, DRAWS) else {
        return usage("rules");
    };
    options.put(root, PAGE, &page(options.draws))
}

fn surface(stream: &mut Stream, runs: Vec<(f64, f64)>, noise: f64) -> Option<Case> {
    let law = Surface::draw(stream);
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let loss = noisy(stream, loss, noise);
    over_both("chinchilla", runs, loss)
}

fn noise(stream: &mut Stream, noise: f64) -> Option<Case> {
    let runs = grid(stream);
    surface(stream, runs, noise)
}

fn diverged(stream: &mut Stream) -> Marked {
    let (runs, law) = (grid(stream), Surface::draw(stream));
    let noise = between(stream, 0.002, 0.01);
    let mut loss = noisy(stream, runs.iter().map(|(n, d)| law.at(*n, *d)).collect(), noise);
    let rows: Vec<usize> = (0..loss.len()).filter(|_| stream.uniform() < 0.05).collect();
    rows.iter().for_each(|row| loss[*row] *= between(stream, 1.2, 3.0));
    Some((over_both("chinchilla", runs, loss)?, rows))
}

/// Learning rates around a best one, and the rows that are more than 1 % above the law.
fn swept(stream: &mut Stream, rise: f64) -> Marked {
    let (law, noise) = (Surface::draw(stream), between(stream, 0.002, 0.01));
    let rates = if rise > 0.0 { ladder(1e-4, 1e-2, 5) } else { ladder(1e-4, 1e-2, 3) };
    let best = between(stream, -8.0, -6.0);
    let (mut runs, mut lr, mut loss, mut rows) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (n, d) in grid(stream) {
        for rate in &rates {
            let excess = rise * (rate.ln() - best).powi(2);
            let least =
                rates.iter().map(|own| rise * (own.ln() - best).powi(2)).fold(f64::INFINITY, f64::min);
            if excess - least > 0.01 {
                rows.push(runs.len());
            }
            runs.push((n, d));
            lr.push(*rate);
            loss.push(law.at(n, d) * excess.exp());
        }
    }
    let loss = noisy(stream, loss, noise);
    let rate = column("lr", Quantity::Setting(Setting::LearningRate), lr);
    Some((over_both("chinchilla", runs, loss)?.beside(rate), rows))
}

fn copied(stream: &mut Stream) -> Marked {
    let (mut runs, law) = (grid(stream), Surface::draw(stream));
    let noise = between(stream, 0.002, 0.01);
    let mut loss = noisy(stream, runs.iter().map(|(n, d)| law.at(*n, *d)).collect(), noise);
    let first = runs.len();
    for _ in 0..(first / 20).max(2) {
        let row = stream.below(first);
        runs.push(runs[row]);
        loss.push(loss[row] * (1.0 + 1e-6 * between(stream, -1.0, 1.0)));
    }
    let rows = (first..runs.len()).collect();
    Some((over_both("chinchilla", runs, loss)?, rows))
}

/// Sizes of ten even lengths each, whose noise correlates from one to the next; the rows of all but the last.
fn even(stream: &mut Stream, correlation: f64) -> Marked {
    let (law, noise) = (Surface::draw(stream), between(stream, 0.002, 0.01));
    let (mut runs, mut loss, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for n in ladder(2e7, 8e9, count(stream, 8, 8)) {
        let mut error = stream.normal();
        for step in 1..=10 {
            error = correlation * error + (1.0 - correlation * correlation).sqrt() * stream.normal();
            let d = 5e9 * f64::from(step);
            if step < 10 {
                rows.push(runs.len());
            }
            runs.push((n, d));
            loss.push(law.at(n, d) * (noise * error).exp());
        }
    }
    Some((over_both("chinchilla", runs, loss)?, rows))
}

/// What a rule makes of the tables of one world.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Count {
    tables: usize,
    marked: usize,
    rows: usize,
    all: usize,
}

/// By rule, in the order of the cards: tables in which it can be asked without a declaration, those in which it marks a row,
/// rows marked, and rows.
fn counts(key: u64, draws: usize, draw: fn(&mut Stream) -> Option<Case>) -> Vec<Count> {
    let tables = parallel::map(draws, 0, |number| {
        let case = draw(&mut Stream::keyed(SEED, &[0, key, number as u64]))?;
        let is_declared = case.runs().group_count() < case.runs().n();
        Some((marks(case.runs()), case.runs().n(), is_declared))
    });
    let mut counts = vec![Count::default(); CARDS.len()];
    for (found, n, is_declared) in tables.into_iter().flatten() {
        for (count, (name, rows)) in counts.iter_mut().zip(found) {
            let Some(rows) = rows.filter(|_| !(is_declared && name == "checkpoints")) else { continue };
            count.tables += 1;
            count.marked += usize::from(!rows.is_empty());
            count.rows += rows.len();
            count.all += n;
        }
    }
    counts
}

/// Rows that should be marked and are, rows that should, rows that are and should not, and rows that should not.
fn hits(key: u64, draws: usize, planted: &Planted) -> [usize; 4] {
    let tables = parallel::map(draws, 0, |number| {
        let (case, wanted) = (planted.draw)(&mut Stream::keyed(SEED, &[1, key, number as u64]))?;
        let found = marks(case.runs()).into_iter().find(|(name, _)| *name == planted.rule)?.1?;
        let right = found.iter().filter(|row| wanted.contains(row)).count();
        Some([right, wanted.len(), found.len() - right, case.runs().n() - wanted.len()])
    });
    tables.into_iter().flatten().fold([0; 4], |sum, own| [0, 1, 2, 3].map(|i| sum[i] + own[i]))
}

fn page(draws: usize) -> String {
    let percent = |count: usize, of: usize| match of {
        0 => "not asked".to_owned(),
        of => format!("{:.1}", 100.0 * count as f64 / of as f64),
    };
    let mut page = format!(
        "# How often each rule marks lawful runs\n\nWritten by `cargo run --release -p studies -- rules --write`: {draws} tables \
         of each lawful world of [the checks](checks.md) and of those below. Of each rule: the share of tables in which it marks \
         any row, and of rows that it marks. Where groups are declared, `checkpoints` marks by declaration; these tables are left \
         out. `unfinished`, `warm-up` and `cool-down` go by columns that say so and cannot be asked without.\n\n\
         | rule | tables with a mark, % | rows marked, % | worst world, tables % |\n|---|---|---|---|\n"
    );
    let lawful: Vec<Vec<Count>> =
        WORLDS.iter().enumerate().map(|(key, world)| counts(key as u64, draws, world.draw)).collect();
    for (place, card) in CARDS.iter().enumerate() {
        let own: Vec<Count> = lawful.iter().map(|counts| counts[place]).collect();
        let sum = |of: fn(&Count) -> usize| own.iter().map(of).sum::<usize>();
        let worst =
            (0..WORLDS.len()).filter(|world| own[*world].marked > 0).max_by_key(|world| own[*world].marked);
        let worst = worst.map_or("none".to_owned(), |world| {
            format!("{}: {}", WORLDS[world].name, percent(own[world].marked, own[world].tables))
        });
        let tables = percent(sum(|count| count.marked), sum(|count| count.tables));
        let rows = percent(sum(|count| count.rows), sum(|count| count.all));
        let _ = writeln!(page, "| `{}` | {tables} | {rows} | {worst} |", card.code);
    }
    let _ = writeln!(
        page,
        "\n| further world | tables | rule | tables with a mark, % | rows marked, % |\n|---|---|---|---|---|"
    );
    for (key, world) in LOUD.iter().enumerate() {
        for (card, count) in CARDS.iter().zip(counts(100 + key as u64, draws, world.draw)) {
            if count.marked > 0 {
                let (tables, rows) = (percent(count.marked, count.tables), percent(count.rows, count.all));
                let _ = writeln!(
                    page,
                    "| {} | {} | `{}` | {tables} | {rows} |",
                    world.name, world.says, card.code
                );
            }
        }
    }
    let _ = writeln!(
        page,
        "\n| rule | runs that it is for | of these marked, % | of the others marked, % |\n|---|---|---|---|"
    );
    for (key, planted) in PLANTED.iter().enumerate() {
        let [right, wanted, wrong, others] = hits(key as u64, draws, planted);
        let (right, wrong) = (percent(right, wanted), percent(wrong, others));
        let _ = writeln!(page, "| `{}` | {} | {right} | {wrong} |", planted.rule, planted.says);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[ignore = "slow"]
    fn rules_leave_lawful_runs_alone_and_find_what_they_are_for() {
        for (key, world) in WORLDS.iter().enumerate() {
            for (card, count) in CARDS.iter().zip(counts(key as u64, 10, world.draw)) {
                assert!(count.marked <= 2, "{} marks {} tables of {}", card.code, count.marked, world.name);
            }
        }
        for (key, planted) in PLANTED.iter().enumerate() {
            let [right, wanted, wrong, others] = hits(key as u64, 10, planted);
            assert!(2 * right > wanted, "{}: {right} of {wanted}", planted.rule);
            assert!(wrong * 4 < others || others == 0, "{}: {wrong} of {others}", planted.rule);
        }
    }
}
