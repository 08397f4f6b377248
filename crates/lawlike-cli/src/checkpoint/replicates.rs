//! Bootstrap replicates that are done.
//!
//! One part a series: its fit, and one line a replicate with its number and parameters, all bits of them in hexadecimal.

use super::sealed::{Held, Kind, Sealed};
use super::{pause, sealed};
use crate::args::Fit as Arguments;
use crate::{Failure, output};
use anyhow::{Context, Result, ensure};
use lawlike::ensemble::Replicates;
use lawlike::fit::{BootstrapSummary, Fit};
use lawlike::law::Law;
use lawlike::provenance::Provenance;
use lawlike_num::progress;
use std::path::Path;
use std::time::Instant;

const KIND: Kind =
    Kind { begin: "lawlike bootstrap replicates ", version: "2", what: "bootstrap replicates", body: "fit " };
/// Replicates of the first piece; the next ones are as long as they need to be.
const PIECE: usize = 16;

/// Replicates that are done, by series, and where they are kept.
pub(crate) struct Checkpoint {
    file: Sealed,
    /// Those of the file, as far as they were not taken up yet; the next series comes last.
    found: Vec<Part>,
    /// Text of the series that are done.
    text: String,
    quiet: bool,
}

/// The replicates of one series.
struct Part {
    fit: String,
    done: Vec<Option<Vec<f64>>>,
}

/// Fails where `--resume` makes no sense or its file cannot be written: to be asked before the work begins.
pub(crate) fn check(path: &Path, args: &Arguments) -> Result<()> {
    ensure!(args.bootstrap > 0, "--resume keeps bootstrap replicates: say how many with --bootstrap B");
    sealed::check(path)
}

impl Checkpoint {
    /// What the file holds, if there is one.
    ///
    /// # Errors
    /// The file cannot be read, is no such file, or belongs to another question.
    pub(crate) fn open(path: &Path, provenance: &Provenance, quiet: bool) -> Result<Self> {
        let (file, mut found) = Sealed::open(path, &KIND, provenance, parts)?;
        found.reverse();
        Ok(Self { file, found, text: String::new(), quiet })
    }

    /// Makes the replicates of the next series that are not there yet, and keeps them as they come.
    pub(crate) fn bootstrap(
        &mut self,
        law: &Law,
        fit: &Fit,
        mut replicates: Replicates,
        count: usize,
    ) -> Result<BootstrapSummary> {
        let fit = fit_line(law, fit);
        if let Some(part) = self.found.pop() {
            self.take_up(part, &fit, &mut replicates, count)?;
        }
        let mut piece = PIECE;
        while replicates.done().len() < count {
            let begun = Instant::now();
            let left = count - replicates.done().len();
            let next = piece.min(left);
            progress::part(next as f64 / left as f64, || replicates.advance(next));
            let worked = begun.elapsed();
            let write = Instant::now();
            self.write(&fit, replicates.done())?;
            let pause = pause(write.elapsed());
            if worked < pause / 2 {
                piece *= 2;
            } else if worked > pause {
                piece = (piece / 2).max(1);
            }
        }
        part(&mut self.text, &fit, replicates.done());
        Ok(replicates.summary(count))
    }

    fn take_up(&self, part: Part, fit: &str, replicates: &mut Replicates, count: usize) -> Result<()> {
        let shown = self.file.path.display();
        ensure!(
            part.fit == fit,
            "--resume {shown}: the replicates in it are of another fit: law, bounds or program have changed; name \
             another file, or delete this one"
        );
        if !self.quiet && !part.done.is_empty() {
            let kept = part.done.len().min(count);
            output::say(&format!("bootstrap: {kept} of {count} replicates are taken from {shown}"));
        }
        replicates.restore(part.done).with_context(|| format!("--resume {shown}"))
    }

    /// Writes the series that are done, this one, and those that the file had of later ones.
    fn write(&self, fit: &str, done: &[Option<Vec<f64>>]) -> Result<()> {
        let mut text = self.text.clone();
        part(&mut text, fit, done);
        self.found.iter().rev().for_each(|later| part(&mut text, &later.fit, &later.done));
        self.file.write(&text, &format!("{} replicates of this series", done.len()))
    }
}

/// What the fit found, all bits of it, and what is known of the parameters: a law in a file may change.
fn fit_line(law: &Law, fit: &Fit) -> String {
    let mut line = format!("fit {} {:016x}", fit.objective.name, fit.objective.value.to_bits());
    for estimate in &fit.parameters {
        line += &format!(" {}={:016x}", estimate.name, estimate.value().to_bits());
    }
    line += &format!(" {} {:?}", fit.formula, law.parameters);
    line.escape_debug().to_string()
}

fn part(text: &mut String, fit: &str, done: &[Option<Vec<f64>>]) {
    text.push_str(fit);
    text.push('\n');
    for (number, draw) in done.iter().enumerate() {
        *text += &number.to_string();
        match draw {
            Some(values) => values.iter().for_each(|value| *text += &format!(" {:016x}", value.to_bits())),
            None => *text += " failed",
        }
        text.push('\n');
    }
}

/// How many replicates the bytes of a file of `--resume` hold, of whatever question they are.
///
/// # Errors
/// It is no such file, of another version, or was altered or cut.
pub fn held(bytes: &[u8]) -> std::result::Result<usize, Failure> {
    let parts = KIND.unsealed(bytes).and_then(|held| parts(&held)).map_err(|error| Failure::from(&error))?;
    Ok(parts.iter().map(|part| part.done.len()).sum())
}

fn parts(held: &Held<'_>) -> Result<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    for (number, line) in &held.body {
        if line.starts_with(KIND.body) {
            parts.push(Part { fit: (*line).to_owned(), done: Vec::new() });
        } else if let Some(part) = parts.last_mut() {
            let draw = replicate(line, part.done.len());
            part.done
                .push(draw.with_context(|| format!("line {number}: this is no replicate; delete the file"))?);
        }
    }
    Ok(parts)
}

/// A line of a replicate, which must have this number; the outer option is whether it is one.
fn replicate(line: &str, number: usize) -> Option<Option<Vec<f64>>> {
    let (first, rest) = line.split_once(' ')?;
    if first.parse() != Ok(number) {
        return None;
    }
    if rest == "failed" {
        return Some(None);
    }
    let value = |word: &str| {
        let bits = (word.len() == 16).then(|| u64::from_str_radix(word, 16).ok()).flatten()?;
        Some(f64::from_bits(bits)).filter(|value| value.is_finite())
    };
    rest.split(' ').map(value).collect::<Option<Vec<f64>>>().map(Some)
}
