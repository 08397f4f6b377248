//! No text names a number that is none, and JSON keeps its schema, whatever the response is like.

use crate::schema::problems;
use crate::support::{Folder, lawlike, noise};

/// Formats that show numbers in ways of their own, for every command; Markdown and LaTeX print the cells of the text.
const FORMATS: [&str; 2] = ["text", "json"];
/// Further ones, for the commands that draw or print all digits.
const DRAWN: [&str; 2] = ["csv", "html"];

/// Responses that few think of, each by the number of the row and the size of the model.
type Response = (&'static str, usize, fn(usize, f64) -> f64);
const RESPONSES: [Response; 9] = [
    ("constant", 12, |_, _| 0.5),
    ("zero", 12, |_, _| 0.0),
    ("one", 12, |_, _| 1.0),
    ("tied", 12, |row, _| if row < 6 { 0.5 } else { 0.25 }),
    ("exact", 12, |_, n| 0.1 + 25.0 * n.powf(-0.3)),
    ("two rows", 2, |row, n| 25.0 * n.powf(-0.3) * (1.0 + 0.01 * noise(row))),
    ("noisy", 12, |row, n| 0.1 + 25.0 * n.powf(-0.3) * (1.0 + 0.02 * noise(row))),
    ("enormous", 12, |_, n| 1e300 * (1.0 + n.powf(-0.2))),
    ("tiny", 12, |row, _| 1e-300 * (row + 1) as f64),
];

/// Runs of one group with such a response, by the names of a loss, a share and a score of a task.
fn runs(rows: usize, response: fn(usize, f64) -> f64) -> String {
    let mut text = String::from("run,group,params,tokens,flops,date,loss,accuracy\n");
    for row in 0..rows {
        let n = 1e7 * 2f64.powi(row as i32);
        let d = 20.0 * n * (1.0 + 0.3 * (row % 3) as f64);
        let value = response(row, n);
        let date = format!("20{:02}-{:02}-01", 20 + row / 4, 1 + 3 * (row % 4));
        let loss = 0.3 + 25.0 * n.powf(-0.3);
        let (loss, share) = if value > 1.0 { (value, 1.0) } else { (value.max(loss * 1e-9), value) };
        text += &format!("r{row},one,{n},{d},{},{date},{loss:e},{share:e}\n", 6.0 * n * d);
    }
    text
}

/// Every command that reads runs.
fn commands<'a>(data: &'a str, at: &'a str) -> Vec<Vec<&'a str>> {
    let x = ["--x", "params"];
    let mut all = Vec::new();
    for y in ["loss", "accuracy"] {
        let asked = |words: &[&'a str]| [words, &[data, "--y", y], &x].concat();
        all.push(asked(&["audit"]));
        all.push([&asked(&["audit"])[..], &["--by", "group"]].concat());
        all.push([&asked(&["fit"])[..], &["--bootstrap", "8"]].concat());
        all.push(asked(&["backtest"]));
        all.push([&asked(&["forecast"])[..], &["--at", at]].concat());
        all.push([&asked(&["compare"])[..], &["--law", "power-floor", "--law", "log-log-line"]].concat());
        all.push(vec!["trend", data, "--y", y, "--at", "2030-01-01"]);
    }
    all.extend([
        vec!["fit", data, "--law", "chinchilla", "--y", "loss"],
        vec!["plan", "compute-optimal", data, "--y", "loss", "--budget", "1e22", "--replicates", "8"],
        vec![
            "plan",
            "inference",
            data,
            "--y",
            "loss",
            "--loss",
            "0.4",
            "--tokens",
            "1e12",
            "--replicates",
            "8",
        ],
        vec!["plan", "over-training", data, "--y", "loss", "--loss", "0.4"],
        vec!["plan", "data", data, "--y", "loss", "--stock", "1e10"],
        vec!["plan", "stock", data, "--y", "tokens", "--stock", "3e14:1e14:1e15"],
        vec!["tasks", data, "--y", "accuracy", "--loss", "loss"],
        vec!["emergence", data, "--task", "accuracy=loss", "--model", "run"],
        vec!["data", "show", data],
    ]);
    all
}

/// The first word that stands for no finite number, with what is around it.
fn non_finite(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let words = text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty());
    let found = words.into_iter().find(|word| {
        let word = word.to_lowercase();
        word == "nan" || word == "inf" || word == "infinity"
    })?;
    let at = found.as_ptr() as usize - text.as_ptr() as usize;
    let (from, to) = (text.floor_char_boundary(at.saturating_sub(60)), text.floor_char_boundary(at + 30));
    text.get(from..to)
}

#[test]
#[ignore = "slow"]
fn no_command_prints_a_number_that_is_none() {
    let folder = Folder::new();
    let at = folder.write("at.csv", "run,group,params,tokens,flops,date\na,one,1e11,2e12,1.2e24,2025-01-01\nb,one,1e300,1e300,1e300,2099-01-01\n");
    let (mut ran, mut answered, mut wrong) = (0, 0, Vec::new());
    for (name, rows, response) in RESPONSES {
        let data = folder.write("runs.csv", &runs(rows, response));
        for command in commands(&data, &at) {
            let is_drawn = ["audit", "fit", "forecast"].contains(&command[0]);
            let further = if is_drawn { &DRAWN[..] } else { &[] };
            for format in FORMATS.iter().chain(further) {
                let run = lawlike(&[&command[..], &["--format", format]].concat());
                ran += 1;
                assert!([0, 1, 2, 3].contains(&run.code), "{name}: {command:?}: {}", run.err);
                let found = non_finite(&run.out).or_else(|| non_finite(&run.err));
                wrong.extend(found.map(|found| format!("{name}: {command:?} {format}: {found}")));
                if run.code == 2 {
                    // An error does not depend on the format.
                    break;
                }
                answered += 1;
                if *format == "json" {
                    let problems = problems(&run.json());
                    wrong.extend(problems.iter().map(|problem| format!("{name}: {command:?}: {problem}")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {ran}:\n{}", wrong.len(), wrong.join("\n"));
    println!("{ran} runs, {answered} answers");
    assert!(answered > ran / 2, "{answered} of {ran}");
}
