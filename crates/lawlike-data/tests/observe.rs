//! Which column is what, which rows are left out, what is noticed.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike_data::{ColumnUnit, Observed, Role, Roles, StatedUnit, Table, observe, observe_for, points};

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
    let axes = error("examples,steps,accuracy\n2,3,.5\n", &Roles::default());
    assert!(axes.contains("`examples` (examples), `steps` (steps)"), "{axes}");
    let same = error("params,n_params,loss\n1,2,3\n", &Roles::default());
    assert!(same.contains("`params`, `n_params`"), "{same}");
    assert!(error("width,loss\n1,2\n", &Roles::default()).contains("--x; columns of numbers are `width`"));
    assert!(
        error("width,N\n1,2000000\n", &Roles::default()).contains("--y; columns of numbers are `width`, `N`")
    );
    let missing = error("width,loss\n1,2\n", &roles("loss", &["depth"]));
    assert_eq!(missing, "runs.csv: no column `depth`: the columns are `width`, `loss`");
    assert!(error("width,Loss\n1,2\n", &roles("loss", &[])).contains("did you mean `Loss`?"));
    assert!(error("N,loss\n1,2\n", &roles("loss", &["loss"])).contains("is the response"));
    assert!(error("N,loss\n1,2\n", &roles("loss", &["N", "N"])).contains("twice"));
}

#[test]
fn compute_comes_before_one_of_its_factors_and_the_other_is_said() {
    let rows = "tokens,flops,accuracy\n2e9,3e17,.2\n2e9,4e18,.3\n8e9,3e18,.35\n1e9,6e18,.3\n3e9,5e19,.4\n";
    let observed = seen(rows);
    assert_eq!(observed.axes[0].0, "flops");
    assert!(
        observed.notes.iter().any(|note| note.code == "unused-size" && note.message.contains("`tokens`"))
    );
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
        ("N,loss\n1,2\n2,-inf\n", "runs.csv, line 3, column `loss`: `-inf` is not a finite number; "),
        ("N,loss\n1,0\n", "runs.csv, line 2, column `loss`: `0` must be above zero; "),
        ("N,loss\n1,2\n-5,3\n", "runs.csv, line 3, column `N`: `-5` must be above zero; "),
        (
            "N,loss\n1,2\n6.9B,3\n",
            "runs.csv, line 3, column `N`: `6.9B` is not a number (units and suffixes are",
        ),
        (
            "N,loss\n1,2\n\"6,900\",3\n",
            "runs.csv, line 3, column `N`: `N` holds `6,900`, which is 6900 with --decimal point and 6.9 with --decimal comma",
        ),
        ("C,loss\n1,2\n1e21 FLOP,3\n", "runs.csv, line 3, column `C`: `1e21 FLOP` is not a number (units"),
        ("N,loss\n1,2\n2,\n3,diverged\n", "runs.csv, line 4, column `loss`: `diverged` is not a number"),
    ];
    for (text, start) in cases {
        let message = error(text, &Roles::default());
        assert!(message.starts_with(start), "{message}");
        let helps = message.contains("--where") && message.contains("--skip-bad");
        assert!(helps || message.contains("--decimal"), "{message}");
    }
    let skip = Roles { skip_bad: true, ..Roles::default() };
    let observed = observe(&table("N,loss\n1,2\n2,inf\n3,diverged\n-4,1\n5,1.5\n"), &skip).unwrap();
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
    let number = seen("date,elo\n20240501,1\n20240601,2\n");
    assert_eq!(number.series[0].axes[0].values[0], 2024.0 + 122.0 / 365.25);
    let number = error("date,elo\n20241301,1\n20240601,2\n", &Roles::default());
    assert!(number.contains("`20241301` is not a date"), "{number}");
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
    assert_eq!((per_cent.response.1, codes(&per_cent)), (Quantity::Accuracy, vec!["per-cent"]));
    assert_eq!(per_cent.series[0].response.values, [0.125, 0.005]);
    assert_eq!(per_cent.response_unit(), ColumnUnit::PerCent);
    let plain = observe(&table("steps,accuracy\n1,12.5\n2,0.5\n"), &roles("accuracy=plain", &[])).unwrap();
    assert_eq!((plain.response.1, plain.series[0].response.values[0]), (Quantity::Plain, 12.5));
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

#[test]
fn per_cent_and_shares_are_read_alike() {
    let shares: Vec<f64> = (0..10).map(|i| 0.2 + 0.06 * f64::from(i)).collect();
    let text = |name: &str, factor: f64| {
        let row = |(i, share): (usize, &f64)| format!("{},{}\n", 10_u64.pow(i as u32 + 6), share * factor);
        format!("params,{name}\n{}", shares.iter().enumerate().map(row).collect::<String>())
    };
    for (name, factor) in [
        ("accuracy", 100.0),
        ("score_percent", 100.0),
        ("mmlu", 100.0),
        ("mmlu", 1.0),
        ("Score (%)", 100.0),
        ("reward", 1.0),
    ] {
        let observed = observe(&table(&text(name, factor)), &roles(name, &[])).unwrap();
        let values = &observed.series[0].response.values;
        assert_eq!(observed.response.1, Quantity::Accuracy, "{name}");
        assert!(values.iter().zip(&shares).all(|(a, b)| (a - b).abs() < 1e-12), "{name}: {values:?}");
        assert_eq!(codes(&observed), if factor > 1.0 { vec!["per-cent"] } else { vec![] }, "{name}");
    }
    assert_eq!(
        observe(&table(&text("value", 1.0)), &roles("value", &[])).unwrap().response.1,
        Quantity::Plain
    );
    let digits = |unit: f64| {
        let row = |i: u32| format!("{},{}\n", 10_u64.pow(i + 3), unit * f64::from(140 * i + 23) / 1319.0);
        format!("steps,value\n{}", (0..9).map(row).collect::<String>())
    };
    for unit in [1.0, 1e-3, 100.0] {
        let observed = observe(&table(&digits(unit)), &roles("value", &[])).unwrap();
        let last = observed.series[0].response.values[8];
        assert_eq!((observed.response.1, codes(&observed)), (Quantity::Accuracy, vec!["counted-share"]));
        assert!((last - 1143.0 / 1319.0).abs() < 1e-12, "{unit}: {last}");
        assert!((observed.response_unit().write(last) / unit - last).abs() < 1e-12, "{unit}");
    }
    assert_eq!(
        observe(&table(&digits(1.0)), &roles("value=plain", &[])).unwrap().response.1,
        Quantity::Plain
    );
    let stated =
        table(&text("value", 100.0)).with_units(&[StatedUnit::parse("value=%").unwrap()], false).unwrap();
    let observed = observe(&stated, &roles("value", &[])).unwrap();
    assert_eq!((observed.response.1, observed.response_unit()), (Quantity::Accuracy, ColumnUnit::PerCent));
}

#[test]
fn a_column_that_mixes_shares_and_per_cent_is_refused() {
    let cell = |i: i32| if i % 4 == 1 { 30.0 + 5.0 * f64::from(i) } else { 0.3 + 0.05 * f64::from(i) };
    let rows: String = (0..12).map(|i| format!("{},{}\n", 10_f64.powi(i + 6), cell(i))).collect();
    let message = error(&format!("params,accuracy\n{rows}"), &Roles::default());
    assert!(message.contains("mixes shares and per cent") && message.contains("lines 3, 7, 11"), "{message}");
    // A benchmark that wakes up passes from a few per cent to many once: no mixture.
    let woken = seen("params,accuracy\n1e6,0.4\n1e7,0.6\n1e8,0.9\n1e9,45\n1e10,80\n");
    assert_eq!(woken.response_unit(), ColumnUnit::PerCent);
}

#[test]
fn counts_are_read_in_the_units_of_headers_and_of_the_user() {
    let observed = seen("Params (M),tokens_b,loss\n10,0.2,4\n20,0.8,3\n40,1,2.5\n");
    assert_eq!(observed.series[0].axes[0].values, [1e7, 2e7, 4e7]);
    assert_eq!(observed.series[0].axes[1].values, [2e8, 8e8, 1e9]);
    assert_eq!(observed.understood[1], "N = `Params (M)` (total; in 1e6)");
    let places = table("Params (M),tokens_b\n80,2\n");
    assert_eq!(points(&places, &observed, None).unwrap()[0].points.columns[0].values, [8e7]);

    let stated = [StatedUnit::parse("params=M").unwrap(), StatedUnit::parse("tokens=B").unwrap()];
    let plain =
        table("params,tokens,loss\n10,0.2,4\n20,0.8,3\n40,1,2.5\n").with_units(&stated, false).unwrap();
    assert_eq!(observe(&plain, &Roles::default()).unwrap().series[0].axes[1].values, [2e8, 8e8, 1e9]);
    assert_eq!(codes(&seen("params,tokens,loss\n10,0.2,4\n20,0.8,3\n40,1,2.5\n")), ["units"]);
}

#[test]
fn compute_settles_the_unit_of_tokens_or_proves_units_wrong() {
    let rows = |params: f64, tokens: f64| -> String {
        let sizes = [1e7, 3e7, 1e8, 3e8, 1e9];
        let row = |(i, n): (usize, &f64)| {
            let d = 2e9 * (i + 1) as f64;
            format!("{},{},{:e},{}\n", n / params, d / tokens, 6.0 * n * d, 4.0 - 0.4 * i as f64)
        };
        sizes.iter().enumerate().map(row).collect()
    };
    let observed = seen(&format!("Params (M),tokens,flops,loss\n{}", rows(1e6, 1e9)));
    let tokens = &observed.series[0].axes[1].values;
    assert!((tokens[0] / 2e9 - 1.0).abs() < 1e-12, "{tokens:?}");
    assert!(observed.understood.iter().any(|line| line.ends_with("`tokens` is read in 1e9")));
    let open = seen(&format!("params,tokens,flops,loss\n{}", rows(1e6, 1e9)));
    assert!(codes(&open).contains(&"units"), "two columns may be wrong");
    assert!(!codes(&seen(&format!("params,tokens,flops,loss\n{}", rows(1.0, 1.0)))).contains(&"units"));
}

#[test]
fn tokens_follow_from_compute_and_parameters() {
    let text = "params,compute_budget,loss\n1e7,6e17,4\n2e7,6e17,3.8\n1e8,6e19,3\n3e8,6e19,2.9\n";
    for with in [Roles::default(), roles("", &["params", "compute_budget"])] {
        let observed = observe(&table(text), &with).unwrap();
        assert_eq!(observed.axes[1], ("tokens".to_owned(), Quantity::Tokens(TokenCount::Seen)));
        assert_eq!(observed.series[0].axes[1].values[0], 1e10);
        assert!(observed.understood.iter().any(|line| line.contains("D = C/(6N)")));
        let places = table("params,compute_budget\n1e9,6e21\n");
        let found = points(&places, &observed, None).unwrap();
        assert_eq!(found[0].points.columns[1].values, [1e12]);
    }
    let law = Roles { law_names: vec!["C".to_owned(), "a".to_owned()], ..Roles::default() };
    assert_eq!(observe(&table(text), &law).unwrap().axes[0].0, "compute_budget", "a law in compute");
}

#[test]
fn axes_that_repeat_each_other_are_judged_along_one() {
    let rows = |ratio: &dyn Fn(usize) -> f64| -> String {
        let row = |i: usize| {
            let n = 1e7 * 2_f64.powi(i as i32);
            let d = (n * ratio(i)).round();
            format!("{n},{d},{:e},{}\n", 6.0 * n * d, 4.0 - 0.2 * i as f64)
        };
        (0..8).map(row).collect()
    };
    let ladder = format!("params,tokens,flops,loss\n{}", rows(&|_| 20.0));
    let observed = seen(&ladder);
    assert_eq!(observed.axes.len(), 1);
    let said = "tokens are 20.0 x `params` in every run; judged along `params`";
    assert!(observed.understood.iter().any(|line| line == said), "{:?}", observed.understood);
    let free = format!("params,tokens,flops,loss\n{}", rows(&|i| 5.0 * (1 + (i * 5) % 8) as f64));
    assert_eq!(seen(&free).axes.len(), 2);
    let three = observe(&table(&free), &roles("loss", &["params", "tokens", "flops"])).unwrap();
    assert_eq!(three.axes.len(), 2, "compute is 6 N D");
    assert!(three.understood.iter().any(|line| line.starts_with("`flops` is 6.0 x `params` x `tokens`")));
    // Points at another ratio ask for both axes.
    let elsewhere = table("params,tokens,flops\n1e10,1e13,6e23\n");
    assert_eq!(
        observe_for(&table(&ladder), &Roles::default(), Some(&elsewhere)).unwrap().axes[0].0,
        "params"
    );
}

#[test]
fn numbers_that_stand_for_none_are_left_out_by_line() {
    let rows: String =
        (0..10).map(|i| format!("m{i},{},{}\n", 0.05 * 1.5_f64.powi(i), 9.0 - f64::from(i))).collect();
    let text = format!("model,Model size (B),WER\n{rows}x,-1,5\ny,0,6\n");
    let observed = observe(&table(&text), &roles("WER", &["Model size (B)"])).unwrap();
    assert_eq!((observed.series[0].n(), codes(&observed)), (10, vec!["per-cent", "sentinel"]));
    assert!(observed.notes[1].message.ends_with("runs.csv, lines 12, 13"), "{}", observed.notes[1].message);
    assert_eq!(observed.series[0].axes[0].values[0], 5e7);
}

#[test]
fn a_forecast_takes_the_axes_that_runs_and_points_share() {
    let rows: String = (0..24)
        .map(|i| {
            let (lr, batch, data, n) = (
                1e-4 * f64::from(1 + i % 4),
                64 * (1 + i % 3),
                1e9 * f64::from(1 + i % 5),
                1e8 * f64::from(1 + i % 7),
            );
            format!(
                "{lr:e},{batch},{data:e},{n:e},{},{}\n",
                2.0 * f64::from(1 + i % 5),
                3.0 - 0.01 * f64::from(i)
            )
        })
        .collect();
    let text = format!("lr,bsz,data_size,non_embedding_param_size,epochs,lm_loss\n{rows}");
    let places = table("lr,bsz,data_size,non_embedding_param_size,epochs\n1e-4,64,1e10,1e9,20\n");
    let observed = observe_for(&table(&text), &roles("lm_loss", &[]), Some(&places)).unwrap();
    let names: Vec<&str> = observed.axes.iter().map(|(name, _)| name.as_str()).collect();
    // `epochs` is a multiple of `data_size`: one of the two says it all.
    assert_eq!(names, ["non_embedding_param_size", "data_size", "lr", "bsz"]);
    let neutral = table("a,b,y\n1,5,2\n2,4,3\n3,9,4\n4,1,5\n5,2,7\n6,8,1\n");
    let places = table("a,b\n9,9\n");
    let observed = observe_for(&neutral, &roles("y", &[]), Some(&places)).unwrap();
    assert_eq!(observed.axes.len(), 2, "names say nothing: both");
}
