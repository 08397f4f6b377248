//! Approach 2: at every budget the size at the minimum of a curve through the losses, and a line through these.
//!
//! Hoffmann et al. 2022, section 3.2, take parabolas in the logarithm of the size. A cubic bends with the sides, which
//! rise at different rates unless both exponents of the surface are equal (Czech et al. 2026, arXiv 2603.22339).

use super::budget::{Axes, Budget};
use super::surface::{cubic, parabola};
use super::{AllocationMethod, AllocationOptions, Approach, Place};
use crate::interval::Interval;
use lawlike_num::regression::line;

/// Budgets with a minimum that a line needs at least.
const LEAST_BUDGETS: usize = 3;
/// Share of its width by which a minimum may lie beyond the sizes of a budget.
const BEYOND: f64 = 0.1;

/// Minima at the budgets: natural logarithms of compute and size.
pub(super) struct Minima {
    pub(super) computes: Vec<f64>,
    pub(super) sizes: Vec<f64>,
}

/// The approach, or why it cannot be taken.
pub(super) fn approach(
    axes: Axes<'_>,
    losses: &[f64],
    method: AllocationMethod,
    options: &AllocationOptions,
) -> Result<Approach, String> {
    let groups = axes.groups();
    if groups.len() < LEAST_BUDGETS {
        let found = groups.len();
        return Err(format!(
            "it needs runs of five or more sizes at each of {LEAST_BUDGETS} or more budgets; {found} found"
        ));
    }
    let measured = |group: &Budget| Some(group.rows.iter().map(|row| losses[*row]).collect());
    let minima = Minima::new(&groups, &measured, method);
    if minima.computes.len() < LEAST_BUDGETS {
        let (found, all) = (minima.computes.len(), groups.len());
        return Err(format!(
            "{found} of {all} budgets have their minimum inside the sizes that were run; {LEAST_BUDGETS} are needed"
        ));
    }
    let rows = groups.iter().map(|group| group.rows.len()).sum();
    let exponent = minima.slope().ok_or("the budgets do not differ enough")?;
    let places = options.budgets.iter().filter_map(|compute| minima.place(*compute, axes)).collect();
    let drawn = super::drawn(axes, losses.len(), options);
    let path = drawn.iter().filter_map(|compute| minima.place(*compute, axes)).collect();
    Ok(Approach {
        method,
        exponent,
        places,
        path,
        runs: rows,
        points: minima.computes.len(),
        remark: (minima.computes.len() < groups.len()).then(|| {
            let lost = groups.len() - minima.computes.len();
            format!("{lost} of {} budgets have no minimum inside their sizes and are left out", groups.len())
        }),
    })
}

impl Minima {
    /// Of budgets with a minimum inside their sizes, or a little beyond.
    pub(super) fn new(
        groups: &[Budget],
        losses: &dyn Fn(&Budget) -> Option<Vec<f64>>,
        method: AllocationMethod,
    ) -> Self {
        let (mut computes, mut sizes) = (Vec::new(), Vec::new());
        for group in groups {
            let Some(values) = losses(group) else { continue };
            let found = match method {
                AllocationMethod::Cubic if group.rows.len() > 4 => cubic(&group.sizes, &values),
                AllocationMethod::Cubic => None,
                _ => parabola(&group.sizes, &values),
            };
            let (first, last) = (group.sizes[0], group.sizes[group.sizes.len() - 1]);
            let margin = BEYOND * (last - first);
            let inside = |size: &f64| *size >= first - margin && *size <= last + margin;
            if let Some(size) = found.filter(inside) {
                computes.push(group.compute);
                sizes.push(size);
            }
        }
        Self { computes, sizes }
    }

    /// Slope of the line and its 95 % interval by Student's t: the scatter of the minima is their error.
    fn slope(&self) -> Option<Interval> {
        let fit = line(&self.computes, &self.sizes)?;
        Some(Interval::student(fit.coefficients[1], fit.errors[1], fit.freedom.max(1) as f64))
    }

    /// The line at a compute.
    fn place(&self, compute: f64, axes: Axes<'_>) -> Option<Place> {
        // With the compute asked for at zero the constant is the value there, and its error that of the value.
        let shifted: Vec<f64> = self.computes.iter().map(|own| own - compute.ln()).collect();
        let fit = line(&shifted, &self.sizes)?;
        let size = Interval::student(fit.coefficients[0], fit.errors[0], fit.freedom.max(1) as f64);
        let most = self.computes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let product = axes.product() + axes.trend.at(size.value);
        Some(Place::new(compute, product, size, compute.ln() > most + 1e-9))
    }
}
