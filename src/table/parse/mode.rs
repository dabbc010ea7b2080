//! `[modes.NAME]`.

use toml::de::DeValue;

use super::Name;
use super::reader::{Item, Reader};
use crate::table::choice;
use crate::table::fault::{Fault, Found, Inside};
use crate::table::glob::Glob;
use crate::table::model::{Forward, Mode, Restart, RestartLimit, Seconds, Spanned, Stop};
use crate::table::name::ModeName;
use crate::table::schema::{LimitKey, ModeKey, RestartKey, StopKey};
use crate::table::signal::Signal;
use crate::table::template::Template;

impl<'t> Reader<'t> {
    /// One mode. One with a wrong name is kept, so that whatever refers to it
    /// is no second fault.
    pub(super) fn mode(&mut self, name: Name<'t>, item: &Item<'t>) -> Option<Mode> {
        let value = ModeName::parse(name.text).unwrap_or_else(|fault| {
            self.fault(name.span.clone(), fault);
            ModeName::unchecked(name.text)
        });
        let keys = self.section::<ModeKey>(item)?;
        let mut mode = Mode::new(Spanned::new(value, name.span));
        for (key, item) in keys {
            match key {
                ModeKey::About => mode.about = self.line(&item),
                ModeKey::Aliases => mode.aliases = self.strings(&item, mode_name),
                ModeKey::Match => mode.matches = self.strings(&item, pattern),
                ModeKey::Run => mode.run = self.run(&item),
                ModeKey::Arg => mode.additions = self.additions(&item),
                ModeKey::Cd => mode.cd = self.template(&item),
                ModeKey::Setup => mode.setup = self.boolean(&item),
                ModeKey::Supervise => mode.supervise = self.boolean(&item),
                ModeKey::Stop => self.stop(&item, &mut mode.stop),
                ModeKey::Restart => mode.restart = self.restart(&item),
                ModeKey::Health => mode.health = self.health(&item),
                ModeKey::Deploy => mode.deploy = self.service(&item),
                ModeKey::Forward => mode.forward = self.strings(&item, forward),
            }
        }
        Some(mode)
    }

    /// A template that is not empty.
    pub(super) fn template(&mut self, item: &Item<'t>) -> Option<Spanned<Template>> {
        let text = self.text(item)?;
        let template = match text.value {
            "" => Err(Inside::new(0..0, Fault::EmptyString { key: item.key })),
            value => Template::parse(value),
        };
        self.take_inside(&text, template)
    }

    /// `stop`.
    fn stop(&mut self, item: &Item<'t>, stop: &mut Stop) {
        for (key, item) in self.section::<StopKey>(item).into_iter().flatten() {
            match key {
                StopKey::Signal => stop.signal = self.signal(&item),
                StopKey::Grace => stop.grace = self.duration(&item),
                StopKey::Accepts => stop.accepts = self.strings(&item, signal),
                StopKey::Before => stop.before = self.command(&item),
                StopKey::After => stop.after = self.command(&item),
            }
        }
    }

    /// The name of a signal.
    pub(super) fn signal(&mut self, item: &Item<'t>) -> Option<Spanned<Signal>> {
        let text = self.text(item)?;
        self.take(&text, Signal::parse(text.value))
    }

    /// `restart`.
    fn restart(&mut self, item: &Item<'t>) -> Option<Spanned<Restart>> {
        let mut restart = Restart::default();
        for (key, item) in self.section::<RestartKey>(item)? {
            match key {
                RestartKey::On => {
                    restart.on = self.choice(&item, &choice::RESTART_ON);
                }
                RestartKey::Delay => restart.delay = self.duration(&item),
                RestartKey::Factor => restart.factor = self.integer(&item),
                RestartKey::MaxDelay => restart.max_delay = self.duration(&item),
                RestartKey::StableAfter => restart.stable_after = self.duration(&item),
                RestartKey::Recycle => restart.recycle = self.codes(&item),
                RestartKey::Jitter => restart.jitter = self.duration(&item),
                RestartKey::Limit => restart.limit = self.limit_of_exits(&item),
            }
        }
        Some(Spanned::new(restart, item.span()))
    }

    /// `restart.limit`.
    fn limit_of_exits(&mut self, item: &Item<'t>) -> Option<RestartLimit> {
        let (mut exits, mut within, mut then) = (None, None, None);
        for (key, item) in self.section::<LimitKey>(item)? {
            match key {
                LimitKey::Exits => exits = self.integer(&item),
                LimitKey::Within => within = self.duration(&item),
                LimitKey::Then => {
                    then = self.choice(&item, &choice::AFTER_LIMIT);
                }
            }
        }
        Some(RestartLimit {
            exits: exits?,
            within: within?,
            then,
        })
    }

    /// Exit codes of a program, each once.
    fn codes(&mut self, item: &Item<'t>) -> Vec<Spanned<u8>> {
        let mut codes: Vec<Spanned<u8>> = Vec::new();
        for element in self.elements(item) {
            let Some(Spanned { value: code, span }) = self.integer::<u8>(&element) else {
                continue;
            };
            if let Some(first) = codes.iter().find(|other| other.value == code) {
                let (key, value) = (item.key, code.to_string());
                self.faults.push(Found {
                    span: Some(span),
                    fault: Fault::ListedTwice { key, value },
                    related: Some(first.span.clone()),
                });
                continue;
            }
            codes.push(Spanned::new(code, span));
        }
        codes
    }

    /// A duration in whole seconds.
    pub(super) fn duration(&mut self, item: &Item<'t>) -> Option<Spanned<Seconds>> {
        if let DeValue::Integer(number) = item.get() {
            let fault = Fault::Duration {
                text: number.to_string(),
            };
            self.fault(item.span(), fault);
            return None;
        }
        let text = self.text(item)?;
        self.take(&text, Seconds::parse(text.value))
    }
}

/// A mode's name in a list.
pub(super) fn mode_name(text: &str) -> Result<ModeName, Inside> {
    ModeName::parse(text).map_err(|fault| Inside::new(0..text.len(), fault))
}

/// A pattern in a list.
fn pattern(text: &str) -> Result<Glob, Inside> {
    match text {
        "" => Err(Inside::new(0..0, Fault::EmptyString { key: "match" })),
        text => Glob::parse(text),
    }
}

/// A signal in a list.
fn signal(text: &str) -> Result<Signal, Inside> {
    Signal::parse(text).map_err(|fault| Inside::new(0..text.len(), fault))
}

/// A signal to pass on, `NAME` or `NAME=OTHER`.
fn forward(text: &str) -> Result<Forward, Inside> {
    let (from, to) = text.split_once('=').unwrap_or((text, text));
    let offset = text.len() - to.len();
    let forward = Forward {
        from: signal(from)?,
        to: signal(to).map_err(|inside| inside.shift(offset))?,
    };
    match forward {
        Forward {
            from: name @ (Signal::Term | Signal::Int),
            ..
        } => {
            let fault = Fault::ForwardsStop { name: name.name() };
            Err(Inside::new(0..from.len(), fault))
        }
        Forward {
            to: Signal::Int, ..
        } => {
            let fault = Fault::SignalIgnored {
                name: Signal::Int.name(),
            };
            Err(Inside::new(offset..text.len(), fault))
        }
        _ => Ok(forward),
    }
}
