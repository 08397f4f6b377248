//! Which column is what, which rows are left out, what is noticed.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike_data::{Observed, Role, Roles, Table, observe, points};

fn table(text: &str) -> Table {
    Table::from_bytes("runs.csv", text.as_bytes()).unwrap()
}

fn seen(text: &str) -> Observed {
    observe(&table(text), &Roles::default()).unwrap()
}

fn error(text: &str, roles: &Roles) -> String {
    observe(&table(text), roles).unwrap_err().to_string()
}

fn roles(y: &str, x: &[&str]) -> Roles {
    Roles {
        y: (!y.is_empty()).then(|| Role::parse(y).unwrap()),
        x: x.iter().map(|x| Role::parse(x).unwrap()).collect(),
        ..Roles::default()
    }
}

fn law(names: &[&str]) -> Roles {
    Roles { law_names: names.iter().map(|name| (*name).to_owned()).collect(), ..Roles::default() }
}

fn codes(observed: &Observed) -> Vec<&str> {
    observed.notes.iter().map(|note| note.code).collect()
}

const SWEEP: &str = "run,params,params_no_embed,tokens,flops,loss\n\
    a,1e7,8e6,2e8,1.2e16,4.1\nb,1e8,9e7,2e9,1.2e18,3.2\nc,1e9,9.5e8,2e10,1.2e20,2.6\n";

#[test]
fn a_sweep_is_understood() {
    let observed = seen(SWEEP);
    assert_eq!(observed.response, ("loss".to_owned(), Quantity::Loss(LossUnit::Nats)));
    assert_eq!(observed.axes[0], ("params".to_owned(), Quantity::Parameters(ParameterCount::Total)));
    assert_eq!(observed.axes[1], ("tokens".to_owned(), Quantity::Tokens(TokenCount::Seen)));
    assert_eq!(
        observed.understood,
        [
            "loss = `loss` (nats per token)",
            "N = `params` (total; also present: `params_no_embed`)",
            "D = `tokens` (tokens seen)"
        ]
    );
    assert_eq!(codes(&observed), ["definitions"]);
    let series = &observed.series[0];
    let others: Vec<&str> = series.others.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(others, ["params_no_embed", "flops"]);
    assert_eq!((series.lines.as_slice(), series.groups.as_slice()), (&[2, 3, 4][..], &[0, 1, 2][..]));
    assert_eq!((series.source.as_str(), series.label.as_str()), ("runs.csv", ""));
}

#[test]
fn laws_find_their_columns_by_symbol_and_by_pattern() {
    let experts =
        "total_params,active_params,tokens,n_experts,lr,loss\n8e9,1e9,2e10,8,.1,3\n9e9,2e9,3e10,16,.2,2\n";
    let names = |law_names: &[&str]| {
        let observed = observe(&table(experts), &law(law_names)).unwrap();
        observed.axes.into_iter().map(|(name, _)| name).collect::<Vec<String>>()
    };
    assert_eq!(names(&["N_active", "D", "experts"]), ["active_params", "tokens", "n_experts"]);
    assert_eq!(names(&["N", "N_active", "lr"]), ["total_params", "active_params", "lr"]);
    assert_eq!(names(&["N", "D"]), ["total_params", "tokens"]);
    // The active parameters stand for N only where nothing better is there and the law has no other use for them.
    let active = table("active_params,tokens,loss\n1e9,2e10,3\n2e9,3e10,2\n");
    let axes = |names: &[&str]| observe(&active, &law(names)).unwrap().axes;
    assert_eq!(axes(&["N"])[0].0, "active_params");
    assert_eq!(axes(&["N", "N_active", "D"]).len(), 2);
    let mixture = seen_by("share_web,share_code,tokens,loss\n.7,.3,1e9,3\n.2,.8,1e9,2\n", &["share_*"]);
    assert_eq!(mixture, ["share_web", "share_code"]);
    let repeats = "params,tokens,unique_tokens,loss\n1e8,2e9,1e9,3\n2e8,9e9,1e9,2\n";
    assert_eq!(seen_by(repeats, &["N", "D", "U"]), ["params", "tokens", "unique_tokens"]);
}

fn seen_by(text: &str, names: &[&str]) -> Vec<String> {
    observe(&table(text), &law(names)).unwrap().axes.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn ambiguity_lists_the_choices() {
    let two = error("N,loss,loss_c4\n1,2,3\n", &Roles::default());
    assert!(two.contains("`loss`, `loss_c4`") && two.contains("--y loss"), "{two}");
    let axes = error("params,tokens,flops,accuracy\n1,2,3,.5\n", &Roles::default());
    assert!(axes.contains("`flops` (compute), `tokens` (tokens), `params` (parameters)"), "{axes}");
    let same = error("params,n_params,loss\n1,2,3\n", &Roles::default());
    assert!(same.contains("`params`, `n_params`"), "{same}");
    assert!(error("width,loss\n1,2\n", &Roles::default()).contains("--x; columns of numbers are `width`"));
    assert!(error("width,N\n1,2\n", &Roles::default()).contains("--y; columns of numbers are `width`, `N`"));
    let missing = error("width,loss\n1,2\n", &roles("loss", &["depth"]));
    assert_eq!(missing, "runs.csv: no column `depth`: the columns are `width`, `loss`");
    assert!(error("width,Loss\n1,2\n", &roles("loss", &[])).contains("did you mean `Loss`?"));
    assert!(error("N,loss\n1,2\n", &roles("loss", &["loss"])).contains("is the response"));
    assert!(error("N,loss\n1,2\n", &roles("loss", &["N", "N"])).contains("twice"));
}

#[test]
fn the_names_of_a_law_choose_the_axes() {
    let axes = |names: &[&str]| -> Vec<String> {
        let observed = observe(&table(SWEEP), &law(names)).unwrap();
        observed.axes.into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(axes(&["E", "A", "C", "alpha"]), ["flops"]);
    assert_eq!(axes(&["E", "A", "N", "alpha", "D"]), ["params", "tokens"]);
    assert_eq!(axes(&["E", "params_no_embed"]), ["params_no_embed"]);
    assert!(error(SWEEP, &law(&["E", "x"])).contains("several columns may be the axis"));
    assert!(error(SWEEP, &law(&["E", "loss"])).contains("is the response"));
    let one = observe(&table("tokens,loss\n1,2\n"), &law(&["E", "x"])).unwrap();
    assert_eq!(one.axes[0].0, "tokens");
    let with_x = Roles { x: roles("", &["flops"]).x, ..law(&["N", "a"]) };
    let observed = observe(&table(SWEEP), &with_x).unwrap();
    assert_eq!(observed.axes[0].0, "flops");
    assert_eq!(observed.series[0].others[0].name, "params");
}

#[test]
fn rows_without_values_are_left_out_and_counted() {
    let observed = seen("N,loss\n1,\n2,5\n,4\n4,NA\n5,3\n6,null\n7,\n8,None\n9,\n");
    assert_eq!(observed.series[0].n(), 2);
    assert_eq!(
        observed.understood[2..],
        [
            "6 rows without `loss` left out (runs.csv, lines 2, 5, 7, 8, 9, ...)",
            "1 row without `N` left out (runs.csv, line 4)"
        ]
    );
    assert!(error("N,loss\n1,\n2,\n", &Roles::default()).contains("no row is left to work on: "));
}

#[test]
fn impossible_values_are_errors_with_a_place() {
    let cases = [
        ("N,loss\n1,2\n2,nan\n", "runs.csv, line 3, column `loss`: `nan` is not a finite number; "),
        ("N,loss\n1,2\n2,-inf\n", "runs.csv, line 3, column `loss`: `-inf` is not a finite number; "),
        ("N,loss\n1,0\n", "runs.csv, line 2, column `loss`: `0` must be above zero; "),
        ("N,loss\n1,2\n-5,3\n", "runs.csv, line 3, column `N`: `-5` must be above zero; "),
        (
            "N,loss\n1,2\n6.9B,3\n",
            "runs.csv, line 3, column `N`: `6.9B` is not a number (units and suffixes are",
        ),
        (
            "N,loss\n1,2\n\"6,900\",3\n",
            "runs.csv, line 3, column `N`: `6,900` is not a number (separators of",
        ),
        ("C,loss\n1,2\n1e21 FLOP,3\n", "runs.csv, line 3, column `C`: `1e21 FLOP` is not a number (units"),
        ("N,loss\n1,2\n2,\n3,diverged\n", "runs.csv, line 4, column `loss`: `diverged` is not a number"),
    ];
    for (text, start) in cases {
        let message = error(text, &Roles::default());
        assert!(message.starts_with(start), "{message}");
        assert!(message.contains("--where") && message.contains("--skip-bad"), "{message}");
    }
    let skip = Roles { skip_bad: true, ..Roles::default() };
    let observed = observe(&table("N,loss\n1,2\n2,nan\n3,diverged\n-4,1\n5,1.5\n"), &skip).unwrap();
    assert_eq!(observed.series[0].response.values, [2.0, 1.5]);
    assert!(
        observed.understood[2]
            .contains("2 rows with impossible values of `loss` left out (runs.csv, lines 3, 4)")
    );
    assert!(
        observed.understood[3].contains("1 row with impossible values of `N` left out (runs.csv, line 5)")
    );
    let text =
        error("N,loss,name\n1,2,a\n2,3,b\n3,4,c\n", &Roles { skip_bad: true, ..roles("loss", &["name"]) });
    assert!(
        text.contains("column `name`: `a` is not a number") && text.contains("column of numbers"),
        "{text}"
    );
    let zero_steps = observe(&table("step,loss\n0,2\n1,1\n"), &Roles::default());
    assert!(zero_steps.is_ok());
}

#[test]
fn dates_are_recognised_when_needed() {
    let observed =
        seen("model,release_date,elo\na,2024-05-01,1000\nb,2024-06-01T12:00,1010\nc,2024-07,1020\n");
    assert_eq!(observed.axes[0], ("release_date".to_owned(), Quantity::Date));
    assert_eq!(observed.series[0].axes[0].values[0], 2024.0 + 122.0 / 365.25);
    assert_eq!(observed.understood[1], "t = `release_date` (decimal year)");
    let bad = error("date,elo\n2024-05-01,1\nsoon,2\n", &roles("elo", &["date=date"]));
    assert!(
        bad.starts_with("runs.csv, line 3, column `date`: `soon` is not a date (write 2024-05-01"),
        "{bad}"
    );
    let number = error("date,elo\n20240501,1\n20240601,2\n", &Roles::default());
    assert!(number.contains("`20240501` is not a date"), "{number}");
    let other = observe(&table("started,N,loss\n2024-05-01,1,2\n,2,3\n"), &roles("loss", &["N"])).unwrap();
    assert_eq!(other.series[0].others[0].quantity, Quantity::Date);
    assert!(other.series[0].others[0].values[1].is_nan());
}

#[test]
fn series_and_groups() {
    let text = "family,run,N,loss\nb,r1,1,4\na,r1,1,5\nb,r1,2,3\n,r2,9,9\nb,,3,2.5\nb,r2,4,2\nb,,5,1\n";
    let with = Roles { by: Some("family".to_owned()), group: Some("run".to_owned()), ..Roles::default() };
    let observed = observe(&table(text), &with).unwrap();
    let labels: Vec<&str> = observed.series.iter().map(|series| series.label.as_str()).collect();
    assert_eq!(labels, ["b", "a"]);
    assert_eq!(observed.series[0].groups, [0, 0, 1, 2, 3]);
    assert_eq!(observed.series[0].lines, [2, 4, 6, 7, 8]);
    assert!(observed.understood.contains(&"1 row without `family` left out (runs.csv, line 5)".to_owned()));
    assert!(observed.understood.contains(&"one series for each value of `family` (2 in all)".to_owned()));
    let numbers = Roles { by: Some("size".to_owned()), ..Roles::default() };
    let observed = observe(&table("size,N,loss\n1.0,1,4\n2.5,1,5\n1,2,3\n"), &numbers).unwrap();
    let labels: Vec<&str> = observed.series.iter().map(|series| series.label.as_str()).collect();
    assert_eq!(labels, ["1", "2.5"]);
}

#[test]
fn weights_and_errors() {
    let with = Roles { weight: Some("w".to_owned()), stderr: Some("se".to_owned()), ..Roles::default() };
    let observed = observe(&table("N,loss,w,se\n1,4,1,.1\n2,3,0,.2\n3,2,2,\n"), &with).unwrap();
    assert_eq!(observed.series[0].weights, [1.0, 0.0]);
    assert_eq!(observed.series[0].stderr, [0.1, 0.2]);
    assert!(observed.series[0].others.is_empty());
    assert!(error("N,loss,w,se\n1,4,-1,.1\n", &with).contains("`-1` must not be below zero"));
}

#[test]
fn shares_duplicates_and_constants_are_noticed() {
    let per_cent = seen("steps,accuracy\n1,12.5\n2,0.5\n");
    assert_eq!((per_cent.response.1, codes(&per_cent)), (Quantity::Plain, vec!["per-cent"]));
    assert_eq!(per_cent.series[0].response.quantity, Quantity::Plain);
    let odd = seen("steps,accuracy\n1,0.5\n2,-0.1\n");
    assert_eq!((odd.response.1, codes(&odd)), (Quantity::Plain, vec!["not-a-share"]));
    assert!(odd.notes[0].message.starts_with("runs.csv, line 3, column `accuracy`: -0.1"));
    assert_eq!(seen("steps,accuracy\n1,0\n2,1\n").response.1, Quantity::Accuracy);

    let twice = seen("N,loss\n1,2\n2,3\n1,2\n1,2\n");
    assert_eq!(codes(&twice), ["duplicate-rows"]);
    assert!(twice.notes[0].message.starts_with("2 rows repeat others"));
    assert!(twice.notes[0].message.ends_with("the first: runs.csv, lines 2, 4"));
    assert_eq!(twice.series[0].n(), 4);
    let grouped = Roles { group: Some("run".to_owned()), ..Roles::default() };
    assert!(observe(&table("run,N,loss\na,1,2\nb,1,2\nb,2,3\n"), &grouped).unwrap().notes.is_empty());

    assert_eq!(codes(&seen("N,loss\n1,2\n1,3\n")), ["constant-axis"]);
    assert_eq!(codes(&seen("N,loss\n1,2\n2,2\n")), ["constant-response"]);
    assert_eq!(seen("N,loss\n1,2\n").notes, []);
}

#[test]
fn the_untrained_start_is_left_out() {
    let text = "step,N,loss\n0,5,4\n100,6,3\n0,7,4.1\n400,8,2\n";
    let observed = observe(&table(text), &roles("loss", &["step"])).unwrap();
    assert_eq!(observed.series[0].axes[0].values, [100.0, 400.0]);
    assert_eq!(observed.series[0].lines, [3, 5]);
    assert_eq!(
        observed.understood[2],
        "2 rows with `step` = 0 left out: a logarithmic axis begins after zero; runs.csv, lines 2, 4"
    );
    assert_eq!(codes(&observed), ["zero-left-out"]);
    assert_eq!(
        observed.notes[0].to_string(),
        "`step` = 0 is taken for the untrained start (2 rows); keep them with --keep-zero"
    );
    let at = points(&table("step\n0\n800\n"), &observed, None).unwrap();
    assert_eq!(at[0].points.columns[0].values, [0.0, 800.0]);

    let keep = Roles { keep_zero: true, ..roles("loss", &["step"]) };
    let kept = observe(&table(text), &keep).unwrap();
    assert_eq!((kept.series[0].n(), codes(&kept)), (4, vec![]));
    let rows = |text: &str, x: &str| observe(&table(text), &roles("loss", &[x])).unwrap().series[0].n();
    assert_eq!(rows("step,loss\n0,4\n1,3\n2,2\n", "step"), 3, "a factor of two is a short range");
    assert_eq!(rows("step,loss\n0,4\n-1,3\n9,2\n", "step"), 3, "zero is not the smallest");
    assert_eq!(rows("width,loss\n0,4\n1,3\n9,2\n", "width"), 3, "no axis of counts");
    assert_eq!(rows("width,loss\n0,4\n1,3\n9,2\n", "width=examples"), 2);
    assert_eq!(rows("step,loss\n0,4\n0,3\n", "step"), 2, "nothing but zero");
    assert_eq!(rows("step,width,loss\n0,1,4\n1,2,3\n9,3,2\n", "width"), 3, "not an axis");
}

#[test]
fn points_have_the_axes_and_never_the_response() {
    let observed = seen(SWEEP);
    let at = table("loss,flops,tokens,params\nsecret,1e22,2e11,1e10\n6.9B,,2e12,1e11\n-1,1,,1\n");
    let parts = points(&at, &observed, None).unwrap();
    assert_eq!((parts.len(), parts[0].label.as_str(), parts[0].rows.as_slice()), (1, "", &[0, 1][..]));
    let names: Vec<&str> = parts[0].points.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["params", "tokens", "flops"]);
    assert_eq!(parts[0].points.columns[0].values, [1e10, 1e11]);
    assert!(parts[0].points.columns[2].values[1].is_nan());
    assert_eq!(at.column("loss").unwrap().raw, ["secret", "6.9B", "-1"]);

    let lacking = points(&table("params\n1\n"), &observed, None).unwrap_err().to_string();
    assert!(lacking.contains("no column `tokens`"), "{lacking}");
    let bad = points(&table("params,tokens\n1,2\n7B,2\n"), &observed, None).unwrap_err().to_string();
    assert!(bad.starts_with("runs.csv, line 3, column `params`: `7B` is not a number"), "{bad}");
}

#[test]
fn points_are_split_like_the_observations() {
    let text = "size,N,loss\n1.0,1,4\n2,1,5\n1.0,2,3\n2,2,4\n";
    let by = Roles { by: Some("size".to_owned()), ..Roles::default() };
    let observed = observe(&table(text), &by).unwrap();
    let parts = points(&table("N,size\n10,2\n20,1\n30,2\n40,new\n50,\n"), &observed, Some("size")).unwrap();
    let labels: Vec<&str> = parts.iter().map(|part| part.label.as_str()).collect();
    assert_eq!(labels, ["2", "1", "new"]);
    assert_eq!(parts[0].rows, [0, 2]);
    assert_eq!(parts[0].points.columns[0].values, [10.0, 30.0]);
    assert_eq!(parts[1].label, observed.series[0].label);
}
