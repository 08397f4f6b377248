//! A formula: an expression that was read from text.

use std::fmt;
use std::str::FromStr;

use crate::ast::{Builder, Expr, Node};
use crate::error::Error;
use crate::lex::Mode;
use crate::parse::{Value, parse};
use crate::separate::Separable;

/// A formula of the language of laws.
///
/// ```
/// use lawlike_formula::Formula;
///
/// let law = Formula::parse("E + A*N^-alpha + B*D^-beta")?;
/// assert_eq!(law.names(), ["E", "A", "N", "alpha", "B", "D", "beta"]);
/// assert_eq!(law.latex(), r"E + \frac{A}{N^{\alpha}} + \frac{B}{D^{\beta}}");
/// assert_eq!(law.derivative("A")?.text(), "N^-alpha");
/// # Ok::<(), lawlike_formula::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Formula {
    expr: Expr,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// If the text is not a formula or is over a limit. The error shows the place.
    pub fn parse(text: &str) -> Result<Formula, Error> {
        let parsed = parse(text, Mode::Formula)?;
        match parsed.result {
            Value::Number(root) => Ok(Formula { expr: parsed.builder.finish(root) }),
            Value::Text(_) | Value::Truth(_) => {
                Err(Error::new(crate::ErrorKind::Mixed, "this is not a formula", "write a formula"))
            }
        }
    }

    /// The expression.
    pub fn expr(&self) -> &Expr {
        &self.expr
    }

    /// The names, in order of first appearance. Names in a `sum` keep their star.
    pub fn names(&self) -> Vec<&str> {
        self.expr.names()
    }

    /// The canonical text; reading it gives an equal formula.
    pub fn text(&self) -> String {
        self.expr.text()
    }

    /// The formula as LaTeX, for math mode.
    pub fn latex(&self) -> String {
        self.expr.latex()
    }

    /// Separates coefficients from shapes; all names that are not in `columns` are parameters.
    ///
    /// # Errors
    /// If a `sum` does not fit the columns, or if a function without derivative holds a parameter.
    pub fn separate(&self, columns: &[&str]) -> Result<Separable, Error> {
        self.expr.separate(columns)
    }

    /// The same formula with every `sum` written out over the columns that fit its pattern.
    ///
    /// # Errors
    /// If no column fits a pattern, or if the result is too large.
    pub fn expand(&self, columns: &[&str]) -> Result<Formula, Error> {
        Ok(Formula { expr: self.expr.expand(columns)? })
    }

    /// The derivative with respect to `name`.
    ///
    /// # Errors
    /// If a `sum` is not expanded, or for the derivative of `trigamma`, which has no name here.
    pub fn derivative(&self, name: &str) -> Result<Formula, Error> {
        Ok(Formula { expr: self.expr.derivative(name)? })
    }

    /// The same formula with names replaced by formulas where `by` gives one.
    ///
    /// ```
    /// use lawlike_formula::Formula;
    ///
    /// let law = Formula::parse("E + A*x^-c")?;
    /// let scaled = Formula::parse("x*m")?;
    /// let other = law.substitute(&|name| (name == "x").then(|| scaled.clone()));
    /// assert_eq!(other.text(), "E + A*(x*m)^-c");
    /// # Ok::<(), lawlike_formula::Error>(())
    /// ```
    #[must_use]
    pub fn substitute(&self, by: &dyn Fn(&str) -> Option<Formula>) -> Formula {
        let mut builder = Builder::default();
        let root = builder.import(&self.expr, |builder, node| match node {
            Node::Name(name) => by(name).map(|other| builder.import(&other.expr, |_, _| None)),
            _ => None,
        });
        Formula { expr: builder.finish(root) }
    }

    /// The value, given the value of each name. `None` if a name has no value or if a `sum` is not
    /// expanded.
    pub fn eval(&self, value_of: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        self.expr.eval(value_of)
    }
}

impl From<Expr> for Formula {
    fn from(expr: Expr) -> Self {
        Formula { expr }
    }
}

impl FromStr for Formula {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Formula::parse(text)
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
