//! The tree of a script, as the grammar of POSIX.1-2024 names its parts.
//!
//! A tree holds what the printer cannot compute: the commands, the comments,
//! the blank lines, and whether a body stands on the line of its opening word.
//! All other layout is the printer's. Every node has a [`Span`]; nodes that
//! were built in code have an empty one.
//!
//! Who builds a tree answers for its names (of variables, parameters and
//! functions) and for its literals; data goes through
//! [`quote`](crate::syntax::quote).

mod command;
mod comment;
mod list;
mod shape;
mod span;
mod text;
mod word;

pub use command::{
    Arm, Assignment, Branch, Case, Command, Compound, CompoundKind, For, Function, If, Loop,
    LoopKind, Redirection, RedirectionOperator, Simple,
};
pub use comment::Comment;
pub use list::{AndOr, Connector, Item, Line, Link, List, Pipeline, Script};
pub use span::Span;
pub use text::Text;
pub use word::{Expansion, Extent, Operator, Parameter, Test, Word, WordPart};
