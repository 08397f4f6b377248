//! The language of laws: parse, separate, differentiate, compile, print.
//!
//! A law is one line of text: `E + A*N^-alpha + B*D^-beta`. [`Formula::parse`] reads it;
//! [`Formula::separate`] finds that `E, A, B` enter linearly (*coefficients*) and that `alpha, beta` do
//! not (*shapes*); [`Program::compile`] makes a program that computes the law and its derivatives for
//! columns of data. [`Predicate`] is the sister language for conditions on rows.
//!
//! ```
//! use lawlike_formula::{Formula, Program, Workspace};
//!
//! let law = Formula::parse("E + A*N^-alpha")?.separate(&["N"])?;
//! assert_eq!(law.parameters, ["E", "A", "alpha"]);
//! assert_eq!((law.coefficients.as_slice(), law.shapes.as_slice()), (&[0, 1][..], &[2][..]));
//!
//! let bound = Program::compile(&law).bind(&[&[1.0, 4.0, 16.0]])?;
//! let mut workspace = Workspace::default();
//! let mut values = [0.0; 3];
//! bound.values(&[1.5, 2.0, 0.5], &mut workspace, &mut values);
//! assert_eq!(values, [3.5, 2.5, 2.0]);
//! # Ok::<(), lawlike_formula::Error>(())
//! ```
//!
//! # The language
//!
//! - numbers (`2`, `.5`, `1e-3`) and names (`alpha_1`, or anything in back-quotes);
//! - `+ - * / ^` (`**` is `^`), the sign `-`, parentheses. `^` groups to the right and binds more
//!   tightly than the sign on its left: `-x^2` is `-(x^2)`, `N^-alpha` needs no parentheses;
//! - the functions of [`Function`]; `log` is `ln`; `min` and `max` take two or more arguments;
//! - `sum(share_*: k_* * share_*^a_*)`: the sum over all columns that fit the pattern, with the star
//!   replaced everywhere in the body. There a `*` directly after a `_` belongs to the name; put a space
//!   before a `*` that means multiplication.
//!
//! There are no constants: `pi` is a name like any other. Texts have at most [`MAX_LENGTH`] bytes,
//! [`MAX_DEPTH`] levels and [`MAX_NODES`] parts. Anything else gives an [`Error`] with its place; no
//! text makes this crate panic.

mod ast;
mod check;
mod derive;
mod error;
mod expand;
mod formula;
mod function;
mod latex;
mod lex;
mod measure;
mod numeric;
mod parse;
mod predicate;
mod print;
mod program;
mod separate;
mod similar;

pub use ast::{Expr, Id, Node};
pub use check::{MAX_DEPTH, MAX_LENGTH, MAX_NODES};
pub use error::{Error, ErrorKind};
pub use expand::star;
pub use formula::Formula;
pub use function::Function;
pub use measure::{BaseUnit, Measure, Measures};
pub use predicate::{Predicate, Value};
pub use program::{Bound, Program, Workspace};
pub use separate::Separable;
pub use similar::{did_you_mean, similar};
