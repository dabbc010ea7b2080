//! The command line as it was typed.
#![allow(
    clippy::doc_markdown,
    reason = "`--help` prints these comments as they are"
)]

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Args, ColorChoice, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::lint::engine::Engine;

/// Makes a container's entrypoint.sh from a mode table.
///
/// The table, lychgate.toml, says in a few lines what the container does when
/// it starts: its modes, how one is chosen, its variables. lychgate makes one
/// readable POSIX sh script of it and checks that the script is current, clean
/// and portable.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 80)]
#[command(after_help = "First steps:
  Write a table of two lines, lychgate.toml:
    [modes.web]
    run = [\"/app/server\", \"$@\"]
  Then:
    lychgate emit --write   makes entrypoint.sh beside it: commit both
    lychgate check          says whether they still fit each other, for CI")]
pub struct Cli {
    /// How it is said.
    #[command(flatten)]
    pub manner: Manner,

    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

impl Cli {
    /// Reads `words`, the name of the program first.
    ///
    /// # Errors
    /// They mean nothing, or ask for a help, which is then in the error.
    pub fn parse(words: &[OsString]) -> Result<Self, clap::Error> {
        let cli = Self::try_parse_from(words)?;
        // clap would see this on one side of the verb only.
        if cli.manner.quiet && cli.manner.verbose {
            let message = "the argument '--quiet' cannot be used with '--verbose'";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
        }
        Ok(cli)
    }
}

/// How much is said, and whether in colour.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Manner {
    /// Say only what is wrong or was asked for
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// Say what is done: with which table, engines and files
    #[arg(short, long, global = true)]
    pub verbose: bool,

    /// Colour: always, never, auto (terminals, unless NO_COLOR)
    #[arg(long, global = true, value_name = "WHEN", default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub color: ColorChoice,
}

impl Manner {
    /// What holds for `words` that as a whole mean nothing: their last `--color`.
    #[must_use]
    pub fn of_any(words: &[OsString]) -> Self {
        let mut color = ColorChoice::Auto;
        let mut words = words.iter().filter_map(|word| word.to_str());
        while let Some(word) = words.next() {
            let typed = match word {
                "--color" => words.next(),
                word => word.strip_prefix("--color="),
            };
            color = typed.and_then(|when| when.parse().ok()).unwrap_or(color);
        }
        Self {
            quiet: false,
            verbose: false,
            color,
        }
    }
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make the script: print it, or write it to where it belongs
    ///
    /// A file is written whole or not at all, and gets its run bit. A table with
    /// errors gives no script: all of them are shown, and the exit code is 2.
    Emit(Emit),
    /// Check that the script is current and that the shells accept it
    ///
    /// Makes the script again, compares it with the file that ships, and hands it
    /// to shellcheck and to each shell that is found (`sh -n`: read it, run nothing).
    Check(Check),
    /// Print the JSON schema of the table, for editors
    ///
    /// A language server for TOML, such as taplo or Even Better TOML, checks and
    /// completes a table whose first line is `#:schema ./lychgate.schema.json`.
    #[command(after_help = "Example:
  lychgate schema > lychgate.schema.json")]
    Schema,
    /// Print what makes a shell complete the words of lychgate
    Completions(Completions),
    /// Print a page of the manual
    ///
    /// The page of lychgate is lychgate(1), that of a verb lychgate-VERB(1), both in the
    /// language of man.
    Man(Man),
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

/// `lychgate completions`
#[derive(Debug, Args)]
#[command(after_help = "Lines for the start-up file:
  bash        eval \"$(lychgate completions bash)\"
  zsh         source <(lychgate completions zsh)     after compinit
  fish        lychgate completions fish | source
  elvish      eval (lychgate completions elvish | slurp)
  powershell  lychgate completions powershell | Out-String | iex")]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

/// `lychgate man`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lychgate man emit | man -l -
  lychgate man --all /usr/local/share/man/man1")]
pub struct Man {
    /// The verb whose page it is [default: that of lychgate itself]
    pub verb: Option<String>,

    /// Write every page into this folder, for packages
    #[arg(long, value_name = "FOLDER", conflicts_with = "verb")]
    pub all: Option<PathBuf>,
}
