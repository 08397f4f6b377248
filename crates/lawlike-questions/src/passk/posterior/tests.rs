//! Draws and densities against sums over a grid.

use super::*;
use std::f64::consts::TAU;

/// Sum over a grid of two coordinates that reaches so far to each side.
fn over_grid(reach: f64, step: f64, of: impl Fn(&[f64; 2]) -> f64) -> f64 {
    let n = (2.0 * reach / step).round() as i32;
    let at = |i: i32| -reach + f64::from(i) * step;
    let row = |i: i32| (0..=n).map(|j| of(&[at(i), at(j)])).sum::<f64>();
    (0..=n).map(row).sum::<f64>() * step * step
}

fn proposal() -> Proposal {
    // Scale L L^T with L = [2, 0; 1, 1].
    let lower = vec![vec![2.0], vec![1.0, 1.0]];
    Proposal { centre: vec![0.4, -0.7], lower, ln_determinant: 2.0 * 2_f64.ln() }
}

#[test]
fn the_t_density_is_one_and_has_its_place_and_width() {
    let proposal = proposal();
    let density = |z: &[f64; 2]| proposal.ln_density(z).exp() / TAU;
    // In closed form at two points: Gamma(7/2) / (Gamma(5/2) 5/2) is one for two coordinates, so it is (1 + d/5)^-3.5 / TAU / |L|.
    assert!((density(&[0.4, -0.7]) - 0.5 / TAU).abs() < 1e-12);
    // One step of the first column of L, and one of the second: squared distance 2.
    assert!((density(&[2.4, 1.3]) - 0.5 * (1.0 + 0.4_f64).powf(-3.5) / TAU).abs() < 1e-12);
    let whole = over_grid(120.0, 0.2, density);
    assert!((whole - 1.0).abs() < 1e-3, "{whole}");
    let mut stream = Stream::keyed(9, &[]);
    let drawn: Vec<Vec<f64>> = (0..40_000).map(|_| proposal.draw(&mut stream)).collect();
    let equal = vec![1.0 / drawn.len() as f64; drawn.len()];
    // The variance of t with five degrees of freedom is 5/3 of its scale; proposals are made a tenth wider than the draws.
    let found = Proposal::around(&drawn, &equal, 2).unwrap();
    assert!(
        (found.centre[0] - 0.4).abs() < 0.06 && (found.centre[1] + 0.7).abs() < 0.05,
        "{:?}",
        found.centre
    );
    let wider = (1.1_f64 * 5.0 / 3.0).sqrt();
    for (row, expected) in found.lower.iter().flatten().zip([2.0, 1.0, 1.0]) {
        assert!((row / (wider * expected) - 1.0).abs() < 0.05, "{:?}", found.lower);
    }
    let expected = 2.0 * (found.lower[0][0] * found.lower[1][1]).ln();
    assert!((found.ln_determinant - expected).abs() < 1e-12);
}

#[test]
fn a_proposal_is_centred_on_weighted_draws() {
    let points = vec![vec![0.0, 0.0], vec![2.0, 0.0], vec![0.0, 4.0]];
    let found = Proposal::around(&points, &[0.5, 0.25, 0.25], 2).unwrap();
    assert_eq!(found.centre, [0.5, 1.0]);
    // Covariance: 0.75, -0.5 and 3, each a tenth wider.
    let (first, below) = (found.lower[0][0], found.lower[1][0]);
    let last = found.lower[1][1];
    assert!((first * first - 0.825).abs() < 1e-6 && (first * below + 0.55).abs() < 1e-6);
    assert!((below * below + last * last - 3.3).abs() < 1e-6);
    // Away from zero, and with weights that do not sum to one: products are of differences from the centre.
    let points = vec![vec![7.0, -3.0], vec![9.0, -2.0]];
    let found = Proposal::around(&points, &[0.25, 0.25], 2).unwrap();
    let (x, y) = ([3.0, 5.0], [-1.75, -0.75]);
    assert_eq!(found.centre, [4.0, -1.25]);
    let product = |a: [f64; 2], b: [f64; 2]| 1.1 * 0.25 * (a[0] * b[0] + a[1] * b[1]);
    let rows = &found.lower;
    assert!((rows[0][0].powi(2) - product(x, x)).abs() < 1e-6, "{rows:?}");
    assert!((rows[0][0] * rows[1][0] - product(x, y)).abs() < 1e-6, "{rows:?}");
    assert!((rows[1][0].powi(2) + rows[1][1].powi(2) - product(y, y)).abs() < 1e-6, "{rows:?}");
}

#[test]
fn the_prior_is_divided_by_the_mixture_that_was_drawn_from() {
    let proposal = proposal();
    let (z, twin) = ([0.3, 1.1], [1.0, -2.0]);
    let normal = (-0.5 * (0.3_f64 * 0.3 + 1.1 * 1.1)).exp();
    let (first, second) = (proposal.ln_density(&z).exp(), proposal.ln_density(&twin).exp());
    let alone = (normal / (0.8 * first + 0.2 * normal)).ln();
    let both = (normal / (0.4 * first + 0.4 * second + 0.2 * normal)).ln();
    assert!((proposal.ln_prior_over(&z, None) - alone).abs() < 1e-12);
    assert!((proposal.ln_prior_over(&z, Some(&twin)) - both).abs() < 1e-12);
    // The whole mixture is a density: the mean of the ratio over its draws is one.
    let whole = over_grid(12.0, 0.02, |z| {
        let normal = (-0.5 * (z[0] * z[0] + z[1] * z[1])).exp() / TAU;
        normal / proposal.ln_prior_over(z, None).exp()
    });
    assert!((whole - 1.0).abs() < 0.02, "{whole}");
}

#[test]
fn the_worth_of_weights() {
    assert_eq!(worth(&[0.25; 4]), 4.0);
    assert_eq!(worth(&[1.0, 0.0]), 1.0);
    assert!((worth(&[0.5, 0.25, 0.25]) - 8.0 / 3.0).abs() < 1e-12);
}
