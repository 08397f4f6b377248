//! The one error of the crate: a source cannot be read, or its columns do not answer the question.

use std::fmt;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A file cannot be opened or its content cannot be understood.
    Input,
    /// A column is missing, or several could be meant.
    Columns,
    /// A law file cannot be read.
    Law,
}

/// Why data could not be used: the kind, the place, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    place: String,
    message: String,
}

impl Error {
    /// An error in the content of a file, at a place such as "runs.csv, line 17, column `loss`".
    pub(crate) fn input(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Input, place: place.into(), message: message.into() }
    }

    /// An error in the choice of columns.
    pub(crate) fn columns(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Columns, place: place.into(), message: message.into() }
    }

    /// An error in a law file.
    pub(crate) fn law(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Law, place: place.into(), message: message.into() }
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where it is, such as "runs.csv, line 17, column `loss`"; empty if it has no place.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What happened and what to do, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether a file could not be opened or understood.
    pub fn is_input(&self) -> bool {
        self.kind == ErrorKind::Input
    }

    /// Whether a column is missing or several could be meant.
    pub fn is_columns(&self) -> bool {
        self.kind == ErrorKind::Columns
    }

    /// Whether a law file could not be read.
    pub fn is_law(&self) -> bool {
        self.kind == ErrorKind::Law
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.place, self.message)
        }
    }
}

impl std::error::Error for Error {}

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
