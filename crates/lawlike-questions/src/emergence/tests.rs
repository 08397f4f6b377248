//! Verdicts on simulated tasks of which the truth is known.

use super::*;
use crate::observational::{ScoredTask, Smooth};
use lawlike_num::stream::Stream;

/// A world: models of several families over four powers of ten of compute, with a loss that falls smoothly.
struct World {
    models: usize,
    families: usize,
    items: f64,
    /// Spread of the logarithm of the loss between models of equal compute.
    spread: f64,
}

const WORLD: World = World { models: 40, families: 8, items: 1000.0, spread: 0.12 };

impl World {
    /// The share of right answers comes from the logarithm of compute (0 to 4) and the loss.
    fn models(&self, seed: u64, share: impl Fn(f64, f64) -> f64) -> Models {
        let mut stream = Stream::keyed(seed, &[11]);
        let effects: Vec<f64> = (0..self.families).map(|_| self.spread * stream.normal()).collect();
        let mut found = Models { scale_name: "flops".to_owned(), ..Models::default() };
        let (mut scores, mut costs) = (Vec::new(), Vec::new());
        for i in 0..self.models {
            let z = 4.0 * i as f64 / (self.models - 1) as f64;
            let family = stream.below(self.families);
            let loss = 1.5 * (-0.9 * z + effects[family] + self.spread * stream.normal()).exp() + 0.02;
            let right = share(z, loss).clamp(0.0, 1.0);
            let count = (0..self.items as usize).filter(|_| stream.uniform() < right).count();
            found.names.push(format!("m{i}"));
            found.families.push(format!("f{family}"));
            found.scale.push(1e20 * 10f64.powf(z));
            scores.push(count as f64 / self.items);
            costs.push(loss);
        }
        found.tasks = vec![ScoredTask {
            name: "exact".to_owned(),
            items: vec![self.items; self.models],
            scores,
            smooth: Some(Smooth { name: "loss".to_owned(), costs }),
        }];
        found
    }

    /// Shares of the verdicts [follows, below resolution, break, untold] over simulated tables.
    fn rates(&self, tables: u64, share: impl Fn(f64, f64) -> f64) -> [f64; 4] {
        let mut counts = [0.0; 4];
        for seed in 0..tables {
            let judged = judge::judge(&self.models(seed, &share), 0);
            let at = match judged.verdict {
                EmergenceVerdict::Follows => 0,
                EmergenceVerdict::BelowResolution => 1,
                EmergenceVerdict::Break => 2,
                EmergenceVerdict::Untold => 3,
            };
            counts[at] += 1.0 / tables as f64;
        }
        counts
    }
}

fn logistic(level: f64) -> f64 {
    1.0 / (1.0 + (-level).exp())
}

/// Exact match of about eight tokens.
fn exact_match(_: f64, loss: f64) -> f64 {
    (-8.0 * loss).exp()
}

/// The level of a threshold in the loss.
fn threshold(loss: f64) -> f64 {
    3.0 * (0.25 / loss).ln()
}

#[test]
#[ignore = "slow"]
fn lawful_tasks_raise_few_alarms() {
    // Four in eighty at the level that is stated; ten would be too many by far. The page holds the rates over 200 tables.
    let exact = WORLD.rates(80, exact_match);
    assert!(exact[2] < 0.12 && exact[0] > 0.8, "exact match: {exact:?}");
    let floor = WORLD.rates(80, |_, loss| 0.1 + 0.9 * logistic(threshold(loss)));
    assert!(floor[2] < 0.12 && floor[0] > 0.8, "threshold with a floor: {floor:?}");
    let small = World { models: 20, families: 20, items: 100.0, ..WORLD }.rates(80, exact_match);
    assert!(small[2] < 0.12, "20 models, 100 items: {small:?}");
    let unresolved = World { items: 50.0, ..WORLD }.rates(20, |_, loss| (-60.0 * loss).exp());
    assert!(unresolved[1] > 0.9 && unresolved[2] == 0.0, "below the items: {unresolved:?}");
}

#[test]
#[ignore = "slow"]
fn breaks_are_seen() {
    let step = |z: f64| if z > 2.4 { 1.0 } else { 0.0 };
    let large = WORLD.rates(40, |z, loss| logistic(threshold(loss) - 2.0 + 2.0 * step(z)));
    assert!(large[2] > 0.8, "a jump of the task alone: {large:?}");
    let none = WORLD.rates(40, |z, _| 0.9 * step(z));
    assert!(none[2] + none[3] > 0.95, "a jump that has nothing to do with the loss: {none:?}");
}

#[test]
fn a_smooth_metric_that_breaks_is_told() {
    let mut breaks = 0;
    for seed in 0..30 {
        let mut models = WORLD.models(seed, |_, _| 0.0);
        let mut stream = Stream::keyed(seed, &[12]);
        let task = &mut models.tasks[0];
        let costs = &mut task.smooth.as_mut().unwrap().costs;
        for (i, cost) in costs.iter_mut().enumerate() {
            *cost *= if models.scale[i] > 2.5e22 { 0.25 } else { 1.0 };
            let right = (-3.0 * *cost).exp();
            task.scores[i] = (0..1000).filter(|_| stream.uniform() < right).count() as f64 / 1000.0;
        }
        let judged = judge::judge(&models, 0);
        breaks += usize::from(
            judged.verdict == EmergenceVerdict::Break && judged.smooth.is_some_and(|t| t.is_break),
        );
    }
    assert!(breaks >= 24, "{breaks} of 30");
}

/// Share of simulated tables in which a break of `times` the smallest size that is stated is seen, put in half way.
fn seen(world: &World, tables: u64, times: f64) -> f64 {
    let mut seen = 0.0;
    for seed in 0..tables {
        let before = judge::judge(&world.models(seed, |_, loss| logistic(threshold(loss))), 0);
        let size = times * before.sharp.unwrap().smallest.1;
        let with = |z: f64, loss: f64| logistic(threshold(loss) + if z > 2.0 { size } else { 0.0 });
        let after = judge::judge(&world.models(seed, with), 0);
        seen += f64::from(u8::from(after.sharp.unwrap().is_break)) / tables as f64;
    }
    seen
}

#[test]
#[ignore = "slow"]
fn the_smallest_break_is_seen_as_often_as_it_says() {
    let seen = seen(&WORLD, 40, 1.0);
    assert!((0.65..=0.99).contains(&seen), "{seen}");
}

/// The figures of docs/reference/emergence.md.
#[test]
#[ignore = "minutes of simulation"]
fn figures_of_the_reference_page() {
    for (models, families, items) in [(40, 8, 1000.0), (80, 20, 1000.0), (24, 24, 1000.0), (20, 20, 100.0)] {
        let world = World { models, families, items, ..WORLD };
        println!("{models} models, {families} families, {items} items: follows, below, break, untold");
        println!("  exact match {:.3?}", world.rates(200, exact_match));
        println!("  floor {:.3?}", world.rates(200, |_, loss| 0.1 + 0.9 * logistic(threshold(loss))));
        let jump = |size: f64| {
            world.rates(100, |z, loss| logistic(threshold(loss) - 2.0 + if z > 2.4 { size } else { 0.0 }))
        };
        println!("  jumps of 1, 2, 4 levels {:.2?} {:.2?} {:.2?}", jump(1.0), jump(2.0), jump(4.0));
        println!("  without any link {:.2?}", world.rates(100, |z, _| if z > 2.4 { 0.9 } else { 0.0 }));
        println!(
            "  smallest break seen {:.2}, half as large again {:.2}",
            seen(&world, 100, 1.0),
            seen(&world, 100, 1.5)
        );
    }
}
