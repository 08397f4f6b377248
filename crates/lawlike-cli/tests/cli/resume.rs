//! A bootstrap that is stopped and taken up again gives the bytes of one that was not.

use crate::support::{Folder, chinchilla_csv, command, curves_csv, lawlike};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

/// A fit with so many replicates, kept in a file.
fn resumed<'a>(data: &'a str, count: &'a str, kept: &'a str) -> Vec<&'a str> {
    let mut args = fit(data, count);
    args.extend(["--resume", kept]);
    args
}

fn fit<'a>(data: &'a str, count: &'a str) -> Vec<&'a str> {
    vec!["fit", data, "--y", "loss", "--law", "chinchilla", "--bootstrap", count, "--format", "json"]
}

fn replicates(path: &str) -> usize {
    fs::read_to_string(path)
        .map_or(0, |text| text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).count())
}

#[test]
fn killed_again_and_again_it_ends_as_if_it_had_not_been() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let kept = folder.path().join("kept.txt").to_str().unwrap().to_owned();
    let whole = lawlike(&fit(&data, "3000")).expect_code(0).out;
    for kill in 0..6 {
        let before = replicates(&kept);
        let args = resumed(&data, "3000", &kept);
        let mut child =
            command(&args).stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null()).spawn().unwrap();
        // Until it has kept something more, or ended; then a little longer, so that it may be writing.
        while replicates(&kept) == before && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(3 * kill));
        let _ = child.kill();
        child.wait().unwrap();
        assert!(replicates(&kept) > before || before == 3000, "{kill}: nothing was kept");
    }
    let run = lawlike(&resumed(&data, "3000", &kept)).expect_code(0);
    assert_eq!(run.out, whole);
    assert!(run.err.contains("of 3000 replicates are taken from"), "{}", run.err);
}

#[test]
fn more_may_be_asked_for_later() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let kept = folder.path().join("kept.txt").to_str().unwrap().to_owned();
    for count in ["20", "45", "10"] {
        let args = resumed(&data, count, &kept);
        assert_eq!(lawlike(&args).expect_code(0).out, lawlike(&fit(&data, count)).expect_code(0).out);
    }
    assert_eq!(replicates(&kept), 45);
}

#[test]
fn every_series_has_its_own() {
    let folder = Folder::new();
    let data = folder.write("curves.csv", &curves_csv(&["one", "two", "three"], 16));
    let kept = folder.path().join("kept.txt").to_str().unwrap().to_owned();
    let args = ["fit", &data, "--x", "tokens", "--by", "model", "--format", "json", "--bootstrap"];
    let with = |count: &str, more: &[&str]| lawlike(&[&args[..], &[count], more].concat()).expect_code(0);
    with("8", &["--resume", &kept]);
    let run = with("30", &["--resume", &kept]);
    assert_eq!(run.out, with("30", &[]).out);
    assert_eq!(run.err.matches("bootstrap: 8 of 30 replicates").count(), 3, "{}", run.err);
    assert_eq!(replicates(&kept), 90);
}

#[test]
fn replicates_of_another_question_are_refused() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let other = folder.write("other.csv", &chinchilla_csv(0.02));
    let kept = folder.path().join("kept.txt").to_str().unwrap().to_owned();
    lawlike(&resumed(&data, "10", &kept)).expect_code(0);
    let text = fs::read_to_string(&kept).unwrap();
    let ask = |data: &str, more: &[&str]| lawlike(&[&resumed(data, "12", &kept)[..], more].concat());
    ask(&other, &[]).expect_error(&["another question", "data "]);
    ask(&data, &["--seed", "3"]).expect_error(&["another question", "seed 0", "seed 3"]);
    ask(&data, &["--objective", "ls"]).expect_error(&["another question", "no such line", "--objective ls"]);
    ask(&data, &["--fix", "E=1.8"]).expect_error(&["another question", "--fix"]);
    ask(&data, &["-o", &kept]).expect_error(&["same file"]);
    ask(&data, &["--published", "E=1.69"]).expect_error(&["--published"]);
    assert_eq!(fs::read_to_string(&kept).unwrap(), text, "a refused run leaves the file alone");
    // A law in a file that has changed is seen by the fit.
    let fit = text.lines().find(|line| line.starts_with("fit ")).unwrap();
    fs::write(&kept, text.replace(fit, &fit.replace("E=3f", "E=40"))).unwrap();
    ask(&data, &[]).expect_error(&["law, bounds or program have changed"]);
}

#[test]
fn files_that_are_none_are_refused() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let kept = folder.path().join("kept.txt").to_str().unwrap().to_owned();
    lawlike(&resumed(&data, "6", &kept)).expect_code(0);
    let text = fs::read_to_string(&kept).unwrap();
    let cut = &text[..text.len() - 30];
    let replicate = text.lines().find(|line| line.starts_with("2 ")).unwrap();
    for (content, message) in [
        (String::new(), "no file of bootstrap replicates"),
        ("params,tokens,loss\n1,2,3\n".to_owned(), "no file of bootstrap replicates"),
        (cut.to_owned(), "kept.txt"),
        (text.replace(replicate, "2 1 2 3"), "this is no replicate"),
        (text.replace(replicate, "3 failed"), "this is no replicate"),
        (text.replace(replicate, "2 7ff8000000000000"), "this is no replicate"),
        (text.replace(replicate, "2 3ff0000000000000"), "parameters where the law has 5"),
        (format!("{text}2 failed\n"), "more after the end"),
    ] {
        fs::write(&kept, content).unwrap();
        lawlike(&resumed(&data, "6", &kept)).expect_error(&["--resume", message]);
    }
    let shown = folder.path().to_str().unwrap();
    lawlike(&resumed(&data, "6", shown)).expect_error(&["it is a folder"]);
    lawlike(&resumed(&data, "0", &kept)).expect_error(&["--bootstrap"]);
    assert!(!Path::new(&format!("{shown}/.kept.txt.tmp")).exists());
}
