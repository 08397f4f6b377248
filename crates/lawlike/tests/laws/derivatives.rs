//! Derivatives of every law, as the fit takes them, against differences.

use crate::design::{World, worlds};
use lawlike_formula::{Bound, Program, Workspace};

/// Largest error of a derivative, relative to the largest one of its parameter over the rows.
const TOLERANCE: f64 = 1e-6;

#[test]
fn derivatives_are_those_of_differences() {
    for world in worlds(3) {
        let (bound, _) = program(&world);
        for truth in &world.truths {
            let rows = bound.rows();
            let mut values = vec![0.0; rows];
            let mut jacobian = vec![0.0; rows * truth.len()];
            bound.values_and_jacobian(truth, &mut Workspace::default(), &mut values, &mut jacobian);
            assert!(values.iter().all(|value| value.is_finite()), "{}: {truth:?}", world.card.id);
            for (j, column) in jacobian.chunks(rows).enumerate() {
                let difference = difference(&bound, truth, j);
                let largest = column.iter().fold(0.0f64, |most, slope| most.max(slope.abs()));
                // Differences of values have an error of their own where the parameter hardly matters.
                let most = values.iter().fold(0.0f64, |most, value| most.max(value.abs()));
                let noise = 1e-11 * most / step(truth[j]);
                for (slope, found) in column.iter().zip(&difference) {
                    let error = (slope - found).abs();
                    let name = &world.model.parameters()[j];
                    assert!(
                        error <= TOLERANCE * largest + noise,
                        "{}: {name} at {truth:?}: {slope} {found}",
                        world.card.id
                    );
                }
            }
        }
    }
}

/// The program of a law over its inputs, and the names of its parameters.
fn program(world: &World) -> (Bound, Vec<String>) {
    let columns: Vec<&str> = world.inputs.columns().map(|column| column.name.as_str()).collect();
    let formula = world.law.formula.expand(&columns).unwrap();
    let inputs: Vec<&str> = formula.names().into_iter().filter(|name| world.law.has_input(name)).collect();
    let separable = formula.separate(&inputs).unwrap();
    assert_eq!(separable.parameters, world.model.parameters());
    let values: Vec<&[f64]> =
        separable.columns.iter().map(|name| world.inputs.resolve(name).unwrap().values.as_slice()).collect();
    (Program::compile(&separable).bind(&values).unwrap(), separable.parameters)
}

fn step(value: f64) -> f64 {
    1e-4 * if value == 0.0 { 1.0 } else { value.abs() }
}

/// Central differences of the fourth order.
fn difference(bound: &Bound, truth: &[f64], j: usize) -> Vec<f64> {
    let h = step(truth[j]);
    let at = |multiple: f64| {
        let mut moved = truth.to_vec();
        moved[j] += multiple * h;
        let mut out = vec![0.0; bound.rows()];
        bound.values(&moved, &mut Workspace::default(), &mut out);
        out
    };
    let [far, near, back, farther] = [2.0, 1.0, -1.0, -2.0].map(at);
    (0..bound.rows())
        .map(|row| (8.0 * (near[row] - back[row]) - (far[row] - farther[row])) / (12.0 * h))
        .collect()
}
