//! Rules of the services that `[deploy]` asks for: what Compose would refuse, or start
//! in part.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Check;
use crate::table::deploy::{DependsOn, Deploy, Service};
use crate::table::deploy_fault::DeployFault;
use crate::table::model::{Line, Mode, Source};

impl<'t> Check<'t, '_> {
    /// Whether Compose can run the services.
    pub(super) fn services(&mut self, deploy: &'t Deploy) {
        let modes: &'t [Mode] = &self.table.modes;
        let mut published = BTreeMap::new();
        self.chooses(&deploy.service);
        for mode in modes {
            let Some(name) = deploy.service_of(&mode.name.value) else {
                continue;
            };
            let own = mode.deploy.as_ref().map(|own| &own.value);
            self.ports(own, &deploy.service, &mut published);
            for service in own.into_iter().chain([&deploy.service]) {
                self.depends_on_itself(service, &name, mode);
            }
            if let Some(own) = own {
                self.chooses(own);
                self.depends_on(own, deploy);
            }
        }
        self.depends_on(&deploy.service, deploy);
    }

    /// Whether each container gets the ports of the host that it asks for.
    fn ports(
        &mut self,
        own: Option<&'t Service>,
        shared: &'t Service,
        published: &mut BTreeMap<String, &'t Range<usize>>,
    ) {
        let own_ports = own.map(|own| &own.ports).filter(|ports| !ports.is_empty());
        let replicas = own.and_then(|own| own.replicas.as_ref());
        let replicas = replicas.or(shared.replicas.as_ref());
        for port in own_ports.unwrap_or(&shared.ports) {
            let Some(host) = port_of_host(&port.value) else {
                continue;
            };
            if let Some(replicas) = replicas.filter(|replicas| replicas.value > 1) {
                let fault = DeployFault::PortOfReplicas {
                    replicas: replicas.value,
                };
                self.wrong(&port.span, fault, Some(&replicas.span));
            }
            if let Some(first) = published.insert(host.clone(), &port.span) {
                let other = (*first != port.span).then_some(first);
                self.wrong(&port.span, DeployFault::PortTwice { port: host }, other);
            }
        }
    }

    /// Whether the variable that chooses the mode is left alone.
    fn chooses(&mut self, service: &Service) {
        let table = self.table;
        for source in &table.entrypoint.select {
            let Source::Variable(variable) = &source.value else {
                continue;
            };
            let mut said = service.environment.iter();
            if let Some((name, _)) = said.find(|(name, _)| name.value == *variable) {
                let fault = DeployFault::EnvironmentChooses {
                    name: variable.to_string(),
                };
                self.wrong(&name.span, fault, Some(&source.span));
            }
        }
    }

    /// Whether the service `name` waits for another one.
    fn depends_on_itself(&mut self, service: &Service, name: &str, mode: &Mode) {
        let mut needed = service.depends_on.iter();
        if let Some((place, _)) = needed.find(|(needed, _)| needed.value.as_str() == name) {
            let name = name.to_owned();
            let fault = DeployFault::DependsOnItself { name };
            self.wrong(&place.span, fault, Some(&mode.name.span));
        }
    }

    /// Whether the services of this table that have to be healthy can be.
    fn depends_on(&mut self, service: &Service, deploy: &Deploy) {
        let table = self.table;
        for (needed, state) in &service.depends_on {
            let name = needed.value.as_str();
            let is_needed =
                |mode: &&Mode| deploy.service_of(&mode.name.value).as_deref() == Some(name);
            if let Some(mode) = table.modes.iter().find(is_needed)
                && state.value == DependsOn::Healthy
                && mode.health.is_none()
            {
                let name = name.to_owned();
                self.wrong(
                    &state.span,
                    DeployFault::NeverHealthy { name },
                    Some(&mode.name.span),
                );
            }
        }
    }
}

/// The one port of the host that `port` publishes, with its address and its protocol.
fn port_of_host(port: &Line) -> Option<String> {
    let (ports, protocol) = match port.as_str().split_once('/') {
        Some((ports, protocol)) => (ports, protocol),
        None => (port.as_str(), "tcp"),
    };
    let (host, _) = ports.rsplit_once(':')?;
    let number = host.rsplit(':').next()?;
    let is_one = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_one.then(|| format!("{host}/{protocol}"))
}
