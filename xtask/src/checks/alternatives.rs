//! What each check is there to find: tables that are not lawful in a stated way. How often the check fires on them is
//! its power.

use super::case::{Case, between, column, count, ladder};
use super::worlds::{Floor, LOSS, Surface, TOKENS, grid, noisy, over_both, places};
use lawlike_num::stream::Stream;

/// A way to draw tables that a check must find.
pub(crate) struct Alternative {
    /// Code of the check.
    pub(crate) check: &'static str,
    /// What is wrong with the tables.
    pub(crate) says: &'static str,
    /// Draws a table.
    pub(crate) draw: fn(&mut Stream) -> Option<Case>,
}

/// One alternative for every check.
pub(crate) const ALTERNATIVES: &[Alternative] = &[
    Alternative {
        check: "identifiability",
        says: "surface fitted to runs with exactly 20 tokens per parameter",
        draw: |stream| line(stream, 0.0),
    },
    Alternative {
        check: "tokens-per-parameter",
        says: "tokens per parameter vary by a factor of 1.3 (one standard deviation)",
        draw: |stream| line(stream, 0.26),
    },
    Alternative { check: "span", says: "20 runs over a factor of 6", draw: short },
    Alternative {
        check: "few-runs",
        says: "7 runs for the 3 parameters of a power law with a floor",
        draw: few,
    },
    Alternative {
        check: "at-bound",
        says: "power law that ends below zero, fitted with a floor",
        draw: sinking,
    },
    Alternative { check: "search", says: "two breaks fitted to 15 runs of pure noise", draw: rugged },
    Alternative { check: "outliers", says: "two runs of a surface read off 8 % too high", draw: misread },
    Alternative {
        check: "leverage",
        says: "11 runs within a power of ten, and one three powers beyond",
        draw: lone,
    },
];

/// A case of losses over tokens.
fn over_tokens(law: &'static str, x: Vec<f64>, y: Vec<f64>) -> Option<Case> {
    Case::new(law, vec![column("tokens", TOKENS, x), column("loss", LOSS, y)])
}

/// Runs of a law with a floor, `runs` of them over some powers of ten, with noise of half a per cent.
fn floor_runs(stream: &mut Stream, runs: usize, decades: f64) -> Option<Case> {
    let (law, x) = (Floor::draw(stream), places(stream, runs, decades));
    let y = x.iter().map(|x| law.at(x / 1e7)).collect();
    let y = noisy(stream, y, 0.005);
    over_tokens("power-floor", x, y)
}

fn line(stream: &mut Stream, spread: f64) -> Option<Case> {
    let law = Surface::draw(stream);
    let runs = ladder(2e7, 8e9, count(stream, 20, 60)).into_iter();
    let runs: Vec<(f64, f64)> = runs.map(|n| (n, 20.0 * n * (spread * stream.normal()).exp())).collect();
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let loss = noisy(stream, loss, 0.005);
    over_both("chinchilla", runs, loss)
}

fn short(stream: &mut Stream) -> Option<Case> {
    floor_runs(stream, 20, 6f64.log10())
}

fn few(stream: &mut Stream) -> Option<Case> {
    floor_runs(stream, 7, 3.0)
}

fn sinking(stream: &mut Stream) -> Option<Case> {
    let (runs, exponent) = (count(stream, 12, 60), between(stream, 0.05, 0.2));
    let x = places(stream, runs, 4.0);
    let y = x.iter().map(|x| 5.0 * (x / 1e7).powf(-exponent) - 0.6).collect();
    let y = noisy(stream, y, 0.005);
    over_tokens("power-floor", x, y)
}

fn rugged(stream: &mut Stream) -> Option<Case> {
    let x = places(stream, 15, 3.0);
    let y = noisy(stream, vec![2.0; 15], 0.05);
    over_tokens("bnsl2", x, y)
}

fn misread(stream: &mut Stream) -> Option<Case> {
    let (runs, law) = (grid(stream), Surface::draw(stream));
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let mut loss: Vec<f64> = noisy(stream, loss, 0.005);
    for _ in 0..2 {
        let run = stream.below(loss.len());
        loss[run] *= 1.08;
    }
    over_both("chinchilla", runs, loss)
}

fn lone(stream: &mut Stream) -> Option<Case> {
    let law = Floor::draw(stream);
    let mut x = places(stream, 11, 1.0);
    x.push(1e11);
    let y = x.iter().map(|x| law.at(x / 1e7)).collect();
    let y = noisy(stream, y, 0.005);
    over_tokens("power-floor", x, y)
}
