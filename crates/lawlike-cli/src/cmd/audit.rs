//! `lawlike audit`: the road from observations to a verdict.

use super::Answer;
use crate::args::Audit;
use crate::progress::Progress;
use crate::{output, resolve, write};
use anyhow::Result;
use lawlike::audit::{Options, audit};
use lawlike::verdict::Word;
use lawlike_report::view;

/// Audits the data, prints the verdict, and writes the report if one is asked for.
pub(super) fn run(args: &Audit) -> Result<Answer> {
    if let [name] = args.data.as_slice()
        && crate::claims::is_claim(name)
    {
        return Ok(super::claims::audit(name, &args.out)?.or_zero(args.exit_zero));
    }
    let mut options = options(args)?;
    output::check(&args.out)?;
    if let Some(path) = &args.report {
        write::check(path)?;
    }
    let source = resolve::open(&args.data, &args.columns, options.law.as_slice())?;
    source.say(&args.out);
    let understood = source.understood();
    options.floor = source.floor();
    options.traits = source.traits();
    options.assumed = resolve::assumed(&args.counting)?;
    let shaped = resolve::options(&args.columns, &args.model).counting(&args.counting);
    let typed = shaped.claim(&args.claim).trial(&args.trial);
    let provenance = source.provenance(args.run.seed, typed);
    let progress = Progress::start("auditing", args.out.quiet);
    let audited = audit(&source.observed.series, understood, provenance, &options)?;
    drop(progress);
    let word = audited.verdict.word;
    let page = args.report.as_ref().map(|path| (path, view::html::audit(&audited)));
    output::answer(&args.out, move |format, style| view::audit(&audited, format, style))?;
    if let Some((path, page)) = page {
        write::whole(path, page.as_bytes())?;
    }
    Ok(answer(word).or_zero(args.exit_zero))
}

fn options(args: &Audit) -> Result<Options> {
    Ok(Options {
        law: resolve::law(&args.model.law)?,
        objective: resolve::objective(&args.model.objective)?,
        cut: resolve::cut(args.trial.cut.as_deref())?,
        tolerance: resolve::tolerance(args.trial.tolerance.as_deref())?,
        published: resolve::published(&args.claim)?,
        seed: args.run.seed,
        threads: args.run.threads.unwrap_or_default(),
        ..Options::default()
    })
}

fn answer(word: Word) -> Answer {
    match word {
        Word::Strong => Answer::Done,
        Word::Weak | Word::Broken | Word::Absent => Answer::DoesNotHold,
        Word::Untested => Answer::Untested,
    }
}
