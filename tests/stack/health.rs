//! Health as Docker sees it.

use super::BOUND;
use super::compose::Stack;
use super::container::Container;
use super::docker::until;

/// Kills the program.
fn kill_program(worker: &Container) {
    worker.run(&["pkill", "-KILL", "-x", "php"]);
}

/// Whether the program runs.
fn has_program(worker: &Container) -> bool {
    worker.run(&["pgrep", "-x", "php"]).0
}

/// Whether a check succeeds in the pause before the program is started again: no
/// program was there before it nor after it.
fn succeeds_in_the_pause(worker: &Container, check: &[&str]) -> bool {
    until(BOUND, "a check in the pause", || {
        kill_program(worker);
        let none_before = !has_program(worker);
        let (succeeds, _) = worker.run(check);
        (none_before && !has_program(worker)).then_some(succeeds)
    })
}

#[test]
fn a_worker_becomes_healthy_unhealthy_and_healthy_again() {
    let Some(stack) = Stack::new("health") else {
        return;
    };
    stack.compose(&["up", "--no-start"]);
    stack.container("database").start();
    let worker = stack.container("worker");
    worker.start();
    assert_eq!(worker.health(), "starting");
    worker.becomes("healthy");
    until(BOUND, "unhealthy", || {
        kill_program(&worker);
        (worker.health() == "unhealthy").then_some(())
    });
    worker.becomes("healthy");
    assert_eq!(worker.inspect("/RestartCount"), 0);
}

#[test]
fn a_worker_without_its_program_is_not_healthy() {
    let Some(stack) = Stack::new("health-pause") else {
        return;
    };
    let stack = stack.up();
    let worker = stack.container("worker");
    worker.becomes("healthy");
    let check = ["entrypoint.sh", ":health", "worker"];
    assert!(!succeeds_in_the_pause(&worker, &check));
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
    let check = ["sh", "-c", "pgrep -f 'queue:work' || exit 1"];
    assert!(succeeds_in_the_pause(&worker, &check));
}
