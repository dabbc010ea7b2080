//! What runs before the program.

use super::markdown::{Page, code, codes, prose};
use super::{Guide, listed, time};
use crate::emit::help::written;
use crate::emit::sentence::because;
use crate::plan::{Mode, Step, StepFail, Text};

impl<'p> Guide<'p> {
    /// The section; without steps none.
    pub(super) fn before(&self, page: &mut Page) {
        let steps = self.steps();
        if steps.is_empty() {
            return;
        }
        page.heading(2, "Before the program");
        page.paragraph(&[
            "These commands run first, one after the other, in each container:".to_owned(),
        ]);
        let items: Vec<String> = steps
            .iter()
            .map(|(step, modes)| self.step(step, modes))
            .collect();
        page.list(&items);
        page.paragraph(&[
            "A container that is stopped meanwhile stops them too, and runs no program.".to_owned(),
        ]);
    }

    /// Each step once, with its modes.
    pub(super) fn steps(&self) -> Vec<(&'p Step, Vec<&'p Mode>)> {
        let mut steps: Vec<(&Step, Vec<&Mode>)> = Vec::new();
        for mode in &self.plan.modes {
            for step in mode.steps() {
                match steps.iter_mut().find(|(known, _)| *known == step) {
                    Some((_, modes)) => modes.push(mode),
                    None => steps.push((step, vec![mode])),
                }
            }
        }
        steps
    }

    fn step(&self, step: &Step, modes: &[&Mode]) -> String {
        let limit = step
            .timeout
            .map(|seconds| format!(", for at most {}", time(seconds)));
        let when = match &step.when {
            None => String::new(),
            Some(when) => match because(when) {
                reason if reason.is_empty() => ", under a condition".to_owned(),
                reason => format!(",{reason}"),
            },
        };
        let modes = if modes.len() == self.plan.modes.len() {
            String::new()
        } else {
            let names = codes(modes.iter().map(|mode| mode.name.as_str()));
            format!(", in {}", listed(&names))
        };
        let failure = match step.fail {
            StepFail::Stop => format!("A failure ends the container with {}.", self.plan.exit.step),
            StepFail::Warn => "A failure is only said.".to_owned(),
        };
        format!(
            "{}: {}{}{modes}{when}. {failure}",
            prose(&step.name),
            code(&command(&step.command)),
            limit.unwrap_or_default(),
        )
    }
}

/// A command as the table writes it, with quotes where a word has blanks.
pub(super) fn command(words: &[Text]) -> String {
    let words: Vec<String> = words.iter().map(word).collect();
    words.join(" ")
}

/// The same of a program, which may have a place for the words of the command line.
pub(super) fn program(words: &[Option<Text>]) -> String {
    let words = words.iter().map(|text| match text {
        None => "\"$@\"".to_owned(),
        Some(text) => word(text),
    });
    words.collect::<Vec<String>>().join(" ")
}

fn word(text: &Text) -> String {
    match written(text) {
        word if word.contains(' ') => format!("'{word}'"),
        word => word,
    }
}
