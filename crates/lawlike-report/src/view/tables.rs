//! Tables that several views share: conditions, parameters, cuts, baselines, coverage, findings.

use super::document::{Cell, Item, Table};
use super::words;
use crate::number::{
    self, GLUE, NONE, counted, distance, error, interval, percent, short, signed_error, significant,
};
use lawlike::audit::Stability;
use lawlike::backtest::{Backtest, Scores, Skill};
use lawlike::finding::Finding;
use lawlike::fit::{Fit, PosteriorSummary};
use lawlike::interval::Interval;
use lawlike::quantity::Scale;
use lawlike::verdict::Verdict;

/// The conditions of a verdict, each met or missed.
pub(crate) fn conditions(verdict: &Verdict) -> Table {
    let mut table = Table::new(&["", "condition", "found"]);
    for condition in &verdict.conditions {
        table.row(vec![
            words::met(condition.met),
            condition.asks.as_str().into(),
            condition.text.as_str().into(),
        ]);
    }
    table
}

/// The parameters of a fit with their errors and intervals.
pub(crate) fn parameters(fit: &Fit) -> Table {
    let mut titles = vec!["parameter", ">estimate", ">s.e.", ">95\u{a0}% interval"];
    let spread = fit.bootstrap.as_ref();
    if spread.is_some() {
        titles.push(">bootstrap s.d.");
    }
    let meanings: Vec<&str> =
        fit.parameters.iter().map(|entry| words::meaning(&fit.law, &entry.name)).collect();
    let has_meaning = meanings.iter().any(|meaning| !meaning.is_empty());
    if has_meaning {
        titles.push("meaning");
    }
    let mut table = Table::new(&titles);
    for (entry, meaning) in fit.parameters.iter().zip(meanings) {
        let mut cells: Vec<Cell> = vec![
            Cell::symbol(&entry.name),
            short(entry.value()).into(),
            significant(entry.estimate.se, 2).into(),
            interval(entry.estimate.interval).into(),
        ];
        if let Some(spread) = spread {
            let sd = spread.sd.iter().find(|(name, _)| *name == entry.name).map_or(f64::NAN, |(_, sd)| *sd);
            cells.push(significant(sd, 2).into());
        }
        if has_meaning {
            cells.push(meaning.into());
        }
        table.row(cells);
    }
    table
}

/// The posterior of the parameters.
pub(crate) fn posterior(posterior: &PosteriorSummary) -> Table {
    let mut table = Table::new(&[
        "parameter",
        ">mean",
        ">s.d.",
        ">95\u{a0}% interval",
        ">R-hat",
        ">effective draws",
        "prior",
    ]);
    for one in &posterior.parameters {
        table.row(vec![
            Cell::symbol(&one.name),
            short(one.mean.value()).into(),
            significant(one.mean.se, 2).into(),
            interval(one.mean.interval).into(),
            format!("{:.3}", one.r_hat).into(),
            significant(one.ess, 3).into(),
            one.prior.as_str().into(),
        ]);
    }
    table
}

/// The parameters of many fits in one table; only the first row of a fit bears its label.
pub(crate) fn parameters_by<'a>(fits: impl Iterator<Item = (&'a str, &'a Fit)>) -> Table {
    let mut table =
        Table::new(&["series", ">rows", "parameter", ">estimate", ">s.e.", ">95\u{a0}% interval", "status"]);
    for (label, fit) in fits {
        for (index, entry) in fit.parameters.iter().enumerate() {
            let first = |text: String| if index == 0 { text } else { String::new() };
            table.row(vec![
                first(words::label(label).to_owned()).into(),
                first(fit.n.to_string()).into(),
                Cell::symbol(&entry.name),
                short(entry.value()).into(),
                significant(entry.estimate.se, 2).into(),
                interval(entry.estimate.interval).into(),
                first(words::status_code(fit.status).to_owned()).into(),
            ]);
        }
    }
    table
}

/// Numbers that follow from the parameters.
pub(crate) fn derived(fit: &Fit) -> Table {
    let mut table = Table::new(&["follows", ">estimate", ">s.e.", ">95\u{a0}% interval", "meaning"]);
    for entry in &fit.derived {
        table.row(vec![
            Cell::symbol(&entry.name),
            short(entry.value()).into(),
            significant(entry.estimate.se, 2).into(),
            interval(entry.estimate.interval).into(),
            words::meaning_of_derived(&fit.law, &entry.name).into(),
        ]);
    }
    table
}

/// What the search and the data say of a fit.
pub(crate) fn certificate(fit: &Fit) -> Vec<(String, String)> {
    let proof = &fit.certificate;
    let mut facts = vec![
        fact("status", words::fit_status(fit)),
        fact("rows", fit.n.to_string()),
        fact("objective", format!("{} = {}", fit.objective.name, significant(fit.objective.value, 6))),
    ];
    facts.extend(fit.chi_square.as_ref().map(|scatter| fact("chi-square", words::chi_square(scatter))));
    facts.extend([
        fact("search", words::search(proof)),
        fact("gradient", format!("{} (0 is exact)", significant(proof.gradient, 2))),
        fact(
            "condition",
            format!(
                "{} (shapes alone {}), rank {} of {}",
                significant(proof.condition, 3),
                significant(proof.condition_projected, 3),
                proof.rank,
                fit.parameters.len()
            ),
        ),
    ]);
    if let Some(spread) = &fit.bootstrap {
        facts.push(fact("bootstrap", counted(spread.replicates, "replicate")));
    }
    facts
}

/// A name and what belongs to it.
pub(crate) fn fact(name: &str, text: impl Into<String>) -> (String, String) {
    (name.to_owned(), text.into())
}

/// The main numbers of a back-test.
pub(crate) fn numbers(backtest: &Backtest, scale: Scale, unit: &str) -> Vec<(String, String)> {
    let overall = &backtest.overall;
    let mut facts = vec![
        fact("error", errors(overall, scale)),
        fact("coverage", coverage(overall)),
        fact(
            "scores",
            format!(
                "CRPS {}, interval score {} at 80 %, {} at 95 %",
                significant(overall.crps, 3),
                significant(overall.interval80, 3),
                significant(overall.interval95, 3)
            ),
        ),
    ];
    if let Some(best) = strongest(backtest) {
        facts.push(fact(
            "skill",
            format!("{} against the strongest baseline, {}", skill(best), best.baseline),
        ));
    }
    if backtest.order.is_finite() {
        let text = format!(
            "{} of the changes were forecast in the right direction or order",
            percent(backtest.order)
        );
        facts.push(fact("order", format!("{text} (50 % is chance)")));
    }
    facts.push(fact("reach", reach(backtest, unit)));
    facts
}

/// Median, root mean square and signed error of the held-out points.
fn errors(scores: &Scores, scale: Scale) -> String {
    format!(
        "{} median, {} root mean square, bias {} (forecast against truth), {}",
        error(scores.median_error, scale),
        error(scores.rmse, scale),
        signed_error(scores.bias, scale),
        counted(scores.n, "held-out point")
    )
}

/// Observed coverage beside what was promised.
fn coverage(scores: &Scores) -> String {
    let parts = [(0, 50), (1, 80), (2, 95)];
    parts
        .map(|(index, nominal)| format!("{nominal}{GLUE}% intervals hold {}", observed(scores, index)))
        .join(", ")
}

/// One observed coverage with its standard error.
pub(crate) fn observed(scores: &Scores, index: usize) -> String {
    let share = scores.coverage[index];
    if share.is_nan() {
        return number::NONE.to_owned();
    }
    let se = scores.coverage_se[index];
    if se.is_finite() {
        format!("{:.0}{GLUE}±{GLUE}{:.0}{GLUE}%", share * 100.0, (se * 100.0).max(0.0))
    } else {
        percent(share)
    }
}

/// A skill with its standard error.
pub(crate) fn skill(skill: &Skill) -> String {
    let value = number::fixed(skill.skill, 2);
    if skill.skill.is_finite() && skill.se.is_finite() {
        format!("{value}{GLUE}±{GLUE}{:.2}", skill.se)
    } else {
        value
    }
}

/// How far the law may be trusted.
pub(crate) fn reach(backtest: &Backtest, unit: &str) -> String {
    let value = backtest.reach;
    if !value.is_finite() {
        return "no distance was found at which the error keeps to the tolerance".to_owned();
    }
    if unit != "powers of ten" {
        return format!("{} {unit} beyond the data", number::brief(value));
    }
    format!(
        "{} in {} ({} powers of ten beyond the data)",
        distance(value, unit),
        backtest.axis,
        number::brief(value)
    )
}

/// Every cut: the error of the law beside the errors of the baselines.
pub(crate) fn cuts(backtest: &Backtest, scale: Scale, unit: &str) -> Table {
    let first = if number::has_ends(&backtest.cuts, &backtest.axis) { "training up to" } else { "cut" };
    let mut titles: Vec<String> =
        [first, ">training", ">held out", ">farthest", ">law", ">in 80\u{a0}%", ">in 95\u{a0}%"]
            .map(str::to_owned)
            .into();
    let baselines = baselines(&backtest.cuts);
    titles.extend(baselines.iter().map(|baseline| format!(">{}", baseline_name(baseline))));
    let mut table = Table::new(&titles);
    for cut in &backtest.cuts {
        let mut cells: Vec<Cell> = vec![
            number::past_end(&cut.label, &backtest.axis).into(),
            number::grouped(cut.past).into(),
            number::grouped(cut.future).into(),
            distance(cut.distance, unit).into(),
            error(cut.law.rmse, scale).into(),
            percent(cut.law.coverage[1]).into(),
            percent(cut.law.coverage[2]).into(),
        ];
        cells.extend(baselines.iter().map(|name| {
            let rmse = cut
                .baselines
                .iter()
                .find(|(baseline, _)| baseline == name)
                .map_or(f64::NAN, |(_, rmse)| *rmse);
            error(rmse, scale).into()
        }));
        table.row(cells);
    }
    table
}

/// Names of the baselines over all cuts, in the order in which they are met.
pub(crate) fn baselines(cuts: &[lawlike::backtest::CutScore]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in cuts.iter().flat_map(|cut| &cut.baselines) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// Name under which the mixture of candidate laws stands among the baselines; it is shown, but it is not naive.
const MIXTURE: &str = "mixture of candidates";

/// The name of a baseline as it is shown.
pub(crate) fn baseline_name(name: &str) -> &str {
    if name == MIXTURE { "ensemble" } else { name }
}

/// The strongest baseline.
pub(crate) fn strongest(backtest: &Backtest) -> Option<&Skill> {
    backtest.skill.iter().find(|entry| entry.baseline != MIXTURE && entry.rmse.is_finite())
}

/// Every baseline, strongest first, and the skill of the law against it.
pub(crate) fn skills(backtest: &Backtest, scale: Scale) -> Table {
    let mut table = Table::new(&["baseline", ">error of the baseline", ">skill of the law"]);
    for entry in &backtest.skill {
        let rmse = error(entry.rmse, scale);
        table.row(vec![baseline_name(&entry.baseline).into(), rmse.into(), skill(entry).into()]);
    }
    table
}

/// Error and coverage by distance.
pub(crate) fn by_distance(backtest: &Backtest, scale: Scale, unit: &str) -> Table {
    let mut table = Table::new(&["distance up to", ">points", ">median error", ">in 80\u{a0}%"]);
    for class in &backtest.by_distance {
        table.row(vec![
            distance(class.up_to, unit).into(),
            number::grouped(class.points).into(),
            error(class.median_error, scale).into(),
            percent(class.coverage80).into(),
        ]);
    }
    table
}

/// Held-out runs shown one by one: more of them are a matter of scores.
const FEW: usize = 12;

/// A word for every horizon.
pub(crate) fn horizons(verdict: &Verdict, scale: Scale) -> Table {
    let mut table = Table::new(&[
        "up to",
        ">held-out runs",
        ">places",
        ">median error",
        ">within tolerance",
        ">in 80\u{a0}%",
        ">skill over standing still",
        "word",
    ]);
    for horizon in &verdict.horizons {
        table.row(vec![
            horizon.name.as_str().into(),
            horizon.runs.to_string().into(),
            horizon.places.to_string().into(),
            error(horizon.median_error, scale).into(),
            format!("{} of {}", horizon.within, horizon.runs).into(),
            format!("{} of {}", horizon.inside80, horizon.runs).into(),
            horizon.skill.map_or_else(|| NONE.to_owned(), |skill| number::fixed(skill, 2)).into(),
            words::word_cell(horizon.word),
        ]);
    }
    table
}

/// Every specification and the word under it.
pub(crate) fn stability(stability: &Stability) -> Table {
    let mut table = Table::new(&["choice", "made otherwise", "word"]);
    for one in &stability.specifications {
        table.row(vec![
            words::choice(one.choice).into(),
            one.what.as_str().into(),
            words::word_cell(one.word),
        ]);
    }
    table
}

/// Forecast and outcome of every held-out run, where there are few.
pub(crate) fn held_out_points(backtest: &Backtest, unit: &str) -> Option<Table> {
    if backtest.held_out_points.is_empty() || backtest.held_out_points.len() > FEW {
        return None;
    }
    let header = [">ahead", ">forecast", ">80\u{a0}% interval", ">95\u{a0}% interval", ">happened", "met"];
    let mut table = Table::new(&header);
    for run in &backtest.held_out_points {
        let inside = |own: Interval| own.contains(run.truth);
        let met = match (inside(run.fan.interval80), inside(run.fan.interval95)) {
            (true, _) => "within 80\u{a0}%",
            (false, true) => "within 95\u{a0}%",
            _ => "no",
        };
        table.row(vec![
            distance(run.distance, unit).into(),
            number::significant(run.fan.median(), 5).into(),
            number::interval(run.fan.interval80).into(),
            number::interval(run.fan.interval95).into(),
            number::significant(run.truth, 5).into(),
            met.into(),
        ]);
    }
    Some(table)
}

/// Findings with their code and hint; of many with the same code and hint, the first two and who else it is about.
pub(crate) fn findings(findings: &[Finding]) -> Vec<Item> {
    findings_by_code(findings).into_iter().map(|(_, item)| item).collect()
}

/// As [`findings`], each with the code of its check.
pub(crate) fn findings_by_code(findings: &[Finding]) -> Vec<(&'static str, Item)> {
    const MOST: usize = 3;
    let mut items = Vec::new();
    let mut seen: Vec<&Finding> = Vec::new();
    for finding in findings {
        let alike = |other: &&Finding| {
            (other.code, other.severity, other.hint) == (finding.code, finding.severity, finding.hint)
        };
        if seen.iter().any(&alike) {
            continue;
        }
        seen.push(finding);
        let group: Vec<&Finding> = findings.iter().filter(&alike).collect();
        let shown = if group.len() > MOST { MOST - 1 } else { group.len() };
        items.extend(group[..shown].iter().map(|finding| (finding.code, item(finding))));
        if group.len() > shown {
            items.push((finding.code, others(&group[shown..])));
        }
    }
    items
}

/// Findings like those before, by the labels of their series.
fn others(findings: &[&Finding]) -> Item {
    const MOST: usize = 12;
    let labels: Vec<&str> = findings.iter().map(|finding| words::label(&finding.label)).take(MOST).collect();
    let more = if findings.len() > MOST { " and others" } else { "" };
    let head = findings.first().map_or_else(Cell::default, |first| {
        let text = format!("{} · {} · {} more", words::severity(first.severity), first.code, findings.len());
        Cell::toned(text, words::severity_tone(first.severity))
    });
    Item { head, body: format!("alike: {}{more}", labels.join(", ")), hint: String::new() }
}

fn item(finding: &Finding) -> Item {
    let about = if finding.label.is_empty() { String::new() } else { format!(" · {}", finding.label) };
    let head = format!("{} · {}{about}", words::severity(finding.severity), finding.code);
    Item {
        head: Cell::toned(head, words::severity_tone(finding.severity)),
        body: finding.message.clone(),
        hint: finding.hint.to_owned(),
    }
}
