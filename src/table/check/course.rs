//! What becomes of a program that nobody sends a signal.

use crate::table::model::{AfterLimit, Restart, RestartOn};
use crate::table::stand_in::StandInStart;

/// What may become of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Course {
    /// It runs for a while, at one start at least.
    pub(super) stays: bool,
    /// It ends and is started again.
    pub(super) pauses: bool,
    /// It ends for good.
    pub(super) ends: bool,
}

impl Course {
    /// Anything: it cannot be told.
    pub(super) const OPEN: Self = Self {
        stays: true,
        pauses: true,
        ends: true,
    };
    /// A program that runs until it is stopped.
    pub(super) const STEADY: Self = Self {
        stays: true,
        pauses: false,
        ends: false,
    };

    /// The course of a program with these `starts`, of which the last one repeats.
    pub(super) fn of(starts: &[StandInStart], restart: Option<&Restart>) -> Self {
        let mut course = Self {
            stays: false,
            pauses: false,
            ends: false,
        };
        let mut exits = 0;
        for start in starts {
            course.stays |= start.stays();
            if !start.ends() {
                return course;
            }
            let code = start.end.code();
            let Some(restart) = restart.filter(|restart| restart.follows(code)) else {
                course.ends = true;
                return course;
            };
            course.pauses = true;
            exits += u32::from(start.times);
            course.ends |= restart.most_exits().is_some_and(|most| exits > most);
        }
        course.ends |= restart.is_some_and(|restart| restart.most_exits().is_some());
        course
    }
}

impl Restart {
    /// Whether a program that ends with `code` is started again.
    fn follows(&self, code: u8) -> bool {
        let is_planned = self.recycle.iter().any(|planned| planned.value == code);
        is_planned
            || match self.on.as_ref().map(|on| on.value) {
                None | Some(RestartOn::Always) => true,
                Some(RestartOn::Failure) => code != 0,
                Some(RestartOn::Never) => false,
            }
    }

    /// Whether a program is started again after any exit at all.
    pub(super) fn follows_any(&self) -> bool {
        (0..=u8::MAX).any(|code| self.follows(code))
    }

    /// The exits that are let pass, if the container ends after more.
    fn most_exits(&self) -> Option<u32> {
        let limit = self.limit.as_ref()?;
        let then = limit.then.as_ref().map(|then| then.value);
        (then != Some(AfterLimit::Unhealthy)).then(|| u32::from(limit.exits.value))
    }
}
