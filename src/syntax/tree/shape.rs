//! What fits on one line.
//!
//! Parser and printer must agree on it: the parser marks as inline what stands
//! on one line and fits, the printer prints on one line what is marked and
//! fits. Line ends in quoted text do not count, they are data.

use super::{
    AndOr, Arm, Case, Command, Compound, CompoundKind, Expansion, For, If, Item, Line, List,
    Pipeline, Redirection, Simple, Word, WordPart,
};

impl<'a> List<'a> {
    /// The command that the list is, without comments.
    pub(in crate::syntax) fn sole_item(&self) -> Option<&Item<'a>> {
        match self.lines.as_slice() {
            [Line::Code(item)] => Some(item),
            _ => None,
        }
    }

    /// Whether it is marked as inline and can be printed so.
    pub(in crate::syntax) fn fits_on_line(&self) -> bool {
        self.inline && self.sole_item().is_some_and(Item::fits_on_line)
    }

    /// Whether as a condition it is marked as inline and can be printed so.
    pub(in crate::syntax) fn starts_on_line(&self) -> bool {
        self.inline && self.sole_item().is_some_and(Item::starts_on_line)
    }
}

impl Item<'_> {
    /// Whether it can be the body of something on one line: it takes one line,
    /// has no comment behind it, and does not end with `&`.
    pub(in crate::syntax) fn fits_on_line(&self) -> bool {
        self.is_followed_by_semicolon() && self.and_or.fits_on_line()
    }

    /// Whether it can be a condition on the line of the opening word: as above,
    /// but it may go on in the next line behind an operator.
    pub(in crate::syntax) fn starts_on_line(&self) -> bool {
        self.is_followed_by_semicolon() && self.and_or.pipelines().all(Pipeline::commands_fit)
    }

    fn is_followed_by_semicolon(&self) -> bool {
        // shfmt 3.6 loses a `;` that comes on the same line behind `&`.
        self.comment.is_none() && !self.background
    }
}

impl AndOr<'_> {
    /// Whether it is one command without anything before or behind.
    pub(in crate::syntax) fn is_lone_command(&self) -> bool {
        !self.first.negated && self.first.commands.len() == 1 && self.rest.is_empty()
    }

    fn fits_on_line(&self) -> bool {
        !self.rest.iter().any(|link| link.on_next_line)
            && self
                .pipelines()
                .all(|pipeline| !pipeline.multiline && pipeline.commands_fit())
    }
}

impl Pipeline<'_> {
    fn commands_fit(&self) -> bool {
        self.commands.iter().all(|command| match command {
            Command::Simple(simple) => simple.fits_on_line(),
            Command::Compound(compound) => compound.fits_on_line(),
            Command::Function(function) => function.body.fits_on_line(),
        })
    }
}

impl Simple<'_> {
    fn fits_on_line(&self) -> bool {
        self.assignments
            .iter()
            .all(|assignment| assignment.value.fits_on_line())
            && self.words.iter().all(Word::fits_on_line)
            && self.redirections.iter().all(Redirection::fits_on_line)
    }
}

impl Redirection<'_> {
    fn fits_on_line(&self) -> bool {
        self.target.fits_on_line()
    }
}

impl Compound<'_> {
    fn fits_on_line(&self) -> bool {
        let body = match &self.kind {
            CompoundKind::Brace(list) | CompoundKind::Subshell(list) => list.fits_on_line(),
            CompoundKind::If(conditional) => conditional.fits_on_line(),
            CompoundKind::Loop(command) => {
                command.condition.fits_on_line() && command.body.fits_on_line()
            }
            CompoundKind::For(command) => command.fits_on_line(),
            // shfmt 3.6 loses a `;` that comes on the same line behind `;;`.
            CompoundKind::Case(_) => false,
        };
        body && self.redirections.iter().all(Redirection::fits_on_line)
    }
}

impl If<'_> {
    fn fits_on_line(&self) -> bool {
        let branches = self.branches.iter();
        branches
            .flat_map(|branch| [&branch.condition, &branch.body])
            .all(List::fits_on_line)
            && self.otherwise.as_ref().is_none_or(List::fits_on_line)
    }
}

impl For<'_> {
    fn fits_on_line(&self) -> bool {
        self.words.iter().flatten().all(Word::fits_on_line) && self.body.fits_on_line()
    }
}

impl Case<'_> {
    /// Whether it is marked as inline and can be printed so: it has arms, and
    /// they hold simple commands only, for the same fault of `shfmt`.
    pub(in crate::syntax) fn fits_on_line(&self) -> bool {
        let fits = |line: &Line<'_, Arm<'_>>| match line {
            Line::Blank | Line::Comment(_) => false,
            Line::Code(arm) => arm.fits_on_line(),
        };
        self.inline
            && !self.lines.is_empty()
            && self.word.fits_on_line()
            && self.lines.iter().all(fits)
    }
}

impl Arm<'_> {
    fn fits_on_line(&self) -> bool {
        let mut commands = self
            .body
            .items()
            .flat_map(|item| item.and_or.pipelines())
            .flat_map(|p| &p.commands);
        self.comment.is_none()
            && self.patterns.iter().all(Word::fits_on_line)
            && (self.body.lines.is_empty() || self.body.fits_on_line())
            && commands.all(|command| matches!(command, Command::Simple(_)))
    }
}

impl Word<'_> {
    fn fits_on_line(&self) -> bool {
        !self.on_next_line && parts_fit(&self.parts)
    }
}

fn parts_fit(parts: &[WordPart<'_>]) -> bool {
    parts.iter().all(|part| match part {
        WordPart::Literal(_) | WordPart::Escaped(_) | WordPart::SingleQuoted(_) => true,
        WordPart::DoubleQuoted(parts) | WordPart::Arithmetic(parts) => parts_fit(parts),
        WordPart::Parameter(parameter) => match &parameter.expansion {
            Expansion::Operation(_, word) => word.fits_on_line(),
            Expansion::Plain | Expansion::Braced | Expansion::Length => true,
        },
        WordPart::CommandSubstitution(list) => list.fits_on_line(),
    })
}
