//! The page of laws, `docs/reference/laws.md`, from their cards.
//!
//! `cargo run -p studies -- laws` prints it, with `--write` it is written. A test holds the file against the cards.

use lawlike::law::CARDS;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// The file that the page is written to.
const PAGE: &str = "docs/reference/laws.md";

/// Prints or writes the page.
pub(crate) fn run(root: &Path, is_written: bool) -> ExitCode {
    let page = page();
    let result = if is_written {
        std::fs::write(root.join(PAGE), page)
    } else {
        std::io::stdout().write_all(page.as_bytes())
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{PAGE} cannot be written: {error}");
            ExitCode::from(2)
        }
    }
}

/// The page as Markdown.
fn page() -> String {
    let mut page = format!(
        "# Laws\n\nWritten by `cargo run -p studies -- laws --write` from the {} cards in `crates/lawlike/src/law/`; \
         `lawlike laws show NAME` shows one in full. Confirmed: form and numbers were checked against the source, its \
         code, or numbers that it prints, or agree in independent texts that quote it, as the source then says. Reported: they are those of texts about the source. Unconfirmed: the form \
         could not be checked. All cards pass the tests in `crates/lawlike/tests/laws/`: derivatives against \
         differences, limits and trends, recovery from data without noise in any units, coverage of intervals with \
         noise, and the numbers below.\n",
        CARDS.len()
    );
    page.push_str(NUMBERS);
    for card in CARDS {
        for prediction in card.predictions {
            let given = card.given(prediction).map_or_else(|_| "–".to_owned(), number);
            let printed = number(prediction.printed);
            let within = number(prediction.within);
            let _ = writeln!(
                page,
                "| `{}` | {} | {printed} | {given} | {within} | {} |",
                card.id, prediction.what, prediction.place
            );
        }
    }
    for group in CARDS.chunk_by(|a, b| a.topic == b.topic) {
        let title = group.first().map_or("", |card| card.topic.title());
        let _ = writeln!(
            page,
            "\n## {title}\n\n| law | formula | limits | source | status |\n|---|---|---|---|---|"
        );
        for card in group {
            let (formula, limits) = (card.formula_on_one_line(), card.limits_in_words());
            let limits: Vec<String> = limits.iter().map(|line| format!("`{line}`")).collect();
            let limits = limits.join("; ");
            let cells = [card.id, &formula, &limits, card.source, card.status.word()].map(cell);
            let [id, formula, limits, source, status] = cells;
            let _ = writeln!(page, "| `{id}` | `{formula}` | {limits} | {source} | {status} |");
        }
    }
    page.push_str(LEFT_OUT);
    page
}

const NUMBERS: &str = "\n## Numbers that the sources print\n\nWhat the published values on the card give, beside what the \
source prints. Each is a test; allowed is the largest difference.\n\n| law | what | printed | \
given | allowed | where |\n|---|---|---|---|---|---|\n";

const LEFT_OUT: &str = "\n## Left out\n\n\
- The multi-power law of schedules (arXiv 2503.12811) and the functional law (arXiv 2509.19189): they sum over the whole \
schedule, which one formula over columns cannot.\n\
- The law of filtered data (arXiv 2404.07177): a product over the epochs of each pool.\n\
- The unified law of breaks (arXiv 2605.26248), the joint form of optimal mixtures (arXiv 2507.09404, equation 2.5) and the \
law of looped experts (arXiv 2609.40316): the equation or all of its constants could not be seen.\n\
- Approach 1 of Hoffmann et al. 2022: it is a lower envelope, not a formula; its result is in `compute-optimal`.\n\
- The sigmoid of reinforcement learning (arXiv 2510.13786) is `log-sigmoid`; the data that a value-based method \
needs (arXiv 2502.04327), over updates to data, `power-floor`; falling prices `semi-log-line`; the experience \
curve of Wright `power`.\n\
- Beta-binomial coverage (arXiv 2510.05197), votes, cost of coverage and verifiers are methods on counts: \
`lawlike passk`. Inference-aware optima (arXiv 2401.00448) are `lawlike plan inference`, horizons and frontiers \
`lawlike trend`.\n\
- The number of agents (arXiv 2406.07155, 2512.08296), merging of models (arXiv 2509.24244), the share of \
quantised training (arXiv 2509.22935) and pre-training for reinforcement (arXiv 2607.16097): seen in words only.\n";

/// Text that does not end its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Four significant digits.
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let size = value.abs().log10().floor();
    if (-3.0..5.0).contains(&size) {
        let places = (3.0 - size).clamp(0.0, 6.0) as usize;
        let text = format!("{value:.places$}");
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    } else {
        let text = format!("{value:.3e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_that_of_the_cards() {
        let file = std::fs::read_to_string(crate::root().join(PAGE)).unwrap_or_default();
        assert!(file == page(), "{PAGE} is out of date: cargo run -p studies -- laws --write");
    }

    #[test]
    fn numbers_have_four_digits() {
        for (value, text) in
            [(3.133, "3.133"), (0.5126, "0.5126"), (12.0, "12"), (1.655e13, "1.655e13"), (4.2e-4, "4.2e-4")]
        {
            assert_eq!(number(value), text);
        }
    }
}
