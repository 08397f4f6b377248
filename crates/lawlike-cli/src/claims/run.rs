//! Runs the tests of a claim: each is a command of this program, whose answer is read as JSON.

use super::find::{Mirrors, arguments};
use super::judge::{judge, together};
use super::scratch::Scratch;
use crate::desk::{self, Desk};
use crate::program;
use anyhow::{Context, Result, ensure};
use lawlike::verdict::Word;
use lawlike_data::{Claim, ClaimSource, ClaimTest};
use lawlike_report::figure::Figure;
use lawlike_report::view::{ClaimView, Output, Style};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Tests claims, and remembers the answers of commands that several of them ask for.
pub(crate) struct Tester<'a> {
    sources: &'a [ClaimSource],
    mirrors: &'a Mirrors,
    scratch: Scratch,
    /// Whether figures are wanted beside the words.
    draws: bool,
    answers: BTreeMap<Vec<String>, Answered>,
}

/// The answer of a command, and its first figure where figures are wanted.
struct Answered {
    json: Value,
    figure: Option<Figure>,
}

/// What a test found.
struct Found {
    word: Word,
    said: String,
    figure: Option<Figure>,
}

impl<'a> Tester<'a> {
    /// A tester that looks for public files in these folders.
    pub(crate) fn new(sources: &'a [ClaimSource], mirrors: &'a Mirrors) -> Result<Self> {
        Ok(Self { sources, mirrors, scratch: Scratch::new()?, draws: false, answers: BTreeMap::new() })
    }

    /// The same, with the figures of the tests where they are wanted.
    pub(crate) fn drawing(self, draws: bool) -> Self {
        Self { draws, ..self }
    }

    /// Tests a claim with the data that are at hand. It differs from the register where all of its data were at hand
    /// and the word is another one, and where a test could not be asked.
    pub(crate) fn tested(&mut self, claim: &Claim) -> Result<ClaimView> {
        let mut view = super::shown(claim, self.sources)?;
        let (mut words, mut is_whole, mut is_asked) = (Vec::new(), true, true);
        for (test, shown) in claim.tests.iter().zip(&mut view.tests) {
            let untested = |said: String| Found { word: Word::Untested, said, figure: None };
            let found = match self.run_test(test) {
                Ok(Some(found)) => found,
                Ok(None) => {
                    is_whole = false;
                    untested(format!("no {} at hand (--mirror DIR)", test.data))
                }
                Err(error) => {
                    is_asked = false;
                    untested(format!("cannot be asked: {error:#}"))
                }
            };
            words.push(found.word);
            (shown.word, shown.found, shown.figure) = (Some(found.word), found.said, found.figure);
        }
        let found = together(&words);
        view.found = Some(found);
        view.differs = !is_asked || (is_whole && view.word.is_some_and(|word| word != found));
        Ok(view)
    }

    /// Runs one test; none if its data are not at hand.
    fn run_test(&mut self, test: &ClaimTest) -> Result<Option<Found>> {
        let data = match test.data.as_str() {
            "" => String::new(),
            name => match self.mirrors.place(name, self.scratch.path())? {
                Some(place) => place,
                None => return Ok(None),
            },
        };
        let words = arguments(test, &data)?;
        if !self.answers.contains_key(&words) {
            let answer = answer(&words, self.scratch.path(), self.draws)?;
            self.answers.insert(words.clone(), answer);
        }
        let answer = self.answers.get(&words).context("the answer was not kept")?;
        if let Some(source) = self.sources.iter().find(|source| source.name == test.data) {
            let found =
                answer.json.pointer("/provenance/data/0/sha256").and_then(Value::as_str).unwrap_or_default();
            ensure!(
                found == source.sha256,
                "{data} is not the file of the register: its sha256 is {found}, it should be {}",
                source.sha256
            );
        }
        let (word, said) = judge(&answer.json, &test.looks_at, test.bounds).map_err(anyhow::Error::msg)?;
        Ok(Some(Found { word, said, figure: answer.figure.clone() }))
    }
}

/// The answer of a command, by way of a file; at a desk where its figure is wanted.
fn answer(words: &[String], scratch: &Path, draws: bool) -> Result<Answered> {
    let file = scratch.join("answer.json");
    let path = file.to_str().context("the folder for temporary files has a name that is no text")?.to_owned();
    let rest = if draws {
        vec!["--quiet".to_owned()]
    } else {
        vec!["--format".to_owned(), "json".to_owned(), "--quiet".to_owned(), "--output".to_owned(), path]
    };
    let line = std::iter::once("lawlike".to_owned()).chain(words.iter().cloned()).chain(rest);
    let mut program = program::program();
    let typed = program.try_get_matches_from_mut(line);
    let matches = typed.map_err(|error| anyhow::anyhow!("{}", error.render()))?;
    if !draws {
        crate::cmd::run(&program, &matches)?;
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        return Ok(Answered { json: serde_json::from_str(&text)?, figure: None });
    }
    let watch = desk::with(|desk| desk.watch.clone()).unwrap_or_default();
    let (ran, desk) = desk::at(Desk { watch, ..Desk::default() }, || crate::cmd::run(&program, &matches));
    ran?;
    let rendered = desk.answer.context("the command has no answer in several forms")?;
    let json = serde_json::from_str(&rendered(Output::Json, &Style::default()))?;
    let first = |figures: desk::Figures| figures.names.iter().find_map(|name| (figures.draw)(name));
    Ok(Answered { json, figure: desk.figures.and_then(first) })
}
