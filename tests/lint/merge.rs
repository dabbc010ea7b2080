//! What several engines say of one thing is shown once.

use lychgate::diagnostic::text::{Colour, render_all};
use lychgate::diagnostic::{Diagnostic, Severity};
use lychgate::lint::engine::Engine;
use lychgate::lint::finding::{Cause, Finding, Place};
use lychgate::lint::merge::merge;
use lychgate::shell::Shell;

use super::{fixture, judged};

/// The diagnostics that begin in line `number` of `source`.
fn in_line<'a>(
    number: usize,
    source: &'a str,
    all: &'a [Diagnostic],
) -> impl Iterator<Item = &'a Diagnostic> {
    let line = move |offset: usize| source[..offset].matches('\n').count() + 1;
    all.iter().filter(move |one| {
        let label = one.primary.as_ref();
        label.is_some_and(|label| line(label.span.start) == number)
    })
}

/// Each line of the fixture names the number under which shellcheck knows it.
#[test]
fn what_two_engines_know_is_said_once() {
    let engines = [Engine::Shellcheck, Engine::Checkbashisms];
    let Some((diagnostics, source)) = judged(&fixture("known-twice.sh"), &engines) else {
        return;
    };
    let mut seen = 0;
    for (index, line) in source.lines().enumerate() {
        let Some((_, code)) = line
            .split_once(" # ")
            .filter(|(_, code)| code.starts_with("SC"))
        else {
            continue;
        };
        seen += 1;
        let all: Vec<_> = in_line(index + 1, &source, &diagnostics)
            .filter_map(|one| one.kind.as_ref())
            .collect();
        let by = [format!("shellcheck {code}"), "checkbashisms".to_owned()];
        assert!(all.iter().any(|kind| kind.by == by), "{line}: {all:#?}");
        assert!(all.iter().all(|kind| kind.code != "bashism"), "{line}");
    }
    assert!(seen > 60, "only {seen} lines were seen");
}

#[test]
fn one_syntax_error_is_one_whoever_sees_it() {
    let engines = [
        Engine::Shellcheck,
        Engine::Shell(Shell::Dash),
        Engine::Shell(Shell::Busybox),
        Engine::Shell(Shell::Bash),
    ];
    let path = fixture("unclosed.sh");
    let Some((diagnostics, source)) = judged(&path, &engines) else {
        return;
    };
    insta::assert_snapshot!(render_all(
        &diagnostics,
        "unclosed.sh",
        &source,
        Colour::Never
    ));
}

fn finding(engine: Engine, cause: Cause, line: usize, message: &str) -> Finding {
    Finding {
        engine,
        cause,
        severity: Severity::Warning,
        message: message.to_owned(),
        place: Place::Line(line),
    }
}

/// Who says what in which line of three.
fn merged(findings: Vec<Finding>) -> Vec<String> {
    let diagnostics = merge(findings, "one\ntwo\nthree\n");
    let title = |one: &Diagnostic| {
        let start = one.primary.as_ref().map_or(0, |label| label.span.start);
        format!("{start}: {}", one.title())
    };
    diagnostics.iter().map(title).collect()
}

#[test]
fn two_lines_and_two_causes_are_two() {
    let shell = |shell, line| finding(Engine::Shell(shell), Cause::Syntax, line, "wrong");
    let bashism = |line, message| finding(Engine::Checkbashisms, Cause::Bashism, line, message);
    assert_eq!(
        merged(vec![
            bashism(1, "echo -e"),
            bashism(1, "let ..."),
            bashism(1, "let ..."),
            shell(Shell::Dash, 2),
            shell(Shell::Mksh, 3),
            shell(Shell::Zsh, 2),
        ]),
        [
            "0: possible bashism: echo -e (checkbashisms)",
            "0: possible bashism: let ... (checkbashisms)",
            "4: wrong (dash, zsh)",
            "8: wrong (mksh)",
        ]
    );
}

#[test]
fn a_line_behind_the_last_is_the_last() {
    let shell = |shell, line| finding(Engine::Shell(shell), Cause::Syntax, line, "wrong");
    assert_eq!(
        merged(vec![shell(Shell::Dash, 3), shell(Shell::Zsh, 4)]),
        ["8: wrong (dash, zsh)"]
    );
}

#[test]
fn a_shell_that_cannot_read_what_is_not_portable_agrees() {
    let portable = Cause::Shellcheck(3010);
    let other = Cause::Shellcheck(2086);
    let all = vec![
        finding(Engine::Shellcheck, other, 1, "quote"),
        finding(Engine::Shellcheck, portable, 1, "no [["),
        finding(Engine::Shell(Shell::Yash), Cause::Syntax, 1, "wrong"),
    ];
    assert_eq!(
        merged(all),
        [
            "0: quote (shellcheck SC2086)",
            "0: no [[ (shellcheck SC3010, yash)"
        ]
    );
}
