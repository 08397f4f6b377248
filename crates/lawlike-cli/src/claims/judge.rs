//! From numbers to the word of a test, and from the words of tests to that of a claim.

use lawlike::interval::Interval;
use lawlike::verdict::Word;
use lawlike_data::{Bounds, LooksAt};
use serde_json::Value;

/// The word of a test, and what it rests on.
pub(super) fn judge(answer: &Value, looks_at: &LooksAt, bounds: Bounds) -> Result<(Word, String), String> {
    match looks_at {
        LooksAt::Word => word(answer),
        LooksAt::Number { at, interval } => {
            let value = number(answer, at)?;
            let found = interval.as_ref().and_then(|(lo, hi)| {
                Some(Interval::between(value, number(answer, lo).ok()?, number(answer, hi).ok()?))
            });
            let shown = match found {
                Some(of) => format!("{} ({} to {})", short(value), short(of.lo), short(of.hi)),
                None => short(value),
            };
            // An interval that was asked for and is not there leaves the number without one: it says nothing.
            if interval.is_some() && found.is_none() {
                return Ok((Word::Untested, format!("{shown}, without an interval")));
            }
            let found = found.unwrap_or(Interval::exact(value));
            Ok((graded(found, bounds), format!("{shown}; claimed {}", claimed(bounds))))
        }
        LooksAt::Share { of, at, counts, is, leaves_out } => {
            let list = answer.pointer(of).and_then(Value::as_array).ok_or(format!("no list at {of}"))?;
            let holds = |entry: &&Value| match entry.pointer(at) {
                Some(Value::String(text)) => is.contains(text),
                Some(value) => value.as_f64().is_some_and(|value| counts.hold(value)),
                None => false,
            };
            let says = |entry: &&Value| {
                let text = entry.pointer(at).and_then(Value::as_str);
                !text.is_some_and(|text| leaves_out.iter().any(|out| out == text))
            };
            let told = || list.iter().filter(says);
            let (k, n) = (told().filter(holds).count(), told().count());
            if n == 0 {
                return Ok((Word::Untested, "nothing to count".to_owned()));
            }
            let shown = format!("{k} of {n}; claimed a share of {}", claimed(bounds));
            Ok((graded(wilson(k, n), bounds), shown))
        }
    }
}

fn word(answer: &Value) -> Result<(Word, String), String> {
    let text = |at: &str| answer.pointer(at).and_then(Value::as_str).ok_or(format!("no text at {at}"));
    let name = text("/verdict/word")?;
    let word = Word::ALL.into_iter().find(|word| word.to_string() == name);
    Ok((word.ok_or(format!("no word {name}"))?, text("/verdict/headline")?.to_owned()))
}

fn number(answer: &Value, at: &str) -> Result<f64, String> {
    answer.pointer(at).and_then(Value::as_f64).ok_or(format!("no number at {at}"))
}

/// Strong if the whole interval is as claimed, Weak if the number is, Untested if only the interval reaches what is
/// claimed, else Absent. A number without an interval is taken as exact.
fn graded(found: Interval, bounds: Bounds) -> Word {
    let [value, lo, hi] = found.numbers();
    let reaches = bounds.least.is_none_or(|least| hi >= least) && bounds.most.is_none_or(|most| lo <= most);
    if bounds.hold(lo) && bounds.hold(hi) {
        Word::Strong
    } else if bounds.hold(value) {
        Word::Weak
    } else if reaches {
        Word::Untested
    } else {
        Word::Absent
    }
}

/// The 95 % interval of a share after Wilson.
fn wilson(k: usize, n: usize) -> Interval {
    const Z: f64 = 1.959_963_984_540_054;
    let (k, n) = (k as f64, n as f64);
    let middle = (k + Z * Z / 2.0) / (n + Z * Z);
    let half = Z / (n + Z * Z) * (k * (n - k) / n + Z * Z / 4.0).sqrt();
    Interval::new(k / n, (middle - half).max(0.0), (middle + half).min(1.0))
}

/// The word of a claim: Strong if all tests that say anything are, Weak if some hold, else what most of them say.
pub(super) fn together(words: &[Word]) -> Word {
    let told: Vec<Word> = words.iter().copied().filter(|word| *word != Word::Untested).collect();
    let holds = |word: &&Word| matches!(word, Word::Strong | Word::Weak);
    if told.is_empty() {
        Word::Untested
    } else if told.iter().all(|word| *word == Word::Strong) {
        Word::Strong
    } else if told.iter().any(|word| holds(&word)) {
        Word::Weak
    } else if told.contains(&Word::Broken) {
        Word::Broken
    } else {
        Word::Absent
    }
}

fn claimed(bounds: Bounds) -> String {
    match (bounds.least, bounds.most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "nothing".to_owned(),
    }
}

fn short(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-3..1e5).contains(&size) { format!("{value:.3e}") } else { format!("{value:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_number_is_held_against_what_is_claimed() {
        let at_least = Bounds { least: Some(1.0), most: None };
        let at_most = Bounds { least: None, most: Some(0.25) };
        assert_eq!(graded(Interval::new(2.0, 1.5, 2.5), at_least), Word::Strong);
        assert_eq!(graded(Interval::new(2.0, 0.5, 2.5), at_least), Word::Weak);
        assert_eq!(graded(Interval::new(0.8, 0.5, 1.5), at_least), Word::Untested);
        assert_eq!(graded(Interval::new(0.8, 0.5, 0.9), at_least), Word::Absent);
        assert_eq!(graded(Interval::exact(0.25), at_most), Word::Strong);
        assert_eq!(graded(Interval::exact(0.26), at_most), Word::Absent);
    }

    #[test]
    fn shares_are_counted() {
        let answer =
            json!({"tasks": [{"class": "smooth", "x": 1}, {"class": "flat", "x": 3}, {"class": "flat"}]});
        let bounds = |least| Bounds { least: Some(least), most: None };
        let share = |is: &[&str], counts| LooksAt::Share {
            of: "/tasks".into(),
            at: if is.is_empty() { "/x".into() } else { "/class".into() },
            counts,
            is: is.iter().map(|text| (*text).to_owned()).collect(),
            leaves_out: Vec::new(),
        };
        let (word, found) = judge(&answer, &share(&["smooth"], Bounds::default()), bounds(0.3)).unwrap();
        assert_eq!(word, Word::Weak, "1 of 3 is enough, but three are few");
        assert!(found.starts_with("1 of 3"), "{found}");
        let (_, found) = judge(&answer, &share(&[], bounds(2.0)), bounds(0.3)).unwrap();
        assert!(found.starts_with("1 of 3"), "{found}");
        assert!(judge(&answer, &LooksAt::Word, Bounds::default()).is_err());
    }

    #[test]
    fn wilson_is_as_printed() {
        // 10 of 46: .12 to .36.
        let [lo, hi] = wilson(10, 46).ends();
        assert!((lo - 0.1226).abs() < 1e-3 && (hi - 0.3557).abs() < 1e-3, "{lo} {hi}");
    }

    #[test]
    fn words_go_together() {
        use Word::{Absent, Broken, Strong, Untested, Weak};
        for (words, word) in [
            (&[Strong, Strong][..], Strong),
            (&[Strong, Untested], Strong),
            (&[Strong, Absent], Weak),
            (&[Weak, Weak], Weak),
            (&[Absent, Broken], Broken),
            (&[Absent, Untested], Absent),
            (&[Untested], Untested),
            (&[], Untested),
        ] {
            assert_eq!(together(words), word, "{words:?}");
        }
    }
}
