//! `lawlike report`: a stored audit, shown again.

use super::Answer;
use crate::args::Report;
use crate::output;
use anyhow::{Context, Result, anyhow, ensure};
use lawlike_report::view::{self, Stored};
use std::fs::File;
use std::io::{self, Read};

/// The greatest stored audit, in bytes.
const MOST: u64 = 256 << 20;

/// Reads the JSON of an audit and writes it in another form.
pub(super) fn run(args: &Report) -> Result<Answer> {
    output::check(&args.out)?;
    let name = args.audit.display();
    let mut text = String::new();
    let read = if crate::resolve::is_input(&args.audit) {
        io::stdin().take(MOST + 1).read_to_string(&mut text)
    } else {
        File::open(&args.audit).and_then(|file| file.take(MOST + 1).read_to_string(&mut text))
    };
    let size = read.with_context(|| format!("cannot read {name}"))?;
    ensure!(size as u64 <= MOST, "{name}: it has more than 256 MiB, which no audit has");
    let stored = Stored::parse(&text).map_err(|message| anyhow!("{name}: {message}"))?;
    output::answer(&args.out, move |format, style| view::stored(&stored, &text, format, style))?;
    Ok(Answer::Done)
}
