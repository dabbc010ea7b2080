//! Services put into a Compose file that a person wrote. All else in it stays, byte for
//! byte.

use std::ops::Range;

use saphyr_parser::Event;

use super::compose::{Compose, is_marker};
use super::document::{Document, Entry};
use super::fault::IntoFault;

/// A Compose file with the services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The file.
    pub text: String,
    /// What the services use and the file does not have, such as a network; another
    /// file may have it.
    pub missing: Vec<String>,
}

/// A part of a text, and what comes in its place.
type Change = (Range<usize>, String);

impl Compose {
    /// `text` with the services: each in the place of the one of its name, or behind the
    /// last one. It has the file's indentation and line ends.
    ///
    /// # Errors
    /// `text` is no Compose file with a service a line, or has a service of such a name
    /// that is not from here; and nothing is given that would change anything else.
    pub fn put_into(&self, text: &str) -> Result<Edited, IntoFault> {
        let before = Document::parse(text)?;
        let file = File::new(text, &before)?;
        let blocks = self.blocks_for(&file);
        let edited = apply(text, file.changes(&blocks)?);
        let entangled = || IntoFault::Entangled {
            services: before.key(&file.services),
        };
        let after = Document::parse(&edited).map_err(|_| entangled())?;
        let after = File::new(&edited, &after).map_err(|_| entangled())?;
        if !is_all_that_changed(&file, &after, &blocks) {
            return Err(entangled());
        }
        let missing = self.missing(&after)?;
        Ok(Edited {
            text: edited,
            missing,
        })
    }

    /// The services by their names, as they stand in `file`, without the last line's end.
    fn blocks_for<'c>(&'c self, file: &File<'_, '_>) -> Vec<(&'c str, String)> {
        let (margin, end) = (" ".repeat(file.margin), file.line_end());
        let blocks = self.blocks(file.step);
        let block = |(name, block): (&'c str, String)| {
            let lines: Vec<_> = block
                .lines()
                .map(|line| format!("{margin}{line}"))
                .collect();
            (name, lines.join(end))
        };
        blocks.map(block).collect()
    }

    /// What the services use and `file` does not have.
    fn missing(&self, file: &File<'_, '_>) -> Result<Vec<String>, IntoFault> {
        let mut missing = Vec::new();
        for (kind, section, names) in [
            ("network", "networks", &self.networks),
            ("volume", "volumes", &self.volumes),
            ("service", "services", &self.needed),
        ] {
            let entry = file.document.find(&file.root, section);
            let there = entry.map_or(Ok(Vec::new()), |entry| file.document.inside(entry))?;
            for name in names {
                let is_there = file.document.find(&there, name).is_some();
                // Compose makes this one of itself.
                if !is_there && (kind, name.as_str()) != ("network", "default") {
                    missing.push(format!("{kind} `{name}`"));
                }
            }
        }
        Ok(missing)
    }
}

/// A Compose file, read.
struct File<'d, 't> {
    text: &'d str,
    document: &'d Document<'t>,
    /// All at the top.
    root: Vec<Entry>,
    /// The one called `services`.
    services: Entry,
    /// The services.
    entries: Vec<Entry>,
    /// Blanks in front of `services`.
    margin: usize,
    /// Blanks that a service has more.
    step: usize,
}

impl<'d, 't> File<'d, 't> {
    fn new(text: &'d str, document: &'d Document<'t>) -> Result<Self, IntoFault> {
        let root = document.root()?;
        let services = document.find(&root, "services");
        let services = services.ok_or(IntoFault::NoServices)?.clone();
        let entries = document.inside(&services)?;
        let form = IntoFault::Form {
            services: document.key(&services),
        };
        if !document.is_empty(&services) && !document.is_block(&services) {
            return Err(form);
        }
        let column = |entry: &Entry| blanks_before(text, document.key(entry).start);
        let Some(margin) = column(&services) else {
            return Err(form);
        };
        let step = match entries.first().map(column) {
            None => 2,
            Some(column) => column.ok_or(form)?.saturating_sub(margin),
        };
        Ok(Self {
            text,
            document,
            root,
            services,
            entries,
            margin,
            step,
        })
    }

    /// Where what has to come.
    fn changes(&self, blocks: &[(&str, String)]) -> Result<Vec<Change>, IntoFault> {
        let mut changes = Vec::new();
        let mut added = String::new();
        let end = self.line_end();
        for (name, block) in blocks {
            if let Some(entry) = self.document.find(&self.entries, name) {
                changes.push((self.place(name, entry)?, block.clone()));
                continue;
            }
            let is_first = self.entries.is_empty() && added.is_empty();
            let blank = if is_first { "" } else { end };
            added.extend([end, blank, block]);
        }
        let last = self.entries.last().unwrap_or(&self.services);
        let place = self.behind_comments(self.document.end(last));
        changes.push((place..place, added));
        Ok(changes)
    }

    /// A service of ours with the comment above it.
    fn place(&self, name: &str, entry: &Entry) -> Result<Range<usize>, IntoFault> {
        let key = self.document.key(entry);
        let foreign = || IntoFault::Foreign {
            name: name.to_owned(),
            place: key.clone(),
        };
        let mut start = key.start - blanks_before(self.text, key.start).ok_or_else(foreign)?;
        loop {
            let (above, line) = line_above(self.text, start).ok_or_else(foreign)?;
            if is_marker(line) {
                return Ok(above..self.document.end(entry));
            }
            if !line.trim_start().starts_with('#') {
                return Err(foreign());
            }
            start = above;
        }
    }

    /// The end of the comments behind `at` that are as deep as a service: they belong to
    /// what stands before them.
    fn behind_comments(&self, at: usize) -> usize {
        let mut end = at;
        let mut place = at;
        for line in self.text[at..].split_inclusive('\n') {
            let text = line.trim_start_matches(' ');
            let depth = line.len() - text.len();
            let is_comment = text.starts_with('#') && depth >= self.margin + self.step;
            if !is_comment && !text.trim().is_empty() {
                break;
            }
            place += line.len();
            if is_comment {
                end = place - (text.len() - text.trim_end().len());
            }
        }
        end
    }

    /// What the service `name` says.
    fn said(&self, name: &str) -> Option<Vec<&Event<'t>>> {
        let entry = self.document.find(&self.entries, name)?;
        Some(self.document.said(entry))
    }

    /// What all services say that are not ours, and all beside them.
    fn others(&self, is_ours: impl Fn(&str) -> bool) -> Vec<Vec<&Event<'t>>> {
        let root = self.root.iter().filter(|entry| **entry != self.services);
        let theirs = self.entries.iter().filter(|entry| {
            let name = self.document.name(entry);
            !name.is_some_and(&is_ours)
        });
        root.chain(theirs)
            .map(|entry| self.document.said(entry))
            .collect()
    }

    /// How the lines end.
    fn line_end(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }
}

/// Whether `after` says of our services what they say, and all else as `before`.
fn is_all_that_changed(
    before: &File<'_, '_>,
    after: &File<'_, '_>,
    blocks: &[(&str, String)],
) -> bool {
    let alone: Vec<_> = blocks.iter().map(|(_, block)| block.as_str()).collect();
    let alone = format!(
        "{}services:\n{}\n",
        " ".repeat(after.margin),
        alone.join("\n")
    );
    let Ok(document) = Document::parse(&alone) else {
        return false;
    };
    let Ok(alone) = File::new(&alone, &document) else {
        return false;
    };
    let is_ours = |name: &str| blocks.iter().any(|(ours, _)| *ours == name);
    let as_made = blocks.iter().all(|(name, _)| {
        let made = alone.said(name);
        made.is_some() && made == after.said(name)
    });
    as_made && before.others(is_ours) == after.others(is_ours)
}

/// `text` after the changes.
fn apply(text: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|(place, _)| (place.start, place.end));
    let mut edited = text.to_owned();
    for (place, new) in changes.into_iter().rev() {
        edited.replace_range(place, &new);
    }
    edited
}

/// How many blanks stand between the begin of the line and `at`, if nothing else does.
fn blanks_before(text: &str, at: usize) -> Option<usize> {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let before = before[start..].trim_start_matches('\u{feff}');
    before
        .bytes()
        .all(|byte| byte == b' ')
        .then_some(before.len())
}

/// The line above the one that begins at `start`, and where it begins.
fn line_above(text: &str, start: usize) -> Option<(usize, &str)> {
    let above = text[..start].strip_suffix('\n')?;
    let begin = above.rfind('\n').map_or(0, |newline| newline + 1);
    Some((begin, &above[begin..]))
}
