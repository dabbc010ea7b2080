//! Several workers at one queue.

use super::compose::Stack;
use super::docker::docker;

const JOBS: u32 = 200;

/// How long a job lasts that is to be in hand, in milliseconds.
const LONG: u32 = 8_000;

/// Three workers, of which one is killed and one stopped with a job in hand.
#[test]
fn no_job_is_lost_and_each_is_done_once() {
    let Some(stack) = Stack::new("scale") else {
        return;
    };
    // A job whose worker was killed is given to another one after this time.
    let stack = stack.set("QUEUE_RETRY_AFTER", "20").up();
    let web = stack.web();
    stack.compose(&["up", "--detach", "--scale", "worker=3"]);
    let workers = stack.containers("worker");
    let holder = |job| {
        let jobs = web.until("a long job is in hand", |jobs| {
            jobs.begun(job) == 1 && jobs.done(job) == 0
        });
        let mut workers = workers.iter();
        let holder = workers.find(|worker| jobs.was_begun_by(job, worker));
        holder.unwrap_or_else(|| panic!("{job} is nobody's: {jobs:?}"))
    };
    // A long job lasts longer than what is done to who has it. One is begun after the
    // other, since a worker may take its time to come up.
    web.enqueue(1, 1, LONG);
    let killed = holder(1);
    docker(&["kill", &killed.0]);
    web.enqueue(2, 1, LONG);
    web.enqueue(3, JOBS - 2, 50);
    let stopped = holder(2);
    assert_eq!(stopped.stop().code, 0);
    let jobs = web.jobs();
    assert_eq!((jobs.done(1), jobs.done(2)), (0, 1), "{jobs:?}");

    stack.compose(&["up", "--detach", "--scale", "worker=3"]);
    let jobs = web.until("the queue is empty", |jobs| {
        jobs.waiting() == 0 && (1..=JOBS).all(|job| jobs.done(job) > 0)
    });
    let twice: Vec<u32> = (1..=JOBS).filter(|job| jobs.done(*job) != 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert_eq!((jobs.begun(1), jobs.begun(2)), (2, 1));
    assert_eq!(jobs.failed(), 0);
    for worker in &workers {
        assert!(
            worker.0 == killed.0 || jobs.done_by(worker) > 0,
            "{worker:?}"
        );
    }
}

/// Who is scaled away finishes its job; who stays goes on.
#[test]
fn scaling_down_loses_no_job() {
    let Some(stack) = Stack::new("scale-down") else {
        return;
    };
    let stack = stack.set("QUEUE_CONNECTION", "redis").up();
    stack.compose(&["up", "--detach", "--scale", "worker=3"]);
    let web = stack.web();
    web.enqueue(1, 9, 3_000);
    web.until("all have a job", |jobs| {
        (1..=3).all(|job| jobs.begun(job) == 1)
    });
    stack.compose(&["up", "--detach", "--scale", "worker=1"]);
    assert_eq!(stack.containers("worker").len(), 1);
    let jobs = web.until("all is done", |jobs| {
        jobs.waiting() == 0 && (1..=9).all(|job| jobs.done(job) > 0)
    });
    assert!(
        (1..=9).all(|job| jobs.begun(job) == 1 && jobs.done(job) == 1),
        "{jobs:?}"
    );
    assert_eq!(jobs.failed(), 0);
}
