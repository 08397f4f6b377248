//! What every question that draws or shares out work is told beside its data: the seed and the number of threads.

/// Seed of the random streams, and threads to work on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Run {
    /// Seed of all that is drawn.
    pub seed: u64,
    /// Threads; all that the machine has if zero. No result depends on it.
    pub threads: usize,
}

impl Run {
    /// With a seed, on all threads.
    pub fn seeded(seed: u64) -> Self {
        Self { seed, threads: 0 }
    }

    /// On so many threads, with seed zero.
    pub fn on(threads: usize) -> Self {
        Self { seed: 0, threads }
    }
}
