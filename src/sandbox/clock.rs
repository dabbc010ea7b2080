//! The clock that engine, stage and stand-ins share.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// A moment on the kernel's monotonic clock, the same in all processes.
///
/// `std::time::Instant` would do, but it cannot be written into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u64);

impl Moment {
    /// The present moment.
    #[must_use]
    pub fn now() -> Self {
        // The call fails only for a clock that the kernel does not know.
        let time = clock_gettime(ClockId::CLOCK_MONOTONIC).map_or(Duration::ZERO, Duration::from);
        Self(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
    }

    /// The moment that lies `nanoseconds` after the clock's own zero.
    #[must_use]
    pub fn from_nanoseconds(nanoseconds: u64) -> Self {
        Self(nanoseconds)
    }

    /// Nanoseconds since the clock's own zero.
    #[must_use]
    pub fn nanoseconds(self) -> u64 {
        self.0
    }

    /// The time from `earlier` to this moment; zero if it lies later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }

    /// The moment that lies `duration` after this one.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        let nanoseconds = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(nanoseconds))
    }

    /// The time left until this moment; zero once it has passed.
    #[must_use]
    pub fn left(self) -> Duration {
        self.since(Self::now())
    }
}
