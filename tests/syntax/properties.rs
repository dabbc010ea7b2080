//! What holds for every tree and for all bytes.

use std::fs;
use std::path::Path;

use lychgate::syntax::{parse, print};
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, proptest};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};

use super::generator;
use super::tools::{SHELLS, run, said};

/// Pieces of shell that random bytes would seldom hit.
const TOKENS: &[&str] = &[
    "if ", "then ", "else ", "elif ", "fi", "while ", "do ", "done", "for ", "in ", "case ",
    "esac", "{ ", "}", "(", ")", "a", "b=", "'", "\"", "\\", "$", "${", ":-", "%", "#", "$(",
    "$((", "))", "`", ";", ";;", "&", "&&", "|", "||", "<", ">&", "2>", "\n", " ", "\r", "\u{e9}",
    "!",
];

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(1000) })]

    #[test]
    fn a_printed_tree_parses_to_itself(bytes in vec(any::<u8>(), 0..300)) {
        let tree = generator::script(&bytes);
        let text = print(&tree);
        match parse(&text) {
            Ok(parsed) if parsed == tree => {}
            Ok(parsed) => prop_assert!(false, "{}{tree:?}\n{parsed:?}", text.escape_ascii()),
            Err(fault) => prop_assert!(false, "{}{fault:?}", text.escape_ascii()),
        }
    }

    #[test]
    fn any_tokens_are_refused_or_have_one_layout(indices in vec(0..TOKENS.len(), 0..40)) {
        let source: String = indices.iter().map(|&index| TOKENS[index]).collect();
        if let Ok(script) = parse(source.as_bytes()) {
            let text = print(&script);
            let again = parse(&text).expect("what is printed can be parsed");
            assert_eq!(print(&again), text, "{source:?}");
            assert_eq!(again, script, "{source:?}");
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..200)) {
        if let Ok(script) = parse(&bytes) {
            prop_assert!(print(&script).len() <= 4 * bytes.len() + 20);
        }
    }
}

#[test]
fn shells_and_shfmt_accept_what_is_printed() {
    let directory = tempfile::tempdir().expect("a temporary folder");
    let names = write_scripts(directory.path(), 300);
    let shfmt = ["shfmt", "-ln", "posix", "-i", "2", "-ci", "-d"];
    if let Some(output) = run(&shfmt, &names, directory.path()) {
        assert!(
            output.status.success() && output.stdout.is_empty(),
            "{}",
            said(&output)
        );
    }
    for shell in &SHELLS[..2] {
        for name in &names {
            let Some(output) = run(shell, ["-n", name], directory.path()) else {
                break;
            };
            let script = fs::read_to_string(directory.path().join(name)).expect("it is text");
            assert!(
                output.status.success(),
                "{shell:?}: {}\n{script}",
                said(&output)
            );
        }
    }
}

/// Writes `count` scripts, the same each time; gives their names.
fn write_scripts(directory: &Path, count: usize) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let choices = vec(any::<u8>(), 100..600);
    let write = |index| {
        let bytes = choices
            .new_tree(&mut runner)
            .expect("no filter rejects it")
            .current();
        let name = format!("{index}.sh");
        let text = print(&generator::script(&bytes));
        fs::write(directory.join(&name), text).expect("the folder is ours");
        name
    };
    (0..count).map(write).collect()
}
