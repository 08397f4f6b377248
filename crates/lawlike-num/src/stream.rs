//! Random streams by key: each task names its own stream, so the numbers it draws depend on neither
//! the other tasks nor their order.
//!
//! The generator is xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number
//! generators", ACM TOMS 47, 2021). Seed and key are hashed into its state with the finaliser of
//! SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).

use crate::dist::normal_quantile;
use crate::kernel::ln_one;

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// `2^-53`, the distance of neighbouring uniforms.
const UNIT: f64 = f64::EPSILON / 2.0;

/// A stream of random numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    state: [u64; 4],
}

impl Stream {
    /// The stream of a seed and a key. Different keys (also of different length) give streams that are
    /// independent for all purposes.
    #[must_use]
    pub fn keyed(seed: u64, key: &[u64]) -> Self {
        let mut hash = mix(seed.wrapping_add(GOLDEN));
        for &word in key {
            hash = mix(hash.wrapping_add(GOLDEN) ^ mix(word.wrapping_add(GOLDEN)));
        }
        hash = mix(hash ^ (key.len() as u64).wrapping_mul(GOLDEN));
        let mut counter = hash;
        let state = [(); 4].map(|()| {
            counter = counter.wrapping_add(GOLDEN);
            mix(counter)
        });
        Self { state }
    }

    /// 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        let s = &mut self.state;
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        out
    }

    /// Uniform in `[0, 1)`, a multiple of `2^-53`.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * UNIT
    }

    /// Uniform in `(0, 1)`: the midpoints of the cells of [`Stream::uniform`].
    fn open_uniform(&mut self) -> f64 {
        // Odd multiples of 2^-53, so that neither end can be rounded to.
        ((self.next_u64() >> 12) as f64 + 0.5) * (2.0 * UNIT)
    }

    /// Uniform in `0..n`, without bias (Lemire, "Fast random integer generation in an interval", ACM
    /// TOMACS 29, 2019). Zero for `n = 0`.
    pub fn below(&mut self, n: usize) -> usize {
        let n = n as u64;
        if n <= 1 {
            return 0;
        }
        let mut product = u128::from(self.next_u64()) * u128::from(n);
        if (product as u64) < n {
            let threshold = n.wrapping_neg() % n;
            while (product as u64) < threshold {
                product = u128::from(self.next_u64()) * u128::from(n);
            }
        }
        (product >> 64) as usize
    }

    /// Standard normal, by the quantile of one uniform: one draw a number.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.open_uniform())
    }

    /// `-1` or `1`, each with probability one half.
    pub fn rademacher(&mut self) -> f64 {
        if self.next_u64() >> 63 == 0 { 1.0 } else { -1.0 }
    }

    /// The two-point law of Mammen (*Ann. Statist.* 21, 1993) for the wild bootstrap: mean 0, variance
    /// 1, third moment 1.
    pub fn mammen(&mut self) -> f64 {
        let root5 = 5.0_f64.sqrt();
        if self.uniform() < (root5 + 1.0) / (2.0 * root5) { (1.0 - root5) / 2.0 } else { (1.0 + root5) / 2.0 }
    }

    /// Standard exponential.
    pub fn exponential(&mut self) -> f64 {
        -ln_one(self.open_uniform())
    }

    /// Puts a slice in random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// The finaliser of SplitMix64: a bijection of 64 bits in which each bit moves half of the others.
fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests;
