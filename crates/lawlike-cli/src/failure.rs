//! Why a question has no answer, as data: the kind, and the text that the command would print.

use std::fmt;

/// What kind of question could not be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The words are not those of the command, or an option is out of its range.
    Usage,
    /// A file or table cannot be read, or holds impossible values.
    Input,
    /// A column is missing, several could be meant, or the rows cannot carry the question.
    Data,
    /// A law or formula cannot be read or does not fit the columns.
    Law,
    /// The work was stopped by whoever asked.
    Stopped,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The kind.
    pub cause: Cause,
    /// What happened, where, and what to do: the text of the command.
    pub text: String,
}

impl Failure {
    /// An error of the words themselves, as the parser of the command puts it.
    pub(crate) fn usage(error: &clap::Error) -> Self {
        let text = error.render().to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned();
        Self { cause: Cause::Usage, text }
    }

    /// The work was stopped.
    pub(crate) fn stopped() -> Self {
        Self { cause: Cause::Stopped, text: "stopped".to_owned() }
    }
}

impl From<&anyhow::Error> for Failure {
    fn from(error: &anyhow::Error) -> Self {
        Self { cause: cause(error), text: crate::output::printable(&format!("{error:#}")) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Failure {}

/// The kind of an error: that of the first error in its chain which has one.
fn cause(error: &anyhow::Error) -> Cause {
    let kinds = error.chain().find_map(|error| {
        if let Some(error) = error.downcast_ref::<lawlike_data::Error>() {
            return Some(match error.kind() {
                lawlike_data::ErrorKind::Input => Cause::Input,
                lawlike_data::ErrorKind::Columns => Cause::Data,
                lawlike_data::ErrorKind::Law => Cause::Law,
            });
        }
        if let Some(error) = error.downcast_ref::<lawlike::Error>() {
            return Some(match error.kind() {
                lawlike::error::ErrorKind::Law => Cause::Law,
                lawlike::error::ErrorKind::Observations => Cause::Data,
                lawlike::error::ErrorKind::Option => Cause::Usage,
            });
        }
        if error.is::<lawlike_formula::Error>() {
            return Some(Cause::Law);
        }
        error.is::<std::io::Error>().then_some(Cause::Input)
    });
    kinds.unwrap_or(Cause::Usage)
}
