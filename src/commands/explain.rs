//! `lychgate explain`

use std::env::{self, VarError};

use crate::cli::{Explain, Format, Given};
use crate::commands::Verdict;
use crate::commands::output::Output;
use crate::commands::project::Project;
use crate::commands::stop::Stop;
use crate::diagnostic::Diagnostic;
use crate::explain::{Start, explain, json, text};
use crate::plan::{Plan, Source};
use crate::table::near;

/// Says what the container does with these variables and words.
///
/// # Errors
/// Why it stops before that.
pub(super) fn run(arguments: &Explain, output: &mut Output) -> Result<Verdict, Stop> {
    let usage = "lychgate explain --table FILE";
    let Project { plan, .. } = Project::find(arguments.table.as_deref(), usage, output)?;
    let start = start(arguments, &plan)?;
    let story = explain(&plan, &start).map_err(|unexplained| unexplained.to_diagnostic())?;
    let shown = match arguments.format {
        Format::Text => text(&story),
        Format::Json => json(&story),
    };
    output.result(shown.as_bytes())?;
    Ok(match story.then {
        Ok(_) => Verdict::Fine,
        Err(_) => Verdict::Findings,
    })
}

/// The start that `arguments` mean.
fn start(arguments: &Explain, plan: &Plan) -> Result<Start, Diagnostic> {
    let mut start = Start {
        words: arguments.words.clone(),
        ..Start::default()
    };
    for Given { name, value } in &arguments.env {
        let value = match value {
            Some(value) => Some(value.clone()),
            None => from_here(name)?,
        };
        if let Some(value) = value {
            start.variables.insert(name.clone(), value);
        }
    }
    if let Some(mode) = &arguments.mode {
        choose(mode, plan, &mut start)?;
    }
    Ok(start)
}

/// The value of `name` in this process; nothing if it is unset.
fn from_here(name: &str) -> Result<Option<String>, Diagnostic> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => {
            let message = format!("the value of `{name}` is not UTF-8");
            let help = format!("give it another value: `--env {name}=VALUE`");
            Err(Diagnostic::error(message).help(help))
        }
    }
}

/// Adds to `start` what chooses `mode`, by the source that is asked first.
fn choose(mode: &str, plan: &Plan, start: &mut Start) -> Result<(), Diagnostic> {
    if !plan.modes.iter().any(|known| known.is_named(mode)) {
        return Err(no_such_mode(mode, plan));
    }
    match plan.sources().next() {
        None => {}
        Some(Source::FirstWord) => start.words.insert(0, mode.to_owned()),
        Some(Source::Variable(name)) => {
            let before = start.variables.insert(name.clone(), mode.to_owned());
            if before.is_some_and(|before| before != mode) {
                let message = format!("`{mode}` and `--env {name}` choose two modes");
                return Err(Diagnostic::error(message).help("leave one of them out"));
            }
        }
    }
    Ok(())
}

fn no_such_mode(mode: &str, plan: &Plan) -> Diagnostic {
    let names = plan.modes.iter().map(|mode| mode.name.as_str());
    let all: Vec<&str> = names.clone().collect();
    let aliases = plan.modes.iter().flat_map(|mode| &mode.aliases);
    let near = near::names(mode, names.chain(aliases.map(String::as_str)));
    let meant = near
        .first()
        .map_or(String::new(), |near| format!("did you mean `{near}`? "));
    Diagnostic::error(format!("there is no mode `{mode}`"))
        .help(format!("{meant}modes: {}", all.join(", ")))
}
