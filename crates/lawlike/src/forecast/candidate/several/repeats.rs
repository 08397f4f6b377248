//! Repeated data: tokens that were seen before are worth less, the more often the less.
//!
//! `D' = U + U R (1 - exp(-(D/U - 1)/R))` with unique tokens `U` and repeats `R`; the surface `add` is fitted over `D'` in
//! place of `D` and `U`. `R` is taken from a grid about the published 15 by the least squares of sums of powers.

use super::super::CandidateCard;
use super::super::{Answers, Past};
use super::additive;
use super::table::Table;
use crate::forecast::frame::{Frame, Places};
use crate::quantity::{Quantity, TokenCount};

pub(super) const CARDS: [CandidateCard; 1] = [CandidateCard {
    name: "repeats",
    says: "repeated tokens are worth less and less; the surface `add` over the tokens that they are worth",
    source: "Muennighoff et al. 2023 (arXiv 2305.16264), equation 5",
}];

/// Repeats after which data are worth little: a quarter to four times the published 15.4.
const REPEATS: [f64; 5] = [4.0, 8.0, 15.4, 30.0, 60.0];

/// Forecast by the worth of repeated data; nothing where seen and unique tokens are not both known.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let Some(tokens) = Tokens::of(past.frame) else { return Vec::new() };
    let shared = |repeats: f64| {
        let mut frame = past.frame.clone();
        frame.axes.remove(tokens.unique);
        frame.x = tokens.worth(&past.frame.x, repeats);
        frame
    };
    let frames = REPEATS.map(|repeats| (repeats, shared(repeats)));
    let loss = |frame: &Frame| additive::loss(Past { frame, horizon: past.horizon });
    let scored = frames.iter().map(|(repeats, frame)| (loss(frame), *repeats, frame));
    let Some((_, repeats, frame)) = scored.min_by(|a, b| a.0.total_cmp(&b.0)) else { return Vec::new() };
    let there = Places { x: tokens.worth(&places.x, repeats), z: places.z.clone() };
    let solved =
        Table::new(Past { frame, horizon: past.horizon }).and_then(|table| table.solve(false, &there));
    solved.map(|(values, _)| ("repeats", values)).into_iter().collect()
}

/// The axes of seen and of unique tokens.
struct Tokens {
    seen: usize,
    unique: usize,
    /// Logarithm of tokens per unique token where both positions are zero.
    level: f64,
}

impl Tokens {
    fn of(frame: &Frame) -> Option<Self> {
        let find =
            |count| frame.axes.iter().position(|axis| axis.log && axis.quantity == Quantity::Tokens(count));
        let (seen, unique) = (find(TokenCount::Seen)?, find(TokenCount::Unique)?);
        Some(Self { seen, unique, level: frame.axes[seen].centre - frame.axes[unique].centre })
    }

    /// Positions with the worth of the data in place of what was seen, without unique tokens.
    fn worth(&self, x: &[Vec<f64>], repeats: f64) -> Vec<Vec<f64>> {
        let worth_of_repeats = |row: &Vec<f64>| {
            let epochs = (row[self.seen] - row[self.unique] + self.level).exp();
            let again = (epochs - 1.0).max(0.0);
            let worth = epochs.min(1.0) - repeats * (-again / repeats).exp_m1();
            let mut row = row.clone();
            // Worth over what was seen, added to the position of what was seen.
            row[self.seen] += (worth / epochs).ln();
            row.remove(self.unique);
            row
        };
        x.iter().map(worth_of_repeats).collect()
    }
}
