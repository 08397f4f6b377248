//! `lawlike compare`, and published numbers held against a fit.

use crate::support::{Folder, Outcome, chinchilla_csv, curves_csv, lawlike, shared};

fn compare(data: &str, more: &[&str]) -> Outcome {
    lawlike(&[&["compare", data, "--quiet"], more].concat())
}

#[test]
fn laws_are_ranked_over_series() {
    let folder = Folder::new();
    let path = folder.write("curves.csv", &curves_csv(&["a", "b", "c", "d", "e", "f"], 24));
    let laws = ["--by", "model", "--law", "log-log-line", "--law", "power-floor", "--x", "tokens"];
    let run = compare(&path, &[&laws[..], &["--format", "json"]].concat()).expect_code(0);
    let json = run.json();
    assert_eq!(json["schema"], "lawlike/compare/1");
    assert_eq!(json["laws"][0]["law"], "power-floor");
    assert_eq!(json["laws"][1]["behind"]["told"], true);
    assert_eq!((json["series"].as_u64(), json["laws"][0]["wins"].as_u64()), (Some(6), Some(6)));
    let csv = compare(&path, &[&laws[..], &["--format", "csv"]].concat()).expect_code(0);
    assert_eq!(csv.out.lines().count(), 3, "{}", csv.out);
    for threads in ["1", "3"] {
        let again = compare(&path, &[&laws[..], &["--format", "json", "--threads", threads]].concat());
        assert_eq!(again.out, run.out, "{threads} threads");
    }
}

#[test]
fn one_series_cannot_tell_and_says_so() {
    let folder = Folder::new();
    let path = folder.write("curves.csv", &curves_csv(&["a"], 24));
    let laws = ["--law", "log-log-line", "--law", "power-floor", "--x", "tokens"];
    let text = compare(&path, &laws).expect_code(0).out;
    assert!(text.contains("cannot be told") && text.contains("cannot-be-told"), "{text}");
    let short = folder.write("short.csv", &curves_csv(&["a"], 5));
    compare(&short, &laws).expect_code(3);
    compare(&short, &[&laws[..], &["--exit-zero"]].concat()).expect_code(0);
}

/// Two arms of one law; the second has twice the compute for the same.
fn arms_csv() -> String {
    let mut text = String::from("optimiser,flops,loss\n");
    for (name, multiplier) in [("adam", 1.0), ("muon", 2.0)] {
        for i in 0..16 {
            let flops = 1e18 * 10f64.powf(0.25 * f64::from(i));
            let noise = 1.0 + 0.001 * crate::support::noise((100.0 * multiplier) as usize + i as usize);
            let loss = (1.7 + 1.6 * (multiplier * flops / 1e18).powf(-0.3)) * noise;
            text += &format!("{name},{flops:.6e},{loss:.9}\n");
        }
    }
    text
}

#[test]
fn arms_have_multipliers() {
    let folder = Folder::new();
    let path = folder.write("arms.csv", &arms_csv());
    let json = compare(&path, &["--arm", "optimiser", "--format", "json"]).expect_code(0).json();
    assert_eq!(
        (json["schema"].as_str(), json["reference"].as_str()),
        (Some("lawlike/compare-arms/1"), Some("adam"))
    );
    let multiplier = |at: &str| json["arms"][1]["multiplier"][at].as_f64().unwrap();
    assert!(
        multiplier("lo95") < 2.0 && 2.0 < multiplier("hi95") && multiplier("hi95") - multiplier("lo95") < 0.1,
        "{json}"
    );
    let turned =
        compare(&path, &["--arm", "optimiser", "--reference", "muon", "--format", "csv"]).expect_code(0);
    let line = turned.out.lines().find(|line| line.starts_with("adam,")).unwrap().to_owned();
    let value: f64 = line.split(',').nth(6).unwrap().parse().unwrap();
    assert!((value * multiplier("value") - 1.0).abs() < 1e-4, "{line}");
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let folder = Folder::new();
    let path = folder.write("arms.csv", &arms_csv());
    compare(&path, &["--law", "power-floor"]).expect_error(&["--law A --law B", "--arm"]);
    compare(&path, &["--law", "auto", "--law", "power-floor"]).expect_error(&["--law A --law B"]);
    compare(&path, &["--arm", "optimiser", "--reference", "sgd"]).expect_error(&["sgd", "adam, muon"]);
    compare(&path, &["--arm", "optimizer"]).expect_error(&["optimizer"]);
    compare(&path, &["--arm", "optimiser", "--law", "power", "--law", "m3"]).expect_error(&["at most one"]);
}

#[test]
fn published_numbers_are_held_against_the_fit() {
    let folder = Folder::new();
    let path = folder.write("runs.csv", &chinchilla_csv(0.004));
    let fit = |more: &[&str]| lawlike(&[&["fit", &path, "--quiet", "--format", "json"], more].concat());
    let codes = |run: Outcome| -> Vec<String> {
        let json = run.expect_code(0).json();
        let all = json["findings"].as_array().unwrap().clone();
        all.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
    };
    let has = |codes: &[String], code: &str| codes.iter().any(|known| known == code);
    let right =
        codes(fit(&["--published", "E=1.800000,A=480.0000,alpha=0.35000000,B=2100.0000,beta=0.3700000"]));
    assert!(!has(&right, "published-error") && !has(&right, "rounding"), "{right:?}");
    let wrong = codes(fit(&["--published", "E=1.9,A=480,alpha=0.35,B=2100,beta=0.37"]));
    assert!(has(&wrong, "published-error") && has(&wrong, "rounding"), "{wrong:?}");
    let narrow = codes(fit(&["--published-interval", "beta/(alpha + beta)=0.5138:0.51381@80"]));
    assert!(has(&narrow, "narrow-claim"), "{narrow:?}");
    fit(&["--published", "E=1.9"]).expect_error(&["--published", "no value for `A`"]);
    fit(&["--published-interval", "gamma=1:2"]).expect_error(&["gamma", "alpha"]);
    let text =
        lawlike(&["audit", &path, "--quiet", "--exit-zero", "--published-interval", "E=1.79:1.7901@95"]);
    assert!(text.expect_code(0).out.contains("narrow-claim"));
    lawlike(&["audit", &path, "--published", "E=1"]).expect_error(&["--published"]);
}

#[test]
fn the_intervals_of_hoffmann_need_hundreds_of_thousands_of_runs() {
    let Some(path) = shared("chinchilla-epoch.csv") else { return };
    let claim = "beta/(alpha + beta)=0.454:0.455@80";
    let args = ["fit", &path, "--law", "chinchilla", "--y", "loss", "--where", "tokens_per_param > 0.5"];
    let json =
        lawlike(&[&args[..], &["--published-interval", claim, "--format", "json", "--quiet"]].concat())
            .json();
    let found = json["findings"].as_array().unwrap().iter().find(|f| f["code"] == "narrow-claim").unwrap();
    // Besiroglu et al. 2024 say 600,000, that is about 50 times as wide.
    let ratio = found["number"].as_f64().unwrap();
    assert!((35.0..65.0).contains(&ratio), "{found}");
}
