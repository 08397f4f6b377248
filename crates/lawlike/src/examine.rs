//! One series examined: its law fitted and certified, and what the checks make of the fit.

use crate::check::{self, CheckLevel, Context, Published, check_published, check_series};
use crate::ensemble::{self, Ensemble, Maker, Prior, resample};
use crate::error::Result;
use crate::finding::{CheckCard, Finding, Found, Severity, by_severity};
use crate::fit::{self, Fit, FitOptions, PosteriorSummary};
use crate::law::{self, Law};
use crate::observations::{MOST_ROWS, Observations};
use lawlike_num::parallel;

/// What is asked of every series.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The law; by rule for each series if absent.
    pub law: Option<Law>,
    /// How it is fitted.
    pub options: FitOptions,
    /// Replicates of the bootstrap beside the fit; none if zero.
    pub bootstrap: usize,
    /// The posterior beside the fit, if it is asked for.
    pub posterior: Option<Posterior>,
    /// What is published of the law, to be held against the runs.
    pub published: Published,
    /// Which checks look at the fits; by the number of series if absent.
    pub checks: Option<CheckLevel>,
}

impl Request {
    /// Which checks look at so many series.
    fn level(&self, series: usize) -> CheckLevel {
        let by_number = if series > MOST_CHECKED { CheckLevel::Quick } else { CheckLevel::All };
        self.checks.unwrap_or(by_number)
    }

    /// What is said of checks that were left out because there are so many series.
    pub fn left_out(&self, series: usize) -> Option<Finding> {
        if self.checks.is_some() || self.level(series) == CheckLevel::All {
            return None;
        }
        let codes: Vec<&str> = check::dear().collect();
        let message = format!(
            "there are {series} series: the checks that take longer than a fit were left out ({}); --checks all runs them",
            codes.join(", ")
        );
        let (number, threshold) = (series as f64, MOST_CHECKED as f64);
        Some(QUICK_CHECKS.finding(Found { severity: Severity::Note, number, threshold, message }, ""))
    }
}

/// What is asked of a posterior.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Posterior {
    /// Draws that are kept, of four chains together.
    pub draws: usize,
    /// What was known of parameters before, by name; `sigma` is the standard deviation of the residuals.
    pub priors: Vec<(String, Prior)>,
}

/// What came of one series.
#[derive(Debug, Clone)]
pub struct Examined {
    /// Name of the series.
    pub label: String,
    /// Its fit, or why there is none.
    pub fit: Result<Fit>,
    /// What the checks of the fit found.
    pub found: Vec<Finding>,
    /// Draws of the parameters, if any were asked for: of the posterior, else of the bootstrap.
    pub ensemble: Option<Ensemble>,
    /// The part that stands for a large series in checks, and its fit.
    part: Option<(Observations, Fit)>,
}

/// Said of a series that no fit could be made of.
pub const NO_FIT: CheckCard = CheckCard {
    code: "no-fit",
    title: "a series could not be fitted",
    says: "the law could not be fitted to this series; the message says why",
    caution: "the other series are fitted all the same: what they say does not hold for this one",
    hint: "leave the series out with --where, or give it more rows",
    source: "the error of the fit",
};

/// Said of a table that is looked at by a part of its rows.
pub const LARGE_TABLE: CheckCard = CheckCard {
    code: "large-table",
    title: "a large table is looked at by a part of its rows",
    says: "back-tests, checks and refits look at some four thousand rows that are spread evenly over groups and along the axes; \
           the fit that is shown is searched for on them and polished on all rows",
    caution: "what concerns few rows of very many, such as a short break, may fall between those that are looked at",
    hint: "name with --by what tells series apart: each has a part of its own; or choose rows with --where",
    source: "the error of an estimate falls with the root of the rows: of four thousand it is far below what a law misses",
};

/// Said of a posterior whose chains did not do well.
pub const UNTRUSTED: CheckCard = CheckCard {
    code: "posterior-untrusted",
    title: "the chains of a posterior did not find it for certain",
    says: "the chains disagree, hold too few independent draws, or left the region where their steps are exact: intervals of \
           the posterior may be wrong",
    caution: "a few divergences near a bound often change nothing: see whether more draws or a narrower prior give the same",
    hint: "ask for more draws, give priors or bounds to parameters that the data do not tell, or take a law with fewer",
    source: "Vehtari et al. 2021 (Bayesian Analysis 16, 667), sections 4 and 5; Betancourt 2016 (arXiv 1604.00695) on E-FMI",
};

/// Said of many series, of which only quick checks are made.
pub const QUICK_CHECKS: CheckCard = CheckCard {
    code: "quick-checks",
    title: "checks that take long were left out",
    says: "there are so many series that only checks that take no longer than a fit were run on each",
    caution: "of thousands of series, some hundred would be warned of by chance alone: a warning says little about one of them",
    hint: "ask for all checks with --checks all, or choose series with --where",
    source: "a rule of this program: see the number of series beside the threshold",
};

/// Series up to which all checks look at each: a few seconds of work.
const MOST_CHECKED: usize = 1000;
/// R-hat up to which chains agree (Vehtari et al. 2021).
const R_HAT: f64 = 1.01;
/// Effective draws from which quantiles of a posterior are worth printing: 100 a chain (Vehtari et al. 2021).
const ESS: f64 = 400.0;
/// Fraction of missing information below which a chain does not move enough between levels (Betancourt 2016).
const E_FMI: f64 = 0.2;

/// Cards of what is found here.
pub const CARDS: &[&CheckCard] = &[&NO_FIT, &LARGE_TABLE, &UNTRUSTED, &QUICK_CHECKS];

/// What is said of every large series.
pub fn large_tables(series: &[Observations]) -> Vec<Finding> {
    series.iter().filter_map(|one| Some(large(one, one.part()?.len()))).collect()
}

/// What is said of a table of which so many rows are looked at.
pub(crate) fn large(whole: &Observations, part: usize) -> Finding {
    let message = format!(
        "{part} of {} rows stand for all in back-tests and checks, spread evenly over groups and axes; the parameters are fitted to \
         all rows",
        whole.n()
    );
    let (number, threshold) = (whole.n() as f64, MOST_ROWS as f64);
    LARGE_TABLE.finding(Found { severity: Severity::Note, number, threshold, message }, &whole.label)
}

/// Fits every series, by the rule of [`law::auto`] where no law is named, and checks the fits and what is published of them.
pub fn examine(series: &[Observations], request: &Request) -> Vec<Examined> {
    // Where there are several series, each is the work of one thread.
    let threads = request.options.run.threads;
    let mut alone = request.clone();
    alone.options.run.threads = if series.len() > 1 { 1 } else { threads };
    alone.checks = Some(request.level(series.len()));
    let examined = |at: usize| {
        let observations = &series[at];
        let label = observations.label.clone();
        match fitted(observations, &alone) {
            Ok(Checked { fit, found, ensemble, part }) => {
                Examined { label, fit: Ok(fit), found, ensemble, part }
            }
            Err(error) => Examined { label, fit: Err(error), found: Vec::new(), ensemble: None, part: None },
        }
    };
    parallel::map(series.len(), threads, examined)
}

/// A fit and what its checks found.
struct Checked {
    fit: Fit,
    found: Vec<Finding>,
    ensemble: Option<Ensemble>,
    part: Option<(Observations, Fit)>,
}

fn fitted(observations: &Observations, request: &Request) -> Result<Checked> {
    let law = match &request.law {
        Some(law) => law.clone(),
        None => law::auto(observations)?.0,
    };
    let Request { options, published, .. } = request;
    let part = observations.select_part();
    let mut fit = fit::fit_by_part(&law, observations, part.as_ref(), options)?;
    let ensemble = draw(&law, observations, request, &mut fit)?;
    // A check looks at a fit of the very rows that it looks at.
    let part = match part {
        Some(part) => {
            let fit = fit::fit(&law, &part, options)?;
            Some((part, fit))
        }
        None => None,
    };
    let (looked_at, checked) = part.as_ref().map_or((observations, &fit), |(part, fit)| (part, fit));
    let level = request.checks.unwrap_or(CheckLevel::All);
    let mut found = check::run(level, &Context::new(&law, looked_at, options, checked));
    if !published.is_empty() {
        let names: Vec<String> = fit.parameters.iter().map(|estimate| estimate.name.clone()).collect();
        published.check(&names)?;
        found.extend(check_published(&law, observations, options, &fit, published));
    }
    found.extend(fit.posterior.as_ref().and_then(|posterior| untrusted(posterior, &observations.label)));
    Ok(Checked { fit, found, ensemble, part })
}

/// Adds bootstrap and posterior to a fit, as far as they are asked for, and hands over the draws of the last.
fn draw(
    law: &Law,
    observations: &Observations,
    request: &Request,
    fit: &mut Fit,
) -> Result<Option<Ensemble>> {
    let options = &request.options;
    let sample = |replicates: usize, priors: &[(String, Prior)]| ensemble::EnsembleOptions {
        replicates,
        run: options.run,
        priors: priors.to_vec(),
        ..ensemble::EnsembleOptions::default()
    };
    let mut draws = None;
    if request.bootstrap > 0 {
        let sample = sample(request.bootstrap, &[]);
        let made = resample(law, observations, options, Maker::PairsBootstrap, &sample)?;
        fit.bootstrap = Some(made.summary());
        draws = Some(made);
    }
    if let Some(asked) = &request.posterior {
        let sample = sample(asked.draws, &asked.priors);
        let made = resample(law, observations, options, Maker::Posterior, &sample)?;
        fit.posterior = made.posterior(&asked.priors);
        draws = Some(made);
    }
    Ok(draws)
}

/// What is wrong with the chains of a posterior, if anything is.
fn untrusted(posterior: &PosteriorSummary, label: &str) -> Option<Finding> {
    let worst = posterior.parameters.iter().map(|one| one.r_hat).fold(0.0, f64::max);
    let fewest = posterior.parameters.iter().map(|one| one.ess).fold(f64::INFINITY, f64::min);
    // Asked of each, so that a number that is none is no sign of health.
    let agree = posterior.parameters.iter().all(|one| one.r_hat <= R_HAT && one.ess >= ESS);
    if agree && posterior.divergences == 0 && posterior.e_fmi >= E_FMI {
        return None;
    }
    let message = format!(
        "R-hat up to {worst:.3} (at most {R_HAT}), {fewest:.0} effective draws (at least {ESS}), {} divergences (none), E-FMI \
         {:.2} (at least {E_FMI})",
        posterior.divergences, posterior.e_fmi
    );
    let found = Found { severity: Severity::Warning, number: worst, threshold: R_HAT, message };
    Some(UNTRUSTED.finding(found, label))
}

/// What was noticed before, what the checks of the fits found, and which series have no fit; most serious first.
pub fn findings(noticed: Vec<Finding>, series: &[Observations], examined: &[Examined]) -> Vec<Finding> {
    let mut findings = noticed;
    for one in examined {
        findings.extend(one.found.iter().cloned());
        if let Err(error) = &one.fit {
            findings.push(no_fit(&one.label, error.to_string()));
        }
    }
    let fits = || examined.iter().map(|one| one.part.as_ref().map(|(_, fit)| fit).or(one.fit.as_ref().ok()));
    if examined.iter().any(|one| one.part.is_some()) {
        let looked_at = |(one, whole): (&Examined, &Observations)| {
            one.part.as_ref().map_or_else(|| whole.clone(), |(part, _)| part.clone())
        };
        let parts: Vec<Observations> = examined.iter().zip(series).map(looked_at).collect();
        findings.extend(check_series(&parts, fits()));
    } else {
        findings.extend(check_series(series, fits()));
    }
    by_severity(findings)
}

fn no_fit(label: &str, message: String) -> Finding {
    let found = Found { severity: Severity::Serious, number: f64::NAN, threshold: f64::NAN, message };
    NO_FIT.finding(found, label)
}
