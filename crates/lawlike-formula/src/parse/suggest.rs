//! What a misspelt function may have been.

use crate::function::Function;
use crate::similar::did_you_mean;

/// The known functions, after those that may have been meant.
pub(super) fn similar(name: &str) -> String {
    let known: Vec<&str> = Function::all().map(Function::name).chain(["log", "sum"]).collect();
    let all = known.join(" ");
    match did_you_mean(name, known, str::to_owned) {
        Some(asked) => format!("{asked} The functions are: {all}"),
        None => format!("to multiply, write {}*(...). The functions are: {all}", shortened(name)),
    }
}

/// A name (in ASCII) that is short enough for a message.
pub(super) fn shortened(name: &str) -> &str {
    name.get(..24).unwrap_or(name)
}
