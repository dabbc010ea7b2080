//! How quoted words look.

use lychgate::syntax::quote::{self, Piece};
use lychgate::syntax::tree::{
    Comment, Item, Line, List, Operator, Parameter, Script, Simple, Test, Word,
};
use lychgate::syntax::{parse, print};

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
        ("a b\\", "\"a b\\\\\""),
        ("a\nb", "'a\nb'"),
        ("cut\0off", "cut"),
        ("if", "'if'"),
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
        ("\\*", "\"\\\\\"*"),
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
    let operator = Operator::Default(Test::UnsetOrEmpty);
    let default = Parameter::with("y", operator, Word::literal("z"));
    let output = List::inline(Simple::new([Word::literal("date")]));
    let cases = [
        (vec![], "''"),
        (vec![Piece::text("a"), Piece::text(" b")], "'a b'"),
        (vec![x()], "\"$x\""),
        (vec![Piece::text("--queue="), x()], "\"--queue=$x\""),
        (vec![x(), Piece::text("_1")], "\"${x}_1\""),
        (
            vec![x(), Piece::text(":"), x(), Piece::text("-\u{e9}")],
            "\"$x:$x-\u{e9}\"",
        ),
        (vec![x(), Piece::text("\u{e9}")], "\"${x}\u{e9}\""),
        (vec![Piece::parameter("1"), Piece::text("0")], "\"${1}0\""),
        (vec![Piece::parameter("?"), Piece::text("0")], "\"$?0\""),
        (
            vec![Piece::text("$x\\`\" "), default.into()],
            "\"\\$x\\\\\\`\\\" ${y:-z}\"",
        ),
        (
            vec![Piece::text("on "), Piece::Output(output)],
            "\"on $(date)\"",
        ),
    ];
    for (pieces, spelling) in cases {
        assert_eq!(spelled(quote::template(pieces)), spelling);
    }
}

#[test]
fn names_of_commands_are_no_keywords_and_no_assignments() {
    for (name, spelling) in [
        ("if", "'if' a"),
        ("[[", "'[[' a"),
        ("a=b", "'a=b' a"),
        ("a", "a a"),
    ] {
        let command = Simple::new([quote::word(name), Word::literal("a")]);
        let script = Script {
            body: [command].into_iter().collect(),
        };
        let text = print(&script);
        assert_eq!(String::from_utf8_lossy(&text).trim_end(), spelling);
        assert_eq!(parse(&text), Ok(script));
    }
}

#[test]
fn no_comment_becomes_code() {
    let mut list = List::new();
    list.comment("one\ntwo\r\n\nthree\rreboot\0\u{1b}[2J\u{85}\\  ");
    list.lines.push(Line::Comment(Comment::new("four\nreboot")));
    list.lines.push(Line::Comment(Comment::new("!/bin/evil")));
    let mut item = Item::from(Simple::new([Word::literal("a")]));
    item.comment = Some(Comment::new("five\n&& reboot"));
    list.push(item);
    let text = print(&Script { body: list });
    assert_eq!(
        String::from_utf8_lossy(&text),
        "# one\n# two\n#\n# three?reboot??[2J?\\\n# four?reboot\n# !/bin/evil\na # five?&& reboot\n"
    );
}

/// The text of a word, printed as a command's only argument.
fn spelled(word: Word<'_>) -> String {
    let command = Simple::new([Word::literal("a"), word]);
    let text = print(&Script {
        body: [command].into_iter().collect(),
    });
    let text = String::from_utf8(text).expect("the words are text");
    text.strip_prefix("a ")
        .and_then(|text| text.strip_suffix('\n'))
        .unwrap_or_default()
        .into()
}
