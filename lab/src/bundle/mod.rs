//! Tidy tables of the finished runs, each set with a card.

mod card;
mod table;

use crate::after::{finetune, inference, reinforce};
use crate::plan::{pretraining, tuning};

use crate::store::Store;
use crate::text::entropy::Entropy;
use card::Card;
use std::path::Path;
use table::Table;

/// Writes one folder for each set that has finished runs; returns the sets with their rows.
pub(crate) fn write(store: &Store, to: &Path, commit: &str) -> Result<Vec<(String, usize)>, String> {
    let entropy = Entropy::of_the_source();
    let pretrained = finished(store, pretraining().into_iter().map(|p| p.id))?;
    let tuned = finished(store, tuning().into_iter().map(|p| p.id))?;
    let finetuned = finished(store, finetune::plans().into_iter().map(|p| p.id))?;
    let reinforced = finished(store, reinforce::plans().into_iter().map(|p| p.id))?;
    let sampled = finished(store, pretraining().iter().map(|p| inference::id(&p.id)))?;
    let sets = [
        (card::PRETRAIN, table::runs(&pretrained)),
        (card::CURVES, table::curves(&pretrained)),
        (card::TUNE, table::runs(&tuned)),
        (card::FINETUNE, table::finetune(&finetuned)),
        (card::REINFORCE, table::reinforce(&reinforced)),
        (card::INFERENCE, table::inference(&sampled)),
    ];
    let mut written = Vec::new();
    for (card, table) in sets.into_iter().filter(|(_, table)| !table.rows.is_empty()) {
        write_set(to, &card, &table, commit, &entropy)?;
        written.push((card.set.to_string(), table.rows.len()));
    }
    Ok(written)
}

fn finished<T: serde::de::DeserializeOwned>(
    store: &Store,
    ids: impl Iterator<Item = String>,
) -> Result<Vec<T>, String> {
    ids.filter_map(|id| store.record(&id).transpose()).collect()
}

fn write_set(to: &Path, card: &Card, table: &Table, commit: &str, entropy: &Entropy) -> Result<(), String> {
    let folder = to.join(card.set);
    let failed = |e: std::io::Error| format!("{}: {e}", folder.display());
    std::fs::create_dir_all(&folder).map_err(failed)?;
    std::fs::write(folder.join("runs.csv"), table.to_csv()).map_err(failed)?;
    std::fs::write(folder.join("card.toml"), card.to_toml(table, commit, entropy)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::run;

    /// Regenerates a small run of the bundle from its recipe.
    #[test]
    fn a_small_run_gives_the_loss_of_the_bundle() {
        let bundle =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/lawlike-data/bundle/lab-pretrain/runs.csv");
        let Ok(text) = std::fs::read_to_string(bundle) else { return };
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let column = |name: &str| header.iter().position(|h| *h == name).unwrap();
        let id = "grid-16x1-262144-s1";
        let row: Vec<&str> = lines.map(|l| l.split(',').collect::<Vec<_>>()).find(|l| l[0] == id).unwrap();
        let plan: Plan = pretraining().into_iter().find(|p| p.id == id).unwrap();
        let folder = std::env::temp_dir().join(format!("lab-again-{}", std::process::id()));
        let record = run::run(&plan, &Store::open(&folder).unwrap()).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        let again = record.last().unwrap().evaluation.grammar;
        let bundled: f64 = row[column("loss_grammar")].parse().unwrap();
        assert!((again - bundled).abs() < 1e-5, "{again} for {bundled}");
    }
}
