//! Every node knows where in the source it stands.

use lychgate::syntax::parse;
use lychgate::syntax::tree::{Command, CompoundKind, Expansion, Line, Simple, Span, WordPart};

const SOURCE: &str =
    "# note\na=1 run \"x ${b:-c d}\" 2>f && e &\ncase $g in h) i ;; esac <j # k\nl() { m; }\n";

#[test]
fn items_comments_and_commands() {
    let script = parse(SOURCE.as_bytes()).expect("it is shell");
    let spans = script.body.lines.iter().filter_map(|line| match line {
        Line::Blank => None,
        Line::Comment(comment) => Some(comment.span()),
        Line::Code(item) => Some(item.span),
    });
    let texts: Vec<&str> = spans.map(text).collect();
    let expected = [
        "# note",
        "a=1 run \"x ${b:-c d}\" 2>f && e &",
        "case $g in h) i ;; esac <j",
        "l() { m; }",
    ];
    assert_eq!(texts, expected);
}

#[test]
fn the_parts_of_a_simple_command() {
    let simple = first_simple();
    assert_eq!(text(simple.span), "a=1 run \"x ${b:-c d}\" 2>f");
    assert_eq!(text(simple.assignments[0].span), "a=1");
    assert_eq!(text(simple.assignments[0].value.span), "1");
    assert_eq!(text(simple.words[0].span), "run");
    assert_eq!(text(simple.words[1].span), "\"x ${b:-c d}\"");
    assert_eq!(text(simple.redirections[0].span), "2>f");
    assert_eq!(text(simple.redirections[0].target.span), "f");
}

#[test]
fn the_parts_of_an_expansion() {
    let simple = first_simple();
    let [WordPart::DoubleQuoted(parts)] = simple.words[1].parts.as_slice() else {
        panic!("the argument is one quoted part");
    };
    let [_, WordPart::Parameter(parameter)] = parts.as_slice() else {
        panic!("it is text and a parameter");
    };
    assert_eq!(text(parameter.span), "${b:-c d}");
    let Expansion::Operation(_, word) = &parameter.expansion else {
        panic!("the parameter has an operator");
    };
    assert_eq!(text(word.span), "c d");
}

#[test]
fn the_parts_of_compound_commands() {
    let script = parse(SOURCE.as_bytes()).expect("it is shell");
    let commands: Vec<&Command> = script
        .body
        .items()
        .map(|item| &item.and_or.first.commands[0])
        .collect();
    let Command::Compound(case) = commands[1] else {
        panic!("the second is a `case`")
    };
    assert_eq!(text(case.span), "case $g in h) i ;; esac <j");
    let CompoundKind::Case(case) = &case.kind else {
        panic!("the second is a `case`")
    };
    let arm = case.arms().next().expect("it has an arm");
    assert_eq!(text(arm.span), "h) i ;;");
    assert_eq!(text(arm.patterns[0].span), "h");
    let Command::Function(function) = commands[2] else {
        panic!("the third is a function")
    };
    assert_eq!(text(function.span), "l() { m; }");
    assert_eq!(text(function.body.span), "{ m; }");
}

fn first_simple() -> Simple<'static> {
    let script = parse(SOURCE.as_bytes()).expect("it is shell");
    let command = script
        .body
        .items()
        .next()
        .map(|item| item.and_or.first.commands[0].clone());
    match command {
        Some(Command::Simple(simple)) => simple,
        _ => panic!("the first command is simple"),
    }
}

fn text(span: Span) -> &'static str {
    &SOURCE[span.range()]
}
