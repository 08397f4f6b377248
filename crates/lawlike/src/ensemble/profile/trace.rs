//! Following one profile outwards from the optimum, on both sides.

use super::{Profile, Question};
use crate::error::Result;
use crate::fit::{self, Effort, Fit, Linearised, Prepared};
use crate::interval::Interval;
use lawlike_num::dist;

/// The optimum from which profiles begin.
pub(super) struct Base {
    /// Parameters there.
    pub(super) parameters: Vec<f64>,
    /// Objective there.
    pub(super) least: f64,
    /// Degrees of freedom: rows less parameters that are not at a bound.
    pub(super) dof: f64,
    /// Rise of the objective that counts as one, by parameter.
    pub(super) units: Vec<f64>,
    /// A small step of each parameter: what one typical residual moves it by if nothing else moves.
    steps: Vec<f64>,
}

impl Base {
    pub(super) fn new(prepared: &Prepared, fit: &Fit) -> Self {
        let p = prepared.parameters().len();
        let free = p - fit.certificate.at_bound.len();
        let mut base = Self {
            parameters: fit.parameters[..p].iter().map(|estimate| estimate.value()).collect(),
            least: fit.objective.value,
            dof: fit.n.saturating_sub(free) as f64,
            units: vec![f64::NAN; p],
            steps: Vec::new(),
        };
        base.steps = base.small_steps(prepared);
        base
    }

    /// Takes a better optimum, near these parameters.
    pub(super) fn restart(&mut self, prepared: &Prepared, near: &[f64]) {
        let solution = prepared.solve_from(near);
        self.parameters = solution.parameters;
        self.least = solution.objective;
        self.steps = self.small_steps(prepared);
    }

    fn small_steps(&self, prepared: &Prepared) -> Vec<f64> {
        let Linearised { residuals, jacobian, .. } = prepared.at(&self.parameters);
        let n = residuals.len();
        let size = residuals.iter().map(|r| r.abs()).sum::<f64>() / n as f64;
        let length = |column: &[f64]| column.iter().map(|v| v * v).sum::<f64>().sqrt();
        jacobian.chunks(n).map(|column| size / length(column).max(f64::MIN_POSITIVE)).collect()
    }
}

/// The best parameters with one of them held.
#[derive(Debug, Clone)]
struct Place {
    /// The held parameter on its natural scale.
    at: f64,
    /// Root of the rise of the objective.
    root: f64,
    objective: f64,
    parameters: Vec<f64>,
}

/// The rise of the root that steps aim at.
const STRIDE: f64 = 0.25;
/// Most steps on a side.
const STEPS: usize = 200;
/// Logarithms are followed this far: a factor of `e^100`.
const FAR: f64 = 100.0;

/// One parameter on its way.
pub(super) struct Trace<'a> {
    question: Question<'a>,
    base: &'a Base,
    prepared: Prepared,
    index: usize,
    log: bool,
    limits: (f64, f64),
    points: Vec<(f64, f64)>,
    better: Option<Vec<f64>>,
}

impl<'a> Trace<'a> {
    pub(super) fn new(question: Question<'a>, base: &'a Base, index: usize) -> Result<Self> {
        let prepared = Prepared::new(question.law, question.observations, question.options)?;
        let limits = (prepared.bounds().0[index], prepared.bounds().1[index]);
        let log = limits.0 >= 0.0 && base.parameters[index] > 0.0;
        Ok(Self { question, base, prepared, index, log, limits, points: Vec::new(), better: None })
    }

    /// The profile, and better parameters than the optimum if they were met.
    pub(super) fn run(&mut self, level: f64) -> (Profile, Option<Vec<f64>>) {
        let value = self.base.parameters[self.index];
        let unit = self.base.units[self.index];
        let mut profile = Profile {
            name: self.prepared.parameters()[self.index].clone(),
            interval: Interval::new(value, self.limits.0, self.limits.1).at_level(level),
            closed: (false, false),
            points: Vec::new(),
            least: self.base.least,
            unit,
            dof: self.base.dof,
            log: self.log,
        };
        self.points.push((value, self.base.least));
        if self.base.least == 0.0 && self.base.dof > 0.0 {
            // Residuals of zero leave no room.
            profile.interval = Interval::exact(value).at_level(level);
            profile.closed = (true, true);
        } else if unit > 0.0 && self.base.dof > 0.0 {
            let cut = dist::student_quantile(0.5 + 0.5 * level, self.base.dof);
            let (lo, below) = self.side(-1.0, cut);
            let (hi, above) = self.side(1.0, cut);
            profile.interval = Interval::new(value, lo, hi).at_level(level);
            profile.closed = (below, above);
        }
        self.points.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.points.dedup_by(|a, b| a.0 == b.0);
        profile.points = std::mem::take(&mut self.points);
        (profile, self.better.take())
    }

    /// Rise of the objective at a distance from the estimate, on the natural scale in units of the estimate.
    pub(super) fn rise(&mut self, distance: f64) -> f64 {
        let origin = self.origin();
        let step = if self.log { distance / self.value(origin.at) } else { distance };
        let value = self.value(origin.at + step);
        if value < self.limits.0 || value > self.limits.1 {
            return f64::NAN;
        }
        self.reach(origin.at + step, &origin, None).objective - self.base.least
    }

    fn value(&self, at: f64) -> f64 {
        if self.log { at.exp() } else { at }
    }

    fn origin(&self) -> Place {
        let value = self.base.parameters[self.index];
        let at = if self.log { value.ln() } else { value };
        Place { at, root: 0.0, objective: self.base.least, parameters: self.base.parameters.clone() }
    }

    /// The end of the interval on one side, and whether the data ended it.
    fn side(&mut self, sign: f64, cut: f64) -> (f64, bool) {
        let limit = if sign < 0.0 { self.limits.0 } else { self.limits.1 };
        let stop = if self.log { limit.ln() } else { limit };
        let mut here = self.origin();
        let mut before: Option<Place> = None;
        let value = self.value(here.at);
        let small = 0.2 * self.base.steps[self.index] / if self.log { value } else { 1.0 };
        let start = here.at;
        // Without a place to start from, or a size to step by, every value is as good as another.
        if !(start.is_finite() && small.is_finite()) {
            return (limit, false);
        }
        let mut step = small.clamp(1e-12 * (1.0 + start.abs()), 0.5 * (1.0 + start.abs()));
        // Nothing at all is an end that logarithms do not reach.
        let vanishing = self.log && limit == 0.0 && self.is_open_at_zero(cut);
        for _ in 0..STEPS {
            let ends = (here.at + sign * step - stop) * sign >= 0.0;
            let at = if ends { stop } else { here.at + sign * step };
            let next = self.reach(at, &here, before.as_ref());
            if next.root >= cut || next.root.is_nan() {
                let end = self.cross(here, next, cut);
                match self.escape(&end, cut) {
                    Some(place) => {
                        (here, before) = (place, None);
                        continue;
                    }
                    None => return (self.value(end.at), true),
                }
            }
            self.points.push((self.value(next.at), next.objective));
            if ends {
                return (limit, false);
            }
            let slope = (next.root - here.root) / step;
            let wanted = if slope > 0.0 { STRIDE / slope } else { f64::INFINITY };
            step = wanted.clamp(0.5 * step, 2.5 * step);
            before = Some(here);
            here = next;
            let far = if self.log { FAR } else { 1e8 * (start.abs() + small) };
            if (here.at - start).abs() > far || (vanishing && here.root > 0.0 && self.is_flat(&here)) {
                break;
            }
        }
        (limit, false)
    }

    /// Whether the parameter may vanish: then the side below is open, and the objective there is a point.
    fn is_open_at_zero(&mut self, cut: f64) -> bool {
        match self.search(0.0) {
            Some(place) if place.root < cut => {
                self.points.push((0.0, place.objective));
                true
            }
            _ => false,
        }
    }

    /// Whether the root is within a hundredth of that where the parameter vanishes.
    fn is_flat(&self, here: &Place) -> bool {
        let zero = self.points.iter().find(|point| point.0 == 0.0);
        zero.is_some_and(|zero| self.root(zero.1) - here.root < 0.01)
    }

    fn root(&self, objective: f64) -> f64 {
        ((objective - self.base.least).max(0.0) / self.base.units[self.index]).sqrt()
    }

    /// Solves with the parameter held, from the parameters of a neighbour, drawn out along the last step.
    fn reach(&mut self, at: f64, from: &Place, before: Option<&Place>) -> Place {
        let mut start = from.parameters.clone();
        if let Some(before) = before {
            let share = (at - from.at) / (from.at - before.at);
            for (value, old) in start.iter_mut().zip(&before.parameters) {
                let drawn = if *value * old > 0.0 { *value * (*value / old).powf(share) } else { *value };
                *value = if drawn.is_finite() { drawn } else { *value };
            }
        }
        start[self.index] = self.value(at);
        self.prepared.hold(self.index, start[self.index]);
        let solution = self.prepared.solve_from(&start);
        self.place(at, solution.objective, solution.parameters)
    }

    fn place(&mut self, at: f64, objective: f64, parameters: Vec<f64>) -> Place {
        if objective < self.base.least - 1e-6 * self.base.units[self.index] {
            self.better = Some(parameters.clone());
        }
        Place { at, root: self.root(objective), objective, parameters }
    }

    /// Where the root crosses the cut, between a place within and one without: secants kept inside the bracket
    /// (Dowell & Jarratt 1971), each solved from the place within.
    fn cross(&mut self, inside: Place, outside: Place, cut: f64) -> Place {
        let (mut a, mut b) = (inside, outside);
        let (mut low, mut high) = (a.root - cut, b.root - cut);
        for round in 0..100 {
            if (b.at - a.at).abs() <= 1e-11 * (1e-3 + b.at.abs()) {
                break;
            }
            let secant = b.at - high * (b.at - a.at) / (high - low);
            let usable = round % 8 != 7 && high.is_finite() && low.is_finite();
            let at = if usable && secant.is_finite() { secant } else { 0.5 * (a.at + b.at) };
            let next = self.reach(at, &a, None);
            let excess = next.root - cut;
            if excess.abs() <= 1e-9 * cut {
                b = next;
                break;
            }
            if excess < 0.0 {
                (a, low) = (next, excess);
                high *= 0.5;
            } else {
                (b, high) = (next, if excess.is_nan() { f64::INFINITY } else { excess });
                low *= 0.5;
            }
        }
        self.points.push((self.value(b.at), b.objective));
        b
    }

    /// A place of the same value that lies within the cut after all, by a full search.
    fn escape(&mut self, end: &Place, cut: f64) -> Option<Place> {
        let found = self.search(self.value(end.at))?;
        let lower = found.objective < end.objective - 1e-6 * self.base.units[self.index];
        (lower && found.root < cut * (1.0 - 1e-6)).then_some(Place { at: end.at, ..found })
    }

    /// The optimum with the parameter held, by a full search over the others.
    fn search(&mut self, value: f64) -> Option<Place> {
        let name = self.prepared.parameters()[self.index].clone();
        let mut options: fit::FitOptions = self.question.options.clone();
        options.bound.retain(|own| own.name != name);
        options.start.retain(|(known, _)| *known != name);
        options.fix.push((name, value));
        let held = Prepared::new(self.question.law, self.question.observations, &options).ok()?;
        let solution = held.solve(held.weights(), Effort::Quick);
        if !solution.objective.is_finite() {
            return None;
        }
        let names = held.parameters();
        let parameters = self
            .prepared
            .parameters()
            .iter()
            .map(|name| {
                names.iter().position(|known| known == name).map_or(value, |k| solution.parameters[k])
            })
            .collect();
        let at = if self.log { value.ln() } else { value };
        Some(self.place(at, solution.objective, parameters))
    }
}
