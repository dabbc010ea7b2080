//! `[entrypoint]`.

use toml::de::DeValue;

use super::reader::{Item, Reader, Text, one_of};
use crate::table::check::Select;
use crate::table::choice;
use crate::table::exit_codes::ExitCodes;
use crate::table::fault::{Fault, Inside};
use crate::table::model::{Entrypoint, Line, Source, Spanned, Umask, Unknown};
use crate::table::name::{ModeName, VariableName};
use crate::table::schema::{EntrypointKey, ExitKey};
use crate::table::verb::Verb;

impl<'t> Reader<'t> {
    /// The section, and what became of its `select`.
    pub(super) fn entrypoint(&mut self, item: &Item<'t>) -> (Entrypoint, Select) {
        let mut entrypoint = Entrypoint::default();
        let mut select = Select::Absent;
        let Some(keys) = self.section::<EntrypointKey>(item) else {
            return (entrypoint, Select::Broken);
        };
        for (key, item) in keys {
            match key {
                EntrypointKey::App => entrypoint.app = self.line(&item),
                EntrypointKey::Path => entrypoint.path = self.line(&item),
                EntrypointKey::Select => {
                    let before = self.faults.len();
                    entrypoint.select = self.select(&item);
                    let is_sound = self.faults.len() == before;
                    select = if is_sound {
                        Select::At(item.span())
                    } else {
                        Select::Broken
                    };
                }
                EntrypointKey::Default => entrypoint.default = self.mode_name(&item),
                EntrypointKey::Unknown => entrypoint.unknown = self.unknown(&item),
                EntrypointKey::Options => entrypoint.options = self.mode_name(&item),
                EntrypointKey::Log => entrypoint.log = self.choice(&item, &choice::LOG),
                EntrypointKey::State => entrypoint.state = self.folder(&item),
                EntrypointKey::Verbs => entrypoint.verbs = self.strings(&item, verb),
                EntrypointKey::Umask => entrypoint.umask = self.umask(&item),
                EntrypointKey::Nofile => entrypoint.nofile = self.integer(&item),
                EntrypointKey::Exit => entrypoint.exit = self.exit_codes(&item),
            }
        }
        (entrypoint, select)
    }

    /// One source, or several in order.
    fn select(&mut self, item: &Item<'t>) -> Vec<Spanned<Source>> {
        if let DeValue::String(_) = item.get() {
            let Some(text) = self.text(item) else {
                return Vec::new();
            };
            let source = source(text.value);
            return self.take_inside(&text, source).into_iter().collect();
        }
        self.strings(item, source)
    }

    /// A string that is the name of a mode.
    pub(super) fn mode_name(&mut self, item: &Item<'t>) -> Option<Spanned<ModeName>> {
        let text = self.text(item)?;
        let name = ModeName::parse(text.value);
        self.take(&text, name)
    }

    /// What becomes of an unknown word.
    fn unknown(&mut self, item: &Item<'t>) -> Option<Spanned<Unknown>> {
        let text = self.text(item)?;
        let unknown = match text.value {
            "error" => Ok(Unknown::Error),
            "exec" => Ok(Unknown::Exec),
            name => ModeName::parse(name).map(Unknown::Mode),
        };
        self.take(&text, unknown)
    }

    /// The absolute path of a folder; the script has several in one list of words.
    fn folder(&mut self, item: &Item<'t>) -> Option<Spanned<Line>> {
        let folder = self.line(item)?;
        let path = folder.value.as_str();
        let plain = |c: char| c.is_ascii_alphanumeric() || "/_.-".contains(c);
        if path.starts_with('/') && path.chars().all(plain) {
            return Some(folder);
        }
        self.fault(folder.span, Fault::StateFolder);
        None
    }

    /// Three or four octal digits.
    fn umask(&mut self, item: &Item<'t>) -> Option<Spanned<Umask>> {
        let text = self.text(item)?;
        let umask = umask(&text);
        self.take(&text, umask)
    }

    /// The table of exit codes.
    fn exit_codes(&mut self, item: &Item<'t>) -> ExitCodes {
        let mut codes = ExitCodes::default();
        for (key, item) in self.section::<ExitKey>(item).unwrap_or_default() {
            let code = self.integer(&item);
            match key {
                ExitKey::Mode => codes.mode = code,
                ExitKey::Usage => codes.usage = code,
                ExitKey::Environment => codes.environment = code,
                ExitKey::Step => codes.step = code,
                ExitKey::Loop => codes.crash_loop = code,
            }
        }
        codes
    }
}

/// Reads one source of `select`.
fn source(text: &str) -> Result<Source, Inside> {
    if text == "arg" {
        return Ok(Source::FirstWord);
    }
    let Some(name) = text.strip_prefix("env:") else {
        return Err(Inside::new(
            0..text.len(),
            Fault::SelectSource {
                value: text.to_owned(),
            },
        ));
    };
    VariableName::parse(name)
        .map(Source::Variable)
        .map_err(|fault| Inside::new("env:".len()..text.len(), fault))
}

/// A verb in a list.
fn verb(text: &str) -> Result<Verb, Inside> {
    one_of("verbs", text, &choice::VERBS).map_err(|fault| Inside::new(0..text.len(), fault))
}

/// Reads a file mode creation mask.
fn umask(text: &Text<'_>) -> Result<Umask, Fault> {
    let digits = text.value;
    let is_octal = digits.bytes().all(|b| matches!(b, b'0'..=b'7'));
    u16::from_str_radix(digits, 8)
        .ok()
        .filter(|&bits| is_octal && matches!(digits.len(), 3 | 4) && bits <= 0o777)
        .map(Umask)
        .ok_or_else(|| Fault::Umask {
            value: digits.to_owned(),
        })
}
