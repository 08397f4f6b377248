//! Hard cases: kinds of tables on which a rule of words goes wrong easily, drawn as their runs would really come.
//!
//! The rule takes the law, as it does for somebody who names none. Several words can be fair.

use super::beyond::{AHEAD, farther, later};
use super::lawful::solved;
use crate::checks::case::{Case, between, column, count};
use crate::checks::lawful::{COMPUTE, LOSS, noisy};
use lawlike::quantity::Quantity;
use lawlike_num::stream::Stream;

/// Compute at which all these tables begin.
const START: f64 = 1e18;

/// Places of so many runs anywhere along the compute of a study, and those beyond.
pub(super) struct Study {
    /// Compute, in powers of ten beyond the start.
    pub(super) z: Vec<f64>,
    /// Powers of ten that the runs may span.
    pub(super) decades: f64,
}

impl Study {
    pub(super) fn draw(stream: &mut Stream, runs: (usize, usize), decades: (f64, f64)) -> Self {
        let (runs, decades) = (count(stream, runs.0, runs.1), between(stream, decades.0, decades.1));
        let mut z: Vec<f64> = (0..runs).map(|_| decades * stream.uniform()).collect();
        z.sort_by(f64::total_cmp);
        let x = farther(z.into_iter().map(|z| 10f64.powf(z)).collect());
        Self { z: x.into_iter().map(f64::log10).collect(), decades }
    }

    /// 25 to 50 runs over 2.5 to 4 powers of ten.
    pub(super) fn usual(stream: &mut Stream) -> Self {
        Self::draw(stream, (25, 50), (2.5, 4.0))
    }

    pub(super) fn values(&self, law: impl Fn(f64) -> f64) -> Vec<f64> {
        self.z.iter().map(|z| law(*z)).collect()
    }

    fn compute(&self) -> Vec<f64> {
        self.values(|z| START * 10f64.powf(z))
    }

    /// Losses of these runs.
    pub(super) fn losses(&self, loss: Vec<f64>) -> Option<Case> {
        losses(self.compute(), loss)
    }

    /// Shares of these runs.
    pub(super) fn shares(&self, share: Vec<f64>) -> Option<Case> {
        let columns =
            vec![column("compute", COMPUTE, self.compute()), column("accuracy", Quantity::Accuracy, share)];
        Some(Case::by_rule(columns)?.ahead(AHEAD))
    }
}

fn losses(compute: Vec<f64>, loss: Vec<f64>) -> Option<Case> {
    let columns = vec![column("compute", COMPUTE, compute), column("loss", LOSS, loss)];
    Some(Case::by_rule(columns)?.ahead(AHEAD))
}

/// A power law with a floor, gentle as those of language models.
pub(super) struct Gentle {
    floor: f64,
    reducible: f64,
    exponent: f64,
}

impl Gentle {
    pub(super) fn draw(stream: &mut Stream) -> Self {
        Self {
            floor: between(stream, 1.4, 2.0),
            reducible: between(stream, 0.8, 1.6),
            exponent: between(stream, 0.12, 0.3),
        }
    }

    /// So many powers of ten beyond the start.
    pub(super) fn at(&self, z: f64) -> f64 {
        self.floor + self.reducible * 10f64.powf(-self.exponent * z)
    }
}

/// Noise of a careful study.
pub(super) const QUIET: f64 = 0.004;

pub(super) fn control(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::usual(stream));
    study.losses(noisy(stream, study.values(|z| law.at(z)), QUIET))
}

pub(super) fn heteroscedastic(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::usual(stream));
    let scatter = |z: f64| 0.002 + 0.06 * 10f64.powf(-0.5 * z);
    let loss = study.z.iter().map(|z| law.at(*z) * (scatter(*z) * stream.normal()).exp()).collect();
    study.losses(loss)
}

pub(super) fn floor_beyond(stream: &mut Stream) -> Option<Case> {
    let (exponent, study) = (between(stream, 0.04, 0.08), Study::usual(stream));
    let loss = study.values(|z| 3.0 * 10f64.powf(-exponent * z.min(study.decades + 0.15)));
    study.losses(noisy(stream, loss, QUIET))
}

pub(super) fn sigmoid_foot(stream: &mut Stream) -> Option<Case> {
    let study = Study::usual(stream);
    let (middle, steepness) = (study.decades + between(stream, 0.3, 0.8), between(stream, 2.5, 4.0));
    let share = study.values(|z| 0.02 + 0.9 / (1.0 + (-steepness * (z - middle)).exp()));
    study.shares(solved(stream, &share, 500))
}

pub(super) fn drifting_walk(stream: &mut Stream) -> Option<Case> {
    let study = Study::usual(stream);
    let (mut place, mut before) = (0.0, study.z[0]);
    let walk = |z: &f64| {
        place += 0.09 * (z - before).max(0.0).sqrt() * stream.normal();
        before = *z;
        (1.2 - 0.05 * z + place).exp()
    };
    let loss = study.z.iter().map(walk).collect();
    study.losses(loss)
}

/// Sizes whose seeds share an error, and two larger ones.
pub(super) fn seeds(stream: &mut Stream) -> Option<Case> {
    let law = Gentle::draw(stream);
    let (mut compute, mut loss) = (Vec::new(), Vec::new());
    let sizes = [0.0, 0.6, 1.2, 1.8, 2.4, 3.0].map(|z| (z, 6));
    for (z, seeds) in sizes.into_iter().chain([(3.6, AHEAD / 2), (4.2, AHEAD / 2)]) {
        let size = law.at(z) * (0.015 * stream.normal()).exp();
        compute.extend(vec![START * 10f64.powf(z); seeds]);
        loss.extend(noisy(stream, vec![size; seeds], 0.002));
    }
    losses(compute, loss)
}

/// Families of models with offsets of their own, each on a window of compute; the last one is to come.
pub(super) fn families(stream: &mut Stream) -> Option<Case> {
    let law = Gentle::draw(stream);
    let (mut compute, mut loss) = (Vec::new(), Vec::new());
    for family in 0..5 {
        let from = 0.75 * f64::from(family) + if family == 4 { 0.3 } else { 0.0 };
        let offset = 0.05 * stream.normal();
        for _ in 0..AHEAD {
            let z = from + stream.uniform();
            compute.push(START * 10f64.powf(z));
            loss.push(law.at(z) * (offset + 0.003 * stream.normal()).exp());
        }
    }
    losses(compute, loss)
}

/// The best of as many runs as a budget pays for.
pub(super) fn best_of_many(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::draw(stream, (25, 45), (2.5, 4.0)));
    let best = |z: f64| {
        let tries = (40.0 * 10f64.powf(-0.75 * z)).round().max(1.0) as usize;
        let worse = (0..tries).map(|_| 0.04 * stream.normal().abs()).fold(f64::INFINITY, f64::min);
        law.at(z) * worse.exp()
    };
    let loss = study.z.iter().copied().map(best).collect();
    study.losses(loss)
}

/// Values over dates.
pub(super) fn dated(name: &str, quantity: Quantity, t: Vec<f64>, y: Vec<f64>) -> Option<Case> {
    Some(
        Case::by_rule(vec![column("release_date", Quantity::Date, t), column(name, quantity, y)])?
            .ahead(AHEAD),
    )
}

pub(super) fn saturating(stream: &mut Stream) -> Option<Case> {
    let releases = count(stream, 24, 50);
    let (middle, steepness) = (between(stream, 2.5, 3.5), between(stream, 1.2, 2.0));
    let t = super::beyond::dates(stream, releases, 5.0);
    let share = |t: &f64| {
        let expected = 1.0 / (1.0 + (-steepness * (t - 2019.0 - middle)).exp());
        (expected + 0.015 * stream.normal()).clamp(0.001, 0.999)
    };
    let y = t.iter().map(share).collect();
    dated("accuracy", Quantity::Accuracy, t, y)
}

pub(super) fn step(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::draw(stream, (30, 50), (2.5, 4.0)));
    let at = study.decades * between(stream, 0.6, 0.8);
    let loss = study.values(|z| law.at(z) * if z > at { 0.9 } else { 1.0 });
    study.losses(noisy(stream, loss, QUIET))
}

pub(super) fn near_hundred(stream: &mut Stream) -> Option<Case> {
    let (study, exponent) = (Study::usual(stream), between(stream, 0.15, 0.3));
    let mut share =
        |z: f64| (1.0 - 0.12 * 10f64.powf(-exponent * z) + 0.0015 * stream.normal()).clamp(0.0, 1.0);
    let share = study.z.iter().map(|z| share(*z)).collect();
    study.shares(share)
}

/// So many events about a mean.
pub(super) fn poisson(stream: &mut Stream, mean: f64) -> f64 {
    let (mut events, mut time) = (0.0, stream.exponential());
    while time < mean {
        events += 1.0;
        time += stream.exponential();
    }
    events
}

pub(super) fn counts(stream: &mut Stream) -> Option<Case> {
    let (study, exponent) = (Study::usual(stream), between(stream, 0.2, 0.4));
    let bugs = study.z.iter().map(|z| poisson(stream, 3.0 * 10f64.powf(exponent * z))).collect();
    let columns =
        vec![column("compute", COMPUTE, study.compute()), column("bugs_found", Quantity::Plain, bugs)];
    Some(Case::by_rule(columns)?.ahead(AHEAD))
}

pub(super) fn tiny(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::draw(stream, (7, 9), (2.0, 3.0)));
    study.losses(noisy(stream, study.values(|z| law.at(z)), 0.008))
}

pub(super) fn autocorrelated(stream: &mut Stream) -> Option<Case> {
    let (law, runs, decades) = (Gentle::draw(stream), count(stream, 40, 70), between(stream, 2.5, 4.0));
    let mut error = 0.0;
    let point = |at: usize| {
        error = 0.95 * error + 0.008 * stream.normal();
        let z = (decades + 1.0) * at as f64 / (runs + AHEAD - 1) as f64;
        (START * 10f64.powf(z), law.at(z) * error.exp())
    };
    let (compute, loss) = (0..runs + AHEAD).map(point).unzip();
    losses(compute, loss)
}

pub(super) fn heavy_tails(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::draw(stream, (30, 50), (2.5, 4.0)));
    // Student's t with two degrees of freedom.
    let tail = |z: &f64| law.at(*z) * (QUIET * stream.normal() / stream.exponential().sqrt()).exp();
    let loss = study.z.iter().map(tail).collect();
    study.losses(loss)
}

pub(super) fn turning(stream: &mut Stream) -> Option<Case> {
    let (study, bend) = (Study::draw(stream, (30, 50), (2.5, 4.0)), between(stream, 0.015, 0.03));
    let turn = study.decades + 0.3;
    let loss = study.values(|z| 2.5 * (bend * (z - turn).powi(2)).exp());
    study.losses(noisy(stream, loss, 0.003))
}

/// Scores over dates.
pub(super) struct Records {
    pub(super) dates: Vec<f64>,
    pub(super) scores: Vec<f64>,
    /// How many of them are not seen.
    pub(super) later: usize,
}

/// The records of a list of scores, with some of the scores between them at the level of the record; five of its six years
/// are seen.
pub(super) fn records(t: &[f64], scores: Vec<f64>, stream: &mut Stream) -> Records {
    let mut best = f64::NEG_INFINITY;
    let (mut dates, mut records) = (Vec::new(), Vec::new());
    for (t, score) in t.iter().zip(scores) {
        let is_record = score > best;
        best = best.max(score);
        if is_record || stream.uniform() < 0.12 {
            dates.push(*t);
            records.push(best);
        }
    }
    let later = dates.iter().filter(|t| **t >= 2024.0).count();
    Records { dates, scores: records, later }
}

/// Days of releases over six years.
pub(super) fn releases(stream: &mut Stream) -> Vec<f64> {
    let mut t: Vec<f64> = (0..300).map(|_| 2019.0 + 6.0 * stream.uniform()).collect();
    t.sort_by(f64::total_cmp);
    t
}

pub(super) fn frontier_of_noise(stream: &mut Stream) -> Option<Case> {
    let t = releases(stream);
    let scores = t.iter().map(|_| (0.5 + 0.1 * stream.normal()).clamp(0.0, 1.0)).collect();
    let Records { dates: t, scores: y, later } = records(&t, scores, stream);
    let columns = vec![column("release_date", Quantity::Date, t), column("accuracy", Quantity::Accuracy, y)];
    Some(Case::by_rule(columns)?.ahead(later))
}

pub(super) fn walking_rating(stream: &mut Stream) -> Option<Case> {
    let releases = count(stream, 30, 60);
    let t = later((0..releases).map(|i| 2019.0 + 6.0 * i as f64 / releases as f64).collect());
    let mut rating = 1200.0;
    let walk = |_: &f64| {
        rating += 15.0 * stream.normal();
        rating
    };
    let y = t.iter().map(walk).collect();
    dated("elo", Quantity::Rating, t, y)
}
