//! The small language of `when` and `required`.

use super::fault::{Fault, Inside};
use super::glob::Glob;
use super::name::VariableName;
use super::near;
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

/// What a test begins with.
pub(super) const PREFIXES: [&str; 8] = [
    "env:", "true:", "file:", "dir:", "socket:", "empty:", "arg:", "cmd:",
];

/// The one test without an operand.
pub(super) const ROOT: &str = "root";

impl Condition {
    /// Reads a condition that is one string.
    ///
    /// # Errors
    /// Where and how the string leaves the grammar of conditions.
    pub(super) fn parse(text: &str) -> Result<Self, Inside> {
        match text.strip_prefix('!') {
            Some(rest) => test(rest).map(Self::Not).map_err(|e| e.shift(1)),
            None => test(text).map(Self::Test),
        }
    }

    /// The variables that the condition reads.
    pub fn variables(&self) -> Vec<&VariableName> {
        match self {
            Self::Test(test) | Self::Not(test) => test.variables(),
            Self::All(all) | Self::Any(all) => all.iter().flat_map(Self::variables).collect(),
        }
    }
}

impl Condition {
    /// The programs that it looks for.
    pub(super) fn programs(&self) -> Vec<&str> {
        match self {
            Self::Test(Test::Program(name)) | Self::Not(Test::Program(name)) => vec![name],
            Self::Test(_) | Self::Not(_) => Vec::new(),
            Self::All(all) | Self::Any(all) => all.iter().flat_map(Self::programs).collect(),
        }
    }
}

impl Test {
    /// The variables that the test reads.
    fn variables(&self) -> Vec<&VariableName> {
        match self {
            Self::Set(name) | Self::Is(name, _) | Self::IsNot(name, _) | Self::True(name) => {
                vec![name]
            }
            Self::File(path) | Self::Directory(path) | Self::Socket(path) | Self::Empty(path) => {
                path.variables().collect()
            }
            Self::FirstWord(_) | Self::Program(_) | Self::Root => Vec::new(),
        }
    }
}

/// Reads one test.
fn test(text: &str) -> Result<Test, Inside> {
    if text == ROOT {
        return Ok(Test::Root);
    }
    let Some(&prefix) = PREFIXES.iter().find(|&&prefix| text.starts_with(prefix)) else {
        let end = text.find(':').map_or(text.len(), |colon| colon + 1);
        let found = text[..end].to_owned();
        let near = near::names(&found, PREFIXES.into_iter().chain([ROOT]));
        return Err(Inside::new(0..end, Fault::UnknownTest { found, near }));
    };
    let operand = &text[prefix.len()..];
    if operand.is_empty() {
        return Err(Inside::new(
            0..text.len(),
            Fault::EmptyOperand { test: prefix },
        ));
    }
    let result = match prefix {
        "env:" => variable(operand),
        "true:" => whole_name(operand).map(Test::True),
        "file:" => Template::parse(operand).map(Test::File),
        "dir:" => Template::parse(operand).map(Test::Directory),
        "socket:" => Template::parse(operand).map(Test::Socket),
        "empty:" => Template::parse(operand).map(Test::Empty),
        "arg:" => Glob::parse(operand).map(Test::FirstWord),
        _ => program(operand).map(Test::Program),
    };
    result.map_err(|e| e.shift(prefix.len()))
}

/// Reads `NAME`, `NAME=values` or `NAME!=values`.
fn variable(text: &str) -> Result<Test, Inside> {
    let Some(equals) = text.find('=') else {
        return whole_name(text).map(Test::Set);
    };
    let (name, differs) = match text[..equals].strip_suffix('!') {
        Some(name) => (name, true),
        None => (&text[..equals], false),
    };
    let name = whole_name(name)?;
    let values = values(&text[equals + 1..]).map_err(|e| e.shift(equals + 1))?;
    Ok(if differs {
        Test::IsNot(name, values)
    } else {
        Test::Is(name, values)
    })
}

/// Reads a variable's name that fills `text`.
fn whole_name(text: &str) -> Result<VariableName, Inside> {
    VariableName::parse(text).map_err(|fault| Inside::new(0..text.len(), fault))
}

/// Reads `value { "|" value }`.
fn values(text: &str) -> Result<Vec<String>, Inside> {
    let mut values = Vec::new();
    let mut rest = text;
    loop {
        let offset = text.len() - rest.len();
        let (value, length) = value(rest).map_err(|e| e.shift(offset))?;
        values.push(value);
        let Some(after) = rest[length..].strip_prefix('|') else {
            let after = &rest[length..];
            if after.is_empty() {
                return Ok(values);
            }
            let fault = Fault::AfterCondition {
                found: after.to_owned(),
            };
            return Err(Inside::new(offset + length..text.len(), fault));
        };
        rest = after;
    }
}

/// Reads one value; gives it with its length in the source.
fn value(text: &str) -> Result<(String, usize), Inside> {
    if let Some(quoted) = text.strip_prefix('\'') {
        return match quoted.find('\'') {
            Some(end) => Ok((quoted[..end].to_owned(), end + 2)),
            None => Err(Inside::new(0..text.len(), Fault::UnclosedValue)),
        };
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_./:+,-".contains(&b);
    let end = text.bytes().position(|b| !plain(b)).unwrap_or(text.len());
    if end == 0 {
        let length = text.chars().next().map_or(0, char::len_utf8);
        return Err(Inside::new(0..length, Fault::ConditionValue));
    }
    Ok((text[..end].to_owned(), end))
}

/// Reads the name of a program, as `command -v` takes it.
fn program(text: &str) -> Result<String, Inside> {
    if text.starts_with('-') || text.contains(|c: char| c.is_control() || c == ' ') {
        let fault = Fault::ProgramName {
            name: text.to_owned(),
        };
        return Err(Inside::new(0..text.len(), fault));
    }
    Ok(text.to_owned())
}
