//! A password that is wrong.

use super::compose::Stack;
use super::docker::docker;
use super::{BOUND, PROMPT};

/// What the database answers, as Laravel says it.
const DENIED: &str = "Access denied for user 'gallery'";

/// Makes the password of `wrong-password.yaml` the right one.
const CORRECT: &str = "ALTER USER 'gallery'@'%' IDENTIFIED BY 'canary-of-a-mistake'";

/// Laravel asks again every few seconds and does not end, so that the script has nothing
/// to do until somebody ends it. Neither logs a password, the wrong one or the right one:
/// what Laravel says has the user and the host, and by the settings of Debian's PHP a
/// stack trace has no words.
#[test]
fn a_wrong_password_is_said_without_it() {
    let Some(stack) = Stack::new("password") else {
        return;
    };
    let stack = stack.with("wrong-password.yaml").up();
    let worker = stack.container("worker");
    worker.will_say(BOUND, 2, DENIED);
    assert_eq!(worker.says("Lychee: worker: starting"), 1);

    worker.run(&["pkill", "-TERM", "-x", "php"]);
    let ended = "Lychee: worker: ended with code 0; starts again in 5 s";
    worker.will_say(BOUND, 1, ended);
    worker.will_say(BOUND, 2, "Lychee: worker: starting");
    let before = worker.says(DENIED);
    worker.will_say(BOUND, before + 1, DENIED);

    let front = stack.front();
    assert!(front.try_jobs().is_none(), "the front has no database");
    stack.container("web").will_say(BOUND, 1, DENIED);

    let database = stack.container("database").0;
    let mariadb = ["exec", "--user=root", &database, "mariadb", "--execute"];
    docker(&[&mariadb[..], &[CORRECT]].concat());
    let web = stack.web();
    web.enqueue(1, 1, 50);
    web.until("the job is done", |jobs| jobs.done(1) == 1);
    assert_eq!(worker.says("Lychee: worker: starting"), 2);
    let stopped = worker.stop();
    assert_eq!(stopped.code, 0);
    assert!(stopped.took < PROMPT, "{stopped:?}");
    stack.has_logged_no_password();
}
