//! What a search has found so far, and whether that is enough to call the best optimum the best there is.
//!
//! Starts are drawn independently of each other. The search stops
//! - when those that agree on the best optimum outnumber the others by a lead (a sequential test of whether its basin is
//!   more than half of all, after Wald 1945): with a share of a quarter the lead of six is ever reached once in 729 times;
//! - or from `2 w^2 + 3 w + 2` starts on, where `w` is the number of different values at which they ended: then less than
//!   half a value is missing, if every mixture of basins is equally likely beforehand (Boender & Rinnooy Kan,
//!   *Mathematical Programming* 37, 1987);
//! - or when the best optimum was met a dozen times, or half a dozen times in 64 starts: a better one would have
//!   been missed with a probability of about `exp(-6)` if its basin were half as large, or as large in the second case.
//!
//! No rule can promise that there is nothing better. How often this one is wrong was measured (`tests/nist`).

use super::exact::Descent;

/// How many more starts must agree than not, where cards or bounds say how large the shapes are.
pub(super) const KNOWN: usize = 3;
/// The same where nothing does.
pub(super) const UNKNOWN: usize = 6;
/// An optimum that was met so often is trusted whatever the others do.
const OFTEN: usize = 12;
/// After so many starts, half as often will do.
const MANY: usize = 64;
/// Starts that must agree at least.
const AGREE: usize = 3;
/// Values of the objective that differ by less than this share are one.
const SAME: f64 = 1e-6;
/// Optima whose values differ by less than this share are equally good.
const EQUAL: f64 = 1e-9;

/// Descents, each with the number of starts that led to it.
pub(super) struct Pool {
    descents: Vec<Descent>,
    /// Sum of squares of the projection from which each descent began.
    sums: Vec<f64>,
    /// Objectives below this are rounding.
    rounding: f64,
    /// The descent that is taken.
    chosen: usize,
    /// Evaluations so far.
    pub(super) evaluations: usize,
    /// Whether enough starts agree.
    pub(super) confirmed: bool,
}

impl Pool {
    pub(super) fn new(rounding: f64) -> Self {
        Self { descents: Vec::new(), sums: Vec::new(), rounding, chosen: 0, evaluations: 0, confirmed: true }
    }

    /// Adds a descent that began where the projection has this sum of squares.
    pub(super) fn add(&mut self, sum: f64, descent: Descent) {
        self.evaluations += descent.outcome.evaluations;
        if self.best().is_none_or(|best| descent.outcome.objective < best.outcome.objective) {
            self.chosen = self.descents.len();
        }
        self.descents.push(descent);
        self.sums.push(sum);
    }

    /// Counts one more start for the descent that began with this sum, if there is one.
    pub(super) fn knows(&mut self, sum: f64) -> bool {
        let same = |known: &f64| (known - sum).abs() <= SAME * sum + self.rounding;
        let place = self.sums.iter().position(same);
        if let Some(place) = place {
            self.descents[place].count += 1;
        }
        place.is_some()
    }

    /// The descent that is taken: the best one, if there is any.
    pub(super) fn best(&self) -> Option<&Descent> {
        self.descents.get(self.chosen)
    }

    /// Of descents as good as the best takes the one that comes first.
    pub(super) fn prefer(&mut self, before: impl Fn(&Descent, &Descent) -> bool) {
        let Some(least) = self.best().map(|best| best.outcome.objective) else { return };
        for (index, descent) in self.descents.iter().enumerate() {
            let equal = descent.outcome.converged && descent.outcome.objective <= least * (1.0 + EQUAL);
            if equal && before(descent, &self.descents[self.chosen]) {
                self.chosen = index;
            }
        }
    }

    /// Puts a copy in the place of the best descent, if it is as good.
    pub(super) fn replace(&mut self, copy: Descent) {
        self.evaluations += copy.outcome.evaluations;
        let limit = self.best().map_or(f64::INFINITY, |best| best.outcome.objective * (1.0 + EQUAL));
        let good = copy.outcome.converged && copy.outcome.objective <= limit + self.rounding;
        if let Some(slot) = self.descents.get_mut(self.chosen).filter(|_| good) {
            *slot = Descent { count: slot.count, ..copy };
        }
    }

    fn is_close(&self, value: f64) -> bool {
        self.best().is_some_and(|best| value <= best.outcome.objective * (1.0 + SAME) + self.rounding)
    }

    /// Starts in all.
    pub(super) fn starts(&self) -> usize {
        self.descents.iter().map(|descent| descent.count).sum()
    }

    /// Starts that led to the best objective.
    pub(super) fn agree(&self) -> usize {
        let close = self.descents.iter().filter(|descent| self.is_close(descent.outcome.objective));
        close.map(|descent| descent.count).sum()
    }

    /// The best descent that ended at a worse optimum.
    pub(super) fn next(&self) -> Option<&Descent> {
        let other = |d: &&Descent| {
            d.outcome.converged && d.outcome.objective.is_finite() && !self.is_close(d.outcome.objective)
        };
        self.descents.iter().filter(other).min_by(|a, b| a.outcome.objective.total_cmp(&b.outcome.objective))
    }

    /// Whether at least half of the starts agree on the best optimum.
    pub(super) fn has_majority(&self) -> bool {
        2 * self.agree() >= self.starts() && self.starts() > 0
    }

    /// Whether enough starts agree on the best optimum, with this lead over the others or otherwise.
    pub(super) fn agrees(&self, lead: usize) -> bool {
        let (starts, agree) = (self.starts(), self.agree());
        let mut values: Vec<f64> = self.descents.iter().map(|descent| descent.outcome.objective).collect();
        values.sort_by(f64::total_cmp);
        values.dedup_by(|b, a| *b <= *a * (1.0 + SAME) + self.rounding);
        let w = values.len();
        let complete = agree >= AGREE && starts >= 2 * w * w + 3 * w + 2;
        let often = agree >= OFTEN || starts >= MANY && 2 * agree >= OFTEN;
        2 * agree >= starts + lead || complete || often
    }
}
