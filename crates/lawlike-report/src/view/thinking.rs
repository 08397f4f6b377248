//! What longer thinking brings, law by law, and whether the points tell the laws apart.

use super::csv::{Csv, Field};
use super::document::{Block, Document, Table};
use crate::number::{GLUE, NONE, bracketed, brief, counted, percent, significant};
use lawlike::interval::Interval;
use lawlike::thinking::{Apart, ENOUGH, RULED_OUT, ShareNoise};
use lawlike_questions::test_time::thinking::{Thinking, ThinkingCost, ThinkingLaw};

/// Adds what is said of every model.
pub(crate) fn push(document: &mut Document, lengths: &[Thinking]) {
    for found in lengths {
        model_thinking(document, found);
    }
    if lengths.is_empty() {
        return;
    }
    let about = "Laws are fitted by binomial likelihood; brackets hold 95 % intervals over sets drawn from the fitted law with the \
                 noise of its items. They know of that noise, not of a law that is wrong. The last column is Akaike's criterion \
                 less that of the best law. Two laws are compared by the ratio of their likelihoods against its simulated \
                 distribution under each; a chance below 5 % rules a law out.";
    document.push(Block::Note(about.to_owned()));
}

fn model_thinking(document: &mut Document, found: &Thinking) {
    let label = if found.label.is_empty() { String::new() } else { format!("{}: ", found.label) };
    document.section(format!("{label}longer thinking"), Block::Table(laws(found)));
    let items = match found.noise {
        ShareNoise::Given => format!("{} each", counted(found.items as usize, "item")),
        ShareNoise::FromScatter => {
            format!(
                "{} each, as their scatter says (give --items if you know)",
                counted(found.items as usize, "item")
            )
        }
    };
    let mut lines = vec![format!(
        "{} of {items}, {} to {} tokens.",
        counted(found.n, "point"),
        brief(found.span.0),
        brief(found.span.1)
    )];
    lines.extend(found.saturation().map(saturation));
    document.push(Block::Bullets(lines));
    if found.laws.iter().any(|law| !law.targets.is_empty()) {
        document.push(Block::Table(targets(found)));
    }
    document.push(Block::Table(apart(&found.apart)));
}

/// Growth against saturation, in plain words.
fn saturation(found: &Apart) -> String {
    if !found.is_open() {
        let (out, p) =
            if found.one_p < RULED_OUT { (found.one, found.one_p) } else { (found.other, found.other_p) };
        return format!("The points rule out the {} law (chance {}).", out.name(), percent(p));
    }
    let more = found.more.first().map_or_else(
        || " No number of further points up to 30 times the longest thinking would.".to_owned(),
        |more| {
            format!(
                " {} of {} at {} tokens would, in {} of cases.",
                counted(more.points, "more point"),
                counted(more.items as usize, "item"),
                significant(more.tokens, 3),
                percent(ENOUGH)
            )
        },
    );
    format!(
        "Log-linear growth and saturation ({}) cannot be told apart: the points are as usual under either (chances {} and {}), \
         and such points tell them apart in {} of cases.{more}",
        found.other.name(),
        percent(found.one_p),
        percent(found.other_p),
        percent(found.power_one.min(found.power_other))
    )
}

fn laws(found: &Thinking) -> Table {
    let mut table = Table::new(&[
        "law",
        ">ceiling",
        ">best length",
        ">at twice the longest",
        ">at ten times",
        ">deviance",
        ">behind the best",
    ]);
    for law in &found.laws {
        let around = |of: Option<Interval>, shown: &dyn Fn(f64) -> String| {
            of.map_or_else(|| NONE.to_owned(), |of| bracketed(of, shown))
        };
        let ahead = |at: usize| {
            law.ahead.get(at).map_or_else(String::new, |ahead| {
                format!("{}{GLUE}%", bracketed(ahead.right, |share| format!("{:.0}", 100.0 * share)))
            })
        };
        table.row(vec![
            law.shape.name().into(),
            around(law.ceiling, &percent).into(),
            around(law.peak, &brief).into(),
            ahead(0).into(),
            ahead(1).into(),
            significant(law.deviance, 3).into(),
            significant(law.behind, 2).into(),
        ]);
    }
    table
}

fn targets(found: &Thinking) -> Table {
    let has_price = found.laws.iter().flat_map(|law| &law.targets).any(|reach| reach.usd.is_finite());
    let mut titles = vec![">target", "law", ">tokens", ">never reached"];
    if has_price {
        titles.extend([">$ a problem", ">$ a solved problem"]);
    }
    let mut table = Table::new(&titles);
    let count = found.laws.first().map_or(0, |law| law.targets.len());
    for at in 0..count {
        for law in &found.laws {
            let Some(reach) = law.targets.get(at) else { continue };
            let mut cells = vec![
                percent(reach.target).into(),
                law.shape.name().into(),
                tokens(reach).into(),
                percent(reach.never).into(),
            ];
            if has_price {
                cells.extend([brief(reach.usd).into(), brief(reach.usd_solved).into()]);
            }
            table.row(cells);
        }
    }
    table
}

fn tokens(reach: &ThinkingCost) -> String {
    bracketed(reach.tokens, brief)
}

fn apart(found: &[Apart]) -> Table {
    let mut table = Table::new(&[
        "log-linear against",
        ">chance if log-linear",
        ">chance if the other",
        ">power",
        ">points that would tell",
    ]);
    for apart in found {
        let more: Vec<String> = apart
            .more
            .iter()
            .take(2)
            .map(|more| format!("{} at {}", more.points, significant(more.tokens, 2)))
            .collect();
        table.row(vec![
            apart.other.name().into(),
            percent(apart.one_p).into(),
            percent(apart.other_p).into(),
            percent(apart.power_one.min(apart.power_other)).into(),
            if more.is_empty() { NONE.to_owned() } else { more.join(", or ") }.into(),
        ]);
    }
    table
}

/// One row a model, law and target.
pub(crate) fn csv(lengths: &[Thinking]) -> String {
    let names = [
        "model",
        "law",
        "target",
        "tokens",
        "lo95",
        "hi95",
        "never",
        "usd",
        "usd_solved",
        "deviance",
        "behind",
    ];
    let mut csv = Csv::new(&names);
    for found in lengths {
        let rows =
            found.laws.iter().flat_map(|law: &ThinkingLaw| law.targets.iter().map(move |reach| (law, reach)));
        for (law, reach) in rows {
            let mut cells = vec![Field::Text(&found.label), Field::Text(law.shape.name())];
            let Interval { value, lo, hi, .. } = reach.tokens;
            let numbers = [reach.target, value, lo, hi, reach.never, reach.usd, reach.usd_solved];
            cells.extend(numbers.into_iter().chain([law.deviance, law.behind]).map(Field::Number));
            csv.row(&cells);
        }
    }
    csv.finish()
}
