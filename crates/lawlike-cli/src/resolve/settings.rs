//! Laws, objectives, cuts and numbers.

use crate::args::{self, Claim, Counting, Parameters};
use crate::desk;
use anyhow::{Context, Result, bail, ensure};
use lawlike::accounting::Assumed;
use lawlike::backtest::Cut;
use lawlike::check::Published;
use lawlike::fit::{Constraints, Objective, ParameterBounds};
use lawlike::law::Law;
use lawlike::observations::Observations;
use lawlike::quantity::Scale;
use lawlike::run::Run;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The greatest size of a law file, in bytes.
const MAX_LAW_FILE: u64 = 1 << 20;

/// The law of `--law`; `None` for `auto`.
pub(crate) fn law(text: &str) -> Result<Option<Law>> {
    match text {
        "auto" => Ok(None),
        _ => Ok(Some(named_law(text).context("--law")?)),
    }
}

/// The law of a name, a formula, or a TOML file.
pub(crate) fn named_law(text: &str) -> Result<Law> {
    let path = Path::new(text);
    if !path.extension().is_some_and(|end| end.eq_ignore_ascii_case("toml")) {
        return Ok(Law::parse(text)?);
    }
    let content = match desk::law(text) {
        Some(content) => content,
        None => {
            let mut content = String::new();
            File::open(path)
                .and_then(|file| file.take(MAX_LAW_FILE).read_to_string(&mut content))
                .with_context(|| format!("cannot read {text}"))?;
            content
        }
    };
    let name = path.file_name().map_or_else(|| text.into(), |name| name.to_string_lossy());
    Ok(lawlike_data::law_from_toml(&name, &content)?)
}

/// The objective of `--objective`; `None` for `auto`.
pub(crate) fn objective(text: &str) -> Result<Option<Objective>> {
    match text {
        "auto" => Ok(None),
        _ => Ok(Some(text.parse().context("--objective")?)),
    }
}

/// Seed and threads, all of them if none are named.
pub(crate) fn run(args: &args::Run) -> Run {
    Run { seed: args.seed, threads: args.threads.unwrap_or_default() }
}

/// The cut of `--cut`; `None` for the rolling cuts of the domain.
pub(crate) fn cut(text: Option<&str>) -> Result<Option<Cut>> {
    text.map(|text| text.parse().context("--cut")).transpose()
}

/// The tolerance of `--tolerance`: a share, or a number with `%`.
pub(crate) fn tolerance(text: Option<&str>) -> Result<Option<f64>> {
    let Some(text) = text else { return Ok(None) };
    let (digits, unit) = match text.trim().strip_suffix('%') {
        Some(digits) => (digits.trim(), 0.01),
        None => (text.trim(), 1.0),
    };
    let error = digits
        .parse::<f64>()
        .ok()
        .map(|error| error * unit)
        .filter(|error| error.is_finite() && *error > 0.0);
    let error =
        error.with_context(|| format!("--tolerance {text}: give a number above 0, such as 2% or 0.02"))?;
    Ok(Some(error))
}

/// Refuses a tolerance of one and more without `%` where errors are shares of the value: 2 would be 200 %.
pub(crate) fn tolerance_on(text: Option<&str>, series: &[Observations]) -> Result<()> {
    let is_relative = series.first().is_some_and(|first| first.scale() == Scale::Log);
    let bare = text.filter(|text| is_relative && !text.contains('%')).and_then(|text| number(text.trim()));
    let Some(bare) = bare.filter(|bare| *bare >= 1.0) else { return Ok(()) };
    bail!(
        "--tolerance {bare}: errors are shares of the value here, so this would be {} %: write {bare}% or {}; {}% if you \
         mean so much",
        100.0 * bare,
        bare / 100.0,
        100.0 * bare
    )
}

/// Whole numbers of an option, at least 1 each; `1e6` is one.
pub(crate) fn counts(option: &str, texts: &[String]) -> Result<Vec<u64>> {
    let read = |text: &String| {
        let exact =
            || number(text.trim()).filter(|v| *v >= 1.0 && v.fract() == 0.0 && *v <= 1e15).map(|v| v as u64);
        let count = text
            .trim()
            .parse::<u64>()
            .ok()
            .filter(|count| (1..=1_000_000_000_000_000).contains(count))
            .or_else(exact);
        count.with_context(|| format!("{option} {text}: give whole numbers from 1 to 1e15, such as 1,10,100"))
    };
    let counts: Vec<u64> = texts.iter().map(read).collect::<Result<_>>()?;
    refuse_repeats(option, texts.iter())?;
    Ok(counts)
}

/// What is published of the law.
pub(crate) fn published(claim: &Claim) -> Result<Published> {
    Ok(Published {
        values: claim.published.iter().map(|text| text.parse()).collect::<lawlike::Result<_>>()?,
        intervals: claim
            .published_interval
            .iter()
            .map(|text| text.parse())
            .collect::<lawlike::Result<_>>()?,
        ..Published::default()
    })
}

/// The values of `--start` or `--fix`.
pub(crate) fn assignments(option: &str, texts: &[String]) -> Result<Vec<(String, f64)>> {
    let read = |text: &String| {
        let (name, digits) = named(option, text, '=', "NAME=VALUE")?;
        let value = number(digits).filter(|value| value.is_finite());
        let value = value.with_context(|| format!("{option} {text}: `{digits}` is not a finite number"))?;
        Ok((name.to_owned(), value))
    };
    let pairs: Vec<(String, f64)> = texts.iter().map(read).collect::<Result<_>>()?;
    refuse_repeats(option, pairs.iter().map(|(name, _)| name))?;
    Ok(pairs)
}

/// What is said of the parameters of a law.
pub(crate) fn constraints(parameters: &Parameters) -> Result<Constraints> {
    Ok(Constraints {
        start: assignments("--start", &parameters.start)?,
        fix: assignments("--fix", &parameters.fix)?,
        bound: bounds(&parameters.bound)?,
    })
}

/// The parts of models that all runs share.
pub(crate) fn assumed(counting: &Counting) -> Result<Assumed> {
    let parts = assignments("--assume", &counting.assume)?;
    let add = |all: Assumed, (name, value): (String, f64)| all.with(&name, value).context("--assume");
    parts.into_iter().try_fold(Assumed::default(), add)
}

/// The values of `--bound`; a side left out is infinite.
pub(crate) fn bounds(texts: &[String]) -> Result<Vec<ParameterBounds>> {
    let read = |text: &String| {
        let (name, range) = named("--bound", text, '=', "NAME=LO:HI")?;
        let (lo, hi) = named("--bound", range, ':', "NAME=LO:HI")?;
        let side = |digits: &str, open: f64| {
            let value = if digits.is_empty() { Some(open) } else { number(digits) };
            let value = value.filter(|value| !value.is_nan());
            value.with_context(|| format!("--bound {text}: `{digits}` is not a number"))
        };
        let (lo, hi) = (side(lo, f64::NEG_INFINITY)?, side(hi, f64::INFINITY)?);
        ensure!(lo < hi, "--bound {text}: {lo} is not below {hi}");
        Ok(ParameterBounds::new(name, lo, hi))
    };
    let bounds: Vec<ParameterBounds> = texts.iter().map(read).collect::<Result<_>>()?;
    refuse_repeats("--bound", bounds.iter().map(|own| &own.name))?;
    Ok(bounds)
}

fn named<'a>(option: &str, text: &'a str, sign: char, form: &str) -> Result<(&'a str, &'a str)> {
    let (name, rest) = text
        .split_once(sign)
        .with_context(|| format!("{option} {text}: `{sign}` is missing, write {form}"))?;
    Ok((name.trim(), rest.trim()))
}

fn number(digits: &str) -> Option<f64> {
    digits.parse().ok()
}

fn refuse_repeats<'a>(option: &str, names: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut seen: Vec<&String> = Vec::new();
    for name in names {
        if seen.contains(&name) {
            bail!("{option}: `{name}` is given twice");
        }
        seen.push(name);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerances_are_shares_or_percent() {
        assert_eq!(tolerance(None).unwrap(), None);
        assert_eq!(tolerance(Some("2%")).unwrap(), Some(0.02));
        assert_eq!(tolerance(Some("0.05")).unwrap(), Some(0.05));
        for text in ["0", "-1", "nan", "inf", "two", "%"] {
            assert!(tolerance(Some(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn values_and_bounds_are_read() {
        let start = ["A=4e2".to_owned(), "b=-0.3".to_owned()];
        assert_eq!(
            assignments("--start", &start).unwrap(),
            [("A".to_owned(), 400.0), ("b".to_owned(), -0.3)]
        );
        let bound = ["E=0:".to_owned(), "b=-1:1".to_owned()];
        let expected = [ParameterBounds::new("E", 0.0, f64::INFINITY), ParameterBounds::new("b", -1.0, 1.0)];
        assert_eq!(bounds(&bound).unwrap(), expected);
        for wrong in ["E", "E=", "E=x", "E=nan", "E=inf"] {
            assert!(assignments("--fix", &[wrong.to_owned()]).is_err(), "{wrong}");
        }
        for wrong in ["E", "E=1", "E=2:1", "E=nan:1", "E=1:1"] {
            assert!(bounds(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
        assert!(assignments("--fix", &["E=1".to_owned(), "E=2".to_owned()]).is_err());
    }
}
