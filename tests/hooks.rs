//! The hooks for pre-commit: the real one builds them, and real commits run them.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::docs::Document;
use crate::docs::fences::fences;
use crate::docs::integration::{PAGE, file};
use crate::docs::session::{Exchange, exchanges, fits};
use crate::emission::engines::skip;
use crate::support::require_all;
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

/// The user's repository in the folder.
const REPOSITORY: &str = "shop";

/// A user with a repository that has the configuration of the page; the address that the
/// page names leads to this project as it stands.
struct User {
    folder: Folder,
}

impl User {
    fn new() -> Self {
        let folder = Folder::new()
            .file(
                "shop/.pre-commit-config.yaml",
                &file(".pre-commit-config.yaml"),
            )
            .file("shop/lychgate.toml", TABLE)
            .file("shop/entrypoint.sh", SCRIPT);
        folder.mode("shop/entrypoint.sh", 0o755);
        let user = Self {
            folder: isolated(folder),
        };
        user.publish();
        user.succeeds(REPOSITORY, "git init --quiet");
        user.succeeds(REPOSITORY, "pre-commit install --install-hooks");
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
    fn refused(&self, commit: &str) -> String {
        let said = self.runs(REPOSITORY, commit);
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

#[test]
fn a_commit_is_taken_only_if_the_script_is_what_the_table_gives() {
    if !require_all() {
        return skip("the hooks, which pre-commit builds first: run `sh tests/run hooks`");
    }
    let user = User::new();
    user.succeeds(
        REPOSITORY,
        "git add --all && git commit --quiet --message first",
    );

    let table = user.folder.path("shop/lychgate.toml");
    fs::write(table, CHANGED).expect("the folder is ours");
    let Exchange { command, shown } = transcript();
    let said = user.refused(&command);
    assert_eq!(said, REFUSAL);
    assert!(fits(&shown, &said), "{shown}\nis not\n{said}");

    let mut emit = user
        .folder
        .command_in(Path::new(REPOSITORY), "emit --write");
    user.folder.said(&mut emit).is(0, "", "");
    user.succeeds(REPOSITORY, &command);
    user.succeeds(REPOSITORY, "git diff --quiet HEAD");

    // A commit that has the script alone, changed by hand.
    let script = user.folder.path("shop/entrypoint.sh");
    fs::write(script, SCRIPT).expect("the folder is ours");
    assert_eq!(user.refused(&command), REFUSAL);
}
