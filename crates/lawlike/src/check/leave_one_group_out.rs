//! Does one family of runs decide the forecast?

use super::context::{Family, Far, Linear, chance, families};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::fit::Effort;
use lawlike_num::dense::{Cholesky, Matrix};
use lawlike_num::dist;
use lawlike_num::kernel::dot;

/// Chance below which a family is said to disagree with the others.
const LIMIT: f64 = 0.01;
/// A change of the forecast matters from this share of the tolerance on.
const MATERIAL: f64 = 0.5;
/// An interval this many times as wide without a family is one that the family alone makes.
const ALONE: f64 = 5.0;
/// Fewer families than this cannot be compared with one another.
const FEWEST: usize = 5;
/// Families of the largest scores that are compared with the others.
const CANDIDATES: usize = 12;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "leave-one-group-out",
        title: "one family of runs decides the forecast",
        says: "without one group of runs (or one size of model) the forecast ten times beyond the largest run moves by \
               more than half of the error that counts as right, and no other group moves it like that; or it is hardly \
               determined at all",
        caution: "the family that decides may be the one that is right, such as the largest models",
        hint: "look at what sets that family apart; report the forecast with and without it",
        source: "change of the forecast when a group is deleted (Cook 1977; Belsley, Kuh & Welsch 1980) over what the design \
                 allows, against the other groups by Student's t, 1 % over all groups together; an interval five times as \
                 wide counts as hardly determined",
    },
    is_dear: true,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let far = context.far()?;
    let families = families(context.observations);
    if families.len() < FEWEST {
        return None;
    }
    let design = Design::new(context, far, &families)?;
    let wider: Vec<f64> = (0..families.len()).map(|family| design.wider(family)).collect();
    let widest = (0..families.len()).max_by(|a, b| wider[*a].total_cmp(&wider[*b]))?;
    if wider[widest] > ALONE {
        return Some(alone(&families[widest], wider[widest]));
    }
    let (odd, p) = design.oddest()?;
    let without = refit(context, far, &families[odd])?;
    let shift = (without - far.value).abs();
    (p < LIMIT && shift > MATERIAL * far.tolerance).then(|| Found {
        severity: Severity::Warning,
        number: shift,
        threshold: MATERIAL * far.tolerance,
        message: format!(
            "without {} ({} rows) the forecast {} goes from {} to {}, {} apart; no other of the {} groups moves it like \
             that (chance {})",
            families[odd].name,
            families[odd].rows.len(),
            far.place,
            far.show(far.value),
            far.show(without),
            far.difference(shift),
            families.len(),
            chance(p)
        ),
    })
}

fn alone(family: &Family, wider: f64) -> Found {
    let wide = if wider.is_finite() {
        format!("the interval of the forecast is {wider:.0} times as wide")
    } else {
        "the runs no longer determine the law".to_owned()
    };
    Found {
        severity: Severity::Warning,
        number: wider,
        threshold: ALONE,
        message: format!("without {} ({} rows) {wide}", family.name, family.rows.len()),
    }
}

/// The plane of the law by families, with columns of length one: least squares there is exact.
struct Design {
    /// Slopes of the forecast.
    slopes: Vec<f64>,
    /// Products of columns over all rows.
    whole: Matrix,
    /// Products of columns over each family.
    parts: Vec<Matrix>,
    /// Products of columns and residuals over each family.
    pulls: Vec<Vec<f64>>,
}

impl Design {
    fn new(context: &Context<'_>, far: &Far, families: &[Family]) -> Option<Self> {
        // With its outliers: a family may be made of them.
        let (linear, all) = (Linear::without(context, &[])?, far.slopes(context)?);
        let lengths: Vec<f64> = linear.columns().iter().map(|column| dot(column, column).sqrt()).collect();
        let columns: Vec<Vec<f64>> =
            linear.columns().iter().zip(&lengths).map(|(c, l)| c.iter().map(|v| v / l).collect()).collect();
        let slopes = context.free().iter().zip(&lengths).map(|(j, length)| all[*j] / length).collect();
        let mut home = vec![0; context.observations.n()];
        families.iter().enumerate().for_each(|(k, family)| family.rows.iter().for_each(|row| home[*row] = k));
        let p = columns.len();
        let mut whole = Matrix::zeros(p, p);
        let mut parts = vec![whole.clone(); families.len()];
        let mut pulls = vec![vec![0.0; p]; families.len()];
        for (place, row) in linear.rows.iter().enumerate() {
            for a in 0..p {
                pulls[home[*row]][a] += columns[a][place] * linear.residuals[place];
                for b in 0..p {
                    let product = columns[a][place] * columns[b][place];
                    parts[home[*row]][(a, b)] += product;
                    whole[(a, b)] += product;
                }
            }
        }
        Some(Self { slopes, whole, parts, pulls })
    }

    /// The factor of the products over all rows but those of some families.
    fn rest(&self, without: &[usize]) -> Option<Cholesky> {
        let mut rest = self.whole.clone();
        for family in without {
            for a in 0..rest.rows {
                for b in 0..rest.cols {
                    rest[(a, b)] -= self.parts[*family][(a, b)];
                }
            }
        }
        Cholesky::new(&rest)
    }

    fn variance(&self, factor: &Cholesky) -> f64 {
        dot(&self.slopes, &factor.solve(&self.slopes))
    }

    /// Standard error of the forecast without a family over that with it; infinite if the others do not determine it.
    fn wider(&self, family: usize) -> f64 {
        match (self.rest(&[]), self.rest(&[family])) {
            (Some(all), Some(rest)) => (self.variance(&rest) / self.variance(&all)).sqrt(),
            _ => f64::INFINITY,
        }
    }

    /// Change of the forecast when a family goes, over what the design allows for such a change, up to a factor that all
    /// families share. `gone` has gone before.
    fn score(&self, family: usize, gone: Option<usize>) -> Option<f64> {
        let mut pull = self.pulls[family].clone();
        let before: Vec<usize> = gone.into_iter().collect();
        let with = self.rest(&before)?;
        if let Some(gone) = gone {
            let change = with.solve(&self.pulls[gone]);
            pull.iter_mut().zip(self.parts[family].times(&change)).for_each(|(pull, more)| *pull += more);
        }
        let without = self.rest(&[before, vec![family]].concat())?;
        let towards = without.solve(&self.slopes);
        let variance = dot(&self.slopes, &towards);
        let gain = variance - self.variance(&with);
        (gain > 1e-9 * variance).then(|| dot(&towards, &pull) / gain.sqrt())
    }

    /// The family whose score stands out most from those of the others as they are without it, and the chance that any
    /// stands out so far.
    fn oddest(&self) -> Option<(usize, f64)> {
        let families = 0..self.parts.len();
        let mut scores: Vec<(usize, f64)> =
            families.clone().filter_map(|family| Some((family, self.score(family, None)?.abs()))).collect();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let t = |(family, score): &(usize, f64)| {
            let others = families.clone().filter(|other| other != family);
            let others: Vec<f64> = others.filter_map(|other| self.score(other, Some(*family))).collect();
            let rms = (dot(&others, &others) / others.len() as f64).sqrt();
            (*family, score / rms, others.len())
        };
        let (odd, t, others) = scores.iter().take(CANDIDATES).map(t).max_by(|a, b| a.1.total_cmp(&b.1))?;
        let p = 2.0 * self.parts.len() as f64 * dist::student_cdf(-t, others as f64 - 1.0);
        p.is_finite().then_some((odd, p))
    }
}

/// The forecast without a family.
fn refit(context: &Context<'_>, far: &Far, family: &Family) -> Option<f64> {
    let prepared = context.prepared()?;
    let mut weights = vec![1.0; context.observations.n()];
    weights.iter_mut().zip(prepared.weights()).for_each(|(weight, given)| *weight = *given);
    family.rows.iter().for_each(|row| weights[*row] = 0.0);
    let solution = prepared.solve(&weights, Effort::Quick);
    far.forecast(context, &solution.parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, is_near, number_after, power};

    fn uneven(row: usize) -> f64 {
        0.01 * [1.0, -1.0, 0.4, -0.6, 0.2, 0.7][row * row % 11 % 6]
    }

    /// So many rows on a straight line, in groups of four; some residuals in place of the usual ones.
    fn grouped(rows: usize, residual: impl Fn(usize) -> f64) -> Fitted {
        let mut data = power(rows, residual);
        data.groups = (0..rows).map(|row| row / 4).collect();
        Fitted::new("log-log-line", data)
    }

    /// The line through rows of the table in logarithms: its value ten times beyond the last, and the variance of that value
    /// in units of the noise.
    fn line(it: &Fitted, is_there: impl Fn(usize) -> bool) -> (f64, f64) {
        let logs = |values: &[f64]| values.iter().map(|v| v.ln()).collect::<Vec<f64>>();
        let (x, y) = (logs(&it.observations.axes[0].values), logs(&it.observations.response.values));
        let rows: Vec<usize> = (0..x.len()).filter(|row| is_there(*row)).collect();
        let mean = |of: &[f64]| rows.iter().map(|row| of[*row]).sum::<f64>() / rows.len() as f64;
        let (mx, my) = (mean(&x), mean(&y));
        let square: f64 = rows.iter().map(|row| (x[*row] - mx).powi(2)).sum();
        let slope = rows.iter().map(|row| (x[*row] - mx) * (y[*row] - my)).sum::<f64>() / square;
        let at = 1e12f64.ln();
        (my + slope * (at - mx), 1.0 / rows.len() as f64 + (at - mx).powi(2) / square)
    }

    fn design(it: &Fitted) -> Design {
        let context = it.context();
        Design::new(&context, context.far().unwrap(), &families(&it.observations)).unwrap()
    }

    #[test]
    fn errors_grow_without_a_family_as_they_do_in_a_fit_without_it() {
        let it = grouped(24, uneven);
        let (found, all) = (design(&it), line(&it, |_| true));
        for family in 0..6 {
            let without = line(&it, |row| row / 4 != family);
            let expected = (without.1 / all.1).sqrt();
            assert!(is_near(found.wider(family), expected, 1e-6), "{family}: {}", found.wider(family));
        }
        let lone = grouped(24, uneven);
        let mut data = lone.observations.clone();
        data.axes[0].values.iter_mut().skip(4).for_each(|x| *x = 1e9);
        assert_eq!(design(&Fitted::new("log-log-line", data)).wider(0), f64::INFINITY, "one size is left");
    }

    #[test]
    fn scores_are_changes_of_the_forecast_over_what_the_design_allows() {
        let it = grouped(24, uneven);
        let (found, all) = (design(&it), line(&it, |_| true));
        for family in 0..6 {
            let without = line(&it, |row| row / 4 != family);
            let expected = (all.0 - without.0) / (without.1 - all.1).sqrt();
            let score = found.score(family, None).unwrap();
            assert!((score - expected).abs() < 1e-6, "{family}: {score} instead of {expected}");
            let gone = (family + 2) % 6;
            let (one, both) =
                (line(&it, |row| row / 4 != gone), line(&it, |row| row / 4 != gone && row / 4 != family));
            let expected = (one.0 - both.0) / (both.1 - one.1).sqrt();
            let score = found.score(family, Some(gone)).unwrap();
            assert!(
                (score - expected).abs() < 1e-6,
                "{family} without {gone}: {score} instead of {expected}"
            );
        }
    }

    /// The last family but two lies above the others.
    fn odd(row: usize) -> f64 {
        uneven(row) + if row / 4 == 4 { 0.1 } else { 0.0 }
    }

    #[test]
    fn the_odd_family_is_told_by_the_scores_of_the_others_without_it() {
        let found = design(&grouped(24, odd));
        let (family, p) = found.oddest().unwrap();
        let t = |family: usize| {
            let others = (0..6).filter(|other| *other != family);
            let squares: Vec<f64> =
                others.filter_map(|other| found.score(other, Some(family))).map(|s| s * s).collect();
            let count = squares.len() as f64;
            (found.score(family, None).unwrap().abs() / (squares.iter().sum::<f64>() / count).sqrt(), count)
        };
        let most = (0..6).map(t).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        assert_eq!(family, 4);
        assert!(is_near(p, 6.0 * 2.0 * dist::student_cdf(-most.0, most.1 - 1.0), 1e-9), "{p}");
    }

    #[test]
    fn a_family_that_moves_the_forecast_alone_is_named() {
        let it = grouped(40, |row| 0.2 * uneven(row) + if row / 4 == 8 { 0.05 } else { 0.0 });
        let (found, context) = (it.found(&CHECK).unwrap(), it.context());
        let (all, without) = (line(&it, |_| true).0, line(&it, |row| row / 4 != 8).0);
        assert!(found.message.starts_with("without the group of line 33 (4 rows)"), "{}", found.message);
        assert!((found.number - (all - without).abs()).abs() < 1e-6 && found.threshold == 0.01);
        assert!(is_near(number_after(&found.message, "goes from "), all.exp(), 1e-3), "{}", found.message);
        assert!(is_near(number_after(&found.message, " to "), without.exp(), 1e-3), "{}", found.message);
        let again = refit(&context, context.far().unwrap(), &families(&it.observations)[8]).unwrap();
        assert!((again - without).abs() < 1e-6);
        let quiet = grouped(40, |row| 0.02 * uneven(row) + if row / 4 == 8 { 0.005 } else { 0.0 });
        let moved = line(&quiet, |_| true).0 - line(&quiet, |row| row / 4 != 8).0;
        assert!(moved.abs() < 0.01 && quiet.found(&CHECK).is_none(), "less than half of 2 %: {moved}");
        assert!(grouped(40, uneven).found(&CHECK).is_none());
    }

    #[test]
    fn a_family_without_which_the_interval_is_five_times_as_wide_is_named() {
        let far_off = |size: f64| {
            let mut data = power(24, uneven);
            for row in 0..24 {
                let at = if row / 4 == 5 { size } else { 1.0 + 0.05 * row as f64 };
                data.axes[0].values[row] = 1e7 * at;
                data.response.values[row] = 3.0 * at.powf(-0.2) * uneven(row).exp();
            }
            data.groups = (0..24).map(|row| row / 4).collect();
            Fitted::new("log-log-line", data)
        };
        let found = far_off(1e4).found(&CHECK).unwrap();
        let wider = design(&far_off(1e4)).wider(5);
        assert!(wider > 5.0 && found.number == wider && found.threshold == 5.0);
        let words = format!(
            "without the group of line 21 (4 rows) the interval of the forecast is {wider:.0} times as wide"
        );
        assert_eq!(found.message, words);
        assert!(design(&far_off(3.0)).wider(5) < 5.0 && far_off(3.0).found(&CHECK).is_none());
        let family = Family { name: "n = 3".to_owned(), rows: vec![1, 2] };
        let none = alone(&family, f64::INFINITY).message;
        assert_eq!(none, "without n = 3 (2 rows) the runs no longer determine the law");
    }

    #[test]
    fn five_families_are_needed() {
        assert!(
            grouped(20, odd).found(&CHECK).is_some()
                && grouped(16, |row| odd(row + 8)).found(&CHECK).is_none()
        );
    }
}
