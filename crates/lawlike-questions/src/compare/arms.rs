//! Arms by the compute they save: one law for all, with a multiplier of compute for each.
//!
//! Arm `a` follows `f(m_a C)`, where `f` is the law and `m_a = 1` for the reference: with `m_a = 1.5` the arm does with C
//! what the reference does with 1.5 C. Over parameters and tokens each is multiplied by the root of `m_a`, so that 6ND is
//! multiplied by it.
//!
//! Intervals are `exp(ln m +- t s.e.)`. Measured on two to four arms of 8 to 30 runs with a true multiplier of 1.5 and half to
//! one per cent of noise (`tests/arms.rs`, 2000 data sets of each design): 95 % intervals held the truth in 94 to 96 %, of
//! ten runs with six checkpoints each in 92 %, and equal slopes were said to differ in 1 to 3 %.

mod ray;
mod start;

use super::cards::{ARM_FIT, ARM_RANGE, ARM_SLOPES, finding};
use super::scaled::Scaled;
use lawlike::error::{Error, Result};
use lawlike::finding::{Finding, Severity};
use lawlike::fit::{self, Fit, Objective, Status, auto_objective};
use lawlike::interval::{Interval, NamedEstimate};
use lawlike::law::{self, Law};
use lawlike::observations::Observations;
use lawlike::run::Run;
use lawlike_num::dense::{Cholesky, Matrix};
use lawlike_num::dist::fisher_tail;
use ray::Ray;
use serde::Serialize;

/// Chance of as large differences of the slopes below which they are said to differ.
const ALARMS: f64 = 0.01;
/// Share of the shorter range of compute that an arm must share with the reference.
const OVERLAP: f64 = 0.5;

/// What shapes a comparison of arms.
#[derive(Debug, Clone, Default)]
pub struct ArmOptions {
    /// Law; by rule if absent.
    pub law: Option<Law>,
    /// Objective; by rule if absent.
    pub objective: Option<Objective>,
    /// Label of the arm whose multiplier is one; the first if absent.
    pub reference: Option<String>,
    /// Seed of the draws behind multipliers by scale, and threads.
    pub run: Run,
}

/// One arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Arm {
    /// Its label.
    pub name: String,
    /// Name of the logarithm of its multiplier in the common fit; none for the reference.
    pub parameter: Option<String>,
    /// Rows.
    pub rows: usize,
    /// Independent groups of rows.
    pub groups: usize,
    /// Smallest and largest compute, or what stands for it.
    pub range: (f64, f64),
    /// Multiplier of compute over all scales; exactly one for the reference. Infinite if the reference never gets there, zero if
    /// it always is there.
    pub multiplier: Interval,
    /// Multipliers at [`Arms::scales`], with slopes of its own; empty if the slopes do not differ.
    pub by_scale: Vec<Interval>,
}

/// The test that the arms share their slopes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Slopes {
    /// Wald statistic of the differences over their number.
    pub statistic: f64,
    /// Degrees of freedom.
    pub freedom: (f64, f64),
    /// Chance of as large a statistic if the slopes are equal.
    pub p: f64,
    /// Whether they are said to differ.
    pub differ: bool,
}

/// Arms compared, in the order given.
#[derive(Debug, Clone, Serialize)]
pub struct Arms {
    /// Name of the law.
    pub law: String,
    /// Its formula, without multipliers.
    pub formula: String,
    /// Objective.
    pub objective: String,
    /// Label of the reference.
    pub reference: String,
    /// Columns that are multiplied.
    pub scaled: Vec<String>,
    /// The fit of all arms.
    pub fit: Fit,
    /// Whether the slopes differ; none if some arm has too few runs to say.
    pub slopes: Option<Slopes>,
    /// Smallest and largest compute of all arms, and ten times the largest.
    pub scales: [f64; 3],
    /// The arms.
    pub arms: Vec<Arm>,
    /// What is to be said of it.
    pub findings: Vec<Finding>,
}

/// Fits one law to all arms (series with labels), with a multiplier of compute for each but the reference.
///
/// # Errors
/// Fewer than two arms, a reference that is none, a law without an axis that compute multiplies, or an error of the fit.
pub fn compare_arms(arms: &[Observations], options: &ArmOptions) -> Result<Arms> {
    let reference = reference(arms, options.reference.as_deref())?;
    let law = match &options.law {
        Some(law) => law.clone(),
        None => law::auto(&arms[reference])?.0,
    };
    let scaled = Scaled::new(arms, &law, reference)?;
    let objective = options.objective.unwrap_or_else(|| auto_objective(&scaled.observations).0);
    let fitting =
        fit::FitOptions { run: options.run, ..fit::FitOptions::default().with_objective(objective) };
    let fit = start::shared(arms, &law, &scaled, &fitting)?;
    let own = start::own(arms, &scaled, &fit, &fitting);
    let slopes = own.as_ref().and_then(|(own, _)| slopes(&scaled, own));
    let ray = Ray::new(&scaled);
    let by_scale = match (&own, slopes) {
        (Some((_, options)), Some(slopes)) if slopes.differ => ray.multipliers(&scaled, options)?,
        _ => vec![Vec::new(); arms.len()],
    };
    let list = list(arms, &scaled, &fit, &ray, by_scale);
    let mut result = Arms {
        law: law.id.clone(),
        formula: law.formula.text(),
        objective: objective.to_string(),
        reference: arms[reference].label.clone(),
        scaled: scaled.axes.clone(),
        fit,
        slopes,
        scales: ray.scales(),
        arms: list,
        findings: Vec::new(),
    };
    result.findings = result.findings(reference);
    Ok(result)
}

/// The arms with their multipliers.
fn list(
    arms: &[Observations],
    scaled: &Scaled,
    fit: &Fit,
    ray: &Ray,
    by_scale: Vec<Vec<Interval>>,
) -> Vec<Arm> {
    let freedom = freedom(&scaled.observations, fit);
    let mut first = 0;
    let arm_of = |((arm, by_scale), parameter): ((&Observations, Vec<Interval>), &Option<String>)| {
        let rows = first..first + arm.n();
        first = rows.end;
        let ln = parameter.as_deref().and_then(|name| fit.parameter(name));
        Arm {
            name: arm.label.clone(),
            parameter: parameter.clone(),
            rows: arm.n(),
            groups: arm.group_count(),
            range: ray.range(rows),
            multiplier: ln.map_or(Interval::exact(1.0), |ln| multiplier(ln, freedom)),
            by_scale,
        }
    };
    arms.iter().zip(by_scale).zip(&scaled.multipliers).map(arm_of).collect()
}

/// The place of the reference.
fn reference(arms: &[Observations], label: Option<&str>) -> Result<usize> {
    if arms.len() < 2 {
        return Err(Error::option("--arm: a comparison needs at least two arms"));
    }
    let Some(label) = label else { return Ok(0) };
    arms.iter().position(|arm| arm.label == label).ok_or_else(|| {
        let known: Vec<&str> = arms.iter().map(|arm| arm.label.as_str()).collect();
        Error::option(format!("--reference: no arm is called `{label}`; arms are {}", known.join(", ")))
    })
}

/// Independent rows less parameters; at least one.
fn freedom(observations: &Observations, fit: &Fit) -> f64 {
    observations.group_count().saturating_sub(fit.parameters.len()).max(1) as f64
}

/// Wald test that all differences of the slopes are zero.
fn slopes(scaled: &Scaled, own: &Fit) -> Option<Slopes> {
    let places: Vec<usize> = scaled
        .differences
        .iter()
        .map(|name| own.parameters.iter().position(|p| p.name == *name))
        .collect::<Option<_>>()?;
    let k = places.len();
    let mut covariance = Matrix::zeros(k, k);
    for (a, row) in places.iter().enumerate() {
        for (b, column) in places.iter().enumerate() {
            covariance.set(a, b, own.covariance[*row][*column]);
        }
    }
    let values: Vec<f64> = places.iter().map(|place| own.parameters[*place].value()).collect();
    let solved = Cholesky::new(&covariance)?.solve(&values);
    let statistic = values.iter().zip(&solved).map(|(a, b)| a * b).sum::<f64>() / k as f64;
    let freedom = (k as f64, freedom(&scaled.observations, own));
    let p = fisher_tail(statistic, freedom.0, freedom.1);
    p.is_finite().then_some(Slopes { statistic, freedom, p, differ: p < ALARMS })
}

/// The multiplier of an arm, from the estimate of its logarithm.
fn multiplier(ln: &NamedEstimate, freedom: f64) -> Interval {
    Interval::student(ln.value(), ln.estimate.se, freedom).map(f64::exp)
}

impl Arms {
    fn findings(&self, reference: usize) -> Vec<Finding> {
        let mut findings = Vec::new();
        if matches!(self.fit.status, Status::NotConverged | Status::NotIdentified) {
            let (rank, all) = (self.fit.certificate.rank, self.fit.parameters.len());
            let message = format!("the runs determine {rank} of {all} parameters");
            findings.push(finding(&ARM_FIT, Severity::Serious, rank as f64, all as f64, message));
        }
        if let Some(slopes) = self.slopes.filter(|slopes| slopes.differ) {
            let message = format!(
                "slopes of their own fit better by more than chance (F = {:.1} with {} and {} degrees of freedom)",
                slopes.statistic, slopes.freedom.0, slopes.freedom.1
            );
            findings.push(finding(&ARM_SLOPES, Severity::Warning, slopes.p, ALARMS, message));
        }
        let (lo, hi) = self.arms[reference].range;
        for arm in self.arms.iter().filter(|arm| arm.name != self.reference) {
            let shorter = (hi / lo).ln().min((arm.range.1 / arm.range.0).ln());
            let shared = (hi.min(arm.range.1) / lo.max(arm.range.0)).ln();
            if shared < 0.0 || shared < OVERLAP * shorter {
                let message = format!(
                    "{} shares {:.2} powers of ten of compute with {}",
                    arm.name,
                    shared.max(0.0) / std::f64::consts::LN_10,
                    self.reference
                );
                let share = if shorter > 0.0 { shared.max(0.0) / shorter } else { 0.0 };
                findings.push(finding(&ARM_RANGE, Severity::Warning, share, OVERLAP, message));
            }
        }
        findings
    }
}
