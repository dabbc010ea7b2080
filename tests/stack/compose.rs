//! The stack: a project of Compose for each test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::thread;

use super::BOUND;
use super::container::Container;
use super::docker::{bounded, docker, is_here, until};
use super::web::Web;
use crate::support::{LYCHGATE, note};

/// How all passwords of `services.yaml` begin.
const CANARY: &str = "canary-of";

/// The file of the modes' services, as `lychgate derive compose` makes it of Lychee's
/// table with the `[deploy]` of the stack.
static DERIVED: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name| fs::read_to_string(root.join(name)).expect("it is part of the project");
    let lychee = read("golden/lychee/lychgate.toml");
    let (modes, _) = lychee.split_once("\n[deploy]\n").expect("it has one");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let table = folder.join("stack.toml");
    let text = format!("{modes}\n{}", read("tests/stack/deploy.toml"));
    fs::write(&table, text).expect("the folder is cargo's, for tests");
    let mut derive = Command::new(LYCHGATE);
    derive.args(["derive", "compose", "--table"]).arg(&table);
    let output = derive.output().expect("it was built for the tests");
    assert!(output.status.success(), "{output:?}");
    let file = folder.join("stack.yaml");
    fs::write(&file, output.stdout).expect("the folder is cargo's, for tests");
    file
});

/// The web front, workers, and the services that they need. All of it is removed in
/// the end; a test that fails shows the logs first.
pub(super) struct Stack {
    project: String,
    files: Vec<&'static str>,
    variables: Vec<(&'static str, &'static str)>,
}

impl Stack {
    /// The stack for one test, called `name`; nothing runs yet. None, with a note, where
    /// there are no images.
    pub(super) fn new(name: &str) -> Option<Self> {
        is_here().then(|| Self {
            project: format!("lychgate-stack-{name}"),
            files: vec!["services.yaml"],
            variables: Vec::new(),
        })
    }

    /// With what `file` says besides.
    #[must_use]
    pub(super) fn with(mut self, file: &'static str) -> Self {
        self.files.push(file);
        self
    }

    /// With a variable for the files.
    #[must_use]
    pub(super) fn set(mut self, name: &'static str, value: &'static str) -> Self {
        self.variables.push((name, value));
        self
    }

    /// Runs `docker-compose` with these words.
    #[track_caller]
    pub(super) fn compose(&self, words: &[&str]) -> String {
        let output = self.try_compose(words);
        assert!(output.status.success(), "{words:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn try_compose(&self, words: &[&str]) -> Output {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stack");
        let mut command = bounded("/usr/bin/docker-compose");
        command.current_dir(&folder).args(["-p", &self.project]);
        command.arg("--project-directory").arg(&folder);
        command.arg("-f").arg(DERIVED.as_path());
        for file in &self.files {
            command.args(["-f", file]);
        }
        command.envs(self.variables.iter().copied()).args(words);
        command.output().expect("coreutils are installed")
    }

    /// Starts all of it, the modes once the database is ready.
    #[track_caller]
    pub(super) fn up(self) -> Self {
        self.compose(&["up", "--detach", "database", "redis"]);
        let database = self.container("database");
        database.will_say(BOUND, 1, "ready for connections");
        self.compose(&["up", "--detach"]);
        self
    }

    /// The containers of a service.
    #[track_caller]
    pub(super) fn containers(&self, service: &str) -> Vec<Container> {
        let label = "label=com.docker.compose";
        let project = format!("{label}.project={}", self.project);
        let service = format!("{label}.service={service}");
        let words = ["ps", "--all", "--quiet", "--no-trunc"];
        let ids = docker(&[&words[..], &["--filter", &project, "--filter", &service]].concat());
        ids.lines().map(|id| Container(id.to_owned())).collect()
    }

    /// The only container of a service.
    #[track_caller]
    pub(super) fn container(&self, service: &str) -> Container {
        match self.containers(service).as_slice() {
            [one] => one.clone(),
            several => panic!("{service}: {several:?}"),
        }
    }

    /// The web front, which may reach nothing yet.
    #[track_caller]
    pub(super) fn front(&self) -> Web {
        Web::new(docker(&["port", &self.container("web").0, "8000"]))
    }

    /// The web front, once it reaches the queue and the database.
    #[track_caller]
    pub(super) fn web(&self) -> Web {
        let web = self.front();
        until(BOUND, "the web front reaches the database", || {
            web.try_jobs()
        });
        web
    }

    /// Both modes have logged, and neither has logged a password.
    #[track_caller]
    pub(super) fn has_logged_no_password(&self) {
        for service in ["web", "worker"] {
            let logs = self.container(service).logs();
            let mode = format!("Lychee: mode {service}");
            assert!(logs.contains(&mode), "{service}: {logs}");
            assert!(!logs.contains(CANARY), "{service} has logged a password");
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        if thread::panicking() {
            let logs = self.try_compose(&["logs", "--no-color", "--tail=60", "worker"]);
            let logs = String::from_utf8_lossy(&logs.stdout).into_owned();
            note(&format!("{}: {logs}", self.project));
        }
        self.try_compose(&["down", "--timeout=0", "--volumes"]);
    }
}
