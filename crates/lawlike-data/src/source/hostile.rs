//! Hostile files of every format: whatever their bytes, reading ends soon, with a table or a clear error, and without a
//! panic. The files are made here.

use super::arrow::tests::{Written, file};
use super::helm::tests::TABLE_TEXT;
use super::leaderboard::tests::CSV;
use super::sqlite::tests::database;
use super::tensorboard::tests::events;
use super::wandb::tests::run;
use super::zip::tests::archive;
use super::{Result, Sheet};
use arrow_ipc::CompressionType;
use bytes::Bytes;
use std::io::Read;
use std::time::{Duration, Instant};

fn read(name: &str, bytes: &[u8]) -> Result<Sheet> {
    super::read(name, &Bytes::copy_from_slice(bytes))
}

/// Time that one file may take in a build for tests.
const TIME: Duration = Duration::from_secs(5);

/// A good file of every format, from which bad ones are made.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let log = br#"{"version": 2, "status": "success", "eval": {"task": "sums", "model": "m"}, "results": {"scores": []}}"#;
    let sheet = b"<worksheet><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row><row r=\"2\"><c r=\"A2\"><v>3</v></c></row></worksheet>";
    let lm = br#"{"results": {"a": {"acc,none": 0.5}}, "versions": {"a": 1}, "config": {"model": "m", "model_args": "pretrained=x-70m"}}"#;
    let trainer =
        br#"{"global_step": 2, "log_history": [{"step": 1, "loss": 3.5}, {"step": 2, "eval_loss": 3.25}]}"#;
    let prices = br#"{"a": {"litellm_provider": "x", "input_cost_per_token": 1e-6}, "b": {"litellm_provider": "x", "mode": "chat"}}"#;
    let metr = b"results:\n  a:\n    release_date: 2024-06-20\n    metrics:\n      p50_horizon_length:\n        estimate: 18.5\n";
    vec![
        ("csv", b"params,loss\n\"1,000\",3.5\n2e9,\"3\"\n".to_vec()),
        ("chart", b"Step,a - loss,a - loss__MIN,a - loss__MAX\n1,2,2,2\n2,1,1,1\n".to_vec()),
        ("jsonl", b"{\"n\": 1, \"curve\": [[1, 2], [2, 3]]}\n{\"n\": 2, \"curve\": [[1, 2]]}\n".to_vec()),
        ("columns", br#"{"n": [1, 2, 3], "loss": [3.5, 3.25, 3.0]}"#.to_vec()),
        ("split", br#"{"columns": ["n", "loss"], "data": [[1, 3.5], [2, 3.25]]}"#.to_vec()),
        ("indexed", br#"{"n": {"0": 1, "1": 2}, "loss": {"0": 3.5, "1": 3.25}}"#.to_vec()),
        ("list", br#"[{"n": 1, "loss": 3.5}, {"n": 2, "loss": 3.25}]"#.to_vec()),
        ("series", br#"{"loss": {"step_100": 3.5, "step_200": 3.25, "step_300": 3.0}}"#.to_vec()),
        ("blocks", br#"{"a": [{"n": 1, "loss": 3}, {"n": 2, "loss": 2}], "b": [{"n": 1, "loss": 4}, {"n": 2, "loss": 3}]}"#.to_vec()),
        ("tree", br#"{"a": {"x": [{"n": 1, "ms": 3}, {"n": 2, "ms": 4}], "y": [{"n": 1, "ms": 5}, {"n": 2, "ms": 6}]}, "b": {"x": [{"n": 1, "ms": 3}, {"n": 2, "ms": 4}], "y": [{"n": 1, "ms": 5}, {"n": 2, "ms": 6}]}}"#.to_vec()),
        ("log", b"Step 1, Loss: 4.5\nStep 2, Loss: 4.25\nStep 3, Loss: 4\nsaved\nStep 4, Loss: 3.75\nStep 5, Loss: 3.5\n".to_vec()),
        ("tsv", b"params\tloss\n1e9\t3.5\n2e9\t3,25\n".to_vec()),
        ("inspect json", log.to_vec()),
        ("runs", b"{\"a\": {\"n\": 1, \"x\": {\"y\": 2}}, \"b\": {\"n\": 2}}".to_vec()),
        ("markdown", b"| n | loss |\n|---|---|\n| 1 | 2 |\n".to_vec()),
        ("yaml", metr.to_vec()),
        ("lm-eval", lm.to_vec()),
        ("trainer", trainer.to_vec()),
        ("prices", prices.to_vec()),
        ("inspect", archive(&[("header.json", log, true)])),
        ("xlsx", archive(&[("xl/workbook.xml", b"<w/>", false), ("xl/worksheets/sheet1.xml", sheet, true)])),
        ("tensorboard", events(&[(1, 4.5), (2, 3.25)])),
        ("wandb", run()),
        ("mlflow", database()),
        ("leaderboard", CSV.as_bytes().to_vec()),
        ("helm", TABLE_TEXT.as_bytes().to_vec()),
        ("arrow", file(Written::File, None)),
        ("arrow stream", file(Written::Stream, Some(CompressionType::ZSTD))),
        ("feather", file(Written::File, Some(CompressionType::LZ4_FRAME))),
    ]
}

fn is_quick(name: &str, bytes: &[u8]) {
    let start = Instant::now();
    if let Err(error) = read(name, bytes) {
        assert!(error.message().len() > 10 && error.message().len() < 2000, "{name}: {error}");
    }
    assert!(start.elapsed() < TIME, "{name}");
}

/// Writes the good files to where the fuzzers look for seeds, if that is asked for.
#[test]
fn seeds_of_the_fuzzers_are_made_here() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/table");
    let is_written = std::env::var_os("LAWLIKE_WRITE_SEEDS").is_some();
    let table = crate::Table::from_bytes("runs.csv", b"params,loss,name\n1,2,a\n2,3.5,b\n").unwrap();
    let packed = zstd::encode_all(&b"params,loss\n1,2\n"[..], 3).unwrap();
    let mut zipped = flate2::read::GzEncoder::new(&b"params,loss\n1,2\n"[..], flate2::Compression::default());
    let mut gzip = Vec::new();
    zipped.read_to_end(&mut gzip).unwrap();
    let more = [("gzip", gzip), ("parquet", table.to_parquet().unwrap()), ("zst", packed)];
    for (name, bytes) in files().into_iter().chain(more) {
        let path = folder.join(name);
        if is_written {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, bytes).unwrap();
        }
        let seed = std::fs::read(&path).unwrap();
        assert!(read(name, &seed).is_ok(), "{name}: LAWLIKE_WRITE_SEEDS=1 writes it anew");
    }
}

#[test]
fn good_files_are_read() {
    for (name, bytes) in files() {
        let sheet = read(name, &bytes);
        assert!(sheet.is_ok(), "{name}: {}", sheet.unwrap_err());
    }
}

#[test]
fn files_that_are_cut_off_or_damaged_are_errors_or_tables() {
    for (name, bytes) in files() {
        let step = (bytes.len() / 200).max(1);
        for at in (0..bytes.len()).step_by(step) {
            is_quick(name, &bytes[..at]);
            for mask in [0xff, 0x80, 0x01] {
                let mut damaged = bytes.clone();
                damaged[at] ^= mask;
                is_quick(name, &damaged);
            }
            let mut huge = bytes.clone();
            huge[at..].iter_mut().take(4).for_each(|byte| *byte = 0xff);
            is_quick(name, &huge);
        }
        is_quick(name, &bytes.repeat(2));
        is_quick(name, &[&bytes[..bytes.len() / 2], &[0; 64]].concat());
    }
}

#[test]
fn deep_wide_and_endless_texts_are_refused() {
    for text in [
        "[".repeat(200_000),
        "{\"a\":".repeat(200_000),
        format!("{{\"a\": {}1{}}}", "[".repeat(100), "]".repeat(100)),
        format!("a: {}", "{b: ".repeat(50_000)),
        format!("a:\n{}", (0..3000).map(|at| format!("{}b:\n", " ".repeat(at))).collect::<String>()),
        "\"".repeat(100_001),
        ",".repeat(1_000_000),
        format!("a\n{}", "\n".repeat(1_000_000)),
        "| a |\n|---|\n".repeat(50_000),
        format!("# {}", "x".repeat(1_000_000)),
        "x: &a [*a, *a]\ny: *a\n".to_owned(),
        format!("[{{\"header\": {}, \"rows\"", "[".repeat(100_000)),
        format!("{{\"header\": [{}], \"rows\": []}}", "{\"value\": 1},".repeat(50_000)),
        format!("{{\"log_history\": [{}]}}", "{},".repeat(1000)),
        "step 1 loss ".repeat(100_000),
        format!("step {}: loss 3\n", "1".repeat(900)).repeat(5000),
        (0..50_000).map(|at| format!("step{} 1: loss{at} 3, x 4\n", at / 7)).collect::<String>(),
    ] {
        is_quick("text", text.as_bytes());
    }
}

#[test]
fn rows_without_a_common_name_are_refused_before_they_fill_the_memory() {
    let rows: String = (0..9000).map(|at| format!("{{\"k{at}\":1}}\n")).collect();
    let error = read("runs.jsonl", rows.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("few names in common"), "{error}");
}

#[test]
fn compressed_files_are_read_up_to_a_limit() {
    let packed = zstd::encode_all(&b"params,loss\n1,2\n"[..], 3).unwrap();
    assert_eq!(read("runs.csv.zst", &packed).unwrap().names, ["params", "loss"]);
    let bomb = zstd::encode_all(std::io::repeat(b'1').take(200 << 20), 3).unwrap();
    assert!(read("bomb.zst", &bomb).unwrap_err().to_string().contains("unpacks to more"));
}
