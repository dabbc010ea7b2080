//! The services of a Compose file, for docker-compose 1.29 and all later ones.

use std::collections::BTreeSet;

use super::yaml::{Map, Node};
use super::{service, table};
use crate::plan::{Plan, Service};

/// What the line above a service of ours begins and ends with; the table is in between.
const MARKER: [&str; 2] = [
    "Generated from ",
    "; edit that and run: lychgate derive compose",
];
/// How deep a level is where no file says.
const STEP: usize = 2;

/// The services of a table, and what a Compose file has to hold beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compose {
    services: Vec<Block>,
    /// Networks that one of the services uses.
    pub(super) networks: BTreeSet<String>,
    /// Named volumes that one of the services uses.
    pub(super) volumes: BTreeSet<String>,
    /// Services that one of them depends on.
    pub(super) needed: BTreeSet<String>,
}

/// A service with the comment above it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    name: String,
    comment: Vec<String>,
    keys: Map,
}

/// The services of the plan, one a mode; nothing if the table has no `[deploy]`.
#[must_use]
pub fn compose(plan: &Plan) -> Option<Compose> {
    let deployment = plan.deployment.as_ref()?;
    let services = &deployment.services;
    let mut said = BTreeSet::new();
    let block = |service: &Service| {
        let about = &plan.modes[service.mode].about;
        let mut comment = vec![MARKER.join(table(plan))];
        comment.extend((!about.is_empty()).then(|| about.clone()));
        let mut keys = service::keys(plan, &deployment.script, service);
        keys.say_once(&mut said);
        Block {
            name: service.name.clone(),
            comment,
            keys,
        }
    };
    Some(Compose {
        services: services.iter().map(block).collect(),
        networks: names(services, |service| service.networks.clone()),
        volumes: names(services, named_volumes),
        needed: names(services, |service| {
            let names = service.depends_on.iter().map(|(name, _)| name.clone());
            names.collect()
        }),
    })
}

impl Compose {
    /// A whole Compose file. Networks and named volumes are declared in it; services
    /// that one depends on have to come from another file.
    #[must_use]
    pub fn text(&self) -> String {
        let services: Vec<_> = self.blocks(STEP).map(|(_, block)| block).collect();
        let mut text = format!("services:\n{}", services.join("\n"));
        for (key, names) in [("networks", &self.networks), ("volumes", &self.volumes)] {
            if !names.is_empty() {
                let mut declared = Map::default();
                for name in names {
                    declared.add(name, Node::Map(Map::default()));
                }
                let mut section = Map::default();
                section.add(key, Node::Map(declared));
                text.push('\n');
                text.push_str(&section.lines(0, STEP));
            }
        }
        text
    }

    /// The services by their names, each as it stands below `services` where a level is
    /// `step` blanks deep.
    pub(super) fn blocks(&self, step: usize) -> impl Iterator<Item = (&str, String)> {
        self.services.iter().map(move |block| {
            let mut service = Map::default();
            let keys = Node::Map(block.keys.clone());
            service.explain(block.comment.clone(), &block.name, keys);
            (block.name.as_str(), service.lines(1, step))
        })
    }
}

/// Whether a line of a Compose file is the one above a service of ours.
pub(super) fn is_marker(line: &str) -> bool {
    let [start, end] = MARKER;
    let comment = line.trim().strip_prefix("# ");
    comment.is_some_and(|text| text.starts_with(start) && text.ends_with(end))
}

/// All names that services use.
fn names(services: &[Service], used: impl Fn(&Service) -> Vec<String>) -> BTreeSet<String> {
    services.iter().flat_map(used).collect()
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
