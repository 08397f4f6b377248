use super::*;
use lawlike::allocation::AllocationOptions;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::{ComputeCount, LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike_num::stream::Stream;

const E: f64 = 1.69;
const A: f64 = 406.4;
const B: f64 = 410.7;

/// Exponents of parameters and of tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exponents {
    pub(super) alpha: f64,
    pub(super) beta: f64,
}

pub(super) fn powers(alpha: f64, beta: f64) -> Exponents {
    Exponents { alpha, beta }
}

/// Runs on isoFLOP groups of nine sizes, `drift` times off their optimum, with noise on the logarithm of the loss.
pub(super) fn grid(exponents: Exponents, drift: f64, noise: f64, seed: u64) -> Observations {
    let Exponents { alpha, beta } = exponents;
    let (mut n, mut d, mut c, mut loss) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut stream = Stream::keyed(seed, &[1]);
    for budget in 0..7 {
        let compute = 1e18 * 3f64.powi(budget);
        for step in -4..=4 {
            let size = drift * optimum(exponents, compute) * 1.35f64.powi(step);
            let tokens = compute / 6.0 / size;
            n.push(size);
            d.push(tokens);
            c.push(compute);
            let value: f64 = E + A * size.powf(-alpha) + B * tokens.powf(-beta);
            loss.push(value * (noise * stream.normal()).exp());
        }
    }
    let axes = vec![
        Column::new("params", Quantity::Parameters(ParameterCount::Total), n),
        Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d),
    ];
    let mut runs =
        Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).unwrap();
    runs.others.push(Column::new("flops", Quantity::Compute(ComputeCount::SixNd), c));
    runs
}

/// Equation 4 of Hoffmann et al. 2022.
pub(super) fn optimum(exponents: Exponents, compute: f64) -> f64 {
    let Exponents { alpha, beta } = exponents;
    let g = (alpha * A / (beta * B)).powf(1.0 / (alpha + beta));
    g * (compute / 6.0).powf(beta / (alpha + beta))
}

/// Sardana & Frankle 2024, figure 1: for a model as good as a compute-optimal one of 13e9 parameters and 2e12 tokens of
/// inference, one of 7e9 saves 1.7e22 FLOP, 17 %. With the constants of Hoffmann et al. (.336 and .283).
#[test]
fn a_model_that_is_used_is_the_one_of_the_paper() {
    let runs = grid(powers(0.336, 0.283), 1.0, 0.0, 0);
    let options = AllocationOptions { replicates: 20, ..AllocationOptions::default() };
    let plan = deploy(&runs, Quality::Like(13e9), &[0.0, 2e12], &options).unwrap();
    let [idle, used] = plan.rows.as_slice() else { panic!("{plan:?}") };
    assert!((idle.parameters.value / 13e9 - 1.0).abs() < 1e-3 && idle.saved.value.abs() < 1e-6, "{idle:?}");
    assert!((used.parameters.value / 6.97e9 - 1.0).abs() < 0.01, "{used:?}");
    assert!((used.saved.value - 0.174).abs() < 0.002, "{used:?}");
    let (training, inference) = used.flop;
    let before = 6.0 * plan.compute_optimal.0 * plan.compute_optimal.1 + 2.0 * 13e9 * 2e12;
    assert!(((before - training - inference) / 1.69e22 - 1.0).abs() < 0.01);
    // The condition at the optimum: elasticities of the loss in the ratio 1 + T / 3 D.
    let (n, d) = (used.parameters.value, used.tokens.value);
    let ratio = 0.336 * A * n.powf(-0.336) / (0.283 * B * d.powf(-0.283));
    assert!((ratio / (1.0 + 2e12 / (3.0 * d)) - 1.0).abs() < 1e-3, "{ratio}");
    assert!(deploy(&runs, Quality::Loss(1.0), &[0.0], &options).is_err());
    assert!(deploy(&runs, Quality::Loss(2.5), &[-1.0], &options).is_err());
}
