//! What stands behind a verdict: the law, its parameters, warnings, definitions, rules, method.

use super::figures::Figures;
use super::formula::typeset;
use super::write::{bullets, facts, items_with, measures, table};
use crate::escape::escape;
use crate::number::counted;
use crate::view::document::Item;
use crate::view::{audit as view, definitions as by_definition, rules as which_runs, tables, words};
use lawlike::audit::{Audit, LawText, Series};
use lawlike::fit::Fit;

/// The law and what was audited.
pub(super) fn claim(audit: &Audit) -> String {
    let LawText { name: law, formula, latex } = &audit.law;
    let mut rows = view::subject(audit);
    rows.retain(|(name, _)| name != "law");
    let latex = if latex.is_empty() {
        String::new()
    } else {
        format!("<p><span class=\"muted\">LaTeX</span> <code>{}</code></p>\n", escape(latex))
    };
    let response = &audit.subject.response.name;
    let body = format!(
        "<p>The law <b>{}</b> says of {}:</p>\n<p class=\"law\">{} = {}</p>\n{latex}{}",
        escape(law),
        escape(response),
        escape(response),
        typeset(formula),
        facts(&rows)
    );
    body
}

/// Parameters with intervals; of many series only those that fit on a page.
pub(super) fn parameters(audit: &Audit) -> String {
    const MOST: usize = 16;
    let fitted: Vec<(&str, &Fit)> = audit
        .series
        .iter()
        .filter_map(|series| Some((series.label.as_str(), series.fit.as_ref()?)))
        .collect();
    let mut body = match fitted.as_slice() {
        [(_, fit)] => table("Parameters", &tables::parameters(fit)),
        many => table("", &tables::parameters_by(many.iter().take(MOST).copied())),
    };
    if fitted.len() > MOST {
        let more = format!("Parameters of {} more series are in the JSON output.", fitted.len() - MOST);
        body.push_str(&format!("<p class=\"muted\">{}</p>\n", escape(&more)));
    }
    if let [Series { failure: Some(failure), .. }] = audit.series.as_slice() {
        body.push_str(&format!("<p>There is no fit: {}</p>\n", escape(failure)));
    }
    if let [Series { noise: Some(noise), .. }] = audit.series.as_slice() {
        let noise = words::noise(noise, audit.subject.scale);
        body.push_str(&format!("<p>Noise, {}.</p>\n", escape(&noise)));
    }
    if let Some(floor) = &audit.floor {
        body.push_str(&format!("<p>Irreducible loss: {}.</p>\n", escape(&words::floor(floor))));
    }
    body
}

/// What the search and the data say of the fit, where there is one series.
pub(super) fn certificate(audit: &Audit) -> String {
    match audit.series.as_slice() {
        [Series { fit: Some(fit), .. }] => measures(&tables::certificate(fit)),
        _ => String::new(),
    }
}

/// The exponent of the optimal size by definition, and what moves it.
pub(super) fn definitions(audit: &Audit) -> String {
    let Some(spread) = &audit.definitions else { return String::new() };
    let exponents = spread.method.map_or_else(String::new, |_| table("", &by_definition::exponents(spread)));
    exponents
        + &table(by_definition::MOVES, &by_definition::moves(spread))
        + &bullets(&by_definition::sentences(spread))
}

/// Which runs may be used.
pub(super) fn rules(audit: &Audit) -> String {
    let any = audit.rules.marks_any();
    if !any && !audit.rules.is_loss {
        return String::new();
    }
    let table = if any { table("", &which_runs::table(&audit.rules)) } else { String::new() };
    table + &bullets(&which_runs::sentences(&audit.rules))
}

/// The figure that shows what a check looks at, by the code of its finding.
fn shown_in(code: &str) -> Option<&'static str> {
    Some(match code {
        "outliers" | "autocorrelation" | "lack-of-fit" | "crashed" | "onset" | "early-stretch"
        | "uniformity" | "rounding" => "residuals",
        "irreducible-loss" | "saturation" | "identifiability" | "at-bound" => "profile",
        "isoflop-bias" | "tokens-per-parameter" => "isoflop",
        "span" | "break" | "few-runs" | "near-duplicates" | "copies" | "chance-floor" | "selection"
        | "best-of-k" => "forecast",
        "wide-intervals" => "calibration",
        "wrong-law" | "told-apart" | "narrow-claim" => "errors",
        "specification" | "leave-one-group-out" | "leverage" => "choices",
        _ => return None,
    })
}

/// What the checks found, each with the figure that shows it.
pub(super) fn findings(audit: &Audit, figures: &Figures) -> String {
    if audit.findings.is_empty() {
        return String::new();
    }
    let (codes, found): (Vec<&str>, Vec<Item>) =
        tables::findings_by_code(&audit.findings).into_iter().unzip();
    let links: Vec<Option<String>> =
        codes.iter().map(|code| shown_in(code).and_then(|name| figures.link(name))).collect();
    items_with(&found, &links)
}

/// One row a series, if there are several.
pub(super) fn series(audit: &Audit) -> String {
    if audit.series.len() < 2 {
        return String::new();
    }
    table(&view::series_heading(audit), &view::series(audit, &audit.series))
}

/// How the answer was made, in five sentences.
pub(super) fn method(audit: &Audit) -> String {
    let starts =
        audit.series.iter().find_map(|series| series.fit.as_ref()).map_or(0, |fit| fit.certificate.starts);
    let mut sentences = vec![format!(
        "The law was fitted by minimising the summed objective {} from {}, and a fit counts only with a certificate.",
        audit.objective.0,
        counted(starts, "independent start")
    )];
    if let Some(backtest) = &audit.backtest {
        sentences.push(format!(
            "For the back-test, rows were ordered by {}; at each of {} the rows before it were for training, and nothing \
             of the rows after it was seen.",
            backtest.axis,
            counted(backtest.cuts.len(), "cut")
        ));
        sentences.push(
            "Intervals are for a new run, noise included: their width comes from the errors of the law in inner \
             back-tests within the training runs, from the disagreement of other laws, and from a track record of other series."
                .to_owned(),
        );
        let baselines: Vec<&str> =
            backtest.skill.iter().map(|entry| tables::baseline_name(&entry.baseline)).collect();
        if !baselines.is_empty() {
            sentences.push(format!(
                "The baselines saw the same runs: {}; skill is one minus the ratio of root mean square errors.",
                baselines.join(", ")
            ));
        }
    }
    sentences.push(
        "The word follows from the conditions above by one fixed table of rules, and none of it rests on the fit to \
         data that were seen."
            .to_owned(),
    );
    format!("<p>{}</p>\n", escape(&sentences.join(" ")))
}
