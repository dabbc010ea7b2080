//! The script that ships for Lychee in containers of Docker, with Laravel, `MariaDB`
//! and Redis. `sh tests/stack/run` makes the images and runs these tests.

mod compose;
mod container;
mod docker;
mod hardened;
mod health;
mod modes;
mod outage;
mod password;
mod peers;
mod scale;
mod stop;
mod web;

use std::time::Duration;

/// A bound that no healthy stack comes near, also on a machine with much to do.
const BOUND: Duration = Duration::from_secs(60);

/// How long a stop may take while nothing is in hand; Docker's limit is 10 s.
const PROMPT: Duration = Duration::from_secs(5);
