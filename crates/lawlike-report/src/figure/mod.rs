//! Figures: SVG pictures, each with a caption that says what to see and with its numbers as a table. One file a figure.
//!
//! A figure computes no statistics; it draws what the result holds.

mod calibration;
mod choices;
mod cuts;
mod definitions;
mod errors;
mod forecast;
mod isoflop;
mod outcomes;
mod profile;
mod residuals;

use crate::scene::Scene;
use crate::view::ReportView;
use crate::view::document::Table;

pub(crate) use forecast::{Frame, frames};

/// Panels of a figure with small multiples.
const MOST_PANELS: usize = 6;
/// Width of a figure in the units of the picture.
const WIDTH: f64 = 720.0;

/// A figure: a picture, what to see in it, and its numbers.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Name, as typed after `--figure`.
    pub name: &'static str,
    /// Title in a few words.
    pub title: String,
    /// What to see.
    pub caption: String,
    pub(crate) scene: Scene,
    pub(crate) numbers: Table,
}

impl Figure {
    /// The picture as SVG that stands alone.
    pub fn svg(&self) -> String {
        self.scene.render()
    }
}

/// A figure of an audit, by its name.
struct Drawn {
    name: &'static str,
    draw: fn(&ReportView<'_>) -> Option<Figure>,
}

/// The figures of an audit, in the order of the report.
const AUDIT: [Drawn; 10] = [
    Drawn { name: "forecast", draw: forecast::figure },
    Drawn { name: "calibration", draw: calibration::figure },
    Drawn { name: "errors", draw: errors::figure },
    Drawn { name: "cuts", draw: cuts::figure },
    Drawn { name: "outcomes", draw: outcomes::figure },
    Drawn { name: "choices", draw: choices::figure },
    Drawn { name: "definitions", draw: definitions::figure },
    Drawn { name: "profile", draw: profile::figure },
    Drawn { name: "isoflop", draw: isoflop::figure },
    Drawn { name: "residuals", draw: residuals::figure },
];

/// Names of the figures of an audit.
pub fn audit_names() -> Vec<&'static str> {
    AUDIT.iter().map(|drawn| drawn.name).collect()
}

/// One figure of an audit; none where the audit does not hold what it shows.
pub fn audit(view: &ReportView<'_>, name: &str) -> Option<Figure> {
    AUDIT.iter().find(|drawn| drawn.name == name).and_then(|drawn| (drawn.draw)(view))
}

/// Evenly chosen items, at most so many.
fn thinned<T>(items: &[T], most: usize) -> impl Iterator<Item = &T> {
    items.iter().step_by(items.len().div_ceil(most.max(1)).max(1))
}

/// A name with its unit.
fn with_unit(name: &str, unit: &str) -> String {
    if unit.is_empty() { name.to_owned() } else { format!("{name} ({unit})") }
}

/// The text cut to so many characters.
fn cut_to(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{head}…")
}
