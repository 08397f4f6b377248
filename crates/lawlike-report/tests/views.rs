//! Snapshots of every view, on hand-made results.

mod sample;

use lawlike::conform::{Exam, Outcome};
use lawlike::finding::CheckCard;
use lawlike::law::CARDS;
use lawlike_report::figure;
use lawlike_report::view::{
    self, BacktestView, ColumnView, DataView, ForecastView, FormulaView, Output, SetView, Style,
};

const ALL: [(Output, &str); 4] =
    [(Output::Text, "text"), (Output::Markdown, "md"), (Output::Json, "json"), (Output::Csv, "csv")];

fn snapshots(name: &str, view: impl Fn(Output) -> String) {
    for (output, ending) in ALL {
        let text = view(output);
        if output == Output::Json {
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{name} is not JSON");
        }
        if output == Output::Text {
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(widest <= 100, "{name}: a line has {widest} columns");
        }
        // The version of the crate is not part of what a view does.
        let text = text.replace(env!("CARGO_PKG_VERSION"), "0.0.0");
        insta::assert_snapshot!(format!("{name}.{ending}"), text);
    }
}

#[test]
fn audit() {
    let audit = sample::audit();
    snapshots("audit", |output| view::audit(&audit, output, &Style::default()));
}

#[test]
fn audit_of_several_series() {
    let audit = sample::audit_by(&["c4", "wikipedia", "code", "arxiv", "books"]);
    snapshots("audit_by", |output| view::audit(&audit, output, &Style::default()));
}

#[test]
fn one_fit() {
    let fits = [(String::new(), sample::fit())];
    let view =
        |output| view::fits(&sample::provenance(), &fits, &sample::findings(), output, &Style::default());
    snapshots("fit", view);
}

#[test]
fn fits_by_group() {
    let fits = [("c4".to_owned(), sample::fit()), ("code".to_owned(), sample::fit())];
    snapshots("fits", |output| view::fits(&sample::provenance(), &fits, &[], output, &Style::default()));
}

#[test]
fn forecast() {
    let header = ["run", "compute", "note"].map(str::to_owned);
    let points = vec![
        vec!["a".to_owned(), "1e22".into(), "=1+1, \"x\"".into()],
        vec!["b".to_owned(), "007".into(), String::new()],
    ];
    let (provenance, rows, findings) = (sample::provenance(), sample::rows(), sample::findings());
    let fits = [(String::new(), sample::fit())];
    let weights = [(String::new(), sample::weights())];
    let beyond = [(String::new(), vec![sample::beyond()])];
    let forecast = ForecastView {
        provenance: &provenance,
        response: "loss",
        header: &header,
        points: &points,
        rows: &rows,
        fits: &fits,
        weights: &weights,
        beyond: &beyond,
        findings: &findings,
        reference: &sample::audit().reference,
    };
    snapshots("forecast", |output| view::forecast(&forecast, output, &Style::default()));
}

#[test]
fn backtest() {
    let (provenance, overall) = (sample::provenance(), sample::backtest());
    let series = [("c4".to_owned(), sample::backtest()), ("code".to_owned(), sample::backtest())];
    let mut short = overall.clone();
    short.hidden.truncate(2);
    let one = BacktestView {
        provenance: &provenance,
        scale: lawlike::quantity::Scale::Log,
        distance_unit: "powers of ten",
        overall: &short,
        series: &[],
        findings: &[],
    };
    snapshots("backtest", |output| view::backtest(&one, output, &Style::default()));
    let many = BacktestView { series: &series, ..one };
    let text = view::backtest(&many, Output::Text, &Style::default());
    insta::assert_snapshot!("backtest_by.text", text);
}

#[test]
fn comparisons() {
    let (provenance, laws) = (sample::provenance(), sample::compare::comparison());
    snapshots("compare", |output| view::comparison(&provenance, &laws, output, &Style::default()));
    let arms = sample::compare::arms();
    snapshots("arms", |output| view::arms(&provenance, &arms, output, &Style::default()));
}

#[test]
fn laws_and_checks() {
    let law = CARDS.iter().find(|card| card.id == "chinchilla").expect("the law is built in");
    let latex = r"E + \frac{A}{N^{\alpha}} + \frac{B}{D^{\beta}}";
    snapshots("law", |output| view::law(law, latex, output, &Style::default()));
    let text = view::laws(CARDS, Output::Text, &Style::default());
    assert!(CARDS.iter().all(|card| text.contains(card.id)));
    let check = CheckCard {
        code: "outliers",
        title: "rows far from the law",
        says: "some rows lie farther from the law than its other residuals allow",
        caution: "a law of the wrong form makes rows at both ends look like outliers",
        hint: "look at these runs",
        source: "Rousseeuw & Croux 1993",
    };
    snapshots("check", |output| view::explain(&check, output, &Style::default()));
    assert!(view::checks(&[&check], Output::Markdown, &Style::default()).contains("outliers"));
}

#[test]
fn data_sets_and_formulas() {
    let column = |name: &str, quantity: &str, unit: &str, range| ColumnView {
        name: name.into(),
        quantity: quantity.into(),
        unit: unit.into(),
        missing: 1,
        distinct: 12,
        range,
        examples: if range.is_none() { vec!["a".into(), "b".into()] } else { vec![] },
    };
    let data = DataView {
        source: "runs.csv".into(),
        format: "csv".into(),
        sha256: "9f86d081".into(),
        rows: 12,
        columns: vec![
            column("params", "parameters", "parameters", Some((7.08e7, 1.6e10))),
            column("loss", "loss", "nats per token", Some((1.9, 4.2))),
            column("family", "", "", None),
        ],
        understood: vec!["Column `params` was taken as parameters by its name.".into()],
    };
    snapshots("data", |output| view::data(&data, output, &Style::default()));
    let set = SetView {
        id: "chinchilla".into(),
        title: "Digitised runs".into(),
        rows: Some(245),
        licence: "CC-BY-4.0".into(),
        source: "Besiroglu et al. 2024".into(),
    };
    snapshots("sets", |output| view::sets(std::slice::from_ref(&set), output, &Style::default()));
    let formula = FormulaView {
        text: "E + A*N^-alpha".into(),
        latex: r"E + A\,N^{-\alpha}".into(),
        inputs: vec!["N".into()],
        coefficients: vec!["E".into(), "A".into()],
        shapes: vec!["alpha".into()],
        exams: vec![
            Exam {
                name: "derivatives",
                outcome: Outcome::Held,
                found: 2.5e-11,
                allowed: 1e-6,
                message: "by alpha, of the largest over the rows".into(),
            },
            Exam {
                name: "trends",
                outcome: Outcome::Failed,
                found: 0.012,
                allowed: 1e-12,
                message: "along N, against the trend".into(),
            },
            Exam {
                name: "limits",
                outcome: Outcome::Open,
                found: f64::NAN,
                allowed: f64::NAN,
                message: "the law claims none".into(),
            },
        ],
    };
    snapshots("formula", |output| view::formula(&formula, output, &Style::default()));
}

#[test]
fn page_and_figures() {
    insta::assert_snapshot!("audit.html", view::html::audit(&sample::audit()));
    let mut audit = sample::audit();
    audit.series[0].points.truncate(6);
    insta::assert_snapshot!("data.svg", figure::data(&audit).expect("there are points"));
}

#[test]
fn nothing_to_show_is_shown() {
    let mut audit = sample::audit();
    audit.backtest = None;
    audit.findings.clear();
    audit.series.clear();
    audit.verdict.conditions.clear();
    audit.verdict.would_change.clear();
    assert!(figure::data(&audit).is_none() && figure::residuals(&audit).is_none());
    for (output, _) in ALL {
        assert!(!view::audit(&audit, output, &Style::default()).is_empty());
    }
    assert!(view::html::audit(&audit).contains("<h1"));
    let mut empty = sample::backtest();
    empty.hidden.clear();
    empty.cuts.clear();
    empty.overall = Default::default();
    assert!(figure::coverage(&empty).is_none());
    assert!(figure::cuts(&empty, lawlike::quantity::Scale::Log, "years", None).is_none());
}
