//! Tables as people publish them, and what is taken of several columns that might be meant. Each table is made here.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use lawlike::quantity::{ParameterCount, Quantity, TokenCount};
use lawlike_data::{Observed, Role, Roles, Table, observe};

fn table(name: &str, text: &str) -> Table {
    Table::from_bytes(name, text.as_bytes()).unwrap()
}

fn seen(text: &str) -> Observed {
    observe(&table("runs.csv", text), &Roles::default()).unwrap()
}

fn error(text: &str) -> String {
    observe(&table("runs.csv", text), &Roles::default()).unwrap_err().to_string()
}

fn axes(observed: &Observed) -> Vec<&str> {
    observed.axes.iter().map(|(name, _)| name.as_str()).collect()
}

/// A line for every size and amount of data, of so many cells.
fn grid(header: &str, cells: impl Fn(f64, f64) -> String) -> String {
    let mut text = format!("{header}\n");
    for n in [1e7, 3e7, 1e8, 3e8, 1e9] {
        for d in [1e9, 4e9, 1.6e10] {
            text += &format!("{}\n", cells(n, d));
        }
    }
    text
}

fn loss(n: f64, d: f64) -> f64 {
    1.7 + 400.0 * n.powf(-0.34) + 410.0 * d.powf(-0.28)
}

#[test]
fn of_several_outcomes_a_rule_takes_one_and_is_said() {
    for (header, row, taken, reason) in [
        (
            "params,loss,loss_lower_95,loss_upper_95",
            "1e7,4,3.9,4.1\n1e8,3,2.9,3.1\n1e9,2,1.8,2.2",
            "loss",
            "bounds",
        ),
        (
            "params,val_loss,val_perplexity,val_acc,train_loss",
            "1e7,4,55,0.1,3.8\n1e8,3,20,0.3,2.9\n1e9,2,7,0.4,1.9",
            "val_loss",
            "loss before perplexity",
        ),
        (
            "params,final_val_loss,best_val_loss",
            "1e7,4,3.9\n1e8,3,2.95\n1e9,2,1.9",
            "final_val_loss",
            "end of training",
        ),
        (
            "Model size (B),Avg. WER,AMI WER,LS WER",
            "0.1,15,20,10\n1,11,15,7\n2,9,12,6",
            "Avg. WER",
            "the mean of the others",
        ),
        (
            "date,input price,output price,blended price",
            "2024-01-01,1,4,2\n2024-06-01,1,3,1.5\n2024-09-01,0.5,2,1",
            "blended price",
            "the blend",
        ),
        (
            "date,pass_rate,total_cost",
            "2024-01-01,20,3\n2024-06-01,40,2\n2024-09-01,60,5",
            "pass_rate",
            "what it cost",
        ),
        ("params,score,score_raw", "1e7,20,0.2\n1e8,41.5,0.415\n1e9,60,0.6", "score_raw", "fixed multiples"),
    ] {
        let observed = seen(&format!("{header}\n{row}\n"));
        assert_eq!(observed.response.0, taken, "{header}");
        let said = observed.understood.iter().find(|line| line.contains("is the response")).unwrap();
        assert!(said.contains(reason) && said.contains("--y names another"), "{said}");
    }
    // A price beside scores, and losses on two corpora: nothing says which is meant.
    assert!(
        error("compute,cost,% score\n1e20,3,10\n1e21,5,20\n").contains("several columns may be the response")
    );
    assert!(
        error("params,loss_c4,loss_pile\n1e7,4,3\n1e8,3,2\n").contains("several columns may be the response")
    );
}

#[test]
fn outcomes_of_one_kind_are_judged_one_by_one() {
    let text = grid("params,tokens,loss_c4,loss_pile", |n, d| {
        format!("{n},{d},{},{}", loss(n, d), 0.2 + loss(n, d))
    });
    let observed = seen(&text);
    let labels: Vec<&str> = observed.series.iter().map(|series| series.label.as_str()).collect();
    assert_eq!(labels, ["loss_c4", "loss_pile"]);
    assert_eq!(observed.series[1].n(), 15);
    assert!(observed.understood.iter().any(|line| line.contains("each is judged by itself")));
    // Every name stands in as many rows as there are outcomes, and is still no run with steps.
    let named = grid("name,params,samples_seen,loss_c4,loss_pile", |n, d| {
        format!("run {n} {d},{n},{d},{},{}", loss(n, d), 0.2 + loss(n, d))
    });
    assert_eq!(axes(&seen(&named)), ["params", "samples_seen"]);
    let y = Roles { y: Some(Role::parse("loss_pile").unwrap()), ..Roles::default() };
    assert_eq!(observe(&table("runs.csv", &text), &y).unwrap().series.len(), 1);
}

#[test]
fn a_count_follows_from_compute_and_the_other() {
    let observed = seen(&grid("compute_budget,training_tokens,validation_loss", |n, d| {
        format!("{},{d},{}", 6.0 * n * d, loss(n, d))
    }));
    assert_eq!(axes(&observed), ["params", "training_tokens"]);
    assert_eq!(observed.axes[0].1, Quantity::Parameters(ParameterCount::Total));
    assert!((observed.series[0].axes[0].values[0] / 1e7 - 1.0).abs() < 1e-9);
    assert!(observed.understood.contains(
        &"no column of parameters: N = C/(6D), from `compute_budget` and `training_tokens`".to_owned()
    ));
    // Of one model, compute is a multiple of tokens and says no size.
    let one = seen("tokens,flops,loss\n1e9,6e16,4\n2e9,1.2e17,3.5\n4e9,2.4e17,3.2\n");
    assert_eq!(axes(&one), ["flops"]);
}

#[test]
fn what_never_varies_is_no_axis() {
    let observed = seen("iter,params,val_loss\n250,8.7e7,4\n500,8.7e7,3\n750,8.7e7,2.8\n");
    assert_eq!(axes(&observed), ["iter"]);
    assert!(observed.understood.contains(&"the same in every row, no axis: `params`".to_owned()));
    let observed = seen("N,D,loss\n1e6,1e7,4\n1e7,1e7,3\n1e8,1e7,2.8\n");
    assert_eq!(axes(&observed), ["N"]);
}

#[test]
fn steps_beside_sizes_are_data_where_they_move_within_a_size() {
    let checkpoints = "params,step,k,val_loss\n1e7,100,1,5\n1e7,200,1,4\n1e8,100,2,4.5\n1e8,200,2,3.5\n";
    assert_eq!(axes(&seen(checkpoints)), ["params", "step"]);
    let ends = "params,step,val_loss\n1e7,100,5\n1e8,200,4\n1e9,400,3\n";
    assert_eq!(axes(&seen(ends)), ["params"]);
}

#[test]
fn counts_have_their_clearest_name() {
    let observed = seen(
        "C,C_no_emb,C_6ND,N,D,train_tokens,loss\n6e16,5e16,6e16,1e7,1e9,1e9,4\n2e18,1e18,2e18,1e8,3e9,3e9,3\n6e19,5e19,6e19,1e9,1e10,1e10,2\n",
    );
    assert_eq!(axes(&observed), ["N", "D"]);
    assert_eq!(observed.axes[1].1, Quantity::Tokens(TokenCount::Seen));
    let observed =
        seen("Release date,Submission date,accuracy\n2024-01-01,2024-03-01,0.2\n2024-02-01,2024-04-01,0.3\n");
    assert_eq!(axes(&observed), ["Release date"]);
    assert!(observed.understood.iter().any(|line| line.contains("dates not used beside")));
    let observed = seen(
        "Params (B),Uploaded on date,Submission date,accuracy\n1,2024-01-01,2024-02-01,0.2\n7,2024-03-01,2024-04-01,0.3\n",
    );
    assert_eq!(axes(&observed), ["Params (B)"]);
}

#[test]
fn sweeps_that_differ_are_series_and_like_ones_are_not() {
    let two = |shift: f64| {
        let mut text = "params,tokens,corpus name,recipe,loss\n".to_owned();
        for (at, recipe) in ["plain", "mixed"].into_iter().enumerate() {
            for n in [1e7, 3e7, 1e8, 3e8] {
                for d in [1e9, 4e9, 1.6e10] {
                    // Scatter that no law explains, the same for both.
                    let scatter = 0.004 * f64::sin(f64::ln(n * d));
                    text += &format!("{n},{d},web,{recipe},{}\n", loss(n, d) + shift * at as f64 + scatter);
                }
            }
        }
        text
    };
    let apart = seen(&two(0.5));
    assert_eq!(apart.series.iter().map(|own| own.label.as_str()).collect::<Vec<_>>(), ["plain", "mixed"]);
    assert!(apart.understood.iter().any(|line| line.contains("--group recipe")));
    assert_eq!(seen(&two(0.0)).series.len(), 1);
    let group = Roles { group: Some("recipe".to_owned()), ..Roles::default() };
    assert_eq!(observe(&table("runs.csv", &two(0.5)), &group).unwrap().series.len(), 1);
}

#[test]
fn documents_of_lists_and_of_counting_keys_are_tables() {
    let list = "- model: a\n  params: 1.0e7\n  loss: 4.0\n- model: b\n  params: 1.0e8\n  loss: 3.0\n";
    let observed = observe(&table("runs.yml", list), &Roles::default()).unwrap();
    assert_eq!((observed.response.0.as_str(), observed.series[0].n()), ("loss", 2));
    let keys: Vec<String> =
        (1..=6).map(|at| format!("\"step_{:04}\": {}", 100 * at, 4.0 - 0.1 * f64::from(at))).collect();
    let steps = table("losses.json", &format!("{{{}, \"main\": 3.4}}", keys.join(", ")));
    assert_eq!((steps.rows(), steps.column("step").is_some()), (6, true));
    let roles = Roles { y: Some(Role::parse("value=loss").unwrap()), ..Roles::default() };
    assert_eq!(axes(&observe(&steps, &roles).unwrap()), ["step"]);
    let found = observe(&steps, &Roles::default()).unwrap();
    assert_eq!(found.response, ("value".to_owned(), Quantity::Plain), "nothing says that it is a loss");
}

#[test]
fn words_for_the_unknown_are_missing_numbers_and_free_models_are_left_out() {
    let observed = seen("model,parameters,loss\na,Undisclosed,3\nb,7B,2.5\nc,70B,2.2\nd,unknown,2\n");
    assert_eq!(observed.series[0].n(), 2);
    let free = "date,price\n2024-01-01,4\n2024-02-01,3\n2024-03-01,0\n2024-04-01,2\n2024-05-01,1\n";
    let observed = seen(free);
    assert_eq!(observed.series[0].n(), 4);
    assert!(observed.notes.iter().any(|note| note.code == "sentinel"));
}

#[test]
fn mixtures_that_are_not_used_are_said() {
    let text = grid("params,tokens,weight_web,weight_code,loss", |n, d| {
        let web = 0.5 + 0.3 * (n + d).ln().sin();
        format!("{n},{d},{web},{},{}", 1.0 - web, loss(n, d))
    });
    let observed = seen(&text);
    assert!(observed.notes.iter().any(|note| note.message.contains("shares of one whole")));
}

#[test]
fn shares_in_per_cent_are_shown_as_shares() {
    let summary = table("runs.csv", "params,accuracy\n1e7,41.25\n1e8,63.5\n").summary();
    assert_eq!((summary[1].min, summary[1].max), (Some(0.4125), Some(0.635)));
    let summary = table("runs.csv", "params,accuracy\n1e7,250\n1e8,630\n").summary();
    assert_eq!(summary[1].quantity, Some(Quantity::Plain));
}

#[test]
fn compute_that_no_run_has_is_in_another_unit() {
    let observed = seen("flops,accuracy\n0.25,0.2\n12.5,0.3\n630,0.4\n");
    assert!(observed.notes.iter().any(|note| note.code == "units" && note.message.contains("0.25")));
}

#[test]
fn what_was_set_is_no_outcome_and_held_out_data_come_before_training() {
    let rows = |cells: &str| {
        (0..8).map(|i| format!("{}e7,{}\n", i + 1, cells.replace('#', &i.to_string()))).collect::<String>()
    };
    // A rate that was set says nothing of what came of it; a twin of training data says what did.
    let twins = format!("params,base_rate,dropout_rate,train_gap,test_gap\n{}", rows("0.0#1,0.1#,3.#,2.#"));
    assert_eq!(seen(&twins).response.0, "test_gap");
    // A score before a loss of training, whatever it is; the loss is named.
    let trained = format!("params,miou,train_loss\n{}", rows("0.2#,3.#"));
    let found = seen(&trained);
    assert_eq!(found.response.0, "miou");
    assert!(
        found.understood.iter().any(|said| said.contains("measured on training data: `train_loss`")),
        "{found:?}"
    );
    let alone = format!("params,train_loss\n{}", rows("3.#"));
    assert_eq!(seen(&alone).response.0, "train_loss");
    for name in ["cross_entropy", "Cross-Entropy", "test_cross_entropy", "neg_log_likelihood"] {
        let text = format!("params,{name}\n{}", rows("3.#"));
        assert_eq!(seen(&text).response.0, name);
    }
    let text = format!("params,data_fraction\n{}", rows("0.1#"));
    assert!(error(&text).contains("no column is recognised as an outcome"));
}

#[test]
fn a_mean_by_name_lies_amid_what_it_is_the_mean_of() {
    let text = "params,acc1,acc5,mean_per_class_acc\n1e7,0.3,0.5,0.2\n1e8,0.4,0.6,0.3\n1e9,0.5,0.7,0.4\n";
    assert!(!seen(text).understood.iter().any(|said| said.contains("the mean of the others")));
}

#[test]
fn the_cost_of_one_pass_is_no_training_compute() {
    let text =
        "name,params (M),FLOPs (B),accuracy\na,22,4.6,0.5\nb,86,17.6,0.6\nc,304,61.6,0.7\nd,632,167,0.75\n";
    assert_eq!(axes(&seen(text)), ["params (M)"]);
    let trained = "name,params (M),FLOPs,accuracy\na,22,4.6e18,0.5\nb,86,1.7e19,0.6\nc,304,6.1e20,0.7\nd,632,1.6e21,0.75\n";
    assert_eq!(axes(&seen(trained)), ["FLOPs"]);
}

#[test]
fn an_axis_that_is_hardly_filled_is_none() {
    let row = |i: usize| {
        let tokens = if i < 2 { "4000" } else { "" };
        format!("2024-{:02}-01,{tokens},0.{}\n", i + 1, i + 1)
    };
    let text = format!("date,thinking_tokens,accuracy\n{}", (0..9).map(row).collect::<String>());
    assert_eq!(axes(&seen(&text)), ["date"]);
}

#[test]
fn a_list_of_one_point_is_a_row_as_a_longer_one_is() {
    let text = r#"{"models": [{"id": "a", "history": [{"date": "06/2024", "price": 75}]},
        {"id": "b", "history": [{"date": "01/2024", "price": 5}, {"date": "02/2024", "price": 2.5}]}]}"#;
    let table = table("prices.json", text);
    assert_eq!(table.rows(), 3);
    assert!(!table.column("history.price").unwrap().is_missing(0));
    let observed = observe(&table, &Roles::default()).unwrap();
    assert_eq!(observed.axes, [("history.date".to_owned(), Quantity::Date)]);
}

#[test]
fn the_size_of_models_counts_parameters() {
    let text = "model,size,accuracy\na,7e9,0.5\nb,1.3e10,0.6\nc,7e10,0.7\n";
    assert_eq!(seen(text).axes, [("size".to_owned(), Quantity::Parameters(ParameterCount::Total))]);
    assert!(
        error("model,size,accuracy\na,7,0.5\nb,13,0.6\nc,70,0.7\n")
            .contains("no column is recognised as an axis")
    );
    assert!(
        error("town,size,accuracy\na,7e9,0.5\nb,1.3e10,0.6\nc,7e10,0.7\n")
            .contains("no column is recognised as an axis")
    );
}

#[test]
fn laws_of_two_exponents_are_two_sweeps_and_equal_ones_are_one() {
    let table_of = |second: f64| {
        let mut text = "kind,params,val_loss\n".to_owned();
        for i in 0..12 {
            let n = 1e6 * 10_f64.powf(f64::from(i) / 4.0);
            let noise = [0.004, -0.003, 0.001, -0.005, 0.002, 0.003][i as usize % 6];
            for (kind, exponent, sign) in [("transformer", 0.1, 1.0), ("lstm", second, -1.0)] {
                let loss = (3.0 * (n / 1e6).powf(-exponent)) * (1.0 + sign * noise);
                text.push_str(&format!("{kind},{n},{loss}\n"));
            }
        }
        text
    };
    assert_eq!(seen(&table_of(0.2)).series.len(), 2);
    assert_eq!(seen(&table_of(0.1)).series.len(), 1);
}

#[test]
fn seeds_at_one_step_are_no_history_and_constants_are_no_proposal() {
    let rows = |i: usize| {
        format!(
            "r{},{},5000,{}e4,{}\n",
            i / 2,
            i % 2,
            1 + i / 2,
            3.0 - 0.1 * (i / 2) as f64 + 0.01 * (i % 2) as f64
        )
    };
    let text = format!("run_name,seed,iter,n_params,val_loss\n{}", (0..12).map(rows).collect::<String>());
    assert_eq!(seen(&text).series[0].n(), 12);
    assert!(
        error("eval_every,total_params\n250,1e4\n250,2e4\n250,4e4\n")
            .contains("no column is recognised as an outcome")
    );
    for name in ["val_bpc", "final bits per char", "test_risk"] {
        assert_eq!(seen(&format!("n_params,{name}\n1e4,4.9\n2e4,4.1\n4e4,3.6\n")).response.0, name);
    }
    let text = "N_params_B,D_tokens_B,val_loss\n0.5,5,3.015\n1,20,2.628\n2,20,2.5\n4,80,2.3\n";
    assert_eq!(axes(&seen(text)), ["N_params_B", "D_tokens_B"]);
}

#[test]
fn a_setting_in_numbers_that_parts_the_rows_is_named() {
    let mut text = "theta,seed,params,val_loss\n".to_owned();
    for i in 0..8 {
        let n = 1e6 * 10_f64.powf(f64::from(i) / 3.0);
        for (seed, theta) in [(1, 0.0), (2, 0.5), (1, 1.0)] {
            text.push_str(&format!("{theta},{seed},{n},{}\n", 3.0 * (n / 1e6).powf(-0.1 - 0.05 * theta)));
        }
    }
    let notes = seen(&text).notes;
    assert!(
        notes.iter().any(|note| note.code == "mixed-settings" && note.message.contains("`theta`")),
        "{notes:?}"
    );
    let alike = text
        .lines()
        .map(|line| line.replace("0.5,2,", "0,2,").replace("1,1,", "0,1,") + "\n")
        .collect::<String>();
    assert!(seen(&alike).notes.iter().all(|note| !note.message.contains("`seed`")));
}

#[test]
fn outcomes_that_say_less_of_a_run_give_way() {
    let steps = |names: &str, cells: &str| {
        let rows: String =
            (1..8).map(|step| format!("{step},{}\n", cells.replace('#', &step.to_string()))).collect();
        seen(&format!("Episode,{names}\n{rows}")).response.0
    };
    assert_eq!(steps("Actor loss,Critic loss,Score", "0.#,0.#,#.5"), "Score");
    assert_eq!(steps("Top 5 Accuracy,Top 1 Accuracy", "0.9#,0.5#"), "Top 1 Accuracy");
    assert_eq!(steps("accuracy,accuracy_gain_vs_n1", "0.5#,0.1#"), "accuracy");
    assert_eq!(steps("Commonsense Avg,avg_power_w", "4#.5,1#"), "Commonsense Avg");
}

#[test]
fn a_benchmark_parts_dates_and_a_count_that_is_hardly_filled_is_no_axis() {
    let mut text = "model,Benchmark,Release Date,score\n".to_owned();
    for month in 1..=8 {
        for (name, level) in [("GPQA", 0.3), ("AIME", 0.1)] {
            text += &format!("m{month},{name},2024-0{month}-01,{}\n", level + 0.01 * f64::from(month));
        }
    }
    let labels: Vec<String> = seen(&text).series.into_iter().map(|series| series.label).collect();
    assert_eq!(labels, ["GPQA", "AIME"]);
    let grid = "Params,N,D,loss\n1e7,,,\n,1e7,1e9,4\n,2e7,4e9,3.5\n,4e7,2e9,3.4\n,8e7,8e9,3\n";
    assert_eq!(axes(&seen(grid)), ["N", "D"]);
}

#[test]
fn tokens_of_answers_are_not_those_of_training_and_copies_of_a_run_are_one() {
    let usage = "model,output_tokens,total_tokens,accuracy\na,10,20,0.1\nb,30,90,0.2\nc,50,200,0.4\n";
    assert_eq!(seen(usage).axes[0].1, Quantity::ThinkingTokens);
    let runs = r#"{"a": {"n_params": 1e6, "steps": 5, "final_val_loss": 3, "curve": [[1, 5], [2, 4]]},
        "b": {"n_params": 2e6, "steps": 5, "final_val_loss": 2.5, "curve": [[1, 4], [2, 3]]}}"#;
    let observed = observe(&table("runs.json", runs), &Roles::default()).unwrap();
    assert_eq!((axes(&observed), observed.series[0].n()), (vec!["n_params"], 2));
}

#[test]
fn curves_of_several_things_are_series() {
    let mut text = "species,drug,n_genomes,auroc\n".to_owned();
    for n in [500, 1000, 2000, 4000] {
        for (species, drug) in [("a", "x"), ("a", "y"), ("b", "x")] {
            text += &format!("{species},{drug},{n},0.9{n}\n");
        }
    }
    let observed = seen(&text);
    assert_eq!(
        observed.series.iter().map(|own| own.label.as_str()).collect::<Vec<_>>(),
        ["a x", "a y", "b x"]
    );
    assert!(observed.understood.iter().any(|line| line.contains("curves of `species` and `drug`")));
    assert_eq!(axes(&observed), ["n_genomes"]);
}
