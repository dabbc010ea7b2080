//! `lychgate completions`, in the hands of the shells.

use std::process::Command;

use crate::command_line::verbs;
use crate::emission::engines::{ask, said};
use crate::typed::Folder;

/// A folder with the completions of `shell` in the file `completions`.
fn of(shell: &str) -> Folder {
    let folder = Folder::new();
    let text = folder.types(&format!("completions {shell}")).printed();
    assert!(text.contains("lychgate"), "{text}");
    folder.file("completions", &text)
}

/// A shell beside the completions that it is to read.
fn shell(folder: &Folder, program: &str, arguments: &[&str]) -> Command {
    let mut shell = Command::new(program);
    shell.args(arguments).current_dir(folder.path(""));
    shell
}

#[test]
fn each_shell_can_read_its_own() {
    for (name, arguments) in [
        ("bash", &["-n", "completions"][..]),
        ("zsh", &["-n", "completions"]),
        ("fish", &["-n", "completions"]),
    ] {
        if let Some(output) = ask(shell(&of(name), name, arguments)) {
            assert!(output.status.success(), "{name}: {}", said(&output));
        }
    }
}

#[test]
fn powershell_has_some_too() {
    let folder = of("powershell");
    let text = folder.text("completions").unwrap_or_default();
    assert!(text.contains("Register-ArgumentCompleter"), "{text}");
}

/// What bash offers when these words have been typed, the last one in part.
fn bash_offers(words: &[&str]) -> Option<Vec<String>> {
    let folder = of("bash");
    // As readline does it: the words, where the cursor is, then the function that
    // `complete` has named.
    let ask_function = "
        . ./completions
        read -ra named <<<\"$(complete -p lychgate)\"
        while [ \"${named[0]}\" != -F ]; do named=(\"${named[@]:1}\"); done
        COMP_WORDS=(\"$@\")
        COMP_CWORD=$(($# - 1))
        \"${named[1]}\" lychgate \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut bash = shell(&folder, "bash", &["-c", ask_function, "bash", "lychgate"]);
    bash.args(words);
    let output = ask(bash)?;
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Some(text.lines().map(str::to_owned).collect())
}

#[test]
fn bash_completes_verbs_flags_and_values() {
    let Some(offered) = bash_offers(&[""]) else {
        return;
    };
    for verb in verbs() {
        assert!(offered.contains(&verb), "no {verb} in {offered:?}");
    }
    for (words, expected) in [
        (&["em"][..], &["emit"][..]),
        (&["emit", "--w"], &["--write"]),
        (&["emit", "--ver"], &["--verbose"]),
        (&["--color", "al"], &["always"]),
        (&["check", "--require", "mk"], &["mksh"]),
        (&["completions", "fi"], &["fish"]),
        (&["derive", "com"], &["compose"]),
        (&["derive", "compose", "--in"], &["--into"]),
    ] {
        let offered = bash_offers(words);
        assert_eq!(offered.unwrap_or_default(), expected, "{words:?}");
    }
}

/// What a shell with these arguments prints, line by line; the rest of a line behind a
/// tab is for people.
fn lines(folder: &Folder, program: &str, arguments: &[&str]) -> Option<Vec<String>> {
    let mut shell = shell(folder, program, arguments);
    shell.env("HOME", folder.path(""));
    let output = ask(shell)?;
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let first = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    Some(text.lines().map(first).collect())
}

#[test]
fn fish_completes_verbs_and_flags() {
    let folder = of("fish");
    for (line, expected) in [("em", "emit"), ("emit --wr", "--write")] {
        let ask_fish = format!("source completions; complete -C 'lychgate {line}'");
        if let Some(offered) = lines(&folder, "fish", &["--no-config", "-c", &ask_fish]) {
            assert_eq!(offered, [expected], "{line}");
        }
    }
}

#[test]
fn zsh_knows_the_function() {
    let folder = of("zsh");
    let ask_zsh = "autoload -U compinit; compinit -D; . ./completions; echo $_comps[lychgate]";
    if let Some(known) = lines(&folder, "zsh", &["-fc", ask_zsh]) {
        assert_eq!(known, ["_lychgate"]);
    }
}

#[test]
fn elvish_completes_verbs_and_flags() {
    let folder = of("elvish");
    // What a terminal would give: it offers all, and its user's letters choose.
    let terminal = "var edit: = (ns [
        &completion:=(ns [&arg-completer=[&]])
        &complex-candidate~={|word &display=''| put $word }])";
    let text = folder.text("completions").unwrap_or_default();
    for (words, expected) in [("''", "check"), ("emit ''", "--write")] {
        let ask_elvish = format!(
            "{terminal}\n{text}\n\
             each $echo~ [($edit:completion:arg-completer[lychgate] lychgate {words})]"
        );
        if let Some(offered) = lines(&folder, "elvish", &["-norc", "-c", &ask_elvish]) {
            assert!(
                offered.contains(&expected.to_owned()),
                "{words}: {offered:?}"
            );
        }
    }
}
