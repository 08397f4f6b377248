//! A document as text for a terminal: aligned, at most 100 columns, complete without colour.

use super::Style;
use super::document::{Align, Block, Cell, Document, Item, Table, Tone};
use crate::number::GLUE;
use crate::plain::plain;
use unicode_width::UnicodeWidthStr;

pub(super) const INDENT: &str = "  ";
pub(super) const GAP: usize = 2;

/// The document as text.
pub(crate) fn render(document: &Document, style: &Style) -> String {
    let writer = Writer::new(style);
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    // A formula stands in the text as well.
    for block in document.blocks.iter().filter(|block| !matches!(block, Block::Formula { .. })) {
        if before.is_some_and(|before| !matches!(before, Block::Heading(_))) {
            out.push('\n');
        }
        writer.block(block, &mut out);
        before = Some(block);
    }
    if style.ascii { crate::plain::ascii(&out) } else { out }
}

/// A table with the widths of its columns and the columns that are shown.
struct Grid<'a> {
    table: &'a Table,
    widths: &'a [usize],
    keep: &'a [usize],
}

/// Writes blocks as lines.
pub(super) struct Writer {
    color: bool,
    pub(super) width: usize,
}

impl Writer {
    /// A writer for this style.
    pub(super) fn new(style: &Style) -> Self {
        Self { color: style.color, width: style.width.clamp(40, 100) }
    }

    /// Writes a block.
    pub(super) fn block(&self, block: &Block, out: &mut String) {
        match block {
            Block::Verdict { word, gloss, sentence } => self.verdict(word, gloss, sentence, out),
            Block::Heading(text) => self.line(&self.bold(&plain(text)), out),
            // The formula stands in the text as well.
            Block::Formula { .. } => {}
            Block::Paragraph(text) => self.wrapped(text, INDENT, INDENT, out),
            Block::Note(text) => {
                for line in wrap(&plain(text), self.width - INDENT.len()) {
                    self.line(&format!("{INDENT}{}", self.paint(&line, Tone::Muted)), out);
                }
            }
            Block::Facts(facts) => self.facts(facts, out),
            Block::Table(table) => self.table(table, out),
            Block::Items(items) => items.iter().for_each(|item| self.item(item, out)),
            Block::Bullets(lines) => lines.iter().for_each(|line| self.wrapped(line, "  - ", "    ", out)),
            Block::Code(lines) => lines.iter().for_each(|line| self.code(&plain(line), out)),
        }
    }

    fn verdict(&self, word: &Cell, gloss: &str, sentence: &str, out: &mut String) {
        let upper = plain(&word.text).to_uppercase();
        let indent = " ".repeat(upper.width() + 2);
        for (index, line) in wrap(&plain(gloss), self.width - indent.len()).iter().enumerate() {
            let head = if index == 0 {
                format!("{}: ", self.bold(&self.paint(&upper, word.tone)))
            } else {
                indent.clone()
            };
            self.line(&format!("{head}{line}"), out);
        }
        self.wrapped(sentence, INDENT, INDENT, out);
    }

    fn facts(&self, facts: &[(String, String)], out: &mut String) {
        let name_width = facts.iter().map(|(name, _)| plain(name).width()).max().unwrap_or(0);
        let rest = " ".repeat(INDENT.len() + name_width + GAP);
        for (name, text) in facts {
            let name = plain(name);
            let pad = " ".repeat(name_width - name.width() + GAP);
            for (index, line) in wrap(&plain(text), self.width - rest.len()).iter().enumerate() {
                if index == 0 {
                    self.line(&format!("{INDENT}{}{pad}{line}", self.paint(&name, Tone::Muted)), out);
                } else {
                    self.line(&format!("{rest}{line}"), out);
                }
            }
        }
    }

    /// A line to type; one that is too long goes on after a backslash, never within quotes.
    fn code(&self, text: &str, out: &mut String) {
        let mut line = String::from(INDENT);
        let mut quoted = false;
        for word in text.split(' ') {
            let is_full = line.width() + word.width() + 3 > self.width;
            if is_full && !quoted && text.starts_with("lawlike ") && !line.trim().is_empty() {
                self.line(&format!("{} \\", line.trim_end()), out);
                line = " ".repeat(2 * INDENT.len());
            }
            line.push_str(word);
            line.push(' ');
            quoted ^= word.matches('\'').count() % 2 == 1;
        }
        self.line(&line, out);
    }

    fn item(&self, item: &Item, out: &mut String) {
        self.line(&format!("{INDENT}{}", self.paint(&plain(&item.head.text), item.head.tone)), out);
        self.wrapped(&item.body, "    ", "    ", out);
        if !item.hint.is_empty() {
            self.wrapped(&item.hint, "    → ", "      ", out);
        }
    }

    fn wrapped(&self, text: &str, first: &str, rest: &str, out: &mut String) {
        for (index, line) in wrap(&plain(text), self.width - rest.len()).iter().enumerate() {
            self.line(&format!("{}{line}", if index == 0 { first } else { rest }), out);
        }
    }

    fn table(&self, table: &Table, out: &mut String) {
        let table = cleaned(table);
        let room = self.width - INDENT.len();
        let widths = widths(&table, room);
        let keep = fitting(&widths, room);
        let missing: Vec<usize> = (0..widths.len()).filter(|index| !keep.contains(index)).collect();
        let grid = Grid { table: &table, widths: &widths, keep: &keep };
        self.grid(&grid, out);
        if !missing.is_empty() && keep.len() > 1 {
            out.push('\n');
            let rest: Vec<usize> = std::iter::once(0).chain(missing).collect();
            self.table(&pick(&table, &rest), out);
        }
    }

    fn grid(&self, grid: &Grid<'_>, out: &mut String) {
        let header: Vec<Cell> =
            grid.table.columns.iter().map(|(title, _)| Cell::toned(title.as_str(), Tone::Muted)).collect();
        if header.iter().any(|cell| !cell.text.is_empty()) {
            self.row(grid, &header, true, out);
            let total: usize = grid.keep.iter().map(|index| grid.widths[*index] + GAP).sum();
            self.line(
                &format!("{INDENT}{}", self.paint(&"─".repeat(total.saturating_sub(GAP)), Tone::Muted)),
                out,
            );
        }
        for row in &grid.table.rows {
            self.row(grid, row, false, out);
        }
    }

    /// One row, as high as its highest cell; the cells of a header stand at the bottom.
    fn row(&self, grid: &Grid<'_>, row: &[Cell], at_bottom: bool, out: &mut String) {
        let empty = Cell::default();
        let cell = |index: &usize| row.get(*index).unwrap_or(&empty);
        let wrapped: Vec<Vec<String>> =
            grid.keep.iter().map(|index| wrap(&cell(index).text, grid.widths[*index])).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        for level in 0..height {
            let mut line = String::from(INDENT);
            for (lines, index) in wrapped.iter().zip(grid.keep) {
                let above = if at_bottom { height - lines.len() } else { 0 };
                let text = level.checked_sub(above).and_then(|at| lines.get(at)).map_or("", String::as_str);
                let pad = " ".repeat(grid.widths[*index].saturating_sub(text.width()) + GAP);
                let text = self.paint(text, cell(index).tone);
                match grid.table.columns[*index].1 {
                    Align::Left => line.push_str(&format!("{text}{pad}")),
                    Align::Right => line.push_str(&format!("{}{text}{}", &pad[GAP..], " ".repeat(GAP))),
                }
            }
            self.line(&line, out);
        }
    }

    pub(super) fn line(&self, text: &str, out: &mut String) {
        out.push_str(text.replace(GLUE, " ").trim_end());
        out.push('\n');
    }

    pub(super) fn bold(&self, text: &str) -> String {
        if self.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub(super) fn paint(&self, text: &str, tone: Tone) -> String {
        let code = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Good => 32,
            Tone::Warn => 33,
            Tone::Bad => 31,
            Tone::Muted => 2,
        };
        if self.color && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

pub(super) fn cleaned(table: &Table) -> Table {
    let cell = |cell: &Cell| Cell::toned(plain(&cell.text), cell.tone);
    Table {
        columns: table.columns.iter().map(|(title, align)| (plain(title), *align)).collect(),
        rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    }
}

pub(super) fn pick(table: &Table, keep: &[usize]) -> Table {
    let row =
        |row: &Vec<Cell>| keep.iter().map(|index| row.get(*index).cloned().unwrap_or_default()).collect();
    Table {
        columns: keep.iter().map(|index| table.columns[*index].clone()).collect(),
        rows: table.rows.iter().map(row).collect(),
    }
}

/// Widths of the columns: titles take as few lines as the room allows, then columns of text are narrowed.
fn widths(table: &Table, room: usize) -> Vec<usize> {
    let mut widths = Vec::new();
    for lines in 1..=4 {
        widths = (0..table.columns.len()).map(|index| natural(table, index, lines)).collect();
        if total(&widths) <= room {
            return widths;
        }
    }
    shrink(table, &mut widths, room);
    widths
}

/// Widths that no cell is cut at, titles on up to three lines.
pub(super) fn natural_widths(table: &Table) -> Vec<usize> {
    (0..table.columns.len()).map(|index| natural(table, index, 3)).collect()
}

fn total(widths: &[usize]) -> usize {
    widths.iter().map(|width| width + GAP).sum::<usize>().saturating_sub(GAP)
}

/// Width of a column: its widest cell, or its title on so many lines.
fn natural(table: &Table, index: usize, lines: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.text.width()).max();
    let title = &table.columns[index].0;
    let longest = title.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let least = cells.unwrap_or(0).max(longest).max(1);
    (least..=title.width().max(least)).find(|width| wrap(title, *width).len() <= lines).unwrap_or(least)
}

/// Narrows the widest columns of text until the table fits.
fn shrink(table: &Table, widths: &mut [usize], room: usize) {
    const LEAST_WIDTH: usize = 12;
    loop {
        let total = total(widths);
        if total <= room {
            return;
        }
        let widest = (0..widths.len())
            .filter(|index| table.columns[*index].1 == Align::Left && widths[*index] > LEAST_WIDTH)
            .max_by_key(|index| widths[*index]);
        let Some(widest) = widest else { return };
        widths[widest] -= 1;
    }
}

/// The columns from the left that fit; the first two always do.
pub(super) fn fitting(widths: &[usize], room: usize) -> Vec<usize> {
    let mut used = 0;
    let mut keep = Vec::new();
    for (index, width) in widths.iter().enumerate() {
        used += width + GAP;
        if index >= 2 && used - GAP > room {
            break;
        }
        keep.push(index);
    }
    keep
}

/// Lines of at most `width` columns, broken at blanks, or within a word that is longer.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        for piece in pieces(word, width) {
            let Some(line) = lines.last_mut() else { break };
            if line.is_empty() {
                line.push_str(&piece);
            } else if line.width() + 1 + piece.width() <= width {
                line.push(' ');
                line.push_str(&piece);
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    if word.width() <= width {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        let mut buffer = [0; 4];
        let wide = UnicodeWidthStr::width(&*c.encode_utf8(&mut buffer));
        match pieces.last_mut() {
            Some(piece) if piece.width() + wide <= width => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}
