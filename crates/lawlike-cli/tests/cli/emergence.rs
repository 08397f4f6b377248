//! `lawlike emergence`: its outputs, bad input, and the public scores of models past the cut of the paper.

use crate::support::{Folder, Outcome, lawlike, shared};

/// Twenty models of four families: exact match of six tokens, five benchmarks.
fn csv() -> String {
    let mut text = "model,family,flops,params,tokens,exact,loss,b1,b2,b3,b4,b5\n".to_owned();
    for i in 0..24 {
        let z = f64::from(i) / 6.0;
        let wobble = (f64::from(i) * 2.4).sin();
        let loss = 1.2 * (-0.8 * z + 0.1 * wobble).exp();
        let exact = ((-6.0 * loss).exp() * 1000.0).round() / 1000.0;
        let bench = |shift: f64| 0.25 + 0.7 / (1.0 + (shift - z - 0.1 * wobble).exp());
        text += &format!(
            "m{i},f{},{:e},{:e},{:e},{exact},{loss:.5},{:.4},{:.4},{:.4},{:.4},{:.4}\n",
            i % 4,
            1e20 * 10f64.powf(z),
            1e8 * 10f64.powf(z / 2.0),
            1.7e11 * 10f64.powf(z / 2.0),
            bench(1.0),
            bench(1.5),
            bench(2.0) + 0.01 * wobble,
            bench(2.5) - 0.01 * wobble,
            bench(3.0)
        );
    }
    text
}

fn run(text: &str, more: &[&str]) -> Outcome {
    let folder = Folder::new();
    let path = folder.write("models.csv", text);
    lawlike(&[&["emergence", &path], more].concat())
}

const BENCHMARKS: [&str; 10] =
    ["--benchmark", "b1", "--benchmark", "b2", "--benchmark", "b3", "--benchmark", "b4", "--benchmark", "b5"];

#[test]
fn every_format_tells_the_verdict() {
    let table = csv();
    let pair = ["--task", "exact=loss", "--items", "1000"];
    let text = run(&table, &[&pair[..], &["--full"]].concat()).expect_code(0);
    assert!(
        text.out.contains("exact: follows") || text.out.contains("exact: cannot be told"),
        "{}",
        text.out
    );
    assert!(text.out.contains("would have shown") || text.out.contains("within the rise"), "{}", text.out);
    assert!(text.err.contains("smooth `loss`"), "{}", text.err);
    let lines = run(&table, &[&pair[..], &["--format", "csv"]].concat()).expect_code(0).out;
    assert!(lines.starts_with("task,models,at_floor,linked_to,verdict,"), "{lines}");
    let json = run(&table, &[&pair[..], &["--format", "json"]].concat()).expect_code(0).json();
    assert_eq!(json["schema"], "lawlike/emergence/1");
    assert_eq!(json["tasks"][0]["basis"], "smooth");
    assert!(json["tasks"][0]["sharp"]["smallest"][0].as_f64().unwrap() > 0.0);
    assert!(run(&table, &[&pair[..], &["--format", "md"]].concat()).expect_code(0).out.contains("| task"));
}

#[test]
fn a_cut_scores_every_source() {
    let more = [&["--task", "exact", "--cut", "1e22", "--format", "json"], &BENCHMARKS[..]].concat();
    let json = run(&csv(), &more).expect_code(0).json();
    let sources = json["trial"]["tasks"][0]["sources"].as_array().unwrap();
    let names: Vec<&str> = sources.iter().filter_map(|source| source["source"].as_str()).collect();
    assert_eq!(names, ["benchmarks", "family", "compute", "mixture"]);
    let rows = json["trial"]["forecasts"].as_array().unwrap();
    assert_eq!(rows.len(), 4 * json["trial"]["tasks"][0]["hidden"].as_u64().unwrap() as usize);
    for row in rows {
        let number_of = |name: &str| row[name].as_f64().unwrap();
        assert!(number_of("lo95") <= number_of("lo80") && number_of("lo80") <= number_of("median"), "{row}");
        assert!(number_of("median") <= number_of("hi80") && number_of("hi80") <= number_of("hi95"), "{row}");
    }
    let again = run(&csv(), &[&more[..], &["--threads", "1"]].concat()).expect_code(0).json();
    assert_eq!(json["trial"], again["trial"]);
}

#[test]
fn bad_input_names_its_place() {
    run(&csv(), &["--task", "exakt"]).expect_error(&["exakt"]);
    run(&csv(), &["--task", "exact=family"]).expect_error(&["family", "line 2"]);
    run(&csv(), &["--task", "exact=b1"]).expect_error(&["b1", "smooth metric"]);
    run(&csv(), &["--task", "exact", "--cut", "-1"]).expect_error(&["--cut"]);
    run(&csv(), &["--task", "exact", "--cut", "1e40"]).expect_error(&["lower cut"]);
    run(&csv(), &["--task", "loss"]).expect_error(&["loss"]);
    run(&csv(), &["--task", "exact", "--items", "0"]).expect_error(&["--items 0"]);
    run("model,flops\na,1e20\n", &[]).expect_error(&["--task"]);
    run("model,score\na,0.5\n", &["--task", "score"]).expect_error(&["--x"]);
}

#[test]
fn the_bundled_sweep_has_pairs_of_its_own() {
    let out = lawlike(&["emergence", "lab-pretrain", "--format", "csv"]).expect_code(0);
    assert!(out.err.contains("task = `exact_3`, smooth `answer_loss_3`, items `problems_3`"), "{}", out.err);
    assert_eq!(out.out.lines().count(), 5, "{}", out.out);
}

#[test]
#[ignore = "slow"]
fn public_tasks_past_the_cut_of_the_paper() {
    let Some(path) = shared("obsscaling-base.csv") else { return };
    let tasks = ["word_unscrambling_2_exact_match", "arithmetic_2dm_2_acc"];
    let benchmarks =
        ["MMLU", "ARC-C", "HellaSwag", "Winograd", "TruthfulQA", "GSM8K", "XWinograd", "HumanEval"];
    let mut arguments = vec!["emergence", path.as_str(), "--cut", "8.4e22", "--format", "json"];
    tasks.iter().for_each(|task| arguments.extend(["--task", task]));
    benchmarks.iter().for_each(|benchmark| arguments.extend(["--benchmark", benchmark]));
    let json = lawlike(&arguments).expect_code(0).json();
    for source in json["trial"]["overall"].as_array().unwrap() {
        let (name, rmse) = (source["source"].as_str().unwrap(), source["rmse"].as_f64().unwrap());
        let covered = source["coverage95"].as_f64().unwrap();
        // Compute alone and the mixture are baselines: nothing is promised of them.
        if ["benchmarks", "family"].contains(&name) {
            assert!(rmse < 0.22 && covered > 0.85, "{name}: {rmse} {covered}");
        }
    }
    for task in json["tasks"].as_array().unwrap() {
        assert_eq!(task["basis"], "capabilities");
        assert!(task["reason"].as_str().unwrap().len() > 40);
    }
}
