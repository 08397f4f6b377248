//! Bodies of the Huber loss over columns: `r^2/2` inside the threshold, `d (|r| - d/2)` outside.
//!
//! Sums run in eight lanes and a fixed tree, so that every instruction set gives the same bits. Empty weights are
//! ones.

/// Number of lanes of a sum.
const LANES: usize = 8;

#[inline(always)]
fn tree(s: [f64; LANES]) -> f64 {
    ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

#[inline(always)]
fn clip(r: f64, d: f64) -> f64 {
    let r = if r > d { d } else { r };
    if r < -d { -d } else { r }
}

/// Sum of the losses.
#[inline(always)]
pub(super) fn huber_total_body(r: &[f64], weights: &[f64], d: f64) -> f64 {
    let mut sums = [0.0; LANES];
    let loss = |r: f64| {
        let clipped = clip(r, d);
        clipped * (r - 0.5 * clipped)
    };
    let (chunks, rest) = r.as_chunks::<LANES>();
    if weights.is_empty() {
        for chunk in chunks {
            for k in 0..LANES {
                sums[k] += loss(chunk[k]);
            }
        }
        for (k, r) in rest.iter().enumerate() {
            sums[k] += loss(*r);
        }
    } else {
        let (weight_chunks, weight_rest) = weights.as_chunks::<LANES>();
        for (chunk, weight) in chunks.iter().zip(weight_chunks) {
            for k in 0..LANES {
                sums[k] += weight[k] * loss(chunk[k]);
            }
        }
        for (k, (r, w)) in rest.iter().zip(weight_rest).enumerate() {
            sums[k] += w * loss(*r);
        }
    }
    tree(sums)
}

/// Weighted slope and curvature of the loss at each residual.
#[inline(always)]
pub(super) fn huber_slopes_body(r: &[f64], weights: &[f64], d: f64, out: (&mut [f64], &mut [f64])) {
    let (psi, curvature) = out;
    let inside = |r: f64| if r.abs() <= d { 1.0 } else { 0.0 };
    if weights.is_empty() {
        for ((r, p), c) in r.iter().zip(psi).zip(curvature) {
            *p = clip(*r, d);
            *c = inside(*r);
        }
    } else {
        for (((r, w), p), c) in r.iter().zip(weights).zip(psi).zip(curvature) {
            *p = w * clip(*r, d);
            *c = w * inside(*r);
        }
    }
}

/// Slope of the loss along a line: `sum w psi(r + t a) a`.
#[inline(always)]
pub(super) fn huber_along_body(line: (&[f64], &[f64]), t: f64, weights: &[f64], d: f64) -> f64 {
    let (r, a) = line;
    let mut sums = [0.0; LANES];
    let slope = |r: f64, a: f64| clip(r + t * a, d) * a;
    let (r_chunks, r_rest) = r.as_chunks::<LANES>();
    let (a_chunks, a_rest) = a.as_chunks::<LANES>();
    if weights.is_empty() {
        for (r, a) in r_chunks.iter().zip(a_chunks) {
            for k in 0..LANES {
                sums[k] += slope(r[k], a[k]);
            }
        }
        for (k, (r, a)) in r_rest.iter().zip(a_rest).enumerate() {
            sums[k] += slope(*r, *a);
        }
    } else {
        let (w_chunks, w_rest) = weights.as_chunks::<LANES>();
        for ((r, a), w) in r_chunks.iter().zip(a_chunks).zip(w_chunks) {
            for k in 0..LANES {
                sums[k] += w[k] * slope(r[k], a[k]);
            }
        }
        for (k, ((r, a), w)) in r_rest.iter().zip(a_rest).zip(w_rest).enumerate() {
            sums[k] += w * slope(*r, *a);
        }
    }
    tree(sums)
}

/// Whether `r` and `r - step` lie on the same pieces throughout.
#[inline(always)]
pub(super) fn huber_pieces_body(r: &[f64], step: &[f64], d: f64) -> bool {
    // Zero inside the threshold, of the sign of the residual outside.
    let beyond = |r: f64| r - clip(r, d);
    let mut changed = 0u64;
    for (r, step) in r.iter().zip(step) {
        let (now, before) = (beyond(*r), beyond(r - step));
        changed |= u64::from((now > 0.0) != (before > 0.0)) | u64::from((now < 0.0) != (before < 0.0));
    }
    changed == 0
}

/// What reweighting would give each row: one inside the threshold, `d / |r|` outside but no less than a thousandth.
#[inline(always)]
pub(super) fn huber_weights_body(r: &[f64], weights: &[f64], d: f64, out: &mut [f64]) {
    let weight = |r: f64| {
        let size = if r.abs() > d { r.abs() } else { d };
        let weight = d / size;
        if weight > 1e-3 { weight } else { 1e-3 }
    };
    if weights.is_empty() {
        for (r, out) in r.iter().zip(out) {
            *out = weight(*r);
        }
    } else {
        for ((r, w), out) in r.iter().zip(weights).zip(out) {
            *out = w * weight(*r);
        }
    }
}
