//! Quoted words in the eight shells: the same bytes must come back.

use std::fs;
use std::path::Path;

use lychgate::syntax::quote::{self, Piece};
use lychgate::syntax::tree::{List, Parameter, Script, Simple, Word, WordPart};
use lychgate::syntax::{parse, print};
use proptest::collection::vec;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::tools::{SHELLS, run, said};

/// What some shell somewhere has a meaning for.
const SPECIAL: &[u8] = b"'\"\\$`!#~=^{}[]()*?;&|<> \t\n,%@+-:a";

#[test]
fn words_are_spelled_as_a_reader_would() {
    let cases = [
        ("", "''"),
        ("worker", "worker"),
        ("--queue=a,b", "--queue=a,b"),
        ("http://localhost:80/%20@x+y", "http://localhost:80/%20@x+y"),
        ("=cmd", "'=cmd'"),
        ("~", "'~'"),
        ("a b", "'a b'"),
        ("{a,b}", "'{a,b}'"),
        ("it's", "\"it's\""),
        ("'$x' \"y\" \\", "\"'\\$x' \\\"y\\\" \\\\\""),
        ("$HOME", "\"\\$HOME\""),
        ("5 $", "'5 $'"),
        ("a\nb", "'a\nb'"),
        ("cut\0off", "cut"),
        ("if", "if"),
    ];
    for (text, spelling) in cases {
        assert_eq!(spelled(quote::word(text)), spelling);
    }
}

#[test]
fn patterns_are_spelled_as_a_reader_would() {
    let cases = [
        ("", "''"),
        ("worker*", "worker*"),
        ("*.sh", "*.sh"),
        ("a b*", "'a b'*"),
        ("[!a-z]?", "[!a-z]?"),
        ("[a b]", "[a\\ b]"),
        ("[]a]", "[\\]a]"),
        ("[^a]", "[\\^a]"),
        ("[a", "'['a"),
        ("\\*", "'\\'*"),
        ("it's*", "\"it's\"*"),
        ("esac", "'esac'"),
        ("a|b)", "'a|b)'"),
    ];
    for (glob, spelling) in cases {
        assert_eq!(spelled(quote::pattern(glob)), spelling);
    }
}

#[test]
fn templates_are_spelled_as_a_reader_would() {
    let x = || Piece::parameter("x");
    let default = Parameter::with("y", lychgate::syntax::tree::Operator::Default(lychgate::syntax::tree::Test::UnsetOrEmpty), Word::literal("z"));
    let output = List::inline(Simple::new([Word::literal("date")]));
    let cases = [
        (vec![], "''"),
        (vec![Piece::text("a"), Piece::text(" b")], "'a b'"),
        (vec![x()], "\"$x\""),
        (vec![Piece::text("--queue="), x()], "\"--queue=$x\""),
        (vec![x(), Piece::text("_1")], "\"${x}_1\""),
        (vec![x(), Piece::text(":"), x(), Piece::text("-\u{e9}")], "\"$x:$x-\u{e9}\""),
        (vec![x(), Piece::text("\u{e9}")], "\"${x}\u{e9}\""),
        (vec![Piece::parameter("1"), Piece::text("0")], "\"${1}0\""),
        (vec![Piece::parameter("?"), Piece::text("0")], "\"$?0\""),
        (vec![Piece::text("$x\\`\" "), default.into()], "\"\\$x\\\\\\`\\\" ${y:-z}\""),
        (vec![Piece::text("on "), Piece::Output(output)], "\"on $(date)\""),
    ];
    for (pieces, spelling) in cases {
        assert_eq!(spelled(quote::template(pieces)), spelling);
    }
}

#[test]
fn names_of_commands_are_no_keywords_and_no_assignments() {
    for (name, spelling) in [("if", "'if' a"), ("[[", "'[[' a"), ("a=b", "'a=b' a"), ("a", "a a")] {
        let command = Simple::new([quote::word(name), Word::literal("a")]);
        let script = Script { body: [command].into_iter().collect() };
        assert_eq!(String::from_utf8_lossy(&print(&script)).trim_end(), spelling);
        assert_eq!(parse(&print(&script)), Ok(script.clone()));
    }
}

#[test]
fn every_shell_reads_the_bytes_back() {
    let texts = texts();
    for shell in SHELLS {
        let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).filter(|text| passes(shell, text)).collect();
        let words = texts.iter().map(|text| quote::word(*text));
        let Some(given) = printed_by(shell, words) else { continue };
        for (text, given) in texts.iter().zip(&given) {
            assert!(text == given, "{shell:?}: {} became {}", text.escape_ascii(), given.escape_ascii());
        }
        assert_eq!(given.len(), texts.len(), "{shell:?}");
    }
}

#[test]
fn every_shell_fills_templates_in() {
    let value = "a  b*'\"$x\\";
    for shell in SHELLS {
        let followers = (1..=255_u8).filter(|&byte| passes(shell, &[byte])).map(char::from).filter(char::is_ascii);
        let texts: Vec<String> = followers.map(|c| format!("{c}x]")).collect();
        let words = texts.iter().map(|text| {
            quote::template([Piece::text(text), Piece::parameter("lg_value"), Piece::text(text)])
        });
        let Some(given) = printed_by(shell, words) else { continue };
        let expected: Vec<Vec<u8>> = texts.iter().map(|text| format!("{text}{value}{text}").into_bytes()).collect();
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
    let literals: Vec<String> = (1..128_u8).map(|byte| char::from(byte).to_string()).collect();
    let same = literals.iter().filter(|text| !"*?".contains(text.as_str()));
    let cases: Vec<(&str, &str, bool)> =
        table.iter().copied().chain(same.map(|text| (text.as_str(), text.as_str(), true))).collect();
    let mut script = String::new();
    for (glob, subject, _) in &cases {
        let (glob, subject) = (spelled(quote::pattern(*glob)), spelled(quote::word(*subject)));
        script.push_str(&format!("case {subject} in {glob}) printf 1 ;; *) printf 0 ;; esac\n"));
    }
    for shell in SHELLS {
        let Some(given) = output_of(shell, script.as_bytes()) else { continue };
        for ((glob, subject, matches), given) in cases.iter().zip(&given) {
            assert_eq!(*given == b'1', *matches, "{shell:?}: {glob:?} against {subject:?}");
        }
        assert_eq!(given.len(), cases.len(), "{shell:?}");
    }
}

#[test]
fn shellcheck_has_nothing_to_say() {
    let words = texts().into_iter().filter(|text| std::str::from_utf8(text).is_ok());
    let script = print(&arguments(words.map(quote::word)));
    let directory = tempfile::tempdir().expect("a temporary folder");
    fs::write(directory.path().join("words.sh"), script).expect("the folder is ours");
    let shellcheck = ["shellcheck", "--norc", "-s", "sh"];
    if let Some(output) = run(&shellcheck, ["words.sh"], directory.path()) {
        assert!(output.status.success(), "{}", said(&output));
    }
}

/// Every byte, pairs of the special ones, and random strings of both.
fn texts() -> Vec<Vec<u8>> {
    let mut texts: Vec<Vec<u8>> = (1..=255).map(|byte| vec![byte]).collect();
    texts.extend(SPECIAL.iter().flat_map(|&first| SPECIAL.iter().map(move |&second| vec![first, second])));
    texts.extend(["if", "case", "-n", "\u{e9}\u{1f600}", ""].map(|text| text.as_bytes().to_vec()));
    let mut runner = TestRunner::deterministic();
    let special = vec(proptest::sample::select(SPECIAL), 0..20);
    let any = vec(1..=255_u8, 0..20);
    for _ in 0..150 {
        texts.push(special.new_tree(&mut runner).expect("no filter rejects it").current());
        texts.push(any.new_tree(&mut runner).expect("no filter rejects it").current());
    }
    texts
}

/// Whether the shell can pass the bytes at all: yash takes text only.
fn passes(shell: &[&str], bytes: &[u8]) -> bool {
    shell[0] != "yash" || std::str::from_utf8(bytes).is_ok()
}

/// `printf '%s\0'` of the words, in a few commands.
fn arguments(words: impl Iterator<Item = Word<'static>>) -> Script<'static> {
    let words: Vec<_> = words.collect();
    let command = |words: &[Word<'static>]| {
        let format = Word::from(WordPart::SingleQuoted("%s\\0".into()));
        Simple::new([Word::literal("printf"), format].into_iter().chain(words.iter().cloned()))
    };
    Script { body: words.chunks(100).map(command).collect() }
}

/// What the shell gives for the words; `lg_value` is set.
fn printed_by<'a>(
    shell: &[&str],
    words: impl Iterator<Item = Word<'a>>,
) -> Option<Vec<Vec<u8>>> {
    None
}

fn output_of(shell: &[&str], script: &[u8]) -> Option<Vec<u8>> {
    let directory = tempfile::tempdir().expect("a temporary folder");
    fs::write(directory.path().join("script.sh"), script).expect("the folder is ours");
    let output = run(shell, ["script.sh"], directory.path())?;
    assert!(output.status.success(), "{shell:?}: {}", said(&output));
    Some(output.stdout)
}

fn spelled(word: Word<'_>) -> String {
    String::new()
}
