//! Colours and sizes of figures. The hues are those of Okabe and Ito, told apart with any colour vision.

/// Text and axes.
pub(crate) const INK: &str = "#1f2328";
/// Secondary text.
pub(crate) const MUTED: &str = "#5f6670";
/// Grid lines.
pub(crate) const GRID: &str = "#e8eaed";
/// What lies under the marks.
pub(crate) const PAPER: &str = "#ffffff";
/// The law.
pub(crate) const LAW: &str = "#0072b2";
/// Lines of the law where there is one a size.
pub(crate) const LAW_FAINT: &str = "#8fb9d6";
/// Training runs.
pub(crate) const TRAINING: &str = "#4a4f57";
/// Held-out runs.
pub(crate) const HELD_OUT: &str = "#c24e00";
/// 95 % intervals.
pub(crate) const WIDE: &str = "#bcd9ea";
/// 80 % intervals.
pub(crate) const NARROW: &str = "#7fb8da";
/// Baselines, in their order.
pub(crate) const BASELINES: [&str; 6] = ["#8a5a00", "#00795a", "#b0528a", "#7a7f87", "#b07400", "#6a51a3"];
/// Words of verdicts that are good, need care, or are bad.
pub(crate) const GOOD: &str = "#1a6b3c";
/// See [`GOOD`].
pub(crate) const WARN: &str = "#8a5a01";
/// See [`GOOD`].
pub(crate) const BAD: &str = "#a3281e";

/// Every colour with the one that takes its place on a dark page.
pub(crate) const DARK: [(&str, &str); 19] = [
    (INK, "#e6e9ed"),
    (MUTED, "#a3abb5"),
    (GRID, "#2a3038"),
    (PAPER, "#14171b"),
    (LAW, "#56b4e9"),
    (LAW_FAINT, "#37627f"),
    (TRAINING, "#b6bdc6"),
    (HELD_OUT, "#ff9149"),
    (WIDE, "#234a61"),
    (NARROW, "#34759b"),
    (BASELINES[0], "#d9a441"),
    (BASELINES[1], "#2fc49a"),
    (BASELINES[2], "#e08fc0"),
    (BASELINES[3], "#9aa1ab"),
    (BASELINES[4], "#f0b94a"),
    (BASELINES[5], "#ad9be0"),
    (GOOD, "#5fc78c"),
    (WARN, "#e0ac4c"),
    (BAD, "#f28b80"),
];

/// Font of all text in figures.
pub(crate) const FONT: &str = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif";
/// Size of tick labels and keys.
pub(crate) const SMALL: f64 = 11.5;
/// Size of axis labels and panel titles.
pub(crate) const LABEL: f64 = 12.0;
