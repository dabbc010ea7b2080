//! `[deploy]` and `deploy` of a mode.

use super::reader::{Item, Reader};
use crate::table::choice;
use crate::table::deploy::{DependsOn, Deploy, Healthcheck, Resources, Service};
use crate::table::deploy_fault::DeployFault;
use crate::table::fault::{Fault, Inside};
use crate::table::model::{Line, Spanned};
use crate::table::name::{ModeName, VariableName};
use crate::table::schema::{DeployKey, HealthcheckKey, ResourcesKey, ServiceKey};

impl<'t> Reader<'t> {
    /// `[deploy]`.
    pub(super) fn deploy(&mut self, item: &Item<'t>) -> Option<Spanned<Deploy>> {
        let mut deploy = Deploy::default();
        for (key, item) in self.section::<DeployKey>(item)? {
            match key {
                DeployKey::Script => deploy.script = self.of_form(&item, is_absolute),
                DeployKey::Services => deploy.services = Some(self.services(&item)),
                DeployKey::Compose => deploy.compose = self.line(&item),
                DeployKey::Dockerfile => deploy.dockerfile = self.line(&item),
                DeployKey::Docs => deploy.docs = self.line(&item),
                DeployKey::Service => {
                    deploy.service = self.service(&item).map(|s| s.value).unwrap_or_default();
                }
            }
        }
        Some(Spanned::new(deploy, item.span()))
    }

    /// The keys of one service, or of what all share.
    pub(super) fn service(&mut self, item: &Item<'t>) -> Option<Spanned<Service>> {
        let mut service = Service::default();
        for (key, item) in self.section::<ServiceKey>(item)? {
            match key {
                ServiceKey::Image => service.image = self.line(&item),
                ServiceKey::EnvFile => service.env_file = self.lines(&item),
                ServiceKey::Environment => service.environment = self.environment(&item),
                ServiceKey::Volumes => service.volumes = self.lines(&item),
                ServiceKey::Networks => service.networks = self.lines(&item),
                ServiceKey::Ports => service.ports = self.lines(&item),
                ServiceKey::SecurityOpt => service.security_opt = self.lines(&item),
                ServiceKey::CapDrop => service.cap_drop = self.lines(&item),
                ServiceKey::CapAdd => service.cap_add = self.lines(&item),
                ServiceKey::ReadOnly => service.read_only = self.boolean(&item),
                ServiceKey::Tmpfs => service.tmpfs = self.lines(&item),
                ServiceKey::User => service.user = self.line(&item),
                ServiceKey::DependsOn => service.depends_on = self.depends_on(&item),
                ServiceKey::Limits => service.limits = self.resources(&item),
                ServiceKey::Reservations => service.reservations = self.resources(&item),
                ServiceKey::Replicas => service.replicas = self.integer(&item),
                ServiceKey::Restart => {
                    service.restart = self.choice(&item, &choice::RESTART_POLICY);
                }
                ServiceKey::Grace => service.grace = self.duration(&item),
                ServiceKey::Healthcheck => service.healthcheck = self.healthcheck(&item),
            }
        }
        Some(Spanned::new(service, item.span()))
    }

    /// The services' names by their modes.
    fn services(&mut self, item: &Item<'t>) -> Vec<(Spanned<ModeName>, Spanned<Line>)> {
        let mut services = Vec::new();
        for (mode, item) in self.named(item, "services") {
            let name = self.of_form(&item, is_service);
            match ModeName::parse(mode.text) {
                Ok(mode_name) => {
                    services.extend(name.map(|name| (Spanned::new(mode_name, mode.span), name)));
                }
                Err(fault) => self.fault(mode.span, fault),
            }
        }
        services
    }

    /// Variables with their values.
    pub(super) fn environment(
        &mut self,
        item: &Item<'t>,
    ) -> Vec<(Spanned<VariableName>, Spanned<String>)> {
        let mut variables = Vec::new();
        for (name, item) in self.named(item, item.key) {
            let value = self.text(&item);
            match VariableName::parse(name.text) {
                Ok(variable) => variables.extend(value.map(|value| {
                    let name = Spanned::new(variable, name.span);
                    (name, value.spanned(value.value.to_owned()))
                })),
                Err(fault) => self.fault(name.span, fault),
            }
        }
        variables
    }

    /// Services with the states that they have to be in.
    fn depends_on(&mut self, item: &Item<'t>) -> Vec<(Spanned<Line>, Spanned<DependsOn>)> {
        let mut services = Vec::new();
        for (name, item) in self.named(item, "depends-on") {
            let state = self.choice(&item, &choice::DEPENDS_ON);
            if let Err(expected) = is_service(name.text) {
                let (key, value) = ("depends-on", name.text.to_owned());
                let fault = DeployFault::Form {
                    key,
                    value,
                    expected,
                };
                self.fault(name.span, Fault::Deploy(fault));
                continue;
            }
            let service = Spanned::new(Line(name.text.to_owned()), name.span);
            services.extend(state.map(|state| (service, state)));
        }
        services
    }

    fn resources(&mut self, item: &Item<'t>) -> Resources {
        let mut resources = Resources::default();
        for (key, item) in self.section::<ResourcesKey>(item).unwrap_or_default() {
            match key {
                ResourcesKey::Cpus => resources.cpus = self.of_form(&item, is_number),
                ResourcesKey::Memory => resources.memory = self.of_form(&item, is_size),
            }
        }
        resources
    }

    fn healthcheck(&mut self, item: &Item<'t>) -> Option<Spanned<Healthcheck>> {
        let mut healthcheck = Healthcheck::default();
        for (key, item) in self.section::<HealthcheckKey>(item)? {
            match key {
                HealthcheckKey::Interval => healthcheck.interval = self.duration(&item),
                HealthcheckKey::Timeout => healthcheck.timeout = self.duration(&item),
                HealthcheckKey::Retries => healthcheck.retries = self.integer(&item),
                HealthcheckKey::StartPeriod => healthcheck.start_period = self.duration(&item),
            }
        }
        Some(Spanned::new(healthcheck, item.span()))
    }

    /// Lines, each once.
    fn lines(&mut self, item: &Item<'t>) -> Vec<Spanned<Line>> {
        let key = item.key;
        self.strings(item, |text| {
            if text.is_empty() {
                return Err(Inside::new(0..0, Fault::EmptyString { key }));
            }
            match text.char_indices().find(|(_, c)| c.is_control()) {
                Some((at, found)) => Err(Inside::new(
                    at..at + found.len_utf8(),
                    Fault::ControlCharacter { key, found },
                )),
                None => Ok(Line(text.to_owned())),
            }
        })
    }

    /// A line that `check` accepts; else that says what was expected.
    fn of_form(
        &mut self,
        item: &Item<'t>,
        check: fn(&str) -> Result<(), &'static str>,
    ) -> Option<Spanned<Line>> {
        let line = self.line(item)?;
        let Err(expected) = check(line.value.as_str()) else {
            return Some(line);
        };
        let (key, value) = (item.key, line.value.as_str().to_owned());
        let fault = DeployFault::Form {
            key,
            value,
            expected,
        };
        self.fault(line.span, Fault::Deploy(fault));
        None
    }
}

fn is_absolute(text: &str) -> Result<(), &'static str> {
    accept(text.starts_with('/'), "an absolute path")
}

fn is_service(text: &str) -> Result<(), &'static str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    accept(
        !text.is_empty() && text.chars().all(plain),
        "letters, digits and `. _ -`",
    )
}

fn is_number(text: &str) -> Result<(), &'static str> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    accept(digits(whole) && digits(part), "a number, such as `0.5`")
}

fn is_size(text: &str) -> Result<(), &'static str> {
    let number = text.trim_end_matches(['b', 'k', 'm', 'g', 'B', 'K', 'M', 'G']);
    let is_size = text.len() - number.len() < 2 && !number.is_empty();
    accept(
        is_size && number.bytes().all(|b| b.is_ascii_digit()),
        "a number of bytes, such as `512M`",
    )
}

fn accept(accepted: bool, expected: &'static str) -> Result<(), &'static str> {
    if accepted { Ok(()) } else { Err(expected) }
}
