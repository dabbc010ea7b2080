//! The runtime: which functions of `sh/` a script needs.
//!
//! A fragment is a shell file of functions, parsed by our own parser. The
//! script gets the functions that its generated code calls and those that
//! these call, in the order of the fragments, each with its comment. A command
//! below `#only NAME` in a function is for scripts with that feature.

use std::collections::BTreeSet;

use crate::syntax::parse;
use crate::syntax::tree::{Command, CompoundKind, Function, Item, Line, List, Simple, WordPart};
use crate::syntax::visit::{self, Visitor};

/// The fragments, in the order in which their functions stand in a script.
const FRAGMENTS: [&str; 11] = [
    include_str!("../../sh/log.sh"),
    include_str!("../../sh/limit.sh"),
    include_str!("../../sh/clock.sh"),
    include_str!("../../sh/condition.sh"),
    include_str!("../../sh/given.sh"),
    include_str!("../../sh/environment.sh"),
    include_str!("../../sh/restart.sh"),
    include_str!("../../sh/state.sh"),
    include_str!("../../sh/health.sh"),
    include_str!("../../sh/supervise.sh"),
    include_str!("../../sh/step.sh"),
];

/// Something that some scripts need and others do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feature {
    /// A signal does to a program what it does to no other child.
    Program,
    /// A signal does the same to each child.
    Uniform,
    /// A program has a limited time to end.
    Grace,
    /// A command is run before a program is told to stop.
    Before,
    /// A signal is passed on to a program.
    Forward,
    /// The state of a mode is kept for those who ask for its health.
    Health,
    /// A mode is unhealthy while its program ends too often.
    CrashLoop,
    /// A command has a limited time.
    Timeout,
    /// Each event is said.
    Talks,
    /// A line of the log is a sentence behind the name.
    Plain,
    /// A line of the log has fields, the level first.
    Fields,
    /// They are in the form of logfmt.
    Logfmt,
    /// They are a JSON object.
    Json,
}

impl Feature {
    /// Its name in the fragments.
    const fn name(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Uniform => "uniform",
            Self::Grace => "grace",
            Self::Before => "before",
            Self::Forward => "forward",
            Self::Health => "health",
            Self::CrashLoop => "crash-loop",
            Self::Timeout => "timeout",
            Self::Talks => "talks",
            Self::Plain => "plain",
            Self::Fields => "fields",
            Self::Logfmt => "logfmt",
            Self::Json => "json",
        }
    }
}

/// The functions that `generated` reaches, with a blank line behind each, and
/// in them the lines for `features`.
pub(crate) fn functions(generated: &List<'_>, features: &[Feature]) -> List<'static> {
    let runtime: Vec<Definition> = FRAGMENTS
        .into_iter()
        .flat_map(|fragment| definitions(fragment, features))
        .collect();
    let mut reached = BTreeSet::new();
    let mut waiting = calls(|visitor| visitor.list(generated));
    while let Some(name) = waiting.pop() {
        let definition = runtime.iter().find(|definition| definition.name() == name);
        if let Some(definition) = definition
            && reached.insert(name)
        {
            waiting.extend(calls(|visitor| visitor.function(&definition.function)));
        }
    }
    let mut list = List::new();
    for definition in runtime {
        if reached.contains(definition.name()) {
            list.lines.extend(definition.comment);
            list.push(definition.function);
            list.blank();
        }
    }
    list
}

/// A function of the runtime.
struct Definition {
    comment: Vec<Line<'static, Item<'static>>>,
    function: Function<'static>,
}

impl Definition {
    fn name(&self) -> &[u8] {
        self.function.name.as_bytes()
    }
}

/// The functions of `fragment`, each with the comment right above it.
fn definitions(fragment: &'static str, features: &[Feature]) -> Vec<Definition> {
    let script = parse(fragment.as_bytes()).expect("a test parses every fragment");
    let mut definitions = Vec::new();
    let mut comment = Vec::new();
    for line in script.body.lines {
        match line {
            Line::Comment(_) => comment.push(line),
            Line::Blank => comment.clear(),
            Line::Code(item) => {
                let comment = std::mem::take(&mut comment);
                if let Some(Command::Function(mut function)) =
                    item.and_or.first.commands.into_iter().next()
                {
                    if let CompoundKind::Brace(body) = &mut function.body.kind {
                        keep_only(features, body);
                    }
                    definitions.push(Definition { comment, function });
                }
            }
        }
    }
    definitions
}

/// Takes the marks out of `body`, and what is below those of a feature that is
/// not among `features`: a command with the comments on it.
fn keep_only(features: &[Feature], body: &mut List<'_>) {
    let mut wanted = true;
    body.lines.retain(|line| match line {
        Line::Comment(comment) => match comment.as_bytes().strip_prefix(b"only ") {
            Some(name) => {
                let mut names = features.iter().map(|feature| feature.name());
                wanted = names.any(|feature| feature.as_bytes() == name);
                false
            }
            None => wanted,
        },
        Line::Blank | Line::Code(_) => std::mem::replace(&mut wanted, true),
    });
}

/// The names of the commands that a walk comes upon.
fn calls<'a>(walk: impl FnOnce(&mut Calls)) -> Vec<Vec<u8>>
where
    Calls: Visitor<'a>,
{
    let mut calls = Calls::default();
    walk(&mut calls);
    calls.names
}

#[derive(Default)]
struct Calls {
    names: Vec<Vec<u8>>,
}

impl<'a> Visitor<'a> for Calls {
    fn simple(&mut self, simple: &Simple<'a>) {
        if let Some(name) = simple.words.first().and_then(|word| word.as_literal()) {
            self.names.push(name.to_vec());
            if name == b"trap" {
                self.action(simple);
            }
        }
        visit::walk_simple(self, simple);
    }
}

impl Calls {
    /// The action of a `trap` is a script of its own.
    fn action(&mut self, trap: &Simple<'_>) {
        let action = trap.words.get(1).map(|word| word.parts.as_slice());
        if let Some([WordPart::SingleQuoted(action)]) = action
            && let Ok(script) = parse(action.as_bytes())
        {
            let mut inner = Calls::default();
            inner.list(&script.body);
            self.names.extend(inner.names);
        }
    }
}
