//! Bytes as text, for the files and the log of the stand-ins.

/// Bytes as printable ASCII without tabs and newlines.
pub(super) fn escape(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}

/// The bytes of [`escape`]; nothing if it did not make this text.
pub(super) fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let (&code, tail) = rest.split_first()?;
        rest = tail;
        bytes.push(match code {
            b't' => b'\t',
            b'n' => b'\n',
            b'r' => b'\r',
            b'\'' | b'"' | b'\\' => code,
            b'x' => {
                let (digits, tail) = rest.split_at_checked(2)?;
                rest = tail;
                u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?
            }
            _ => return None,
        });
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{escape, unescape};

    #[test]
    fn every_byte_survives_the_log() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text = escape(&bytes);
        assert!(!text.contains(['\t', '\n']));
        assert_eq!(unescape(&text), Some(bytes));
        for damaged in ["\\", "\\x", "\\xf", "\\xg0", "\\q"] {
            assert_eq!(unescape(damaged), None);
        }
    }
}
