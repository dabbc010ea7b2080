//! Faults of the TOML text itself.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::reader::in_order;
use crate::table::fault::{Fault, Found};

/// What the TOML parser says of a document that is nested too deeply.
const TOO_DEEP: [&str; 2] = ["recursion", "recurse"];

/// To find the first place of a duplicate costs a walk over the document, so it
/// is found for so many only.
const EXPLAINED: usize = 20;

/// The parser's errors as faults, one a line: those after the first of a line
/// are mostly its consequences.
pub(super) fn faults(source: &str, root: &DeTable<'_>, errors: &[Error]) -> Vec<Found> {
    if let Some(error) = errors.iter().find(|error| is_too_deep(error)) {
        return vec![Found {
            span: error.span(),
            ..Found::whole(Fault::Nesting)
        }];
    }
    let mut errors: Vec<_> = errors.iter().collect();
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    if let Some(unclosed) = end_in_unclosed_array(&mut errors) {
        let mut faults = each_line(source, root, &errors);
        faults.push(Found {
            related: opening_bracket(root, unclosed.start),
            span: Some(unclosed),
            fault: Fault::UnclosedArray,
        });
        return faults;
    }
    each_line(source, root, &errors)
}

/// Cuts off what follows from an array that swallows the rest of the file;
/// gives the place where it goes wrong.
fn end_in_unclosed_array(errors: &mut Vec<&Error>) -> Option<Range<usize>> {
    errors
        .iter()
        .find(|error| error.message().starts_with("unclosed array"))?;
    let first = errors
        .iter()
        .position(|error| error.message().contains("array"))?;
    let span = errors[first].span()?;
    errors.truncate(first);
    Some(span)
}

/// The first error of each line.
fn each_line(source: &str, root: &DeTable<'_>, errors: &[&Error]) -> Vec<Found> {
    let mut faults = Vec::new();
    let mut last = None;
    let mut counted = (0, 0);
    for error in errors {
        let start = error.span().map_or(0, |span| span.start);
        let line = counted.1 + source.get(counted.0..start).map_or(0, newlines);
        counted = (start, line);
        if last != Some(line) {
            let explains = faults.len() < EXPLAINED;
            faults.push(fault(source, explains.then_some(root), error));
        }
        last = Some(line);
    }
    faults
}

/// Whether the parser gave up because of nesting.
fn is_too_deep(error: &Error) -> bool {
    TOO_DEEP.iter().any(|word| error.message().contains(word))
}

/// How many lines end in `text`.
fn newlines(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'\n').count()
}

/// One error of the parser; with `root` the place of a key's first definition
/// is looked up.
fn fault(source: &str, root: Option<&DeTable<'_>>, error: &Error) -> Found {
    let span = error.span();
    let message = error.message();
    if message == "duplicate key"
        && let Some(second) = span.clone()
    {
        let key = source.get(second.clone()).unwrap_or_default().to_owned();
        let related = root.and_then(|root| first_place(source, root, &second));
        return Found {
            span,
            fault: Fault::DuplicateKey { key },
            related,
        };
    }
    let related = match (&span, root) {
        (Some(span), Some(root)) if message.contains("string, expected") => {
            opening_quote(source, root, span.start)
        }
        _ => None,
    };
    let (message, expected) = match message.split_once(", expected ") {
        Some((message, expected)) => (message.to_owned(), Some(expected.to_owned())),
        None => (message.to_owned(), None),
    };
    Found {
        span,
        fault: Fault::Syntax { message, expected },
        related,
    }
}

/// The quote that opens the string that lacks its end at `end`, if that is on
/// another line.
fn opening_quote(source: &str, root: &DeTable<'_>, end: usize) -> Option<Range<usize>> {
    let span = values(root)
        .into_iter()
        .filter(|value| matches!(value.get_ref(), DeValue::String(_)))
        .map(Spanned::span)
        .find(|span| span.start < end && end <= span.end)?;
    let raw = source.get(span.start..end)?;
    let quotes = ["\"\"\"", "'''"];
    let quote = quotes.into_iter().find(|quote| raw.starts_with(quote))?;
    raw.contains('\n')
        .then_some(span.start..span.start + quote.len())
}

/// The bracket that opens the innermost array around `at`.
fn opening_bracket(root: &DeTable<'_>, at: usize) -> Option<Range<usize>> {
    let start = values(root)
        .into_iter()
        .filter(|value| matches!(value.get_ref(), DeValue::Array(_)))
        .map(Spanned::span)
        .filter(|span| span.start < at && at <= span.end)
        .map(|span| span.start)
        .max()?;
    Some(start..start + 1)
}

/// Every value of the document.
fn values<'a>(root: &'a DeTable<'a>) -> Vec<&'a Spanned<DeValue<'a>>> {
    let mut values: Vec<_> = root.values().collect();
    let mut next = 0;
    while let Some(value) = values.get(next) {
        match value.get_ref() {
            DeValue::Table(table) => values.extend(table.values()),
            DeValue::Array(array) => values.extend(array.iter()),
            _ => {}
        }
        next += 1;
    }
    values
}

/// Where the key that stands again at `second` was defined first, if that can
/// be told.
fn first_place(source: &str, root: &DeTable<'_>, second: &Range<usize>) -> Option<Range<usize>> {
    // A table header that stands again has replaced the first one's places;
    // the text before it still has them.
    if let Some(path) = path_of_header(root, second) {
        let before = source.get(..second.start)?;
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        let (earlier, _) = DeTable::parse_recoverable(source.get(..line)?);
        return first_header(earlier.get_ref(), &path);
    }
    let key = source.get(second.clone())?;
    let (found, _) = container(source, root, second)?.get_key_value(key)?;
    Some(found.span()).filter(|first| first.start < second.start)
}

/// The names on the way to the key at `span`, if the tree has it.
fn path_of_header(root: &DeTable<'_>, span: &Range<usize>) -> Option<Vec<String>> {
    let mut open = vec![(root, Vec::new())];
    while let Some((table, path)) = open.pop() {
        for (key, value) in in_order(table) {
            let mut path: Vec<String> = path.clone();
            path.push(key.get_ref().to_string());
            if key.span() == *span {
                return Some(path);
            }
            if let DeValue::Table(table) = value.get_ref() {
                open.push((table, path));
            }
        }
    }
    None
}

/// Where the key at the end of `path` stands.
fn first_header(root: &DeTable<'_>, path: &[String]) -> Option<Range<usize>> {
    let (last, parents) = path.split_last()?;
    let mut table = root;
    for name in parents {
        let DeValue::Table(inner) = table.get(name.as_str())?.get_ref() else {
            return None;
        };
        table = inner;
    }
    table
        .get_key_value(last.as_str())
        .map(|(key, _)| key.span())
}

/// The table to which a key at `span` belongs: the inline table around it, or
/// the one whose header stands last before it.
fn container<'a>(
    source: &str,
    root: &'a DeTable<'a>,
    span: &Range<usize>,
) -> Option<&'a DeTable<'a>> {
    let mut best: Option<(usize, &DeTable<'_>)> = Some((0, root));
    let mut open = vec![root];
    while let Some(table) = open.pop() {
        for (_, value) in in_order(table) {
            let DeValue::Table(inner) = value.get_ref() else {
                continue;
            };
            open.push(inner);
            let place = value.span();
            let begins_with = |byte| {
                place.start < span.start && source.as_bytes().get(place.start) == Some(&byte)
            };
            let is_header = begins_with(b'[') && place.end <= span.start;
            let is_around = begins_with(b'{') && span.end <= place.end;
            let is_later = best.is_none_or(|(start, _)| start <= place.start);
            if (is_header || is_around) && is_later {
                best = Some((place.start, inner));
            }
        }
    }
    best.map(|(_, table)| table)
}
