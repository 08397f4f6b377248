//! The folder of a sweep: finished records, models, checkpoints and the log of evaluations.
//!
//! A file appears whole or not at all: it is written beside its place and renamed.

use crate::model::{Model, Shape};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

const FINISHED: &str = "finished";
const MODELS: &str = "models";
const CHECKPOINTS: &str = "checkpoints";

/// Where a sweep keeps its results.
#[derive(Clone)]
pub(crate) struct Store(PathBuf);

impl Store {
    /// Opens the folder, which is made if needed.
    pub(crate) fn open(folder: &Path) -> Result<Self, String> {
        for part in [FINISHED, MODELS, CHECKPOINTS] {
            let path = folder.join(part);
            fs::create_dir_all(&path).map_err(|e| at(&path, e))?;
        }
        Ok(Self(folder.to_path_buf()))
    }

    /// Holds the folder for this process as long as the file lives.
    pub(crate) fn lock(&self) -> Result<File, String> {
        let path = self.0.join("lock");
        let file = File::create(&path).map_err(|e| at(&path, e))?;
        file.try_lock().map_err(|e| format!("{}: another sweep works here ({e})", path.display()))?;
        Ok(file)
    }

    fn path(&self, part: &str, id: &str, ending: &str) -> PathBuf {
        self.0.join(part).join(format!("{id}.{ending}"))
    }

    pub(crate) fn is_finished(&self, id: &str) -> bool {
        self.path(FINISHED, id, "json").exists()
    }

    /// Keeps the record of a finished run and drops its checkpoint.
    pub(crate) fn finish(&self, id: &str, record: &impl Serialize) -> Result<(), String> {
        let text = serde_json::to_string(record).map_err(|e| e.to_string())?;
        write_whole(&self.path(FINISHED, id, "json"), text.as_bytes())?;
        let checkpoint = self.path(CHECKPOINTS, id, "bin");
        if checkpoint.exists() {
            fs::remove_file(&checkpoint).map_err(|e| at(&checkpoint, e))
        } else {
            Ok(())
        }
    }

    /// The record of a run if it is finished.
    pub(crate) fn record<T: DeserializeOwned>(&self, id: &str) -> Result<Option<T>, String> {
        let path = self.path(FINISHED, id, "json");
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&path).map_err(|e| at(&path, e))?;
        serde_json::from_str(&text).map(Some).map_err(|e| at(&path, e))
    }

    /// Appends one line to the log of evaluations.
    pub(crate) fn log(&self, id: &str, line: &impl Serialize) -> Result<(), String> {
        #[derive(Serialize)]
        struct Line<'a, T> {
            id: &'a str,
            #[serde(flatten)]
            line: &'a T,
        }
        let path = self.0.join("evaluations.jsonl");
        let text = serde_json::to_string(&Line { id, line }).map_err(|e| e.to_string())? + "\n";
        let file = OpenOptions::new().append(true).create(true).open(&path);
        file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|e| at(&path, e))
    }

    /// The header and the numbers of a checkpoint.
    pub(crate) fn checkpoint(&self, id: &str) -> Result<Option<(String, Vec<u8>)>, String> {
        let path = self.path(CHECKPOINTS, id, "bin");
        if path.exists() { read_with_header(&path).map(Some) } else { Ok(None) }
    }

    pub(crate) fn save_checkpoint(&self, id: &str, header: &str, body: &[u8]) -> Result<(), String> {
        write_whole(&self.path(CHECKPOINTS, id, "bin"), &[header.as_bytes(), b"\n", body].concat())
    }

    pub(crate) fn save_model(&self, id: &str, shape: Shape, weights: &[f32]) -> Result<(), String> {
        let header = serde_json::to_string(&shape).map_err(|e| e.to_string())?;
        let path = self.path(MODELS, id, "bin");
        write_whole(&path, &[header.as_bytes(), b"\n", &floats([weights])].concat())
    }

    /// A model that an earlier run left.
    pub(crate) fn model(&self, id: &str) -> Result<Model, String> {
        let path = self.path(MODELS, id, "bin");
        let (header, body) = read_with_header(&path)?;
        let shape: Shape = serde_json::from_str(&header).map_err(|e| at(&path, e))?;
        let mut weights = vec![0.0; shape.params()];
        read_floats(&body, [&mut weights]).map_err(|e| at(&path, e))?;
        Model::with_weights(shape, weights)
    }
}

fn at(path: &Path, error: impl std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let beside = path.with_extension("partial");
    fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path)).map_err(|e| at(path, e))
}

fn read_with_header(path: &Path) -> Result<(String, Vec<u8>), String> {
    let bytes = fs::read(path).map_err(|e| at(path, e))?;
    let end = bytes.iter().position(|&b| b == b'\n').ok_or_else(|| at(path, "no header"))?;
    let header = String::from_utf8(bytes[..end].to_vec()).map_err(|e| at(path, e))?;
    Ok((header, bytes[end + 1..].to_vec()))
}

/// Numbers as little-endian bytes.
pub(crate) fn floats<const N: usize>(parts: [&[f32]; N]) -> Vec<u8> {
    parts.iter().flat_map(|part| part.iter()).flat_map(|x| x.to_le_bytes()).collect()
}

/// Fills the parts, which must use up the bytes exactly.
pub(crate) fn read_floats<const N: usize>(bytes: &[u8], parts: [&mut Vec<f32>; N]) -> Result<(), String> {
    let expected: usize = parts.iter().map(|part| 4 * part.len()).sum();
    if bytes.len() != expected {
        return Err(format!("{} bytes where {expected} belong", bytes.len()));
    }
    let mut numbers = bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b));
    for part in parts {
        part.iter_mut().zip(&mut numbers).for_each(|(x, from)| *x = from);
    }
    Ok(())
}
