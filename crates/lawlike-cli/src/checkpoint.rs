//! The file of `--resume`: bootstrap replicates that are done, so that a run that was stopped can go on.
//!
//! A text file. Its head says of which question it is: version, seed, options, checksums of the data. Then one part a
//! series: its fit, and one line a replicate with its number and parameters, all bits of them in hexadecimal. The last line
//! is a checksum of all others, without which no number is believed. The file is written anew as a whole about once a
//! second, so that what is in it is always complete, and it belongs to one run at a time.

use crate::args::Fit as Arguments;
use crate::lock::Lock;
use crate::{Failure, limits, output, write};
use anyhow::{Context, Result, bail, ensure};
use lawlike::ensemble::Replicates;
use lawlike::fit::{BootstrapSummary, Fit};
use lawlike::law::Law;
use lawlike::provenance::Provenance;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How every version of the file begins; the number of the version follows.
const KIND: &str = "lawlike bootstrap replicates ";
/// The version that is written and read.
const VERSION: &str = "2";
/// Time between two writes; longer where writing itself takes long.
const PAUSE: Duration = Duration::from_secs(1);
/// Most of the time that goes into writing: one part in so many.
const SHARE: u32 = 20;
/// Replicates of the first piece; the next ones are as long as they need to be.
const PIECE: usize = 16;

/// Replicates that are done, by series, and where they are kept.
pub(crate) struct Checkpoint {
    path: PathBuf,
    head: Vec<String>,
    /// Those of the file, as far as they were not taken up yet; the next series comes last.
    found: Vec<Part>,
    /// Text of the series that are done.
    text: String,
    quiet: bool,
    /// No other run works on the file as long as this is there.
    _lock: Lock,
}

/// The replicates of one series.
struct Part {
    fit: String,
    done: Vec<Option<Vec<f64>>>,
}

/// Fails where `--resume` makes no sense or its file cannot be written: to be asked before the work begins.
pub(crate) fn check(path: &Path, args: &Arguments) -> Result<()> {
    ensure!(args.bootstrap > 0, "--resume keeps bootstrap replicates: say how many with --bootstrap B");
    let is_other = path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir());
    ensure!(!is_other, "--resume {}: this is a pipe or a device: name a file", path.display());
    write::check(path).context("--resume")
}

impl Checkpoint {
    /// What the file holds, if there is one.
    ///
    /// # Errors
    /// The file cannot be read, is no such file, or belongs to another question.
    pub(crate) fn open(path: &Path, provenance: &Provenance, quiet: bool) -> Result<Self> {
        let shown = path.display();
        let head = head(provenance);
        let lock = Lock::take(path).context("--resume")?;
        let mut found = Vec::new();
        if path.exists() {
            let bytes = std::fs::read(path).with_context(|| format!("--resume: cannot read {shown}"))?;
            found = read(&bytes, &head).with_context(|| format!("--resume {shown}"))?;
            found.reverse();
        }
        Ok(Self { path: path.to_owned(), head, found, text: String::new(), quiet, _lock: lock })
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
            replicates.advance(piece.min(count - replicates.done().len()));
            let worked = begun.elapsed();
            let write = Instant::now();
            self.write(&fit, replicates.done())?;
            let pause = PAUSE.max(SHARE * write.elapsed());
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
        let shown = self.path.display();
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
        let mut text = format!("{KIND}{VERSION}\n{}\n", self.head.join("\n"));
        text += &self.text;
        part(&mut text, fit, done);
        self.found.iter().rev().for_each(|later| part(&mut text, &later.fit, &later.done));
        seal(&mut text);
        write::whole(&self.path, text.as_bytes()).context("--resume")?;
        limits::kept(format!("{} replicates of this series are kept in {}", done.len(), self.path.display()));
        Ok(())
    }
}

/// The question, a line a thing that shapes the replicates; how many are asked for does not.
fn head(provenance: &Provenance) -> Vec<String> {
    let mut lines = vec![format!("version {}", provenance.version), format!("seed {}", provenance.seed)];
    let options = provenance.options.iter().filter(|option| !option.starts_with("--bootstrap "));
    lines.extend(options.map(|option| format!("option {}", option.escape_debug())));
    lines.extend(provenance.data.iter().map(|data| format!("data {}", data.sha256)));
    lines
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

/// Closes the text of a file with its checksum.
fn seal(text: &mut String) {
    let sum: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    *text += &format!("end {sum}\n");
}

/// The text of a file of this kind and version, as it was written.
fn unsealed(bytes: &[u8]) -> Result<&str> {
    ensure!(
        bytes.starts_with(KIND.as_bytes()),
        "this is no file of bootstrap replicates: name one that `--resume` has written, or a new one"
    );
    let altered =
        "the file was altered or cut since `--resume` wrote it, its checksum does not fit: delete it";
    let text = std::str::from_utf8(bytes).context(altered)?;
    let version = text.lines().next().and_then(|line| line.strip_prefix(KIND)).unwrap_or_default();
    ensure!(
        version == VERSION,
        "the file has format {}, this program reads and writes {VERSION}: delete it, or name another",
        version.escape_debug()
    );
    let end = text.trim_end_matches('\n').rfind('\n').context(altered)? + 1;
    let mut sealed = text[..end].to_owned();
    seal(&mut sealed);
    ensure!(sealed == text, altered);
    Ok(text)
}

/// How many replicates the bytes of a file of `--resume` hold, of whatever question they are.
///
/// # Errors
/// It is no such file, of another version, or was altered or cut.
pub fn replicates(bytes: &[u8]) -> std::result::Result<usize, Failure> {
    let held = parts(bytes).map_err(|error| Failure::from(&error))?;
    Ok(held.parts.iter().map(|part| part.done.len()).sum())
}

/// What a file holds.
struct Held<'a> {
    head: Vec<&'a str>,
    parts: Vec<Part>,
}

/// The parts of a file of this question.
fn read(bytes: &[u8], head: &[String]) -> Result<Vec<Part>> {
    let held = parts(bytes)?;
    compare(&held.head, head)?;
    Ok(held.parts)
}

fn parts(bytes: &[u8]) -> Result<Held<'_>> {
    let text = unsealed(bytes)?;
    let mut lines = text.lines().enumerate().skip(1);
    let mut found: Vec<&str> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    for (index, line) in lines.by_ref() {
        if line.starts_with("end ") {
            return Ok(Held { head: found, parts });
        }
        if line.starts_with("fit ") {
            parts.push(Part { fit: line.to_owned(), done: Vec::new() });
        } else if let Some(part) = parts.last_mut() {
            let draw = replicate(line, part.done.len());
            part.done.push(
                draw.with_context(|| format!("line {}: this is no replicate; delete the file", index + 1))?,
            );
        } else {
            found.push(line);
        }
    }
    bail!("the file has no end: delete it")
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

/// Fails where the file is of another question, and says what is different.
fn compare(found: &[&str], head: &[String]) -> Result<()> {
    let missing = head.iter().find(|line| !found.contains(&line.as_str()));
    let other = found.iter().find(|line| !head.iter().any(|known| known == *line));
    let is_same = found.len() == head.len() && found.iter().zip(head).all(|(found, line)| found == line);
    ensure!(
        is_same,
        "the replicates in it are of another question (there `{}`, here `{}`): ask the same, name another file, or \
         delete this one",
        other.unwrap_or(&"no such line"),
        missing.map_or("no such line", String::as_str)
    );
    Ok(())
}
