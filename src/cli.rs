//! The command line as it was typed.
#![allow(
    clippy::doc_markdown,
    reason = "`--help` prints these comments as they are"
)]

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::lint::engine::Engine;

/// Makes a container's entrypoint.sh from a mode table.
///
/// The table, lychgate.toml, says in a few lines what the container does when
/// it starts: its modes, how one is chosen, its variables. lychgate makes one
/// readable POSIX sh script of it and checks that the script is current, clean
/// and portable.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 90)]
#[command(after_help = "Start with a table of two lines, lychgate.toml:
  [modes.web]
  run = [\"/app/server\", \"$@\"]
Then:
  lychgate emit --write    makes entrypoint.sh beside it; both belong into the repository
  lychgate check           says whether they still fit each other, for CI")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make the script: print it, or write it to where it belongs
    ///
    /// A file is written whole or not at all, and gets its run bit. A table with
    /// errors gives no script: all of them are shown, and the exit code is 2.
    Emit(Emit),
    /// Check that the script is current, and that shellcheck and the shells accept it
    ///
    /// Makes the script again, compares it with the file that ships, and hands it
    /// to shellcheck and to each shell that is found (`sh -n`: read it, run nothing).
    Check(Check),
    /// Show what shellcheck, checkbashisms and the shells find in any script
    ///
    /// A file that is named is looked at; in a folder a file is a script by its shebang
    /// or the ending of its name, and what `.gitignore` names is left out. A script for
    /// sh is read by every shell that is found (`sh -n`: read it, run nothing), one for
    /// another shell by that one. What several of them find in one place is shown once.
    Lint(Lint),
    /// Print the JSON schema of the table, for editors
    ///
    /// A language server for TOML, such as taplo or Even Better TOML, checks and
    /// completes a table whose first line is `#:schema ./lychgate.schema.json`.
    #[command(after_help = "Example:
  lychgate schema > lychgate.schema.json")]
    Schema,
}

/// `lychgate emit`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lychgate emit > entrypoint.sh
  lychgate emit --write             into the file that the table names
  lychgate emit --table web.toml --output docker/web.sh")]
pub struct Emit {
    /// The table [default: $LYCHGATE_TABLE, else lychgate.toml here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,

    /// Write the file that `path` in the table's `[entrypoint]` names, else entrypoint.sh
    /// beside the table
    #[arg(long, conflicts_with = "output")]
    pub write: bool,

    /// Write this file
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `lychgate check`
#[derive(Debug, Args)]
#[command(after_help = "Exit codes:
  0  current and clean
  1  the file differs from the table, or an engine found something
  2  could not be checked: a wrong table, a required engine that is missing

Examples:
  lychgate check
  lychgate check --require shellcheck,busybox images/*/lychgate.toml")]
pub struct Check {
    /// The tables [default: $LYCHGATE_TABLE, else lychgate.toml here or in a folder above]
    #[arg(value_name = "TABLE")]
    pub tables: Vec<PathBuf>,

    /// Fail if one of these is missing, separated by commas; else that is only noted
    #[arg(long, value_name = "ENGINE", value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(Engine::all().map(Engine::name)))]
    pub require: Vec<String>,
}

/// `lychgate lint`
#[derive(Debug, Args)]
#[command(after_help = "Exit codes:
  0  nothing found
  1  something found
  2  something could not be looked at, or a required engine is missing

Examples:
  lychgate lint
  lychgate lint --format sarif docker/ install.sh > lint.sarif")]
pub struct Lint {
    /// The scripts, and folders with scripts
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// The form in which findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,

    /// Fail if one of these is missing, separated by commas; else that is only noted
    #[arg(long, value_name = "ENGINE", value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(Engine::all().map(Engine::name)))]
    pub require: Vec<String>,
}

/// A form in which findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: each with its line of source
    Text,
    /// One JSON document
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a change
    Github,
    /// SARIF 2.1.0, for services that scan code
    Sarif,
}
