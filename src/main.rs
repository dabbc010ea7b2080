//! The command line: arguments, one call, exit code.

use std::process::ExitCode;

use clap::Parser;

use lychgate::cli::Cli;

fn main() -> ExitCode {
    if let Some(code) = lychgate::prove::run_hidden_role() {
        return code;
    }
    lychgate::commands::run(&Cli::parse())
}
