//! A table as a tidy file: numbers as plain numbers, one row a run and step, text as it stands.

use crate::cells::Cells;
use crate::error::{Error, Result};
use crate::number::shown;
use crate::table::{Table, TableColumn};
use crate::unit::ColumnUnit;
use parquet::basic::{ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::sync::Arc;

impl Table {
    /// The table as CSV.
    ///
    /// Cells that could be taken for another format, or for a mark between cells, are quoted, so that it is read again as
    /// what it is.
    ///
    /// # Errors
    /// A name or cell holds a zero byte, which no text may.
    pub fn to_csv(&self) -> Result<Vec<u8>> {
        if let Some(column) = self.columns.iter().find(|column| column.name.contains('\0')) {
            let message =
                format!("the name of the column {} holds a zero byte: rename it", shown(&column.name));
            return Err(Error::input(&self.name, message));
        }
        let mut out = String::new();
        for (at, column) in self.columns.iter().enumerate() {
            out.push_str(if at > 0 { "," } else { "" });
            let is_quoted = is_mistakable(&column.name) || (at == 0 && !is_plain_start(&column.name));
            put(&mut out, &column.name, is_quoted);
        }
        out.push('\n');
        for row in 0..self.rows() {
            for (at, column) in self.columns.iter().enumerate() {
                let text = self.text(column, row)?;
                out.push_str(if at > 0 { "," } else { "" });
                // A line that holds nothing is passed over, one that begins with a bar may be of a table in Markdown, and where
                // no comma stands another mark may be taken for one between cells.
                let is_mistakable = text.starts_with('|')
                    || (self.columns.len() == 1 && (text.is_empty() || text.contains(MARKS)));
                put(&mut out, &text, is_mistakable);
            }
            out.push('\n');
        }
        Ok(out.into_bytes())
    }

    /// A cell, which must be text.
    fn text(&self, column: &TableColumn, row: usize) -> Result<String> {
        let text = cell(column, row);
        if text.contains('\0') {
            let message =
                "the cell holds a zero byte, which no CSV may hold: write a file that ends in .parquet";
            return Err(Error::input(self.place(row, &column.name), message));
        }
        Ok(text)
    }

    /// The table as Parquet: numbers as doubles, all else as text; missing cells are null.
    ///
    /// # Errors
    /// The names of the columns cannot stand in a Parquet file.
    pub fn to_parquet(&self) -> Result<Vec<u8>> {
        self.parquet().map_err(|error| Error::input(&self.name, format!("cannot be written: {error}")))
    }

    fn parquet(&self) -> std::result::Result<Vec<u8>, ParquetError> {
        let field = |column: &TableColumn| {
            let (kind, converted) = match column.cells {
                Cells::Number(_) => (Physical::DOUBLE, ConvertedType::NONE),
                Cells::Text(_) => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
            };
            let builder = Type::primitive_type_builder(&column.name, kind);
            builder.with_repetition(Repetition::OPTIONAL).with_converted_type(converted).build().map(Arc::new)
        };
        let fields = self.columns.iter().map(field).collect::<std::result::Result<Vec<_>, _>>()?;
        let schema = Arc::new(Type::group_type_builder("runs").with_fields(fields).build()?);
        let properties = Arc::new(WriterProperties::builder().build());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
        let mut group = writer.next_row_group()?;
        for column in &self.columns {
            let Some(mut out) = group.next_column()? else { break };
            match &column.cells {
                Cells::Number(numbers) => {
                    let levels: Vec<i16> = numbers.iter().map(|value| i16::from(!value.is_nan())).collect();
                    let values: Vec<f64> = numbers
                        .iter()
                        .filter(|value| !value.is_nan())
                        .map(|value| plain(column, value))
                        .collect();
                    out.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
                }
                Cells::Text(texts) => {
                    let levels: Vec<i16> = texts.iter().map(|text| i16::from(text.is_some())).collect();
                    let values: Vec<ByteArray> = texts.iter().flatten().map(ByteArray::from).collect();
                    out.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
                }
            }
            out.close()?;
        }
        group.close()?;
        writer.into_inner()
    }
}

/// A number as a share where its cells had per cent signs; units that a header states stay with the header.
fn plain(column: &TableColumn, value: f64) -> f64 {
    if column.unit == ColumnUnit::PerCent { column.unit.read(value) } else { value }
}

/// Writes a cell, in quotes where it needs or is to have them.
fn put(out: &mut String, text: &str, is_quoted: bool) {
    if is_quoted || text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

/// Marks between cells, other than the comma.
const MARKS: [char; 3] = [';', '\t', '|'];
/// What files of other formats begin with, as far as a name could.
const MAGIC: [&str; 6] = ["PAR1", "ARROW1", "FEA1", "BZh", "SQLite format 3", "version https"];

/// Whether a file that begins with this name can only be a table of text.
fn is_plain_start(name: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || (c.is_ascii_graphic() && c != '|') || c == ' ';
    name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && name.chars().all(is_plain)
        && !MAGIC.iter().any(|magic| name.starts_with(magic))
}

/// Whether a name in the first line would make the file look like one of another mark between cells or another format.
fn is_mistakable(name: &str) -> bool {
    name.contains(MARKS)
        || name.starts_with(['{', '[', '|', '#'])
        || name.contains(": ")
        || name.ends_with(':')
}

fn cell(column: &TableColumn, row: usize) -> String {
    match &column.cells {
        Cells::Number(numbers) if numbers.at(row).is_nan() => String::new(),
        Cells::Number(numbers) => {
            let raw = column.raw.trimmed(row);
            // Digits stay as they were typed where they are plain.
            let is_plain = column.unit != ColumnUnit::PerCent && raw.parse() == Ok(numbers.at(row));
            if is_plain { raw.into_owned() } else { plain(column, numbers.at(row)).to_string() }
        }
        Cells::Text(texts) => texts.get(row).unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_another_format_is_read_again_as_a_table() {
        // Found by a fuzzer: the first name was taken for a mark of bytes, an archive, runs of W&B or a table in Markdown.
        for input in [
            &b"\n\xef\xbb\xbf\n\nn"[..],
            b"\xef\xbb\xbfPK\x03\x04;N [M par+5\nc;70?2,t5\n",
            b" :W&B{{\r\t{7{\r{\x0b\t\r766",
            b"| n |2lo{s \r--|\r--|\n| 0 0 | |\n |\n",
            b"\n \xef\xbb\xbf\n\n{s\n\n\xef\xbb\xbf\n\n",
            b"PAR1,loss\n1,2\n",
        ] {
            let Ok(table) = Table::from_bytes("input", input) else { continue };
            let written = table.to_csv().unwrap();
            let again = Table::from_bytes("again", &written).unwrap();
            assert_eq!(again.rows(), table.rows(), "{}", written.escape_ascii());
            let names = |table: &Table| table.columns.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
            assert_eq!(names(&again), names(&table));
        }
    }

    #[test]
    fn what_looks_like_another_format_comes_back() {
        for names in
            [["lo\tss", "n;^-"], ["{n", "x"], ["[{", "x"], ["| n", "#"], ["a: b", "c:"], ["a\"b", "x,\ny"]]
        {
            let quoted = names.map(|name| format!("\"{}\"", name.replace('"', "\"\""))).join(",");
            let table = Table::from_bytes("runs.csv", format!("{quoted}\n1,p\n2,q\n").as_bytes()).unwrap();
            let again = Table::from_bytes("again.csv", &table.to_csv().unwrap()).unwrap();
            assert_eq!(again.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), names);
        }
    }

    #[test]
    fn tidy_files_come_back() {
        let text = "model;Params;MMLU;loss\na;70M;24,5%;3,9\nb;1.4B;30%;\n";
        let table = Table::from_bytes("runs.csv", text.replace("1.4B", "2B").as_bytes()).unwrap();
        let csv = table.to_csv().unwrap();
        assert_eq!(
            String::from_utf8_lossy(&csv),
            "model,Params,MMLU,loss\na,70000000,0.245,3.9\nb,2000000000,0.3,\n"
        );
        let parquet = Table::from_bytes("runs.parquet", &table.to_parquet().unwrap()).unwrap();
        assert_eq!(parquet.column("Params").unwrap().cells, Cells::Number(vec![7e7, 2e9].into()));
        assert!(parquet.column("loss").unwrap().is_missing(1));
    }
}
