//! Lists: what a script and every body is made of.

use std::iter;

use super::{Command, Comment, Compound, Function, Simple, Span};

/// A whole script.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Script<'a> {
    /// Its lines, from the first comment on.
    pub body: List<'a>,
}

/// One line of a list: a node, or what stands between two of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Line<'a, T> {
    /// A blank line; the printer leaves out all but one, and the outermost.
    Blank,
    /// A comment on a line of its own.
    Comment(Comment<'a>),
    /// A node; it may take several lines of text.
    Code(T),
}

/// A compound list: commands, comments and blank lines in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct List<'a> {
    /// In the order of the source.
    pub lines: Vec<Line<'a, Item<'a>>>,
    /// Its one command stands on the line of the opening word, as in
    /// `if a; then b; fi`. The printer uses several lines all the same where
    /// the list is more than one command that fits on a line.
    pub inline: bool,
}

impl<'a> List<'a> {
    /// An empty list over several lines.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One command on the line of the opening word.
    pub fn inline(item: impl Into<Item<'a>>) -> Self {
        Self {
            lines: vec![Line::Code(item.into())],
            inline: true,
        }
    }

    /// Adds a command.
    pub fn push(&mut self, item: impl Into<Item<'a>>) {
        self.lines.push(Line::Code(item.into()));
    }

    /// Adds comment lines, one a line of `text`.
    pub fn comment(&mut self, text: &str) {
        self.lines.extend(Comment::lines(text).map(Line::Comment));
    }

    /// Adds a blank line.
    pub fn blank(&mut self) {
        self.lines.push(Line::Blank);
    }

    /// Adds the lines of another list.
    pub fn append(&mut self, other: List<'a>) {
        self.lines.extend(other.lines);
    }

    /// The commands without comments and blank lines.
    pub fn items(&self) -> impl Iterator<Item = &Item<'a>> {
        self.lines.iter().filter_map(|line| match line {
            Line::Code(item) => Some(item),
            Line::Blank | Line::Comment(_) => None,
        })
    }
}

impl<'a, T: Into<Item<'a>>> FromIterator<T> for List<'a> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let lines = items
            .into_iter()
            .map(|item| Line::Code(item.into()))
            .collect();
        Self {
            lines,
            inline: false,
        }
    }
}

/// An and-or list as it stands in a list, with its terminator.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item<'a> {
    /// The commands.
    pub and_or: AndOr<'a>,
    /// Ends with `&`.
    pub background: bool,
    /// The comment at the end of its last line.
    pub comment: Option<Comment<'a>>,
    /// From the first command to the terminator.
    pub span: Span,
}

impl Item<'_> {
    /// The same commands, ended with `&`.
    #[must_use]
    pub fn in_background(mut self) -> Self {
        self.background = true;
        self
    }
}

impl<'a, T: Into<AndOr<'a>>> From<T> for Item<'a> {
    fn from(and_or: T) -> Self {
        Self {
            and_or: and_or.into(),
            background: false,
            comment: None,
            span: Span::default(),
        }
    }
}

/// Pipelines joined by `&&` and `||`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AndOr<'a> {
    /// The first pipeline.
    pub first: Pipeline<'a>,
    /// The pipelines after it; both connectors bind alike, from left to right.
    pub rest: Vec<Link<'a>>,
}

impl<'a> AndOr<'a> {
    /// The same, and then `pipeline` if it succeeds.
    #[must_use]
    pub fn and(self, pipeline: impl Into<Pipeline<'a>>) -> Self {
        self.link(Connector::And, pipeline.into())
    }

    /// The same, and then `pipeline` if it fails.
    #[must_use]
    pub fn or(self, pipeline: impl Into<Pipeline<'a>>) -> Self {
        self.link(Connector::Or, pipeline.into())
    }

    /// All pipelines in order.
    pub fn pipelines(&self) -> impl Iterator<Item = &Pipeline<'a>> {
        iter::once(&self.first).chain(self.rest.iter().map(|link| &link.pipeline))
    }

    fn link(mut self, connector: Connector, pipeline: Pipeline<'a>) -> Self {
        self.rest.push(Link {
            connector,
            on_next_line: false,
            pipeline,
        });
        self
    }
}

impl<'a, T: Into<Pipeline<'a>>> From<T> for AndOr<'a> {
    fn from(pipeline: T) -> Self {
        Self {
            first: pipeline.into(),
            rest: Vec::new(),
        }
    }
}

/// A pipeline behind a connector.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link<'a> {
    /// What joins it to the one before.
    pub connector: Connector,
    /// The pipeline starts a new line.
    pub on_next_line: bool,
    /// The pipeline.
    pub pipeline: Pipeline<'a>,
}

/// What joins two pipelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Connector {
    /// `&&`
    And,
    /// `||`
    Or,
}

/// Commands joined by `|`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pipeline<'a> {
    /// Starts with `!`.
    pub negated: bool,
    /// At least one.
    pub commands: Vec<Command<'a>>,
    /// Every command after the first starts a new line.
    pub multiline: bool,
    /// From `!` or the first command to the end of the last.
    pub span: Span,
}

impl<'a> Pipeline<'a> {
    /// The same pipeline with its status negated.
    #[must_use]
    pub fn negate(mut self) -> Self {
        self.negated = !self.negated;
        self
    }

    /// The same pipeline, piped into `command`.
    #[must_use]
    pub fn pipe(mut self, command: impl Into<Command<'a>>) -> Self {
        self.commands.push(command.into());
        self
    }
}

impl<'a> From<Command<'a>> for Pipeline<'a> {
    fn from(command: Command<'a>) -> Self {
        Self {
            negated: false,
            commands: vec![command],
            multiline: false,
            span: Span::default(),
        }
    }
}

impl<'a> From<Simple<'a>> for Pipeline<'a> {
    fn from(simple: Simple<'a>) -> Self {
        Command::from(simple).into()
    }
}

impl<'a> From<Compound<'a>> for Pipeline<'a> {
    fn from(compound: Compound<'a>) -> Self {
        Command::from(compound).into()
    }
}

impl<'a> From<Function<'a>> for Pipeline<'a> {
    fn from(function: Function<'a>) -> Self {
        Command::from(function).into()
    }
}
