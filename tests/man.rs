//! `lychgate man`, in the hands of groff.

use std::process::Command;

use clap::CommandFactory;
use lychgate::cli::Cli;

use crate::command_line::all_words;
use crate::emission::engines::{ask, said};
use crate::typed::Folder;

/// The pages: the words behind `man`, and the name of the file.
fn pages() -> Vec<(String, String)> {
    let verbs = all_words().into_iter().map(|words| {
        let file = format!("lychgate-{}.1", words.replace(' ', "-"));
        (words, file)
    });
    let first = (String::new(), "lychgate.1".to_owned());
    std::iter::once(first).chain(verbs).collect()
}

/// The page as a reader sees it, 80 columns wide.
fn shown(folder: &Folder, file: &str) -> Option<String> {
    let mut groff = Command::new("groff");
    groff
        .args(["-man", "-ww", "-Tutf8", "-P-cbou", "-rLL=80n"])
        .arg(folder.path(file));
    let output = ask(groff)?;
    let is_right = output.status.success() && output.stderr.is_empty();
    assert!(is_right, "{file}: {}", said(&output));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_folder_gets_the_pages_that_are_printed() {
    let folder = Folder::new().file("man1/keep", "");
    folder.types("man --all man1").is(0, "", "");
    let mut files = vec!["keep".to_owned()];
    for (verb, file) in pages() {
        let printed = folder.types(&format!("man {verb}")).printed();
        assert_eq!(folder.text(&format!("man1/{file}")), Some(printed));
        assert_eq!(folder.mode_of(&format!("man1/{file}")), 0o644);
        files.push(file);
    }
    files.sort();
    assert_eq!(folder.list("man1"), files);
}

#[test]
fn groff_shows_each_page_without_a_warning_in_80_columns() {
    let folder = Folder::new().file("man1/keep", "");
    folder.types("man --all man1").is(0, "", "");
    for (_, file) in pages() {
        let Some(text) = shown(&folder, &format!("man1/{file}")) else {
            return;
        };
        for part in [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "GLOBAL OPTIONS",
        ] {
            assert!(
                text.contains(&format!("\n{part}\n")),
                "{file}: no {part}\n{text}"
            );
        }
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{file}: {line}");
        }
    }
}

#[test]
fn every_flag_is_in_its_page() {
    let folder = Folder::new();
    let mut cli = Cli::command();
    cli.build();
    for verb in all_words() {
        let page = folder.types(&format!("man {verb}")).printed();
        let command = verb.split(' ').fold(&cli, |command, verb| {
            command.find_subcommand(verb).expect("it was listed")
        });
        let flags: Vec<&str> = command
            .get_arguments()
            .filter_map(|flag| flag.get_long())
            .collect();
        assert!(
            flags.contains(&"help") && flags.contains(&"quiet"),
            "{flags:?}"
        );
        for flag in flags {
            let written = format!("\\-\\-{}\\fR", flag.replace('-', "\\-"));
            assert!(page.contains(&written), "{verb}: no {written}\n{page}");
        }
    }
}
