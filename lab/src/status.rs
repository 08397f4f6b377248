//! What of the sweep is finished and how much is left.

use crate::after::{finetune, inference, reinforce};
use crate::plan::{Group, pretraining};
use crate::run::Record;
use crate::store::Store;
use std::io::Write;

/// FLOP per second and core that the rest is reckoned with before any run is finished.
const ASSUMED: f64 = 120e9;

/// Prints runs, FLOP and processor hours by group.
pub(crate) fn status(store: &Store, to: &mut impl Write) -> Result<(), String> {
    let plans = pretraining();
    let (mut flop_done, mut seconds) = (0.0, 0.0);
    let mut lines = Vec::new();
    let mut flop_left = 0.0;
    for group in [Group::Grid, Group::Isoflop, Group::Seeds, Group::Repeats, Group::HeldOut] {
        let (mut done, mut all, mut flop, mut left) = (0, 0, 0.0, 0.0);
        for plan in plans.iter().filter(|plan| plan.group == group) {
            all += 1;
            flop += plan.exact_flop();
            if let Some(record) = store.record::<Record>(&plan.id)? {
                done += 1;
                flop_done += record.flop_exact;
                seconds += record.cpu_seconds;
            } else {
                left += plan.exact_flop();
            }
        }
        flop_left += left;
        lines.push(format!(
            "{:<10} {done:>4} of {all:>4} runs  {flop:>9.2e} FLOP, {left:>9.2e} left",
            group.name()
        ));
    }
    let is_done = |id: &String| usize::from(store.is_finished(id));
    let finetuned: Vec<String> = finetune::plans().into_iter().map(|p| p.id).collect();
    let reinforced: Vec<String> = reinforce::plans().into_iter().map(|p| p.id).collect();
    for (name, ids) in [("fine-tuned", finetuned), ("reinforced", reinforced)] {
        lines.push(format!(
            "{name:<10} {:>4} of {:>4} runs",
            ids.iter().map(is_done).sum::<usize>(),
            ids.len()
        ));
    }
    let sampled = plans.iter().filter(|plan| store.is_finished(&inference::id(&plan.id))).count();
    lines.push(format!("sampled    {sampled:>4} models"));
    let rate = if seconds > 100.0 { flop_done / seconds } else { ASSUMED };
    lines.push(format!(
        "{:.2} core hours of pre-training used; about {:.2} left at {:.0} GFLOP/s a core",
        seconds / 3600.0,
        flop_left / rate / 3600.0,
        rate * 1e-9
    ));
    writeln!(to, "{}", lines.join("\n")).map_err(|e| e.to_string())
}
