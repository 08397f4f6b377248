//! `lawlike plan test-time`: the cheapest way to a share of solved problems.

use crate::args::TestTime;
use crate::cmd::{Answer, Typed};
use crate::progress::{self, Progress};
use crate::{output, pages, resolve};
use anyhow::{Context, Result, ensure};
use lawlike_data::{InferenceRoles, SampleRoles, inference};
use lawlike_questions::test_time::{Price, Tokens, settings, thinking, versus};
use lawlike_report::view::TestTimeView;

/// Reads, plans and prints.
pub(super) fn run(args: &TestTime, typed: &Typed) -> Result<Answer> {
    pages::check::<TestTimeView<'_>>(&args.pages, &args.out)?;
    ensure!(
        args.items.is_none_or(|items| items >= 1.0 && items.is_finite()),
        "--items: a share needs one problem or more behind it"
    );
    let price = price(args);
    price.check()?;
    let input = progress::reading(args.out.quiet, || resolve::read(&args.data))?;
    let origin = input.origin();
    let table = resolve::selected(input.table, args.columns.filter.as_deref())?;
    let found = inference(&table, &roles(args), &price)?;
    if !args.out.quiet {
        origin.iter().chain(&found.understood).for_each(|line| output::say(line));
    }
    let progress = Progress::start("planning", args.out.quiet);
    let tokens = Tokens { read: args.prompt, written: args.answer };
    let targets = args.target.clone();
    let shaped =
        thinking::ThinkingOptions { targets: targets.clone(), tokens, price, run: resolve::run(&args.run) };
    let lengths = thinking::thinking(&found.thoughts, &shaped)?;
    let verifier = args.verifier.parse().context("--verifier")?;
    let shaped =
        settings::SettingOptions { targets, verifier, problems: args.problems, run: resolve::run(&args.run) };
    let (choices, gains) = if found.settings.is_empty() {
        ensure!(!lengths.is_empty(), "no row has both thinking tokens and a share of right answers");
        (Vec::new(), Vec::new())
    } else {
        let domain = |task: &str| found.domains.get(task).cloned();
        (settings::choose(&found.settings, &shaped)?, versus(&found.settings, &domain, args.run.seed))
    };
    drop(progress);
    let provenance = typed.provenance(args.run.seed, &table.files);
    let problems = args.problems;
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&TestTimeView {
            provenance: &provenance,
            choices: &choices,
            gains: &gains,
            lengths: &lengths,
            unit: &found.unit,
            problems,
        });
    })?;
    Ok(Answer::Done)
}

fn price(args: &TestTime) -> Price {
    Price {
        read: args.usd_in,
        cached: args.usd_cached.unwrap_or(args.usd_in),
        thought: args.usd_reasoning.unwrap_or(args.usd_out),
        written: args.usd_out,
    }
}

fn roles(args: &TestTime) -> InferenceRoles {
    let columns = &args.columns;
    InferenceRoles {
        samples: SampleRoles {
            task: columns.task.clone(),
            samples: columns.samples.clone(),
            correct: columns.correct.clone(),
            model: columns.model.clone(),
            cost: columns.cost.clone(),
        },
        right: args.y.clone(),
        size: args.size.clone(),
        training: args.training.clone(),
        thinking: args.thinking.clone(),
        domain: args.domain.clone(),
        rate: args.rate.clone(),
        train_cost: args.train_cost.clone(),
        items: args.items,
    }
}
