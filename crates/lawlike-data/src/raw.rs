//! The cells of a column as they stand in a file. Tables are copied on the way to observations; their cells are not.

use std::ops::Deref;
use std::sync::Arc;

/// Cells that several tables share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raw(Arc<Vec<String>>);

impl From<Vec<String>> for Raw {
    fn from(cells: Vec<String>) -> Self {
        Self(Arc::new(cells))
    }
}

impl Deref for Raw {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl<const N: usize> PartialEq<[&str; N]> for Raw {
    fn eq(&self, other: &[&str; N]) -> bool {
        self.iter().map(String::as_str).eq(other.iter().copied())
    }
}
