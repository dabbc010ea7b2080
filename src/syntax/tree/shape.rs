//! What fits on one line.
//!
//! Parser and printer must agree on it: the parser marks as inline what stands
//! on one line and fits, the printer prints on one line what is marked and
//! fits. Line ends in quoted text do not count, they are data.

use super::{
    AndOr, Arm, Case, Command, Compound, CompoundKind, Expansion, For, If, Item, Line, List,
    Pipeline, Redirection, Simple, Word, WordPart,
};

impl List<'_> {
    /// Whether it is marked as inline and can be printed so.
    pub(in crate::syntax) fn fits_on_line(&self) -> bool {
        self.inline && matches!(self.lines.as_slice(), [Line::Code(item)] if item.fits_on_line())
    }

    /// Whether it is a condition on the line of its opening word: one command
    /// without a comment, that may itself take several lines.
    pub(in crate::syntax) fn starts_on_line(&self) -> bool {
        self.inline
            && matches!(
                self.lines.as_slice(),
                [Line::Code(Item { comment: None, .. })]
            )
    }
}

impl Item<'_> {
    /// Whether it takes one line and has no comment behind it.
    pub(in crate::syntax) fn fits_on_line(&self) -> bool {
        self.comment.is_none() && self.and_or.fits_on_line()
    }
}

impl AndOr<'_> {
    fn fits_on_line(&self) -> bool {
        self.first.fits_on_line()
            && self
                .rest
                .iter()
                .all(|link| !link.on_next_line && link.pipeline.fits_on_line())
    }
}

impl Pipeline<'_> {
    fn fits_on_line(&self) -> bool {
        (!self.multiline || self.commands.len() < 2)
            && self.commands.iter().all(|command| match command {
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
            CompoundKind::Case(case) => case.fits_on_line(),
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
    /// Whether it is marked as inline and can be printed so; one without arms
    /// cannot.
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
        self.comment.is_none()
            && self.patterns.iter().all(Word::fits_on_line)
            && (self.body.lines.is_empty() || self.body.fits_on_line())
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
