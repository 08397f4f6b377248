//! Longer thinking: does it go on paying, or end at a ceiling, and can the points tell?

use super::context::{chance, significant};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::observations::Observations;
use crate::quantity::Quantity;
use crate::thinking::{
    Apart, Curve, ENOUGH, Level, RULED_OUT, SHAPES, ShareNoise, ThinkingShape, Thought, apart, levels,
};

/// Names of columns with the number of items behind a share.
const ITEMS: [&str; 5] = ["items", "n_items", "problems", "n_problems", "questions"];

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "told-apart",
        title: "log-linear growth and saturation cannot be told apart",
        says: "points drawn from a log-linear law of thinking tokens look like those of a law with a ceiling as often as \
               not: the forecast beyond the longest thinking is a choice of the law, not of the data",
        caution: "of problems that are the same at every length of thinking, shares scatter less than binomial noise says, and \
                  the points may tell more; shares of few problems say little about other problems in any case",
        hint: "measure the points that are named, or more problems at the lengths at hand; give both forecasts until then",
        source: "likelihood ratio of two laws against its simulated distribution under each (Cox 1961), 300 sets, 5 %",
    },
    is_dear: false,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let thought = thought(context.observations)?;
    let (levels, noise) = levels(&thought).ok()?;
    let criterion =
        |shape: &ThinkingShape| Curve::fit(*shape, &levels, None).deviance + 2.0 * shape.parameters() as f64;
    let ends = SHAPES.iter().copied().filter(|shape| shape.saturates());
    let best = ends.min_by(|a, b| criterion(a).total_cmp(&criterion(b)))?;
    let found = apart(ThinkingShape::LogLinear, best, &levels, 0);
    let power = found.power_one.min(found.power_other);
    found.is_open().then(|| Found {
        severity: Severity::Warning,
        number: found.one_p.min(found.other_p),
        threshold: RULED_OUT,
        message: message(&found, levels.len(), items(&levels, noise), power),
    })
}

fn items(levels: &[Level], noise: ShareNoise) -> String {
    let items = levels.iter().map(|level| level.items).sum::<f64>() / levels.len() as f64;
    match noise {
        ShareNoise::Given => format!("{items:.0} items"),
        ShareNoise::FromScatter => format!("{items:.0} items (as their scatter says)"),
    }
}

fn message(found: &Apart, points: usize, items: String, power: f64) -> String {
    let more = found.more.first().map_or_else(
        || "no number of further points up to 30 times the longest thinking would".to_owned(),
        |more| {
            let points = if more.points == 1 {
                "1 more point".to_owned()
            } else {
                format!("{} more points", more.points)
            };
            format!(
                "{points} at {} tokens would, in {:.0} % of cases",
                significant(more.tokens),
                100.0 * ENOUGH
            )
        },
    );
    format!(
        "with {points} points of {items} the log-linear law and saturation ({}) cannot be told apart: the points are as \
         usual under either (chances {} and {}), and would tell them apart in {:.0} % of cases; {more}",
        found.other.name(),
        chance(found.one_p),
        chance(found.other_p),
        100.0 * power
    )
}

/// Shares over thinking tokens, with the items behind them where they are known.
fn thought(observations: &Observations) -> Option<Thought> {
    let [axis] = observations.axes.as_slice() else { return None };
    if axis.quantity != Quantity::ThinkingTokens || !observations.is_share() {
        return None;
    }
    let shares = &observations.response.values;
    let column =
        observations.others.iter().find(|column| ITEMS.contains(&column.name.to_ascii_lowercase().as_str()));
    let from_error = |(share, error): (&f64, &f64)| share * (1.0 - share) / (error * error);
    let items = match column {
        Some(column) => column.values.clone(),
        None => shares.iter().zip(&observations.stderr).map(from_error).collect(),
    };
    let levels = axis.values.iter().copied().zip(shares.iter().copied()).collect();
    Some(Thought { label: observations.label.clone(), levels, items })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::Column;

    fn shares(quantity: Quantity, right: &[f64]) -> Observations {
        let tokens = (0..right.len()).map(|k| 100.0 * 2f64.powi(k as i32)).collect();
        let response = Column::new("accuracy", Quantity::Accuracy, right.to_vec());
        Observations::new(response, vec![Column::new("tokens", quantity, tokens)]).unwrap()
    }

    #[test]
    fn only_shares_over_thinking_tokens_are_looked_at() {
        let right = [0.2, 0.3, 0.4];
        let found = thought(&shares(Quantity::ThinkingTokens, &right)).unwrap();
        assert_eq!(found.levels, [(100.0, 0.2), (200.0, 0.3), (400.0, 0.4)]);
        assert!(thought(&shares(Quantity::Plain, &right)).is_none());
        assert!(thought(&shares(Quantity::ThinkingTokens, &[0.2, 30.0, 40.0])).is_none(), "no share");
        let mut both = shares(Quantity::ThinkingTokens, &right);
        both.axes.push(both.axes[0].clone());
        assert!(thought(&both).is_none(), "two axes");
    }

    #[test]
    fn items_are_those_of_a_column_or_of_the_standard_errors() {
        let mut data = shares(Quantity::ThinkingTokens, &[0.2, 0.5, 0.9]);
        assert!(thought(&data).unwrap().items.is_empty());
        data.stderr = vec![0.04, 0.05, 0.03];
        // p (1 - p)/se^2: 0.16/0.0016, 0.25/0.0025, 0.09/0.0009.
        assert!(thought(&data).unwrap().items.iter().all(|items| (items - 100.0).abs() < 1e-9));
        data.others = vec![Column::new("N_Items", Quantity::Plain, vec![40.0, 50.0, 60.0])];
        assert_eq!(thought(&data).unwrap().items, [40.0, 50.0, 60.0]);
        data.others[0].name = "lines".to_owned();
        assert!((thought(&data).unwrap().items[0] - 100.0).abs() < 1e-9);
    }

    #[test]
    fn the_mean_number_of_items_is_told_and_where_it_is_from() {
        let levels = [40.0, 50.0, 60.0, 70.0].map(|items| Level { tokens: 100.0, right: 0.5, items });
        assert_eq!(items(&levels, ShareNoise::Given), "55 items");
        assert_eq!(items(&levels, ShareNoise::FromScatter), "55 items (as their scatter says)");
    }

    #[test]
    fn the_message_says_what_is_known_and_which_points_would_tell() {
        let all: Vec<Level> = (0..6)
            .map(|k| Level { tokens: 100.0 * 2f64.powi(k), right: 0.2 + 0.1 * f64::from(k), items: 30.0 })
            .collect();
        let mut found = apart(ThinkingShape::LogLinear, ThinkingShape::Saturating, &all, 0);
        (found.one_p, found.other_p) = (0.4, 0.125);
        let says = |found: &Apart| message(found, 7, "55 items".to_owned(), 0.2);
        found.more.truncate(1);
        (found.more[0].points, found.more[0].tokens) = (1, 2000.0);
        assert!(
            says(&found).ends_with("1 more point at 2000 tokens would, in 80 % of cases"),
            "{}",
            says(&found)
        );
        found.more[0].points = 3;
        assert!(says(&found).ends_with("3 more points at 2000 tokens would, in 80 % of cases"));
        found.more.clear();
        let none = says(&found);
        assert!(none.starts_with("with 7 points of 55 items the log-linear law and saturation (saturating)"));
        assert!(
            none.contains("(chances 40.0 % and 12.5 %), and would tell them apart in 20 % of cases"),
            "{none}"
        );
        assert!(none.ends_with("no number of further points up to 30 times the longest thinking would"));
    }

    #[test]
    fn the_better_of_the_shapes_that_end_is_compared() {
        // A curve that ends at a ceiling of a half, with few items.
        let tokens: Vec<f64> = (0..8).map(|k| 100.0 * 2f64.powi(k)).collect();
        let right: Vec<f64> = tokens.iter().map(|t| 0.5 - 0.5 * (-t / 800.0).exp()).collect();
        let mut data = shares(Quantity::ThinkingTokens, &right);
        data.others = vec![Column::new("items", Quantity::Plain, vec![8.0; 8])];
        let it = crate::check::tests::fitted::Fitted::new("log-line", data);
        let found = it.found(&CHECK).unwrap();
        let (all, _) = levels(&thought(&it.observations).unwrap()).unwrap();
        // Both have nearly no deviance left: the one with two parameters has the lower criterion.
        let expected = apart(ThinkingShape::LogLinear, ThinkingShape::Saturating, &all, 0);
        assert!(found.message.contains("saturation (saturating)"), "{}", found.message);
        assert_eq!(found.number, expected.one_p.min(expected.other_p));
        let power = 100.0 * expected.power_one.min(expected.power_other);
        assert!(found.message.contains(&format!("apart in {power:.0} % of cases;")), "{}", found.message);
    }
}
