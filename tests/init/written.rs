//! What is written, and what is left alone.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use super::table_of;
use crate::support::LYCHGATE;
use crate::typed::Folder;

const TAKEN: &str = "error: cannot write lychgate.toml: it is there already\n\
                     help: name another file: `lychgate init --output FILE`\n";

#[test]
fn nothing_that_is_there_is_written_over() {
    let folder = Folder::new().file("lychgate.toml", "old");
    folder.types("init").is(2, "", TAKEN);
    assert_eq!(folder.text("lychgate.toml").as_deref(), Some("old"));

    let folder = Folder::new().file("lychgate.toml/keep", "");
    folder.types("init").is(2, "", TAKEN);

    let folder = Folder::new();
    symlink("nowhere", folder.path("lychgate.toml")).expect("the folder is ours");
    folder.types("init").is(2, "", TAKEN);
    assert_eq!(folder.list(""), ["bin", "lychgate.toml"]);
    assert!(folder.path("lychgate.toml").is_symlink());
}

#[test]
fn of_several_at_once_one_writes() {
    let folder = Folder::new();
    let start = |index| {
        let mut init = folder.command(&format!("init --app app{index}"));
        init.stderr(Stdio::null())
            .spawn()
            .expect("it was just built")
    };
    let children: Vec<_> = (0..8).map(start).collect();
    let mut won = Vec::new();
    for (index, mut child) in children.into_iter().enumerate() {
        if child.wait().expect("it is our child").success() {
            won.push(index);
        }
    }
    let [winner] = won.as_slice() else {
        panic!("{won:?} have written");
    };
    let table = folder.text("lychgate.toml").expect("it was written");
    assert!(
        table.contains(&format!("app = \"app{winner}\"\n")),
        "{table}"
    );
    let written = ["bin", "lychgate.schema.json", "lychgate.toml"];
    assert_eq!(folder.list(""), written);
}

#[test]
fn the_table_comes_with_the_schema_that_it_names() {
    let folder = Folder::new();
    let table = table_of(&folder, "init");
    let first = "#:schema ./lychgate.schema.json\n";
    assert!(table.starts_with(first), "{table}");
    let schema = folder.text("lychgate.schema.json").expect("it was written");
    folder.types("schema").is(0, &schema, "");
    for name in ["lychgate.toml", "lychgate.schema.json"] {
        assert_eq!(folder.mode_of(name), 0o644);
    }
}

#[test]
fn a_schema_that_is_there_stays_and_that_is_said() {
    let folder = Folder::new().file("lychgate.schema.json", "mine");
    let said = folder.types("init").text();
    let note = "note: wrote lychgate.toml; lychgate.schema.json beside it stays as it is\n";
    assert!(said.contains(note), "{said}");
    let schema = folder.text("lychgate.schema.json");
    assert_eq!(schema.as_deref(), Some("mine"));
}

#[test]
fn another_file_is_written_with_its_schema_beside_it() {
    let folder = Folder::new().file("docker/keep", "");
    folder.types("init --output docker/web.toml").is(
        0,
        "",
        "note: wrote docker/web.toml, and lychgate.schema.json for editors beside it
next:
  lychgate emit --write --table docker/web.toml
  lychgate check docker/web.toml
in the Dockerfile:
  COPY entrypoint.sh /usr/local/bin/
  ENTRYPOINT [\"entrypoint.sh\"]
  CMD [\"/app/server\"]
",
    );
    let written = ["keep", "lychgate.schema.json", "web.toml"];
    assert_eq!(folder.list("docker"), written);
    let emit = folder.types("emit --write --table docker/web.toml");
    emit.is(0, "", "");
}

#[test]
fn a_script_that_would_be_replaced_is_named() {
    let folder = Folder::new().file("entrypoint.sh", "mine");
    let said = folder.types("init").text();
    let note = "note: entrypoint.sh is there already, and `lychgate emit --write` replaces it\n";
    assert!(said.ends_with(note), "{said}");
    assert_eq!(folder.text("entrypoint.sh").as_deref(), Some("mine"));
}

#[test]
fn where_nothing_can_be_written_nothing_is() {
    let folder = Folder::new();
    // Nobody makes a file in /sys, whoever they are.
    folder.types("init --output /sys/lychgate.toml").is(
        2,
        "",
        "error: cannot write /sys/lychgate.toml: Permission denied\n\
         help: name a file in a folder where you may write\n",
    );
    folder.types("init --output docker/web.toml").is(
        2,
        "",
        "error: cannot write docker/web.toml: there is no folder docker\n\
         help: make it first: `mkdir -p docker`\n",
    );
    assert_eq!(folder.list(""), ["bin"]);
}

/// `init` where no file may have more than `blocks` of 512 bytes.
fn with_little_room(folder: &Folder, blocks: u32) -> String {
    let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" init");
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &limited, LYCHGATE]);
    shell.current_dir(folder.path("")).stdin(Stdio::null());
    folder.said(&mut shell).text()
}

#[test]
fn table_and_schema_are_written_whole_or_not_at_all() {
    for (blocks, name) in [(1, "lychgate.toml"), (8, "lychgate.schema.json")] {
        let folder = Folder::new();
        let said = with_little_room(&folder, blocks);
        let error = format!("exit code 2\n-- stdout\n-- stderr\nerror: cannot write {name}: ");
        assert!(said.starts_with(&error), "{said}");
        assert_eq!(folder.list(""), ["bin"]);
    }
    let said = with_little_room(&Folder::new(), 2000);
    assert!(said.starts_with("exit code 0\n"), "{said}");
}

#[test]
fn the_working_directory_may_have_any_name() {
    for name in [&b"a\nb"[..], b"\xff", b"\"'$", b"-"] {
        let folder = Folder::new();
        let inner = folder.path("").join(OsStr::from_bytes(name));
        fs::create_dir(&inner).expect("the folder is ours");
        let mut init = folder.command("init");
        let said = folder.said(init.current_dir(&inner)).text();
        assert!(said.starts_with("exit code 0\n"), "{said}");
    }
}
