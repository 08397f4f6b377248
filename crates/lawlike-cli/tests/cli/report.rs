//! `lawlike report`: a stored audit in every form, and what is no audit refused.

use crate::support::{Folder, chinchilla_csv, lawlike, lawlike_with_input};

#[test]
fn a_stored_audit_is_shown_in_every_form() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.01));
    let stored = folder.path().join("audit.json");
    let stored = stored.to_str().unwrap();
    let audit = ["audit", &runs, "--y", "loss", "--exit-zero", "--format", "json", "-o", stored];
    lawlike(&audit).expect_code(0);
    let json = lawlike(&["report", stored, "--format", "json"]).expect_code(0);
    assert_eq!(json.out, std::fs::read_to_string(stored).unwrap());
    let (word, sentence) =
        (json.json()["verdict"]["word"].clone(), json.json()["verdict"]["sentence"].clone());
    let (word, sentence) = (word.as_str().unwrap(), sentence.as_str().unwrap());
    let code = json.json()["findings"][0]["code"].as_str().unwrap_or("Conditions").to_owned();
    for (form, begin) in [("text", ""), ("md", ""), ("latex", "%"), ("html", "<!"), ("csv", "series,")] {
        let out = lawlike(&["report", stored, "--format", form]).expect_code(0).out;
        assert!(out.to_lowercase().starts_with(begin) && out.contains(word), "{form}:\n{out}");
        if form != "csv" {
            assert!(out.contains(&code) && (out.contains("alpha") || out.contains('α')), "{form}:\n{out}");
            assert!(out.contains("--report") || form == "latex", "it does not say what is missing:\n{out}");
        }
    }
    let plain = lawlike(&["report", stored, "--format", "csv"]).expect_code(0).out;
    assert!(plain.contains(&sentence[..30]), "{plain}");
    let piped = lawlike_with_input(&["report", "-"], &json.out).expect_code(0).out;
    assert_eq!(piped, lawlike(&["report", stored]).expect_code(0).out);
}

#[test]
fn what_is_no_audit_is_refused() {
    let folder = Folder::new();
    for (text, part) in [
        ("", "no JSON object"),
        ("[1]", "no JSON object"),
        ("{}", "no `schema`"),
        ("{\"schema\": \"lawlike/fit/1\"}", "another command"),
        ("{\"schema\": \"lawlike/audit/2\"}", "another version"),
        ("{\"schema\": \"lawlike/audit/1\"}", "missing field"),
    ] {
        let path = folder.write("stored.json", text);
        lawlike(&["report", &path]).expect_error(&["stored.json", part]);
    }
    lawlike(&["report", "no-such.json"]).expect_error(&["no-such.json"]);
}
