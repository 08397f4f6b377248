//! What would follow from a rule: the rows it marks, and the answer without them.

use super::{Marks, RULES, Runs};
use crate::backtest::{Cut, last_split};
use crate::check::Direction;
use crate::fit::Objective;
use crate::forecast::{Chosen, forecast_series};
use crate::interval::{self, Interval};
use crate::kept::Kept;
use crate::law::Law;
use crate::observations::Observations;
use crate::verdict::Word;
use lawlike_num::progress::part;
use serde::Serialize;

/// The largest held-out run, and what the runs before the last cut forecast for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LargestHeldOut {
    /// Line of the run.
    pub line: usize,
    /// What happened.
    pub truth: f64,
    /// Median and 95 % interval of the forecast.
    #[serde(serialize_with = "interval::triple")]
    pub forecast: Interval,
}

/// One rule on some runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// Name of the rule.
    pub name: &'static str,
    /// What it marks, in a few words.
    pub title: &'static str,
    /// Rows that it marks.
    pub rows: usize,
    /// Lines of these rows, the first hundred.
    pub lines: Vec<usize>,
    /// What the runs do not say, if the rule cannot be asked.
    pub lacks: Option<&'static str>,
    /// Estimates of the law without these rows, where there is one series.
    pub parameters: Vec<(String, f64)>,
    /// Median and 95 % interval for the largest held-out run, without these rows in the past.
    #[serde(serialize_with = "interval::optional_triple")]
    pub forecast: Option<Interval>,
    /// The verdict without these rows.
    pub verdict: Option<Word>,
    /// Why there is no answer without these rows.
    pub failure: Option<String>,
}

/// All rules on some runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effects {
    /// Estimates of the law with all rows, where there is one series.
    pub parameters: Vec<(String, f64)>,
    /// The verdict with all rows.
    pub verdict: Word,
    /// Whether the response is a loss, which most rules are about.
    pub is_loss: bool,
    /// The largest held-out run that no rule marks, where there is one series.
    pub target: Option<LargestHeldOut>,
    /// Every rule.
    pub effects: Vec<Effect>,
}

impl Effects {
    /// Whether any rule marks any row.
    pub fn marks_any(&self) -> bool {
        self.effects.iter().any(|effect| effect.rows > 0)
    }
}

/// Lines that are listed.
const LISTED: usize = 100;

/// The answer of an audit on some series: verdict, and estimates of the law where there is one series.
pub(crate) type Answer = (Word, Vec<(String, f64)>);

/// How the rules are asked.
pub(crate) struct Ask<'a> {
    /// The law whose forecast is shown.
    pub(crate) law: &'a Law,
    /// Its objective.
    pub(crate) objective: Objective,
    /// The cut behind which runs are held out; the last of the rolling ones if none was named.
    pub(crate) cut: Option<&'a Cut>,
    /// Threads; all if zero.
    pub(crate) threads: usize,
    /// Where trials are kept.
    pub(crate) kept: &'a Kept,
}

/// Asks every rule, and `answer` for what follows from leaving its rows out: it is given what is left, and the rows of each
/// series that are gone. `all` is the answer with all rows.
pub(crate) fn effects(
    series: &[Observations],
    ask: &Ask<'_>,
    all: Answer,
    answer: impl Fn(&[Observations], &[Vec<usize>]) -> crate::Result<Answer>,
) -> Effects {
    let runs: Vec<Runs<'_>> = series.iter().map(Runs::new).collect();
    let marks: Vec<Vec<Marks>> =
        RULES.iter().map(|rule| runs.iter().map(|runs| (rule.mark)(runs)).collect()).collect();
    let chosen = Chosen::new(ask.law.clone(), Some(ask.objective));
    let held = match series {
        [one] => Held::new(one, ask, &marks, chosen),
        _ => None,
    };
    let (verdict, parameters) = all;
    let marking =
        |marks: &Vec<Marks>| marks.iter().any(|marks| matches!(marks, Marks::Rows(rows) if !rows.is_empty()));
    let mut left_to_ask = marks.iter().filter(|marks| marking(marks)).count();
    let effects = RULES.iter().zip(&marks).map(|(rule, marks)| {
        let rows = |index: usize| match &marks[index] {
            Marks::Rows(rows) => rows.as_slice(),
            Marks::Lacks(_) => &[],
        };
        let lines: Vec<usize> = (0..series.len())
            .flat_map(|index| rows(index).iter().map(move |row| series[index].lines[*row]))
            .collect();
        let lacks = marks.iter().find_map(|marks| match marks {
            Marks::Lacks(what) => Some(*what),
            Marks::Rows(_) => None,
        });
        let mut effect = Effect {
            name: rule.card.code,
            title: rule.card.title,
            rows: lines.len(),
            lacks: lacks.filter(|_| lines.is_empty()),
            lines: lines.into_iter().take(LISTED).collect(),
            parameters: Vec::new(),
            forecast: None,
            verdict: None,
            failure: None,
        };
        if effect.rows > 0 {
            let gone: Vec<Vec<usize>> = (0..series.len()).map(|index| rows(index).to_vec()).collect();
            let share = 1.0 / left_to_ask as f64;
            left_to_ask -= 1;
            part(share, || {
                match left(series, &rows).and_then(|left| answer(&left, &gone)) {
                    Ok((word, parameters)) => (effect.verdict, effect.parameters) = (Some(word), parameters),
                    Err(error) => effect.failure = Some(error.to_string()),
                }
                effect.forecast = held.as_ref().and_then(|held| held.without(rows(0)));
            });
        }
        effect
    });
    Effects {
        effects: effects.collect(),
        is_loss: runs.iter().all(Runs::is_loss),
        parameters,
        verdict,
        target: held.and_then(|held| held.target()),
    }
}

/// The series without the rows marked; series without rows are gone.
fn left<'a>(
    series: &[Observations],
    marked: &impl Fn(usize) -> &'a [usize],
) -> crate::Result<Vec<Observations>> {
    let without_marked = |(index, one): (usize, &Observations)| {
        let marked = marked(index);
        let rows: Vec<usize> = (0..one.n()).filter(|row| marked.binary_search(row).is_err()).collect();
        (!rows.is_empty()).then(|| one.select(&rows))
    };
    let left: Vec<Observations> = series.iter().enumerate().filter_map(without_marked).collect();
    if left.is_empty() { Err(crate::Error::observations("no row is left")) } else { Ok(left) }
}

/// The largest held-out run and the past that it is forecast from.
struct Held<'a> {
    runs: &'a Observations,
    past: Vec<usize>,
    row: usize,
    chosen: Chosen,
    threads: usize,
    kept: &'a Kept,
}

impl<'a> Held<'a> {
    fn new(runs: &'a Observations, ask: &Ask<'a>, marks: &[Vec<Marks>], chosen: Chosen) -> Option<Self> {
        let (past, future) = last_split(runs, ask.cut)?;
        let is_marked = |row: &usize| {
            marks
                .iter()
                .flatten()
                .any(|marks| matches!(marks, Marks::Rows(rows) if rows.binary_search(row).is_ok()))
        };
        let place = Direction::main(runs)?.values;
        let largest = |rows: Vec<usize>| rows.into_iter().max_by(|a, b| place[*a].total_cmp(&place[*b]));
        let row = largest(future.into_iter().filter(|row| !is_marked(row)).collect())?;
        Some(Self { runs, past, row, chosen, threads: ask.threads, kept: ask.kept })
    }

    /// Median and 95 % interval without these rows in the past.
    fn without(&self, marked: &[usize]) -> Option<Interval> {
        let past: Vec<usize> =
            self.past.iter().copied().filter(|row| marked.binary_search(row).is_err()).collect();
        if past.is_empty() {
            return None;
        }
        let (past, points) = (self.runs.select(&past), self.runs.points().select(&[self.row]));
        let found =
            forecast_series(&[(&past, &points)], Some(&self.chosen), self.threads, self.kept).pop()?;
        let fan = found.fan(0, found.scale);
        fan.median().is_finite().then_some(fan.interval95)
    }

    fn target(&self) -> Option<LargestHeldOut> {
        let forecast = self.without(&[])?;
        Some(LargestHeldOut {
            line: self.runs.lines[self.row],
            truth: self.runs.response.values[self.row],
            forecast,
        })
    }
}
