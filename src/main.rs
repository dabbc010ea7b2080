//! The command line: arguments, one call, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = lychgate::prove::run_hidden_role() {
        return code;
    }
    ExitCode::SUCCESS
}
