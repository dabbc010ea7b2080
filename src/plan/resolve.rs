//! From a table to its plan.

use std::collections::BTreeSet;

use super::deploy::deployment;
use crate::plan::environment::Scope;
use crate::plan::model::{
    AfterLimit, BackOff, Command, ExitCodes, Health, Life, Limit, Mode, Phase, Plan, Restart,
    RestartOn, Selection, Signal, Source, Supervision, Unknown,
};
use crate::plan::scenario::scenarios;
use crate::table::{self, ModeName, Spanned, Table};

/// The folders for the state of a mode where the table does not say: for root, for any
/// user as Docker mounts it, for any user of an image.
const STATE: [&str; 3] = ["/run", "/dev/shm", "/tmp"];
/// Seconds before a program is started again where the table does not say.
const RESTART_DELAY: u32 = 1;
/// Seconds of the longest pause where the table does not say, unless the first
/// one is longer.
const LONGEST_DELAY: u32 = 300;

/// What the container does by `table`.
///
/// `table_path` is the table as seen from the script's folder. A parsed table
/// has been checked, so nothing can fail here.
#[must_use]
pub fn resolve(table: &Table, table_path: &str) -> Plan {
    let entrypoint = &table.entrypoint;
    let exit = &entrypoint.exit;
    let app = entrypoint.app.as_ref().map(|app| app.value.as_str());
    Plan {
        title: app.map_or("Entrypoint of a container".to_owned(), |app| {
            format!("Entrypoint of {app}")
        }),
        app: app.unwrap_or("entrypoint").to_owned(),
        table: table_path.to_owned(),
        talks: entrypoint.log.is_some(),
        log: entrypoint
            .log
            .as_ref()
            .map_or(table::Log::Plain, |log| log.value),
        state: match &entrypoint.state {
            Some(folder) => vec![folder.value.as_str().to_owned()],
            None => STATE.map(str::to_owned).to_vec(),
        },
        verbs: entrypoint.verbs.iter().map(|verb| verb.value).collect(),
        umask: entrypoint.umask.as_ref().map(|umask| umask.value),
        nofile: entrypoint.nofile.as_ref().map(|nofile| nofile.value),
        exit: ExitCodes {
            mode: exit.mode(),
            usage: exit.usage(),
            environment: exit.environment(),
            step: exit.step(),
            crash_loop: exit.crash_loop(),
        },
        selection: selection(table),
        modes: table.modes.iter().map(|m| mode(table, m)).collect(),
        deployment: deployment(table),
        scenarios: scenarios(table),
    }
}

fn selection(table: &Table) -> Option<Selection> {
    let entrypoint = &table.entrypoint;
    if entrypoint.select.is_empty() {
        return None;
    }
    let index = |name: &ModeName| {
        table
            .modes
            .iter()
            .position(|mode| mode.name.value == *name)
            .expect("the table's check found this mode")
    };
    let source = |source: &Spanned<table::Source>| match &source.value {
        table::Source::FirstWord => Source::FirstWord,
        table::Source::Variable(name) => Source::Variable(name.to_string()),
    };
    Some(Selection {
        sources: entrypoint.select.iter().map(source).collect(),
        default: entrypoint.default.as_ref().map(|name| index(&name.value)),
        unknown: match entrypoint.unknown.as_ref().map(|unknown| &unknown.value) {
            None | Some(table::Unknown::Error) => Unknown::Error,
            Some(table::Unknown::Exec) => Unknown::Exec,
            Some(table::Unknown::Mode(name)) => Unknown::Mode(index(name)),
        },
        options: entrypoint.options.as_ref().map(|name| index(&name.value)),
    })
}

fn mode(table: &Table, mode: &table::Mode) -> Mode {
    let scope = Scope::new(table, mode);
    let mut phases = Vec::new();
    let variables = scope.variables();
    if !variables.is_empty() {
        phases.push(Phase::Environment(variables));
    }
    let steps = scope.steps(&table.steps);
    if !steps.is_empty() {
        phases.push(Phase::Steps(steps));
    }
    let additions = scope.additions(&mode.additions);
    if !additions.is_empty() {
        phases.push(Phase::Additions(additions));
    }
    if let Some(directory) = &mode.cd {
        phases.push(Phase::Directory(scope.text(&directory.value)));
    }
    phases.push(Phase::Run {
        command: command(mode, &scope),
        life: life(mode, &scope),
    });
    Mode {
        name: mode.name.value.to_string(),
        about: mode
            .about
            .as_ref()
            .map_or("", |about| about.value.as_str())
            .to_owned(),
        aliases: mode.aliases.iter().map(|a| a.value.to_string()).collect(),
        matches: mode.matches.iter().map(|m| m.value.clone()).collect(),
        health: mode.health.as_ref().map(|h| health(&h.value, &scope)),
        phases,
    }
}

fn command(mode: &table::Mode, scope: &Scope<'_>) -> Command {
    let Some(run) = &mode.run else {
        return Command::Words;
    };
    let argument = |argument: &Spanned<table::Argument>| match &argument.value {
        table::Argument::Words => None,
        table::Argument::Word(template) => Some(scope.text(template)),
    };
    Command::Program(run.value.iter().map(argument).collect())
}

fn life(mode: &table::Mode, scope: &Scope<'_>) -> Life {
    let stop = &mode.stop;
    if !mode.is_supervised() {
        return Life::Exec;
    }
    let signal = stop.signal.as_ref().map_or(Signal::Term, |s| s.value);
    let accepts = stop.accepts.iter().map(|accepted| accepted.value);
    let command = |command: &Option<Spanned<Vec<table::Template>>>| {
        let words = command.as_ref()?.value.iter();
        Some(words.map(|word| scope.text(word)).collect())
    };
    Life::Supervise(Supervision {
        signal,
        accepts: accepts
            .chain([signal])
            .filter(|signal| !matches!(signal, Signal::Term | Signal::Int))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        grace: seconds(stop.grace.as_ref()),
        before: command(&stop.before),
        after: command(&stop.after),
        forward: mode.forward.iter().map(|forward| forward.value).collect(),
        restart: mode.restart.as_ref().and_then(|r| restart(&r.value)),
    })
}

fn health(health: &table::Health, scope: &Scope<'_>) -> Health {
    match health {
        table::Health::Alive => Health::Alive,
        table::Health::Run(words) => {
            Health::Run(words.iter().map(|word| scope.text(word)).collect())
        }
        table::Health::Tcp(port) => Health::Tcp(scope.text(port)),
        table::Health::File { path, fresh_for } => Health::File {
            path: scope.text(path),
            fresh_for: fresh_for.get(),
        },
    }
}

fn seconds(duration: Option<&Spanned<table::Seconds>>) -> Option<u32> {
    duration.map(|duration| duration.value.get())
}

/// `None` if the program is never started again.
fn restart(restart: &table::Restart) -> Option<Restart> {
    let on = restart.on.as_ref().map_or(RestartOn::Always, |on| on.value);
    if on == RestartOn::Never && restart.recycle.is_empty() {
        return None;
    }
    let delay = seconds(restart.delay.as_ref()).unwrap_or(RESTART_DELAY);
    let factor = restart.factor.as_ref().map_or(1, |factor| factor.value);
    Some(Restart {
        on,
        recycle: restart.recycle.iter().map(|code| code.value).collect(),
        delay,
        back_off: (factor > 1).then(|| BackOff {
            factor,
            longest: seconds(restart.max_delay.as_ref()).unwrap_or(LONGEST_DELAY.max(delay)),
            stable_after: seconds(restart.stable_after.as_ref()),
        }),
        jitter: seconds(restart.jitter.as_ref()).unwrap_or(0),
        limit: restart.limit.as_ref().map(|limit| Limit {
            exits: limit.exits.value,
            within: limit.within.value.get(),
            then: limit.then.as_ref().map_or(AfterLimit::Exit, |t| t.value),
        }),
    })
}
