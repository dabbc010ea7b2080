//! Bytes of a script: borrowed from the source, or made.

use std::borrow::Cow;
use std::fmt;

/// Bytes as they stand in a script, which need not be UTF-8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Text<'a>(Cow<'a, [u8]>);

impl Text<'_> {
    /// The bytes themselves.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Cuts the text after `length` bytes and gives what stood behind.
    pub(in crate::syntax) fn split_off(&mut self, length: usize) -> Self {
        match &mut self.0 {
            Cow::Borrowed(bytes) => {
                let (kept, rest) = bytes.split_at(length.min(bytes.len()));
                *bytes = kept;
                Self(Cow::Borrowed(rest))
            }
            Cow::Owned(bytes) => Self(Cow::Owned(bytes.split_off(length.min(bytes.len())))),
        }
    }

    /// Adds `bytes` at the end.
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.0.to_mut().extend_from_slice(bytes);
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(&self.0))
    }
}

impl<'a> From<&'a [u8]> for Text<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self(Cow::Borrowed(bytes))
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text.as_bytes()))
    }
}

impl<'a> From<&'a String> for Text<'a> {
    fn from(text: &'a String) -> Self {
        Self(Cow::Borrowed(text.as_bytes()))
    }
}

impl From<Vec<u8>> for Text<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Cow::Owned(bytes))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text.into_bytes()))
    }
}
