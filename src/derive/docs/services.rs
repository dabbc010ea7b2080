//! The image in Compose.

use super::markdown::{Page, code, codes};
use super::{Guide, grouped, listed, number};
use crate::derive::compose;
use crate::plan::Service;

/// To so many containers an example scales.
const EXAMPLE: u16 = 3;

impl Guide<'_> {
    /// An example of Compose.
    pub(super) fn services(&self, page: &mut Page) {
        let example = match compose(self.plan) {
            Some(example) if !self.deployment.services.is_empty() => example.text(),
            _ => return,
        };
        page.heading(2, "Compose");
        page.paragraph(&["For docker-compose 1.29 and all later ones:".to_owned()]);
        page.fence("yaml", &example);
        page.paragraph(&[self.filled_in(), self.others()]);
    }

    /// Where Compose takes values from.
    fn filled_in(&self) -> String {
        let mut values = self
            .deployment
            .services
            .iter()
            .flat_map(|service| service.environment.iter().map(|(_, value)| value.as_str()));
        match values.find(|value| value.contains("${")) {
            None => String::new(),
            Some(value) => format!(
                "Compose fills in values such as {} from its own environment, or from a file \
                 `.env` beside the Compose file.",
                code(value)
            ),
        }
    }

    /// Services that have to be there besides.
    fn others(&self) -> String {
        let services = &self.deployment.services;
        let mut others: Vec<&str> = Vec::new();
        for (name, _) in services.iter().flat_map(|service| &service.depends_on) {
            let is_own = services.iter().any(|own| own.name == *name);
            if !is_own && !others.contains(&name.as_str()) {
                others.push(name);
            }
        }
        if others.is_empty() {
            return String::new();
        }
        let count = others.len();
        let others = codes(others);
        format!(
            "The {} {} {} to be in the file too.",
            number(count, "service", "services"),
            listed(&others),
            number(count, "has", "have"),
        )
    }

    /// How many containers of a service there can be.
    pub(super) fn scaling(&self, page: &mut Page) {
        let (single, many): (Vec<&Service>, Vec<&Service>) = self
            .deployment
            .services
            .iter()
            .partition(|service| has_port_of_host(service));
        if single.is_empty() && many.is_empty() {
            return;
        }
        page.heading(2, "Scaling");
        if !many.is_empty() {
            page.paragraph(&["More containers share the work of a service:".to_owned()]);
            let scale = |service: &&Service| {
                let replicas = service.replicas.filter(|&count| count > 1);
                let count = replicas.map_or(EXAMPLE, |count| count + 1);
                format!("docker compose up -d --scale {}={count}", service.name)
            };
            let lines: Vec<String> = many.iter().map(scale).collect();
            page.fence("", &lines.join("\n"));
        }
        let replicas = many.iter().filter_map(|service| {
            let count = service.replicas.filter(|&count| count > 1)?;
            Some(format!(
                "Without `--scale`, {} has {count} containers (`deploy.replicas`).",
                code(&service.name)
            ))
        });
        let ports = single.iter().map(|service| {
            let ports = codes(service.ports.iter().map(String::as_str));
            (service.name.clone(), listed(&ports))
        });
        let ports = grouped(ports).into_iter().map(|(names, ports)| {
            format!(
                "{} can have one container only, because of {ports}: a second one would need \
                 the same port of the host.",
                listed(&names),
            )
        });
        page.paragraph(&replicas.chain(ports).collect::<Vec<_>>());
    }
}

/// Whether a container takes a port of the host that no second one can have.
fn has_port_of_host(service: &Service) -> bool {
    service.ports.iter().any(|port| port.contains(':'))
}
