//! The gallery: tables that a reader would want to copy, each with its script.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::docs::Document;
use crate::docs::fences::fences;
use crate::emission::engines::{accept, ask, files, said};
use crate::support::{ACCEPT, LYCHGATE, accepts, skip};

/// One folder of the gallery.
struct Golden {
    name: String,
    table: PathBuf,
    script: PathBuf,
}

impl Golden {
    fn all() -> Vec<Self> {
        let all: Vec<Self> = files(&gallery(), "lychgate.toml")
            .into_iter()
            .map(|table| {
                let folder = table.parent().expect("a file stands in a folder");
                let [script] = files(folder, ".sh")
                    .try_into()
                    .expect("a table has one script");
                let name = folder
                    .strip_prefix(gallery())
                    .expect("it stands in the gallery");
                Self {
                    name: name.display().to_string(),
                    table,
                    script,
                }
            })
            .collect();
        assert!(all.len() >= 5, "only {} tables", all.len());
        all
    }

    /// Writes the other files that the table names.
    fn accept_others(&self) {
        let table = fs::read_to_string(&self.table).expect("a table is a text");
        let names = |kind: &str| {
            let mut lines = table.lines();
            lines.any(|line| line.split_whitespace().next() == Some(kind))
        };
        for kind in ["compose", "dockerfile", "docs"]
            .into_iter()
            .filter(|kind| names(kind))
        {
            let mut derive = Command::new(LYCHGATE);
            derive.args(["derive", kind, "--write", "--table"]);
            let output = derive.arg(&self.table).output();
            let output = output.expect("the program was just built");
            assert!(output.status.success(), "{}", said(&output));
        }
    }

    /// Lines that a shell reads: all but comments and blank ones, but the first.
    fn lines_of_code(&self) -> usize {
        let script = fs::read_to_string(&self.script).expect("a script is a text");
        let is_code = |(index, line): &(usize, &str)| {
            let line = line.trim_start();
            *index == 0 || !(line.is_empty() || line.starts_with('#'))
        };
        script.lines().enumerate().filter(is_code).count()
    }
}

fn gallery() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

#[test]
fn each_script_is_what_its_table_gives() {
    let accept = accepts();
    for golden in Golden::all() {
        let mut emit = Command::new(LYCHGATE);
        emit.args(["emit", "--table"]).arg(&golden.table);
        if accept {
            emit.arg("--write");
        }
        let output = emit.output().expect("the program was just built");
        assert!(
            output.status.success(),
            "{}: {}",
            golden.name,
            said(&output)
        );
        if !accept {
            let shipped = fs::read(&golden.script).expect("a script can be read");
            assert!(
                shipped == output.stdout,
                "{} is not what its table gives; to accept: {ACCEPT}=1 cargo test golden",
                golden.script.display()
            );
        }
    }
}

/// `check` compares the other files that a table names too.
#[test]
fn each_script_stands_where_its_table_says_and_can_be_run() {
    for golden in Golden::all() {
        if accepts() {
            golden.accept_others();
        }
        let check = Command::new(LYCHGATE)
            .arg("check")
            .arg(&golden.table)
            .output()
            .expect("the program was just built");
        assert!(check.status.success(), "{}: {}", golden.name, said(&check));
        let mode = fs::metadata(&golden.script)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(
            mode & 0o111,
            0o111,
            "{} cannot be run",
            golden.script.display()
        );
    }
}

#[test]
fn each_script_is_accepted() {
    let scripts: Vec<PathBuf> = Golden::all()
        .into_iter()
        .map(|golden| golden.script)
        .collect();
    accept(&scripts);
}

/// The promise of the README's first page.
#[test]
fn the_script_of_memcached_is_short() {
    let all = Golden::all();
    let memcached = all.iter().find(|golden| golden.name == "memcached");
    let lines = memcached
        .expect("memcached is part of the gallery")
        .lines_of_code();
    assert!(lines <= 9, "{lines} lines");
}

#[test]
fn each_table_is_toml_1_0() {
    const PROGRAM: &str = "
import sys
try:
    import tomllib
except ImportError:
    sys.exit(77)
for name in sys.argv[1:]:
    with open(name, 'rb') as table:
        tomllib.load(table)
";
    let mut python = Command::new("python3");
    python
        .args(["-c", PROGRAM])
        .args(Golden::all().iter().map(|golden| &golden.table));
    match ask(python) {
        Some(output) if output.status.code() == Some(77) => skip("python3: it has no tomllib"),
        Some(output) => assert!(output.status.success(), "{}", said(&output)),
        None => {}
    }
}

/// `text` with `indent` in front of each line that is not empty.
fn indented(text: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let line = |line: &str| match line {
        "\n" => line.to_owned(),
        line => format!("{pad}{line}"),
    };
    text.split_inclusive('\n').map(line).collect()
}

#[test]
fn the_gallery_shows_lines_of_each_table_and_its_script() {
    let page = Document::read(&gallery().join("README.md"));
    for golden in Golden::all() {
        let name = &golden.name;
        let section = page.section(name);
        let section = section.unwrap_or_else(|| panic!("the gallery has no section `{name}`"));
        for (info, path) in [("toml fragment", &golden.table), ("sh", &golden.script)] {
            let whole = fs::read_to_string(path).expect("it is a text");
            let all = fences(&section);
            let shown: Vec<_> = all.iter().filter(|fence| fence.info == info).collect();
            assert!(!shown.is_empty(), "{name}: no `{info}`");
            for fence in shown {
                let is_there = |indent| whole.contains(&indented(&fence.body, indent));
                assert!(
                    [0, 2, 4, 6].into_iter().any(is_there),
                    "{} has other lines than these\n{}",
                    path.display(),
                    fence.body
                );
            }
        }
    }
}

#[test]
fn the_gallery_lists_each_table() {
    let page = gallery().join("README.md");
    let mut text = fs::read_to_string(&page).expect("the gallery has a text");
    let golden = Golden::all();
    let rows = text.lines().filter(|line| line.starts_with("| ["));
    assert_eq!(rows.count(), golden.len(), "a row a table");
    for golden in golden {
        let (name, lines) = (&golden.name, golden.lines_of_code());
        let start = format!("| [{name}]({name}/lychgate.toml) | ");
        let row = text.lines().find(|row| row.starts_with(&start));
        let row = row.unwrap_or_else(|| panic!("no row begins with `{start}`"));
        let mut cells: Vec<String> = row.split(" | ").map(str::to_owned).collect();
        cells[2] = lines.to_string();
        let counted = cells.join(" | ");
        if accepts() {
            text = text.replace(row, &counted);
        } else {
            assert_eq!(row, counted, "{name} has {lines} lines of code");
        }
    }
    if accepts() {
        fs::write(&page, text).expect("the gallery can be written");
    }
}
