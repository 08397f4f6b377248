//! JSON Schemas of every command: made from real outputs and from what the types let be absent, and held
//! against others.
//!
//! `LAWLIKE_WRITE_SCHEMA=1 cargo test -p lawlike-cli --test cli schema` writes `docs/reference/schema/` anew from the commands
//! that stand there in `commands.txt`. Without it, the outputs of these commands must fit what is written.

mod infer;
mod validate;

use crate::support::{Folder, chinchilla_csv, curves_csv, lawlike};
use infer::{Shape, optional};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use validate::validate;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn folder() -> PathBuf {
    root().join("docs/reference/schema")
}

/// The words of a command line; quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// The output of a command line of the list.
fn output(line: &str) -> Value {
    let mut args = words(line);
    for word in &mut args {
        if word.starts_with("examples/") {
            *word = root().join(&*word).to_str().unwrap().to_owned();
        }
    }
    let args: Vec<&str> = args.iter().map(String::as_str).chain(["--format", "json"]).collect();
    let run = lawlike(&args);
    assert!([0, 1, 3].contains(&run.code), "{line}: {}", run.err);
    run.json()
}

/// Name and version of an output, such as `trend/1`.
fn name(output: &Value) -> String {
    output["schema"].as_str().unwrap().strip_prefix("lawlike/").unwrap().to_owned()
}

fn file(name: &str) -> PathBuf {
    folder().join(format!("{}.json", name.replace("/1", "")))
}

fn schema(name: &str) -> Value {
    let path = file(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|_| {
        panic!("{} has no schema: add a command to commands.txt and write the schemas anew", path.display())
    });
    serde_json::from_str(&text).unwrap()
}

/// Names of fields that the types behind the outputs let be absent.
fn optional_fields() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders: Vec<PathBuf> = ["lawlike", "lawlike-questions", "lawlike-data", "lawlike-report"]
        .iter()
        .map(|name| root().join("crates").join(name).join("src"))
        .collect();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                names.extend(optional(&fs::read_to_string(&path).unwrap()));
            }
        }
    }
    names
}

/// What is wrong with an output by its schema.
pub(crate) fn problems(output: &Value) -> Vec<String> {
    validate(output, &schema(&name(output)))
}

/// The schema of an output of that name, from the shape of real ones.
fn written(name: &str, shape: &Shape, lines: &[&str]) -> Value {
    let mut schema = shape.schema();
    let object = schema.as_object_mut().unwrap();
    object["properties"]["schema"] = json!({ "const": format!("lawlike/{name}") });
    let mut head = Map::new();
    head.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    head.insert("title".to_owned(), json!(format!("lawlike/{name}")));
    let described = format!("What `--format json` prints, as in: lawlike {}", lines.join("; lawlike "));
    head.insert("description".to_owned(), json!(described));
    head.append(object);
    Value::Object(head)
}

#[test]
#[ignore = "slow"]
fn outputs_of_every_command_fit_their_schemas() {
    let list = fs::read_to_string(folder().join("commands.txt")).unwrap();
    let lines = list.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut found: BTreeMap<String, (Shape, Vec<&str>)> = BTreeMap::new();
    let is_written = std::env::var_os("LAWLIKE_WRITE_SCHEMA").is_some();
    for line in lines {
        let output = output(line);
        let name = name(&output);
        if is_written {
            let entry = found.entry(name).or_default();
            entry.0.add(&output);
            entry.1.push(line);
        } else {
            let problems = validate(&output, &schema(&name));
            assert!(problems.is_empty(), "{line}\n{}", problems.join("\n"));
        }
    }
    let optional = optional_fields();
    for (name, (shape, lines)) in &mut found {
        shape.let_be_null(&optional);
        let text = serde_json::to_string_pretty(&written(name, shape, lines)).unwrap();
        fs::write(file(name), text + "\n").unwrap();
    }
}

/// Other data than the schemas were made from.
#[test]
fn outputs_on_other_data_fit_as_well() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.003));
    let curves = folder.write("curves.csv", &curves_csv(&["one", "two"], 14));
    let points = folder.write("points.csv", "params,tokens\n1e9,1e11\n");
    let counts = folder.write("counts.csv", "task,n_samples,n_correct\na,5,0\nb,5,5\nc,5,2\n");
    let flat = folder
        .write("flat.csv", "date,price\n2024-01-01,2\n2024-03-01,1.9\n2024-05-01,1.8\n2024-07-01,0.1\n");
    let commands: [&[&str]; 8] = [
        &["audit", &runs, "--y", "loss"],
        &["audit", &curves, "--by", "model", "--y", "loss"],
        &["fit", &runs, "--law", "skaling", "--y", "loss"],
        &["forecast", &runs, "--at", &points, "--y", "loss"],
        &["backtest", &curves, "--by", "model", "--y", "loss"],
        &["passk", &counts, "--k", "1,20"],
        &["trend", &flat, "--y", "price", "--better", "lower"],
        &["data", "show", &runs],
    ];
    for args in commands {
        let run = lawlike(&[args, &["--format", "json"]].concat());
        assert!([0, 1, 3].contains(&run.code), "{args:?}: {}", run.err);
        let output = run.json();
        let problems = problems(&output);
        assert!(problems.is_empty(), "{args:?}\n{}", problems.join("\n"));
    }
}

#[test]
fn what_may_be_absent_may_be_null() {
    let source = "    pub line: Option<Line>,\n    all: Option<Line>,\n    pub sure: Line,\n    fn f(a: u8, b: Option<u8>)\n";
    let names: BTreeSet<String> = optional(source).collect();
    assert_eq!(names.iter().collect::<Vec<_>>(), ["all", "line"]);
    let mut shape = Shape::default();
    shape.add(&json!({ "series": [{ "line": { "a": 1 }, "sure": { "b": 1 } }] }));
    shape.let_be_null(&names);
    let fits = |value: Value| validate(&value, &shape.schema()).is_empty();
    assert!(fits(json!({ "series": [{ "line": null, "sure": { "b": 2 } }] })));
    assert!(!fits(json!({ "series": [{ "line": null, "sure": null }] })));
}

#[test]
fn what_does_not_fit_is_found() {
    let mut shape = Shape::default();
    shape.add(&json!({ "schema": "x", "a": [1.5, null], "b": { "c": "d" } }));
    shape.add(&json!({ "schema": "x", "a": [] }));
    let schema = shape.schema();
    assert_eq!(validate(&json!({ "schema": "y", "a": [2] }), &schema), Vec::<String>::new());
    for wrong in [
        json!({ "a": [1] }),
        json!({ "schema": "x", "a": ["1"] }),
        json!({ "schema": "x", "a": [], "new": 1 }),
        json!({ "schema": "x", "a": [], "b": { "c": 1 } }),
        json!([]),
    ] {
        assert!(!validate(&wrong, &schema).is_empty(), "{wrong}");
    }
}
