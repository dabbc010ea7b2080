//! The command line as it was typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Makes a container's entrypoint.sh from a mode table.
///
/// The table, lychgate.toml, says in a few lines what the container does when
/// it starts: its modes, how one is chosen, its variables. lychgate makes one
/// readable POSIX sh script of it and checks that the script is current, clean
/// and portable.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 90)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Print the script, or write it to where it belongs
    Emit(Emit),
    /// Check that the script is current, and that shellcheck and the shells accept it
    Check(Check),
}

/// `lychgate emit`
///
/// The script goes to standard output, or whole into a file that gets its run
/// bit. A table with errors gives no script at all: exit code 2.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lychgate emit > entrypoint.sh
  lychgate emit --write             into the file that the table names
  lychgate emit --table web.toml --output docker/web.sh")]
pub struct Emit {
    /// The table; without it $LYCHGATE_TABLE, then lychgate.toml here or in a folder above
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,

    /// Write to the path in the table's `[entrypoint]`; without one, entrypoint.sh beside the table
    #[arg(long, conflicts_with = "output")]
    pub write: bool,

    /// Write to this file
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `lychgate check`
///
/// Makes the script again, compares it with the file that ships, and hands it
/// to shellcheck and to every shell that is found (`sh -n`: read it, run nothing).
#[derive(Debug, Args)]
#[command(after_help = "Exit codes:
  0  current and clean
  1  the file differs from the table, or an engine found something
  2  could not be checked: a wrong table, a required engine that is missing

Examples:
  lychgate check
  lychgate check --require shellcheck,busybox images/*/lychgate.toml")]
pub struct Check {
    /// The tables; without any $LYCHGATE_TABLE, then lychgate.toml here or in a folder above
    #[arg(value_name = "TABLE")]
    pub tables: Vec<PathBuf>,

    /// Engines that must be there; without it a missing one is only noted
    #[arg(long, value_name = "ENGINE", value_delimiter = ',')]
    pub require: Vec<String>,
}
