//! Numbers that several tables share.

use std::ops::Deref;
use std::sync::Arc;

/// The numbers of a column, one a row; copies of a table share them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Numbers(Arc<Vec<f64>>);

impl Numbers {
    /// The numbers, without a copy where nothing else holds them.
    pub(crate) fn into_vec(self) -> Vec<f64> {
        Arc::try_unwrap(self.0).unwrap_or_else(|shared| shared.to_vec())
    }
}

impl From<Vec<f64>> for Numbers {
    fn from(values: Vec<f64>) -> Self {
        Self(Arc::new(values))
    }
}

impl Deref for Numbers {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        &self.0
    }
}
