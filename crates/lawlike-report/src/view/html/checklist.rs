//! What a paper on a scaling law should report, with what this audit can say of it.
//!
//! After the four steps in which Li, Kudugunta and Zettlemoyer 2025 (arXiv 2502.18969) compare such papers: the form of the law,
//! how models were trained, which data were taken from them, how the law was fitted. The questions are in our words.

use super::write::table;
use crate::escape::escape;
use crate::number::{amount, counted, significant};
use crate::view::document::Table;
use lawlike::audit::Audit;
use lawlike::fit::Fit;

/// What stands where an audit cannot know.
const OPEN: &str = "to be said by the authors";

/// The questions with what is known.
pub(super) fn section(audit: &Audit) -> String {
    let mut list = Table::new(&["step", "question", "answer of this audit"]);
    for (step, question, answer) in
        form(audit).into_iter().chain(training(audit)).chain(data(audit)).chain(fit(audit))
    {
        let answer = if answer.is_empty() { OPEN.to_owned() } else { answer };
        list.row(vec![step.into(), question.into(), answer.into()]);
    }
    let about = "The steps are those by which Li, Kudugunta and Zettlemoyer 2025 (arXiv 2502.18969) compare papers on scaling laws.";
    format!("<p>{}</p>\n{}", escape(about), table("", &list))
}

type Entry = (&'static str, &'static str, String);

fn form(audit: &Audit) -> Vec<Entry> {
    let axes: Vec<&str> = audit.subject.axes.iter().map(|axis| axis.name.as_str()).collect();
    let names = |fit: &Fit| fit.parameters.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(", ");
    vec![
        (
            "form",
            "Which equation, and why this one?",
            format!("{}: {} ({})", audit.law.name, audit.law.formula, audit.law_rule),
        ),
        (
            "form",
            "Which variables does it relate?",
            format!("{} over {}", audit.subject.response.name, axes.join(", ")),
        ),
        ("form", "Which parameters are fitted?", first_fit(audit).map(names).unwrap_or_default()),
    ]
}

fn training(audit: &Audit) -> Vec<Entry> {
    let ranges: Vec<String> = audit
        .subject
        .axes
        .iter()
        .map(|axis| {
            format!("{} {} to {}", axis.name, amount(axis.lo, &axis.unit), amount(axis.hi, &axis.unit))
        })
        .collect();
    let counted_as: Vec<String> =
        audit.subject.axes.iter().map(|axis| format!("{}: {}", axis.name, axis.unit)).collect();
    vec![
        (
            "training",
            "How many runs, how large, on how much data?",
            format!("{}: {}", counted(audit.subject.groups, "run"), ranges.join("; ")),
        ),
        ("training", "How are size, data and compute counted?", counted_as.join("; ")),
        ("training", "Architecture, corpus, tokenizer, repeated data?", String::new()),
        ("training", "Optimizer, schedule, batch size, tuning by scale?", String::new()),
        ("training", "Are code, weights and logs open?", String::new()),
    ]
}

fn data(audit: &Audit) -> Vec<Entry> {
    let apart = audit
        .rules
        .effects
        .iter()
        .filter(|effect| effect.rows > 0)
        .map(|effect| format!("{}: {}", effect.title, counted(effect.rows, "row")));
    let apart: Vec<String> = apart.collect();
    let hashes: Vec<String> = audit
        .provenance
        .data
        .iter()
        .map(|data| format!("{}, sha256 {}", data.name, data.sha256.chars().take(12).collect::<String>()))
        .collect();
    let marked =
        if apart.is_empty() { "no rows flagged by the rules of use".to_owned() } else { apart.join("; ") };
    vec![
        ("data", "Which table, and where is it?", hashes.join("; ")),
        ("data", "Final or intermediate checkpoints? Which runs are left out?", marked),
        (
            "data",
            "How is the response measured, on what data?",
            format!("{} ({}); {OPEN}", audit.subject.response.name, audit.subject.response.unit),
        ),
    ]
}

fn fit(audit: &Audit) -> Vec<Entry> {
    let certificate = |fit: &Fit| {
        let proof = &fit.certificate;
        format!(
            "{} of {} agree; gradient {}",
            proof.agree,
            counted(proof.starts, "start"),
            significant(proof.gradient, 2)
        )
    };
    let held_out = audit.backtest.as_ref().map(|test| {
        format!(
            "{} at {}, never seen by the fit",
            counted(test.overall.n, "forecast"),
            counted(test.cuts.len(), "cut")
        )
    });
    vec![
        ("fit", "Which objective, and why?", format!("{} ({})", audit.objective.0, audit.objective.1)),
        (
            "fit",
            "Which search, how many starts, is it the optimum?",
            first_fit(audit).map(certificate).unwrap_or_default(),
        ),
        (
            "fit",
            "How sure are the parameters?",
            first_fit(audit).map_or_else(String::new, |_| "95 % intervals, under The law".to_owned()),
        ),
        ("fit", "Is the law tested on runs that the fit did not see?", held_out.unwrap_or_default()),
        ("fit", "Does the answer depend on these choices?", stability(audit)),
    ]
}

fn stability(audit: &Audit) -> String {
    let said = |one: &lawlike::audit::Stability| {
        format!("{} of {} other specifications give the same word", one.same, one.of)
    };
    audit.stability.as_ref().map(said).unwrap_or_default()
}

fn first_fit(audit: &Audit) -> Option<&Fit> {
    audit.series.iter().find_map(|series| series.fit.as_ref())
}
