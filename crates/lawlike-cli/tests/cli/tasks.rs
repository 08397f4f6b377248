//! `lawlike tasks`.

use crate::support::{Folder, lawlike, shared};
use serde_json::Value;

/// Runs on a grid of sizes and tokens; three tasks: one follows the loss, one falls with it, one stays at chance.
fn scores_csv() -> String {
    let mut text = String::from("run,params,tokens,val_loss,task,accuracy,items,chance\n");
    for size in 0..6 {
        for multiple in [10.0, 40.0, 160.0, 640.0] {
            let (n, d) = (2e7 * 3f64.powi(size), 2e7 * 3f64.powi(size) * multiple);
            let loss = 1.7 + 406.0 * n.powf(-0.34) + 411.0 * d.powf(-0.28);
            let wave = f64::from((size * 7 + multiple as i32) % 5 - 2) * 0.004;
            let rise = 0.25 + 0.5 / (1.0 + ((loss - 3.0) / 0.3).exp());
            for (task, score) in
                [("rises", rise + wave), ("falls", 0.9 - 0.6 * rise + wave), ("stays", 0.25 + wave)]
            {
                text += &format!("n{size}x{multiple},{n:e},{d:e},{loss:.6},{task},{score:.4},1000,0.25\n");
            }
        }
    }
    text
}

/// The same runs with a column a task.
fn wide_csv() -> String {
    let mut text = String::from("run,flops,rises,falls\n");
    let long = scores_csv();
    let cells: Vec<Vec<&str>> = long.lines().skip(1).map(|line| line.split(',').collect()).collect();
    for rows in cells.chunks(3) {
        let (n, d): (f64, f64) = (rows[0][1].parse().unwrap(), rows[0][2].parse().unwrap());
        text += &format!("{},{:e},{},{}\n", rows[0][0], 6.0 * n * d, rows[0][5], rows[1][5]);
    }
    text
}

fn task<'a>(json: &'a Value, suite: usize, name: &str) -> &'a Value {
    let tasks = json["suites"][suite]["tasks"].as_array().unwrap();
    tasks.iter().find(|task| task["task"] == name).unwrap_or_else(|| panic!("no {name}"))
}

fn rmse(forecast: &Value, method: &str) -> f64 {
    let errors = forecast["errors"].as_array().unwrap();
    let found = errors.iter().find(|error| error["method"] == method);
    found.unwrap_or_else(|| panic!("no {method}: {forecast}"))["rmse"].as_f64().unwrap()
}

#[test]
fn tasks_are_classed_and_forecast() {
    let folder = Folder::new();
    let path = folder.write("scores.csv", &scores_csv());
    let json = lawlike(&["tasks", &path, "--quiet", "--format", "json"]).expect_code(0).json();
    assert_eq!(json["schema"], "lawlike/tasks/1");
    for (name, class) in [("rises", "smooth"), ("falls", "inverse"), ("stays", "flat")] {
        assert_eq!(task(&json, 0, name)["class"], class);
    }
    let rises = &task(&json, 0, "rises")["forecast"];
    assert!(rmse(rises, "two-stage") < 0.02, "{rises}");
    assert!(rmse(rises, "two-stage") < rmse(rises, "last-value"), "{rises}");
    assert_eq!(rises["rows"].as_array().map(Vec::len), Some(6));
    assert!(task(&json, 0, "rises")["agreement"]["tau"].as_f64().unwrap() > 0.9);
    let text = lawlike(&["tasks", &path, "--quiet", "--full"]).expect_code(0).out;
    for part in ["1 smooth", "flat: at chance", "two-stage", "first sixth", "loss forecast"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let csv = lawlike(&["tasks", &path, "--quiet", "--format", "csv"]).expect_code(0).out;
    assert!(csv.starts_with("suite,task,class,detail,class_in_past,runs,items,chance,level,change"), "{csv}");
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let one =
        lawlike(&["tasks", &path, "--quiet", "--format", "json", "--threads", "1"]).expect_code(0).json();
    assert_eq!(one["suites"], json["suites"], "the answer does not depend on threads");
}

#[test]
fn planned_runs_are_forecast() {
    let folder = Folder::new();
    let path = folder.write("scores.csv", &(scores_csv() + "next,1e11,2e12,,,,,\n"));
    let json = lawlike(&["tasks", &path, "--quiet", "--format", "json"]).expect_code(0).json();
    let suite = &json["suites"][0];
    assert_eq!((&suite["runs"], &suite["forecasts"]["hidden"]), (&24.into(), &1.into()));
    let row = &task(&json, 0, "rises")["forecast"]["rows"][0];
    assert_eq!(row["run"], "next");
    let (median, lo, hi) = (row["median"].as_f64(), row["lo80"].as_f64(), row["hi80"].as_f64());
    assert!(lo < median && median < hi && median.unwrap() > 0.65, "{row}");
    let text = lawlike(&["tasks", &path, "--quiet"]).expect_code(0).out;
    assert!(text.contains("forecasts of planned runs") && text.contains("1 of them planned"), "{text}");
}

#[test]
fn a_column_a_task_and_no_loss_will_do() {
    let folder = Folder::new();
    let path = folder.write("wide.csv", &wide_csv());
    let args = ["tasks", &path, "--y", "rises", "--y", "falls", "--items", "1000", "--quiet"];
    let json = lawlike(&[&args[..], &["--format", "json"]].concat()).expect_code(0).json();
    assert_eq!(json["suites"][0]["order"], "compute");
    assert!(task(&json, 0, "rises")["agreement"].is_null());
    let rises = &task(&json, 0, "rises")["forecast"];
    assert!(rmse(rises, "one-stage") < 0.1, "{rises}");
    assert!(lawlike(&args).expect_code(0).out.contains("no loss is known"));
    let step = ["--step", "n0x10:n2x40", "--step", "n2x40:n5x640"];
    let json = lawlike(&[&args[..], &step, &["--format", "json"]].concat()).expect_code(0).json();
    assert_eq!(json["suites"][0]["scale_ups"][1]["from"], "n2x40");
}

#[test]
fn what_cannot_be_asked_is_refused_and_what_cannot_be_held_out_is_untested() {
    let folder = Folder::new();
    let path = folder.write("scores.csv", &scores_csv());
    lawlike(&["tasks", &path, "--step", "a"]).expect_error(&["--step a", "FROM:TO"]);
    lawlike(&["tasks", &path, "--step", "n0x10:nobody"]).expect_error(&["no run is called `nobody`"]);
    lawlike(&["tasks", &path, "--cut", "soon"]).expect_error(&["--cut"]);
    lawlike(&["tasks", &path, "--where", "params < 1e8 && task == \"rises\" && tokens < 1e9"])
        .expect_error(&["runs are too few"]);
    let percent = folder.write("percent.csv", "flops,task,accuracy\n1e18,x,0.2\n1e19,x,31\n");
    lawlike(&["tasks", &percent]).expect_error(&["percent.csv, line 3, column `accuracy`", "percentages"]);
    let args = ["tasks", &path, "--cut", "params<=1e18", "--quiet"];
    assert!(lawlike(&args).expect_code(3).out.contains("no run"));
    lawlike(&[&args[..], &["--exit-zero"]].concat()).expect_code(0);
}

#[test]
fn the_bundled_sweep_answers() {
    let args =
        ["tasks", "lab-pretrain", "--y", "exact_1", "--y", "exact_2", "--y", "exact_3", "--y", "exact_4"];
    let more =
        ["--loss", "loss_mix", "--where", "epochs == 1 && group == \"grid\"", "--quiet", "--format", "json"];
    let json = lawlike(&[&args[..], &more].concat()).expect_code(0).json();
    assert_eq!(json["suites"][0]["tasks"].as_array().map(Vec::len), Some(4));
}

/// Gadre et al. 2024 (arXiv 2403.08540) on RedPajama: runs up to 1.4 billion parameters and 28 billion tokens, for the run of
/// 1.4 billion parameters and 900 billion tokens and that of 6.9 and 138 billion.
#[test]
#[ignore = "slow"]
fn over_trained_and_large_runs_of_gadre() {
    let Some(path) = shared("gadre-downstream.csv") else { return };
    let args = ["tasks", &path, "--where", "train_data == \"rpj\"", "--loss", "loss_c4_val"];
    let more = ["--cut", "flops<=2.5e20", "--quiet", "--format", "json"];
    let json = lawlike(&[&args[..], &more].concat()).expect_code(0).json();
    let suite = &json["suites"][0];
    assert_eq!(suite["forecasts"]["hidden"], 4);
    assert!(suite["forecasts"]["loss"]["rmse"].as_f64().unwrap() < 0.03);
    // Tasks that the authors' mean holds together fall apart: some rise along a curve, some do not move.
    for (name, class) in
        [("hellaswag", "smooth"), ("arc_easy", "smooth"), ("lambada_openai", "smooth"), ("mmlu", "flat")]
    {
        assert_eq!(task(&json, 0, name)["class"], class);
    }
    let mean = |class: &str, method: &str| {
        let tasks = suite["tasks"].as_array().unwrap().iter();
        let errors: Vec<f64> = tasks
            .filter(|task| task["past_class"] == class)
            .map(|task| rmse(&task["forecast"], method))
            .collect();
        errors.iter().sum::<f64>() / errors.len() as f64
    };
    assert!(mean("smooth", "two-stage") < 0.5 * mean("smooth", "past-mean"));
    assert!(mean("smooth", "two-stage") < mean("smooth", "last-value"));
}
