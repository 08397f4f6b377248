//! Numbers as a reader wants them: four significant digits, sensible units, and the exact form for machines.

use lawlike::backtest::CutScore;
use lawlike::interval::Interval;
use lawlike::quantity::Scale;

/// The blank between a number and its unit, at which no line is broken. Terminals and Markdown get a plain one.
pub(crate) const GLUE: char = '\u{a0}';
/// What stands where there is no number.
pub(crate) const NONE: &str = "–";

/// Shortest decimal text that reads back as the same number; empty for NaN and infinities.
pub(crate) fn exact(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let size = value.abs();
    if size != 0.0 && !(1e-5..1e16).contains(&size) { format!("{value:e}") } else { format!("{value}") }
}

/// A number with `digits` significant digits.
pub(crate) fn significant(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return NONE.to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { "-∞".to_owned() };
    }
    let digits = digits.max(1);
    let scientific = format!("{value:.*e}", digits - 1);
    let exponent: i32 = scientific.split('e').nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    if value == 0.0 {
        return "0".to_owned();
    }
    if !(-4..=4).contains(&exponent) {
        return scientific;
    }
    let decimals = i32::try_from(digits).unwrap_or(4) - 1 - exponent;
    format!("{value:.*}", usize::try_from(decimals).unwrap_or(0))
}

/// A number with so many decimals; a dash where there is none, and a sign of infinity in place of a word.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if value.is_finite() { format!("{value:.decimals$}") } else { significant(value, 1) }
}

/// A number with four significant digits.
pub(crate) fn short(value: f64) -> String {
    significant(value, 4)
}

/// A number without trailing zeros, for limits and ticks: `2`, `0.5`, `1e21`.
pub(crate) fn brief(value: f64) -> String {
    let text = significant(value, 3);
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, format!("e{exponent}")),
        None => (text.as_str(), String::new()),
    };
    if !mantissa.contains('.') {
        return text;
    }
    format!("{}{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
}

/// A share in per cent: two digits below 10 %, whole numbers above.
pub(crate) fn percent(share: f64) -> String {
    let value = share * 100.0;
    if !value.is_finite() {
        return NONE.to_owned();
    }
    if value.abs() < 9.95 { format!("{}{GLUE}%", two_digits(value)) } else { format!("{value:.0}{GLUE}%") }
}

fn two_digits(value: f64) -> String {
    if value.abs() < 0.005 { "0".to_owned() } else { brief(round_to(value, 2)) }
}

fn round_to(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}

/// An error on the scale on which it is taken: on the log scale relative, a large one as a factor; else as it stands.
pub(crate) fn error(value: f64, scale: Scale) -> String {
    match scale {
        Scale::Log if value.abs() >= 0.2 => format!("×{}", significant(value.exp(), 3)),
        Scale::Log => percent(value),
        Scale::Raw => significant(value, 3),
    }
}

/// A signed error, with its sign always shown.
pub(crate) fn signed_error(value: f64, scale: Scale) -> String {
    let text = error(value, scale);
    if value > 0.0 && text != "0\u{a0}%" && !text.starts_with('×') { format!("+{text}") } else { text }
}

/// A value with its unit, counts in K, M, B, T: `70.8 M parameters`, `1.2e21 FLOP`.
pub(crate) fn amount(value: f64, unit: &str) -> String {
    let text = match unit {
        "parameters" | "tokens" => count(value),
        "year" => return significant_year(value),
        "share" => return percent(value),
        _ => brief(value),
    };
    if unit.is_empty() { text } else { format!("{text}{GLUE}{unit}") }
}

/// A decimal year as `2024-05`.
fn significant_year(value: f64) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let month = ((value - value.floor()) * 12.0).floor() + 1.0;
    format!("{:.0}-{month:02.0}", value.floor())
}

/// A count in K, M, B or T with three significant digits.
fn count(value: f64) -> String {
    let steps = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")];
    if value.abs() >= 1e15 {
        return brief(value);
    }
    match steps.iter().find(|(step, _)| value.abs() >= *step) {
        Some((step, letter)) => format!("{}{GLUE}{letter}", brief(value / step)),
        None => brief(value),
    }
}

/// The ends of an interval, both with four significant digits: `lo to hi`.
pub(crate) fn interval(of: Interval) -> String {
    range(of.lo, of.hi)
}

/// Two ends that belong to no estimate, as [`interval`] shows them.
pub(crate) fn range(lo: f64, hi: f64) -> String {
    if lo.is_nan() || hi.is_nan() { NONE.to_owned() } else { format!("{} to {}", short(lo), short(hi)) }
}

/// A number with its interval in brackets: `value [lo, hi]`.
pub(crate) fn bracketed(of: Interval, shown: impl Fn(f64) -> String) -> String {
    let [value, lo, hi] = of.numbers().map(shown);
    format!("{value} [{lo}, {hi}]")
}

/// The same with three digits, or with as many more, up to six, as tell the two ends apart.
pub(crate) fn told_apart(of: Interval) -> String {
    let is_told = |digits: &usize| significant(of.lo, *digits) != significant(of.hi, *digits);
    let digits = (3..6).find(is_told).unwrap_or(if of.lo < of.hi { 6 } else { 3 });
    bracketed(of, |value| significant(value, digits))
}

/// A count with commas between thousands from 10,000 on.
pub(crate) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    if n < 10_000 {
        return digits;
    }
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `what` in the plural unless there is exactly one.
pub(crate) fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1{GLUE}{what}") } else { format!("{}{GLUE}{what}s", grouped(n)) }
}

/// A distance beyond the past in its unit: powers of ten as a factor of the axis.
pub(crate) fn distance(value: f64, unit: &str) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    match unit {
        "powers of ten" => format!("×{}", brief(round_to(10f64.powf(value), 2))),
        "years" => format!("{}{GLUE}years", brief(value)),
        _ => format!("{}{GLUE}ranges", brief(value)),
    }
}

/// Up to where the past of a cut goes: the label without the name of its axis, numbers made short.
pub(crate) fn past_end(label: &str, axis: &str) -> String {
    let value = label.strip_prefix(axis).and_then(|rest| rest.trim_start().strip_prefix("<=")).map(str::trim);
    match value {
        Some(text) if text.contains('e') => text.parse().map_or_else(|_| text.to_owned(), brief),
        Some(text) => text.to_owned(),
        None => label.to_owned(),
    }
}

/// Whether the labels of the cuts say up to where on the axis the past goes.
pub(crate) fn has_ends(cuts: &[CutScore], axis: &str) -> bool {
    cuts.iter().all(|cut| past_end(&cut.label, axis) != cut.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_have_as_many_digits_as_tell_their_ends_apart() {
        let shown = |value, lo, hi| told_apart(Interval { value, lo, hi, level: 0.95 });
        assert_eq!(shown(1.7, 1.6, 1.8), "1.70 [1.60, 1.80]");
        assert_eq!(shown(1.70019, 1.69988, 1.7005), "1.7002 [1.6999, 1.7005]");
        assert_eq!(shown(2.0, 2.0, 2.0), "2.00 [2.00, 2.00]");
        assert_eq!(shown(2.0, f64::NAN, f64::NAN), "2.00 [–, –]");
    }

    #[test]
    fn numbers_have_four_digits() {
        let cases = [
            (1.817_234, "1.817"),
            (482.01, "482.0"),
            (2085.43, "2085"),
            (20854.3, "20854"),
            (1.234e21, "1.234e21"),
            (0.000_123_46, "0.0001235"),
            (-0.34, "-0.3400"),
            (0.0, "0"),
            (f64::NAN, "–"),
            (f64::INFINITY, "∞"),
        ];
        for (value, text) in cases {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn nothing_that_is_no_finite_number_is_printed_as_one() {
        type Print = fn(f64) -> String;
        let all: [Print; 14] = [
            exact,
            short,
            brief,
            percent,
            |value| significant(value, 0),
            |value| fixed(value, 2),
            |value| error(value, Scale::Log),
            |value| error(value, Scale::Raw),
            |value| signed_error(value, Scale::Log),
            |value| amount(value, "tokens"),
            |value| amount(value, "year"),
            |value| range(value, 1.0) + &range(1.0, value),
            |value| distance(value, "powers of ten"),
            |value| distance(value, "years"),
        ];
        let huge = [f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, 0.0, -0.0];
        let none = [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        for (index, print) in all.iter().enumerate() {
            for value in none.iter().chain(&huge) {
                let text = print(*value).to_lowercase();
                assert!(!text.contains("nan") && !text.contains("inf"), "{index}: {value} is `{text}`");
            }
        }
        assert_eq!(fixed(1.005, 1), "1.0");
        assert_eq!([fixed(f64::NAN, 2), fixed(f64::NEG_INFINITY, 2)], ["–", "-∞"]);
    }

    #[test]
    fn errors_and_distances_have_their_unit() {
        assert_eq!(error(0.012, Scale::Log).replace(GLUE, " "), "1.2 %");
        assert_eq!(error(0.3, Scale::Log).replace(GLUE, " "), "×1.35");
        assert_eq!(signed_error(-0.3, Scale::Log).replace(GLUE, " "), "×0.741");
        assert_eq!(signed_error(0.012, Scale::Raw).replace(GLUE, " "), "+0.0120");
        assert_eq!(distance(1.0, "powers of ten").replace(GLUE, " "), "×10");
        assert_eq!(distance(1.25, "years").replace(GLUE, " "), "1.25 years");
        assert_eq!(distance(0.5, "ranges of the past").replace(GLUE, " "), "0.5 ranges");
    }

    #[test]
    fn shares_are_short() {
        let cases = [
            (0.014, "1.4 %"),
            (0.8, "80 %"),
            (0.0035, "0.35 %"),
            (0.0996, "10 %"),
            (0.0, "0 %"),
            (-0.02, "-2 %"),
        ];
        for (share, text) in cases {
            assert_eq!(percent(share).replace(GLUE, " "), text);
        }
    }

    #[test]
    fn amounts_have_units() {
        assert_eq!(amount(70.8e6, "parameters").replace(GLUE, " "), "70.8 M parameters");
        assert_eq!(amount(1.2e21, "FLOP").replace(GLUE, " "), "1.2e21 FLOP");
        assert_eq!(amount(3e12, "tokens").replace(GLUE, " "), "3 T tokens");
        assert_eq!(amount(2024.4, "year").replace(GLUE, " "), "2024-05");
        assert_eq!(amount(0.25, "share").replace(GLUE, " "), "25 %");
    }

    #[test]
    fn exact_numbers_read_back() {
        for value in [0.1 + 0.2, 1e-300, 1.7976931348623157e308, -0.0, 5e-324, 123456789.0, 1e21] {
            assert_eq!(exact(value).parse::<f64>().ok(), Some(value));
        }
        assert_eq!(exact(f64::NAN), "");
        assert_eq!(exact(1e21), "1e21");
    }
}
