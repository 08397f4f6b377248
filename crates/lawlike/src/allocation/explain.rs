//! How much of the spread of an exponent the columns explain that tell the series apart.

use super::Trait;
use lawlike_num::quantile::mean;
use lawlike_num::regression::regress;
use serde::Serialize;

/// A column that explains part of the spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// The column.
    pub column: String,
    /// Share of the squared deviations that this column and those before it explain together.
    pub share: f64,
    /// The same, lowered by what as many columns of chance would explain.
    pub adjusted: f64,
    /// The value with which the others are compared.
    pub from: String,
    /// Change of the exponent from that value to another, all columns that are shown taken together.
    pub effects: Vec<(String, f64)>,
}

/// Least gain in the adjusted share for which a further column is taken.
const GAIN: f64 = 0.01;

/// A column of the design: the trait and the value that it stands for.
type Effect<'a> = (&'a Trait, &'a str);

/// Columns one after the other, each the one that explains most of what is left, as sums of one effect a value; ends where
/// a further column explains hardly more than chance would.
pub(super) fn explained(exponents: &[f64], traits: &[Trait]) -> Vec<Explained> {
    let n = exponents.len() as f64;
    let centre = mean(exponents);
    let total: f64 = exponents.iter().map(|a| (a - centre).powi(2)).sum();
    if exponents.len() < 4 || total <= 0.0 {
        return Vec::new();
    }
    let mut design: Vec<Effect<'_>> = Vec::new();
    let mut found: Vec<Explained> = Vec::new();
    loop {
        let tried = traits.iter().filter(|own| found.iter().all(|known| known.column != own.name));
        let explained_by = |own| -> Option<(f64, f64, Vec<Effect<'_>>)> {
            let wider = widened(&design, own, exponents);
            let fit = regress(&columns(&wider, exponents.len()), exponents)
                .filter(|_| wider.len() > design.len())?;
            let adjusted = 1.0 - fit.sum / fit.freedom as f64 / (total / (n - 1.0));
            Some((adjusted, 1.0 - fit.sum / total, wider))
        };
        let before = found.last().map_or(0.0, |last| last.adjusted);
        let best = tried
            .filter_map(explained_by)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|best| best.0 > before + GAIN);
        let Some((adjusted, share, wider)) = best else { break };
        let Some((own, _)) = wider.last() else { break };
        let from = first(own).to_owned();
        found.push(Explained { column: own.name.clone(), share, adjusted, from, effects: Vec::new() });
        design = wider;
    }
    let Some(fit) = regress(&columns(&design, exponents.len()), exponents) else { return found };
    for ((own, value), effect) in design.iter().zip(&fit.coefficients[1..]) {
        let known = found.iter_mut().find(|known| known.column == own.name);
        known.into_iter().for_each(|known| known.effects.push(((*value).to_owned(), *effect)));
    }
    found
}

/// The value of a trait with which the others are compared: the first in order.
fn first(own: &Trait) -> &str {
    own.values.iter().map(String::as_str).min().unwrap_or_default()
}

/// Ones, and one column of ones and zeros for every effect.
fn columns(design: &[Effect<'_>], rows: usize) -> Vec<Vec<f64>> {
    let indicators =
        |(own, value): &Effect<'_>| own.values.iter().map(|other| f64::from(other == value)).collect();
    std::iter::once(vec![1.0; rows]).chain(design.iter().map(indicators)).collect()
}

/// The design with every further value of a trait that it does not give already.
fn widened<'a>(design: &[Effect<'a>], own: &'a Trait, y: &[f64]) -> Vec<Effect<'a>> {
    let mut values: Vec<&str> = own.values.iter().map(String::as_str).collect();
    values.sort_unstable();
    values.dedup();
    let mut wider = design.to_vec();
    for value in values.into_iter().skip(1) {
        wider.push((own, value));
        if regress(&columns(&wider, y.len()), y).is_none() {
            wider.pop();
        }
    }
    wider
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_explain_what_they_move_and_nothing_more() {
        let own = |name: &str, values: [&str; 8]| Trait {
            name: name.to_owned(),
            values: values.map(str::to_owned).to_vec(),
        };
        let counts = own("counts", ["a", "a", "a", "a", "b", "b", "b", "b"]);
        let warm = own("warm-up", ["long", "long", "short", "short", "long", "long", "short", "short"]);
        let data = own("data", ["x", "y", "x", "y", "x", "y", "x", "y"]);
        // 0.2 by the count, 0.1 by the warm-up, and errors that the data set explains less of than chance.
        let exponents = [0.801, 0.799, 0.699, 0.701, 0.599, 0.601, 0.501, 0.499];
        let found = explained(&exponents, &[data, warm, counts]);
        let names: Vec<&str> = found.iter().map(|own| own.column.as_str()).collect();
        assert_eq!(names, ["counts", "warm-up"]);
        assert!((found[0].share - 0.8).abs() < 0.001 && found[1].share > 0.9998, "{found:?}");
        let (value, effect) = &found[1].effects[0];
        assert!((found[1].from.as_str(), value.as_str()) == ("long", "short") && (effect + 0.1).abs() < 1e-9);
        assert!(explained(&[0.5; 8], &[]).is_empty());
    }
}
