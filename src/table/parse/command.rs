//! Commands: a program with its arguments, and words of one.

use toml::de::DeValue;

use super::reader::{Item, Reader, Text};
use crate::table::fault::{Fault, Inside};
use crate::table::model::{Argument, Spanned};
use crate::table::template::Template;

/// The element of `run` that stands for the words of the command line.
const WORDS: &str = "$@";

impl<'t> Reader<'t> {
    /// The program and its arguments.
    pub(super) fn run(&mut self, item: &Item<'t>) -> Option<Spanned<Vec<Spanned<Argument>>>> {
        let arguments = self.arguments(item)?;
        if let Some((span, fault)) = check_run(item.key, &arguments) {
            self.fault(span.unwrap_or_else(|| item.span()), fault);
            return None;
        }
        Some(Spanned::new(arguments, item.span()))
    }

    /// Words, in one string or in an array; none of them if one is wrong.
    fn arguments(&mut self, item: &Item<'t>) -> Option<Vec<Spanned<Argument>>> {
        let before = self.faults.len();
        let arguments = match item.get() {
            DeValue::String(_) => self.split_arguments(item)?,
            DeValue::Array(elements) if elements.is_empty() => Vec::new(),
            _ => self.listed_arguments(item),
        };
        (self.faults.len() == before).then_some(arguments)
    }

    /// Words in one string.
    fn split_arguments(&mut self, item: &Item<'t>) -> Option<Vec<Spanned<Argument>>> {
        let text = self.text(item)?;
        let Ok(words) = shell_words::split(text.value) else {
            self.fault(text.span(), Fault::UnclosedQuote);
            return None;
        };
        // A word may have lost its quotes, so a fault has the whole string as
        // its place.
        let whole = |word: &str| argument(word).map_err(|inside| inside.fault);
        let words: Vec<_> = words
            .iter()
            .map(|word| self.take(&text, whole(word)))
            .collect();
        words.into_iter().collect()
    }

    /// Words in an array.
    fn listed_arguments(&mut self, item: &Item<'t>) -> Vec<Spanned<Argument>> {
        let elements = self.elements(item);
        let read = |element: &Item<'t>| {
            let text: Text<'t> = self.text(element)?;
            self.take_inside(&text, argument(text.value))
        };
        elements.iter().filter_map(read).collect()
    }

    /// A program and its arguments, none of which are the words.
    pub(super) fn command(&mut self, item: &Item<'t>) -> Option<Spanned<Vec<Template>>> {
        let Spanned { value, span } = self.run(item)?;
        Some(Spanned::new(self.fixed(item, value)?, span))
    }

    /// At least one word, none of which are those of the command line.
    pub(super) fn words(&mut self, item: &Item<'t>) -> Option<Vec<Template>> {
        let arguments = self.arguments(item)?;
        if arguments.is_empty() {
            self.fault(item.span(), Fault::NoWords { key: item.key });
            return None;
        }
        self.fixed(item, arguments)
    }

    /// `arguments`, none of which may be the words.
    fn fixed(
        &mut self,
        item: &Item<'t>,
        arguments: Vec<Spanned<Argument>>,
    ) -> Option<Vec<Template>> {
        let mut words = Vec::new();
        for argument in arguments {
            match argument.value {
                Argument::Word(template) => words.push(template),
                Argument::Words => {
                    self.fault(argument.span, Fault::WordsHere { key: item.key });
                    return None;
                }
            }
        }
        Some(words)
    }
}

/// One element of `run`.
fn argument(text: &str) -> Result<Argument, Inside> {
    if text == WORDS {
        return Ok(Argument::Words);
    }
    Template::parse(text).map(Argument::Word).map_err(|inside| {
        let start = inside.at.start;
        if text
            .get(start..)
            .is_some_and(|rest| rest.starts_with(WORDS))
        {
            return Inside::new(start..start + WORDS.len(), Fault::WordsInText);
        }
        inside
    })
}

/// What is wrong with the arguments as a whole, and with which of them.
fn check_run(
    key: &'static str,
    arguments: &[Spanned<Argument>],
) -> Option<(Option<std::ops::Range<usize>>, Fault)> {
    let Some(program) = arguments.first() else {
        return Some((None, Fault::NoProgram { key }));
    };
    let fault = match &program.value {
        Argument::Words => Some(Fault::ProgramIsWords),
        Argument::Word(template) if template.is_empty() => Some(Fault::NoProgram { key }),
        Argument::Word(template) => template
            .leading_text()
            .filter(|text| text.starts_with('-'))
            .map(|text| Fault::ProgramIsOption {
                program: text.to_owned(),
            }),
    };
    if let Some(fault) = fault {
        return Some((Some(program.span.clone()), fault));
    }
    let mut words = arguments
        .iter()
        .filter(|argument| argument.value == Argument::Words);
    let second = words.nth(1)?;
    Some((Some(second.span.clone()), Fault::WordsTwice))
}
