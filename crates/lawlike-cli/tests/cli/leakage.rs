//! What a forecast must not know: the outcomes at its points, and what the track record learned from its own source.

use crate::support::{Folder, chinchilla_csv, curves_csv, lawlike, noise, shared};
use lawlike_data::Table;

/// Cells by which the outcomes are replaced: other numbers, none, text, what breaks a scale.
const CELLS: [&str; 8] = ["1.9", "", "0", "-3", "1e300", "nan", "soon", "\"a, b\""];

/// A table as rows of cells.
fn rows(text: &str) -> Vec<Vec<String>> {
    let table = Table::from_bytes("table", text.as_bytes()).unwrap();
    (0..table.rows())
        .map(|row| table.columns.iter().map(|column| column.raw.text(row).into_owned()).collect())
        .collect()
}

/// The columns of POINTS and the forecast beside them, without the outcomes at this place.
fn forecast(train: &str, points: &str, outcome: Option<usize>, more: &[&str]) -> Vec<Vec<String>> {
    let folder = Folder::new();
    let (train, points) = (folder.write("train.csv", train), folder.write("points.csv", points));
    let args = ["forecast", &train, "--at", &points, "--seed", "0", "--format", "csv"];
    let run = lawlike(&[&args[..], more].concat()).expect_code(0);
    let header: Vec<String> = run.out.lines().next().unwrap().split(',').map(str::to_owned).collect();
    let mut all = rows(&run.out);
    all.insert(0, header);
    if let Some(place) = outcome {
        all.iter_mut().for_each(|row| drop(row.remove(place)));
    }
    all
}

/// Splits a table into its first rows and the others; the others also with the outcome replaced or taken away.
fn check(text: &str, first: usize, outcome: usize, more: &[&str]) {
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    let lines: Vec<&str> = lines.collect();
    let train = format!("{header}\n{}\n", lines[..first].join("\n"));
    let with = |cell: &dyn Fn(&str) -> Option<String>| -> String {
        let line = |line: &&str| {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            let replaced = cell(&cells.remove(outcome));
            replaced.into_iter().for_each(|replaced| cells.insert(outcome, replaced));
            cells.join(",")
        };
        let all: Vec<&str> = std::iter::once(header).chain(lines[first..].iter().copied()).collect();
        let mut out: Vec<String> = all.iter().skip(1).map(line).collect();
        let mut names: Vec<&str> = header.split(',').collect();
        if cell("").is_none() {
            names.remove(outcome);
        }
        out.insert(0, names.join(","));
        out.join("\n") + "\n"
    };
    let truth = forecast(&train, &with(&|cell| Some(cell.to_owned())), Some(outcome), more);
    assert!(truth.len() > 1 && truth[1].iter().any(|cell| cell == "ok"), "{truth:?}");
    assert_eq!(forecast(&train, &with(&|_| None), None, more), truth, "without the column");
    for cell in CELLS {
        let changed = forecast(&train, &with(&|_| Some(cell.to_owned())), Some(outcome), more);
        assert_eq!(changed, truth, "with `{cell}`");
    }
}

#[test]
fn outcomes_of_a_surface_are_never_read() {
    check(&chinchilla_csv(0.003), 48, 2, &["--y", "loss"]);
    check(&chinchilla_csv(0.003), 48, 2, &["--y", "loss", "--law", "chinchilla"]);
}

#[test]
fn outcomes_of_series_are_never_read() {
    // The two series turn by turn, so that both have a past and a future.
    let text = curves_csv(&["a", "b"], 16);
    let lines: Vec<&str> = text.lines().collect();
    let mixed: Vec<&str> = (1..=16).flat_map(|row| [lines[row], lines[row + 16]]).collect();
    let text = format!("{}\n{}\n", lines[0], mixed.join("\n"));
    check(&text, 22, 2, &["--y", "loss", "--by", "model"]);
    check(&text, 22, 2, &["--y", "loss", "--by", "model", "--law", "power-floor"]);
}

#[test]
fn outcomes_over_dates_and_of_shares_are_never_read() {
    let mut dates = "release_date,horizon\n".to_owned();
    let mut shares = "accuracy,flops\n".to_owned();
    for i in 0..24 {
        let (years, months) = (2019 + i / 6, 1 + 2 * (i % 6));
        dates +=
            &format!("{years}-{months:02}-15,{:.6}\n", (0.2 * f64::from(i) + 0.1 * noise(i as usize)).exp());
        let share = 0.2 + 0.025 * f64::from(i) + 0.02 * noise(100 + i as usize);
        shares += &format!("{share:.6},{:.4e}\n", 1e18 * 2f64.powi(i));
    }
    check(&dates, 16, 1, &["--y", "horizon=horizon", "--x", "release_date"]);
    check(&shares, 16, 0, &["--y", "accuracy", "--x", "flops"]);
}

/// A source of the record: file, what of it was kept, axes, response.
struct Source(&'static str, &'static str, &'static str, &'static [&'static str], &'static str);

const SURFACE: &[&str] = &["params", "tokens"];
/// Every source of the record, each kind of extrapolation of it once.
const SOURCES: &[Source] = &[
    Source("alabdulmohsin", "alabdulmohsin-lc", "", &["examples_seen"], "loss"),
    Source("colpret", "colpret", "looks_like_perplexity == 0 && tokens > 0 && loss > 0", &["tokens"], "loss"),
    Source("gemstones", "gemstones", "", &["tokens"], "loss"),
    Source("rectified-sft", "rectified-sft-flan", "sft_examples > 0", &["sft_examples"], "test_loss"),
    Source("chinchilla", "chinchilla-epoch", "", SURFACE, "loss"),
    Source("gadre", "gadre-overtraining", "", SURFACE, "loss_c4_val"),
    Source("porian", "porian", "", SURFACE, "loss"),
    Source("isoflops", "isoflops-public", "outlier != \"True\"", SURFACE, "loss"),
    Source("misfitting", "misfitting", "", SURFACE, "loss"),
    Source("gemstones", "gemstones", "", SURFACE, "loss"),
    Source("steplaw", "steplaw", "", SURFACE, "loss"),
    Source(
        "datablations",
        "datablations",
        "val_loss_c4 < 6 && epochs <= 60",
        &["params", "tokens", "unique_tokens"],
        "val_loss_c4",
    ),
    Source("qwen3-grpo", "qwen3-grpo", "rl_step > 0", &["rl_step"], "gsm8k_accuracy"),
    Source("obsscaling", "obsscaling-base", "", &["flops"], "MMLU=accuracy"),
    Source("gadre", "gadre-downstream", "", &["loss_c4_val"], "accuracy"),
    Source("evalperf", "evalperf-passk", "", &["k_samples"], "pass_at_k=accuracy"),
    Source("metr", "metr-horizons-v1", "p50_horizon_min > 0", &["release_date"], "p50_horizon_min"),
    Source(
        "epoch-notable",
        "epoch-notable-2025-02",
        "flops > 0 && date >= \"2010-01-01\"",
        &["date"],
        "flops",
    ),
    Source(
        "epoch-price",
        "epoch-llm-price-trend",
        "is_price_frontier == 1",
        &["date"],
        "price_usd_per_mtok_blended",
    ),
    Source("epoch-hardware", "hardware-prices", "price_usd_purchase > 0", &["date"], "price_usd_purchase"),
    Source("nvidia", "nvidia-compute", "", &["end_date"], "h100e_sold"),
];

#[test]
#[ignore = "slow"]
fn the_record_of_its_own_source_is_left_out() {
    for Source(source, file, filter, axes, response) in SOURCES {
        let Some(data) = shared(&format!("{file}.csv")) else { continue };
        let folder = Folder::new();
        // Where it is forecast does not matter: the first rows stand in.
        let head: Vec<String> =
            std::fs::read_to_string(&data).unwrap().lines().take(3).map(str::to_owned).collect();
        let points = folder.write("points.csv", &(head.join("\n") + "\n"));
        let mut args = vec!["forecast", &data, "--at", &points, "--y", response, "--format", "json"];
        axes.iter().for_each(|axis| args.extend(["--x", axis]));
        if !filter.is_empty() {
            args.extend(["--where", filter]);
        }
        let json = lawlike(&args).expect_code(0).json();
        let left_out = json["reference"]["left_out"].as_array().unwrap();
        assert!(left_out.iter().any(|name| name == source), "{file}: {source} is not among {left_out:?}");
    }
}
