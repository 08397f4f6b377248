//! Databases of trackers.

use super::mlflow;
use super::sqlite::Database;
use super::{Kind, Sheet};
use crate::error::{Error, Result};

pub(super) const KIND: Kind =
    Kind { is: |bytes| bytes.starts_with(b"SQLite format 3\0"), read: |name, bytes| read(name, bytes) };

fn read(name: &str, bytes: &[u8]) -> Result<Sheet> {
    let database = Database::open(name, bytes)?;
    let tables = database.tables()?;
    if mlflow::is_database(&tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>()) {
        return mlflow::of_database(name, &database);
    }
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).take(20).collect();
    let message = format!(
        "an SQLite database that is not MLflow's (tables: {}): export the table as CSV, such as with `sqlite3 -csv -header`",
        names.join(", ")
    );
    Err(Error::input(name, message))
}
