//! Each format, whole.

use std::fs;
use std::process::Command;

use super::{fixture, folder};
use crate::emission::engines::{ask, said};
use crate::typed::Folder;

/// What shellcheck says of the scripts below.
const ANSWER: &str = r#"/bin/cat <<'END'
{"comments":[
{"file":"./clean.sh","line":2,"endLine":2,"column":1,"endColumn":5,"level":"style","code":9001,"message":"First 100%, said: of \"clean\".","fix":null},
{"file":"./in a, b/é.sh","line":2,"endLine":2,"column":12,"endColumn":14,"level":"warning","code":2086,"message":"Double quote.","fix":null},
{"file":"./in a, b/é.sh","line":3,"endLine":3,"column":1,"endColumn":1,"level":"error","code":1046,"message":"Couldn't find 'fi'.","fix":null},
{"file":"./in a, b/é.sh","line":4,"endLine":4,"column":1,"endColumn":1,"level":"error","code":1047,"message":"Expected 'fi'.","fix":null},
{"file":"./in a, b/é.sh","line":4,"endLine":4,"column":1,"endColumn":1,"level":"error","code":1072,"message":"Unexpected end.","fix":null}
]}
END
exit 1"#;

/// Three scripts, two engines.
fn scripts() -> Folder {
    Folder::new()
        .file("clean.sh", "#!/bin/sh\necho\n")
        .file(
            "in a, b/é.sh",
            "#!/bin/sh\n\techo é 日 🦀 $x\nif :; then\n  echo\n",
        )
        .file("z.bash", "#!/bin/bash\n")
        .program("shellcheck", ANSWER)
        .program(
            "dash",
            "echo \"$2: 4: Syntax error: no \\\"fi\\\"\" >&2; case $2 in *é*) exit 2 ;; esac",
        )
}

/// The result in this form.
fn shown(format: &str) -> String {
    let folder = scripts();
    let mut command = folder.command(&format!("lint --format {format} clean.sh z.bash"));
    folder.said(command.arg("in a, b")).text()
}

#[test]
fn text_is_for_people() {
    insta::assert_snapshot!(shown("text"));
}

#[test]
fn json_is_one_document() {
    insta::assert_snapshot!(shown("json"));
}

#[test]
fn github_is_a_line_each() {
    insta::assert_snapshot!(shown("github"));
}

#[test]
fn sarif_is_one_run() {
    insta::assert_snapshot!(shown("sarif"));
}

/// What the schema of SARIF 2.1.0 finds wrong in a document; nothing if the tool that
/// asks it is not here. The schema is that of OASIS, as the crate `serde-sarif` has it.
fn wrong(document: &[u8]) -> Option<String> {
    let folder = Folder::new();
    let path = folder.path("lint.sarif");
    fs::write(&path, document).expect("the folder is ours");
    let mut check = Command::new("check-jsonschema");
    // One of its patterns is none where a `]` has to be escaped.
    check
        .args(["--regex-variant", "nonunicode", "--schemafile"])
        .arg(fixture("sarif-2.1.0.schema.json"))
        .arg(&path);
    ask(check).map(|checked| {
        if checked.status.success() {
            String::new()
        } else {
            said(&checked)
        }
    })
}

#[test]
fn sarif_fits_its_schema() {
    for answer in [ANSWER, super::SILENT] {
        let folder = scripts().program("shellcheck", answer);
        let output = folder.command("lint --format sarif").output();
        let document = output.expect("the program was just built").stdout;
        assert_eq!(wrong(&document).unwrap_or_default(), "");
    }
}

#[test]
fn what_is_no_sarif_does_not_fit_the_schema() {
    let Some(wrong) = wrong(br#"{"version":"2.1.0","runs":[{}]}"#) else {
        return;
    };
    assert!(wrong.contains("'tool' is a required property"), "{wrong}");
}

#[test]
fn one_finding_is_one() {
    let one = r#"echo '{"comments":[{"file":"./a.sh","line":2,"endLine":2,"column":6,"endColumn":8,"level":"info","code":2086,"message":"Quote.","fix":null}]}'; exit 1"#;
    folder(one).types("lint a.sh").is(
        1,
        "note: Quote (shellcheck SC2086)\n --> a.sh:2:6\n  |\n2 | echo $x\n  |      ^^\n\n\
         1 finding in 1 script\n",
        super::ONLY_SHELLCHECK,
    );
}
