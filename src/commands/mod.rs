//! The verbs: each reads files, calls the stages, and shows what came out.

mod check;
mod emit;
mod engines;
mod explain;
mod file;
mod init;
mod lint;
mod locate;
mod output;
mod project;
mod questions;
mod schema;

use std::io;
use std::process::ExitCode;

use crate::cli::{Cli, Verb};

use output::{Output, reason};

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// All is well.
    Fine,
    /// There is something to mend.
    Findings,
    /// It could not be done.
    Failed,
}

/// Does what `cli` says: 0 all is well, 1 something to mend, 2 not done.
#[must_use]
pub fn run(cli: &Cli) -> ExitCode {
    let mut output = Output::new();
    let verdict = match &cli.verb {
        Verb::Init(arguments) => Ok(init::run(arguments, &output)),
        Verb::Emit(arguments) => emit::run(arguments, &mut output),
        Verb::Check(arguments) => check::run(arguments, &mut output),
        Verb::Lint(arguments) => lint::run(arguments, &mut output),
        Verb::Explain(arguments) => explain::run(arguments, &mut output),
        Verb::Schema => schema::run(&mut output),
    };
    let verdict = verdict.and_then(|verdict| output.finish().map(|()| verdict));
    match verdict {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Ok(Verdict::Failed) => ExitCode::from(2),
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            output.trouble(&format!("cannot write the result: {}", reason(&error)));
            ExitCode::from(2)
        }
    }
}
