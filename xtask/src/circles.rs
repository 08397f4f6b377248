//! Arrows inside a crate: the modules of the core stand on floors, and no two files lean on each other.

use crate::house::{House, Problem};
use crate::paths::paths;
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// The crate whose modules stand on floors.
const CORE: &str = "lawlike";
/// Its modules from the ground up: a module uses those before it only.
const FLOORS: [&str; 25] = [
    "error",
    "finding",
    "interval",
    "provenance",
    "answered",
    "quantity",
    "run",
    "kept",
    "score",
    "thinking",
    "observations",
    "noise",
    "accounting",
    "law",
    "fit",
    "ensemble",
    "allocation",
    "forecast",
    "backtest",
    "verdict",
    "check",
    "rule",
    "examine",
    "audit",
    "conform",
];

/// A module: the folder of its crate, and its path within it.
type Module<'a> = (&'a str, Vec<String>);

/// The module that a file is.
fn module(source: &Source) -> Option<Module<'_>> {
    let (root, inside) = source.path.split_once("/src/")?;
    let mut names: Vec<String> = inside.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(names.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        names.pop();
    }
    Some((root, names))
}

/// The shipped files, by module.
fn modules(house: &House) -> BTreeMap<Module<'_>, &Source> {
    let shipped = house.sources.iter().filter(|source| source.is_shipped());
    shipped.filter_map(|source| Some((module(source)?, source))).collect()
}

/// The module that a path leads to, as far as it names files; none for paths into other crates.
fn target<'a>(modules: &BTreeMap<Module<'a>, &Source>, from: &Module<'a>, path: &str) -> Option<Module<'a>> {
    let mut steps = path.split("::").peekable();
    let mut at = from.1.clone();
    match *steps.peek()? {
        "crate" => {
            steps.next();
            at.clear();
        }
        "super" => {
            while steps.peek() == Some(&"super") {
                steps.next();
                at.pop();
            }
        }
        "self" => drop(steps.next()),
        _ => return None,
    }
    for step in steps {
        at.push(step.to_owned());
        if !modules.contains_key(&(from.0, at.clone())) {
            at.pop();
            break;
        }
    }
    let found = (from.0, at);
    (modules.contains_key(&found) && found != *from).then_some(found)
}

/// The files that a file uses by their paths, with the first line that does.
fn uses<'a>(
    modules: &BTreeMap<Module<'a>, &Source>,
    from: &Module<'a>,
    source: &Source,
) -> BTreeMap<Module<'a>, usize> {
    let mut found = BTreeMap::new();
    for (line, path) in paths(&source.code) {
        if source.is_test(line) {
            continue;
        }
        if let Some(to) = target(modules, from, &path) {
            found.entry(to).or_insert(line);
        }
    }
    found
}

/// Modules of the core that use a higher one, and those without a floor.
pub(crate) fn floors(house: &House) -> Vec<Problem> {
    let modules = modules(house);
    let floor = |name: &str| FLOORS.iter().position(|known| *known == name);
    let mut problems = Vec::new();
    for (from, source) in &modules {
        let Some(own) = from.1.first().filter(|_| source.package() == CORE) else { continue };
        let Some(standing) = floor(own) else {
            let message = format!("`{own}` has no floor in the core: give it one in xtask/src/circles.rs");
            problems.push(Problem::new(&source.path, 1, message));
            continue;
        };
        for (to, line) in uses(&modules, from, source) {
            let Some(used) = to.1.first() else { continue };
            if floor(used).is_some_and(|used| used > standing) {
                let message = format!("`{own}` uses `{used}`, which stands above it");
                problems.push(Problem::new(&source.path, line, message));
            }
        }
    }
    problems
}

/// Files that use each other, directly or by way of others. A module and the files inside it are one: what they share is
/// theirs.
pub(crate) fn circles(house: &House) -> Vec<Problem> {
    let modules = modules(house);
    let is_inside = |a: &Module<'_>, b: &Module<'_>| a.1.starts_with(&b.1) || b.1.starts_with(&a.1);
    let arrows: BTreeMap<&Module<'_>, BTreeMap<Module<'_>, usize>> = modules
        .iter()
        .map(|(from, source)| {
            let mut found = uses(&modules, from, source);
            found.retain(|to, _| !is_inside(from, to));
            (from, found)
        })
        .collect();
    let reached = |start: &Module<'_>| -> BTreeSet<Module<'_>> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<Module<'_>> = arrows[start].keys().cloned().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next.clone()) {
                open.extend(arrows[&next].keys().cloned());
            }
        }
        seen
    };
    let reach: BTreeMap<&Module<'_>, BTreeSet<Module<'_>>> =
        modules.keys().map(|module| (module, reached(module))).collect();
    let mut problems = Vec::new();
    for (from, found) in &arrows {
        for (to, line) in found.iter().filter(|(to, _)| reach[to].contains(from)) {
            let message = format!("uses `{}`, which leads back here: part what both need", to.1.join("::"));
            problems.push(Problem::new(&modules[from].path, *line, message));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(files: &[(&str, &str)]) -> House {
        House::new(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn a_module_of_the_core_uses_lower_ones() {
        let file = |text| {
            house(&[
                ("crates/lawlike/src/fit/mod.rs", text),
                ("crates/lawlike/src/law.rs", ""),
                ("crates/lawlike/src/audit.rs", "fn x() {}"),
                ("crates/lawlike/src/lib.rs", "mod a;"),
            ])
        };
        assert!(floors(&file("use crate::observations::X;")).is_empty());
        assert_eq!(floors(&file("use crate::audit::Options;")).len(), 1);
        assert_eq!(floors(&house(&[("crates/lawlike/src/shed.rs", "fn x() {}")])).len(), 1);
    }

    #[test]
    fn files_that_lean_on_each_other_are_found() {
        let pair = |b: &'static str| {
            house(&[
                ("crates/a/src/x.rs", "use super::y::Y;"),
                ("crates/a/src/y.rs", b),
                ("crates/a/src/z.rs", "use crate::x::X;"),
            ])
        };
        assert!(circles(&pair("use std::fmt;")).is_empty());
        assert_eq!(circles(&pair("use super::x::X;")).len(), 2);
        assert_eq!(circles(&pair("fn y() { super::z::z() }")).len(), 3);
        // What stands in tests binds nobody.
        assert!(circles(&pair("fn y() {}\n#[cfg(test)]\nmod tests {\n    use crate::x::X;\n}")).is_empty());
    }

    #[test]
    fn a_module_and_its_files_are_one() {
        let own = [
            ("crates/a/src/x/mod.rs", "use self::y::Y;\nfn x() {}"),
            ("crates/a/src/x/y.rs", "use super::X;"),
        ];
        assert!(circles(&house(&own)).is_empty());
    }
}
