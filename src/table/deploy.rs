//! `[deploy]` and `deploy` of a mode, as values.

use super::model::{Line, Seconds, Spanned};
use super::name::{ModeName, VariableName};

/// `[deploy]`: how containers of the image are run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deploy {
    /// Where the image has the script.
    pub script: Option<Spanned<Line>>,
    /// The modes that have a service, with its name; `None`: all, by their own names.
    pub services: Option<Vec<(Spanned<ModeName>, Spanned<Line>)>>,
    /// What all services share.
    pub service: Service,
    /// The Compose file with the services, relative to the table.
    pub compose: Option<Spanned<Line>>,
    /// The Dockerfile with the instructions for the script, relative to the table.
    pub dockerfile: Option<Spanned<Line>>,
    /// The page for who runs the image, relative to the table.
    pub docs: Option<Spanned<Line>>,
}

impl Deploy {
    /// The name of the service of `mode`, if it has one.
    #[must_use]
    pub fn service_of(&self, mode: &ModeName) -> Option<String> {
        let Some(services) = &self.services else {
            return Some(mode.to_string());
        };
        let mut services = services.iter();
        let (_, name) = services.find(|(named, _)| named.value == *mode)?;
        Some(name.value.as_str().to_owned())
    }
}

/// What is said of a service, or of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Service {
    /// The image; without it the Dockerfile beside the Compose file is built.
    pub image: Option<Spanned<Line>>,
    /// Files of variables.
    pub env_file: Vec<Spanned<Line>>,
    /// Variables besides those of the files.
    pub environment: Vec<(Spanned<VariableName>, Spanned<String>)>,
    /// Volumes and folders, as Compose writes them.
    pub volumes: Vec<Spanned<Line>>,
    /// Networks.
    pub networks: Vec<Spanned<Line>>,
    /// Published ports, as Compose writes them.
    pub ports: Vec<Spanned<Line>>,
    /// Options of the kernel's security modules.
    pub security_opt: Vec<Spanned<Line>>,
    /// Capabilities that are taken away.
    pub cap_drop: Vec<Spanned<Line>>,
    /// Capabilities that are given.
    pub cap_add: Vec<Spanned<Line>>,
    /// Whether the root file system cannot be written.
    pub read_only: Option<Spanned<bool>>,
    /// Folders in memory.
    pub tmpfs: Vec<Spanned<Line>>,
    /// The user, by name or number, with a group behind `:`.
    pub user: Option<Spanned<Line>>,
    /// Services that have to be there before, and in which state.
    pub depends_on: Vec<(Spanned<Line>, Spanned<DependsOn>)>,
    /// The most that a container may use.
    pub limits: Resources,
    /// What a container surely has.
    pub reservations: Resources,
    /// How many containers.
    pub replicas: Option<Spanned<u16>>,
    /// When the engine starts a container again.
    pub restart: Option<Spanned<RestartPolicy>>,
    /// How long the engine lets a container stop.
    pub grace: Option<Spanned<Seconds>>,
    /// How often health is asked.
    pub healthcheck: Option<Spanned<Healthcheck>>,
}

/// Processor time and memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resources {
    /// Processors, such as `0.5`.
    pub cpus: Option<Spanned<Line>>,
    /// Bytes, such as `512M`.
    pub memory: Option<Spanned<Line>>,
}

/// How often health is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Healthcheck {
    /// The time between two questions.
    pub interval: Option<Spanned<Seconds>>,
    /// How long an answer may take.
    pub timeout: Option<Spanned<Seconds>>,
    /// After how many bad answers a container is unhealthy.
    pub retries: Option<Spanned<u16>>,
    /// The time after the start in which a bad answer does not count.
    pub start_period: Option<Spanned<Seconds>>,
}

/// In which state another service has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DependsOn {
    /// It was started.
    Started,
    /// It is healthy.
    Healthy,
    /// It has ended with code 0.
    Completed,
}

/// When the engine starts a container again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestartPolicy {
    /// Never.
    No,
    /// Whenever it ends, also after the engine itself was started again.
    Always,
    /// When it ends with another code than 0.
    OnFailure,
    /// Whenever it ends, unless it was stopped on purpose.
    UnlessStopped,
}
