//! Compound commands.

use super::Printer;
use crate::syntax::tree::{Arm, Case, Compound, CompoundKind, For, If, Line, Loop, LoopKind, Word};

impl Printer {
    pub(super) fn compound(&mut self, compound: &Compound<'_>) {
        match &compound.kind {
            CompoundKind::Brace(list) => {
                self.text("{");
                self.body_until(list, "}");
            }
            CompoundKind::Subshell(list) => {
                self.text("(");
                self.parenthesized(list);
            }
            CompoundKind::If(conditional) => self.conditional(conditional),
            CompoundKind::Loop(command) => self.conditional_loop(command),
            CompoundKind::For(command) => self.for_loop(command),
            CompoundKind::Case(case) => self.case(case),
        }
        for redirection in &compound.redirections {
            self.text(" ");
            self.redirection(redirection);
        }
    }

    fn conditional(&mut self, conditional: &If<'_>) {
        let last = conditional.branches.len().saturating_sub(1);
        self.text("if");
        for (index, branch) in conditional.branches.iter().enumerate() {
            self.condition_until(&branch.condition, "then");
            let next = match &conditional.otherwise {
                _ if index < last => "elif",
                Some(_) => "else",
                None => "fi",
            };
            self.body_until(&branch.body, next);
        }
        if let Some(otherwise) = &conditional.otherwise {
            self.body_until(otherwise, "fi");
        }
    }

    fn conditional_loop(&mut self, command: &Loop<'_>) {
        self.text(match command.kind {
            LoopKind::While => "while",
            LoopKind::Until => "until",
        });
        self.condition_until(&command.condition, "do");
        self.body_until(&command.body, "done");
    }

    fn for_loop(&mut self, command: &For<'_>) {
        self.text("for ");
        self.bytes(command.name.as_bytes());
        if let Some(words) = &command.words {
            self.text(" in");
            for word in words {
                self.text(" ");
                self.word(word);
            }
        }
        self.text("; do");
        self.body_until(&command.body, "done");
    }

    /// A compound command that has its lines for itself.
    pub(super) fn lone_compound(&mut self, compound: &Compound<'_>) {
        match &compound.kind {
            CompoundKind::Case(case) if case.fits_on_line() && compound.redirections.is_empty() => {
                self.inline_case(case);
            }
            _ => self.compound(compound),
        }
    }

    fn inline_case(&mut self, case: &Case<'_>) {
        self.text("case ");
        self.word(&case.word);
        self.text(" in ");
        for arm in case.arms() {
            self.arm(arm);
            self.text(" ");
        }
        self.text("esac");
    }

    fn case(&mut self, case: &Case<'_>) {
        self.text("case ");
        self.word(&case.word);
        self.text(" in");
        // Comments behind the last arm stand as if they were in its body.
        let arms = case
            .lines
            .iter()
            .rposition(|line| matches!(line, Line::Code(_)));
        let (arms, comments) = case.lines.split_at(arms.map_or(0, |last| last + 1));
        self.text("\n");
        self.indented(|printer| {
            printer.lines(arms, Self::arm);
            if !comments.is_empty() {
                printer.comments_behind(arms.is_empty(), comments);
            }
        });
        self.margin();
        self.text("esac");
    }

    fn comments_behind(&mut self, only: bool, comments: &[Line<'_, Arm<'_>>]) {
        if only {
            return self.lines(comments, Self::arm);
        }
        if matches!(comments, [Line::Blank, _, ..]) {
            self.text("\n");
        }
        self.indented(|printer| printer.lines(comments, Self::arm));
    }

    fn arm(&mut self, arm: &Arm<'_>) {
        self.patterns(&arm.patterns);
        match arm.body.sole_item() {
            _ if arm.body.lines.is_empty() => self.text(" ;;"),
            Some(item) if arm.body.fits_on_line() => {
                self.text(" ");
                self.and_or(&item.and_or);
                self.text(" ;;");
            }
            _ => {
                self.text("\n");
                self.indented(|printer| {
                    printer.list_lines(&arm.body);
                    printer.margin();
                });
                self.text(";;");
            }
        }
        self.comment_behind(arm.comment.as_ref());
    }

    fn patterns(&mut self, patterns: &[Word<'_>]) {
        for (index, pattern) in patterns.iter().enumerate() {
            self.text(if index == 0 { "" } else { " | " });
            self.word(pattern);
        }
        self.text(")");
    }
}
