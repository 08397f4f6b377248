//! Where things go: results to standard output or a file, talk and errors to standard error.

use crate::args::Out;
use anyhow::{Context, Result, ensure};
use std::fs::{self, File};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Writes a result to standard output, or to the file of `-o`.
///
/// A reader that has gone away (`| head`) is no error.
pub(crate) fn result(text: &str, out: &Out) -> Result<()> {
    match &out.output {
        Some(path) => file(path, text.as_bytes()),
        None => stdout(text.as_bytes()),
    }
}

/// Fails if the file of `-o` cannot be written: to be asked before the work begins.
pub(crate) fn check(out: &Out) -> Result<()> {
    out.output.as_deref().map_or(Ok(()), check_file)
}

/// Fails if a file cannot be written: to be asked before the work begins.
pub(crate) fn check_file(path: &Path) -> Result<()> {
    let shown = path.display();
    let there = fs::metadata(path);
    ensure!(
        !there.as_ref().is_ok_and(fs::Metadata::is_dir),
        "cannot write {shown}: it is a folder, name a file in it"
    );
    if there.is_ok_and(|there| !there.is_file()) {
        return Ok(());
    }
    let beside = beside(path).with_context(|| format!("cannot write {shown}: it is not a file name"))?;
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    ensure!(
        folder.is_dir(),
        "cannot write {shown}: there is no folder {}, create it first",
        folder.display()
    );
    File::create(&beside)
        .and_then(|_| fs::remove_file(&beside))
        .with_context(|| format!("cannot write {shown}"))
}

/// Writes bytes to standard output.
pub(crate) fn stdout(bytes: &[u8]) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// Writes a file as a whole or not at all: beside it first, then renamed.
///
/// A pipe or device that is already there is written to as it stands.
pub(crate) fn file(path: &Path, bytes: &[u8]) -> Result<()> {
    let place = || format!("cannot write {}", path.display());
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return fs::write(path, bytes).with_context(place);
    }
    let beside =
        beside(path).with_context(|| format!("cannot write {}: it is not a file name", path.display()))?;
    let written = write_all(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first error is the one to tell; a leftover that cannot be removed is not.
        let _ = fs::remove_file(&beside);
    }
    written.with_context(place)
}

fn beside(path: &Path) -> Option<PathBuf> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name()?);
    name.push(format!(".{}.tmp", std::process::id()));
    Some(path.with_file_name(name))
}

fn write_all(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Says a line on standard error.
pub(crate) fn say(line: &str) {
    // Nobody is left to tell if standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{}", printable(line));
}

/// Says an error, its place and what to do.
pub(crate) fn error(error: &anyhow::Error) {
    let (on, off) = if is_colourful(&io::stderr()) { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
    let _ = writeln!(io::stderr().lock(), "{on}error:{off} {}", printable(&format!("{error:#}")));
}

/// Text without control characters that a file may have smuggled in; line ends and tabs stay.
fn printable(text: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    text.chars().map(|c| if is_hidden(c) && c != '\n' && c != '\t' { '\u{fffd}' } else { c }).collect()
}

/// Whether colour may be used: a terminal, and no wish to the contrary (<https://no-color.org>).
pub(crate) fn is_colourful(stream: &impl IsTerminal) -> bool {
    let is_unset = |name: &str| std::env::var_os(name).is_none_or(|value| value.is_empty());
    stream.is_terminal() && is_unset("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = std::env::temp_dir().join(format!("lawlike-output-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("result.txt");
        file(&path, b"one").unwrap();
        file(&path, b"two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        assert!(file(&folder.join("absent").join("x"), b"").is_err());
        assert!(check_file(&path).is_ok() && check_file(&folder.join("new.txt")).is_ok());
        assert!(check_file(&folder).is_err() && check_file(&folder.join("absent").join("x")).is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "asking leaves nothing behind");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(printable("a\x1b[31mb\u{202e}c\td\n"), "a\u{fffd}[31mb\u{fffd}c\td\n");
    }
}
