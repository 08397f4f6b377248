//! What a misspelt function may have been.

use crate::function::Function;

/// The known functions, the most similar first.
pub(super) fn similar(name: &str) -> String {
    let mut known: Vec<&str> = Function::all().map(Function::name).chain(["log", "sum"]).collect();
    known.sort_by_key(|other| distance(name, other));
    let near = known.first().copied().filter(|other| distance(name, other) <= 2);
    let all = known.join(" ");
    match near {
        Some(near) => format!("did you mean `{near}`? The functions are: {all}"),
        None => format!("to multiply, write {}*(...). The functions are: {all}", shortened(name)),
    }
}

/// A name (in ASCII) that is short enough for a message.
pub(super) fn shortened(name: &str) -> &str {
    name.get(..24).unwrap_or(name)
}

/// The number of letters to change, add or drop.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    if a.len() > 24 {
        return a.len();
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let replaced = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
