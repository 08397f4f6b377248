//! Whether parameters, tokens and compute can be the counts that they claim to be.
//!
//! Training costs about six FLOP a parameter and token (Kaplan et al. 2020, arXiv 2001.08361, section 2.1): less where few
//! of the parameters are active, more where the embedding is left out or the context is long. A table whose compute is many
//! powers of ten away from that has a column in another unit, such as millions or billions.

use crate::error::{Error, Result};
use crate::observations::{Column, Observations};
use crate::quantity::{Quantity, TokenCount};
use lawlike_num::quantile::median;

/// FLOP a parameter and token of a dense model.
const DENSE: f64 = 6.0;
/// Largest factor between the FLOP of a run and six a parameter and token that a way of counting explains: one active
/// parameter in 200, or a model of which nearly all is embedding.
const EXPLAINED: f64 = 300.0;
/// Counts above this may have a fraction, left by a division; a smaller number with one is no count.
const WHOLE: f64 = 1e6;
/// How far from a whole number a value is a fraction.
const FRACTION: f64 = 1e-6;
/// Units in which tables write sizes and tokens: their product, and what they are most often.
const UNITS: [(f64, &str); 6] = [
    (1e3, "thousands"),
    (1e6, "millions"),
    (1e9, "billions"),
    (1e12, "millions of both, or trillions"),
    (1e15, "millions and billions"),
    (1e18, "billions of both"),
];

/// Refuses runs whose sizes, tokens or compute are in other units than single parameters, tokens and FLOP.
///
/// # Errors
/// A count below a million has a fraction, or compute is out of all proportion to parameters times tokens; the message says
/// by how much, and what to do.
pub fn check_units(observations: &Observations) -> Result<()> {
    let find = |wanted: fn(Quantity) -> bool| {
        observations.columns().find(|column| {
            wanted(column.quantity) && column.values.iter().all(|value| *value > 0.0 && value.is_finite())
        })
    };
    let parameters = find(|quantity| matches!(quantity, Quantity::Parameters(_)));
    let tokens = find(|quantity| quantity == Quantity::Tokens(TokenCount::Seen));
    let compute = find(|quantity| matches!(quantity, Quantity::Compute(_)));
    if let (Some(parameters), Some(tokens), Some(compute)) = (parameters, tokens, compute) {
        proportion(parameters, tokens, compute)?;
    }
    parameters.into_iter().chain(tokens).try_for_each(|column| whole(column, observations))
}

/// Refuses compute that is no cost of training so many parameters on so many tokens.
fn proportion(parameters: &Column, tokens: &Column, compute: &Column) -> Result<()> {
    let pairs = parameters.values.iter().zip(&tokens.values).zip(&compute.values);
    let each: Vec<f64> = pairs.map(|((n, d), c)| c / (n * d)).collect();
    let flop = median(&each);
    let factor = flop / DENSE;
    if factor < EXPLAINED && factor > 1.0 / EXPLAINED {
        return Ok(());
    }
    let fault = if factor > 1.0 {
        let known = UNITS.iter().find(|(product, _)| (factor / product).log10().abs() < 0.5);
        let guess = known.map_or_else(String::new, |(_, name)| format!(" ({name})"));
        format!("parameters or tokens are in other units, together {factor:.0e} times as large{guess}")
    } else {
        format!("compute is in another unit, {:.0e} times as large", 1.0 / factor)
    };
    Err(Error::observations(format!(
        "`{}` is {flop:.1e} FLOP for each of `{}` and `{}`, and training costs about {DENSE}: {fault}; write single \
         parameters, tokens and FLOP, or name the unit in the header, such as `{} (M)`",
        compute.name, parameters.name, tokens.name, parameters.name,
    )))
}

/// Refuses fractions of a parameter or token.
fn whole(column: &Column, observations: &Observations) -> Result<()> {
    let is_fraction = |value: &f64| *value < WHOLE && (value - value.round()).abs() > FRACTION;
    let Some(row) = column.values.iter().position(is_fraction) else { return Ok(()) };
    let line = observations.lines.get(row).copied().unwrap_or(row + 1);
    let source = if observations.source.is_empty() { "the data" } else { &observations.source };
    let (name, value) = (&column.name, column.values[row]);
    Err(Error::observations(format!(
        "{source}, line {line}, column `{name}`: {value} is no count, so the column is in thousands, millions or billions; \
         write single parameters and tokens, or name the unit in the header, such as `{name} (B)`"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{ComputeCount, LossUnit, ParameterCount};

    /// Runs on six FLOP a parameter and token, written in these units.
    fn runs(sizes: f64, tokens: f64, flop: f64) -> Observations {
        let n: Vec<f64> = (0..6).map(|i| 1e7 * 3f64.powi(i)).collect();
        let d: Vec<f64> = n.iter().map(|n| 23.0 * n).collect();
        let c: Vec<f64> = n.iter().zip(&d).map(|(n, d)| flop * n * d).collect();
        let loss = n.iter().map(|n| 2.0 + 90.0 * n.powf(-0.3)).collect();
        let scaled = |values: Vec<f64>, unit: f64| values.iter().map(|v| v / unit).collect();
        let axes = vec![
            Column::new("params", Quantity::Parameters(ParameterCount::Total), scaled(n, sizes)),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), scaled(d, tokens)),
            Column::new("flops", Quantity::Compute(ComputeCount::Reported), c),
        ];
        Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).unwrap()
    }

    #[test]
    fn compute_out_of_proportion_is_refused_with_the_units_that_explain_it() {
        for (sizes, tokens, words) in [
            (1e6, 1e9, "1e15 times as large (millions and billions)"),
            (1.0, 1e9, "1e9 times as large (billions)"),
        ] {
            let error = check_units(&runs(sizes, tokens, 6.0)).unwrap_err().to_string();
            assert!(error.contains(words) && error.contains("name the unit"), "{error}");
        }
        let error = check_units(&runs(1.0, 1.0, 6e-15)).unwrap_err().to_string();
        assert!(error.contains("compute is in another unit, 1e15 times as large"), "{error}");
        // Few active parameters, or much embedding, is no fault.
        for flop in [0.1, 6.0, 60.0] {
            assert!(check_units(&runs(1.0, 1.0, flop)).is_ok(), "{flop}");
        }
    }

    #[test]
    fn a_fraction_of_a_token_is_no_count() {
        let mut data = runs(1e6, 1e9, 6.0);
        data.axes.pop();
        let error = check_units(&data).unwrap_err().to_string();
        assert!(error.contains("line 1, column `tokens`: 0.23 is no count"), "{error}");
        // Tokens worked out from compute have fractions that nobody cares for.
        let mut large = runs(1.0, 1.0, 6.0);
        large.axes[1].values.iter_mut().for_each(|d| *d += 0.3);
        assert!(check_units(&large).is_ok());
    }
}
