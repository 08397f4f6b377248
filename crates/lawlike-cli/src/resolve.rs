//! From plain values to the nouns of the domain. Every message names the option it is about.

mod options;
mod run_names;
mod settings;
mod source;

pub(crate) use options::{
    emergence_options, options, passk_options, plan_options, stock_options, tasks_options, test_time_options,
    trend_options,
};
pub(crate) use run_names::RunNames;
pub(crate) use settings::{
    assignments, assumed, constraints, counts, cut, law, named_law, objective, published, tolerance,
    tolerance_on,
};
pub(crate) use source::{
    Input, Source, cut_of, is_input, open, open_for, read, read_with, reader, selected, units,
};

use crate::args::{Format, Out};
use crate::output::is_colourful;
use lawlike_report::view::{Output, Style};
use std::io;

/// Columns of a first screen where no terminal says how wide it is.
const SCREEN: usize = 80;

/// Form and looks of a result: colour and the width of the window only where a terminal shows it.
pub(crate) fn form(out: &Out) -> (Output, Style) {
    let output = match out.format {
        Format::Text => Output::Text,
        Format::Json => Output::Json,
        Format::Csv => Output::Csv,
        Format::Md => Output::Markdown,
        Format::Latex => Output::Latex,
        Format::Html => Output::Html,
    };
    let mut style = Style { full: out.full, ascii: out.ascii, ..Style::default() };
    if !out.full {
        style.width = SCREEN;
    }
    if out.output.is_none() {
        style.color = is_colourful(&io::stdout());
        if let Some((terminal_size::Width(width), _)) = terminal_size::terminal_size_of(io::stdout()) {
            style.width = usize::from(width).clamp(60, 140);
        }
    }
    (output, style)
}
