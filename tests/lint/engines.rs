//! Engines that fail, and how many processes are made.

use std::time::{Duration, Instant};

use lychgate::lint::discover::discover;
use lychgate::lint::engine::Found;
use lychgate::lint::failure::Why;
use lychgate::lint::look::{Looked, Settings, Terms, look};

use super::{ONLY_SHELLCHECK, SILENT, folder, lines};
use crate::typed::Folder;

/// A folder with so many scripts, and a shellcheck that writes a line into `log` for
/// each process, then does this.
fn many(scripts: usize, body: &str) -> Folder {
    let mut folder = Folder::new();
    let log = folder.path("log").display().to_string();
    for number in 0..scripts {
        folder = folder.file(&format!("in/{number:03}.sh"), "#!/bin/sh\n");
    }
    folder.program("shellcheck", &format!("echo \"$#\" >>{log}\n{body}"))
}

/// Enough on any machine.
const LONG: Duration = Duration::from_secs(60);

/// Not enough for what never ends.
const SHORT: Duration = Duration::from_millis(300);

/// What this shellcheck says of the scripts, if a process may take `time`.
fn looked(folder: &Folder, time: Duration) -> Looked {
    let engine = Found::Shellcheck(folder.path("bin/shellcheck"));
    let terms = Terms {
        settings: Settings::None,
        time,
        more: Duration::ZERO,
    };
    let scripts = discover(&[folder.path("in")]).scripts;
    look(&scripts, &[engine], terms)
}

#[test]
fn many_scripts_are_few_processes() {
    let folder = many(350, SILENT);
    let said = folder.types("lint in");
    said.is(0, "nothing found in 350 scripts\n", ONLY_SHELLCHECK);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let processes = lines(&folder.path("log"));
    let most = (4 * cores).max(350_usize.div_ceil(50));
    assert!(processes <= most, "{processes} processes");
}

#[test]
fn one_that_fails_on_a_script_still_looks_at_the_others() {
    let body = r#"shift 2
comments=
for script; do
  case $script in
    --norc) continue ;;
    */007.sh) kill -SEGV "$$" ;;
  esac
  comments=$comments,'{"file":"'$script'","line":1,"endLine":1,"column":1,"endColumn":2,"level":"info","code":1,"message":"m"}'
done
printf '{"comments":[%s]}\n' "${comments#,}"
exit 1"#;
    let folder = many(40, body);
    let looked = looked(&folder, LONG);
    let with = looked.findings.iter().filter(|found| found.len() == 1);
    assert_eq!(with.count(), 39);
    let [failure] = looked.failures.as_slice() else {
        panic!("{:?}", looked.failures);
    };
    assert!(matches!(failure.why, Why::Signal(11)), "{failure:?}");
    let script = failure.script.as_deref();
    assert_eq!(script, Some(folder.path("in/007.sh").as_path()));
}

#[test]
fn one_that_hangs_is_ended() {
    let begin = Instant::now();
    let looked = looked(&many(1, "exec sleep 600"), SHORT);
    let [failure] = looked.failures.as_slice() else {
        panic!("{:?}", looked.failures);
    };
    assert!(matches!(failure.why, Why::TooLate(_)), "{failure:?}");
    assert!(begin.elapsed() < LONG);
}

#[test]
fn one_that_closes_its_streams_and_hangs_is_ended_too() {
    let looked = looked(&many(1, "exec sleep 600 >&- 2>&-"), SHORT);
    assert!(
        matches!(looked.failures.as_slice(), [one] if matches!(one.why, Why::TooLate(_))),
        "{:?}",
        looked.failures
    );
}

#[test]
fn one_that_always_fails_is_given_up() {
    let folder = many(100, "exit 2");
    let looked = looked(&folder, LONG);
    let given_up = looked
        .failures
        .iter()
        .find_map(|failure| match failure.why {
            Why::GivenUp(scripts) => Some(scripts),
            _ => None,
        });
    assert!(given_up.is_some_and(|scripts| scripts > 50), "{looked:?}");
    let last = looked.failures.last().map(|failure| &failure.why);
    assert!(matches!(last, Some(Why::GivenUp(_))), "{looked:?}");
    let processes = lines(&folder.path("log"));
    assert!(processes < 30, "{processes} processes");
}

#[test]
fn one_that_speaks_without_end_is_ended() {
    let looked = looked(
        &many(
            1,
            "exec yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ),
        LONG,
    );
    let [failure] = looked.failures.as_slice() else {
        panic!("{:?}", looked.failures);
    };
    assert!(matches!(failure.why, Why::TooMuch(_)), "{failure:?}");
}

/// What is said of a shellcheck that does this.
#[track_caller]
fn said(body: &str, message: &str) {
    folder(body).types("lint a.sh").is(
        2,
        "nothing found in 1 script\n",
        &format!("{ONLY_SHELLCHECK}error: {message}\n"),
    );
}

#[test]
fn each_failure_is_a_clear_line() {
    said(
        "kill -SEGV $$",
        "a.sh: shellcheck was ended by signal 11\n\
         help: try it alone on this script: it may crash",
    );
    said(
        "echo nonsense",
        "a.sh: shellcheck gave no answer that can be read\n\
         help: is it the program of this name? install it anew",
    );
    said(
        "exit 2",
        "a.sh: shellcheck failed with code 2\nhelp: try it alone on this script",
    );
    said(
        "echo 'a.sh: no' >&2; exit 2",
        "a.sh: shellcheck failed with code 2: a.sh: no\nhelp: try it alone on this script",
    );
    said(
        "echo 'Unknown format json1' >&2; exit 4",
        "shellcheck does not understand the call: Unknown format json1\nhelp: install a newer one",
    );
}

#[test]
fn one_that_cannot_be_started_is_said_once() {
    let mut folder = folder(SILENT).file("bin/shellcheck", "#!/nowhere\n");
    for number in 0..20 {
        folder = folder.file(&format!("in/{number}.sh"), "#!/bin/sh\n");
    }
    folder.types("lint in").is(
        2,
        "nothing found in 20 scripts\n",
        &format!(
            "{ONLY_SHELLCHECK}error: cannot run shellcheck: No such file or directory\n\
             help: install it anew, or take it from PATH\n"
        ),
    );
}

#[test]
fn a_shell_reads_only_what_is_for_it() {
    let log = "for script; do :; done; echo \"${script##*/}\" >>\"${0%/bin/*}/${0##*/}.log\"";
    let folder = Folder::new()
        .file("in/any.sh", "#!/bin/sh\n")
        .file("in/for.bash", "#!/bin/bash\n")
        .file("in/for.zsh", "#!/bin/zsh\n")
        .program("dash", log)
        .program("zsh", log);
    let _said = folder.types("lint in");
    assert_eq!(folder.text("dash.log").as_deref(), Some("any.sh\n"));
    let zsh = folder.text("zsh.log").unwrap_or_default();
    let mut read: Vec<&str> = zsh.lines().collect();
    read.sort_unstable();
    assert_eq!(read, ["any.sh", "for.zsh"]);
}
