//! Surfaces of power laws over several axes (parameters and tokens, with or without others).
//!
//! `add` is the Chinchilla surface over whatever axes there are, `coupled` the Skaling surface, both with a Huber loss
//! at a fifth of the median absolute deviation of their residuals, which is close to least absolute deviations, and a
//! prior on the exponents (see `prior`).
//! `-fade` weighs runs by `exp(-(z_end - z)/h)`, `-fade2` by `exp(-(z_end - z)/(2 h))`, with `h` the horizon: a surface
//! that need not explain the smallest runs forecasts the largest better. The fading ones stand over the bowl of the
//! settings, if there is one (see `bowl`).
//!
//! An axis along which the response turns out to rise is taken upside down. Positions without logarithms enter as
//! `exp(x / spread)`: a power of that is an exponential, as in mixing laws of shares. A response that rises as a whole
//! is taken as its inverse, so that it may level off.

use super::super::CandidateCard;
use super::super::{Answers, Past};
use super::bowl::Bowl;
use super::fade;
use super::table::Table;
use crate::forecast::frame::Places;
use lawlike_num::robust::{Rule, outliers};

pub(super) const CARDS: [CandidateCard; 6] = [
    CandidateCard {
        name: "add",
        says: "an irreducible part and a power law of each axis; of shares a sum of exponentials",
        source: "Hoffmann et al. 2022 (arXiv 2203.15556), equation 2; shares: Ye et al. 2024 (arXiv 2403.16952)",
    },
    CandidateCard {
        name: "coupled",
        says: "the same with one exponent over the sum, which couples the axes",
        source: "Videau et al. 2026 (Skaling); Kaplan et al. 2020 (arXiv 2001.08361), equation 1.5",
    },
    CandidateCard {
        name: "add-fade",
        says: "`add`, weights falling by e over one horizon, settings about their optimum",
        source: "Hoffmann et al. 2022 (arXiv 2203.15556), equation 2",
    },
    CandidateCard {
        name: "coupled-fade",
        says: "`coupled`, weights falling by e over one horizon, settings about their optimum",
        source: "Videau et al. 2026 (Skaling)",
    },
    CandidateCard {
        name: "add-fade2",
        says: "`add`, weights falling by e over two horizons, settings about their optimum",
        source: "Hoffmann et al. 2022 (arXiv 2203.15556), equation 2",
    },
    CandidateCard {
        name: "coupled-fade2",
        says: "`coupled`, weights falling by e over two horizons, settings about their optimum",
        source: "Videau et al. 2026 (Skaling)",
    },
];

/// Share of tables that lose a run for no reason, and the tails of lawful residuals.
const RULE: Rule = Rule { alarms: 0.02, tails: 6.0 };
/// Most rounds in which runs are left out.
const ROUNDS: usize = 4;

/// Rows without the runs that lie far from both surfaces, each fitted robustly, and again without those until none is
/// left; none where all may stay. A tenth of the runs at most can be outliers: more of them are a pattern that the
/// surfaces miss.
pub(super) fn lawful(past: Past<'_>) -> Option<Vec<usize>> {
    let n = past.frame.n();
    let mut rows: Vec<usize> = (0..n).collect();
    for _ in 0..ROUNDS {
        let frame = past.frame.pick(&rows);
        let kept = near(Past { frame: &frame, horizon: past.horizon })?;
        if kept.len() == rows.len() {
            break;
        }
        rows = kept.iter().map(|i| rows[*i]).collect();
    }
    (rows.len() < n && (n - rows.len()) * 10 <= n).then_some(rows)
}

/// Rows that lie near one of the surfaces at least.
fn near(past: Past<'_>) -> Option<Vec<usize>> {
    let table = Table::new(past)?;
    let mut kept: Vec<usize> = Vec::new();
    for coupled in [false, true] {
        let (_, residuals) = table.solve(coupled, &Places::default())?;
        let far = outliers(&residuals, &[], RULE)?.rows;
        kept.extend((0..residuals.len()).filter(|i| !far.contains(i)));
    }
    kept.sort_unstable();
    kept.dedup();
    Some(kept)
}

/// Both surfaces with equal weights, and with fading weights about the bowl of the settings, if there is one.
pub(super) fn answers(past: Past<'_>, bowl: Option<&Bowl>, places: &Places) -> Answers {
    let Some(mut table) = Table::new(past) else { return Vec::new() };
    let mut out = both(&table, ["add", "coupled"], places);
    let fades = [(["add-fade", "coupled-fade"], 1.0), (["add-fade2", "coupled-fade2"], 2.0)];
    let bowl = bowl.filter(|bowl| bowl.leaves_axes(past.frame));
    if let Some(bowl) = bowl {
        let rest = bowl.rest(past.frame);
        let Some(over) = Table::new(Past { frame: &rest, horizon: past.horizon }) else { return out };
        table = over;
    }
    let there = bowl.map(|bowl| bowl.places(places));
    for (names, horizons) in fades {
        table.observations.weights = fade(past, horizons);
        for (name, mut values) in both(&table, names, there.as_ref().unwrap_or(places)) {
            if let Some(bowl) = bowl {
                values.iter_mut().zip(&places.x).for_each(|(value, x)| *value += bowl.excess(x));
            }
            out.push((name, values));
        }
    }
    out
}

fn both(table: &Table, names: [&'static str; 2], places: &Places) -> Answers {
    let solved = |(name, coupled)| Some((name, table.solve(coupled, places)?.0));
    names.into_iter().zip([false, true]).filter_map(solved).collect()
}
