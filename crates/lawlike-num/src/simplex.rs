//! The simplex search of Nelder & Mead 1965: a minimum of a smooth function of few numbers, without derivatives.

/// Turns of the search; each begins anew from the best point.
const TURNS: i32 = 8;

/// The least value found and its place, from `start`; begun anew from its best point until that gains nothing.
#[must_use]
pub fn simplex(of: &dyn Fn(&[f64]) -> f64, start: &[f64]) -> (Vec<f64>, f64) {
    let mut best = (start.to_vec(), of(start));
    for turn in 0..TURNS {
        let found = descend(of, &best.0, 0.7 / f64::from(1 + turn));
        let gain = best.1 - found.1;
        if found.1 < best.1 {
            best = found;
        }
        if !(gain > 1e-9 * (1.0 + best.1.abs())) {
            break;
        }
    }
    best
}

fn descend(of: &dyn Fn(&[f64]) -> f64, start: &[f64], size: f64) -> (Vec<f64>, f64) {
    let n = start.len();
    let value = |z: &[f64]| {
        let found = of(z);
        if found.is_nan() { f64::INFINITY } else { found }
    };
    let mut corners: Vec<(Vec<f64>, f64)> = vec![(start.to_vec(), value(start))];
    for i in 0..n {
        let mut z = start.to_vec();
        z[i] += size;
        let found = value(&z);
        corners.push((z, found));
    }
    for _ in 0..200 * n {
        corners.sort_by(|x, y| x.1.total_cmp(&y.1));
        let (first, last) = (corners[0].1, corners[n].1);
        if last - first <= 1e-13 * (1.0 + first.abs()) {
            break;
        }
        let centre: Vec<f64> =
            (0..n).map(|j| corners[..n].iter().map(|(z, _)| z[j]).sum::<f64>() / n as f64).collect();
        let toward = |step: f64| {
            let z: Vec<f64> = (0..n).map(|j| centre[j] + step * (corners[n].0[j] - centre[j])).collect();
            let found = value(&z);
            (z, found)
        };
        let mirrored = toward(-1.0);
        let next = if mirrored.1 < first {
            let farther = toward(-2.0);
            if farther.1 < mirrored.1 { farther } else { mirrored }
        } else if mirrored.1 < corners[n - 1].1 {
            mirrored
        } else {
            let nearer = toward(if mirrored.1 < last { -0.5 } else { 0.5 });
            if nearer.1 < last.min(mirrored.1) {
                nearer
            } else {
                shrink(&mut corners, &value);
                continue;
            }
        };
        corners[n] = next;
    }
    corners.sort_by(|x, y| x.1.total_cmp(&y.1));
    corners.swap_remove(0)
}

fn shrink(corners: &mut [(Vec<f64>, f64)], value: &dyn Fn(&[f64]) -> f64) {
    let Some((first, others)) = corners.split_first_mut() else { return };
    for (z, found) in others {
        for (v, centre) in z.iter_mut().zip(&first.0) {
            *v = 0.5 * (*v + centre);
        }
        *found = value(z);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curved_valley_is_followed() {
        let valley = |z: &[f64]| (1.0 - z[0]).powi(2) + 100.0 * (z[1] - z[0] * z[0]).powi(2) + z[2] * z[2];
        let (z, value) = simplex(&valley, &[-1.2, 1.0, 0.5]);
        assert!(value < 1e-12 && (z[0] - 1.0).abs() < 1e-5, "{z:?} {value}");
    }
}
