//! Logs of runs, as trackers keep them: facts about a run, and values at steps. Together they are one table.

use super::Format;
use super::sheet::{Builder, Cell, Sheet};
use crate::error::Result;
use std::collections::{HashMap, HashSet};

/// The log of one run.
#[derive(Debug, Default, Clone)]
pub(super) struct Log {
    /// Name of the run; empty for the only one.
    pub(super) run: String,
    /// Settings and states, by name.
    pub(super) facts: Vec<(String, String)>,
    /// Steps in the order in which they were first met, each with values by name.
    steps: Vec<(String, Vec<(String, String)>)>,
    place: HashMap<String, usize>,
}

impl Log {
    pub(super) fn new(run: impl Into<String>) -> Self {
        Self { run: run.into(), ..Self::default() }
    }

    /// Adds a value at a step; a later one replaces an earlier one.
    pub(super) fn add(&mut self, step: &str, name: &str, value: String) {
        let at = *self.place.entry(step.to_owned()).or_insert_with(|| {
            self.steps.push((step.to_owned(), Vec::new()));
            self.steps.len() - 1
        });
        let values = &mut self.steps[at].1;
        match values.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) => *own = value,
            None => values.push((name.to_owned(), value)),
        }
    }

    /// Adds all values of another log of the same run.
    pub(super) fn absorb(&mut self, other: Self) {
        for (step, values) in other.steps {
            for (name, value) in values {
                self.add(&step, &name, value);
            }
        }
        for (name, value) in other.facts {
            self.set(&name, value);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Sets a fact; a later one replaces an earlier one.
    pub(super) fn set(&mut self, name: &str, value: String) {
        match self.facts.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) => *own = value,
            None => self.facts.push((name.to_owned(), value)),
        }
    }
}

/// All logs as one table: run, facts, step, values.
pub(super) fn sheet(format: Format, name: &str, logs: &[Log], step: &str) -> Result<Sheet> {
    let mut builder = Builder::new(format);
    let has_names = logs.iter().any(|log| !log.run.is_empty());
    let mut line = 0;
    for log in logs {
        let taken: HashSet<&str> =
            log.steps.iter().flat_map(|(_, values)| values).map(|(key, _)| key.as_str()).collect();
        let is_taken = |key: &str| key == "run" || key == step || taken.contains(key);
        let rows = log.steps.len().max(1);
        let mut head = 0;
        let mut fact = |key: &str, value: &str| {
            head += 1;
            builder.repeat((name, line + 1), key, (value, rows))
        };
        if has_names {
            fact("run", &log.run)?;
        }
        for (key, value) in &log.facts {
            if is_taken(key) { fact(&format!("config.{key}"), value)? } else { fact(key, value)? }
        }
        if log.steps.is_empty() {
            line += 1;
            builder.end_repeated(name, line, head)?;
        }
        for (at, values) in &log.steps {
            line += 1;
            builder.cell((name, line), step, Cell::Text(at))?;
            for (key, value) in values.iter().filter(|(key, _)| key != step && (key != "run" || !has_names)) {
                builder.cell((name, line), key, Cell::Text(value))?;
            }
            builder.end_repeated(name, line, head)?;
        }
    }
    let mut sheet = builder.finish(name)?;
    sheet.run = has_names.then(|| "run".to_owned());
    if has_names {
        sheet.said.push(match logs.len() {
            1 => format!("1 run of {}", format.name()),
            count => format!("{count} runs of {}, joined by `run`", format.name()),
        });
    }
    Ok(sheet)
}
