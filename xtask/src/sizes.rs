//! Sizes of source files, tests left out. Functions are the linter's (at most 80 lines, `clippy.toml`).

use crate::house::{House, Problem};

/// No file may be longer.
const MOST: usize = 600;
/// Most files are shorter.
const LONG: usize = 350;
/// Share of the files that may be longer than [`LONG`], in per cent.
const MANY: usize = 5;
/// The aim for the middle file; nothing fails on it.
const MEDIAN: usize = 150;

/// Length and path of every source file, shortest first.
fn lengths(house: &House) -> Vec<(usize, &str)> {
    let shipped = house.sources.iter().filter(|source| source.is_shipped());
    let mut lengths: Vec<(usize, &str)> =
        shipped.map(|source| (source.length(), source.path.as_str())).collect();
    lengths.sort_unstable();
    lengths
}

/// Files over the hard limit; and the long ones, if there are too many of them.
pub(crate) fn sizes(house: &House) -> Vec<Problem> {
    let lengths = lengths(house);
    let long: Vec<&(usize, &str)> = lengths.iter().filter(|(length, _)| *length > LONG).collect();
    let is_crowded = 100 * long.len() > MANY * lengths.len();
    long.into_iter()
        .filter(|(length, _)| is_crowded || *length > MOST)
        .map(|(length, path)| {
            let limit = if *length > MOST {
                format!("no file has more than {MOST}")
            } else {
                format!("at most {MANY} % of the files have more than {LONG}")
            };
            Problem::new(path, *length, format!("{length} lines without tests: {limit}; part it"))
        })
        .collect()
}

/// The sizes in a line.
pub(crate) fn summary(house: &House) -> String {
    let lengths = lengths(house);
    let Some((most, path)) = lengths.last() else { return "no source files".to_owned() };
    let median = lengths[lengths.len() / 2].0;
    let short = lengths.iter().filter(|(length, _)| *length <= LONG).count();
    format!(
        "{} source files: median {median} lines (aim: {MEDIAN}), {:.0} % up to {LONG} (at least {}), longest {most} ({path})",
        lengths.len(),
        100.0 * short as f64 / lengths.len() as f64,
        100 - MANY
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(sizes: &[usize]) -> House {
        let file = |(i, lines): (usize, &usize)| (format!("crates/a/src/f{i}.rs"), "x\n".repeat(*lines));
        House::new(sizes.iter().enumerate().map(file).collect())
    }

    #[test]
    fn long_files_are_found() {
        let mut lines = vec![100; 39];
        lines.push(600);
        assert!(sizes(&house(&lines)).is_empty());
        lines.push(701);
        assert_eq!(sizes(&house(&lines)).len(), 1);
        lines.push(500);
        assert_eq!(sizes(&house(&lines)).len(), 3);
        assert!(summary(&house(&lines)).starts_with("42 source files: median 100 lines"));
    }
}
