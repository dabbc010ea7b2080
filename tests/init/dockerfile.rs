//! What `init` makes of a Dockerfile: a file of `fixtures/dockerfile` each, with the
//! whole of what is said and written as a snapshot.

use std::fs;
use std::path::{Path, PathBuf};

use lychgate::diagnostic::text::{Colour, render};
use lychgate::dockerfile;

use super::is_right;
use crate::typed::Folder;

/// The files in a folder of the fixtures, by name.
fn fixtures(folder: &str) -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(folder);
    let mut fixtures: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .expect("the folder is part of the project")
        .map(|entry| entry.expect("the folder can be listed"))
        .map(|entry| (entry.file_name().display().to_string(), entry.path()))
        .filter(|(_, path)| path.is_file())
        .collect();
    fixtures.sort();
    fixtures
}

/// The flags with which each is tried.
const WAYS: [(&str, &str); 2] = [
    ("variable", "init --app Shop"),
    (
        "word",
        "init --app Shop --mode web --mode worker=work --select arg",
    ),
];

#[test]
fn every_form_of_a_dockerfile_gives_its_table() {
    let fixtures = fixtures("dockerfile");
    assert!(fixtures.len() >= 18, "only {} Dockerfiles", fixtures.len());
    for (name, path) in fixtures {
        let dockerfile = fs::read_to_string(path).expect("a Dockerfile is a text");
        for (way, arguments) in WAYS {
            let folder = Folder::new().file("Dockerfile", &dockerfile);
            let said = folder.types(arguments).text();
            let table = folder.text("lychgate.toml").expect("it was written");
            is_right(&table);
            insta::assert_snapshot!(format!("{name}-{way}"), format!("{said}-- table\n{table}"));
        }
    }
}

#[test]
fn a_broken_dockerfile_is_refused_with_its_place() {
    let fixtures = fixtures("dockerfile/broken");
    assert!(fixtures.len() >= 9, "only {} Dockerfiles", fixtures.len());
    for (name, path) in fixtures {
        let mut source = String::new();
        let parsed = dockerfile::read(&path).and_then(|text| {
            source = text;
            dockerfile::parse(&source)
        });
        let diagnostic = parsed.expect_err("every fixture is broken");
        let message = &diagnostic.message;
        assert!(message.chars().count() <= 80, "{name}: {message}");
        let picture = render(&diagnostic, "Dockerfile", &source, Colour::Never);
        insta::assert_snapshot!(format!("broken-{name}"), picture);
    }
}

#[test]
fn a_broken_dockerfile_that_was_named_is_an_error() {
    let folder = Folder::new().file("docker/web", "FROM debian\nCMD ['web']\n");
    folder.types("init --dockerfile docker/web").is(
        2,
        "",
        "error: `CMD` is no array of strings
 --> docker/web:2:1
  |
2 | CMD ['web']
  | ^^^^^^^^^^^ expected double quotes and commas, as in JSON
  |
  = help: write it as in `[\"app\", \"serve\"]`; what is no array, Docker gives to a shell
",
    );
    folder.types("init --dockerfile docker").is(
        2,
        "",
        "error: the Dockerfile is a directory\n--> docker\n \
         = help: name the file in it, as in `Dockerfile`\n",
    );
    folder.types("init --dockerfile nothing").is(
        2,
        "",
        "error: there is no such file\n--> nothing\n = help: create it, or name another file\n",
    );
    assert_eq!(folder.list(""), ["bin", "docker"]);
}

#[test]
fn a_broken_dockerfile_that_was_found_is_a_warning() {
    let folder = Folder::new().file("Dockerfile/keep", "");
    let said = folder.types("init").text();
    assert!(
        said.contains("warning: the Dockerfile is a directory\n--> Dockerfile\n"),
        "{said}"
    );
    assert!(folder.text("lychgate.toml").is_some());
    let folder = Folder::new().file("Dockerfile", "FROM debian\nCMD [\"web\"\n");
    let said = folder.types("init").text();
    assert!(
        said.contains("warning: `CMD` is no array of strings\n --> Dockerfile:2:1\n"),
        "{said}"
    );
    assert!(said.contains("note: wrote lychgate.toml, and "), "{said}");
    assert!(folder.text("lychgate.toml").is_some());
}

#[test]
fn a_containerfile_is_read_where_there_is_no_dockerfile() {
    let containerfile = "FROM debian\nCMD [\"one\"]\n";
    let folder = Folder::new().file("Containerfile", containerfile);
    let table = super::table_of(&folder, "init");
    let cmd = "# Runs the image's CMD, which is now\n#   [\"one\"]\n";
    assert!(table.contains(cmd), "{table}");
    let folder = Folder::new()
        .file("Containerfile", containerfile)
        .file("Dockerfile", "FROM debian\nCMD [\"two\"]\n");
    let table = super::table_of(&folder, "init");
    assert!(table.contains("#   [\"two\"]\n"), "{table}");
}

#[test]
fn the_title_of_the_image_is_its_name() {
    for (title, app) in [
        ("Shop", "Shop"),
        ("'My Shop'", "My Shop"),
        ("\"\"", "folder"),
        ("'a\tb'", "folder"),
    ] {
        let dockerfile = format!("FROM debian\nLABEL org.opencontainers.image.title={title}\n");
        let folder = Folder::new().file("folder/Dockerfile", &dockerfile);
        let mut init = folder.command_in(Path::new("folder"), "init");
        let said = folder.said(&mut init).text();
        let table = folder.text("folder/lychgate.toml").unwrap_or_default();
        let line = format!("\napp = \"{app}\"\n");
        assert!(table.contains(&line), "{said}{table}");
    }
}
