//! The command line as it was typed.
#![allow(
    clippy::doc_markdown,
    reason = "`--help` prints these comments as they are"
)]

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Args, ColorChoice, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::lint::engine::Engine;
use crate::shell::Shell as Proven;

/// The shells in which a script is proven.
const SHELLS: [Proven; 8] = Proven::ALL;

/// Makes a container's entrypoint.sh from a mode table.
///
/// The table, lychgate.toml, says in a few lines what the container does when
/// it starts: its modes, how one is chosen, its variables. lychgate makes one
/// readable POSIX sh script of it and checks that the script is current, clean
/// and portable.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 80)]
#[command(after_help = "First steps:
  lychgate init           writes lychgate.toml, where two lines do:
                            [modes.web]
                            run = [\"/app/server\", \"$@\"]
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
    /// Write a table to start from
    ///
    /// Reads what a Dockerfile here says of the start (ENTRYPOINT, CMD, STOPSIGNAL),
    /// asks on a terminal for what no flag says, and writes the table with the JSON
    /// schema for editors beside it. A file that is there stays as it is.
    Init(Init),
    /// Make the script: print it, or write it to where it belongs
    ///
    /// A file is written whole or not at all, and gets its run bit. A table with
    /// errors gives no script: all of them are shown, and the exit code is 2.
    Emit(Emit),
    /// Check that the script is current and that the shells accept it
    ///
    /// Makes the script again, compares it with the file that ships, and hands it to
    /// shellcheck, checkbashisms and each shell that is found (`sh -n`: read it, run
    /// nothing). Files that `[deploy]` names for `derive` are compared too.
    Check(Check),
    /// Show what shellcheck, checkbashisms and the shells find in any script
    ///
    /// A file that is named is looked at; in a folder a file is a script by its shebang
    /// or the ending of its name, and what `.gitignore` names is left out. A script for
    /// sh is read by every shell that is found (`sh -n`: read it, run nothing), one for
    /// another shell by that one. What several of them find in one place is shown once.
    Lint(Lint),
    /// Say what the container does, with the variables and words given here
    ///
    /// Plays the table without a container: which mode, which values, what runs before
    /// the program, and the command that runs. What only the container can tell, such as
    /// whether a file is there, is shown with both outcomes.
    Explain(Explain),
    /// Run the script as process 1 in each shell, and see whether it does what the table says
    ///
    /// Plays every scenario that follows from the table, and those of its `[[scenarios]]`:
    /// each start, choice, stop and restart, with stand-ins for the programs, in PID and
    /// mount namespaces. A cell of the result is a scenario in a shell.
    Prove(Prove),
    /// Make other files of the table: services of Compose, a Dockerfile's lines, docs
    #[command(subcommand)]
    Derive(Derive),
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

/// `lychgate init`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lychgate init
  lychgate init --mode web --mode 'worker=php artisan queue:work' \\
                --select env:ROLE
  lychgate init --mode 'web=/app/server \"$@\"' --dockerfile web.dockerfile")]
pub struct Init {
    /// The name in messages [default: the image's title, else the name of the folder]
    #[arg(long, value_name = "NAME")]
    pub app: Option<String>,

    /// A mode, and what it runs if not what the image runs now; once for each mode
    /// [default: web]
    #[arg(long, value_name = "NAME[=COMMAND]")]
    pub mode: Vec<String>,

    /// How one of several modes is chosen: by a variable (env:NAME) or by the first
    /// word of the command line (arg) [default: env:APP_MODE]
    #[arg(long, value_name = "SOURCE")]
    pub select: Option<String>,

    /// The mode when nothing chooses [default: the first one]
    #[arg(long, value_name = "MODE", requires = "mode")]
    pub default: Option<String>,

    /// Read this Dockerfile [default: Dockerfile or Containerfile here]
    #[arg(long, value_name = "FILE")]
    pub dockerfile: Option<PathBuf>,

    /// Write this file [default: lychgate.toml]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
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
  0  current and clean, and with --prove proven
  1  a file differs, an engine found something, or it is not proven
  2  could not be checked: a wrong table, a required engine that is missing

Examples:
  lychgate check
  lychgate check --require shellcheck,busybox images/*/lychgate.toml
  lychgate check --prove --require shellcheck,dash,busybox")]
pub struct Check {
    /// The tables [default: $LYCHGATE_TABLE, else lychgate.toml here or in a folder above]
    #[arg(value_name = "TABLE")]
    pub tables: Vec<PathBuf>,

    /// Fail if one of these is missing, separated by commas; else that is only noted
    #[arg(long, value_name = "ENGINE", value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(Engine::all().map(Engine::name)))]
    pub require: Vec<String>,

    /// Run the script too, as `lychgate prove` does, in each shell that is found
    #[arg(long)]
    pub prove: bool,
}

/// `lychgate prove`
#[derive(Debug, Args)]
#[command(after_help = "Exit codes:
  0  all of it is proven
  1  something is not as the table says, or was not proven as process 1
  2  could not be proven: a wrong table, a required shell that is missing

Examples:
  lychgate prove
  lychgate prove --shell dash,busybox --scenario 'worker/*'
  lychgate prove --script old.sh          one that was written by hand")]
pub struct Prove {
    /// The table [default: $LYCHGATE_TABLE, else lychgate.toml here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,

    /// Prove this script, in place of the one that the table gives
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,

    /// Run it in these shells, separated by commas [default: all that are found]
    #[arg(long, value_name = "SHELL", value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(SHELLS.map(Proven::name)))]
    pub shell: Vec<String>,

    /// Fail if one of these shells is missing, or nothing can be played in it, separated by
    /// commas; else that is only noted
    #[arg(long, value_name = "SHELL", value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(SHELLS.map(Proven::name)))]
    pub require_shell: Vec<String>,

    /// Play only the scenarios whose names fit this pattern, in which `*` fits all; as
    /// often as needed
    #[arg(long, value_name = "GLOB")]
    pub scenario: Vec<String>,

    /// Play so many scenarios at a time [default: four for each processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,

    /// Say what would be played and why, in which shells, and play nothing
    #[arg(long)]
    pub list: bool,

    /// Let it pass where namespaces are refused, so that the script is not process 1; a
    /// script of --script can then reach every process of its user
    #[arg(long)]
    pub allow_no_pid1: bool,
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
    pub format: ReportFormat,

    /// Fail if one of these is missing, separated by commas; else that is only noted
    #[arg(long, value_name = "ENGINE", value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(Engine::all().map(Engine::name)))]
    pub require: Vec<String>,
}

/// A form in which findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people: each with its line of source
    Text,
    /// One JSON document
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a change
    Github,
    /// SARIF 2.1.0, for services that scan code
    Sarif,
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
    pub verb: Vec<String>,

    /// Write every page into this folder, for packages
    #[arg(long, value_name = "FOLDER", conflicts_with = "verb")]
    pub all: Option<PathBuf>,
}

/// `lychgate explain`
#[derive(Debug, Args)]
#[command(after_help = "Exit codes:
  0  explained: the program runs
  1  explained: the container leaves before, with a message
  2  could not be explained: a wrong table, no such mode

Examples:
  lychgate explain
  lychgate explain worker --env QUEUES=high,low
  lychgate explain --env PORT=8080 -- serve --verbose
  lychgate explain --format json | jq '.command[0].value'")]
pub struct Explain {
    /// A mode: its name or an alias, given as the table says that one is chosen
    #[arg(value_name = "MODE")]
    pub mode: Option<String>,

    /// A variable of the container, as often as needed; NAME alone has its value here
    #[arg(long, value_name = "NAME=VALUE", value_parser = given)]
    pub env: Vec<Given>,

    /// The words of the command line: what follows the image in `docker run`, or its CMD
    #[arg(value_name = "WORDS", last = true)]
    pub words: Vec<String>,

    /// The table [default: $LYCHGATE_TABLE, else lychgate.toml here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,

    /// For people or for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `lychgate derive`
#[derive(Debug, Subcommand)]
pub enum Derive {
    /// Make a service of Compose of each mode, as `[deploy]` says
    ///
    /// Prints a Compose file that docker-compose 1.29 and Compose v2 accept, or puts the
    /// services into one that is there: each in the place of the one of its name, or behind
    /// the last one. Nothing else in that file changes, and it is written whole or not at
    /// all. A service is replaced only if the line above it says that it comes from here.
    Compose(DeriveCompose),
    /// Make the instructions with which a Dockerfile starts the script
    ///
    /// COPY, ENTRYPOINT, STOPSIGNAL and, if every mode has health, HEALTHCHECK, for the last
    /// stage. `--write` puts them in place of those that the Dockerfile has already, between
    /// the first and the last line of what is printed.
    #[command(after_help = "Examples:
  lychgate derive dockerfile >> Dockerfile      the first time
  lychgate derive dockerfile --write            when the table has changed")]
    Dockerfile(DeriveFile),
    /// Make the page for those who run the image
    ///
    /// Markdown: modes, variables, an example of Compose, how to scale and to stop,
    /// exit codes, health, and what to do about each message of the script.
    #[command(after_help = "Examples:
  lychgate derive docs > running.md
  lychgate derive docs --write      into the file that the table names")]
    Docs(DeriveFile),
}

/// `lychgate derive dockerfile` and `lychgate derive docs`
#[derive(Debug, Args)]
pub struct DeriveFile {
    /// The table [default: $LYCHGATE_TABLE, else lychgate.toml here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,

    /// Write the file that the table's `[deploy]` names, which `check` then compares too
    #[arg(long)]
    pub write: bool,
}

/// `lychgate derive compose`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lychgate derive compose > docker-compose.yaml
  lychgate derive compose --into docker-compose.yaml")]
pub struct DeriveCompose {
    /// Put the services into this Compose file
    #[arg(long, value_name = "FILE")]
    pub into: Option<PathBuf>,

    /// Put them into the one that the table's `[deploy]` names, which `check` then compares too
    #[arg(long, conflicts_with = "into")]
    pub write: bool,

    /// The table [default: $LYCHGATE_TABLE, else lychgate.toml here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
}

/// How an explanation is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A variable as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its value; `None` is the one that it has here.
    pub value: Option<String>,
}

fn given(text: &str) -> Result<Given, &'static str> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (text, None),
    };
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty()
        || name.starts_with(|c: char| c.is_ascii_digit())
        || !name.bytes().all(is_part)
    {
        return Err("a name has letters, digits and `_`, and no digit in front");
    }
    if name.starts_with("lg_") {
        return Err("names that begin with `lg_` are the script's own");
    }
    let name = name.to_owned();
    Ok(Given { name, value })
}
