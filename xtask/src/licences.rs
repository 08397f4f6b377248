//! What dependencies may be, as far as their manifests and the lock file tell: licences and sources, by `deny.toml`.
//!
//! `scripts/deny.sh` asks this where `cargo deny` is not installed. Advisories need that tool.

use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};

/// The only registry that a dependency may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Says what is wrong with any dependency.
pub(crate) fn run(root: &Path) -> ExitCode {
    let out = match problems(root) {
        Ok((packages, problems)) => {
            let mut out: Vec<String> = problems;
            let count = out.len();
            out.push(format!("{packages} packages: licences and sources, {count} problems"));
            (out, if count == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Err(error) => (vec![error], ExitCode::from(2)),
    };
    out.0.iter().for_each(|line| {
        let _ = writeln!(std::io::stdout(), "{line}");
    });
    out.1
}

fn problems(root: &Path) -> Result<(usize, Vec<String>), String> {
    let deny =
        std::fs::read_to_string(root.join("deny.toml")).map_err(|error| format!("deny.toml: {error}"))?;
    let allowed = allowed(&deny);
    let json = metadata(root, &["--all-features"])?;
    let packages = json["packages"].as_array().ok_or("cargo metadata lists no packages")?;
    let mut problems = Vec::new();
    for package in packages {
        let name = format!(
            "{} {}",
            package["name"].as_str().unwrap_or("?"),
            package["version"].as_str().unwrap_or("?")
        );
        match package["license"].as_str() {
            Some(licence) if is_allowed(licence, &allowed) => {}
            Some(licence) => problems.push(format!("{name}: the licence {licence} is not allowed")),
            None => problems.push(format!("{name}: no licence is stated")),
        }
        if package["source"].as_str().is_some_and(|source| source != REGISTRY) {
            problems.push(format!("{name}: comes from {}", package["source"]));
        }
    }
    Ok((packages.len(), problems))
}

/// What cargo says of the workspace and its dependencies.
pub(crate) fn metadata(root: &Path, options: &[&str]) -> Result<serde_json::Value, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let found = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(options)
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    serde_json::from_slice(&found.stdout).map_err(|error| format!("cargo metadata: {error}"))
}

/// The licences that `deny.toml` allows.
fn allowed(deny: &str) -> Vec<&str> {
    let list = deny.split("[licenses]").nth(1).and_then(|rest| rest.split('[').nth(1));
    let list = list.and_then(|rest| rest.split(']').next()).unwrap_or_default();
    list.split('"').skip(1).step_by(2).collect()
}

/// Whether an expression can be met: every part that is asked has a choice that is allowed.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    let is_listed = |name: &str| {
        let name = name.split(" WITH ").next().unwrap_or(name).trim();
        allowed.contains(&name)
    };
    let has_choice = plain.contains(" OR ") && !expression.contains('(');
    if has_choice {
        // Without brackets AND binds before OR.
        return plain.split(" OR ").any(|choice| choice.split(" AND ").all(is_listed));
    }
    plain.split(" AND ").all(|part| part.split(" OR ").any(is_listed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_met_by_one_choice_of_every_part() {
        let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"];
        let cases = [
            ("MIT", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0 AND MIT", false),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
            ("MPL-2.0", false),
        ];
        for (expression, expected) in cases {
            assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
        }
    }

    #[test]
    fn the_list_is_read_from_the_file_of_the_tool() {
        let deny = std::fs::read_to_string(crate::root().join("deny.toml")).unwrap();
        assert!(allowed(&deny).contains(&"MIT") && !allowed(&deny).contains(&"MPL-2.0"));
    }
}
