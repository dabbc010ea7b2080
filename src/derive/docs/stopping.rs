//! When a program is started again, and how a container is stopped.

use super::before::command;
use super::markdown::{Page, code};
use super::{Guide, grouped, listed, time};
use crate::emit::sentence::{either, started_again};
use crate::plan::{
    AfterLimit, Forward, Life, Limit, Mode, Plan, RestartPolicy, Service, Supervision,
};

/// Seconds that Docker waits if nobody says.
const DOCKER: u32 = 10;

impl Guide<'_> {
    /// The sections.
    pub(super) fn stopping(&self, page: &mut Page) {
        self.restarts(page);
        page.heading(2, "Stopping");
        let said = self.plan.modes.iter().enumerate().map(|(index, mode)| {
            let mut services = self.deployment.services.iter();
            let service = services.find(|service| service.mode == index);
            let signal = self.deployment.stop_signals[index].name();
            (mode.name.clone(), stop(mode, signal, service))
        });
        let items: Vec<String> = grouped(said).iter().map(item).collect();
        page.list(&items);
        page.paragraph(&[self.without_compose()]);
    }

    fn restarts(&self, page: &mut Page) {
        let programs = self.supervised().filter_map(|(mode, supervision)| {
            let restart = supervision.restart.as_ref()?;
            let limit = restart.limit.map(|limit| after(self.plan, limit));
            let again = started_again(restart);
            let text = format!("the program is {again}.{}", limit.unwrap_or_default());
            Some((mode.name.clone(), text))
        });
        let services = self.deployment.services.iter().map(|service| {
            let when = match service.restart {
                RestartPolicy::No => "does not start the container again",
                RestartPolicy::Always => "starts the container again whenever it ends",
                RestartPolicy::OnFailure => "starts the container again after a failure",
                RestartPolicy::UnlessStopped => {
                    "starts the container again whenever it ends, unless it was stopped"
                }
            };
            (service.name.clone(), format!("Compose {when}."))
        });
        let items: Vec<String> = grouped(programs)
            .iter()
            .chain(&grouped(services))
            .map(item)
            .collect();
        if !items.is_empty() {
            page.heading(2, "Restarts");
            page.list(&items);
        }
    }

    /// How long `docker stop` has to wait.
    fn without_compose(&self) -> String {
        let graces = self
            .deployment
            .services
            .iter()
            .filter_map(|service| service.grace);
        match graces.max().filter(|&grace| grace > DOCKER) {
            None => String::new(),
            Some(grace) => format!(
                "Without Compose give it that time yourself, as in {}: Docker alone waits \
                 {DOCKER} s and kills.",
                code(&format!("docker stop -t {grace} CONTAINER"))
            ),
        }
    }
}

/// What comes of too many ends.
fn after(plan: &Plan, limit: Limit) -> String {
    let Limit {
        exits,
        within,
        then,
    } = limit;
    let then = match then {
        AfterLimit::Exit => format!("the container ends with {}", plan.exit.crash_loop),
        AfterLimit::Unhealthy => "it is still started again, and the container is unhealthy".into(),
    };
    let within = time(within);
    format!(" If it ends more than {exits} times in {within}, {then}.")
}

/// What is said of these names.
fn item((names, text): &(Vec<String>, String)) -> String {
    format!("{}: {text}", listed(names))
}

/// How `mode` is stopped.
fn stop(mode: &Mode, signal: &str, service: Option<&Service>) -> String {
    let how = match mode.run().1 {
        Life::Exec => {
            format!("the program is process 1 and gets each signal itself; {signal} stops it.")
        }
        Life::Supervise(supervision) => supervised(supervision),
    };
    let wait = service.map(|service| {
        let grace = service.grace.unwrap_or(DOCKER);
        format!(" Compose waits up to {} for its end.", time(grace))
    });
    how + &wait.unwrap_or_default()
}

fn supervised(supervision: &Supervision) -> String {
    let accepts = supervision.accepts.iter().map(|signal| signal.name());
    let stops = ["TERM", "INT (Ctrl-C)"].into_iter().chain(accepts);
    let stops = either(stops.map(str::to_owned));
    let signal = supervision.signal.name();
    let before = supervision.before.as_ref();
    let before = before.map(|before| format!("{} is run, then ", code(&command(before))));
    let grace = supervision.grace;
    let kill = grace.map(|grace| format!(", and KILL after {}", time(grace)));
    let again = supervision.restart.as_ref();
    let again = again.map_or("", |_| ", and is not started again");
    let after = supervision.after.as_ref();
    let after = after.map(|after| format!(" At the end {} is run.", code(&command(after))));
    let forward: String = supervision.forward.iter().copied().map(passed_on).collect();
    format!(
        "{stops} stops it: {}the program gets {signal} once{}{again}. The exit code is that of \
         the program.{}{forward}",
        before.unwrap_or_default(),
        kill.unwrap_or_default(),
        after.unwrap_or_default(),
    )
}

fn passed_on(forward: Forward) -> String {
    let (from, to) = (forward.from.name(), forward.to.name());
    if from == to {
        format!(" {from} is passed on to the program.")
    } else {
        format!(" {from} is passed on to the program as {to}.")
    }
}
