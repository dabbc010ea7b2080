//! The worker with the script, and what may stand there in its place.
//! `docs/comparison.md` is made here.

use std::thread::ScopedJoinHandle;
use std::time::Duration;
use std::{fs, path::Path, thread};

use super::BOUND;
use super::compose::Stack;
use super::container::{Container, Single, Stopped};
use super::docker::{docker, seen_within, until};
use super::web::{Jobs, Web};
use crate::support::{ACCEPT, accepts};

/// The page, as seen from the top of the project.
const PAGE: &str = "docs/comparison.md";

/// Its words, with the places of what is measured.
const WORDS: &str = include_str!("peers/page.md");

/// The jobs last this long: 5 s less than the grace, and so much more than the 10 s after
/// which supervisord kills a program that was told to stop.
const MILLISECONDS: u32 = 15_000;

/// How long a program may be away, of which 5 s are the pause of the script.
const AWAY: Duration = Duration::from_secs(15);

/// One way to run the worker.
struct Peer {
    /// Its service, and the queue that is its own.
    service: &'static str,
    /// What the page calls it.
    name: &'static str,
    /// What the image has for its sake.
    files: &'static [&'static str],
    /// Whether the package of supervisord with all that it depends on is needed besides.
    has_supervisord: bool,
}

const SCRIPT: &str = "/usr/local/bin/entrypoint.sh";
const BY_HAND: &str = "/usr/local/bin/upstream.sh";
const TINI: &str = "/usr/bin/tini";

const PEERS: [Peer; 7] = [
    Peer {
        service: "worker",
        name: "lychgate's script",
        files: &[SCRIPT],
        has_supervisord: false,
    },
    Peer {
        service: "by-hand",
        name: "by hand",
        files: &[BY_HAND],
        has_supervisord: false,
    },
    Peer {
        service: "tini-by-hand",
        name: "tini, by hand",
        files: &[TINI, BY_HAND],
        has_supervisord: false,
    },
    Peer {
        service: "tini-group",
        name: "`tini -g`, by hand",
        files: &[TINI, BY_HAND],
        has_supervisord: false,
    },
    Peer {
        service: "tini-alone",
        name: "tini, no script",
        files: &[TINI],
        has_supervisord: false,
    },
    Peer {
        service: "supervisord",
        name: "supervisord",
        files: &["/etc/containers.conf"],
        has_supervisord: true,
    },
    Peer {
        service: "supervisord-defaults",
        name: "supervisord, defaults",
        files: &["/etc/defaults.conf"],
        has_supervisord: true,
    },
];

/// What was seen of one of them.
struct Seen {
    /// The stop with a job in hand.
    busy: Stopped,
    /// The job in hand, and the one that waited.
    fates: [&'static str; 2],
    /// The stop with nothing to do.
    idle: Stopped,
    /// Whether the program is started again after it has ended with code 0.
    is_started_again: bool,
    /// Whether what the program prints is in the log of the container.
    is_heard: bool,
    /// The processes by name.
    processes: Vec<String>,
    /// The RSS of those that are not the program, in kB.
    memory: u64,
}

impl Seen {
    /// Looks at the worker of `peer`, whose jobs are numbered from `first` on.
    fn of(peer: &Peer, worker: &Container, web: &Web, first: u32) -> Self {
        works(web, first);
        let (processes, memory) = processes(worker);
        let is_heard = worker.says("Processing:") > 0;
        let idle = worker.stop();

        worker.start();
        works(web, first + 1);
        let is_started_again = is_started_again(worker);

        docker(&["restart", "--time=0", &worker.0]);
        let (in_hand, next) = (first + 2, first + 3);
        web.enqueue(in_hand, 2, MILLISECONDS);
        web.until("a job is in hand", |jobs| jobs.begun(in_hand) == 1);
        let busy = worker.stop();
        let jobs = web.jobs();
        let fates = [in_hand, next].map(|job| fate(&jobs, job));
        // A job that was killed stays reserved, and is given to another worker later.
        let unfinished = fates.iter().filter(|fate| **fate != FINISHED).count();
        let counts = (jobs.waiting(), jobs.failed());
        assert_eq!(counts, (unfinished as u64, 0), "{}", peer.service);
        Self {
            busy,
            fates,
            idle,
            is_started_again,
            is_heard,
            processes,
            memory,
        }
    }
}

/// What a job is that was done.
const FINISHED: &str = "finished";

/// What has become of a job.
fn fate(jobs: &Jobs, job: u32) -> &'static str {
    match (jobs.begun(job), jobs.done(job)) {
        (0, 0) => "left in the queue",
        (1, 0) => "**killed**",
        (1, 1) => FINISHED,
        other => panic!("begun and done: {other:?}, {jobs:?}"),
    }
}

/// A job is done, so that the program is ready for signals.
#[track_caller]
fn works(web: &Web, job: u32) {
    web.enqueue(job, 1, 50);
    web.until("the job is done", |jobs| jobs.done(job) == 1);
}

/// The names of the processes, and the memory of those that are not the program. One that
/// ends meanwhile, as a health check does, is none of them.
fn processes(worker: &Container) -> (Vec<String>, u64) {
    let (_, list) = worker.run(&["ps", "-e", "-o", "pid=,comm="]);
    let lasting: Vec<(&str, u64)> = list
        .lines()
        .filter_map(|line| line.trim().split_once(' '))
        .filter_map(|(process, name)| Some((name, memory(worker, process)?)))
        .collect();
    let parents = lasting.iter().filter(|(name, _)| *name != "php");
    let memory = parents.map(|(_, memory)| memory).sum();
    let names = lasting.iter().map(|(name, _)| (*name).to_owned());
    (names.collect(), memory)
}

/// The RSS of one process in kB; nothing once it has ended.
fn memory(worker: &Container, process: &str) -> Option<u64> {
    let (_, text) = worker.run(&["cat", &format!("/proc/{process}/smaps_rollup")]);
    let line = text.lines().find_map(|line| line.strip_prefix("Rss:"));
    line.map(number)
}

/// The first number of a text.
#[track_caller]
fn number(text: &str) -> u64 {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.parse().unwrap_or_else(|_| panic!("no number: {text}"))
}

/// Ends the program, which gives code 0 then, and looks for another one, by whomever it
/// is started. supervisord takes an end within a second for a start that failed.
fn is_started_again(worker: &Container) -> bool {
    until(BOUND, "the program has run for 2 s", || {
        let (_, seconds) = worker.run(&["ps", "-C", "php", "-o", "etimes="]);
        (number(&seconds) >= 2).then_some(())
    });
    let program = || {
        let (runs, process) = worker.run(&["pgrep", "-x", "php"]);
        runs.then(|| (worker.inspect("/State/StartedAt"), process))
    };
    let first = program();
    worker.run(&["pkill", "-TERM", "-x", "php"]);
    seen_within(AWAY, || program().filter(|now| Some(now) != first.as_ref())).is_some()
}

/// What the image has for the sake of `peer`, in bytes.
fn size(peer: &Peer, image: &Container, supervisord: u64) -> u64 {
    let files = peer.files.iter().map(|file| {
        let (_, size) = image.run(&["stat", "--format=%s", file]);
        number(&size)
    });
    files.sum::<u64>() + if peer.has_supervisord { supervisord } else { 0 }
}

/// The size of supervisord with the packages that it needed, as they say it, in bytes.
fn size_of_supervisord(image: &Container, worker: &Container) -> u64 {
    let packages = |container: &Container| {
        let format = "--showformat=${Installed-Size} ${Package}\n";
        let (_, list) = container.run(&["dpkg-query", "--show", format]);
        list.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let before = packages(worker);
    let added = packages(image).into_iter();
    let sizes = added
        .filter(|package| !package.ends_with(" tini") && !before.contains(package))
        .map(|package| number(&package) * 1024);
    sizes.sum()
}

/// The version of a package, without what Debian says of itself.
fn version(container: &Container, package: &str) -> String {
    let (_, version) = container.run(&["dpkg-query", "--show", "--showformat=${Version}", package]);
    upstream(&version)
}

fn upstream(version: &str) -> String {
    let (_, version) = version.split_once(':').unwrap_or(("", version));
    let is_end = |c| ['-', '+', '~'].contains(&c);
    version.split(is_end).next().unwrap_or_default().to_owned()
}

/// Seconds as one says them.
fn seconds(time: Duration) -> String {
    match time.as_secs_f64().round() {
        0.0 | 1.0 => String::from("1 s or less"),
        seconds => format!("{seconds} s"),
    }
}

/// A number of bytes as one says it.
fn bytes(size: u64) -> String {
    match size.div_ceil(1000) {
        size @ ..1000 => format!("{size} kB"),
        size => format!("{} MB", size.div_ceil(1000)),
    }
}

/// Kilobytes as megabytes, to a tenth.
fn megabytes(memory: u64) -> String {
    let tenths = (memory * 10 + 512) / 1024;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "**no**" }
}

/// The table of what does not depend on the machine.
fn facts(seen: &[Seen]) -> String {
    let rows = PEERS.iter().zip(seen).map(|(peer, seen)| {
        let [in_hand, next] = seen.fates;
        format!(
            "| {} | {in_hand} | {next} | {} | {} | {} | {} |\n",
            peer.name,
            seen.busy.code,
            seen.idle.code,
            yes(seen.is_started_again),
            yes(seen.is_heard),
        )
    });
    let head = "\
| | job in hand | next job | exit code | exit code while idle | started again after code 0 | its output is in `docker logs` |
| --- | --- | --- | --- | --- | --- | --- |
";
    head.to_owned() + &rows.collect::<String>()
}

/// The table of what does.
fn costs(seen: &[Seen], sizes: &[u64]) -> String {
    let rows = PEERS
        .iter()
        .zip(seen)
        .zip(sizes)
        .map(|((peer, seen), size)| {
            format!(
                "| {} | {} | {} | {} | {} | {} |\n",
                peer.name,
                seconds(seen.busy.took),
                seconds(seen.idle.took),
                bytes(*size),
                seen.processes.join(", "),
                megabytes(seen.memory),
            )
        });
    let head = "\
| | stop with a job in hand | stop while idle | in the image | processes | memory of the parents |
| --- | --- | --- | --- | --- | --- |
";
    head.to_owned() + &rows.collect::<String>()
}

/// The page keeps what it says of jobs and exit codes.
#[test]
fn the_facts_of_the_comparison_hold() {
    let Some(stack) = Stack::new("peers") else {
        return;
    };
    let stack = stack.with("peers.yaml").up();
    let web = stack.web();
    let seen: Vec<Seen> = thread::scope(|scope| {
        let looks: Vec<_> = (1..)
            .zip(&PEERS)
            .map(|(number, peer)| {
                let worker = stack.container(peer.service);
                let web = web.of(peer.service);
                scope.spawn(move || Seen::of(peer, &worker, &web, 10 * number))
            })
            .collect();
        let ends = looks.into_iter().map(ScopedJoinHandle::join);
        ends.map(|seen| seen.expect("it has said why")).collect()
    });
    let facts = facts(&seen);
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if accepts() {
        fs::write(&page, made(&stack, &seen)).expect("the project's files can be written");
    }
    let written = fs::read_to_string(&page).unwrap_or_default();
    assert!(
        written.contains(&facts),
        "{PAGE} is old; run the test with {ACCEPT}=1\n{facts}"
    );
}

/// The page, as it was measured.
fn made(stack: &Stack, seen: &[Seen]) -> String {
    let words = ["--entrypoint=sleep", "lychgate-stack/peers", "infinity"];
    let image = Single::start(&words);
    let web = stack.container("web");
    let supervisord = size_of_supervisord(&image, &web);
    let sizes: Vec<u64> = PEERS
        .iter()
        .map(|peer| size(peer, &image, supervisord))
        .collect();
    let started = web.inspect("/State/StartedAt");
    let day = started.as_str().and_then(|time| time.split('T').next());
    let database = stack.container("database");
    WORDS
        .replace("{facts}\n", &facts(seen))
        .replace("{costs}\n", &costs(seen, &sizes))
        .replace("{day}", day.unwrap_or_default())
        .replace(
            "{docker}",
            &upstream(&docker(&["version", "--format={{.Server.Version}}"])),
        )
        .replace("{tini}", &version(&image, "tini"))
        .replace("{supervisord}", &version(&image, "supervisor"))
        .replace("{dash}", &version(&web, "dash"))
        .replace("{laravel}", &version(&web, "php-laravel-framework"))
        .replace("{mariadb}", &version(&database, "mariadb-server-core"))
}
