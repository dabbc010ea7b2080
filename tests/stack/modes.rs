//! The modes in an image with Laravel, and in one of busybox alone.

use super::container::{Single, Stopped};
use super::docker::{is_here, until};
use super::{BOUND, PROMPT};

const IMAGES: [&str; 2] = ["lychgate-stack/app", "lychgate-stack/busybox"];

/// The words of process 1 of a container.
fn process_1(container: &Single) -> String {
    let (_, words) = container.run(&["cat", "/proc/1/cmdline"]);
    words.replace('\0', " ")
}

/// Process 1 is the image's CMD itself.
#[track_caller]
fn serves(container: &Single) {
    container.will_say(BOUND, 1, "Lychee: mode web");
    until(BOUND, "the program is process 1", || {
        process_1(container)
            .contains("-S 0.0.0.0:8000")
            .then_some(())
    });
}

#[test]
fn worker_is_chosen_by_the_variable() {
    if !is_here() {
        return;
    }
    for image in IMAGES {
        let container = Single::start(&["--env=LYCHEE_MODE=worker", image]);
        container.will_say(BOUND, 1, "Lychee: worker: starting");
        until(BOUND, "the worker is healthy", || {
            container.run(&["entrypoint.sh", ":health"]).0.then_some(())
        });
        let (_, processes) = container.run(&["ps", "-o", "args"]);
        assert!(
            processes.contains("artisan queue:work --queue=default"),
            "{image}"
        );
    }
}

#[test]
fn web_is_chosen_by_the_variable() {
    if !is_here() {
        return;
    }
    for image in IMAGES {
        serves(&Single::start(&["--env=LYCHEE_MODE=web", image]));
    }
}

#[test]
fn web_is_chosen_by_nothing() {
    if !is_here() {
        return;
    }
    for image in IMAGES {
        serves(&Single::start(&[image]));
    }
}

#[test]
fn another_mode_is_refused() {
    if !is_here() {
        return;
    }
    for image in IMAGES {
        let container = Single::start(&["--env=LYCHEE_MODE=scheduler", image]);
        assert_eq!(container.ends().code, 1, "{image}");
        let refusal = "Lychee: Invalid LYCHEE_MODE: scheduler. Must be 'web' or 'worker'.\n";
        assert_eq!(container.logs(), refusal, "{image}");
    }
}

#[test]
fn busybox_alone_stops_both_modes() {
    if !is_here() {
        return;
    }
    for (mode, program) in [
        ("web", "php: -S 0.0.0.0:8000"),
        ("worker", "php: artisan queue:work"),
    ] {
        let mode = format!("--env=LYCHEE_MODE={mode}");
        let container = Single::start(&[&mode, "lychgate-stack/busybox"]);
        container.will_say(BOUND, 1, program);
        let Stopped { code, took } = container.stop();
        assert_eq!(code, 0, "{mode}");
        assert!(took < PROMPT, "{mode}: {took:?}");
        assert_eq!(container.says("php: stopped"), 1, "{mode}");
    }
}
