//! Commands: simple, compound, and function definitions.

use super::{Comment, Item, Line, List, Span, Text, Word};

/// One command of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Command<'a> {
    /// Assignments, words and redirections.
    Simple(Simple<'a>),
    /// A construct with bodies of its own.
    Compound(Compound<'a>),
    /// `name() ...`
    Function(Function<'a>),
}

impl<'a> From<Simple<'a>> for Command<'a> {
    fn from(simple: Simple<'a>) -> Self {
        Self::Simple(simple)
    }
}

impl<'a> From<Compound<'a>> for Command<'a> {
    fn from(compound: Compound<'a>) -> Self {
        Self::Compound(compound)
    }
}

impl<'a> From<Function<'a>> for Command<'a> {
    fn from(function: Function<'a>) -> Self {
        Self::Function(function)
    }
}

/// A simple command. The printer writes assignments, words, redirections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Simple<'a> {
    /// `name=value` before the first word.
    pub assignments: Vec<Assignment<'a>>,
    /// The command name and its arguments.
    pub words: Vec<Word<'a>>,
    /// In the order in which they are done.
    pub redirections: Vec<Redirection<'a>>,
    /// From its first part to its last.
    pub span: Span,
}

impl<'a> Simple<'a> {
    /// A command name and its arguments. A name that would be read as a
    /// reserved word or as an assignment is quoted.
    pub fn new(words: impl IntoIterator<Item = Word<'a>>) -> Self {
        words.into_iter().fold(Self::default(), Self::arg)
    }

    /// `name=value` alone.
    pub fn assign(name: impl Into<Text<'a>>, value: Word<'a>) -> Self {
        Self::default().with(name, value)
    }

    /// The same command with one more assignment before it.
    #[must_use]
    pub fn with(mut self, name: impl Into<Text<'a>>, value: Word<'a>) -> Self {
        self.assignments.push(Assignment {
            name: name.into(),
            value,
            span: Span::default(),
        });
        self
    }

    /// The same command with one more argument; the first is its name.
    #[must_use]
    pub fn arg(mut self, word: impl Into<Word<'a>>) -> Self {
        let word = word.into();
        let is_name = self.words.is_empty();
        self.words.push(if is_name {
            word.into_command_name()
        } else {
            word
        });
        self
    }

    /// The same command with one more redirection.
    #[must_use]
    pub fn redirect(mut self, redirection: Redirection<'a>) -> Self {
        self.redirections.push(redirection);
        self
    }
}

/// `name=value`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Assignment<'a> {
    /// The variable.
    pub name: Text<'a>,
    /// Its value; a word without parts is empty.
    pub value: Word<'a>,
    /// From the name to the end of the value.
    pub span: Span,
}

/// `2>file` and its like.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Redirection<'a> {
    /// The number before the operator.
    pub descriptor: Option<u16>,
    /// The operator.
    pub operator: RedirectionOperator,
    /// A file, or for `<&` and `>&` a number or `-`.
    pub target: Word<'a>,
    /// From the number to the target.
    pub span: Span,
}

impl<'a> Redirection<'a> {
    /// A redirection of the operator's own descriptor.
    #[must_use]
    pub fn new(operator: RedirectionOperator, target: Word<'a>) -> Self {
        Self {
            descriptor: None,
            operator,
            target,
            span: Span::default(),
        }
    }

    /// The same redirection for `descriptor`.
    #[must_use]
    pub fn of(mut self, descriptor: u16) -> Self {
        self.descriptor = Some(descriptor);
        self
    }
}

/// The operators of a redirection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RedirectionOperator {
    /// `<`
    Input,
    /// `>`
    Output,
    /// `>>`
    Append,
    /// `<&`
    DuplicateInput,
    /// `>&`
    DuplicateOutput,
    /// `<>`
    ReadWrite,
    /// `>|`
    Clobber,
}

impl RedirectionOperator {
    /// How it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Input => "<",
            Self::Output => ">",
            Self::Append => ">>",
            Self::DuplicateInput => "<&",
            Self::DuplicateOutput => ">&",
            Self::ReadWrite => "<>",
            Self::Clobber => ">|",
        }
    }
}

/// A compound command with the redirections behind it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Compound<'a> {
    /// Which one.
    pub kind: CompoundKind<'a>,
    /// In the order in which they are done.
    pub redirections: Vec<Redirection<'a>>,
    /// From the opening word to the last redirection.
    pub span: Span,
}

impl<'a> Compound<'a> {
    /// The same command with one more redirection.
    #[must_use]
    pub fn redirect(mut self, redirection: Redirection<'a>) -> Self {
        self.redirections.push(redirection);
        self
    }
}

impl<'a, T: Into<CompoundKind<'a>>> From<T> for Compound<'a> {
    fn from(kind: T) -> Self {
        Self {
            kind: kind.into(),
            redirections: Vec::new(),
            span: Span::default(),
        }
    }
}

/// The compound commands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CompoundKind<'a> {
    /// `{ list; }`
    Brace(List<'a>),
    /// `(list)`
    Subshell(List<'a>),
    /// `if`
    If(If<'a>),
    /// `while` and `until`
    Loop(Loop<'a>),
    /// `for`
    For(For<'a>),
    /// `case`
    Case(Case<'a>),
}

impl<'a> From<If<'a>> for CompoundKind<'a> {
    fn from(conditional: If<'a>) -> Self {
        Self::If(conditional)
    }
}

impl<'a> From<Loop<'a>> for CompoundKind<'a> {
    fn from(command: Loop<'a>) -> Self {
        Self::Loop(command)
    }
}

impl<'a> From<For<'a>> for CompoundKind<'a> {
    fn from(command: For<'a>) -> Self {
        Self::For(command)
    }
}

impl<'a> From<Case<'a>> for CompoundKind<'a> {
    fn from(command: Case<'a>) -> Self {
        Self::Case(command)
    }
}

/// `if ...; then ...; elif ...; then ...; else ...; fi`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct If<'a> {
    /// The `if` and every `elif`; at least one.
    pub branches: Vec<Branch<'a>>,
    /// The `else`.
    pub otherwise: Option<List<'a>>,
}

impl<'a> If<'a> {
    /// `if condition; then body`, without `else`.
    pub fn new(condition: impl Into<Item<'a>>, body: List<'a>) -> Self {
        let condition = List::inline(condition);
        Self {
            branches: vec![Branch { condition, body }],
            otherwise: None,
        }
    }
}

/// A condition and what is done if it holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Branch<'a> {
    /// After `if` or `elif`.
    pub condition: List<'a>,
    /// After `then`.
    pub body: List<'a>,
}

/// `while condition; do body; done`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Loop<'a> {
    /// `while` or `until`.
    pub kind: LoopKind,
    /// What is asked before each turn.
    pub condition: List<'a>,
    /// After `do`.
    pub body: List<'a>,
}

/// Which answer of the condition goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoopKind {
    /// As long as it succeeds.
    While,
    /// As long as it fails.
    Until,
}

/// `for name in words; do body; done`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct For<'a> {
    /// The variable.
    pub name: Text<'a>,
    /// The words after `in`; without `in` it is `"$@"`.
    pub words: Option<Vec<Word<'a>>>,
    /// After `do`.
    pub body: List<'a>,
}

/// `case word in arms esac`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Case<'a> {
    /// What is compared.
    pub word: Word<'a>,
    /// The arms, with the comments and blank lines between them.
    pub lines: Vec<Line<'a, Arm<'a>>>,
    /// All of it stands on one line, if every arm fits on it.
    pub inline: bool,
}

impl<'a> Case<'a> {
    /// A `case` over several lines with these arms.
    pub fn new(word: Word<'a>, arms: impl IntoIterator<Item = Arm<'a>>) -> Self {
        let lines = arms.into_iter().map(Line::Code).collect();
        Self {
            word,
            lines,
            inline: false,
        }
    }

    /// The arms without comments and blank lines.
    pub fn arms(&self) -> impl Iterator<Item = &Arm<'a>> {
        self.lines.iter().filter_map(|line| match line {
            Line::Code(arm) => Some(arm),
            Line::Blank | Line::Comment(_) => None,
        })
    }
}

/// `pattern | pattern) list ;;`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Arm<'a> {
    /// At least one.
    pub patterns: Vec<Word<'a>>,
    /// What is done; may be empty, and inline as in `a) b ;;`.
    pub body: List<'a>,
    /// The comment behind `;;`.
    pub comment: Option<Comment<'a>>,
    /// From the first pattern to `;;`.
    pub span: Span,
}

impl<'a> Arm<'a> {
    /// An arm without a comment.
    pub fn new(patterns: impl IntoIterator<Item = Word<'a>>, body: List<'a>) -> Self {
        let patterns = patterns.into_iter().collect();
        Self {
            patterns,
            body,
            comment: None,
            span: Span::default(),
        }
    }
}

/// `name() body`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Function<'a> {
    /// Its name.
    pub name: Text<'a>,
    /// A compound command, nearly always a brace group.
    pub body: Compound<'a>,
    /// From the name to the end of the body.
    pub span: Span,
}

impl<'a> Function<'a> {
    /// `name() { body }`.
    pub fn new(name: impl Into<Text<'a>>, body: List<'a>) -> Self {
        let body = CompoundKind::Brace(body).into();
        Self {
            name: name.into(),
            body,
            span: Span::default(),
        }
    }
}
