//! Colours and sizes of figures. The hues are those of Okabe and Ito, told apart with any colour vision.

/// Text and axes.
pub(crate) const INK: &str = "#1f2328";
/// Secondary text.
pub(crate) const MUTED: &str = "#5f6670";
/// Grid lines.
pub(crate) const GRID: &str = "#e8eaed";
/// The law.
pub(crate) const LAW: &str = "#0072b2";
/// Observations of the past.
pub(crate) const PAST: &str = "#4a4f57";
/// Observations of the future.
pub(crate) const FUTURE: &str = "#d55e00";
/// Rivals, in their order.
pub(crate) const RIVALS: [&str; 5] = ["#8a5a00", "#009e73", "#b0528a", "#7a7f87", "#e69f00"];
/// Font of all text in figures.
pub(crate) const FONT: &str = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif";
/// Size of tick labels and keys.
pub(crate) const SMALL: f64 = 11.0;
/// Size of axis labels and panel titles.
pub(crate) const LABEL: f64 = 12.0;
