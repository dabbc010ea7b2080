//! Rules of modes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Check;
use crate::table::fault::Fault;
use crate::table::glob::Glob;
use crate::table::model::{Mode, Restart, Spanned, StopSignal};
use crate::table::name::ModeName;

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
            self.supervision(mode);
            if let Some(restart) = &mode.restart {
                self.back_off(restart);
            }
        }
    }

    /// Whether what is said of growing pauses goes together.
    fn back_off(&mut self, restart: &Spanned<Restart>) {
        let Restart {
            delay,
            factor,
            max_delay,
            stable_after,
            ..
        } = &restart.value;
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
        let supervise = mode.supervise.as_ref();
        let wants = supervise
            .filter(|supervise| supervise.value)
            .map(|wants| &wants.span);
        let refuses = supervise
            .filter(|supervise| !supervise.value)
            .map(|refuses| &refuses.span);
        let restart = mode.restart.as_ref().map(|restart| &restart.span);
        if let (Some(refuses), Some(restart)) = (refuses, restart) {
            self.fault(refuses, Fault::RestartUnsupervised, Some(restart));
            return;
        }
        if let Some(grace) = &mode.stop.grace
            && wants.or(restart).is_none()
        {
            let related = Some(&mode.name.span);
            self.fault(&grace.span, Fault::GraceUnsupervised, related);
        }
        if let (Some(parent), Some(signal)) = (wants.or(restart), &mode.stop.signal)
            && matches!(signal.value, StopSignal::Int | StopSignal::Quit)
        {
            let fault = Fault::SignalIgnored {
                name: signal.value.name(),
            };
            self.fault(&signal.span, fault, Some(parent));
        }
    }
}
