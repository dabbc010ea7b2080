//! Programs for the script to start, which do what the proof says and record
//! what they were given.
//!
//! A stand-in is a file whose first line names lychgate as its interpreter, so it
//! works with nothing but lychgate in the sandbox, and can be opened and read. The
//! kernel puts `__stand-in` and the file's path before the arguments; `argv[0]` is
//! lost, every other byte arrives. A link to lychgate under another name would
//! keep it, but could not be told from a lychgate that a user has renamed.

mod behaviour;
mod escape;
mod event;
mod life;
mod start;

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

pub use behaviour::Behaviour;
use behaviour::Program;
pub use event::{Event, EventKind};
pub use start::{Start, StdinKind};

/// The first argument that makes this executable a stand-in.
pub(super) const ROLE: &str = "__stand-in";

/// The exit code of a stand-in that cannot do what it should.
const BROKEN: u8 = 125;

/// Lives the life that the file named first says. Gives its exit code.
pub(super) fn run(mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let file = arguments.next().unwrap_or_default();
    match live(Path::new(&file), arguments.collect()) {
        Ok(code) => ExitCode::from(code),
        Err(why) => {
            use std::io::Write;
            let mut stderr = std::io::stderr().lock();
            let _ = writeln!(stderr, "stand-in `{}`: {why}", file.display());
            ExitCode::from(BROKEN)
        }
    }
}

fn live(file: &Path, arguments: Vec<OsString>) -> Result<u8, String> {
    // Everything about the start is noted before it is changed.
    let start = Start::of_this_process(arguments)?;
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let program = Program::parse(&text)?;
    if program.is_left(&start.arguments) {
        return Err(become_the_machines(&program, &start.arguments));
    }
    life::Life::begin(&program, start)
        .and_then(life::Life::live)
        .map_err(|error| error.to_string())
}

/// Becomes the program of the machine that has the name of `program`. Gives what is in the
/// way of that.
fn become_the_machines(program: &Program, arguments: &[OsString]) -> String {
    use std::os::unix::process::CommandExt;
    let own = program.home.programs();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).filter(|folder| *folder != own);
    let found = std::env::join_paths(folders)
        .map_err(|error| error.to_string())
        .and_then(|path| {
            which::which_in(&program.name, Some(path), "/").map_err(|error| error.to_string())
        });
    match found {
        Ok(found) => Command::new(found).args(arguments).exec().to_string(),
        Err(why) => why,
    }
}
