//! Which column is what: by the user's word, else by the names of the columns. Nothing is guessed:
//! where several columns could be meant, the error lists them.

mod axis;

use crate::error::{Error, Result};
use crate::outcome::{self, RARE};
use crate::pick::{Chooser, Chosen, Pick, example, listed};
use crate::roles::{Role, Roles};
use crate::runs;
use crate::same_count;
use crate::shared;
use crate::table::Table;
use crate::values::Values;
use crate::vocabulary;
use lawlike::quantity::{ComputeCount, ParameterCount, Quantity, TokenCount};
use lawlike_formula::star;
use std::mem::discriminant;

/// Kinds of axes, in the order in which they are looked for and listed.
const KINDS: &[Quantity] = &[
    Quantity::Compute(ComputeCount::Reported),
    Quantity::Tokens(TokenCount::Seen),
    Quantity::Parameters(ParameterCount::Total),
    Quantity::Examples,
    Quantity::Steps,
    Quantity::Samples,
    Quantity::ThinkingTokens,
    Quantity::Date,
];

/// Tokens below which nobody trains a model: compute over six times the size is fewer only if it is that of one pass.
const LEAST_TOKENS: f64 = 1e5;

/// Values that an axis must have where another has them: every curve goes through two.
const LEVELS: usize = 3;
/// Fewer values than this in less than one row of [`RARE`] are no axis of the table.
const FEWEST: usize = 8;
/// Largest over smallest ratio of two counts that move together.
const TOGETHER: f64 = 1.05;

/// Largest over smallest size below which no law is sought along it.
pub(crate) const NARROW: f64 = 1.1;

/// Decides which column is what.
pub(crate) fn choose(table: &Table, roles: &Roles, points: Option<&Table>) -> Result<Chosen> {
    let aside: Vec<usize> = [&roles.group, &roles.by, &roles.weight, &roles.stderr]
        .into_iter()
        .flatten()
        .map(|name| find(table, name))
        .collect::<Result<_>>()?;
    let mut chooser = Chooser::new(table, aside);
    let (response, said) = match &roles.y {
        Some(role) => (chooser.role(role)?, None),
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
            None => chooser.axes_by_rule(single, points.is_none())?,
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
    Ok(Chosen { response, axes, named, others, said })
}

/// The index of a column that the user named.
pub(crate) fn find(table: &Table, name: &str) -> Result<usize> {
    table.columns.iter().position(|column| column.name == name).ok_or_else(|| table.no_column(name))
}

impl<'a> Chooser<'a> {
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

    /// Of columns of one kind, those of whole runs beside an outcome of whole runs; the exact one of those that count the same
    /// thing; of dates, the one that says of what.
    fn clear(&self, mut found: Vec<Pick>) -> Vec<Pick> {
        if found.len() > 1 && found.iter().all(|pick| pick.quantity == Quantity::Date) {
            let rank = |pick: &Pick| vocabulary::date_rank(self.name(pick));
            let best = found.iter().map(rank).min();
            found.retain(|pick| Some(rank(pick)) == best);
        }
        if found.len() > 1 {
            let whole = runs::of_whole_runs(self.table, self.response, &found);
            found = if whole.is_empty() { found } else { whole };
        }
        if found.len() > 1 {
            found = outcome::filled(self.table, &found);
        }
        if found.len() > 1 && found.iter().any(|pick| shared::varies(self.table, pick)) {
            found.retain(|pick| shared::varies(self.table, pick));
        }
        // Steps before episodes and updates.
        let says_step =
            |pick: &Pick| vocabulary::plain(self.name(pick)).split(' ').any(|word| word.starts_with("step"));
        if found.iter().all(|pick| pick.quantity == Quantity::Steps) && found.iter().any(says_step) {
            found.retain(says_step);
        }
        if let Some(exact) = same_count::exact(self.table, &found) {
            found = vec![exact];
        }
        // `C` before `C_no_emb`: the name that says no part.
        let is_compute = found.iter().all(|pick| matches!(pick.quantity, Quantity::Compute(_)));
        let kept = if is_compute { outcome::bare(self.table, &found) } else { Vec::new() };
        if kept.len() == 1 { kept } else { found }
    }

    /// The only column of several that may be meant; none if there is none.
    fn only(&self, found: Vec<Pick>) -> Result<Option<Pick>> {
        let found = self.clear(found);
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
            Quantity::Compute(_) => &[Quantity::Compute(ComputeCount::Reported)],
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

    /// N and D together (unless the law has one axis), else compute, else the only kind of axis that is there. Without
    /// points, a column that never varies is no axis beside one that does.
    fn axes_by_rule(&self, single: bool, alone: bool) -> Result<Vec<Pick>> {
        let varies = |pick: &Pick| !alone || shared::varies(self.table, pick);
        let parameters = self.of_kind(Quantity::Parameters(ParameterCount::Total))?.filter(varies);
        let tokens = self.of_kind(Quantity::Tokens(TokenCount::Seen))?.filter(varies);
        if let (Some(parameters), Some(tokens), false) = (parameters, tokens, single) {
            return Ok(vec![parameters, tokens]);
        }
        let mut found = Vec::new();
        for kind in KINDS {
            match self.of_kind(*kind) {
                // What passes within runs need not be told apart beside what says how large they are.
                Err(error) if kind.is_size() || found.is_empty() => return Err(error),
                pick => found.extend(pick.ok().flatten()),
            }
        }
        found.retain(|pick| !self.is_no_count(pick) && !self.is_of_one_pass(pick, parameters));
        let filled = outcome::filled(self.table, &found);
        found.retain(|pick| filled.contains(pick));
        found.retain(|pick| !self.is_nearly_empty(pick));
        if found.iter().any(varies) {
            found.retain(varies);
        }
        let has_levels = |pick: &Pick| !alone || shared::has_values(self.table, pick, LEVELS);
        // Size, data and compute say what a run was; steps and time pass within it.
        let beside = found.clone();
        if found.iter().any(|pick| pick.quantity.is_size()) {
            found.retain(|pick| pick.quantity.is_size());
            if let (&[parameters], false) = (found.as_slice(), single)
                && let Some(data) = self.data_beside(parameters, &beside)
            {
                return Ok(vec![parameters, data]);
            }
        }
        if !found.iter().any(has_levels) {
            if beside.iter().any(has_levels) {
                found = beside;
            } else if !self.loads().is_empty() {
                return self.several_loads();
            } else if let Some(count) = self.only_count() {
                return Ok(vec![count]);
            }
        }
        if found.iter().any(has_levels) {
            found.retain(has_levels);
        }
        // Compute holds both of the others.
        let is_compute = |pick: &&Pick| matches!(pick.quantity, Quantity::Compute(_));
        if let Some(compute) = found.iter().find(is_compute).filter(|_| !single) {
            return Ok(vec![*compute]);
        }
        if let Some(narrow) = found.iter().find(|pick| alone && self.is_narrow(pick)) {
            return self.error(format!(
                "`{}` differs by less than {} % from run to run, too little for a law along it: name an axis with --x; {}",
                self.name(narrow),
                ((NARROW - 1.0) * 100.0).round(),
                self.columns_of_numbers()
            ));
        }
        match found.as_slice() {
            [pick] => Ok(vec![*pick]),
            [] => self
                .only_count()
                .or_else(|| self.part_of_data())
                .or_else(|| self.passes())
                .or_else(|| self.only_number_beside())
                .map_or_else(|| self.no_axis(), |axis| Ok(vec![axis])),
            several => self.several_axes(several),
        }
    }

    /// Examples, else steps, that move while the size stays, where no column tells runs apart: how much data a run saw.
    fn data_beside(&self, size: Pick, found: &[Pick]) -> Option<Pick> {
        let counted = |kind: Quantity| found.iter().find(|pick| pick.quantity == kind);
        let data = *counted(Quantity::Examples).or_else(|| counted(Quantity::Steps))?;
        let is_free = self.table.run.is_none() && matches!(size.quantity, Quantity::Parameters(_));
        (is_free && shared::moves_within(self.table, size, data)).then_some(data)
    }

    /// A letter that counts samples does so beside a share that samples raise, and not beside a loss.
    fn is_no_count(&self, pick: &Pick) -> bool {
        let is_loss = |response: Pick| matches!(response.quantity, Quantity::Loss(_));
        pick.quantity == Quantity::Samples
            && vocabulary::is_letter(self.name(pick))
            && self.response.is_some_and(is_loss)
    }

    /// Compute that is too little to have trained models of this size is what one pass through them costs.
    fn is_of_one_pass(&self, pick: &Pick, parameters: Option<Pick>) -> bool {
        let values = |pick: &Pick| Values::of(&self.table.columns[pick.column], pick.quantity).values;
        let (Quantity::Compute(_), Some(parameters)) = (pick.quantity, parameters) else { return false };
        let (compute, sizes) = (values(pick), values(&parameters));
        let mut tokens: Vec<f64> =
            compute.iter().zip(sizes.iter()).map(|(c, n)| c / (6.0 * n)).filter(|d| d.is_finite()).collect();
        tokens.sort_by(f64::total_cmp);
        tokens.get(tokens.len() / 2).is_some_and(|middle| *middle < LEAST_TOKENS)
    }

    fn no_axis(&self) -> Result<Vec<Pick>> {
        let message = format!(
            "no column is recognised as an axis (compute, tokens, parameters, examples, steps, samples, thinking tokens, \
             date): name one with --x; {}",
            self.columns_of_numbers()
        );
        let is_axis = |kind: Quantity| kind.is_size() || kind.counts() || kind == Quantity::Date;
        self.error_of_none(is_axis, message)
    }

    fn columns_of_numbers(&self) -> String {
        let free = |pick: &&Pick| self.response.is_none_or(|response| response.column != pick.column);
        let names: Vec<&str> =
            self.measured.iter().filter(free).take(20).map(|pick| self.name(pick)).collect();
        format!("columns of numbers are {}", listed(&names))
    }

    /// Whether so few rows have a value that the rest of the table would be left out.
    fn is_nearly_empty(&self, pick: &Pick) -> bool {
        let cells = Values::of(&self.table.columns[pick.column], pick.quantity);
        let filled = cells.values.iter().filter(|value| value.is_finite()).count() + cells.bad.len();
        filled < FEWEST && RARE * filled < self.table.rows()
    }

    fn several_axes(&self, several: &[Pick]) -> Result<Vec<Pick>> {
        // Examples and steps of one batch size are one axis.
        if let [first, others @ ..] = several
            && others.iter().all(|other| {
                let range = shared::ratios_of_most(self.table, *other, *first);
                other.quantity.is_counted() && range.is_some_and(|(lo, hi)| hi <= TOGETHER * lo)
            })
        {
            return Ok(vec![*first]);
        }
        let names: Vec<String> =
            several.iter().map(|pick| format!("`{}` ({})", self.name(pick), noun(pick.quantity))).collect();
        let first = several.first().map(|pick| self.name(pick));
        self.error(format!(
            "several columns may be the axis: {}; name one with --x{}",
            names.join(", "),
            example("--x", first)
        ))
    }
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
