//! The law that is audited when none is named: a rule by what was measured, never by how well it fits.
//!
//! A law picked because it did best would have to be tested on data that did not pick it; a rule fixed beforehand
//! does not. The direction of the data is part of what was measured: a law that falls is no question to data that rise.

use super::Law;
use super::course::{Course, course};
use crate::observations::Observations;
use crate::quantity::{Quantity, TokenCount};

/// Largest over smallest response from which a rising one is taken for a power law that goes on, not for one that ends
/// at a ceiling: no ceiling is in sight after a power of ten.
const GOES_ON: f64 = 10.0;

/// The law for these observations, and the rule in words.
///
/// The kind of response decides first, then the direction in which it moves.
///
/// # Errors
/// Only if a built-in card does not parse.
pub fn auto(observations: &Observations) -> crate::Result<(Law, String)> {
    let has = |wanted: fn(Quantity) -> bool| observations.axes.iter().any(|axis| wanted(axis.quantity));
    let surface = has(|q| matches!(q, Quantity::Parameters(_)))
        && has(|q| matches!(q, Quantity::Tokens(TokenCount::Seen)));
    let date = has(|q| q == Quantity::Date);
    let positive = is_positive(observations);
    let one = observations.axes.len() == 1;
    let rises = is_rising(observations);
    let (id, rule) = match (surface, one && date, positive) {
        (true, _, true) if !rises => {
            ("chinchilla", "the rule for a positive response over parameters and tokens")
        }
        (_, true, true) => ("semi-log-line", "the rule for a positive response over calendar time"),
        (_, true, false) => ("trend-line", "the rule for a score over calendar time"),
        (_, _, true) if one && rises => rising(observations),
        (_, _, true) if one => ("power-floor", "the rule for a positive response over one axis"),
        _ if one && has(|q| q == Quantity::ThinkingTokens) && observations.axes[0].is_log() => {
            ("log-line", "the rule for a score over thinking tokens: the law that is claimed for them")
        }
        _ if one && observations.axes[0].is_log() && has_both_signs(observations) => {
            ("pow3", "the rule for a response of both signs over an axis that spans factors")
        }
        _ if one && has_both_signs(observations) => {
            ("line", "the rule for a response of both signs over an axis that starts at zero or spans little")
        }
        _ if one && observations.axes[0].is_log() => {
            ("log-sigmoid", "the rule for a score over an axis that spans factors")
        }
        _ if one => ("sigmoid", "the rule for a score over an axis that starts at zero or spans little"),
        _ => return surface_of(observations, rises),
    };
    Ok((Law::named(id)?, rule.to_owned()))
}

/// The law of a positive response that rises over one axis.
fn rising(observations: &Observations) -> (&'static str, &'static str) {
    if observations.axes[0].range().0 <= 0.0 {
        return ("line", "the rule for a positive response that rises over an axis that starts at zero");
    }
    if goes_on(observations) {
        return (
            "log-log-line",
            "the rule for a positive response that rises by more than a power of ten over one axis",
        );
    }
    ("pow3", "the rule for a positive response that rises by less than a power of ten over one axis")
}

/// Whether the response is a measure above zero, and no share, rating or date.
fn is_positive(observations: &Observations) -> bool {
    let quantity = observations.response.quantity;
    let is_score = quantity.is_share() || matches!(quantity, Quantity::Rating | Quantity::Date);
    !is_score && observations.response.range().0 > 0.0
}

fn has_both_signs(observations: &Observations) -> bool {
    let (lo, hi) = observations.response.range();
    lo < 0.0 && hi > 0.0
}

/// Whether the response rises with the size of the run. Losses and shares of errors fall by what they are where several
/// axes work against each other.
fn is_rising(observations: &Observations) -> bool {
    let falls = matches!(observations.response.quantity, Quantity::Loss(_) | Quantity::ErrorRate);
    !(falls && observations.axes.len() > 1) && course(observations) == Some(Course::Rises)
}

fn goes_on(observations: &Observations) -> bool {
    let (lo, hi) = observations.response.range();
    hi / lo >= GOES_ON
}

/// A surface of power laws over whatever axes there are, falling or rising.
fn surface_of(observations: &Observations, rises: bool) -> crate::Result<(Law, String)> {
    let axes = || observations.axes.iter().enumerate();
    let (formula, rule) = if rises && is_positive(observations) && goes_on(observations) {
        let factors: Vec<String> = axes().map(|(i, axis)| format!("`{}`^a{i}", axis.name)).collect();
        (
            format!("A*{}", factors.join("*")),
            "the rule for a response that rises far over several axes: one product of powers",
        )
    } else {
        let sign = if rises { "-" } else { "+" };
        let terms: Vec<String> =
            axes().map(|(i, axis)| format!("{sign} A{i}*`{}`^-a{i}", axis.name)).collect();
        let rule = if rises {
            "the rule for several axes: one power law each below one ceiling"
        } else {
            "the rule for several axes: one power law each above one floor"
        };
        (format!("E {}", terms.join(" ")), rule)
    };
    let mut law = Law::from_formula(&formula)?;
    let names: Vec<String> = law.formula.names().iter().map(|name| (*name).to_owned()).collect();
    law.parameters = names.iter().filter_map(|name| bounds(name, observations)).collect();
    Ok((law, rule.to_owned()))
}

fn bounds(name: &str, observations: &Observations) -> Option<super::Parameter> {
    if observations.axes.iter().any(|axis| axis.name == name) {
        return None;
    }
    let (lo, hi, spacing) = if name.starts_with('a') {
        (0.001, 5.0, super::Spacing::Log(0.03, 1.2))
    } else {
        (0.0, f64::INFINITY, super::Spacing::Coefficient)
    };
    Some(super::Parameter { name: name.to_owned(), lo, hi, spacing: Some(spacing), meaning: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::Column;
    use crate::quantity::{LossUnit, ParameterCount};

    #[test]
    fn the_rule_goes_by_what_was_measured() {
        let x = vec![1.0, 10.0, 100.0];
        let data = |response: Quantity, axes: &[Quantity]| {
            let columns =
                axes.iter().enumerate().map(|(i, q)| Column::new(format!("c{i}"), *q, x.clone())).collect();
            Observations::new(Column::new("y", response, vec![0.9, 0.8, 0.7]), columns).unwrap()
        };
        let n = Quantity::Parameters(ParameterCount::Total);
        let d = Quantity::Tokens(TokenCount::Seen);
        let loss = Quantity::Loss(LossUnit::Nats);
        let cases = [
            (data(loss, &[n, d]), "chinchilla"),
            (data(loss, &[d]), "power-floor"),
            (data(Quantity::Horizon, &[Quantity::Date]), "semi-log-line"),
            (data(Quantity::Rating, &[Quantity::Date]), "trend-line"),
            (data(Quantity::Accuracy, &[n]), "log-sigmoid"),
            (data(Quantity::Accuracy, &[Quantity::ThinkingTokens]), "log-line"),
            (data(loss, &[n, d, Quantity::Tokens(TokenCount::Unique)]), "chinchilla"),
            (data(loss, &[n, Quantity::Epochs]), "formula"),
        ];
        for (data, id) in cases {
            assert_eq!(auto(&data).unwrap().0.id, id);
        }
    }

    #[test]
    fn the_rule_follows_the_direction() {
        let x: Vec<f64> = (0..12).map(|i| 10_f64.powf(6.0 + 0.3 * f64::from(i))).collect();
        let law = |response: Quantity, of: &dyn Fn(f64) -> f64, axes: usize| {
            let columns =
                (0..axes).map(|i| Column::new(format!("c{i}"), Quantity::Plain, x.clone())).collect();
            let y = Column::new("y", response, x.iter().map(|x| of(*x)).collect());
            auto(&Observations::new(y, columns).unwrap()).unwrap().0
        };
        let plain = Quantity::Plain;
        assert_eq!(law(plain, &|x| 0.6 * x.powf(0.57), 1).id, "log-log-line");
        assert_eq!(law(plain, &|x| 40.0 - 400.0 * x.powf(-0.2), 1).id, "pow3");
        assert_eq!(law(plain, &|x| 2.0 + 40.0 * x.powf(-0.2), 1).id, "power-floor");
        assert_eq!(law(plain, &|x| x.ln() - 17.0, 1).id, "pow3", "both signs");
        assert_eq!(law(Quantity::Accuracy, &|x| 0.05 * x.ln(), 1).id, "log-sigmoid");
        assert_eq!(law(plain, &|x| 40.0 - 400.0 * x.powf(-0.2), 2).formula.text().matches('-').count(), 4);
        assert!(law(plain, &|x| 0.6 * x.powf(0.57), 2).formula.text().starts_with('A'));
    }
}
