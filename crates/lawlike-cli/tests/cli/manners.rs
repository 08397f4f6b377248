//! What the command says to a slip, and how it explains itself.

use crate::support::{Folder, chinchilla_csv, lawlike};

#[test]
fn slips_of_names_are_answered_with_names() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.01).replacen("tokens", "seen tokens", 1));
    for (args, asked) in [
        (&["fit", &runs, "--law", "chinchila"][..], "did you mean `chinchilla`"),
        (&["laws", "show", "chinhcilla"], "did you mean `chinchilla`"),
        (&["fit", &runs, "--y", "los"], "did you mean `loss`?"),
        (&["fit", &runs, "--y", "loss", "--x", "seen_tokens"], "did you mean `'seen tokens'`?"),
        (&["fit", &runs, "--y", "loss", "--where", "losss > 1"], "did you mean `loss`?"),
        (&["audit", "lab-pretrian"], "did you mean `lab-pretrain`?"),
        (&["explain", "outlier"], "did you mean `outliers`"),
        (&["man", "plan", "agnet"], "did you mean `agent`?"),
        (&["help", "fti"], "did you mean `fit`?"),
        (&["data", "cite", "steplaw"], "did you mean `steplaw-moe` or `steplaw-dense`?"),
        (&["claims", "show", "data-runs-out"], "did you mean `data-run-out`"),
    ] {
        let run = lawlike(args).expect_error(&[asked]);
        assert!(run.err.lines().count() < 4 && run.err.len() < 400, "{args:?} says too much:\n{}", run.err);
    }
    let far = lawlike(&["fit", &runs, "--law", "frobnicate"]).expect_error(&["lawlike laws"]);
    assert!(!far.err.contains("did you mean"), "{}", far.err);
}

#[test]
fn a_bare_tolerance_is_no_share_of_one_and_more() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.01));
    for command in ["audit", "backtest"] {
        let args = [command, &runs, "--y", "loss", "--tolerance", "2"];
        lawlike(&args).expect_error(&["--tolerance 2", "2% or 0.02"]);
    }
    let audited_within = |text: &str| {
        let args = ["audit", &runs, "--y", "loss", "--exit-zero", "--format", "json", "--tolerance", text];
        lawlike(&args).expect_code(0).json()["tolerance"]["value"].as_f64()
    };
    assert_eq!(
        (audited_within("2%"), audited_within("0.02"), audited_within("200%")),
        (Some(0.02), Some(0.02), Some(2.0))
    );
}

#[test]
fn help_is_the_same_by_any_door_and_short_by_one() {
    for words in [&["fit"][..], &["plan", "agent"], &["data", "fetch"]] {
        let long = lawlike(&[words, &["--help"]].concat()).expect_code(0).out;
        assert_eq!(lawlike(&[&["help"], words].concat()).expect_code(0).out, long);
        let short = lawlike(&[words, &["-h"]].concat()).expect_code(0).out;
        assert!(short.lines().count() < long.lines().count(), "{words:?}");
        assert!(!short.contains("--ascii") && long.contains("--ascii"), "{words:?}");
        assert!(!short.contains("Example") || short.contains("--help"), "{short}");
        assert!(long.contains("Example"), "{long}");
        let page = lawlike(&[&["man"], words].concat()).expect_code(0).out;
        assert!(page.contains(".TH") && page.contains("Example"), "{words:?}");
    }
    assert_eq!(lawlike(&["help"]).expect_code(0).out, lawlike(&["--help"]).expect_code(0).out);
    lawlike(&["help", "fit", "more"]).expect_error(&["no commands inside"]);
}

#[test]
fn words_and_laws_are_explained() {
    for word in ["strong", "weak", "broken", "absent", "untested"] {
        let text = lawlike(&["explain", word]).expect_code(0).out;
        assert!(text.starts_with(word) && text.contains("condition"), "{text}");
        assert_eq!(lawlike(&["explain", &word.to_uppercase()]).expect_code(0).out, text);
        let json = lawlike(&["explain", word, "--format", "json"]).expect_code(0).json();
        assert_eq!(json["word"].as_str().map(str::to_lowercase).as_deref(), Some(word));
        let csv = lawlike(&["explain", word, "--format", "csv"]).expect_code(0).out;
        assert_eq!(csv.lines().count(), 1 + json["conditions"].as_array().unwrap().len());
    }
    // The word and the finding of the same name.
    let both = lawlike(&["explain", "untested"]).expect_code(0).out;
    assert!(both.contains("a series could not be tested"), "{both}");
    let law = lawlike(&["explain", "chinchilla"]).expect_code(0).out;
    assert_eq!(law, lawlike(&["laws", "show", "chinchilla"]).expect_code(0).out);
}

#[test]
fn completions_know_names() {
    for shell in ["bash", "zsh", "fish"] {
        let script = lawlike(&["completions", shell]).expect_code(0).out;
        // Fish proposes values of options only.
        let names: &[&str] = if shell == "fish" {
            &["chinchilla"]
        } else {
            &["chinchilla", "pseudo-replication", "steplaw-dense"]
        };
        for name in names {
            assert!(script.contains(name), "{shell} does not know {name}");
        }
    }
    assert!(lawlike(&["completions", "bash"]).expect_code(0).out.contains("simulated-sweep"));
    // What is proposed is not all that is taken.
    lawlike(&["laws", "check", "E + A*N^-alpha"]).expect_code(0);
}
