//! What a file says must not depend on how it says it: per cent and shares, units in headers, tokens or compute, sentinels,
//! the direction of the response.

use crate::support::{Folder, Outcome, lawlike, noise};
use serde_json::Value;

/// Runs over a range of sizes: the header, and a row for each size.
fn runs(header: &str, sizes: &[f64], row: impl Fn(usize, f64) -> String) -> String {
    let rows: Vec<String> = sizes.iter().enumerate().map(|(i, size)| row(i, *size)).collect();
    format!("{header}\n{}\n", rows.join("\n"))
}

/// So many sizes from 1e7 on, a constant factor apart.
fn sizes(count: usize, factor: f64) -> Vec<f64> {
    (0..count).map(|i| 1e7 * factor.powi(i as i32)).collect()
}

fn audited(text: &str, more: &[&str]) -> (Outcome, Value) {
    let folder = Folder::new();
    let path = folder.write("runs.csv", text);
    let mut args = vec!["audit", path.as_str(), "--format", "json"];
    args.extend(more);
    let run = lawlike(&args);
    let json = run.json();
    (run, json)
}

fn word(text: &str, more: &[&str]) -> String {
    audited(text, more).1["verdict"]["word"].as_str().unwrap().to_owned()
}

/// A share that rises from .2 to .9.
fn share(i: usize, size: f64) -> f64 {
    let z = 1.1 * (size.ln() - 22.0);
    0.2 + 0.7 / (1.0 + (-z).exp()) + 0.004 * noise(i)
}

#[test]
fn per_cent_is_the_share_a_hundred_times() {
    let sizes = sizes(22, 1.6);
    let share = |i, size| (1e4 * share(i, size)).round() / 1e4;
    let of_one = runs("params,accuracy", &sizes, |i, size| format!("{size},{:.4}", share(i, size)));
    let of_hundred =
        runs("params,accuracy", &sizes, |i, size| format!("{size},{:.2}", 100.0 * share(i, size)));
    let (one, hundred) = (audited(&of_one, &[]).1, audited(&of_hundred, &[]).1);
    for part in ["law", "tolerance", "objective", "words"] {
        assert_eq!(one[part], hundred[part], "{part}");
    }
    assert_eq!(one["verdict"]["word"], "Strong");
    assert_eq!(one["verdict"]["sentence"], hundred["verdict"]["sentence"]);

    let forecast = |text: &str| {
        let folder = Folder::new();
        let (train, at) = (folder.write("runs.csv", text), folder.write("at.csv", "params\n5e11\n1e13\n"));
        lawlike(&["forecast", &train, "--at", &at, "--format", "csv"])
    };
    let (one, hundred) = (forecast(&of_one), forecast(&of_hundred));
    assert!(hundred.err.contains("in per cent"), "{}", hundred.err);
    for (a, b) in one.out.lines().zip(hundred.out.lines()).skip(1) {
        let numbers =
            |line: &str| line.split(',').skip(1).take(7).map(|n| n.parse().unwrap()).collect::<Vec<f64>>();
        for (a, b) in numbers(a).into_iter().zip(numbers(b)) {
            assert!((100.0 * a - b).abs() < 1e-6 && (0.0..=100.0).contains(&b), "{a} {b}");
        }
    }
}

#[test]
fn a_benchmark_within_one_is_accuracy() {
    let sizes = sizes(22, 1.6);
    let text = runs("params,mmlu", &sizes, |i, size| format!("{size},{:.4}", share(i, size)));
    let (run, json) = audited(&text, &["--y", "mmlu"]);
    assert!(run.err.contains("accuracy = `mmlu`"), "{}", run.err);
    assert_eq!(json["verdict"]["word"], "Strong");
    let reward = runs("params,reward", &sizes, |i, size| format!("{size},{:.4}", share(i, size)));
    assert_eq!(audited(&reward, &["--y", "reward"]).1["verdict"]["sentence"], json["verdict"]["sentence"]);
}

#[test]
fn mixed_units_are_refused() {
    let text = runs("flops,accuracy", &sizes(15, 3.0), |i, size| {
        let share = 0.25 + 0.04 * i as f64;
        format!("{size},{}", if i % 3 == 1 { 100.0 * share } else { share })
    });
    let folder = Folder::new();
    let path = folder.write("runs.csv", &text);
    lawlike(&["audit", &path]).expect_error(&["mixes shares and per cent", "lines 3, 6, 9"]);
}

/// Losses of the surface of Hoffmann et al. 2022 on a grid of sizes and budgets.
fn isoflop(header: &str, row: impl Fn(f64, f64, f64, f64) -> String) -> String {
    let mut lines = vec![header.to_owned()];
    for budget in 0..6 {
        let compute = 1e18 * 10_f64.powf(0.5 * f64::from(budget));
        for step in 0..7 {
            let params = (compute / 120.0).sqrt() * 2_f64.powi(step - 3);
            let tokens = compute / (6.0 * params);
            let loss = 1.69 + 406.4 * params.powf(-0.34) + 410.7 * tokens.powf(-0.28);
            lines.push(row(params, tokens, compute, loss * (1.0 + 0.001 * noise(lines.len()))));
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn compute_and_parameters_say_the_tokens() {
    let with_tokens = isoflop("params,tokens,loss", |n, d, _, loss| format!("{n},{d},{loss}"));
    let with_compute = isoflop("params,compute_budget,final_loss", |n, _, c, loss| format!("{n},{c},{loss}"));
    assert_eq!(word(&with_tokens, &[]), "Strong");
    let (run, json) = audited(&with_compute, &[]);
    assert!(run.err.contains("D = C/(6N)"), "{}", run.err);
    assert_eq!(json["verdict"]["word"], "Strong");
    assert_eq!(word(&with_compute, &["--x", "params", "--x", "compute_budget"]), "Strong");
}

#[test]
fn units_of_headers_reach_the_plan() {
    let text = isoflop("flops,Params (M),tokens,loss", |n, d, c, loss| {
        format!("{c},{},{},{loss}", n / 1e6, d / 1e9)
    });
    let plain = isoflop("flops,params,tokens,loss", |n, d, c, loss| format!("{c},{n},{d},{loss}"));
    let folder = Folder::new();
    let optimum = |text: &str, more: &[&str]| {
        let path = folder.write("runs.csv", text);
        let mut args = vec!["plan", "compute-optimal", path.as_str(), "--budget", "1e22", "--format", "csv"];
        args.extend(more);
        lawlike(&args).out
    };
    let numbers =
        |text: &str| -> Vec<f64> { text.split([',', '\n']).filter_map(|cell| cell.parse().ok()).collect() };
    let (headed, plain) = (numbers(&optimum(&text, &[])), numbers(&optimum(&plain, &[])));
    assert!(plain.len() > 10 && plain.len() == headed.len());
    let close = |a: &f64, b: &f64| (a - b).abs() <= 1e-3 * b.abs().max(1e-9);
    assert!(headed.iter().zip(&plain).all(|(a, b)| close(a, b)), "{headed:?}\n{plain:?}");
    let bare =
        isoflop("flops,params,tokens,loss", |n, d, c, loss| format!("{c},{},{},{loss}", n / 1e6, d / 1e9));
    let stated = numbers(&optimum(&bare, &["--units", "params=M,tokens=B"]));
    assert!(stated.iter().zip(&plain).all(|(a, b)| close(a, b)), "{stated:?}\n{plain:?}");
    let path = folder.write("bare.csv", &bare);
    assert!(lawlike(&["fit", &path, "--law", "chinchilla"]).err.contains("--units params=M,tokens=B"));
}

#[test]
fn sentinels_are_named_by_line_and_left_out() {
    let sizes = sizes(20, 1.5);
    let mut text = runs("model,Model size (B),WER", &sizes, |i, size| {
        format!("m{i},{},{:.4}", size / 1e9, (4.0 + 900.0 * size.powf(-0.3)) * (1.0 + 0.003 * noise(i)))
    });
    text += "vendor,-1,5.1\nother,0,6\n";
    let (run, json) = audited(&text, &["--y", "WER", "--x", "Model size (B)"]);
    assert!(run.err.contains("lines 22, 23"), "{}", run.err);
    assert_eq!(json["verdict"]["word"], "Strong");
}

#[test]
fn a_ladder_of_one_ratio_is_judged_along_parameters() {
    let text = runs("n_params,tokens,val_loss", &sizes(12, 1.8), |i, n| {
        let loss = 1.7 + 406.4 * n.powf(-0.34) + 410.7 * (20.0 * n).powf(-0.28);
        format!("{n:.0},{:.0},{}", 20.0 * n.round(), loss * (1.0 + 0.001 * noise(i)))
    });
    let (run, json) = audited(&text, &[]);
    let said = "tokens are 20.0 x `n_params` in every run; judged along `n_params`";
    assert!(run.err.contains(said), "{}", run.err);
    assert_eq!(json["verdict"]["word"], "Strong");
}

#[test]
fn the_law_follows_a_rising_response() {
    let sizes = sizes(18, 1.7);
    let far = runs("tokens,batch_opt", &sizes, |i, d| {
        format!("{d},{}", 0.6 * d.powf(0.56) * (1.0 + 0.01 * noise(i)))
    });
    assert_eq!(word(&far, &["--x", "tokens", "--y", "batch_opt"]), "Strong");
    let near =
        runs("params,bleu", &sizes, |i, n| format!("{n},{}", 42.0 - 900.0 * n.powf(-0.21) + 0.05 * noise(i)));
    let by_rule = audited(&near, &["--y", "bleu"]).1;
    assert_eq!((&by_rule["verdict"]["word"], &by_rule["law"]["name"]), (&"Strong".into(), &"pow3".into()));
    assert_eq!(
        by_rule["verdict"]["sentence"],
        audited(&near, &["--y", "bleu", "--law", "pow3"]).1["verdict"]["sentence"]
    );
}

#[test]
fn a_law_that_cannot_follow_is_wrong_and_not_absent() {
    let text = runs("params,bleu", &sizes(18, 1.7), |i, n| {
        format!("{n},{}", 42.0 - 900.0 * n.powf(-0.21) + 0.05 * noise(i))
    });
    let folder = Folder::new();
    let path = folder.write("runs.csv", &text);
    let run = lawlike(&["audit", &path, "--y", "bleu", "--law", "power-floor"]).expect_code(3);
    assert!(run.out.contains("wrong law: the response rises"), "{}", run.out);
    assert!(run.out.contains("wrong-law"), "the finding");
    assert!(
        !run.out.contains("NaN") && !run.out.contains("1.0e0") && !run.out.contains("ABSENT"),
        "{}",
        run.out
    );
    assert!(lawlike(&["explain", "wrong-law"]).out.contains("Spearman"));
}

#[test]
fn a_response_that_never_varies_is_untested() {
    for (name, value) in [("loss", "3.25"), ("accuracy", "0")] {
        let text = runs(&format!("params,{name}"), &sizes(18, 1.7), |_, n| format!("{n},{value}"));
        let folder = Folder::new();
        let path = folder.write("runs.csv", &text);
        let run = lawlike(&["audit", &path]).expect_code(3);
        assert!(run.out.contains("all values are equal"), "{}", run.out);
        assert!(!run.out.contains("NaN"), "{}", run.out);
    }
}

#[test]
fn a_forecast_without_names_takes_what_both_files_share() {
    let row =
        |i: usize, n: f64| format!("{n},{},{}", 1 + i % 3, 2.0 + 300.0 * n.powf(-0.3) + 0.1 * (i % 3) as f64);
    let folder = Folder::new();
    let train = folder.write("train.csv", &runs("alpha,beta,y", &sizes(18, 1.7), row));
    let at = folder.write("at.csv", "alpha,beta\n1e12,2\n1e12,3\n");
    let run = lawlike(&["forecast", &train, "--at", &at, "--y", "y", "--format", "csv"]).expect_code(0);
    assert!(run.err.contains("axis = `alpha`") && run.err.contains("axis = `beta`"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 3);
}

/// What `data show` proposes works as it is typed.
#[test]
fn the_command_that_is_proposed_works() {
    let folder = Folder::new();
    let rows = |i: i32| format!("{:e},{:.4}", 1e7 * 2_f64.powi(i), 1.5 + 3.0 * 0.8_f64.powi(i));
    let table: String = (0..8).map(|i| rows(i) + "\n").collect();
    let cases = [
        ("a.csv", format!("params,loss\n{table}"), "audit"),
        ("b.csv", format!("params,my metric\n{table}"), "audit"),
        ("c.jsonl", "{\"task\": \"a\", \"is_correct\": [true, false]}\n{\"task\": \"b\", \"is_correct\": [false, false]}\n".to_owned(), "passk"),
        ("d.csv", "model,release_date,score\na,2023Q1,3\nb,2023Q3,5\nc,2024Q1,9\n".to_owned(), "trend"),
    ];
    for (name, text, command) in cases {
        let path = folder.write(name, &text);
        let run = lawlike(&["data", "show", &path, "--format", "json"]).expect_code(0);
        let json = run.json();
        let lines = json["understood"].as_array().unwrap();
        let next = lines.last().and_then(|line| line.as_str()).unwrap();
        let typed = next.strip_prefix("next: lawlike ").unwrap().split("    (").next().unwrap();
        assert!(typed.starts_with(command), "{next}");
        let typed = typed.replace("--y 'my metric'", "--y my\u{1}metric");
        let args: Vec<String> = typed.split(' ').map(|word| word.replace('\u{1}', " ")).collect();
        let words: Vec<&str> = args
            .iter()
            .map(String::as_str)
            .chain(["-q", "--exit-zero"].into_iter().filter(|_| command == "audit"))
            .collect();
        lawlike(&words).expect_code(0);
    }
}

/// Logs of steps with settings elsewhere are one table, and a folder of runs is as well.
#[test]
fn logs_are_joined_with_settings() {
    let folder = Folder::new();
    let mut logs = String::from("run,step,loss\n");
    let mut settings = String::from("run,n_params\n");
    for run in 0..8 {
        let params = 1e6 * 2_f64.powi(run);
        settings += &format!("r{run},{params}\n");
        for step in [10, 20] {
            logs += &format!("r{run},{step},{}\n", 2.0 + 50.0 * params.powf(-0.3) + 1.0 / f64::from(step));
        }
    }
    let (logs, settings) = (folder.write("logs.csv", &logs), folder.write("settings.csv", &settings));
    let run = lawlike(&[
        "fit",
        &logs,
        "--join",
        &settings,
        "--on",
        "run",
        "--law",
        "E + A*N^-alpha",
        "--format",
        "json",
    ]);
    let run = run.expect_code(0);
    assert_eq!(run.json()["fit"]["n"], 8, "the last step of each run");
    assert!(run.err.contains("the last row of each is used"), "{}", run.err);
}
