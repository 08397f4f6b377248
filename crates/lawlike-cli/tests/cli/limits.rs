//! Limits of time and memory: a run that goes too far ends with code 2 and says what it was at.

use crate::support::{Folder, chinchilla_csv, command, lawlike};
use std::fs;
use std::time::Instant;

/// A fit that takes longer than any test waits.
fn endless(data: &str) -> Vec<&str> {
    vec!["fit", data, "--y", "loss", "--law", "chinchilla", "--bootstrap", "1000000"]
}

#[test]
fn a_run_ends_when_its_time_is_over_and_says_what_it_was_at() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let answer = folder.path().join("answer.json").to_str().unwrap().to_owned();
    let begun = Instant::now();
    let args = [&endless(&data)[..], &["-o", &answer, "--max-time", "1.5"]].concat();
    lawlike(&args).expect_error(&["--max-time", "after 1.5 s", "while fitting", "no answer was written"]);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    lawlike(&["laws", "--max-time", "100"]).expect_code(0);
}

#[test]
fn what_was_kept_is_taken_up_after_a_limit_as_after_any_stop() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let kept = folder.path().join("kept.txt").to_str().unwrap().to_owned();
    let args = [&endless(&data)[..], &["--resume", &kept, "--max-time", "3"]].concat();
    lawlike(&args).expect_error(&["replicates of this series are kept in", "kept.txt", "ask the same again"]);
    let few = ["fit", &data, "--y", "loss", "--law", "chinchilla", "--bootstrap", "10", "--format", "json"];
    let again = lawlike(&[&few[..], &["--resume", &kept]].concat()).expect_code(0);
    assert!(again.err.contains("10 of 10 replicates are taken from"), "{}", again.err);
    assert_eq!(again.out, lawlike(&few).expect_code(0).out);
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_ends_when_it_holds_too_much() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    lawlike(&["audit", &data, "--max-memory", "1K"])
        .expect_error(&["--max-memory is 1024", "the files have"]);
    // A stream has no size before it is read: what it makes the process hold is watched.
    let rows = std::iter::repeat_n("1e8,1e10,some words of a cell\n", 4_000_000);
    let text: String = std::iter::once("params,tokens,loss\n").chain(rows).collect();
    let mut child = command(&["data", "show", "-", "--max-memory", "64M"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // It ends before it has read everything.
    let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes());
    let run = child.wait_with_output().unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.code() == Some(2) && said.contains("--max-memory is 67108864"), "{said}");
    assert!(run.stdout.is_empty());
    lawlike(&["audit", &data, "--max-memory", "4G", "--exit-zero"]).expect_code(0);
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    for args in [["--max-time", "0"], ["--max-time", "soon"], ["--max-memory", "much"], ["--max-memory", "0"]]
    {
        lawlike(&[&["laws"], &args[..]].concat()).expect_error(&[args[0]]);
    }
}
