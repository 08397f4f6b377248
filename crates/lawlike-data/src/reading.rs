//! Columns of numbers as people write them: `10,000,000`, `5,31`, `70M`, `1e21 FLOP`, `24.5%`, `$3`. A column is read so
//! only where all of its cells agree, and it is said; where two readings are possible, both are shown.

use crate::cells::{Cells, Texts};
use crate::column::Column;
use crate::column::words::Words;
use crate::number::{self, shown};
use crate::unit::Unit;
use lawlike::quantity::{ComputeCount, Multiple, Quantity};

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
    pub(crate) unit: Unit,
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

/// Whole numbers from here on are not all different as floating-point numbers.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// Counts from here on are written out, and not in thousands or more.
const WRITTEN_OUT: f64 = 1000.0;
/// Digits between separators of thousands.
const GROUP: usize = 3;

/// The parts of a cell: what stands before the number, the number, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Parts<'a> {
    before: &'a str,
    body: &'a str,
    after: &'a str,
}

/// How separators stand in the body of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// No comma, blank or apostrophe.
    None,
    /// Groups of thousands, beyond doubt.
    Thousands,
    /// A decimal comma, beyond doubt.
    Comma,
    /// `1,204`: either.
    Either,
    /// `10000,000`: neither is usual.
    Odd,
}

impl<'a> Parts<'a> {
    fn of(cell: &'a str) -> Option<Self> {
        let cell = cell.trim();
        let start = cell.find(|c: char| c.is_ascii_digit())?;
        let head = cell[..start].trim_end_matches(['.', '-', '+', '\u{2212}']);
        let before = head.trim();
        let rest = &cell[head.len()..];
        let is_body = |c: char| {
            c.is_ascii_digit()
                || matches!(c, '.' | ',' | '\'' | '_' | '\u{2019}' | '\u{a0}' | '\u{202f}' | '\u{2009}')
        };
        let sign = rest.len() - rest.trim_start_matches(['-', '+', '\u{2212}']).len();
        let mut end = sign + rest[sign..].find(|c| !is_body(c)).unwrap_or(rest.len() - sign);
        // Blanks part thousands only before exactly three digits.
        while let Some(next) = rest.get(end..).and_then(|tail| tail.strip_prefix(' ')) {
            let digits = next.bytes().take_while(u8::is_ascii_digit).count();
            if digits != GROUP {
                break;
            }
            end += 1 + GROUP;
        }
        // An exponent belongs to the number if digits follow it.
        if let Some(power) = rest.get(end..).and_then(|tail| tail.strip_prefix(['e', 'E'])) {
            let signless = power.strip_prefix(['-', '+']).unwrap_or(power);
            let digits = signless.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                end += 1 + (power.len() - signless.len()) + digits;
            }
        }
        Some(Self { before, body: &rest[..end], after: rest[end..].trim() })
    }

    fn marks(&self) -> Marks {
        let mantissa = self.body.split(['e', 'E']).next().unwrap_or("");
        let plain: String = mantissa.trim_start_matches(['-', '+', '\u{2212}']).to_owned();
        if plain.contains([' ', '\'', '_', '\u{2019}', '\u{a0}', '\u{202f}', '\u{2009}']) {
            return if plain.matches(',').count() == 1 && !plain.contains('.') {
                Marks::Comma
            } else {
                Marks::Thousands
            };
        }
        let (commas, points) = (plain.matches(',').count(), plain.matches('.').count());
        let groups = |mark: char| {
            let mut parts = plain.split(mark);
            let first = parts.next().map_or(0, str::len);
            (1..=GROUP).contains(&first) && parts.all(|part| part.len() == GROUP)
        };
        let is_last = |a: char, b: char| plain.rfind(a) > plain.rfind(b);
        match (commas, points) {
            (0, 0 | 1) => Marks::None,
            (0, _) => {
                if groups('.') {
                    Marks::Comma
                } else {
                    Marks::Odd
                }
            }
            (_, 1) if is_last('.', ',') => Marks::Thousands,
            (1, _) if points > 0 && is_last(',', '.') => Marks::Comma,
            (1, 0) if groups(',') => Marks::Either,
            (1, 0) if plain.rsplit(',').next().map_or(0, str::len) == GROUP => Marks::Odd,
            (1, 0) => Marks::Comma,
            (_, 0) if groups(',') => Marks::Thousands,
            _ => Marks::Odd,
        }
    }

    /// The number, with its unit.
    fn value(&self, decimal: Decimal, factor: f64) -> Option<f64> {
        let drop: &[char] = match decimal {
            Decimal::Point => &[',', ' ', '\'', '_', '\u{2019}', '\u{a0}', '\u{202f}', '\u{2009}'],
            Decimal::Comma => &['.', ' ', '\'', '_', '\u{2019}', '\u{a0}', '\u{202f}', '\u{2009}'],
        };
        let mut text: String =
            self.body.replace('\u{2212}', "-").chars().filter(|c| !drop.contains(c)).collect();
        if decimal == Decimal::Comma {
            text = text.replace(',', ".");
        }
        // The factor moves the point in the digits, so that 0.07B and 70M are the same number to the last bit.
        let power = factor.log10().round();
        if factor == 1.0 {
            text.parse().ok()
        } else if (10_f64.powf(power) / factor - 1.0).abs() < 1e-12 && !text.contains(['e', 'E']) {
            format!("{text}e{power}").parse().ok()
        } else {
            Some(text.parse::<f64>().ok()? * factor)
        }
    }
}

/// What stands after the numbers of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
enum After {
    Nothing,
    PerCent,
    Times(f64),
}

impl After {
    fn of(text: &str) -> Option<Self> {
        let compute = Quantity::Compute(ComputeCount::Reported);
        match text {
            "" => Some(Self::Nothing),
            "%" => Some(Self::PerCent),
            // Small letters such as m and t are metres and tonnes elsewhere.
            "m" | "t" | "g" => None,
            _ => {
                let lower = text.to_lowercase();
                let words = lower.replace(['-', '/', '_'], " ");
                let words = words.trim_start_matches(['x', '\u{d7}', '*']).trim();
                let bare = words
                    .trim_end_matches("params")
                    .trim_end_matches("parameters")
                    .trim_end_matches("tokens")
                    .trim();
                match bare {
                    "" | "flop" | "flops" => Some(Self::Nothing),
                    _ => Multiple::factor(bare, compute).map(Self::Times),
                }
            }
        }
    }
}

/// The cells of a column that are all numbers, or the text that they are.
///
/// `is_count` says that the name says a quantity: long whole numbers are counts then, not names.
pub(crate) fn read(
    (name, is_count): (&str, bool),
    column: &Column,
    decimal: Option<Decimal>,
    evidence: Evidence,
) -> Reading {
    let plain =
        |cells: Cells| Reading { cells, unit: Unit::One, said: None, doubt: None, has_suffixes: false };
    let may_be_names = decimal != Some(Decimal::Comma) && !is_count;
    let names = |words: Words| Reading {
        said: Some(format!(
            "`{name}` holds whole numbers beyond 2^53: read as names, so that none is rounded"
        )),
        ..plain(Cells::Text(Texts::new(words)))
    };
    let words = match column {
        Column::Numbers(values, _) => {
            let is_long = |row: usize| values[row].abs() >= EXACT && is_long_id(&column.text(row));
            return if may_be_names && (0..values.len()).any(is_long) {
                names(column.to_words())
            } else {
                plain(Cells::Number(values.clone()))
            };
        }
        Column::Words(words) => words,
    };
    let used = words.used();
    let mut values = vec![f64::NAN; words.dictionary.len()];
    let is_plain = used.iter().all(|(code, _)| {
        let value = number::plain(words.dictionary.get(*code));
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
    match mended(name, (words, &used), decimal, evidence) {
        Ok(Mended { values, unit, said, has_suffixes }) => {
            Reading { cells: numbers(&values), unit, said, doubt: None, has_suffixes }
        }
        Err(doubt) => Reading { doubt, ..plain(Cells::Text(Texts::new(words.clone()))) },
    }
}

/// What a column shows of decimals.
pub(crate) fn evidence(column: &Column) -> Evidence {
    let mut evidence = Evidence::default();
    let words = match column {
        Column::Numbers(values, _) => {
            let has_point = |row: usize| !values[row].is_nan() && column.text(row).contains('.');
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
    unit: Unit,
    said: Option<String>,
    has_suffixes: bool,
}

fn mended(
    name: &str,
    (words, used): (&Words, &[(u32, usize)]),
    decimal: Option<Decimal>,
    evidence: Evidence,
) -> std::result::Result<Mended, Option<String>> {
    let filled: Vec<(u32, usize)> = used
        .iter()
        .filter(|(code, _)| !number::is_missing(words.dictionary.get(*code)))
        .copied()
        .collect();
    let mut parts = Vec::with_capacity(filled.len().min(1024));
    for (code, _) in &filled {
        let Some(found) = Parts::of(words.dictionary.get(*code)) else { return Err(None) };
        if !matches!(found.before, "" | "$" | "\u{20ac}" | "\u{a3}" | "US$" | "USD" | "~" | "\u{2248}") {
            return Err(None);
        }
        let Some(after) = After::of(found.after) else { return Err(None) };
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
    let unit = if signs { Unit::PerCent } else { Unit::One };
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
    let at = parts.iter().position(odd)?;
    let (part, after) = parts[at];
    let factor = if let After::Times(factor) = after { factor } else { 1.0 };
    let value = part.value(decimal, factor)?;
    let sign = if after == After::PerCent { " per cent" } else { "" };
    let number = if value.abs() >= 1e5 { format!("{value:e}") } else { value.to_string() };
    Some(format!("`{name}` is read as numbers: {} is {number}{sign}", shown(filled[at].trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str], evidence: Evidence) -> Reading {
        read(("x", false), &Column::from_texts(cells), None, evidence)
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
        assert_eq!(numbers(&["1e21 FLOP", "3.5e22 FLOP"]), [1e21, 3.5e22]);
        assert_eq!(numbers(&["3 ZFLOP", "10 EFLOP"]), [3e21, 1e19]);
        assert_eq!(numbers(&["10 000 000", "500"]), [1e7, 500.0]);
        assert_eq!(numbers(&["$3.50", "$10"]), [3.5, 10.0]);
        assert_eq!(numbers(&["\u{2212}3.5", "+2"]), [-3.5, 2.0]);
        assert_eq!(column(&["24.5%", "30%"], Evidence::default()).unit, Unit::PerCent);
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
