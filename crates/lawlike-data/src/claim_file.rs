//! Claims that are put to the test: a TOML file each, with what would refute it and how it is tested.

use crate::error::{Error, Result};
use crate::toml_file::{TomlFile, Value};
use toml::de::DeTable;

/// A claim, what it rests on, and what was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claim {
    /// Name of the file without its ending.
    pub id: String,
    /// In plain words.
    pub statement: String,
    /// In one sentence that can be false.
    pub precise: String,
    /// Who made it, where, and on which day.
    pub who: String,
    /// The citation.
    pub cited: String,
    /// The day on which it was made.
    pub when: String,
    /// What it is about, such as pre-training or price.
    pub axis: String,
    /// Law, or the alternatives that are compared.
    pub law: String,
    /// Cut, horizon and tolerance.
    pub terms: String,
    /// Numbers that its makers published.
    pub published: String,
    /// The outcome that would refute it.
    pub refuted_if: String,
    /// What would decide it, where it is untested, or the part of it that is.
    pub decides: String,
    /// The word that was found.
    pub word: String,
    /// The day on which it was found.
    pub date: String,
    /// What was found, in numbers.
    pub numbers: String,
    /// How far the word reaches: on what data, and which part of the claim.
    pub reach: String,
    /// How it is tested.
    pub tests: Vec<ClaimTest>,
}

/// One test of a claim: a command, and what of its answer is looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClaimTest {
    /// What it tests, in a few words.
    pub name: String,
    /// A bundled set, a file of a public set, or a file beside the claim.
    pub data: String,
    /// The command without the name of the program; `DATA` stands for the data.
    pub command: Vec<String>,
    /// What is looked at.
    pub looks_at: LooksAt,
    /// What is claimed of the value.
    pub bounds: Bounds,
}

/// Bounds of a value; none is no bound.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bounds {
    /// The least value.
    pub least: Option<f64>,
    /// The greatest value.
    pub most: Option<f64>,
}

impl Bounds {
    /// Whether a value lies within.
    pub fn hold(&self, value: f64) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }
}

/// What of an answer a test looks at; places are JSON pointers (RFC 6901).
#[derive(Debug, Clone, Default, PartialEq)]
pub enum LooksAt {
    /// The word of an audit.
    #[default]
    Word,
    /// A number, with the ends of its interval where it has one.
    Number {
        /// Where the number is.
        at: String,
        /// Where the ends of its 95 % interval are.
        interval: Option<(String, String)>,
    },
    /// The share of the entries of a list for which something holds.
    Share {
        /// Where the list is.
        of: String,
        /// Where in an entry to look.
        at: String,
        /// Bounds of the number of an entry that counts.
        counts: Bounds,
        /// The texts that count, in place of numbers.
        is: Vec<String>,
        /// The texts of entries that say nothing and are left out.
        leaves_out: Vec<String>,
    },
}

/// Where a public file comes from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClaimSource {
    /// Name of the file.
    pub name: String,
    /// Repository, commit and path.
    pub origin: String,
    /// SHA-256 of the file in hexadecimal digits.
    pub sha256: String,
}

/// Reads a claim from the text of a TOML file; the name of the file without its ending is that of the claim.
///
/// # Errors
/// The text is not TOML, a key is missing or not known, or a value is not of its kind; the error names the line.
pub fn claim_from_toml(name: &str, text: &str) -> Result<Claim> {
    let file = TomlFile { name, text, mistake: Error::input };
    let table = file.parse()?;
    let table = table.get_ref();
    const TEXTS: [&str; 15] = [
        "statement",
        "precise",
        "who",
        "cited",
        "when",
        "axis",
        "law",
        "terms",
        "published",
        "refuted_if",
        "decides",
        "word",
        "date",
        "numbers",
        "reach",
    ];
    file.known(table, &[&TEXTS[..], &["test"]].concat())?;
    let text = |key: &str| file.text(table, key);
    let must = |key: &str| file.must(table, key);
    let mut claim = Claim {
        id: name.strip_suffix(".toml").unwrap_or(name).to_owned(),
        statement: must("statement")?,
        precise: must("precise")?,
        who: text("who")?,
        cited: text("cited")?,
        when: text("when")?,
        axis: text("axis")?,
        law: text("law")?,
        terms: text("terms")?,
        published: text("published")?,
        refuted_if: must("refuted_if")?,
        decides: text("decides")?,
        word: text("word")?,
        date: text("date")?,
        numbers: text("numbers")?,
        reach: text("reach")?,
        tests: Vec::new(),
    };
    if let Some(tests) = table.get("test") {
        claim.tests = file.array(tests)?.iter().map(|item| file.test(item)).collect::<Result<_>>()?;
    }
    if claim.tests.is_empty() && claim.decides.is_empty() {
        let message = "no test: add a [[test]], or say what would decide the claim with decides = \"...\"";
        return Err(file.error(0, message.to_owned()));
    }
    Ok(claim)
}

/// Reads where public files come from: one `[[source]]` a file.
///
/// # Errors
/// As for [`claim_from_toml`].
pub fn claim_sources(name: &str, text: &str) -> Result<Vec<ClaimSource>> {
    let file = TomlFile { name, text, mistake: Error::input };
    let table = file.parse()?;
    file.known(table.get_ref(), &["source"])?;
    let Some(list) = table.get_ref().get("source") else { return Ok(Vec::new()) };
    let source = |item: &Value<'_>| {
        let table = file.table(item)?;
        file.known(table, &["name", "origin", "sha256"])?;
        let must = |key: &str| file.must(table, key);
        Ok(ClaimSource { name: must("name")?, origin: must("origin")?, sha256: must("sha256")? })
    };
    file.array(list)?.iter().map(source).collect()
}

/// What a file of claims says beside plain values.
impl TomlFile<'_> {
    fn table<'v, 'i>(&self, value: &'v Value<'i>) -> Result<&'v DeTable<'i>> {
        value.get_ref().as_table().map_or_else(|| self.wrong(value, "a table"), Ok)
    }

    /// A finite number, if the key is there.
    fn finite(&self, table: &DeTable<'_>, key: &str) -> Result<Option<f64>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let number = self.number(value)?;
        if number.is_finite() { Ok(Some(number)) } else { self.wrong(value, "a finite number") }
    }

    fn test(&self, item: &Value<'_>) -> Result<ClaimTest> {
        let table = self.table(item)?;
        let keys = [
            "name",
            "data",
            "command",
            "number",
            "interval",
            "each",
            "counts_from",
            "counts_to",
            "is",
            "leaves_out",
            "at_least",
            "at_most",
        ];
        self.known(table, &keys)?;
        let at = item.span().start;
        let command = self.strings(table, "command")?;
        if command.is_empty() {
            let message = "a test without command: add command = [\"audit\", \"DATA\", ...]";
            return Err(self.error(at, message.to_owned()));
        }
        let bounds = Bounds { least: self.finite(table, "at_least")?, most: self.finite(table, "at_most")? };
        let looks_at = self.looks_at(table, at)?;
        if looks_at != LooksAt::Word && bounds == Bounds::default() {
            let message = "a number without a bound: add at_least = ... or at_most = ...";
            return Err(self.error(at, message.to_owned()));
        }
        Ok(ClaimTest {
            name: self.text(table, "name")?,
            data: self.text(table, "data")?,
            command,
            looks_at,
            bounds,
        })
    }

    fn looks_at(&self, table: &DeTable<'_>, at: usize) -> Result<LooksAt> {
        let number = self.text(table, "number")?;
        let of = self.text(table, "each")?;
        if !of.is_empty() {
            let (least, most) = (self.finite(table, "counts_from")?, self.finite(table, "counts_to")?);
            return Ok(LooksAt::Share {
                of,
                at: number,
                counts: Bounds { least, most },
                is: self.strings(table, "is")?,
                leaves_out: self.strings(table, "leaves_out")?,
            });
        }
        if number.is_empty() {
            return Ok(LooksAt::Word);
        }
        let interval = match self.strings(table, "interval")?.as_slice() {
            [] => None,
            [lo, hi] => Some((lo.clone(), hi.clone())),
            _ => {
                let message = "interval: name two places, of the lower and of the upper end";
                return Err(self.error(at, message.to_owned()));
            }
        };
        Ok(LooksAt::Number { at: number, interval })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "statement = \"s\"\nprecise = \"p\"\nrefuted_if = \"r\"\n";

    #[test]
    fn a_claim_is_read() {
        let text = format!(
            "{HEAD}word = \"Weak\"\n[[test]]\nname = \"t\"\ndata = \"runs.csv\"\ncommand = [\"trend\", \"DATA\"]\n\
             number = \"/series/0/all/slope\"\ninterval = [\"/a\", \"/b\"]\nat_least = 1\n[[test]]\n\
             command = [\"audit\"]\n[[test]]\ncommand = [\"tasks\"]\neach = \"/tasks\"\nnumber = \"/class\"\n\
             is = [\"smooth\"]\nat_most = 0.5\n"
        );
        let claim = claim_from_toml("mine.toml", &text).unwrap();
        assert_eq!((claim.id.as_str(), claim.word.as_str(), claim.tests.len()), ("mine", "Weak", 3));
        assert_eq!(claim.tests[0].bounds, Bounds { least: Some(1.0), most: None });
        assert!(matches!(&claim.tests[0].looks_at, LooksAt::Number { interval: Some(_), .. }));
        assert_eq!(claim.tests[1].looks_at, LooksAt::Word);
        assert!(matches!(&claim.tests[2].looks_at, LooksAt::Share { is, .. } if is == &["smooth"]));
    }

    #[test]
    fn faults_have_a_line() {
        let error = |text: &str| claim_from_toml("mine.toml", text).unwrap_err().to_string();
        assert!(error("statement = 3\n").starts_with("mine.toml, line 1: expected a text"));
        assert!(error("precise = \"p\"\n").contains("no statement"));
        assert!(error(HEAD).contains("no test"));
        assert!(error(&format!("{HEAD}wrod = \"Weak\"\n")).starts_with("mine.toml, line 4: unknown key"));
        let test = format!("{HEAD}[[test]]\ncommand = [\"audit\"]\nnumber = \"/x\"\n");
        assert!(error(&test).contains("without a bound"));
        assert!(error(&format!("{HEAD}[[test]]\nname = \"t\"\n")).contains("without command"));
    }

    #[test]
    fn sources_are_read() {
        let text = "[[source]]\nname = \"a.csv\"\norigin = \"o\"\nsha256 = \"00\"\n";
        assert_eq!(claim_sources("sources.toml", text).unwrap()[0].name, "a.csv");
        assert!(claim_sources("sources.toml", "[[source]]\nname = \"a\"\n").is_err());
    }
}
