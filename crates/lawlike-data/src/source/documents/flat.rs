//! Objects as rows: inner objects become dotted names, one list of points becomes rows.

use super::super::json::Json;
use super::super::sheet::Sheet;
use crate::column::Column;
use crate::vocabulary;
use lawlike::quantity::Quantity;
use std::collections::HashMap;

/// Cells of a row, by name.
type Row = Vec<(String, String)>;

/// The rows of an object, and what was done to get them.
pub(in super::super) struct Rows {
    pub(in super::super) rows: Vec<Row>,
    pub(in super::super) said: Option<String>,
}

/// Numbers that the keys of an object must be to count something.
const COUNTS: usize = 3;
/// Keys that a sentence names at most.
const SHOWN: usize = 12;
/// Points that a list must have to become rows.
const POINTS: usize = 2;

/// The rows of an object: one, or as many as its list of points holds.
pub(in super::super) fn rows(object: &Json) -> Rows {
    let (mut row, mut lists) = (Row::new(), Vec::new());
    flatten("", object, (&mut row, &mut lists));
    match series(&lists) {
        None => {
            row.extend(lists.into_iter().map(|(key, list)| (key, list.cell())));
            Rows { rows: vec![row], said: None }
        }
        Some(series) => {
            let used = |key: &String| series.keys.contains(key);
            let text =
                lists.iter().filter(|(key, _)| !used(key)).map(|(key, list)| (key.clone(), list.cell()));
            row.extend(text);
            let rows =
                series.points.into_iter().map(|point| row.iter().cloned().chain(point).collect()).collect();
            Rows { rows, said: Some(series.said) }
        }
    }
}

/// Says which rows are of one object: by the first column that tells objects apart, else by a new one that numbers them.
/// `of_row` holds the number of the object of each row.
pub(in super::super) fn mark_runs(sheet: &mut Sheet, of_row: &[usize]) {
    if of_row.windows(2).all(|pair| pair.first() != pair.last()) {
        return;
    }
    let tells = |cells: &Column| {
        let words = cells.to_words();
        let mut object_of: HashMap<u32, usize> = HashMap::new();
        let mut cell_of: HashMap<usize, u32> = HashMap::new();
        words.codes.iter().zip(of_row).all(|(cell, object)| {
            !words.dictionary.get(*cell).is_empty()
                && *object_of.entry(*cell).or_insert(*object) == *object
                && *cell_of.entry(*object).or_insert(*cell) == *cell
        })
    };
    let is_name = |at: &usize| {
        let is_text = |cells: &Column| cells.iter().all(|cell| cell.parse::<f64>().is_err());
        sheet.names.get(*at).is_some_and(|name| vocabulary::is_run(name))
            || sheet.columns.get(*at).is_some_and(is_text)
    };
    let found = (0..sheet.names.len()).filter(is_name).find(|at| sheet.columns.get(*at).is_some_and(tells));
    sheet.run = Some(match found.and_then(|at| sheet.names.get(at)) {
        Some(name) => name.clone(),
        None => {
            let name = ["run", "object"]
                .into_iter()
                .find(|name| !sheet.names.iter().any(|own| own == name))
                .unwrap_or("number of object");
            sheet.names.push(name.to_owned());
            sheet.columns.push(of_row.iter().map(|object| (*object as i64).saturating_add(1)).collect());
            sheet.said.push(format!("objects have no name of their own: `{name}` numbers them"));
            name.to_owned()
        }
    });
}

/// Whether a list holds one object of scalars, at any depth: a list of points that has one.
fn is_point(items: &[Json]) -> bool {
    fn is_plain(value: &Json) -> bool {
        match value {
            Json::Map(inner) => !inner.is_empty() && inner.iter().all(|(_, value)| is_plain(value)),
            _ => value.is_scalar(),
        }
    }
    matches!(items, [object @ Json::Map(_)] if is_plain(object))
}

/// The counts of an object whose keys are all numbers, such as the steps of a curve, in the order in which they rise.
fn counts(value: &Json) -> Option<Vec<(f64, &str, &Json)>> {
    let pairs = value.map()?;
    let mut found: Vec<(f64, &str, &Json)> = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        let number: f64 = key.parse().ok().filter(|number: &f64| number.is_finite())?;
        found.push((number, key, value));
    }
    found.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
    (found.len() >= COUNTS).then_some(found)
}

/// What the keys of an object count: the thing that its own name says in the plural, such as `depths`, else steps.
fn counted(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    let single = last.strip_suffix('s').unwrap_or(last);
    let is_count = vocabulary::quantity(single).is_some_and(|quantity| !quantity.is_outcome());
    if is_count { single.to_owned() } else { "step".to_owned() }
}

fn flatten<'a>(prefix: &str, value: &'a Json, to: (&mut Row, &mut Vec<(String, &'a Json)>)) {
    let (row, lists) = to;
    let Json::Map(pairs) = value else { return };
    for (key, value) in pairs {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Json::Map(_) if counts(value).is_some() => lists.push((name, value)),
            Json::Map(inner) if !inner.is_empty() => flatten(&name, value, (row, lists)),
            Json::List(items) if items.len() >= POINTS || is_point(items) => lists.push((name, value)),
            Json::List(items) if items.is_empty() => row.push((name, String::new())),
            _ => row.push((name, value.cell())),
        }
    }
}

struct Series {
    keys: Vec<String>,
    points: Vec<Row>,
    said: String,
}

/// The list of points of a row: of objects, of pairs, or several lists of as many cells. None where it is not clear.
fn series(lists: &[(String, &Json)]) -> Option<Series> {
    let objects =
        |list: &Json| list.list().is_some_and(|items| items.iter().all(|item| item.map().is_some()));
    let pairs = |list: &Json| {
        list.list().is_some_and(|items| {
            items.iter().all(|item| {
                item.list().is_some_and(|pair| pair.len() == 2 && pair.iter().all(Json::is_scalar))
            })
        })
    };
    let counted: Vec<&(String, &Json)> = lists.iter().filter(|(_, list)| list.map().is_some()).collect();
    match counted.as_slice() {
        [] => {}
        [(key, object)] => return of_counts(key, object),
        // Which of several objects is the curve is not clear.
        _ => return None,
    }
    let number = |item: &Json| matches!(item, Json::Number(_) | Json::Null);
    let scalars = |list: &Json| list.list().is_some_and(|items| items.iter().all(number));
    let truths =
        |list: &Json| list.list().is_some_and(|items| items.iter().all(|item| matches!(item, Json::Bool(_))));
    let points: Vec<&(String, &Json)> =
        lists.iter().filter(|(_, list)| objects(list) || pairs(list)).collect();
    if let [(key, list)] = points.as_slice() {
        return Some(if objects(list) { of_objects(key, list) } else { of_pairs(key, list) });
    }
    let plain: Vec<&(String, &Json)> =
        lists.iter().filter(|(_, list)| scalars(list) || truths(list)).collect();
    // Of lists of several lengths those with an outcome, else those of the length that most have.
    let length_of = |(_, list): &&&(String, &Json)| list.list().map_or(0, <[Json]>::len);
    let lengths: Vec<usize> = plain.iter().map(|list| length_of(&list)).collect();
    let is_outcome =
        |key: &str| vocabulary::quantity(key).is_some_and(Quantity::is_outcome) || vocabulary::is_score(key);
    let most = |length: &usize| {
        let own = || plain.iter().zip(&lengths).filter(|(_, own)| *own == length).map(|((key, _), _)| key);
        (own().count() > 1 && own().any(|key| is_outcome(key)), own().count(), *length)
    };
    let length = lengths.iter().copied().max_by_key(most)?;
    let others = plain.iter().filter(|list| length_of(list) != length).count();
    let plain: Vec<&(String, &Json)> = plain.into_iter().filter(|list| length_of(&list) == length).collect();
    let is_parallel = plain.len() >= 2 && (others == 0 || plain.iter().any(|(key, _)| is_outcome(key)));
    let is_samples = matches!(plain.as_slice(), [(_, list)] if truths(list));
    (points.is_empty() && (is_parallel || is_samples)).then(|| parallel(&plain, length, others))
}

/// The rows of every count, with the count beside them.
fn of_counts(key: &str, object: &Json) -> Option<Series> {
    let counts = counts(object)?;
    let count = counted(key);
    let mut points = Vec::with_capacity(counts.len());
    for (_, number, value) in &counts {
        let rows =
            if value.map().is_some() { rows(value).rows } else { vec![vec![(key.to_owned(), value.cell())]] };
        // Points that say their count themselves say it once.
        let with_count = |row: Row| -> Row {
            let has_own = row.iter().any(|(name, _)| *name == count);
            let own = (!has_own).then(|| (count.clone(), (*number).to_owned()));
            own.into_iter().chain(row).collect()
        };
        points.extend(rows.into_iter().map(with_count));
    }
    let said = format!("the keys of `{key}` are numbers: each is a row, or several, of `{count}`");
    Some(Series { keys: vec![key.to_owned()], points, said })
}

fn of_objects(key: &str, list: &Json) -> Series {
    let items = list.list().unwrap_or_default();
    let point = |item: &Json| {
        let (mut row, mut lists) = (Row::new(), Vec::new());
        flatten(key, item, (&mut row, &mut lists));
        row.extend(lists.into_iter().map(|(key, list)| (key, list.cell())));
        row
    };
    let fields: Vec<&str> =
        items.first().and_then(Json::map).unwrap_or_default().iter().map(|(key, _)| key.as_str()).collect();
    let said = format!("`{key}` holds points of {{{}}}: each is a row", fields.join(", "));
    Series { keys: vec![key.to_owned()], points: items.iter().map(point).collect(), said }
}

/// Pairs of whole numbers that rise and a value are steps and values.
fn of_pairs(key: &str, list: &Json) -> Series {
    let items = list.list().unwrap_or_default();
    let cells: Vec<(String, String)> = items
        .iter()
        .filter_map(|item| item.list())
        .filter_map(|pair| Some((pair.first()?.cell(), pair.get(1)?.cell())))
        .collect();
    let steps: Option<Vec<u64>> =
        cells.iter().map(|(first, _)| first.trim_end_matches(".0").parse().ok()).collect();
    let is_steps = steps.is_some_and(|steps| steps.is_sorted_by(|one, next| one < next));
    let (first, second) =
        if is_steps { ("step".to_owned(), key.to_owned()) } else { (format!("{key}.x"), format!("{key}.y")) };
    let said = format!("`{key}` holds pairs: each is a row of `{first}` and `{second}`");
    let points = cells.into_iter().map(|(a, b)| vec![(first.clone(), a), (second.clone(), b)]).collect();
    Series { keys: vec![key.to_owned()], points, said }
}

fn parallel(lists: &[&(String, &Json)], length: usize, others: usize) -> Series {
    let cell = |list: &Json, at: usize| {
        list.list().and_then(|items| items.get(at)).map(Json::cell).unwrap_or_default()
    };
    let point = |at: usize| lists.iter().map(|(key, list)| (key.clone(), cell(list, at))).collect();
    let keys: Vec<String> = lists.iter().map(|(key, _)| key.clone()).collect();
    let mut names: Vec<String> = keys.iter().take(SHOWN).map(|key| format!("`{key}`")).collect();
    names.extend((keys.len() > SHOWN).then(|| format!("{} more", keys.len().saturating_sub(SHOWN))));
    let rest =
        if others > 0 { format!("; {others} lists of other lengths are not read") } else { String::new() };
    let said = format!("{} hold lists: each place is a row{rest}", names.join(", "));
    Series { keys, points: (0..length).map(point).collect(), said }
}
