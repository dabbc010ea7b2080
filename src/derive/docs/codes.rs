//! The exit codes of a container.

use super::Guide;
use super::markdown::{Page, code};
use super::trouble::{Cause, Trouble};
use crate::plan::{Mode, Source};

impl Guide<'_> {
    /// The section.
    pub(super) fn codes(&self, troubles: &[Trouble], page: &mut Page) {
        let mut rows: Vec<(u8, String)> = Vec::new();
        for cause in Cause::ALL {
            if !troubles.iter().any(|trouble| trouble.ends == Some(cause)) {
                continue;
            }
            let (code, why) = (cause.code(self.plan), self.why(cause));
            match rows.iter_mut().find(|(known, _)| *known == code) {
                Some((_, reasons)) => *reasons = format!("{reasons}; or {why}"),
                None => rows.push((code, why)),
            }
        }
        rows.sort_by_key(|(code, _)| *code);
        let mut rows: Vec<[String; 2]> = rows
            .into_iter()
            .map(|(code, why)| [code.to_string(), why])
            .collect();
        rows.push(row(
            "126, 127",
            "the program cannot be started; with 127 the image does not have it",
        ));
        if self.stays() {
            rows.push(row(
                "130, 143",
                "stopped by Ctrl-C or TERM while no program ran, such as before it",
            ));
        }
        rows.push(row(
            "137",
            "killed: it did not end in time, or took more memory than it may",
        ));
        rows.push(row("any other", "the program's own"));
        page.heading(2, "Exit codes");
        page.table(["code", "why the container ended"], &rows);
    }

    fn why(&self, cause: Cause) -> String {
        let names = |source: &Source| match source {
            Source::FirstWord => None,
            Source::Variable(name) => Some(code(name)),
        };
        let variables: Vec<String> = self.plan.sources().filter_map(names).collect();
        match cause {
            Cause::Mode => format!("{} names no mode", variables.join(" or ")),
            Cause::Usage => "the command is wrong".to_owned(),
            Cause::Environment => "a variable is missing or has a wrong value".to_owned(),
            Cause::Step => "a command before the program failed".to_owned(),
            Cause::CrashLoop => "the program ended too often".to_owned(),
        }
    }

    /// Whether the script waits for something at times.
    fn stays(&self) -> bool {
        let has_steps = |mode: &Mode| !mode.steps().is_empty();
        self.supervised().next().is_some() || self.plan.modes.iter().any(has_steps)
    }
}

fn row(code: &str, why: &str) -> [String; 2] {
    [code.to_owned(), why.to_owned()]
}
