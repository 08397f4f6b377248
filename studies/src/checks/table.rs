//! The page of rates.

use super::alternatives::ALTERNATIVES;
use super::rates::Rates;
use super::worlds::WORLDS;
use lawlike::check::CARDS;
use std::fmt::Write;

/// The page as Markdown.
pub(crate) fn page(rates: &Rates, draws: usize) -> String {
    let percent = |count: usize, of: usize| format!("{:.1}", 100.0 * count as f64 / of as f64);
    let mut page = format!(
        "# How often each check is wrong\n\nWritten by `cargo run --release -p studies -- checks --write`: {draws} tables of \
         each lawful world and of each alternative. A false alarm is a finding in a lawful world; power is the share \
         of tables of the alternative in which the check fires. The limit for false alarms is 5 % in every world.\n\n\
         | check | false alarms, % | worst world, % | alternative | power, % |\n|---|---|---|---|---|\n"
    );
    for card in CARDS {
        let counts = rates.of(card.code);
        let worst = (0..WORLDS.len()).max_by_key(|world| (counts[*world], std::cmp::Reverse(*world)));
        let worst = worst.filter(|world| counts[*world] > 0).map_or("none".to_owned(), |world| {
            format!("{}: {}", WORLDS[world].name, percent(counts[world], draws))
        });
        let all = percent(counts.iter().sum(), draws * WORLDS.len());
        let mut lines = ALTERNATIVES.iter().zip(&rates.hits).filter(|(other, _)| other.check == card.code);
        let (says, power) = lines
            .next()
            .map_or(("none", "none".to_owned()), |(other, hits)| (other.says, percent(*hits, draws)));
        let _ = writeln!(page, "| `{}` | {all} | {worst} | {says} | {power} |", card.code);
        for (other, hits) in lines {
            let _ = writeln!(page, "| | | | {} | {} |", other.says, percent(*hits, draws));
        }
    }
    let _ = writeln!(page, "\n## Lawful worlds\n\n| world | tables | any alarm, % |\n|---|---|---|");
    for (world, any) in WORLDS.iter().zip(&rates.any) {
        let _ = writeln!(page, "| {} | {} | {} |", world.name, world.says, percent(*any, draws));
    }
    page
}
