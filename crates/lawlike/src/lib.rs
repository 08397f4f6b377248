//! Does a scaling law's past predict its future, how exactly, and how far?
//!
//! Observations go in, a verdict comes out, and every arrow points one way:
//! observations → [`fit`] → [`ensemble`] → [`forecast`] → [`backtest`] → [`check`] → [`verdict`] → [`audit`].
//!
//! [`observations::Observations`] are columns of measured quantities. A [`law::Law`] is a formula with a card: open
//! `law/surface/chinchilla.rs` and you have seen them all. [`fit::fit`] finds its parameters and certifies the optimum,
//! [`forecast::forecast`] speaks of runs not yet seen, [`backtest::backtest`] hides the large runs, forecasts them from
//! the small ones and scores the answer against baselines. The files in `check/` look for what may be wrong with a
//! law that looks right. `verdict.rs` is one table that turns all this into one of five words, and [`audit::audit`]
//! walks the road from end to end.
//!
//! The crate reads no file, prints nothing, knows no clock, and draws at random only from a seed that it was given.
//!
//! ```
//! use lawlike::fit::{FitOptions, fit};
//! use lawlike::law::Law;
//! use lawlike::observations::{Column, Observations};
//! use lawlike::quantity::{LossUnit, Quantity, TokenCount};
//!
//! // Twelve runs of a law with a floor of 1.7 nats.
//! let tokens: Vec<f64> = (0..12).map(|i| 1e8 * 3f64.powi(i)).collect();
//! let loss = tokens.iter().map(|d| 1.7 + 900.0 * d.powf(-0.3)).collect();
//! let runs = Observations::new(
//!     Column::new("loss", Quantity::Loss(LossUnit::Nats), loss),
//!     vec![Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens)],
//! )?;
//! let fit = fit(&Law::named("power-floor")?, &runs, &FitOptions::default())?;
//! assert!((fit.parameter("E").unwrap().value() - 1.7).abs() < 1e-6);
//!
//! // A law typed by hand takes the same road.
//! let typed = Law::parse("E + B*D^-beta")?;
//! assert_eq!(lawlike::fit::fit(&typed, &runs, &FitOptions::default())?.parameters.len(), 3);
//! # Ok::<(), lawlike::Error>(())
//! ```

pub mod accounting;
pub mod allocation;
pub mod answered;
pub mod audit;
pub mod backtest;
pub mod check;
pub mod conform;
pub mod ensemble;
pub mod error;
pub mod examine;
pub mod finding;
pub mod fit;
pub mod forecast;
pub mod interval;
pub mod kept;
pub mod law;
pub mod noise;
pub mod observations;
pub mod provenance;
pub mod quantity;
pub mod rule;
pub mod run;
pub mod score;
pub mod thinking;
pub mod verdict;

pub use error::{Error, Result};
