//! One container.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::BOUND;
use super::docker::{docker, try_docker, until};

/// A container, by its whole id.
#[derive(Debug, Clone)]
pub(super) struct Container(pub(super) String);

/// How a container was stopped.
#[derive(Debug)]
pub(super) struct Stopped {
    /// The exit code of the container.
    pub(super) code: i64,
    /// From the order to the end.
    pub(super) took: Duration,
}

impl Container {
    /// What `docker inspect` says at `pointer`.
    #[track_caller]
    pub(super) fn inspect(&self, pointer: &str) -> Value {
        let text = docker(&["inspect", &self.0]);
        let all: Value = serde_json::from_str(&text).expect("docker gives JSON");
        let value = all[0].pointer(pointer);
        value
            .unwrap_or_else(|| panic!("no {pointer} in {text}"))
            .clone()
    }

    /// Its health as Docker sees it.
    pub(super) fn health(&self) -> String {
        let status = self.inspect("/State/Health/Status");
        status.as_str().unwrap_or_default().to_owned()
    }

    /// Waits for a health as Docker sees it.
    #[track_caller]
    pub(super) fn becomes(&self, health: &str) {
        until(BOUND, health, || (self.health() == health).then_some(()));
    }

    /// Both streams, as `docker logs` gives them.
    pub(super) fn logs(&self) -> String {
        let output = try_docker(&["logs", &self.0]);
        let streams = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&streams).into_owned()
    }

    /// How often a line of the logs holds `text`.
    pub(super) fn says(&self, text: &str) -> usize {
        self.logs()
            .lines()
            .filter(|line| line.contains(text))
            .count()
    }

    /// Waits until `text` stands in the logs `times` times.
    #[track_caller]
    pub(super) fn will_say(&self, bound: Duration, times: usize, text: &str) {
        until(bound, text, || (self.says(text) >= times).then_some(()));
    }

    /// Runs words in it; gives whether they succeeded, and what they wrote to stdout.
    pub(super) fn run(&self, words: &[&str]) -> (bool, String) {
        let output = try_docker(&[&["exec", self.0.as_str()], words].concat());
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        (output.status.success(), text)
    }

    /// Starts it, or starts it again.
    #[track_caller]
    pub(super) fn start(&self) {
        docker(&["start", &self.0]);
    }

    /// Stops it as an operator does, with the grace that it has.
    #[track_caller]
    pub(super) fn stop(&self) -> Stopped {
        let start = Instant::now();
        docker(&["stop", &self.0]);
        let took = start.elapsed();
        self.ended(took)
    }

    /// Waits for its end.
    #[track_caller]
    pub(super) fn ends(&self) -> Stopped {
        let start = Instant::now();
        docker(&["wait", &self.0]);
        self.ended(start.elapsed())
    }

    fn ended(&self, took: Duration) -> Stopped {
        assert_eq!(self.inspect("/State/Status"), "exited", "{self:?}");
        let code = self.inspect("/State/ExitCode");
        let code = code.as_i64().expect("a code is a number");
        Stopped { code, took }
    }
}

/// A container of its own, removed in the end.
pub(super) struct Single(Container);

impl Single {
    /// Starts one with these options, image and words of `docker run`.
    #[track_caller]
    pub(super) fn start(words: &[&str]) -> Self {
        let name = ["run", "--detach", "--label", "lychgate-stack"];
        Self(Container(docker(&[&name, words].concat())))
    }
}

impl std::ops::Deref for Single {
    type Target = Container;

    fn deref(&self) -> &Container {
        &self.0
    }
}

impl Drop for Single {
    fn drop(&mut self) {
        try_docker(&["rm", "--force", "--volumes", &self.0.0]);
    }
}
