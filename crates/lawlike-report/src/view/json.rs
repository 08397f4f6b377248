//! One JSON object a result: schema, provenance, result. Numbers in shortest form that reads back; NaN is null.

use lawlike::provenance::Provenance;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::{PrettyFormatter, Serializer as Json};

/// Schema, provenance and result of one command.
#[derive(serde::Serialize)]
struct Envelope<'a, T> {
    schema: String,
    provenance: &'a Provenance,
    #[serde(flatten)]
    result: T,
}

/// The object of a command: `lawlike/<name>/1`.
pub(crate) fn render<T: serde::Serialize>(name: &str, provenance: &Provenance, result: T) -> String {
    let envelope = Envelope { schema: format!("lawlike/{name}/1"), provenance, result };
    let mut bytes = Vec::new();
    let mut json = Json::with_formatter(&mut bytes, PrettyFormatter::with_indent(b" "));
    // Writing into memory fails only for maps whose keys are not text, and there are none.
    if envelope.serialize(&mut json).is_err() {
        return String::new();
    }
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

/// The provenance of a result that depends on no data, such as the list of laws.
pub(crate) fn no_data() -> Provenance {
    Provenance::new(0, Vec::new(), Vec::new())
}

/// Names and values as an object.
pub(crate) struct Map<'a, T>(pub(crate) &'a [(String, T)]);

impl<T: Serialize> Serialize for Map<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
