//! The track record: how forecasts of this engine erred on public series whose future is known.
//!
//! Each source tells how its candidates did in inner back-tests, how a series' own errors compare with the disagreement
//! of its candidates, and how errors over their scale were spread, in inner back-tests and in the real future. The
//! table is measured by this code (see [`measure`]) and shipped with it. A forecast never uses the record of a source
//! that its own data come from: [`Record::known`] finds such sources by marks of the beginning of their series.

mod marks;
pub mod measure;
mod table;

use super::Constants;
use super::frame::{ExtrapolationKind, Frame};
use crate::observations::Observations;
use lawlike_num::quantile::weighted_quantiles;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Levels of the quantiles of a forecast.
pub(crate) const LEVELS: [f64; 6] = [0.025, 0.10, 0.25, 0.75, 0.90, 0.975];
/// Quantiles kept of each distribution, at the midpoints of as many equal parts.
const KEPT: usize = 40;
/// Weight of sources of the same kind against those of the kind next to it.
const SAME_KIND: f64 = 4.0;

/// Quantiles of the normalised error at [`LEVELS`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantiles {
    pub(crate) values: [f64; 6],
}

/// What one source says of one kind of extrapolation.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordSource {
    /// Name of the source.
    pub name: String,
    /// Kind of extrapolation.
    pub kind: ExtrapolationKind,
    /// Series, each with one future or more.
    pub series: usize,
    /// Real outcomes that were forecast.
    pub forecasts: usize,
    /// Twice the log mean CRPS of each candidate in inner back-tests, centred; by name.
    pub profile: Vec<(String, f64)>,
    /// Median ratio of a series' own errors to the disagreement of its candidates.
    pub ratio: f64,
    /// Quantiles of the error over its scale in inner back-tests.
    pub trials: Vec<f64>,
    /// Quantiles of the error over its scale in the real future.
    pub outcomes: Vec<f64>,
    /// Absolute errors by distance.
    pub reach: Vec<Reach>,
    /// Marks of the beginning of each series.
    pub marks: Vec<Vec<u32>>,
}

/// Absolute errors of real forecasts up to a distance.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Reach {
    /// Upper end of the class: powers of ten of the axes, years for calendar time.
    pub upto: f64,
    /// Outcomes in the class.
    pub forecasts: usize,
    /// Absolute error that half of them kept within, on the scale of the response.
    pub half: f64,
    /// Absolute error that 80 % of them kept within.
    pub most: f64,
}

/// The record of all sources.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Sources by name and kind.
    pub sources: Vec<RecordSource>,
    /// Constants with which it was measured and is used.
    pub constants: Constants,
}

/// What the record says to a forecast of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reference {
    pub(crate) kind: ExtrapolationKind,
    /// Centred score of each candidate: twice the log of its mean CRPS.
    pub(crate) profile: Vec<f64>,
    pub(crate) ratio: f64,
    /// Quantiles in the real future.
    pub(crate) outcomes: Quantiles,
    /// How much wider than in inner back-tests the 95, 80 and 50 % intervals had to be.
    pub(crate) widening: [f64; 3],
    pub(crate) constants: Constants,
}

/// Series and forecasts behind the intervals: those of the same kind.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct ReferenceClass {
    /// Sources of the same kind.
    pub sources: usize,
    /// Their series.
    pub series: usize,
    /// Their real outcomes.
    pub forecasts: usize,
    /// Typical absolute errors by distance: the middle source.
    pub reach: Vec<Reach>,
    /// Sources left out because the data at hand are part of them.
    pub left_out: Vec<String>,
}

impl ReferenceClass {
    /// The errors at a distance.
    pub fn at(&self, distance: f64) -> Option<&Reach> {
        self.reach.iter().find(|class| distance < class.upto)
    }
}

impl Record {
    /// The record that is shipped.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Record> = OnceLock::new();
        // The table is written by `write` and checked by a test; a fault leaves an empty record, not a panic.
        SHIPPED.get_or_init(|| Self::read(include_str!("table.csv")).unwrap_or_default())
    }

    /// Names of the sources that one of these series belongs to.
    pub fn known(&self, series: &[&Observations]) -> BTreeSet<String> {
        let table = marks::of_table(series);
        let belongs = |source: &&RecordSource| source.marks.iter().any(|own| marks::meets(own, &table));
        self.sources.iter().filter(belongs).map(|source| source.name.clone()).collect()
    }

    /// Marks by which a series is known again.
    #[cfg(test)]
    pub(crate) fn marks_of(series: &Observations) -> Vec<u32> {
        marks::of_source(series).unwrap_or_default()
    }

    /// The sources that speak to these series, without those that the series are part of.
    pub fn class(&self, series: &[&Observations]) -> ReferenceClass {
        let parts: Vec<Option<Observations>> = series.iter().map(|one| one.select_part()).collect();
        let series: Vec<&Observations> =
            series.iter().zip(&parts).map(|(one, part)| part.as_ref().unwrap_or(one)).collect();
        let Some(kind) = series.first().map(|one| Frame::new(one, None).kind) else {
            return ReferenceClass::default();
        };
        let left_out = self.known(&series);
        let sources: Vec<&RecordSource> =
            self.sources.iter().filter(|s| s.kind == kind && !left_out.contains(&s.name)).collect();
        let ends: BTreeSet<u64> =
            sources.iter().flat_map(|s| s.reach.iter().map(|reach| reach.upto.to_bits())).collect();
        // Positive numbers are ordered as their bits are.
        let reach = ends.into_iter().map(|bits| pooled_reach(&sources, f64::from_bits(bits))).collect();
        ReferenceClass {
            sources: sources.len(),
            series: sources.iter().map(|s| s.series).sum(),
            forecasts: sources.iter().map(|s| s.forecasts).sum(),
            reach,
            left_out: left_out.into_iter().collect(),
        }
    }

    /// What the record says to a forecast of a kind with these candidates, without the sources named.
    pub(crate) fn reference(
        &self,
        kind: ExtrapolationKind,
        names: &[String],
        without: &BTreeSet<String>,
    ) -> Reference {
        let near: Vec<(&RecordSource, f64)> = self
            .sources
            .iter()
            .filter(|s| (s.kind == kind || s.kind == neighbour(kind)) && !without.contains(&s.name))
            .map(|s| (s, (s.series as f64).sqrt() * if s.kind == kind { SAME_KIND } else { 1.0 }))
            .collect();
        let same: Vec<&(&RecordSource, f64)> = near.iter().filter(|(s, _)| s.kind == kind).collect();
        let profile = names
            .iter()
            .map(|name| {
                let mean_of_candidate =
                    |s: &RecordSource| s.profile.iter().find(|(n, _)| n == name).map(|(_, m)| *m);
                // Only sources in which the candidate spoke know anything of it.
                let known: Vec<(f64, f64)> =
                    same.iter().filter_map(|(s, w)| Some((*w, mean_of_candidate(s)?))).collect();
                let total: f64 = known.iter().map(|(w, _)| w).sum();
                if total > 0.0 { known.iter().map(|(w, m)| w * m).sum::<f64>() / total } else { 0.0 }
            })
            .collect();
        let ratios: Vec<f64> = same.iter().map(|(s, _)| s.ratio).filter(|r| r.is_finite()).collect();
        let weights: Vec<f64> = same.iter().filter(|(s, _)| s.ratio.is_finite()).map(|(_, w)| *w).collect();
        let ratio = if ratios.is_empty() { 2.0 } else { weighted_quantiles(&ratios, &weights, &[0.5])[0] };
        let outcomes = pooled(&near, |s| &s.outcomes);
        Reference { kind, profile, ratio, outcomes, widening: widening(&near), constants: self.constants }
    }
}

/// How much wider intervals had to be in the real future than in trials, at 95, 80 and 50 %: the geometric mean over
/// the sources. Pooling their errors instead would let the one source with the worst surprises speak for all.
fn widening(sources: &[(&RecordSource, f64)]) -> [f64; 3] {
    let (mut sums, mut total) = ([0.0; 3], 0.0);
    for (source, weight) in sources {
        if source.outcomes.is_empty() || source.trials.is_empty() {
            continue;
        }
        let [outcomes, trials] =
            [&source.outcomes, &source.trials].map(|v| Quantiles::balanced(v, &vec![1.0; v.len()]));
        let width = |q: &Quantiles, i: usize| q.values[5 - i] - q.values[i];
        let logs = [0, 1, 2].map(|i| (width(&outcomes, i) / width(&trials, i)).ln());
        if logs.iter().all(|log| log.is_finite()) {
            total += weight;
            sums.iter_mut().zip(logs).for_each(|(sum, log)| *sum += weight * log);
        }
    }
    sums.map(|sum| if total > 0.0 { (sum / total).exp().max(1.0) } else { 1.0 })
}

/// Errors up to a distance: the middle source, each weighed by the root of its series.
fn pooled_reach(sources: &[&RecordSource], upto: f64) -> Reach {
    let (mut half, mut most, mut weights, mut forecasts) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for source in sources {
        for reach in source.reach.iter().filter(|reach| reach.upto == upto) {
            half.push(reach.half);
            most.push(reach.most);
            weights.push((source.series as f64).sqrt());
            forecasts += reach.forecasts;
        }
    }
    let middle = |values: &[f64]| weighted_quantiles(values, &weights, &[0.5])[0];
    Reach { upto, forecasts, half: middle(&half), most: middle(&most) }
}

/// The kind whose errors are most alike.
fn neighbour(kind: ExtrapolationKind) -> ExtrapolationKind {
    match kind {
        ExtrapolationKind::Log => ExtrapolationKind::Several,
        ExtrapolationKind::Several | ExtrapolationKind::Growth => ExtrapolationKind::Log,
        ExtrapolationKind::Raw | ExtrapolationKind::Calendar => ExtrapolationKind::DatedScore,
        ExtrapolationKind::DatedScore => ExtrapolationKind::Raw,
    }
}

/// Quantiles over sources, each with its weight. Without any, those of a t distribution with 4 degrees of freedom.
fn pooled<'a>(
    sources: &[(&'a RecordSource, f64)],
    of: impl Fn(&'a RecordSource) -> &'a Vec<f64>,
) -> Quantiles {
    let (mut values, mut weights) = (Vec::new(), Vec::new());
    for (source, weight) in sources {
        values.extend(of(source));
        weights.extend(vec![*weight; of(source).len()]);
    }
    if values.is_empty() {
        return Quantiles { values: LEVELS.map(|p| lawlike_num::dist::student_quantile(p, 4.0)) };
    }
    Quantiles::balanced(&values, &weights)
}

impl Quantiles {
    /// Half-way between the quantiles as they are and those made symmetric: misses are one-sided in practice, but few
    /// data say so by accident.
    pub(crate) fn balanced(values: &[f64], weights: &[f64]) -> Self {
        let plain = weighted_quantiles(values, weights, &LEVELS);
        let mut both = values.to_vec();
        both.extend(values.iter().map(|v| -v));
        let mut double = weights.to_vec();
        double.extend(weights);
        let even = weighted_quantiles(&both, &double, &LEVELS);
        let mut out = [0.0; 6];
        for i in 0..6 {
            out[i] = 0.5 * (plain[i] + even[i]);
        }
        Self { values: out }
    }

    /// Between the quantiles of a file, each widened by the factor of its level, and those of the record.
    pub(crate) fn between(file: Self, reference: &Reference, share: f64) -> Self {
        let mut values = [0.0; 6];
        for (i, value) in values.iter_mut().enumerate() {
            let own = file.values[i] * reference.widening[i.min(5 - i)];
            *value = share * own + (1.0 - share) * reference.outcomes.values[i];
        }
        Self { values }.nested()
    }

    /// An interval holds the median and lies inside the wider ones, whatever a short file says.
    pub(crate) fn nested(mut self) -> Self {
        for i in (0..3).rev() {
            let inner = if i == 2 { 0.0 } else { self.values[i + 1] };
            self.values[i] = self.values[i].min(inner);
            let inner = if i == 2 { 0.0 } else { self.values[4 - i] };
            self.values[5 - i] = self.values[5 - i].max(inner);
        }
        self
    }
}

#[cfg(test)]
mod tests;
