//! The page about CI: the commands of its jobs do what it says.

use std::path::Path;
use std::process::Command;

use yaml_rust2::{Yaml, YamlLoader};

use super::Document;
use super::fences::fences;
use crate::emission::engines::{ask, said};
use crate::support::{LYCHGATE, skip};
use crate::typed::{Folder, SCRIPT, TABLE};

/// The page about CI and hooks.
pub(crate) const PAGE: &str = "docs/how-to/continuous-integration.md";

/// How a job gets lychgate: the version is the one that this page is about.
const INSTALL: &str = concat!(
    "cargo install --locked --git https://git.example.org/lychgate --tag v",
    env!("CARGO_PKG_VERSION")
);

/// How a job of GitHub becomes root, who may make namespaces there.
const AS_ROOT: &str = "sudo env \"PATH=$PATH\" ";

/// The file of this name that the page shows.
#[track_caller]
pub(crate) fn file(name: &str) -> String {
    let page = Document::named(PAGE);
    let found = fences(&page)
        .into_iter()
        .find(|fence| fence.file() == Some(name));
    found.unwrap_or_else(|| panic!("{PAGE} has no {name}")).body
}

/// The commands in the strings of a list, or below `run` in its tables.
fn commands(list: &Yaml) -> Vec<String> {
    let items = list.as_vec().expect("a list").iter();
    items
        .filter_map(|item| item.as_str().or(item["run"].as_str()))
        .map(str::to_owned)
        .collect()
}

/// The jobs of the page, each with its commands.
fn jobs() -> [(&'static str, Vec<String>); 2] {
    let load = |name| {
        let mut documents = YamlLoader::load_from_str(&file(name)).expect("it is YAML");
        documents.remove(0)
    };
    let github = load(".github/workflows/entrypoint.yml");
    let gitlab = load(".gitlab-ci.yml");
    let job = &gitlab["entrypoint"];
    [
        ("GitHub", commands(&github["jobs"]["check"]["steps"])),
        (
            "GitLab",
            [commands(&job["before_script"]), commands(&job["script"])].concat(),
        ),
    ]
}

#[test]
fn every_job_gets_the_engines_and_this_version_first() {
    for (host, commands) in jobs() {
        let [packages, install, check] = commands.as_slice() else {
            panic!("{host}: {commands:?}");
        };
        assert_eq!(
            packages.replace("sudo ", ""),
            "apt-get update && apt-get install --yes busybox shellcheck",
            "{host}"
        );
        assert_eq!(install, INSTALL, "{host}");
        let check = check.trim_start_matches(AS_ROOT);
        assert!(
            check.starts_with("lychgate check --prove "),
            "{host}: {check}"
        );
    }
}

#[test]
fn every_hook_is_of_this_version() {
    let page = Document::named(PAGE);
    let revisions = page.text.lines().map(str::trim);
    let revisions: Vec<&str> = revisions.filter(|line| line.starts_with("rev: ")).collect();
    let this = concat!("rev: v", env!("CARGO_PKG_VERSION"));
    assert_eq!(revisions, [this, this]);
}

#[test]
fn every_job_passes_a_current_script_and_fails_with_another() {
    let bin = Path::new(LYCHGATE).parent().expect("it stands in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let folder = Folder::new()
        .variable("PATH", &format!("{}:{path}", bin.display()))
        .file("lychgate.toml", TABLE)
        .file("entrypoint.sh", SCRIPT);
    folder.mode("entrypoint.sh", 0o755);
    let run = |folder: &Folder, command: &str| {
        let mut shell = folder.call("sh", Path::new(""));
        shell.args(["-e", "-c", command]);
        shell.output().expect("every system has `sh`")
    };
    let commands = jobs().map(|(_, commands)| commands).concat();
    let checks: Vec<&str> = commands
        .iter()
        .map(|command| command.trim_start_matches(AS_ROOT))
        .filter(|command| command.starts_with("lychgate "))
        .collect();
    assert_eq!(checks.len(), 2, "{checks:?}");
    for check in &checks {
        let output = run(&folder, check);
        if output.status.code() == Some(2) {
            return skip(&format!("`{check}`: {}", said(&output)));
        }
        assert!(output.status.success(), "{check}: {}", said(&output));
    }
    let folder = folder.file("entrypoint.sh", "exec other\n");
    for check in &checks {
        let output = run(&folder, check);
        assert_eq!(output.status.code(), Some(1), "{check}: {}", said(&output));
    }
}

/// The files are what their hosts take, by the schemas that the hosts publish.
#[test]
fn every_file_is_one_of_its_host() {
    for (name, schema) in [
        (
            ".github/workflows/entrypoint.yml",
            "vendor.github-workflows",
        ),
        (".gitlab-ci.yml", "vendor.gitlab-ci"),
    ] {
        let folder = Folder::new().file("file.yml", &file(name));
        let mut check = Command::new("check-jsonschema");
        check
            .args(["--builtin-schema", schema])
            .arg(folder.path("file.yml"));
        if let Some(output) = ask(check) {
            assert!(output.status.success(), "{name}: {}", said(&output));
        }
    }
}
