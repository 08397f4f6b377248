//! What tokens cost: read, read again from a cache, thought, written.

use lawlike::error::{Error, Result};
use serde::Serialize;

/// Dollars per million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Price {
    /// Tokens read for the first time.
    pub read: f64,
    /// Tokens read again.
    pub cached: f64,
    /// Tokens thought before the answer.
    pub thought: f64,
    /// Tokens of the answer.
    pub written: f64,
}

/// Tokens of one answer beside those of thinking.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tokens {
    /// Tokens read.
    pub read: f64,
    /// Tokens written as the answer.
    pub written: f64,
}

impl Price {
    /// Checks that no price is below zero and that one is above it.
    ///
    /// # Errors
    /// Names the price.
    pub fn check(&self) -> Result<()> {
        let named = [
            ("--usd-in", self.read),
            ("--usd-cached", self.cached),
            ("--usd-reasoning", self.thought),
            ("--usd-out", self.written),
        ];
        for (name, value) in named {
            if !(value.is_finite() && value >= 0.0) {
                return Err(Error::option(format!("{name} {value}: a price is a number of zero or more")));
            }
        }
        Ok(())
    }

    /// Whether anything costs anything.
    pub fn is_known(&self) -> bool {
        self.read + self.cached + self.thought + self.written > 0.0
    }

    /// Dollars of the first sample of a problem.
    pub fn first(&self, tokens: Tokens, thought: f64) -> f64 {
        (tokens.read * self.read + thought * self.thought + tokens.written * self.written) / 1e6
    }

    /// Dollars of each further sample of the same problem, whose prompt is read from the cache.
    pub fn further(&self, tokens: Tokens, thought: f64) -> f64 {
        Self { read: self.cached, ..*self }.first(tokens, thought)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cost_what_their_kind_costs() {
        let price = Price { read: 3.0, cached: 0.3, thought: 15.0, written: 10.0 };
        let tokens = Tokens { read: 1000.0, written: 100.0 };
        assert!((price.first(tokens, 2000.0) - (0.003 + 0.03 + 0.001)).abs() < 1e-15);
        assert!((price.first(tokens, 0.0) - price.further(tokens, 0.0) - 0.0027).abs() < 1e-15);
        assert!(
            Price { read: -1.0, ..price }.check().is_err()
                && Price { cached: f64::NAN, ..price }.check().is_err()
        );
    }
}
