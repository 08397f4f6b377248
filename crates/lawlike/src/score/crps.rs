//! Continuous ranked probability score from a few quantiles: twice the mean pinball loss over the levels
//! (Gneiting & Ranjan 2011), here by the trapezoid rule over the levels given.

/// CRPS of a forecast known by quantiles `(level, value)`, levels rising; in the unit of the values.
pub fn crps(quantiles: &[(f64, f64)], truth: f64) -> f64 {
    let pinball = |(level, value): (f64, f64)| {
        let miss = truth - value;
        2.0 * if miss >= 0.0 { level * miss } else { (level - 1.0) * miss }
    };
    let Some((first, last)) = quantiles.first().zip(quantiles.last()) else { return f64::NAN };
    // Beyond the outermost levels the loss is taken to fall to that of the whole tail.
    let mut total = pinball(*first) * first.0 + pinball(*last) * (1.0 - last.0);
    for pair in quantiles.windows(2) {
        total += 0.5 * (pinball(pair[0]) + pinball(pair[1])) * (pair[1].0 - pair[0].0);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike_num::dist::normal_quantile;

    #[test]
    fn many_quantiles_of_a_normal_give_its_known_score() {
        // CRPS of N(0, 1) at its centre is sqrt(2/pi) - 1/sqrt(pi).
        let levels: Vec<f64> = (1..2000).map(|i| f64::from(i) / 2000.0).collect();
        let quantiles: Vec<(f64, f64)> = levels.iter().map(|p| (*p, normal_quantile(*p))).collect();
        let known = (2.0 / std::f64::consts::PI).sqrt() - 1.0 / std::f64::consts::PI.sqrt();
        assert!((crps(&quantiles, 0.0) - known).abs() < 1e-3);
    }

    #[test]
    fn a_point_forecast_scores_its_absolute_error() {
        let point = [(0.025, 2.0), (0.5, 2.0), (0.975, 2.0)];
        assert!((crps(&point, 3.0) - 1.0).abs() < 0.05);
    }
}
