//! Do the points of one run count as independent runs?

use super::context::{Serial, chance, tracks};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::observations::Observations;

/// Chance below which the points of a run are said to hang together.
const LIMIT: f64 = 0.01;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "pseudo-replication",
        title: "points of one run count as independent",
        says: "rows that agree in all axes but one, such as the checkpoints of one model, err together: they carry less \
               than their number says, and standard errors are too small",
        caution: "a law that is wrong in a way that no smooth surface mends looks the same",
        hint: "name the column that tells runs apart with --group: intervals and cuts then take a run as one",
        source: "Hurlbert 1984; Durbin & Watson 1971 along each run, after a smooth surface of second order is taken out; \
                 1 % of lawful tables fire",
    },
    is_dear: false,
    run,
};

/// Runs that differ in one axis only, and how their points err together.
struct Chains {
    runs: usize,
    rows: usize,
    /// Correlation of neighbours.
    rho: f64,
    chance: f64,
    /// Independent rows that they are worth.
    effective: f64,
}

fn chains(context: &Context<'_>) -> Option<Chains> {
    if context.is_grouped() {
        return None;
    }
    let runs = tracks(context.observations);
    let smooth = context.linear()?.with(&second_order(context.observations))?;
    let mut place = vec![None; context.observations.n()];
    smooth.rows.iter().enumerate().for_each(|(position, row)| place[*row] = Some(position));
    let chains: Vec<Vec<usize>> =
        runs.iter().map(|rows| rows.iter().filter_map(|row| place[*row]).collect()).collect();
    let serial = Serial::new(&smooth, &chains)?;
    let rho = serial.correlation.clamp(0.0, 0.99);
    let rows: usize = runs.iter().map(Vec::len).sum();
    let worth = |rows: &Vec<usize>| (rows.len() as f64 * (1.0 - rho) / (1.0 + rho)).max(1.0);
    let effective: f64 = runs.iter().map(worth).sum();
    Some(Chains { runs: runs.len(), rows, rho, chance: serial.chance, effective })
}

fn run(context: &Context<'_>) -> Option<Found> {
    let Chains { runs, rows, rho, chance: p, effective } = chains(context)?;
    (p < LIMIT && runs > 1).then(|| Found {
        severity: Severity::Warning,
        number: p,
        threshold: LIMIT,
        message: format!(
            "{rows} rows lie on {runs} runs that differ in one axis only, and neighbours on a run err together (correlation \
             {rho:.2}, chance {}): they carry about as much as {effective:.0} independent rows",
            chance(p)
        ),
    })
}

/// How many independent rows one row is worth.
pub(super) fn worth(context: &Context<'_>) -> f64 {
    chains(context).map_or(1.0, |chains| (chains.effective / chains.rows.max(1) as f64).min(1.0))
}

/// Whether the points of a run err together.
pub(crate) fn hang_together(context: &Context<'_>) -> bool {
    run(context).is_some()
}

/// All products of at most two axes, in logarithms where these are the natural scale.
fn second_order(observations: &Observations) -> Vec<Vec<f64>> {
    let scaled = |values: &[f64], is_log: bool| -> Vec<f64> {
        let values: Vec<f64> = values.iter().map(|v| if is_log { v.ln() } else { *v }).collect();
        let (mean, sd) =
            (lawlike_num::quantile::mean(&values), lawlike_num::quantile::variance(&values).sqrt());
        values.iter().map(|v| if sd > 0.0 { (v - mean) / sd } else { 0.0 }).collect()
    };
    let mut factors = vec![vec![1.0; observations.n()]];
    factors.extend(observations.axes.iter().map(|axis| scaled(&axis.values, axis.is_log())));
    let mut products = Vec::new();
    for (k, a) in factors.iter().enumerate() {
        products.extend(factors[k..].iter().map(|b| a.iter().zip(b).map(|(a, b)| a * b).collect()));
    }
    products
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, number_after};
    use crate::observations::Column;
    use crate::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};

    /// So many runs of so many checkpoints; residuals of a run change sign after each of `lengths` points in turn.
    fn runs(count: usize, points: usize, length: usize) -> Fitted {
        let (mut n, mut d, mut loss) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..count * points {
            let (run, point) = (row / points, row % points);
            let size = (1e7 * 4f64.powi(run as i32), 1e9 * 1.3f64.powi(point as i32));
            let sign = [0.01, -0.01][(point + 2 * run) / length % 2];
            n.push(size.0);
            d.push(size.1);
            loss.push(30.0 * size.0.powf(-0.1) * size.1.powf(-0.05) * f64::exp(sign));
        }
        let axes = vec![
            Column::new("params", Quantity::Parameters(ParameterCount::Total), n),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d),
        ];
        let response = Column::new("loss", Quantity::Loss(LossUnit::Nats), loss);
        Fitted::new("A*N^-a*D^-b", crate::observations::Observations::new(response, axes).unwrap())
    }

    #[test]
    fn points_of_a_run_that_err_together_are_counted_for_what_they_are_worth() {
        let it = runs(6, 40, 5);
        let found = it.found(&CHECK).unwrap();
        assert!(found.number < LIMIT && hang_together(&it.context()), "{}", found.message);
        assert!(found.message.starts_with("240 rows lie on 6 runs"), "{}", found.message);
        // Of five neighbours four have one sign and one has not: 3/5, so that a quarter of the rows is left.
        let rho = number_after(&found.message, "(correlation ");
        assert!((rho - 0.6).abs() < 0.06, "{rho}");
        let left = 240.0 * (1.0 - rho) / (1.0 + rho);
        assert!((number_after(&found.message, "as much as ") - left).abs() < 2.0, "{}", found.message);
        assert!((worth(&it.context()) - left / 240.0).abs() < 0.01);
    }

    #[test]
    fn runs_are_worth_a_row_each_at_least_and_no_more_than_their_rows() {
        let alternating = runs(6, 40, 1);
        assert!(alternating.found(&CHECK).is_none() && !hang_together(&alternating.context()));
        assert_eq!(worth(&alternating.context()), 1.0);
        let short = chains(&runs(4, 5, 5).context()).unwrap();
        assert!(short.effective >= 4.0 && short.rows == 20 && short.runs == 4);
    }

    #[test]
    fn declared_groups_and_single_runs_are_let_be() {
        let mut it = runs(6, 40, 5);
        it.observations.groups = (0..240).map(|row| row / 40).collect();
        assert!(it.found(&CHECK).is_none());
        assert_eq!(worth(&it.context()), 1.0);
    }

    #[test]
    fn surfaces_of_second_order_have_all_products_of_two_axes() {
        let e = std::f64::consts::E;
        let axis = |name: &str, values: [f64; 3]| Column::new(name, Quantity::Plain, values.to_vec());
        let response = Column::new("y", Quantity::Plain, vec![1.0, 2.0, 3.0]);
        let axes = vec![axis("a", [1.0, e, e * e]), axis("b", [11.0, 10.0, 12.0]), axis("c", [5.0; 3])];
        let found = second_order(&crate::observations::Observations::new(response, axes).unwrap());
        // In units of their spread: the first in logarithms, the second as it stands, the third not at all.
        let (one, a, b, none) = ([1.0; 3], [-1.0, 0.0, 1.0], [0.0, -1.0, 1.0], [0.0; 3]);
        let times = |a: [f64; 3], b: [f64; 3]| [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
        let expected = [one, a, b, none, times(a, a), times(a, b), none, times(b, b), none, none];
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?} {expected:?}");
        }
    }
}
