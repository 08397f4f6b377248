//! Several things followed over the same days, or measured at the same counts: one line through all of them would follow none.

use crate::cells::Cells;
use crate::column::words::Words;
use crate::notice::is_state;
use crate::split::labels;
use crate::table::{Table, TableColumn};
use crate::vocabulary::plain;
use std::collections::{HashMap, HashSet};

/// Columns that may name a thing together.
const COLUMNS: usize = 3;
/// Columns of words that are tried: of many, three at a time are too many.
const WORDS: usize = 8;
/// Share of the places of days and things that a panel fills at least.
const FULL: f64 = 0.5;
/// The same of learning curves, some of which end early.
const CURVES: f64 = 0.25;
/// Share of the rows that are the only one of their thing and day at least.
const ONE: f64 = 0.95;
/// How often labels that say nothing may tell curves apart. Days are not asked: what has a price a day is what it is called.
const CHANCE: f64 = 0.01;
/// Rows that a thing of a panel has on average at least: fewer did not come back.
const BACK: f64 = 1.5;
/// Rows that a thing of a history has on average at least; names of models may come twice by chance.
const COURSE: f64 = 2.5;

/// The columns that tell apart what is followed: with them, every day has one row a thing. None where a row is a thing of its
/// own, as in a list of models.
///
/// Two layouts are known by their rows. In a panel, most days have rows of several things, and most things have a row on most
/// days. In a history, what is called by the label comes back on days of its own.
pub(crate) fn parts<'a>(
    table: &'a Table,
    days: &[f64],
    rows: &[usize],
    label: Option<&'a TableColumn>,
) -> Vec<&'a TableColumn> {
    let history = label.map(|column| (column, labels(column))).filter(|(_, words)| {
        let found = Grid::of(days, rows, &[words]);
        found.is_unique && found.things > 1 && rows.len() as f64 >= COURSE * found.things as f64
    });
    if let Some((column, _)) = history {
        return vec![column];
    }
    told_apart(table, days, rows, Shape { full: FULL, back: BACK, chance: 1.0 })
}

/// The columns that tell learning curves apart: what was measured at several counts, most of them shared with others.
pub(crate) fn curves<'a>(table: &'a Table, counts: &[f64], rows: &[usize]) -> Vec<&'a TableColumn> {
    told_apart(table, counts, rows, Shape { full: CURVES, back: COURSE, chance: CHANCE })
}

/// How full a panel must be, and how many rows a thing of it has on average.
struct Shape {
    full: f64,
    back: f64,
    /// How often labels drawn by chance may tell so much, over all columns that are tried.
    chance: f64,
}

fn told_apart<'a>(table: &'a Table, days: &[f64], rows: &[usize], shape: Shape) -> Vec<&'a TableColumn> {
    let all = Grid::of(days, rows, &[]);
    if 2 * all.alone > rows.len() || all.is_unique {
        return Vec::new();
    }
    // A column in which nearly every row is another thing, or all are one, parts nothing.
    let count = rows.len() as f64;
    let most = (count / shape.back) as usize;
    let words = table.columns.iter().filter(|column| is_words(column)).map(|column| {
        let labels = labels(column);
        let things = rows.iter().map(|row| labels.codes[*row]).collect::<HashSet<u32>>().len();
        (column, labels, things)
    });
    let words: Vec<(&TableColumn, Words, usize)> =
        words.filter(|(.., things)| (2..=most).contains(things)).take(WORDS).collect();
    let is_panel = |own: &Vec<usize>| {
        // So many things cannot each have a row of their own a day.
        if (own.iter().map(|at| words[*at].2).product::<usize>() * all.days) as f64 + 1.0 < ONE * count {
            return false;
        }
        let found = Grid::of(days, rows, &own.iter().map(|at| &words[*at].1).collect::<Vec<_>>());
        let places = (found.days * found.things) as f64;
        let comes_back = count >= shape.back * found.things as f64;
        let is_whole = found.is_unique && found.things > 1 && comes_back && count >= shape.full * places;
        // A column that names what is compared, each at every count, needs no proof.
        let is_named = matches!(own[..], [only] if is_compared(&words[only].0.name)) && count == places;
        is_whole
            && (is_named || shape.chance >= 1.0 || found.by_chance() * tries(words.len()) <= shape.chance)
    };
    // One column, else two, else three.
    let mut tried: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..COLUMNS {
        let longer = |own: &Vec<usize>| {
            let own = own.clone();
            let after = own.last().map_or(0, |last| last + 1);
            (after..words.len()).map(move |next| own.iter().copied().chain([next]).collect())
        };
        tried = tried.iter().flat_map(longer).collect();
        if let Some(found) = tried.iter().find(|own| is_panel(own)) {
            return found.iter().map(|at| words[*at].0).collect();
        }
    }
    Vec::new()
}

fn is_words(column: &TableColumn) -> bool {
    matches!(column.cells, Cells::Text(_)) && !is_state(&column.name) && !is_repeat(&column.name)
}

/// Whether a name says what is compared.
fn is_compared(name: &str) -> bool {
    let words = plain(name);
    [
        "model",
        "models",
        "method",
        "algorithm",
        "algo",
        "architecture",
        "arch",
        "backbone",
        "encoder",
        "optimizer",
        "system",
        "agent",
        "approach",
        "variant",
        "regime",
        "condition",
        "setup",
        "engine",
        "framework",
        "device",
    ]
    .contains(&words.trim_end_matches(" name"))
}

/// Whether a column numbers repeats of one thing.
fn is_repeat(name: &str) -> bool {
    let words = plain(name);
    words
        .split(' ')
        .any(|word| ["seed", "trial", "repeat", "replicate", "fold", "repetition"].contains(&word))
}

/// In how many ways one to three of so many columns can be taken.
fn tries(columns: usize) -> f64 {
    let n = columns as f64;
    n + n * (n - 1.0) / 2.0 + n * (n - 1.0) * (n - 2.0) / 6.0
}

/// Rows by day and thing.
struct Grid {
    days: usize,
    things: usize,
    /// Whether no thing has two rows on a day, but for a few.
    is_unique: bool,
    /// Rows that have a day to themselves.
    alone: usize,
    /// Rows of each day.
    of_day: Vec<usize>,
}

impl Grid {
    fn of(days: &[f64], rows: &[usize], columns: &[&Words]) -> Self {
        let mut of_day: HashMap<u64, usize> = HashMap::new();
        let mut things = HashSet::new();
        let mut places = HashSet::new();
        for row in rows {
            let day = days[*row].to_bits();
            let mut thing = [0_u32; COLUMNS];
            // Words by their numbers, so that no text is compared.
            thing.iter_mut().zip(columns).for_each(|(own, words)| *own = words.codes[*row]);
            *of_day.entry(day).or_insert(0) += 1;
            places.insert((day, thing));
            things.insert(thing);
        }
        let is_unique = places.len() as f64 >= ONE * rows.len() as f64;
        let alone = of_day.values().filter(|count| **count == 1).count();
        let mut of_day: Vec<usize> = of_day.into_values().collect();
        // The order of a hash is no order to sum in.
        of_day.sort_unstable();
        Self { days: of_day.len(), things: things.len(), is_unique, alone, of_day }
    }

    /// How often so many things, drawn for every row by chance, would have one row a day each.
    fn by_chance(&self) -> f64 {
        let things = self.things as f64;
        let differ =
            |count: usize| (0..count).map(|at| (1.0 - at as f64 / things).max(0.0).ln()).sum::<f64>();
        self.of_day.iter().map(|count| differ(*count)).sum::<f64>().exp()
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::{TrendRoles, dated};
    use crate::table::Table;

    fn series(text: &str) -> Vec<String> {
        let table = Table::from_bytes("prices.csv", text.as_bytes()).unwrap();
        let found = dated(&table, &TrendRoles::default()).unwrap();
        found.series.into_iter().map(|series| series.label).collect()
    }

    #[test]
    fn things_that_are_followed_day_by_day_are_series() {
        let mut text = "date,gpu,seller,price\n".to_owned();
        for day in 1..=4 {
            for (gpu, price) in [("H100", 2.4), ("A100", 0.6)] {
                for seller in ["x", "y"] {
                    text.push_str(&format!(
                        "2026-01-0{day},{gpu},{seller},{}\n",
                        price - 0.01 * f64::from(day)
                    ));
                }
            }
        }
        assert_eq!(series(&text), ["H100 x", "H100 y", "A100 x", "A100 y"]);
        let one_seller: String =
            text.lines().filter(|line| !line.contains(",y,")).map(|line| format!("{line}\n")).collect();
        assert_eq!(series(&one_seller), ["H100", "A100"]);
    }

    #[test]
    fn a_model_whose_price_changes_has_a_history() {
        let text = "model,date,price\na,2024-01-01,9\nb,2024-02-01,30\na,2024-03-01,8\nb,2024-04-01,20\na,2024-05-01,7\nb,2024-06-01,10\n";
        assert_eq!(series(text), ["a", "b"]);
    }

    #[test]
    fn a_list_of_models_is_one_series() {
        let text = "model,maker,date,elo\na,x,2024-01-01,900\nb,y,2024-01-01,950\nc,x,2024-03-01,1000\nd,y,2024-04-01,1020\ne,x,2024-05-01,1100\nf,y,2024-06-01,1150\n";
        assert_eq!(series(text), [""]);
    }
}
