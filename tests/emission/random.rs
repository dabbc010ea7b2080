//! Random tables: whatever a table says, its script is a script.

use std::fmt::Write;

use lychgate::syntax::{parse, print};
use lychgate::table;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::emitted;
use super::engines::{formatted, parsed_by_dash};
use super::play::Stage;

/// How many tables are made.
const TABLES: usize = 200;

/// Variables with a default, each after those that its default may name.
const FREE: [&str; 3] = ["A", "B", "C_D"];

/// Variables whose values have a form.
const FORMED: [&str; 2] = ["X1", "TOKEN"];

/// A string as TOML has it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _infallible = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

/// Text that means something to a shell.
fn text() -> impl Strategy<Value = String> {
    "[a-c'\"\\\\`*?~#&;|<>(){}!=\n\r\t\u{1b}\u{7f}é🦋 -]{0,8}|-[a-z]|done|esac"
}

/// The same in one line.
fn sentence() -> impl Strategy<Value = String> {
    text().prop_map(|text| quoted(&format!("x{}", text.replace(char::is_control, " "))))
}

/// A word with substitutions of these variables.
fn template(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let inner = "[a-z '\"*\\\\]{1,4}";
    let part = prop_oneof![
        3 => text().prop_map(|text| text.replace(['{', '}'], "_")),
        1 => select(names).prop_map(|name| format!("${{{name}}}")),
        1 => (select(names), inner).prop_map(|(name, text)| format!("${{{name}:-{text}}}")),
        1 => (select(names), inner).prop_map(|(name, text)| format!("${{{name}:+{text}}}")),
        1 => Just("$$".to_owned()),
    ];
    vec(part, 1..4).prop_map(|parts| quoted(&format!("x{}", parts.concat())))
}

fn glob() -> impl Strategy<Value = String> {
    "[a-c'\"$`*?~#&;| ]{1,4}(\\[[a-c*?]{1,3}\\]|\\*)?".prop_map(|glob| quoted(&glob))
}

fn test() -> impl Strategy<Value = String> {
    let name = select(&FREE[..]);
    let test = prop_oneof![
        name.clone().prop_map(|name| format!("env:{name}")),
        (name.clone(), "[a-z0-9.]{1,3}(\\|'[^'|\\p{C}]{0,4}')?")
            .prop_map(|(name, values)| format!("env:{name}={values}")),
        (name.clone(), "[a-z0-9.]{1,3}").prop_map(|(name, value)| format!("env:{name}!={value}")),
        name.prop_map(|name| format!("true:{name}")),
        "(file|dir|socket|empty):/[a-z'\"*]{1,5}/\\$\\{A\\}",
        "arg:[a-z*]{1,4}[?*]",
        "cmd:[a-z]{1,5}",
        Just("root".to_owned()),
    ];
    ("!?", test).prop_map(|(not, test)| quoted(&format!("{not}{test}")))
}

fn condition() -> impl Strategy<Value = String> {
    test().prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(|all| list(&all)),
            vec(inner, 1..4).prop_map(|any| format!("{{ any = {} }}", list(&any))),
        ]
    })
}

fn default_value(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let case = (
        template(names),
        "(file|empty):/[a-z'\"*]{1,5}|arg:[a-c]\\*|root",
    )
        .prop_map(|(value, when)| format!("{{ value = {value}, when = {} }}", quoted(&when)));
    let last = template(names).prop_map(|value| format!("{{ value = {value} }}"));
    let last = proptest::option::of(last);
    let cases = (vec(case, 1..3), last)
        .prop_map(|(cases, last)| list(&[cases, last.into_iter().collect()].concat()));
    prop_oneof![template(names), cases]
}

/// Lines that are there or not.
fn lines(all: Vec<BoxedStrategy<String>>) -> impl Strategy<Value = String> {
    let count = all.len();
    let there = subsequence((0..count).collect::<Vec<_>>(), 0..=count);
    (all, there).prop_map(|(all, there)| {
        there
            .into_iter()
            .fold(String::new(), |text, index| text + &all[index] + "\n")
    })
}

fn mode(name: &'static str) -> impl Strategy<Value = String> {
    let run = |first: &'static str, last: Option<&'static str>| {
        vec(template(&FREE), 0..4).prop_map(move |words| {
            let all = [
                vec![quoted(first)],
                words,
                last.map(quoted).into_iter().collect(),
            ];
            format!("run = {}", list(&all.concat()))
        })
    };
    let takes_words = run("program", Some("$@"));
    let fixed = run("program", None);
    let form = prop_oneof![
        (takes_words, glob()).prop_map(|(run, glob)| format!("{run}\nmatch = [{glob}]\n")),
        glob().prop_map(|glob| format!("match = [{glob}]\n")),
        fixed,
    ];
    let rest = lines(vec![
        sentence()
            .prop_map(|about| format!("about = {about}"))
            .boxed(),
        Just(format!("aliases = [\"{name}-2\", \"{name}.x\"]")).boxed(),
        template(&FREE).prop_map(|cd| format!("cd = {cd}")).boxed(),
        any::<bool>()
            .prop_map(|setup| format!("setup = {setup}"))
            .boxed(),
        additions().boxed(),
        restart().boxed(),
        supervise().boxed(),
    ]);
    (form, rest).prop_map(move |(form, rest)| format!("[modes.{name}]\n{form}\n{rest}"))
}

fn additions() -> impl Strategy<Value = String> {
    let words = vec(template(&FREE), 1..4).prop_map(|words| format!("add = {}", list(&words)));
    let split = select(&FREE[..]).prop_map(|name| format!("split = \"{name}\""));
    let when = proptest::option::of(condition());
    let unless = select(&["", ", unless-given = [\"-x\", \"--long-one\"]"][..]);
    let arg = (prop_oneof![words, split], when, unless).prop_map(|(words, when, unless)| {
        let when = when.map_or(String::new(), |when| format!(", when = {when}"));
        format!("{{ {words}{when}{unless} }}")
    });
    vec(arg, 1..3).prop_map(|args| format!("arg = {}", list(&args)))
}

fn restart() -> impl Strategy<Value = String> {
    let on = select(&["always", "failure", "never"][..]);
    let back_off = select(&["", "factor = 3, ", "factor = 2, stable-after = \"1m\", "][..]);
    let recycle = select(&["", "recycle = [0], ", "recycle = [3, 255], "][..]);
    let jitter = select(&["", "jitter = \"2s\", "][..]);
    let limit = select(&["", "limit = { exits = 3, within = \"1m\" }, "][..]);
    (on, back_off, recycle, jitter, limit).prop_map(|(on, back_off, recycle, jitter, limit)| {
        format!("restart = {{ {back_off}{recycle}{jitter}{limit}on = \"{on}\" }}")
    })
}

fn supervise() -> impl Strategy<Value = String> {
    let stop = lines(vec![
        Just("stop.signal = \"WINCH\"".to_owned()).boxed(),
        Just("stop.grace = \"9s\"".to_owned()).boxed(),
        Just("stop.accepts = [\"QUIT\", \"TERM\"]".to_owned()).boxed(),
        Just("forward = [\"HUP\", \"USR1=USR2\"]".to_owned()).boxed(),
        template(&FREE)
            .prop_map(|word| format!("stop.before = [\"drain\", {word}]"))
            .boxed(),
        template(&FREE)
            .prop_map(|word| format!("stop.after = [\"report\", {word}]"))
            .boxed(),
    ]);
    stop.prop_map(|stop| format!("supervise = true\n{stop}"))
}

/// What any variable may have.
fn common(name: &'static str) -> BoxedStrategy<String> {
    let warn = (condition(), sentence())
        .prop_map(|(when, say)| format!("warn = {{ when = {when}, say = {say} }}"));
    lines(vec![
        warn.boxed(),
        Just("log = true".to_owned()).boxed(),
        Just("empty = \"keep\"".to_owned()).boxed(),
        Just(format!("aliases = [\"OLD_{name}\"]")).boxed(),
        Just("modes = [\"web\"]".to_owned()).boxed(),
    ])
    .boxed()
}

fn free(index: usize) -> impl Strategy<Value = String> {
    let names: &[&str] = if index == 0 {
        &["NOWHERE"]
    } else {
        &FREE[..index]
    };
    let export = select(&["", "export = false"][..]);
    (default_value(names), export, common(FREE[index])).prop_map(move |(default, export, rest)| {
        format!(
            "[env.{}]\ndefault = {default}\n{export}\n{rest}",
            FREE[index]
        )
    })
}

fn formed(index: usize) -> impl Strategy<Value = String> {
    let values = btree_set(text().prop_map(|text| quoted(&text)), 1..4);
    let form = prop_oneof![
        values.prop_map(|values| format!("one-of = {}", list(&Vec::from_iter(values)))),
        glob().prop_map(|glob| format!("pattern = {glob}")),
        Just("type = \"port\"".to_owned()),
        Just("type = \"int\"\nmin = -3".to_owned()),
        Just("type = \"bool\"".to_owned()),
    ];
    let required = prop_oneof![
        condition(),
        Just("true".to_owned()),
        Just("false".to_owned())
    ];
    (form, required, common(FORMED[index])).prop_map(move |(form, required, rest)| {
        format!(
            "[env.{}]\n{form}\nrequired = {required}\n{rest}",
            FORMED[index]
        )
    })
}

fn entrypoint() -> impl Strategy<Value = String> {
    let variables = ["\"env:LYCHEE_MODE\"", "\"env:A\""]
        .map(str::to_owned)
        .to_vec();
    let select = subsequence(variables, 0..=2)
        .prop_map(|mut sources| {
            sources.push("\"arg\"".to_owned());
            sources
        })
        .prop_shuffle();
    let unknown = proptest::sample::select(&["error", "exec", "web"][..]);
    let rest = lines(vec![
        sentence().prop_map(|app| format!("app = {app}")).boxed(),
        Just("default = \"work-er\"".to_owned()).boxed(),
        unknown
            .prop_map(|unknown| format!("unknown = \"{unknown}\""))
            .boxed(),
        Just("options = \"web\"".to_owned()).boxed(),
        Just("verbs = [\"help\", \"run\"]".to_owned()).boxed(),
        Just("umask = \"0027\"".to_owned()).boxed(),
        Just("nofile = 65536".to_owned()).boxed(),
    ]);
    (select, rest).prop_map(|(select, rest)| {
        format!(
            "[entrypoint]\nlog = \"plain\"\nselect = {}\n{rest}",
            list(&select)
        )
    })
}

fn step(index: usize) -> impl Strategy<Value = String> {
    let command = vec(template(&FREE), 0..4)
        .prop_map(|words| list(&[vec![quoted("program")], words].concat()));
    let rest = lines(vec![
        condition()
            .prop_map(|when| format!("when = {when}"))
            .boxed(),
        Just("modes = [\"web\", \"work-er\"]".to_owned()).boxed(),
        Just("fail = \"warn\"".to_owned()).boxed(),
        Just("timeout = \"1m\"".to_owned()).boxed(),
    ]);
    (text(), command, rest).prop_map(move |(name, run, rest)| {
        let name = quoted(&format!("{index}{}", name.replace(char::is_control, " ")));
        format!("[[steps]]\nname = {name}\nrun = {run}\n{rest}")
    })
}

fn tables() -> impl Strategy<Value = String> {
    let web =
        template(&FREE).prop_map(|word| format!("[modes.web]\nrun = [\"a\", {word}, \"$@\"]"));
    let modes = (web, mode("work-er"), mode("esac"));
    let variables = (free(0), free(1), free(2), formed(0), formed(1));
    let steps = proptest::option::of((step(0), step(1)));
    (entrypoint(), modes, variables, steps).prop_map(|(entrypoint, modes, variables, steps)| {
        let modes = [modes.0, modes.1, modes.2];
        let variables = [
            variables.0,
            variables.1,
            variables.2,
            variables.3,
            variables.4,
        ];
        let steps = steps.map_or(String::new(), |(one, two)| one + "\n" + &two);
        [entrypoint, modes.join("\n"), variables.join("\n"), steps].join("\n")
    })
}

/// Tables that are right, the same ones each time.
pub(crate) fn good_tables() -> Vec<String> {
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let strategy = tables();
    let mut made = 0;
    let mut good = Vec::new();
    while good.len() < TABLES {
        made += 1;
        assert!(
            made < 2 * TABLES,
            "only {} of {made} tables are right",
            good.len()
        );
        let table = strategy
            .new_tree(&mut runner)
            .expect("nothing is filtered")
            .current();
        if table::parse(&table).is_ok() {
            good.push(table);
        }
    }
    good
}

#[test]
fn any_table_gives_a_script() {
    let stage = Stage::new([]);
    let mut scripts = Vec::new();
    for (index, table) in good_tables().iter().enumerate() {
        let script = emitted(table);
        assert_eq!(script, emitted(table), "not the same twice:\n{table}");
        match parse(&script) {
            Ok(tree) => assert!(print(&tree) == script, "printed otherwise:\n{table}"),
            Err(fault) => panic!("{fault}\n{table}\n{}", String::from_utf8_lossy(&script)),
        }
        scripts.push(stage.file(&format!("{index}.sh"), &script));
    }
    formatted(&scripts);
    parsed_by_dash(&scripts);
}
