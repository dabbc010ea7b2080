//! `health` of a mode.

use toml::de::DeValue;

use super::reader::{Item, Reader};
use crate::table::fault::{Fault, Found};
use crate::table::health::Health;
use crate::table::model::Spanned;
use crate::table::schema::{HealthFileKey, HealthKey};
use crate::table::template::{Part, Template};

impl<'t> Reader<'t> {
    /// The one kind that is said.
    pub(super) fn health(&mut self, item: &Item<'t>) -> Option<Spanned<Health>> {
        let kinds = self.section::<HealthKey>(item)?;
        if let [(_, first), (_, second), ..] = kinds.as_slice() {
            self.faults.push(Found {
                span: Some(second.span()),
                fault: Fault::TwoKindsOfHealth,
                related: Some(first.span()),
            });
            return None;
        }
        let Some((kind, value)) = kinds.into_iter().next() else {
            self.no_kind(item);
            return None;
        };
        let health = match kind {
            HealthKey::Alive => self.alive(&value)?,
            HealthKey::Run => Health::Run(self.command(&value)?.value),
            HealthKey::Tcp => Health::Tcp(self.port(&value)?),
            HealthKey::File => self.health_file(&value)?,
        };
        Some(Spanned::new(health, item.span()))
    }

    /// Notes that no kind is said, unless what was said is a fault already.
    fn no_kind(&mut self, item: &Item<'t>) {
        if matches!(item.get(), DeValue::Table(table) if table.is_empty()) {
            self.fault(item.span(), Fault::NoKindOfHealth);
        }
    }

    fn alive(&mut self, item: &Item<'t>) -> Option<Health> {
        let alive = self.boolean(item)?;
        if alive.value {
            return Some(Health::Alive);
        }
        self.fault(alive.span, Fault::NotAlive);
        None
    }

    /// A port; one that is known already must be one.
    fn port(&mut self, item: &Item<'t>) -> Option<Template> {
        let Spanned { value, span } = self.template(item)?;
        if let [Part::Text(text)] = value.parts.as_slice() {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number || text.parse::<u16>().map_or(true, |port| port == 0) {
                let value = text.clone();
                self.fault(span, Fault::NotAPort { value });
                return None;
            }
        }
        Some(value)
    }

    fn health_file(&mut self, item: &Item<'t>) -> Option<Health> {
        let (mut path, mut fresh_for) = (None, None);
        for (key, item) in self.section::<HealthFileKey>(item)? {
            match key {
                HealthFileKey::Path => path = self.template(&item),
                HealthFileKey::FreshFor => fresh_for = self.duration(&item),
            }
        }
        Some(Health::File {
            path: path?.value,
            fresh_for: fresh_for?.value,
        })
    }
}
