//! Queues that are not there, go away and come back.

use std::time::Duration;

use super::BOUND;
use super::compose::Stack;
use super::docker::{docker, try_docker};
use super::web::Web;

/// The worker has ended, and what comes then. Laravel ends with 0 when it has lost its
/// database.
const ENDED: &str = "Lychee: worker: ended with code 0; starts again in 5 s";

/// Eleven ends, each after some 4 s of Laravel and 5 s of pause.
const LOOP: Duration = Duration::from_secs(240);

/// The crash loop is seen.
const TOO_OFTEN: &str = "Lychee: worker: ended more than 10 times in 300 s: unhealthy";

/// Starts the server in the container of the database, where none runs.
fn start_database(stack: &Stack) {
    let database = stack.container("database");
    docker(&["exec", "--detach", &database.0, "mariadbd"]);
}

fn stop_database(stack: &Stack) {
    let (is_stopped, _) =
        stack
            .container("database")
            .run(&["sh", "-c", "kill \"$(pidof mariadbd)\""]);
    assert!(is_stopped);
}

/// A job that is put into the queue now is done.
#[track_caller]
fn works(web: &Web, job: u32) {
    web.enqueue(job, 1, 50);
    web.until("the job is done", |jobs| jobs.done(job) == 1);
}

/// The seconds of the day at which the lines of `docker logs` with `text` were written.
fn times(container: &str, text: &str) -> Vec<f64> {
    let output = try_docker(&["logs", "--timestamps", container]);
    let streams = [output.stdout, output.stderr].concat();
    let second_of_day = |line: &str| {
        let (_, time) = line.split_once('T')?;
        let (time, _) = time.split_once('Z')?;
        let parts: Vec<f64> = time
            .split(':')
            .filter_map(|part| part.parse().ok())
            .collect();
        Some(parts.iter().fold(0.0, |sum, part| sum * 60.0 + part))
    };
    String::from_utf8_lossy(&streams)
        .lines()
        .filter(|line| line.ends_with(text))
        .filter_map(second_of_day)
        .collect()
}

#[test]
fn a_database_that_refuses_is_a_crash_loop_until_it_is_back() {
    let Some(stack) = Stack::new("outage-database") else {
        return;
    };
    let stack = stack.with("refusing.yaml");
    stack.compose(&["up", "--detach"]);
    let worker = stack.container("worker");
    worker.will_say(BOUND, 1, "Connection refused");
    worker.will_say(LOOP, 1, TOO_OFTEN);
    let (is_healthy, answer) = worker.run(&["entrypoint.sh", ":health"]);
    let unhealthy = "unhealthy: worker ended more than 10 times in 300 s";
    assert_eq!((is_healthy, answer.as_str()), (false, unhealthy));
    worker.becomes("unhealthy");
    let starts = times(&worker.0, "Lychee: worker: starting");
    for (ended, started) in times(&worker.0, ENDED).iter().zip(&starts[1..]) {
        let pause = (started - ended).rem_euclid(86_400.0);
        assert!((4.9..60.0).contains(&pause), "{pause} s");
    }

    start_database(&stack);
    works(&stack.web(), 1);
    stack.has_logged_no_password();
}

#[test]
fn a_database_that_goes_away_comes_back() {
    let Some(stack) = Stack::new("outage-lost") else {
        return;
    };
    let stack = stack.with("refusing.yaml");
    stack.compose(&["up", "--detach"]);
    start_database(&stack);
    let web = stack.web();
    works(&web, 1);
    let worker = stack.container("worker");
    let before = worker.says(ENDED);
    stop_database(&stack);
    worker.will_say(BOUND, before + 1, ENDED);
    start_database(&stack);
    stack.web();
    works(&web, 2);
    assert_eq!(worker.inspect("/RestartCount"), 0);
    stack.has_logged_no_password();
}

/// Laravel waits for Redis itself, so that the script has nothing to do.
#[test]
fn redis_may_be_absent_and_go_away() {
    let Some(stack) = Stack::new("outage-redis") else {
        return;
    };
    let stack = stack.set("QUEUE_CONNECTION", "redis");
    stack.compose(&["up", "--detach", "web", "worker", "database"]);
    let worker = stack.container("worker");
    worker.will_say(BOUND, 1, "getaddrinfo for redis failed");
    stack.compose(&["up", "--detach", "redis"]);
    let web = stack.web();
    works(&web, 1);
    let redis = stack.container("redis");
    redis.stop();
    worker.will_say(BOUND, 1, "Connection lost");
    redis.start();
    stack.web();
    works(&web, 2);
    assert_eq!(worker.says("Lychee: worker: starting"), 1);
    stack.has_logged_no_password();
}
