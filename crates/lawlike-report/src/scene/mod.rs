//! A small scene of our own: panels with axes and marks, written as static SVG.
//!
//! It knows nothing of laws. Positions are given in data units; text is escaped where it is written.

mod axis;
mod svg;

pub(crate) use axis::{Axis, Spread, Ticks};
use svg::{Anchor, Svg};

use crate::theme::{GRID, INK, LABEL, MUTED, SMALL};

/// Shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Open circle.
    Circle,
    /// Filled square.
    Square,
    /// Filled circle.
    Dot,
    /// Short level bar.
    Dash,
}

/// Pattern of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    Solid,
    Dashed,
    Dotted,
}

/// What is drawn in a panel, in data units.
#[derive(Debug, Clone)]
pub(crate) enum Mark {
    /// A line through points.
    Line { points: Vec<(f64, f64)>, color: &'static str, pattern: Pattern },
    /// A ribbon: position, lower and upper edge.
    Band { edges: Vec<(f64, f64, f64)>, color: &'static str, opacity: f64 },
    /// Upright ranges: position, lower and upper end, and how wide the stroke is.
    Ranges { ranges: Vec<(f64, f64, f64)>, color: &'static str, width: f64 },
    /// Points.
    Points { points: Vec<(f64, f64)>, shape: Shape, color: &'static str },
    /// A word at the upper edge, over a position.
    Word { x: f64, text: String },
}

/// One entry of the key.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) sample: Sample,
}

/// What stands beside the text of a key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sample {
    Line(&'static str, Pattern),
    Point(&'static str, Shape),
    Band(&'static str, f64),
    Range(&'static str, f64),
}

/// A pair of axes with marks.
#[derive(Debug, Clone)]
pub(crate) struct Panel {
    pub(crate) title: String,
    pub(crate) x: Axis,
    pub(crate) y: Axis,
    pub(crate) marks: Vec<Mark>,
}

/// Panels in rows of `columns`, with one key above them.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    /// What the figure shows, for readers who do not see it.
    pub(crate) about: String,
    pub(crate) keys: Vec<Key>,
    pub(crate) panels: Vec<Panel>,
    pub(crate) columns: usize,
    pub(crate) width: f64,
    /// Height of one panel without the label of its lower axis.
    pub(crate) panel_height: f64,
}

/// Room for the label of the left axis.
const LABEL_ROOM: f64 = 20.0;

/// Room below a row of panels: more where one of them names its lower axis.
fn below(row: &[Panel]) -> f64 {
    if row.iter().any(|panel| !panel.x.label.is_empty()) { 18.0 } else { 0.0 }
}

/// A rectangle in the units of the picture.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn width(&self) -> f64 {
        self.right - self.left
    }

    fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

impl Scene {
    /// The scene as SVG.
    pub(crate) fn render(&self) -> String {
        let columns = self.columns.clamp(1, self.panels.len().max(1));
        let rows: Vec<&[Panel]> = self.panels.chunks(columns).collect();
        let key_height = self.key_height();
        let height = key_height + rows.iter().map(|row| self.panel_height + below(row)).sum::<f64>();
        let mut svg = Svg::new(self.width, height, &self.about);
        self.keys(&mut svg);
        let gap = 18.0;
        let first = self.first_extra(columns);
        let panel_width = (self.width - first - gap * (columns - 1) as f64) / columns as f64;
        let mut top = key_height;
        for (row, panels) in rows.iter().enumerate() {
            let bottom = top + self.panel_height;
            for (column, panel) in panels.iter().enumerate() {
                let right = first + column as f64 * (panel_width + gap) + panel_width;
                let left = if column == 0 { 0.0 } else { right - panel_width };
                panel.render(Area { left, top, right, bottom }, row * columns + column, &mut svg);
            }
            top = bottom + below(panels);
        }
        svg.finish()
    }

    /// Room for the label of the left axis where only the first column has one, so that all panels are equal.
    fn first_extra(&self, columns: usize) -> f64 {
        let labelled = |panel: &Panel| !panel.y.label.is_empty();
        let first = self.panels.first().is_some_and(labelled);
        let others =
            self.panels.iter().enumerate().any(|(index, panel)| index % columns > 0 && labelled(panel));
        if first && !others && columns > 1 { LABEL_ROOM } else { 0.0 }
    }

    /// Where each key stands: offset from the left, row.
    fn key_places(&self) -> Vec<(f64, usize)> {
        let mut places = Vec::new();
        let (mut x, mut row) = (0.0, 0);
        for key in &self.keys {
            let width = 26.0 + text_width(&key.text, SMALL) + 18.0;
            if x > 0.0 && x + width > self.width {
                (x, row) = (0.0, row + 1);
            }
            places.push((x, row));
            x += width;
        }
        places
    }

    fn key_height(&self) -> f64 {
        self.key_places().last().map_or(4.0, |(_, row)| (row + 1) as f64 * 18.0 + 6.0)
    }

    fn keys(&self, svg: &mut Svg) {
        for (key, (x, row)) in self.keys.iter().zip(self.key_places()) {
            let (x, y) = (x + 4.0, row as f64 * 18.0 + 9.0);
            match key.sample {
                Sample::Line(color, pattern) => svg.line(&[(x, y), (x + 18.0, y)], color, pattern),
                Sample::Point(color, shape) => svg.mark((x + 9.0, y), shape, (color, 1.0)),
                Sample::Band(color, opacity) => svg.rect((x, y - 5.0, 18.0, 10.0), color, opacity),
                Sample::Range(color, width) => {
                    svg.stroke((x + 9.0, y - 6.0), (x + 9.0, y + 6.0), color, width)
                }
            }
            svg.text((x + 23.0, y + 4.0), &key.text, (SMALL, INK, Anchor::Start));
        }
    }
}

impl Panel {
    fn render(&self, outer: Area, index: usize, svg: &mut Svg) {
        let wanted_y = ((outer.height() / 42.0) as usize).clamp(3, 7);
        let labels = self.y.ticks(wanted_y);
        let widest =
            labels.iter().filter_map(|tick| tick.text.as_ref()).map(|text| text.ems()).fold(1.0, f64::max);
        let label_room = if self.y.label.is_empty() { 0.0 } else { LABEL_ROOM };
        let area = Area {
            left: outer.left + label_room + widest * SMALL + 9.0,
            top: outer.top + if self.title.is_empty() { 8.0 } else { 24.0 },
            right: outer.right - 10.0,
            bottom: outer.bottom - 26.0,
        };
        self.axes(area, wanted_y, svg);
        svg.open_clip(index, (area.left, area.top, area.width(), area.height()));
        for mark in &self.marks {
            self.mark(mark, area, svg);
        }
        svg.close();
        self.words(area, svg);
        self.labels(outer, area, svg);
    }

    /// Words stand at the upper edge, a line lower where the word before is in the way.
    fn words(&self, area: Area, svg: &mut Svg) {
        let mut end = f64::NEG_INFINITY;
        for mark in &self.marks {
            let Mark::Word { x, text } = mark else { continue };
            let half = text_width(text, SMALL) / 2.0;
            let x = area.left + self.x.place(*x) * area.width();
            let is_taken = x - half < end;
            svg.text(
                (x, area.top + if is_taken { 23.0 } else { 10.0 }),
                text,
                (SMALL, MUTED, Anchor::Middle),
            );
            end = if is_taken { f64::NEG_INFINITY } else { x + half + 3.0 };
        }
    }

    fn labels(&self, outer: Area, area: Area, svg: &mut Svg) {
        svg.bold((area.left, outer.top + 14.0), &self.title);
        let middle = (area.left + area.right) / 2.0;
        let label = cut(&self.x.label, outer.width());
        let middle = middle.min(outer.right - text_width(&label, LABEL) / 2.0);
        svg.text((middle, outer.bottom + 10.0), &label, (LABEL, INK, Anchor::Middle));
        svg.upright((outer.left + 11.0, (area.top + area.bottom) / 2.0), &cut(&self.y.label, outer.height()));
    }

    fn axes(&self, area: Area, wanted_y: usize, svg: &mut Svg) {
        let wanted_x = ((area.width() / 62.0) as usize).clamp(3, 9);
        for tick in self.x.ticks(wanted_x) {
            let x = area.left + self.x.place(tick.value) * area.width();
            if let Some(text) = &tick.text {
                svg.stroke((x, area.top), (x, area.bottom), GRID, 1.0);
                svg.tick_text((x, area.bottom + 17.0), text, Anchor::Middle);
            }
            let length = if tick.text.is_some() { 5.0 } else { 3.0 };
            svg.stroke((x, area.bottom), (x, area.bottom + length), MUTED, 0.8);
        }
        for tick in self.y.ticks(wanted_y) {
            let y = area.bottom - self.y.place(tick.value) * area.height();
            if let Some(text) = &tick.text {
                svg.stroke((area.left, y), (area.right, y), GRID, 1.0);
                svg.tick_text((area.left - 8.0, y + 4.0), text, Anchor::End);
            }
            let length = if tick.text.is_some() { 5.0 } else { 3.0 };
            svg.stroke((area.left - length, y), (area.left, y), MUTED, 0.8);
        }
        svg.stroke((area.left, area.top), (area.left, area.bottom), MUTED, 1.0);
        svg.stroke((area.left, area.bottom), (area.right, area.bottom), MUTED, 1.0);
    }

    fn at(&self, (x, y): (f64, f64), area: Area) -> (f64, f64) {
        let x = area.left + self.x.place(x) * area.width();
        let y = area.bottom - self.y.place(y) * area.height();
        (x, y)
    }

    fn mark(&self, mark: &Mark, area: Area, svg: &mut Svg) {
        let at = |point: &(f64, f64)| self.at(*point, area);
        let shown = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
        match mark {
            Mark::Line { points, color, pattern } => {
                let places: Vec<(f64, f64)> = points.iter().map(at).filter(shown).collect();
                svg.line(&places, color, *pattern);
            }
            Mark::Band { edges, color, opacity } => {
                let lower = edges.iter().map(|(x, lo, _)| at(&(*x, *lo)));
                let upper = edges.iter().rev().map(|(x, _, hi)| at(&(*x, *hi)));
                svg.area(&upper.chain(lower).filter(shown).collect::<Vec<_>>(), color, *opacity);
            }
            Mark::Ranges { ranges, color, width } => {
                for (x, lo, hi) in ranges {
                    let (from, to) = (at(&(*x, *lo)), at(&(*x, *hi)));
                    if shown(&from) && shown(&to) {
                        svg.stroke(from, to, color, *width);
                    }
                }
            }
            Mark::Points { points, shape, color } => {
                let size = if area.width() < 230.0 { 0.72 } else { 1.0 };
                points.iter().map(at).filter(shown).for_each(|place| svg.mark(place, *shape, (color, size)));
            }
            Mark::Word { .. } => {}
        }
    }
}

/// The text, shortened to a width.
fn cut(text: &str, width: f64) -> String {
    let most = (width / (LABEL * 0.5)) as usize;
    if text.chars().count() <= most {
        return text.to_owned();
    }
    format!("{}…", text.chars().take(most.saturating_sub(1)).collect::<String>())
}

/// Rough width of a text in a sans-serif font.
fn text_width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * 0.5
}
