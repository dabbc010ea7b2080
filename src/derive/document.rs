//! A YAML text that a person wrote: what it says, and where.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::fault::IntoFault;

/// The one document of a text.
pub(super) struct Document<'t> {
    text: &'t str,
    /// What stands there one after the other, each with its bytes. An alias is no more
    /// than its name: a text of many anchors takes no more room than it has.
    events: Vec<(Event<'t>, Range<usize>)>,
}

/// A key of a mapping with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The key, by its number.
    key: usize,
    /// The value, by the numbers of what it is made of.
    value: Range<usize>,
}

impl<'t> Document<'t> {
    /// Reads `text`, which may be empty.
    ///
    /// # Errors
    /// It is no YAML, or has more than one document.
    pub(super) fn parse(text: &'t str) -> Result<Self, IntoFault> {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let place = |index: usize| places.get(index).copied().unwrap_or(text.len());
        let mut events = Vec::new();
        let mut documents = 0;
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| IntoFault::NotYaml {
                at: place(error.marker().index()),
                why: error.info().to_owned(),
            })?;
            let span = place(span.start.index())..place(span.end.index());
            match event {
                Event::DocumentStart(_) if documents > 0 => {
                    return Err(IntoFault::Documents { second: span });
                }
                Event::DocumentStart(_) => documents += 1,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
                event => events.push((event, span)),
            }
        }
        Ok(Self { text, events })
    }

    /// The entries of the whole, if it is a mapping.
    ///
    /// # Errors
    /// A key stands there twice.
    pub(super) fn root(&self) -> Result<Vec<Entry>, IntoFault> {
        self.entries(0..self.events.len())
    }

    /// The entries of `value`; none if it is no mapping.
    ///
    /// # Errors
    /// A key stands there twice.
    pub(super) fn entries(&self, value: Range<usize>) -> Result<Vec<Entry>, IntoFault> {
        let mut entries = Vec::new();
        let Some((Event::MappingStart(..), _)) = self.events.get(value.start) else {
            return Ok(entries);
        };
        let mut names = BTreeMap::new();
        let mut key = value.start + 1;
        while key + 1 < value.end {
            let start = self.after(key);
            let value = start..self.after(start);
            let entry = Entry { key, value };
            key = entry.value.end;
            // A mapping may take over several others.
            if let Some(name) = self.name(&entry).filter(|name| *name != "<<")
                && let Some(first) = names.insert(name.to_owned(), self.key(&entry))
            {
                return Err(IntoFault::Twice {
                    name: name.to_owned(),
                    first,
                    second: self.key(&entry),
                });
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// The number behind the node that begins at `at`.
    fn after(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (index, (event, _)) in self.events.iter().enumerate().skip(at) {
            match event {
                Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
                Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return index + 1;
            }
        }
        self.events.len()
    }

    /// The entry called `name`.
    pub(super) fn find<'e>(&self, entries: &'e [Entry], name: &str) -> Option<&'e Entry> {
        let mut entries = entries.iter();
        entries.find(|entry| self.name(entry) == Some(name))
    }

    /// The key, if it is a text.
    pub(super) fn name(&self, entry: &Entry) -> Option<&str> {
        match &self.events.get(entry.key)?.0 {
            Event::Scalar(text, ..) => Some(text),
            _ => None,
        }
    }

    /// The bytes of the key.
    pub(super) fn key(&self, entry: &Entry) -> Range<usize> {
        self.events[entry.key].1.clone()
    }

    /// What the entry says, wherever it stands.
    pub(super) fn said(&self, entry: &Entry) -> Vec<&Event<'t>> {
        let events = self.events[entry.key..entry.value.end].iter();
        events.map(|(event, _)| event).collect()
    }

    /// Whether there is no value.
    pub(super) fn is_empty(&self, entry: &Entry) -> bool {
        let (event, _) = &self.events[entry.value.start];
        matches!(event, Event::Scalar(text, ScalarStyle::Plain, 0, None) if text.is_empty())
    }

    /// Whether the value is a mapping with a key a line, which nothing else refers to.
    pub(super) fn is_block(&self, entry: &Entry) -> bool {
        let (event, span) = &self.events[entry.value.start];
        // A `{` is a byte long.
        matches!(event, Event::MappingStart(0, None)) && span.is_empty()
    }

    /// The entries of the value.
    ///
    /// # Errors
    /// A key stands there twice.
    pub(super) fn inside(&self, entry: &Entry) -> Result<Vec<Entry>, IntoFault> {
        self.entries(entry.value.clone())
    }

    /// The end of the last line on which something of the entry stands.
    pub(super) fn end(&self, entry: &Entry) -> usize {
        let events = &self.events[entry.key..entry.value.end];
        // The end of a block is the begin of what comes behind it.
        let is_there = |(event, span): &&(Event<'_>, Range<usize>)| {
            !matches!(event, Event::MappingEnd | Event::SequenceEnd) || !span.is_empty()
        };
        let ends = events.iter().filter(is_there).map(|(_, span)| span.end);
        let end = ends.max().unwrap_or_default();
        // A block of text reaches over the blank lines behind it.
        let end = self.text[..end].trim_end().len();
        let rest = &self.text[end..];
        end + rest.find(['\r', '\n']).unwrap_or(rest.len())
    }
}
