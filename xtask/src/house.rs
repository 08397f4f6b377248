//! The workspace as the rules see it: sources, manifests, documents, and the paths of all files.

use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::Path;

/// A breach of a rule, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    path: String,
    line: usize,
    message: String,
}

impl Problem {
    /// A problem at a line, counted from 1.
    pub(crate) fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// All that the rules look at. Paths begin at the root of the workspace and use `/`.
#[derive(Debug, Default)]
pub(crate) struct House {
    /// Rust files.
    pub(crate) sources: Vec<Source>,
    /// Text of every `Cargo.toml` and every document at the root, by path.
    pub(crate) texts: BTreeMap<String, String>,
    /// Paths of all files.
    pub(crate) paths: BTreeSet<String>,
}

/// Folders that hold no part of the house.
const FOREIGN: [&str; 2] = ["target", ".git"];

impl House {
    /// The workspace in a folder.
    ///
    /// # Errors
    /// A file or folder cannot be read.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        walk(root, "", &mut files)?;
        Ok(Self::new(files))
    }

    /// A house of files: path and text, which is empty where it is of no interest.
    pub(crate) fn new(files: Vec<(String, String)>) -> Self {
        let mut house = Self::default();
        for (path, text) in files {
            if path.ends_with(".rs") {
                house.sources.push(Source::new(&path, &text));
            } else if path.ends_with("Cargo.toml") || path.ends_with(".md") {
                house.texts.insert(path.clone(), text);
            }
            house.paths.insert(path);
        }
        house.sources.sort_by(|a, b| a.path.cmp(&b.path));
        house
    }

    /// The Rust file at a path.
    pub(crate) fn source(&self, path: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.path == path)
    }

    /// Names of the files and folders in a folder, without the ending `.rs`.
    pub(crate) fn entries(&self, folder: &str) -> BTreeSet<&str> {
        let inside = self.paths.iter().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        inside
            .map(|rest| rest.split('/').next().unwrap_or(rest))
            .map(|name| name.trim_end_matches(".rs"))
            .collect()
    }
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            if !FOREIGN.contains(&name.as_str()) {
                walk(&entry.path(), &format!("{path}/"), files)?;
            }
            continue;
        }
        let is_document = name.ends_with(".md") && prefix.is_empty();
        let is_text = name.ends_with(".rs") || name == "Cargo.toml" || is_document;
        let text = if is_text { std::fs::read_to_string(entry.path())? } else { String::new() };
        files.push((path, text));
    }
    Ok(())
}
