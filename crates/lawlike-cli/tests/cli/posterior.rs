//! `fit --posterior`: the posterior of the parameters beside the fit, its priors, and its draws as a file.

use crate::support::{Folder, chinchilla_csv, lawlike};
use serde_json::Value;
use std::fs;

fn runs(folder: &Folder) -> String {
    folder.write("runs.csv", &chinchilla_csv(0.01))
}

fn named<'a>(posterior: &'a Value, name: &str) -> &'a Value {
    posterior["parameters"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()
}

#[test]
fn a_prior_moves_what_it_is_about() {
    let folder = Folder::new();
    let data = runs(&folder);
    let ask = |more: &[&str]| {
        let mut args =
            vec!["fit", &data, "--law", "chinchilla", "--objective", "log-ls", "--posterior", "1200"];
        args.extend(["--format", "json"]);
        args.extend(more);
        lawlike(&args).expect_code(0).json()["fit"].clone()
    };
    let (flat, held) = (ask(&[]), ask(&["--prior", "E=normal(1.5,0.001)"]));
    let fitted = flat["parameters"][0]["value"].as_f64().unwrap();
    let e = |fit: &Value, what: &str| named(&fit["posterior"], "E")[what].as_f64().unwrap();
    // Under flat priors the posterior lies about the optimum, as wide as its standard error says.
    let se = flat["parameters"][0]["se"].as_f64().unwrap();
    assert!((e(&flat, "mean") - fitted).abs() < 0.5 * se, "{} {fitted} {se}", e(&flat, "mean"));
    assert!((0.7..1.5).contains(&(e(&flat, "sd") / se)), "{} {se}", e(&flat, "sd"));
    assert!((e(&held, "mean") - 1.5).abs() < 0.01 && e(&held, "sd") < 0.0015);
    assert_eq!(named(&held["posterior"], "E")["prior"], "normal(1.5,0.001)");
    assert_eq!(named(&held["posterior"], "sigma")["prior"], "reciprocal");
}

#[test]
fn draws_are_those_of_the_table() {
    let folder = Folder::new();
    let data = runs(&folder);
    let path = folder.path().join("draws.csv").to_str().unwrap().to_owned();
    let base =
        ["fit", &data, "--law", "chinchilla", "--objective", "log-ls", "--format", "json", "--draws", &path];
    let posterior = lawlike(&[&base[..], &["--posterior", "1000"]].concat()).expect_code(0).json();
    let text = fs::read_to_string(&path).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next().unwrap(), "group,chain,draw,E,A,alpha,B,beta,sigma");
    let alphas: Vec<f64> = lines.map(|line| line.split(',').nth(5).unwrap().parse().unwrap()).collect();
    assert_eq!(alphas.len(), 1000);
    let mean = alphas.iter().sum::<f64>() / 1000.0;
    let said = named(&posterior["fit"]["posterior"], "alpha")["mean"].as_f64().unwrap();
    assert!((mean / said - 1.0).abs() < 1e-12);
    lawlike(&[&base[..], &["--bootstrap", "50"]].concat()).expect_code(0);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().next().unwrap(), "group,chain,draw,E,A,alpha,B,beta");
    assert_eq!(text.lines().count(), 51);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let folder = Folder::new();
    let data = runs(&folder);
    let ask = |more: &[&str]| {
        let mut args = vec!["fit", data.as_str(), "--law", "chinchilla", "--objective", "log-ls"];
        args.extend(more);
        lawlike(&args).expect_code(2).err
    };
    let err = ask(&["--posterior", "500", "--prior", "gamma=flat"]);
    assert!(err.contains("parameters are E, A, alpha, B, beta, and sigma"), "{err}");
    let err = ask(&["--posterior", "500", "--prior", "E=beta(1,2)"]);
    assert!(err.contains("--prior") && err.contains("normal(MEAN,SD)"), "{err}");
    let err = ask(&["--posterior", "500", "--prior", "E"]);
    assert!(err.contains("write NAME=PRIOR"), "{err}");
    let err = ask(&["--posterior", "500", "--prior", "E=flat", "--prior", "E=flat"]);
    assert!(err.contains("given twice"), "{err}");
    let err = ask(&["--draws", "draws.csv"]);
    assert!(err.contains("--posterior DRAWS or --bootstrap B"), "{err}");
    let err = ask(&["--prior", "E=flat"]);
    assert!(err.contains("--posterior"), "{err}");
    let err = ask(&["--posterior", "500", "--objective", "huber-log:1e-3"]);
    assert!(err.contains("no likelihood") || err.contains("cannot be used multiple times"), "{err}");
    let err = ask(&["--posterior", "500", "--draws", &data]);
    assert!(err.contains("runs.csv"), "{err}");
}
