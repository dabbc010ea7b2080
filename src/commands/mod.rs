//! The verbs: each reads files, calls the stages, and shows what came out.

mod check;
mod completions;
mod derive;
mod derived;
mod emit;
mod engines;
mod explain;
mod file;
mod init;
mod lint;
mod locate;
mod man;
mod output;
mod progress;
mod project;
mod proof;
mod prove;
mod questions;
mod schema;
mod selection;
mod shells;
mod stop;
mod unreadable;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use crate::cli::{Cli, Manner, Verb};
use crate::diagnostic::{Diagnostic, reason};

use output::Output;
use stop::{Stop, settle};

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// All is well.
    Fine,
    /// There is something to mend.
    Findings,
    /// It could not be done.
    Failed,
    /// A signal asked to end.
    Interrupted,
}

/// Does what `words`, the name of the program first, say: 0 all is well, 1 something
/// to mend, 2 not done.
#[must_use]
pub fn run(words: &[OsString]) -> ExitCode {
    match Cli::parse(words) {
        Ok(Cli { manner, verb }) => {
            let mut output = Output::new(manner);
            let ended = run_verb(&verb, &mut output);
            end(settle(ended, &output), output)
        }
        Err(instead) => {
            let mut output = Output::new(Manner::of_any(words));
            let verdict = show(&instead, &mut output);
            end(verdict, output)
        }
    }
}

fn run_verb(verb: &Verb, output: &mut Output) -> Result<Verdict, Stop> {
    match verb {
        Verb::Init(arguments) => init::run(arguments, output),
        Verb::Emit(arguments) => emit::run(arguments, output),
        Verb::Check(arguments) => check::run(arguments, output),
        Verb::Lint(arguments) => lint::run(arguments, output),
        Verb::Prove(arguments) => prove::run(arguments, output),
        Verb::Explain(arguments) => explain::run(arguments, output),
        Verb::Derive(arguments) => derive::run(arguments, output),
        Verb::Schema => Ok(schema::run(output)?),
        Verb::Completions(arguments) => Ok(completions::run(arguments, output)?),
        Verb::Man(arguments) => man::run(arguments, output),
    }
}

/// Shows what clap says in place of a verb: a help, or what is wrong with the words.
fn show(instead: &clap::Error, output: &mut Output) -> io::Result<Verdict> {
    if instead.use_stderr() {
        output.misuse(&instead.render());
        return Ok(Verdict::Failed);
    }
    output.help(&instead.render())?;
    Ok(Verdict::Fine)
}

/// Sends what is left to say, and gives the exit code.
fn end(verdict: io::Result<Verdict>, mut output: Output) -> ExitCode {
    match verdict.and_then(|verdict| output.finish().map(|()| verdict)) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Ok(Verdict::Failed) => ExitCode::from(2),
        // 128 and the number of INT, as of any program that Ctrl-C has ended.
        Ok(Verdict::Interrupted) => ExitCode::from(130),
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let message = format!("cannot write the result: {}", reason(&error));
            let help = "send it to where there is room";
            output.trouble(&Diagnostic::error(message).help(help));
            ExitCode::from(2)
        }
    }
}
