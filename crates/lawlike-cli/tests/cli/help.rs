//! Help, lists and pages that need no data of the user.

use crate::support::lawlike;

const COMMANDS: [&str; 18] = [
    "audit",
    "fit",
    "forecast",
    "backtest",
    "compare",
    "plan",
    "passk",
    "trend",
    "tasks",
    "emergence",
    "report",
    "claims",
    "laws",
    "data",
    "explain",
    "completions",
    "man",
    "help",
];

#[test]
fn every_command_has_help_with_examples_and_a_page() {
    let top = lawlike(&["--help"]).expect_code(0);
    for command in COMMANDS {
        assert!(top.out.contains(command), "{command} is not in the help");
        let help = lawlike(&[command, "--help"]).expect_code(0);
        assert!(help.out.contains("Examples:\n  lawlike "), "{command} has no examples");
        let page = lawlike(&["man", command]).expect_code(0);
        assert!(page.out.contains(".TH"), "{command} has no manual page");
    }
    lawlike(&["man", "frobnicate"]).expect_error(&["frobnicate"]);
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(lawlike(&["completions", shell]).expect_code(0).out.contains("backtest"), "{shell}");
    }
}

#[test]
fn laws_are_listed_shown_and_checked() {
    let list = lawlike(&["laws"]).expect_code(0);
    assert_eq!(list.out, lawlike(&["laws", "list"]).expect_code(0).out);
    let json = lawlike(&["laws", "--format", "json"]).expect_code(0).json();
    let text = json.to_string();
    for law in ["chinchilla", "power-floor"] {
        assert!(list.out.contains(law) && text.contains(law), "{law}");
        assert!(lawlike(&["laws", "show", law]).expect_code(0).out.contains(law));
    }
    lawlike(&["laws", "show", "chinchila"]).expect_error(&["chinchila", "chinchilla"]);
    let check = lawlike(&["laws", "check", "E + A*N^-alpha + B*D^-beta"]).expect_code(0);
    assert!(check.out.contains("alpha"), "{}", check.out);
    lawlike(&["laws", "check", "E + A*N^"]).expect_error(&[]);
}

#[test]
fn every_code_is_explained() {
    let list = lawlike(&["explain", "--format", "csv"]).expect_code(0);
    let codes: Vec<&str> = list.out.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    for code in &codes {
        assert!(lawlike(&["explain", code]).expect_code(0).out.starts_with(code), "{code}");
    }
    let data = lawlike_data::CARDS.iter().map(|card| card.code);
    let expected: Vec<&str> = [
        lawlike::check::CARDS,
        lawlike::audit::CARDS,
        lawlike::examine::CARDS,
        lawlike_questions::compare::CARDS,
        lawlike_questions::passk::CARDS,
        lawlike_questions::trend::CARDS,
        lawlike_questions::tasks::CARDS,
    ]
    .concat()
    .into_iter()
    .map(|card| card.code)
    .chain(data)
    .chain(["untested"])
    .chain(lawlike::rule::CARDS.iter().map(|card| card.code))
    .collect();
    assert_eq!(codes, expected);
    let candidate = lawlike(&["explain", "theta"]).expect_code(0).out;
    assert!(candidate.contains("half the slope") && candidate.contains("2003"), "{candidate}");
    let error = lawlike(&["explain", "no-such-code"]).expect_error(&["no-such-code"]);
    assert!(error.err.contains("lawlike explain"), "{}", error.err);
}

#[test]
fn data_is_listed_and_shown() {
    let list = lawlike(&["data"]).expect_code(0);
    assert_eq!(list.out, lawlike(&["data", "list"]).expect_code(0).out);
    assert!(!list.out.is_empty());
    let folder = crate::support::Folder::new();
    let path = folder.write("runs.csv", &crate::support::chinchilla_csv(0.0));
    let show = lawlike(&["data", "show", &path]).expect_code(0);
    for part in ["params", "tokens", "loss", "64"] {
        assert!(show.out.contains(part), "`{part}` is missing:\n{}", show.out);
    }
    let bundled = lawlike(&["data", "show", "simulated-sweep"]).expect_code(0);
    for part in ["Simulated sweep of", "no model was trained", "CC0-1.0", "limits", "which is simulated"] {
        assert!(bundled.out.contains(part), "`{part}` is missing:\n{}", bundled.out);
    }
    let widest = bundled.out.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{}", bundled.out);
    lawlike(&["data", "show", "simulated-sweep", "--format", "json"]).expect_code(0).json();
}

#[test]
fn a_pipe_gets_no_escape_codes() {
    let commands: [&[&str]; 4] = [&["laws"], &["--help"], &["fit", "no-such-file.csv"], &["audit"]];
    for args in commands {
        let output = crate::support::command(args).env_remove("NO_COLOR").output().unwrap();
        for stream in [output.stdout, output.stderr] {
            assert!(!stream.contains(&0x1b), "{args:?} writes escape codes into a pipe");
        }
    }
}
