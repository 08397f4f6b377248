//! One law for all arms: the compute of each arm is multiplied by a number of its own.

use lawlike::error::{Error, Result};
use lawlike::law::{Law, Parameter, slopes};
use lawlike::observations::{Column, Observations};
use lawlike::quantity::Quantity;
use lawlike_formula::Formula;

/// The arms in one table, and the laws over it.
pub(super) struct Scaled {
    /// Rows of all arms, with a column for each that is one on its rows.
    pub(super) observations: Observations,
    /// The law with a multiplier for every arm but the reference.
    pub(super) shared: Law,
    /// The law with slopes of their own as well.
    pub(super) own: Law,
    /// Names of the logarithms of the multipliers, by arm; none for the reference.
    pub(super) multipliers: Vec<Option<String>>,
    /// Names of the differences of the slopes.
    pub(super) differences: Vec<String>,
    /// Columns that are multiplied, each by the same root of the multiplier.
    pub(super) axes: Vec<String>,
    /// Columns of the arms, by arm.
    pub(super) flags: Vec<Option<String>>,
}

impl Scaled {
    /// Puts arms together; `reference` is the place of the arm whose multiplier is one.
    pub(super) fn new(arms: &[Observations], law: &Law, reference: usize) -> Result<Self> {
        let every: Vec<&str> = arms[reference].columns().map(|column| column.name.as_str()).collect();
        let formula = law.formula.expand(&every)?;
        let inputs = multiplied(&arms[reference], law, &formula)?;
        let free = |stem: &str, arm: usize| {
            let mut name = format!("{stem}{arm}");
            while formula.names().contains(&name.as_str()) || every.contains(&name.as_str()) {
                name.push('_');
            }
            name
        };
        let name = |stem: &str| -> Vec<Option<String>> {
            (0..arms.len()).map(|arm| (arm != reference).then(|| free(stem, arm))).collect()
        };
        let (flags, multipliers) = (name("arm"), name("ln_m"));
        let pairs: Vec<(&String, &String)> =
            flags.iter().flatten().zip(multipliers.iter().flatten()).collect();
        let sum: Vec<String> = pairs.iter().map(|(flag, ln)| format!("{ln}*{flag}")).collect();
        let factor = format!("exp(({})/{})", sum.join(" + "), inputs.len());
        let scaled = replaced(&formula, &inputs, |input| format!("`{input}`*{factor}"))?;

        let names = formula.names();
        let known: Vec<&str> =
            names.iter().copied().filter(|name| arms[reference].resolve(name).is_none()).collect();
        let slopes = slopes(&formula, &known);
        let difference = |slope: &str, flag: &str| format!("d_{slope}_{flag}");
        let own = replaced(&scaled, &slopes, |slope| {
            let terms: Vec<String> =
                flags.iter().flatten().map(|flag| format!("`{}`*{flag}", difference(slope, flag))).collect();
            format!("(`{slope}` + {})", terms.join(" + "))
        })?;
        let differences: Vec<String> = slopes
            .iter()
            .flat_map(|slope| flags.iter().flatten().map(move |flag| difference(slope, flag)))
            .collect();
        let lns: Vec<String> = multipliers.iter().flatten().cloned().collect();
        let all: Vec<String> = lns.iter().chain(&differences).cloned().collect();
        let axes =
            inputs.iter().filter_map(|input| arms[reference].resolve(input)).map(|axis| axis.name.clone());
        Ok(Self {
            observations: together(arms, &flags)?,
            shared: with(law, scaled, &flags, &lns),
            own: with(law, own, &flags, &all),
            axes: axes.collect(),
            multipliers,
            differences,
            flags,
        })
    }
}

/// The inputs that compute multiplies: compute itself, or parameters and tokens, or the only axis.
fn multiplied(observations: &Observations, law: &Law, formula: &Formula) -> Result<Vec<String>> {
    let inputs: Vec<(String, Quantity)> = formula
        .names()
        .into_iter()
        .filter(|name| law.inputs.is_empty() || law.has_input(name))
        .filter_map(|name| Some((name.to_owned(), observations.resolve(name)?.quantity)))
        .collect();
    let inputs_of = |wanted: fn(Quantity) -> bool| -> Vec<String> {
        inputs.iter().filter(|(_, quantity)| wanted(*quantity)).map(|(name, _)| name.clone()).collect()
    };
    let compute = inputs_of(|q| matches!(q, Quantity::Compute(_)));
    let pair = inputs_of(|q| matches!(q, Quantity::Parameters(_) | Quantity::Tokens(_)));
    let found = match (compute.len(), pair.len(), inputs.as_slice()) {
        (1, ..) => compute,
        (0, 2, [_, _]) => pair,
        (0, _, [(name, quantity)]) if *quantity != Quantity::Date => vec![name.clone()],
        _ => Vec::new(),
    };
    let positive = |name: &String| observations.resolve(name).is_some_and(|axis| axis.range().0 > 0.0);
    if found.is_empty() || !found.iter().all(positive) {
        return Err(Error::option(
            "--arm: a multiplier of compute needs a law of compute, of parameters and tokens, or of one axis above zero \
             that is no date: name it with --law and --x",
        ));
    }
    Ok(found)
}

/// A formula with names replaced by the text that `by` gives for each.
fn replaced(formula: &Formula, names: &[String], by: impl Fn(&str) -> String) -> Result<Formula> {
    let parts: Vec<(&String, Formula)> =
        names.iter().map(|name| Ok((name, Formula::parse(&by(name))?))).collect::<Result<_>>()?;
    let find = |name: &str| parts.iter().find(|(known, _)| *known == name).map(|(_, part)| part.clone());
    Ok(formula.substitute(&find))
}

/// The law with another formula, further inputs, and free parameters.
fn with(law: &Law, formula: Formula, flags: &[Option<String>], free: &[String]) -> Law {
    let mut law = Law { formula, ..law.clone() };
    if !law.inputs.is_empty() {
        law.inputs.extend(flags.iter().flatten().cloned());
    }
    law.parameters.extend(free.iter().map(|name| Parameter {
        name: name.clone(),
        lo: f64::NEG_INFINITY,
        hi: f64::INFINITY,
        spacing: Some(lawlike::law::Spacing::Linear(-1.0, 1.0)),
        meaning: String::new(),
    }));
    law
}

/// All rows in one table, groups of different arms kept apart.
fn together(arms: &[Observations], flags: &[Option<String>]) -> Result<Observations> {
    let join = |of: &dyn Fn(&Observations) -> &Column| {
        let first = of(&arms[0]);
        let values = arms.iter().flat_map(|arm| of(arm).values.iter().copied()).collect();
        Column::new(first.name.clone(), first.quantity, values)
    };
    let list = |of: fn(&Observations) -> &Vec<f64>| -> Vec<f64> {
        arms.iter().flat_map(|arm| of(arm).iter().copied()).collect()
    };
    let axes = (0..arms[0].axes.len()).map(|axis| join(&|arm| &arm.axes[axis])).collect();
    let mut all = Observations::new(join(&|arm| &arm.response), axes)?;
    all.others = (0..arms[0].others.len()).map(|other| join(&|arm| &arm.others[other])).collect();
    for (place, flag) in flags.iter().enumerate() {
        let Some(flag) = flag else { continue };
        let own = arms.iter().enumerate();
        let values = own.flat_map(|(at, arm)| vec![if at == place { 1.0 } else { 0.0 }; arm.n()]).collect();
        all.others.push(Column::new(flag.clone(), Quantity::Plain, values));
    }
    let mut first = 0;
    all.groups.clear();
    for arm in arms {
        all.groups.extend(arm.groups.iter().map(|group| first + group));
        first += arm.groups.iter().max().map_or(0, |most| most + 1);
    }
    (all.weights, all.stderr) = (list(|arm| &arm.weights), list(|arm| &arm.stderr));
    all.lines = arms.iter().flat_map(|arm| arm.lines.iter().copied()).collect();
    all.source.clone_from(&arms[0].source);
    Ok(all)
}
