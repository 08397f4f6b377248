//! Longer thinking: what the laws of accuracy against thinking tokens say of a target, what reaching it costs, and whether the
//! points tell the laws apart.

use super::price::{Price, Tokens};
use lawlike::error::{Error, Result};
use lawlike::interval::{self, Interval};
use lawlike::run::Run;
use lawlike::thinking::{
    Apart, Curve, Level, SHAPES, ShareNoise, ThinkingShape, Thought, apart, levels, share,
};
use lawlike_num::parallel;
use lawlike_num::quantile::quantile;
use lawlike_num::stream::Stream;
use serde::Serialize;

mod keys {
    lawlike::interval_keys!(right, tokens);
}

/// Keeps these streams apart from those of other uses of the same seed.
const THINKING_STREAM: u64 = 0x7468_6e6b;
/// Simulated sets behind an interval.
const DRAWS: usize = 200;
/// Where forecasts are given: so many times the longest thinking.
const AHEAD: [f64; 2] = [2.0, 10.0];

/// Steps of a curve that is drawn.
const STEPS: usize = 40;

/// What shapes the answer.
#[derive(Debug, Clone)]
pub struct ThinkingOptions {
    /// Shares of solved problems aimed at.
    pub targets: Vec<f64>,
    /// Tokens beside those of thinking.
    pub tokens: Tokens,
    /// Prices.
    pub price: Price,
    /// Seed of the draws, and threads.
    pub run: Run,
}

/// One law of longer thinking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThinkingLaw {
    /// The shape.
    pub shape: ThinkingShape,
    /// Twice the log-likelihood lost against the shares themselves.
    pub deviance: f64,
    /// Akaike's criterion less that of the best shape.
    pub behind: f64,
    /// The ceiling that it ends at, with its 95 % interval.
    #[serde(serialize_with = "interval::optional_triple")]
    pub ceiling: Option<Interval>,
    /// The tokens beyond which thinking hurts, with their 95 % interval; an upper end without a peak is infinite.
    #[serde(serialize_with = "interval::optional_triple")]
    pub peak: Option<Interval>,
    /// Forecasts at 2 and 10 times the longest thinking.
    pub ahead: Vec<ThinkingForecast>,
    /// What each target takes.
    pub targets: Vec<ThinkingCost>,
    /// The curve from the shortest thinking to ten times the longest, to be drawn.
    #[serde(skip)]
    pub curve: Vec<ThinkingForecast>,
}

/// Share of right answers forecast for a longer thinking.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ThinkingForecast {
    /// Thinking tokens.
    pub tokens: f64,
    /// Share of right answers, with its 95 % interval for the curve.
    #[serde(flatten, serialize_with = "keys::right")]
    pub right: Interval,
}

/// The thinking that a target takes, and its cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ThinkingCost {
    /// Share of right answers aimed at.
    pub target: f64,
    /// Least tokens that reach it, infinite if none do, with the 95 % interval; its upper end is infinite if the points
    /// allow that it is never reached.
    #[serde(flatten, serialize_with = "keys::tokens")]
    pub tokens: Interval,
    /// Share of the simulated sets in which it is never reached.
    pub never: f64,
    /// Dollars of a problem; NaN without prices.
    pub usd: f64,
    /// Dollars of a solved problem.
    pub usd_solved: f64,
}

/// All that is said of one model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Thinking {
    /// Name of the model, empty if there is only one.
    pub label: String,
    /// Number of points.
    pub n: usize,
    /// Shortest and longest thinking, tokens.
    pub span: (f64, f64),
    /// Items behind a share: the median.
    pub items: f64,
    /// Where they are known from.
    pub noise: ShareNoise,
    /// The laws, best first.
    pub laws: Vec<ThinkingLaw>,
    /// The log-linear law against every other.
    pub apart: Vec<Apart>,
    /// The points, to be drawn.
    #[serde(skip)]
    pub levels: Vec<Level>,
}

impl Thinking {
    /// The log-linear law against the best law that saturates.
    pub fn saturation(&self) -> Option<&Apart> {
        let best = self.laws.iter().find(|law| law.shape.saturates())?;
        self.apart.iter().find(|apart| apart.other == best.shape)
    }
}

/// What the points of every model say of longer thinking.
///
/// # Errors
/// Fewer than four lengths of thinking, values that cannot be, or a target that is no share.
pub fn thinking(models: &[Thought], options: &ThinkingOptions) -> Result<Vec<Thinking>> {
    options.price.check()?;
    if let Some(target) = options.targets.iter().find(|target| !(**target > 0.0 && **target < 1.0)) {
        return Err(Error::option(format!("--target {target}: a target is a share between 0 and 1")));
    }
    models.iter().map(|model| model_thinking(model, options)).collect()
}

fn model_thinking(model: &Thought, options: &ThinkingOptions) -> Result<Thinking> {
    let (levels, noise) = levels(model)?;
    let mut laws = parallel::map(SHAPES.len(), options.run.threads, |at| law(SHAPES[at], &levels, options));
    laws.sort_by(|a, b| a.behind.total_cmp(&b.behind));
    let best = laws.first().map_or(0.0, |law| law.behind);
    laws.iter_mut().for_each(|law| law.behind -= best);
    let apart = parallel::map(SHAPES.len() - 1, options.run.threads, |at| {
        apart(ThinkingShape::LogLinear, SHAPES[at + 1], &levels, options.run.seed)
    });
    let mut items: Vec<f64> = levels.iter().map(|level| level.items).collect();
    items.sort_by(f64::total_cmp);
    let tokens = levels.iter().map(|level| level.tokens);
    Ok(Thinking {
        label: model.label.clone(),
        n: levels.len(),
        span: tokens.fold((f64::INFINITY, 0.0), |(lo, hi): (f64, f64), t| (lo.min(t), hi.max(t))),
        items: quantile(&items, 0.5),
        noise,
        laws,
        apart,
        levels,
    })
}

/// One law with what its simulated sets leave open. `behind` holds Akaike's criterion as it stands.
fn law(shape: ThinkingShape, levels: &[Level], options: &ThinkingOptions) -> ThinkingLaw {
    let curve = Curve::fit(shape, levels, None);
    let mut stream = Stream::keyed(options.run.seed, &[THINKING_STREAM, shape as u64]);
    let draw = |_| {
        let drawn: Vec<Level> = levels
            .iter()
            .map(|level| Level { right: share(&mut stream, curve.at(level.tokens), level.items), ..*level })
            .collect();
        Curve::fit(shape, &drawn, Some(&curve))
    };
    let draws: Vec<Curve> = (0..DRAWS).map(draw).collect();
    let over = |value: f64, of: &dyn Fn(&Curve) -> f64| Interval::of_draws(value, draws.iter().map(of));
    let around = |of: &dyn Fn(&Curve) -> Option<f64>| {
        of(&curve).map(|value| over(value, &|curve| of(curve).unwrap_or(f64::INFINITY)))
    };
    let longest = levels.iter().map(|level| level.tokens).fold(0.0, f64::max);
    let shortest = levels.iter().map(|level| level.tokens).fold(f64::INFINITY, f64::min);
    let at =
        |tokens: f64| ThinkingForecast { tokens, right: over(curve.at(tokens), &|curve| curve.at(tokens)) };
    let step = |step: usize| shortest * (10.0 * longest / shortest).powf(step as f64 / STEPS as f64);
    let reach = |target: &f64| {
        let needed = |curve: &Curve| curve.reaches(*target).unwrap_or(f64::INFINITY);
        let tokens = needed(&curve);
        let usd =
            if options.price.is_known() { options.price.first(options.tokens, tokens) } else { f64::NAN };
        let never = draws.iter().filter(|curve| needed(curve).is_infinite()).count() as f64 / DRAWS as f64;
        let tokens = over(tokens, &needed);
        ThinkingCost { target: *target, tokens, never, usd, usd_solved: usd / target }
    };
    ThinkingLaw {
        shape,
        deviance: curve.deviance,
        behind: curve.deviance + 2.0 * shape.parameters() as f64,
        ceiling: around(&Curve::ceiling),
        peak: around(&Curve::peak),
        ahead: AHEAD.iter().map(|factor| at(factor * longest)).collect(),
        targets: options.targets.iter().map(reach).collect(),
        curve: (0..=STEPS).map(step).map(at).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> ThinkingOptions {
        ThinkingOptions {
            targets: vec![0.5, 0.9],
            tokens: Tokens { read: 500.0, written: 300.0 },
            price: Price { read: 1.0, cached: 0.1, thought: 10.0, written: 10.0 },
            run: Run { seed: 0, threads: 1 },
        }
    }

    /// Ten lengths of thinking with 200 items each, drawn from a curve.
    fn drawn(of: impl Fn(f64) -> f64, seed: u64) -> Thought {
        let mut stream = Stream::keyed(seed, &[9]);
        let level = |i: i32| {
            let tokens = 250.0 * 2f64.powi(i);
            (tokens, share(&mut stream, of(tokens), 200.0))
        };
        Thought { label: String::new(), levels: (0..10).map(level).collect(), items: vec![200.0; 10] }
    }

    #[test]
    fn tokens_for_a_target_lie_in_their_interval() {
        let sets = 30;
        let mut held = 0;
        for seed in 0..sets {
            let model = drawn(|t| -0.35 + 0.1 * t.ln(), seed);
            let (levels, _) = levels(&model).unwrap();
            let line = law(
                ThinkingShape::LogLinear,
                &levels,
                &ThinkingOptions { targets: vec![0.7], run: Run { seed, threads: 1 }, ..options() },
            );
            let truth = 10.5_f64.exp();
            held += usize::from(line.targets[0].tokens.contains(truth));
        }
        // 28.5 expected.
        assert!(held >= 25, "{held} of {sets}");
    }

    #[test]
    fn a_ceiling_below_the_target_is_told() {
        let truth = |t: f64| 0.6 * (1.0 - (-t / 3000.0).exp());
        let (mut held, sets) = (0, 20);
        for seed in 0..sets {
            let (levels, _) = levels(&drawn(truth, seed)).unwrap();
            let law = law(ThinkingShape::Saturating, &levels, &options());
            let reach = law.targets[1];
            assert!(reach.tokens.value.is_infinite() && reach.never == 1.0, "{reach:?}");
            let ceiling = law.ceiling.unwrap();
            held += usize::from(ceiling.contains(0.6) && ceiling.width() < 0.15);
        }
        // 19 expected.
        assert!(held >= 16, "{held} of {sets}");
        let found = thinking(&[drawn(truth, 1)], &options()).unwrap();
        let found = &found[0];
        assert_eq!(found.laws[0].shape, ThinkingShape::Saturating);
        assert!(found.saturation().unwrap().one_p < 0.05);
        let near = found.laws[0].targets[0];
        let usd = (500.0 * 1.0 + near.tokens.value * 10.0 + 300.0 * 10.0) / 1e6;
        assert!((near.usd / usd - 1.0).abs() < 1e-12 && (near.usd_solved / near.usd - 2.0).abs() < 1e-12);
    }

    #[test]
    fn items_are_found_from_scatter() {
        let mut model = drawn(|t| -0.35 + 0.1 * t.ln(), 2);
        model.items = Vec::new();
        let found = thinking(&[model], &options()).unwrap();
        assert!(
            found[0].noise == ShareNoise::FromScatter && (60.0..1200.0).contains(&found[0].items),
            "{}",
            found[0].items
        );
        let few = Thought { label: "m".to_owned(), levels: vec![(1.0, 0.2); 8], items: Vec::new() };
        assert!(thinking(&[few], &options()).unwrap_err().to_string().contains("needs 4"));
    }
}
