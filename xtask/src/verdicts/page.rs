//! The page of words.

use super::rates::{Rates, WORDS};
use super::worlds::WORLDS;
use lawlike::verdict::Word;
use std::fmt::Write;

/// What stands above the tables.
const HEAD: &str = "\
# How often the verdict is right

Simulated tables whose verdict is known, audited by the law that is claimed of them with default options.\n";

/// How the worlds came about.
const NOTES: &str = "\
## How the worlds were decided

- The word of a world follows from what the words mean, before anything is audited. **Strong**: the law holds and noise lies far \
within the tolerance. **Weak**: the law holds and noise is larger than the tolerance, so direction and order can be forecast and \
the magnitude cannot. **Broken**: the law holds up to a place and misses by at least four tolerances at the end; the place lies \
within what the earliest cuts have to forecast (*inside*) or in what even the late ones have not seen (*beyond*). **Absent**: the \
response does not depend on the axes, or walks at random along them. **Untested**: fewer runs than the law asks for, runs nearer \
to each other than any forecast reaches, or axes that vary together.
- Two words are right for *unseen ceiling*. The response does rise as the law says (Weak); but a sigmoid fitted before it has \
turned says anything of its ceiling, and its forecasts may be no better than \"nothing changes\" (Absent).
- The rule was developed on tables of another seed than those of this page. While it was, six worlds were drawn anew because the \
tables did not decide their own word: *noisy shares* (a sigmoid at first, now *unseen ceiling*), *noisy surface* (noise so large \
that it hid the order), *trend inside*, *trend beyond*, *shares inside* and *shares beyond* (the law missed by less than four \
tolerances at the end).
- These worlds are clear cases. Real tables lie between them, and no simulation can say how often.

## Limits that show here

- A break in the last tenth of the runs can pass: few runs lie beyond it, and the check for breaks asks for 15 % of the runs on \
either side.
- Over several axes no test tells a trend from a random walk: there is no next run.
- A walk that happens to follow a law is taken for one.
";

/// The page as Markdown.
pub(crate) fn page(rates: &Rates, draws: usize) -> String {
    let all = draws * WORLDS.len();
    let right: usize = (0..WORLDS.len()).map(|world| rates.right(world)).sum();
    let (wrong, others) = rates.too_strong();
    let mut page = HEAD.to_owned();
    let _ = writeln!(
        page,
        "Written by `cargo run --release -p xtask -- verdicts --write`: {draws} tables of each of {} worlds.\n\n\
         - Right: {} % of {all} tables (asked: at least 90 %).\n\
         - Strong where another word is right: {} % of {others} tables (asked: at most 2 %).\n\n\
         Shares in per cent; the right word in bold.\n\n| world | right | {} |\n|---|---|---|---|---|---|---|",
        WORLDS.len(),
        percent(right, all),
        percent(wrong, others),
        WORDS.map(|word| word.to_string()).join(" | ")
    );
    for (index, world) in WORLDS.iter().enumerate() {
        let cell = |(word, count): (&Word, &usize)| {
            let share = percent(*count, draws);
            let is_right = *word == world.word || Some(*word) == world.also;
            if is_right { format!("**{share}**") } else { share }
        };
        let cells: Vec<String> = WORDS.iter().zip(&rates.counts[index]).map(cell).collect();
        let _ = writeln!(
            page,
            "| {} | {} | {} |",
            world.name,
            percent(rates.right(index), draws),
            cells.join(" | ")
        );
    }
    let _ = writeln!(page, "\n## Worlds\n\n| world | word | tables |\n|---|---|---|");
    for world in WORLDS {
        let also = world.also.map_or(String::new(), |word| format!(" or {word}"));
        let _ = writeln!(page, "| {} | {}{also} | {} |", world.name, world.word, world.says);
    }
    page + "\n" + NOTES
}

fn percent(count: usize, of: usize) -> String {
    format!("{:.1}", 100.0 * count as f64 / of as f64)
}
