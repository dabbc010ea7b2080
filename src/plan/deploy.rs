//! How containers of the image are run, resolved.

use super::model::Signal;
use crate::table::{self, DependsOn, Line, RestartPolicy, SCRIPT, Seconds, Source, Spanned, Table};

/// Seconds that the engine waits longer than the script before it kills: `docker stop`
/// counts from its signal, and the script has to see a killed program end.
const MARGIN: u32 = 10;
/// Where the image has the script if the table does not say.
const INSTALLED: &str = "/usr/local/bin/entrypoint.sh";
/// How often health is asked if the table does not say. Docker's own start period is 0,
/// which counts a slow start as illness.
const HEALTHCHECK: Healthcheck = Healthcheck {
    interval: 30,
    timeout: 10,
    retries: 3,
    start_period: 60,
};

/// How containers of the image are run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// Where the image has the script.
    pub script: String,
    /// Where it stands, as seen from the folder of the table.
    pub source: String,
    /// Files that hold what is made of the table.
    pub files: Files,
    /// What a container is to be sent to stop it, a mode each.
    pub stop_signals: Vec<Signal>,
    /// How often health is asked where no service says it.
    pub healthcheck: Healthcheck,
    /// A service a mode, in the order of the modes.
    pub services: Vec<Service>,
}

/// Files that hold what is made of the table, as seen from its folder; `None` where it
/// names none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// The Compose file with the services.
    pub compose: Option<String>,
    /// The Dockerfile with the instructions for the script.
    pub dockerfile: Option<String>,
    /// The page for who runs the image.
    pub docs: Option<String>,
}

/// A mode as a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The service's name.
    pub name: String,
    /// The mode, as an index into the plan's modes.
    pub mode: usize,
    /// What chooses the mode.
    pub choice: Choice,
    /// The image; `None`: the Dockerfile beside the Compose file is built.
    pub image: Option<String>,
    /// When the engine starts a container again.
    pub restart: RestartPolicy,
    /// What the engine sends to stop a container.
    pub stop_signal: Signal,
    /// Seconds that it lets a container stop; `None`: as the engine has it.
    pub grace: Option<u32>,
    /// How often health is asked; `None` where the mode has none.
    pub healthcheck: Option<Healthcheck>,
    /// Files of variables.
    pub env_file: Vec<String>,
    /// Variables with their values, besides the one that chooses.
    pub environment: Vec<(String, String)>,
    /// Volumes and folders, as Compose writes them.
    pub volumes: Vec<String>,
    /// Networks.
    pub networks: Vec<String>,
    /// Published ports, as Compose writes them.
    pub ports: Vec<String>,
    /// Options of the kernel's security modules.
    pub security_opt: Vec<String>,
    /// Capabilities that are taken away.
    pub cap_drop: Vec<String>,
    /// Capabilities that are given.
    pub cap_add: Vec<String>,
    /// Whether the root file system cannot be written.
    pub read_only: bool,
    /// Folders in memory.
    pub tmpfs: Vec<String>,
    /// The user; `None`: the image's.
    pub user: Option<String>,
    /// Services that have to be there before, and in which state.
    pub depends_on: Vec<(String, DependsOn)>,
    /// The most that a container may use.
    pub limits: Resources,
    /// What a container surely has.
    pub reservations: Resources,
    /// How many containers; `None`: whatever the engine has.
    pub replicas: Option<u16>,
}

/// What chooses the mode of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// There is one mode.
    Nothing,
    /// This variable, with the mode's name as its value.
    Variable(String),
    /// The mode's name as the first word of the command line.
    FirstWord,
}

/// Processor time and memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resources {
    /// Processors, such as `0.5`.
    pub cpus: Option<String>,
    /// Bytes, such as `512M`.
    pub memory: Option<String>,
}

/// How often health is asked; times are in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Healthcheck {
    /// The time between two questions.
    pub interval: u32,
    /// How long an answer may take.
    pub timeout: u32,
    /// After how many bad answers a container is unhealthy.
    pub retries: u16,
    /// The time after the start in which a bad answer does not count.
    pub start_period: u32,
}

/// The deployment, if `table` has one.
pub(super) fn deployment(table: &Table) -> Option<Deployment> {
    let deploy = &table.deploy.as_ref()?.value;
    let services = table.modes.iter().enumerate().filter_map(|(index, mode)| {
        let name = deploy.service_of(&mode.name.value)?;
        Some(service(table, &deploy.service, index, name))
    });
    Some(Deployment {
        script: text(deploy.script.as_ref().map(|script| &script.value))
            .unwrap_or_else(|| INSTALLED.to_owned()),
        source: text(table.entrypoint.path.as_ref().map(|path| &path.value))
            .unwrap_or_else(|| SCRIPT.to_owned()),
        files: files(deploy),
        stop_signals: table.modes.iter().map(stop_signal).collect(),
        healthcheck: healthcheck(&table::Service::default(), &deploy.service),
        services: services.collect(),
    })
}

fn files(deploy: &table::Deploy) -> Files {
    let file = |named: &Option<Spanned<Line>>| text(named.as_ref().map(|file| &file.value));
    Files {
        compose: file(&deploy.compose),
        dockerfile: file(&deploy.dockerfile),
        docs: file(&deploy.docs),
    }
}

/// The service of the mode at `index`: what it says itself, else what all share.
fn service(table: &Table, shared: &table::Service, index: usize, name: String) -> Service {
    let mode = &table.modes[index];
    let nothing = table::Service::default();
    let own = mode.deploy.as_ref().map_or(&nothing, |own| &own.value);
    Service {
        name,
        mode: index,
        choice: choice(table, mode),
        image: text(first([&own.image, &shared.image])),
        restart: first([&own.restart, &shared.restart])
            .copied()
            .unwrap_or(RestartPolicy::UnlessStopped),
        stop_signal: stop_signal(mode),
        grace: first([&own.grace, &shared.grace])
            .copied()
            .map(Seconds::get)
            .or_else(|| Some(mode.stop.grace.as_ref()?.value.get() + MARGIN)),
        healthcheck: mode.health.as_ref().map(|_| healthcheck(own, shared)),
        env_file: list(&own.env_file, &shared.env_file),
        environment: map(&shared.environment, &own.environment, |name, value| {
            (name.to_string(), value.clone())
        }),
        volumes: list(&own.volumes, &shared.volumes),
        networks: list(&own.networks, &shared.networks),
        ports: list(&own.ports, &shared.ports),
        security_opt: list(&own.security_opt, &shared.security_opt),
        cap_drop: list(&own.cap_drop, &shared.cap_drop),
        cap_add: list(&own.cap_add, &shared.cap_add),
        read_only: first([&own.read_only, &shared.read_only])
            .copied()
            .unwrap_or(false),
        tmpfs: list(&own.tmpfs, &shared.tmpfs),
        user: text(first([&own.user, &shared.user])),
        depends_on: map(&shared.depends_on, &own.depends_on, |name, state| {
            (name.as_str().to_owned(), *state)
        }),
        limits: resources(&own.limits, &shared.limits),
        reservations: resources(&own.reservations, &shared.reservations),
        replicas: first([&own.replicas, &shared.replicas]).copied(),
    }
}

/// What stops a container of `mode`. The script of a supervised program makes its signal
/// of TERM.
fn stop_signal(mode: &table::Mode) -> Signal {
    let signal = mode.stop.signal.as_ref().map(|signal| signal.value);
    match signal {
        Some(signal) if !mode.is_supervised() => signal,
        _ => Signal::Term,
    }
}

/// What chooses `mode`.
fn choice(table: &Table, mode: &table::Mode) -> Choice {
    match table.entrypoint.chooser(mode) {
        None => Choice::Nothing,
        Some(Source::FirstWord) => Choice::FirstWord,
        Some(Source::Variable(name)) => Choice::Variable(name.to_string()),
    }
}

fn healthcheck(own: &table::Service, shared: &table::Service) -> Healthcheck {
    let nothing = table::Healthcheck::default();
    let of = |service: &table::Service| {
        let said = service.healthcheck.as_ref();
        said.map_or_else(|| nothing.clone(), |said| said.value.clone())
    };
    let (own, shared) = (of(own), of(shared));
    let seconds = |said, absent| first(said).map_or(absent, |said: &Seconds| said.get());
    Healthcheck {
        interval: seconds([&own.interval, &shared.interval], HEALTHCHECK.interval),
        timeout: seconds([&own.timeout, &shared.timeout], HEALTHCHECK.timeout),
        retries: first([&own.retries, &shared.retries])
            .copied()
            .unwrap_or(HEALTHCHECK.retries),
        start_period: seconds(
            [&own.start_period, &shared.start_period],
            HEALTHCHECK.start_period,
        ),
    }
}

fn resources(own: &table::Resources, shared: &table::Resources) -> Resources {
    Resources {
        cpus: text(first([&own.cpus, &shared.cpus])),
        memory: text(first([&own.memory, &shared.memory])),
    }
}

/// The first value that is said.
fn first<T>(said: [&Option<Spanned<T>>; 2]) -> Option<&T> {
    said.into_iter().flatten().map(|said| &said.value).next()
}

fn text(line: Option<&Line>) -> Option<String> {
    line.map(|line| line.as_str().to_owned())
}

/// The first list that is said.
fn list(own: &[Spanned<Line>], shared: &[Spanned<Line>]) -> Vec<String> {
    let said = if own.is_empty() { shared } else { own };
    said.iter()
        .map(|line| line.value.as_str().to_owned())
        .collect()
}

/// What is shared, with what is said besides or in its place.
fn map<K, V, T>(
    shared: &[(Spanned<K>, Spanned<V>)],
    own: &[(Spanned<K>, Spanned<V>)],
    entry: impl Fn(&K, &V) -> (String, T),
) -> Vec<(String, T)> {
    let mut entries: Vec<(String, T)> = Vec::new();
    for (name, value) in shared.iter().chain(own) {
        let (name, value) = entry(&name.value, &value.value);
        match entries.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => entries.push((name, value)),
        }
    }
    entries
}
