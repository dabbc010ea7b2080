//! Cases: how a script is started, and what comes of it.
//!
//! ```text
//! # a remark
//! $ ROLE=worker : sh -c 'a b'      the environment, a colon, the words
//! > celery worker                  what is run, with its arguments; the program last
//! + LOG_LEVEL=info                 a variable that it has besides those given
//! ! shop: PORT is required         a line on standard error
//! = 78                             the exit code; without it 0
//! ```
//!
//! A word with blanks or none of its own stands in single quotes; `\n`, `\t`,
//! `\r`, `\e`, `\\` and `\'` are active everywhere but in a line of standard error.

use std::collections::BTreeMap;

/// One start of a script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Case {
    /// Where it stands.
    pub(crate) line: usize,
    /// The environment.
    pub(crate) variables: BTreeMap<String, String>,
    /// The command line.
    pub(crate) words: Vec<String>,
    /// What comes of it.
    pub(crate) outcome: Outcome,
}

/// What came of a start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The commands for which there are stand-ins and that were run before the program.
    pub(crate) before: Vec<Vec<String>>,
    /// The program with its arguments; empty if none was run.
    pub(crate) run: Vec<String>,
    /// What its environment has besides the given one.
    pub(crate) added: BTreeMap<String, String>,
    /// The lines on standard error.
    pub(crate) said: Vec<String>,
    /// The exit code.
    pub(crate) code: i32,
}

impl Outcome {
    /// Notes that `command` was run, the last one so far.
    pub(crate) fn ran(&mut self, command: Vec<String>) {
        let before = std::mem::replace(&mut self.run, command);
        if !before.is_empty() {
            self.before.push(before);
        }
    }
}

/// The cases in `text`.
#[track_caller]
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some((mark, rest)) = line.split_at_checked(1) else {
            continue;
        };
        let rest = rest.trim_start();
        if mark == "$" {
            cases.push(start(index + 1, rest));
            continue;
        }
        if mark == "#" {
            continue;
        }
        let outcome = &mut cases.last_mut().expect("a case begins with `$`").outcome;
        match mark {
            ">" => outcome.ran(words(rest)),
            "+" => outcome
                .added
                .extend(words(rest).iter().map(|word| assignment(word))),
            "!" => outcome.said.push(rest.to_owned()),
            "=" => outcome.code = rest.parse().expect("an exit code is a number"),
            _ => panic!("line {} of the cases is none: {line}", index + 1),
        }
    }
    cases
}

#[track_caller]
fn start(line: usize, text: &str) -> Case {
    let mut case = Case {
        line,
        ..Case::default()
    };
    let mut all = words(text).into_iter();
    for word in all.by_ref().take_while(|word| word != ":") {
        let (name, value) = assignment(&word);
        case.variables.insert(name, value);
    }
    case.words = all.collect();
    case
}

#[track_caller]
fn assignment(word: &str) -> (String, String) {
    let (name, value) = word.split_once('=').expect("an assignment has a `=`");
    (name.to_owned(), value.to_owned())
}

#[track_caller]
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            '\\' => word.get_or_insert_default().push(match rest.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some('e') => '\u{1b}',
                Some(c @ ('\\' | '\'')) => c,
                other => panic!("no escape: {other:?} in {text}"),
            }),
            c => word.get_or_insert_default().push(c),
        }
    }
    assert!(!quoted, "a quote is open: {text}");
    words.extend(word);
    words
}
