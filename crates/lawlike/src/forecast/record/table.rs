//! The record as a table: one line for every source, kind and item.

use super::{Reach, Record, RecordSource};
use crate::forecast::Constants;
use crate::forecast::frame::ExtrapolationKind;
use std::fmt::Write;

const KINDS: [(ExtrapolationKind, &str); 6] = [
    (ExtrapolationKind::Log, "one axis, logarithms"),
    (ExtrapolationKind::Growth, "one axis, rising logarithms"),
    (ExtrapolationKind::Raw, "one axis, as it stands"),
    (ExtrapolationKind::Calendar, "calendar"),
    (ExtrapolationKind::DatedScore, "calendar, as it stands"),
    (ExtrapolationKind::Several, "several axes"),
];

impl Record {
    /// The table as text, numbers to four digits.
    pub fn write(&self) -> String {
        let mut out = "source;kind;item;values\n".to_owned();
        for source in &self.sources {
            let kind = KINDS.iter().find(|(k, _)| *k == source.kind).map_or("", |(_, name)| name);
            let list = |values: &[f64]| values.iter().map(|v| digits(*v)).collect::<Vec<_>>().join(" ");
            let pairs: Vec<String> =
                source.profile.iter().map(|(name, m)| format!("{name}={}", digits(*m))).collect();
            let reach: Vec<String> = source
                .reach
                .iter()
                .map(|r| format!("{}:{}:{}:{}", digits(r.upto), r.forecasts, digits(r.half), digits(r.most)))
                .collect();
            let marks: Vec<String> = source
                .marks
                .iter()
                .map(|own| own.iter().map(|m| format!("{m:x}")).collect::<Vec<_>>().join("-"))
                .collect();
            for (item, values) in [
                ("size", format!("{} {}", source.series, source.forecasts)),
                ("profile", pairs.join(" ")),
                ("ratio", digits(source.ratio)),
                ("trials", list(&source.trials)),
                ("outcomes", list(&source.outcomes)),
                ("reach", reach.join(" ")),
                ("marks", marks.join(" ")),
            ] {
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{};{kind};{item};{values}", source.name);
            }
        }
        out
    }

    /// A table read back; none where a line is not understood.
    pub fn read(text: &str) -> Option<Self> {
        let mut sources: Vec<RecordSource> = Vec::new();
        for line in text.lines().skip(1) {
            let mut cells = line.splitn(4, ';');
            let (name, kind, item, values) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
            let kind = KINDS.iter().find(|(_, known)| *known == kind)?.0;
            if sources.last().is_none_or(|last| last.name != name || last.kind != kind) {
                sources.push(RecordSource::empty(name, kind));
            }
            sources.last_mut()?.fill(item, values)?;
        }
        Some(Self { sources, constants: Constants::SHIPPED })
    }
}

impl RecordSource {
    pub(super) fn empty(name: &str, kind: ExtrapolationKind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            series: 0,
            forecasts: 0,
            profile: Vec::new(),
            ratio: f64::NAN,
            trials: Vec::new(),
            outcomes: Vec::new(),
            reach: Vec::new(),
            marks: Vec::new(),
        }
    }

    fn fill(&mut self, item: &str, values: &str) -> Option<()> {
        let words = || values.split_whitespace();
        let numbers = || words().map(|v| v.parse().ok()).collect::<Option<Vec<f64>>>();
        match item {
            "size" => {
                let sizes: Vec<usize> = words().map(|v| v.parse().ok()).collect::<Option<_>>()?;
                [self.series, self.forecasts] = sizes.try_into().ok()?;
            }
            "profile" => {
                let pair = |word: &str| {
                    let (name, value) = word.split_once('=')?;
                    Some((name.to_owned(), value.parse().ok()?))
                };
                self.profile = words().map(pair).collect::<Option<_>>()?;
            }
            "ratio" => self.ratio = values.trim().parse().ok()?,
            "trials" => self.trials = numbers()?,
            "outcomes" => self.outcomes = numbers()?,
            "reach" => self.reach = words().map(Reach::read).collect::<Option<_>>()?,
            "marks" => {
                let own = |word: &str| word.split('-').map(|m| u32::from_str_radix(m, 16).ok()).collect();
                self.marks = words().map(own).collect::<Option<_>>()?;
            }
            _ => return None,
        }
        Some(())
    }
}

impl Reach {
    fn read(word: &str) -> Option<Self> {
        let parts: Vec<&str> = word.split(':').collect();
        let [upto, forecasts, half, most] = parts.try_into().ok()?;
        Some(Self {
            upto: upto.parse().ok()?,
            forecasts: forecasts.parse().ok()?,
            half: half.parse().ok()?,
            most: most.parse().ok()?,
        })
    }
}

/// Four significant digits.
fn digits(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let places = (3 - value.abs().log10().floor() as i32).max(0) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
