//! Kinds of tables that people publish, and what is taken of their columns. Each table is made here.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use lawlike::quantity::{ParameterCount, Quantity};
use lawlike_data::{Observed, Roles, Table, observe};
use std::fmt::Write;

fn of_file(name: &str, text: &str) -> Observed {
    observe(&Table::from_bytes(name, text.as_bytes()).unwrap(), &Roles::default()).unwrap()
}

/// What is taken of a file on disk, where a column may tell runs apart.
fn on_disk(name: &str, text: &str) -> Observed {
    let path = std::env::temp_dir().join(format!("lawlike-kinds-{}-{name}.csv", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let table = Table::read(std::slice::from_ref(&path)).unwrap();
    std::fs::remove_file(&path).unwrap();
    observe(&table, &Roles::default()).unwrap()
}

fn seen(text: &str) -> Observed {
    of_file("runs.csv", text)
}

/// The response, the axes and the number of series.
fn taken(observed: &Observed) -> (String, Vec<String>, usize) {
    let axes = observed.axes.iter().map(|(name, _)| name.clone()).collect();
    (observed.response.0.clone(), axes, observed.series.len())
}

/// Lines of a table after its header.
fn lines(header: &str, count: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = format!("{header}\n");
    for at in 0..count {
        let _ = writeln!(text, "{}", line(at));
    }
    text
}

fn fall(x: f64) -> f64 {
    1.5 + 40.0 * x.powf(-0.4)
}

#[test]
fn keys_that_are_numbers_are_rows() {
    let curve = |floor: f64| -> String {
        // Keys in the order of text, as programs write them.
        let mut steps: Vec<u32> = (0..12).map(|at| 100 << at).collect();
        steps.sort_by_key(u32::to_string);
        let points: Vec<String> = steps
            .iter()
            .map(|step| {
                format!(
                    "\"{step}\": {{\"train_loss\": 9.5, \"val_loss\": {}}}",
                    floor + fall(f64::from(*step))
                )
            })
            .collect();
        format!("{{\"lr\": 0.001, \"losses\": {{{}}}}}", points.join(", "))
    };
    let text = format!("{{\"a\": {}, \"b\": {}}}", curve(0.0), curve(1.0));
    let observed = of_file("runs.json", &text);
    assert_eq!(taken(&observed), ("val_loss".to_owned(), vec!["step".to_owned()], 2));
    let first = &observed.series[0];
    let expected: Vec<f64> = (0..12).map(|at| f64::from(100 << at)).collect();
    assert_eq!(*first.axes[0].values, expected);
    assert!(
        observed.understood.iter().any(|said| said.contains("keys of `losses` are numbers")),
        "{:?}",
        observed.understood
    );
}

#[test]
fn sizes_of_two_values_give_way_to_what_moves_within_runs() {
    let text = lines("size,run_id,step,samples_seen,val_loss", 40, |at| {
        let (run, step) = (at / 10, 1 + at % 10);
        let size = if run < 2 { "135M" } else { "360M" };
        // One run began at another batch size.
        let samples = step * if run == 3 && step == 1 { 38 } else { 32 };
        format!("{size},r{run},{step},{samples},{}", fall(step as f64) + 0.1 * run as f64)
    });
    assert_eq!(taken(&on_disk("two", &text)), ("val_loss".to_owned(), vec!["samples_seen".to_owned()], 4));
    // Three sizes are a law of sizes, by the last row of each run.
    let three = text.replace("360M,r3", "900M,r3");
    assert_eq!(taken(&on_disk("three", &three)).1, ["size"]);
}

#[test]
fn what_is_compared_with_costs_a_whole_or_never_changes_is_no_outcome() {
    for (header, line, expected) in [
        (
            "n_images,acc_mean,base_acc",
            |at: usize| format!("{},{},{}", 100 << at, 10 + 3 * at, 9 + 3 * at),
            "acc_mean",
        ),
        (
            "date,usd_per_mb,cost_usd",
            |at: usize| format!("20{:02}-03-01,{},{}", 10 + at, 0.5_f64.powi(at as i32), 100 + at),
            "usd_per_mb",
        ),
        (
            "n_gaussians,percent_dense,psnr",
            |at: usize| format!("{},0.01,{}", 1000 << at, 20.0 + 0.7 * at as f64),
            "psnr",
        ),
        (
            "n_tasks,mean,std_error",
            |at: usize| format!("{},{},{}", 10 << at, 3 * at * at + 20, 0.1 * at as f64 + 1.0),
            "mean",
        ),
        (
            "step,rollout/exploration rate,rollout/ep_rew_mean,train/loss",
            |at: usize| {
                format!("{},{},{},{}", 1000 * (at + 1), 0.9 - 0.1 * at as f64, 2 * at, 1.0 / (at + 1) as f64)
            },
            "rollout/ep_rew_mean",
        ),
    ] as [(&str, fn(usize) -> String, &str); 5]
    {
        assert_eq!(taken(&seen(&lines(header, 8, line))).0, expected, "{header}");
    }
}

#[test]
fn an_outcome_that_every_row_has_comes_before_one_of_another_kind_with_gaps() {
    let text = lines("date,price,elo", 20, |at| {
        let elo = if at % 2 == 0 { (1000 + 9 * at).to_string() } else { String::new() };
        format!("2023-{:02}-{:02},{},{elo}", 1 + at / 2, 1 + 14 * (at % 2), 30.0 / (at + 1) as f64)
    });
    assert_eq!(taken(&seen(&text)).0, "price");
    let full =
        lines("date,price,elo", 20, |at| format!("2023-{:02}-01,{},{}", 1 + at % 12, 30 - at, 1000 + 9 * at));
    let error =
        observe(&Table::from_bytes("runs.csv", full.as_bytes()).unwrap(), &Roles::default()).unwrap_err();
    assert!(error.to_string().contains("`price`, `elo`"), "{error}");
}

#[test]
fn small_letters_are_millions_where_a_name_counts() {
    let observed = seen("Parameters,loss\n6.7m,6\n15m,5\n32m,4\n104m,3\n");
    let axis = &observed.series[0].axes[0];
    assert_eq!(axis.quantity, Quantity::Parameters(ParameterCount::Total));
    let near = |(found, expected): (&f64, f64)| (found / expected - 1.0).abs() < 1e-12;
    assert!(axis.values.iter().zip([6.7e6, 1.5e7, 3.2e7, 1.04e8]).all(near), "{:?}", axis.values);
    // A length stays a length.
    let other = observe(
        &Table::from_bytes("runs.csv", b"distance,loss\n6m,6\n15m,5\n32m,4\n").unwrap(),
        &Roles::default(),
    );
    assert!(other.is_err());
}

#[test]
fn columns_called_by_their_k_are_rows_of_a_table_of_pass_at_k() {
    let text = "Seed,1,2,4,8\n1,0.26,0.37,0.47,0.57\n2,0.25,0.36,0.48,0.58\n";
    let observed = of_file("all_seeds_pass_at_k.csv", text);
    assert_eq!(taken(&observed), ("score".to_owned(), vec!["k".to_owned()], 1));
    assert_eq!(observed.series[0].n(), 8);
    // Nothing says what such a table of another name holds.
    assert!(observe(&Table::from_bytes("table.csv", text.as_bytes()).unwrap(), &Roles::default()).is_err());
}

#[test]
fn where_nothing_is_scored_speed_is_the_outcome() {
    let text = lines("engine,size,time", 12, |at| {
        let (engine, size) = (["a", "b"][at / 6], 10_u64.pow(2 + at as u32 % 6));
        format!("{engine},{size},{}", size as f64 * 1e-6 * (1 + 9 * (at / 6)) as f64)
    });
    assert_eq!(taken(&seen(&text)), ("time".to_owned(), vec!["size".to_owned()], 2));
    let text = lines("model,max_num_seqs,throughput_req_per_sec,mean_latency_sec", 10, |at| {
        let (model, seqs) = (["Qwen-1.5B", "Llama-3B"][at / 5], 16 << (at % 5));
        format!("{model},{seqs},{},{}", (20 + 50 * (at % 5)) * (1 + at / 5), 1.0 + 0.5 * (at % 5) as f64)
    });
    let (response, axes, _) = taken(&seen(&text));
    assert_eq!((response.as_str(), axes), ("throughput_req_per_sec", vec!["max_num_seqs".to_owned()]));
    // What a tracker counts of its own time is none.
    assert!(
        observe(
            &Table::from_bytes("r.csv", b"n_layers,_runtime\n1,5\n2,6\n8,7\n").unwrap(),
            &Roles::default()
        )
        .is_err()
    );
}

#[test]
fn an_axis_of_a_few_rows_is_none() {
    let text = lines("task,reasoning_tokens,accuracy", 21, |at| {
        let tokens = if at < 4 { (1000 * (at + 1)).to_string() } else { String::new() };
        format!("t,{tokens},{}", 0.3 + 0.01 * at as f64)
    });
    let error =
        observe(&Table::from_bytes("runs.csv", text.as_bytes()).unwrap(), &Roles::default()).unwrap_err();
    assert!(error.to_string().contains("no column is recognised as an axis"), "{error}");
}

#[test]
fn the_only_column_of_numbers_beside_a_known_axis_is_the_response() {
    let text = lines("year,subscribers", 12, |at| format!("{},{}", 2005 + at, 3 * 2_u64.pow(at as u32)));
    assert_eq!(taken(&seen(&text)), ("subscribers".to_owned(), vec!["year".to_owned()], 1));
    for header in ["year,subscribers,churn", "year,seed", "shoe,subscribers"] {
        let text = lines(header, 12, |at| match header.split(',').count() {
            3 => format!("{},{},{}", 2005 + at, 3 + at * at, 7 + at),
            _ => format!("{},{}", 2005 + at, 3 + at * at),
        });
        assert!(
            observe(&Table::from_bytes("r.csv", text.as_bytes()).unwrap(), &Roles::default()).is_err(),
            "{header}"
        );
    }
}

#[test]
fn scores_of_whole_runs_are_judged_one_by_one() {
    let text = lines("run_id,dataset,n_gaussians,test/psnr,test/ssim,train/psnr,train/ssim", 8, |at| {
        let at = at as f64;
        format!(
            "r{at},truck,{},{},{},{},0.9{at}",
            1000.0 * 2_f64.powf(at),
            20.0 + 0.7 * at,
            0.5 + 0.05 * at,
            21.0 + 0.9 * at
        )
    });
    let observed = on_disk("scores", &text);
    assert_eq!(
        taken(&observed),
        ("score".to_owned(), vec!["n_gaussians".to_owned()], 2),
        "{:?}",
        observed.understood
    );
    assert!(observed.series.iter().all(|series| series.n() == 8));
}

#[test]
fn where_no_axis_has_a_name_what_the_table_shows_is_one() {
    for (header, line, expected, why) in [
        // Which part of the data was seen.
        (
            "train_fraction,val_loss,lr",
            |at: usize| format!("{},{},0.001", [0.01, 0.05, 0.1, 0.25, 0.5, 1.0][at], fall(1.0 + at as f64)),
            "train_fraction",
            "the share of the data",
        ),
        // Two columns that say the same part.
        (
            "frac,data_pct,accuracy",
            |at| format!("{0},{1},{2}", 0.02 * 2_f64.powi(at as i32), 2 << at, 0.3 + 0.05 * at as f64),
            "frac",
            "the share of the data",
        ),
        ("epoch,val_loss,lr", |at| format!("{},{},0.001", at + 1, fall(1.0 + at as f64)), "epoch", ""),
        (
            "demonstrations,accuracy",
            |at| format!("{},{}", 7 * at, 0.3 + 0.05 * at as f64),
            "demonstrations",
            "the only column of numbers beside the response",
        ),
        ("n,runtime", |at| format!("{},{}", 100 << at, 0.02 * 2.1_f64.powi(at as i32)), "n", ""),
    ] as [(&str, fn(usize) -> String, &str, &str); 5]
    {
        let observed = seen(&lines(header, 6, line));
        assert_eq!(taken(&observed).1, [expected], "{header}");
        let said = observed.understood.join("\n");
        assert!(said.contains(why), "{header}: {said}");
    }
    // Something set, a spread or the number of the row is no axis.
    for header in ["learning_rate,accuracy", "acc_std,accuracy", "id,accuracy"] {
        let text = lines(header, 6, |at| match header.starts_with("id") {
            true => format!("{at},{}", 0.3 + 0.05 * (at * at) as f64 / 5.0),
            false => format!("{},{}", 0.001 * (1 + at * at) as f64, 0.3 + 0.05 * at as f64),
        });
        let table = Table::from_bytes("runs.csv", text.as_bytes()).unwrap();
        assert!(observe(&table, &Roles::default()).is_err(), "{header}");
    }
}

#[test]
fn letters_of_small_numbers_are_no_sizes_of_models() {
    // Agents and samples a question, not parameters and tokens.
    let text = lines("N,D,accuracy", 12, |at| {
        format!("{},{},{}", 1 << (at % 6), 3, 0.4 + 0.05 * (at % 6) as f64 + 0.01 * (at / 6) as f64)
    });
    let axis = &seen(&text).series[0].axes[0];
    assert_eq!((axis.name.as_str(), axis.quantity), ("N", Quantity::Samples));
    // A loss beside them says that they may be millions.
    let text = lines("N,D,loss", 12, |at| {
        let (n, d) = (10 << (at % 4), 100 << (at / 4));
        format!("{n},{d},{}", fall(f64::from(n)) + fall(f64::from(d)))
    });
    assert_eq!(taken(&seen(&text)).1, ["N", "D"]);
}

#[test]
fn what_is_said_once_of_each_benchmark_or_model_is_no_outcome() {
    // `flops_share` is the same for every row of an architecture, `inference_ms` of a model on each data set.
    let text = lines("arch,n_examples,base_score,test_score", 18, |at| {
        let (arch, k) = (at / 6, at % 6);
        format!(
            "a{arch},{},{},{}",
            100 << k,
            0.2 * (1 + arch) as f64,
            0.3 + 0.1 * k as f64 + 0.02 * arch as f64
        )
    });
    assert_eq!(taken(&seen(&text)).0, "test_score");
    let text = lines("downstream_dataset,params,inference_time,metric_val", 24, |at| {
        let (set, k) = (["cars", "pets", "dtd"][at / 8], at % 8);
        format!("{set},{}e6,{},{}", 1 << k, 2 * (k + 1), 0.4 + 0.06 * k as f64 + 0.03 * (at / 8) as f64)
    });
    let (response, axes, series) = taken(&seen(&text));
    assert_eq!((response.as_str(), axes, series), ("metric_val", vec!["params".to_owned()], 3));
}

#[test]
fn rows_of_many_benchmarks_are_series_of_their_own() {
    let many = lines("dataset,params,accuracy", 240, |at| {
        let (set, k) = (at / 6, at % 6);
        format!("set{set},{}e6,{}", 1 << k, 0.1 + 0.01 * set as f64 + (0.03 + 0.001 * set as f64) * k as f64)
    });
    assert_eq!(taken(&seen(&many)).2, 40);
    // Of two such columns the finer one parts the rows.
    let text = lines("metric,task,params,value", 60, |at| {
        let (task, k) = (at / 6, at % 6);
        format!(
            "m{},t{task},{}e6,{}",
            task / 5,
            1 << k,
            5.0 + task as f64 + (3.0 + 0.2 * task as f64) * k as f64
        )
    });
    assert_eq!(taken(&seen(&text)).2, 10);
    // So many words of another name are names of runs.
    assert_eq!(taken(&seen(&many.replacen("dataset", "author", 1))).2, 1);
}

#[test]
fn each_thing_measured_at_several_counts_has_a_curve_of_each_outcome() {
    let text = lines("regime,outcome_note,n_images,psnr,ssim", 16, |at| {
        let (regime, k) = (["crop", "full"][at / 8], at % 8);
        let own = (at / 8) as f64;
        format!(
            "{regime},ok,{},{},{}",
            10 << k,
            20.0 + own + 0.8 * k as f64,
            0.5 + 0.1 * own + 0.04 * k as f64
        )
    });
    let observed = seen(&text);
    let (response, axes, series) = taken(&observed);
    assert_eq!((response.as_str(), axes, series), ("score", vec!["n_images".to_owned()], 4));
    assert!(observed.series.iter().all(|series| series.n() == 8));
}

#[test]
fn what_is_said_of_a_run_comes_before_the_list_within_it() {
    let run = |at: usize| {
        let curve: Vec<String> =
            (1..4).map(|step| format!("{}", fall(step as f64) + 1.0 / at as f64)).collect();
        format!(
            "{{\"run_id\": \"r{at}\", \"params\": {}, \"val_loss\": {}, \"history\": {{\"step\": [1, 2, 3], \"val_loss\": [{}]}}}}",
            1_000_000 << at,
            fall((1 << at) as f64),
            curve.join(", ")
        )
    };
    let text: Vec<String> = (1..8).map(run).collect();
    let observed = on_disk("lists", &format!("[{}]", text.join(", ")));
    assert_eq!(taken(&observed).0, "val_loss");
    assert_eq!(taken(&observed).1, ["params"]);
}

#[test]
fn right_and_wrong_are_one_and_zero_where_a_name_says_an_outcome() {
    let text =
        lines("tokens,accuracy", 8, |at| format!("{},{}", 100 << at, if at > 3 { "True" } else { "false" }));
    let observed = seen(&text);
    assert_eq!(*observed.series[0].response.values, [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]);
    assert!(observed.understood.iter().any(|said| said.contains("`true` is 1")), "{:?}", observed.understood);
}

#[test]
fn losses_of_other_things_are_none_and_lists_of_lists_say_so() {
    let text = lines("params,loss_pct,note", 6, |at| format!("{}e6,{},x", 1 << at, 10 - at));
    assert_eq!(seen(&text).response, ("loss_pct".to_owned(), Quantity::Plain));
    let error = Table::from_bytes("runs.json", b"[[1, 2], [3, 4]]").unwrap_err().to_string();
    assert!(error.contains("list within a list"), "{error}");
}

#[test]
fn two_models_at_the_same_four_counts_are_two_curves() {
    let text = lines("Model,n_train,Balanced Accuracy", 8, |at| {
        format!("m{},{},{}", at % 2, 700 << (at / 2), 0.5 + 0.05 * (at / 2) as f64 + 0.1 * (at % 2) as f64)
    });
    assert_eq!(taken(&seen(&text)), ("Balanced Accuracy".to_owned(), vec!["n_train".to_owned()], 2));
    // Labels that say nothing of what is compared could be told apart by chance.
    assert_eq!(taken(&seen(&text.replacen("Model", "colour", 1))).2, 1);
    // A model that misses a count is no full grid.
    let gap: Vec<&str> = text.lines().take(8).collect();
    assert_eq!(taken(&seen(&gap.join("\n"))).2, 1);
}

#[test]
fn sizes_that_are_nearly_the_same_are_no_axis_unless_they_are_named() {
    let text = lines("run_name,n_params,val/loss", 12, |at| {
        format!("r{at},{},{}", 10_650_000 + 60_000 * (at % 4), 1.5 + 0.01 * (at % 5) as f64)
    });
    let table = Table::from_bytes("runs.csv", text.as_bytes()).unwrap();
    let error = observe(&table, &Roles::default()).unwrap_err().to_string();
    assert!(error.contains("`n_params` differs by less than 10 % from run to run"), "{error}");
    let role = |column: &str| lawlike_data::Role { column: column.to_owned(), quantity: None };
    let roles = Roles { x: vec![role("n_params")], ..Roles::default() };
    assert_eq!(taken(&observe(&table, &roles).unwrap()).1, ["n_params"]);
}

#[test]
fn speed_is_followed_along_what_is_put_on_a_machine_at_once() {
    // The perplexity is that of the model, whatever the batch.
    let text = lines("Model,Batch Size,Throughput,Throughput_per_watt,Perplexity", 10, |at| {
        let (model, k) = (at / 5, at % 5);
        format!("m{model},{},{},{},{}", 1 << k, 20 * (k + 1) * (k + 2 + model), 5 - k, 6 + model)
    });
    assert_eq!(taken(&seen(&text)), ("Throughput".to_owned(), vec!["Batch Size".to_owned()], 2));
    // A loss that never changes is still what the table is about.
    let text = lines("params,loss,time", 6, |at| format!("{}e6,3.5,{}", 1 << at, 7 + at * at));
    assert_eq!(taken(&seen(&text)).0, "loss");
    let two = lines("Model,Batch Size,Input Length,latency_ms", 16, |at| {
        format!("m,{},{},{}", 1 << (at % 4), 128 << (at / 4), 7 + at * at)
    });
    let error = observe(&Table::from_bytes("r.csv", two.as_bytes()).unwrap(), &Roles::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains("`Batch Size`, `Input Length`") && error.contains("--x 'Batch Size'"), "{error}");
}

#[test]
fn a_mean_over_all_says_more_than_some_of_its_parts() {
    let text = lines("params,Average perf. on 4 sets,ImageNet 1k,ImageNet v2,ImageNet-A,flowers", 8, |at| {
        let own = 0.3 + 0.05 * at as f64;
        format!("{}e6,{own},{},{},{},{}", 1 << at, own + 0.1, own + 0.05, own - 0.1, own - 0.05)
    });
    let observed = seen(&text);
    assert_eq!(taken(&observed).0, "Average perf. on 4 sets");
    assert!(
        observed.understood.iter().any(|said| said.contains("the mean of the others")),
        "{:?}",
        observed.understood
    );
}

#[test]
fn values_may_stand_beside_their_errors() {
    let text = lines("params,perplexity", 4, |at| format!("{}e6,{}.25 +/- 0.0{at}", 1 << at, 9 - at));
    let observed = seen(&text);
    assert_eq!(*observed.series[0].response.values, [9.25, 8.25, 7.25, 6.25]);
    assert!(
        observed.understood.iter().any(|said| said.contains("`9.25 +/- 0.00` is 9.25")),
        "{:?}",
        observed.understood
    );
    let text = text.replace("8.25 +/- 0.01", "8.25 +/- about 0.01");
    assert!(observe(&Table::from_bytes("r.csv", text.as_bytes()).unwrap(), &Roles::default()).is_err());
}

#[test]
fn lines_that_a_script_prints_are_a_table() {
    let mut text = lines("using device: cuda:0", 30, |at| {
        format!("Step {}, Loss: {}, LR: 6.0e-04", 10 * (at + 1), fall(10.0 * (at + 1) as f64))
    });
    text.push_str("Target loss of 0.099999 achieved at step 310! Final Loss: 0.0883\n");
    let observed = of_file("train_log.txt", &text);
    assert_eq!(taken(&observed), ("Loss".to_owned(), vec!["Step".to_owned()], 1));
    assert_eq!(observed.series[0].n(), 30);
}

#[test]
fn what_an_agent_earned_comes_before_the_losses_of_its_method() {
    let header = "ep_rew_mean,total timesteps,num_episodes,entropy_loss,value_loss,total_loss";
    let row = |at: usize| {
        format!("{},{},{},{},0.4,{}", at * 3, 8192 * (at + 1), 8 * (at + 1), -1.4, 0.3 - at as f64)
    };
    let (response, axes, series) = taken(&seen(&lines(header, 12, row)));
    assert_eq!(
        (response.as_str(), axes.as_slice(), series),
        ("ep_rew_mean", ["total timesteps".to_owned()].as_slice(), 1)
    );
}

#[test]
fn held_out_data_come_first_though_they_are_measured_less_often() {
    let response_every = |every: usize| {
        let val = |at: usize| {
            if at.is_multiple_of(every) { format!("{}", 3.0 - 0.01 * at as f64) } else { String::new() }
        };
        taken(&seen(&lines("step,train_loss,val_loss", 60, |at| {
            format!("{},{},{}", 50 * (at + 1), 2.9 - 0.01 * at as f64, val(at))
        })))
        .0
    };
    assert_eq!(
        (response_every(5).as_str(), response_every(20).as_str()),
        ("val_loss", "train_loss"),
        "twelve values say enough, three do not"
    );
}

#[test]
fn what_was_put_in_counted_or_numbered_is_no_example_of_an_outcome() {
    let says = |header: &str| {
        let text = lines(header, 9, |at| format!("{at},{},{}", at * at, 100 + at));
        let table = Table::from_bytes("t.csv", text.as_bytes()).unwrap();
        observe(&table, &Roles::default()).unwrap_err().to_string()
    };
    let none = says("question_id,total_samples,input_tokens");
    assert!(none.contains("name one with --y; columns") && !none.contains("for example"), "{none}");
    let some = says("question_id,blue,n_colorings");
    assert!(some.contains("for example --y blue"), "{some}");
}

#[test]
fn a_text_that_is_called_a_log_and_is_none_is_said_to_be_none() {
    let text = "Processing a / b (1 file)\n  one: 6 clips\nProcessing c, d\n";
    let error = Table::from_bytes("convert.log", text.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("to read this text as a log; as a table: convert.log, line 3"), "{error}");
}
