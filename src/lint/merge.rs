//! What several engines say of one thing becomes one diagnostic.

use std::ops::Range;

use crate::diagnostic::position::{Lines, Position};
use crate::diagnostic::{Diagnostic, Kind, Label, Severity};
use crate::lint::bashism;
use crate::lint::engine::Engine;
use crate::lint::finding::{Cause, Finding, Place};

/// The findings of shellcheck that say that a script cannot be read, and no more.
const COMPANIONS: [u32; 3] = [1009, 1072, 1073];

/// shellcheck's number for a carriage return: who has one has it in all lines.
const CARRIAGE_RETURN: u32 = 1017;

/// Findings about one thing.
struct Group {
    /// The one that is shown.
    lead: Finding,
    /// What the same engine says of other places.
    related: Vec<Finding>,
    /// Who else sees it.
    agreeing: Vec<Engine>,
    /// Whether shellcheck could not read the script.
    broken: bool,
}

/// Makes diagnostics of all that was found in `source`, in the order of their places.
#[must_use]
pub fn merge(findings: Vec<Finding>, source: &str) -> Vec<Diagnostic> {
    let lines = Lines::new(source);
    let broken = findings.iter().any(|finding| is_companion(finding.cause));
    let mut groups: Vec<Group> = Vec::new();
    for mut finding in findings {
        finding.place = inside(finding.place, &lines);
        match groups.iter_mut().find(|group| group.has(&finding)) {
            Some(group) => group.take(finding),
            None => groups.push(Group::new(finding, broken)),
        }
    }
    let mut diagnostics: Vec<Diagnostic> = groups
        .into_iter()
        .map(|group| group.into_diagnostic(&lines))
        .collect();
    diagnostics.sort_by_key(|diagnostic| {
        let label = diagnostic.primary.as_ref();
        label.map(|label| (label.span.start, label.span.end))
    });
    diagnostics
}

impl Group {
    fn new(lead: Finding, broken: bool) -> Self {
        Self {
            lead,
            related: Vec::new(),
            agreeing: Vec::new(),
            broken,
        }
    }

    /// Whether `finding` is about the same thing.
    fn has(&self, finding: &Finding) -> bool {
        let lead = &self.lead;
        let same_line = lead.place.line() == finding.place.line();
        match (lead.cause, finding.cause) {
            (Cause::Shellcheck(CARRIAGE_RETURN), Cause::Shellcheck(CARRIAGE_RETURN)) => true,
            (Cause::Shellcheck(_), Cause::Shellcheck(_)) => {
                lead == finding || self.is_unread(lead) && self.is_unread(finding)
            }
            (Cause::Shellcheck(number), Cause::Syntax) => {
                same_line && is_portability(number) || self.is_unread(lead) && self.is_at(finding)
            }
            (Cause::Shellcheck(number), Cause::Bashism) => {
                same_line && bashism::is_known_as(&finding.message, number)
            }
            (Cause::Bashism, Cause::Bashism) => lead == finding,
            (Cause::Bashism | Cause::Syntax, Cause::Syntax) => same_line,
            (Cause::Bashism | Cause::Syntax, _) => false,
        }
    }

    /// Whether it says why shellcheck cannot read the script.
    fn is_unread(&self, finding: &Finding) -> bool {
        let is_error = finding.severity == Severity::Error;
        let of_parser = matches!(finding.cause, Cause::Shellcheck(1000..=1999));
        self.broken && (is_companion(finding.cause) || of_parser && is_error)
    }

    /// Whether one of its places is in the line of `finding`.
    fn is_at(&self, finding: &Finding) -> bool {
        let mut all = std::iter::once(&self.lead).chain(&self.related);
        all.any(|one| one.place.line() == finding.place.line())
    }

    fn take(&mut self, finding: Finding) {
        self.lead.severity = self.lead.severity.max(finding.severity);
        if finding.engine != self.lead.engine {
            self.agreeing.push(finding.engine);
        } else if finding != self.lead && finding.cause != Cause::Shellcheck(CARRIAGE_RETURN) {
            let mut other = finding;
            // The first that says more than that the script cannot be read is shown.
            if is_companion(self.lead.cause) && !is_companion(other.cause) {
                std::mem::swap(&mut self.lead, &mut other);
            }
            self.related.push(other);
        }
    }

    fn into_diagnostic(self, lines: &Lines<'_>) -> Diagnostic {
        let Self {
            lead,
            related,
            agreeing,
            broken: _,
        } = self;
        let label = |finding: &Finding, text: &str| Label {
            span: span(finding.place, lines),
            text: text.to_owned(),
        };
        let first = match lead.cause {
            Cause::Shellcheck(_) => format!("{} {}", lead.engine.name(), lead.cause.code()),
            Cause::Syntax | Cause::Bashism => lead.engine.name().to_owned(),
        };
        // Where there is a reason, that there is an error says nothing more.
        let says_more =
            |finding: &&Finding| is_companion(lead.cause) || !is_companion(finding.cause);
        let others = agreeing.iter().map(|engine| engine.name().to_owned());
        Diagnostic {
            severity: lead.severity,
            kind: Some(Box::new(Kind {
                code: lead.cause.code(),
                by: std::iter::once(first).chain(others).collect(),
                url: lead.cause.page(),
            })),
            primary: Some(label(&lead, "")),
            related: related
                .iter()
                .filter(says_more)
                .map(|finding| label(finding, &finding.message))
                .collect(),
            message: match lead.cause {
                Cause::Bashism => format!("possible bashism: {}", lead.message),
                Cause::Shellcheck(_) | Cause::Syntax => lead.message,
            },
            help: None,
        }
    }
}

fn is_companion(cause: Cause) -> bool {
    matches!(cause, Cause::Shellcheck(number) if COMPANIONS.contains(&number))
}

/// shellcheck's numbers for what not every POSIX shell knows.
fn is_portability(number: u32) -> bool {
    (3000..4000).contains(&number)
}

/// `place` with lines that are there: some shells tell the one behind the last.
fn inside(place: Place, lines: &Lines<'_>) -> Place {
    let last = lines.count();
    let within = |position: Position| Position {
        line: position.line.min(last),
        ..position
    };
    match place {
        Place::Line(line) => Place::Line(line.min(last)),
        Place::Span(start, end) => Place::Span(within(start), within(end)),
    }
}

/// The bytes of `place`; a line is told without the blanks before it.
fn span(place: Place, lines: &Lines<'_>) -> Range<usize> {
    match place {
        Place::Line(line) => lines.words(line),
        Place::Span(start, end) => {
            let start = lines.offset(start);
            start..lines.offset(end).max(start)
        }
    }
}
