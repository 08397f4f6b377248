//! Tables with published numbers: those of an honest fit to as many runs, and spoilt ones.

use super::case::{Case, between};
use super::lawful::{Surface, grid, noisy, over_both};
use lawlike::check::Published;
use lawlike::fit::Fit;
use lawlike_num::stream::Stream;

/// Runs of a surface, and what a fit to as many other runs of it publishes, as `print` has it.
fn claim(stream: &mut Stream, print: fn(&Fit) -> (Vec<String>, Vec<String>)) -> Option<Case> {
    let (runs, law, noise) = (grid(stream), Surface::draw(stream), between(stream, 0.002, 0.01));
    let mut draw = || {
        let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
        over_both("chinchilla", runs.clone(), noisy(stream, loss, noise))
    };
    let (values, intervals) = print(&draw()?.fit()?);
    let read = Published {
        values: values.iter().map(|text| text.parse().ok()).collect::<Option<_>>()?,
        intervals: intervals.iter().map(|text| text.parse().ok()).collect::<Option<_>>()?,
        ..Published::default()
    };
    Some(draw()?.published(read))
}

/// All digits, and intervals as they are.
pub(crate) fn honest(stream: &mut Stream) -> Option<Case> {
    claim(stream, |fit| {
        let values = fit.parameters.iter().map(|p| format!("{}={:.12}", p.name, p.value()));
        (values.collect(), intervals(fit, 1.0))
    })
}

/// Intervals a third as wide as they should be.
pub(crate) fn narrow(stream: &mut Stream) -> Option<Case> {
    claim(stream, |fit| (Vec::new(), intervals(fit, 1.0 / 3.0)))
}

/// Two digits after the point, none of large numbers.
pub(crate) fn rounded(stream: &mut Stream) -> Option<Case> {
    claim(stream, |fit| {
        let digits = |value: f64| if value > 10.0 { 0 } else { 2 };
        let values = fit.parameters.iter().map(|p| format!("{}={:.*}", p.name, digits(p.value()), p.value()));
        (values.collect(), Vec::new())
    })
}

/// An irreducible loss that is 2 % too high.
pub(crate) fn shifted(stream: &mut Stream) -> Option<Case> {
    claim(stream, |fit| {
        let factor = |name: &str| if name == "E" { 1.02 } else { 1.0 };
        let values = fit.parameters.iter().map(|p| format!("{}={:.12}", p.name, p.value() * factor(&p.name)));
        (values.collect(), Vec::new())
    })
}

/// The 95 % intervals of a fit, times a factor.
fn intervals(fit: &Fit, factor: f64) -> Vec<String> {
    let interval_text = |p: &lawlike::interval::NamedEstimate| {
        let [lo, hi] = p.estimate.interval.ends().map(|end| p.value() + factor * (end - p.value()));
        format!("{}={lo:.12}:{hi:.12}@95", p.name)
    };
    fit.parameters.iter().map(interval_text).collect()
}
