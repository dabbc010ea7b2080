//! Chance that repeats: the same seed gives the same moments.

use std::time::{Duration, Instant};

/// Numbers by splitmix64.
pub(crate) struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    /// Numbers that follow from `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, state: seed }
    }

    /// The seed, to be shown when a test fails.
    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.state;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound)).expect("it is below a u32")
    }

    /// Lets a random time below `bound` pass, in steps of a microsecond. Gives it.
    ///
    /// This spins: a sleep is too coarse for the moments around a fork.
    pub(crate) fn pause(&mut self, bound: Duration) -> Duration {
        let start = Instant::now();
        let bound = u64::try_from(bound.as_micros()).unwrap_or(u64::MAX).max(1);
        let pause = Duration::from_micros(self.next() % bound);
        while start.elapsed() < pause {
            std::hint::spin_loop();
        }
        pause
    }
}
