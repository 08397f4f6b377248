//! One run at a time on a file of state.
//!
//! A hidden file beside it, which is locked as long as the run lives. The system unlocks it when the run ends, also when it
//! is killed; so a lock file that is left behind is never in the way.

use crate::write;
use anyhow::{Context, Result, bail};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Times that a lock is tried whose file another run removes at that moment.
const TRIES: usize = 100;
/// Most digits of the number of a process.
const DIGITS: u64 = 20;

/// A file of state that belongs to this run until it is dropped.
pub(crate) struct Lock {
    /// Locked as long as it is open.
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes a file for this run.
    ///
    /// # Errors
    /// Another run is at work on it, or no lock file can be written beside it.
    pub(crate) fn take(of: &Path) -> Result<Self> {
        let shown = of.display();
        let path = write::beside(&write::target(of), ".lock").with_context(|| shown.to_string())?;
        for _ in 0..TRIES {
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = opened.with_context(|| format!("cannot write {}", path.display()))?;
            if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
                let mut process = String::new();
                // Only for the message: without a number it says as much as is known.
                let _ = (&mut file).take(DIGITS).read_to_string(&mut process);
                let process = process.trim();
                let process =
                    if process.is_empty() { String::new() } else { format!(" (process {process})") };
                bail!(
                    "another run{process} is at work on {shown}: wait until it has ended, or name another file"
                );
            }
            let lock = Self { file, path: path.clone() };
            if lock.is_there() {
                lock.sign();
                return Ok(lock);
            }
        }
        bail!("{} comes and goes: other runs are at work on {shown}", path.display())
    }

    /// Whether the file that is locked is still the one of that name.
    #[cfg(unix)]
    fn is_there(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let id = |there: fs::Metadata| (there.dev(), there.ino());
        let there = fs::metadata(&self.path).map(id).ok();
        there.is_some() && there == self.file.metadata().map(id).ok()
    }

    #[cfg(not(unix))]
    fn is_there(&self) -> bool {
        self.path.exists()
    }

    /// Writes the number of this process, for the message of another.
    fn sign(&self) {
        // The lock holds without it.
        let _ = self
            .file
            .set_len(0)
            .and_then(|()| (&self.file).write_all(std::process::id().to_string().as_bytes()));
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still locked; one that stays is taken over by the next run.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_at_a_time_and_what_a_killed_one_left_is_no_lock() {
        let folder = std::env::temp_dir().join(format!("lawlike-lock-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (state, left) = (folder.join("kept.txt"), folder.join(".kept.txt.lock"));
        fs::write(&left, "4711").unwrap();
        let first = Lock::take(&state).unwrap();
        let error = Lock::take(&folder.join(".").join("kept.txt")).err().unwrap().to_string();
        assert!(error.contains("another run") && error.contains(&std::process::id().to_string()), "{error}");
        drop(first);
        assert!(!left.exists());
        drop(Lock::take(&state).unwrap());
        fs::remove_dir_all(&folder).unwrap();
    }
}
