//! The text of the script: what stands in which line.

use std::ffi::OsString;

use crate::syntax::parse;
use crate::syntax::tree::{
    Command, Compound, CompoundKind, Connector, Item, List, Simple, Span, Word, WordPart,
};
use crate::syntax::visit::{Visitor, walk_list};

/// A script that could be read.
pub(super) struct Source {
    commands: Vec<Place>,
}

/// A simple command, and how it stands in the script.
pub(super) struct Place {
    /// The line in which it begins, counted from 1.
    pub(super) line: usize,
    /// Whether `exec` stands before it.
    pub(super) exec: bool,
    /// Whether it runs in the background.
    pub(super) background: bool,
    /// What becomes of its exit code.
    pub(super) code: Code,
    /// The line of what comes after it, unless the script ends there.
    pub(super) next: Option<usize>,
    /// The line of the pattern `*` of the `case` in which it stands, if it does.
    pub(super) otherwise: Option<usize>,
    /// Its words, without `exec`.
    words: Vec<Argument>,
}

/// What becomes of the exit code of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    /// The next command finds it.
    Kept,
    /// It is lost in a pipe, whose code is that of another command.
    Piped,
    /// `||` comes behind it.
    Excused,
}

/// A word of a command.
enum Argument {
    /// It is always this one.
    Literal(String),
    /// The words of the command line.
    CommandLine,
    /// Words of the command line, or of a variable, which the shell cuts at blanks.
    Cut(String),
    /// What is known when it runs.
    Other,
}

impl Source {
    /// Reads a script; nothing if it is more than POSIX, or what only a shell can read.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let script = parse(text).ok()?;
        let mut finder = Finder {
            text,
            commands: Vec::new(),
            items: Vec::new(),
            others: Vec::new(),
        };
        finder.list(&script.body);
        Some(finder.into_source())
    }

    /// Where `program` is started with `arguments`, if that is one place.
    pub(super) fn start(&self, program: &str, arguments: &[OsString]) -> Option<&Place> {
        let fitting = |place: &&Place| place.fits(program, arguments);
        let named = self.commands.iter().filter(fitting);
        let most = named.clone().map(Place::literals).max()?;
        only(named.filter(|place| place.literals() == most))
    }

    /// The first command of this name.
    pub(super) fn command(&self, name: &str) -> Option<&Place> {
        self.commands
            .iter()
            .find(|place| place.name() == Some(name))
    }

    /// The one place that runs what the command line names.
    pub(super) fn command_line(&self) -> Option<&Place> {
        let runs = |place: &&Place| {
            matches!(
                place.words.first(),
                Some(Argument::CommandLine | Argument::Cut(_))
            )
        };
        only(self.commands.iter().filter(runs))
    }

    /// The one `exit` with this code.
    pub(super) fn exit(&self, code: i32) -> Option<&Place> {
        let code = code.to_string();
        let leaves = |place: &&Place| {
            place.name() == Some("exit")
                && matches!(place.words.get(1), Some(Argument::Literal(text)) if *text == code)
        };
        only(self.commands.iter().filter(leaves))
    }

    /// The first `trap` above `place` that may do something when the signal of this name
    /// comes; one anywhere if it is not known where the program is started.
    pub(super) fn trap(&self, signal: &str, place: Option<&Place>) -> Option<&Place> {
        let above = |trap: &&Place| place.is_none_or(|place| trap.line < place.line);
        let mut all = self.commands.iter().filter(above);
        all.find(|trap| trap.name() == Some("trap") && trap.acts_on(signal))
    }

    /// Whether it sends signals, itself or in a trap.
    pub(super) fn kills(&self) -> bool {
        let in_trap = |place: &Place| {
            place.name() == Some("trap")
                && matches!(place.words.get(1), Some(Argument::Literal(text)) if text.contains("kill"))
        };
        self.command("kill").is_some() || self.commands.iter().any(in_trap)
    }
}

impl Place {
    /// The name of the command, where it stands in the script.
    fn name(&self) -> Option<&str> {
        match self.words.first()? {
            Argument::Literal(text) => Some(text),
            _ => None,
        }
    }

    /// What of its words the shell cuts at blanks: `$@`.
    pub(super) fn cut(&self) -> Option<&str> {
        self.words.iter().find_map(|word| match word {
            Argument::Cut(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether this `trap` may do something when the signal of this name comes.
    fn acts_on(&self, signal: &str) -> bool {
        let mut words = self.words.iter().skip(1);
        let action = words.next();
        let nothing =
            matches!(action, Some(Argument::Literal(text)) if text.is_empty() || text == "-");
        !nothing && words.any(|word| word.may_name(signal))
    }

    /// How many of its words stand in the script.
    fn literals(&self) -> usize {
        let literal = |word: &&Argument| matches!(word, Argument::Literal(_));
        self.words.iter().filter(literal).count()
    }

    /// Whether it may start `program` with `arguments`.
    fn fits(&self, program: &str, arguments: &[OsString]) -> bool {
        let given = arguments.iter().map(|word| word.to_string_lossy());
        let mut given = std::iter::once(program.into()).chain(given);
        for word in &self.words {
            match (word, given.next()) {
                (Argument::Literal(text), Some(word)) if *text == word => {}
                (Argument::Literal(_), _) => return false,
                (Argument::Other, Some(_)) => {}
                // From here on nobody knows which word is which.
                _ => return true,
            }
        }
        !self.words.is_empty()
    }
}

impl Argument {
    fn new(word: &Word<'_>) -> Self {
        if let Some(text) = literal(&word.parts) {
            return Self::Literal(text);
        }
        match word.parts.as_slice() {
            [WordPart::DoubleQuoted(parts)] => match parts.as_slice() {
                [WordPart::Parameter(all)] if all.name.as_bytes() == b"@" => Self::CommandLine,
                _ => Self::Other,
            },
            [WordPart::Parameter(cut)] => {
                let name = String::from_utf8_lossy(cut.name.as_bytes());
                Self::Cut(format!("${name}"))
            }
            _ => Self::Other,
        }
    }

    /// Whether it may be the signal of this name, as `trap` takes it.
    fn may_name(&self, signal: &str) -> bool {
        match self {
            Self::Literal(text) => text.trim_start_matches("SIG") == signal,
            _ => true,
        }
    }
}

/// The text of a word in which the shell expands nothing.
fn literal(parts: &[WordPart<'_>]) -> Option<String> {
    let texts = parts.iter().map(|part| match part {
        WordPart::Literal(text) | WordPart::SingleQuoted(text) => {
            Some(String::from_utf8_lossy(text.as_bytes()).into_owned())
        }
        WordPart::Escaped(byte) => Some(char::from(*byte).to_string()),
        WordPart::DoubleQuoted(parts) => literal(parts),
        _ => None,
    });
    texts.collect()
}

fn code(piped: bool, excused: bool) -> Code {
    match (piped, excused) {
        (true, _) => Code::Piped,
        (false, true) => Code::Excused,
        (false, false) => Code::Kept,
    }
}

/// The one thing that there is.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// Collects the commands, and the lists that they stand in.
struct Finder<'s> {
    text: &'s [u8],
    commands: Vec<(Span, Place)>,
    items: Vec<Listed>,
    /// The arms for everything else.
    others: Vec<Span>,
}

/// A command of a list.
struct Listed {
    span: Span,
    background: bool,
    /// Where the next one begins.
    next: Option<Span>,
    /// What comes after it is not what comes after a command in it.
    is_function: bool,
}

impl Finder<'_> {
    fn into_source(mut self) -> Source {
        self.commands.sort_by_key(|(span, _)| span.start);
        let mut commands = std::mem::take(&mut self.commands);
        for (span, place) in &mut commands {
            self.settle(*span, place);
        }
        Source {
            commands: commands.into_iter().map(|(_, place)| place).collect(),
        }
    }

    /// Notes what the lists around a command say of it.
    fn settle(&self, span: Span, place: &mut Place) {
        let around = |outer: &Span| outer.start <= span.start && span.end <= outer.end;
        let mut items: Vec<&Listed> = self
            .items
            .iter()
            .filter(|item| around(&item.span))
            .collect();
        // From the innermost outwards.
        items.sort_by_key(|item| std::cmp::Reverse(item.span.start));
        place.background = items.iter().any(|item| item.background);
        let mut body = items.iter().take_while(|item| !item.is_function);
        let next = body.find_map(|item| item.next);
        place.next = next.map(|next| self.line(next));
        let arm = self.others.iter().rfind(|arm| around(arm));
        place.otherwise = arm.map(|arm| self.line(*arm));
    }

    fn line(&self, span: Span) -> usize {
        let before = &self.text[..span.start as usize];
        before.split(|byte| *byte == b'\n').count()
    }

    fn item(&mut self, item: &Item<'_>, next: Option<Span>) {
        let mut excused = item
            .and_or
            .rest
            .iter()
            .map(|link| link.connector == Connector::Or);
        let mut is_function = false;
        for pipeline in item.and_or.pipelines() {
            let excused = excused.next().unwrap_or(false);
            let last = pipeline.commands.len() - 1;
            for (index, command) in pipeline.commands.iter().enumerate() {
                match command {
                    Command::Simple(simple) => self.command(simple, code(index < last, excused)),
                    Command::Compound(compound) => self.arms(compound),
                    Command::Function(_) => is_function = true,
                }
            }
        }
        self.items.push(Listed {
            span: item.span,
            background: item.background,
            next,
            is_function,
        });
    }

    fn command(&mut self, simple: &Simple<'_>, code: Code) {
        let mut words: Vec<Argument> = simple.words.iter().map(Argument::new).collect();
        let exec = matches!(words.first(), Some(Argument::Literal(name)) if name == "exec");
        if exec {
            words.remove(0);
        }
        let place = Place {
            line: self.line(simple.span),
            exec,
            background: false,
            code,
            next: None,
            otherwise: None,
            words,
        };
        self.commands.push((simple.span, place));
    }

    fn arms(&mut self, compound: &Compound<'_>) {
        if let CompoundKind::Case(case) = &compound.kind {
            let others = case.arms().filter(|arm| {
                let mut patterns = arm.patterns.iter();
                patterns.any(|pattern| pattern.as_literal() == Some(b"*"))
            });
            self.others.extend(others.map(|arm| arm.span));
        }
    }
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn list(&mut self, list: &List<'a>) {
        let items: Vec<_> = list.items().collect();
        for (index, item) in items.iter().enumerate() {
            self.item(item, items.get(index + 1).map(|next| next.span));
        }
        walk_list(self, list);
    }
}
