//! `lawlike plan test-time`: ways to a target, laws of longer thinking, and bad input.

use crate::support::{Folder, Outcome, lawlike, noise, shared};

/// Two models on 60 tasks: a small one that is right in a tenth of the samples of most, a big one in four fifths.
fn counts() -> String {
    let mut text = String::from("model,task,domain,n_samples,n_correct,input_tokens,output_tokens,params\n");
    for (model, chance, params) in [("small", 0.1, "1e9"), ("big", 0.8, "7e10")] {
        for task in 0..60_usize {
            let spread = 1.0 + 0.5 * noise(7 * task + model.len());
            let correct = (20.0 * (chance * spread).min(1.0)).round();
            let domain = if task % 2 == 0 { "algebra" } else { "geometry" };
            text += &format!("{model},t{task},{domain},20,{correct},10000,8000,{params}\n");
        }
    }
    text
}

fn run(text: &str, more: &[&str]) -> Outcome {
    let folder = Folder::new();
    let path = folder.write("data.csv", text);
    lawlike(&[&["plan", "test-time", &path], more].concat())
}

const PRICES: [&str; 4] = ["--usd-in", "0.5", "--usd-out", "1.5"];

#[test]
fn the_way_to_a_target_with_its_regret_and_flips() {
    let args = [&PRICES[..], &["--target", "0.5,0.7", "--seed", "1"]].concat();
    let json = run(&counts(), &[&args[..], &["--format", "json"]].concat()).expect_code(0).json();
    assert_eq!(json["schema"], "lawlike/plan-test-time/1");
    let choice = &json["choices"][0];
    // One sample costs (500 * 0.5 + 400 * 1.5) / 1e6 dollars for both: the big model is right at once.
    assert_eq!(
        (choice["ways"][0]["label"].as_str(), choice["ways"][0]["samples"].as_u64()),
        (Some("big"), Some(1))
    );
    assert!((choice["ways"][0]["cost"].as_f64().unwrap() - 0.00085).abs() < 1e-9, "{choice}");
    assert!(choice["regret"].as_f64().unwrap() >= 0.0 && choice["flips"]["price"][1].as_f64().unwrap() > 1.0);
    assert_eq!(json["gains"][0]["domains"].as_array().unwrap().len(), 2);
    let text = run(&counts(), &[&args[..], &["--full"]].concat()).expect_code(0).out;
    for part in [
        "50 % solved: big",
        "Its regret is",
        "is chosen if its samples cost less",
        "Task by task",
        "geometry",
    ] {
        assert!(text.contains(part), "`{part}` is missing:\n{text}");
    }
    let csv = run(&counts(), &[&args[..], &["--format", "csv"]].concat()).expect_code(0).out;
    assert!(
        csv.starts_with("target,rank,setting,samples,measured,cost,") && csv.lines().count() == 5,
        "{csv}"
    );
    let again = run(&counts(), &[&args[..], &["--format", "json", "--threads", "1"]].concat()).json();
    assert_eq!(again["choices"], json["choices"], "threads change nothing");
}

fn shares() -> String {
    let mut text = String::from("model,thinking_tokens,accuracy,items\n");
    for i in 0..10_usize {
        let tokens = 250.0 * 2f64.powi(i as i32);
        let share = (-0.35 + 0.1 * tokens.ln() + 0.015 * noise(i)).clamp(0.0, 1.0);
        text += &format!("m,{tokens},{share:.4},100\n");
    }
    text
}

#[test]
fn lengths_of_thinking_and_the_tokens_of_a_target() {
    let args = ["--target", "0.7", "--usd-out", "10", "--format", "json"];
    let json = run(&shares(), &args).expect_code(0).json();
    let thinking = &json["thinking"][0];
    assert_eq!((thinking["noise"].as_str(), thinking["items"].as_f64()), (Some("given"), Some(100.0)));
    let line = thinking["laws"].as_array().unwrap().iter().find(|law| law["shape"] == "log-linear").unwrap();
    let reach = &line["targets"][0];
    let number = |name: &str| reach[name].as_f64().unwrap();
    assert!(number("lo95") < 36_316.0 && 36_316.0 < number("hi95"), "{reach}");
    assert!((number("usd") / (number("tokens") * 1e-5) - 1.0).abs() < 1e-9, "{reach}");
    assert_eq!(thinking["apart"].as_array().unwrap().len(), 4);
    let csv = run(&shares(), &["--format", "csv"]).expect_code(0).out;
    assert!(csv.starts_with("model,law,target,tokens,"), "{csv}");
}

#[test]
fn what_cannot_be_planned_is_an_error_with_a_place() {
    let bad = |from: &str, to: &str, parts: &[&str]| {
        run(&shares().replacen(from, to, 1), &[]).expect_error(parts);
    };
    bad("m,250,", "m,0,", &["line 2", "`thinking_tokens`", "above zero"]);
    bad("m,500,0.", "m,500,1.", &["line 3", "`accuracy`", "above 1"]);
    run("thinking_tokens,accuracy\n1,0.1\n2,0.2\n3,0.3\n", &[])
        .expect_error(&["3 lengths of thinking", "needs 4"]);
    run("a,b\n1,2\n", &[]).expect_error(&["--thinking"]);
    run(&shares(), &["--target", "1.5"]).expect_error(&["--target 1.5"]);
    run(&shares(), &["--usd-out", "-3"]).expect_code(2);
    run(&shares(), &["--items", "0"]).expect_error(&["--items"]);
    run(&counts(), &["--verifier", "2:0"]).expect_error(&["--verifier"]);
    let free = counts().replace(",10000,8000,", ",0,0,");
    run(&free, &PRICES).expect_error(&["`input_tokens`", "costs nothing"]);
}

/// Eleven points of 30 problems each (Zhang & Chen 2024): a trend, and nothing of where it ends.
#[test]
fn eleven_noisy_points_do_not_tell_growth_from_saturation() {
    let Some(data) = shared("o1mini-aime.csv") else { return };
    let json = lawlike(&["audit", &data, "--format", "json", "--exit-zero"]).expect_code(0).json();
    // Eleven points leave too few to be held out for a word, and the finding says why more would be needed.
    assert_eq!(json["verdict"]["word"], "Untested");
    let findings = json["findings"].as_array().unwrap();
    let open = findings.iter().find(|finding| finding["code"] == "told-apart").unwrap();
    let said = open["message"].as_str().unwrap();
    for part in ["with 11 points", "log-linear law and saturation", "cannot be told apart", "more point"] {
        assert!(said.contains(part), "{said}");
    }
    let args = ["plan", "test-time", &data, "--items", "30", "--target", "0.8", "--format", "json"];
    let json = lawlike(&args).expect_code(0).json();
    let apart = &json["thinking"][0]["apart"];
    let against =
        |shape: &str| apart.as_array().unwrap().iter().find(|one| one["other"] == shape).unwrap().clone();
    assert!(
        against("ceiling")["other_p"].as_f64().unwrap() > 0.05
            && against("ceiling")["power_one"].as_f64().unwrap() < 0.3
    );
    assert!(
        against("saturating")["other_p"].as_f64().unwrap() < 0.05,
        "an exponential approach is ruled out"
    );
}
