//! The card of a set: what it is, how it was made, what its columns mean, where it ends.

use super::table::Table;
use crate::text::entropy::Entropy;
use std::fmt::Write;

/// What is said about a set apart from its columns.
pub(crate) struct Card {
    pub(crate) set: &'static str,
    title: &'static str,
    how: &'static str,
    limits: &'static [&'static str],
    stage: &'static str,
    /// Columns and rows that an audit takes, as lines of TOML.
    roles: &'static str,
}

/// Group of the runs that are kept back.
const HELD_OUT: &str = "held-out";

const MODELS: &str = "Decoder-only transformers in f32, written for this project, each trained by one thread: \
    AdamW, warm-up over a twentieth of the steps, cosine decay to 5 % set for the length of the run, batch growing \
    with the square root of the run. ";

pub(crate) const PRETRAIN: Card = Card {
    set: "lab-pretrain",
    title: "Pre-training of small transformers on text of known entropy",
    how: "One row a run, evaluated at its end on 1024 held-out sequences of 64 tokens of each domain.",
    limits: &[
        "Models have 4 thousand to 2 million parameters; widths are multiples of 16, so the shape changes in steps.",
        "The learning rate was tuned by size at two or three token counts (set lab-tune) and kept for all lengths.",
        "The loss on arithmetic falls in a step when a model learns to add; fit the grammar or the mix with that in mind.",
        "Wall times come from a shared machine; processor times are better.",
        "Models with the smallest token counts saw a few hundred steps only.",
    ],
    stage: "pretrain",
    roles: "y = \"loss_grammar\"\nx = [\"params_non_embedding\", \"tokens\"]\nwhere = \"epochs == 1\"",
};

pub(crate) const CURVES: Card = Card {
    set: "lab-curves",
    title: "Losses within the pre-training runs",
    how: "One row an evaluation, at 1/16, 1/8, 1/4, 1/2, 3/4 and the whole of each run, on 128 held-out sequences of \
        each domain (1024 at the end).",
    limits: &[
        "Before the end of a run the learning rate is still high: these losses are not those of shorter runs.",
    ],
    stage: "pretrain",
    roles: "y = \"loss_grammar\"\nx = [\"tokens_so_far=tokens\"]\nby = \"id\"",
};

pub(crate) const TUNE: Card = Card {
    set: "lab-tune",
    title: "Search of the learning rates",
    how: "One row a run; five rates a size, at 2^18, 2^20 and (up to width 64) 2^22 tokens.",
    limits: &[
        "Rates are a factor of two apart. The best one of a size moves by a factor of two at most between its token counts, \
         but for two runs that learned to add early by chance.",
    ],
    stage: "tune",
    roles: "y = \"loss_grammar\"\nx = [\"params_non_embedding\", \"tokens\"]",
};

pub(crate) const FINETUNE: Card = Card {
    set: "lab-finetune",
    title: "Fine-tuning on a task that pre-training did not show",
    how: "Differences of numbers of 3 digits modulo 1000, from the longest grid run of each size and from random \
        weights; 4 epochs; scored on 1024 held-out problems.",
    limits: &[
        "The bases of different sizes saw different token counts.",
        "Held-out problems are random: a share of at most 2 % also occurs among 16384 examples.",
    ],
    stage: "posttrain",
    roles: "y = \"answer_loss\"\nx = [\"examples\"]\nby = \"base\"\nwhere = \"base_tokens > 0\"",
};

pub(crate) const REINFORCE: Card = Card {
    set: "lab-reinforce",
    title: "Policy gradient with a checkable reward",
    how: "REINFORCE on the task of lab-finetune with the mean reward of 16 answers to a problem as baseline, 16 \
        problems a step, from the fine-tuned model of its size that is right most nearly 15 % of the time.",
    limits: &[
        "Three sizes and one learning rate; the starts differ, from 1 % to 20 % right.",
        "Sampling repeats the forward pass for each token, and is counted so.",
        "Sizes and starts were chosen after a first trial, whose starts were right never or nearly always.",
    ],
    stage: "posttrain",
    roles: "y = \"pass_rate\"\nx = [\"flop_rl\"]\nby = \"id\"\nwhere = \"step > 0\"",
};

pub(crate) const INFERENCE: Card = Card {
    set: "lab-inference",
    title: "Repeated sampling and voting on sums",
    how: "200 problems (50 for each digit count), 256 samples at temperatures 0.6 and 1.0, from the longest grid run \
        of each size and from each grid run that is right 5 % to 98 % of the time.",
    limits: &["Answers have no intermediate steps: there is no scratchpad."],
    stage: "inference",
    roles: "y = \"pass_rate\"\nx = [\"base_flop_6nd\"]",
};

impl Card {
    /// The card as TOML.
    pub(crate) fn to_toml(&self, table: &Table, commit: &str, entropy: &Entropy) -> String {
        let mut text = String::new();
        let mut entry = |key: &str, value: &str| {
            let _ = writeln!(text, "{key} = {value:?}");
        };
        entry("id", self.set);
        entry("title", self.title);
        entry("kind", "measured");
        entry("licence", "CC0-1.0");
        entry(
            "made",
            &format!("{MODELS}{} Made again by `{}` at commit {commit}.", self.how, self.command()),
        );
        entry("limits", &self.limits.join(" "));
        let _ = writeln!(
            text,
            "\n# What an audit of the set takes, unless it is told otherwise.\n[roles]\n{}",
            self.roles
        );
        // The held-out runs are the future once all of them are there; until then cuts roll along the axes.
        let held_out = table.rows.iter().filter(|row| row.iter().any(|cell| cell == HELD_OUT)).count();
        if held_out >= 4 {
            let _ = writeln!(text, "cut = \"flop_6nd<=4e13\"");
        }
        let _ =
            writeln!(text, "\n# Entropy of the source in nats a token: what no model can go below.\n[floor]");
        let floors =
            [("mix", entropy.mix()), ("grammar", entropy.grammar), ("arithmetic", entropy.arithmetic)];
        for (domain, floor) in floors {
            let _ = writeln!(text, "loss_{domain} = {floor:.9}");
        }
        let _ = writeln!(text, "\n[columns]");
        for (name, unit, meaning) in &table.columns {
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            let _ = writeln!(text, "{name} = {:?}", format!("{meaning}{unit}"));
        }
        text
    }

    fn command(&self) -> String {
        let make = match self.stage {
            "tune" => "lab tune --out DIR".to_string(),
            "pretrain" => {
                "lab sweep --out DIR --only pretrain && lab sweep --out DIR --only held-out".to_string()
            }
            stage => format!("lab sweep --out DIR --only {stage}"),
        };
        format!("{make} && lab bundle --out DIR --to crates/lawlike-data/bundle")
    }
}
