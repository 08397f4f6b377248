//! What one file of a folder holds. It is read without the others, so that files can be read side by side.

use super::super::json::{self, Json};
use super::super::runs::Log;
use super::super::{Opening, Sheet, documents::flat, read_as, tensorboard, trainer, unpack, wandb, yaml};
use super::ladder::{self, Rung};
use super::{is_events, is_settings, parts};
use crate::error::Result;
use bytes::Bytes;

/// Settings of a run that are kept at most.
const MAX_SETTINGS: usize = 500;

/// What a file holds.
pub(super) enum Piece {
    /// Settings of the runs in its folder.
    Settings(Vec<(String, String)>),
    /// A run that W&B logged, and what was mended.
    Run(Log, Vec<String>),
    /// Events of a run, and what was mended.
    Events(Log, Option<String>),
    /// The state of a trainer after so many steps.
    State(Log, f64),
    /// The list of the runs of a ladder.
    Ladder(Vec<Rung>),
    /// Rows.
    Table(Sheet),
}

/// Reads a file; its name is the path within the folder.
pub(super) fn read(name: &str, bytes: &Bytes, opening: Opening) -> Result<Piece> {
    let bytes = &unpack::unpack(name, bytes)?;
    let (folder, stem) = parts(name);
    if is_settings(name) {
        let text = String::from_utf8_lossy(bytes);
        let document =
            if name.ends_with("json") { json::parse(name, &text)? } else { yaml::parse(name, &text)? };
        return Ok(Piece::Settings(settings(&document)));
    }
    if name.ends_with(".wandb") {
        let (mut log, said) = wandb::log(name, bytes)?;
        if log.run.is_empty() {
            log.run = stem;
        }
        return Ok(Piece::Run(log, said));
    }
    if is_events(name) {
        let (log, said) = tensorboard::log(name, bytes, &folder)?;
        return Ok(Piece::Events(log, said));
    }
    if name.ends_with("trainer_state.json") {
        let document = json::parse(name, &String::from_utf8_lossy(bytes))?;
        let step = document.get("global_step").and_then(|step| step.cell().parse().ok()).unwrap_or(0.0);
        return Ok(Piece::State(trainer::log(&document, &without_checkpoint(&folder)), step));
    }
    match ladder::rungs(name, bytes) {
        Some(rungs) => Ok(Piece::Ladder(rungs)),
        None => Ok(Piece::Table(read_as(name, bytes, opening)?)),
    }
}

/// Settings as cells. W&B writes each as `KEY: {value: ...}`.
fn settings(document: &Json) -> Vec<(String, String)> {
    let row = flat::rows(document).rows.into_iter().next().unwrap_or_default();
    let fair = |(key, cell): (String, String)| {
        let key = key.strip_suffix(".value").map_or_else(|| key.clone(), str::to_owned);
        (!key.starts_with('_') && !key.ends_with(".desc") && cell.len() < 1000).then_some((key, cell))
    };
    row.into_iter().filter_map(fair).take(MAX_SETTINGS).collect()
}

/// The folder of a run, of which checkpoints lie in folders.
fn without_checkpoint(folder: &str) -> String {
    match folder.rsplit_once('/') {
        Some((head, tail)) if tail.starts_with("checkpoint-") => head.to_owned(),
        None if folder.starts_with("checkpoint-") => String::new(),
        _ => folder.to_owned(),
    }
}
