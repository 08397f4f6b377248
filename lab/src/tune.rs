//! The search of the learning rates, and the table that shows it.

use crate::plan;
use crate::run::Record;
use crate::store::Store;
use crate::text::mix;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Prints the loss of each size and token count by learning rate.
pub(crate) fn table(store: &Store, to: &mut impl Write) -> Result<(), String> {
    let mut rows: BTreeMap<(u64, u64), Vec<(f64, f64)>> = BTreeMap::new();
    for plan in plan::tuning() {
        let Some(record) = store.record::<Record>(&plan.id)? else { continue };
        let Some(last) = record.last() else { continue };
        let loss = mix(last.evaluation.grammar, last.evaluation.arithmetic);
        rows.entry((record.params_non_embedding, record.tokens)).or_default().push((plan.recipe.rate, loss));
    }
    print(&rows, to).map_err(|e| e.to_string())
}

fn print(rows: &BTreeMap<(u64, u64), Vec<(f64, f64)>>, to: &mut impl Write) -> io::Result<()> {
    for ((params, tokens), losses) in rows {
        let best = losses.iter().map(|l| l.1).fold(f64::INFINITY, f64::min);
        write!(to, "{params:>8} {tokens:>9}")?;
        let mut losses = losses.clone();
        losses.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (rate, loss) in losses {
            let mark = if loss == best { "*" } else { " " };
            write!(to, "  {rate:.5} {loss:.4}{mark}")?;
        }
        writeln!(to)?;
    }
    Ok(())
}
