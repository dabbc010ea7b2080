//! Health as Docker sees it.

use super::BOUND;
use super::compose::Stack;
use super::container::Container;
use super::docker::{docker, until};

/// Kills the program, and gives whether it was there.
fn kill_program(worker: &Container) -> bool {
    worker.run(&["pkill", "-KILL", "-x", "php"]).0
}

/// Whether the program runs.
fn has_program(worker: &Container) -> bool {
    worker.run(&["pgrep", "-x", "php"]).0
}

#[test]
fn a_worker_becomes_healthy_unhealthy_and_healthy_again() {
    let Some(stack) = Stack::new("health") else {
        return;
    };
    stack.compose(&["up", "--no-start"]);
    stack.compose(&["start", "database", "web"]);
    stack.web();
    let worker = stack.container("worker");
    docker(&["start", &worker.0]);
    assert_eq!(worker.health(), "starting");
    worker.becomes("healthy");
    until(BOUND, "unhealthy", || {
        kill_program(&worker);
        (worker.health() == "unhealthy").then_some(())
    });
    worker.becomes("healthy");
    assert_eq!(worker.inspect("/RestartCount"), 0);
}

/// In the pause before the program is started again, the script says so.
#[test]
fn a_worker_without_its_program_is_not_healthy() {
    let Some(stack) = Stack::new("health-pause") else {
        return;
    };
    let stack = stack.up();
    let worker = stack.container("worker");
    worker.becomes("healthy");
    assert!(kill_program(&worker));
    worker.will_say(BOUND, 1, "ended with code 137; starts again in 5 s");
    let answer = worker.run(&["entrypoint.sh", ":health", "worker"]);
    assert_eq!(answer, (false, "starting: worker starts again".to_owned()));
    assert!(!has_program(&worker), "the pause is over");
}

/// The control: `pgrep -f` finds the shell that runs it.
#[test]
fn the_check_by_hand_takes_itself_for_the_worker() {
    let Some(stack) = Stack::new("health-upstream") else {
        return;
    };
    let stack = stack.with("upstream.yaml").up();
    let worker = stack.container("worker");
    worker.becomes("healthy");
    assert!(kill_program(&worker));
    worker.will_say(BOUND, 1, "ended with code 137");
    let (is_healthy, _) = worker.run(&["sh", "-c", "pgrep -f 'queue:work' || exit 1"]);
    assert!(is_healthy);
    assert!(!has_program(&worker), "the pause is over");
}
