//! What may stand as the value of a key.

use std::fmt;

use super::choice;
use super::name::MODE_NAME_LENGTH;
use super::schema::Shape;

/// The kind of a value. Its `Display` is its name with the article, as messages
/// and the reference say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A string that this regular expression finds; an empty one finds all.
    Text(&'static str),
    /// A string, or for a variable whose `type` has them an integer or a boolean.
    Scalar,
    /// A string that is one of these.
    OneOf(&'static [&'static str]),
    /// `true` or `false`.
    Boolean,
    /// The boolean `true` alone.
    True,
    /// An integer between these two.
    Integer(i64, i64),
    /// A string, an array or a table in the language of conditions.
    Condition,
    /// A table with the keys of this shape.
    Table(&'static Shape),
    /// A table whose keys are names that this regular expression finds, with a
    /// value of this kind each.
    Map(&'static str, &'static Kind),
    /// Tables of this shape, each with a header of its own.
    Tables(&'static Shape),
    /// An array that is not empty, with elements of this kind.
    List(&'static Kind),
    /// A value of one of these kinds.
    Either(&'static [Kind]),
}

/// Any string.
pub(super) const TEXT: Kind = Kind::Text("");
/// One line for people.
pub(super) const LINE: Kind = Kind::Text(r"^[^\x00-\x1f\x7f]+$");
/// Lines.
pub(super) const LINES: Kind = Kind::List(&LINE);
/// The name of a Compose service.
pub(super) const SERVICE_NAME: Kind = Kind::Text(SERVICE_NAMES);
/// Text with substitutions, or a pattern of `case`: anything but nothing.
pub(super) const WORD: Kind = Kind::Text(r"[\s\S]");
/// A duration in whole seconds.
pub(super) const DURATION: Kind = Kind::Text("^[0-9]+[smh]$");
/// A duration to the millisecond.
pub(super) const TIME: Kind = Kind::Text("^[0-9]+(ms|s|m|h)$");
/// The name of a scenario.
pub(super) const SCENARIO_ID: Kind = Kind::Text("^[A-Za-z0-9._-]+$");
/// The name of a mode, or an alias.
pub(super) const MODE_NAME: Kind = Kind::Text(MODE_NAMES);
/// Names of modes.
pub(super) const MODES: Kind = Kind::List(&MODE_NAME);
/// The name of a variable.
pub(super) const VARIABLE_NAME: Kind = Kind::Text(VARIABLE_NAMES);
/// An option of a program.
pub(super) const OPTION: Kind = Kind::Text("^--?[A-Za-z0-9][A-Za-z0-9_.-]*$");
/// Who may say which mode runs.
pub(super) const SOURCE: Kind = Kind::Text("^(arg|env:[A-Za-z_][A-Za-z0-9_]*)$");
/// The name of a signal.
pub(super) const SIGNAL: Kind = Kind::OneOf(&choice::signals());
/// A signal that is passed on, and as which one.
pub(super) const FORWARD: Kind =
    Kind::Text("^(HUP|QUIT|USR1|USR2|WINCH)(=(HUP|QUIT|TERM|USR1|USR2|WINCH))?$");
/// A code that says that something is wrong.
pub(super) const EXIT_CODE: Kind = Kind::Integer(1, 255);
/// The smallest or largest value of a variable. Nine digits, as mksh has no numbers
/// above 32 bits; any number with more digits is out of bounds by its length.
pub(super) const LIMIT: Kind = Kind::Integer(-999_999_999, 999_999_999);
/// A program and its arguments.
pub(super) const COMMAND: Kind = Kind::Either(&[WORD, Kind::List(&TEXT)]);

/// Which names a mode can have.
pub(super) const MODE_NAMES: &str = "^[A-Za-z0-9_./+@][A-Za-z0-9_.:/+@-]{0,63}$";
const _: () = assert!(MODE_NAME_LENGTH == 64, "as in the pattern");
/// Which names a service can have.
pub(super) const SERVICE_NAMES: &str = "^[A-Za-z0-9._-]+$";
/// Which names a stand-in can have.
pub(super) const PROGRAMS: &str = r"^\S+$";
/// Which names a variable can have.
pub(super) const VARIABLE_NAMES: &str = "^[A-Za-z_][A-Za-z0-9_]*$";

impl Kind {
    /// The kind of the elements, where the value is an array or a map. A value that
    /// can be neither has elements of its own kind, which nobody gets to see.
    pub(super) fn element(self) -> Self {
        match self {
            Self::List(element) | Self::Map(_, element) => *element,
            Self::Tables(shape) => Self::Table(shape),
            Self::Either(kinds) => kinds
                .iter()
                .find(|kind| matches!(kind, Self::List(_) | Self::Condition))
                .map_or(self, |array| array.element()),
            _ => self,
        }
    }

    /// The shapes of the tables that a value may hold.
    pub(super) fn shapes(self) -> Vec<&'static Shape> {
        match self {
            Self::Table(shape) | Self::Tables(shape) => vec![shape],
            Self::List(element) | Self::Map(_, element) => element.shapes(),
            Self::Either(kinds) => kinds.iter().copied().flat_map(Self::shapes).collect(),
            _ => Vec::new(),
        }
    }

    /// The name without an article.
    const fn noun(self) -> &'static str {
        match self {
            Self::Text(_) | Self::Scalar | Self::OneOf(_) => "string",
            Self::Boolean | Self::True => "boolean",
            Self::Integer(..) => "integer",
            Self::Condition => "condition",
            Self::Table(_) | Self::Map(..) => "table",
            Self::Tables(_) | Self::List(_) | Self::Either(_) => "array",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(..) => f.write_str("an integer"),
            Self::Tables(shape) => write!(f, "an array of tables, `{}`", shape.title),
            Self::List(element) => write!(f, "an array of {}s", element.noun()),
            Self::Either(kinds) => {
                for (index, kind) in kinds.iter().enumerate() {
                    let before = match index {
                        0 => "",
                        _ if index + 1 == kinds.len() => " or ",
                        _ => ", ",
                    };
                    write!(f, "{before}{kind}")?;
                }
                Ok(())
            }
            _ => write!(f, "a {}", self.noun()),
        }
    }
}
