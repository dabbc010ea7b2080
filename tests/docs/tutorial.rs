//! The tutorial, done as it is written: its files are written, its commands are run
//! in a folder, and what they print is what the page shows.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::fences::{Fence, fences};
use super::{Document, root};
use crate::emission::engines::skip;
use crate::support::{LYCHGATE, is_made};

/// The page.
const PAGE: &str = "docs/tutorial.md";

/// The programs of a reader who has one shell: what `check` says depends on it.
const PROGRAMS: [&str; 9] = [
    "sh", "dash", "cat", "chmod", "grep", "head", "sleep", "tr", "timeout",
];

/// The most seconds that a block may take.
const BOUND: &str = "60";

/// A reader at work.
struct Reader {
    folder: TempDir,
}

impl Reader {
    /// A reader in an empty folder called `shop`; none where a program is missing.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        for name in ["shop", "bin"] {
            fs::create_dir(folder.path().join(name)).expect("the folder is new");
        }
        let bin = folder.path().join("bin");
        symlink(LYCHGATE, bin.join("lychgate")).expect("the folder is new");
        for program in PROGRAMS {
            let Ok(path) = which::which(program) else {
                skip(&format!("the tutorial, which needs {program}"));
                return None;
            };
            symlink(path, bin.join(program)).expect("the folder is new");
        }
        Some(Self { folder })
    }

    /// Where a file of the reader is.
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("shop").join(name)
    }

    /// Types a block. Gives what the terminal shows.
    fn types(&self, block: &str) -> String {
        let bin = self.folder.path().join("bin");
        let output = Command::new(bin.join("timeout"))
            .args([BOUND, "sh", "-c", &format!("exec 2>&1\n{block}")])
            .current_dir(self.path(""))
            .env_clear()
            .env("PATH", bin)
            .output()
            .expect("the program was found");
        String::from_utf8(output.stdout).expect("the programs print text")
    }
}

/// The name of the file that a fence shows: what stands last in backquotes before it.
fn file_of<'page>(page: &'page str, fence: &Fence<'_>) -> &'page str {
    let opening = format!("\n```{}\n{}", fence.info, fence.body);
    let at = page.find(&opening).expect("the fence is in the page");
    let name = page[..at].rsplit('`').nth(1);
    name.expect("a file is named before it is shown")
}

/// The page with what the commands print now.
fn played(document: &Document, reader: &Reader) -> String {
    let page = &document.text;
    let mut played = page.clone();
    let mut printed = String::new();
    let mut from = 0;
    for fence in fences(document) {
        if fence.info != "text" {
            assert_eq!(printed, "", "not shown, before\n{}", fence.body);
        }
        match fence.info {
            "" => printed = reader.types(&fence.body),
            "text" => {
                let shown = format!("```text\n{}```\n", fence.body);
                let at = from
                    + played[from..]
                        .find(&shown)
                        .expect("the fence is in the page");
                let new = format!("```text\n{}```\n", std::mem::take(&mut printed));
                played.replace_range(at..at + shown.len(), &new);
                from = at + new.len();
            }
            // A part of a file.
            "sh" => {
                let name = file_of(page, &fence);
                let text = fs::read_to_string(reader.path(name)).expect("the file is there");
                assert!(text.contains(&fence.body), "not in {name}:\n{text}");
            }
            _ => {
                let path = reader.path(file_of(page, &fence));
                fs::write(path, &fence.body).expect("the folder is ours");
            }
        }
    }
    assert_eq!(printed, "", "not shown at the end");
    played
}

#[test]
fn every_command_prints_what_the_page_shows() {
    let document = Document::read(&root().join(PAGE));
    if let Some(reader) = Reader::new() {
        is_made(PAGE, &played(&document, &reader));
    }
}

/// The lines that `init` names are those that the page puts into the Dockerfile.
#[test]
fn the_dockerfile_gets_what_init_names() {
    let document = Document::read(&root().join(PAGE));
    let fences = fences(&document);
    let dockerfile = fences.iter().rfind(|fence| fence.info == "dockerfile");
    let dockerfile = &dockerfile.expect("there is one").body;
    let said = fences.iter().find(|fence| fence.info == "text");
    let said = &said.expect("there is one").body;
    let entrypoint = "ENTRYPOINT [\"entrypoint.sh\"]\n";
    assert!(said.contains(entrypoint), "{said}");
    assert!(dockerfile.contains(entrypoint), "{dockerfile}");
}
