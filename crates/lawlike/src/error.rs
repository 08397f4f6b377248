//! The one error of the crate: the question could not be asked.
//!
//! Non-convergence, non-identifiability and extrapolation are results
//! ([`crate::fit::Status`], [`crate::finding::Finding`]), never errors.

use std::fmt;

/// What kind of question could not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A law or formula could not be read or does not fit the columns.
    Law,
    /// The observations are missing, impossible or too few to ask the question.
    Observations,
    /// An option is out of its range or does not go with the others.
    Option,
}

/// Why a question could not be asked, with its place and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

impl Error {
    /// An error about a law.
    pub fn law(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Law, message: message.into() }
    }

    /// An error about the observations.
    pub fn observations(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Observations, message: message.into() }
    }

    /// An error about an option.
    pub fn option(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Option, message: message.into() }
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<lawlike_formula::Error> for Error {
    fn from(error: lawlike_formula::Error) -> Self {
        Self::law(error.to_string())
    }
}

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
