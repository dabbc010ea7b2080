//! What a start of the container leads to, as far as its variables and words tell.

use std::collections::BTreeMap;

use super::model::{Argument, Entrypoint, Mode, Source, Table, Unknown};
use super::name::ModeName;
use super::scenario::Scenario;
use super::verb::Verb;

/// How a container is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Its variables.
    pub variables: BTreeMap<String, String>,
    /// The words of its command line.
    pub words: Vec<String>,
}

/// What a start leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<'s> {
    /// A mode, as an index into those of the table, with the words that are left for it.
    Mode(usize, &'s [String]),
    /// This command, which belongs to no mode.
    Command(&'s [String]),
    /// The answer to a question, and nothing else.
    Answer,
    /// The script leaves.
    Refused(Refusal),
}

/// Why a script leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A variable names no mode.
    Mode,
    /// The words are wrong.
    Usage,
}

impl Entrypoint {
    /// The source that can choose `mode` best, if there is a choice: the one that is
    /// asked first. A mode without `run` runs the words, so that these are left to the
    /// image if a variable can choose it.
    #[must_use]
    pub fn chooser(&self, mode: &Mode) -> Option<&Source> {
        let first = &self.select.first()?.value;
        let mut sources = self.select.iter().map(|source| &source.value);
        match first {
            Source::FirstWord if mode.run.is_none() => sources
                .find(|source| matches!(source, Source::Variable(_)))
                .or(Some(first)),
            first => Some(first),
        }
    }
}

impl Table {
    /// How the container of `scenario` is started: as it says, and so that its mode is
    /// chosen.
    #[must_use]
    pub fn start(&self, scenario: &Scenario) -> Start {
        let env = scenario.env.iter();
        let mut start = Start {
            variables: env
                .map(|(name, value)| (name.value.to_string(), value.value.clone()))
                .collect(),
            words: scenario.args.iter().map(|arg| arg.value.clone()).collect(),
        };
        let Some(name) = &scenario.mode else {
            return start;
        };
        let name = &name.value;
        let mode = self.modes.iter().find(|mode| mode.name.value == *name);
        match mode.and_then(|mode| self.entrypoint.chooser(mode)) {
            None => {}
            Some(Source::Variable(variable)) => {
                let value = start.variables.entry(variable.to_string());
                value.or_insert_with(|| name.to_string());
            }
            Some(Source::FirstWord) if self.words_choose(&start, name) => {}
            Some(Source::FirstWord) => start.words.insert(0, name.to_string()),
        }
        start
    }

    /// Whether the words of `start` choose the mode `name` and are all left for it.
    fn words_choose(&self, start: &Start, name: &ModeName) -> bool {
        let Outcome::Mode(index, words) = self.outcome(start) else {
            return false;
        };
        !words.is_empty()
            && words.len() == start.words.len()
            && self.modes[index].name.value == *name
    }

    /// What `start` leads to.
    #[must_use]
    pub fn outcome<'s>(&self, start: &'s Start) -> Outcome<'s> {
        if let Some(question) = self.question(start) {
            return question;
        }
        let chosen = if self.entrypoint.select.is_empty() {
            Outcome::Mode(0, &start.words)
        } else {
            self.choose(start)
        };
        match chosen {
            Outcome::Mode(index, words)
                if self.modes[index].run.is_none() && !begins_with_a_program(words) =>
            {
                Outcome::Refused(Refusal::Usage)
            }
            chosen => chosen,
        }
    }

    /// What comes of a first word that asks the script something.
    fn question<'s>(&self, start: &'s Start) -> Option<Outcome<'s>> {
        let (question, rest) = start.words.split_first()?;
        let has = |verb| self.entrypoint.verbs.iter().any(|v| v.value == verb);
        match question.as_str() {
            ":health" if self.modes.iter().any(|mode| mode.health.is_some()) => {
                Some(Outcome::Answer)
            }
            ":help" if has(Verb::Help) => Some(Outcome::Answer),
            ":run" if has(Verb::Run) && begins_with_a_program(rest) => Some(Outcome::Command(rest)),
            ":run" if has(Verb::Run) => Some(Outcome::Refused(Refusal::Usage)),
            _ => None,
        }
    }

    /// The first source that names a mode decides.
    fn choose<'s>(&self, start: &'s Start) -> Outcome<'s> {
        for source in &self.entrypoint.select {
            let chosen = match &source.value {
                Source::Variable(name) => self.by_variable(start, name.as_str()),
                Source::FirstWord => self.by_first_word(&start.words),
            };
            if let Some(chosen) = chosen {
                return chosen;
            }
        }
        self.by_nobody(&start.words)
    }

    fn by_variable<'s>(&self, start: &'s Start, name: &str) -> Option<Outcome<'s>> {
        let value = start.variables.get(name).filter(|it| !it.is_empty())?;
        Some(match self.named(value) {
            Some(index) => Outcome::Mode(index, &start.words),
            None => Outcome::Refused(Refusal::Mode),
        })
    }

    fn by_first_word<'s>(&self, words: &'s [String]) -> Option<Outcome<'s>> {
        let word = first(words);
        let entrypoint = &self.entrypoint;
        if let Some(index) = self.named(word) {
            return Some(self.consumed(index, words));
        }
        if let Some(options) = entrypoint
            .options
            .as_ref()
            .filter(|_| word.starts_with('-'))
        {
            return Some(Outcome::Mode(self.index(&options.value), words));
        }
        let last = entrypoint.select.last().map(|source| &source.value);
        if word.is_empty() && last == Some(&Source::FirstWord) && entrypoint.default.is_some() {
            return None;
        }
        let fits = |mode: &Mode| mode.matches.iter().any(|glob| glob.value.matches(word));
        let fitting = self.modes.iter().position(fits)?;
        Some(Outcome::Mode(fitting, words))
    }

    /// The mode at `index` without the word that names it, if it has a program.
    fn consumed<'s>(&self, index: usize, words: &'s [String]) -> Outcome<'s> {
        let mode = &self.modes[index];
        match words.split_first() {
            Some((_, rest)) if mode.run.is_some() => {
                if rest.is_empty() || mode.takes_words() {
                    Outcome::Mode(index, rest)
                } else {
                    Outcome::Refused(Refusal::Usage)
                }
            }
            _ => Outcome::Mode(index, words),
        }
    }

    /// What the words come to if no source names a mode.
    fn by_nobody<'s>(&self, words: &'s [String]) -> Outcome<'s> {
        let is_first_word = |source: &Source| *source == Source::FirstWord;
        let entrypoint = &self.entrypoint;
        let asks_words = entrypoint.select.iter().any(|it| is_first_word(&it.value));
        let has_word = asks_words && !first(words).is_empty();
        match (
            &entrypoint.default,
            entrypoint.unknown.as_ref().map(|it| &it.value),
        ) {
            (Some(default), _) if !has_word => Outcome::Mode(self.index(&default.value), words),
            _ if !asks_words => Outcome::Refused(Refusal::Mode),
            (_, Some(Unknown::Exec)) if begins_with_a_program(words) => Outcome::Command(words),
            (_, Some(Unknown::Mode(name))) if has_word => Outcome::Mode(self.index(name), words),
            _ => Outcome::Refused(Refusal::Usage),
        }
    }

    /// The mode whose name or alias is `word`.
    fn named(&self, word: &str) -> Option<usize> {
        let is_named = |mode: &Mode| {
            let mut names = [&mode.name].into_iter().chain(&mode.aliases);
            names.any(|name| name.value.as_str() == word)
        };
        self.modes.iter().position(is_named)
    }

    /// The mode that is called `name`.
    fn index(&self, name: &ModeName) -> usize {
        let position = self.modes.iter().position(|mode| mode.name.value == *name);
        position.expect("the table's check found this mode")
    }

    /// The program that `outcome` starts, if a program is started and its name is known.
    #[must_use]
    pub fn program<'p>(&'p self, outcome: &Outcome<'p>) -> Option<&'p str> {
        match outcome {
            Outcome::Mode(index, words) => match &self.modes[*index].run {
                None => words.first().map(String::as_str),
                Some(run) => run
                    .value
                    .first()
                    .and_then(|program| program.value.literal()),
            },
            Outcome::Command(words) => words.first().map(String::as_str),
            Outcome::Answer | Outcome::Refused(_) => None,
        }
    }
}

impl Argument {
    /// The text of a word in which nothing is substituted.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self {
            Self::Words => None,
            Self::Word(template) => template.literal(),
        }
    }
}

fn first(words: &[String]) -> &str {
    words.first().map_or("", String::as_str)
}

/// Whether the first of `words` can be executed.
fn begins_with_a_program(words: &[String]) -> bool {
    let word = first(words);
    !word.is_empty() && !word.starts_with('-')
}
