//! Pieces of work that are done, such as the trials of a series at a cut: one line each, with its key and its words in
//! hexadecimal.

use super::sealed::{Held, Kind, Sealed};
use super::{PAUSE, pause, sealed};
use crate::output;
use anyhow::{Context, Result};
use lawlike::kept::{Kept, Key, Store};
use lawlike::provenance::Provenance;
use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const KIND: Kind = Kind { begin: "lawlike kept work ", version: "1", what: "pieces of work", body: "work " };
/// Digits of a word, and of a key.
const WORD_DIGITS: usize = 16;
const KEY_DIGITS: usize = 2 * WORD_DIGITS;

/// Pieces of work, and the file in which they are kept.
pub(crate) struct Work(Option<Arc<File>>);

struct File {
    sealed: Sealed,
    done: Mutex<Done>,
}

/// The lines of the file, and when it was written.
#[derive(Default)]
struct Done {
    lines: String,
    /// Where the words of a key stand among the lines.
    places: HashMap<Key, Range<usize>>,
    is_written: bool,
    written: Option<Instant>,
    pause: Duration,
    failed: bool,
}

impl Work {
    /// Fails where the file of `--resume` cannot be written: to be asked before the work begins.
    pub(crate) fn check(path: Option<&PathBuf>) -> Result<()> {
        path.map_or(Ok(()), |path| sealed::check(path))
    }

    /// What the file holds, if one is named and there.
    ///
    /// # Errors
    /// The file cannot be read, is no such file, or belongs to another question.
    pub(crate) fn open(path: Option<&PathBuf>, provenance: &Provenance, quiet: bool) -> Result<Self> {
        let Some(path) = path else { return Ok(Self(None)) };
        let (sealed, mut done) = Sealed::open(path, &KIND, provenance, done)?;
        if !quiet && !done.places.is_empty() {
            output::say(&format!("{} pieces of work are taken from {}", done.places.len(), path.display()));
        }
        (done.is_written, done.written, done.pause) = (true, Some(Instant::now()), PAUSE);
        Ok(Self(Some(Arc::new(File { sealed, done: Mutex::new(done) }))))
    }

    /// The store that a question is given.
    pub(crate) fn kept(&self) -> Kept {
        self.0.as_ref().map_or_else(Kept::default, |file| Kept::within(Arc::<File>::clone(file)))
    }

    /// Writes what was not written yet: the same question has its answer at once from then on.
    pub(crate) fn close(self) {
        let Some(file) = self.0 else { return };
        let mut done = file.done.lock().unwrap_or_else(PoisonError::into_inner);
        if !done.is_written {
            file.write(&mut done);
        }
    }
}

impl Store for File {
    fn get(&self, key: Key) -> Option<Vec<u64>> {
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        words(done.lines.get(done.places.get(&key)?.clone())?)
    }

    fn put(&self, key: Key, words: &[u64]) {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.add(key, words);
        if done.written.is_none_or(|written| written.elapsed() >= done.pause) {
            self.write(&mut done);
        }
    }
}

impl File {
    /// Writes all lines. Where that fails, it is said once, and the work goes on: its answer is worth more than the file.
    fn write(&self, done: &mut Done) {
        let begun = Instant::now();
        match self.sealed.write(&done.lines, &format!("{} pieces of work", done.places.len())) {
            Ok(()) => done.is_written = true,
            Err(error) if !done.failed => {
                output::say(&format!("warning: {error:#}; the work goes on and is not kept"));
                done.failed = true;
            }
            Err(_) => {}
        }
        done.pause = pause(begun.elapsed());
        done.written = Some(Instant::now());
    }
}

impl Done {
    /// A piece that is there already is replaced: it could not be read.
    fn add(&mut self, key: Key, words: &[u64]) {
        self.lines.push_str(KIND.body);
        key.0.iter().for_each(|word| push(&mut self.lines, *word));
        self.lines.push(' ');
        let begin = self.lines.len();
        words.iter().for_each(|word| push(&mut self.lines, *word));
        self.places.insert(key, begin..self.lines.len());
        self.lines.push('\n');
        self.is_written = false;
    }
}

fn push(text: &mut String, word: u64) {
    // Writing to a text does not fail.
    let _ = write!(text, "{word:016x}");
}

/// The words that digits stand for; none where they are no words.
fn words(digits: &str) -> Option<Vec<u64>> {
    let (words, rest) = digits.as_bytes().as_chunks::<WORD_DIGITS>();
    let word = |digits: &[u8; WORD_DIGITS]| {
        let is_hexadecimal = digits.iter().all(u8::is_ascii_hexdigit);
        let text = std::str::from_utf8(digits).ok().filter(|_| is_hexadecimal)?;
        u64::from_str_radix(text, 16).ok()
    };
    if rest.is_empty() { words.iter().map(word).collect() } else { None }
}

/// The pieces of a file.
fn done(held: &Held<'_>) -> Result<Done> {
    let mut done = Done::default();
    for (number, line) in &held.body {
        let piece = || {
            let (key, rest) = line.strip_prefix(KIND.body)?.split_at_checked(KEY_DIGITS)?;
            let [a, b] = words(key)?.try_into().ok()?;
            Some((Key([a, b]), words(rest.strip_prefix(' ')?)?))
        };
        let (key, words) =
            piece().with_context(|| format!("line {number}: this is no piece of work; delete the file"))?;
        done.add(key, &words);
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_found_again_by_their_keys() {
        let mut done = Done::default();
        done.add(Key([1, u64::MAX]), &[0, 7, u64::MAX]);
        done.add(Key([2, 0]), &[]);
        done.add(Key([1, u64::MAX]), &[8]);
        let body: Vec<(usize, &str)> = done.lines.lines().enumerate().collect();
        let again = super::done(&Held { head: Vec::new(), body }).unwrap();
        let at = |key| words(&again.lines[again.places[&Key(key)].clone()]).unwrap();
        assert_eq!((at([1, u64::MAX]), at([2, 0])), (vec![8], vec![]), "the last of a key counts");
        assert_eq!(again.places.len(), 2);
    }

    #[test]
    fn lines_that_are_no_pieces_are_refused() {
        let key = "0".repeat(KEY_DIGITS);
        for line in ["work ", "work 0", &format!("work {key}"), &format!("work {key} 0"), "fit x", "work é"]
        {
            let held = Held { head: Vec::new(), body: vec![(3, line)] };
            let error = super::done(&held).map(|_| ()).unwrap_err().to_string();
            assert!(error.starts_with("line 3:"), "{error}");
        }
        let sign = format!("work {key} +{}", "0".repeat(WORD_DIGITS - 1));
        assert!(
            super::done(&Held { head: Vec::new(), body: vec![(3, &sign)] }).is_err(),
            "a sign is no digit"
        );
    }
}
