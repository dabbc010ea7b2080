//! What is refused: the message, the place, and the second place.

use std::fmt::Write;

use lychgate::diagnostic::Label;
use lychgate::syntax::parse;

const SOURCES: &[&str] = &[
    "a\0b",
    "a\r\nb\r\n",
    "# a\r\n",
    "if a; then\r\n  b\r\nfi\r\n",
    "a 'b",
    "a \"b",
    "a \"b $(c",
    "a ${b:-c",
    "a ${b",
    "a $((b",
    "a \\",
    "a \"\\",
    "{ a",
    "(a",
    "if a; then b",
    "if a; b; fi",
    "if a; then b; elif c; fi",
    "while a; do b",
    "while a; b; done",
    "for a in b; do c",
    "for",
    "for 1a in b; do c; done",
    "for a b; do c; done",
    "for ((a = 1; a < 2; a++)); do b; done",
    "case a",
    "case a in",
    "case a in b c) d ;; esac",
    "case a in b) c",
    "case a in (esac) b ;; esac",
    "case a in b) c ;& d) e ;; esac",
    "case a in b) c ;;& d) e ;; esac",
    "a() b",
    "a(",
    "a-b() { c; }",
    "if() { a; }",
    "}",
    "fi",
    "a; ; b",
    "; a",
    "a | | b",
    "a &&",
    "a || ;",
    "| a",
    "a )",
    "{ }",
    "( )",
    "if then a; fi",
    "if a; then fi",
    "a=$()",
    "a >",
    "a > ; b",
    "a 99999>b",
    "(a) b",
    "! ! a",
    ">a if b",
    "i\\\nf",
    "a $\\\n{b}",
    "a ${b:0:1}",
    "a ${b/c/d}",
    "a ${!b}",
    "a ${b[1]}",
    "a ${}",
    "a $((1) )",
    "a $((\"1\"))",
    "a $[1]",
    "a `b`",
    "a \"`b`\"",
    "a $'b'",
    "a $\"b\"",
    "a <<b\nc\nb",
    "a <<-b",
    "a <<<b",
    "a &>b",
    "a |& b",
    "a <(b)",
    "a > >(b)",
    "[[ a ]]",
    "function a { b; }",
    "select a in b; do c; done",
    "((a))",
    "!(a)",
    "a=(b c)",
    "a+=b",
    "a[1]=b",
    "a @(b|c)",
    "a-\u{e9}\x1b\x7f-a-rather-long-name-for-a-function() { b; }",
    "{ a; } b",
];

#[test]
fn every_fault_says_what_and_where() {
    let mut told = String::new();
    for source in SOURCES {
        let fault = parse(source.as_bytes()).expect_err(source);
        let diagnostic = fault.to_diagnostic();
        assert!(
            diagnostic.message.chars().count() <= 80,
            "{}",
            diagnostic.message
        );
        writeln!(told, "{source:?}\n  {}", diagnostic.message).expect("a string takes all");
        for label in diagnostic.primary.iter().chain(&diagnostic.related) {
            writeln!(told, "  {}", at(source, label)).expect("a string takes all");
        }
        if let Some(help) = diagnostic.help {
            writeln!(told, "  help: {help}").expect("a string takes all");
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn nesting_is_bounded() {
    let openings = [
        "( ",
        "{ ",
        "if a; then ",
        "a $(",
        "a \"${b:-",
        "a ${b:-",
        "a() {\n",
        "case a in b) ",
    ];
    for opening in openings {
        let fault = parse(opening.repeat(100_000).as_bytes()).expect_err("it is too deep");
        assert_eq!(
            fault.to_string(),
            "too many constructs inside each other",
            "{opening}"
        );
    }
}

fn at(source: &str, label: &Label) -> String {
    let text = source.get(label.span.clone()).unwrap_or("(no text)");
    format!(
        "{}..{} {text:?} {}",
        label.span.start, label.span.end, label.text
    )
}
