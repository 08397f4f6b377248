//! What the command is made of: its dependencies as a bill of materials in the form of CycloneDX 1.5.
//!
//! All that stands in it comes from `cargo metadata` and `Cargo.lock`, without a time or a random number: the same lock file
//! gives the same bytes. `scripts/sbom.sh` calls it.

use crate::licences::metadata;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// The package whose dependencies are listed.
const COMMAND: &str = "lawlike-cli";

/// Prints the bill.
pub(crate) fn run(root: &Path) -> ExitCode {
    let lock =
        std::fs::read_to_string(root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"));
    let bill = lock.and_then(|lock| {
        bill(&metadata(root, &[])?, &lock).ok_or_else(|| "cargo metadata: no graph".to_owned())
    });
    match bill {
        Ok(bill) => {
            let _ = writeln!(std::io::stdout(), "{bill:#}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

/// The bill of the command; none where the metadata hold no graph.
fn bill(metadata: &Value, lock: &str) -> Option<Value> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let packages: BTreeMap<String, &Value> = metadata["packages"]
        .as_array()?
        .iter()
        .filter_map(|package| Some((text(&package["id"])?, package)))
        .collect();
    let uses: BTreeMap<String, Vec<String>> = metadata["resolve"]["nodes"]
        .as_array()?
        .iter()
        .filter_map(|node| Some((text(&node["id"])?, shipped(node))))
        .collect();
    let (command, _) = packages.iter().find(|(_, package)| package["name"] == COMMAND)?;
    let mut found = BTreeSet::new();
    let mut left = vec![command.clone()];
    while let Some(id) = left.pop() {
        if found.insert(id.clone()) {
            left.extend(uses.get(&id).into_iter().flatten().cloned());
        }
    }
    let sums = sums(lock);
    let component_of = |id: &String| packages.get(id).map(|package| component(package, &sums));
    let edges = |id: &String| {
        let on: BTreeSet<String> =
            uses.get(id).into_iter().flatten().filter_map(|id| Some(purl(packages.get(id)?))).collect();
        Some(json!({ "ref": purl(packages.get(id)?), "dependsOn": on }))
    };
    let mut own = component_of(command)?;
    own["type"] = "application".into();
    Some(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": own },
        "components": found.iter().filter(|id| *id != command).filter_map(component_of).collect::<Vec<_>>(),
        "dependencies": found.iter().filter_map(edges).collect::<Vec<_>>(),
    }))
}

/// What a package uses in a build; what its tests use is not shipped.
fn shipped(node: &Value) -> Vec<String> {
    let is_shipped = |dependency: &&Value| {
        dependency["dep_kinds"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"] != "dev"))
    };
    let dependencies = node["deps"].as_array().into_iter().flatten();
    dependencies.filter(is_shipped).filter_map(|used| used["pkg"].as_str().map(str::to_owned)).collect()
}

fn component(package: &Value, sums: &BTreeMap<(String, String), String>) -> Value {
    let (name, version) =
        (package["name"].as_str().unwrap_or("?"), package["version"].as_str().unwrap_or("?"));
    let mut component = json!({ "type": "library", "bom-ref": purl(package), "name": name, "version": version, "purl": purl(package) });
    if let Some(licence) = package["license"].as_str() {
        component["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
    }
    if let Some(sum) = sums.get(&(name.to_owned(), version.to_owned())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
    }
    component
}

fn purl(package: &Value) -> String {
    format!(
        "pkg:cargo/{}@{}",
        package["name"].as_str().unwrap_or("?"),
        package["version"].as_str().unwrap_or("?").replace('+', "%2B")
    )
}

/// The checksums of a lock file, by name and version.
fn sums(lock: &str) -> BTreeMap<(String, String), String> {
    let field = |part: &str, key: &str| {
        let line = part.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.and_then(|line| line.strip_suffix('"')).map(str::to_owned)
    };
    let sum = |part: &str| Some(((field(part, "name")?, field(part, "version")?), field(part, "checksum")?));
    lock.split("[[package]]").filter_map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The system that cargo runs on, by its name.
    fn host() -> String {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let said = std::process::Command::new(cargo).arg("-vV").output().unwrap().stdout;
        let said = String::from_utf8(said).unwrap();
        said.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
    }

    #[test]
    fn the_bill_holds_what_the_command_is_built_of_and_nothing_of_tests() {
        let root = crate::root();
        let lock = std::fs::read_to_string(root.join("Cargo.lock")).unwrap();
        // Where only this was built, packages of other systems were never fetched.
        let asked = ["--offline", "--filter-platform", &host()];
        let bill = bill(&metadata(&root, &asked).unwrap(), &lock).unwrap();
        let components = bill["components"].as_array().unwrap();
        let find = |name: &str| components.iter().find(|one| one["name"] == name);
        let clap = find("clap").unwrap();
        assert!(clap["hashes"][0]["content"].as_str().is_some_and(|sum| sum.len() == 64));
        assert!(find("lawlike-num").is_some() && find("divan").is_none() && find("lawlike-oracle").is_none());
        let refs: Vec<&Value> =
            bill["dependencies"].as_array().unwrap().iter().map(|one| &one["ref"]).collect();
        assert_eq!(refs.len(), components.len() + 1);
        let ons = bill["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|one| one["dependsOn"].as_array().unwrap());
        assert!(ons.clone().count() > 50 && ons.clone().all(|on| refs.contains(&on)));
    }
}
