//! Cells of text as numbers: which are missing, which are numbers, and what to say of the rest.

/// Spellings of "nothing was measured", in small letters.
const MISSING: &[&str] = &[
    "na", "n/a", "#n/a", "#na", "<na>", "null", "none", "nan", "+nan", "-nan", "nat", "nil", "-", "--",
    "---", "\u{2013}", "\u{2014}", "\u{2212}", ".", "?", "#null!", "#value!", "#div/0!",
];

/// Words that stand for a number that is not known, where a column holds numbers. Where it holds words, they are words.
const UNKNOWN: &[&str] = &[
    "unknown",
    "undisclosed",
    "not disclosed",
    "unspecified",
    "not reported",
    "not available",
    "not applicable",
    "missing",
    "tbd",
    "tba",
    "n.a.",
    "n/d",
    "unk",
];

/// Whether a cell says nothing where numbers are asked for: missing, or a word for a number that is not known.
pub(crate) fn is_unknown(cell: &str) -> bool {
    let cell = bare(cell);
    let is_word = cell.len() <= 16 && cell.starts_with(|c: char| c.is_ascii_alphabetic());
    is_missing(cell) || is_word && UNKNOWN.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// Whether a cell says that nothing was measured: empty, `NA`, `null`, `NaN`, `-` and the like.
pub(crate) fn is_missing(cell: &str) -> bool {
    let cell = bare(cell);
    // Digits come first in nearly every cell: the list is for the rest.
    if cell.is_empty() {
        return true;
    }
    if cell.len() > 8 || cell.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) {
        return false;
    }
    MISSING.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// The cell without the blanks around it. Most cells have none, which their first and last byte tell.
fn bare(cell: &str) -> &str {
    match cell.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
        _ => cell.trim(),
    }
}

/// The number that a cell holds. The words `nan` and `inf` are numbers that are not finite.
pub(crate) fn parse(cell: &str) -> Option<f64> {
    whole(cell).or_else(|| bare(cell).parse().ok())
}

/// Digits up to which a whole number is a count of something small, and is worth reading at once.
const FEW: usize = 5;

/// The number of a few digits and nothing else, as most counts are.
fn whole(cell: &str) -> Option<f64> {
    if cell.is_empty() || cell.len() > FEW {
        return None;
    }
    let add = |number: u32, byte: u8| byte.is_ascii_digit().then(|| 10 * number + u32::from(byte - b'0'));
    cell.bytes().try_fold(0, add).map(f64::from)
}

/// The number that a cell holds, NaN where it is missing; none for any other text.
pub(crate) fn plain(cell: &str) -> Option<f64> {
    match parse(cell) {
        Some(value) if !value.is_nan() => Some(value),
        _ => is_missing(cell).then_some(f64::NAN),
    }
}

/// Why a cell is not read as a number, and what to write instead.
pub(crate) fn advice(cell: &str) -> &'static str {
    let cell = cell.trim();
    let digits = cell.chars().any(|c| c.is_ascii_digit());
    if cell.is_empty() {
        "the cell is empty"
    } else if !digits {
        "leave the cell empty if nothing was measured"
    } else if cell.ends_with('%') {
        "per cent signs are read where the whole column has them: write 45 or 0.45 in place of 45%"
    } else if cell.contains(',') {
        "separators of thousands and decimal commas are read where the whole column agrees: write 1234.5, or state \
         --decimal point or --decimal comma"
    } else if cell.ends_with(|c: char| c.is_alphabetic()) && cell.starts_with(|c: char| !c.is_alphabetic()) {
        "units and suffixes are read where the whole column agrees: write 6.9e9 in place of 6.9B, and 1e21 in place of \
         1e21 FLOP"
    } else {
        "write a plain number such as 6.9e9"
    }
}

/// A cell as it may be shown in a message: quoted, short, without control characters.
pub(crate) fn shown(cell: &str) -> String {
    let safe = |c: char| {
        let hidden = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if hidden { '\u{fffd}' } else { c }
    };
    let mut text: String = cell.chars().take(40).map(safe).collect();
    if cell.chars().nth(40).is_some() {
        text.push('…');
    }
    format!("`{text}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_missing_cells_and_words() {
        for cell in ["", " ", "NA", "null", "None", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "-", "--"] {
            assert!(is_missing(cell), "{cell}");
        }
        assert_eq!(parse(" 6.9e9 "), Some(6.9e9));
        assert_eq!(parse("-0"), Some(-0.0));
        for cell in ["0", "007", "100", "99999", "100000", "9007199254740993", " 12 "] {
            assert_eq!(parse(cell), cell.trim().parse().ok(), "{cell}");
        }
        for cell in ["+", "12a", "a12", "1 2", "\u{661}"] {
            assert_eq!(parse(cell), None, "{cell}");
        }
        for cell in ["inf", "-inf", "-INF", "1e400"] {
            assert!(parse(cell).is_some_and(|value| !value.is_finite()), "{cell}");
        }
        for cell in ["6.9B", "1e21 FLOP", "1,000", "1.234,5", "45%", "1_000", "0x10", "ok"] {
            assert_eq!(parse(cell), None, "{cell}");
        }
    }

    #[test]
    fn advice_says_what_to_write() {
        assert!(advice("6.9B").contains("6.9e9"));
        assert!(advice("1e21 FLOP").contains("1e21"));
        assert!(advice("1,000").contains("thousands"));
        assert!(advice("1.234,5").contains("decimal commas"));
        assert!(advice("45%").contains("per cent"));
        assert!(advice("diverged").contains("empty"));
    }

    #[test]
    fn shown_cells_are_short_and_harmless() {
        assert_eq!(shown("a\u{1b}[31m\u{202e}b"), "`a\u{fffd}[31m\u{fffd}b`");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 43);
    }
}
