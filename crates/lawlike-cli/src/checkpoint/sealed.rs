//! A file of work that is done: what it is of in the head, then the work, then a checksum of all before it.
//!
//! It is written anew as a whole, so that what is in it is always complete. No number of a file is believed whose checksum does
//! not fit.

use crate::limits;
use crate::lock::Lock;
use crate::write;
use anyhow::{Context, Result, bail, ensure};
use lawlike::provenance::Provenance;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// A kind of file.
pub(super) struct Kind {
    /// How every version of the file begins; the number of the version follows.
    pub(super) begin: &'static str,
    /// The version that is written and read.
    pub(super) version: &'static str,
    /// What it holds, in the plural.
    pub(super) what: &'static str,
    /// How every line begins that is no line of the head any more.
    pub(super) body: &'static str,
}

/// A file of a kind that belongs to this run and to this question.
pub(super) struct Sealed {
    pub(super) path: PathBuf,
    kind: &'static Kind,
    head: Vec<String>,
    /// No other run works on the file as long as this is there.
    _lock: Lock,
}

/// Head and body of a file that is what it was when it was written.
pub(super) struct Held<'a> {
    pub(super) head: Vec<&'a str>,
    /// Number and text of every line.
    pub(super) body: Vec<(usize, &'a str)>,
}

/// Fails where no such file can be written: to be asked before the work begins.
pub(super) fn check(path: &Path) -> Result<()> {
    let is_other = path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir());
    ensure!(!is_other, "--resume {}: this is a pipe or a device: name a file", path.display());
    write::check(path).context("--resume")
}

impl Sealed {
    /// Takes the file for this run, and gives what `read` makes of its body if it is there.
    ///
    /// # Errors
    /// The file cannot be read, is no such file, or belongs to another question.
    pub(super) fn open<T: Default>(
        path: &Path,
        kind: &'static Kind,
        provenance: &Provenance,
        read: impl FnOnce(&Held<'_>) -> Result<T>,
    ) -> Result<(Self, T)> {
        let shown = path.display();
        let head = head(provenance);
        let lock = Lock::take(path).context("--resume")?;
        let mut found = T::default();
        if path.exists() {
            let bytes = std::fs::read(path).with_context(|| format!("--resume: cannot read {shown}"))?;
            let unsealed = || -> Result<T> {
                let held = kind.unsealed(&bytes)?;
                compare(kind.what, &held.head, &head)?;
                read(&held)
            };
            found = unsealed().with_context(|| format!("--resume {shown}"))?;
        }
        Ok((Self { path: path.to_owned(), kind, head, _lock: lock }, found))
    }

    /// Writes the file anew; `kept` says of what, should the run be ended.
    pub(super) fn write(&self, body: &str, kept: &str) -> Result<()> {
        let Kind { begin, version, .. } = self.kind;
        let mut text = format!("{begin}{version}\n{}\n{body}", self.head.join("\n"));
        seal(&mut text);
        write::whole(&self.path, text.as_bytes()).context("--resume")?;
        limits::kept(format!("{kept} are kept in {}", self.path.display()));
        Ok(())
    }
}

impl Kind {
    /// Head and body of the bytes of a file of this kind and version, as they were written.
    pub(super) fn unsealed<'a>(&self, bytes: &'a [u8]) -> Result<Held<'a>> {
        ensure!(
            bytes.starts_with(self.begin.as_bytes()),
            "this is no file of {}: name one that `--resume` has written, or a new one",
            self.what
        );
        let altered =
            "the file was altered or cut since `--resume` wrote it, its checksum does not fit: delete it";
        let text = std::str::from_utf8(bytes).context(altered)?;
        let version = text.lines().next().and_then(|line| line.strip_prefix(self.begin)).unwrap_or_default();
        ensure!(
            version == self.version,
            "the file has format {}, this program reads and writes {}: delete it, or name another",
            version.escape_debug(),
            self.version
        );
        let end = text.trim_end_matches('\n').rfind('\n').context(altered)? + 1;
        ensure!(text.get(end..) == Some(&end_line(&text[..end])), altered);
        let mut lines = text[..end].lines().enumerate().map(|(at, line)| (at + 1, line)).skip(1).peekable();
        let mut head = Vec::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| !line.starts_with(self.body)) {
            head.push(line);
        }
        Ok(Held { head, body: lines.collect() })
    }
}

/// The question, a line a thing that shapes the answer; how many replicates are asked for does not shape each of them.
fn head(provenance: &Provenance) -> Vec<String> {
    let mut lines = vec![format!("version {}", provenance.version), format!("seed {}", provenance.seed)];
    let options = provenance.options.iter().filter(|option| !option.starts_with("--bootstrap "));
    lines.extend(options.map(|option| format!("option {}", option.escape_debug())));
    lines.extend(provenance.data.iter().map(|data| format!("data {}", data.sha256)));
    lines
}

/// The last line of a file: the checksum of all before it.
fn end_line(text: &str) -> String {
    let sum: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("end {sum}\n")
}

/// Closes the text of a file with its checksum.
fn seal(text: &mut String) {
    let end = end_line(text);
    text.push_str(&end);
}

/// Fails where the file is of another question, and says what is different.
fn compare(what: &str, found: &[&str], head: &[String]) -> Result<()> {
    if found.iter().eq(head) {
        return Ok(());
    }
    let missing = head.iter().find(|line| !found.contains(&line.as_str()));
    let other = found.iter().find(|line| !head.iter().any(|known| known == *line));
    bail!(
        "the {what} in it are of another question (there `{}`, here `{}`): ask the same, name another file, or \
         delete this one",
        other.unwrap_or(&"no such line"),
        missing.map_or("no such line", String::as_str)
    );
}
