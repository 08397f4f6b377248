//! The law under audit as a candidate: fitted to the whole past by its own objective.

use crate::fit::{Constraints, Effort, FitOptions, Objective, Prepared, solved};
use crate::kept::Digest;
use crate::law::Law;
use crate::observations::{Observations, Points};
use crate::quantity::Scale;

/// A law and its objective.
#[derive(Clone)]
pub(crate) struct Chosen {
    pub(crate) law: Law,
    pub(crate) objective: Option<Objective>,
    /// Forecast by the average of all curves of the law that fit, not by the best one.
    pub(crate) average: bool,
    /// What is said of its parameters.
    pub(crate) constraints: Constraints,
}

impl Chosen {
    /// A law by its best fit.
    pub(crate) fn new(law: Law, objective: Option<Objective>) -> Self {
        Self { law, objective, average: false, constraints: Constraints::default() }
    }

    /// Adds what the law is to the digest of a piece of work.
    pub(crate) fn digest(&self, to: &mut Digest) {
        let Self { law, objective, average, constraints } = self;
        to.text(&format!("{} {} {:?}", law.id, law.formula.text(), law.parameters));
        to.text(&format!("{objective:?} {average} {constraints:?}"));
    }

    /// Forecasts of the law fitted to `past` at `points`, on the scale of the response; and its parameters.
    /// NaN where the law cannot be fitted.
    ///
    /// The fit is the one that [`crate::fit::fit`] certifies, so a forecast never contradicts the fit that is shown.
    pub(crate) fn answer(&self, past: &Observations, points: &Points) -> (Vec<f64>, Vec<(String, f64)>) {
        self.found(past, points, Effort::Thorough)
    }

    /// The same for a trial inside the past, of which there are many: by a search that is less thorough.
    pub(crate) fn trial(&self, past: &Observations, points: &Points) -> Vec<f64> {
        self.found(past, points, Effort::Quick).0
    }

    fn found(&self, past: &Observations, points: &Points, effort: Effort) -> (Vec<f64>, Vec<(String, f64)>) {
        let failed = || (vec![f64::NAN; points.n()], Vec::new());
        let options = FitOptions { objective: self.objective, ..FitOptions::default() };
        let options = options.with_constraints(&self.constraints);
        let found = match effort {
            Effort::Thorough => solved(&self.law, past, &options),
            Effort::Quick | Effort::Draw => Prepared::new(&self.law, past, &options).map(|prepared| {
                let solution = prepared.solve(prepared.weights(), effort);
                (prepared, solution)
            }),
        };
        let Ok((prepared, solution)) = found else { return failed() };
        if !solution.objective.is_finite() {
            return failed();
        }
        let model = prepared.model();
        let scale = past.scale();
        let forward = |v: &f64| if scale == Scale::Log { scale.forward(v.max(1e-300)) } else { *v };
        let names = model.parameters().iter().cloned();
        let parameters = names.zip(solution.parameters.iter().copied()).collect();
        let link = prepared.objective().link;
        let average = self.average.then(|| prepared.average(points).ok().flatten()).flatten();
        if let Some(average) = average {
            return (average.iter().map(|v| forward(&link.inverse(*v))).collect(), parameters);
        }
        let Ok(values) = model.predict(&solution.parameters, points) else { return failed() };
        (values.iter().map(forward).collect(), parameters)
    }
}
