//! The same seed gives the same bytes, whatever the number of threads.

use crate::support::{Folder, chinchilla_csv, curves_csv, lawlike};

fn same_for_all_threads(args: &[&str]) {
    let with = |threads: &str| {
        let mut args = args.to_vec();
        args.extend(["--seed", "7", "--threads", threads, "--quiet"]);
        let run = lawlike(&args);
        assert!([0, 1, 3].contains(&run.code), "{}", run.err);
        assert!(!run.out.is_empty());
        run.out
    };
    let one = with("1");
    for threads in ["1", "2", "7"] {
        assert!(with(threads) == one, "other bytes with {threads} threads: {args:?}");
    }
}

#[test]
fn of_an_audit() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.003));
    same_for_all_threads(&["audit", &runs, "--y", "loss", "--format", "json"]);
}

#[test]
fn of_a_forecast() {
    let folder = Folder::new();
    let train = folder.write("train.csv", &curves_csv(&["one", "two", "three"], 18));
    let points = folder.write("points.csv", "model,tokens\none,1e12\ntwo,1e12\nthree,1e12\n");
    let args = ["forecast", &train, "--at", &points, "--y", "loss", "--x", "tokens", "--by", "model"];
    same_for_all_threads(&[&args[..], &["--format", "csv"]].concat());
}

#[test]
fn of_a_fit_with_bootstrap() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.003));
    same_for_all_threads(&["fit", &runs, "--law", "chinchilla", "--bootstrap", "50", "--format", "json"]);
}

#[test]
fn another_seed_gives_another_bootstrap() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.003));
    let with = |seed: &str| {
        let args =
            ["fit", &runs, "--law", "chinchilla", "--bootstrap", "20", "--format", "json", "--seed", seed];
        lawlike(&args).expect_code(0).json()["fit"]["bootstrap"]["sd"].to_string()
    };
    assert_ne!(with("1"), with("2"));
}
