use super::adapt::windows;
use super::*;
use crate::quantile::{mean, quantile, variance};

/// Correlated normals: `N(mean, S)` with `S_ij = sd_i sd_j rho^|i - j|`.
struct Normals {
    mean: Vec<f64>,
    sd: Vec<f64>,
    rho: f64,
}

impl LogDensity for Normals {
    fn dimensions(&self) -> usize {
        self.mean.len()
    }

    fn ln_density(&mut self, at: &[f64], gradient: &mut [f64]) -> f64 {
        // Standardised values are an autoregressive series: its innovations are independent.
        let z: Vec<f64> = (0..at.len()).map(|i| (at[i] - self.mean[i]) / self.sd[i]).collect();
        let noise = 1.0 - self.rho * self.rho;
        let mut value = -0.5 * z[0] * z[0];
        let mut slope = vec![0.0; z.len()];
        slope[0] = -z[0];
        for i in 1..z.len() {
            let e = z[i] - self.rho * z[i - 1];
            value -= 0.5 * e * e / noise;
            slope[i] -= e / noise;
            slope[i - 1] += self.rho * e / noise;
        }
        for i in 0..z.len() {
            gradient[i] = slope[i] / self.sd[i];
        }
        value
    }
}

/// The logarithm of a gamma variable of shape 4: one tail is much longer than the other.
struct LogGamma;

impl LogDensity for LogGamma {
    fn dimensions(&self) -> usize {
        1
    }

    fn ln_density(&mut self, at: &[f64], gradient: &mut [f64]) -> f64 {
        gradient[0] = 4.0 - at[0].exp();
        4.0 * at[0] - at[0].exp()
    }
}

fn column(chains: &[Chain], j: usize) -> Vec<Vec<f64>> {
    chains.iter().map(|chain| chain.draws.iter().map(|draw| draw[j]).collect()).collect()
}

fn normals() -> Normals {
    Normals { mean: vec![3.0, -20.0, 0.0, 0.1], sd: vec![1.0, 5.0, 0.1, 0.02], rho: 0.95 }
}

#[test]
fn correlated_normals_give_their_moments_back() {
    for metric in [Metric::Dense, Metric::Diagonal] {
        let options = SamplerOptions { metric, seed: 7, ..SamplerOptions::default() };
        let truth = normals();
        let starts: Vec<Vec<f64>> = (0..4)
            .map(|c| (0..4).map(|j| truth.mean[j] + truth.sd[j] * (c as f64 - 1.5)).collect())
            .collect();
        let chains = sample(&starts, &options, normals);
        for j in 0..4 {
            let values = column(&chains, j);
            let (rhat, ess) = (r_hat(&values), ess_bulk(&values));
            assert!(rhat < 1.01, "{metric:?} {j}: R-hat {rhat}");
            assert!(ess > 400.0, "{metric:?} {j}: effective draws {ess}");
            let all = values.concat();
            // Four standard errors of the mean; the standard deviation has a relative error of about 1/sqrt(2 ess).
            let error = (mean(&all) - truth.mean[j]) / truth.sd[j] * ess.sqrt();
            assert!(error.abs() < 4.0, "{metric:?} {j}: mean off by {error} standard errors");
            let ratio = variance(&all).sqrt() / truth.sd[j];
            assert!((ratio - 1.0).abs() * (2.0 * ess).sqrt() < 4.5, "{metric:?} {j}: sd ratio {ratio}");
        }
        for chain in &chains {
            assert_eq!(chain.divergences, 0);
            assert!(chain.e_fmi > 0.5, "{}", chain.e_fmi);
        }
    }
}

#[test]
fn a_skewed_target_has_the_right_quantiles() {
    let options = SamplerOptions { draws: 10_000, seed: 3, ..SamplerOptions::default() };
    let chains = sample(&vec![vec![0.0]; 4], &options, || LogGamma);
    let values = column(&chains, 0);
    let mut all = values.concat();
    all.sort_by(f64::total_cmp);
    // Quantiles of the gamma law of shape 4, by half of the chi-squared law with 8 degrees of freedom.
    for (p, known) in [(0.05, 1.366_318), (0.5, 3.672_061), (0.95, 7.753_657)] {
        let share = all.partition_point(|v| v.exp() < known) as f64 / all.len() as f64;
        let error = (p * (1.0 - p) / ess_bulk(&values).min(40_000.0)).sqrt();
        assert!((share - p).abs() < 5.0 * error, "{p}: {share}, quantile {}", quantile(&all, p).exp());
    }
}

#[test]
fn draws_do_not_depend_on_the_number_of_threads() {
    let starts = vec![vec![3.0, -20.0, 0.0, 0.1]; 4];
    let run = |threads| {
        let options =
            SamplerOptions { draws: 50, warmup: 200, threads, seed: 1, ..SamplerOptions::default() };
        sample(&starts, &options, normals)
    };
    let one = run(1);
    for threads in [2, 7, 16] {
        assert_eq!(run(threads), one);
    }
    assert_ne!(one[0].draws, one[1].draws);
}

#[test]
fn a_start_without_density_is_said_to_be_bad() {
    struct Nowhere;
    impl LogDensity for Nowhere {
        fn dimensions(&self) -> usize {
            1
        }
        fn ln_density(&mut self, _: &[f64], _: &mut [f64]) -> f64 {
            f64::NAN
        }
    }
    let options = SamplerOptions { draws: 10, warmup: 10, ..SamplerOptions::default() };
    let chains = sample(&[vec![0.0]], &options, || Nowhere);
    assert_eq!((chains[0].draws.len(), chains[0].divergences), (10, 10));
}

#[test]
fn diagnostics_see_chains_that_disagree_and_draws_that_hang_together() {
    let noise = |key: u64, shift: f64, memory: f64| -> Vec<f64> {
        let mut stream = Stream::keyed(5, &[key]);
        let mut state = stream.normal();
        (0..1000)
            .map(|_| {
                state = memory * state + (1.0 - memory * memory).sqrt() * stream.normal();
                state + shift
            })
            .collect()
    };
    let independent: Vec<Vec<f64>> = (0..4).map(|key| noise(key, 0.0, 0.0)).collect();
    assert!((r_hat(&independent) - 1.0).abs() < 0.005);
    assert!((ess_bulk(&independent) / 4000.0 - 1.0).abs() < 0.15, "{}", ess_bulk(&independent));
    // An autoregressive series of memory 0.8 is worth (1 - 0.8)/(1 + 0.8) of its draws.
    let slow: Vec<Vec<f64>> = (0..4).map(|key| noise(key, 0.0, 0.8)).collect();
    assert!((ess_bulk(&slow) / (4000.0 / 9.0) - 1.0).abs() < 0.25, "{}", ess_bulk(&slow));
    let apart = vec![noise(0, 0.0, 0.0), noise(1, 1.0, 0.0)];
    assert!(r_hat(&apart) > 1.1);
    assert!(r_hat(&[vec![1.0; 10], vec![1.0; 10]]).is_nan());
}

#[test]
fn warmup_windows_double_and_end_before_the_last_stretch() {
    let plan = windows(1000);
    assert_eq!((plan.begin, plan.end), (75, 950));
    assert_eq!(plan.closes, [100, 150, 250, 450, 950]);
    let short = windows(100);
    assert_eq!((short.begin, short.end, short.closes), (15, 90, vec![90]));
    assert!(windows(0).closes.is_empty());
}
