//! What parabolas through the isoFLOP groups at hand would make of the surface itself, without any noise.
//!
//! Czech et al. 2026 (arXiv 2603.22339): the error is zero only if both exponents are equal and every group is centred
//! on its optimum. It does not shrink with more runs, and grows when the line is extrapolated.

use super::AllocationMethod;
use super::budget::{Axes, Budget, EqualCompute};
use super::isoflop::Minima;
use super::surface::Surface;
use super::three::FittedSurface;
use lawlike_num::quantile::mean;
use lawlike_num::regression::line;
use serde::Serialize;

/// Least budgets.
const LEAST_BUDGETS: usize = 3;

/// Bias of Approach 2 for a grid of runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bias {
    /// Exponent that parabolas through the surface lead to.
    pub exponent: f64,
    /// Exponent of the surface over the same budgets.
    pub of_surface: f64,
    /// Mean over the budgets of the middle of the sizes over the optimum, as a factor: 1 is centred.
    pub centre: f64,
    /// Geometric mean of the largest over the smallest size of a budget.
    pub width: f64,
    /// By budget asked for.
    pub lost: Vec<Lost>,
}

/// What following the parabolas costs at a budget.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Lost {
    /// The budget, FLOP.
    pub compute: f64,
    /// Size that parabolas lead to over the optimum of the surface.
    pub size: f64,
    /// Share of the budget that is lost.
    pub share: f64,
}

/// The bias, if there are enough budgets and the surface has its optimum at all of them.
pub(super) fn bias(axes: Axes<'_>, found: &FittedSurface, budgets: &[f64]) -> Option<Bias> {
    let surface = Surface::new(axes, &found.model, &found.parameters)?;
    let groups = axes.groups();
    if groups.len() < LEAST_BUDGETS {
        return None;
    }
    let best: Vec<f64> = groups.iter().map(|group| surface.optimum(group)).collect::<Option<_>>()?;
    let of_surface = |group: &Budget| surface.along(group.line(), &group.sizes);
    let minima = Minima::new(&groups, &of_surface, AllocationMethod::Parabola);
    let fit = line(&minima.computes, &minima.sizes)?;
    let computes: Vec<f64> = groups.iter().map(|group| group.compute).collect();
    let own = line(&computes, &best)?;
    let centres: Vec<f64> = groups.iter().zip(&best).map(|(group, best)| mean(&group.sizes) - best).collect();
    let widths: Vec<f64> =
        groups.iter().map(|group| group.sizes[group.sizes.len() - 1] - group.sizes[0]).collect();
    let product = axes.product();
    let last = groups.last()?;
    let bias_at = |compute: &f64| {
        let size = fit.coefficients[0] + fit.coefficients[1] * compute.ln();
        let truth = surface.optimum(&last.ahead(compute / last.compute.exp()))?;
        let share = surface.waste(EqualCompute { compute: compute.ln(), product }, size)?;
        Some(Lost { compute: *compute, size: (size - truth).exp(), share })
    };
    Some(Bias {
        exponent: fit.coefficients[1],
        of_surface: own.coefficients[1],
        centre: mean(&centres).exp(),
        width: mean(&widths).exp(),
        lost: budgets.iter().map(bias_at).collect::<Option<_>>()?,
    })
}
