//! Answers that may depend on the container.

use std::cell::Cell;
use std::fmt;

use crate::explain::Unexplained;

/// How often one question is asked at most, each time of another container. Nobody
/// reads an answer with more branches.
const MOST: usize = 200;

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
    /// There are too many of them.
    pub(super) fn explore<W>(
        start: &W,
        with: impl Fn(&W, Fact, bool) -> W,
        question: impl Fn(&W) -> Asked<T>,
    ) -> Result<Self, Unexplained> {
        let left = Cell::new(MOST);
        let branches = branches(start, &with, &question, &left)?;
        Ok(Self { branches })
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

/// The branches of the answer in `world`; `left` is how often it may still be asked.
fn branches<W, T: PartialEq>(
    world: &W,
    with: &impl Fn(&W, Fact, bool) -> W,
    question: &impl Fn(&W) -> Asked<T>,
    left: &Cell<usize>,
) -> Result<Vec<Branch<T>>, Unexplained> {
    let rest = left.get().checked_sub(1);
    left.set(rest.ok_or(Unexplained::TooManyBranches)?);
    let fact = match question(world) {
        Ok(value) => return Ok(Answer::known(value).branches),
        Err(fact) => fact,
    };
    let under = |holds| branches(&with(world, fact.clone(), holds), with, question, left);
    let (yes, no) = (under(true)?, under(false)?);
    // The fact was asked, and makes no difference.
    if yes == no {
        return Ok(yes);
    }
    let found = |holds| Finding {
        fact: fact.clone(),
        holds,
    };
    Ok(all_under(found(true), yes)
        .chain(all_under(found(false), no))
        .collect())
}

/// `branches` with `finding` in front of what holds in each.
fn all_under<T>(finding: Finding, branches: Vec<Branch<T>>) -> impl Iterator<Item = Branch<T>> {
    branches.into_iter().map(move |mut branch| {
        branch.when.insert(0, finding.clone());
        branch
    })
}
