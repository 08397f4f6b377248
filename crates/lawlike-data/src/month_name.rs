//! Dates with a month by name: `February 14, 2019`, `14 Feb 2019`, `Feb 2019`.

/// English names of the months; three letters or more of one stand for it.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Fewest letters that tell a month.
const LETTERS: usize = 3;
/// Digits of a year.
const YEAR: usize = 4;

/// The ISO date of a date with a month by name; none for anything else.
pub(crate) fn iso(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split([' ', ',', '.', '-', '/']).filter(|part| !part.is_empty()).collect();
    let (month, day, year) = match *parts.as_slice() {
        [month, year] => (month, None, year),
        [month, day, year] if day.len() <= 2 && month.starts_with(char::is_alphabetic) => {
            (month, Some(day), year)
        }
        [day, month, year] if day.len() <= 2 => (month, Some(day), year),
        _ => return None,
    };
    let lower = month.to_lowercase();
    let is_it = |name: &&str| name.starts_with(lower.as_str()) || lower == "sept" && **name == *"september";
    let number = 1 + MONTHS.iter().position(|name| lower.len() >= LETTERS && is_it(name))?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != YEAR || !digits(year) || !day.is_none_or(digits) {
        return None;
    }
    Some(match day {
        Some(day) => format!("{year}-{number:02}-{day:0>2}"),
        None => format!("{year}-{number:02}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_by_name_are_dates() {
        for (text, expected) in [
            ("February 14, 2019", "2019-02-14"),
            ("Sept. 3, 2021", "2021-09-03"),
            ("3 sep 2021", "2021-09-03"),
            ("14-Feb-2019", "2019-02-14"),
            ("May 2020", "2020-05"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(expected));
        }
        for text in [
            "2019-02-14",
            "Fe 14, 2019",
            "February 14, 19",
            "Maybe 1, 2019",
            "May",
            "1 2 2019",
            "m1 2 2019",
            "",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
