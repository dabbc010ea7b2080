//! The reading of a script: its commands, and how each stands in it.

use super::source::{Argument, Code, Place, Source};
use crate::syntax::parse;
use crate::syntax::tree::{
    Command, Compound, CompoundKind, Connector, Item, List, Parameter, Simple, Span, Word, WordPart,
};
use crate::syntax::visit::{Visitor, walk_list};

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
            [WordPart::Parameter(cut)] => Self::Cut(shown(cut)),
            _ => Self::Other,
        }
    }
}

/// The variables that a command sets, itself or by `export`.
fn sets(simple: &Simple<'_>) -> Vec<String> {
    let assigned = simple.assignments.iter().map(|one| one.name.as_bytes());
    let is_export = simple
        .words
        .first()
        .is_some_and(|word| literal(&word.parts).as_deref() == Some("export"));
    let words = simple.words.iter().filter(|_| is_export);
    let exported = words.filter_map(|word| match word.parts.first()? {
        WordPart::Literal(text) => {
            let end = text.as_bytes().iter().position(|byte| *byte == b'=')?;
            Some(&text.as_bytes()[..end])
        }
        _ => None,
    });
    let names = assigned.chain(exported);
    names
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect()
}

/// What the shell cuts in a word.
fn cuts(word: &Word<'_>) -> Vec<String> {
    let parts = word.parts.iter();
    let cut = parts.filter_map(|part| match part {
        WordPart::Parameter(cut) => Some(shown(cut)),
        _ => None,
    });
    cut.collect()
}

fn shown(parameter: &Parameter<'_>) -> String {
    format!("${}", String::from_utf8_lossy(parameter.name.as_bytes()))
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
        place.in_function = items.iter().any(|item| item.is_function);
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
            in_function: false,
            code,
            next: None,
            otherwise: None,
            sets: sets(simple),
            cuts: simple.words.iter().flat_map(cuts).collect(),
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
