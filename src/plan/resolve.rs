//! From a table to its plan.

use crate::plan::environment::Scope;
use crate::plan::model::{
    BackOff, Command, ExitCodes, Life, Limit, Mode, Phase, Plan, Restart, Selection, Source,
    Unknown,
};
use crate::table::{self, ModeName, Spanned, Table};

/// The exit code for a first word that names no mode or words that no mode
/// takes, and for a variable that names no mode: `EX_USAGE` of `sysexits.h`.
const EXIT_USAGE: u8 = 64;
/// The exit code for a wrong environment: `EX_CONFIG` of `sysexits.h`.
const EXIT_ENVIRONMENT: u8 = 78;
/// The exit code for a program that ends too often: `EX_SOFTWARE` of `sysexits.h`.
const EXIT_LOOP: u8 = 70;
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
    let code = |override_: &Option<Spanned<u8>>, default| {
        override_.as_ref().map_or(default, |code| code.value)
    };
    Plan {
        title: app.map_or("Entrypoint of a container".to_owned(), |app| {
            format!("Entrypoint of {app}")
        }),
        app: app.unwrap_or("entrypoint").to_owned(),
        table: table_path.to_owned(),
        talks: entrypoint.log.is_some(),
        umask: entrypoint.umask.as_ref().map(|umask| umask.value),
        exit: ExitCodes {
            mode: code(&exit.mode, EXIT_USAGE),
            usage: code(&exit.usage, EXIT_USAGE),
            environment: code(&exit.environment, EXIT_ENVIRONMENT),
            crash_loop: code(&exit.crash_loop, EXIT_LOOP),
        },
        selection: selection(table),
        modes: table.modes.iter().map(|m| mode(table, m)).collect(),
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
    if let Some(directory) = &mode.cd {
        phases.push(Phase::Directory(scope.text(&directory.value)));
    }
    phases.push(Phase::Run {
        command: command(mode, &scope),
        life: life(mode),
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

fn life(mode: &table::Mode) -> Life {
    let supervise = mode.supervise.as_ref().is_some_and(|s| s.value);
    if !supervise && mode.restart.is_none() {
        return Life::Exec;
    }
    Life::Supervise {
        signal: mode
            .stop
            .signal
            .as_ref()
            .map_or(table::StopSignal::Term, |signal| signal.value),
        grace: mode.stop.grace.as_ref().map(|grace| grace.value.get()),
        restart: mode.restart.as_ref().map_or(
            Restart {
                on: table::RestartOn::Never,
                delay: RESTART_DELAY,
                back_off: None,
                limit: None,
            },
            |restart| restart_of(&restart.value),
        ),
    }
}

fn restart_of(restart: &table::Restart) -> Restart {
    let seconds = |time: &Option<Spanned<table::Seconds>>| time.as_ref().map(|t| t.value.get());
    let delay = seconds(&restart.delay).unwrap_or(RESTART_DELAY);
    let factor = restart.factor.as_ref().map_or(1, |factor| factor.value);
    Restart {
        on: restart
            .on
            .as_ref()
            .map_or(table::RestartOn::Always, |on| on.value),
        delay,
        back_off: (factor > 1).then(|| BackOff {
            factor,
            longest: seconds(&restart.max_delay).unwrap_or(LONGEST_DELAY.max(delay)),
            stable_after: seconds(&restart.stable_after),
        }),
        limit: restart.limit.as_ref().map(|limit| Limit {
            exits: limit.exits.value,
            within: limit.within.value.get(),
        }),
    }
}
