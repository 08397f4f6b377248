//! Sizes that stand in names only: `PolyCoder (160M)` in a column of models, or `0.6b`, `1.7b` and `14b` as names of columns;
//! and counts of tries: `1`, `2`, `4` and `8` as names of columns of pass@k.

use crate::cells::Cells;
use crate::column::Column;
use crate::column::text::{Printed, Text};
use crate::long::Long;
use crate::market::size_in_name;
use crate::number::shown;
use crate::roles::Roles;
use crate::table::{Table, TableColumn};
use crate::unit::ColumnUnit;
use crate::vocabulary;
use lawlike::quantity::{ParameterCount, Quantity, Setting};

/// The column of sizes that is made.
const PARAMS: &str = "params";
/// The column of tries that is made.
const TRIES: &str = "k";
/// Different sizes that must be told: two models are no series.
const SIZES: usize = 3;
/// Share of the names that must tell a size.
const TOLD: f64 = 0.6;
/// Ratio to which a size in a name and one in a column are the same: `6.7B` may be called 7.
const NEAR: f64 = 1.1;
/// Share of the names that must agree with a column of sizes.
const AGREE: f64 = 0.8;

/// A table in which every column of outcomes is called by a size, with a row for every value; none where it is another table.
pub(crate) fn long(table: &Table, roles: &Roles) -> Option<Table> {
    let is_open = roles.y.is_none() && roles.x.is_empty() && roles.law_names.is_empty();
    let is_size = |name: &str| !name.contains(char::is_whitespace) && is_all_size(name);
    let sized: Vec<&TableColumn> =
        table.columns.iter().filter(|column| column.is_measured() && is_size(&column.name)).collect();
    let has_outcome = table.columns.iter().any(|column| column.quantity().is_some_and(Quantity::is_outcome));
    if !is_open || has_outcome || sized.len() < SIZES || 2 * sized.len() < table.columns.len() {
        return None;
    }
    let columns = sized.iter().map(|column| column.name.clone()).collect();
    let long = table.long(&Long { name: PARAMS.to_owned(), columns }).ok()?;
    Some(Table { run: None, ..long })
}

/// A table of pass@k in which every column is called by its `k`, with a row for every value. What the columns hold, only the
/// name of the table says.
pub(crate) fn tries(table: &Table, roles: &Roles) -> Option<Table> {
    let is_open = roles.y.is_none() && roles.x.is_empty() && roles.law_names.is_empty();
    let stem = vocabulary::plain(&table.name);
    let says_so = stem.contains("pass at k") || stem.contains("pass k") || stem.contains("passk");
    let is_share = |column: &TableColumn| match &column.cells {
        Cells::Number(values) => values.iter().all(|v| v.is_nan() || (0.0..=1.0).contains(&v)),
        Cells::Text(_) => false,
    };
    let k = |column: &TableColumn| column.name.trim().parse::<u32>().is_ok_and(|k| k > 0);
    let counted: Vec<&TableColumn> = table.columns.iter().filter(|column| k(column)).collect();
    let is_table = counted.len() >= SIZES && counted.iter().all(|column| is_share(column));
    if !is_open || !says_so || !is_table || table.column(TRIES).is_some() {
        return None;
    }
    let columns = counted.iter().map(|column| column.name.clone()).collect();
    let mut long = table.long(&Long { name: TRIES.to_owned(), columns }).ok()?;
    for column in long.columns.iter_mut().filter(|column| column.name == TRIES) {
        column.named = Some(Quantity::Samples);
    }
    Some(Table { run: None, ..long })
}

/// The table with a column of the sizes that the names of its models tell, where nothing else says how large or how far a run
/// was, and a sentence on it.
pub(crate) fn named(table: &Table, roles: &Roles) -> Option<(Table, String)> {
    let is_open = roles.x.is_empty() && roles.law_names.is_empty() && table.column(PARAMS).is_none();
    let counts = |column: &TableColumn| {
        column.quantity() == Some(Quantity::Plain) && vocabulary::counts_things(&column.name)
    };
    if !is_open || table.columns.iter().any(|column| column.quantity().is_some_and(is_axis) || counts(column))
    {
        return None;
    }
    let told = |column: &&TableColumn| sizes(column, table.run.as_ref() == Some(&column.name));
    let (column, sizes) = table.columns.iter().find_map(|column| Some((column, told(&column)?)))?;
    if let Some((explained, sentence)) = explained(table, column, &sizes) {
        return Some((explained, sentence));
    }
    let known = sizes.iter().filter(|size| size.is_finite()).count();
    let first = sizes.iter().position(|size| size.is_finite())?;
    let said = format!(
        "no column of sizes: `{PARAMS}` is what the names in `{}` tell, as {} is {:e}; {known} of {} rows",
        column.name,
        shown(&column.raw.trimmed(first)),
        sizes.get(first)?,
        table.rows()
    );
    let mut table = table.clone();
    let cells = Column::numbers(sizes, Text::Printed(Printed::default()));
    let mut fresh = TableColumn::new(PARAMS.to_owned(), cells);
    fresh.named = Some(Quantity::Parameters(ParameterCount::Total));
    table.columns.push(fresh);
    Some((table, said))
}

/// The table in which a column called `size` counts parameters, in the multiple that the names of the models tell.
fn explained(table: &Table, names: &TableColumn, sizes: &[f64]) -> Option<(Table, String)> {
    let is_called = |column: &TableColumn| {
        ["size", "model size", "scale"].contains(&vocabulary::plain(vocabulary::bare(&column.name)).as_str())
            && column.quantity() == Some(Quantity::Plain)
    };
    let at = table.columns.iter().position(is_called)?;
    let column = table.columns.get(at)?;
    let Cells::Number(numbers) = &column.cells else { return None };
    let pairs: Vec<f64> = numbers
        .iter()
        .zip(sizes)
        .map(|(written, told)| told / written)
        .filter(|ratio| ratio.is_finite())
        .collect();
    let is_multiple = |factor: &f64| {
        let agree = pairs.iter().filter(|ratio| (1.0 / NEAR..=NEAR).contains(&(**ratio / factor))).count();
        pairs.len() >= SIZES && agree as f64 >= AGREE * pairs.len() as f64
    };
    let factor = [1e9, 1e6, 1.0].into_iter().find(is_multiple)?;
    let said =
        format!("`{}` counts parameters in {factor:e}: so the names in `{}` tell", column.name, names.name);
    let mut table = table.clone();
    let column = table.columns.get_mut(at)?;
    column.named = Some(Quantity::Parameters(ParameterCount::Total));
    column.unit = ColumnUnit::Times(factor);
    Some((table, said))
}

/// What the cells of a column tell of sizes, where they are names of models of several sizes.
fn sizes(column: &TableColumn, tells_runs: bool) -> Option<Vec<f64>> {
    let Cells::Text(texts) = &column.cells else { return None };
    let sizes: Vec<f64> =
        texts.iter().map(|text| text.map_or(f64::NAN, |text| size_in_name(text).0)).collect();
    let filled = texts.iter().flatten().count();
    let mut known: Vec<f64> = sizes.iter().copied().filter(|size| size.is_finite()).collect();
    let told = known.len();
    known.sort_by(f64::total_cmp);
    known.dedup();
    let is_of_models = vocabulary::is_model(&column.name)
        || vocabulary::is_run(&column.name)
        || tells_runs
        // `6m` may be a length.
        || told == filled && !texts.iter().flatten().all(|text| text.trim().ends_with('m'));
    (is_of_models && known.len() >= SIZES && told as f64 >= TOLD * filled as f64).then_some(sizes)
}

/// Whether a name is a size and nothing else.
fn is_all_size(name: &str) -> bool {
    let (total, _) = size_in_name(name);
    total.is_finite() && name.chars().filter(|c| c.is_alphabetic()).count() == 1
}

/// Whether a quantity says how large or how far a run was.
fn is_axis(quantity: Quantity) -> bool {
    matches!(
        quantity,
        Quantity::Compute(_)
            | Quantity::Tokens(_)
            | Quantity::Parameters(_)
            | Quantity::Date
            | Quantity::Setting(Setting::Width | Setting::Depth)
    ) || quantity.counts()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::observe;

    fn table(text: &str) -> Table {
        Table::from_bytes("runs.csv", text.as_bytes()).unwrap()
    }

    fn axes(text: &str) -> Vec<(String, Vec<f64>)> {
        let observed = observe(&table(text), &Roles::default()).unwrap();
        let series = &observed.series[0];
        series.axes.iter().map(|column| (column.name.clone(), column.values.to_vec())).collect()
    }

    #[test]
    fn names_of_models_tell_their_sizes() {
        let text = "Model,accuracy\nPolyCoder (160M),0.2\nPolyCoder (2.7B),0.5\nCodex-12B,0.8\nCodex,0.9\n";
        assert_eq!(axes(text), [("params".to_owned(), vec![1.6e8, 2.7e9, 1.2e10])]);
        // Sizes of a column come before those of names; two sizes are none; most names must tell one.
        assert!(
            named(&table("model,steps,accuracy\na-1B,1,0.2\nb-2B,2,0.3\nc-3B,3,0.4\n"), &Roles::default())
                .is_none()
        );
        assert!(named(&table("model,accuracy\na-1B,0.2\nb-2B,0.3\nb-2B,0.4\n"), &Roles::default()).is_none());
        let few = "model,accuracy\na-1B,0.2\nb-2B,0.3\nc-3B,0.4\nd,0.5\ne,0.5\nf,0.5\n";
        assert!(named(&table(few), &Roles::default()).is_none());
    }

    #[test]
    fn names_tell_the_multiple_of_a_column_of_sizes() {
        let text = "model,size,accuracy\nCode-13B,13,0.5\nOpen-8B,8,0.4\nDS-6.7B,7,0.3\nbig,104,0.9\n";
        assert_eq!(axes(text), [("size".to_owned(), vec![1.3e10, 8e9, 7e9, 1.04e11])]);
        let other = "model,size,accuracy\nCode-13B,5,0.5\nOpen-8B,9,0.4\nDS-6.7B,1,0.3\n";
        assert_eq!(axes(other)[0].0, "params");
    }

    #[test]
    fn columns_called_by_sizes_are_rows() {
        let text = "Step,0.6b,14b,8b\n1,0.1,0.5,0.3\n2,0.2,,0.4\n";
        let found = long(&table(text), &Roles::default()).unwrap();
        assert_eq!(found.rows(), 5);
        assert!(long(&table("Step,0.6b,14b\n1,0.1,0.5\n"), &Roles::default()).is_none());
        assert!(long(&table("Step,loss,1b,2b,3b\n1,3,1,2,3\n"), &Roles::default()).is_none());
    }
}
