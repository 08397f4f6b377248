//! A folder for what tests of claims write, which goes away with them.
//!
//! A file in it is locked as long as its run lives. So what killed runs left is told from the work of those that go on, and
//! the next run removes it.

use anyhow::{Context, Result, bail};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How the name of every such folder begins.
const BEGINNING: &str = "lawlike-claims-";
/// The file that is locked.
const LOCK: &str = ".lock";
/// Folders that are tried.
const TRIES: usize = 10;

/// A folder that goes away.
pub(super) struct Scratch {
    path: PathBuf,
    /// Locked as long as it is open.
    _lock: File,
}

impl Scratch {
    /// An empty folder. Those of killed runs are removed.
    pub(super) fn new() -> Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let place = std::env::temp_dir();
        sweep(&place);
        for _ in 0..TRIES {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = place.join(format!("{BEGINNING}{}-{count}", std::process::id()));
            let make = || fs::create_dir(&path).and_then(|()| File::create(path.join(LOCK)));
            let lock = make().with_context(|| format!("cannot make {}", path.display()))?;
            // Another run may have taken it for a leftover in the moment before it was locked. Where files cannot be locked,
            // nothing is taken for one.
            if !matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) && path.join(LOCK).exists() {
                return Ok(Self { path, _lock: lock });
            }
        }
        bail!("{} takes no folder that stays: other runs remove them", place.display())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is removed by the next run.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes the folders of runs that were killed: no living run has locked the file in them.
fn sweep(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let is_ours =
            entry.file_name().to_str().and_then(|name| name.strip_prefix(BEGINNING)).is_some_and(is_number);
        // A link is no folder here, wherever it leads.
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let lock = File::options().write(true).open(entry.path().join(LOCK));
        if lock.is_ok_and(|lock| lock.try_lock().is_ok()) {
            // What cannot be removed does no harm.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether this is the number of a process and that of a folder of it.
fn is_number(rest: &str) -> bool {
    rest.split_once('-').is_some_and(|(process, count)| {
        [process, count].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}
