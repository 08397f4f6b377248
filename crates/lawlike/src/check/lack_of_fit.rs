//! Does the law miss by more than runs of one size differ among themselves?

use super::context::{chance, significant};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::observations::places;
use lawlike_num::dist::fisher_tail;
use lawlike_num::quantile::mean;

/// Chance below which the misses are not taken for noise.
const LIMIT: f64 = 0.01;
/// Degrees of freedom that repeats must leave.
const LEAST_FREEDOM: usize = 4;
/// A law that misses by less than this share of the noise is right for all that matters.
const MATTERS: f64 = 0.5;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "lack-of-fit",
        title: "the law misses by more than noise",
        says: "runs with the same axes agree better with each other than with the law: the form of the law is wrong, or \
               something that the axes do not tell differs between the runs",
        caution: "repeats that share more than their axes (one seed for the data, one machine) differ too little; with very \
                  many repeats every law misses",
        hint: "compare other laws with `lawlike compare`, and look for a setting that moves with the axes",
        source: "pure error against lack of fit, F test (Fisher 1922; Draper & Smith 1998, section 2.1), after a step of \
                 least squares; 1 % of lawful tables fire, and misses below half of the noise do not count",
    },
    is_dear: false,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    // Points of one run err together: their repeats are no independent repeats.
    if context.is_grouped() {
        return None;
    }
    let linear = context.linear()?;
    let mut place = vec![None; context.observations.n()];
    linear.rows.iter().enumerate().for_each(|(position, row)| place[*row] = Some(position));
    let (mut pure, mut freedom) = (0.0, 0);
    for rows in places(context.observations) {
        let residuals: Vec<f64> =
            rows.iter().filter_map(|row| place[*row]).map(|at| linear.residuals[at]).collect();
        if residuals.len() > 1 {
            let centre = mean(&residuals);
            pure += residuals.iter().map(|r| (r - centre).powi(2)).sum::<f64>();
            freedom += residuals.len() - 1;
        }
    }
    let left = linear.dof.checked_sub(freedom).filter(|left| *left > 1 && freedom >= LEAST_FREEDOM)?;
    let (noise, miss) = (pure / freedom as f64, (linear.sum() - pure).max(0.0) / left as f64);
    let p = fisher_tail(miss / noise, left as f64, freedom as f64);
    // The mean square of the misses holds the noise of a run once more.
    let beyond = (miss - noise).max(0.0).sqrt();
    let is_found = noise > 0.0 && p < LIMIT && beyond > MATTERS * noise.sqrt();
    is_found.then(|| Found {
        severity: Severity::Warning,
        number: p,
        threshold: LIMIT,
        message: format!(
            "runs with the same axes differ by {} (standard deviation, {freedom} degrees of freedom), the law misses them \
             by {} beyond that (chance {}); both on the scale of the objective",
            significant(noise.sqrt()),
            significant(beyond),
            chance(p)
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, is_near, losses};

    /// So many runs at each of several sizes; the law misses each size by a number, and runs lie evenly spread to both
    /// sides of that by `noise`.
    fn repeats(misses: &[f64], counts: &[usize], noise: f64) -> Fitted {
        let (mut tokens, mut loss) = (Vec::new(), Vec::new());
        for (place, (miss, count)) in misses.iter().zip(counts).enumerate() {
            let size = 1e7 * 3f64.powi(place as i32);
            for run in 0..*count {
                let side = if *count == 1 { 0.0 } else { 2.0 * run as f64 / (*count - 1) as f64 - 1.0 };
                tokens.push(size);
                loss.push(3.0 * size.powf(-0.2) * (miss + side * noise).exp());
            }
        }
        Fitted::new("log-log-line", losses(tokens, loss))
    }

    /// A bend that no straight line follows, over six sizes.
    const BEND: [f64; 6] = [5.0, -1.0, -4.0, -4.0, -1.0, 5.0];

    #[test]
    fn pure_error_is_held_against_what_the_law_misses() {
        let with = |times: f64| repeats(&BEND.map(|v| 0.01 * times * v), &[2; 6], 0.01).found(&CHECK);
        // Pure error: six pairs with squares 2, six degrees of freedom. Misses: squares 2 x 84 over 8 - 4 = 4. F = 21.
        let found = with(1.0).unwrap();
        assert!(is_near(found.number, fisher_tail(21.0, 4.0, 6.0), 1e-5), "{}", found.number);
        // Roots of 2 and of 42 - 2, in hundredths.
        assert!(
            found.message.contains("differ by 0.014 (standard deviation, 6 degrees"),
            "{}",
            found.message
        );
        assert!(found.message.contains("misses them by 0.063 beyond"), "{}", found.message);
        assert!(with(0.5).is_none(), "F = 5.2 has a chance of 4 %");
    }

    #[test]
    fn four_degrees_of_freedom_of_repeats_and_two_of_the_law_are_needed() {
        let bend = BEND.map(|v| 0.1 * v);
        let found = |misses: &[f64], counts: &[usize]| repeats(misses, counts, 0.001).found(&CHECK).is_some();
        assert!(found(&bend, &[2, 1, 2, 2, 1, 2]) && !found(&bend, &[2, 1, 2, 2, 1, 1]));
        assert!(found(&[0.1, -0.1, -0.1, 0.1], &[3; 4]) && !found(&[0.1, -0.2, 0.1], &[3; 3]));
    }

    #[test]
    fn rows_of_groups_are_no_repeats() {
        let mut it = repeats(&BEND.map(|v| 0.01 * v), &[2; 6], 0.01);
        it.observations.groups = (0..12).map(|row| row / 2).collect();
        assert!(it.found(&CHECK).is_none());
    }

    #[test]
    fn misses_below_half_of_the_noise_do_not_count() {
        // Misses to alternate sides at 800 sizes, two runs each: F is the square of `times`.
        let with = |times: f64| {
            let side = |place: usize| [0.01, -0.01][place % 2] * times;
            let (mut tokens, mut loss) = (Vec::new(), Vec::new());
            for row in 0..1600 {
                let size = 1e7 * 1.01f64.powi(row / 2);
                tokens.push(size);
                let noise = if row % 2 == 0 { 0.01 } else { -0.01 };
                loss.push(3.0 * size.powf(-0.2) * (side(row as usize / 2) + noise).exp());
            }
            Fitted::new("log-log-line", losses(tokens, loss)).found(&CHECK)
        };
        assert!(fisher_tail(1.21, 798.0, 800.0) < LIMIT && with(1.1).is_none(), "0.46 of the noise");
        assert!(with(1.2).is_some(), "0.66 of the noise");
    }
}
