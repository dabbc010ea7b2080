//! `docker stop` in the middle of a job.

use super::PROMPT;
use super::compose::Stack;
use super::container::Stopped;

/// The jobs last this long; the grace of the worker is 15 s.
const MILLISECONDS: u32 = 10_000;

/// Stops the worker while it has the first of two jobs in hand.
fn stopped_in_the_middle(stack: &Stack) -> Stopped {
    let worker = stack.container("worker");
    let web = stack.web();
    web.enqueue(1, 2, MILLISECONDS);
    web.until("the first job has begun", |jobs| jobs.begun(1) == 1);
    worker.stop()
}

/// The job in hand is finished, the next one is left in the queue.
fn finishes_its_job(stack: &Stack) {
    let Stopped { code, took } = stopped_in_the_middle(stack);
    let jobs = stack.web().jobs();
    assert_eq!((jobs.done(1), jobs.begun(2)), (1, 0), "{jobs:?}");
    assert_eq!((jobs.waiting(), jobs.failed()), (1, 0), "{jobs:?}");
    assert_eq!(code, 0);
    assert!(took.as_secs() < 13, "{took:?}");

    let worker = stack.container("worker");
    assert_eq!(worker.says("Lychee: worker: starting"), 1);
    assert_eq!(worker.says("Lychee: worker: leaving with code 0"), 1);
    assert_eq!(worker.inspect("/RestartCount"), 0);
}

#[test]
fn a_job_out_of_the_database_is_finished() {
    let Some(stack) = Stack::new("stop-database") else {
        return;
    };
    finishes_its_job(&stack.up());
}

#[test]
fn a_job_out_of_redis_is_finished() {
    let Some(stack) = Stack::new("stop-redis") else {
        return;
    };
    finishes_its_job(&stack.set("QUEUE_CONNECTION", "redis").up());
}

/// The control: TERM never reaches the program, so that it takes another job, and is
/// killed with that in hand.
#[test]
fn the_worker_by_hand_loses_a_job() {
    let Some(stack) = Stack::new("stop-upstream") else {
        return;
    };
    let stack = stack.with("upstream.yaml").up();
    let Stopped { code, took } = stopped_in_the_middle(&stack);
    let jobs = stack.web().jobs();
    assert_eq!(code, 137);
    assert!(took.as_secs() >= 15, "{took:?}");
    assert_eq!((jobs.begun(2), jobs.done(2)), (1, 0), "{jobs:?}");
}

#[test]
fn a_stop_while_nothing_is_in_hand_is_prompt() {
    let Some(stack) = Stack::new("stop-idle") else {
        return;
    };
    let stack = stack.up();
    let worker = stack.container("worker");
    let web = stack.web();
    web.enqueue(1, 1, 50);
    web.until("the job is done", |jobs| jobs.done(1) == 1);
    worker.becomes("healthy");
    for (service, code) in [("worker", 0), ("web", 0)] {
        let stopped = stack.container(service).stop();
        assert_eq!(stopped.code, code, "{service}");
        assert!(stopped.took < PROMPT, "{service}: {stopped:?}");
    }
}
