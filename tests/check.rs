//! `lychgate check`, as a user types it.

use std::fs;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use crate::typed::{Folder, SCRIPT, TABLE};

const CURRENT: &str = "entrypoint.sh: current\n";

/// What is noted where `PATH` has no engine.
const NO_ENGINES: &str = "note: not on PATH and not asked: shellcheck, checkbashisms, dash, \
                          busybox, bash, mksh, ksh93, yash, zsh, posh\n";

/// A folder with a table and its script.
fn current() -> Folder {
    let folder = Folder::new()
        .file("lychgate.toml", TABLE)
        .file("entrypoint.sh", SCRIPT);
    folder.mode("entrypoint.sh", 0o755);
    folder
}

#[test]
fn what_emit_writes_is_current() {
    let folder = Folder::new().file("lychgate.toml", TABLE);
    folder.types("emit --write").is(0, "", "");
    folder.types("check").is(0, CURRENT, NO_ENGINES);
}

#[test]
fn a_missing_script_is_a_finding() {
    Folder::new()
        .file("lychgate.toml", TABLE)
        .types("check")
        .is(
            1,
            "entrypoint.sh: is not there; run: lychgate emit --write --table lychgate.toml\n",
            NO_ENGINES,
        );
}

#[test]
fn a_script_that_differs_is_a_finding_with_its_lines() {
    let folder = current().file(
        "entrypoint.sh",
        &SCRIPT.replace("exec server", "exec nginx"),
    );
    let diff = concat!(
        "entrypoint.sh: differs from the table; run: lychgate emit --write --table lychgate.toml\n\
         --- entrypoint.sh\n\
         +++ what the table gives\n\
         @@ -5,4 +5,4 @@\n\
         \x20# Generator: lychgate ",
        env!("CARGO_PKG_VERSION"),
        "\n\
         \x20# The shell code in this file is yours under 0BSD: no conditions.\n\
         \x20\n\
         -exec nginx \"$@\"\n\
         +exec server \"$@\"\n",
    );
    folder.types("check").is(1, diff, NO_ENGINES);
}

#[test]
fn a_script_of_another_version_is_a_note() {
    let other = SCRIPT.replace(
        concat!("lychgate ", env!("CARGO_PKG_VERSION")),
        "lychgate 0.0.1",
    );
    let folder = current().file("entrypoint.sh", &other);
    let note = "note: entrypoint.sh was made by another version of lychgate\n";
    folder
        .types("check")
        .is(0, CURRENT, &format!("{NO_ENGINES}{note}"));
}

#[test]
fn crlf_is_a_finding() {
    let folder = current().file("entrypoint.sh", &SCRIPT.replace('\n', "\r\n"));
    folder.types("check").is(
        1,
        "entrypoint.sh: has CR LF line ends, with which no shell can run it; \
         run: lychgate emit --write --table lychgate.toml\n",
        NO_ENGINES,
    );
}

#[test]
fn a_script_that_cannot_be_run_is_a_note() {
    let folder = current();
    folder.mode("entrypoint.sh", 0o644);
    let note =
        "note: entrypoint.sh has no run bit, which an ENTRYPOINT needs: `chmod +x entrypoint.sh`\n";
    folder
        .types("check")
        .is(0, CURRENT, &format!("{NO_ENGINES}{note}"));
}

#[test]
fn a_script_that_cannot_be_read_is_no_answer() {
    let folder = Folder::new()
        .file("lychgate.toml", TABLE)
        .file("entrypoint.sh/x", "");
    folder.types("check").is(
        2,
        "",
        &format!(
            "{NO_ENGINES}error: cannot read entrypoint.sh: Is a directory\n\
             help: `check` reads it to compare it: it must be a file that you may read\n"
        ),
    );
}

#[test]
fn a_pipe_in_place_of_the_script_is_not_opened() {
    let folder = Folder::new().file("lychgate.toml", TABLE);
    mkfifo(&folder.path("entrypoint.sh"), Mode::S_IRWXU).expect("the folder is ours");
    folder.types("check").is(
        2,
        "",
        &format!(
            "{NO_ENGINES}error: cannot read entrypoint.sh: it is no regular file\n\
             help: `check` reads it to compare it: it must be a file that you may read\n"
        ),
    );
}

#[test]
fn a_required_engine_must_be_there() {
    let folder = current().program("dash", "exit 0");
    folder.types("check --require dash").is(
        0,
        &format!("{CURRENT}  dash -n: nothing found\n"),
        "note: not on PATH and not asked: shellcheck, checkbashisms, busybox, bash, mksh, ksh93, yash, \
         zsh, posh\n",
    );
    folder.types("check --require dash,shellcheck,zsh").is(
        2,
        "",
        "error: shellcheck is required and not on PATH\n\
         help: install it, or leave it out of `--require`\n\
         error: zsh is required and not on PATH\n\
         help: install it, or leave it out of `--require`\n",
    );
    insta::assert_snapshot!(folder.types("check --require dahs").text());
}

#[test]
fn all_tables_are_checked_whatever_is_wrong_with_one() {
    let folder = Folder::new()
        .file("a/lychgate.toml", TABLE)
        .file("a/entrypoint.sh", SCRIPT)
        .file("b/lychgate.toml", "[modes.web]\nrum = 1\n")
        .file("c/lychgate.toml", TABLE)
        .file("d/lychgate.toml", TABLE)
        .file("d/entrypoint.sh", SCRIPT);
    for script in ["a/entrypoint.sh", "d/entrypoint.sh"] {
        folder.mode(script, 0o755);
    }
    let tables = |names: &[&str]| {
        let tables: Vec<String> = names
            .iter()
            .map(|name| format!("{name}/lychgate.toml"))
            .collect();
        format!("check {}", tables.join(" "))
    };
    folder.types(&tables(&["a", "d"])).is(
        0,
        "a/entrypoint.sh: current\nd/entrypoint.sh: current\n",
        NO_ENGINES,
    );
    insta::assert_snapshot!(folder.types(&tables(&["a", "b", "c", "d", "e"])).text());
}

#[test]
fn what_an_engine_finds_is_told_of_the_file_that_the_user_knows() {
    let folder = current().program(
        "shellcheck",
        "case $1 in --version) echo 'ShellCheck'; echo 'version: 9.9'; exit ;; esac
for file; do :; done
echo '{\"comments\":[{\"file\":\"'$file'\",\"line\":8,\"endLine\":8,\"column\":1,\"endColumn\":5,'\\
'\"level\":\"warning\",\"code\":9999,\"message\":\"just so\",\"fix\":null}]}'
exit 1",
    );
    let note = "note: not on PATH and not asked: checkbashisms, dash, busybox, bash, mksh, \
                ksh93, yash, zsh, posh\n";
    folder.types("check").is(
        1,
        "entrypoint.sh: current\n  shellcheck 9.9: 1 finding\n\
         warning: just so (shellcheck SC9999)\n --> entrypoint.sh:8:1\n  |\n\
         8 | exec server \"$@\"\n  | ^^^^\n\n",
        note,
    );
}

#[test]
fn an_engine_reads_what_the_table_gives_and_runs_nothing() {
    let folder = current().file("entrypoint.sh", "exec old\n").program(
        "dash",
        "while read -r line; do echo \"$line\"; done <\"$2\" >\"${0%/bin/*}/$1\"",
    );
    let _found = folder.types("check");
    assert_eq!(folder.text("-n").as_deref(), Some(SCRIPT));
}

#[test]
fn an_engine_that_fails_without_a_word_is_no_answer() {
    let folder = current().program("posh", "exit 3");
    let note = "note: not on PATH and not asked: shellcheck, checkbashisms, dash, busybox, \
                bash, mksh, ksh93, yash, zsh\n";
    folder.types("check").is(
        2,
        CURRENT,
        &format!(
            "{note}error: entrypoint.sh: posh -n failed with code 3\n\
             help: try it alone on this script\n"
        ),
    );
}

#[test]
fn an_engine_that_cannot_be_started_is_no_answer() {
    let folder = current().file("bin/dash", "#!/nowhere\n");
    folder.mode("bin/dash", 0o755);
    let said = folder.types("check").text();
    assert!(said.starts_with("exit code 2\n"), "{said}");
    assert!(
        said.contains("error: cannot run dash -n: No such file or directory\n"),
        "{said}"
    );
}

#[test]
fn nothing_is_written() {
    let folder = current().file("entrypoint.sh", "old\n");
    let before = fs::metadata(folder.path("entrypoint.sh")).expect("it is there");
    let _found = folder.types("check");
    let after = fs::metadata(folder.path("entrypoint.sh")).expect("it is there");
    assert_eq!(before.modified().ok(), after.modified().ok());
    assert_eq!(folder.list(""), ["bin", "entrypoint.sh", "lychgate.toml"]);
}
