//! The one driver: what every question does around its own work. It asks whether the answer can be written, reads, says
//! what was understood, shows that work goes on, and hands the answer over.

use crate::args::{Columns, Out, Pages};
use crate::cmd::Typed;
use crate::progress;
use crate::resolve::{self, Input, Source};
use crate::{output, pages};
use anyhow::Result;
use lawlike::answered::Answered;
use lawlike::finding::Finding;
use lawlike::law::Law;
use lawlike::provenance::DataHash;
use lawlike_data::{Reader, Table};
use lawlike_report::view::Pictured;
use std::path::PathBuf;

/// A question from the words that were typed to the answer that is written.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    typed: &'a Typed,
    out: &'a Out,
    pages: Option<&'a Pages>,
}

/// Rows that were read, and what there is to say of where they come from.
pub(crate) struct Rows {
    pub(crate) table: Table,
    origin: Option<String>,
}

impl<'a> Asking<'a> {
    /// Fails if the answer cannot be written: before the work begins.
    pub(crate) fn plain(typed: &'a Typed, out: &'a Out) -> Result<Self> {
        output::check(out)?;
        Ok(Self { typed, out, pages: None })
    }

    /// The same for an answer that has figures: they are known by name, and a page may be written beside it.
    pub(crate) fn charted<V: Pictured>(typed: &'a Typed, out: &'a Out, pages: &'a Pages) -> Result<Self> {
        pages::check::<V>(pages, out)?;
        Ok(Self { typed, out, pages: Some(pages) })
    }

    /// Whether a figure may be drawn, so that what only figures show is worked out.
    pub(crate) fn is_drawn(self) -> bool {
        self.pages.is_some_and(|pages| pages::is_drawn(pages, self.out))
    }

    /// Reads with a sign of life.
    pub(crate) fn reading<T>(self, read: impl FnOnce() -> T) -> T {
        self.work("reading", read)
    }

    /// The observations in files, for laws; says what was understood of them.
    pub(crate) fn observations(self, files: &[PathBuf], columns: &Columns, laws: &[Law]) -> Result<Source> {
        let source = self.reading(|| resolve::open(files, columns, laws))?;
        source.say(self.out);
        Ok(source)
    }

    /// The rows of files for which the condition of `--where` holds.
    pub(crate) fn rows(self, files: &[PathBuf], reader: &Reader, condition: Option<&str>) -> Result<Rows> {
        let input: Input = self.reading(|| resolve::read_with(files, reader))?;
        let origin = input.origin();
        Ok(Rows { table: resolve::selected(input.table, condition)?, origin })
    }

    /// Says what was understood of rows.
    pub(crate) fn understood(self, rows: &Rows, lines: &[String]) {
        self.say(rows.origin.iter().chain(lines));
    }

    /// Says lines on standard error, unless nothing is to be said.
    pub(crate) fn say<'b>(self, lines: impl IntoIterator<Item = &'b String>) {
        if !self.out.quiet {
            lines.into_iter().for_each(|line| output::say(line));
        }
    }

    /// Works with a sign of life.
    pub(crate) fn work<T>(self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        progress::shown(stage, self.out.quiet, work)
    }

    /// The answer with where it comes from.
    pub(crate) fn answered<T>(
        self,
        seed: u64,
        files: &[DataHash],
        findings: Vec<Finding>,
        result: T,
    ) -> Answered<T> {
        Answered { provenance: self.typed.provenance(seed, files), findings, result }
    }

    /// Writes the answer, or one figure of it, and the page beside it.
    pub(crate) fn show(self, answer: impl Pictured + Send + Sync + 'static) -> Result<()> {
        pages::answer(self.pages, self.out, answer)
    }
}
