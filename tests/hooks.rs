//! The hooks for pre-commit: the real one builds them, and real commits run them.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::docs::Document;
use crate::docs::fences::fences;
use crate::docs::integration::{PAGE, file};
use crate::docs::session::{Exchange, exchanges, fits};
use crate::support::{require_all, skip};
use crate::typed::{Folder, SCRIPT, Said, TABLE};

/// The table of the page's transcript, after a change.
const CHANGED: &str = "[modes.web]\nrun = [\"server\", \"--port=8080\", \"$@\"]\n";

/// What a commit says that has this table and the script of before.
const REFUSAL: &str = concat!(
    "lychgate check...........................................................Failed\n\
     - hook id: lychgate-check\n\
     - exit code: 1\n\
     \n\
     entrypoint.sh: differs from the table; run: lychgate emit --write --table lychgate.toml\n\
     --- entrypoint.sh\n\
     +++ what the table gives\n\
     @@ -5,4 +5,4 @@\n\
     \x20# Generator: lychgate ",
    env!("CARGO_PKG_VERSION"),
    "\n\
     \x20# The shell code in this file is yours under 0BSD: no conditions.\n\
     \x20\n\
     -exec server \"$@\"\n\
     +exec server --port=8080 \"$@\"\n\
     \n"
);

/// What a commit says that has a script with a finding.
const FOUND: &str = "\
lychgate lint............................................................Failed
- hook id: lychgate-lint
- exit code: 1

note: Double quote to prevent globbing and word splitting (shellcheck SC2086)
 --> bin/greet:2:12
  |
2 | echo Hello $1
  |            ^^

1 finding in 1 script

";

/// The user's repository with a table.
const SHOP: &str = "shop";

/// The user's repository with scripts and what is none.
const TOOLS: &str = "tools";

/// A user with two repositories that have the configuration of the page, the second with
/// the other hook; the address that the page names leads to this project as it stands.
struct User {
    folder: Folder,
}

impl User {
    fn new() -> Self {
        let configuration = file(".pre-commit-config.yaml");
        let other = configuration.replace("lychgate-check", "lychgate-lint");
        let folder = Folder::new()
            .file("shop/.pre-commit-config.yaml", &configuration)
            .file("shop/lychgate.toml", TABLE)
            .file("shop/entrypoint.sh", SCRIPT)
            .file("tools/.pre-commit-config.yaml", &other)
            .file("tools/bin/greet", "#!/bin/sh\necho Hello $1\n")
            .file("tools/greet.bats", "#!/usr/bin/env bats\n")
            .file("tools/README.md", "echo $1\n");
        folder.mode("shop/entrypoint.sh", 0o755);
        folder.mode("tools/bin/greet", 0o755);
        let user = Self {
            folder: isolated(folder),
        };
        user.publish();
        for repository in [SHOP, TOOLS] {
            user.succeeds(repository, "git init --quiet");
            user.succeeds(repository, "pre-commit install --install-hooks");
        }
        user
    }

    /// Puts the files of this project, also those that are in no commit, into the
    /// repository that the page calls by an address.
    fn publish(&self) {
        let project = env!("CARGO_MANIFEST_DIR");
        let version = env!("CARGO_PKG_VERSION");
        self.succeeds("", "git init --quiet --bare lychgate.git");
        let git = format!("git --git-dir=lychgate.git --work-tree={project}");
        self.succeeds("", &format!("{git} add --all"));
        self.succeeds("", &format!("{git} commit --quiet --message all"));
        self.succeeds("", &format!("git --git-dir=lychgate.git tag v{version}"));
    }

    fn runs(&self, folder: &str, line: &str) -> Said {
        let mut shell = self.folder.call("sh", Path::new(folder));
        self.folder.said(shell.args(["-c", line]))
    }

    #[track_caller]
    fn succeeds(&self, folder: &str, line: &str) {
        let said = self.runs(folder, line);
        assert_eq!(said.code, Some(0), "{line}\n{said}");
    }

    /// What a commit says that the hook refuses, without what the engines of this
    /// machine say.
    #[track_caller]
    fn refused(&self, repository: &str, commit: &str) -> String {
        let said = self.runs(repository, commit);
        assert_eq!(said.code, Some(1), "{commit}\n{said}");
        let lines = said.stderr.split_inclusive('\n');
        lines
            .filter(|line| !line.ends_with(": nothing found\n"))
            .collect()
    }
}

/// With a home of its own, and with the machine's programs and what cargo has fetched:
/// there is no network.
fn isolated(folder: Folder) -> Folder {
    let home = folder.path("home");
    let configuration = format!(
        "[user]\n  name = A User\n  email = user@example.org\n\
         [url \"{}\"]\n  insteadOf = https://git.example.org/lychgate\n",
        folder.path("lychgate.git").display()
    );
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/hooks");
    let variables = [
        ("HOME", home),
        ("PATH", variable("PATH").unwrap_or_default()),
        ("CARGO_HOME", at_home("CARGO_HOME", ".cargo")),
        ("RUSTUP_HOME", at_home("RUSTUP_HOME", ".rustup")),
        // What it needs is built once; speed matters here more than that of the hook.
        ("CARGO_TARGET_DIR", target),
        ("CARGO_NET_OFFLINE", "true".into()),
        ("CARGO_PROFILE_RELEASE_LTO", "off".into()),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0".into()),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16".into()),
        ("GIT_CONFIG_NOSYSTEM", "1".into()),
    ];
    variables.into_iter().fold(
        folder.file("home/.gitconfig", &configuration),
        |folder, (name, value)| folder.variable(name, &value.to_string_lossy()),
    )
}

fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).map(PathBuf::from)
}

/// The folder that a variable names, or that stands at home without it.
fn at_home(name: &str, folder: &str) -> PathBuf {
    let home = || variable("HOME").unwrap_or_default().join(folder);
    variable(name).unwrap_or_else(home)
}

/// The page's transcript of a commit that is refused.
fn transcript() -> Exchange {
    let page = Document::named(PAGE);
    let session = fences(&page)
        .into_iter()
        .find(|fence| fence.info == "console transcript")
        .expect("the page shows one");
    exchanges(&session.body).remove(0)
}

/// One test for both hooks: pre-commit builds the project once for one user.
#[test]
fn a_commit_is_taken_only_if_its_hook_finds_nothing() {
    if !require_all() {
        return skip("the hooks, which pre-commit builds first: run `sh tests/run hooks`");
    }
    let user = User::new();
    check_takes_a_script_that_is_what_the_table_gives(&user);
    lint_takes_scripts_in_which_nothing_is_found(&user);
}

fn check_takes_a_script_that_is_what_the_table_gives(user: &User) {
    user.succeeds(SHOP, "git add --all && git commit --quiet --message first");

    let table = user.folder.path("shop/lychgate.toml");
    fs::write(table, CHANGED).expect("the folder is ours");
    let Exchange { command, shown } = transcript();
    let said = user.refused(SHOP, &command);
    assert_eq!(said, REFUSAL);
    assert!(fits(&shown, &said), "{shown}\nis not\n{said}");

    let mut emit = user.folder.command_in(Path::new(SHOP), "emit --write");
    user.folder.said(&mut emit).is(0, "", "");
    user.succeeds(SHOP, &command);
    user.succeeds(SHOP, "git diff --quiet HEAD");

    // A commit that has the script alone, changed by hand.
    let script = user.folder.path("shop/entrypoint.sh");
    fs::write(script, SCRIPT).expect("the folder is ours");
    assert_eq!(user.refused(SHOP, &command), REFUSAL);
}

fn lint_takes_scripts_in_which_nothing_is_found(user: &User) {
    let commit = "git add --all && git commit --quiet --message greet";
    assert_eq!(user.refused(TOOLS, commit), FOUND);

    let script = user.folder.path("tools/bin/greet");
    fs::write(script, "#!/bin/sh\necho \"Hello $1\"\n").expect("the folder is ours");
    user.succeeds(TOOLS, commit);
    user.succeeds(TOOLS, "git diff --quiet HEAD -- bin/greet");
}
