//! The words of the keys that allow a few.

use super::deploy::{DependsOn, RestartPolicy};
use super::model::{AfterLimit, Empty, Log, RestartOn, VariableType};
use super::scenario::{Moment, Verdict};
use super::signal::Signal;
use super::stand_in::Death;
use super::step::StepFail;
use super::verb::Verb;

/// Words, each with what it stands for.
pub(super) type Choices<T, const N: usize> = [(&'static str, T); N];

/// `entrypoint.log`.
pub(super) const LOG: Choices<Log, 3> = [
    ("plain", Log::Plain),
    ("logfmt", Log::Logfmt),
    ("json", Log::Json),
];

/// `entrypoint.verbs`.
pub(super) const VERBS: Choices<Verb, 2> = [("help", Verb::Help), ("run", Verb::Run)];

/// `restart.on`.
pub(super) const RESTART_ON: Choices<RestartOn, 3> = [
    ("always", RestartOn::Always),
    ("failure", RestartOn::Failure),
    ("never", RestartOn::Never),
];

/// `restart.limit.then`.
pub(super) const AFTER_LIMIT: Choices<AfterLimit, 2> = [
    ("exit", AfterLimit::Exit),
    ("unhealthy", AfterLimit::Unhealthy),
];

/// `empty` of a variable.
pub(super) const EMPTY: Choices<Empty, 2> = [("default", Empty::Default), ("keep", Empty::Keep)];

/// `type` of a variable.
pub(super) const TYPE: Choices<VariableType, 4> = [
    ("string", VariableType::String),
    ("int", VariableType::Int),
    ("port", VariableType::Port),
    ("bool", VariableType::Bool),
];

/// `fail` of a step.
pub(super) const STEP_FAIL: Choices<StepFail, 2> =
    [("stop", StepFail::Stop), ("warn", StepFail::Warn)];

/// `depends-on` of a service.
pub(super) const DEPENDS_ON: Choices<DependsOn, 3> = [
    ("started", DependsOn::Started),
    ("healthy", DependsOn::Healthy),
    ("completed", DependsOn::Completed),
];

/// `restart` of a service.
pub(super) const RESTART_POLICY: Choices<RestartPolicy, 4> = [
    ("no", RestartPolicy::No),
    ("always", RestartPolicy::Always),
    ("on-failure", RestartPolicy::OnFailure),
    ("unless-stopped", RestartPolicy::UnlessStopped),
];

/// `dies` of a stand-in.
pub(super) const DEATHS: Choices<Death, 9> = [
    ("ABRT", Death::Abrt),
    ("HUP", Death::Hup),
    ("INT", Death::Int),
    ("KILL", Death::Kill),
    ("QUIT", Death::Quit),
    ("SEGV", Death::Segv),
    ("TERM", Death::Term),
    ("USR1", Death::Usr1),
    ("USR2", Death::Usr2),
];

/// `at` of a scenario's signal.
pub(super) const MOMENTS: Choices<Moment, 4> = [
    ("running", Moment::Running),
    ("pause", Moment::Pause),
    ("step", Moment::Step),
    ("stopping", Moment::Stopping),
];

/// `health` that a scenario expects.
pub(super) const VERDICTS: Choices<Verdict, 2> = [
    ("healthy", Verdict::Healthy),
    ("unhealthy", Verdict::Unhealthy),
];

/// The words alone.
pub(super) const fn words<T: Copy, const N: usize>(choices: &Choices<T, N>) -> [&'static str; N] {
    let mut words = [""; N];
    let mut index = 0;
    while index < N {
        words[index] = choices[index].0;
        index += 1;
    }
    words
}

/// The names of all signals that a table may hold.
pub(super) const fn signals() -> [&'static str; Signal::ALL.len()] {
    let mut names = [""; Signal::ALL.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = Signal::ALL[index].name();
        index += 1;
    }
    names
}
