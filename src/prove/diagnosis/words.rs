//! What becomes of the words of a command.

use super::case::{Case, reason};
use super::source::Place;
use crate::prove::scenario::Expectation;
use crate::prove::verdict::Reason;

/// The shell has cut a word that came from outside.
pub(super) fn cut(case: &Case<'_>) -> Option<Reason> {
    let program = case.program()?;
    let must = command(case, program)?;
    let (_, start) = case.start(program)?;
    let arguments = start.arguments.iter().map(|word| word.to_string_lossy());
    let is: Vec<_> = arguments.collect();
    let lost = must[1..]
        .iter()
        .find(|word| may_be_cut(word) && !is.contains(&word.as_str().into()))?;
    let place = case.place(program);
    let found = place.and_then(|place| {
        let cut = place.cuts.iter().find(|cut| brings(case, cut, lost));
        Some((cut.map(String::as_str).or(place.cut())?, place))
    });
    // Else it was cut on the way to the program.
    let found = found.or_else(|| {
        let places = case.source.as_ref()?.commands.iter();
        let mut cuts =
            places.flat_map(|place| place.cuts.iter().map(move |cut| (cut.as_str(), place)));
        cuts.find(|(cut, _)| brings(case, cut, lost))
    });
    match found {
        Some((cut, place)) => Some(said(cut, Some(place))),
        None if case.source.is_none() && !is.iter().any(|word| may_be_cut(word)) => {
            Some(said("$@", None))
        }
        None => None,
    }
}

fn said(cut: &str, place: Option<&Place>) -> Reason {
    let quoted = cut.replace("$*", "$@");
    let text = format!(
        "Without quotes the shell cuts `{cut}` at blanks, drops empty words and takes `*` for \
         a pattern. Write `\"{quoted}\"`."
    );
    reason(text, place)
}

/// The command with which `program` must be started at last.
fn command<'c>(case: &'c Case<'_>, program: &str) -> Option<&'c [String]> {
    let mut commands = case
        .scenario
        .expected
        .iter()
        .filter_map(|expected| match expected {
            Expectation::Ran(all) | Expectation::First(all) => all.last(),
            Expectation::Command(command)
            | Expectation::Runs(command, _)
            | Expectation::ProcessOne(command, _) => Some(command),
            _ => None,
        });
    commands
        .find(|command| command[0] == program)
        .map(Vec::as_slice)
}

/// Whether a shell makes something else of `word` where it has no quotes.
fn may_be_cut(word: &str) -> bool {
    word.is_empty() || word.contains([' ', '\t', '\n', '*'])
}

/// Whether what is cut, `$NAME`, has `word` from outside.
fn brings(case: &Case<'_>, cut: &str, word: &str) -> bool {
    let start = &case.scenario.start;
    match cut.trim_start_matches('$') {
        "@" | "*" => start.words.iter().any(|one| one == word),
        name => {
            let value = start.variables.get(name);
            value.is_some_and(|value| may_be_cut(value) && word.contains(value.as_str()))
        }
    }
}
