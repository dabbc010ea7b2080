//! The services of a Compose file, for docker-compose 1.29 and all later ones.

use super::yaml::{Map, Node};
use crate::plan::{Choice, DependsOn, Healthcheck, Life, Plan, Resources, RestartPolicy, Service};

/// A Compose file with a service a mode, or nothing if the table has no `[deploy]`.
///
/// Networks and named volumes are declared in it; services that one depends on have to
/// come from another file.
#[must_use]
pub fn compose(plan: &Plan) -> Option<String> {
    let deployment = plan.deployment.as_ref()?;
    let mut services = Map::default();
    for service in &deployment.services {
        let about = plan.modes[service.mode].about.as_str();
        let comment = if about.is_empty() {
            Vec::new()
        } else {
            vec![about.to_owned()]
        };
        let keys = keys(plan, &deployment.script, service);
        services.explain(comment, &service.name, Node::Map(keys));
    }
    let mut file = Map::default();
    file.explain(head(plan), "services", Node::Map(services));
    for (key, names) in [
        ("networks", names(plan, |service| service.networks.clone())),
        ("volumes", names(plan, named_volumes)),
    ] {
        if !names.is_empty() {
            file.add(key, Node::Map(names));
        }
    }
    Some(file.lines(0))
}

/// What stands above the services.
fn head(plan: &Plan) -> Vec<String> {
    let table = plan.table.rsplit('/').next().unwrap_or(&plan.table);
    vec![
        format!("Services of {}, made from {table} by lychgate.", plan.app),
        "None has a container_name, with which it could not be scaled.".to_owned(),
    ]
}

/// The keys of one service.
fn keys(plan: &Plan, script: &str, service: &Service) -> Map {
    let mut keys = Map::default();
    match &service.image {
        Some(image) => keys.add("image", Node::text(image)),
        None => keys.add("build", Node::text(".")),
    }
    let name = &plan.modes[service.mode].name;
    if service.choice == Choice::FirstWord {
        keys.add("command", Node::Row(vec![Node::text(name)]));
    }
    restart(plan, service, &mut keys);
    for (key, list) in [
        ("security_opt", &service.security_opt),
        ("cap_drop", &service.cap_drop),
        ("cap_add", &service.cap_add),
    ] {
        texts(&mut keys, key, list);
    }
    if service.read_only {
        keys.add("read_only", Node::Boolean(true));
    }
    texts(&mut keys, "tmpfs", &service.tmpfs);
    if let Some(user) = &service.user {
        keys.add("user", Node::text(user));
    }
    let deploy = deploy(service);
    if !deploy.is_empty() {
        keys.add("deploy", Node::Map(deploy));
    }
    texts(&mut keys, "env_file", &service.env_file);
    let environment = environment(service, name);
    if !environment.is_empty() {
        keys.add("environment", Node::Map(environment));
    }
    texts(&mut keys, "volumes", &service.volumes);
    texts(&mut keys, "ports", &service.ports);
    if !service.depends_on.is_empty() {
        keys.add("depends_on", Node::Map(depends_on(service)));
    }
    if let Some(asked) = &service.healthcheck {
        let comment = "The script answers from what it has seen; a look at the process list \
                       finds itself.";
        let check = Node::Map(healthcheck(asked, script, name));
        keys.explain(vec![comment.to_owned()], "healthcheck", check);
    }
    texts(&mut keys, "networks", &service.networks);
    keys
}

/// How the container is stopped, and when it is started again.
fn restart(plan: &Plan, service: &Service, keys: &mut Map) {
    let (_, life) = plan.modes[service.mode].run();
    let restarts = matches!(life, Life::Supervise(supervision) if supervision.restart.is_some());
    let comment = match service.restart {
        RestartPolicy::No => Vec::new(),
        _ if restarts => {
            vec![
                "The script starts the program again; this is for an end of the script.".to_owned(),
            ]
        }
        _ => Vec::new(),
    };
    let policy = match service.restart {
        RestartPolicy::No => "no",
        RestartPolicy::Always => "always",
        RestartPolicy::OnFailure => "on-failure",
        RestartPolicy::UnlessStopped => "unless-stopped",
    };
    keys.explain(comment, "restart", Node::text(policy));
    let signal = format!("SIG{}", service.stop_signal.name());
    keys.add("stop_signal", Node::Text(signal));
    if let Some(grace) = service.grace {
        let comment = "What runs has so long to end; without this it is killed after 10 s.";
        let grace = Node::Text(duration(grace));
        keys.explain(vec![comment.to_owned()], "stop_grace_period", grace);
    }
}

/// `deploy`: how many containers, and what they may use.
fn deploy(service: &Service) -> Map {
    let mut deploy = Map::default();
    if let Some(replicas) = service.replicas {
        deploy.add("replicas", Node::Number(replicas.into()));
    }
    let mut resources = Map::default();
    for (key, said) in [
        ("limits", &service.limits),
        ("reservations", &service.reservations),
    ] {
        let amounts = amounts(said);
        if !amounts.is_empty() {
            resources.add(key, Node::Map(amounts));
        }
    }
    if !resources.is_empty() {
        deploy.add("resources", Node::Map(resources));
    }
    deploy
}

fn amounts(resources: &Resources) -> Map {
    let mut amounts = Map::default();
    for (key, amount) in [("cpus", &resources.cpus), ("memory", &resources.memory)] {
        if let Some(amount) = amount {
            amounts.add(key, Node::text(amount));
        }
    }
    amounts
}

/// The variable that chooses the mode, and the others.
fn environment(service: &Service, mode: &str) -> Map {
    let mut environment = Map::default();
    if let Choice::Variable(name) = &service.choice {
        environment.add(name, Node::text(mode));
    }
    for (name, value) in &service.environment {
        environment.add(name, Node::text(value));
    }
    environment
}

fn depends_on(service: &Service) -> Map {
    let mut services = Map::default();
    for (name, state) in &service.depends_on {
        let condition = match state {
            DependsOn::Started => "service_started",
            DependsOn::Healthy => "service_healthy",
            DependsOn::Completed => "service_completed_successfully",
        };
        let mut state = Map::default();
        state.add("condition", Node::text(condition));
        services.add(name, Node::Map(state));
    }
    services
}

fn healthcheck(asked: &Healthcheck, script: &str, mode: &str) -> Map {
    let mut check = Map::default();
    // Compose fills in what stands behind a `$`.
    let script = script.replace('$', "$$");
    let test = ["CMD", &script, ":health", mode].map(Node::text);
    check.add("test", Node::Row(test.to_vec()));
    check.add("interval", Node::Text(duration(asked.interval)));
    check.add("timeout", Node::Text(duration(asked.timeout)));
    check.add("retries", Node::Number(asked.retries.into()));
    check.add("start_period", Node::Text(duration(asked.start_period)));
    check
}

/// Adds a list that is not empty.
fn texts(keys: &mut Map, key: &str, list: &[String]) {
    if !list.is_empty() {
        keys.add(key, Node::texts(list));
    }
}

/// What is declared beside the services: names that one of them uses, each once.
fn names(plan: &Plan, used: impl Fn(&Service) -> Vec<String>) -> Map {
    let services = plan.deployment.iter().flat_map(|all| &all.services);
    let mut names: Vec<String> = services.flat_map(used).collect();
    names.sort_unstable();
    names.dedup();
    let mut declared = Map::default();
    for name in names {
        declared.add(name, Node::Map(Map::default()));
    }
    declared
}

/// The volumes that have a name; all else is a folder of the host.
fn named_volumes(service: &Service) -> Vec<String> {
    let source = |volume: &String| {
        let (source, _) = volume.split_once(':')?;
        let is_name = !source.starts_with(['.', '/', '~', '$']);
        is_name.then(|| source.to_owned())
    };
    service.volumes.iter().filter_map(source).collect()
}

/// `seconds` as in `1h30m`.
pub(super) fn duration(seconds: u32) -> String {
    let parts = [
        (seconds / 3600, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    parts
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect()
}
