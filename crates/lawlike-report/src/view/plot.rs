//! A small plot in characters: runs, held-out runs and the law.

use super::document::Plot;
use crate::number::brief;
use crate::plain::plain;
use unicode_width::UnicodeWidthStr;

/// Rows of the plot; the names of the axes take one more line each.
const ROWS: usize = 5;
/// Columns at the left for the values of the upright axis.
const LEFT: usize = 9;
/// Dots of a braille character: across and down.
const DOTS: (usize, usize) = (2, 4);

/// The lines of a plot, none where there is nothing to show.
pub(super) fn lines(plot: &Plot, width: usize, ascii: bool) -> Vec<String> {
    let columns = width.saturating_sub(LEFT + 2).max(20);
    let Some(frame) = Frame::new(plot, columns) else { return Vec::new() };
    let mut grid = vec![vec![Mark::None; columns]; ROWS];
    for (at, share) in law(plot, &frame, columns * DOTS.0) {
        let dot = (share * (ROWS * DOTS.1 - 1) as f64).round() as usize;
        grid[dot / DOTS.1][at / DOTS.0].add(at % DOTS.0, dot % DOTS.1);
    }
    for (points, mark) in [(&plot.runs, Mark::Run), (&plot.held_out, Mark::HeldOut)] {
        for (x, y) in points.iter().filter_map(|(x, y)| frame.place(*x, *y)) {
            let (column, row) = (x * (columns - 1) as f64, y * (ROWS - 1) as f64);
            grid[row.round() as usize][column.round() as usize] = mark;
        }
    }
    framed(&grid, &frame, plot, columns, ascii)
}

/// What stands in one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mark {
    None,
    /// The law, as the dots of a braille character.
    Law(u8),
    Run,
    HeldOut,
}

impl Mark {
    fn add(&mut self, across: usize, down: usize) {
        // The dots of braille are numbered down the left and then the right side; the lowest pair came later.
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let before = if let Self::Law(bits) = self { *bits } else { 0 };
        *self = Self::Law(before | BITS[down][across]);
    }

    fn char(self, ascii: bool) -> char {
        match self {
            Self::None => ' ',
            Self::Law(_) if ascii => '.',
            Self::Law(bits) => char::from_u32(0x2800 + u32::from(bits)).unwrap_or('.'),
            Self::Run => 'o',
            Self::HeldOut => 'x',
        }
    }
}

/// The ranges of the axes, on the scales that are shown.
struct Frame {
    x: (f64, f64),
    y: (f64, f64),
    is_log: (bool, bool),
}

impl Frame {
    fn new(plot: &Plot, columns: usize) -> Option<Self> {
        let mut frame = Self { x: (0.0, 1.0), y: (0.0, 1.0), is_log: plot.is_log };
        let all = || plot.runs.iter().chain(&plot.held_out).filter_map(|(x, y)| frame.scaled(*x, *y));
        let range = |values: &mut dyn Iterator<Item = f64>| {
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)))
        };
        let (x, y) = (range(&mut all().map(|point| point.0)), range(&mut all().map(|point| point.1)));
        (frame.x, frame.y) = (x, y);
        (columns > 1 && x.0 < x.1 && y.0 < y.1).then_some(frame)
    }

    fn scaled(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let scale = |value: f64, is_log: bool| if is_log { value.log10() } else { value };
        let (x, y) = (scale(x, self.is_log.0), scale(y, self.is_log.1));
        (x.is_finite() && y.is_finite()).then_some((x, y))
    }

    /// Shares of the width from the left and of the height from the top; none outside.
    fn place(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let (x, y) = self.scaled(x, y)?;
        let share = |value: f64, (lo, hi): (f64, f64)| (value - lo) / (hi - lo);
        let (x, y) = (share(x, self.x), 1.0 - share(y, self.y));
        ((0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)).then_some((x, y))
    }

    fn ends(&self) -> [f64; 4] {
        let back = |value: f64, is_log: bool| if is_log { 10f64.powf(value) } else { value };
        let ((left, right), (low, high)) = (self.x, self.y);
        [
            back(left, self.is_log.0),
            back(right, self.is_log.0),
            back(low, self.is_log.1),
            back(high, self.is_log.1),
        ]
    }
}

/// The height of the law at each of so many places, between its neighbours.
fn law(plot: &Plot, frame: &Frame, places: usize) -> Vec<(usize, f64)> {
    let points: Vec<(f64, f64)> = plot.law.iter().filter_map(|(x, y)| frame.place(*x, *y)).collect();
    let mut out = Vec::new();
    for place in 0..places {
        let x = place as f64 / (places - 1) as f64;
        let next = points.partition_point(|point| point.0 < x);
        let (Some(after), Some(before)) = (points.get(next), points.get(next.saturating_sub(1))) else {
            continue;
        };
        if before.0 > x {
            continue;
        }
        let share = if after.0 > before.0 { (x - before.0) / (after.0 - before.0) } else { 0.0 };
        out.push((place, before.1 + share * (after.1 - before.1)));
    }
    out
}

fn framed(grid: &[Vec<Mark>], frame: &Frame, plot: &Plot, columns: usize, ascii: bool) -> Vec<String> {
    let [left, right, low, high] = frame.ends();
    let mut lines = Vec::new();
    for (index, row) in grid.iter().enumerate() {
        let value = match index {
            0 => brief(high),
            last if last + 1 == grid.len() => brief(low),
            _ => String::new(),
        };
        let text: String = row.iter().map(|mark| mark.char(ascii)).collect();
        lines.push(format!("{value:>LEFT$} │{text}"));
    }
    let key = "o run  x held out  . law";
    let (left, right, name) = (brief(left), brief(right), plain(&plot.names.0));
    let used = left.width() + right.width() + name.width() + key.width() + 4;
    let name = if used <= columns { format!("{name}   {key}") } else { key.to_owned() };
    let free = columns.saturating_sub(left.width() + right.width() + name.width());
    let before = free / 2;
    let blanks = |count: usize| " ".repeat(count);
    lines.push(format!(
        "{} {left}{}{name}{}{right}",
        blanks(LEFT + 1),
        blanks(before),
        blanks(free - before)
    ));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn falling() -> Plot {
        let point = |k: i32| (10f64.powi(k), 10f64.powi(-k));
        Plot {
            runs: (0..4).map(point).collect(),
            held_out: (4..6).map(point).collect(),
            law: (0..6).map(point).collect(),
            names: ("compute".into(), "loss".into()),
            is_log: (true, true),
        }
    }

    #[test]
    fn runs_fall_from_the_left_to_the_right() {
        let lines = lines(&falling(), 80, true);
        assert_eq!(lines.len(), ROWS + 1);
        let column = |row: usize, mark: char| lines[row].chars().position(|c| c == mark);
        assert_eq!(column(0, 'o'), Some(LEFT + 2), "the first run is at the upper left");
        assert_eq!(column(ROWS - 1, 'x'), Some(79), "the last one at the lower right");
        assert!(lines[2].contains('.') && lines.iter().all(|line| line.width() <= 80));
        assert!(lines[ROWS].contains("compute") && lines[ROWS].ends_with("1e5"), "{}", lines[ROWS]);
    }

    #[test]
    fn braille_is_for_the_law_only() {
        let lines = lines(&falling(), 80, false);
        assert!(lines.iter().flat_map(|line| line.chars()).any(|c| ('\u{2801}'..='\u{28ff}').contains(&c)));
    }

    #[test]
    fn nothing_is_drawn_without_two_values() {
        let one = Plot { runs: vec![(1.0, 1.0)], ..Plot::default() };
        assert!(lines(&one, 80, true).is_empty() && lines(&Plot::default(), 80, true).is_empty());
    }
}
