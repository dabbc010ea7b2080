//! A script that was written by hand, held to a table.

use super::{BY_HAND, WORKER, dash, folder};

/// A script that does what the table says, in its own words.
const RIGHT: &str = "#!/bin/sh
trap 'kill -TERM \"$pid\"' TERM INT
work --queue=high &
pid=$!
wait \"$pid\"
trap '' TERM INT
wait \"$pid\"
";

#[test]
fn a_script_by_hand_is_proven_or_refuted() {
    if dash().is_none() {
        return;
    }
    let folder = folder(WORKER)
        .file("right.sh", RIGHT)
        .file("wrong.sh", BY_HAND);
    let words = "prove --shell dash --scenario worker/stop --script";
    let text = folder.types(&format!("{words} right.sh")).text();
    assert!(text.starts_with("exit code 0\n"), "{text}");
    let text = folder.types(&format!("{words} wrong.sh")).text();
    assert!(text.starts_with("exit code 1\n"), "{text}");
    let again = "\n  again: lychgate prove --table lychgate.toml --script wrong.sh \
                 --shell dash --scenario worker/stop\n";
    assert!(text.contains(again), "{text}");
}

/// The words of lychgate's log are not asked of it.
#[test]
fn a_script_by_hand_has_its_own_words() {
    if dash().is_none() {
        return;
    }
    let table = format!("[entrypoint]\nselect = \"env:ROLE\"\n{WORKER}");
    let script = "#!/bin/sh\necho \"no such role: $ROLE\" >&2\nexit 64\n";
    let folder = folder(&table).file("old.sh", script);
    let words = "prove --shell dash --scenario choice/wrong-ROLE --script old.sh";
    let text = folder.types(words).text();
    assert!(text.starts_with("exit code 0\n"), "{text}");
}

/// Words are handed on as they came on each way to a program, not only by a mode's name.
#[test]
fn no_way_to_a_program_changes_its_words() {
    if dash().is_none() {
        return;
    }
    let table = "[entrypoint]\nselect = \"arg\"\noptions = \"cache\"\nunknown = \"exec\"\n\
                 [modes.cache]\nrun = [\"cached\", \"$@\"]\nmatch = [\"cache-*\"]\n";
    let right = "#!/bin/sh
case $1 in
'') exit 64 ;;
cache) shift && set -- cached \"$@\" ;;
cache-*) set -- cached \"$@\" ;;
-*) set -- cached \"$@\" ;;
*) ;;
esac
exec \"$@\"
";
    let mut folder = folder(table).file("right.sh", right);
    let text = folder.types("prove --shell dash --script right.sh").text();
    assert!(text.starts_with("exit code 0\n"), "{text}");
    for (way, unquoted, scenario) in [
        (
            "cache-*) set -- cached \"$@\"",
            "cache-*) set -- cached $@",
            "cache/match-1",
        ),
        (
            "-*) set -- cached \"$@\" ;;\n*)",
            "-*) set -- cached $@ ;;\n*)",
            "cache/options",
        ),
        ("*) ;;", "*) exec $* ;;", "choice/unknown-word"),
    ] {
        assert!(right.contains(way), "{way}");
        folder = folder.file("wrong.sh", &right.replace(way, unquoted));
        let text = folder.types("prove --shell dash --script wrong.sh").text();
        assert!(
            text.contains(&format!("FAIL {scenario} in dash\n")),
            "{text}"
        );
    }
}

/// The script of an image that changes its user names itself, where the image has it.
#[test]
fn a_script_that_starts_itself_anew_has_the_place_of_the_image() {
    if dash().is_none() {
        return;
    }
    let table = "[modes.cache]\nrun = [\"gosu\", \"cache\", \"/opt/lychgate-test/start.sh\", \"$@\"]\n\
                 [deploy]\nscript = \"/opt/lychgate-test/start.sh\"\n";
    let folder = folder(table)
        .file("right.sh", "#!/bin/sh\nexec gosu cache \"$0\" \"$@\"\n")
        .file("wrong.sh", "#!/bin/sh\nexec gosu cache \"$0\" \"$@\"; }\n");
    let words = "prove --shell dash --scenario cache/words --script";
    let text = folder.types(&format!("{words} right.sh")).text();
    assert!(text.starts_with("exit code 0\n"), "{text}");
    let text = folder.types(&format!("{words} wrong.sh")).text();
    let line = "\n --> wrong.sh:2:1\n";
    assert!(
        text.contains(line) && text.contains("/opt/lychgate-test/start.sh: 2: "),
        "{text}"
    );
}
