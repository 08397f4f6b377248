//! The page of words.

use super::aftermath::Met;
use super::lists::Group;
use super::rates::{AGAIN, BEST, Outcome, Rates, WORDS, strongly_wrong};
use lawlike::interval::Interval;
use lawlike::verdict::Word;
use lawlike_num::dist::beta_quantile;
use lawlike_num::quantile::{mean, median};
use std::fmt::Write;

/// What stands above the tables.
const HEAD: &str = "\
# How often the verdict is right

Simulated tables whose fair words are known, audited with default options. The law of a clear case is named, that of the others is \
taken by rule. Every table has a future that the audit does not see: how the audited law forecasts it is the second measure of a \
word.\n";

/// How the worlds came about.
const NOTES: &str = "\
## How the worlds were decided

- The fair words of a world follow from what the words mean, before anything is audited. **Strong**: the law holds and noise lies \
far within the tolerance. **Weak**: direction and order can be forecast and the magnitude cannot. **Broken**: the law holds up to a \
place and misses by several tolerances at the end; in clear cases the place lies within what the earliest cuts have to forecast \
(*inside*) or in what even the late ones have not seen (*beyond*). **Absent**: the response does not depend on the axes, or walks at \
random along them. **Untested**: fewer runs than the law asks for, fewer than eight that can be held out, runs nearer to each other \
than any forecast reaches, or axes that vary together. Where runs leave it open which of these is the case, several words are fair.
- Clear cases were looked at while the rule was developed, and some were drawn anew because their tables did not decide their own \
word. Hard cases are kinds of tables on which an earlier rule failed: they were known, in another simulation, when this one was made. \
Fresh cases were thought of after the rule stood, their fair words written down before they were audited, and nothing was changed \
afterwards.
- Nothing inside a table of *floor beyond the data*, *foot of a sigmoid* or *turning curve* shows what comes. The first is fair to be \
called Strong: the word speaks of a reach, and the law breaks within it. Such tables are counted in the futures below.
- *best of many* cannot be told by its forecasts of the past, which are true. It must carry the finding `best-of-k`, and is left out of \
the share of Strong that is wrong.
- Rules are developed on tables of another seed than those of this page.
- Futures lie a factor of 1.6 to 10 or 0.2 to 1.5 years beyond the last run, in tables that span 2 to 5 powers of ten or a few years.

## Limits that show here

- A break in the last tenth of the runs can pass: few runs lie beyond it, and the check for breaks asks for 15 % of the runs on \
either side.
- Over several axes no test tells a trend from a random walk: there is no next run.
- A walk that happens to follow a law is taken for one.
";

/// The page as Markdown.
pub(crate) fn page(rates: &[Rates], draws: usize) -> String {
    let mut page = HEAD.to_owned();
    let _ = writeln!(
        page,
        "Written by `cargo run --release -p studies -- verdicts --draws {draws} --write`: {draws} tables of each of {} worlds, as \
         many as a few minutes allow; one in {AGAIN} is audited again at another cut and without one run.\n",
        rates.len()
    );
    groups(&mut page, rates);
    asked(&mut page, rates);
    futures(&mut page, rates);
    for (group, _) in Group::ALL {
        words(&mut page, group, rates);
    }
    page + "\n" + NOTES
}

/// A set of worlds by the use that was made of them.
struct Use {
    title: &'static str,
    is_in: fn(Group) -> bool,
}

const USES: [Use; 4] = [
    Use { title: "clear cases", is_in: |group| group == Group::Clear },
    Use { title: "hard cases", is_in: |group| group == Group::Hard },
    Use { title: "**used for building** (both)", is_in: |group| group != Group::Unseen },
    Use { title: "**not looked at** (fresh cases)", is_in: |group| group == Group::Unseen },
];

/// How often words are fair, and how often Strong is wrong.
fn groups(page: &mut String, rates: &[Rates]) {
    let _ = writeln!(
        page,
        "| worlds | number | tables | fair word | Strong given | Strong wrong | 95 % interval |\n|---|---|---|---|---|---|---|"
    );
    for Use { title, is_in } in USES {
        let own: Vec<&Rates> = rates.iter().filter(|one| is_in(one.group)).collect();
        let tables: usize = own.iter().map(|one| one.tables.len()).sum();
        let right: usize = own.iter().map(|one| one.right()).sum();
        let (wrong, strong) = strongly_wrong(own.iter().copied());
        let [lo, hi] = interval(wrong, strong).ends();
        let _ = writeln!(
            page,
            "| {title} | {} | {tables} | {} % | {strong} | {wrong} ({} %) | {:.1} to {:.1} % |",
            own.len(),
            percent(right, tables),
            percent(wrong, strong),
            100.0 * lo,
            100.0 * hi
        );
    }
    let _ = writeln!(
        page,
        "\nStrong is wrong where it is none of the fair words (*{BEST}* apart); intervals are binomial (Clopper & Pearson 1934). \
         Tables of one world are alike, so a new kind of table may do worse than the interval says.\n"
    );
}

/// What is asked of the rule, and what was found.
fn asked(page: &mut String, rates: &[Rates]) {
    let _ = writeln!(page, "| asked | found | |\n|---|---|---|");
    for one in demands(rates) {
        let verdict = if one.is_met() { "met" } else { "**missed**" };
        let bound = if one.is_least { "at least" } else { "at most" };
        let _ = writeln!(
            page,
            "| {}: {bound} {:.0} % | {} of {} ({} %) | {verdict} |",
            one.what,
            100.0 * one.share,
            one.found,
            one.of,
            percent(one.found, one.of)
        );
    }
}

/// A share that is asked of the rule.
pub(super) struct Demand {
    pub(super) what: &'static str,
    pub(super) found: usize,
    pub(super) of: usize,
    pub(super) share: f64,
    pub(super) is_least: bool,
}

impl Demand {
    fn is_met(&self) -> bool {
        let found = self.found as f64 - self.share * self.of as f64;
        if self.is_least { found >= 0.0 } else { found <= 0.0 }
    }
}

/// Everything that is asked.
pub(super) fn demands(rates: &[Rates]) -> Vec<Demand> {
    let tables = |pick: &dyn Fn(&Rates) -> bool, hit: &dyn Fn(&Outcome) -> bool| {
        let own: Vec<&Outcome> = rates.iter().filter(|one| pick(one)).flat_map(|one| &one.tables).collect();
        (own.iter().filter(|one| hit(one)).count(), own.len())
    };
    let named =
        |names: &[&str], hit: &dyn Fn(&Outcome) -> bool| tables(&|one| names.contains(&one.world.name), hit);
    let word = |word: Word| move |one: &Outcome| one.word == word;
    let demand =
        |what, (found, of): (usize, usize), share, is_least| Demand { what, found, of, share, is_least };
    let right = rates.iter().map(Rates::right).sum();
    let all = rates.iter().map(|one| one.tables.len()).sum();
    let strong = tables(&|one| one.world.fair == [Word::Strong], &|one| one.is_strong_somewhere);
    vec![
        demand("a fair word", (right, all), 0.90, true),
        demand("Strong wrong, of tables that get it", strongly_wrong(rates.iter()), 0.03, false),
        demand("Strong at some reach where only Strong is fair", strong, 0.85, true),
        demand(
            "Broken where noise is heteroscedastic or autocorrelated",
            named(&["heteroscedastic", "autocorrelated"], &word(Word::Broken)),
            0.05,
            false,
        ),
        demand("Untested with tiny n", named(&["tiny n"], &word(Word::Untested)), 0.90, true),
        demand(
            "the finding `best-of-k` on the best of many",
            named(&[BEST], &|one| one.codes.contains(&"best-of-k")),
            0.80,
            true,
        ),
    ]
}

/// What became of the forecasts, by word.
fn futures(page: &mut String, rates: &[Rates]) {
    let _ = writeln!(
        page,
        "\n## What came after\n\nFutures within the reach of the word of their series (all, where it has no horizons), forecast by \
         the audited law. A table counts as near if its typical future is within twice the tolerance.\n\n\
         | word | worlds | futures | within twice the tolerance | median error over tolerance | direction as forecast | tables | \
         near |\n|---|---|---|---|---|---|---|---|"
    );
    for word in WORDS {
        for Use { title, is_in } in &USES[2..] {
            let tables: Vec<Vec<&Met>> = rates
                .iter()
                .filter(|one| is_in(one.group))
                .flat_map(|one| &one.tables)
                .map(|table| table.met.iter().filter(|one| one.word == word && one.is_reached).collect())
                .filter(|met: &Vec<&Met>| !met.is_empty())
                .collect();
            let all: Vec<&Met> = tables.concat();
            let count = |hit: &dyn Fn(&Met) -> bool| all.iter().filter(|one| hit(one)).count();
            let near = tables.iter().filter(|met| typical(met) <= 2.0).count();
            let _ = writeln!(
                page,
                "| {word} | {title} | {} | {} % | {} | {} % | {} | {} % |",
                all.len(),
                percent(count(&Met::is_near), all.len()),
                if all.is_empty() { "-".to_owned() } else { format!("{:.2}", typical(&all)) },
                percent(count(&|one| one.is_followed), all.len()),
                tables.len(),
                percent(near, tables.len())
            );
        }
    }
}

fn typical(met: &[&Met]) -> f64 {
    median(&met.iter().map(|one| one.ratio).collect::<Vec<_>>())
}

/// The words of a group, world by world, and what they are.
fn words(page: &mut String, group: Group, rates: &[Rates]) {
    let own = || rates.iter().filter(|one| one.group == group);
    let _ = writeln!(
        page,
        "\n## {}\n\nShares in per cent; fair words in bold. *Near*: futures within the reach of the word that were forecast within \
         twice the tolerance. *Specifications*: mean share of the choices of an audit that give the same word. *Cut*, *run*: tables \
         that keep their word with the cut last:20% beside the rolling ones, and without one run drawn at random.\n\n\
         | world | fair | {} | near | specifications | cut | run |\n|---|---|---|---|---|---|---|---|---|---|---|",
        group.title(),
        WORDS.map(|word| word.to_string()).join(" | ")
    );
    for one in own() {
        let _ = writeln!(page, "{}", row(one));
    }
    let _ = writeln!(page, "\n| world | fair words | tables |\n|---|---|---|");
    for one in own() {
        let fair: Vec<String> = one.world.fair.iter().map(Word::to_string).collect();
        let _ = writeln!(page, "| {} | {} | {} |", one.world.name, fair.join(" or "), one.world.says);
    }
}

/// One world: its words, its futures, and how stable the word is.
fn row(one: &Rates) -> String {
    let of = one.tables.len();
    let cell = |word: &Word| {
        let share = percent(one.count(*word), of);
        if one.world.fair.contains(word) { format!("**{share}**") } else { share }
    };
    let met: Vec<&Met> =
        one.tables.iter().flat_map(|table| &table.met).filter(|met| met.is_reached).collect();
    let same: Vec<f64> = one.tables.iter().filter_map(|table| table.same).collect();
    let again: Vec<(bool, bool)> = one.tables.iter().filter_map(|table| table.again).collect();
    let kept =
        |pick: fn(&(bool, bool)) -> bool| percent(again.iter().filter(|one| pick(one)).count(), again.len());
    format!(
        "| {} | {} | {} | {} | {} | {} | {} |",
        one.world.name,
        percent(one.right(), of),
        WORDS.iter().map(cell).collect::<Vec<_>>().join(" | "),
        percent(met.iter().filter(|met| met.is_near()).count(), met.len()),
        if same.is_empty() { "-".to_owned() } else { format!("{:.0}", 100.0 * mean(&same)) },
        kept(|one| one.0),
        kept(|one| one.1)
    )
}

/// The 95 % interval of a share.
fn interval(count: usize, of: usize) -> Interval {
    let (hits, misses) = (count as f64, (of - count) as f64);
    let lo = if count == 0 { 0.0 } else { beta_quantile(0.025, hits, misses + 1.0) };
    let hi = if count == of { 1.0 } else { beta_quantile(0.975, hits + 1.0, misses) };
    Interval::new(hits / of as f64, lo, hi)
}

fn percent(count: usize, of: usize) -> String {
    if of == 0 { "-".to_owned() } else { format!("{:.1}", 100.0 * count as f64 / of as f64) }
}
