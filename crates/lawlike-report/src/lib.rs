//! Views of lawlike results: text, Markdown, JSON, CSV, and an HTML report with figures.
//!
//! Every view is a function from a result to a `String`. Nothing is computed here and nothing is printed:
//! numbers come from `lawlike`, and the front end decides where the text goes.
//!
//! - [`view`] holds the doors: [`view::audit`], [`view::fits`], [`view::forecast`] and the rest.
//! - [`view::html`] makes self-contained pages without network access; their only script is known by its hash.
//! - [`figure`] draws SVG, each with its caption and numbers.
//!
//! Text of users (labels, file names, formulas) is hostile until it is escaped, and it is escaped where it
//! is written out: control characters for terminals, markup for HTML, SVG and Markdown, formulas for CSV.

mod axes;
mod escape;
pub mod figure;
mod number;
mod plain;
mod scene;
mod theme;
pub mod view;
