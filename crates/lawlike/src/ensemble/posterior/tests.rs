use super::*;
use crate::fit::{self, Objective, ParameterBounds};
use crate::law::Law;
use crate::observations::Column;
use crate::quantity::Quantity;

fn runs(rows: i32) -> Observations {
    runs_of(rows, |x| 1.5 + 30.0 * x.powf(-0.4))
}

fn runs_of(rows: i32, law: fn(f64) -> f64) -> Observations {
    let mut stream = Stream::keyed(3, &[9]);
    let x: Vec<f64> = (0..rows).map(|i| 10f64.powf(3.0 + f64::from(i) * 0.1)).collect();
    let y = x.iter().map(|x| law(*x) * (0.01 * stream.normal()).exp()).collect();
    Observations::new(Column::new("y", Quantity::Plain, y), vec![Column::new("x", Quantity::Plain, x)])
        .unwrap()
}

fn fit_options(objective: Objective) -> fit::FitOptions {
    fit::FitOptions::default().with_objective(objective)
}

#[test]
fn the_gradient_is_that_of_the_density() {
    let (falling, rising) = (runs(20), runs_of(20, |x| 0.2 + 0.6 / (1.0 + (1e4 / x).powf(2.0))));
    for (objective, law, data) in [
        (Objective::LOG_LS, "power-floor", &falling),
        (Objective::LS, "log-sigmoid", &rising),
        (Objective::LOG_LS, "m3", &falling),
        (Objective::LS, "log-line", &falling),
    ] {
        let (law, options) = (Law::named(law).unwrap(), fit_options(objective));
        let prepared = Prepared::new(&law, data, &options).unwrap();
        let fit = fit::fit(&law, data, &options).unwrap();
        let p = prepared.parameters().len();
        let mut priors = vec![Prior::Normal { mean: 1.0, sd: 3.0 }; p];
        priors[0] = Prior::Flat;
        priors.push(Prior::Cauchy { centre: 0.0, scale: 0.1 });
        let likelihood = Likelihood::new(&prepared, data, priors).unwrap();
        let density = Density::new(likelihood, &prepared, &fit);
        let mut density = density.evaluation();
        let mut stream = Stream::keyed(1, &[2]);
        let place: Vec<f64> = (0..=p).map(|_| 0.5 * stream.normal()).collect();
        let mut gradient = vec![0.0; p + 1];
        density.ln_density(&place, &mut gradient);
        let mut unused = vec![0.0; p + 1];
        for j in 0..=p {
            let h = 1e-5;
            let mut at = |step: f64| {
                let mut there = place.clone();
                there[j] += step;
                density.ln_density(&there, &mut unused)
            };
            let slope = (at(h) - at(-h)) / (2.0 * h);
            assert!(
                (slope - gradient[j]).abs() < 1e-4 * (1.0 + slope.abs()),
                "{}: {slope} {gradient:?}",
                law.id
            );
        }
    }
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let (law, data) = (Law::named("power-floor").unwrap(), runs(12));
    let ask = |objective, options: EnsembleOptions| {
        super::super::resample(&law, &data, &fit_options(objective), Maker::Posterior, &options)
    };
    let few = || EnsembleOptions { replicates: 8, warmup: 20, ..EnsembleOptions::default() };
    assert!(ask(Objective::LOG_LS, few()).is_ok());
    assert!(ask(Objective::huber_log(1e-3), few()).is_err());
    assert!(ask(Objective::LOG_LS, EnsembleOptions { first: 8, ..few() }).is_err());
    assert!(ask(Objective::LOG_LS, EnsembleOptions { chains: 0, ..few() }).is_err());
    let prior = |name: &str, sd| EnsembleOptions {
        priors: vec![(name.to_owned(), Prior::Normal { mean: 0.4, sd })],
        ..few()
    };
    assert!(ask(Objective::LOG_LS, prior("c", 0.1)).is_ok());
    assert!(ask(Objective::LOG_LS, prior("sigma", 0.1)).is_ok());
    assert!(ask(Objective::LOG_LS, prior("c", -0.1)).is_err());
    assert!(ask(Objective::LOG_LS, prior("q", 0.1)).is_err());
}

#[test]
fn bounds_hold_and_held_parameters_stay_out() {
    let (law, data) = (Law::named("power-floor").unwrap(), runs(12));
    let options = fit::FitOptions {
        fix: vec![("E".to_owned(), 1.5)],
        bound: vec![ParameterBounds::new("c", 0.3, 0.39)],
        ..fit_options(Objective::LOG_LS)
    };
    let sample = EnsembleOptions { replicates: 400, warmup: 200, ..EnsembleOptions::default() };
    let ensemble = super::super::resample(&law, &data, &options, Maker::Posterior, &sample).unwrap();
    assert_eq!(ensemble.names, ["A", "c"]);
    assert!(ensemble.parameter(1).iter().all(|c| (0.3..=0.39).contains(c)));
    assert!(ensemble.sampling.unwrap().r_hat.iter().all(|r| *r < 1.05));
}

#[test]
fn a_floor_that_may_be_nothing_is_sampled_well() {
    let law = Law::named("power-floor").unwrap();
    for data in [runs_of(20, |x| 30.0 * x.powf(-0.3)), runs_of(16, |x| 0.2 + 30.0 * x.powf(-0.3))] {
        let sample = EnsembleOptions { replicates: 4000, ..EnsembleOptions::default() };
        let fit = fit_options(Objective::LOG_LS);
        let ensemble = super::super::resample(&law, &data, &fit, Maker::Posterior, &sample).unwrap();
        let sampling = ensemble.sampling.unwrap();
        println!("{sampling:?}");
        assert!(sampling.r_hat.iter().all(|r| *r < 1.02), "{sampling:?}");
        assert!(sampling.ess_bulk.iter().all(|ess| *ess > 400.0), "{sampling:?}");
        assert!(sampling.divergences < 20 && sampling.e_fmi > 0.3, "{sampling:?}");
    }
}
