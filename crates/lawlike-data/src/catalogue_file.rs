//! An entry of the catalogue of public data, read from its TOML file.

use crate::error::{Error, Result};
use crate::toml_file::TomlFile;

/// A public data set that does not come with the program: where it is, what it holds, whose it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Name, as typed on the command line.
    pub id: String,
    /// Title in a few words.
    pub title: String,
    /// What it holds.
    pub holds: String,
    /// Repository on GitHub, as `owner/name`.
    pub repository: String,
    /// Commit, as 40 hexadecimal digits.
    pub commit: String,
    /// Path of the file in the repository; with a star for many files.
    pub path: String,
    /// SHA-256 of the file, where it is known.
    pub checksum: Option<String>,
    /// Its size in bytes, where it is known.
    pub bytes: Option<u64>,
    /// Name of the tidy table that claims are tested on, where there is one.
    pub tidy: Option<String>,
    /// Licence, or that none is stated.
    pub licence: String,
    /// What to cite.
    pub citation: String,
    /// Columns with their units.
    pub columns: Vec<String>,
    /// What to know before it is used; may be empty.
    pub note: String,
}

impl Entry {
    /// The name of the file; none where the entry is many files.
    pub fn file_name(&self) -> Option<&str> {
        self.path.rsplit('/').next().filter(|_| !self.path.contains('*'))
    }

    /// Where the file is on the network, at its commit; none where the entry is many files.
    pub fn url(&self) -> Option<String> {
        self.file_name()?;
        let path = self.path.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        });
        let path: String = path.collect();
        Some(format!("https://raw.githubusercontent.com/{}/{}/{path}", self.repository, self.commit))
    }

    /// Where a reader finds it.
    pub fn address(&self) -> String {
        format!("https://github.com/{} at {}, {}", self.repository, self.commit, self.path)
    }
}

/// An entry from the text of its file; `name` is that of the file.
///
/// # Errors
/// No TOML, a key that is unknown, missing or of another type, or a commit or checksum that is none; with its line.
pub fn entry_from_toml(name: &str, text: &str) -> Result<Entry> {
    let file = TomlFile { name, text, mistake: Error::input };
    let root = file.parse()?;
    let table = root.get_ref();
    let keys = [
        "title",
        "holds",
        "repository",
        "commit",
        "path",
        "sha256",
        "bytes",
        "tidy",
        "licence",
        "citation",
        "columns",
        "note",
    ];
    file.known(table, &keys)?;
    let must = |key: &str| file.must(table, key);
    let digits = |key: &str, length: usize, digits: String| {
        let is_hex = digits.len() == length
            && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let at = table.get(key).map_or(0, |value| value.span().start);
        let wrong = || file.error(at, format!("{key}: write {length} hexadecimal digits"));
        if is_hex { Ok(digits) } else { Err(wrong()) }
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let sha256 = some(file.text(table, "sha256")?);
    let bytes = match table.get("bytes") {
        Some(value) => Some(file.number(value)?),
        None => None,
    };
    Ok(Entry {
        id: name.strip_suffix(".toml").unwrap_or(name).to_owned(),
        title: must("title")?,
        holds: must("holds")?,
        repository: must("repository")?,
        commit: digits("commit", 40, must("commit")?)?,
        path: must("path")?,
        checksum: sha256.map(|found| digits("sha256", 64, found)).transpose()?,
        bytes: bytes.filter(|bytes| *bytes >= 0.0).map(|bytes| bytes as u64),
        tidy: some(file.text(table, "tidy")?),
        licence: must("licence")?,
        citation: must("citation")?,
        columns: file.strings(table, "columns")?,
        note: file.text(table, "note")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(more: &str) -> String {
        let commit = "0123456789".repeat(4);
        format!(
            "title = \"t\"\nholds = \"h\"\nrepository = \"o/n\"\ncommit = \"{commit}\"\npath = \"a b/c.csv\"\nlicence = \"MIT\"\n\
             citation = \"c\"\n{more}"
        )
    }

    #[test]
    fn an_entry_has_an_address_that_is_escaped() {
        let entry = entry_from_toml("set.toml", &text("columns = [\"x\"]\nbytes = 12\n")).unwrap();
        let commit = "0123456789".repeat(4);
        assert_eq!((entry.id.as_str(), entry.bytes, entry.file_name()), ("set", Some(12), Some("c.csv")));
        let url = format!("https://raw.githubusercontent.com/o/n/{commit}/a%20b/c.csv");
        assert_eq!(entry.url(), Some(url));
        let many = Entry { path: "a/*.json".to_owned(), ..entry };
        assert_eq!((many.url(), many.file_name()), (None, None));
    }

    #[test]
    fn mistakes_have_a_line() {
        for more in ["sha256 = \"abc\"\n", "colour = \"red\"\n", "bytes = \"many\"\n"] {
            let error = entry_from_toml("set.toml", &text(more)).unwrap_err();
            assert!(error.place().contains("line 8"), "{more}: {}", error.place());
        }
        assert!(entry_from_toml("set.toml", "title = \"t\"\n").is_err());
    }
}
