//! Files are written as a whole or not at all: beside their place first, then renamed.
//!
//! A file that is replaced keeps its mode and its owner, and a link stays a link. What is written beside is locked as long
//! as its run lives. So the leftovers of a run that was killed can be told from the work of one that goes on, and the next
//! run on the same file removes them.

use anyhow::{Context, Result, ensure};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Links that are followed one after the other, as many as Linux follows.
const MAX_LINKS: usize = 40;
/// Names that are tried for the file beside.
const MAX_NAMES: usize = 100;

/// Fails if a file cannot be written: to be asked before the work begins. Removes what killed runs left beside it.
pub(crate) fn check(path: &Path) -> Result<()> {
    let shown = path.display();
    let there = fs::metadata(path);
    ensure!(
        !there.as_ref().is_ok_and(Metadata::is_dir),
        "cannot write {shown}: it is a folder, name a file in it"
    );
    if there.as_ref().is_ok_and(|there| !there.is_file()) {
        return Ok(());
    }
    ensure!(
        !there.is_ok_and(|there| there.permissions().readonly()),
        "cannot write {shown}: it is read-only, name another file or allow writing"
    );
    let target = target(path);
    let folder = folder(&target);
    ensure!(target.file_name().is_some(), "cannot write {shown}: it is not a file name");
    ensure!(
        folder.is_dir(),
        "cannot write {shown}: there is no folder {}, create it first",
        folder.display()
    );
    sweep(&target);
    Draft::new(&target).map(drop).with_context(|| format!("cannot write {shown}"))
}

/// Writes a file as a whole or not at all.
///
/// A pipe or device that is already there is written to as it stands.
pub(crate) fn whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let place = || format!("cannot write {}", path.display());
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return fs::write(path, bytes).with_context(place);
    }
    let target = target(path);
    Draft::new(&target).and_then(|draft| draft.finish(bytes, &target)).with_context(place)
}

/// The file that a path means in the end: links are followed, also to a file that is not there yet.
pub(crate) fn target(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(next) = fs::read_link(&path) else { break };
        path = folder(&path).join(next);
    }
    path
}

/// The folder in which a file is.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// A hidden name beside a file: `.NAME` and an ending.
pub(crate) fn beside(path: &Path, ending: &str) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "not a file name"))?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(ending);
    Ok(path.with_file_name(hidden))
}

/// A file beside another that will take its place; it goes away if it does not.
struct Draft {
    file: File,
    path: PathBuf,
}

impl Draft {
    /// An empty file that nobody else writes, with mode and owner of the one that it will replace.
    fn new(target: &Path) -> io::Result<Self> {
        let there = fs::metadata(target).ok();
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if there.is_some() {
            only_owner(&mut options);
        }
        for number in 0..MAX_NAMES {
            let path = beside(target, &format!(".{}-{number}.tmp", std::process::id()))?;
            let file = match options.open(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                opened => opened?,
            };
            let draft = Self { file, path };
            // Another run may have taken it for a leftover in the moment before it was locked. Where files cannot be locked,
            // nothing is taken for one.
            if matches!(draft.file.try_lock(), Err(TryLockError::WouldBlock)) || !draft.path.exists() {
                continue;
            }
            if let Some(there) = &there {
                keep(there, &draft.file)?;
            }
            return Ok(draft);
        }
        Err(io::Error::new(ErrorKind::AlreadyExists, "too many unfinished files beside it: remove them"))
    }

    /// Writes, and takes the place of the target; all of it is on the disk then.
    fn finish(mut self, bytes: &[u8], target: &Path) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.file.sync_all()?;
        fs::rename(&self.path, target)?;
        // The content is safe. That a folder cannot be synced is a property of the file system, and nothing to act upon.
        let _ = File::open(folder(target)).and_then(|folder| folder.sync_all());
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After the rename there is none; a leftover that cannot be removed is removed by the next run.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes what killed runs left beside a file: no living run has locked it.
fn sweep(target: &Path) {
    let Some(name) = target.file_name() else { return };
    let Ok(entries) = fs::read_dir(folder(target)) else { return };
    for entry in entries.flatten().filter(|entry| is_draft_of(&entry.file_name(), name)) {
        let is_plain = entry.file_type().is_ok_and(|kind| kind.is_file());
        let Some(file) = is_plain.then(|| OpenOptions::new().write(true).open(entry.path()).ok()).flatten()
        else {
            continue;
        };
        if file.try_lock().is_ok() {
            // What cannot be removed does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file is one that was written beside the file of this name: `.NAME.PROCESS-NUMBER.tmp`.
fn is_draft_of(found: &OsStr, name: &OsStr) -> bool {
    let bytes = found.as_encoded_bytes().strip_prefix(b".");
    let rest = bytes.and_then(|rest| rest.strip_prefix(name.as_encoded_bytes())?.strip_prefix(b"."));
    rest.and_then(|rest| rest.strip_suffix(b".tmp")).is_some_and(|rest| {
        !rest.is_empty() && rest.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-')
    })
}

#[cfg(unix)]
fn only_owner(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn only_owner(_: &mut OpenOptions) {}

/// Gives a new file mode and owner of the one that is there.
#[cfg(unix)]
fn keep(there: &Metadata, draft: &File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let made = draft.metadata()?;
    if (made.uid(), made.gid()) != (there.uid(), there.gid()) {
        let told = |error: io::Error| {
            let message = format!("its owner and group cannot be kept ({error}): name another file");
            io::Error::new(error.kind(), message)
        };
        fchown(draft, Some(there.uid()), Some(there.gid())).map_err(told)?;
    }
    draft.set_permissions(there.permissions())
}

#[cfg(not(unix))]
fn keep(there: &Metadata, draft: &File) -> io::Result<()> {
    draft.set_permissions(there.permissions())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty_folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("lawlike-write-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = empty_folder("whole");
        let path = folder.join("result.txt");
        whole(&path, b"one").unwrap();
        whole(&path, b"two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        assert!(whole(&folder.join("absent").join("x"), b"").is_err());
        assert!(check(&path).is_ok() && check(&folder.join("new.txt")).is_ok());
        assert!(check(&folder).is_err() && check(&folder.join("absent").join("x")).is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "asking leaves nothing behind");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn mode_owner_and_links_stay() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        let folder = empty_folder("mode");
        let (path, link, far) = (folder.join("kept"), folder.join("link"), folder.join("far"));
        fs::write(&path, "old").unwrap();
        symlink("kept", &link).unwrap();
        symlink("link", &far).unwrap();
        for mode in [0o600, 0o640, 0o666, 0o755] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let before = fs::metadata(&path).unwrap();
            check(&far).unwrap();
            whole(&far, b"new").unwrap();
            let after = fs::metadata(&path).unwrap();
            assert_eq!(after.mode(), before.mode());
            assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
            assert!(fs::symlink_metadata(&far).unwrap().is_symlink());
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let dangling = folder.join("dangling");
        symlink("made", &dangling).unwrap();
        whole(&dangling, b"x").unwrap();
        assert_eq!(fs::read_to_string(folder.join("made")).unwrap(), "x");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(check(&link).unwrap_err().to_string().contains("read-only"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn leftovers_of_killed_runs_go_and_work_of_others_stays() {
        let folder = empty_folder("sweep");
        let path = folder.join("result.txt");
        for name in [".result.txt.4711.tmp", ".result.txt.4711-3.tmp"] {
            fs::write(folder.join(name), "half").unwrap();
        }
        let others =
            [".result.txt.bak.tmp", ".result.txt.1.2.tmp", ".other.txt.4711.tmp", "result.txt.4711.tmp"];
        for name in others {
            fs::write(folder.join(name), "not ours").unwrap();
        }
        let draft = Draft::new(&path).unwrap();
        check(&path).unwrap();
        assert!(draft.path.exists(), "a run that lives keeps its file");
        assert!(others.iter().all(|name| folder.join(name).exists()));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), others.len() + 1);
        draft.finish(b"done", &path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "done");
        fs::remove_dir_all(&folder).unwrap();
    }
}
