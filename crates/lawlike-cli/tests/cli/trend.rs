//! `lawlike trend`: its outputs, bad input, and published doubling times and price factors found again.

use crate::support::{Folder, Outcome, lawlike, shared};
use serde_json::Value;

/// Values that double in 200 days, and every third model behind the frontier.
fn models() -> String {
    let mut text = String::from("model,release_date,horizon,params\n");
    for i in 0..15_i32 {
        let (year, month) = (2022 + i / 6, 1 + 2 * (i % 6));
        // Days since 2022-01-01, close enough for a noise of a few per cent.
        let days = f64::from(year - 2022) * 365.25 + f64::from(month - 1) * 30.44;
        let behind = if i % 3 == 2 { 0.3 } else { 1.0 };
        let value = 2f64.powf(days / 200.0) * behind * (1.0 + 0.03 * f64::from(i % 2));
        text += &format!("m{i},{year}-{month:02}-01,{value:.6},{}\n", 1e9 * f64::from(1 + i * 7 % 15));
    }
    text
}

fn run(text: &str, more: &[&str]) -> Outcome {
    let folder = Folder::new();
    let path = folder.write("models.csv", text);
    lawlike(&[&["trend", &path], more].concat())
}

#[test]
fn a_doubling_time_with_its_interval() {
    let csv = run(&models(), &["--y", "horizon", "--format", "csv"]).expect_code(0);
    let lines: Vec<Vec<&str>> = csv.out.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines[0][..5], ["series", "points", "n", "first", "last"]);
    assert_eq!(lines[1][1..5], ["frontier", "10", "2022-01-01", "2024-03-01"]);
    assert_eq!((lines[1][8], lines[2][1]), ("doubles", "all"));
    let number = |at: usize| lines[1][at].parse::<f64>().unwrap();
    assert!((number(9) - 200.0).abs() < 6.0 && number(10) < 200.0 && 200.0 < number(11), "{:?}", lines[1]);
    assert!(csv.err.contains("date = `release_date`"), "{}", csv.err);
}

#[test]
fn json_and_forms() {
    let args = ["--y", "horizon", "--cut", "2023-06-01", "--at", "2025-01-01", "--size", "params"];
    let json = run(&models(), &[&args[..], &["--format", "json"]].concat()).expect_code(0).json();
    assert_eq!(json["schema"], "lawlike/trend/1");
    let trend = &json["series"][0];
    assert_eq!(
        (trend["doubling"]["set"].as_str(), trend["ahead"].as_array().unwrap().len()),
        (Some("doubles"), 1)
    );
    assert!(
        trend["score"]["rms"].as_f64().unwrap() < 0.2 && !trend["later"].as_array().unwrap().is_empty(),
        "{trend}"
    );
    assert_eq!(trend["ranks"]["n"], 9);
    let text = run(&models(), &[&args[..], &["--full"]].concat()).expect_code(0).out;
    for part in ["doubles in", "after the cut", "rank correlation", "no end in sight"] {
        assert!(text.contains(part), "`{part}` is missing:\n{text}");
    }
    run(&models(), &[&args[..], &["--format", "md"]].concat()).expect_code(0);
}

#[test]
fn a_flat_series_leaves_a_set_with_a_hole() {
    let flat = "date,price\n2024-01-01,2\n2024-03-01,1.9\n2024-05-01,1.8\n2024-07-01,0.1\n";
    let out = run(flat, &["--y", "price", "--better", "lower"]).expect_code(0).out;
    assert!(out.contains("may stand still: doubles in") && out.contains("trend-may-be-flat"), "{out}");
}

#[test]
fn runs_become_horizons() {
    let mut text = String::from("task_id,task_family,model,release_date,human_minutes,success\n");
    for (m, (date, horizon)) in
        [("2023-01-01", 4.0), ("2023-07-01", 9.0), ("2024-01-01", 16.0), ("2024-07-01", 33.0)]
            .iter()
            .enumerate()
    {
        for task in 0..40 {
            let minutes = 2f64.powf(f64::from(task) * 0.25 - 1.0);
            for attempt in 0..3 {
                let p = 1.0 / (1.0 + (minutes / horizon).powf(1.2));
                let success =
                    u8::from(0.5 + 0.49 * crate::support::noise(1000 * m + 3 * task as usize + attempt) < p);
                text += &format!("t{task},f{},m{m},{date},{minutes},{success}\n", task / 4);
            }
        }
    }
    let json = run(&text, &["--format", "json"]).expect_code(0).json();
    let horizons = json["horizons"].as_array().unwrap();
    for (found, expected) in horizons.iter().zip([4.0, 9.0, 16.0, 33.0]) {
        let number = |name: &str| found[name].as_f64().unwrap();
        assert!(number("lo95") < expected && expected < number("hi95"), "{found}");
    }
    assert!(!json["series"][0]["over_tasks"].is_null());
    for threads in ["1", "3"] {
        let again = run(&text, &["--format", "json", "--threads", threads]).expect_code(0);
        assert_eq!(again.json()["horizons"], json["horizons"], "{threads} threads");
    }
    let bad = text.replacen(",4,", ",-4,", 1);
    run(&bad, &[]).expect_error(&["`human_minutes`", "above zero"]);
}

#[test]
fn what_has_no_trend_is_an_error_with_a_place() {
    let rows = |cells: &str| run(&format!("model,date,value\na,2024-01-01,1\n{cells}\n"), &["--y", "value"]);
    rows("b,2024-13-01,2").expect_error(&["line 3", "`date`", "not a date"]);
    rows("b,soon,2").expect_error(&["line 3", "`date`"]);
    rows("b,2024-05-01,0").expect_error(&["line 3", "`value`", "above zero"]);
    rows("b,2024-05-01,-1").expect_error(&["line 3", "`value`", "above zero"]);
    rows("b,2024-05-01,many").expect_error(&["line 3", "`value`"]);
    rows("b,2024-05-01,inf").expect_error(&["line 3", "`value`"]);
    rows("b,2024-01-01,2").expect_error(&["two frontier points"]);
    assert!(run(&models(), &[]).expect_code(0).err.contains("value = `horizon`"), "the only outcome by name");
    run(&models(), &["--y", "horizons"]).expect_error(&["horizons"]);
    run(&models(), &["--y", "horizon", "--cut", "later"]).expect_error(&["--cut later", "2024-05-01"]);
    run(&models(), &["--y", "horizon", "--at", "2025-02-30"]).expect_error(&["--at"]);
    run(&models(), &["--y", "horizon", "--interval", "horizon"]).expect_error(&["--interval", "two columns"]);
    run(&models(), &["--y", "horizon", "--cut", "2021-01-01"]).expect_error(&["before the cut"]);
    run(&models(), &["--y", "horizon", "--step", "m0"]).expect_error(&["--step", "FROM:TO"]);
    run(&models(), &["--y", "horizon", "--step", "m0:m99"]).expect_error(&["`m99`"]);
}

/// A share that rises to nine tenths, and the same in per cent.
fn share(whole: f64) -> String {
    let mut text = String::from("model,release_date,accuracy\n");
    for i in 0..10 {
        let (year, month) = (2023 + i / 4, 1 + 3 * (i % 4));
        let odds = 2f64.powf(-1.8 + 0.55 * f64::from(i) + 0.1 * f64::from(i % 2));
        text += &format!("m{i},{year}-{month:02}-01,{:.6}\n", whole * odds / (1.0 + odds));
    }
    text
}

#[test]
fn shares_stay_within_their_bounds_in_every_shape() {
    for whole in [1.0, 100.0] {
        let args = ["--y", "accuracy", "--at", "2026-06-01,2030-01-01", "--format", "json"];
        let json = run(&share(whole), &args).expect_code(0).json();
        let series = &json["series"][0];
        assert_eq!(series["scale"], if whole > 1.0 { "odds-of-per-cent" } else { "odds" });
        let mut seen = 0;
        let mut check = |value: &Value| {
            let value = value.as_f64().unwrap();
            assert!((0.0..=whole).contains(&value), "{value} of {whole}");
            seen += 1;
        };
        for shape in series["shapes"].as_array().unwrap() {
            shape["at"].as_array().unwrap().iter().for_each(&mut check);
            if shape["shape"] == "logistic" {
                check(&shape["ceiling"]);
            }
        }
        for ahead in series["ahead"].as_array().unwrap() {
            ["value", "lo95", "hi95"].iter().for_each(|end| check(&ahead[*end]));
        }
        assert!(seen >= 12, "{seen}");
    }
}

/// A record that falls fast and then hardly at all.
fn slowdown() -> String {
    let mut text = String::from("date,record_minutes\n");
    let mut log = 5.0;
    for i in 0..30 {
        log -= if i < 15 { 0.25 } else { 0.02 } + 0.01 * f64::from(i % 3);
        text += &format!("2024-{:02}-{:02},{:.5}\n", 1 + i / 3, 1 + 9 * (i % 3), 2f64.powf(log));
    }
    text
}

#[test]
fn a_pace_that_slowed_is_the_headline_and_no_shape_is_worse_than_the_record() {
    let args = ["--y", "record_minutes", "--better", "lower", "--at", "2025-06-01"];
    let json = run(&slowdown(), &[&args[..], &["--format", "json"]].concat()).expect_code(0).json();
    let series = &json["series"][0];
    assert_eq!(series["headline"]["shape"], "piecewise");
    let record = series["frontier"].as_array().unwrap().last().unwrap()[2].as_f64().unwrap();
    let ahead = series["ahead"][0]["value"].as_f64().unwrap();
    assert!((0.5 * record..=record).contains(&ahead), "{ahead} after {record}");
    assert!(series["ahead"][0]["hi95"].as_f64().unwrap() <= record * 1.000_001);
    for shape in series["shapes"].as_array().unwrap() {
        assert!(shape["at"][0].as_f64().unwrap() <= record * 1.000_001, "{shape}");
    }
    let text = run(&slowdown(), &args).expect_code(0).out;
    for part in ["the pace slowed", "since 2024-0", "zero in"] {
        assert!(text.contains(part), "`{part}` is missing:\n{text}");
    }
}

#[test]
fn a_price_is_better_lower_and_the_only_outcome_needs_no_name() {
    let mut text = String::from("date,price_usd_per_gpu_hour\n");
    for i in 0..7_i32 {
        text += &format!(
            "202{}-{:02}-01,{:.4}\n",
            3 + i / 4,
            1 + 3 * (i % 4),
            5.0 * 0.5f64.powf(f64::from(i) * 0.22)
        );
    }
    for more in [&[][..], &["--y", "price_usd_per_gpu_hour"][..]] {
        let out = run(&text, more).expect_code(0);
        assert!(
            out.out.contains("halves in 41") && out.err.contains("lower is better"),
            "{}{}",
            out.out,
            out.err
        );
    }
    run(&text, &["--better", "higher"]).expect_error(&["two frontier points"]);
}

#[test]
fn dates_are_those_of_the_rest() {
    let named =
        "Model_Release_Date,score\n\"February 14, 2023\",12\n3 Sept 2023,19\n2024-03-01,30\nSep 2024,44\n";
    let out = run(named, &["--y", "score", "--format", "csv"]).expect_code(0);
    assert!(
        out.out.contains(",2023-02-14,2024-09-01,") && out.err.contains("`Model_Release_Date`"),
        "{}",
        out.out
    );
    let ancient = "date,score\n2023-01-01,1\n0023-06-01,2\n";
    run(ancient, &["--y", "score"]).expect_error(&["line 3", "`date`", "`0023-06-01`"]);
}

#[test]
fn a_rating_has_no_doubling_time() {
    let mut text = String::from("model,date,elo\n");
    (1..10).for_each(|i| text += &format!("m{i},2024-0{i}-01,{}\n", 1100 + 12 * i + 3 * (i % 2)));
    let out = run(&text, &["--at", "2025-06-01"]).expect_code(0).out;
    assert!(
        out.contains("points a year") && !out.contains("doubles") && !out.contains("hyperbolic"),
        "{out}"
    );
    let csv = run(&text, &["--format", "csv"]).expect_code(0).out;
    assert!(csv.contains(",none,"), "{csv}");
}

#[test]
fn models_that_fail_or_pass_everything_have_one_bound_and_are_named() {
    let mut text = String::from("task_id,task_family,model,release_date,human_minutes,success\n");
    let models = [
        ("never", "2023-01-01", 0.0),
        ("old", "2023-07-01", 8.0),
        ("new", "2024-01-01", 30.0),
        ("always", "2024-07-01", 1e9),
    ];
    for (m, (model, date, horizon)) in models.iter().enumerate() {
        for task in 0..30 {
            let minutes = 2f64.powf(f64::from(task) * 0.3);
            for attempt in 0..2 {
                let chance = 0.5 + 0.49 * crate::support::noise(900 * m + 3 * task as usize + attempt);
                let success = u8::from(*horizon > 1e6 || chance < 1.0 / (1.0 + minutes / horizon));
                text += &format!("t{task},f{},{model},{date},{minutes},{success}\n", task / 3);
            }
        }
    }
    let json = run(&text, &["--format", "json"]).expect_code(0).json();
    let horizons = json["horizons"].as_array().unwrap();
    let (never, always) = (&horizons[0], &horizons[3]);
    assert!(
        never["told"] == "above" && never["lo95"].is_null() && never["hi95"].as_f64().unwrap() < 1.5,
        "{never}"
    );
    assert!(
        always["told"] == "below" && always["hi95"].is_null() && always["lo95"].as_f64().unwrap() > 300.0,
        "{always}"
    );
    let out = run(&text, &["--full"]).expect_code(0).out;
    assert!(out.contains("2 of 4 models are left out") && out.contains("never fails every task"), "{out}");
}

fn trend(data: &str, more: &[&str]) -> Value {
    lawlike(&[&["trend", data, "--format", "json"], more].concat()).expect_code(0).json()
}

/// Kwa et al. 2025 print a doubling time of 212 days, for the frontier from 2019 to Claude 3.7 Sonnet.
#[test]
fn the_published_doubling_time_of_horizons_is_found_again() {
    let Some(data) = shared("metr-horizons-v1.csv") else { return };
    let json = trend(&data, &["--y", "p50_horizon_min", "--where", "release_date < \"2025-03-01\""]);
    let doubling = &json["series"][0]["doubling"];
    let days = doubling["days"].as_f64().unwrap();
    assert!((days - 212.0).abs() < 0.5, "{doubling}");
    assert_eq!(
        json["series"][0]["frontier"].as_array().unwrap().len(),
        11,
        "those that the file calls the state of the art"
    );
    let cut = trend(&data, &["--y", "p50_horizon_min", "--cut", "2024-09-01"]);
    let score = &cut["series"][0]["score"];
    assert_eq!((score["n"].as_u64(), score["coverage"].as_f64()), (Some(5), Some(1.0)), "{score}");
    assert!(score["rms"].as_f64().unwrap() < 1.0 && score["bias"].as_f64().unwrap() < 0.0, "{score}");
}

/// The frontier of METR's time horizon 1.1 (metr.org, file of results of March 2026): minutes at which half of the tasks
/// succeed. The first three are of suite 1.0. The file prints doubling times of 187.778 days for all of them, and of 128.744
/// from 2023 on (104 to 158 by a bootstrap over tasks).
const HORIZONS: [(&str, f64); 17] = [
    ("2019-02-14", 0.053_778),
    ("2020-05-28", 0.144_057),
    ("2022-03-15", 0.599_247),
    ("2023-03-14", 3.987_428),
    ("2023-11-06", 4.044_959),
    ("2024-05-13", 6.991_195),
    ("2024-06-20", 11.395_377),
    ("2024-09-12", 20.326_586),
    ("2024-10-22", 20.522_872),
    ("2024-12-05", 38.831_588),
    ("2025-02-24", 60.388_937),
    ("2025-04-16", 119.732_634),
    ("2025-08-07", 203.012_577),
    ("2025-11-18", 224.325_884),
    ("2025-11-24", 292.994_594),
    ("2025-12-11", 352.249_302),
    ("2026-02-05", 718.806_83),
];

#[test]
fn published_doubling_times_of_horizons_are_found_to_the_last_digit() {
    let mut text = String::from("release_date,minutes\n");
    HORIZONS.iter().for_each(|(date, minutes)| text += &format!("{date},{minutes}\n"));
    let days = |more: &[&str]| {
        let json =
            run(&text, &[&["--y", "minutes", "--format", "json"], more].concat()).expect_code(0).json();
        json["series"][0]["doubling"]["days"].as_f64().unwrap()
    };
    assert!((days(&[]) - 187.778).abs() < 1e-3, "{}", days(&[]));
    let recent = days(&["--since", "2023-01-01"]);
    assert!((recent - 128.744).abs() < 1e-3, "{recent}");
}

/// Cottier et al. 2025 print price falls of these factors a year (of 365 days) for four levels of GPQA Diamond.
#[test]
fn published_price_factors_are_found_again() {
    let Some(data) = shared("epoch-llm-price-trend.csv") else { return };
    let args = ["--y", "price_usd_per_mtok_blended", "--better", "lower", "--by", "threshold_model"];
    let json = trend(&data, &[&args[..], &["--where", "benchmark == \"GPQA Diamond\""]].concat());
    let published = [
        ("Claude-3.5-Sonnet-2024-06", 252.0),
        ("GPT-4 Turbo", 46.0),
        ("GPT-4-0314", 42.0),
        ("GPT-4o-2024-05", 851.0),
    ];
    for (level, expected) in published {
        let series =
            json["series"].as_array().unwrap().iter().find(|series| series["label"] == level).unwrap();
        let line = &series["line"];
        let number = |name: &str| line[name].as_f64().unwrap();
        let factor = (-number("slope") * 365.0 / 365.25).exp2();
        assert!((factor / expected - 1.0).abs() < 0.01, "{level}: {factor}");
        // Four to six points allow factors from a tenth to ten times as large.
        let wide = (number("hi95") - number("lo95")).exp2();
        assert!(wide > 100.0, "{level}: {wide}");
    }
}

#[test]
fn price_steps_of_named_models() {
    let Some(data) = shared("litellm-pypi.csv") else { return };
    let claude = "claude-3-opus-20240229:claude-3-5-sonnet-20240620";
    let args = ["--y", "price_usd_per_mtok_out", "--step", "gpt-4:gpt-4o-2024-05-13", "--step", claude];
    let json = trend(&data, &args);
    assert_eq!(json["schema"], "lawlike/trend-steps/1");
    let factor = |at: usize| json["steps"][at]["factor"].as_f64().unwrap();
    assert!((factor(0) - 0.25).abs() < 1e-9 && (factor(1) - 0.2).abs() < 1e-9, "{json}");
}

#[test]
fn a_claimed_pace_is_judged() {
    for (claim, code, part) in [
        ("doubles in 200 days", 0, "agrees with the data"),
        ("doubles every 12 months", 1, "does not agree"),
        ("halves in 365d", 1, "does not agree"),
        ("x4 in 400 d", 0, "agrees with the data"),
    ] {
        let text = run(&models(), &["--y", "horizon", "--claim", claim]).expect_code(code).out;
        assert!(text.contains(part) && text.contains("doubles in 20") && text.contains(claim), "{text}");
        let json = run(&models(), &["--y", "horizon", "--claim", claim, "--format", "json"]);
        assert_eq!(json.expect_code(code).json()["claim"]["said"], claim);
    }
    let two = "model,date,horizon\na,2022-01-01,1\nb,2023-01-01,2\n";
    let text = run(two, &["--y", "horizon", "--claim", "doubles in a year"]).expect_code(3).out;
    assert!(text.contains("Untested"), "{text}");
    let level = "model,date,price\na,2022-01-01,3\nb,2022-04-01,2\nc,2023-01-01,1.9\nd,2024-01-01,1.89\n";
    let asked = ["--y", "price", "--claim", "halves in 900d"];
    let text = run(level, &asked).expect_code(3).out;
    assert!(text.contains("so does standing still"), "{text}");
    for claim in ["halves", "halves in", "grows in a year", "doubles in 0 days"] {
        run(&models(), &["--y", "horizon", "--claim", claim])
            .expect_error(&["--claim", "doubles in 7 months"]);
    }
}
