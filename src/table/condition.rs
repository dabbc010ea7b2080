//! The small language of `when` and `required`.

use super::glob::Glob;
use super::name::VariableName;
use super::template::Template;

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// One test.
    Test(Test),
    /// `!TEST`: the test fails.
    Not(Test),
    /// A list: all of them hold.
    All(Vec<Condition>),
    /// `{ any = [...] }`: at least one holds.
    Any(Vec<Condition>),
}

/// One question with the answer yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// `env:NAME`: set and not empty.
    Set(VariableName),
    /// `env:NAME=A|B`: the value is one of these; unset counts as empty.
    Is(VariableName, Vec<String>),
    /// `env:NAME!=A|B`: the value is none of these.
    IsNot(VariableName, Vec<String>),
    /// `true:NAME`: 1, true, yes or on, in any case.
    True(VariableName),
    /// `file:PATH`: a regular file.
    File(Template),
    /// `dir:PATH`: a directory.
    Directory(Template),
    /// `socket:PATH`: a socket.
    Socket(Template),
    /// `empty:PATH`: a file without bytes, or a directory without entries.
    Empty(Template),
    /// `arg:GLOB`: the first word of the command line has this form.
    FirstWord(Glob),
    /// `cmd:NAME`: the image has this program on `PATH`.
    Program(String),
    /// `root`: the script runs with user ID 0.
    Root,
}
