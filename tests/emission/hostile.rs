//! A table whose strings would leave their quotes if they could.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use lychgate::shell::Installed;

use super::case::{Case, Outcome};
use super::emitted;
use super::engines::accept;
use super::play::Stage;
use crate::support::{each_shell, events};

const TABLE: &str = include_str!("../fixtures/hostile.toml");

/// What is left behind if a string of the table has run.
const CANARY: &str = "canary";

/// The default of `A`.
const A: &str = "'\"$(id)`id`\\\n\r\n*?[]~#&;|<>!{}🦋 ";
/// The default of `A` as a log may show it.
const A_CLEAN: &str = "'\"$(id)`id`\\???*?[]~#&;|<>!{}???? ";
/// The default of `C`.
const C: &str = "'\"$(id)`id`\\\n ";
/// What messages begin with.
const APP: &str = "'; echo $(id) `id` \"x\" \\ * ? [a] ~ # 🦋 日本: ";
/// The folder of the first mode, below that of the stage.
const FOLDER: &str = "a b/'$(id)'/'\"$(id)`id`\\\n\r\n*?[]~#&;|<>!{}🦋 \n/🦋";

struct Hostile {
    stage: Stage,
    script: PathBuf,
}

impl Hostile {
    fn new() -> Self {
        Self::of(TABLE)
    }

    /// With this table, the hostile one or much the same.
    fn of(table: &str) -> Self {
        let stage = Stage::new(["php"]);
        // The table's folder is at the root; here it is on the stage.
        let here = format!("\"{}/a b/", stage.folder().display());
        let cd = format!("cd    = {here}");
        let table = table.replace("cd    = \"/a b/", &cd);
        assert!(table.contains(&cd), "{table}");
        let script = stage.file("entrypoint.sh", &emitted(&table));
        fs::create_dir_all(stage.folder().join(FOLDER)).expect("the stage is new");
        stage.stand_in(&format!("{FOLDER}/-x"));
        let canary = stage.folder().join(CANARY);
        let program = format!("#!/bin/dash\n>'{}'\n", canary.display());
        for name in ["bin/id", "bin/reboot"] {
            stage.file(name, program.as_bytes());
        }
        Self { stage, script }
    }

    /// What comes of these words and variables.
    fn play(
        &self,
        shell: &Installed,
        words: &[&str],
        variables: &[(&str, &str)],
    ) -> std::io::Result<Outcome> {
        let case = Case {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            variables: pairs(variables),
            ..Case::default()
        };
        let outcome = self.stage.play(shell, &self.script, &case)?;
        assert!(
            !self.stage.folder().join(CANARY).exists(),
            "a string of the table has run"
        );
        Ok(outcome)
    }
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Lines of the log.
fn log<const N: usize>(lines: [&str; N]) -> Vec<String> {
    lines.iter().map(|line| format!("{APP}{line}")).collect()
}

/// The first mode's program with `words`.
fn run(words: &[&str]) -> Vec<String> {
    let twice = format!("{A}'{A}\n");
    let before = [
        "-x",
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
        twice.as_str(),
        "🦋",
    ];
    let all = before.iter().chain(words).chain(&["\u{1}\u{7f}", "'\n'"]);
    all.map(|word| (*word).to_owned()).collect()
}

#[test]
fn the_script_is_accepted() {
    let hostile = Hostile::new();
    accept(&[hostile.script]);
}

#[test]
fn every_string_arrives_as_it_is() {
    let hostile = Hostile::new();
    each_shell(|shell| {
        // Words that fit a pattern stay, and choose the mode.
        let fits = [
            "'",
            "'x",
            "$(id)",
            "$(id)x",
            "`id`",
            "a b;c&&d|e>f",
            "-x",
            "\n",
            "\r\n",
            "\\",
            "\\x",
            "*?[",
            "]a",
            "a!",
            "-",
            "'x",
            "\"x",
            "$x",
            "`x",
            "\\x",
            "🦋x",
            "#",
            "~",
            "x\ty",
            "é",
        ];
        for word in fits {
            let words = [word, "", "$(id)", "a\r\nb 🦋"];
            // `[*][?][[]`, `[]a]` and `[!]-]` are for one character each.
            let outcome = hostile.play(shell, &words, &[])?;
            if word == "]a" || word == "a!" {
                assert_eq!(outcome.code, 64, "{word:?} fits no pattern: {outcome:?}");
                continue;
            }
            let expected = Outcome {
                run: run(&words),
                added: pairs(&[("A", A), ("B", "-n"), ("C", C)]),
                said: log(["mode a/b:c@d+e", &format!("A is {A_CLEAN}")]),
                ..Outcome::default()
            };
            assert_eq!(outcome, expected, "{word:?}");
        }
        Ok(())
    });
}

#[test]
fn added_words_arrive_as_they_are_and_a_split_cuts_and_no_more() {
    let hostile = Hostile::new();
    each_shell(|shell| {
        let split = " '\"$(id)`id`\\*\t[a-z]*\n~  ${A} =id \u{1b}[2J🦋 { -- #\r";
        let variables = [("ARG", "$(id)`id`\""), ("SPLIT", split)];
        let outcome = hostile.play(shell, &["'x"], &variables)?;
        let added = ["'x", "", "'\"$(id)`id`\\*\n", "-n", A, A];
        let cut = split.split([' ', '\t', '\n']);
        let cut = cut.filter(|word| !word.is_empty());
        let words: Vec<&str> = added.into_iter().chain(cut).collect();
        assert_eq!(outcome.run, run(&words));

        let given = hostile.play(shell, &["'x", "--id=$(id)"], &[variables[0]])?;
        assert_eq!(given.run, run(&["'x", "--id=$(id)"]));
        Ok(())
    });
}

#[test]
fn a_condition_sees_its_strings_as_they_are() {
    let hostile = Hostile::new();
    each_shell(|shell| {
        let word = "-'$(id)!";
        let outcome = hostile.play(shell, &[word], &[])?;
        assert_eq!(outcome.run, run(&[word]));
        assert_eq!(outcome.added.get("B").map(String::as_str), Some("\n"));

        let warned = "\"$(id) `id` 🦋";
        let outcome = hostile.play(shell, &["x"], &[("A", warned), ("B", "b"), ("C", C)])?;
        assert_eq!(outcome.code, 78, "{outcome:?}");
        let says = "warning: '; rm -rf / \"$(id)\" `id` $A 🦋";
        assert!(
            outcome.said.contains(&format!("{APP}{says}")),
            "{outcome:?}"
        );
        Ok(())
    });
}

#[test]
fn messages_are_lines_whatever_the_table_holds() {
    let hostile = Hostile::new();
    each_shell(|shell| {
        let outcome = hostile.play(shell, &["x"], &[("A", "no\n'$(id)"), ("C", "\u{1b}[2J")])?;
        let expected = Outcome {
            said: log([
                "mode x",
                "A must be ''\"$(id)`id`\\???*?[]~#&;|<>!{}🦋 ', ''', '', '${A}', '$$', '?' or '-x'",
                "C must look like *'\"$(id)`id`*\\*?*[!'a]",
                "A is no?'$(id)",
            ]),
            code: 78,
            ..Outcome::default()
        };
        assert_eq!(outcome, expected);

        let outcome = hostile.play(shell, &[], &[("ROLE", "$(id)\n`id`\u{1b}[2J🦋")])?;
        let shown = "Invalid ROLE: $(id)?`id`?[2J????. Must be 'a/b:c@d+e' or 'x'.";
        assert_eq!(outcome.said, log([shown]));
        Ok(())
    });
}

#[test]
fn the_same_is_said_in_each_form_of_the_log() {
    let plain = Hostile::new();
    let in_form = |form| Hostile::of(&TABLE.replace("\"plain\"", form));
    let json = in_form("\"json\"");
    let logfmt = in_form("\"logfmt\"");
    each_shell(|shell| {
        let cases = [
            (vec!["x"], vec![("A", "no\n'$(id)"), ("C", "\u{1b}[2J")]),
            (
                vec!["x"],
                vec![("A", "\"$(id) `id` 🦋"), ("B", "b"), ("C", C)],
            ),
            (vec![], vec![("ROLE", "$(id)\n`id`\\\"\u{1b}[2J🦋")]),
        ];
        for (words, variables) in cases {
            let texts = plain.play(shell, &words, &variables)?.said;
            let texts: Option<Vec<_>> = texts.iter().map(|line| line.strip_prefix(APP)).collect();
            let texts = texts.ok_or("a line is none of the log")?;
            let texts = texts
                .iter()
                .map(|text| text.trim_start_matches("warning: "));
            let texts: Vec<_> = texts.collect();
            let json = json.play(shell, &words, &variables)?.said;
            let json: Option<Vec<_>> = json.iter().map(|line| events::json(line)).collect();
            let logfmt = logfmt.play(shell, &words, &variables)?.said;
            let logfmt: Option<Vec<_>> = logfmt.iter().map(|line| events::logfmt(line)).collect();
            assert_eq!(json, logfmt);
            let events = json.ok_or("a line is no object")?;
            let said: Vec<&str> = events.iter().map(|event| event.msg.as_str()).collect();
            assert_eq!(said, texts);
            assert!(events.iter().all(|event| format!("{}: ", event.app) == APP));
        }
        Ok(())
    });
}

#[test]
fn a_string_as_a_command_line_is_split_and_no_more() {
    let hostile = Hostile::new();
    each_shell(|shell| {
        let outcome = hostile.play(shell, &["x", "-x", "$x"], &[])?;
        let words = [
            "php", "a bc d", "-x", "$x", "\"$x\"", "", "`id`", ";", "&&", "*",
        ];
        assert_eq!(outcome.run, words);
        Ok(())
    });
}

#[test]
fn a_mode_may_have_any_number_of_patterns() {
    let patterns: Vec<String> = (0..20_000).map(|n| format!("'w{n}*'")).collect();
    let patterns = patterns.join(", ");
    let table = format!(
        "entrypoint.select = 'arg'
        modes.few = {{ run = ['a', '$@'], about = 'x' }}
        modes.many = {{ run = ['a', '$@'], match = [{patterns}] }}"
    );
    let script = emitted(&table);
    assert!(
        script
            .windows(12)
            .any(|part| part.starts_with(b"#   few  x\n#"))
    );
}

#[test]
fn a_step_may_be_called_anything_and_have_any_words() {
    let hostile = Hostile::new();
    each_shell(|shell| {
        let variables = [("STEP", "$(id)`id`\""), ("A", "-x"), ("C", C)];
        let outcome = hostile.play(shell, &["x"], &variables)?;
        let name = "step ''\"$(id) `id` \\ %s ${A} $1 ! 🦋'";
        let said = outcome.said.join("\n");
        let start = format!("{APP}{name}: starting\n<><-n><'\"$(id)`id`\\*><-x>{APP}");
        assert!(said.contains(&start), "{said}");
        assert!(
            said.ends_with(&format!("{name} failed with code 3")),
            "{said}"
        );
        assert_eq!(outcome.code, 70);
        Ok(())
    });
}

/// What `:help` says of [`TABLE`], behind its first line with the name.
const HELP: &str = r#"
  a/b:c@d+e ('*, $(id)*, `id`, a b;c&&d|e>f, -*, ?, ??, \*, [*][?][[], []a], [!]-], ["'$`\]x, 🦋?, #, ~, x?y, é)  -n %s \n $HOME ${HOME} !! 'quoted' "twice"
  x

ROLE, or else the first word, chooses what this container does.

Variables:
  A  is '"$$(id)`id`\???*?[]~#&;|<>!{}🦋  by default; must be
     ''"$(id)`id`\???*?[]~#&;|<>!{}🦋 ', ''', '', '${A}', '$$', '?' or '-x'
  B  is ', ?, * or -n by default
  C  is '"$$(id)`id`\?  by default; must look like *'"$(id)`id`*\*?*[!'a]

Questions:
  :help                  this text
  :run COMMAND [ARG...]  a command in the environment of the program
"#;

#[test]
fn help_shows_each_string_as_it_is_in_lines() {
    let hostile = Hostile::new();
    each_shell(|shell| {
        let case = Case {
            words: vec![":help".to_owned()],
            ..Case::default()
        };
        let output = hostile.stage.output(shell, &hostile.script, &case)?;
        let said = String::from_utf8(output.stdout)?;
        let name = APP.trim_end_matches(": ");
        assert_eq!(said, format!("Entrypoint of {name}.\n{HELP}"));
        assert!(output.status.success() && output.stderr.is_empty());
        assert_eq!(hostile.play(shell, &[":help"], &[])?.code, 0);
        Ok(())
    });
}

#[test]
fn a_command_has_the_environment_of_the_program() {
    let hostile = Hostile::new();
    each_shell(|shell| {
        let words = ["php", "", "$(id)", "a\r\nb 🦋"];
        let all = [&[":run"], &words[..]].concat();
        let outcome = hostile.play(shell, &all, &[("ROLE", "x")])?;
        let expected = Outcome {
            run: words.map(str::to_owned).into(),
            added: pairs(&[("A", A), ("B", "-n"), ("C", C)]),
            said: log([&format!("A is {A_CLEAN}")]),
            ..Outcome::default()
        };
        assert_eq!(outcome, expected);
        Ok(())
    });
}
