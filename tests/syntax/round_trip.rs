//! One table of scripts, through parser and printer.

use std::fs;

use lychgate::syntax::{parse, print};

use super::tools::{run, said};

/// Scripts that are printed as they are.
const CANONICAL: &[&str] = &[
    "a\n",
    "a b 'c d' \"e $f\" g\\ h\n",
    "a=b c= d='' e f\n",
    "a=b\n",
    "! a | b | c\n",
    "a && b || c\n",
    "a &&\n  b ||\n  c\n",
    "a ||\n  b |\n  c |\n    d\n",
    "a |\n  b\n",
    "a && {\n  b\n  c\n} || d\n",
    "a &\nb\n",
    "a b \\\n  c d \\\n  e >f\n",
    "{ a; }\n",
    "{\n  a &\n}\n",
    "{\n  a\n  b\n}\n",
    "(a)\n",
    "(exec a \"$b\") &\n",
    "( (a))\n",
    "(\n  (a)\n  b\n)\n",
    "(printf '%s' 'a\nb')\n",
    "{ a; } <b 2>/dev/null || :\n",
    "if a; then b; fi\n",
    "if a; then\n  b\nelif c; then\n  d\nelse\n  e\nfi\n",
    "if { true 9<&0; } 2>/dev/null; then :; else exec </dev/null; fi\n",
    "if a &&\n  b; then c; fi\n",
    "if\n  a\n  b\nthen\n  c\nfi\n",
    "while :; do\n  a\ndone\n",
    "until a; do b; done <c\n",
    "while\n  {\n    a\n    b\n  }\ndo c; done\n",
    "for a in b \"$c\" *; do d; done\n",
    "for a in; do b; done\n",
    "for a; do\n  b\ndone\n",
    "case $a in\nesac\n",
    "case $a in b) c ;; esac\n",
    "case $a in b) c ;; *) ;; esac\n",
    "case $a in\n  b) c ;;\n  d | [!e-g]* | '') ;;\n  *)\n    f\n    g\n    ;;\nesac\n",
    "case $a in\n  # b\n  c) ;; # d\n\n  # e\n  f) ;;\n    # g\nesac\n",
    "case $a in\n  # b\nesac\n",
    "case $a in\n  b)\n    # c\n    ;;\nesac\n",
    "a() { b; }\n",
    "a() {\n  b\n} >c\n",
    "a() (\n  b\n)\n",
    "a() {\n  # b\n\n  c\n\n  # d\n}\n\n# e\n",
    "a >b 2>>c <d <&3 3<&- >&2 4<>e >|f\n",
    ">a\n",
    "a 2 >b\n",
    "$a $1 ${10} $@ $* $# $? $$ $! $- $0\n",
    "${a} ${a:-b} ${a-b} ${a:=b} ${a=b} ${a:?b} ${a?b} ${a:+b} ${a+b}\n",
    "${#a} ${#} ${##} ${#?} ${a%b} ${a%%b*} ${a#b} ${a##*/}\n",
    "${a:-b c} ${a:-\"b }\"} ${a:-'}'} ${a:-\\}} ${a:-${b:-c}} ${a:-}\n",
    "\"${a:-b 'c} ${a:-\"d\"} ${a%'}'} ${a:-\\}}\"\n",
    "a=$(b) c=\"$(d \"e\")\"\n",
    "a=$(\n  b\n  c\n)\n",
    "a=$( (b) | c) d=$( ! (e))\n",
    "a=$((1 + 2)) b=$((c = (d + $e) * $(f)))\n",
    "\"a$ b\\$ c\\\\ d\\n \\` \\\"\" $ a$\n",
    "\"a\\\nb\"\n",
    "~ ~/a [a-z]* a? {a,b} a=b -c % @ ^ a#b ]\n",
    "a ! in do then fi case { }\n",
    "#!/bin/sh\n# a\n#b\n#\n\na # c\n",
    "a    # b\ncccc # d\n# e\nf # g\n\nhhh # i\n",
    "\u{e9}\u{e9}  # a\nbbb # c\n",
    "if a; then\n  # b\n  c\nfi # d\n",
    "while\n  # a\n  b\ndo\n  c\ndone\n",
    "a \"b\r\nc\"\n",
];

/// Scripts that are printed in another layout.
const MESSY: &[(&str, &str)] = &[
    ("", ""),
    ("a", "a\n"),
    ("${#%a} ${##a} ${#:-a}\n", "${#%a} ${##a} ${#:-a}\n"),
    ("  a;b ;\tc  ", "a\nb\nc\n"),
    ("\n\n\na\n\n\n\nb\n\n", "a\n\nb\n"),
    ("a&b", "a &\nb\n"),
    ("a|b&&c||d", "a | b && c || d\n"),
    ("a| # b\n\nc", "# b\na |\n  c\n"),
    ("a&& \\\nb", "a && b\n"),
    ("a\\\nb=c", "ab=c\n"),
    ("a  b\\\n\tc \\\n \\\nd", "a b c \\\n  d\n"),
    ("{ a;b;}", "{\n  a\n  b\n}\n"),
    ("{\na; }", "{\n  a\n}\n"),
    ("{ # a\nb\n}", "{\n  # a\n  b\n}\n"),
    ("( ( a ) ;b)", "(\n  (a)\n  b\n)\n"),
    (">a b", "b >a\n"),
    ("a > b 2> c < d e", "a e >b 2>c <d\n"),
    ("if a\nthen b\nfi", "if a; then\n  b\nfi\n"),
    ("if a # b\nthen c; fi", "if\n  a # b\nthen c; fi\n"),
    ("if (a)then b;fi", "if (a); then b; fi\n"),
    ("while a;do b;done", "while a; do b; done\n"),
    ("while a; b\ndo c; done", "while\n  a\n  b\ndo c; done\n"),
    ("for a do b; done", "for a; do b; done\n"),
    ("for a\nin b c\ndo d; done", "for a in b c; do d; done\n"),
    (
        "for a in b # c\ndo d; done",
        "# c\nfor a in b; do d; done\n",
    ),
    (
        "while { a; b; }; do c; done",
        "while\n  {\n    a\n    b\n  }\ndo c; done\n",
    ),
    (
        "{ case a in b) c ;; esac; }",
        "{\n  case a in b) c ;; esac\n}\n",
    ),
    (
        "case a in b) { c; } ;; esac",
        "case a in\n  b) { c; } ;;\nesac\n",
    ),
    (
        "if a & then (b &) fi",
        "if\n  a &\nthen\n  (\n    b &\n  )\nfi\n",
    ),
    ("case a in esac", "case a in\nesac\n"),
    (
        "case a in (b|c) d;; e) esac",
        "case a in b | c) d ;; e) ;; esac\n",
    ),
    (
        "case a in\nb)c\nesac",
        "case a in\n  b)\n    c\n    ;;\nesac\n",
    ),
    (
        "case a in b) c; d;; esac",
        "case a in\n  b)\n    c\n    d\n    ;;\nesac\n",
    ),
    (
        "case a in\n\n b) c # d\n;; # e\n\n # f\n\n\nesac",
        "case a in\n  b)\n    c  # d\n    ;; # e\n\n    # f\nesac\n",
    ),
    (
        "case a in\nb) if c; then\nd\nfi ;;\nesac",
        "case a in\n  b)\n    if c; then\n      d\n    fi\n    ;;\nesac\n",
    ),
    ("a ( )\n{ b\n}", "a() {\n  b\n}\n"),
    ("a() if b; then c; fi", "a() if b; then c; fi\n"),
    ("a=$( b;c )", "a=$(\n  b\n  c\n)\n"),
    ("a=$( # b\nc)", "a=$(\n  # b\n  c\n)\n"),
    ("a=$(b &&\nc)", "a=$(\n  b &&\n    c\n)\n"),
    ("a# b\n#c  \nd#e #f", "a# b\n#c\nd#e #f\n"),
    ("if a; then b; else\nc; fi", "if a; then b; else\n  c\nfi\n"),
];

#[test]
fn canonical_scripts_are_printed_as_they_are() {
    for source in CANONICAL {
        assert_eq!(printed(source), *source);
    }
}

#[test]
fn messy_scripts_are_put_in_order() {
    for (source, canonical) in MESSY {
        assert_eq!(printed(source), *canonical, "{source:?}");
        assert_eq!(printed(canonical), *canonical);
    }
}

#[test]
fn bytes_that_are_no_text_pass() {
    let source = b"# \xff\na '\xfe' \"\xfd$b\" c\xfc\\\xfb # \xfa\n";
    let script = parse(source).expect("it is shell");
    assert_eq!(print(&script), source);
}

#[test]
fn shfmt_leaves_canonical_scripts_alone() {
    let directory = tempfile::tempdir().expect("a temporary folder");
    let names: Vec<String> = (0..CANONICAL.len())
        .map(|index| format!("{index}.sh"))
        .collect();
    for (name, source) in names.iter().zip(CANONICAL) {
        fs::write(directory.path().join(name), source).expect("the folder is ours");
    }
    let shfmt = ["shfmt", "-ln", "posix", "-i", "2", "-ci", "-d"];
    if let Some(output) = run(&shfmt, names, directory.path()) {
        assert!(
            output.status.success() && output.stdout.is_empty(),
            "{}",
            said(&output)
        );
    }
}

fn printed(source: &str) -> String {
    match parse(source.as_bytes()) {
        Ok(script) => String::from_utf8(print(&script)).expect("the source was text"),
        Err(fault) => panic!("{source:?}: {fault} at {:?}", fault.span),
    }
}
