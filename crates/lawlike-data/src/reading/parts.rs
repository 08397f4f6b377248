//! The parts of a cell that holds a number as people write it: a sign of money, digits and their separators, a unit.

use super::Decimal;
use lawlike::quantity::{ComputeCount, Multiple, Quantity};

/// Digits between separators of thousands.
const GROUP: usize = 3;

/// The parts of a cell: what stands before the number, the number, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parts<'a> {
    pub(super) before: &'a str,
    pub(super) body: &'a str,
    pub(super) after: &'a str,
}

/// How separators stand in the body of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
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
    pub(super) fn of(cell: &'a str) -> Option<Self> {
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

    pub(super) fn marks(&self) -> Marks {
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
    pub(super) fn value(&self, decimal: Decimal, factor: f64) -> Option<f64> {
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
pub(super) enum After {
    Nothing,
    PerCent,
    Times(f64),
}

impl After {
    /// What stands after a number of a column that counts things: `6.7m` parameters are millions, `2t` tokens trillions.
    pub(super) fn of_count(text: &str) -> Option<Self> {
        match text {
            "m" => Self::of("M"),
            "t" => Self::of("T"),
            _ => Self::of(text),
        }
    }

    pub(super) fn of(text: &str) -> Option<Self> {
        let compute = Quantity::Compute(ComputeCount::Reported);
        match text {
            "" => Some(Self::Nothing),
            "%" => Some(Self::PerCent),
            // Small letters such as m and t are metres and tonnes elsewhere.
            "m" | "t" | "g" => None,
            _ => {
                let lower = text.to_lowercase();
                if let Some(total) = total_of_pair(&lower) {
                    return Self::of(total).filter(|after| matches!(after, Self::Times(_)));
                }
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

/// Whether what stands after a number is a second one, of what is used of it.
pub(super) fn is_pair(after: &str) -> bool {
    total_of_pair(&after.to_lowercase()).is_some()
}

/// The unit of the total where a mixture of experts states what it uses beside what it has: `46.7B / 12.9B`, `235B-A22B`,
/// `30B (3B active)`.
fn total_of_pair(after: &str) -> Option<&str> {
    let (total, used) = after.split_once(['/', '-', '('])?;
    let used = used.trim().trim_end_matches(')').trim_end_matches("active").trim();
    let digits = used.strip_prefix('a').unwrap_or(used).trim_end_matches(['b', 'm']);
    let is_count = digits.len() < used.len() && digits.parse::<f64>().is_ok();
    let total = total.trim();
    (is_count && matches!(total, "b" | "m")).then(|| if total == "b" { "B" } else { "M" })
}
