//! Sweeps of one factor each through one run: where size or data stay at one place, something else was varied, and the rows
//! say nothing of the law.

use crate::cells::Cells;
use crate::notice::is_state;
use crate::number::shown;
use crate::pick::Chosen;
use crate::split::split_up_to;
use crate::table::{Table, TableColumn};
use crate::values::Values;

/// Most values of the column that names the sweeps.
const VALUES: usize = 24;
/// Sweeps of something else that there must be: one may be a model that was trained at one size only.
const OTHERS: usize = 2;
/// Rows of such a sweep.
const ROWS: usize = 3;
/// Places along the axes that the sweep of the law itself must have.
const PLACES: usize = 3;

/// Rows in which something else than the axes was varied, and a sentence on them; none where no column says so.
pub(crate) fn others(table: &Table, chosen: &Chosen, kept: &[usize]) -> Option<(Vec<usize>, String)> {
    let axes: Vec<_> = chosen
        .axes
        .iter()
        .map(|axis| Values::of(&table.columns[axis.column], axis.quantity).values)
        .collect();
    let place = |row: usize| -> Vec<u64> { axes.iter().map(|axis| axis.at(row).to_bits()).collect() };
    let places = |rows: &[usize]| {
        let mut found: Vec<Vec<u64>> = rows.iter().map(|row| place(*row)).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let is_words = |column: &&TableColumn| matches!(column.cells, Cells::Text(_)) && !is_state(&column.name);
    table.columns.iter().filter(is_words).find_map(|column| {
        let parts = split_up_to(column, kept.to_vec(), VALUES).filter(|parts| parts.len() > OTHERS)?;
        let (lone, moving): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(_, rows)| places(rows).len() == 1);
        let of_law: Vec<Vec<u64>> = moving.iter().flat_map(|(_, rows)| places(rows)).collect();
        // All go through one run of the sweep of the law: its other settings are theirs.
        let is_through = |rows: &[usize]| rows.len() >= ROWS && of_law.contains(&place(rows[0]));
        let is_one_factor = lone.len() >= OTHERS
            && moving.iter().any(|(_, rows)| places(rows).len() >= PLACES)
            && lone.iter().all(|(_, rows)| is_through(rows) && places(rows) == places(&lone[0].1));
        is_one_factor.then(|| {
            let names: Vec<String> = lone.iter().map(|(name, _)| shown(name)).collect();
            let rows: Vec<usize> = lone.iter().flat_map(|(_, rows)| rows.iter().copied()).collect();
            let said = format!(
                "{} rows left out: in sweeps of {} by `{}` the axes stay at one place; --where chooses others",
                rows.len(),
                names.join(", "),
                column.name
            );
            (rows, said)
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::{Roles, Table, observe};

    #[test]
    fn sweeps_of_other_factors_through_one_run_are_left_out() {
        let mut text = "sweep,value,params,final_loss\n".to_owned();
        for (width, params) in [(16, 4192), (32, 14528), (64, 53632), (128, 205568)] {
            text.push_str(&format!("d_model,{width},{params},{}\n", 2.4 - 0.001 * f64::from(width)));
        }
        for (factor, values) in [("lr", ["0.1", "0.01", "0.001"]), ("heads", ["1", "2", "4"])] {
            for value in values {
                text.push_str(&format!("{factor},{value},53632,3.1\n"));
            }
        }
        let seen = |text: &str| {
            observe(&Table::from_bytes("runs.csv", text.as_bytes()).unwrap(), &Roles::default()).unwrap()
        };
        let found = seen(&text);
        assert_eq!((found.series.len(), found.series[0].n()), (1, 4));
        assert!(
            found.understood.iter().any(|said| said.contains("6 rows left out: in sweeps of `lr`, `heads`"))
        );
        // Families with one size each are no sweeps of something else.
        let families =
            text.replace("heads,1,53632", "heads,1,60000").replace("heads,2,53632", "heads,2,60000");
        assert_eq!(seen(&families.replace("heads,4,53632", "heads,4,60000")).series[0].n(), 10);
    }
}
