//! Prints a page with every figure of a hand-made audit, to look at.
#![allow(clippy::print_stdout)]

#[path = "../tests/sample/mod.rs"]
mod sample;

use lawlike_report::figure;

fn main() {
    let one = sample::audit();
    let many = sample::audit_by(&["c4", "wikipedia", "code", "arxiv", "books", "dialogue", "more"]);
    let backtest = sample::backtest();
    let scale = one.subject.scale;
    let figures = [
        figure::data(&one),
        figure::data(&many),
        figure::residuals(&one),
        figure::residuals(&many),
        figure::cuts(&backtest, scale, "powers of ten", Some(0.02)),
        figure::coverage(&backtest),
        figure::hidden(&backtest, &one.subject.response, scale, "powers of ten"),
    ];
    for svg in figures.into_iter().flatten() {
        println!("<div style=\"margin:20px\">{svg}</div>");
    }
}
