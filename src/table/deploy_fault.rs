//! What can be wrong with `[deploy]`, and how that is said.

use super::saying::{Saying, quote, say};

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DeployFault {
    /// A value that looks otherwise than those of its key.
    Form {
        key: &'static str,
        value: String,
        expected: &'static str,
    },
    /// A mode's name, of which no service's can be made.
    ServiceName { mode: String },
    /// A service of two modes.
    ServiceTwice { name: String },
    /// A mode's `deploy` where there is no `[deploy]`.
    DeployOfNothing,
    /// A mode's `deploy` where it has no service.
    DeployWithoutService { mode: String },
    /// A program that is supervised, and no time to stop.
    GraceUnknown { mode: String },
    /// The engine kills before the script does.
    GraceBelowStop,
    /// A question that the script has no answer to.
    HealthcheckWithoutHealth,
    /// A port of the host that several containers ask for.
    PortOfReplicas { replicas: u16 },
    /// A port of the host that two services ask for.
    PortTwice { port: String },
    /// The variable that chooses the mode.
    EnvironmentChooses { name: String },
    /// A service that waits for itself.
    DependsOnItself { name: String },
    /// A service that is waited for until it is healthy, and has no health.
    NeverHealthy { name: String },
}

impl DeployFault {
    /// What is said of it.
    pub(super) fn saying(&self) -> Saying {
        match self {
            Self::Form {
                key,
                value,
                expected,
            } => say(format!("{} does not fit `{key}`", quote(value)))
                .label(format!("expected {expected}")),
            Self::ServiceName { mode } => say(format!("{} is no service's name", quote(mode)))
                .label("a service has letters, digits and `. _ -`")
                .see("its service would be called so")
                .help(format!("name it: `services = {{ \"{mode}\" = \"NAME\" }}`")),
            Self::ServiceTwice { name } => {
                say(format!("{} is the service of two modes", quote(name)))
                    .label("second mode")
                    .see("first mode")
                    .help("give each mode a service of its own")
            }
            Self::DeployOfNothing => say("`deploy` of a mode without `[deploy]`")
                .label("nothing is derived from it")
                .help("add a section `[deploy]`, or leave this out"),
            Self::DeployWithoutService { mode } => say(format!("{} has no service", quote(mode)))
                .label("nothing is derived from it")
                .see("not listed here")
                .help(format!(
                    "add the mode: `services = {{ {mode} = \"NAME\" }}`"
                )),
            Self::GraceUnknown { mode } => say(format!(
                "how long may {} take to stop?",
                quote(mode)
            ))
            .label("has no `stop.grace`")
            .see("its service would be killed after 10 s")
            .help("add `grace` to its `stop`, where the script keeps to it, or to its `deploy`"),
            Self::GraceBelowStop => say("`deploy.grace` is shorter than `stop.grace`")
                .label("the engine would kill first")
                .see("the script waits for so long")
                .help("leave it out for 10 s more than `stop.grace`"),
            Self::HealthcheckWithoutHealth => say("`healthcheck` of a mode without `health`")
                .label("nobody could ask")
                .see("the mode")
                .help("add `health = { alive = true }` to the mode"),
            Self::PortOfReplicas { replicas } => {
                say(format!("one port of the host for {replicas} containers"))
                    .label("only the first container gets it")
                    .see("so many containers")
                    .help("name the port of the container alone, or a range of the host")
            }
            Self::PortTwice { port } => {
                say(format!("two services publish {} of the host", quote(port)))
                    .label("only one of them gets it")
                    .see("the other one")
                    .help("give `ports` to the `deploy` of the mode that needs them")
            }
            Self::EnvironmentChooses { name } => {
                say(format!("{} in `environment` chooses the mode", quote(name)))
                    .label("each service has its own value for it")
                    .see("because of this")
                    .help("leave it out")
            }
            Self::DependsOnItself { name } => {
                say(format!("the service {} depends on itself", quote(name)))
                    .label("waits for its own start")
                    .see("the mode of the service")
                    .help("move this to the `deploy` of the modes that have to wait")
            }
            Self::NeverHealthy { name } => say(format!("{} is never healthy", quote(name)))
                .label("who waits for it never starts")
                .see("its mode has no `health`")
                .help("add `health` to the mode, or wait until it is `started`"),
        }
    }
}
