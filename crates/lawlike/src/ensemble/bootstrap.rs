//! Cluster bootstrap: pairs (groups with replacement) and wild (residuals of a group times one random sign).
//!
//! Each replicate has a random stream of its own, keyed by the seed and its number: the draws do not depend on
//! the number of threads. Cameron, Gelbach & Miller 2008.

use super::{Ensemble, Maker, Options};
use crate::fit::{Effort, Prepared};
use lawlike_num::parallel;
use lawlike_num::stream::Stream;

/// Draws parameters by bootstrap.
pub(crate) fn bootstrap(prepared: &Prepared, maker: Maker, options: &Options) -> Ensemble {
    let n = prepared.groups().len();
    let mut names = prepared.groups().to_vec();
    names.sort_unstable();
    names.dedup();
    let group: Vec<usize> = prepared.groups().iter().map(|g| names.binary_search(g).unwrap_or(0)).collect();
    let base = (maker == Maker::WildBootstrap).then(|| {
        let solution = prepared.solve(prepared.weights(), Effort::Thorough);
        let (_, residuals, _) = prepared.at(&solution.parameters);
        (prepared.target_of(&solution.parameters), residuals)
    });
    let draw = |index: usize| {
        let mut stream = Stream::keyed(options.seed, &[KEY, maker as u64, index as u64]);
        let solution = match &base {
            None => {
                let mut times = vec![0.0; names.len()];
                for _ in 0..names.len() {
                    times[stream.below(names.len())] += 1.0;
                }
                let weights: Vec<f64> = (0..n)
                    .map(|i| times[group[i]] * prepared.weights().get(i).copied().unwrap_or(1.0))
                    .collect();
                prepared.solve(&weights, Effort::Quick)
            }
            Some((fitted, residuals)) => {
                let signs: Vec<f64> = names.iter().map(|_| stream.rademacher()).collect();
                let target = (0..n).map(|i| fitted[i] + signs[group[i]] * residuals[i]).collect();
                prepared.with_target(target).solve(prepared.weights(), Effort::Quick)
            }
        };
        (solution.objective.is_finite() && solution.parameters.iter().all(|v| v.is_finite()))
            .then_some(solution.parameters)
    };
    let draws: Vec<Vec<f64>> =
        parallel::map(options.replicates, options.threads, draw).into_iter().flatten().collect();
    Ensemble { maker, names: prepared.parameters().to_vec(), failed: options.replicates - draws.len(), draws }
}

/// Keeps these streams apart from those of other uses of the same seed.
const KEY: u64 = 0x0062_6f6f_7473;
