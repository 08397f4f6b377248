//! One simulated table: runs, the law that is fitted to them, and what is published of it.

use lawlike::audit::{self, Audit, audit};
use lawlike::backtest::{Cut, Question};
use lawlike::check::{Published, check, check_published, check_series};
use lawlike::fit::{Fit, FitOptions, fit};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::provenance::Provenance;
use lawlike::quantity::Quantity;
use lawlike::run::Run;
use lawlike_num::stream::Stream;

/// Runs and the law that somebody fits to them.
#[derive(Clone)]
pub(crate) struct Case {
    /// Name of the law, or a formula; the law that the rule takes if absent.
    law: Option<&'static str>,
    /// One series, or several.
    series: Vec<Observations>,
    /// What came after each series, where that was drawn.
    future: Vec<Observations>,
    /// Numbers that are held against the fit.
    published: Published,
}

impl Case {
    /// A case of columns; the last is the response, the others are axes.
    pub(crate) fn new(law: &'static str, columns: Vec<Column>) -> Option<Self> {
        Some(Self { law: Some(law), ..Self::by_rule(columns)? })
    }

    /// A case of columns whose law is left to the rule.
    pub(crate) fn by_rule(mut columns: Vec<Column>) -> Option<Self> {
        let response = columns.pop()?;
        let series = vec![Observations::new(response, columns).ok()?];
        Some(Self { law: None, series, future: Vec::new(), published: Published::default() })
    }

    /// The same case with its last rows taken for what came after.
    pub(crate) fn ahead(mut self, rows: usize) -> Self {
        for one in &mut self.series {
            let past = one.n() - rows.min(one.n());
            self.future.push(one.select(&(past..one.n()).collect::<Vec<_>>()));
            *one = one.select(&(0..past).collect::<Vec<_>>());
            // The past does not know on which scale the future would be scored.
            one.settled = None;
        }
        self
    }

    /// The same case without one row of its first series.
    pub(crate) fn without(mut self, row: usize) -> Self {
        let one = &mut self.series[0];
        let rows: Vec<usize> = (0..one.n()).filter(|other| *other != row).collect();
        *one = one.select(&rows);
        one.settled = None;
        self
    }

    /// The same case with rows of equal numbers declared to belong together.
    pub(crate) fn grouped(mut self, groups: Vec<usize>) -> Self {
        self.series[0].groups = groups;
        self
    }

    /// The same case with every row declared to be on its own.
    pub(crate) fn apart(self) -> Self {
        let rows = (0..self.series[0].n()).collect();
        self.grouped(rows)
    }

    /// The same case with a further column.
    pub(crate) fn beside(mut self, column: Column) -> Self {
        self.series[0].others.push(column);
        self
    }

    /// Several cases of one law as series of one.
    pub(crate) fn together(cases: Vec<Self>) -> Option<Self> {
        let law = cases.first()?.law;
        let (series, future): (Vec<_>, Vec<_>) =
            cases.into_iter().map(|case| (case.series, case.future)).unzip();
        let (series, future) = (series.concat(), future.concat());
        Some(Self { law, series, future, published: Published::default() })
    }

    /// The same case with numbers that somebody published.
    pub(crate) fn published(mut self, published: Published) -> Self {
        self.published = published;
        self
    }

    /// The runs of the first series.
    pub(crate) fn runs(&self) -> &Observations {
        &self.series[0]
    }

    /// All series.
    pub(crate) fn series(&self) -> &[Observations] {
        &self.series
    }

    /// What came after each series; empty where that was not drawn.
    pub(crate) fn future(&self) -> &[Observations] {
        &self.future
    }

    /// The law that is audited.
    pub(crate) fn law(&self) -> Option<Law> {
        match self.law {
            Some(name) => Law::parse(name).ok(),
            None => lawlike::law::auto(&self.series[0]).ok().map(|(law, _)| law),
        }
    }

    /// The fit of the first series.
    pub(crate) fn fit(&self) -> Option<Fit> {
        fit(&self.law()?, &self.series[0], &options()).ok()
    }

    /// The audit of the law on all series; none where it cannot be made.
    pub(crate) fn audit(&self) -> Option<Audit> {
        self.audit_at(None)
    }

    /// As [`Case::audit`], with a cut that is named.
    pub(crate) fn audit_at(&self, cut: Option<Cut>) -> Option<Audit> {
        let options = audit::AuditOptions {
            question: Question { law: Some(self.law()?), cut, ..Question::default() },
            run: Run::on(1),
            ..audit::AuditOptions::default()
        };
        let provenance = Provenance::new(options.run.seed, Vec::new(), Vec::new());
        audit(&self.series, Vec::new(), provenance, &options).ok()
    }

    /// Codes of what the checks find; none if there is no fit. Of several series only checks over series count, and of
    /// published numbers only those of claims: what checks make of one series is counted in worlds of one series.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        let found = || {
            let (law, options) = (self.law()?, options());
            if self.series.len() > 1 {
                let fits: Vec<Fit> =
                    self.series.iter().filter_map(|one| fit(&law, one, &options).ok()).collect();
                return (fits.len() == self.series.len())
                    .then(|| check_series(&self.series, fits.iter().map(Some)));
            }
            let (one, fit) = (&self.series[0], self.fit()?);
            Some(if self.published.is_empty() {
                check(&law, one, &options, &fit)
            } else {
                check_published(&law, one, &options, &fit, &self.published)
            })
        };
        found().unwrap_or_default().iter().map(|finding| finding.code).collect()
    }
}

fn options() -> FitOptions {
    FitOptions { run: Run::on(1), ..FitOptions::default() }
}

/// A column by name and quantity.
pub(crate) fn column(name: &str, quantity: Quantity, values: Vec<f64>) -> Column {
    Column::new(name, quantity, values)
}

/// Uniform between two numbers.
pub(crate) fn between(stream: &mut Stream, from: f64, to: f64) -> f64 {
    from + (to - from) * stream.uniform()
}

/// A whole number between two, both included.
pub(crate) fn count(stream: &mut Stream, from: usize, to: usize) -> usize {
    from + stream.below(to - from + 1)
}

/// Places from one to another, evenly in the logarithm.
pub(crate) fn ladder(from: f64, to: f64, steps: usize) -> Vec<f64> {
    let last = steps.saturating_sub(1).max(1) as f64;
    (0..steps).map(|i| from * (to / from).powf(i as f64 / last)).collect()
}
