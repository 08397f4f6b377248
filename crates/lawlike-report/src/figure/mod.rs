//! Figures: SVG pictures, each with a caption that says what to see and with its numbers as a table. One file a figure.
//!
//! A figure computes no statistics; it draws what the result holds.

mod agent;
mod budgets;
mod calibration;
mod choices;
mod cuts;
mod definitions;
mod emergence;
mod errors;
mod forecast;
mod inference;
mod isoflop;
mod link;
mod meeting;
mod optimum;
mod outcomes;
mod over_training;
mod paces;
mod passk;
mod profile;
mod rates;
mod residuals;
mod scores;
mod test_time;
mod thinking;
mod trend;
mod walls;

use crate::scene::{Key, Sample, Scene};
use crate::theme::{BASELINES, HELD_OUT, LAW};
use crate::view::document::Table;
use crate::view::{
    AgentView, DataLimitsView, DeploymentView, EmergenceView, Output, OverTrainingView, PasskView, PlanView,
    ReportView, StockView, Style, TasksView, TestTimeView, TrendView,
};

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

/// A figure of a kind of result, by its name.
pub struct DrawnFigure<V> {
    name: &'static str,
    draw: fn(&V) -> Option<Figure>,
}

impl<V> DrawnFigure<V> {
    fn new(name: &'static str, draw: fn(&V) -> Option<Figure>) -> Self {
        Self { name, draw }
    }
}

/// A kind of result that has figures.
pub trait Charted: Sized {
    /// Its figures, in the order of its page.
    fn charts() -> Vec<DrawnFigure<Self>>;
    /// The result in any form; as a page with its figures.
    fn write(&self, output: Output, style: &Style) -> String;
}

/// A result that has figures, of whatever kind.
pub trait Pictured {
    /// Names of its figures, those included that it has no data for.
    fn names(&self) -> Vec<&'static str>;
    /// One figure; none where the result does not hold what it shows.
    fn figure(&self, name: &str) -> Option<Figure>;
    /// The result in any form; as a page with its figures.
    fn written(&self, output: Output, style: &Style) -> String;
}

impl<V: Charted> Pictured for V {
    fn names(&self) -> Vec<&'static str> {
        names::<V>()
    }

    fn figure(&self, name: &str) -> Option<Figure> {
        V::charts().into_iter().find(|drawn| drawn.name == name).and_then(|drawn| (drawn.draw)(self))
    }

    fn written(&self, output: Output, style: &Style) -> String {
        self.write(output, style)
    }
}

/// Names of the figures of a kind of result.
pub fn names<V: Charted>() -> Vec<&'static str> {
    V::charts().into_iter().map(|drawn| drawn.name).collect()
}

/// All figures that a result has data for, in the order of its page.
pub(crate) fn all<V: Charted>(view: &V) -> Vec<Figure> {
    V::charts().into_iter().filter_map(|drawn| (drawn.draw)(view)).collect()
}

/// Says which figures a view has, and by which door it is written.
macro_rules! charted {
    ($view:ident, $door:path, $($name:literal => $draw:path),+ $(,)?) => {
        impl Charted for $view<'_> {
            fn charts() -> Vec<DrawnFigure<Self>> {
                vec![$(DrawnFigure::new($name, $draw)),+]
            }

            fn write(&self, output: Output, style: &Style) -> String {
                $door(self, output, style)
            }
        }
    };
}

charted!(ReportView, crate::view::report,
    "forecast" => forecast::figure, "calibration" => calibration::figure, "errors" => errors::figure,
    "cuts" => cuts::figure, "outcomes" => outcomes::figure, "choices" => choices::figure,
    "definitions" => definitions::figure, "profile" => profile::figure, "isoflop" => isoflop::figure,
    "residuals" => residuals::figure);
charted!(TrendView, crate::view::trend, "trend" => trend::figure, "paces" => paces::figure);
charted!(PasskView, crate::view::passk, "passk" => passk::figure, "rates" => rates::figure);
charted!(TasksView, crate::view::tasks, "scores" => scores::figure, "link" => link::figure);
charted!(EmergenceView, crate::view::emergence, "emergence" => emergence::figure);
charted!(PlanView, crate::view::plan, "optimum" => optimum::figure, "budgets" => budgets::figure);
charted!(DeploymentView, crate::view::deployment, "inference" => inference::figure);
charted!(OverTrainingView, crate::view::over_training, "over-training" => over_training::figure);
charted!(DataLimitsView, crate::view::data_limits, "walls" => walls::figure);
charted!(StockView, crate::view::stock, "meeting" => meeting::figure);
charted!(TestTimeView, crate::view::test_time, "test-time" => test_time::figure, "thinking" => thinking::figure);
charted!(AgentView, crate::view::agent, "agent" => agent::figure);

/// Colours of lines that stand side by side, in their order.
const LINES: [&str; 7] =
    [LAW, HELD_OUT, BASELINES[1], BASELINES[2], BASELINES[0], BASELINES[5], BASELINES[3]];

/// An entry of the key.
fn key(text: impl Into<String>, sample: Sample) -> Key {
    Key { text: text.into(), sample }
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
