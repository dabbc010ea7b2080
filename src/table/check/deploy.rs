//! Rules of `[deploy]`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Check, Names};
use crate::table::deploy::Deploy;
use crate::table::deploy_fault::DeployFault;
use crate::table::fault::Fault;
use crate::table::model::{Mode, Spanned};

impl<'t> Check<'t, '_> {
    /// Whether each mode that is deployed has a service, and one that can stop.
    pub(super) fn deploy(&mut self) {
        let modes: &'t [Mode] = &self.table.modes;
        let Some(deploy) = &self.table.deploy else {
            for own in modes.iter().filter_map(|mode| mode.deploy.as_ref()) {
                self.wrong(&own.span, DeployFault::DeployOfNothing, None);
            }
            return;
        };
        self.service_names(&deploy.value);
        self.services(&deploy.value);
        for mode in modes {
            if deploy.value.service_of(&mode.name.value).is_some() {
                self.stops(mode, deploy);
                self.asks(mode);
            } else if let Some(own) = &mode.deploy {
                let mode = mode.name.value.to_string();
                let fault = DeployFault::DeployWithoutService { mode };
                self.wrong(&own.span, fault, Some(&deploy.span));
            }
        }
    }

    /// Whether each service has a mode, and one only.
    fn service_names(&mut self, deploy: &'t Deploy) {
        let Some(services) = &deploy.services else {
            for mode in &self.table.modes {
                let name = mode.name.value.to_string();
                if !name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
                {
                    let fault = DeployFault::ServiceName { mode: name };
                    self.wrong(&mode.name.span, fault, None);
                }
            }
            return;
        };
        let modes = Names::of(&self.table.modes);
        let mut names: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
        for (mode, service) in services {
            self.reference("services", &mode.value, &mode.span, &modes);
            let name = service.value.as_str();
            if let Some(first) = names.insert(name, &service.span) {
                let name = name.to_owned();
                self.wrong(
                    &service.span,
                    DeployFault::ServiceTwice { name },
                    Some(first),
                );
            }
        }
    }

    /// Whether the engine gives the mode the time that it takes to stop.
    fn stops(&mut self, mode: &Mode, deploy: &Spanned<Deploy>) {
        let own = mode
            .deploy
            .as_ref()
            .and_then(|own| own.value.grace.as_ref());
        let grace = own.or(deploy.value.service.grace.as_ref());
        match (grace, &mode.stop.grace) {
            (Some(grace), Some(stop)) if grace.value < stop.value => {
                self.wrong(&grace.span, DeployFault::GraceBelowStop, Some(&stop.span));
            }
            (None, None) if mode.is_supervised() => {
                let name = mode.name.value.to_string();
                let fault = DeployFault::GraceUnknown { mode: name };
                self.wrong(&mode.name.span, fault, Some(&deploy.span));
            }
            _ => {}
        }
    }

    /// Whether there is an answer to what the engine asks.
    fn asks(&mut self, mode: &Mode) {
        let own = mode.deploy.as_ref();
        if let Some(asked) = own.and_then(|own| own.value.healthcheck.as_ref())
            && mode.health.is_none()
        {
            let fault = DeployFault::HealthcheckWithoutHealth;
            self.wrong(&asked.span, fault, Some(&mode.name.span));
        }
    }

    /// Notes a fault of a deployment.
    pub(super) fn wrong(
        &mut self,
        span: &Range<usize>,
        fault: DeployFault,
        related: Option<&Range<usize>>,
    ) {
        self.fault(span, Fault::Deploy(fault), related);
    }
}
