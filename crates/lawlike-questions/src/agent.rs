//! Agents that call a model many times: how errors compound over the calls, and what a solved task costs.
//!
//! A task takes so many calls, all of which must be right. A call is right with a probability `p`; one that is wrong is
//! noticed with a probability `v` and made again, up to `r` times, after which the task is given up. With
//! `x = (1 - p) v` a call ends up right with `p (1 - x^(r+1)) / (1 - x)`, and a task with the power of that to the number
//! of calls: the constant-hazard model of Ord 2025 (arXiv 2505.05115) with retries. Every call reads the whole context,
//! which grows by what each call adds, so that the tokens read grow with the square of the calls.
//!
//! What it leaves out: calls do not fail independently in practice (hard tasks fail more often at every call), so a
//! rate measured over tasks of mixed hardness makes long tasks look harder than the easy ones among them are.

use lawlike::error::{Error, Result};
use lawlike::interval::Interval;
use lawlike_num::dist::beta_quantile;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// Most calls, retries included, that are thought of.
const MOST: usize = 5000;
/// Numbers of calls between one and the most asked for at which policies are drawn.
const STEPS: usize = 24;

/// How often a call is right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// Known to be so.
    Known(f64),
    /// Right calls out of so many: what they leave open goes into the intervals.
    Counted(u64, u64),
}

/// Tokens and prices of the calls.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prices {
    /// Tokens that the first call reads.
    pub prompt: f64,
    /// Tokens that every call writes.
    pub written: f64,
    /// Tokens that the answers of tools add after every call.
    pub added: f64,
    /// Dollars per million tokens read for the first time.
    pub usd_in: f64,
    /// Dollars per million tokens read again.
    pub usd_cached: f64,
    /// Dollars per million tokens written.
    pub usd_out: f64,
}

/// What an agent is like.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Workflow {
    /// How often a call is right.
    pub right: Right,
    /// Share of wrong calls that are noticed.
    pub noticed: f64,
    /// Times that a call is made again.
    pub retries: usize,
    /// Calls that a task takes, one row each.
    pub calls: Vec<usize>,
    /// Tokens and prices.
    pub prices: Prices,
}

/// Tasks of so many calls. Where the rate is known there are estimates without intervals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AgentRow {
    /// Calls that the task takes.
    pub calls: usize,
    /// Share of tasks solved.
    #[serde(serialize_with = "valued")]
    pub success: Interval,
    /// Calls made on average, retries included.
    #[serde(serialize_with = "valued")]
    pub made: Interval,
    /// Tokens read on average.
    #[serde(serialize_with = "valued")]
    pub read: Interval,
    /// Tokens written on average.
    #[serde(serialize_with = "valued")]
    pub written: Interval,
    /// Dollars a task, solved or not.
    #[serde(serialize_with = "valued")]
    pub usd: Interval,
    /// Dollars a solved task.
    #[serde(serialize_with = "valued")]
    pub usd_solved: Interval,
    /// How often a call must be right for half of the tasks to be solved.
    pub needed: f64,
}

/// Writes an estimate and the ends of its interval; null where the rate is known.
fn valued<S: Serializer>(of: &Interval, to: S) -> std::result::Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(2))?;
    map.serialize_entry("value", &of.value)?;
    map.serialize_entry("interval95", &of.is_known().then_some(of.ends()))?;
    map.end()
}

/// What the calls of a task come to.
struct Total {
    success: f64,
    made: f64,
    read: f64,
    written: f64,
    usd: f64,
}

/// Success and cost for every number of calls.
///
/// # Errors
/// A share is not between 0 and 1, a count is inconsistent, a token count or price is below zero, or calls and retries
/// come to more than 5,000.
pub fn plan(workflow: &Workflow) -> Result<Vec<AgentRow>> {
    workflow.check()?;
    let right = workflow.right.estimate();
    let row = |calls: &usize| {
        let at = |p: f64| total(workflow, p, *calls);
        let middle = at(right.value);
        let ends = right.is_known().then(|| (at(right.lo), at(right.hi)));
        let estimate = |of: &dyn Fn(&Total) -> f64| match &ends {
            Some((low, high)) => Interval::between(of(&middle), of(low), of(high)),
            None => Interval::unknown(of(&middle)),
        };
        AgentRow {
            calls: *calls,
            success: estimate(&|total| total.success),
            made: estimate(&|total| total.made),
            read: estimate(&|total| total.read),
            written: estimate(&|total| total.written),
            usd: estimate(&|total| total.usd),
            usd_solved: estimate(&|total| total.usd / total.success),
            needed: needed(workflow, *calls),
        }
    };
    Ok(workflow.calls.iter().map(row).collect())
}

/// A way to treat wrong calls, and what tasks come to under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The agent with its share of wrong calls that are noticed, and its retries.
    pub workflow: Workflow,
    /// From one call to the most that were asked for.
    pub rows: Vec<AgentRow>,
}

/// The policy asked for, beside one that makes no call again and one that notices every wrong call, to be drawn. Those that
/// come to the same, or to too many calls, are left out.
///
/// # Errors
/// As of [`plan`].
pub fn policies(workflow: &Workflow) -> Result<Vec<Policy>> {
    workflow.check()?;
    let most = workflow.calls.iter().copied().max().unwrap_or(1);
    let over = |noticed: f64, retries: usize| {
        let step = |at: usize| (most as f64).powf(at as f64 / STEPS as f64).round() as usize;
        let mut calls: Vec<usize> = (0..=STEPS).map(step).chain(workflow.calls.iter().copied()).collect();
        calls.sort_unstable();
        calls.dedup();
        Workflow { noticed, retries, calls, ..workflow.clone() }
    };
    let has_retries = workflow.noticed > 0.0 && workflow.retries > 0;
    let mut asked = vec![over(workflow.noticed, workflow.retries)];
    if has_retries {
        asked.push(over(0.0, 0));
    }
    if !has_retries || workflow.noticed < 1.0 {
        asked.push(over(1.0, workflow.retries.max(1)));
    }
    let policy = |workflow: Workflow| Some(Policy { rows: plan(&workflow).ok()?, workflow });
    Ok(asked.into_iter().filter_map(policy).collect())
}

impl Right {
    /// Estimate and 95 % interval by Jeffreys' prior.
    fn estimate(self) -> Interval {
        match self {
            Self::Known(p) => Interval::unknown(p),
            Self::Counted(right, all) => {
                let (a, b) = (right as f64 + 0.5, (all - right) as f64 + 0.5);
                let lo = if right == 0 { 0.0 } else { beta_quantile(0.025, a, b) };
                let hi = if right == all { 1.0 } else { beta_quantile(0.975, a, b) };
                Interval::new(right as f64 / all as f64, lo, hi)
            }
        }
    }
}

impl Workflow {
    fn check(&self) -> Result<()> {
        let share = |name: &str, value: f64| {
            let good = (0.0..=1.0).contains(&value);
            good.then_some(())
                .ok_or_else(|| Error::option(format!("{name} {value}: a share lies between 0 and 1")))
        };
        match self.right {
            Right::Known(p) => share("--right", p)?,
            Right::Counted(right, all) if all == 0 || right > all => {
                return Err(Error::option(format!("--right {right}/{all}: there are no such counts")));
            }
            Right::Counted(..) => {}
        }
        share("--noticed", self.noticed)?;
        let p = &self.prices;
        for (name, value) in [
            ("--prompt", p.prompt),
            ("--written", p.written),
            ("--added", p.added),
            ("--usd-in", p.usd_in),
            ("--usd-cached", p.usd_cached),
            ("--usd-out", p.usd_out),
        ] {
            if !(value.is_finite() && value >= 0.0) {
                return Err(Error::option(format!("{name} {value}: the number must be zero or more")));
            }
        }
        let most = self.calls.iter().copied().max().unwrap_or(0);
        if self.calls.contains(&0) || most.saturating_mul(self.retries.saturating_add(1)) > MOST {
            return Err(Error::option(format!(
                "--calls: a task takes one call or more, and with retries at most {MOST}"
            )));
        }
        Ok(())
    }
}

/// Expectations over tasks of so many calls, from the exact distribution of the calls made.
fn total(workflow: &Workflow, p: f64, calls: usize) -> Total {
    let x = (1.0 - p) * workflow.noticed;
    let attempts = workflow.retries + 1;
    // Chances that a call is done after so many attempts, right or wrong without notice; the rest gives up.
    let done: Vec<f64> = (0..attempts).map(|j| x.powi(j as i32) * (1.0 - x)).collect();
    let given_up = x.powi(attempts as i32);
    let mut under_way = vec![1.0];
    let (mut made, mut pairs) = (0.0, 0.0);
    let mut end = |count: usize, chance: f64| {
        made += chance * count as f64;
        pairs += chance * count as f64 * (count as f64 - 1.0) / 2.0;
    };
    for _ in 0..calls {
        let mut next = vec![0.0; under_way.len() + attempts];
        for (count, chance) in under_way.iter().enumerate() {
            for (j, share) in done.iter().enumerate() {
                next[count + j + 1] += chance * share;
            }
            end(count + attempts, chance * given_up);
        }
        under_way = next;
    }
    under_way.iter().enumerate().for_each(|(count, chance)| end(count, *chance));
    let prices = &workflow.prices;
    let grown = prices.written + prices.added;
    // The first call reads the prompt; each later one reads all before it again, and once what the last one added.
    let later = (made - 1.0).max(0.0);
    let fresh = prices.prompt + prices.added * later;
    let read = prices.prompt * made + grown * pairs;
    let written = prices.written * made;
    let usd = (fresh * prices.usd_in + (read - fresh) * prices.usd_cached + written * prices.usd_out) / 1e6;
    Total { success: call_right(workflow, p).powi(calls as i32), made, read, written, usd }
}

/// Chance that a call ends up right.
fn call_right(workflow: &Workflow, p: f64) -> f64 {
    let x = (1.0 - p) * workflow.noticed;
    // The sum of the powers of x: exact where x is one.
    p * (0..=workflow.retries).map(|j| x.powi(j as i32)).sum::<f64>()
}

/// How often a call must be right for half of the tasks to be solved.
fn needed(workflow: &Workflow, calls: usize) -> f64 {
    let (mut lo, mut hi) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (lo + hi);
        if call_right(workflow, middle).powi(calls as i32) < 0.5 { lo = middle } else { hi = middle }
    }
    hi
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike_num::stream::Stream;

    fn workflow() -> Workflow {
        Workflow {
            right: Right::Known(0.97),
            noticed: 0.6,
            retries: 2,
            calls: vec![1, 10, 100, 300],
            prices: Prices {
                prompt: 2000.0,
                written: 300.0,
                added: 500.0,
                usd_in: 3.0,
                usd_cached: 0.3,
                usd_out: 15.0,
            },
        }
    }

    /// One task, call by call: whether it was solved, calls made, tokens read, dollars.
    fn walk(workflow: &Workflow, p: f64, calls: usize, stream: &mut Stream) -> (bool, f64, f64, f64) {
        let prices = workflow.prices;
        let (mut solved, mut made, mut read, mut usd) = (true, 0.0, 0.0, 0.0);
        let mut context = prices.prompt;
        let mut fresh = prices.prompt;
        'task: for _ in 0..calls {
            for attempt in 0..=workflow.retries {
                made += 1.0;
                read += context;
                usd += fresh * prices.usd_in
                    + (context - fresh) * prices.usd_cached
                    + prices.written * prices.usd_out;
                context += prices.written + prices.added;
                fresh = prices.added;
                if stream.uniform() < p {
                    break;
                }
                if stream.uniform() >= workflow.noticed {
                    solved = false;
                    break;
                }
                if attempt == workflow.retries {
                    solved = false;
                    break 'task;
                }
            }
        }
        (solved, made, read, usd / 1e6)
    }

    #[test]
    fn the_table_is_what_simulated_tasks_come_to() {
        let workflow = workflow();
        let tasks = 40_000;
        for row in plan(&workflow).unwrap() {
            let mut stream = Stream::keyed(5, &[row.calls as u64]);
            let (mut solved, mut made, mut read, mut usd) = (0.0, 0.0, 0.0, 0.0);
            for _ in 0..tasks {
                let one = walk(&workflow, 0.97, row.calls, &mut stream);
                solved += f64::from(u8::from(one.0));
                made += one.1;
                read += one.2;
                usd += one.3;
            }
            let share = |sum: f64| sum / f64::from(tasks);
            let sd = (row.success.value * (1.0 - row.success.value) / f64::from(tasks)).sqrt();
            assert!(
                (share(solved) - row.success.value).abs() < 4.0 * sd + 1e-12,
                "{row:?} {}",
                share(solved)
            );
            for (simulated, exact) in [(made, row.made), (read, row.read), (usd, row.usd)] {
                assert!((share(simulated) / exact.value - 1.0).abs() < 0.01, "{row:?} {}", share(simulated));
            }
        }
    }

    #[test]
    fn without_notice_errors_compound_as_a_power() {
        let plain = Workflow { noticed: 0.0, retries: 0, ..workflow() };
        let rows = plan(&plain).unwrap();
        assert!((rows[2].success.value - 0.97f64.powi(100)).abs() < 1e-15);
        assert!((rows[2].needed - 0.5f64.powf(0.01)).abs() < 1e-12);
        assert!((rows[2].made.value - 100.0).abs() < 1e-9 && rows[0].read.value == 2000.0);
    }

    #[test]
    fn policies_are_told_apart_and_meet_the_plan() {
        let found = policies(&workflow()).unwrap();
        let asked = plan(&workflow()).unwrap();
        assert_eq!(found.len(), 3, "as asked, without retries, and with every wrong call noticed");
        let at = |policy: &Policy| policy.rows.iter().find(|row| row.calls == 100).unwrap().success.value;
        assert_eq!(at(&found[0]), asked[2].success.value);
        assert!(at(&found[1]) < at(&found[0]) && at(&found[0]) < at(&found[2]));
        let plain = policies(&Workflow { noticed: 0.0, retries: 1, ..workflow() }).unwrap();
        assert_eq!(plain.len(), 2, "nothing noticed is nothing made again");
    }

    #[test]
    fn counts_leave_intervals_open_and_wrong_ones_are_refused() {
        let counted = Workflow { right: Right::Counted(97, 100), ..workflow() };
        let row = plan(&counted).unwrap()[1];
        let [lo, hi] = row.success.ends();
        assert!(lo < row.success.value && row.success.value < hi && hi < 1.0);
        for right in [Right::Counted(5, 4), Right::Counted(0, 0), Right::Known(1.5), Right::Known(f64::NAN)] {
            assert!(plan(&Workflow { right, ..workflow() }).is_err(), "{right:?}");
        }
        assert!(plan(&Workflow { calls: vec![0], ..workflow() }).is_err());
        assert!(plan(&Workflow { calls: vec![90_000], ..workflow() }).is_err());
        assert!(plan(&Workflow { noticed: -0.1, ..workflow() }).is_err());
    }
}
