//! Layouts of documents that people invent: an object of runs, an object of columns, a table among other values.

pub(super) mod flat;

use super::json::Json;
use super::sheet::Sheet;
use super::{Doc, Format};
use crate::error::Result;

/// A JSON or YAML document that is no list of rows.
pub(super) const FORMAT: Format = Format::new("json");

/// Any document that holds more than one row.
pub(super) const DOC: Doc = Doc { is: |document| Layout::of(document).is_some(), read };

/// Rows that a list must have to be the table of a document.
const ROWS: usize = 2;

enum Layout<'a> {
    /// A key for every run, with an object of values.
    Runs(&'a [(String, Json)]),
    /// A key for every column, with a list of as many cells each.
    Columns(&'a [(String, Json)]),
    /// A key for every column, with an object from row to cell (as pandas writes tables).
    Indexed(&'a [(String, Json)]),
    /// `columns` and `data`, as pandas writes with `orient="split"`.
    Split(&'a [Json], &'a [Json]),
    /// One key holds the table.
    Table(&'a str, &'a Json),
    /// One key holds an object from name to value.
    Pairs(&'a str, &'a [(String, Json)]),
    /// Keys count, as in `step_100`, and each holds a number.
    Series(Series<'a>),
    /// Several keys hold lists of objects: blocks of rows.
    Blocks(Vec<(&'a str, &'a [Json])>),
    /// Keys within keys hold such lists: blocks by the keys that lead to them.
    Tree(Vec<([&'a str; 2], &'a [Json])>),
}

impl<'a> Layout<'a> {
    fn of(document: &'a Json) -> Option<Self> {
        let pairs = document.map()?;
        if let (Some(Json::List(names)), Some(Json::List(rows))) =
            (document.get("columns"), document.get("data"))
            && rows.iter().all(|row| row.list().is_some_and(|cells| cells.len() == names.len()))
            && !rows.is_empty()
        {
            return Some(Self::Split(names, rows));
        }
        if let Some(leaves) = tree(pairs) {
            return Some(Self::Tree(leaves));
        }
        if pairs.len() >= 2
            && pairs.iter().all(|(_, value)| value.map().is_some_and(|inner| !inner.is_empty()))
        {
            let first = pairs.first()?.1.map()?;
            let is_index =
                first.iter().enumerate().all(|(at, (key, value))| key.parse() == Ok(at) && value.is_scalar());
            return Some(if is_index { Self::Indexed(pairs) } else { Self::Runs(pairs) });
        }
        let lists: Vec<&(String, Json)> =
            pairs.iter().filter(|(_, value)| value.list().is_some_and(|list| list.len() >= ROWS)).collect();
        let scalar = |value: &Json| value.list().is_some_and(|list| list.iter().all(Json::is_scalar));
        let length = |own: &(String, Json)| own.1.list().map(<[Json]>::len);
        let same = lists
            .windows(2)
            .all(|pair| pair.first().map(|own| length(own)) == pair.last().map(|own| length(own)));
        if lists.len() >= 2
            && lists.len() == pairs.len()
            && same
            && lists.iter().all(|(_, value)| scalar(value))
        {
            return Some(Self::Columns(pairs));
        }
        let of_objects =
            |value: &Json| value.list().is_some_and(|list| list.iter().all(|item| item.map().is_some()));
        let tables: Vec<&&(String, Json)> = lists.iter().filter(|(_, value)| of_objects(value)).collect();
        match tables.as_slice() {
            [(key, value)] => Some(Self::Table(key, value)),
            [_, _, ..] => {
                let blocks = tables.iter().filter_map(|(key, value)| Some((key.as_str(), value.list()?)));
                Some(Self::Blocks(blocks.collect()))
            }
            [] => {
                if let Some(series) = Series::of(pairs) {
                    return Some(Self::Series(series));
                }
                if let [(key, Json::Map(inner))] = pairs
                    && inner.len() >= ROWS
                    && inner.iter().all(|(_, value)| value.is_scalar())
                {
                    return Some(Self::Pairs(key, inner));
                }
                // A wrapper around one document, such as `{"runs": {...}}`.
                let inner: Vec<&(String, Json)> =
                    pairs.iter().filter(|(_, value)| Self::of(value).is_some()).collect();
                match inner.as_slice() {
                    [(key, value)] if pairs.iter().all(|(own, value)| own == key || value.is_scalar()) => {
                        Some(Self::Table(key, value))
                    }
                    _ => None,
                }
            }
        }
    }
}

/// The lists of objects under keys within keys, where several such keys hold nothing but several such lists; what holds
/// no list of objects at all is a setting.
fn tree(pairs: &[(String, Json)]) -> Option<Vec<([&str; 2], &[Json])>> {
    let rows = |value: &'_ Json| {
        value.list().is_some_and(|list| list.len() >= ROWS && list.iter().all(|item| item.map().is_some()))
    };
    let mut leaves = Vec::new();
    for (outer, value) in pairs {
        let Some(inner) = value.map() else {
            if value.is_scalar() {
                continue;
            }
            return None;
        };
        let lists = inner.iter().filter(|(_, value)| rows(value)).count();
        if lists == 0 && inner.iter().all(|(_, value)| value.map().is_none()) {
            continue;
        }
        if lists < 2 || lists < inner.len() {
            return None;
        }
        leaves.extend(
            inner.iter().filter_map(|(key, value)| Some(([outer.as_str(), key.as_str()], value.list()?))),
        );
    }
    (leaves.iter().any(|([outer, _], _)| leaves.first().is_some_and(|([first, _], _)| first != outer)))
        .then_some(leaves)
}

/// Values by a count that stands in their keys.
struct Series<'a> {
    /// What the keys count.
    counts: String,
    /// Count and value.
    points: Vec<(&'a str, &'a Json)>,
    /// Keys without a count.
    others: usize,
}

impl<'a> Series<'a> {
    /// The series of an object whose keys are the same word with rising or falling numbers, but for a few.
    fn of(pairs: &'a [(String, Json)]) -> Option<Self> {
        let split = |key: &'a str| {
            let word = key.trim_end_matches(|c: char| c.is_ascii_digit());
            key.strip_prefix(word).filter(|count| !count.is_empty()).map(|count| (word, count))
        };
        let is_number = |value: &Json| matches!(value, Json::Number(_));
        let found: Vec<(&str, &str, &Json)> = pairs
            .iter()
            .filter_map(|(key, value)| split(key).map(|(word, count)| (word, count, value)))
            .collect();
        let (word, ..) = found.first()?;
        let is_same = found.iter().all(|(own, _, value)| own == word && is_number(value));
        let others = pairs.len().saturating_sub(found.len());
        if !is_same
            || found.len() < SERIES
            || others.saturating_mul(SERIES) > pairs.len()
            || !pairs.iter().all(|(_, value)| value.is_scalar())
        {
            return None;
        }
        let counts = word.trim_end_matches(['_', '-', ' ', '.', '=']).to_owned();
        let counts = if counts.is_empty() { "key".to_owned() } else { counts };
        Some(Self {
            counts,
            points: found.into_iter().map(|(_, count, value)| (count, value)).collect(),
            others,
        })
    }

    fn sheet(self, name: &str) -> Result<Sheet> {
        let row = |(count, value): &(&str, &Json)| {
            let count = count.trim_start_matches('0');
            let count = if count.is_empty() { "0" } else { count };
            vec![(self.counts.clone(), count.to_owned()), ("value".to_owned(), value.cell())]
        };
        let sheet = Sheet::of_rows(FORMAT, name, self.points.iter().map(row).collect())?;
        let rest = if self.others > 0 {
            format!("; {} other keys are not read", self.others)
        } else {
            String::new()
        };
        Ok(sheet.with_said(format!("keys count: each is a row of `{}` and `value`{rest}", self.counts)))
    }
}

/// Keys that a series must have, and how many of them to one without a count.
const SERIES: usize = 5;

fn read(name: &str, document: &Json) -> Result<Sheet> {
    let Some(layout) = Layout::of(document) else { return Sheet::of_rows(FORMAT, name, Vec::new()) };
    match layout {
        Layout::Runs(pairs) => runs(name, pairs),
        Layout::Columns(pairs) => columns(name, pairs),
        Layout::Indexed(pairs) => {
            let cell = |key: &str, value: &Json| value.get(key).map(Json::cell).unwrap_or_default();
            let first = pairs.first().and_then(|(_, value)| value.map()).unwrap_or_default();
            let row = |(key, _): &(String, Json)| {
                pairs.iter().map(|(name, value)| (name.clone(), cell(key, value))).collect()
            };
            let sheet = Sheet::of_rows(FORMAT, name, first.iter().map(row).collect())?;
            Ok(sheet.with_said("the document holds a column a key, each from row to cell"))
        }
        Layout::Split(names, rows) => {
            let row = |row: &Json| {
                let cells = row.list().unwrap_or_default();
                names.iter().map(Json::cell).zip(cells.iter().map(Json::cell)).collect()
            };
            Sheet::of_rows(FORMAT, name, rows.iter().map(row).collect())
        }
        Layout::Table(key, value) => {
            let others = document.map().map_or(0, <[(String, Json)]>::len).saturating_sub(1);
            let sheet = match value.list() {
                Some(items) => objects(name, items.iter().map(|item| (Vec::new(), item)))?,
                None => read(name, value)?,
            };
            let rest = if others > 0 { format!("; {others} other keys are not read") } else { String::new() };
            Ok(sheet.with_said(format!("the table is what the document holds under `{key}`{rest}")))
        }
        Layout::Pairs(key, pairs) => {
            let row = |(name, value): &(String, Json)| {
                vec![("name".to_owned(), name.clone()), (key.to_owned(), value.cell())]
            };
            Sheet::of_rows(FORMAT, name, pairs.iter().map(row).collect())
        }
        Layout::Series(series) => series.sheet(name),
        Layout::Tree(leaves) => {
            let rows = leaves.iter().flat_map(|([outer, inner], items)| {
                let head = || {
                    vec![("block".to_owned(), (*outer).to_owned()), ("part".to_owned(), (*inner).to_owned())]
                };
                items.iter().map(move |item| (head(), item))
            });
            let said = format!(
                "{} lists of rows under two levels of keys; columns `block` and `part` say which",
                leaves.len()
            );
            Ok(objects(name, rows)?.with_said(said))
        }
        Layout::Blocks(blocks) => {
            let keys: Vec<String> = blocks.iter().map(|(key, _)| format!("`{key}`")).collect();
            let said = format!("blocks of rows: {}; column `block` says which", keys.join(", "));
            let rows = blocks.iter().flat_map(|(key, items)| {
                items.iter().map(|item| (vec![("block".to_owned(), (*key).to_owned())], item))
            });
            Ok(objects(name, rows)?.with_said(said))
        }
    }
}

/// The rows of a document that is a list of objects.
pub(super) fn list(name: &str, document: &Json) -> Option<Result<Sheet>> {
    let items = document.list().filter(|items| !items.is_empty())?;
    let is_rows = items.iter().all(|item| item.map().is_some());
    is_rows.then(|| objects(name, items.iter().map(|item| (Vec::new(), item))))
}

/// A row for every run, called by its key.
fn runs(name: &str, pairs: &[(String, Json)]) -> Result<Sheet> {
    let rows = pairs.iter().map(|(key, value)| (vec![("run".to_owned(), key.clone())], value));
    let sheet = objects(name, rows)?;
    Ok(sheet.with_said(format!("{} runs, one a key of the document", pairs.len())))
}

fn columns(name: &str, pairs: &[(String, Json)]) -> Result<Sheet> {
    let length = pairs.first().and_then(|(_, value)| value.list()).map_or(0, <[Json]>::len);
    let row = |at: usize| {
        let cell =
            |value: &Json| value.list().and_then(|list| list.get(at)).map(Json::cell).unwrap_or_default();
        pairs.iter().map(|(key, value)| (key.clone(), cell(value))).collect()
    };
    let sheet = Sheet::of_rows(FORMAT, name, (0..length).map(row).collect())?;
    Ok(sheet.with_said("the document holds a list of cells for each column"))
}

/// Rows from objects, each after cells of its own.
fn objects<'a>(name: &str, items: impl Iterator<Item = (Vec<(String, String)>, &'a Json)>) -> Result<Sheet> {
    let (mut rows, mut said, mut of_row) = (Vec::new(), Vec::new(), Vec::new());
    for (object, (head, item)) in items.enumerate() {
        let found = flat::rows(item);
        of_row.resize(rows.len().saturating_add(found.rows.len()), object);
        said.extend(found.said.filter(|sentence| !said.contains(sentence)));
        rows.extend(found.rows.into_iter().map(|row| {
            let fresh = |(key, cell): (String, String)| {
                let taken = head.iter().any(|(own, _)| *own == key);
                (if taken { format!("{key} (own)") } else { key }, cell)
            };
            head.iter().cloned().chain(row.into_iter().map(fresh)).collect()
        }));
    }
    let mut sheet = Sheet::of_rows(FORMAT, name, rows)?;
    sheet.said = said;
    flat::mark_runs(&mut sheet, &of_row);
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::super::json;
    use super::*;

    fn sheet(text: &str) -> Sheet {
        read("runs.json", &json::parse("runs.json", text).unwrap()).unwrap()
    }

    #[test]
    fn an_object_of_runs_is_a_row_a_run() {
        let sheet = sheet(
            "{\"b\": {\"n\": 1, \"arch\": {\"width\": 8}}, \"a\": {\"n\": 2, \"arch\": {\"width\": 9}}}",
        );
        assert_eq!(sheet.names, ["run", "n", "arch.width"]);
        assert_eq!(sheet.columns, [["b", "a"], ["1", "2"], ["8", "9"]]);
    }

    #[test]
    fn columns_are_lists_indices_or_split() {
        assert_eq!(sheet("{\"n\": [1, 2], \"loss\": [4, 3.5]}").columns, [["1", "2"], ["4", "3.5"]]);
        assert_eq!(
            sheet("{\"n\": {\"0\": 1, \"1\": 2}, \"loss\": {\"0\": 4, \"1\": 3}}").columns[1],
            ["4", "3"]
        );
        assert_eq!(
            sheet("{\"columns\": [\"n\", \"loss\"], \"index\": [0], \"data\": [[1, 4]]}").names,
            ["n", "loss"]
        );
    }

    #[test]
    fn a_table_among_other_values_is_found_and_said() {
        let found = sheet("{\"about\": \"x\", \"runs\": [{\"n\": 1}, {\"n\": 2}]}");
        assert_eq!(found.columns, [["1", "2"]]);
        assert!(found.said[0].contains("`runs`; 1 other keys"));
        let found = sheet("{\"small\": [{\"n\": 1}, {\"n\": 2}], \"large\": [{\"n\": 1}, {\"n\": 2}]}");
        assert_eq!(found.names, ["block", "n"]);
    }

    #[test]
    fn lists_under_keys_within_keys_are_blocks() {
        let found = sheet(
            "{\"config\": {\"heads\": 4, \"lengths\": [1, 2]}, \
             \"forward\": {\"ours\": [{\"n\": 1, \"ms\": 3}, {\"n\": 2, \"ms\": 5}], \"theirs\": [{\"n\": 1, \"ms\": 4}, {\"n\": 2, \"failed\": true}]}, \
             \"backward\": {\"ours\": [{\"n\": 1, \"ms\": 7}, {\"n\": 2, \"ms\": 9}], \"theirs\": [{\"n\": 1, \"ms\": 8}, {\"n\": 2, \"ms\": 9}]}}",
        );
        assert_eq!(found.names, ["block", "part", "n", "ms", "failed"]);
        assert_eq!(found.columns[3].iter().collect::<Vec<_>>(), ["3", "5", "4", "", "7", "9", "8", "9"]);
        assert!(found.said[0].starts_with("4 lists of rows"), "{:?}", found.said);
        // One list in each run is its curve.
        let runs = sheet(
            "{\"a\": {\"curve\": [{\"n\": 1, \"ms\": 3}, {\"n\": 2, \"ms\": 5}]}, \"b\": {\"curve\": [{\"n\": 1, \"ms\": 3}, {\"n\": 2, \"ms\": 5}]}}",
        );
        assert_eq!(runs.names.first().map(String::as_str), Some("run"));
    }

    #[test]
    fn lists_within_runs_are_rows() {
        let found = sheet(
            "{\"a\": {\"n\": 1, \"curve\": [[10, 4], [20, 3]]}, \"b\": {\"n\": 2, \"curve\": [[10, 3.5], [20, 2.5]]}}",
        );
        assert_eq!(found.names, ["run", "n", "step", "curve"]);
        assert_eq!(found.columns[2], ["10", "20", "10", "20"]);
        assert_eq!(found.run.as_deref(), Some("run"));
        let found = sheet(
            "{\"runs\": [{\"n\": 1, \"curve\": [[10, 4], [20, 3]]}, {\"n\": 1, \"curve\": [[10, 3], [20, 2]]}]}",
        );
        assert_eq!(
            (found.run.as_deref(), found.columns[3].iter().collect::<String>()),
            (Some("run"), "1122".to_owned())
        );
    }

    #[test]
    fn of_lists_of_several_lengths_those_with_an_outcome_are_rows() {
        let found = sheet(
            "{\"a\": {\"steps\": [1, 2, 3], \"losses\": [4, 3, 2], \"other\": [1, 2], \"more\": [1, 2], \"else\": [5, 6], \"none\": []}, \
             \"b\": {\"steps\": [1, 2], \"losses\": [4, 3]}}",
        );
        assert_eq!((found.columns[0].len(), found.run.as_deref()), (5, Some("run")));
        assert!(found.said[0].ends_with("3 lists of other lengths are not read"), "{:?}", found.said);
        let nested = sheet(
            "{\"models\": [{\"n\": 1, \"results\": [{\"m\": {\"acc\": 5}}]}, {\"n\": 2, \"results\": null}]}",
        );
        assert!(nested.names.iter().any(|name| name == "results.m.acc"), "{:?}", nested.names);
    }

    #[test]
    fn keys_may_end_in_any_letter() {
        let document = json::parse("x.json", "{\"step\u{1d54f}\": 1, \"b\": 2}").unwrap();
        assert!(Layout::of(&document).is_none());
    }
}
