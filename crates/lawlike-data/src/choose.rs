//! Which column is what: by the user's word, else by the names of the columns. Nothing is guessed:
//! where several columns could be meant, the error lists them.

use crate::error::{Error, Result};
use crate::pick::{Chooser, Chosen, Pick};
use crate::roles::{Role, Roles};
use crate::shared;
use crate::table::Table;
use crate::values::Values;
use crate::vocabulary::{self, quoted};
use lawlike::quantity::{ParameterCount, Quantity, ShareReading, TokenCount};
use lawlike_formula::star;
use std::mem::discriminant;

/// Kinds of axes, in the order in which they are looked for and listed.
const KINDS: &[Quantity] = &[
    Quantity::Compute(lawlike::quantity::ComputeCount::Reported),
    Quantity::Tokens(TokenCount::Seen),
    Quantity::Parameters(ParameterCount::Total),
    Quantity::Examples,
    Quantity::Steps,
    Quantity::Samples,
    Quantity::ThinkingTokens,
    Quantity::Date,
];

/// Decides which column is what.
pub(crate) fn choose(table: &Table, roles: &Roles, points: Option<&Table>) -> Result<Chosen> {
    let aside: Vec<usize> = [&roles.group, &roles.by, &roles.weight, &roles.stderr]
        .into_iter()
        .flatten()
        .map(|name| find(table, name))
        .collect::<Result<_>>()?;
    let mut chooser = Chooser::new(table, aside);
    let response = match &roles.y {
        Some(role) => chooser.role(role)?,
        None => chooser.response(&roles.x)?,
    };
    chooser.response = Some(response);
    let named = chooser.named(&roles.law_names)?;
    let axes = if !roles.x.is_empty() {
        roles.x.iter().map(|role| chooser.axis_role(role)).collect::<Result<Vec<Pick>>>()?
    } else if named.is_empty() {
        let single = roles.law_names.iter().any(|name| name == "x");
        let free = |points: &&Table| !single && roles.law_names.is_empty() && points.rows() > 0;
        match points.filter(free).and_then(|points| shared::axes(&chooser, points)) {
            Some(axes) => axes,
            None => chooser.axes_by_rule(single)?,
        }
    } else {
        named.clone()
    };
    for (at, axis) in axes.iter().enumerate() {
        if axes.iter().take(at).any(|other| other.column == axis.column) {
            let name = &table.columns[axis.column].name;
            return Err(Error::columns(
                &table.name,
                format!("`{name}` is named as an axis twice: name it once"),
            ));
        }
    }
    let taken = |column: usize| response.column == column || axes.iter().any(|axis| axis.column == column);
    let named: Vec<Pick> = named.into_iter().filter(|pick| !taken(pick.column)).collect();
    let free = |pick: &&Pick| !taken(pick.column) && named.iter().all(|other| other.column != pick.column);
    let others: Vec<Pick> = chooser.measured.iter().filter(free).copied().collect();
    Ok(Chosen { response, axes, named, others })
}

/// The index of a column that the user named.
pub(crate) fn find(table: &Table, name: &str) -> Result<usize> {
    table.columns.iter().position(|column| column.name == name).ok_or_else(|| table.no_column(name))
}

impl<'a> Chooser<'a> {
    fn new(table: &'a Table, aside: Vec<usize>) -> Self {
        let mut chooser = Self { table, response: None, measured: Vec::new(), recognised: Vec::new() };
        for (at, column) in table.columns.iter().enumerate().filter(|(at, _)| !aside.contains(at)) {
            let Some(quantity) = column.quantity() else { continue };
            let pick = Pick { column: at, quantity };
            if column.is_measured() {
                chooser.measured.push(pick);
            }
            if quantity != Quantity::Plain {
                chooser.recognised.push(pick);
            }
        }
        // When a row was written says nothing of what it describes.
        let is_kept = |pick: &Pick| {
            pick.quantity != Quantity::Date || !vocabulary::is_bookkeeping(&table.columns[pick.column].name)
        };
        chooser.recognised.retain(is_kept);
        chooser
    }

    fn error<T>(&self, message: String) -> Result<T> {
        Err(Error::columns(&self.table.name, message))
    }

    /// The outcome that the format of the file puts first.
    fn headline(&self) -> Option<Pick> {
        let name = self.table.headline.as_ref()?;
        let column = self.table.columns.iter().position(|column| column.name == *name)?;
        let quantity = self.table.columns[column].quantity()?;
        Some(Pick { column, quantity })
    }

    fn role(&self, role: &Role) -> Result<Pick> {
        let column = find(self.table, &role.column)?;
        let known = role.quantity.or_else(|| self.table.columns[column].quantity());
        Ok(Pick { column, quantity: known.unwrap_or(Quantity::Plain) })
    }

    fn axis_role(&self, role: &Role) -> Result<Pick> {
        let pick = self.role(role)?;
        if self.response.is_some_and(|response| response.column == pick.column) {
            let message =
                format!("`{}` is the response and cannot be an axis: choose another --x", role.column);
            return self.error(message);
        }
        Ok(pick)
    }

    /// The only column that can be an outcome.
    fn response(&self, axes: &[Role]) -> Result<Pick> {
        let taken = |pick: &Pick| axes.iter().any(|axis| axis.column == self.name(pick));
        let outcome = |pick: &&Pick| pick.quantity.is_outcome() && !taken(pick);
        if let Some(pick) = self.headline().filter(|pick| !taken(pick)) {
            return Ok(pick);
        }
        let is_filled = |pick: &&Pick| {
            let values = Values::of(&self.table.columns[pick.column], pick.quantity);
            values.values.iter().any(|value| value.is_finite()) || !values.bad.is_empty()
        };
        let mut found: Vec<&Pick> = self.recognised.iter().filter(outcome).collect();
        if found.iter().any(is_filled) {
            found.retain(is_filled);
        }
        match clearest(self.table, found).as_slice() {
            [pick] => Ok(**pick),
            [] => {
                let is_score =
                    |pick: &&Pick| pick.quantity == Quantity::Plain && vocabulary::is_score(self.name(pick));
                let scores: Vec<&Pick> =
                    self.measured.iter().filter(|pick| !taken(pick)).filter(is_score).collect();
                if let [only] = scores.as_slice() {
                    return Ok(**only);
                }
                let shares: Vec<&Pick> =
                    self.measured.iter().filter(|pick| !taken(pick) && self.is_share(pick)).collect();
                if let [only] = shares.as_slice() {
                    return Ok(**only);
                }
                let mut names: Vec<&str> = self.measured.iter().map(|pick| self.name(pick)).collect();
                names.sort_by_key(|name| vocabulary::is_letter(name));
                names.truncate(20);
                let candidates: Vec<&str> = if scores.is_empty() {
                    names
                } else {
                    scores.iter().map(|pick| self.name(pick)).collect()
                };
                self.error(format!(
                    "no column is recognised as an outcome (loss, accuracy, horizon, price, rating): name one with \
                     --y; columns of numbers are {}{}",
                    listed(&candidates),
                    example("--y", candidates.first().copied())
                ))
            }
            several => {
                let names: Vec<&str> = several.iter().take(20).map(|pick| self.name(pick)).collect();
                self.error(format!(
                    "several columns may be the response: {}; name one{}",
                    listed(&names),
                    example("--y", names.first().copied())
                ))
            }
        }
    }

    /// Whether name and range say that a plain column holds shares.
    fn is_share(&self, pick: &Pick) -> bool {
        let column = &self.table.columns[pick.column];
        let values = Values::of(column, pick.quantity).values;
        let finite: Vec<f64> = values.iter().filter(|value| value.is_finite()).collect();
        let reading = ShareReading::of(&column.name, pick.quantity, &finite, false);
        pick.quantity == Quantity::Plain && reading != ShareReading::Plain
    }

    /// The columns that the names of a law stand for: a column of that name, else the symbol of a quantity.
    fn named(&self, names: &[String]) -> Result<Vec<Pick>> {
        let mut picks: Vec<Pick> = Vec::new();
        let mut wanted = Vec::new();
        for name in names {
            let exact = self.measured.iter().chain(&self.recognised).find(|pick| self.name(pick) == name);
            match exact {
                Some(pick) => wanted.push((name, *pick)),
                None if name.contains('*') => {
                    let fits = |pick: &&Pick| star(name, self.name(pick)).is_some();
                    wanted.extend(self.measured.iter().filter(fits).map(|pick| (name, *pick)));
                }
                None => wanted.extend(self.of_symbol(name, names)?.map(|pick| (name, pick))),
            }
        }
        for (name, pick) in wanted {
            if picks.iter().any(|other| other.column == pick.column) {
                continue;
            }
            if self.response.is_some_and(|response| response.column == pick.column) {
                return self
                    .error(format!("the law uses `{name}`, which is the response: rename the column"));
            }
            picks.push(pick);
        }
        Ok(picks)
    }

    /// The column that a symbol of a formula stands for; a substitute only where the formula has no other use for it.
    fn of_symbol(&self, symbol: &str, names: &[String]) -> Result<Option<Pick>> {
        let is_own = |pick: &Pick| {
            pick.quantity.symbol().is_none_or(|own| own == symbol || !names.iter().any(|name| name == own))
        };
        let ranked = self.recognised.iter().filter(|pick| is_own(pick));
        let ranked =
            ranked.filter(|pick| self.response.is_none_or(|response| response.column != pick.column));
        let ranked: Vec<(usize, Pick)> =
            ranked.filter_map(|pick| Some((pick.quantity.rank(symbol)?, *pick))).collect();
        let best = ranked.iter().map(|(rank, _)| *rank).min();
        self.only(ranked.iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, pick)| *pick).collect())
    }

    /// The only column of several that may be meant; none if there is none.
    fn only(&self, found: Vec<Pick>) -> Result<Option<Pick>> {
        let [first, _, ..] = found.as_slice() else { return Ok(found.first().copied()) };
        let names: Vec<&str> = found.iter().map(|pick| self.name(pick)).collect();
        self.error(format!(
            "several columns may be the {}: {}; name one{}",
            noun(first.quantity),
            listed(&names),
            example("--x", Some(self.name(first)))
        ))
    }

    /// The column of a kind. A total count of parameters is taken before others, tokens seen before unique ones.
    fn of_kind(&self, kind: Quantity) -> Result<Option<Pick>> {
        let of_kind: Vec<Pick> = self
            .recognised
            .iter()
            .filter(|pick| discriminant(&pick.quantity) == discriminant(&kind))
            .filter(|pick| self.response.is_none_or(|response| response.column != pick.column))
            .copied()
            .collect();
        let ranks: &[Quantity] = match kind {
            Quantity::Parameters(_) => &[
                Quantity::Parameters(ParameterCount::Total),
                Quantity::Parameters(ParameterCount::NonEmbedding),
                Quantity::Parameters(ParameterCount::Active),
            ],
            Quantity::Tokens(_) => &[Quantity::Tokens(TokenCount::Seen)],
            _ => &[],
        };
        let ranked = ranks
            .iter()
            .map(|rank| of_kind.iter().filter(|pick| pick.quantity == *rank).copied().collect::<Vec<Pick>>())
            .find(|picks| !picks.is_empty());
        let found = match (kind, ranked) {
            (_, Some(picks)) => picks,
            (Quantity::Tokens(_), None) => Vec::new(),
            (_, None) => of_kind,
        };
        self.only(found)
    }

    /// N and D together (unless the law has one axis), else the only kind of axis that is there.
    fn axes_by_rule(&self, single: bool) -> Result<Vec<Pick>> {
        if !single {
            let parameters = self.of_kind(Quantity::Parameters(ParameterCount::Total))?;
            let tokens = self.of_kind(Quantity::Tokens(TokenCount::Seen))?;
            if let (Some(parameters), Some(tokens)) = (parameters, tokens) {
                return Ok(vec![parameters, tokens]);
            }
        }
        let mut found = Vec::new();
        for kind in KINDS {
            found.extend(self.of_kind(*kind)?);
        }
        // Size, data and compute say what a run was; steps and time pass within it.
        let is_size = |pick: &Pick| {
            matches!(pick.quantity, Quantity::Compute(_) | Quantity::Tokens(_) | Quantity::Parameters(_))
        };
        if found.iter().any(is_size) {
            found.retain(is_size);
        }
        match found.as_slice() {
            [pick] => Ok(vec![*pick]),
            [] => {
                let free = |pick: &&Pick| self.response.is_none_or(|response| response.column != pick.column);
                let names: Vec<&str> =
                    self.measured.iter().filter(free).take(20).map(|pick| self.name(pick)).collect();
                self.error(format!(
                    "no column is recognised as an axis (compute, tokens, parameters, examples, steps, samples, \
                     thinking tokens, date): name one with --x; columns of numbers are {}",
                    listed(&names)
                ))
            }
            several => {
                let names: Vec<String> = several
                    .iter()
                    .map(|pick| format!("`{}` ({})", self.name(pick), noun(pick.quantity)))
                    .collect();
                let first = several.first().map(|pick| self.name(pick));
                self.error(format!(
                    "several columns may be the axis: {}; name one with --x{}",
                    names.join(", "),
                    example("--x", first)
                ))
            }
        }
    }
}

/// Of losses, those on held-out data; all outcomes where they are of several kinds.
fn clearest<'a>(table: &Table, found: Vec<&'a Pick>) -> Vec<&'a Pick> {
    let rank = |pick: &&Pick| vocabulary::held_out(&table.columns[pick.column].name);
    let is_loss = found.iter().all(|pick| matches!(pick.quantity, Quantity::Loss(_)));
    let best = found.iter().map(rank).min();
    let mut found = found;
    if is_loss {
        found.retain(|pick| Some(rank(pick)) == best);
    } else {
        found.sort_by_key(rank);
    }
    found
}

/// A proposal, quoted for a shell.
fn example(option: &str, name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!(", for example {option} {}", quoted(name)))
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<String>>().join(", ")
}

/// A quantity in a word or two.
pub(crate) fn noun(quantity: Quantity) -> String {
    match quantity {
        Quantity::Parameters(_) => "parameters".to_owned(),
        Quantity::Tokens(_) => "tokens".to_owned(),
        Quantity::Compute(_) => "compute".to_owned(),
        other => other.to_string().replace('-', " "),
    }
}
