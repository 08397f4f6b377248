//! Units in the names of columns: `Params (M)`, `tokens_b`, `FLOPs (1E21)`, `compute (PF-days)`.

use super::Quantity;

/// A count that is written in a multiple of its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Multiple {
    /// The name without the unit, as small words.
    pub base: String,
    /// What one of the written numbers stands for.
    pub factor: f64,
}

/// Letters and words for powers of a thousand.
const THOUSANDS: &[(&[&str], f64)] = &[
    (&["k", "thousand", "thousands"], 1e3),
    (&["m", "mn", "mio", "million", "millions"], 1e6),
    (&["b", "g", "bn", "billion", "billions"], 1e9),
    (&["t", "tn", "trillion", "trillions"], 1e12),
];

/// Prefixes of FLOP.
const PREFIXES: &[(&[&str], f64)] = &[
    (&["m", "mega"], 1e6),
    (&["g", "giga"], 1e9),
    (&["t", "tera"], 1e12),
    (&["p", "peta"], 1e15),
    (&["e", "exa"], 1e18),
    (&["z", "zetta"], 1e21),
    (&["y", "yotta"], 1e24),
];

/// FLOP in a day at 1e15 FLOP a second: the unit of Kaplan et al. 2020.
const PETAFLOP_DAY: f64 = 8.64e19;
/// Spellings of it, as words.
const PETAFLOP_DAYS: &[&str] = &[
    "pf days",
    "pfs days",
    "pf s days",
    "pflop days",
    "pflops days",
    "pflop s days",
    "petaflop days",
    "petaflop s days",
];
/// Words that a unit may have at most.
const WORDS: usize = 3;
/// Powers of ten that a unit may have at most: compute of 1e30 FLOP is beyond any run.
const POWERS: i32 = 30;

impl Multiple {
    /// The unit at the end of a column name, where the rest of it names a count.
    ///
    /// A single letter needs brackets where the rest is a single letter as well: `N (M)`, but not `n_m`.
    pub fn in_name(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let is_bracketed = lower.trim_end().ends_with([')', ']']);
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        if PETAFLOP_DAYS.contains(&words.join(" ").as_str()) {
            return Some(Self { base: "compute".to_owned(), factor: PETAFLOP_DAY });
        }
        let longest = WORDS.min(words.len().saturating_sub(1));
        (1..=longest).rev().find_map(|count| {
            let (base, unit) = words.split_at(words.len() - count);
            let (base, unit) = (base.join(" "), unit.join(" "));
            let quantity = Quantity::of_words(&base).filter(|quantity| quantity.is_counted())?;
            let factor = Self::factor(&unit, quantity)?;
            (is_bracketed || base.len() > 1).then_some(Self { base, factor })
        })
    }

    /// What a unit stands for when it counts this quantity: `M`, `1e9`, `10^21`, `billion`, `ZFLOP`.
    pub fn factor(unit: &str, quantity: Quantity) -> Option<f64> {
        let unit = unit.to_lowercase();
        let unit = unit.trim();
        let thousand = THOUSANDS.iter().find(|(words, _)| words.contains(&unit)).map(|(_, factor)| *factor);
        let power = unit.strip_prefix("1e").or_else(|| unit.strip_prefix('e'));
        let power = power.or_else(|| unit.strip_prefix("10^")).or_else(|| unit.strip_prefix("10 "));
        let power = power.or_else(|| unit.strip_prefix("x10 ")).and_then(|digits| digits.parse::<i32>().ok());
        let power = power.filter(|power| (1..=POWERS).contains(power)).map(|power| 10_f64.powi(power));
        thousand.or(power).or_else(|| flop(unit).filter(|_| matches!(quantity, Quantity::Compute(_))))
    }
}

/// FLOP with a prefix.
fn flop(unit: &str) -> Option<f64> {
    if PETAFLOP_DAYS.contains(&unit) {
        return Some(PETAFLOP_DAY);
    }
    let prefix = unit.strip_suffix("flops").or_else(|| unit.strip_suffix("flop"))?;
    PREFIXES.iter().find(|(words, _)| words.contains(&prefix.trim())).map(|(_, factor)| *factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_from_names_of_counts_only() {
        let cases = [
            ("Params (M)", Some(1e6)),
            ("tokens (B)", Some(1e9)),
            ("Model size (B)", Some(1e9)),
            ("params_m", Some(1e6)),
            ("N [M]", Some(1e6)),
            ("flops_e21", Some(1e21)),
            ("FLOPs (1E21)", Some(1e21)),
            ("training compute (10^21)", Some(1e21)),
            ("compute (ZFLOP)", Some(1e21)),
            ("compute (PF-days)", Some(8.64e19)),
            ("pf_days", Some(8.64e19)),
            ("tokens (million)", Some(1e6)),
            ("n_m", None),
            ("params", None),
            ("loss (B)", None),
            ("tokens (PF-days)", None),
            ("price_usd_per_mtok_in", None),
        ];
        for (name, factor) in cases {
            let found = Multiple::in_name(name).map(|multiple| multiple.factor);
            let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
            assert!(found.zip(factor).map_or(found == factor, |(a, b)| close(a, b)), "{name}: {found:?}");
        }
    }
}
