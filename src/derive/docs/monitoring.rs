//! How one sees what a container does.

use super::before::command;
use super::markdown::{Page, code, codes};
use super::trouble::Trouble;
use super::{Guide, listed, time};
use crate::emit::command::{self, WORDS};
use crate::emit::health::QUESTION;
use crate::emit::help::{self, known, written};
use crate::plan::{Health, Log, Note, Service, Verb};

impl Guide<'_> {
    /// The section.
    pub(super) fn monitoring(&self, troubles: &[Trouble], page: &mut Page) {
        page.heading(2, "Monitoring");
        let services = &self.deployment.services;
        if let Some(service) = services.first() {
            page.fence("", &format!("docker compose logs -f {}", service.name));
        }
        page.paragraph(&self.log(troubles));
        self.health(page);
        self.questions(page);
    }

    /// What stands in the log.
    fn log(&self, troubles: &[Trouble]) -> Vec<String> {
        if !self.plan.talks && troubles.is_empty() {
            return vec!["The log is that of the program: the script says nothing.".to_owned()];
        }
        let app = code(&format!("{}: ", self.plan.app));
        let form = match self.plan.log {
            Log::Plain => format!("begin with {app}"),
            Log::Logfmt => "are in logfmt, with `level` and `msg`".to_owned(),
            Log::Json => "are JSON, with `level` and `msg`".to_owned(),
        };
        let what = if self.plan.talks {
            "They say which mode it is, what is wrong, and when a program starts and ends."
        } else {
            "They say what is wrong."
        };
        let known = known(self.plan);
        let logged = known.iter().map(|known| known.variable);
        let logged = logged.filter(|variable| variable.notes.contains(&Note::Log));
        let logged = codes(logged.map(|variable| variable.reference.name.as_str()));
        let values = match logged.as_slice() {
            [] => String::new(),
            logged => format!("The value of {} stands there too.", listed(logged)),
        };
        vec![
            format!("The log has the lines of the program and those of the script, which {form}."),
            what.to_owned(),
            values,
        ]
    }

    /// How a container is asked for its health.
    fn health(&self, page: &mut Page) {
        let services = self.deployment.services.iter();
        let asked: Vec<&Service> = services
            .filter(|service| self.mode_of(service).health.is_some())
            .collect();
        let Some(first) = asked.first() else {
            return;
        };
        let names = codes(asked.iter().map(|service| service.name.as_str()));
        page.paragraph(&[format!(
            "`docker compose ps` shows the health of {}. Why it is so is answered by the script:",
            listed(&names)
        )]);
        let script = &self.deployment.script;
        let ask = format!("docker compose exec {} {script} {QUESTION}", first.name);
        page.fence("", &ask);
        let items: Vec<String> = asked.iter().map(|service| self.healthy(service)).collect();
        page.list(&items);
    }

    /// What makes a container of `service` healthy.
    fn healthy(&self, service: &Service) -> String {
        let mode = self.mode_of(service);
        let besides = match &mode.health {
            None | Some(Health::Alive) => String::new(),
            Some(Health::Run(words)) => {
                format!(" and {} leaves with 0", code(&command(words)))
            }
            Some(Health::Tcp(port)) => {
                format!(" and somebody listens on port {}", code(&written(port)))
            }
            Some(Health::File { path, fresh_for }) => format!(
                " and {} was changed in the last {}",
                code(&written(path)),
                time(*fresh_for)
            ),
        };
        let every = service.healthcheck.map(|asked| {
            format!(
                " It is asked every {}, and {} bad answers in a row make it unhealthy; those of \
                 the first {} do not count.",
                time(asked.interval),
                asked.retries,
                time(asked.start_period)
            )
        });
        format!(
            "{} is healthy if its program runs{besides}.{}",
            code(&service.name),
            every.unwrap_or_default()
        )
    }

    /// What else the script can be asked.
    fn questions(&self, page: &mut Page) {
        let service = self.deployment.services.first();
        let service = service.map_or("CONTAINER", |service| service.name.as_str());
        let ask = |words: &str| {
            let script = &self.deployment.script;
            code(&format!("docker compose exec {service} {script} {words}"))
        };
        let mut said = Vec::new();
        if self.plan.verbs.contains(&Verb::Help) {
            let help = ask(help::QUESTION);
            said.push(format!("{help} lists the modes and the variables."));
        }
        if self.plan.verbs.contains(&Verb::Run) {
            let run = ask(&format!("{} {WORDS}", command::QUESTION));
            said.push(format!(
                "{run} gives a command the environment of the program."
            ));
        }
        page.paragraph(&said);
    }
}
