//! Patterns of the shell, as in `case`: `*`, `?` and `[...]`.

use std::fmt;

use super::fault::{Fault, Inside};

/// A pattern; everything in it that is not `*`, `?` or `[...]` is itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Glob {
    /// The pieces in order; no two texts stand side by side, none is empty.
    pub parts: Vec<GlobPart>,
}

/// One piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GlobPart {
    /// Text as it is.
    Text(String),
    /// `*`: any text.
    Any,
    /// `?`: any one character.
    One,
    /// `[...]`: one character of a set, or with `[!...]` one outside it.
    Set {
        /// Whether the character must stand outside the set.
        negated: bool,
        /// The members, at least one; all are printable ASCII, and the first
        /// is not `^`, which negates the set in busybox even when quoted.
        members: Vec<Member>,
    },
}

/// A member of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// One character.
    Character(char),
    /// A range, both ends included: digits, lower case or upper case.
    Range(char, char),
}

/// The pattern as a user writes it.
impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                GlobPart::Text(text) => {
                    for c in text.chars() {
                        if matches!(c, '*' | '?' | '[') {
                            write!(f, "[{c}]")?;
                        } else {
                            write!(f, "{c}")?;
                        }
                    }
                }
                GlobPart::Any => f.write_str("*")?,
                GlobPart::One => f.write_str("?")?,
                GlobPart::Set { negated, members } => {
                    f.write_str(if *negated { "[!" } else { "[" })?;
                    for member in members {
                        match member {
                            Member::Character(c) => write!(f, "{c}")?,
                            Member::Range(low, high) => write!(f, "{low}-{high}")?,
                        }
                    }
                    f.write_str("]")?;
                }
            }
        }
        Ok(())
    }
}

impl Glob {
    /// A text that the pattern matches.
    #[must_use]
    pub fn example(&self) -> String {
        let of = |part: &GlobPart| match part {
            GlobPart::Text(text) => text.clone(),
            GlobPart::Any => String::new(),
            GlobPart::One => "x".to_owned(),
            GlobPart::Set { negated, members } => {
                let mut all = ' '..='~';
                let fits = |c: &char| members.iter().any(|member| member.holds(*c)) != *negated;
                // Some printable character stands in the set, or outside it.
                all.find(fits).map_or_else(String::new, String::from)
            }
        };
        self.parts.iter().map(of).collect()
    }

    /// Reads a pattern; the caller sees to it that it is not empty.
    ///
    /// # Errors
    /// A bracket that is not closed, or that the eight shells read differently.
    pub(super) fn parse(text: &str) -> Result<Self, Inside> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let offset = text.len() - rest.len();
            let mut length = c.len_utf8();
            let part = match c {
                '*' => GlobPart::Any,
                '?' => GlobPart::One,
                '[' => {
                    let (part, end) = set(&rest[1..]).map_err(|e| e.shift(offset + 1))?;
                    length += end;
                    part
                }
                _ => {
                    plain.push(c);
                    rest = &rest[length..];
                    continue;
                }
            };
            rest = &rest[length..];
            match part {
                GlobPart::Set {
                    negated: false,
                    members,
                } if matches!(members.as_slice(), [Member::Character(_)]) => {
                    plain.extend(members.into_iter().map(Member::first));
                }
                part => {
                    push_text(&mut parts, &mut plain);
                    // Two stars in a row match what one does.
                    if part != GlobPart::Any || parts.last() != Some(&GlobPart::Any) {
                        parts.push(part);
                    }
                }
            }
        }
        push_text(&mut parts, &mut plain);
        Ok(Self { parts })
    }

    /// Whether the whole of `text` has this form.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let pattern = self.atoms();
        let text: Vec<char> = text.chars().collect();
        let (mut p, mut t) = (0, 0);
        // Where the last star is, and how far it reaches in the text.
        let mut star: Option<(usize, usize)> = None;
        while t < text.len() {
            match pattern.get(p) {
                Some(Atom::Any) => {
                    star = Some((p, t));
                    p += 1;
                }
                Some(atom) if atom.accepts(text[t]) => {
                    p += 1;
                    t += 1;
                }
                _ => {
                    let Some((at, reach)) = star else {
                        return false;
                    };
                    star = Some((at, reach + 1));
                    p = at + 1;
                    t = reach + 1;
                }
            }
        }
        pattern[p..].iter().all(|atom| matches!(atom, Atom::Any))
    }

    /// The pattern as a list of what one character, or a star, is to be.
    fn atoms(&self) -> Vec<Atom<'_>> {
        let mut atoms = Vec::new();
        for part in &self.parts {
            match part {
                GlobPart::Text(text) => atoms.extend(text.chars().map(Atom::Character)),
                GlobPart::Any => atoms.push(Atom::Any),
                GlobPart::One => atoms.push(Atom::One),
                GlobPart::Set { negated, members } => atoms.push(Atom::Set(*negated, members)),
            }
        }
        atoms
    }
}

/// What one character of the text, or for a star any number, is to be.
enum Atom<'g> {
    Character(char),
    Any,
    One,
    Set(bool, &'g [Member]),
}

impl Atom<'_> {
    /// Whether `c` may stand here; a star takes nothing by itself.
    fn accepts(&self, c: char) -> bool {
        match self {
            Self::Character(own) => *own == c,
            Self::Any => false,
            Self::One => true,
            Self::Set(negated, members) => members.iter().any(|member| member.holds(c)) != *negated,
        }
    }
}

impl Member {
    /// The character, or the lower end of the range.
    const fn first(self) -> char {
        match self {
            Self::Character(c) | Self::Range(c, _) => c,
        }
    }

    /// Whether `c` is this character or in this range.
    fn holds(self, c: char) -> bool {
        match self {
            Self::Character(own) => own == c,
            Self::Range(low, high) => (low..=high).contains(&c),
        }
    }
}

/// Moves the text gathered so far into `parts`, if there is any.
fn push_text(parts: &mut Vec<GlobPart>, plain: &mut String) {
    if !plain.is_empty() {
        parts.push(GlobPart::Text(std::mem::take(plain)));
    }
}

/// Reads a set from behind its `[`; gives it with the length up to and with `]`.
fn set(body: &str) -> Result<(GlobPart, usize), Inside> {
    let negated = body.starts_with('!');
    let start = usize::from(negated);
    // A `]` right at the start is a member, as in the shell.
    let close = body[start..]
        .char_indices()
        .skip(1)
        .find(|&(_, c)| c == ']');
    let Some((length, _)) = close else {
        return Err(Inside::new(0..body.len(), Fault::UnclosedBracket));
    };
    let inside = &body[start..start + length];
    check_set(inside).map_err(|e| e.shift(start))?;
    let members = members(inside).map_err(|e| e.shift(start))?;
    Ok((GlobPart::Set { negated, members }, start + length + 1))
}

/// Refuses what the eight shells read differently inside brackets.
fn check_set(inside: &str) -> Result<(), Inside> {
    // posh knows no classes.
    if let Some(at) = ["[:", "[.", "[="]
        .iter()
        .find_map(|class| inside.find(class))
    {
        return Err(Inside::new(at..at + 2, Fault::BracketClass));
    }
    // Outside ASCII dash and posh compare bytes; a `^` in front negates in
    // busybox even when it is quoted.
    let wrong = inside
        .char_indices()
        .find(|&(at, c)| !(' '..='~').contains(&c) || (at == 0 && c == '^'));
    match wrong {
        Some((at, found)) => Err(Inside::new(
            at..at + found.len_utf8(),
            Fault::BracketCharacter { found },
        )),
        None => Ok(()),
    }
}

/// Reads the characters and ranges of a set of ASCII.
fn members(inside: &str) -> Result<Vec<Member>, Inside> {
    let mut members = Vec::new();
    let mut rest = inside;
    while let Some(first) = rest.chars().next() {
        let at = inside.len() - rest.len();
        let range = rest[1..]
            .strip_prefix('-')
            .and_then(|after| after.chars().next());
        if let Some(last) = range {
            if !is_range(first, last) {
                return Err(Inside::new(at..at + 3, Fault::BracketRange { first, last }));
            }
            members.push(Member::Range(first, last));
            rest = &rest[3..];
        } else {
            members.push(Member::Character(first));
            rest = &rest[1..];
        }
    }
    Ok(members)
}

/// Whether a range has the same members in every locale.
const fn is_range(first: char, last: char) -> bool {
    first <= last
        && (first.is_ascii_digit() && last.is_ascii_digit()
            || first.is_ascii_lowercase() && last.is_ascii_lowercase()
            || first.is_ascii_uppercase() && last.is_ascii_uppercase())
}
