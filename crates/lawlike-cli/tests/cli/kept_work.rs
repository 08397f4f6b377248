//! An audit or a back-test that is stopped and taken up again gives the bytes of one that was not.

use crate::support::{Folder, chinchilla_csv, command, curves_csv, lawlike};
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

/// A question on some curves, series by series.
fn asked<'a>(question: &'a str, data: &'a str) -> Vec<&'a str> {
    let mut args = vec![question, data, "--x", "tokens", "--y", "loss", "--by", "model", "--format", "json"];
    args.extend(["--exit-zero", "--threads", "2"]);
    args
}

fn with<'a>(args: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [args, more].concat()
}

/// Pieces of work in a file of `--resume`.
fn pieces(path: &str) -> usize {
    fs::read_to_string(path).map_or(0, |text| text.lines().filter(|line| line.starts_with("work ")).count())
}

fn curves(folder: &Folder, count: usize) -> String {
    let names: Vec<String> = (0..count).map(|at| format!("m{at:03}")).collect();
    folder.write("curves.csv", &curves_csv(&names.iter().map(String::as_str).collect::<Vec<_>>(), 16))
}

#[test]
fn audits_and_back_tests_go_on_from_what_is_kept() {
    let folder = Folder::new();
    let data = curves(&folder, 3);
    for question in ["audit", "backtest"] {
        let kept = folder.path().join(format!("{question}.work")).to_str().unwrap().to_owned();
        let args = asked(question, &data);
        let whole = lawlike(&args).expect_code(0).out;
        let first = lawlike(&with(&args, &["--resume", &kept])).expect_code(0);
        assert_eq!(first.out, whole);
        assert!(!first.err.contains("are taken from"), "{}", first.err);
        let text = fs::read_to_string(&kept).unwrap();
        // Three series at four cuts at least; an audit checks every series as well.
        let least = if question == "audit" { 15 } else { 12 };
        assert!(pieces(&kept) >= least, "{}", pieces(&kept));
        let again = lawlike(&with(&args, &["--resume", &kept])).expect_code(0);
        assert_eq!(again.out, whole);
        let said = format!("{} pieces of work are taken from", pieces(&kept));
        assert!(again.err.contains(&said), "{}", again.err);
        assert_eq!(fs::read_to_string(&kept).unwrap(), text, "nothing was worked out again");
        // What is shown, and on how many threads it is worked out, is not what is asked.
        let other = with(&asked(question, &data)[..8], &["--exit-zero", "--threads", "1", "--resume", &kept]);
        lawlike(&other).expect_code(0);
        assert_eq!(fs::read_to_string(&kept).unwrap(), text);
    }
}

#[test]
#[ignore = "slow"]
fn killed_again_and_again_an_audit_ends_as_if_it_had_not_been() {
    let folder = Folder::new();
    let data = curves(&folder, 60);
    let kept = folder.path().join("kept.work").to_str().unwrap().to_owned();
    let args = asked("audit", &data);
    let resumed = with(&args, &["--resume", &kept]);
    let whole = lawlike(&args).expect_code(0).out;
    for kill in 0..8 {
        let before = pieces(&kept);
        let mut child = command(&resumed)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        // Until it has kept something more, or ended; then a little longer, so that it may be writing.
        while pieces(&kept) <= before && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(2));
        }
        thread::sleep(Duration::from_millis(5 * kill));
        let was_at_work = child.try_wait().unwrap().is_none();
        let _ = child.kill();
        child.wait().unwrap();
        assert!(pieces(&kept) > before || !was_at_work, "{kill}: nothing was kept");
    }
    assert_eq!(lawlike(&resumed).expect_code(0).out, whole);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "nothing unfinished stays: {left:?}");
}

#[test]
fn work_of_another_question_is_refused() {
    let folder = Folder::new();
    let data = folder.write("runs.csv", &chinchilla_csv(0.01));
    let other = folder.write("other.csv", &chinchilla_csv(0.02));
    let kept = folder.path().join("kept.work").to_str().unwrap().to_owned();
    let audit = ["audit", &data, "--y", "loss", "--exit-zero", "--resume", &kept];
    lawlike(&audit).expect_code(0);
    let text = fs::read_to_string(&kept).unwrap();
    let refused = |args: &[&str], parts: &[&str]| {
        lawlike(args).expect_error(&with(&["--resume", "kept.work"], parts));
    };
    refused(&with(&audit, &["--cut", "last:20%"]), &["pieces of work", "another question", "--cut"]);
    refused(&with(&audit, &["--law", "kaplan"]), &["another question", "--law kaplan"]);
    refused(&with(&audit, &["--seed", "3"]), &["another question", "seed 3"]);
    refused(
        &["audit", &other, "--y", "loss", "--exit-zero", "--resume", &kept],
        &["another question", "data "],
    );
    let fit = ["fit", &data, "--y", "loss", "--bootstrap", "9", "--resume", &kept];
    refused(&fit, &["no file of bootstrap replicates"]);
    assert_eq!(fs::read_to_string(&kept).unwrap(), text, "a refused run leaves the file alone");
    // Altered by a digit, cut, and lengthened.
    let line = text.lines().find(|line| line.starts_with("work ")).unwrap();
    let digit = if line.ends_with('0') { '1' } else { '0' };
    let altered = text.replace(line, &format!("{}{digit}", &line[..line.len() - 1]));
    for content in [altered, text[..text.len() / 2].to_owned(), format!("{text}work\n")] {
        fs::write(&kept, &content).unwrap();
        refused(&audit, &["altered or cut"]);
        assert_eq!(fs::read_to_string(&kept).unwrap(), content);
    }
    fs::write(&kept, text.replace("kept work 1", "kept work 9")).unwrap();
    refused(&audit, &["has format 9, this program reads and writes 1"]);
    let folder = folder.path().to_str().unwrap();
    lawlike(&["backtest", &data, "--resume", folder]).expect_error(&["it is a folder"]);
    lawlike(&["audit", "agents-priced-out", "--resume", &kept]).expect_error(&["--resume", "claim"]);
}
