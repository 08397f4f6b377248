//! Figures and pages: what is written, and that nothing else is called by their names.

use crate::support::{Folder, chinchilla_csv, lawlike};
use std::fs;

#[test]
fn a_figure_is_written_in_place_of_the_result() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.01));
    let path = folder.path().join("fig.svg");
    let shown = path.to_str().unwrap();
    let run = lawlike(&["audit", &runs, "--figure", "forecast", "-o", shown, "--exit-zero", "--quiet"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let svg = fs::read_to_string(&path).unwrap();
    assert!(svg.starts_with("<svg xmlns=") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("held-out runs") && !svg.contains("hidden future"));
}

#[test]
fn figures_that_are_not_known_are_named() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.01));
    let run = lawlike(&["audit", &runs, "--figure", "forecasts"]).expect_error(&[
        "forecasts",
        "calibration",
        "isoflop",
    ]);
    assert_eq!(run.err.lines().count(), 1, "it fails before the work begins:\n{}", run.err);
    lawlike(&["audit", &runs, "--figure", "forecast", "-o", "fig.docx"]).expect_error(&["fig.docx", ".svg"]);
}

#[test]
fn a_report_is_a_page_and_nothing_in_disguise() {
    let folder = Folder::new();
    let runs = folder.write("runs.csv", &chinchilla_csv(0.01));
    for name in ["report.pdf", "report.docx", "report"] {
        let path = folder.path().join(name);
        lawlike(&["audit", &runs, "--report", path.to_str().unwrap()])
            .expect_error(&[name, ".html", "--figure"]);
        assert!(!path.exists());
    }
}

#[test]
fn the_gallery_has_a_page_for_every_claim() {
    let folder = Folder::new();
    let site = folder.path().join("site");
    let run =
        lawlike(&["claims", "run", "gpt4o-quarter-of-gpt4", "--report", site.to_str().unwrap(), "--quiet"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let index = fs::read_to_string(site.join("index.html")).unwrap();
    let link = index.split("href=\"claim-").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let page = fs::read_to_string(site.join(format!("claim-{link}"))).unwrap();
    assert!(page.contains("It is refuted if") && page.contains("href=\"method.html\""));
    assert!(site.join("method.html").exists());
}

#[test]
fn questions_have_pages_and_figures_of_their_own() {
    let folder = Folder::new();
    let models = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/models.csv");
    let asked: [(&str, &[&str]); 3] = [
        ("trend", &["trend", models, "--y", "horizon"]),
        ("meeting", &["plan", "stock", models, "--y", "horizon", "--stock", "1e5:1e4:1e6"]),
        ("agent", &["plan", "agent", "--right", "97/100"]),
    ];
    for (figure, words) in asked {
        let page = folder.path().join(format!("{figure}.html"));
        let report = ["--report", page.to_str().unwrap(), "--format", "json", "--quiet"];
        let run = lawlike(&[words, &report].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        let plain = lawlike(&[words, &["--format", "json", "--quiet"]].concat());
        assert_eq!(run.out, plain.out, "{figure}: a report changes no answer");
        let html = fs::read_to_string(&page).unwrap();
        assert!(
            html.contains(&format!("<figure id=\"fig-{figure}\""))
                && html.contains("<nav class=\"contents\"")
        );
        let same = lawlike(&[words, &["--format", "html", "--quiet"]].concat());
        assert_eq!(same.out, html, "{figure}: --format html is the same page");
        let svg = lawlike(&[words, &["--figure", figure, "--quiet"]].concat());
        assert!(svg.out.starts_with("<svg ") && html.contains(svg.out.trim_end()), "{figure}: {}", svg.err);
        lawlike(&[words, &["--figure", "figurine"]].concat()).expect_error(&["figurine", figure]);
        lawlike(&[words, &["--report", "page.pdf"]].concat()).expect_error(&["page.pdf", ".html"]);
    }
}

#[test]
fn what_has_no_figure_says_so() {
    let models = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/models.csv");
    let trend = ["trend", models, "--y", "horizon"];
    lawlike(&[&trend[..], &["--figure", "paces"]].concat()).expect_error(&["paces", "it has trend"]);
    lawlike(&[&trend[..], &["--split", "--report", "x.html"]].concat())
        .expect_error(&["no figures", "--format html"]);
}
