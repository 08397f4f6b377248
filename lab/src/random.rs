//! Random streams by key: the same key gives the same numbers on every machine.

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
#[inline]
pub(crate) fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// One number from a list of keys; the order of the keys matters.
#[inline]
pub(crate) fn hash(keys: &[u64]) -> u64 {
    keys.iter().fold(STEP, |state, &key| mix(state.wrapping_add(STEP) ^ mix(key.wrapping_add(STEP))))
}

/// A number in `[0, 1)` from the upper 53 bits of a hash.
#[inline]
pub(crate) fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A stream of random numbers (SplitMix64).
pub(crate) struct Stream(u64);

impl Stream {
    /// The stream that belongs to these keys.
    pub(crate) fn new(keys: &[u64]) -> Self {
        Self(hash(keys))
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// Uniform in `[0, 1)`.
    pub(crate) fn uniform(&mut self) -> f64 {
        unit(self.bits())
    }

    /// Uniform in `0..bound`; the bias of at most `bound / 2^64` is ignored.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// Standard normal (Box and Muller, 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// Where element `index` of `0..len` lands in the shuffle that belongs to `key`.
///
/// A four-round Feistel network over the next even power of two, walked until it lands inside.
pub(crate) fn shuffled(index: u64, len: u64, key: u64) -> u64 {
    let half = (64 - len.saturating_sub(1).leading_zeros()).div_ceil(2).max(1);
    let mask = (1u64 << half) - 1;
    let mut at = index;
    loop {
        let (mut left, mut right) = (at >> half, at & mask);
        for round in 0..4 {
            (left, right) = (right, left ^ (hash(&[key, round, right]) & mask));
        }
        at = (left << half) | right;
        if at < len {
            return at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_visits_every_element_once() {
        for len in [1, 2, 3, 17, 64, 1000] {
            let mut seen: Vec<u64> = (0..len).map(|i| shuffled(i, len, 7)).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..len).collect::<Vec<_>>());
        }
    }

    #[test]
    fn normals_have_mean_zero_and_variance_one() {
        let mut stream = Stream::new(&[1]);
        let draws: Vec<f64> = (0..20_000).map(|_| stream.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| x * x).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05);
    }
}
