use super::*;
use crate::fit::tests::surface;
use crate::fit::{Objective, ParameterBounds};
use crate::run::Run;
use lawlike_num::stream::Stream;

fn ask(maker: Maker, options: &EnsembleOptions) -> Ensemble {
    let law = Law::named("chinchilla").unwrap();
    let fit = fit::FitOptions::default().with_objective(Objective::LOG_LS);
    resample(&law, &surface(0.005, 2), &fit, maker, options).unwrap()
}

const MAKERS: &[Maker] =
    &[Maker::PairsBootstrap, Maker::WildBootstrap, Maker::Laplace, Maker::Profile, Maker::Posterior];

#[test]
fn ensembles_do_not_depend_on_the_number_of_threads() {
    for maker in MAKERS {
        let with = |threads| {
            let options = EnsembleOptions {
                replicates: 24,
                warmup: 100,
                run: Run { seed: 5, threads },
                ..EnsembleOptions::default()
            };
            let ensemble = ask(*maker, &options);
            // The shortest text of a number tells all its bits.
            format!("{:?} {:?} {:?}", ensemble.draws, ensemble.noise, ensemble.profiles)
        };
        let one = with(1);
        for threads in [2, 7, 16] {
            assert_eq!(with(threads), one, "{maker:?} on {threads} threads");
        }
    }
}

#[test]
fn draws_made_in_pieces_are_those_made_at_once() {
    for maker in [Maker::PairsBootstrap, Maker::WildBootstrap, Maker::Laplace] {
        let piece = |first, replicates| {
            ask(
                maker,
                &EnsembleOptions { first, replicates, run: Run::seeded(8), ..EnsembleOptions::default() },
            )
        };
        let mut joined = piece(0, 5);
        joined.append(piece(5, 9)).unwrap();
        joined.append(piece(14, 2)).unwrap();
        let whole = piece(0, 16);
        assert_eq!((joined.draws, joined.noise), (whole.draws, whole.noise), "{maker:?}");
        assert!(piece(0, 5).append(piece(6, 2)).is_err(), "a gap");
        assert!(ask(Maker::Profile, &EnsembleOptions::default()).append(piece(0, 2)).is_err());
    }
}

#[test]
fn draws_are_those_of_searches_on_all_rows_to_rounding_level() {
    let law = Law::named("chinchilla").unwrap();
    for objective in [Objective::LOG_LS, "huber-log:1e-3".parse().unwrap(), "lad".parse().unwrap()] {
        let (fitting, runs) = (fit::FitOptions::default().with_objective(objective), surface(0.005, 2));
        let options = EnsembleOptions { replicates: 30, run: Run::seeded(3), ..EnsembleOptions::default() };
        let draws = resample(&law, &runs, &fitting, Maker::PairsBootstrap, &options).unwrap().draws;
        let prepared = fit::Prepared::new(&law, &runs, &fitting).unwrap();
        let n = runs.n();
        let spread = |j: usize| {
            let values: Vec<f64> = draws.iter().map(|draw| draw[j]).collect();
            lawlike_num::quantile::variance(&values).sqrt()
        };
        for (number, draw) in draws.iter().enumerate() {
            let mut stream =
                Stream::keyed(3, &[0x0062_6f6f_7473, Maker::PairsBootstrap as u64, number as u64]);
            let mut weights = vec![0.0; n];
            (0..n).for_each(|_| weights[stream.below(n)] += 1.0);
            let whole = prepared.solve(&weights, fit::Effort::Quick).parameters;
            for (j, value) in draw.iter().enumerate() {
                let off = (value - whole[j]).abs() / spread(j);
                assert!(off < 1e-4, "{objective} {number} {j}: {value} {}, off by {off}", whole[j]);
            }
        }
    }
}

#[test]
fn makers_agree_on_a_surface_that_is_well_determined() {
    let fit = fit::FitOptions::default().with_objective(Objective::LOG_LS);
    let found = fit::fit(&Law::named("chinchilla").unwrap(), &surface(0.005, 2), &fit).unwrap();
    for maker in MAKERS {
        let ensemble = ask(
            *maker,
            &EnsembleOptions { replicates: 1000, run: Run::seeded(1), ..EnsembleOptions::default() },
        );
        assert_eq!(ensemble.failed, 0);
        for (index, estimate) in found.parameters.iter().enumerate() {
            let found = ensemble.interval(index, 0.8);
            let (width, claimed) =
                ((found.hi / found.lo).ln(), 2.0 * 1.2984 * estimate.estimate.se / estimate.value());
            assert!(found.contains(estimate.value()), "{maker:?} {}", estimate.name);
            // One sample of 56 rows: makers that do not assume equal noise differ by a fifth.
            assert!((width / claimed - 1.0).abs() < 0.2, "{maker:?} {}: {width} {claimed}", estimate.name);
        }
    }
}

#[test]
fn values_of_the_draws_surround_the_fitted_curve() {
    let ensemble = ask(Maker::Laplace, &EnsembleOptions { replicates: 400, ..EnsembleOptions::default() });
    let data = surface(0.005, 2);
    let values = ensemble.values(&data.points()).unwrap();
    assert_eq!((values.len(), values[0].len()), (400, 56));
    let mean = values.iter().map(|row| row[20]).sum::<f64>() / 400.0;
    assert!((mean / data.response.values[20] - 1.0).abs() < 0.02);
    let few = Points { columns: data.points().columns[..1].to_vec() };
    assert!(ensemble.values(&few).is_err());
}

#[test]
fn parameters_at_a_bound_stay_there_in_laplace() {
    let law = Law::named("chinchilla").unwrap();
    let fit = fit::FitOptions {
        bound: vec![ParameterBounds::new("beta", 0.3, 0.33)],
        fix: vec![("E".to_owned(), 1.7)],
        ..fit::FitOptions::default().with_objective(Objective::huber_log(1e-3))
    };
    let options = EnsembleOptions { replicates: 50, ..EnsembleOptions::default() };
    let ensemble = resample(&law, &surface(0.01, 3), &fit, Maker::Laplace, &options).unwrap();
    let beta = ensemble.index("beta").unwrap();
    assert!(ensemble.index("E").is_none());
    assert!(ensemble.parameter(beta).iter().all(|v| (v - 0.33).abs() < 1e-12));
    assert!(ensemble.sd(ensemble.index("A").unwrap()) > 0.0);
    assert!(ensemble.noise.is_empty(), "Huber has no noise to draw");
}

#[test]
fn a_robust_loss_has_no_posterior() {
    let law = Law::named("chinchilla").unwrap();
    let fit = fit::FitOptions::default().with_objective(Objective::huber_log(1e-3));
    let asked = resample(&law, &surface(0.005, 2), &fit, Maker::Posterior, &EnsembleOptions::default());
    assert!(asked.unwrap_err().to_string().contains("no likelihood"));
}

#[test]
fn a_posterior_in_numbers_is_that_of_its_draws() {
    let priors = vec![("E".to_owned(), "normal(1.7, 0.05)".parse().unwrap())];
    let options = EnsembleOptions {
        replicates: 800,
        warmup: 200,
        run: Run::seeded(3),
        priors,
        ..EnsembleOptions::default()
    };
    let ensemble = ask(Maker::Posterior, &options);
    let found = ensemble.posterior(&options.priors).unwrap();
    assert_eq!((found.draws, found.chains, found.parameters.len()), (800, 4, 6));
    let (e, sigma) = (&found.parameters[0], found.parameters.last().unwrap());
    assert_eq!((e.name.as_str(), sigma.name.as_str()), ("E", "sigma"));
    assert!((e.mean.value() - ensemble.mean(0)).abs() < 1e-15 && e.mean.interval.contains(e.mean.value()));
    assert!((sigma.mean.value() / 0.005 - 1.0).abs() < 0.2, "{}", sigma.mean.value());
    assert!(ask(Maker::Laplace, &options).posterior(&[]).is_none());
}
#[test]
fn pieces_are_the_whole() {
    let (law, data) = (Law::named("chinchilla").unwrap(), surface(0.01, 3));
    let options = fit::FitOptions { run: Run::seeded(5), ..fit::FitOptions::default() };
    let sample = EnsembleOptions { replicates: 24, run: Run::seeded(5), ..EnsembleOptions::default() };
    let whole = resample(&law, &data, &options, Maker::PairsBootstrap, &sample).unwrap().summary();
    let mut first = Replicates::new(&law, &data, &options).unwrap();
    first.advance(5);
    first.advance(9);
    let mut second = Replicates::new(&law, &data, &options).unwrap();
    second.restore(first.done().to_vec()).unwrap();
    second.advance(16);
    assert_eq!(second.done().len(), 30);
    assert_eq!(second.summary(24), whole);
    assert!(second.restore(vec![None, Some(vec![1.0; 4])]).is_err());
}
