//! The web front of the application: jobs go in, and what became of them comes out.

use std::io::{Error, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use super::BOUND;
use super::container::Container;
use super::docker::until;

/// The web front, as it serves one queue.
pub(super) struct Web {
    address: String,
    queue: String,
}

/// What has become of the jobs.
#[derive(Debug)]
pub(super) struct Jobs(Value);

impl Web {
    /// The front at `address`, a host with a port, and the queue that all have.
    pub(super) fn new(address: String) -> Self {
        let queue = String::from("default");
        Self { address, queue }
    }

    /// The same front, and another queue.
    pub(super) fn of(&self, queue: &str) -> Self {
        Self {
            address: self.address.clone(),
            queue: queue.to_owned(),
        }
    }

    /// Puts `count` jobs into the queue, from number `first` on, of this length each.
    #[track_caller]
    pub(super) fn enqueue(&self, first: u32, count: u32, milliseconds: u32) {
        let jobs = format!("first={first}&count={count}&milliseconds={milliseconds}");
        let answer = self.ask(&format!("POST /jobs?queue={}&{jobs}", self.queue));
        assert_eq!(answer.expect("the web front answers"), "{}");
    }

    /// The jobs as they stand, once the front answers: it may be busy with its database.
    #[track_caller]
    pub(super) fn jobs(&self) -> Jobs {
        self.until("the web front answers", |_| true)
    }

    /// The jobs, unless the front or its database is not there.
    pub(super) fn try_jobs(&self) -> Option<Jobs> {
        let answer = self.ask(&format!("GET /jobs?queue={}", self.queue)).ok()?;
        let jobs: Value = serde_json::from_str(&answer).ok()?;
        jobs.get("events").is_some().then_some(Jobs(jobs))
    }

    /// Waits until the jobs are as `wanted` says.
    #[track_caller]
    pub(super) fn until(&self, what: &str, wanted: impl Fn(&Jobs) -> bool) -> Jobs {
        until(BOUND, what, || self.try_jobs().filter(|jobs| wanted(jobs)))
    }

    /// The body of the answer; an error also if it is none with the status 200.
    fn ask(&self, request: &str) -> Result<String, Error> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(BOUND))?;
        write!(stream, "{request} HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        let status = head.split(' ').nth(1);
        if status == Some("200") {
            Ok(body.to_owned())
        } else {
            Err(Error::other(answer))
        }
    }
}

impl Jobs {
    /// How many are in the queue.
    pub(super) fn waiting(&self) -> u64 {
        self.0["waiting"].as_u64().unwrap_or(u64::MAX)
    }

    /// How many have failed for good.
    pub(super) fn failed(&self) -> u64 {
        self.0["failed"].as_u64().unwrap_or(u64::MAX)
    }

    /// The hosts on which a job has `begun` or was `done`, in order of time.
    fn hosts(&self, event: &str, job: u32) -> Vec<&str> {
        let events = self.0["events"].as_array().into_iter().flatten();
        events
            .filter(|one| one["event"] == event && one["job"] == job)
            .filter_map(|one| one["host"].as_str())
            .collect()
    }

    /// How often a job has begun.
    pub(super) fn begun(&self, job: u32) -> usize {
        self.hosts("begun", job).len()
    }

    /// How often a job was done.
    pub(super) fn done(&self, job: u32) -> usize {
        self.hosts("done", job).len()
    }

    /// Whether `container` has begun with a job at some time.
    pub(super) fn was_begun_by(&self, job: u32, container: &Container) -> bool {
        let hosts = self.hosts("begun", job);
        hosts.iter().any(|host| container.0.starts_with(host))
    }

    /// How many of the jobs `container` has done.
    pub(super) fn done_by(&self, container: &Container) -> usize {
        let events = self.0["events"].as_array().into_iter().flatten();
        let hosts = events
            .filter(|one| one["event"] == "done")
            .filter_map(|one| one["host"].as_str());
        hosts.filter(|host| container.0.starts_with(host)).count()
    }
}
