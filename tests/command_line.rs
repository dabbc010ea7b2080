//! What is typed, as `--help` and the reference tell it.

use std::fmt::Write;

use clap::{Command, CommandFactory};
use lychgate::cli::Cli;

use crate::support::is_made;
use crate::typed::Folder;

/// The page of the project.
const PAGE: &str = "docs/reference/command-line.md";

/// What the page begins with.
const HEAD: &str = "# The command line\n\n\
    The exit code is 0 when all is well, 1 when there is something to mend, 2 when it could\n\
    not be done. Results go to standard output, all else to standard error.\n";

/// The names of the verbs.
pub(crate) fn verbs() -> Vec<String> {
    let cli = Cli::command();
    let names = cli.get_subcommands().map(Command::get_name);
    names.map(str::to_owned).collect()
}

/// What is typed for each verb, also for one within another.
pub(crate) fn all_words() -> Vec<String> {
    let cli = Cli::command();
    let words = cli.get_subcommands().flat_map(|verb| {
        let name = verb.get_name().to_owned();
        let inner = verb.get_subcommands().map(Command::get_name);
        let inner: Vec<_> = inner.map(|inner| format!("{name} {inner}")).collect();
        std::iter::once(name).chain(inner)
    });
    words.collect()
}

#[test]
fn the_reference_is_what_help_says() {
    let folder = Folder::new();
    let mut page = HEAD.to_owned();
    let mut section = |title: &str, words: &str| {
        let help = folder.types(words).printed();
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        let help = lines.join("\n");
        write!(page, "\n## `{title}`\n\n```text\n{help}\n```\n").expect("a string takes all");
    };
    section("lychgate", "--help");
    for words in all_words() {
        section(&format!("lychgate {words}"), &format!("{words} --help"));
    }
    is_made(PAGE, &page);
}

#[test]
fn help_fits_a_terminal_of_80_columns() {
    let folder = Folder::new();
    let all = all_words();
    for words in all.iter().map(String::as_str).chain([""]) {
        for flag in ["-h", "--help"] {
            let help = folder.types(&format!("{words} {flag}")).printed();
            for line in help.lines() {
                assert!(line.chars().count() <= 80, "{words} {flag}: {line}");
            }
        }
    }
}

#[test]
fn the_ways_to_ask_for_help_and_version_agree() {
    let folder = Folder::new();
    let help = folder.types("--help").printed();
    assert_eq!(folder.types("help").printed(), help);
    let of_emit = folder.types("emit --help").printed();
    assert_eq!(folder.types("help emit").printed(), of_emit);
    let version = concat!("lychgate ", env!("CARGO_PKG_VERSION"), "\n");
    folder.types("--version").is(0, version, "");
    folder.types("-V").is(0, version, "");
}

#[test]
fn without_a_word_the_short_help_is_an_error() {
    let folder = Folder::new();
    let help = folder.types("-h").printed();
    folder.types("").is(2, "", &help);
}
