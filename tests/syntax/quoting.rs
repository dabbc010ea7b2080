//! Quoted words in the eight shells: the same bytes must come back.

use std::fs;

use lychgate::syntax::print;
use lychgate::syntax::quote::{self, Piece};
use lychgate::syntax::tree::{Arm, Case, Compound, List, Script, Simple, Word, WordPart};
use proptest::collection::vec;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::tools::{SHELLS, run, said};

/// What some shell somewhere has a meaning for.
const SPECIAL: &[u8] = b"'\"\\$`!#~=^{}[]()*?;&|<> \t\n,%@+-:a";

/// What `lg_value` holds.
const VALUE: &str = "a  b*'\"$x\\\n";

#[test]
fn every_shell_reads_the_bytes_back() {
    let texts = texts();
    for shell in SHELLS {
        let texts = texts
            .iter()
            .map(Vec::as_slice)
            .filter(|text| passes(shell, text));
        let texts: Vec<&[u8]> = texts.collect();
        let words = texts.iter().map(|&text| quote::word(text));
        let Some(given) = written(shell, words) else {
            continue;
        };
        assert_eq!(given.len(), texts.len(), "{shell:?}");
        for (text, given) in texts.iter().zip(&given) {
            let (text, given) = (text.escape_ascii(), given.escape_ascii());
            assert_eq!(text.to_string(), given.to_string(), "{shell:?}");
        }
    }
}

#[test]
fn every_shell_fills_templates_in() {
    let texts: Vec<String> = (1..128_u8)
        .map(|byte| format!("{}x]", char::from(byte)))
        .collect();
    let expected = texts
        .iter()
        .map(|text| format!("{text}{VALUE}{text}").into_bytes());
    let expected: Vec<Vec<u8>> = expected.collect();
    let words = texts.iter().map(|text| {
        quote::template([
            Piece::text(text),
            Piece::parameter("lg_value"),
            Piece::text(text),
        ])
    });
    for shell in SHELLS {
        let Some(given) = written(shell, words.clone()) else {
            continue;
        };
        assert_eq!(given, expected, "{shell:?}");
    }
}

#[test]
fn every_shell_matches_patterns_alike() {
    let table: &[(&str, &str, bool)] = &[
        ("worker*", "worker-1", true),
        ("worker*", "work", false),
        ("*(x)", "a(x)", true),
        ("@(x)", "x", false),
        ("a|b", "a", false),
        ("[a-c]?", "bz", true),
        ("[!a-c]?", "bz", false),
        ("[a b]", " ", true),
        ("[]x]", "]", true),
        ("[!]x]", "]", false),
        ("[^a]", "b", false),
        ("[^a]", "^", true),
        ("[a-]", "-", true),
        ("[\\n]", "\\", true),
        ("[\n]", "\n", true),
        ("['\"$`;&()]", "`", true),
        ("[a", "[a", true),
        ("\\*", "\\x", true),
        ("~", "~", true),
        ("", "", true),
        ("esac", "esac", true),
        ("{a,b}", "a", false),
    ];
    let bytes: Vec<String> = (1..128_u8)
        .map(|byte| char::from(byte).to_string())
        .collect();
    let bytes = bytes
        .iter()
        .map(|byte| (byte.as_str(), byte.as_str(), true));
    let cases: Vec<(&str, &str, bool)> = table.iter().copied().chain(bytes).collect();
    let print_word = |text| Simple::new([Word::literal("printf"), Word::literal(text)]);
    let compare = |&(glob, subject, _)| {
        let arms = [(quote::pattern(glob), "1"), (Word::literal("*"), "0")];
        let arms =
            arms.map(|(pattern, answer)| Arm::new([pattern], List::inline(print_word(answer))));
        Compound::from(Case::new(quote::word(subject), arms))
    };
    let script = print(&Script {
        body: cases.iter().map(compare).collect(),
    });
    for shell in SHELLS {
        let Some(given) = output(shell, &script) else {
            continue;
        };
        assert_eq!(given.len(), cases.len(), "{shell:?}");
        for ((glob, subject, matches), given) in cases.iter().zip(&given) {
            assert_eq!(
                *given == b'1',
                *matches,
                "{shell:?}: {glob:?} against {subject:?}"
            );
        }
    }
}

#[test]
fn shellcheck_has_nothing_to_say() {
    let words = texts()
        .into_iter()
        .filter(|text| std::str::from_utf8(text).is_ok());
    let script = writing(words.map(quote::word));
    let directory = tempfile::tempdir().expect("a temporary folder");
    fs::write(directory.path().join("words.sh"), script).expect("the folder is ours");
    let shellcheck = ["shellcheck", "--norc", "-s", "sh", "-e", "SC2034"];
    if let Some(output) = run(&shellcheck, ["words.sh"], directory.path()) {
        assert!(output.status.success(), "{}", said(&output));
    }
}

/// Every byte, pairs of the special ones, and random strings of both.
fn texts() -> Vec<Vec<u8>> {
    let mut texts: Vec<Vec<u8>> = (1..=255).map(|byte| vec![byte]).collect();
    texts.extend(
        SPECIAL
            .iter()
            .flat_map(|&first| SPECIAL.iter().map(move |&second| vec![first, second])),
    );
    texts.extend(["if", "case", "-n", "\u{e9}\u{1f600}", ""].map(|text| text.as_bytes().to_vec()));
    let mut runner = TestRunner::deterministic();
    let special = vec(proptest::sample::select(SPECIAL), 0..20);
    let any = vec(1..=255_u8, 0..20);
    for _ in 0..150 {
        texts.push(
            special
                .new_tree(&mut runner)
                .expect("no filter rejects it")
                .current(),
        );
        texts.push(
            any.new_tree(&mut runner)
                .expect("no filter rejects it")
                .current(),
        );
    }
    texts
}

/// Whether the shell can pass the bytes at all: yash takes text only.
fn passes(shell: &[&str], bytes: &[u8]) -> bool {
    shell[0] != "yash" || std::str::from_utf8(bytes).is_ok()
}

/// A script that writes the words, each ended by a NUL; `lg_value` is set.
fn writing<'a>(words: impl Iterator<Item = Word<'a>>) -> Vec<u8> {
    let words: Vec<_> = words.collect();
    let mut body = List::new();
    body.push(Simple::assign("lg_value", quote::word(VALUE)));
    for words in words.chunks(100) {
        let format = WordPart::SingleQuoted("%s\\0".into());
        let command = Simple::new([Word::literal("printf"), format.into()]);
        body.push(words.iter().cloned().fold(command, Simple::arg));
    }
    print(&Script { body })
}

/// The words that the shell writes.
fn written<'a>(shell: &[&str], words: impl Iterator<Item = Word<'a>>) -> Option<Vec<Vec<u8>>> {
    let output = output(shell, &writing(words))?;
    let mut texts: Vec<Vec<u8>> = output
        .split(|&byte| byte == 0)
        .map(<[u8]>::to_vec)
        .collect();
    assert_eq!(texts.pop(), Some(Vec::new()), "the last word is ended too");
    Some(texts)
}

fn output(shell: &[&str], script: &[u8]) -> Option<Vec<u8>> {
    let directory = tempfile::tempdir().expect("a temporary folder");
    fs::write(directory.path().join("script.sh"), script).expect("the folder is ours");
    let output = run(shell, ["script.sh"], directory.path())?;
    assert!(output.status.success(), "{shell:?}: {}", said(&output));
    Some(output.stdout)
}
