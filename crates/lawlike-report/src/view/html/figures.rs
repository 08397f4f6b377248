//! Figures on a page: the picture for wide and for narrow screens, its caption, its numbers, and what can be done with it.

use super::write::table;
use crate::escape::escape;
use crate::figure::{Figure, Frame};
use crate::view::words;

/// Counts figures as they are set, and knows where each stands.
#[derive(Debug, Default)]
pub(super) struct Figures {
    names: Vec<&'static str>,
}

impl Figures {
    /// A numbered figure; nothing without a picture.
    pub(super) fn figure(&mut self, figure: Option<&Figure>) -> String {
        let Some(figure) = figure else { return String::new() };
        let number = self.number(figure.name);
        html(figure, number, figure.name)
    }

    /// One figure with a picture a cut, of which one is shown: the last until another is asked for.
    pub(super) fn frames(&mut self, frames: &[Frame]) -> String {
        let Some(first) = frames.first() else { return String::new() };
        let number = self.number(first.figure.name);
        let last = frames.len() - 1;
        let frame = |(index, frame): (usize, &Frame)| {
            let shown = if index == last { " on" } else { "" };
            let id = if index == last { first.figure.name.to_owned() } else { format!("forecast-{index}") };
            format!(
                "<div class=\"frame{shown}\" data-frame=\"{index}\" data-label=\"{}\">\n<p class=\"said\">{}</p>\n{}</div>\n",
                escape(&frame.label),
                said(frame),
                html(&frame.figure, number, &id)
            )
        };
        let frames_html: String = frames.iter().enumerate().map(frame).collect();
        format!("<div class=\"frames\">\n{}{frames_html}</div>\n", slider(frames))
    }

    fn number(&mut self, name: &'static str) -> usize {
        self.names.push(name);
        self.names.len()
    }

    /// A link to a figure that was set.
    pub(super) fn link(&self, name: &str) -> Option<String> {
        let at = self.names.iter().position(|own| *own == name)?;
        Some(format!("<a href=\"#fig-{name}\">Figure {}</a>", at + 1))
    }
}

fn said(frame: &Frame) -> String {
    let word = frame.word.map_or_else(String::new, |word| {
        format!(" <b>At this cut alone: {}.</b>", escape(words::word(word)))
    });
    if frame.said.is_empty() { String::new() } else { format!("{}.{word}", escape(&frame.said)) }
}

/// The control that chooses the cut; nothing where there is only one.
fn slider(frames: &[Frame]) -> String {
    if frames.len() < 2 {
        return String::new();
    }
    let last = frames.len() - 1;
    format!(
        "<div class=\"cutoff\" hidden>\n<label for=\"cut\">Cut-off: forecast with only these runs: <b id=\"cut-said\">{}</b></label>\n\
         <input type=\"range\" id=\"cut\" min=\"0\" max=\"{last}\" step=\"1\" value=\"{last}\">\n</div>\n",
        escape(&frames[last].label)
    )
}

/// One link a cut, with the word of the cut alone.
pub(super) fn strip(frames: &[Frame]) -> String {
    let chip = |(index, frame): (usize, &Frame)| {
        let Some(word) = frame.word else { return String::new() };
        let tone = super::write::class(words::word_tone(word));
        let label = escape(&frame.label);
        format!(
            "<li><a class=\"chip {tone}\" href=\"#cut={index}\" data-label=\"{label}\"><b>{}</b> {label}</a></li>\n",
            words::word(word)
        )
    };
    let chips: String = frames.iter().enumerate().map(chip).collect();
    if chips.is_empty() {
        return chips;
    }
    format!("<p class=\"strip-title\">The word at each cut alone</p>\n<ul class=\"strip\">\n{chips}</ul>\n")
}

/// A figure with its number; `id` is unlike that of any other on the page.
pub(super) fn html(figure: &Figure, number: usize, id: &str) -> String {
    let name = figure.name;
    let numbers = table("", &figure.numbers);
    let numbers = if numbers.is_empty() {
        numbers
    } else {
        format!(
            "<details class=\"numbers\"><summary>Numbers of figure {number}</summary>\n\
             <p class=\"tools\" hidden><button type=\"button\" data-do=\"copy\">Copy</button> \
             <button type=\"button\" data-do=\"csv\">Download CSV</button></p>\n{numbers}</details>\n"
        )
    };
    let stop = if figure.title.ends_with('?') { "" } else { "." };
    format!(
        "<figure id=\"fig-{}\" data-name=\"{name}\">\n<div class=\"pic wide-screen\" tabindex=\"0\" role=\"group\" aria-label=\"Figure {number}\">{}</div>\n\
         <div class=\"pic narrow-screen\" tabindex=\"0\" role=\"group\" aria-label=\"Figure {number}\">{}</div>\n\
         <figcaption><b>Figure {number}. {}{stop}</b> {}</figcaption>\n\
         <p class=\"tools\" hidden><button type=\"button\" data-do=\"svg\">SVG</button> \
         <button type=\"button\" data-do=\"png\">PNG</button></p>\n{numbers}</figure>\n",
        escape(id),
        figure.scene.render(),
        figure.scene.narrow(),
        escape(&figure.title),
        escape(&figure.caption)
    )
}
