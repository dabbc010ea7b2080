//! The shell language, parsed and printed.
//!
//! [`parse`] reads a POSIX sh script into a [`tree`], [`print()`] writes a tree
//! as text in the one layout that `shfmt -ln posix -i 2 -ci` leaves as it is,
//! and [`quote`] spells any bytes as a word that is the same in every shell.

mod cursor;
mod fault;
mod parser;
mod printer;
pub mod quote;
mod reserved;
pub mod tree;
pub mod visit;

pub use fault::{Fault, FaultKind, Feature};
pub use parser::parse;
pub use printer::print;
