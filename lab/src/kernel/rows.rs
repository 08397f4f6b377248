//! Fused operations on rows. All slices have lengths that are multiples of [`LANES`].

use super::{LANES, vectorised};

/// A score that the softmax turns into zero.
pub(crate) const MASKED: f32 = -1e30;

/// Guards the root mean square against zero.
const NORM_FLOOR: f32 = 1e-6;

/// `eˣ` to about 2 units in the last place; zero below -87.
///
/// `2ⁿ` times a polynomial of degree 6; `n` is read from the bits of a shifted sum.
#[inline(always)]
fn exp(x: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x.mul_add(std::f32::consts::LOG2_E, SHIFT);
    let n = shifted - SHIFT;
    let r = n.mul_add(-0.693_359_4, x);
    let r = n.mul_add(2.121_944_4e-4, r);
    let p = 1.388_888_9e-3f32.mul_add(r, 8.333_334e-3).mul_add(r, 4.166_666_8e-2);
    let p = p.mul_add(r, 0.166_666_67).mul_add(r, 0.5).mul_add(r, 1.0).mul_add(r, 1.0);
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    if x <= -86.5 { 0.0 } else { p * power }
}

/// The sum of 16 partial sums, in pairs.
#[inline(always)]
fn total(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for l in 0..LANES {
            lanes[l] = a[l].mul_add(b[l], lanes[l]);
        }
    }
    total(lanes)
}

/// The sum of squares, for the norm of the gradient.
pub(crate) fn sum_of_squares(x: &[f32]) -> f32 {
    vectorised(
        #[inline(always)]
        || dot(x, x),
    )
}

/// `y = gain * x / rms(x)` for each row (Zhang and Sennrich, 2019); keeps `1 / rms(x)` in `inverse`.
pub(crate) fn normalise(x: &[f32], gain: &[f32], y: &mut [f32], inverse: &mut [f32]) {
    let width = gain.len();
    vectorised(
        #[inline(always)]
        || {
            for ((x, y), inverse) in x.chunks_exact(width).zip(y.chunks_exact_mut(width)).zip(inverse) {
                *inverse = 1.0 / (dot(x, x) / width as f32 + NORM_FLOOR).sqrt();
                for ((y, x), g) in y.iter_mut().zip(x).zip(gain) {
                    *y = *x * *inverse * *g;
                }
            }
        },
    );
}

/// What [`normalise`] kept from its forward pass.
pub(crate) struct Normalised<'a> {
    pub(crate) x: &'a [f32],
    pub(crate) gain: &'a [f32],
    pub(crate) inverse: &'a [f32],
}

/// Adds the gradient through [`normalise`] to `dx`, and that of the gain to `dgain`.
pub(crate) fn normalise_backward(kept: &Normalised, dy: &[f32], dx: &mut [f32], dgain: &mut [f32]) {
    let width = kept.gain.len();
    vectorised(
        #[inline(always)]
        || {
            let rows = kept.x.chunks_exact(width).zip(dy.chunks_exact(width)).zip(dx.chunks_exact_mut(width));
            for (((x, dy), dx), &inverse) in rows.zip(kept.inverse) {
                let mut lanes = [0.0; LANES];
                let chunks =
                    x.chunks_exact(LANES).zip(dy.chunks_exact(LANES)).zip(kept.gain.chunks_exact(LANES));
                for ((x, dy), g) in chunks {
                    for l in 0..LANES {
                        lanes[l] = (x[l] * dy[l]).mul_add(g[l], lanes[l]);
                    }
                }
                let along = total(lanes) * inverse * inverse / width as f32;
                let parts = x.iter().zip(dy).zip(kept.gain).zip(dx).zip(dgain.iter_mut());
                for ((((&x, &dy), &g), dx), dgain) in parts {
                    *dx += inverse * dy.mul_add(g, -(x * along));
                    *dgain += dy * x * inverse;
                }
            }
        },
    );
}

/// `y = max(x, 0)²` (So et al., 2021).
pub(crate) fn squared_relu(x: &[f32], y: &mut [f32]) {
    vectorised(
        #[inline(always)]
        || {
            for (y, &x) in y.iter_mut().zip(x) {
                let positive = x.max(0.0);
                *y = positive * positive;
            }
        },
    );
}

/// Turns the gradient of the output of [`squared_relu`] into that of its input, in place.
pub(crate) fn squared_relu_backward(x: &[f32], gradient: &mut [f32]) {
    vectorised(
        #[inline(always)]
        || {
            for (g, &x) in gradient.iter_mut().zip(x) {
                *g *= 2.0 * x.max(0.0);
            }
        },
    );
}

/// Softmax of `scale * score + bias` in place, for a block of rows.
///
/// Row `r` has `width` scores at `r * stride`; its bias begins at `bias[rows - 1 - r]`.
pub(crate) fn biased_softmax(scores: &mut [f32], [stride, width]: [usize; 2], bias: &[f32], scale: f32) {
    let rows = scores.len().div_ceil(stride);
    vectorised(
        #[inline(always)]
        || {
            for (r, row) in scores.chunks_mut(stride).enumerate() {
                let row = &mut row[..width];
                let bias = &bias[rows - 1 - r..][..width];
                let mut high = [MASKED; LANES];
                for (row, bias) in row.chunks_exact_mut(LANES).zip(bias.chunks_exact(LANES)) {
                    for l in 0..LANES {
                        row[l] = row[l].mul_add(scale, bias[l]);
                        high[l] = high[l].max(row[l]);
                    }
                }
                let high = high.iter().fold(MASKED, |a, &b| a.max(b));
                let mut sums = [0.0; LANES];
                for row in row.chunks_exact_mut(LANES) {
                    for l in 0..LANES {
                        row[l] = exp(row[l] - high);
                        sums[l] += row[l];
                    }
                }
                let inverse = 1.0 / total(sums);
                row.iter_mut().for_each(|p| *p *= inverse);
            }
        },
    );
}

/// Turns the gradient of the output of [`biased_softmax`] into that of the unscaled score, in place.
///
/// Adds the gradient of the bias to `dbias`, which is laid out as `bias` was.
pub(crate) fn biased_softmax_backward(
    probabilities: &[f32],
    gradient: &mut [f32],
    [stride, width]: [usize; 2],
    dbias: &mut [f32],
    scale: f32,
) {
    let rows = gradient.len().div_ceil(stride);
    vectorised(
        #[inline(always)]
        || {
            for (r, (p, g)) in probabilities.chunks(stride).zip(gradient.chunks_mut(stride)).enumerate() {
                let (p, g) = (&p[..width], &mut g[..width]);
                let mean = dot(p, g);
                let dbias = &mut dbias[rows - 1 - r..][..width];
                for ((g, &p), dbias) in g.iter_mut().zip(p).zip(dbias) {
                    let ds = p * (*g - mean);
                    *dbias += ds;
                    *g = ds * scale;
                }
            }
        },
    );
}

/// Turns each row of logits into probabilities, in place.
pub(crate) fn softmax(logits: &mut [f32], width: usize) {
    vectorised(
        #[inline(always)]
        || {
            for row in logits.chunks_exact_mut(width) {
                let mut high = [f32::MIN; LANES];
                for row in row.chunks_exact(LANES) {
                    for l in 0..LANES {
                        high[l] = high[l].max(row[l]);
                    }
                }
                let high = high.iter().fold(f32::MIN, |a, &b| a.max(b));
                let mut sums = [0.0; LANES];
                for row in row.chunks_exact_mut(LANES) {
                    for l in 0..LANES {
                        row[l] = exp(row[l] - high);
                        sums[l] += row[l];
                    }
                }
                let inverse = 1.0 / total(sums);
                row.iter_mut().for_each(|p| *p *= inverse);
            }
        },
    );
}

/// Adds `from` to `to`.
pub(crate) fn add(to: &mut [f32], from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
}

/// One step of AdamW (Loshchilov and Hutter, 2019) on one tensor.
pub(crate) struct AdamStep {
    /// Learning rate times the correction of the bias of the first moment.
    pub(crate) rate: f32,
    /// Square root of the correction of the bias of the second moment.
    pub(crate) correction: f32,
    /// What the weights are multiplied with before the step.
    pub(crate) decay: f32,
    /// What the gradient is multiplied with (clipping).
    pub(crate) gradient_scale: f32,
    pub(crate) betas: [f32; 2],
}

impl AdamStep {
    /// Moves `weights` along `gradient`; `moments` are the running means of it and of its square.
    pub(crate) fn apply(&self, weights: &mut [f32], gradient: &[f32], moments: [&mut [f32]; 2]) {
        let [beta1, beta2] = self.betas;
        let [first, second] = moments;
        vectorised(
            #[inline(always)]
            || {
                let parts = weights.iter_mut().zip(gradient).zip(first.iter_mut()).zip(second.iter_mut());
                for (((w, &g), m), v) in parts {
                    let g = g * self.gradient_scale;
                    *m = beta1.mul_add(*m, (1.0 - beta1) * g);
                    *v = beta2.mul_add(*v, (1.0 - beta2) * g * g);
                    let step = *m / (v.sqrt() * self.correction + 1e-9);
                    *w = w.mul_add(self.decay, -self.rate * step);
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_accurate() {
        for i in -8600..100 {
            let x = i as f32 / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 5e-7, "exp({x})");
        }
        assert_eq!(exp(MASKED), 0.0);
    }
}
