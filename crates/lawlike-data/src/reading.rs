//! Columns of numbers as people write them: `10,000,000`, `5,31`, `70M`, `1e21 FLOP`, `24.5%`, `$3`. A column is read so
//! only where all of its cells agree, and it is said; where two readings are possible, both are shown.

mod parts;

use crate::cells::{Cells, Texts};
use crate::column::Column;
use crate::column::words::Words;
use crate::number::{self, shown};
use crate::unit::ColumnUnit;
use crate::vocabulary;
use lawlike::quantity::Quantity;
use parts::{After, Marks, Parts};

/// What a comma within a number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// A point parts decimals; commas part thousands.
    Point,
    /// A comma parts decimals; points part thousands.
    Comma,
}

/// The cells of a column, with what was done to read them.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) cells: Cells,
    /// The unit of the cells, where they have a per cent sign.
    pub(crate) unit: ColumnUnit,
    /// What was done.
    pub(crate) said: Option<String>,
    /// Why cells that look like numbers are read as text.
    pub(crate) doubt: Option<String>,
    /// Whether cells state their own multiples, such as `70M`.
    pub(crate) has_suffixes: bool,
}

/// What the other columns of a file show.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Evidence {
    /// Some column has numbers with a decimal point.
    pub(crate) point: bool,
    /// Some column has numbers that only a decimal comma explains.
    pub(crate) comma: bool,
}

/// Cells that are looked at before all are.
const FIRST: usize = 64;
/// Whole numbers from here on are not all different as floating-point numbers.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// Counts from here on are written out, and not in thousands or more.
const WRITTEN_OUT: f64 = 1000.0;

/// The cells of a column that are all numbers, or the text that they are.
///
/// `is_count` says that the name says a quantity: long whole numbers are counts then, not names.
pub(crate) fn read(
    name: &str,
    is_count: bool,
    column: &Column,
    decimal: Option<Decimal>,
    evidence: Evidence,
) -> Reading {
    let plain =
        |cells: Cells| Reading { cells, unit: ColumnUnit::One, said: None, doubt: None, has_suffixes: false };
    let may_be_names = decimal != Some(Decimal::Comma) && !is_count;
    let names = |words: Words| Reading {
        said: Some(format!(
            "`{name}` holds whole numbers beyond 2^53: read as names, so that none is rounded"
        )),
        ..plain(Cells::Text(Texts::new(words)))
    };
    let words = match column {
        Column::Numbers(values, _) => {
            let is_long = |row: usize| values.at(row).abs() >= EXACT && is_long_id(&column.text(row));
            return if may_be_names && (0..values.len()).any(is_long) {
                names(column.to_words())
            } else {
                plain(Cells::Number(values.clone()))
            };
        }
        Column::Words(words) => words,
    };
    if words.codes.iter().take(FIRST).any(|code| is_word(words.dictionary.get(*code))) {
        return plain(Cells::Text(Texts::new(words.clone())));
    }
    let used = words.used();
    let mut values = vec![f64::NAN; words.dictionary.len()];
    let has_number = used.iter().any(|(code, _)| Parts::of(words.dictionary.get(*code)).is_some());
    let is_plain = used.iter().all(|(code, _)| {
        let cell = words.dictionary.get(*code);
        let is_none = has_number && number::is_unknown(cell);
        let value = if is_none { Some(f64::NAN) } else { number::plain(cell) };
        values[*code as usize] = value.unwrap_or(f64::NAN);
        value.is_some()
    });
    let numbers = |values: &[f64]| -> Cells {
        let of_row: Vec<f64> = words.codes.iter().map(|code| values[*code as usize]).collect();
        Cells::Number(of_row.into())
    };
    if is_plain {
        let is_long = |(code, _): &(u32, usize)| {
            values[*code as usize].abs() >= EXACT && is_long_id(words.dictionary.get(*code))
        };
        let is_names = may_be_names && used.iter().any(is_long);
        return if is_names { names(words.clone()) } else { plain(numbers(&values)) };
    }
    if let Some(cells) = truths(name, words, &used) {
        let said = Some(format!("`{name}` is read as numbers: `true` is 1, `false` is 0"));
        return Reading { said, ..plain(cells) };
    }
    if let Some((cells, example)) = beside_errors(words, &used) {
        let said = Some(format!("`{name}` holds values with their errors, which are not used: {example}"));
        return Reading { said, ..plain(cells) };
    }
    match mended(name, words, &used, decimal, evidence) {
        Ok(Mended { values, unit, said, has_suffixes }) => {
            Reading { cells: numbers(&values), unit, said, doubt: None, has_suffixes }
        }
        Err(doubt) => Reading { doubt, ..plain(Cells::Text(Texts::new(words.clone()))) },
    }
}

/// Whether a cell can only be of a column of words: it is not missing, and nothing in it is read as a number, as true or false, or
/// as a value beside its error.
fn is_word(cell: &str) -> bool {
    let is_truth = || ["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(cell.trim()));
    !number::is_unknown(cell)
        && number::plain(cell).is_none()
        && !cell.contains(['+', '\u{b1}'])
        && Parts::of(cell).is_none_or(|parts| !is_sign(parts.before))
        && !is_truth()
}

/// Whether what stands before a number may: nothing, a currency, a sign of nearness.
fn is_sign(before: &str) -> bool {
    matches!(before, "" | "$" | "\u{20ac}" | "\u{a3}" | "US$" | "USD" | "~" | "\u{2248}")
}

/// Words of true and false as one and zero, in a column whose name says an outcome.
fn truths(name: &str, words: &Words, used: &[(u32, usize)]) -> Option<Cells> {
    let is_outcome = vocabulary::quantity(name).is_some_and(Quantity::is_outcome);
    let mut values = vec![f64::NAN; words.dictionary.len()];
    let mut has_truth = false;
    for (code, _) in used.iter().filter(|_| is_outcome) {
        let cell = words.dictionary.get(*code);
        let value = match cell.trim().to_ascii_lowercase().as_str() {
            "true" => 1.0,
            "false" => 0.0,
            _ if number::is_unknown(cell) => f64::NAN,
            _ => return None,
        };
        has_truth |= value.is_finite();
        values[*code as usize] = value;
    }
    let of_row = || words.codes.iter().map(|code| values[*code as usize]).collect::<Vec<f64>>();
    has_truth.then(|| Cells::Number(of_row().into()))
}

/// Numbers of a column in which every cell is `VALUE ± ERROR` or `VALUE +/- ERROR`, and how one of them is read.
fn beside_errors(words: &Words, used: &[(u32, usize)]) -> Option<(Cells, String)> {
    let mut values = vec![f64::NAN; words.dictionary.len()];
    let mut example = None;
    for (code, _) in used {
        let cell = words.dictionary.get(*code);
        if number::is_unknown(cell) {
            continue;
        }
        let parts = ["\u{b1}", "+/-", "+-"].iter().find_map(|mark| cell.split_once(mark));
        // What was measured once has no error.
        let (value, error) = parts.unwrap_or((cell, "0"));
        let value = number::plain(value.trim())?;
        number::plain(error.trim()).filter(|error| !error.is_nan())?;
        values[*code as usize] = value;
        if parts.is_some() && example.is_none() {
            example = Some(format!("`{}` is {}", cell.trim(), value));
        }
    }
    let of_row: Vec<f64> = words.codes.iter().map(|code| values[*code as usize]).collect();
    example.map(|example| (Cells::Number(of_row.into()), example))
}

/// What a column shows of decimals.
pub(crate) fn evidence(column: &Column) -> Evidence {
    let mut evidence = Evidence::default();
    let words = match column {
        Column::Numbers(values, _) => {
            let has_point = |row: usize| !values.at(row).is_nan() && column.text(row).contains('.');
            evidence.point = (0..values.len()).any(has_point);
            return evidence;
        }
        Column::Words(words) => words,
    };
    for (code, _) in words.used() {
        let cell = words.dictionary.get(code);
        if number::is_missing(cell) {
            continue;
        }
        match number::parse(cell) {
            Some(_) => evidence.point |= cell.contains('.'),
            None => match Parts::of(cell).filter(|parts| After::of(parts.after).is_some()) {
                Some(parts) => evidence.comma |= parts.marks() == Marks::Comma,
                None => return Evidence::default(),
            },
        }
    }
    evidence
}

/// Whether a column has a cell with a comma: plain numbers and missing cells have none.
pub(crate) fn has_commas(column: &Column) -> bool {
    match column {
        Column::Numbers(..) => false,
        Column::Words(words) => {
            words.used().iter().any(|(code, _)| words.dictionary.get(*code).contains(','))
        }
    }
}

/// Whether a large number is a whole one of more digits than a floating-point number holds, without a fraction or
/// exponent: it is a name.
fn is_long_id(cell: &str) -> bool {
    let cell = cell.trim();
    cell.bytes().all(|byte| byte.is_ascii_digit()) && !cell.ends_with("000")
}

/// Numbers of words that were mended, by the number of the word.
struct Mended {
    values: Vec<f64>,
    unit: ColumnUnit,
    said: Option<String>,
    has_suffixes: bool,
}

fn mended(
    name: &str,
    words: &Words,
    used: &[(u32, usize)],
    decimal: Option<Decimal>,
    evidence: Evidence,
) -> std::result::Result<Mended, Option<String>> {
    let filled: Vec<(u32, usize)> =
        used.iter().filter(|(code, _)| !number::is_unknown(words.dictionary.get(*code))).copied().collect();
    let is_count = vocabulary::quantity(name).is_some_and(Quantity::is_counted);
    let mut parts = Vec::with_capacity(filled.len().min(1024));
    for (code, _) in &filled {
        let Some(found) = Parts::of(words.dictionary.get(*code)) else { return Err(None) };
        if !is_sign(found.before) {
            return Err(None);
        }
        let after = if is_count { After::of_count(found.after) } else { After::of(found.after) };
        let Some(after) = after else { return Err(None) };
        parts.push((found, after));
    }
    let signs = signs(name, &filled, &parts)?;
    // `7B, 13B, 70`: the last is likely 70B. Only counts that are written out may stand beside suffixes.
    let is_bare = |(part, after): &(Parts<'_>, After)| *after == After::Nothing && part.after.is_empty();
    let is_small = |part: &Parts<'_>| {
        part.value(Decimal::Point, 1.0).is_none_or(|value| value.abs() < WRITTEN_OUT && value != 0.0)
    };
    let bare = parts.iter().filter(|pair| is_bare(pair)).count();
    if bare < parts.len() && parts.iter().any(|pair| is_bare(pair) && is_small(&pair.0)) {
        return Err(None);
    }
    let decimal = comma(name, &parts, decimal, evidence)?;
    let mut values = vec![f64::NAN; words.dictionary.len()];
    for ((code, _), (part, after)) in filled.iter().zip(&parts) {
        let factor = if let After::Times(factor) = after { *factor } else { 1.0 };
        values[*code as usize] = part.value(decimal, factor).ok_or(None)?;
    }
    let has_suffixes = parts.iter().any(|(_, after)| matches!(after, After::Times(_)));
    let cells: Vec<&str> = filled.iter().map(|(code, _)| words.dictionary.get(*code)).collect();
    let unit = if signs { ColumnUnit::PerCent } else { ColumnUnit::One };
    Ok(Mended { values, unit, said: said(name, &cells, &parts, decimal), has_suffixes })
}

/// Whether the cells have a per cent sign: all have one, or none.
fn signs(
    name: &str,
    filled: &[(u32, usize)],
    parts: &[(Parts<'_>, After)],
) -> std::result::Result<bool, Option<String>> {
    let all: usize = filled.iter().map(|(_, count)| count).sum();
    let is_signed = |(_, (_, after)): &(&(u32, usize), &(Parts<'_>, After))| *after == After::PerCent;
    let signs: usize = filled.iter().zip(parts).filter(is_signed).map(|((_, count), _)| count).sum();
    if signs > 0 && signs < all {
        return Err(Some(format!(
            "`{name}` has a per cent sign in {signs} of {all} cells: write all in one unit"
        )));
    }
    Ok(signs > 0)
}

/// What a comma means in this column; an error where it is not clear.
fn comma(
    name: &str,
    parts: &[(Parts<'_>, After)],
    stated: Option<Decimal>,
    evidence: Evidence,
) -> std::result::Result<Decimal, Option<String>> {
    if let Some(stated) = stated {
        return Ok(stated);
    }
    let marks: Vec<Marks> = parts.iter().map(|(part, _)| part.marks()).collect();
    let has = |mark: Marks| marks.contains(&mark);
    let point =
        parts.iter().zip(&marks).any(|((part, _), mark)| *mark == Marks::None && part.body.contains('.'));
    let comma = has(Marks::Comma) || evidence.comma;
    let thousands = has(Marks::Thousands) || point || evidence.point;
    if !has(Marks::Either) && !has(Marks::Odd) && !has(Marks::Comma) {
        return Ok(Decimal::Point);
    }
    match (has(Marks::Comma), has(Marks::Thousands) || point) {
        (true, false) if !has(Marks::Odd) => return Ok(Decimal::Comma),
        (false, true) if !has(Marks::Odd) => return Ok(Decimal::Point),
        _ => {}
    }
    match (comma, thousands) {
        (true, false) => Ok(Decimal::Comma),
        (false, true) if !has(Marks::Odd) => Ok(Decimal::Point),
        _ => {
            let at = marks.iter().position(|mark| *mark != Marks::None).unwrap_or(0);
            let part = parts[at].0;
            let both =
                [Decimal::Point, Decimal::Comma].map(|decimal| part.value(decimal, 1.0).unwrap_or(f64::NAN));
            Err(Some(format!(
                "`{name}` holds {}, which is {} with --decimal point and {} with --decimal comma: state which",
                shown(part.body),
                both[0],
                both[1]
            )))
        }
    }
}

/// What was done, with an example.
fn said(name: &str, filled: &[&str], parts: &[(Parts<'_>, After)], decimal: Decimal) -> Option<String> {
    let odd = |(part, after): &(Parts<'_>, After)| {
        part.marks() != Marks::None
            || *after != After::Nothing
            || !part.before.is_empty()
            || !part.after.is_empty()
    };
    let is_pair = |(part, _): &(Parts<'_>, After)| parts::is_pair(part.after);
    let at = parts.iter().position(is_pair).or_else(|| parts.iter().position(odd))?;
    let (part, after) = parts[at];
    let factor = if let After::Times(factor) = after { factor } else { 1.0 };
    let value = part.value(decimal, factor)?;
    let sign = if after == After::PerCent { " per cent" } else { "" };
    let number = if value.abs() >= 1e5 { format!("{value:e}") } else { value.to_string() };
    let total = if is_pair(&parts[at]) { ", the total" } else { "" };
    Some(format!("`{name}` is read as numbers: {} is {number}{sign}{total}", shown(filled[at].trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str], evidence: Evidence) -> Reading {
        read("x", false, &Column::from_texts(cells), None, evidence)
    }

    fn numbers(cells: &[&str]) -> Vec<f64> {
        match column(cells, Evidence::default()).cells {
            Cells::Number(numbers) => numbers.to_vec(),
            Cells::Text(texts) => panic!("{texts:?}"),
        }
    }

    #[test]
    fn columns_that_agree_are_numbers() {
        assert_eq!(numbers(&["10,000,000", "2,500,000"]), [1e7, 2.5e6]);
        assert_eq!(numbers(&["5,310579", "4,9"]), [5.310579, 4.9]);
        assert_eq!(numbers(&["1.204,5", "640,2"]), [1204.5, 640.2]);
        assert_eq!(numbers(&["1,204.5", "640.2"]), [1204.5, 640.2]);
        assert_eq!(numbers(&["70M", "1.4B", "1T", "0.5K"]), [7e7, 1.4e9, 1e12, 500.0]);
        assert_eq!(
            numbers(&["7B", "46.7B / 12.9B", "235B-A22B", "30B (3B active)"]),
            [7e9, 4.67e10, 2.35e11, 3e10]
        );
        assert_eq!(numbers(&["1e21 FLOP", "3.5e22 FLOP"]), [1e21, 3.5e22]);
        assert_eq!(numbers(&["3 ZFLOP", "10 EFLOP"]), [3e21, 1e19]);
        assert_eq!(numbers(&["10 000 000", "500"]), [1e7, 500.0]);
        assert_eq!(numbers(&["$3.50", "$10"]), [3.5, 10.0]);
        assert_eq!(numbers(&["\u{2212}3.5", "+2"]), [-3.5, 2.0]);
        assert_eq!(column(&["24.5%", "30%"], Evidence::default()).unit, ColumnUnit::PerCent);
    }

    #[test]
    fn two_readings_are_shown_and_other_columns_decide() {
        let open = column(&["1,204", "2,300"], Evidence::default());
        assert!(open.doubt.unwrap().contains("1204 with --decimal point and 1.204 with --decimal comma"));
        let point = Evidence { point: true, comma: false };
        assert_eq!(column(&["1,204", "2,300"], point).cells, Cells::Number(vec![1204.0, 2300.0].into()));
        let comma = Evidence { point: false, comma: true };
        assert_eq!(column(&["1,204", "2,300"], comma).cells, Cells::Number(vec![1.204, 2.3].into()));
        assert!(
            column(&["10000,000", "15000,000"], point).doubt.is_some(),
            "decimals elsewhere have a point"
        );
        assert!(column(&["24.5%", "30"], Evidence::default()).doubt.is_some());
    }

    #[test]
    fn names_stay_names() {
        for cells in [["gpt-4", "70M"], ["2024-05-01", "7"], ["5m", "3m"], ["0x10", "7"], ["1 2", "3"]] {
            assert!(matches!(column(&cells, Evidence::default()).cells, Cells::Text(_)), "{cells:?}");
        }
        let long = column(&["9007199254740993", "9007199254740992"], Evidence::default());
        assert!(matches!(long.cells, Cells::Text(_)) && long.said.is_some());
        assert!(matches!(
            column(&["1000000000000000000000", "5"], Evidence::default()).cells,
            Cells::Number(_)
        ));
    }
}
