//! What was audited: the data and the law, as text and ranges.

use crate::observations::{MOST_ROWS, Observations};
use crate::quantity::Scale;
use serde::Serialize;
use std::borrow::Cow;

/// What the observations were, as understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Subject {
    /// Name of the data.
    pub source: String,
    /// The response.
    pub response: ResponseName,
    /// Axes, each with its range.
    pub axes: Vec<AxisRange>,
    /// Rows, groups, and series.
    pub rows: usize,
    /// Number of independent groups.
    pub groups: usize,
    /// Scale on which errors are taken.
    pub scale: Scale,
    /// What was assumed or chosen by rule, one sentence each.
    pub understood: Vec<String>,
}

/// The column of the response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResponseName {
    /// Name of the column.
    pub name: String,
    /// Its unit; empty where it has none.
    pub unit: String,
}

/// An axis of the observations.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AxisRange {
    /// Name of the column.
    pub name: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// Smallest value.
    pub lo: f64,
    /// Largest value.
    pub hi: f64,
}

/// A law as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LawText {
    /// Name of the law.
    pub name: String,
    /// Its formula in plain text.
    pub formula: String,
    /// Its formula in LaTeX.
    pub latex: String,
}

/// Rows that are set apart are not counted; those of a large series that its part stands for are.
pub(super) fn subject(
    series: &[Observations],
    wholes: &[Cow<'_, Observations>],
    understood: Vec<String>,
) -> Subject {
    let counted = |(one, whole): (&Observations, &Cow<'_, Observations>)| {
        if whole.n() > MOST_ROWS { (whole.n(), whole.group_count()) } else { (one.n(), one.group_count()) }
    };
    let counts: Vec<(usize, usize)> = series.iter().zip(wholes).map(counted).collect();
    let first = &series[0];
    let axes = first
        .axes
        .iter()
        .enumerate()
        .map(|(i, axis)| {
            let ranges = series.iter().map(|one| one.axes[i].range());
            let (lo, hi) =
                ranges.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), (c, d)| (a.min(c), b.max(d)));
            AxisRange { name: axis.name.clone(), unit: axis.quantity.unit().to_owned(), lo, hi }
        })
        .collect();
    Subject {
        source: first.source.clone(),
        response: ResponseName {
            name: first.response.name.clone(),
            unit: first.response.quantity.unit().to_owned(),
        },
        axes,
        rows: counts.iter().map(|(rows, _)| rows).sum(),
        groups: counts.iter().map(|(_, groups)| groups).sum(),
        scale: first.scale(),
        understood,
    }
}
