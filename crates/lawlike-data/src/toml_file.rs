//! A TOML file that a user wrote, read with the line of every mistake: laws and claims.

use crate::error::{Error, Result};
use crate::number::shown;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its place.
pub(crate) type Value<'i> = Spanned<DeValue<'i>>;

/// A file, for the places of errors.
pub(crate) struct TomlFile<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
    /// The error that a mistake in it is: its place, and what is wrong.
    pub(crate) mistake: fn(String, String) -> Error,
}

impl<'a> TomlFile<'a> {
    pub(crate) fn parse(&self) -> Result<Spanned<DeTable<'a>>> {
        DeTable::parse(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.error(at, format!("not valid TOML ({}): correct this line", error.message()))
        })
    }

    pub(crate) fn error(&self, at: usize, message: String) -> Error {
        let line = 1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        (self.mistake)(format!("{}, line {line}", self.name), message)
    }

    /// Refuses a key that is not among those known.
    pub(crate) fn known(&self, table: &DeTable<'_>, keys: &[&str]) -> Result<()> {
        match table.keys().find(|key| !keys.contains(&key.get_ref().as_ref())) {
            Some(key) => {
                let message = format!("unknown key {}: known are {}", shown(key.get_ref()), keys.join(", "));
                Err(self.error(key.span().start, message))
            }
            None => Ok(()),
        }
    }

    pub(crate) fn wrong<T>(&self, value: &Value<'_>, expected: &str) -> Result<T> {
        let message = format!("expected {expected}, found a value of type {}", value.get_ref().type_str());
        Err(self.error(value.span().start, message))
    }

    pub(crate) fn string<'v>(&self, value: &'v Value<'_>) -> Result<&'v str> {
        value.get_ref().as_str().map_or_else(|| self.wrong(value, "a text in quotation marks"), Ok)
    }

    pub(crate) fn array<'v, 'i>(&self, value: &'v Value<'i>) -> Result<&'v [Value<'i>]> {
        value.get_ref().as_array().map_or_else(|| self.wrong(value, "a list"), |array| Ok(&array[..]))
    }

    /// A number, as a whole number, with decimals, or infinite.
    pub(crate) fn number(&self, value: &Value<'_>) -> Result<f64> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => None,
        };
        number.filter(|number: &f64| !number.is_nan()).map_or_else(|| self.wrong(value, "a number"), Ok)
    }

    /// A text, empty where the key is missing.
    pub(crate) fn text(&self, table: &DeTable<'_>, key: &str) -> Result<String> {
        table.get(key).map_or(Ok(String::new()), |value| self.string(value).map(str::to_owned))
    }

    /// A text that must be there.
    pub(crate) fn must(&self, table: &DeTable<'_>, key: &str) -> Result<String> {
        match table.get(key) {
            Some(value) => self.string(value).map(str::to_owned),
            None => Err(self.error(0, format!("no {key}: add {key} = \"...\""))),
        }
    }

    /// The texts of a list, none where the key is missing.
    pub(crate) fn strings(&self, table: &DeTable<'_>, key: &str) -> Result<Vec<String>> {
        let Some(value) = table.get(key) else { return Ok(Vec::new()) };
        self.array(value)?.iter().map(|item| self.string(item).map(str::to_owned)).collect()
    }
}
