//! Models with prices, sizes, dates and qualities, from tables; sizes may stand in the names of models.

use crate::calendar::{TrendRoles, dates, labels, value};
use crate::choose::find;
use crate::error::{Error, Result};
use crate::named::{not_negative, optional};
use crate::table::{Table, TableColumn};
use crate::values::Values;
use lawlike::quantity::Quantity;
use lawlike_questions::trend::effective::Made;
use lawlike_questions::trend::implied::Priced;
use std::collections::HashMap;

/// What to do about a number that cannot be.
const HINT: &str = "correct it, or leave the cell empty";
const ACTIVE: &[&str] = &["params_active", "active_params", "n_active"];
const FAMILY: &[&str] = &["family", "model_family", "organization", "developer"];

/// How a quality is put on a scale on which gains add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QualityScale {
    /// As it stands, such as a rating.
    Plain,
    /// Log-odds of a share.
    LogOdds,
    /// Minus the logarithm of a loss.
    LogLoss,
}

/// Sizes in a name such as `llama-3-70b`, `mixtral-8x7b` or `qwen3-235b-a22b`: all parameters, and those used for a token; NaN
/// where the name does not say. The first size in a name counts, and a mixture of `8x7b` is taken to use two of its experts.
pub fn size_in_name(name: &str) -> (f64, f64) {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).collect();
    let count = |text: &str| {
        let (digits, unit) = match text.strip_suffix('b') {
            Some(digits) => (digits, 1e9),
            None => (text.strip_suffix('m')?, 1e6),
        };
        let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
        digits.parse::<f64>().ok().filter(|size| is_number && *size > 0.0).map(|size| size * unit)
    };
    for (at, word) in words.iter().enumerate() {
        if let Some((experts, size)) = word.split_once('x')
            && let (Ok(experts), Some(size)) = (experts.parse::<f64>(), count(size))
        {
            return (experts * size, 2.0 * size);
        }
        let Some(size) = count(word) else { continue };
        let next = words.get(at + 1).copied().unwrap_or("");
        let active = next.strip_prefix('a').and_then(count);
        // `17b-16e` names what a token uses, of experts whose sum is not told.
        let is_experts =
            next.strip_suffix('e').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
        return if is_experts { (f64::NAN, size) } else { (size, active.unwrap_or(size)) };
    }
    (f64::NAN, f64::NAN)
}

/// Prices of models with their sizes: from the columns of sizes, or else from their names. Of several rows of one name the last
/// one counts.
///
/// # Errors
/// A column is missing or holds what cannot be; the error names file, line and column.
pub fn priced(table: &Table, roles: &TrendRoles) -> Result<(Vec<Priced>, Vec<String>)> {
    let value = value(table, roles)?;
    let (names, label) = labels(table, roles)?;
    let prices = not_negative(table, value, HINT)?;
    let size = roles.size.as_deref().map(|name| find(table, name)).transpose()?.map(|at| &table.columns[at]);
    let total = size.map(|column| not_negative(table, column, HINT)).transpose()?;
    let active = optional(table, None, ACTIVE)?.filter(|_| size.is_some());
    let actives = active.map(|column| not_negative(table, column, HINT)).transpose()?;
    let mut last: HashMap<&str, usize> = HashMap::new();
    let priced = (0..table.rows()).filter(|row| prices[*row] > 0.0);
    priced.for_each(|row| {
        last.insert(names[row].as_str(), row);
    });
    let mut rows: Vec<usize> = last.into_values().collect();
    rows.sort_unstable();
    let priced_row = |row: usize| {
        let (total, active) = match &total {
            Some(total) => (total[row], actives.as_ref().map_or(f64::NAN, |active| active[row])),
            None => size_in_name(&names[row]),
        };
        Priced { label: names[row].clone(), price: prices[row], total, active }
    };
    let found: Vec<Priced> = rows.into_iter().map(priced_row).collect();
    let mut understood = vec![format!("price = `{}`", value.name), format!("label = `{label}`")];
    understood.push(match size {
        Some(column) => format!("size = `{}`", column.name),
        None => {
            let known = found.iter().filter(|row| row.total > 0.0 || row.active > 0.0).count();
            format!("size = as the names in `{label}` say: {known} of {} names with a price", found.len())
        }
    });
    Ok((found, understood))
}

/// Models that were read.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeOf {
    /// One a row.
    pub models: Vec<Made>,
    /// The scale of their quality.
    pub scale: QualityScale,
    /// What was understood, one sentence each.
    pub understood: Vec<String>,
}

/// Models with quality, date and compute or size, for the split of a gain; sizes come from a column, or else from names.
///
/// # Errors
/// A column is missing or holds what cannot be; the error names file, line and column.
pub fn made(table: &Table, roles: &TrendRoles, family: Option<&str>) -> Result<MadeOf> {
    let value = value(table, roles)?;
    let (names, label) = labels(table, roles)?;
    let (days, date) = dates(table, roles)?;
    let (qualities, scale) = qualities(table, value)?;
    let size = roles.size.as_deref().map(|name| find(table, name)).transpose()?.map(|at| &table.columns[at]);
    let sizes = match size {
        Some(column) => not_negative(table, column, HINT)?,
        None => names.iter().map(|name| size_in_name(name).0).collect(),
    };
    let parts =
        roles.by.iter().map(|name| Ok(&table.columns[find(table, name)?])).collect::<Result<Vec<_>>>()?;
    let family = optional(table, family, FAMILY)?;
    let cell = |column: &TableColumn, row: usize| column.raw.trimmed(row).into_owned();
    let made_in_row = |row: usize| Made {
        label: names[row].clone(),
        year: 1970.0 + days[row] / lawlike_questions::trend::YEAR,
        quality: qualities[row],
        compute: sizes[row],
        part: parts.iter().map(|column| cell(column, row)).collect::<Vec<_>>().join(" "),
        family: match family {
            Some(column) if !column.is_missing(row) => cell(column, row),
            // `llama-2-70b` and `llama-2-7b` are one family: the name up to its size.
            _ => stem(&names[row]),
        },
    };
    let found: Vec<Made> = (0..table.rows()).map(made_in_row).collect();
    let how = match scale {
        QualityScale::Plain => "as it stands",
        QualityScale::LogOdds => "in log-odds",
        QualityScale::LogLoss => "minus its logarithm",
    };
    let understood = vec![
        format!("quality = `{}`, {how}", value.name),
        format!("date = `{date}`"),
        size.map_or_else(
            || format!("size = as the names in `{label}` say"),
            |column| format!("compute or size = `{}`", column.name),
        ),
        family.map_or_else(
            || format!("family = the name in `{label}` up to its size"),
            |column| format!("family = `{}`", column.name),
        ),
    ];
    Ok(MadeOf { models: found, scale, understood })
}

/// A name up to its size; all of it without one.
fn stem(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split('-').collect();
    let at = words.iter().position(|word| !size_in_name(word).0.is_nan()).unwrap_or(words.len());
    words[..at].join("-")
}

/// Qualities on a scale on which gains add up.
fn qualities(table: &Table, column: &TableColumn) -> Result<(Vec<f64>, QualityScale)> {
    let read = Values::of(column, Quantity::Plain);
    read.check(table, column, &vec![true; table.rows()], HINT)?;
    let values = read.values;
    let is_loss = matches!(column.quantity(), Some(Quantity::Loss(_)));
    let known: Vec<f64> = values.iter().filter(|value| !value.is_nan()).collect();
    let is_share = !known.is_empty() && known.iter().all(|value| (0.0..=1.0).contains(value));
    if is_loss {
        if let Some(row) = values.iter().position(|value| value <= 0.0) {
            return Err(Error::input(
                table.place(row, &column.name),
                "a loss must be above zero: correct it, or leave the cell empty",
            ));
        }
        return Ok((values.iter().map(|value| -value.ln()).collect(), QualityScale::LogLoss));
    }
    if is_share {
        let odds = |value: f64| {
            let share = value.clamp(0.005, 0.995);
            (share / (1.0 - share)).ln()
        };
        // NaN passes through the clamp.
        return Ok((values.iter().map(odds).collect(), QualityScale::LogOdds));
    }
    Ok((values.into_vec(), QualityScale::Plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_stand_in_names() {
        let cases = [
            ("llama-3-70b", (70e9, 70e9)),
            ("mistralai/Mixtral-8x7B-Instruct", (56e9, 14e9)),
            ("qwen3-235b-a22b", (235e9, 22e9)),
            ("gemma-2-2.5b-it", (2.5e9, 2.5e9)),
            ("smollm-360m", (360e6, 360e6)),
        ];
        for (name, expected) in cases {
            assert_eq!(size_in_name(name), expected, "{name}");
        }
        let (total, active) = size_in_name("llama-4-maverick-17b-128e-instruct");
        assert!(total.is_nan() && active == 17e9);
        for name in ["gpt-4", "gpt-4o-2024-05-13", "claude-3-opus", "babbage", "b", "sd-1.5m-", "x7b"] {
            let (total, _) = size_in_name(name);
            assert!(total.is_nan() || name.starts_with("sd"), "{name}: {total}");
        }
        assert_eq!(stem("Llama-2-70b-chat"), "llama-2");
        assert_eq!(stem("gpt-4"), "gpt-4");
    }
}
