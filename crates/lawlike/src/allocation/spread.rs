//! The exponent of the optimal size under every definition of size and compute, and in every series.
//!
//! Porian et al. 2024 (arXiv 2406.19146): 0.88 and 0.50 were published of much the same models, because parameters were
//! counted otherwise and schedules were others. Which of the two moves it how far is read off runs that differ in it alone.

use super::explain::explained;
use super::{AllocationMethod, AllocationOptions, Axes, Contrast, Explained, Trait, contrasts, divide};
use crate::accounting::{Assumed, Definition, Undefined, definitions};
use crate::interval::Interval;
use crate::observations::Observations;
use crate::quantity::Quantity;
use serde::Serialize;

/// Most series and definitions together that are worked out.
const MOST: usize = 60;

/// The exponent of one series, counted one way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// Series.
    pub label: String,
    /// What size and compute are.
    pub definition: String,
    /// Who counts so.
    pub source: &'static str,
    /// Exponent `a` in `N ~ C^a` by every approach that the runs allow.
    pub exponents: Vec<(AllocationMethod, Interval)>,
    /// Exponent that parabolas through the fitted surface lead to at the very sizes of the runs, and that of the surface:
    /// they differ by the bias of parabolas.
    pub parabolas_of_surface: Option<(f64, f64)>,
    /// Why there is none.
    pub failure: Option<String>,
}

/// All of them, and what moves them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// Every series under every definition.
    pub answers: Vec<Counted>,
    /// Definitions that the columns do not allow.
    pub missing: Vec<Undefined>,
    /// The approach that the sentences go by: one that most answers have, and of cubics and surface the narrower.
    pub method: Option<AllocationMethod>,
    /// Smallest and largest exponent by that approach.
    pub range: Option<(f64, f64)>,
    /// What moves it between answers that differ in one thing.
    pub contrasts: Vec<Contrast>,
    /// What explains the spread, by that approach.
    pub explained: Vec<Explained>,
}

/// Approaches: the first two are right where both exponents differ, parabolas are not, and envelopes jump between sizes.
const PREFERRED: [AllocationMethod; 4] = [
    AllocationMethod::Cubic,
    AllocationMethod::Surface,
    AllocationMethod::Parabola,
    AllocationMethod::Envelope,
];

/// Whether the columns of any series allow more than one definition.
pub fn allows_several(series: &[Observations], assumed: &Assumed) -> bool {
    series.iter().any(|one| definitions(one, assumed).0.len() > 1)
}

/// Works out every definition in every series; `None` where there is no loss over parameters and tokens.
///
/// `traits` have one value for each series. Budgets of `options` are not used.
pub fn spread(
    series: &[Observations],
    traits: &[Trait],
    assumed: &Assumed,
    options: &AllocationOptions,
) -> Option<Spread> {
    let is_loss = |one: &Observations| matches!(one.response.quantity, Quantity::Loss(_));
    if !series.iter().all(is_loss) {
        return None;
    }
    let (mut named, mut missing): (Vec<(usize, Definition)>, Vec<Undefined>) = (Vec::new(), Vec::new());
    for (index, one) in series.iter().enumerate() {
        let (found, lacks) = definitions(one, assumed);
        named.extend(found.into_iter().map(|definition| (index, definition)));
        missing.extend(lacks.into_iter().filter(|own| index == 0 && !own.reason.is_empty()));
    }
    if named.is_empty() {
        return None;
    }
    if named.len() > MOST {
        let reason =
            format!("{} series and definitions are more than {MOST}: choose some with --where", named.len());
        missing = vec![Undefined { name: "exponents by definition", reason }];
        named.clear();
    }
    let options = AllocationOptions { budgets: Vec::new(), is_drawn: false, ..options.clone() };
    let answers: Vec<Counted> = named
        .iter()
        .map(|(index, definition)| counted(&series[*index].label, definition, &options))
        .collect();
    let method = method(&answers);
    let values = answers.iter().filter_map(|own| Some(own.by(method?)?.value));
    let ends = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    // The first definition of every series is compared with that of others, and the definitions of a series among themselves.
    let firsts: Vec<usize> =
        (0..named.len()).filter(|at| *at == 0 || named[*at].0 != named[at - 1].0).collect();
    let own = |rows: &[usize]| -> Vec<Vec<(AllocationMethod, Interval)>> {
        rows.iter().map(|row| answers[*row].exponents.clone()).collect()
    };
    let all: Vec<usize> = (0..answers.len()).collect();
    let first = named.first().map_or("", |(_, definition)| definition.name.as_str());
    let counted = contrasts(&own(&all), &counts(&named)).into_iter().filter_map(|found| from(first, found));
    let mut moves: Vec<Contrast> = counted.collect();
    moves.extend(contrasts(&own(&firsts), &picked(traits, firsts.iter().map(|row| named[*row].0))));
    let lead = |row: &usize| Some((*row, answers[*row].by(method?)?.value));
    let leading: Vec<(usize, f64)> = firsts.iter().filter_map(lead).collect();
    let exponents: Vec<f64> = leading.iter().map(|(_, value)| *value).collect();
    let told = picked(traits, leading.iter().map(|(row, _)| named[*row].0));
    Some(Spread {
        contrasts: moves,
        explained: explained(&exponents, &told),
        range: ends.0.is_finite().then_some(ends),
        method,
        missing,
        answers,
    })
}

/// Name under which definitions stand among what differs.
const COUNTED: &str = "size and compute";

/// A contrast of definitions that begins or ends at the first of them, turned so that it begins there.
fn from(first: &str, mut found: Contrast) -> Option<Contrast> {
    let is_first = |side: &[String]| side == [first];
    if found.columns != [COUNTED] || !(is_first(&found.from) || is_first(&found.to)) {
        return None;
    }
    if is_first(&found.to) {
        std::mem::swap(&mut found.from, &mut found.to);
        for (_, change) in &mut found.changes {
            let [mean, low, high] = *change;
            *change = [-mean, -high, -low];
        }
    }
    Some(found)
}

/// Traits of the series named.
fn picked(traits: &[Trait], series: impl Iterator<Item = usize> + Clone) -> Vec<Trait> {
    let pick =
        |own: &Trait| series.clone().map(|at| own.values.get(at).cloned().unwrap_or_default()).collect();
    traits.iter().map(|own| Trait { name: own.name.clone(), values: pick(own) }).collect()
}

/// Series and definition of every answer as traits.
fn counts(named: &[(usize, Definition)]) -> Vec<Trait> {
    let column = |name: &str, values: Vec<String>| Trait { name: name.to_owned(), values };
    vec![
        column("series", named.iter().map(|(series, _)| series.to_string()).collect()),
        column(COUNTED, named.iter().map(|(_, definition)| definition.name.clone()).collect()),
    ]
}

/// The approach that most answers have; of those that bend with unequal sides, the one with the narrower intervals.
fn method(answers: &[Counted]) -> Option<AllocationMethod> {
    let count = |method: AllocationMethod| answers.iter().filter(|own| own.by(method).is_some()).count();
    let most = PREFERRED.into_iter().map(count).max().filter(|most| *most > 0)?;
    let width = |method: AllocationMethod| {
        let widths = answers.iter().filter_map(|own| own.by(method)).map(|exponent| exponent.width());
        lawlike_num::quantile::median(&widths.collect::<Vec<_>>())
    };
    let (bent, others) = PREFERRED.split_at(2);
    let narrowest =
        bent.iter().filter(|method| count(**method) == most).min_by(|a, b| width(**a).total_cmp(&width(**b)));
    narrowest.or_else(|| others.iter().find(|method| count(**method) == most)).copied()
}

fn counted(label: &str, definition: &Definition, options: &AllocationOptions) -> Counted {
    let runs = &definition.observations;
    let found = Axes::new(runs).map(|axes| divide(axes.with_trend(), runs, options));
    let (exponents, parabolas_of_surface, failure) = match found {
        Some(Ok(allocation)) => {
            (allocation.exponents(), allocation.bias.map(|bias| (bias.exponent, bias.of_surface)), None)
        }
        Some(Err(error)) => (Vec::new(), None, Some(error.to_string())),
        None => (Vec::new(), None, Some("parameters, tokens or compute are not above zero".to_owned())),
    };
    Counted {
        label: label.to_owned(),
        definition: definition.name.clone(),
        source: definition.source,
        exponents,
        parabolas_of_surface,
        failure,
    }
}

impl Counted {
    /// The exponent by an approach.
    pub fn by(&self, method: AllocationMethod) -> Option<Interval> {
        self.exponents.iter().find(|(own, _)| *own == method).map(|(_, exponent)| *exponent)
    }
}
