//! Logs that training scripts print: lines such as `Step 100, Loss: 3.2, LR: 1e-4` or `iter 100: loss 3.2, time 23ms`, each a list of
//! names with a number. Every line of the form that says most becomes a row.

use super::{Format, Sheet};
use crate::column::Column;
use crate::vocabulary;
use lawlike::quantity::Quantity;

/// A log in lines of names and numbers.
pub(super) const FORMAT: Format = Format::new("log");

/// Lines that a form must have.
const LINES: usize = 5;
/// Of so many lines one must be of the form.
const SHARE: usize = 10;
/// Forms of lines that are told apart.
const FORMS: usize = 100;
/// Lines by which a log is known.
const LOOKED_AT: usize = 2000;
/// Longest line and name that are looked at, in bytes.
const LINE: usize = 1000;
const NAME: usize = 40;
/// Letters of a unit behind a number.
const UNIT: usize = 12;
/// Marks between pairs.
const BETWEEN: [char; 4] = ['|', ',', ';', '\t'];

/// A name with its number, as they stand.
type Pair<'a> = (&'a str, String);

/// Lines of one form: the same names in the same order.
struct Form<'a> {
    names: Vec<&'a str>,
    /// Number of the line and its numbers.
    rows: Vec<(usize, Vec<String>)>,
}

/// The rows of a log; none where the text is none.
pub(super) fn read(text: &str) -> Option<Sheet> {
    // Most files are told from a log by their first lines.
    best(forms(text, LOOKED_AT), lines(text).take(LOOKED_AT))?;
    let Form { names, rows } = best(forms(text, usize::MAX), lines(text))?;
    let column = |at: usize| {
        Column::from_texts(rows.iter().map(|(_, row)| row.get(at).map_or("", String::as_str).to_owned()))
    };
    let columns = (0..names.len()).map(column).collect();
    let lines_of_rows = rows.iter().map(|(line, _)| *line).collect();
    let others = lines(text).filter(|(_, line)| !line.trim().is_empty()).count().saturating_sub(rows.len());
    let mut said = format!("each line of a log with `{}` is a row", names.join("`, `"));
    if others > 0 {
        said.push_str(&format!("; {others} lines of another form are not read"));
    }
    let names = names.into_iter().map(str::to_owned).collect();
    Some(Sheet::new(FORMAT, names, columns, lines_of_rows).with_said(said))
}

/// The lines of a text with their numbers. A carriage return begins one anew: what stood there before was written as well.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate();
    numbered.flat_map(|(at, line)| line.split('\r').map(move |part| (at.saturating_add(1), part)))
}

/// The forms of lines, in the order in which they come first.
fn forms(text: &str, most: usize) -> Vec<Form<'_>> {
    let mut forms: Vec<Form<'_>> = Vec::new();
    for (at, line) in lines(text).take(most) {
        let Some(pairs) = pairs(line) else { continue };
        let (names, numbers): (Vec<&str>, Vec<String>) = pairs.into_iter().unzip();
        let row = (at, numbers);
        let known = forms.iter().position(|form| form.names == names);
        match known {
            Some(known) => forms.iter_mut().skip(known).take(1).for_each(|form| form.rows.push(row.clone())),
            // A text in which every line is another says nothing.
            None if forms.len() < FORMS => forms.push(Form { names, rows: vec![row] }),
            None => {}
        }
    }
    forms
}

/// Of the forms that hold a count and an outcome, the one with the outcome on held-out data, else the one with most lines.
fn best<'a>(forms: Vec<Form<'a>>, lines: impl Iterator<Item = (usize, &'a str)>) -> Option<Form<'a>> {
    if forms.is_empty() {
        return None;
    }
    let filled = lines.filter(|(_, line)| !line.trim().is_empty()).count();
    let held_out = |form: &Form<'_>| {
        let is_outcome = |name: &&&str| vocabulary::quantity(name).is_some_and(Quantity::is_outcome);
        form.names.iter().filter(is_outcome).map(|name| vocabulary::held_out(name)).min()
    };
    let counts = |form: &Form<'_>| {
        let is_count = |kind: Quantity| kind.counts() || kind.is_size() || kind == Quantity::Epochs;
        form.names.iter().any(|name| vocabulary::quantity(name).is_some_and(is_count))
    };
    let is_meant = |form: &Form<'_>| form.rows.len() >= LINES && counts(form) && held_out(form).is_some();
    let is_log = |form: &Form<'_>| form.rows.len().saturating_mul(SHARE) >= filled;
    let known = forms.iter().any(|form| is_meant(form) && is_log(form));
    let rank = |form: &Form<'_>| (held_out(form), std::cmp::Reverse(form.rows.len()));
    forms.into_iter().filter(|form| known && is_meant(form)).min_by_key(rank)
}

/// The names and numbers of a line, at least two; none where a number stands without a name, as in a table.
fn pairs(line: &str) -> Option<Vec<Pair<'_>>> {
    // Without a mark between names and numbers, as in a row of a table, there is nothing to look for.
    if line.len() > LINE || !line.bytes().any(|byte| is_mark(char::from(byte))) {
        return None;
    }
    let mut found: Vec<Pair<'_>> = Vec::new();
    for part in parts(unstamped(line)).flat_map(|part| part.split(" - ")) {
        let mut rest = part.trim();
        while !rest.is_empty() {
            let Some((name, number, after)) = pair(rest) else {
                if rest.starts_with(|c: char| c.is_ascii_digit()) {
                    return None;
                }
                break;
            };
            if found.iter().any(|(own, _)| *own == name) {
                return None;
            }
            found.push((name, number));
            rest = after.trim_start_matches([':', ' ', ']', ')']);
        }
    }
    (found.len() >= 2).then_some(found)
}

/// The parts of a line between commas and the like; a comma that parts thousands stays.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let own = rest?;
        let is_end = |at: &usize| {
            let before = own.get(..*at).unwrap_or_default();
            let head = before
                .rfind(|c: char| !(c.is_ascii_digit() || c == ','))
                .map_or(0, |mark| mark.saturating_add(1));
            let number = own.get(head..).unwrap_or_default();
            head.saturating_add(thousands(number)) <= *at
        };
        let at = own.match_indices(BETWEEN).map(|(at, _)| at).find(is_end);
        let Some((part, after)) = at.and_then(|at| own.split_at_checked(at)) else {
            rest = None;
            return Some(own);
        };
        let mut letters = after.chars();
        letters.next();
        rest = Some(letters.as_str());
        Some(part)
    })
}

/// The length of the whole number with parted thousands, such as `1,020,145`, with which a text begins; zero for none.
fn thousands(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let first = digits(0);
    if !(1..=3).contains(&first) {
        return 0;
    }
    let mut end = first;
    while bytes.get(end) == Some(&b',') && digits(end.saturating_add(1)) == 3 {
        end = end.saturating_add(4);
    }
    let fraction = if bytes.get(end) == Some(&b'.') { digits(end.saturating_add(1)) } else { 0 };
    match (end > first, fraction) {
        (false, _) => 0,
        (true, 0) => end,
        (true, fraction) => end.saturating_add(1).saturating_add(fraction),
    }
}

/// The line without times, levels and ranks in front.
fn unstamped(line: &str) -> &str {
    let mut rest = line.trim();
    loop {
        let bracketed = rest.strip_prefix('[').and_then(|inner| inner.split_once(']'));
        let is_stamp = |text: &str| text.chars().filter(|c| matches!(c, ':' | '-')).count() >= 2;
        let is_word = |text: &str| text.trim_start().starts_with(char::is_alphabetic);
        let after = match (bracketed, rest.split_once(' ')) {
            (Some((inner, after)), _) if is_stamp(inner) || is_word(inner) => after,
            (_, Some((word, after))) if word.starts_with(|c: char| c.is_ascii_digit()) && is_stamp(word) => {
                after
            }
            _ => return rest,
        };
        rest = after.trim_start_matches([' ', ':', '-']);
    }
}

/// Whether a character may stand between a name and its number.
fn is_mark(c: char) -> bool {
    matches!(c, ' ' | ':' | '=' | '[' | '(')
}

/// The name and number with which a text begins, and what follows them.
fn pair(text: &str) -> Option<(&str, String, &str)> {
    let mut before = None;
    let begins = |at: &(usize, char), before: Option<char>| {
        let rest = text.get(at.0..).unwrap_or_default();
        before.is_some_and(is_mark)
            && (number(rest).is_some() || before.is_some_and(|c| c != '(') && word(rest).is_some())
    };
    let at = text.char_indices().find_map(|at| {
        let found = begins(&at, before);
        before = Some(at.1);
        found.then_some(at.0)
    })?;
    let (name, rest) = text.split_at_checked(at)?;
    let name = name.trim_matches(|c| is_mark(c) || c == '-');
    let is_letter = |c: char| c.is_alphanumeric() || " _./@-#%()".contains(c);
    if name.is_empty()
        || name.len() > NAME
        || !name.chars().any(char::is_alphabetic)
        || !name.chars().all(is_letter)
    {
        return None;
    }
    let (digits, after) = number(rest).or_else(|| word(rest))?;
    let (suffix, after) = unit(after)?;
    Some((name, format!("{}{suffix}", digits.replace(',', "")), after))
}

/// The number with which a text begins, and the rest.
fn number(text: &str) -> Option<(&str, &str)> {
    let parted = thousands(text);
    if parted > 0 {
        return text.split_at_checked(parted);
    }
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-' | 'e' | 'E');
    let longest = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    // `3e` and `3.5-` are 3 and 3.5 with something behind.
    (1..=longest.min(UNIT.saturating_mul(3))).rev().find_map(|length| {
        let (digits, rest) = text.split_at_checked(length)?;
        let ends = digits.ends_with(|c: char| c.is_ascii_digit());
        (ends && digits.parse::<f64>().is_ok()).then_some((digits, rest))
    })
}

/// What stands for a number that is none.
fn word(text: &str) -> Option<(&str, &str)> {
    ["nan", "NaN", "inf", "-inf"].iter().find_map(|known| {
        let rest = text.strip_prefix(known)?;
        (!rest.starts_with(char::is_alphanumeric)).then_some((*known, rest))
    })
}

/// What of a unit belongs to the number (a multiple or per cent), and what follows the unit; none where more digits do, as in a
/// date.
fn unit(text: &str) -> Option<(&str, &str)> {
    // `[100/5000]`: of how many.
    let text = match text.trim_start().strip_prefix('/') {
        Some(rest) => number(rest.trim_start()).map_or(text, |(_, rest)| rest),
        None => text,
    };
    let length = text.find(|c: char| !(c.is_alphabetic() || "%/\u{b5}".contains(c))).unwrap_or(text.len());
    let (unit, rest) = text.split_at_checked(length)?;
    let is_end = rest.is_empty() || rest.starts_with([' ', ':', ']', ')', '.', '!']);
    let suffix = if matches!(unit, "%" | "K" | "k" | "M" | "B" | "T") { unit } else { "" };
    (is_end && unit.chars().count() <= UNIT).then_some((suffix, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<Vec<(String, String)>> {
        let own = |(name, number): (&str, String)| (name.to_owned(), number);
        pairs(line).map(|pairs| pairs.into_iter().map(own).collect())
    }

    fn is(line: &str, expected: &[(&str, &str)]) {
        let expected: Vec<(String, String)> =
            expected.iter().map(|(name, number)| ((*name).to_owned(), (*number).to_owned())).collect();
        assert_eq!(found(line), Some(expected), "{line}");
    }

    #[test]
    fn lines_of_many_programs_are_names_with_numbers() {
        is("Step    10, Loss: 3.25, LR: 6.0e-04", &[("Step", "10"), ("Loss", "3.25"), ("LR", "6.0e-04")]);
        is(
            "step 250: train loss 3.1, val loss nan",
            &[("step", "250"), ("train loss", "3.1"), ("val loss", "nan")],
        );
        is(
            "iter 10: loss 3.2, time 23.1ms, mfu 5.02%",
            &[("iter", "10"), ("loss", "3.2"), ("time", "23.1"), ("mfu", "5.02%")],
        );
        is(
            "step 00001 (0.0%) | loss: 9.496195 | dt: 257ms | tok/sec: 1,020,145 | seen: 4,096.5, lr: 3",
            &[
                ("step", "00001"),
                ("loss", "9.496195"),
                ("dt", "257"),
                ("tok/sec", "1020145"),
                ("seen", "4096.5"),
                ("lr", "3"),
            ],
        );
        is("step 1,loss 2,400,lr 3", &[("step", "1"), ("loss", "2400"), ("lr", "3")]);
        is("Epoch [1/90], Step [100/5004], Loss: 2.5", &[("Epoch", "1"), ("Step", "100"), ("Loss", "2.5")]);
        is(
            "2026-01-02 10:20:30,123 - INFO - epoch=3 step=40 loss=-1.5",
            &[("epoch", "3"), ("step", "40"), ("loss", "-1.5")],
        );
        is(
            "[2026-01-02 10:20:30] [rank0] step 40 | loss 1.5 | tokens 1.2B",
            &[("step", "40"), ("loss", "1.5"), ("tokens", "1.2B")],
        );
        is(
            " iteration      100/  500 | consumed samples: 6400 | lm loss: 9.1E+00 |",
            &[("iteration", "100"), ("consumed samples", "6400"), ("lm loss", "9.1E+00")],
        );
    }

    #[test]
    fn rows_of_tables_and_sentences_are_none() {
        for line in [
            "r0,2.5e7,3.4",
            "step,loss",
            "Final loss: 0.1",
            "GPT-2, 124M parameters, MIT",
            "2024-05-01,7,loss 3",
            "loss: 3, loss: 4",
            "",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn of_two_forms_the_one_on_held_out_data_is_read() {
        let mut text = "loading GPT-2 with 124M parameters\n".to_owned();
        for at in 0..60 {
            text.push_str(&format!("iter {at}: loss {}, time 20ms\n", 4.0 - 0.01 * f64::from(at)));
            if at % 10 == 0 {
                text.push_str(&format!(
                    "step {at}: train loss 3.9, val loss {}\n",
                    4.0 - 0.02 * f64::from(at)
                ));
            }
        }
        let sheet = read(&text).unwrap();
        assert_eq!(sheet.names, ["step", "train loss", "val loss"]);
        assert_eq!(sheet.columns[2].iter().collect::<Vec<_>>(), ["4", "3.8", "3.6", "3.4", "3.2", "3"]);
        assert!(sheet.said[0].ends_with("61 lines of another form are not read"), "{:?}", sheet.said);
        let without: String =
            text.lines().filter(|line| !line.contains("val")).map(|line| format!("{line}\n")).collect();
        assert_eq!(read(&without).unwrap().names, ["iter", "loss", "time"]);
        // A line that was written over and over.
        let over: String =
            (0..9).map(|step| format!("step {step} | loss: {}.5 | lrm: 1\r", 9 - step)).collect();
        let sheet = read(&format!("a warning\n{over}\n")).unwrap();
        assert_eq!((sheet.lines.len(), sheet.lines.get(8)), (9, 2));
        assert!(read("seed 1, fold 2\n".repeat(9).as_str()).is_none());
        assert!(read("run,step,loss\na,1,3\nb,2,3\n").is_none());
    }
}
