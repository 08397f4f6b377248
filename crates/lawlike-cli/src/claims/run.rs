//! Runs the tests of a claim: each is a command of this program, whose answer is read as JSON.

use super::find::{Mirrors, arguments, typed};
use super::judge::{judge, together};
use crate::args::Cli;
use anyhow::{Context, Result, ensure};
use clap::Parser;
use lawlike::verdict::Word;
use lawlike_data::{Claim, ClaimSource, ClaimTest};
use lawlike_report::view::{ClaimTestView, ClaimView};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Tests a claim with the data that are at hand. It differs from the register only where all of its data were.
pub(crate) fn tested(claim: &Claim, sources: &[ClaimSource], mirrors: &Mirrors) -> Result<ClaimView> {
    let mut view = super::shown(claim, sources)?;
    let scratch = Scratch::new()?;
    let (mut words, mut is_whole) = (Vec::new(), true);
    for (test, shown) in claim.tests.iter().zip(&mut view.tests) {
        let found = one(test, sources, mirrors, &scratch.0).with_context(|| place(claim, test))?;
        is_whole &= found.is_some();
        *shown = found.unwrap_or_else(|| ClaimTestView {
            word: Some(Word::Untested),
            found: format!("no {} at hand (--mirror DIR)", test.data),
            ..shown.clone()
        });
        words.extend(shown.word);
    }
    let found = together(&words);
    view.found = Some(found);
    view.differs = is_whole && view.word.is_some_and(|word| word != found);
    Ok(view)
}

fn place(claim: &Claim, test: &ClaimTest) -> String {
    format!("claim {}, test {}", claim.id, test.name)
}

/// Runs one test; none if its data are not at hand.
fn one(
    test: &ClaimTest,
    sources: &[ClaimSource],
    mirrors: &Mirrors,
    scratch: &Path,
) -> Result<Option<ClaimTestView>> {
    let data = match test.data.as_str() {
        "" => String::new(),
        name => match mirrors.place(name, scratch)? {
            Some(place) => place,
            None => return Ok(None),
        },
    };
    let answer = answer(&arguments(test, &data)?, scratch)?;
    if let Some(source) = sources.iter().find(|source| source.name == test.data) {
        let found = answer.pointer("/provenance/data/0/sha256").and_then(Value::as_str).unwrap_or_default();
        ensure!(
            found == source.sha256,
            "{data} is not the file of the register: its sha256 is {found}, it should be {}",
            source.sha256
        );
    }
    let (word, found) = judge(&answer, &test.looks_at, test.bounds).map_err(anyhow::Error::msg)?;
    let shown = if data.starts_with(&*scratch.to_string_lossy()) { test.data.clone() } else { data };
    Ok(Some(ClaimTestView { name: test.name.clone(), command: typed(test, &shown), word: Some(word), found }))
}

/// The answer of a command, as JSON.
fn answer(words: &[String], scratch: &Path) -> Result<Value> {
    let file = scratch.join("answer.json");
    let rest = ["--format", "json", "--quiet", "--output"].map(str::to_owned);
    let path = file.to_str().context("the folder for temporary files has a name that is no text")?.to_owned();
    let line = std::iter::once("lawlike".to_owned()).chain(words.iter().cloned()).chain(rest).chain([path]);
    let parsed = Cli::try_parse_from(line).map_err(|error| anyhow::anyhow!("{}", error.render()))?;
    crate::cmd::run(parsed.command)?;
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// A folder that goes away.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("lawlike-claims-{}-{count}", std::process::id()));
        fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left over in the folder for temporary files harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}
