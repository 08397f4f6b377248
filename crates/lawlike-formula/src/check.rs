//! Limits of the language, and the names in an expression.

use crate::ast::{Expr, Node};
use crate::error::{Error, ErrorKind};
use crate::lex::Mode;

/// The longest text that is read, in bytes.
pub const MAX_LENGTH: usize = 16 * 1024;
/// The deepest nesting of parentheses, functions, signs and powers.
pub const MAX_DEPTH: usize = 64;
/// The largest number of parts: numbers, names, signs and functions.
pub const MAX_NODES: usize = 4096;
/// The largest number of parts after `sum` was expanded.
pub(crate) const MAX_EXPANDED: usize = 8 * MAX_NODES;

/// Refuses texts that are empty or too long.
pub(crate) fn check_text(text: &str, mode: Mode) -> Result<(), Error> {
    let noun = mode.noun();
    if text.len() > MAX_LENGTH {
        let message = format!("the {noun} is too long: {} bytes, at most {MAX_LENGTH} are read", text.len());
        return Err(Error::new(ErrorKind::TooLong, message, "shorten it"));
    }
    if text.trim().is_empty() {
        let hint = match mode {
            Mode::Formula => "write one, such as E + A*N^-alpha",
            Mode::Condition => "write one, such as loss < 3",
        };
        return Err(Error::new(ErrorKind::Empty, format!("the {noun} is empty"), hint));
    }
    Ok(())
}

impl Expr {
    /// The names, in order of first appearance.
    pub fn names(&self) -> Vec<&str> {
        self.nodes()
            .iter()
            .filter_map(|node| match node {
                Node::Name(name) => Some(&**name),
                _ => None,
            })
            .collect()
    }

    /// True if a `sum(PATTERN: body)` is still to be expanded.
    pub fn has_sum(&self) -> bool {
        self.nodes().iter().any(|node| matches!(node, Node::Sum(..)))
    }
}
