//! Runs with parameters `N`, tokens seen `D` and unique tokens `U`.

use lawlike::error::{Error, Result};
use lawlike::observations::{Column, Observations, Points};
use lawlike::quantity::{ParameterCount, Quantity, TokenCount};

/// Runs of up to so many epochs count as runs of one: corpora are seldom read to the last token.
const ONE: f64 = 1.001;

/// Least runs that repeat, and least numbers of parameters, to tell what repeats are worth.
const LEAST_REPEATS_AND_SIZES: (usize, usize) = (4, 3);

/// Runs under the names that the laws use.
pub(super) struct Runs {
    /// Columns `N`, `D`, `U`; groups are the stocks of unique tokens.
    pub(super) all: Observations,
    /// Passes over the unique tokens, one or more.
    pub(super) epochs: Vec<f64>,
}

impl Runs {
    pub(super) fn new(observations: &Observations) -> Result<Self> {
        let find = |wanted: &dyn Fn(Quantity) -> bool| {
            observations.columns().find(|column| wanted(column.quantity)).map(|column| column.values.clone())
        };
        let needs = |what: &str, how: &str| {
            Error::observations(format!(
                "a plan for limited data needs a column of {what}: name it with {how}"
            ))
        };
        let n = find(&|q| matches!(q, Quantity::Parameters(_)))
            .ok_or_else(|| needs("parameters", "--x COL=params"))?;
        let d = find(&|q| q == Quantity::Tokens(TokenCount::Seen))
            .ok_or_else(|| needs("tokens seen", "--x COL=tokens"))?;
        let unique = find(&|q| q == Quantity::Tokens(TokenCount::Unique));
        let epochs = find(&|q| q == Quantity::Epochs);
        let u = match (unique, epochs) {
            (Some(unique), _) => unique,
            (None, Some(epochs)) => d.iter().zip(&epochs).map(|(d, e)| d / e.max(1.0)).collect(),
            (None, None) => {
                return Err(needs("unique tokens or epochs", "--x COL=unique-tokens or --x COL=epochs"));
            }
        };
        for (name, values) in [("parameters", &n), ("tokens", &d), ("unique tokens", &u)] {
            if let Some(row) = values.iter().position(|v| !(v.is_finite() && *v > 0.0)) {
                let line = observations.lines.get(row).copied().unwrap_or(row + 1);
                return Err(Error::observations(format!(
                    "{}line {line}: {name} must be above zero, found {}",
                    if observations.source.is_empty() {
                        String::new()
                    } else {
                        format!("{}, ", observations.source)
                    },
                    values[row]
                )));
            }
        }
        let epochs = d.iter().zip(&u).map(|(d, u)| (d / u).max(1.0)).collect();
        let groups = numbered(&u);
        let axes = vec![
            Column::new("N", Quantity::Parameters(ParameterCount::Total), n),
            Column::new("D", Quantity::Tokens(TokenCount::Seen), d),
            Column::new("U", Quantity::Tokens(TokenCount::Unique), u),
        ];
        let all = Observations { axes, others: Vec::new(), groups, ..observations.clone() };
        Ok(Self { all, epochs })
    }

    pub(super) fn n(&self) -> usize {
        self.all.n()
    }

    /// Of these rows, those of one epoch.
    pub(super) fn singles(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter().copied().filter(|row| self.epochs[*row] <= ONE).collect()
    }

    /// Of these rows, those that repeat.
    pub(super) fn repeated(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter().copied().filter(|row| self.epochs[*row] > ONE).collect()
    }

    /// The stocks of these rows, each once.
    pub(super) fn clusters(&self, rows: &[usize]) -> Vec<usize> {
        let mut stocks: Vec<usize> = rows.iter().map(|row| self.all.groups[*row]).collect();
        stocks.sort_unstable();
        stocks.dedup();
        stocks
    }

    /// Whether these rows can tell what repeats are worth: some repeat, and the surface has sizes to stand on.
    pub(super) fn can_tell(&self, rows: &[usize], is_held: bool) -> Result<()> {
        let mut sizes: Vec<f64> = rows.iter().map(|row| self.all.axes[0].values[*row]).collect();
        sizes.sort_by(f64::total_cmp);
        sizes.dedup();
        let repeated = self.repeated(rows).len();
        if repeated < LEAST_REPEATS_AND_SIZES.0 || !is_held && sizes.len() < LEAST_REPEATS_AND_SIZES.1 {
            return Err(Error::observations(format!(
                "{repeated} runs repeat their data, and there are {} numbers of parameters: at least {} and {} are needed",
                sizes.len(),
                LEAST_REPEATS_AND_SIZES.0,
                LEAST_REPEATS_AND_SIZES.1
            )));
        }
        Ok(())
    }

    /// Runs that no run with as few or fewer parameters, tokens and unique tokens beats by more than this share.
    ///
    /// No law that falls in all three can say of the others what they are: something in their recipe broke, or they
    /// over-fitted. The rule looks at the outcome, so both ways are shown wherever it is used.
    pub(super) fn at_their_best(&self, tolerance: f64) -> Vec<usize> {
        let [n, d, u] = [0, 1, 2].map(|axis: usize| &self.all.axes[axis].values);
        let loss = &self.all.response.values;
        let beats = |i: usize, j: usize| {
            n[j] <= n[i] && d[j] <= d[i] && u[j] <= u[i] && loss[j] < loss[i] * (1.0 - tolerance)
        };
        (0..self.n()).filter(|i| !(0..self.n()).any(|j| beats(*i, j))).collect()
    }

    /// Points at which laws are asked.
    pub(super) fn points(&self, rows: &[usize]) -> Points {
        self.all.points().select(rows)
    }
}

/// Equal values bear equal numbers.
fn numbered(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    values.iter().map(|v| sorted.partition_point(|known| known < v)).collect()
}
