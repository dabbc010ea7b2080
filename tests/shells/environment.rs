//! What a shell makes of the environment by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{CString, OsString};
use std::process::Command;

use lychgate::sandbox::stand_in::Behaviour;
use lychgate::shell::{Installed, Shell};
use nix::sys::signal::Signal;

use super::{TABLE, plain, script, split, supervised};
use crate::emission::emitted;
use crate::support::{BOUND, Proof, Script, each_shell, expect};

/// The page with the table of what each shell does.
const PAGE: &str = include_str!("../../docs/shells.md");

/// Variables that mean something to a shell, or whose names are none for a shell,
/// with values that no shell would give them.
const GIVEN: [(&str, &str); 32] = [
    ("1abc", "digit"),
    ("A__z", "letters"),
    ("BASH", "/other"),
    ("BASHPID", "6"),
    ("COLUMNS", "7"),
    ("COMP_WORDBREAKS", "w"),
    ("EPOCHSECONDS", "1"),
    ("IFS", "x"),
    ("KSH_VERSION", "k"),
    ("LINENO", "5555"),
    ("LINES", "8"),
    ("LOGNAME", "me"),
    ("MACHTYPE", "m"),
    ("OLDPWD", "/nowhere/old"),
    ("OPTARG", "a"),
    ("OPTERR", "0"),
    ("OPTIND", "9"),
    ("OSTYPE", "o"),
    ("PIPESTATUS", "3"),
    ("PPID", "77777"),
    ("PS1", "one"),
    ("PS2", "two"),
    ("PS4", "four"),
    ("PWD", "/nowhere"),
    ("RANDOM", "99999"),
    ("SHLVL", "7"),
    ("SRANDOM", "4"),
    ("YASH_VERSION", "y"),
    ("ZSH_VERSION", "z"),
    ("_", "under"),
    ("a-b", "dash"),
    ("a.b", "dot"),
];

type Names = BTreeSet<String>;

/// What a shell does to names, in the columns of the page's table.
#[derive(Debug, Default, PartialEq, Eq)]
struct Effects {
    adds: Names,
    changes: Names,
    removes: Names,
}

/// The row of `shell` in the page's table. A name with a star behind it is for the
/// supervised program alone.
fn row(shell: Shell, is_supervised: bool) -> Effects {
    let start = format!("| {shell} | ");
    let line = PAGE.lines().find(|line| line.starts_with(&start));
    let line = line.unwrap_or_else(|| panic!("no row begins with `{start}`"));
    let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
    let names = |cell: &str| {
        let words = cell.split_whitespace().filter(|word| *word != "none");
        let wanted = words.filter(|word| is_supervised || !word.ends_with('*'));
        wanted
            .map(|word| word.trim_end_matches('*').trim_matches('`').to_owned())
            .collect()
    };
    assert_eq!(cells.len(), 4, "{line}");
    Effects {
        adds: names(cells[1]),
        changes: names(cells[2]),
        removes: names(cells[3]),
    }
}

/// What became of `given`.
fn effects(given: &[(&str, &str)], got: &[OsString]) -> Effects {
    let given: BTreeMap<&str, &str> = given.iter().copied().collect();
    let mut left = given.clone();
    let mut effects = Effects::default();
    for entry in got {
        let (name, value) = split(entry);
        let name = name.to_string_lossy().into_owned();
        match left.remove(name.as_str()) {
            Some(before) if value == before => {}
            Some(_) => drop(effects.changes.insert(name)),
            None if ["PATH", "ROLE"].contains(&name.as_str()) => {}
            None => drop(effects.adds.insert(name)),
        }
    }
    effects.removes = left.into_keys().map(ToOwned::to_owned).collect();
    effects
}

/// Checks both modes with these variables; `of` picks what is compared.
fn compare(shell: &Installed, given: &[(&str, &str)], of: fn(Effects) -> Vec<Names>) -> Proof {
    let script = script();
    for (sandbox, is_supervised) in [
        (plain(&script, shell), false),
        (supervised(&script, shell), true),
    ] {
        let sandbox = given
            .iter()
            .fold(sandbox, |sandbox, (name, value)| sandbox.env(name, value));
        let outcome = sandbox.stand_in("php", Behaviour::exits(0)).run(BOUND)?;
        expect(&outcome).exited(0).starts("php", 1);
        let start = outcome.starts("php").next().ok_or("no start")?;
        let is = of(effects(given, &start.environment));
        let said = of(row(shell.shell(), is_supervised));
        if is != said {
            let mode = if is_supervised { "supervised" } else { "plain" };
            return Err(format!("{mode}: is {is:?}, said {said:?}").into());
        }
    }
    Ok(())
}

#[test]
fn what_comes_is_changed_as_the_page_says() {
    each_shell(|shell| {
        compare(shell, &GIVEN, |effects| {
            vec![effects.changes, effects.removes]
        })
    });
}

#[test]
fn what_is_added_is_what_the_page_says() {
    each_shell(|shell| compare(shell, &[], |effects| vec![effects.adds]));
}

/// The shells in which the script finds a value in `name` that nobody gave.
fn giving(name: &str) -> &'static [Shell] {
    match name {
        "HOSTNAME" => &[Shell::Busybox, Shell::Bash],
        "SHELL" => &[Shell::Bash, Shell::Ksh93],
        "TERM" => &[Shell::Bash],
        _ => &[Shell::Zsh],
    }
}

#[test]
fn some_variables_have_a_value_that_nobody_gave() {
    for name in ["HOSTNAME", "SHELL", "TERM", "HOST", "LOGNAME"] {
        let table = format!("[modes.only]\nrun = ['php']\n[env.{name}]\ndefault = 'mine'\n");
        let script = Script::new(emitted(&table));
        each_shell(|shell| {
            let sandbox = script.sandbox(shell).stand_in("php", Behaviour::exits(0));
            let outcome = sandbox.run(BOUND)?;
            let start = outcome.starts("php").next().ok_or("no start")?;
            let is_default = start.variable(name) == Some(b"mine".as_slice());
            let gives = giving(name).contains(&shell.shell());
            expect(&outcome).exited(0).so(
                "the default counts but where the shell gives one",
                is_default != gives,
            );
            Ok(())
        });
    }
}

/// Which entries a program gets of `DOUBLE=first`, `DOUBLE=second` and `no-sign`.
fn kept(shell: Shell) -> &'static [&'static str] {
    match shell {
        Shell::Mksh => &["DOUBLE=first"],
        Shell::Ksh93 => &["DOUBLE=second", "no-sign"],
        Shell::Yash | Shell::Zsh => &["DOUBLE=first", "DOUBLE=second", "no-sign"],
        _ => &["DOUBLE=second"],
    }
}

#[test]
fn entries_that_are_double_or_no_variables() {
    let script = script();
    each_shell(|shell| {
        let executable = std::env::current_exe()?;
        let mut command = vec![shell.path().display().to_string()];
        command.extend(
            shell
                .arguments()
                .map(|word| word.to_string_lossy().into_owned()),
        );
        command.push(script.path().display().to_string());
        let output = Command::new(executable)
            .args(["--ignored", "--exact", "--nocapture"])
            .arg("shells::environment::a_start_with_doubled_names")
            .env("COMMAND", command.join("\n"))
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut entries: Vec<&str> = text
            .split(['\n', '\0'])
            .filter(|entry| entry.starts_with("DOUBLE=") || *entry == "no-sign")
            .collect();
        entries.sort_unstable();
        if entries != kept(shell.shell()) {
            return Err(format!("{entries:?}").into());
        }
        Ok(())
    });
}

/// Becomes the shell, with an environment that no library would make.
#[test]
#[ignore = "a part of `entries_that_are_double_or_no_variables`"]
fn a_start_with_doubled_names() {
    let command = std::env::var("COMMAND").expect("the other test sets it");
    let words: Vec<CString> = command
        .lines()
        .chain(["cat", "/proc/self/environ"])
        .map(|word| CString::new(word).expect("a line has no NUL"))
        .collect();
    let path = format!("PATH={}", std::env::var("PATH").expect("a test has a PATH"));
    let environment: Vec<CString> = [
        path.as_str(),
        "ROLE=plain",
        "DOUBLE=first",
        "DOUBLE=second",
        "no-sign",
    ]
    .map(|entry| CString::new(entry).expect("it has no NUL"))
    .into();
    let Err(errno) = nix::unistd::execve(&words[0], &words, &environment);
    panic!("{command}: {errno}");
}

#[test]
fn names_that_begin_with_lg_are_the_script_s_own() {
    let script = script();
    each_shell(|shell| {
        let sandbox = plain(&script, shell).env("lg_app", "given");
        let sandbox = sandbox.env("lg_other", "given");
        let outcome = sandbox.stand_in("php", Behaviour::exits(0)).run(BOUND)?;
        let start = outcome.starts("php").next().ok_or("no start")?;
        let has = |entry: &str| start.environment.iter().any(|it| it == entry);
        expect(&outcome)
            .exited(0)
            .stderr("test: mode plain\n")
            .so("its own value is seen by the program", has("lg_app=test"))
            .so("a name that it does not use stays", has("lg_other=given"));
        Ok(())
    });
}

#[test]
fn bash_obeys_shellopts() {
    let script = script();
    each_shell(|shell| {
        let bash = shell.shell() == Shell::Bash;
        let sandbox = plain(&script, shell).stand_in("php", Behaviour::exits(3));
        let outcome = sandbox.clone().env("SHELLOPTS", "allexport").run(BOUND)?;
        let start = outcome.starts("php").next().ok_or("no start")?;
        let is_own = |entry: &OsString| entry.to_string_lossy().starts_with("lg_");
        let leaks = start.environment.iter().any(is_own);
        expect(&outcome).exited(3).so(
            "the script's variables are seen in bash alone",
            leaks == bash,
        );
        let outcome = sandbox.env("SHELLOPTS", "noexec").run(BOUND)?;
        expect(&outcome)
            .exited(if bash { 0 } else { 3 })
            .starts("php", usize::from(!bash));
        Ok(())
    });
}

#[test]
fn added_words_are_cut_at_blanks_whatever_ifs_is() {
    let script = Script::new(emitted(
        "[modes.only]
        run = ['php']
        arg = [{ split = 'FLAGS' }]",
    ));
    each_shell(|shell| {
        let sandbox = script.sandbox(shell).env("FLAGS", "-a:b c").env("IFS", ":");
        let outcome = sandbox.stand_in("php", Behaviour::exits(0)).run(BOUND)?;
        let start = outcome.starts("php").next().ok_or("no start")?;
        let ifs = start.environment.iter().map(|entry| split(entry).0);
        let has_ifs = ifs.into_iter().any(|name| name == "IFS");
        let zsh = shell.shell() == Shell::Zsh;
        expect(&outcome)
            .exited(0)
            .so("blanks count", start.arguments == ["-a:b", "c"])
            .so("only zsh passes IFS on", has_ifs == zsh);
        Ok(())
    });
}

#[test]
fn posh_splits_words_at_ifs_of_the_environment_and_the_script_does_not_care() {
    let probe = Script::new("x=1a2\nset -- $x\nprintf '%s\\n' \"$#\"\n");
    let table = format!("{TABLE}[env.PORT]\ntype = \"port\"\ndefault = 1021\n");
    let script = Script::new(emitted(&table));
    each_shell(|shell| {
        let count = match shell.shell() {
            Shell::Posh => "2\n",
            _ => "1\n",
        };
        let sandbox = probe.sandbox(shell).env("IFS", "a");
        expect(&sandbox.run(BOUND)?).exited(0).stdout(count);
        let php = Behaviour::runs_until(Signal::SIGTERM).with_code(7);
        let sandbox = supervised(&script, shell).env("IFS", "0123456789/-");
        let mut running = sandbox.stand_in("php", php).start()?;
        super::signals::ready(&mut running)?;
        expect(&super::signals::stop(running)?).exited(7);
        Ok(())
    });
}
