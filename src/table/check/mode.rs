//! Rules of modes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Check;
use crate::table::addition::{Added, Addition};
use crate::table::fault::Fault;
use crate::table::glob::Glob;
use crate::table::model::{AfterLimit, Mode, Restart, RestartOn, Spanned};
use crate::table::name::ModeName;
use crate::table::signal::Signal;

impl<'t> Check<'t, '_> {
    /// Whether the words that mean a mode mean one only, and each mode is sound.
    pub(super) fn modes(&mut self) {
        let modes: &'t [Mode] = &self.table.modes;
        let names: BTreeMap<&ModeName, &Range<usize>> = modes
            .iter()
            .map(|mode| (&mode.name.value, &mode.name.span))
            .collect();
        let mut aliases: BTreeMap<&ModeName, &Range<usize>> = BTreeMap::new();
        let mut patterns: BTreeMap<&Glob, &Range<usize>> = BTreeMap::new();
        for mode in modes {
            for alias in &mode.aliases {
                let name = alias.value.to_string();
                if alias.value == mode.name.value {
                    self.fault(
                        &alias.span,
                        Fault::AliasOfItself { name },
                        Some(&mode.name.span),
                    );
                } else if let Some(other) = names.get(&alias.value) {
                    self.fault(&alias.span, Fault::AliasIsMode { name }, Some(other));
                } else if let Some(first) = aliases.insert(&alias.value, &alias.span) {
                    self.fault(&alias.span, Fault::AliasTwice { name }, Some(first));
                }
            }
            for pattern in &mode.matches {
                if let Some(first) = patterns.insert(&pattern.value, &pattern.span) {
                    self.fault(&pattern.span, Fault::MatchTwice, Some(first));
                }
            }
            if let Some(first) = mode.matches.first() {
                self.takes_words("match", &mode.name.value, &first.span);
            }
            self.additions(mode);
            self.supervision(mode);
            if let Some(restart) = &mode.restart {
                self.back_off(restart);
                self.after_limit(mode, &restart.value);
            }
        }
    }

    /// Whether an option can be given where one is looked for: on the command line,
    /// or in the value of a variable.
    fn additions(&mut self, mode: &Mode) {
        let Some(run) = mode.run.as_ref().filter(|_| !mode.takes_words()) else {
            return;
        };
        let is_split = |addition: &&Addition| matches!(addition.words, Added::Split(_));
        let fixed = mode.additions.iter().take_while(|one| !is_split(one));
        for option in fixed.filter_map(|addition| addition.unless_given.first()) {
            self.fault(&option.span, Fault::NothingGiven, Some(&run.span));
        }
    }

    /// Whether somebody can see that a program ends too often.
    fn after_limit(&mut self, mode: &Mode, restart: &Restart) {
        let then = restart.limit.as_ref().and_then(|limit| limit.then.as_ref());
        if let Some(Spanned { value, span }) = then
            && *value == AfterLimit::Unhealthy
            && mode.health.is_none()
        {
            let fault = Fault::UnhealthyWithoutHealth;
            self.fault(span, fault, Some(&mode.name.span));
        }
    }

    /// Whether what is said of growing pauses goes together.
    fn back_off(&mut self, restart: &Spanned<Restart>) {
        let Restart {
            on,
            delay,
            factor,
            max_delay,
            stable_after,
            limit,
            ..
        } = &restart.value;
        if let Some(Spanned {
            value: RestartOn::Never,
            span,
        }) = on
        {
            for (key, other) in [
                ("factor", factor.as_ref().map(|factor| &factor.span)),
                ("max-delay", max_delay.as_ref().map(|longest| &longest.span)),
                (
                    "stable-after",
                    stable_after.as_ref().map(|stable| &stable.span),
                ),
                ("limit", limit.as_ref().map(|limit| &limit.exits.span)),
            ] {
                if let Some(other) = other {
                    self.fault(other, Fault::NeverRestarted { key }, Some(span));
                }
            }
            return;
        }
        if factor.as_ref().is_none_or(|factor| factor.value == 1) {
            for (key, value) in [("max-delay", max_delay), ("stable-after", stable_after)] {
                if let Some(value) = value {
                    let fault = Fault::NeedsFactor { key };
                    self.fault(&value.span, fault, Some(&restart.span));
                }
            }
        } else if let (Some(delay), Some(longest)) = (delay, max_delay)
            && longest.value < delay.value
        {
            self.fault(&longest.span, Fault::MaxDelayBelowDelay, Some(&delay.span));
        }
    }

    /// Whether the mode can be supervised as it says.
    fn supervision(&mut self, mode: &Mode) {
        let stop = &mode.stop;
        let implied = [
            (
                "restart",
                mode.restart.as_ref().map(|restart| &restart.span),
            ),
            ("before", stop.before.as_ref().map(|command| &command.span)),
            ("after", stop.after.as_ref().map(|command| &command.span)),
        ];
        let implied = implied
            .into_iter()
            .find_map(|(key, span)| span.map(|span| (key, span)));
        let parent = match (&mode.supervise, implied) {
            (Some(Spanned { value: false, span }), Some((key, implied))) => {
                self.fault(span, Fault::ContradictsSupervise { key }, Some(implied));
                return;
            }
            (Some(Spanned { value: true, span }), _) | (_, Some((_, span))) => span,
            _ => return self.needs_supervision(mode),
        };
        if let Some(signal) = &stop.signal
            && matches!(signal.value, Signal::Int | Signal::Quit)
        {
            let name = signal.value.name();
            self.fault(&signal.span, Fault::SignalIgnored { name }, Some(parent));
        }
        self.forward(mode);
    }

    /// Notes what a mode without a parent cannot have.
    fn needs_supervision(&mut self, mode: &Mode) {
        let stop = &mode.stop;
        for (key, span) in [
            ("grace", stop.grace.as_ref().map(|grace| &grace.span)),
            ("accepts", stop.accepts.first().map(|signal| &signal.span)),
            ("forward", mode.forward.first().map(|signal| &signal.span)),
        ] {
            if let Some(span) = span {
                self.fault(span, Fault::NeedsSupervise { key }, Some(&mode.name.span));
            }
        }
    }

    /// Whether each signal that is passed on means one thing.
    fn forward(&mut self, mode: &Mode) {
        let stops = mode.stop.signal.iter().chain(&mode.stop.accepts);
        let stops: Vec<_> = stops.collect();
        for (index, Spanned { value, span }) in mode.forward.iter().enumerate() {
            let name = value.from.name();
            let mut before = mode.forward.iter().take(index);
            if let Some(first) = before.find(|first| first.value.from == value.from) {
                self.fault(span, Fault::ForwardTwice { name }, Some(&first.span));
            } else if let Some(stop) = stops.iter().find(|stop| stop.value == value.from) {
                self.fault(span, Fault::ForwardAndStop { name }, Some(&stop.span));
            }
        }
    }
}
