//! Answers that may depend on the container.

use std::fmt;

use crate::explain::Unexplained;

/// The most branches of one answer.
const MOST: usize = 64;

/// A question that only the container can answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// There is a regular file.
    File(String),
    /// There is a directory.
    Directory(String),
    /// There is a socket.
    Socket(String),
    /// The file has no bytes, or the directory no entries.
    Empty(String),
    /// The image has this program.
    Program(String),
    /// The script runs as root.
    Root,
}

/// The fact as a condition of the table has it.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "file:{path}"),
            Self::Directory(path) => write!(f, "dir:{path}"),
            Self::Socket(path) => write!(f, "socket:{path}"),
            Self::Empty(path) => write!(f, "empty:{path}"),
            Self::Program(name) => write!(f, "cmd:{name}"),
            Self::Root => f.write_str("root"),
        }
    }
}

/// A fact that is taken to hold, or not to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The question.
    pub fact: Fact,
    /// The answer.
    pub holds: bool,
}

impl Finding {
    /// What this finding says about `fact`; `None` where it leaves it open. A path is
    /// a file, a directory or a socket, never two of them.
    fn tells(&self, fact: &Fact) -> Option<bool> {
        if self.fact == *fact {
            return Some(self.holds);
        }
        let kinds = (kind(&self.fact)?, kind(fact)?);
        (self.holds && kinds.0 == kinds.1).then_some(false)
    }
}

/// The path whose kind `fact` is about.
fn kind(fact: &Fact) -> Option<&str> {
    match fact {
        Fact::File(path) | Fact::Directory(path) | Fact::Socket(path) => Some(path),
        Fact::Empty(_) | Fact::Program(_) | Fact::Root => None,
    }
}

/// What is taken to hold of the container while a question is answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    /// Whether `fact` holds.
    ///
    /// # Errors
    /// The fact itself, where that is open.
    pub(super) fn ask(&self, fact: Fact) -> Asked<bool> {
        let told = self.0.iter().find_map(|finding| finding.tells(&fact));
        told.ok_or(fact)
    }

    /// The same with one finding more.
    pub(super) fn with(&self, fact: Fact, holds: bool) -> Self {
        let mut findings = self.clone();
        findings.0.push(Finding { fact, holds });
        findings
    }
}

/// What was found, or the fact on which it depends.
pub(super) type Asked<T> = Result<T, Fact>;

/// A value for each case of the container: exactly one branch applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    branches: Vec<Branch<T>>,
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch<T> {
    /// What holds then; empty if the value is the same in any container.
    pub when: Vec<Finding>,
    /// The value.
    pub value: T,
}

impl<T: PartialEq> Answer<T> {
    /// The value, whatever the container is like.
    pub(super) fn known(value: T) -> Self {
        let when = Vec::new();
        Self {
            branches: vec![Branch { when, value }],
        }
    }

    /// The answer to `question` in the world `start`, and in those to which `with` leads
    /// where a fact is open.
    ///
    /// # Errors
    /// There are too many branches.
    pub(super) fn explore<W>(
        start: &W,
        with: &impl Fn(&W, Fact, bool) -> W,
        question: &impl Fn(&W) -> Asked<T>,
    ) -> Result<Self, Unexplained> {
        let fact = match question(start) {
            Ok(value) => return Ok(Self::known(value)),
            Err(fact) => fact,
        };
        let branches = |holds| {
            let world = with(start, fact.clone(), holds);
            Ok(Self::explore(&world, with, question)?.branches)
        };
        let (yes, no) = (branches(true)?, branches(false)?);
        // The fact was asked, and makes no difference.
        if yes == no {
            return Ok(Self { branches: yes });
        }
        if yes.len() + no.len() > MOST {
            return Err(Unexplained::TooManyBranches);
        }
        let under = |branches: Vec<Branch<T>>, holds| {
            let fact = fact.clone();
            let finding = Finding { fact, holds };
            branches.into_iter().map(move |branch| Branch {
                when: std::iter::once(finding.clone())
                    .chain(branch.when)
                    .collect(),
                ..branch
            })
        };
        Ok(Self {
            branches: under(yes, true).chain(under(no, false)).collect(),
        })
    }

    /// The value if it is the same in any container.
    #[must_use]
    pub fn certain(&self) -> Option<&T> {
        match self.branches.as_slice() {
            [only] => Some(&only.value),
            _ => None,
        }
    }

    /// The cases, at least one.
    #[must_use]
    pub fn branches(&self) -> &[Branch<T>] {
        &self.branches
    }
}
