//! The shape of JSON values seen, as a JSON Schema.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Objects whose keys are names of the data or of parameters, not of fields.
const MAPS: [&str; 8] = ["baselines", "sd", "point", "points", "values", "words", "parameters", "rivals"];

/// What values at one place look like.
#[derive(Debug, Default)]
pub(super) struct Shape {
    types: BTreeSet<&'static str>,
    /// How many objects were seen.
    objects: usize,
    /// Fields, and in how many objects each was.
    fields: BTreeMap<String, (Shape, usize)>,
    items: Option<Box<Shape>>,
    is_map: bool,
}

impl Shape {
    /// Adds a value.
    pub(super) fn add(&mut self, value: &Value) {
        match value {
            Value::Null => {
                self.types.insert("null");
            }
            Value::Bool(_) => {
                self.types.insert("boolean");
            }
            Value::Number(_) => {
                // NaN and infinities are null.
                self.types.extend(["number", "null"]);
            }
            Value::String(_) => {
                self.types.insert("string");
            }
            Value::Array(values) => {
                self.types.insert("array");
                let items = self.items.get_or_insert_default();
                values.iter().for_each(|value| items.add(value));
            }
            Value::Object(fields) => {
                self.types.insert("object");
                self.objects += 1;
                for (name, value) in fields {
                    let entry = self.fields.entry(name.clone()).or_default();
                    entry.0.is_map = MAPS.contains(&name.as_str());
                    entry.0.add(value);
                    entry.1 += 1;
                }
            }
        }
    }

    /// Lets every field be null that the types of the program let be absent, whether or not it was seen so.
    pub(super) fn let_be_null(&mut self, optional: &BTreeSet<String>) {
        for (name, (shape, _)) in &mut self.fields {
            if optional.contains(name) {
                shape.types.insert("null");
            }
            shape.let_be_null(optional);
        }
        if let Some(items) = &mut self.items {
            items.let_be_null(optional);
        }
    }

    /// The schema of what was seen; a place where only null was seen may hold anything.
    pub(super) fn schema(&self) -> Value {
        let mut schema = Map::new();
        if self.types.iter().any(|name| *name != "null") {
            let types: Vec<&str> = self.types.iter().copied().collect();
            let types = if let [only] = types.as_slice() { json!(only) } else { json!(types) };
            schema.insert("type".to_owned(), types);
        }
        if let Some(items) = &self.items {
            schema.insert("items".to_owned(), items.schema());
        }
        if self.objects > 0 && self.is_map {
            let mut any = Self::default();
            self.fields.values().for_each(|(shape, _)| any.merge(shape));
            schema.insert("additionalProperties".to_owned(), any.schema());
        } else if self.objects > 0 {
            let properties: Map<String, Value> =
                self.fields.iter().map(|(name, (shape, _))| (name.clone(), shape.schema())).collect();
            let always = self.fields.iter().filter(|(_, (_, times))| *times == self.objects);
            let required: Vec<&String> = always.map(|(name, _)| name).collect();
            schema.insert("properties".to_owned(), Value::Object(properties));
            schema.insert("required".to_owned(), json!(required));
            schema.insert("additionalProperties".to_owned(), json!(false));
        }
        Value::Object(schema)
    }

    fn merge(&mut self, other: &Self) {
        self.types.extend(&other.types);
        self.objects += other.objects;
        for (name, (shape, times)) in &other.fields {
            let entry = self.fields.entry(name.clone()).or_default();
            entry.0.merge(shape);
            entry.1 += times;
        }
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().merge(items);
        }
    }
}

/// Names of the fields that are an `Option` somewhere in this text of Rust.
pub(super) fn optional(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter_map(|line| {
        let (name, _) = line.trim_start().trim_start_matches("pub ").split_once(": Option<")?;
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        is_name.then(|| name.to_owned())
    })
}
