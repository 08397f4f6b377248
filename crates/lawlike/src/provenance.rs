//! Where a result comes from: version, seed, options, data.

use serde::Serialize;

/// What is needed to make a result again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// Version of lawlike.
    pub version: String,
    /// Seed of all random streams.
    pub seed: u64,
    /// The options that shaped the result, as the user would type them.
    pub options: Vec<String>,
    /// Name of the data, and the SHA-256 of its bytes in hexadecimal digits.
    pub data: Vec<DataHash>,
}

/// A file of data and its checksum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataHash {
    /// File name or name of the bundled set.
    pub name: String,
    /// SHA-256 of the bytes, in hexadecimal digits.
    pub sha256: String,
}

impl Provenance {
    /// The provenance of a result of this version.
    pub fn new(seed: u64, options: Vec<String>, data: Vec<DataHash>) -> Self {
        Self { version: env!("CARGO_PKG_VERSION").to_owned(), seed, options, data }
    }
}
