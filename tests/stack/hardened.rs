//! Containers that may do as little as they can.

use serde_json::json;

use super::PROMPT;
use super::compose::Stack;

/// What must stand in the `status` of process 1.
const STATUS: [&str; 3] = [
    "Uid:\t12345\t12345\t12345\t12345",
    "CapBnd:\t0000000000000000",
    "NoNewPrivs:\t1",
];

/// Whether a line of `/proc/PID/mounts` says that nobody can write to `/`.
fn is_read_only_root(line: &str) -> bool {
    let mut fields = line.split(' ').skip(1);
    let place = fields.next();
    let options = fields.nth(1).unwrap_or_default();
    place == Some("/") && options.split(',').any(|option| option == "ro")
}

#[test]
fn both_modes_work_without_any_right() {
    let Some(stack) = Stack::new("hardened") else {
        return;
    };
    let stack = stack.with("hardened.yaml").up();
    let web = stack.web();
    web.enqueue(1, 3, 50);
    web.until("the jobs are done", |jobs| {
        (1..=3).all(|job| jobs.done(job) == 1)
    });
    for service in ["web", "worker"] {
        let container = stack.container(service);
        container.becomes("healthy");
        let (_, status) = container.run(&["cat", "/proc/1/status"]);
        for line in STATUS {
            assert!(status.lines().any(|one| one == line), "{service}: {status}");
        }
        let (_, mounts) = container.run(&["cat", "/proc/1/mounts"]);
        assert!(mounts.lines().any(is_read_only_root), "{mounts}");
        let stopped = container.stop();
        assert_eq!(stopped.code, 0, "{service}");
        assert!(stopped.took < PROMPT, "{service}: {stopped:?}");
    }
    stack.has_logged_no_password();
}

#[test]
fn limits_and_grace_take_effect() {
    let Some(stack) = Stack::new("limits") else {
        return;
    };
    let stack = stack.up();
    let worker = stack.container("worker");
    let says = |pointer| worker.inspect(pointer);
    assert_eq!(says("/HostConfig/Memory"), 256 << 20);
    assert_eq!(says("/HostConfig/MemoryReservation"), 64 << 20);
    assert_eq!(says("/HostConfig/NanoCpus"), 500_000_000);
    assert_eq!(says("/HostConfig/RestartPolicy/Name"), "unless-stopped");
    assert_eq!(says("/Config/StopTimeout"), 15);
    let check = json!(["CMD", "/usr/local/bin/entrypoint.sh", ":health", "worker"]);
    assert_eq!(says("/Config/Healthcheck/Test"), check);
}
