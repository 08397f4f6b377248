//! What each check is there to find: tables that are not lawful in a stated way. How often the check fires on them is
//! its power.

use super::case::{Case, between, column, count, ladder};
use super::lawful::{COMPUTE, Floor, LOSS, Surface, TOKENS, curves, dates, grid, noisy, over_both, places};
use super::{claims, several, shares};
use lawlike::quantity::Quantity;
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
    Alternative { check: "identifiability", says: "surface fitted to runs of one size", draw: one_size },
    Alternative {
        check: "tokens-per-parameter",
        says: "tokens per parameter vary by a factor of 1.3 (one standard deviation)",
        draw: line,
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
    Alternative {
        check: "leave-one-group-out",
        says: "all runs of the largest of six sizes 5 % too high",
        draw: undertrained,
    },
    Alternative {
        check: "irreducible-loss",
        says: "12 runs over 1.2 powers of ten of a law with a floor at half of its last value, noise of 1 %",
        draw: unseen_floor,
    },
    Alternative {
        check: "saturation",
        says: "power law without a floor fitted to one that has a floor",
        draw: hidden_floor,
    },
    Alternative {
        check: "saturation",
        says: "sigmoid fitted to shares that stop at half of its height",
        draw: unseen_ceiling,
    },
    Alternative {
        check: "break",
        says: "power law whose exponent halves in the middle of its 40 runs",
        draw: broken,
    },
    Alternative {
        check: "lack-of-fit",
        says: "10 to 20 sizes of 3 seeds each; the middle third of the sizes lies 2 % above the law of the others",
        draw: bent_repeats,
    },
    Alternative {
        check: "autocorrelation",
        says: "40 points of one curve whose noise correlates by 0.7 from point to point",
        draw: sluggish,
    },
    Alternative {
        check: "pseudo-replication",
        says: "checkpoints of 16 to 30 runs with noise of the run, groups not declared",
        draw: undeclared,
    },
    Alternative {
        check: "near-duplicates",
        says: "a twentieth of the runs of a surface listed again, other in the sixth digit only",
        draw: relisted,
    },
    Alternative {
        check: "selection",
        says: "of 100 releases along a trend only the records are kept",
        draw: frontier,
    },
    Alternative {
        check: "best-of-k",
        says: "the best of 30 tries at the smallest of 40 sizes, of fewer at larger ones, one from the middle on",
        draw: best_of_many,
    },
    Alternative {
        check: "specification",
        says: "the smallest tenth of 40 runs lies 5 % above the law that the others follow",
        draw: two_regimes,
    },
    Alternative {
        check: "chance-floor",
        says: "shares of 200 to 2000 items; the smaller two thirds of 16 to 60 runs guess one in four",
        draw: shares::guessing,
    },
    Alternative {
        check: "metric-artefact",
        says: "exact match of 20 to 40 tokens whose loss falls as a power of compute, 12 to 40 runs",
        draw: shares::exact_match,
    },
    Alternative {
        check: "metric-artefact",
        says: "a jump within a fifth of a power of ten beside a loss that does not show it, 12 to 40 runs",
        draw: shares::jump,
    },
    Alternative {
        check: "isoflop-bias",
        says: "surface with exponents 0.45 and 0.2, 6 budgets of sizes a factor of 16 around 20 tokens per parameter",
        draw: skewed,
    },
    Alternative {
        check: "heterogeneity",
        says: "3 to 12 power laws whose exponents differ by 0.04 (one standard deviation)",
        draw: |stream| several::curves(stream, 0.04),
    },
    Alternative {
        check: "uniformity",
        says: "8 to 30 tasks, a fifth of which lose what the others gain",
        draw: |stream| several::tasks(stream, 0.2),
    },
    Alternative {
        check: "early-stretch",
        says: "of 4 to 8 models along reinforcement learning one learns the format of its answers within the first third",
        draw: |stream| several::reinforcement(stream, true),
    },
    Alternative {
        check: "narrow-claim",
        says: "intervals of a fit to as many runs, a third as wide as they should be",
        draw: claims::narrow,
    },
    Alternative {
        check: "rounding",
        says: "values of a fit to as many runs, two digits after the point",
        draw: claims::rounded,
    },
    Alternative {
        check: "published-error",
        says: "values of a fit to as many runs, with an irreducible loss 2 % too high",
        draw: claims::shifted,
    },
    Alternative {
        check: "told-apart",
        says: "8 to 11 lengths of thinking with 30 problems each, along a log-linear line",
        draw: shares::few_problems,
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

fn one_size(stream: &mut Stream) -> Option<Case> {
    let law = Surface::draw(stream);
    let runs: Vec<(f64, f64)> =
        ladder(3e8, 3e11, count(stream, 20, 60)).into_iter().map(|d| (4e8, d)).collect();
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let loss = noisy(stream, loss, 0.005);
    over_both("chinchilla", runs, loss)
}

fn line(stream: &mut Stream) -> Option<Case> {
    let law = Surface::draw(stream);
    let runs = ladder(2e7, 8e9, count(stream, 20, 60)).into_iter();
    let runs: Vec<(f64, f64)> = runs.map(|n| (n, 20.0 * n * (0.26 * stream.normal()).exp())).collect();
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

fn undertrained(stream: &mut Stream) -> Option<Case> {
    let law = Surface::draw(stream);
    let lengths = ladder(3e8, 3e11, count(stream, 6, 12));
    let runs = ladder(2e7, 8e9, 6).into_iter().flat_map(|n| lengths.iter().map(move |d| (n, *d)));
    let runs: Vec<(f64, f64)> = runs.collect();
    let largest = runs[runs.len() - 1].0;
    let high = |(n, d): &(f64, f64)| law.at(*n, *d) * if *n == largest { 1.05 } else { 1.0 };
    let loss = runs.iter().map(high).collect();
    let loss = noisy(stream, loss, 0.005);
    over_both("chinchilla", runs, loss)
}

fn unseen_floor(stream: &mut Stream) -> Option<Case> {
    let x = places(stream, 12, 1.2);
    let exponent = between(stream, 0.2, 0.4);
    let law = Floor { floor: 1.0, reducible: 10f64.powf(1.2 * exponent), exponent };
    let y = x.iter().map(|x| law.at(x / 1e7)).collect();
    let y = noisy(stream, y, 0.01);
    over_tokens("power-floor", x, y)
}

fn hidden_floor(stream: &mut Stream) -> Option<Case> {
    let (law, x) = (Floor::draw(stream), places(stream, 20, 4.0));
    let y = x.iter().map(|x| law.at(x / 1e7)).collect();
    let y = noisy(stream, y, 0.01);
    over_tokens("power", x, y)
}

fn unseen_ceiling(stream: &mut Stream) -> Option<Case> {
    let (x, steepness) = (places(stream, 30, 3.0), between(stream, 1.0, 2.0));
    let mut solved = |x: &f64| {
        let share = 0.8 / (1.0 + (-steepness * (x.log10() - 10.0)).exp());
        (0..500).filter(|_| stream.uniform() < share).count() as f64 / 500.0
    };
    let y = x.iter().map(&mut solved).collect();
    Case::new("log-sigmoid", vec![column("compute", COMPUTE, x), column("accuracy", Quantity::Accuracy, y)])
}

fn broken(stream: &mut Stream) -> Option<Case> {
    let (x, exponent) = (places(stream, 40, 4.0), between(stream, 0.1, 0.3));
    let law = |x: &f64| {
        let (below, beyond) = ((x / 1e9).min(1.0), (x / 1e9).max(1.0));
        3.0 * below.powf(-exponent) * beyond.powf(-0.5 * exponent)
    };
    let y = x.iter().map(law).collect();
    let y = noisy(stream, y, 0.02);
    over_tokens("power", x, y)
}

/// Tries err to the worse side; the smaller a run, the more of them there are.
fn best_of_many(stream: &mut Stream) -> Option<Case> {
    let (law, x) = (Floor::draw(stream), places(stream, 40, 4.0));
    let mut best = |x: &f64| {
        let tries = (30.0 * (x / 1e7).powf(-0.74)).max(1.0) as usize;
        let error = (0..tries).map(|_| stream.normal().abs()).fold(f64::INFINITY, f64::min);
        law.at(x / 1e7) * (0.04 * error).exp()
    };
    let y = x.iter().map(&mut best).collect();
    over_tokens("power-floor", x, y)
}

fn sluggish(stream: &mut Stream) -> Option<Case> {
    let (law, x) = (Floor::draw(stream), places(stream, 40, 4.0));
    let mut noise = stream.normal();
    let mut value = |x: &f64| {
        noise = 0.7 * noise + (1.0 - 0.7f64.powi(2)).sqrt() * stream.normal();
        law.at(x / 1e7) * (0.005 * noise).exp()
    };
    let y = x.iter().map(&mut value).collect();
    over_tokens("power-floor", x, y)
}

fn bent_repeats(stream: &mut Stream) -> Option<Case> {
    let (law, noise, sizes) = (Floor::draw(stream), between(stream, 0.002, 0.01), count(stream, 10, 20));
    let bent = |place: usize| if (sizes / 3..2 * sizes / 3).contains(&place) { 1.02 } else { 1.0 };
    let ladder = ladder(1e7, 1e11, sizes);
    let y = ladder.iter().enumerate().flat_map(|(place, x)| [bent(place) * law.at(x / 1e7); 3]).collect();
    let y = noisy(stream, y, noise);
    over_tokens("power-floor", ladder.into_iter().flat_map(|x| [x; 3]).collect(), y)
}

fn undeclared(stream: &mut Stream) -> Option<Case> {
    Some(curves(stream)?.apart())
}

fn relisted(stream: &mut Stream) -> Option<Case> {
    let (mut runs, law) = (grid(stream), Surface::draw(stream));
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let mut loss: Vec<f64> = noisy(stream, loss, 0.005);
    for _ in 0..runs.len().div_ceil(20) {
        let run = stream.below(runs.len());
        runs.push(runs[run]);
        loss.push(loss[run] * 1.000_003);
    }
    over_both("chinchilla", runs, loss)
}

fn frontier(stream: &mut Stream) -> Option<Case> {
    let (t, rate) = (dates(stream, 100, 5.0), between(stream, 0.6, 1.2));
    let y = t.iter().map(|t| 0.1 * (rate * (t - 2019.0)).exp()).collect();
    let y = noisy(stream, y, 0.8);
    let mut best = 0.0;
    let kept: Vec<(f64, f64)> = t
        .into_iter()
        .zip(y)
        .filter(|(_, y)| {
            let is_record = *y > best;
            best = y.max(best);
            is_record
        })
        .collect();
    let (t, y) = kept.into_iter().unzip();
    Case::new(
        "semi-log-line",
        vec![column("date", Quantity::Date, t), column("horizon", Quantity::Horizon, y)],
    )
}

fn two_regimes(stream: &mut Stream) -> Option<Case> {
    let (law, x) = (Floor::draw(stream), places(stream, 40, 4.0));
    let y = x.iter().enumerate().map(|(i, x)| law.at(x / 1e7) * if i < 4 { 1.05 } else { 1.0 }).collect();
    let y = noisy(stream, y, 0.005);
    over_tokens("power-floor", x, y)
}

fn skewed(stream: &mut Stream) -> Option<Case> {
    let mut runs = Vec::new();
    for compute in ladder(1e18, 1e21, 6) {
        let centre: f64 = (compute / 120.0).sqrt();
        runs.extend(ladder(centre / 16.0, centre * 16.0, 11).into_iter().map(|n| (n, compute / (6.0 * n))));
    }
    let law = |n: f64, d: f64| 1.7 + 0.5 * (n / 4e8).powf(-0.45) + 0.5 * (d / 8e9).powf(-0.2);
    let loss = runs.iter().map(|(n, d)| law(*n, *d)).collect();
    let loss = noisy(stream, loss, 0.005);
    over_both("chinchilla", runs, loss)
}
