//! The options that shape a result, as they go into its provenance.

use crate::args::{
    Better, Claim, Columns, Compare, ComputeOptimal, Counting, Decimal, Emergence, Files, Fit, Inference,
    Model, Parameters, Passk, Stock, Tasks, TestTime, Trend, TrendColumns, Trial,
};
use lawlike_data::Table;

/// Options in the form in which a user would type them, without those left at `auto`; threads, format and
/// file are none of them.
#[derive(Default)]
pub(crate) struct Options(Vec<String>);

/// The options that all commands with data share.
pub(crate) fn options(columns: &Columns, model: &Model) -> Options {
    let mut options = columned(columns);
    options.each("--law", Some(&model.law).filter(|law| *law != "auto"));
    options.each("--objective", Some(&model.objective).filter(|objective| *objective != "auto"));
    options
}

/// The options of a plan: its columns, and others by name; those without a value were not typed.
pub(crate) fn plan_options(columns: &Columns, others: &[(&str, String)]) -> Vec<String> {
    let mut options = columned(columns);
    for (name, value) in others {
        options.each(name, Some(value).filter(|value| !value.is_empty()));
    }
    options.0
}

fn columned(columns: &Columns) -> Options {
    let mut options = Options::default();
    options.each("--x", &columns.x);
    for (name, value) in [
        ("--y", &columns.y),
        ("--group", &columns.group),
        ("--by", &columns.by),
        ("--where", &columns.filter),
        ("--weight", &columns.weight),
        ("--stderr", &columns.stderr),
    ] {
        options.each(name, value);
    }
    if !columns.units.is_empty() {
        options.each("--units", [&columns.units.join(",")]);
    }
    if columns.skip_bad {
        options.0.push("--skip-bad".to_owned());
    }
    if columns.keep_zero {
        options.0.push("--keep-zero".to_owned());
    }
    options.reading(&columns.files);
    options.each("--rule", &columns.rules.rule);
    options
}

/// The options of repeated sampling.
pub(crate) fn passk_options(args: &Passk) -> Vec<String> {
    let mut options = Options::default();
    options.each("--k", [&args.k.join(",")]);
    options.each("--verifier", &args.verifier);
    let columns = &args.columns;
    for (name, value) in [
        ("--task", &columns.task),
        ("--samples", &columns.samples),
        ("--correct", &columns.correct),
        ("--where", &columns.filter),
    ] {
        options.each(name, value);
    }
    options.each("--model", &columns.model);
    options.each("--cost", &columns.cost);
    options.0
}

/// The options of a plan of inference time.
pub(crate) fn test_time_options(args: &TestTime) -> Vec<String> {
    let mut options = Options::default();
    let columns = &args.columns;
    for (name, value) in [
        ("--task", &columns.task),
        ("--samples", &columns.samples),
        ("--correct", &columns.correct),
        ("--where", &columns.filter),
        ("--y", &args.y),
        ("--thinking", &args.thinking),
        ("--size", &args.size),
        ("--training", &args.training),
        ("--domain", &args.domain),
        ("--rate", &args.rate),
        ("--train-cost", &args.train_cost),
    ] {
        options.each(name, value);
    }
    options.each("--model", &columns.model);
    options.each("--cost", &columns.cost);
    let targets: Vec<String> = args.target.iter().map(f64::to_string).collect();
    options.each("--target", [&targets.join(",")]);
    options.each("--verifier", Some(&args.verifier).filter(|verifier| *verifier != "1:0"));
    options.0.extend(args.train_cost.as_ref().map(|_| format!("--problems {}", args.problems)));
    let known =
        [("--items", args.items), ("--usd-cached", args.usd_cached), ("--usd-reasoning", args.usd_reasoning)];
    let numbers = [
        ("--prompt", args.prompt),
        ("--answer", args.answer),
        ("--usd-in", args.usd_in),
        ("--usd-out", args.usd_out),
    ];
    let numbers = numbers.map(|(name, value)| (name, Some(value).filter(|value| *value != 0.0)));
    for (name, value) in known.into_iter().chain(numbers) {
        options.0.extend(value.map(|value| format!("{name} {value}")));
    }
    options.0
}

/// The options of a trend.
pub(crate) fn trend_options(args: &Trend) -> Vec<String> {
    let mut options = Options::default();
    if let Some(better) = args.better {
        let way = if better == Better::Lower { "lower" } else { "higher" };
        options.0.push(format!("--better {way}"));
    }
    options.each("--since", &args.since);
    options.each("--cut", &args.cut);
    options.each("--at", (!args.at.is_empty()).then(|| args.at.join(",")).as_ref());
    options.each("--step", &args.step);
    options.each("--claim", &args.claim);
    let market = &args.market;
    options.each(
        "--implied-size",
        (!market.implied_size.is_empty()).then(|| market.implied_size.join(",")).as_ref(),
    );
    options.0.extend(market.split.then(|| "--split".to_owned()));
    options.each("--family", &market.family);
    options.trended(&args.columns).0
}

/// The options of a stock.
pub(crate) fn stock_options(args: &Stock) -> Vec<String> {
    let mut options = Options::default();
    options.each("--stock", [&args.stock]);
    options.each("--growth", [&args.growth.to_string()]);
    options.each("--on", &args.on);
    options.each("--since", &args.since);
    options.trended(&args.columns).0
}

/// The options of downstream tasks.
pub(crate) fn tasks_options(args: &Tasks) -> Vec<String> {
    let mut options = Options::default();
    let columns = &args.columns;
    for (name, value) in [
        ("--task", &columns.task),
        ("--loss", &columns.loss),
        ("--compute", &columns.compute),
        ("--name", &columns.name),
        ("--by", &columns.by),
        ("--where", &columns.filter),
        ("--cut", &args.cut),
    ] {
        options.each(name, value);
    }
    for (name, values) in [
        ("--y", &columns.y),
        ("--x", &columns.x),
        ("--items", &columns.items),
        ("--chance", &columns.chance),
        ("--step", &args.step),
    ] {
        options.each(name, values);
    }
    options.each("--law", Some(&args.law).filter(|law| *law != "auto"));
    options.0
}

/// The options of emergence.
pub(crate) fn emergence_options(args: &Emergence) -> Vec<String> {
    let mut options = Options::default();
    options.each("--cut", &args.cut.map(|cut| format!("{cut:e}")));
    let columns = &args.columns;
    options.each("--task", &columns.task);
    options.each("--benchmark", &columns.benchmark);
    for (name, value) in [
        ("--x", &columns.x),
        ("--model", &columns.model),
        ("--family", &columns.family),
        ("--items", &columns.items),
        ("--where", &columns.filter),
    ] {
        options.each(name, value);
    }
    options.0
}

impl Options {
    /// How files are read.
    fn reading(&mut self, files: &Files) {
        let decimal = files.decimal.map(|decimal| if decimal == Decimal::Comma { "comma" } else { "point" });
        self.each("--decimal", &decimal.map(str::to_owned));
        self.each("--long", &files.long);
        let join = files.join.as_ref().map(|path| path.to_string_lossy().into_owned());
        self.each("--join", &join);
        self.each("--on", &files.on);
    }

    /// With what is published.
    pub(crate) fn claim(mut self, claim: &Claim) -> Self {
        if !claim.published.is_empty() {
            self.0.push(format!("--published {}", claim.published.join(",")));
        }
        self.each("--published-interval", &claim.published_interval);
        self
    }

    /// With what all models share.
    pub(crate) fn counting(mut self, counting: &Counting) -> Self {
        if !counting.assume.is_empty() {
            self.0.push(format!("--assume {}", counting.assume.join(",")));
        }
        self
    }

    /// With the columns of a trend.
    fn trended(mut self, columns: &TrendColumns) -> Self {
        self.each("--interval", (!columns.interval.is_empty()).then(|| columns.interval.join(",")).as_ref());
        for (name, value) in [
            ("--y", &columns.y),
            ("--x", &columns.x),
            ("--label", &columns.label),
            ("--stderr", &columns.stderr),
            ("--size", &columns.size),
            ("--weight", &columns.weight),
            ("--where", &columns.filter),
        ] {
            self.each(name, value);
        }
        self.each("--by", &columns.by);
        self.each(
            "--date-error",
            (columns.date_error > 0.0).then(|| columns.date_error.to_string()).as_ref(),
        );
        self
    }

    /// With what is said of the parameters of a law.
    pub(crate) fn parameters(mut self, args: &Parameters) -> Self {
        for (name, values) in [("--start", &args.start), ("--fix", &args.fix), ("--bound", &args.bound)] {
            if !values.is_empty() {
                self.0.push(format!("{name} {}", values.join(",")));
            }
        }
        self
    }

    /// With the options of a fit.
    pub(crate) fn fit(mut self, args: &Fit) -> Vec<String> {
        self = self.parameters(&args.parameters);
        self.0.extend(args.stderr_relative.then(|| "--stderr-relative".to_owned()));
        if args.bootstrap > 0 {
            self.0.push(format!("--bootstrap {}", args.bootstrap));
        }
        self.0
    }

    /// With the options of a comparison.
    pub(crate) fn compare(mut self, args: &Compare) -> Vec<String> {
        self.each("--law", &args.law);
        self.each("--arm", &args.arm);
        self.each("--reference", &args.reference);
        self.each("--cut", &args.cut);
        self.0
    }

    /// With the options of a plan.
    pub(crate) fn plan(mut self, args: &ComputeOptimal) -> Vec<String> {
        if !args.budget.is_empty() {
            let budgets: Vec<String> = args.budget.iter().map(f64::to_string).collect();
            self.0.push(format!("--budget {}", budgets.join(",")));
        }
        self.0.extend(args.usd_per_flop.map(|price| format!("--usd-per-flop {price}")));
        self.0.push(format!("--replicates {}", args.replicates));
        self.0
    }

    /// With the options of a plan of inference.
    pub(crate) fn inference(mut self, args: &Inference) -> Vec<String> {
        self.0.extend(args.goal.like.map(|like| format!("--like {like}")));
        self.0.extend(args.goal.loss.map(|loss| format!("--loss {loss}")));
        let tokens: Vec<String> = args.tokens.iter().map(f64::to_string).collect();
        self.0.push(format!("--tokens {}", tokens.join(",")));
        self.0.push(format!("--replicates {}", args.replicates));
        self.0
    }

    /// With the options of a test.
    pub(crate) fn trial(mut self, trial: &Trial) -> Vec<String> {
        self.each("--cut", &trial.cut);
        self.each("--tolerance", &trial.tolerance);
        self.0
    }

    /// With the average of the law, if it was asked for.
    pub(crate) fn average(mut self, is_average: bool) -> Self {
        self.0.extend(is_average.then(|| "--average".to_owned()));
        self
    }

    /// With the points of a forecast.
    pub(crate) fn at(mut self, points: &Table) -> Vec<String> {
        self.each("--at", [&points.name]);
        self.0
    }

    fn each<'a>(&mut self, name: &str, values: impl IntoIterator<Item = &'a String>) {
        self.0.extend(values.into_iter().map(|value| format!("{name} {}", quoted(value))));
    }
}

/// In quotes where a shell would need them.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=%,+@".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn values_are_quoted_for_a_shell() {
        assert_eq!(quoted("loss"), "loss");
        assert_eq!(quoted("tokens > 1"), "'tokens > 1'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
