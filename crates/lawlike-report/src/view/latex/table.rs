//! Tables that keep to the width of a page: long text is broken, many columns are set in parts, many rows on further tables.

use super::{cell, escape};
use crate::view::document::{Align, Table};

/// Characters of small print on a line, as measured for the class `article`.
const LINE: usize = 76;
/// Room between two columns in characters.
const GAP: usize = 2;
/// Text longer than this is broken.
const LONG: usize = 26;
/// Rows of one table; a page holds no more.
const ROWS: usize = 40;

/// The table in as many parts as it needs, each with its caption and label.
pub(super) fn render(table: &Table, caption: &str, number: usize) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let mut parts = Vec::new();
    for columns in column_parts(table) {
        for from in (0..table.rows.len()).step_by(ROWS) {
            let to = (from + ROWS).min(table.rows.len());
            parts.push((columns.clone(), from..to));
        }
    }
    let many = parts.len() > 1;
    let part = |(at, (columns, rows)): (usize, &(Vec<usize>, std::ops::Range<usize>))| {
        let (label, of) = if many {
            (format!("{number}-{}", at + 1), format!(" ({} of {})", at + 1, parts.len()))
        } else {
            (number.to_string(), String::new())
        };
        format!(
            "\\begin{{table}}[!htbp]\n\\centering\\footnotesize\\setlength{{\\tabcolsep}}{{4pt}}\n\\caption{{{}{of}}}\n\
             \\label{{tab:lawlike-{label}}}\n{}\n\\end{{table}}",
            escape(caption),
            tabular(table, columns, rows.clone())
        )
    };
    parts.iter().enumerate().map(part).collect::<Vec<_>>().join("\n")
}

/// Characters of the longest text of a column.
fn longest(table: &Table, column: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.chars().count());
    cells.chain([word_length(&table.columns[column].0)]).max().unwrap_or_default()
}

/// Titles of numbers are broken between words, so their longest word counts.
fn word_length(title: &str) -> usize {
    title.split([' ', '\u{a0}']).map(|word| word.chars().count()).max().unwrap_or_default()
}

fn is_long(table: &Table, column: usize) -> bool {
    table.columns[column].1 == Align::Left && longest(table, column) > LONG
}

/// Columns by part: each part begins with the first column and is as wide as a line.
fn column_parts(table: &Table) -> Vec<Vec<usize>> {
    let width = |column: usize| longest(table, column).min(LONG) + GAP;
    let mut parts = vec![vec![0]];
    let mut used = width(0);
    for column in 1..table.columns.len() {
        if used + width(column) > LINE {
            parts.push(vec![0]);
            used = width(0);
        }
        used += width(column);
        if let Some(part) = parts.last_mut() {
            part.push(column);
        }
    }
    parts
}

fn tabular(table: &Table, columns: &[usize], rows: std::ops::Range<usize>) -> String {
    let fixed: usize =
        columns.iter().filter(|at| !is_long(table, **at)).map(|at| longest(table, *at) + GAP).sum();
    let wanted: usize =
        columns.iter().filter(|at| is_long(table, **at)).map(|at| longest(table, *at).min(90)).sum();
    let free = LINE.saturating_sub(fixed).max(LONG) as f64;
    let side = |at: &usize| match (is_long(table, *at), table.columns[*at].1) {
        (true, _) => {
            let share = longest(table, *at).min(90) as f64 / wanted.max(1) as f64;
            format!("p{{{:.2}\\linewidth}}", (share * free / LINE as f64 - 0.02).max(0.12))
        }
        (false, Align::Left) => "l".to_owned(),
        (false, Align::Right) => "r".to_owned(),
    };
    let sides: String = columns.iter().map(side).collect();
    let head: Vec<String> = columns.iter().map(|at| title(table, *at)).collect();
    let row = |row: &usize| {
        let text = |at: &usize| {
            let text = table.rows[*row].get(*at).map_or_else(String::new, cell);
            if is_long(table, *at) { format!("\\raggedright {text}") } else { text }
        };
        columns.iter().map(text).collect::<Vec<_>>().join(" & ")
    };
    let rows: Vec<String> = rows.map(|at| row(&at)).map(|row| format!("{row} \\tabularnewline")).collect();
    format!(
        "\\begin{{tabular}}{{@{{}}{sides}@{{}}}}\n\\toprule\n{} \\tabularnewline\n\\midrule\n{}\n\\bottomrule\n\\end{{tabular}}",
        head.join(" & "),
        rows.join("\n")
    )
}

/// A title; that of numbers in lines of a word or two over one another.
fn title(table: &Table, column: usize) -> String {
    let (text, align) = &table.columns[column];
    let room = longest(table, column).max(word_length(text));
    if *align == Align::Left || text.chars().count() <= room {
        return escape(text);
    }
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
    format!("\\shortstack[r]{{{}}}", lines.join("\\\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_as_many_columns_as_titles() {
        let mut of = Table::new(&["name", ">value"]);
        of.row(vec!["a_b".into(), "1.5".into()]);
        let text = render(&of, "what & why", 3);
        assert!(text.contains("{@{}lr@{}}") && text.contains("a\\_b & 1.5 \\tabularnewline"), "{text}");
        assert!(
            text.contains("\\caption{what \\& why}") && text.contains("\\label{tab:lawlike-3}"),
            "{text}"
        );
        assert_eq!(render(&Table::new(&["x"]), "", 1), "");
    }

    #[test]
    fn what_is_too_wide_is_set_in_parts_that_begin_alike() {
        let titles: Vec<String> = (0..12).map(|at| format!(">number {at}")).collect();
        let mut of = Table::new(&titles);
        of.row((0..12).map(|at| format!("123456789.{at}").into()).collect());
        let text = render(&of, "", 1);
        assert!(text.matches("\\begin{tabular}").count() > 1 && text.contains("tab:lawlike-1-2"));
        assert_eq!(text.matches("123456789.0").count(), text.matches("\\begin{tabular}").count());
        let mut of = Table::new(&["a"]);
        (0..90).for_each(|at| of.row(vec![at.to_string().into()]));
        assert_eq!(render(&of, "", 1).matches("\\begin{tabular}").count(), 3);
    }
}
