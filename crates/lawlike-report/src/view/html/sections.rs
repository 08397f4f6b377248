//! The sections of a report, in reading order.

use super::formula::typeset;
use super::write::{Figures, bullets, class, facts, items, measures, numbers, section, table};
use crate::escape::escape;
use crate::figure;
use crate::number::{counted, distance, error, percent};
use crate::view::{audit as view, definitions as by_definition, rules as which_runs, tables, words};
use lawlike::audit::{Audit, Series};
use lawlike::backtest::Backtest;
use lawlike::fit::Fit;
use lawlike::verdict::Horizon;

/// The word, the sentence and the key numbers.
pub(crate) fn verdict(audit: &Audit) -> String {
    let verdict = &audit.verdict;
    let subject = &audit.subject;
    format!(
        "<header>\n<p class=\"eyebrow\">lawlike audit · {} · {} · {}</p>\n<h1 class=\"{}\">{}</h1>\n\
         <p class=\"gloss\">{}.</p>\n<p class=\"sentence\">{} {}</p>\n{}</header>\n",
        escape(&subject.source),
        escape(&subject.response.0),
        escape(&counted(subject.rows, "row")),
        class(words::word_tone(verdict.word)),
        escape(words::word(verdict.word)),
        escape(&capital(words::gloss(verdict))),
        escape(&words::reason(verdict)),
        escape(&headline(audit)),
        tiles(audit)
    )
}

/// The word with its reach, where that says more than the word.
fn headline(audit: &Audit) -> String {
    let headline = words::headline(&audit.verdict, audit.stability.as_ref());
    if headline == words::word(audit.verdict.word) { String::new() } else { format!("{headline}.") }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// The numbers under the word: those of its reach, which the sentence and the conditions give as well; of the back-test where the
/// word has no reach of its own.
fn tiles(audit: &Audit) -> String {
    let Some(backtest) = &audit.backtest else { return String::new() };
    let reached = audit.verdict.horizons.iter().rev().find(|horizon| horizon.word == audit.verdict.word);
    let tiles = match reached {
        Some(horizon) => of_reach(audit, horizon),
        None => of_backtest(audit, backtest),
    };
    let tile = |(value, text): &(String, String)| {
        format!("<div><b>{}</b><span>{}</span></div>\n", numbers(value), escape(text))
    };
    format!("<div class=\"tiles\">\n{}</div>\n", tiles.iter().map(tile).collect::<String>())
}

fn of_reach(audit: &Audit, horizon: &Horizon) -> Vec<(String, String)> {
    let scale = audit.subject.scale;
    let of = |count: usize| format!("{count} of {}", horizon.runs);
    let mut tiles = vec![
        (
            error(horizon.median_error, scale),
            format!("median error of {}", counted(horizon.runs, "held-out run")),
        ),
        (of(horizon.within), "of them within the tolerance".to_owned()),
        (of(horizon.inside80), "inside their 80 % intervals".to_owned()),
    ];
    tiles.extend(horizon.skill.map(|skill| (format!("{skill:.2}"), "skill over standing still".to_owned())));
    tiles.push((horizon.name.clone(), "beyond the data: how far the word reaches".to_owned()));
    tiles
}

fn of_backtest(audit: &Audit, backtest: &Backtest) -> Vec<(String, String)> {
    let overall = &backtest.overall;
    let scale = audit.subject.scale;
    let mut tiles = vec![
        (
            error(overall.median_error, scale),
            format!("median error of {}", counted(overall.n, "hidden point")),
        ),
        (percent(overall.coverage[1]), "of outcomes inside the 80 % intervals".to_owned()),
        (percent(overall.coverage[2]), "of outcomes inside the 95 % intervals".to_owned()),
    ];
    if let Some(best) = tables::strongest(backtest) {
        tiles.push((tables::skill(best), format!("skill against the strongest rival, {}", best.rival)));
    }
    tiles.push(reach(audit, backtest));
    tiles
}

fn reach(audit: &Audit, backtest: &Backtest) -> (String, String) {
    if !backtest.reach.is_finite() {
        return ("none".to_owned(), "reach: the error keeps to the tolerance at no distance".to_owned());
    }
    let unit = audit.distance_unit.name();
    let along = if unit == "years" { String::new() } else { format!(" in {}", backtest.axis) };
    (distance(backtest.reach, unit), format!("reach beyond the past{along}"))
}

/// The word at every horizon and under other choices.
pub(crate) fn reach_and_stability(audit: &Audit) -> String {
    let mut body = String::new();
    if !audit.verdict.horizons.is_empty() {
        body.push_str(&table("How far", &tables::horizons(&audit.verdict, audit.subject.scale)));
    }
    if let Some(stability) = &audit.stability {
        let said = words::stability(stability, audit.verdict.word);
        body.push_str(&format!("<p>{}.</p>\n", escape(&said)));
        body.push_str(&table("If choices had been made otherwise", &tables::stability(stability)));
    }
    if body.is_empty() { body } else { section("How far, and how sure of the word", &body) }
}

/// Every condition of the table of rules, met or missed.
pub(crate) fn conditions(audit: &Audit) -> String {
    section("Why this word", &table("", &tables::conditions(&audit.verdict)))
}

/// The law and what was audited.
pub(crate) fn claim(audit: &Audit) -> String {
    let (law, formula, latex) = &audit.law;
    let mut rows = view::subject(audit);
    rows.retain(|(name, _)| name != "law");
    let latex = if latex.is_empty() {
        String::new()
    } else {
        format!("<p><span class=\"muted\">LaTeX</span> <code>{}</code></p>\n", escape(latex))
    };
    let response = &audit.subject.response.0;
    let body = format!(
        "<p>The law <b>{}</b> says of {}:</p>\n<p class=\"law\">{} = {}</p>\n{latex}{}",
        escape(law),
        escape(response),
        escape(response),
        typeset(formula),
        facts(&rows)
    );
    section("The claim", &body)
}

/// The data with the law, and the residuals.
pub(crate) fn data(audit: &Audit, figures: &mut Figures) -> String {
    let forecast = "Circles are the past and squares the hidden future of the last cut; \
                    bands are what was forecast for the squares from the circles alone.";
    let data = format!(
        "Observed {} against {}, with {} fitted to all rows. {forecast}",
        audit.subject.response.0,
        axis(audit),
        audit.law.0
    );
    let residuals =
        "Residuals of the fit on all rows: observed minus fitted, on the scale on which errors are taken.";
    let body =
        figures.figure(figure::data(audit), &data) + &figures.figure(figure::residuals(audit), residuals);
    section("Data and law", &body)
}

fn axis(audit: &Audit) -> String {
    audit.series.first().map_or_else(String::new, |series| series.plot_axis.0.clone())
}

/// Parameters with intervals and the certificate; of many series only those that fit on a page.
pub(crate) fn parameters(audit: &Audit) -> String {
    const MOST: usize = 16;
    let fitted: Vec<(&str, &Fit)> = audit
        .series
        .iter()
        .filter_map(|series| Some((series.label.as_str(), series.fit.as_ref()?)))
        .collect();
    let mut body = match fitted.as_slice() {
        [(_, fit)] => table("", &tables::parameters(fit)) + &measures(&tables::certificate(fit)),
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
        body.push_str(&format!("<p>Irreducible part: {}.</p>\n", escape(&words::floor(floor))));
    }
    section("Parameters and certificate", &body)
}

/// The back-test by cut and by rival, and its figures.
pub(crate) fn backtest(audit: &Audit, figures: &mut Figures) -> String {
    let Some(backtest) = &audit.backtest else { return String::new() };
    let (scale, unit) = (audit.subject.scale, audit.distance_unit.name());
    let mut numbers = tables::numbers(backtest, scale, unit);
    numbers.push(tables::fact("record", view::record(audit, backtest)));
    let mut body = measures(&numbers);
    body.push_str(&table(
        "Root mean square error at every cut: the law, its coverage, and its rivals",
        &tables::cuts(backtest, scale, unit),
    ));
    if let Some(hidden) = tables::hidden(backtest, unit) {
        body.push_str(&table("Hidden runs: forecast and outcome", &hidden));
    }
    body.push_str(&figures.figure(
        figure::cuts(backtest, scale, unit, Some(audit.tolerance.0)),
        "Left: error of the law and of its rivals at every cut. Right: error of the law against distance; \
         n is the number of hidden points, and the dashed line is the tolerance.",
    ));
    let coverage = figures.figure(
        figure::coverage(backtest),
        "Share of outcomes inside the 50, 80 and 95 % intervals. Points below the line mean intervals that are too narrow.",
    );
    let skills = table(
        "Skill: one minus the ratio of errors, with its standard error",
        &tables::skills(backtest, scale),
    ) + &table("Error by distance", &tables::by_distance(backtest, scale, unit));
    if coverage.is_empty() {
        body.push_str(&skills);
    } else {
        body.push_str(&format!("<div class=\"pair\">{coverage}<div>{skills}</div></div>\n"));
    }
    let mut hidden = backtest.clone();
    if hidden.hidden.is_empty() {
        let of_series = audit.series.iter().filter_map(|series| series.backtest.as_ref());
        hidden.hidden = of_series.flat_map(|backtest| backtest.hidden.iter().cloned()).collect();
    }
    body.push_str(&figures.figure(
        figure::hidden(&hidden, &audit.subject.response, scale, unit),
        "Every hidden point. Left: its forecast against its outcome. Right: its outcome relative to the median forecast, \
         against its distance beyond the past.",
    ));
    section("Back-test", &body)
}

/// The exponent of the optimal size by definition, and what moves it.
pub(crate) fn definitions(audit: &Audit) -> String {
    let Some(spread) = &audit.definitions else { return String::new() };
    let exponents = spread.method.map_or_else(String::new, |_| table("", &by_definition::exponents(spread)));
    let body = exponents
        + &table(by_definition::MOVES, &by_definition::moves(spread))
        + &bullets(&by_definition::sentences(spread));
    section(by_definition::HEADING, &body)
}

/// Which runs may be used.
pub(crate) fn rules(audit: &Audit) -> String {
    let any = audit.rules.marks_any();
    if !any && !audit.rules.is_loss {
        return String::new();
    }
    let table = if any { table("", &which_runs::table(&audit.rules)) } else { String::new() };
    section(which_runs::HEADING, &(table + &bullets(&which_runs::sentences(&audit.rules))))
}

/// What the checks found.
pub(crate) fn findings(audit: &Audit) -> String {
    if audit.findings.is_empty() {
        return String::new();
    }
    section("Findings", &items(&tables::findings(&audit.findings)))
}

/// One row a series, if there are several.
pub(crate) fn series(audit: &Audit) -> String {
    if audit.series.len() < 2 {
        return String::new();
    }
    section("Series", &table(&view::series_heading(audit), &view::series(audit, &audit.series)))
}

/// How the answer was made, in five sentences.
pub(crate) fn method(audit: &Audit) -> String {
    let starts =
        audit.series.iter().find_map(|series| series.fit.as_ref()).map_or(0, |fit| fit.certificate.starts);
    let mut sentences = vec![format!(
        "The law was fitted by minimising the summed objective {} from {}, and a fit counts only with a certificate.",
        audit.objective.0,
        counted(starts, "independent start")
    )];
    if let Some(backtest) = &audit.backtest {
        sentences.push(format!(
            "For the back-test, rows were ordered by {}; at each of {} the rows before it were the past, and nothing \
             of the rows after it was seen.",
            backtest.axis,
            counted(backtest.cuts.len(), "cut")
        ));
        sentences.push(
            "Intervals are for a new run, noise included: their width comes from the errors of the law in inner \
             back-tests within the past, from the disagreement of other laws, and from a track record of other series."
                .to_owned(),
        );
        let rivals: Vec<&str> = backtest.skill.iter().map(|entry| entry.rival.as_str()).collect();
        if !rivals.is_empty() {
            sentences.push(format!(
                "The rivals saw the same past: {}; skill is one minus the ratio of root mean square errors.",
                rivals.join(", ")
            ));
        }
    }
    sentences.push(
        "The word follows from the conditions above by one fixed table of rules, and none of it rests on the fit to \
         data that were seen."
            .to_owned(),
    );
    section("Method", &format!("<p>{}</p>\n", escape(&sentences.join(" "))))
}

/// What would change the verdict.
pub(crate) fn would_change(audit: &Audit) -> String {
    if audit.verdict.would_change.is_empty() {
        return String::new();
    }
    section("What would change this verdict", &bullets(&audit.verdict.would_change))
}

/// What is needed to make the report again.
pub(crate) fn provenance(audit: &Audit) -> String {
    let provenance = &audit.provenance;
    let mut rows = vec![
        tables::fact("version", format!("lawlike {}", provenance.version)),
        tables::fact("seed", provenance.seed.to_string()),
        tables::fact("options", provenance.options.join(" ")),
    ];
    rows.extend(
        provenance
            .data
            .iter()
            .map(|data| tables::fact("data", format!("{}, sha256 {}", data.name, data.sha256))),
    );
    rows.retain(|(_, text)| !text.is_empty());
    section("Provenance", &facts(&rows))
}
