//! Points that fill the unit cube evenly, to start searches from.
//!
//! A Halton sequence writes the index in base `b`, `i = sum d_k b^k`, and mirrors the digits at the
//! point, `x = sum d_k b^-(k+1)`, with the `j`-th prime as the base of dimension `j` (Halton, *Numer.
//! Math.* 2, 1960). Beyond six dimensions neighbouring primes move in step, so the digits of each
//! dimension and place go through a fixed random permutation (Owen, "A randomized Halton algorithm in
//! R", 2017). This keeps each coordinate as even as before and breaks the step.

use crate::stream::Stream;

const PRIMES: [u8; 24] =
    [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89];
/// Seed of the permutations; part of the definition of the sequence.
const SEED: u64 = 0x5eed_0fca_115e_0001;

/// Point `index` of the scrambled Halton sequence, each coordinate inside `(0, 1)`.
///
/// From dimension 25 on the coordinates are pseudo-random: the sequence is not better there.
#[must_use]
pub fn halton(index: usize, dims: usize) -> Vec<f64> {
    (0..dims).map(|dim| Axis::new(dim).coordinate(index)).collect()
}

/// The first `n` points of the scrambled Halton sequence.
#[must_use]
pub fn points(n: usize, dims: usize) -> Vec<Vec<f64>> {
    let sequence = Sequence::new(dims);
    (0..n).map(|index| sequence.point(index)).collect()
}

/// The scrambled Halton sequence, for many points in any order.
pub struct Sequence {
    axes: Vec<Axis>,
}

impl Sequence {
    /// The sequence in so many dimensions.
    #[must_use]
    pub fn new(dims: usize) -> Self {
        Self { axes: (0..dims).map(Axis::new).collect() }
    }

    /// Point `index`, each coordinate inside `(0, 1)`.
    #[must_use]
    pub fn point(&self, index: usize) -> Vec<f64> {
        self.axes.iter().map(|axis| axis.coordinate(index)).collect()
    }
}

/// One dimension of the sequence.
enum Axis {
    /// The permutation of the digits `0..base` at each place, first digit first.
    Digits(Vec<Vec<u8>>),
    /// A dimension without a prime.
    Random(usize),
}

impl Axis {
    fn new(dim: usize) -> Self {
        let Some(&base) = PRIMES.get(dim) else {
            return Self::Random(dim);
        };
        let mut stream = Stream::keyed(SEED, &[dim as u64]);
        // Zeros after the leading digit are permuted too, down to the last bit of a float.
        let places = (52.0 / f64::from(base).log2()).ceil() as usize;
        let permutation = |_| {
            let mut digits: Vec<u8> = (0..base).collect();
            stream.shuffle(&mut digits);
            digits
        };
        Self::Digits((0..places).map(permutation).collect())
    }

    fn coordinate(&self, index: usize) -> f64 {
        let x = match self {
            Self::Random(dim) => Stream::keyed(SEED, &[*dim as u64, index as u64]).uniform(),
            Self::Digits(places) => {
                let mut rest = index;
                let mut scale = 1.0;
                let mut sum = 0.0;
                for digits in places {
                    let base = digits.len();
                    scale /= base as f64;
                    sum += f64::from(digits[rest % base]) * scale;
                    rest /= base;
                }
                sum
            }
        };
        x.clamp(f64::EPSILON, 1.0 - f64::EPSILON)
    }
}

/// All points of a grid in the unit cube: dimension `j` is cut into `per_dim[j]` equal cells, and the
/// points are the centres of the cells. The last dimension moves fastest.
#[must_use]
pub fn grid(per_dim: &[usize]) -> Vec<Vec<f64>> {
    let mut out = vec![Vec::new()];
    for &cells in per_dim {
        out = out
            .iter()
            .flat_map(|point| {
                (0..cells).map(move |cell| {
                    let mut longer = point.clone();
                    longer.push((cell as f64 + 0.5) / cells as f64);
                    longer
                })
            })
            .collect();
    }
    out
}

/// The places of values in rising order.
#[must_use]
pub fn by_value(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
    order
}

/// The places of values on a grid of two dimensions, or one, with `width` of them in a line: first those that no neighbour
/// beats, which may lie in different basins, then all others; the lowest of each first. The best few of all would often
/// lie side by side.
#[must_use]
pub fn by_basin(values: &[f64], width: usize) -> Vec<usize> {
    let width = width.max(1);
    let lines = values.len() / width;
    let near = |place: usize, count: usize| place.saturating_sub(1)..(place + 2).min(count);
    let beaten = |at: usize| {
        near(at / width, lines)
            .any(|line| near(at % width, width).any(|place| values[line * width + place] < values[at]))
    };
    let (mut order, beaten): (Vec<usize>, Vec<usize>) =
        by_value(values).into_iter().partition(|at| !beaten(*at));
    order.extend(beaten);
    order
}

#[cfg(test)]
mod tests;
