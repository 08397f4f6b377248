//! Expansion of `sum(PATTERN: body)` over the columns that fit the pattern.

use crate::ast::{Builder, Expr, Id, Node};
use crate::check::MAX_EXPANDED;
use crate::error::{Error, ErrorKind};

/// What the star of a pattern stands for in a name, if the name fits: `web` for `share_*` and `share_web`.
///
/// ```
/// use lawlike_formula::star;
///
/// assert_eq!(star("share_*", "share_web"), Some("web"));
/// assert_eq!(star("share_*", "share_"), None);
/// assert_eq!(star("share", "share"), None);
/// ```
pub fn star<'a>(pattern: &str, name: &'a str) -> Option<&'a str> {
    let (head, tail) = pattern.split_once('*')?;
    name.strip_prefix(head)?.strip_suffix(tail).filter(|star| !star.is_empty())
}

impl Expr {
    /// The same expression with every `sum` written out, in the order of `columns`.
    ///
    /// # Errors
    /// If no column fits a pattern, or if the result is too large.
    pub fn expand(&self, columns: &[&str]) -> Result<Expr, Error> {
        if !self.has_sum() {
            return Ok(self.clone());
        }
        let mut builder = Builder::default();
        let mut problem = None;
        let root = builder.import(self, |builder, node| match node {
            Node::Sum(pattern, body) if problem.is_none() => {
                let total = written_out(builder, pattern, &self.below(body.index()), columns);
                total.map_err(|error| problem = Some(error)).ok()
            }
            _ => None,
        });
        match problem {
            Some(error) => Err(error),
            None => Ok(builder.finish(root)),
        }
    }

    /// The expression that ends with the node at this place.
    pub(crate) fn below(&self, place: usize) -> Expr {
        let mut builder = Builder::default();
        let mut ids = Vec::new();
        builder.import(self, |builder, node| {
            let moved = builder.make(node.with_parts(|part: Id| ids[part.index()]));
            ids.push(moved);
            Some(moved)
        });
        builder.finish(ids[place])
    }
}

/// The sum of `body` with the star replaced by what it stands for in each column.
fn written_out(builder: &mut Builder, pattern: &str, body: &Expr, columns: &[&str]) -> Result<Id, Error> {
    let stars = columns.iter().filter_map(|column| star(pattern, column));
    let mut total = None;
    for star in stars {
        let term = builder.import(body, |builder, node| match node {
            Node::Name(name) if name.contains('*') => Some(builder.name(&name.replacen('*', star, 1))),
            _ => None,
        });
        total = Some(total.map_or(term, |total| builder.add(total, term)));
        if builder.len() > MAX_EXPANDED {
            let message = format!("the sum over `{pattern}` has more than {MAX_EXPANDED} parts");
            return Err(Error::new(ErrorKind::TooLarge, message, "use a narrower pattern or fewer columns"));
        }
    }
    total.ok_or_else(|| {
        let message = format!("no column fits the pattern `{pattern}`");
        let shown: Vec<&str> = columns.iter().copied().take(20).collect();
        let hint = format!("the columns are: {}", shown.join(", "));
        Error::new(ErrorKind::NoMatch, message, hint)
    })
}
