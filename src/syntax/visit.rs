//! Walks over a tree.
//!
//! A visitor overrides what it wants to see, and calls the `walk_` function of
//! the same name to go on inside.

use crate::syntax::tree::{
    Arm, Case, Command, Compound, CompoundKind, Expansion, Function, Item, Line, List, Pipeline,
    Redirection, Simple, Word, WordPart,
};

/// What is done at each node; without more it just goes on.
pub trait Visitor<'a> {
    /// A list: the script's own, a body, a command substitution.
    fn list(&mut self, list: &List<'a>) {
        walk_list(self, list);
    }

    /// A simple command.
    fn simple(&mut self, simple: &Simple<'a>) {
        walk_simple(self, simple);
    }

    /// A function definition.
    fn function(&mut self, function: &Function<'a>) {
        walk_function(self, function);
    }

    /// A word, wherever it stands.
    fn word(&mut self, word: &Word<'a>) {
        walk_word(self, word);
    }
}

/// Visits the commands of `list`.
pub fn walk_list<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, list: &List<'a>) {
    for Item { and_or, .. } in list.items() {
        pipeline(visitor, &and_or.first);
        for link in &and_or.rest {
            pipeline(visitor, &link.pipeline);
        }
    }
}

/// Visits the words of `simple`.
pub fn walk_simple<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, simple: &Simple<'a>) {
    for assignment in &simple.assignments {
        visitor.word(&assignment.value);
    }
    for word in &simple.words {
        visitor.word(word);
    }
    redirections(visitor, &simple.redirections);
}

/// Visits the body of `function`.
pub fn walk_function<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, function: &Function<'a>) {
    compound(visitor, &function.body);
}

/// Visits the words and lists inside `word`.
pub fn walk_word<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, word: &Word<'a>) {
    parts(visitor, &word.parts);
}

fn parts<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, all: &[WordPart<'a>]) {
    for part in all {
        match part {
            WordPart::Literal(_) | WordPart::Escaped(_) | WordPart::SingleQuoted(_) => {}
            WordPart::DoubleQuoted(inner) | WordPart::Arithmetic(inner) => parts(visitor, inner),
            WordPart::CommandSubstitution(list) => visitor.list(list),
            WordPart::Parameter(parameter) => {
                if let Expansion::Operation(_, word) = &parameter.expansion {
                    visitor.word(word);
                }
            }
        }
    }
}

fn pipeline<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, pipeline: &Pipeline<'a>) {
    for command in &pipeline.commands {
        match command {
            Command::Simple(simple) => visitor.simple(simple),
            Command::Compound(command) => compound(visitor, command),
            Command::Function(function) => visitor.function(function),
        }
    }
}

fn compound<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, compound: &Compound<'a>) {
    match &compound.kind {
        CompoundKind::Brace(list) | CompoundKind::Subshell(list) => visitor.list(list),
        CompoundKind::If(conditional) => {
            for branch in &conditional.branches {
                visitor.list(&branch.condition);
                visitor.list(&branch.body);
            }
            if let Some(otherwise) = &conditional.otherwise {
                visitor.list(otherwise);
            }
        }
        CompoundKind::Loop(command) => {
            visitor.list(&command.condition);
            visitor.list(&command.body);
        }
        CompoundKind::For(command) => {
            for word in command.words.iter().flatten() {
                visitor.word(word);
            }
            visitor.list(&command.body);
        }
        CompoundKind::Case(command) => case(visitor, command),
    }
    redirections(visitor, &compound.redirections);
}

fn case<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, case: &Case<'a>) {
    visitor.word(&case.word);
    for line in &case.lines {
        if let Line::Code(arm) = line {
            for pattern in &arm.patterns {
                visitor.word(pattern);
            }
            visitor.list(&arm.body);
        }
    }
}

fn redirections<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, all: &[Redirection<'a>]) {
    for redirection in all {
        visitor.word(&redirection.target);
    }
}

/// Does `change` to the simple commands of `list`, but not to those in words.
pub fn change_simple<'a>(list: &mut List<'a>, change: &mut dyn FnMut(&mut Simple<'a>)) {
    for line in &mut list.lines {
        if let Line::Code(Item { and_or, .. }) = line {
            let rest = and_or.rest.iter_mut().map(|link| &mut link.pipeline);
            for pipeline in std::iter::once(&mut and_or.first).chain(rest) {
                for command in &mut pipeline.commands {
                    change_command(command, change);
                }
            }
        }
    }
}

fn change_command<'a>(command: &mut Command<'a>, change: &mut dyn FnMut(&mut Simple<'a>)) {
    let compound = match command {
        Command::Simple(simple) => return change(simple),
        Command::Compound(compound) => compound,
        Command::Function(function) => &mut function.body,
    };
    match &mut compound.kind {
        CompoundKind::Brace(list) | CompoundKind::Subshell(list) => change_simple(list, change),
        CompoundKind::If(conditional) => {
            for branch in &mut conditional.branches {
                change_simple(&mut branch.condition, change);
                change_simple(&mut branch.body, change);
            }
            if let Some(otherwise) = &mut conditional.otherwise {
                change_simple(otherwise, change);
            }
        }
        CompoundKind::Loop(command) => {
            change_simple(&mut command.condition, change);
            change_simple(&mut command.body, change);
        }
        CompoundKind::For(command) => change_simple(&mut command.body, change),
        CompoundKind::Case(command) => {
            for line in &mut command.lines {
                if let Line::Code(Arm { body, .. }) = line {
                    change_simple(body, change);
                }
            }
        }
    }
}
