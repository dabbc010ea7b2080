//! What the flags say, and what is refused.

use lychgate::table::{self, Source};

use super::{is_right, table_of};
use crate::typed::Folder;

#[test]
fn without_flags_there_is_one_mode() {
    let folder = Folder::new();
    let said = folder.types("init --app Shop").text();
    let table = folder.text("lychgate.toml").expect("it was written");
    is_right(&table);
    insta::assert_snapshot!(format!("{said}-- table\n{table}"));
    folder.types("emit --write").is(0, "", "");
}

#[test]
fn flags_say_everything() {
    let folder = Folder::new();
    let mut init = folder.command("init --app Shop --select env:ROLE --default worker");
    init.args(["--mode", "web", "--mode"]);
    init.arg("worker=php artisan queue:work '--queue=${QUEUES:-a b}' \"$@\"");
    let said = folder.said(&mut init).text();
    let table = folder.text("lychgate.toml").expect("it was written");
    is_right(&table);
    insta::assert_snapshot!(format!("{said}-- table\n{table}"));
}

#[test]
fn several_modes_are_chosen_by_a_variable_unless_a_flag_says_otherwise() {
    for (flags, source) in [("", "env:APP_MODE"), (" --select arg", "arg")] {
        let table = table_of(&Folder::new(), &format!("init --mode a --mode b{flags}"));
        is_right(&table);
        let entrypoint = table::parse(&table).expect("it is right").entrypoint;
        let select = entrypoint.select.iter().map(|it| match &it.value {
            Source::FirstWord => "arg".to_owned(),
            Source::Variable(name) => format!("env:{name}"),
        });
        assert_eq!(select.collect::<Vec<_>>(), [source]);
        let default = entrypoint.default.expect("it is said");
        assert_eq!(default.value.as_str(), "a");
    }
}

/// The rules are the table's own, and so are the sentences.
#[test]
fn what_the_table_refuses_is_refused_here() {
    for (flags, message) in [
        (
            "--mode :web",
            "the mode `:web` begins with `:`\nhelp: begin it with a letter or a digit\n",
        ),
        (
            "--mode web=",
            "`run` names no program\nhelp: the first word is the program\n",
        ),
        (
            "--mode web=$HOME",
            "`$` begins no substitution\nhelp: write `${HOME}` for the value, `$$` for a `$` as it is\n",
        ),
        (
            "--mode a --mode a",
            "`a` is defined twice\nhelp: put both together, or give one another name\n",
        ),
        (
            "--select role",
            "`role` selects no mode\nhelp: `arg` is the first word, `env:NAME` is a variable\n",
        ),
        (
            "--mode worker --default workr",
            "no mode is called `workr`\nhelp: did you mean `worker`?\n",
        ),
    ] {
        let folder = Folder::new();
        let message = format!("error: {message}");
        folder.types(&format!("init {flags}")).is(2, "", &message);
        assert_eq!(folder.list(""), ["bin"]);
    }
}

#[test]
fn a_command_that_cannot_be_split_is_refused() {
    let folder = Folder::new();
    let mut init = folder.command("init --mode");
    let said = folder.said(init.arg("web=server 'a b")).text();
    assert!(said.starts_with("exit code 2\n"), "{said}");
    assert_eq!(folder.list(""), ["bin"]);
}
