//! Writes the bundled set `simulated-sweep`: `cargo run -p lawlike-data --example simulate`.
//!
//! The losses are simulated, not measured: a Chinchilla-like surface with constants of our own,
//! `1.9 + 300 N^-0.33 + 1200 D^-0.35`, times the exponential of normal noise of 0.4 %.

use std::fmt::Write as _;

const SIZES: usize = 9;
const RATIOS: usize = 8;
/// Runs above this compute are left out, as a budget would.
const LARGEST_FLOP: f64 = 1e22;

/// The rows of the set as CSV. The same bytes at every call.
pub(crate) fn runs() -> String {
    let mut out = "run,params,tokens,flops,loss\n".to_owned();
    let mut noise = Noise(20_240_229);
    let mut run = 0;
    for size in 0..SIZES {
        let params = three_digits(2e7 * 10_f64.powf(3.0 * size as f64 / (SIZES - 1) as f64));
        for ratio in 0..RATIOS {
            let tokens = three_digits(params * 2.0 * 100_f64.powf(ratio as f64 / (RATIOS - 1) as f64));
            let flops = 6.0 * params * tokens;
            let surface = 1.9 + 300.0 * params.powf(-0.33) + 1200.0 * tokens.powf(-0.35);
            let loss = surface * (0.004 * noise.normal()).exp();
            if flops > LARGEST_FLOP {
                continue;
            }
            run += 1;
            // Writing to a string cannot fail.
            let _ = writeln!(out, "sim-{run:02},{params},{tokens},{flops:.4e},{loss:.5}");
        }
    }
    out
}

fn three_digits(value: f64) -> f64 {
    let unit = 10_f64.powi(value.log10().floor() as i32 - 2);
    (value / unit).round() * unit
}

/// Normal numbers from SplitMix64 and the Box-Muller transform.
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        ((bits >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

#[allow(dead_code, reason = "a test takes this file in as a module")]
fn main() -> std::io::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/bundle/simulated-sweep/runs.csv");
    std::fs::write(path, runs())
}
