//! Limits and trends that the cards state.

use lawlike::law::End;

use crate::design::{World, scaled, with, worlds};

/// Stands for what grows beyond all bounds, and its inverse for what vanishes.
const HUGE: f64 = 1e250;
/// Largest distance to the limit there, relative to the response.
const TOLERANCE: f64 = 1e-6;

#[test]
fn responses_go_where_the_cards_say() {
    for world in worlds(3) {
        for truth in &world.truths {
            let usual = world.values(truth);
            for limit in world.card.limits {
                let ends: Vec<(&str, f64)> = limit
                    .towards
                    .iter()
                    .map(|(name, end)| (*name, if *end == End::Zero { HUGE.recip() } else { HUGE }))
                    .collect();
                let found = world.model.predict(truth, &with(&world.inputs.points(), &ends)).unwrap();
                for (row, value) in found.iter().enumerate() {
                    let expected = stated(&world, limit.value, truth, row);
                    let size = usual[row].abs() + expected.abs();
                    let near = (value - expected).abs() <= TOLERANCE * size;
                    assert!(
                        near,
                        "{}: {ends:?} gives {value}, not {} = {expected}",
                        world.card.id, limit.value
                    );
                }
            }
        }
    }
}

/// A formula of the card in the parameters and the inputs of a row.
fn stated(world: &World, text: &str, truth: &[f64], row: usize) -> f64 {
    let columns: Vec<&str> = world.inputs.columns().map(|column| column.name.as_str()).collect();
    let formula = world.card.written_out(text).unwrap().expand(&columns).unwrap();
    let value = |name: &str| {
        let parameter = world.model.parameters().iter().position(|known| known == name);
        parameter.map(|at| truth[at]).or_else(|| Some(world.inputs.resolve(name)?.values[row]))
    };
    formula.eval(&value).unwrap()
}

#[test]
fn responses_fall_and_rise_as_the_cards_say() {
    for world in worlds(3) {
        let points = world.inputs.points();
        for truth in &world.truths {
            let here = world.values(truth);
            for trend in world.card.trends {
                for factor in [1.001, 1.05] {
                    let there = world.model.predict(truth, &scaled(&points, trend.along, factor)).unwrap();
                    for (a, b) in here.iter().zip(&there) {
                        let gain = if trend.rises { b - a } else { a - b };
                        let along = trend.along;
                        assert!(gain >= -1e-12 * a.abs(), "{}: {along} from {a} to {b}", world.card.id);
                    }
                }
            }
        }
    }
}
