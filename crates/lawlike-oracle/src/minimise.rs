//! Minimisation of any function of a few unknowns, by simplices from many starts.

/// Most evaluations of one simplex.
const EVALUATIONS: usize = 4000;

/// The least point and value that Nelder and Mead's simplex (*Computer Journal* 7, 1965) finds from a start, each unknown
/// moved by its `size` at first.
pub fn nelder_mead(f: &dyn Fn(&[f64]) -> f64, start: &[f64], sizes: &[f64]) -> (Vec<f64>, f64) {
    let n = start.len();
    let value = |x: &[f64]| if f(x).is_nan() { f64::INFINITY } else { f(x) };
    let mut simplex = vec![(start.to_vec(), value(start))];
    for j in 0..n {
        let mut corner = start.to_vec();
        corner[j] += sizes[j];
        let height = value(&corner);
        simplex.push((corner, height));
    }
    for _ in 0..EVALUATIONS {
        simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
        let spread = |j: usize| {
            let at = |k: usize| simplex[k].0[j];
            (1..=n).fold(0.0f64, |most, k| most.max((at(k) - at(0)).abs())) / (at(0).abs() + 1e-12)
        };
        if (0..n).all(|j| spread(j) < 1e-15) {
            break;
        }
        let centre: Vec<f64> =
            (0..n).map(|j| simplex[..n].iter().map(|corner| corner.0[j]).sum::<f64>() / n as f64).collect();
        let worst = simplex[n].clone();
        let along = |t: f64| {
            let point: Vec<f64> = centre.iter().zip(&worst.0).map(|(c, w)| c + t * (c - w)).collect();
            let height = value(&point);
            (point, height)
        };
        let mirrored = along(1.0);
        let next = if mirrored.1 < simplex[0].1 {
            let further = along(2.0);
            if further.1 < mirrored.1 { further } else { mirrored }
        } else if mirrored.1 < simplex[n - 1].1 {
            mirrored
        } else {
            along(if mirrored.1 < worst.1 { 0.5 } else { -0.5 })
        };
        if next.1 < worst.1 {
            simplex[n] = next;
            continue;
        }
        let best = simplex[0].0.clone();
        for corner in &mut simplex[1..] {
            corner.0.iter_mut().zip(&best).for_each(|(x, b)| *x = b + 0.5 * (*x - b));
            corner.1 = value(&corner.0);
        }
    }
    simplex.swap_remove(0)
}

/// The same, begun anew where it ended until that no longer helps.
pub fn refine(f: &dyn Fn(&[f64]) -> f64, start: &[f64], sizes: &[f64]) -> (Vec<f64>, f64) {
    let mut best = (start.to_vec(), f(start));
    for round in 0..40 {
        // Simplices of other sizes and sides do not stall in the same place.
        let factor = [1.0, -0.1, 0.01, -0.001][round % 4];
        let turned: Vec<f64> = sizes.iter().map(|size| factor * size).collect();
        let next = nelder_mead(f, &best.0, &turned);
        let gain = best.1 - next.1;
        if next.1 < best.1 {
            best = next;
        }
        if round > 3 && !(gain > 1e-14 * best.1.abs()) {
            break;
        }
    }
    best
}

/// The best of simplices from as many starts spread over a box, the three best of them refined.
pub fn global(f: &dyn Fn(&[f64]) -> f64, box_: &[(f64, f64)], starts: usize) -> (Vec<f64>, f64) {
    let sizes: Vec<f64> = box_.iter().map(|(lo, hi)| 0.1 * (hi - lo)).collect();
    let start = |k: usize| -> Vec<f64> {
        let place =
            |(j, (lo, hi)): (usize, &(f64, f64))| lo + (hi - lo) * spread(k + 1, PRIMES[j % PRIMES.len()]);
        box_.iter().enumerate().map(place).collect()
    };
    let mut found: Vec<(Vec<f64>, f64)> = (0..starts).map(|k| nelder_mead(f, &start(k), &sizes)).collect();
    found.sort_by(|a, b| a.1.total_cmp(&b.1));
    let refined = found.iter().take(3).map(|(x, _)| refine(f, x, &sizes));
    refined.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default()
}

const PRIMES: [usize; 8] = [2, 3, 5, 7, 11, 13, 17, 19];

/// Place in 0 to 1 of a number: its digits mirrored at the point (van der Corput).
fn spread(mut k: usize, base: usize) -> f64 {
    let (mut value, mut unit) = (0.0, 1.0 / base as f64);
    while k > 0 {
        value += (k % base) as f64 * unit;
        unit /= base as f64;
        k /= base;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valleys_and_kinks_are_found() {
        let rosenbrock = |x: &[f64]| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2);
        let (x, value) = global(&rosenbrock, &[(-3.0, 3.0), (-3.0, 3.0)], 20);
        assert!((x[0] - 1.0).abs() < 1e-7 && (x[1] - 1.0).abs() < 1e-7 && value < 1e-14, "{x:?}");
        // Two valleys, one of them deeper, with kinks.
        let kinked = |x: &[f64]| (x[0].abs() - 2.0).abs() + 0.1 * x[0] + 3.0 * (x[1] - 0.5).abs();
        let (x, _) = global(&kinked, &[(-5.0, 5.0), (-5.0, 5.0)], 20);
        assert!((x[0] + 2.0).abs() < 1e-9 && (x[1] - 0.5).abs() < 1e-9, "{x:?}");
    }
}
