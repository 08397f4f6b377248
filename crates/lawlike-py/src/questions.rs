//! What can be asked, as JSON: from it the Python functions are written and checked.

use lawlike_cli::{Argument, ArgumentKind, arguments};
use pyo3::prelude::*;
use serde_json::{Value, json};

/// All questions and their arguments, as the text of a JSON array.
#[pyfunction]
pub(crate) fn questions() -> String {
    let question = |question: lawlike_cli::QuestionCommand| {
        json!({
            "words": question.words,
            "about": question.about,
            "arguments": question.arguments.iter().map(argument).collect::<Vec<Value>>(),
        })
    };
    Value::from_iter(arguments().into_iter().map(question)).to_string()
}

fn argument(argument: &Argument) -> Value {
    let kind = match argument.kind {
        ArgumentKind::Flag => "flag",
        ArgumentKind::Number => "number",
        ArgumentKind::Count => "count",
        ArgumentKind::Path => "path",
        ArgumentKind::Text => "text",
    };
    json!({
        "long": argument.long,
        "id": argument.id,
        "kind": kind,
        "value": argument.value,
        "many": argument.is_many,
        "delimiter": argument.delimiter.map(String::from),
        "required": argument.is_required,
        "default": argument.default,
        "choices": argument.choices,
        "help": argument.help,
        "heading": argument.heading,
    })
}
