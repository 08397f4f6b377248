//! A fitted series whose parts a test may change before a check looks at them.

use crate::check::{Check, Context, Found};
use crate::fit::{Fit, FitOptions, fit};
use crate::law::Law;
use crate::observations::{Column, Observations};
use crate::quantity::{LossUnit, Quantity, TokenCount};

/// A law and the runs that it was fitted to.
pub(in crate::check) struct Fitted {
    pub(in crate::check) law: Law,
    pub(in crate::check) observations: Observations,
    pub(in crate::check) options: FitOptions,
    pub(in crate::check) fit: Fit,
}

impl Fitted {
    /// The law of that name, or of that formula, fitted to runs.
    pub(in crate::check) fn new(law: &str, observations: Observations) -> Self {
        Self::with(law, observations, FitOptions::default())
    }

    /// The same with options.
    pub(in crate::check) fn with(law: &str, observations: Observations, options: FitOptions) -> Self {
        let law = Law::parse(law).unwrap();
        let fit = fit(&law, &observations, &options).unwrap();
        Self { law, observations, options, fit }
    }

    pub(in crate::check) fn context(&self) -> Context<'_> {
        Context::new(&self.law, &self.observations, &self.options, &self.fit)
    }

    /// What one check finds.
    pub(in crate::check) fn found(&self, check: &Check) -> Option<Found> {
        (check.run)(&self.context())
    }
}

/// Losses at numbers of tokens.
pub(in crate::check) fn losses(tokens: Vec<f64>, loss: Vec<f64>) -> Observations {
    let axis = Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens);
    Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), vec![axis]).unwrap()
}

/// Sizes in equal steps of their logarithm from `1e7` to `1e11`.
pub(in crate::check) fn sizes(rows: usize) -> Vec<f64> {
    (0..rows).map(|row| 1e7 * 1e4f64.powf(row as f64 / (rows - 1) as f64)).collect()
}

/// A power law of so many rows with a residual (in logarithms) for each: `3 (x / 1e7)^-0.2 e^residual`.
pub(in crate::check) fn power(rows: usize, residual: impl Fn(usize) -> f64) -> Observations {
    let tokens = sizes(rows);
    let loss =
        tokens.iter().enumerate().map(|(row, x)| 3.0 * (x / 1e7).powf(-0.2) * residual(row).exp()).collect();
    losses(tokens, loss)
}

/// Whether two numbers agree to a part in so many.
pub(in crate::check) fn is_near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * b.abs().max(1e-300)
}

/// The number that follows a text in a message.
pub(in crate::check) fn number_after(message: &str, text: &str) -> f64 {
    let rest = &message[message.find(text).unwrap() + text.len()..];
    let end = rest.find(|c: char| !"0123456789.e-+".contains(c)).unwrap_or(rest.len());
    rest[..end].trim_end_matches('.').parse().unwrap()
}
