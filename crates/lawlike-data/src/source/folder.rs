//! A folder of runs: the logs of a tracker, or a table for every run, with the settings that lie beside them. Links are
//! not followed, hidden files not read.

mod history;
mod ladder;
mod piece;
mod suite;
mod tables;
mod walk;

use super::mlflow::{self, Stored};
use super::runs::{self, Log};
use super::sheet::{Opened, Sheet};
use super::{Format, Opening, hash, helm, load, tensorboard, trainer, wandb};
use crate::error::{Error, Result};
use bytes::Bytes;
use lawlike_num::parallel;
use piece::Piece;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walk::Found;

/// A folder of runs.
pub(super) const FORMAT: Format = Format::new("folder of runs");

/// Names of files that hold the settings of a run, without their ending.
const SETTINGS: &[&str] = &[
    "config",
    "params",
    "args",
    "hparams",
    "hyperparameters",
    "settings",
    "run_config",
    "training_args",
    "model_config",
    "metadata",
    "meta",
];
/// Files that are read before they are gathered.
const AT_A_TIME: usize = 64;
/// Unreadable files that are named.
const NAMED: usize = 5;

/// What a folder holds, as it is gathered.
#[derive(Default)]
struct Gathered {
    opening: Opening,
    logs: BTreeMap<String, Log>,
    tables: Vec<(String, Sheet)>,
    /// Runs of HELM.
    evaluations: Vec<helm::Run>,
    /// Sizes that a list of the runs of a ladder states, by paths of their tables.
    ladder: Vec<ladder::Rung>,
    settings: BTreeMap<String, Vec<(String, String)>>,
    /// Step to which the state of a trainer goes, by run: the last checkpoint holds all.
    last: BTreeMap<String, f64>,
    kinds: Vec<Format>,
    bad: Vec<Error>,
    said: Vec<String>,
    hashes: String,
}

/// The rows of all runs in a folder.
pub(super) fn open(path: &Path, opening: Opening) -> Result<Opened> {
    let place = path.to_string_lossy().into_owned();
    let files = walk::files(path)?;
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let mut gathered = Gathered { opening, ..Gathered::default() };
    let is_store = mlflow::is_store(&names);
    let count = if is_store {
        gathered.store(path, &files)?
    } else if helm::is_suite(&names) {
        gathered.suite(path, &names)
    } else {
        gathered.files(path, &files)
    };
    gathered.refuse_bad(&place)?;
    let hash = hash(gathered.hashes.as_bytes());
    let mut sheet = gathered.sheet(&place)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    sheet.said.insert(0, format!("{name}/ is read as a folder: {count} files"));
    Ok(Opened { name: format!("{name}/"), hash, sheet })
}

/// The files of a folder that may be read.
pub(super) fn candidates(root: &Path) -> Result<Vec<PathBuf>> {
    let may_be_read =
        |name: &str| walk::is_table(name) || is_log(name) || is_settings(name) || mlflow::is_read(name);
    let files = walk::files(root)?.into_iter().filter(|file| may_be_read(&file.name));
    Ok(files.map(|file| root.join(file.name)).collect())
}

impl Gathered {
    /// The files of an MLflow store.
    fn store(&mut self, root: &Path, files: &[Found]) -> Result<usize> {
        let mut stored = Vec::new();
        for file in files.iter().filter(|file| mlflow::is_read(&file.name)) {
            let bytes = load::bytes(&root.join(&file.name))?;
            self.hashes += &format!("{} {}\n", file.name, hash(&bytes));
            stored.push(Stored { path: &file.name, bytes });
        }
        let (logs, said) = mlflow::logs(&stored)?;
        self.said.extend(said);
        self.kinds.push(mlflow::FORMAT);
        self.logs.extend(logs.into_iter().map(|log| (log.run.clone(), log)));
        Ok(stored.len())
    }

    /// Files of other kinds; those that cannot be read are kept as errors.
    ///
    /// Some files at a time are read side by side, and gathered in the order of their names.
    fn files(&mut self, root: &Path, files: &[Found]) -> usize {
        let has_logs = files.iter().any(|file| is_log(&file.name));
        let is_wanted = |name: &str| {
            if has_logs { is_log(name) || is_settings(name) } else { walk::is_table(name) }
        };
        let names: Vec<&str> =
            files.iter().map(|file| file.name.as_str()).filter(|name| is_wanted(name)).collect();
        let opening = self.opening;
        for some in names.chunks(AT_A_TIME) {
            let read = parallel::map(some.len(), 0, |at| {
                let name = some.get(at)?;
                let bytes = load::bytes(&root.join(name)).map(Bytes::from);
                Some((*name, bytes.map(|bytes| (hash(&bytes), piece::read(name, &bytes, opening)))))
            });
            for (name, read) in read.into_iter().flatten() {
                let taken = read.and_then(|(hash, piece)| {
                    self.hashes += &format!("{name} {hash}\n");
                    piece
                });
                match taken {
                    Ok(piece) => self.take(name, piece),
                    Err(error) => self.bad.push(error),
                }
            }
        }
        names.len()
    }

    fn take(&mut self, name: &str, piece: Piece) {
        let (folder, _) = parts(name);
        match piece {
            Piece::Settings(pairs) => {
                self.settings.insert(folder, pairs);
            }
            Piece::Run(log, said) => {
                self.note(wandb::FORMAT, said);
                let run = log.run.clone();
                let run = if self.logs.contains_key(&run) { format!("{run} ({folder})") } else { run };
                self.logs.insert(run, log);
            }
            Piece::Events(log, said) => {
                self.note(tensorboard::FORMAT, said.into_iter().collect());
                self.logs.entry(folder.clone()).or_insert_with(|| Log::new(folder)).absorb(log);
            }
            Piece::State(log, step) => {
                if self.last.get(&log.run).is_none_or(|last| *last < step) {
                    self.last.insert(log.run.clone(), step);
                    self.logs.insert(log.run.clone(), log);
                }
                self.note(trainer::FORMAT, Vec::new());
            }
            Piece::Ladder(rungs) => self.ladder.extend(rungs),
            Piece::Table(sheet) => self.tables.push((name.to_owned(), sheet)),
        }
    }

    fn note(&mut self, kind: Format, said: Vec<String>) {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        let fresh: Vec<String> = said.into_iter().filter(|sentence| !self.said.contains(sentence)).collect();
        self.said.extend(fresh);
    }

    fn refuse_bad(&mut self, place: &str) -> Result<()> {
        if self.bad.is_empty() {
            return Ok(());
        }
        let named: Vec<String> = self.bad.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if self.bad.len() > NAMED { "; ..." } else { "" };
        let list = format!("{} files cannot be read: {}{more}", self.bad.len(), named.join("; "));
        if !self.opening.skip_bad {
            return Err(Error::input(place, format!("{list}. Leave them out with --skip-bad")));
        }
        self.said.push(format!("left out: {list}"));
        Ok(())
    }

    fn sheet(mut self, place: &str) -> Result<Sheet> {
        if !self.evaluations.is_empty() {
            let mut sheet = helm::sheet(place, self.evaluations)?;
            sheet.said.extend(self.said);
            return Ok(sheet);
        }
        if self.logs.is_empty() {
            self.said.extend(ladder::apply(place, &self.ladder, &self.tables, &mut self.settings)?);
            self.said.extend(history::apply(&mut self.tables, &mut self.settings));
            let mut sheet = tables::joined(place, self.tables, &self.settings)?;
            sheet.said.extend(self.said);
            return Ok(sheet);
        }
        for (run, log) in &mut self.logs {
            let facts: Vec<(String, String)> = above(&self.settings, run).cloned().collect();
            for (key, value) in facts {
                log.set(&key, value);
            }
            if log.run.is_empty() {
                ".".clone_into(&mut log.run);
            }
        }
        let (logs, empty): (Vec<Log>, Vec<Log>) =
            self.logs.into_values().partition(|log| !log.is_empty() || !log.facts.is_empty());
        let format = self.kinds.first().copied().unwrap_or(FORMAT);
        let step = if format == wandb::FORMAT { "_step" } else { "step" };
        let mut sheet = runs::sheet(format, place, &logs, step)?;
        if !empty.is_empty() {
            sheet.said.push(format!("{} runs without a value left out", empty.len()));
        }
        sheet.said.extend(self.said);
        Ok(sheet)
    }
}

/// Settings that lie in the folder of a run or above it, and those of its own file, the nearest last.
fn above<'a>(
    settings: &'a BTreeMap<String, Vec<(String, String)>>,
    run: &'a str,
) -> impl Iterator<Item = &'a (String, String)> {
    settings
        .iter()
        .filter(move |(folder, _)| {
            folder.is_empty() || run == folder.as_str() || run.starts_with(&format!("{folder}/"))
        })
        .flat_map(|(_, pairs)| pairs)
}

/// The folder of a path, and its name without the ending.
fn parts(name: &str) -> (String, String) {
    let path = Path::new(name);
    let folder = path.parent().map(|parent| parent.to_string_lossy().into_owned()).unwrap_or_default();
    (folder, path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default())
}

fn is_events(name: &str) -> bool {
    name.rsplit('/').next().unwrap_or(name).contains("tfevents")
}

fn is_log(name: &str) -> bool {
    is_events(name) || name.ends_with(".wandb") || name.ends_with("trainer_state.json")
}

fn is_settings(name: &str) -> bool {
    let (_, stem) = parts(name);
    [".json", ".yaml", ".yml"].iter().any(|end| name.ends_with(end))
        && SETTINGS.contains(&stem.to_lowercase().as_str())
}
