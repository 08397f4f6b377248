use super::*;
use crate::fit::{Options, fit, tests::surface};
use crate::law::Law;

/// What is found in runs fitted by a law.
fn found(observations: &Observations, law: &str) -> Vec<Finding> {
    let (law, options) = (Law::parse(law).unwrap(), Options::default());
    let fit = fit(&law, observations, &options).unwrap();
    check(&law, observations, &options, &fit)
}

fn codes(observations: &Observations, law: &str) -> Vec<&'static str> {
    found(observations, law).iter().map(|finding| finding.code).collect()
}

#[test]
fn lawful_runs_raise_few_alarms() {
    let mut alarms = std::collections::BTreeMap::new();
    let draws = 400;
    for seed in 0..draws {
        for code in codes(&surface(0.004, 1000 + seed), "chinchilla") {
            *alarms.entry(code).or_insert(0) += 1;
        }
    }
    for (code, count) in alarms {
        assert!(f64::from(count) <= 0.05 * draws as f64, "{code}: {count} of {draws}");
    }
}

#[test]
fn runs_read_off_wrongly_are_found_with_their_lines() {
    let mut data = surface(0.004, 7);
    for row in [3, 30] {
        data.response.values[row] *= 1.08;
    }
    let found = found(&data, "chinchilla");
    let outliers = found.iter().find(|finding| finding.code == "outliers").unwrap();
    assert!(
        outliers.message.contains("line 4") && outliers.message.contains("line 31"),
        "{}",
        outliers.message
    );
}

#[test]
fn one_line_of_runs_is_confounded() {
    let data = surface(0.004, 7);
    let near: Vec<usize> = (0..data.n())
        .filter(|row| {
            let ratio = data.axes[1].values[*row] / data.axes[0].values[*row];
            (15.0..60.0).contains(&ratio)
        })
        .collect();
    assert!(codes(&data.select(&near), "chinchilla").contains(&"tokens-per-parameter"));
}
