//! The words of an instruction.

/// What a word such as `<<-EOF` opens.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HereDocument {
    /// The line that ends it.
    pub(super) end: String,
    /// Whether tabs in front of its lines do not count.
    pub(super) tabs: bool,
}

/// The words of `text`, parted at blanks outside of quotes; quotes stay.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && quote.is_none() && !escaped {
            words.extend(start.take().map(|start| &text[start..at]));
            continue;
        }
        start.get_or_insert(at);
        if escaped {
            escaped = false;
        } else if c == '\\' && quote != Some('\'') {
            escaped = true;
        } else if quote == Some(c) {
            quote = None;
        } else if quote.is_none() && matches!(c, '"' | '\'') {
            quote = Some(c);
        }
    }
    words.extend(start.map(|start| &text[start..]));
    words
}

/// `word` without its quotes.
pub(super) fn unquoted(word: &str) -> String {
    let mut text = String::new();
    let mut quote = None;
    let mut chars = word.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quote != Some('\'') => text.extend(chars.next()),
            '"' | '\'' if quote.is_none() => quote = Some(c),
            _ if quote == Some(c) => quote = None,
            _ => text.push(c),
        }
    }
    text
}

/// The here-documents that `text` opens, in their order.
pub(super) fn here_documents(text: &str) -> Vec<HereDocument> {
    words(text).into_iter().filter_map(here_document).collect()
}

/// What a word opens: a number, `<<`, perhaps `-`, and what ends it.
fn here_document(word: &str) -> Option<HereDocument> {
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let word = word.strip_prefix("<<")?;
    let (word, tabs) = match word.strip_prefix('-') {
        Some(word) => (word, true),
        None => (word, false),
    };
    let end = unquoted(word);
    (!end.is_empty() && !word.contains('<')).then_some(HereDocument { end, tabs })
}

#[cfg(test)]
mod tests {
    use super::{HereDocument, here_documents, unquoted, words};

    #[test]
    fn words_part_at_blanks_outside_of_quotes() {
        assert_eq!(
            words(r#"a  "b c"d 'e "f' \ g h\" i"#),
            ["a", "\"b c\"d", "'e \"f'", "\\ g", "h\\\"", "i"]
        );
        assert!(words(" \t").is_empty());
    }

    #[test]
    fn quotes_go_and_what_they_hold_stays() {
        assert_eq!(unquoted(r#"a"b c"'d "e'\"\\"#), "ab cd \"e\"\\");
        assert_eq!(unquoted("\"open"), "open");
    }

    #[test]
    fn only_a_word_of_its_own_opens_a_here_document() {
        let document = |end: &str, tabs| HereDocument {
            end: end.to_owned(),
            tabs,
        };
        assert_eq!(
            here_documents("<<A 3<<-'B C' cat <<\"D\""),
            [
                document("A", false),
                document("B C", true),
                document("D", false)
            ]
        );
        assert!(here_documents("cat<<A <<<B << '<<C' \"<<D\"").is_empty());
    }
}
