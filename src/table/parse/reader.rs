//! Typed access to the values of a TOML document.
//!
//! Each accessor gives the value, or notes what is wrong with it and gives
//! nothing, so that one run finds every fault.

use std::ops::Range;

use toml::Spanned as TomlSpanned;
use toml::de::{DeInteger, DeTable, DeValue};

use crate::table::fault::{Fault, Found, Inside};
use crate::table::kind::Kind;
use crate::table::model::{Line, Spanned};
use crate::table::near;
use crate::table::schema::{self, Absent, Section};

/// The value of one key, with what the schema says of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'t> {
    /// The key as it is written; for an element, the key of its array.
    pub(super) key: &'static str,
    /// The kind of value that belongs there.
    pub(super) expected: Kind,
    /// A value of the key.
    pub(super) example: &'static str,
    /// The value.
    pub(super) value: &'t TomlSpanned<DeValue<'t>>,
}

impl<'t> Item<'t> {
    /// Where the value is.
    pub(super) fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// The value itself.
    pub(super) fn get(&self) -> &'t DeValue<'t> {
        self.value.get_ref()
    }

    /// An element of this array.
    fn element(&self, value: &'t TomlSpanned<DeValue<'t>>) -> Self {
        Self {
            key: self.key,
            expected: self.expected.element(),
            example: self.example,
            value,
        }
    }
}

/// A string of the document and where its bytes are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t> {
    /// The decoded string.
    pub(super) value: &'t str,
    /// Where the string with its quotes begins.
    start: usize,
    /// Where the string with its quotes ends.
    end: usize,
    /// Where the first byte of the value is, if the source shows the value as
    /// it is, without escapes.
    inner: Option<usize>,
}

impl Text<'_> {
    /// Where the string with its quotes is.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    /// `value`, made of this string.
    pub(super) fn spanned<T>(&self, value: T) -> Spanned<T> {
        Spanned::new(value, self.span())
    }

    /// Where the bytes `at` of the value are; the whole string if it is empty or
    /// has escapes.
    pub(super) fn place(&self, at: &Range<usize>) -> Range<usize> {
        if self.value.is_empty() {
            return self.span();
        }
        self.inner
            .map_or_else(|| self.span(), |inner| inner + at.start..inner + at.end)
    }
}

/// Reads values and gathers faults.
#[derive(Debug)]
pub(super) struct Reader<'t> {
    /// The source text, for the places inside strings.
    source: &'t str,
    /// What was found so far.
    pub(super) faults: Vec<Found>,
}

impl<'t> Reader<'t> {
    /// A reader of the document that was parsed from `source` with `faults`.
    pub(super) const fn new(source: &'t str, faults: Vec<Found>) -> Self {
        Self { source, faults }
    }

    /// Notes `fault` at `span`.
    pub(super) fn fault(&mut self, span: Range<usize>, fault: Fault) {
        self.faults.push(Found::at(span, fault));
    }

    /// The value of `result`, or its fault noted at `text`.
    pub(super) fn take<T>(
        &mut self,
        text: &Text<'_>,
        result: Result<T, Fault>,
    ) -> Option<Spanned<T>> {
        match result {
            Ok(value) => Some(text.spanned(value)),
            Err(fault) => {
                self.fault(text.span(), fault);
                None
            }
        }
    }

    /// The value of `result`, or its fault noted at its place inside `text`.
    pub(super) fn take_inside<T>(
        &mut self,
        text: &Text<'_>,
        result: Result<T, Inside>,
    ) -> Option<Spanned<T>> {
        match result {
            Ok(value) => Some(text.spanned(value)),
            Err(Inside { at, fault }) => {
                self.fault(text.place(&at), fault);
                None
            }
        }
    }

    /// The known keys of the table `item`, in the order of the file; others are
    /// noted, and so are those that it cannot do without.
    pub(super) fn section<K: Section>(&mut self, item: &Item<'t>) -> Option<Vec<(K, Item<'t>)>> {
        let table = self.table(item)?;
        for entry in K::SHAPE.entries {
            if entry.absent == Absent::Required && !table.contains_key(entry.name) {
                let fault = Fault::MissingKey {
                    key: entry.name,
                    section: K::SHAPE.title,
                    example: entry.example,
                };
                self.fault(item.span(), fault);
            }
        }
        Some(self.keys(table))
    }

    /// The known keys of `table`, in the order of the file; others are noted.
    pub(super) fn keys<K: Section>(&mut self, table: &'t DeTable<'t>) -> Vec<(K, Item<'t>)> {
        let mut known = Vec::new();
        for (key, value) in in_order(table) {
            let name: &str = key.get_ref();
            let Some((known_key, entry)) = K::find(name) else {
                let fault = Fault::UnknownKey {
                    key: name.to_owned(),
                    section: K::SHAPE.title,
                    near: near::names(name, K::SHAPE.names()),
                    home: schema::home(name),
                    keys: K::SHAPE.names().collect(),
                };
                self.fault(key.span(), fault);
                continue;
            };
            let item = Item {
                key: entry.name,
                expected: entry.kind,
                example: entry.example,
                value,
            };
            known.push((known_key, item));
        }
        known
    }

    /// Notes that `item` is not what its key expects.
    pub(super) fn wrong_type(&mut self, item: &Item<'t>) {
        let found = kind(item.get());
        let fault = Fault::WrongType {
            key: item.key,
            expected: item.expected,
            found,
            example: item.example,
        };
        self.fault(item.span(), fault);
    }

    /// A string without NUL.
    pub(super) fn text(&mut self, item: &Item<'t>) -> Option<Text<'t>> {
        let DeValue::String(value) = item.get() else {
            self.wrong_type(item);
            return None;
        };
        if value.contains('\0') {
            self.fault(item.span(), Fault::NulEscape);
            return None;
        }
        let Range { start, end } = item.span();
        let inner = inner(self.source, start..end, value);
        Some(Text {
            value,
            start,
            end,
            inner,
        })
    }

    /// A string that is one line for people.
    pub(super) fn line(&mut self, item: &Item<'t>) -> Option<Spanned<Line>> {
        let text = self.text(item)?;
        let control = text.value.char_indices().find(|(_, c)| c.is_control());
        let result = match control {
            Some((at, found)) => Err(Inside::new(
                at..at + found.len_utf8(),
                Fault::ControlCharacter {
                    key: item.key,
                    found,
                },
            )),
            None if text.value.is_empty() => {
                Err(Inside::new(0..0, Fault::EmptyString { key: item.key }))
            }
            None => Ok(Line(text.value.to_owned())),
        };
        self.take_inside(&text, result)
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        item: &Item<'t>,
        choices: &[(&'static str, T)],
    ) -> Option<Spanned<T>> {
        let text = self.text(item)?;
        self.take(&text, one_of(item.key, text.value, choices))
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, item: &Item<'t>) -> Option<Spanned<bool>> {
        if let DeValue::Boolean(value) = item.get() {
            return Some(Spanned::new(*value, item.span()));
        }
        self.wrong_type(item);
        None
    }

    /// An integer in the range of its key.
    pub(super) fn integer<T: TryFrom<i64>>(&mut self, item: &Item<'t>) -> Option<Spanned<T>> {
        let (DeValue::Integer(value), Kind::Integer(min, max)) = (item.get(), item.expected) else {
            self.wrong_type(item);
            return None;
        };
        let value = Some(number(value)).filter(|value| (min..=max).contains(value));
        if let Some(value) = value.and_then(|value| T::try_from(value).ok()) {
            return Some(Spanned::new(value, item.span()));
        }
        let fault = Fault::OutOfRange {
            key: item.key,
            min,
            max,
            example: item.example,
        };
        self.fault(item.span(), fault);
        None
    }

    /// A TOML table, inline or with a header.
    pub(super) fn table(&mut self, item: &Item<'t>) -> Option<&'t DeTable<'t>> {
        if let DeValue::Table(table) = item.get() {
            return Some(table);
        }
        self.wrong_type(item);
        None
    }

    /// The elements of an array that is not empty.
    pub(super) fn elements(&mut self, item: &Item<'t>) -> Vec<Item<'t>> {
        match item.get() {
            DeValue::Array(array) if array.is_empty() => {
                self.fault(item.span(), Fault::EmptyArray { key: item.key });
                Vec::new()
            }
            DeValue::Array(array) => array.iter().map(|value| item.element(value)).collect(),
            _ => {
                self.wrong_type(item);
                Vec::new()
            }
        }
    }

    /// The strings of an array, each read by `parse`; a string listed twice is noted.
    pub(super) fn strings<T: PartialEq>(
        &mut self,
        item: &Item<'t>,
        parse: impl Fn(&str) -> Result<T, Inside>,
    ) -> Vec<Spanned<T>> {
        let mut strings: Vec<Spanned<T>> = Vec::new();
        let mut seen = std::collections::BTreeMap::new();
        for element in self.elements(item) {
            let Some(text) = self.text(&element) else {
                continue;
            };
            if let Some(first) = seen.insert(text.value, text.span()) {
                let fault = Fault::ListedTwice {
                    key: item.key,
                    value: text.value.to_owned(),
                };
                self.faults.push(Found {
                    span: Some(text.span()),
                    fault,
                    related: Some(first),
                });
                continue;
            }
            strings.extend(self.take_inside(&text, parse(text.value)));
        }
        strings
    }
}

/// What the word `text` of `key` stands for among `choices`.
pub(super) fn one_of<T: Copy>(
    key: &'static str,
    text: &str,
    choices: &[(&'static str, T)],
) -> Result<T, Fault> {
    let chosen = choices.iter().find(|(name, _)| *name == text);
    chosen
        .map(|&(_, value)| value)
        .ok_or_else(|| Fault::NotOneOf {
            key,
            value: text.to_owned(),
            allowed: choices.iter().map(|&(name, _)| name).collect(),
        })
}

/// The entries of a table in the order of the file.
pub(super) fn in_order<'t>(
    table: &'t DeTable<'t>,
) -> Vec<(
    &'t TomlSpanned<std::borrow::Cow<'t, str>>,
    &'t TomlSpanned<DeValue<'t>>,
)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// The kind of a value, with its article.
pub(super) const fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// The value of an integer; beyond 64 bits it is the nearest that fits.
pub(in crate::table) fn number(integer: &DeInteger<'_>) -> i64 {
    let digits = integer.as_str();
    let limit = if digits.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    i64::from_str_radix(digits, integer.radix()).unwrap_or(limit)
}

/// Where `value` begins in the string at `span`, if it stands there unescaped.
fn inner(source: &str, span: Range<usize>, value: &str) -> Option<usize> {
    let raw = source.get(span.clone())?;
    let quote = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|quote| raw.starts_with(quote))?;
    let body = raw.strip_prefix(quote)?.strip_suffix(quote)?;
    let newline = match quote.len() {
        3 if body.starts_with("\r\n") => 2,
        3 if body.starts_with('\n') => 1,
        _ => 0,
    };
    (body.get(newline..)? == value).then_some(span.start + quote.len() + newline)
}
