//! `lychgate completions`

use std::io;

use clap::CommandFactory;
use clap_complete::generate;

use crate::cli::{Cli, Completions};
use crate::commands::Verdict;
use crate::commands::output::Output;

/// Prints what makes a shell complete the words of lychgate.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &Completions, output: &mut Output) -> io::Result<Verdict> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    // What is written to a vector cannot fail, where the library would panic.
    let mut text = Vec::new();
    generate(arguments.shell, &mut command, name, &mut text);
    output.result(&text)?;
    Ok(Verdict::Fine)
}
