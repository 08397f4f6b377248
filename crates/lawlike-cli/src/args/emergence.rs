//! The arguments of `lawlike emergence`.

use super::{Out, Pages, Run};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Say whether a jump of a sharp metric follows from a smooth one, and forecast tasks from benchmarks
#[derive(Debug, Args)]
#[command(after_help = "\
DATA has one row for every model, with its scale (such as `flops`), perhaps its family, and one column
for every task or benchmark. A task is a share of right answers. Name its smooth metric with it:
--task exact_match=loss. Without one, it is linked to the capabilities that the benchmarks measure
(--benchmark, several), and without benchmarks to the scale alone.

The verdict on a task is one of
  follows           the sharp metric follows from what it is linked to
  below resolution  too few models are right more often than the items can show
  break at X        there is a jump that the link does not have, or the smooth metric itself jumps
  cannot be told    and why: too few models within the rise, or only a large break would have shown
Every verdict comes with the smallest break that these data could have shown.

With --cut, models beyond the cut are forecast from those up to it: from their benchmarks, from family
and size, from compute alone, and by the mixture of `lawlike forecast`.

Examples:
  lawlike emergence lab-pretrain
  lawlike emergence runs.csv --task exact_match=answer_loss --items 1000
  lawlike emergence models.csv --task word_unscrambling --benchmark MMLU --benchmark HellaSwag
  lawlike emergence models.csv --task arithmetic --benchmark MMLU --benchmark GSM8K --cut 8.4e22")]
pub(crate) struct Emergence {
    /// Files of models, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Models up to this scale are those to learn from; the tasks of larger ones are forecast and scored
    #[arg(long, value_name = "SCALE", allow_negative_numbers = true)]
    pub(crate) cut: Option<f64>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: EmergenceColumns,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
    /// Pages and figures.
    #[command(flatten)]
    pub(crate) pages: Pages,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// Which columns of a table of models mean what.
#[derive(Debug, Args)]
#[command(next_help_heading = "Columns")]
pub(crate) struct EmergenceColumns {
    /// A column of right answers, and the smooth metric of the same task; repeat it for more [default: columns of
    /// exact match with a loss of the same name]
    #[arg(long, value_name = "SHARP[=SMOOTH]")]
    pub(crate) task: Vec<String>,
    /// A column of scores that measure capabilities; repeat it for more
    #[arg(long, value_name = "COL")]
    pub(crate) benchmark: Vec<String>,
    /// The column of the scale [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) x: Option<String>,
    /// The column of the model [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) model: Option<String>,
    /// The column of the family: models of one family are not independent [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) family: Option<String>,
    /// Items behind every score, a number or a column [default: recognised by name, else 1000]
    #[arg(long, value_name = "N|COL")]
    pub(crate) items: Option<String>,
    /// Use only the rows for which this holds
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub(crate) filter: Option<String>,
}
