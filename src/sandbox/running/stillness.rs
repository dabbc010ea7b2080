//! Whether anything in a run still moves.

use std::time::Duration;

use crate::sandbox::clock::Moment;
use crate::sandbox::process_table::{self, Process};

/// The time between two looks: each reads the table of all processes.
pub(super) const LOOK: Duration = Duration::from_millis(100);

/// How long all processes of a run have been asleep.
pub(super) struct Stillness {
    enough: Duration,
    looked: Moment,
    /// The processes at the first of the looks that found them all the same.
    asleep: Option<(Moment, Vec<(i32, u64)>)>,
}

impl Stillness {
    /// No look so far; it is reached when nothing has moved for `enough`.
    pub(super) fn new(enough: Duration) -> Self {
        Self {
            enough,
            looked: Moment::now(),
            asleep: None,
        }
    }

    /// Begins anew.
    pub(super) fn reset(&mut self) {
        self.asleep = None;
    }

    /// Whether none of `processes`, those of the run, has run for that long. One that has
    /// something to do counts as running, also on a machine that has no time for it.
    pub(super) fn is_reached(&mut self, processes: impl FnOnce() -> Vec<Process>) -> bool {
        let now = Moment::now();
        if now.since(self.looked) < LOOK {
            return false;
        }
        self.looked = now;
        let seen = process_table::asleep(&processes());
        match (&self.asleep, seen) {
            (Some((since, before)), Some(seen)) if *before == seen => {
                now.since(*since) >= self.enough
            }
            (_, seen) => {
                self.asleep = seen.map(|seen| (now, seen));
                false
            }
        }
    }
}
