//! One service of a Compose file.

use super::yaml::{Map, Node};
use crate::plan::{Choice, DependsOn, Healthcheck, Life, Plan, Resources, RestartPolicy, Service};

/// The keys of the service, with a reason above each that a reader might miss or change.
pub(super) fn keys(plan: &Plan, script: &str, service: &Service) -> Map {
    let mut keys = Map::default();
    let (key, value) = match &service.image {
        Some(image) => ("image", image.as_str()),
        None => ("build", "."),
    };
    let reason = "It has no container_name, with which it could not be scaled.";
    keys.explain(vec![reason.to_owned()], key, Node::text(value));
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
        let reason = "The script has seen how it went; pgrep would also find itself.";
        let check = Node::Map(healthcheck(asked, script, name));
        keys.explain(vec![reason.to_owned()], "healthcheck", check);
    }
    texts(&mut keys, "networks", &service.networks);
    keys
}

/// How the container is stopped, and when it is started again.
fn restart(plan: &Plan, service: &Service, keys: &mut Map) {
    let (_, life) = plan.modes[service.mode].run();
    let restarts = matches!(life, Life::Supervise(supervision) if supervision.restart.is_some());
    let reason = "The script starts its program again; this is for the script's own end.";
    let reason = (restarts && service.restart != RestartPolicy::No).then(|| reason.to_owned());
    let policy = match service.restart {
        RestartPolicy::No => "no",
        RestartPolicy::Always => "always",
        RestartPolicy::OnFailure => "on-failure",
        RestartPolicy::UnlessStopped => "unless-stopped",
    };
    keys.explain(reason.into_iter().collect(), "restart", Node::text(policy));
    let signal = format!("SIG{}", service.stop_signal.name());
    keys.add("stop_signal", Node::Text(signal));
    if let Some(grace) = service.grace {
        let reason = "Time for what runs to end; without this it is killed after 10 s.";
        let grace = Node::Text(duration(grace));
        keys.explain(vec![reason.to_owned()], "stop_grace_period", grace);
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

/// `seconds` as in `1h30m`.
pub(super) fn duration(seconds: u32) -> String {
    let mut text = String::new();
    for (count, unit) in [
        (seconds / 3600, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
    ] {
        if count > 0 {
            text.extend([&count.to_string(), unit]);
        }
    }
    text
}
