//! `lychgate man`

use std::io;
use std::iter;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man as Page;
use roff::{Roff, bold, roman};

use crate::cli::{Cli, Man};
use crate::commands::output::Output;
use crate::commands::stop::Stop;
use crate::commands::{Verdict, file};
use crate::diagnostic::Diagnostic;

/// Everyone may read a page.
const MODE: u32 = 0o644;

/// The name of the program, and of its page.
const PROGRAM: &str = "lychgate";

/// Prints a page of the manual, or writes all of them.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &Man, output: &mut Output) -> Result<Verdict, Stop> {
    let program = program();
    if let Some(folder) = &arguments.all {
        return write_all(&program, folder, output);
    }
    let command = find(&program, &arguments.verb)?;
    output.result(&page(command)?)?;
    Ok(Verdict::Fine)
}

/// The command line with all its names filled in.
fn program() -> Command {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    program
}

/// The command that these words mean: a verb, or one of its own verbs.
fn find<'a>(command: &'a Command, words: &[String]) -> Result<&'a Command, Diagnostic> {
    let Some((verb, more)) = words.split_first() else {
        return Ok(command);
    };
    let Some(verb) = command.find_subcommand(verb) else {
        let verbs: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let message = format!("there is no verb `{verb}`, so it has no page");
        let help = match verbs.as_slice() {
            [] => format!("`{}` has no verbs of its own", command.get_name()),
            verbs => format!("verbs: {}", verbs.join(", ")),
        };
        return Err(Diagnostic::error(message).help(help));
    };
    find(verb, more)
}

/// The command and all verbs in it.
fn all(command: &Command) -> Vec<&Command> {
    let verbs = command.get_subcommands().flat_map(all);
    iter::once(command).chain(verbs).collect()
}

/// Writes the page of lychgate and of each verb into `folder`.
fn write_all(program: &Command, folder: &Path, output: &Output) -> Result<Verdict, Stop> {
    for command in all(program) {
        let path = folder.join(Page::new(command.clone()).get_filename());
        let written = file::replace(&path, &page(command)?, MODE);
        written.map_err(|fault| fault.to_diagnostic(&path))?;
        output.done(&format!("wrote {}", path.display()));
    }
    Ok(Verdict::Fine)
}

/// The page of `command`: what the library makes of it, then the blocks that stand
/// below its help.
fn page(command: &Command) -> io::Result<Vec<u8>> {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").to_owned();
    let made = Page::new(command.clone().override_usage(usage));
    let mut text = Vec::new();
    title(command).to_writer(&mut text)?;
    made.render_name_section(&mut text)?;
    made.render_synopsis_section(&mut text)?;
    made.render_description_section(&mut text)?;
    made.render_options_section(&mut text)?;
    if command.has_subcommands() {
        made.render_subcommands_section(&mut text)?;
    }
    rest(command).to_writer(&mut text)?;
    Ok(text)
}

/// The head of a page. The library would leave the empty date out, and what follows
/// would take its place.
fn title(command: &Command) -> Roff {
    let name = command.get_display_name().unwrap_or(PROGRAM);
    let mut roff = Roff::new();
    let version = concat!("lychgate ", env!("CARGO_PKG_VERSION"));
    roff.control("TH", [name, "1", " ", version]);
    roff
}

/// The blocks that stand below the help of `command`, and where to read on.
fn rest(command: &Command) -> Roff {
    let blocks = command.get_after_help().map(ToString::to_string);
    let mut roff = Roff::new();
    for block in blocks.iter().flat_map(|blocks| blocks.split("\n\n")) {
        section(&mut roff, block);
    }
    if command.get_name() != PROGRAM {
        roff.control("SH", ["SEE ALSO"]);
        roff.text([bold(PROGRAM), roman("(1)")]);
    }
    roff
}

/// A block with its title in the first line, its other lines as they are.
fn section(roff: &mut Roff, block: &str) {
    let (title, lines) = block.split_once(":\n").unwrap_or(("", block));
    roff.control("SH", [title.to_uppercase().as_str()]);
    roff.control("nf", []);
    for line in lines.lines() {
        roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
    }
    roff.control("fi", []);
}
