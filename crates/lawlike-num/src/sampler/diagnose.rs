//! Whether chains agree and how many independent draws they are worth (Vehtari, Gelman, Simpson, Carpenter & Bürkner,
//! *Bayesian Analysis* 16, 2021).

use crate::dist::normal_quantile;
use crate::quantile::{mean, median, variance};

/// Rank-normalised split R-hat of one quantity, one slice a chain: the larger of that for the values and that for their
/// distance from the median. Above 1.01 the chains do not agree. NaN for fewer than four draws a chain or a constant.
#[must_use]
pub fn r_hat(chains: &[Vec<f64>]) -> f64 {
    let centre = median(&chains.concat());
    let folded: Vec<Vec<f64>> =
        chains.iter().map(|chain| chain.iter().map(|v| (v - centre).abs()).collect()).collect();
    let bulk = ratio(&rank_normal(&split(chains)));
    let tail = ratio(&rank_normal(&split(&folded)));
    if bulk.is_nan() || tail.is_nan() { f64::NAN } else { bulk.max(tail) }
}

/// Effective number of independent draws for the middle of one quantity: that of the rank-normalised split chains, by
/// Geyer's initial monotone sequence. NaN for fewer than four draws a chain or a constant.
#[must_use]
pub fn ess_bulk(chains: &[Vec<f64>]) -> f64 {
    effective(&rank_normal(&split(chains)))
}

/// Mean square change of the energy from draw to draw over its variance.
pub(super) fn e_fmi(energies: &[f64]) -> f64 {
    let change: f64 = energies.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum();
    change / (variance(energies) * (energies.len() as f64 - 1.0))
}

/// Each chain as two; the middle draw of an odd number is left out.
fn split(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    chains
        .iter()
        .flat_map(|chain| {
            let half = chain.len() / 2;
            [chain[..half].to_vec(), chain[chain.len() - half..].to_vec()]
        })
        .collect()
}

/// Values replaced by the normal quantile of their rank among all.
fn rank_normal(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let values = chains.concat();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
    let mut scores = vec![0.0; values.len()];
    let mut below = 0;
    for ties in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let rank = below as f64 + 0.5 * (ties.len() as f64 + 1.0);
        let score = normal_quantile((rank - 0.375) / (values.len() as f64 + 0.25));
        ties.iter().for_each(|at| scores[*at] = score);
        below += ties.len();
    }
    let mut rest = scores.as_slice();
    chains
        .iter()
        .map(|chain| {
            let (own, others) = rest.split_at(chain.len());
            rest = others;
            own.to_vec()
        })
        .collect()
}

/// Mean variance within chains, and the variance of the whole as the chains together show it.
fn variances(chains: &[Vec<f64>]) -> (f64, f64) {
    let n = chains.first().map_or(0, Vec::len) as f64;
    let within = mean(&chains.iter().map(|chain| variance(chain)).collect::<Vec<_>>());
    let means: Vec<f64> = chains.iter().map(|chain| mean(chain)).collect();
    (within, within * (n - 1.0) / n + variance(&means))
}

fn ratio(chains: &[Vec<f64>]) -> f64 {
    let (within, whole) = variances(chains);
    if within > 0.0 { (whole / within).sqrt() } else { f64::NAN }
}

fn effective(chains: &[Vec<f64>]) -> f64 {
    let n = chains.first().map_or(0, Vec::len);
    let (within, whole) = variances(chains);
    if n < 2 || !(within > 0.0) {
        return f64::NAN;
    }
    let centred: Vec<Vec<f64>> = chains
        .iter()
        .map(|chain| {
            let centre = mean(chain);
            chain.iter().map(|v| v - centre).collect()
        })
        .collect();
    let correlation = |lag: usize| {
        let sum: f64 = centred
            .iter()
            .map(|chain| chain.iter().zip(&chain[lag..]).map(|(a, b)| a * b).sum::<f64>() / n as f64)
            .sum();
        1.0 - (within - sum / chains.len() as f64) / whole
    };
    // Sums of neighbouring pairs are positive and fall (Geyer 1992); beyond the first that is not, all is noise.
    let mut total = 0.0;
    let mut last = f64::INFINITY;
    let mut lag = 0;
    while lag + 1 < n {
        let even = if lag == 0 { 1.0 } else { correlation(lag) };
        let pair = (even + correlation(lag + 1)).min(last);
        if !(pair > 0.0) {
            // The even term of the last pair still counts, as it lowers the variance of the estimate.
            total += 0.5 * even.max(0.0);
            break;
        }
        total += pair;
        last = pair;
        lag += 2;
    }
    let draws = (n * chains.len()) as f64;
    draws / (2.0 * total - 1.0).max(1.0 / draws.log10())
}
