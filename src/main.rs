//! The command line: arguments, one call, exit code.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = lychgate::sandbox::run_hidden_role() {
        return code;
    }
    let words: Vec<_> = env::args_os().collect();
    lychgate::commands::run(&words)
}
