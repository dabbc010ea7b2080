//! Tables that are accepted, and what becomes of them.

use lychgate::table::{Argument, Condition, DefaultValue, Glob, GlobPart, Member, Part, Test};

use super::accepted;

/// A table with one mode whose `match` is `pattern`.
fn glob(pattern: &str) -> Glob {
    let table = accepted(&format!(
        "[entrypoint]\nselect = \"arg\"\n[modes.m]\nmatch = ['{pattern}']\n"
    ));
    table.modes[0].matches[0].value.clone()
}

#[test]
fn a_table_may_use_every_key() {
    let table = accepted(include_str!("../fixtures/every-key.toml"));
    let names: Vec<_> = table
        .modes
        .iter()
        .map(|mode| mode.name.value.as_str())
        .collect();
    assert_eq!(
        names,
        ["web", "worker", "version", "listener", "proxy"],
        "the order is that of the file"
    );
    let umask = table
        .entrypoint
        .umask
        .as_ref()
        .map(|umask| umask.value.to_string());
    assert_eq!(umask.as_deref(), Some("0027"));
    let delay = table.modes[1]
        .restart
        .as_ref()
        .and_then(|restart| restart.value.delay.as_ref());
    assert_eq!(delay.map(|delay| delay.value.get()), Some(5));
    assert_eq!(table.variables.len(), 7);
}

#[test]
fn hostile_strings_are_data() {
    let table = accepted(include_str!("../fixtures/hostile.toml"));
    let texts = |mode: usize| -> Vec<_> {
        let run = table.modes[mode].run.iter().flat_map(|run| &run.value);
        run.map(|argument| match &argument.value {
            Argument::Word(template) => template.literal().unwrap_or("(substitution)"),
            Argument::Words => "(words)",
        })
        .collect()
    };
    let array = [
        "./-x",
        "",
        "'",
        "\"",
        "\\",
        "\n",
        "\r\n",
        "$(id)",
        "`id`",
        "*",
        "?",
        "[a]",
        "~",
        "#",
        "-n",
        "--",
        "!",
        "&",
        ";",
        "|",
        "a b",
        "$@",
        "$$",
        "(substitution)",
        "🦋",
        "(words)",
        "\u{1}\u{7f}",
        "'\n'",
    ];
    assert_eq!(texts(0), array);
    let split = [
        "php", "a bc d", "(words)", "\"$x\"", "", "`id`", ";", "&&", "*",
    ];
    assert_eq!(texts(1), split);
    let one_of: Vec<_> = table.variables[0]
        .one_of
        .iter()
        .map(|value| &*value.value)
        .collect();
    assert_eq!(one_of[3..], ["${A}", "$$", "\n", "-x"], "no templates here");
}

#[test]
fn the_smallest_table_is_one_line() {
    let table = accepted("modes.web = {}");
    assert_eq!(table.modes.len(), 1);
    assert!(table.modes[0].run.is_none());
}

#[test]
fn a_string_is_split_into_words() {
    let table = accepted(r#"modes.web.run = 'php-fpm "-d x=a b" $@'"#);
    let run = table.modes[0].run.as_ref().map(|run| &run.value);
    let words: Vec<_> = run
        .into_iter()
        .flatten()
        .map(|argument| &argument.value)
        .collect();
    assert_eq!(words.len(), 3);
    assert_eq!(words[2], &Argument::Words);
    let Argument::Word(template) = words[1] else {
        panic!("{words:?}")
    };
    assert_eq!(template.literal(), Some("-d x=a b"));
}

#[test]
fn two_dollars_are_one() {
    let table = accepted(r#"modes.web.run = ["x", "a$$${A}$$$$b"]"#);
    let run = table.modes[0].run.as_ref().map(|run| &run.value[1].value);
    let Some(Argument::Word(template)) = run else {
        panic!("{run:?}")
    };
    let [Part::Text(before), Part::Value(name), Part::Text(after)] = template.parts.as_slice()
    else {
        panic!("{template:?}")
    };
    assert_eq!(
        (before.as_str(), name.as_str(), after.as_str()),
        ("a$", "A", "$$b")
    );
}

#[test]
fn a_set_of_one_character_is_text() {
    assert_eq!(glob("[*][[]x").parts, [GlobPart::Text("*[x".to_owned())]);
}

#[test]
fn a_set_has_characters_and_ranges() {
    let members = vec![
        Member::Character(']'),
        Member::Range('a', 'z'),
        Member::Character('-'),
    ];
    assert_eq!(
        glob("[!]a-z-]").parts,
        [GlobPart::Set {
            negated: true,
            members
        }]
    );
}

#[test]
fn globs_match_as_in_case() {
    let cases = [
        ("worker*", "worker", true),
        ("worker*", "my-worker", false),
        ("*.example.*", "a.example.b.example.c", true),
        ("a*b*c", "aXbYbZc", true),
        ("a*b*c", "aXbYbZ", false),
        ("?", "é", true),
        ("?", "", false),
        ("[!a-c]?", "dx", true),
        ("[!a-c]?", "bx", false),
        ("\\*", "\\x", true),
        ("**", "", true),
    ];
    for (pattern, text, expected) in cases {
        assert_eq!(
            glob(pattern).matches(text),
            expected,
            "`{pattern}` on `{text}`"
        );
    }
}

#[test]
fn conditions_nest() {
    let table = accepted(
        "modes.web = {}\n[env.A]\nrequired = { any = ['root', ['!true:B', \"env:C!=a|'b c'\"]] }\n\
         default = [{ value = 'x', when = 'root' }]\n",
    );
    let variable = &table.variables[0];
    let Some(required) = &variable.required else {
        panic!("{variable:?}")
    };
    let lychgate::table::Required::When(Condition::Any(any)) = &required.value else {
        panic!("{required:?}")
    };
    assert_eq!(any[0], Condition::Test(Test::Root));
    let Condition::All(all) = &any[1] else {
        panic!("{any:?}")
    };
    assert!(matches!(&all[0], Condition::Not(Test::True(_))));
    let Condition::Test(Test::IsNot(_, values)) = &all[1] else {
        panic!("{all:?}")
    };
    assert_eq!(values, &["a", "b c"]);
    let default = variable.default.as_ref().map(|default| &default.value);
    assert!(matches!(default, Some(DefaultValue::Cases(cases)) if cases.len() == 1));
}

#[test]
fn numbers_and_booleans_are_defaults_of_their_types() {
    let table = accepted(
        "modes.web = {}\n[env.A]\ndefault = 0x1F\ntype = 'int'\n[env.B]\ntype = 'bool'\ndefault = true\n",
    );
    let literals: Vec<_> = table
        .variables
        .iter()
        .filter_map(|variable| variable.default.as_ref())
        .map(|default| match &default.value {
            DefaultValue::Always(template) => template.literal(),
            DefaultValue::Cases(_) => None,
        })
        .collect();
    assert_eq!(literals, [Some("31"), Some("true")]);
}
