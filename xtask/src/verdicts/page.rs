//! The page of words.

use super::rates::{Rates, WORDS};
use super::worlds::WORLDS;
use std::fmt::Write;

const HEAD: &str = "# How often the verdict is right\n\n";

/// The page as Markdown.
pub(crate) fn page(rates: &Rates, draws: usize) -> String {
    let percent = |count: usize, of: usize| format!("{:.1}", 100.0 * count as f64 / of as f64);
    let mut page = HEAD.to_owned();
    let right: usize = (0..WORLDS.len()).map(|world| rates.right(world)).sum();
    let (wrong, others) = rates.too_strong();
    let _ = writeln!(
        page,
        "right {} % of {}; Strong wrongly {} % of {others}\n",
        percent(right, draws * WORLDS.len()),
        draws * WORLDS.len(),
        percent(wrong, others)
    );
    let words: Vec<String> = WORDS.iter().map(|word| word.to_string()).collect();
    let _ = writeln!(page, "| right word | world | right, % | {} |", words.join(" | "));
    for (index, world) in WORLDS.iter().enumerate() {
        let counts: Vec<String> = rates.counts[index].iter().map(|count| percent(*count, draws)).collect();
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            world.word,
            world.name,
            percent(rates.right(index), draws),
            counts.join(" | ")
        );
    }
    page
}
