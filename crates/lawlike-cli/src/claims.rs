//! The register of claims, and the machinery that puts a claim to the test by the commands' own engine.

mod find;
mod judge;
mod list;
mod run;
mod scratch;

pub(crate) use find::{Mirrors, is_claim, named, own};
pub(crate) use run::Tester;

use anyhow::{Context, Result};
use lawlike::verdict::Word;
use lawlike_data::{Claim, ClaimSource, claim_from_toml, claim_sources};
use lawlike_report::view::{ClaimTestView, ClaimView, claim_facts};

use list::REGISTER;

/// Where public files come from.
const SOURCES: &str = include_str!("../../../claims/sources.toml");

/// Name under which the facts that come with the register stand as data.
pub(crate) const FACTS: &str = "facts.csv";
/// Prices, dates and printed scores of the models that the claims name, with a source a row.
pub(crate) const FACTS_TABLE: &str = include_str!("../../../claims/facts.csv");

/// Every claim of the register, in its order.
pub(crate) fn register() -> Result<Vec<Claim>> {
    REGISTER.iter().map(|(name, text)| Ok(claim_from_toml(name, text)?)).collect()
}

/// Where the public files of the register come from.
pub(crate) fn sources() -> Result<Vec<ClaimSource>> {
    Ok(claim_sources("sources.toml", SOURCES)?)
}

/// The word of a claim, none where it says none.
pub(crate) fn word(claim: &Claim) -> Result<Option<Word>> {
    if claim.word.is_empty() {
        return Ok(None);
    }
    let found = Word::ALL.into_iter().find(|word| word.to_string() == claim.word);
    let names = Word::ALL.map(|word| word.to_string()).join(", ");
    found.map(Some).with_context(|| format!("{}: word = {:?}: write one of {names}", claim.id, claim.word))
}

/// A claim as it is shown, before its tests run.
pub(crate) fn shown(claim: &Claim, sources: &[ClaimSource]) -> Result<ClaimView> {
    let mut data: Vec<String> = Vec::new();
    for test in &claim.tests {
        let name = if test.data.is_empty() { "no data".to_owned() } else { test.data.clone() };
        if !data.contains(&name) {
            data.push(name);
        }
    }
    let origins: Vec<String> = sources
        .iter()
        .filter(|source| data.contains(&source.name))
        .map(|source| format!("{}: {}", source.name, source.origin))
        .collect();
    let origins = origins.join("; ");
    let facts = claim_facts(&[
        ("precise", &claim.precise),
        ("who", &claim.who),
        ("cited", &claim.cited),
        ("when", &claim.when),
        ("axis", &claim.axis),
        ("law", &claim.law),
        ("terms", &claim.terms),
        ("published", &claim.published),
        ("refuted if", &claim.refuted_if),
        ("word", &claim.word),
        ("found", &claim.numbers),
        ("on", &claim.date),
        ("reach", &claim.reach),
        ("decides", &claim.decides),
        ("sources", &origins),
    ]);
    let tests = claim.tests.iter().map(|test| ClaimTestView {
        name: test.name.clone(),
        command: find::typed(test, &test.data),
        ..ClaimTestView::default()
    });
    Ok(ClaimView {
        id: claim.id.clone(),
        statement: claim.statement.clone(),
        word: word(claim)?,
        facts,
        data,
        tests: tests.collect(),
        ..ClaimView::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_is_whole() {
        let register = register().unwrap();
        let sources = sources().unwrap();
        assert!(register.len() >= 34, "{} claims", register.len());
        for claim in &register {
            let id = &claim.id;
            let word = word(claim).unwrap();
            assert!(word.is_some() && !claim.date.is_empty() && !claim.cited.is_empty(), "{id}");
            assert!(
                word != Some(Word::Untested) || !claim.decides.is_empty(),
                "{id} says what would decide it"
            );
            for test in claim.tests.iter().filter(|test| test.data != FACTS && !test.data.is_empty()) {
                let is_known = lawlike_data::bundle::table(&test.data).is_ok()
                    || sources.iter().any(|source| source.name == test.data && source.sha256.len() == 64);
                assert!(is_known, "{id}: {} is no bundled set and has no source", test.data);
            }
        }
    }
}
