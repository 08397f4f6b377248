//! The bundled data: cards agree with the list, and the simulated set is what its generator writes.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use lawlike_data::{Role, Roles, bundle, observe};
use lawlike_formula::Predicate;

#[path = "../examples/simulate.rs"]
mod simulate;

#[test]
fn every_set_has_its_card_and_can_be_observed() {
    for set in bundle::list() {
        let card = toml::de::DeTable::parse(set.card_text).unwrap();
        let field = |key: &str| card.get_ref().get(key).and_then(|value| value.get_ref().as_str()).unwrap();
        assert_eq!((field("id"), field("title")), (set.id.as_str(), set.title.as_str()));
        assert_eq!((field("licence"), field("made")), (set.licence.as_str(), set.made.as_str()));
        assert!(!set.licence.is_empty() && !set.made.is_empty() && !set.limits.is_empty());
        assert!(["simulated", "measured"].contains(&set.kind.as_str()));
        let table = bundle::table(&set.id).unwrap();
        assert_eq!(table.name, format!("{} ({})", set.id, set.kind));
        let columns = card.get_ref().get("columns").and_then(|value| value.get_ref().as_table()).unwrap();
        assert_eq!(columns.len(), table.columns.len());
        assert!(table.columns.iter().all(|column| columns.get(column.name.as_str()).is_some()));
        let role = |text: &String| Role::parse(text).unwrap();
        let roles = Roles {
            y: set.roles.y.as_ref().map(role),
            x: set.roles.x.iter().map(role).collect(),
            by: set.roles.by.clone(),
            ..Roles::default()
        };
        let table = match &set.roles.filter {
            Some(text) => table.filter(&Predicate::parse(text).unwrap()).unwrap(),
            None => table,
        };
        assert!(observe(&table, &roles).is_ok(), "{}", set.id);
    }
    assert!(bundle::table("none").unwrap_err().to_string().contains(&bundle::list()[0].id));
}

#[test]
fn every_folder_is_listed() {
    let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/bundle")).unwrap();
    for folder in folders {
        let name = folder.unwrap().file_name().into_string().unwrap();
        assert!(bundle::list().iter().any(|set| set.id == name), "{name} is not in the list");
    }
}

#[test]
fn the_simulated_set_is_what_its_generator_writes() {
    let written = include_str!("../bundle/simulated-sweep/runs.csv");
    assert_eq!(simulate::runs(), written);
}
