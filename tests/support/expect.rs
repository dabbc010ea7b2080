//! Expectations of an outcome; one that is not met shows the whole of it.

use std::fmt::Debug;

use lychgate::sandbox::outcome::{Outcome, Status};
use nix::sys::signal::Signal;

use super::shells::{note, test_name};

/// An outcome, looked at step by step.
#[derive(Clone, Copy)]
pub(crate) struct Expect<'outcome> {
    outcome: &'outcome Outcome,
}

/// Begins to look at `outcome`. Notes a proof that was made without process 1.
#[track_caller]
pub(crate) fn expect(outcome: &Outcome) -> Expect<'_> {
    if !outcome.pid1 {
        note(&format!("`{}` was proven without process 1", test_name()));
    }
    Expect { outcome }
}

impl Expect<'_> {
    /// The script left with `code`.
    #[track_caller]
    pub(crate) fn exited(self, code: i32) -> Self {
        self.ended(Status::Exited(code))
    }

    /// The script ended in this way.
    #[track_caller]
    pub(crate) fn ended(self, status: Status) -> Self {
        self.same("status", &self.outcome.status, &status)
    }

    /// stdout is `text`, whole.
    #[track_caller]
    pub(crate) fn stdout(self, text: &str) -> Self {
        self.same("stdout", &self.outcome.stdout(), &text.to_owned())
    }

    /// stderr is `text`, whole.
    #[track_caller]
    pub(crate) fn stderr(self, text: &str) -> Self {
        self.same("stderr", &self.outcome.stderr(), &text.to_owned())
    }

    /// `program` was started `times` times.
    #[track_caller]
    pub(crate) fn starts(self, program: &str, times: usize) -> Self {
        self.same("starts", &self.outcome.starts(program).count(), &times)
    }

    /// `program` got these signals, in this order and no others.
    #[track_caller]
    pub(crate) fn signals(self, program: &str, signals: &[Signal]) -> Self {
        let got: Vec<Signal> = self.outcome.signals(program).collect();
        self.same("signals", got.as_slice(), signals)
    }

    /// What is said by `what` is so.
    #[track_caller]
    pub(crate) fn so(self, what: &str, is: bool) -> Self {
        assert!(is, "not so: {what}\n{}", self.outcome);
        self
    }

    #[track_caller]
    fn same<T: PartialEq + Debug + ?Sized>(self, what: &str, is: &T, should: &T) -> Self {
        assert!(
            is == should,
            "{what} is {is:?}, not {should:?}\n{}",
            self.outcome
        );
        self
    }
}
