//! The command line: a command and its options.

use std::path::PathBuf;

/// What may follow `lab`.
pub(crate) const USAGE: &str = "\
usage: lab <command> [options]

  bench                         tokens per second and GFLOP/s by shape
  entropy                       the true irreducible losses of the text
  tune    --out DIR             the runs that the learning rates are chosen from, and a table
  sweep   --out DIR [--only S]  all runs, or one stage: pretrain, posttrain, inference, held-out
  run     --out DIR --id ID     one run of the sweep
  status  --out DIR             what is finished and how much is left
  bundle  --out DIR --to DIR    tidy tables and cards from the finished runs

options: --workers N (2 unless given), --commit HASH (for the cards)
";

/// The command line, split into plain values.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Args {
    pub(crate) command: String,
    out: Option<PathBuf>,
    pub(crate) to: Option<PathBuf>,
    pub(crate) id: Option<String>,
    pub(crate) only: Option<String>,
    pub(crate) commit: Option<String>,
    workers: Option<usize>,
}

impl Args {
    pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut words = words.into_iter();
        let mut args = Self { command: words.next().unwrap_or_default(), ..Self::default() };
        while let Some(option) = words.next() {
            let value = words.next().ok_or_else(|| format!("{option} needs a value"))?;
            match option.as_str() {
                "--out" => args.out = Some(value.into()),
                "--to" => args.to = Some(value.into()),
                "--id" => args.id = Some(value),
                "--commit" => args.commit = Some(value),
                "--only" => args.only = Some(value),
                "--workers" => {
                    args.workers =
                        Some(value.parse().map_err(|_| format!("--workers {value}: not a number"))?);
                }
                _ => return Err(format!("unknown option {option}\n\n{USAGE}")),
            }
        }
        Ok(args)
    }

    /// The folder of the sweep.
    pub(crate) fn out(&self) -> Result<&PathBuf, String> {
        self.out.as_ref().ok_or_else(|| format!("{} needs --out DIR", self.command))
    }

    pub(crate) fn workers(&self) -> usize {
        self.workers.unwrap_or(2)
    }
}
