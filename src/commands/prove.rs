//! `lychgate prove`

use std::env;
use std::io;

use crate::cli::Prove;
use crate::commands::Verdict;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::diagnostic::Diagnostic;
use crate::prove::matrix::prove;
use crate::prove::subject::Subject;
use crate::prove::verdict;
use crate::shell::Shell;

/// Proves the script of a table, or another one.
///
/// # Errors
/// Standard output cannot be written.
pub(super) fn run(arguments: &Prove, output: &mut Output) -> io::Result<Verdict> {
    let usage = "lychgate prove --table FILE";
    let Some(project) = Project::find(arguments.table.as_deref(), usage, output) else {
        return Ok(Verdict::Failed);
    };
    let subject = Subject::of(&project.plan);
    let shells = Shell::ALL.into_iter().filter_map(Shell::find).collect();
    let lychgate = env::current_exe()?;
    let matrix = match prove(&subject, shells, &lychgate, 8, |_, _| {}) {
        Ok(matrix) => matrix,
        Err(fault) => {
            output.trouble(&Diagnostic::error(fault.to_string()));
            return Ok(Verdict::Failed);
        }
    };
    for row in &matrix.rows {
        let mut line = format!("{:<32}", row.scenario.id);
        for cell in &row.cells {
            line += match &cell.verdict {
                verdict::Verdict::Proven => " ok",
                verdict::Verdict::Refuted(_) => " XX",
                verdict::Verdict::NotRun(_) => " --",
            };
        }
        output.result(format!("{line}  {}\n", row.scenario.says).as_bytes())?;
        for (cell, shell) in row.cells.iter().zip(&matrix.shells) {
            if let verdict::Verdict::Refuted(misses) = &cell.verdict {
                for miss in misses {
                    output
                        .result(format!("      {}: {}\n", shell.shell(), miss.what).as_bytes())?;
                }
                if let Some(outcome) = &cell.outcome {
                    output.result(outcome.to_string().as_bytes())?;
                }
            }
        }
    }
    output.result(format!("{:?}\n", matrix.took).as_bytes())?;
    Ok(Verdict::Fine)
}
