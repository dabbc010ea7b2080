//! Files that a table names, written and compared.

use crate::typed::{Folder, SCRIPT, TABLE};

/// [`TABLE`], with all files that it can name.
fn table() -> String {
    let files =
        "compose = \"compose.yaml\"\ndockerfile = \"Dockerfile\"\ndocs = \"docs/running.md\"\n";
    format!("{TABLE}[deploy]\n{files}")
}

/// What a person wrote before and after the instructions.
const BEFORE: &str = "FROM debian\nRUN true # keep  this\n\n";
const AFTER: &str = "\nCMD [\"server\"]\n";

/// A folder in which everything is current.
fn folder() -> Folder {
    let folder = Folder::new()
        .file("lychgate.toml", &table())
        .file("entrypoint.sh", SCRIPT)
        .file("docs/other", "");
    folder.mode("entrypoint.sh", 0o755);
    let instructions = folder.types("derive dockerfile").printed();
    let folder = folder.file("Dockerfile", &format!("{BEFORE}{instructions}{AFTER}"));
    folder.types("derive docs --write").is(0, "", "");
    folder.types("derive compose --write").is(0, "", "");
    folder
}

#[test]
fn what_is_written_is_what_is_printed() {
    let folder = folder();
    for (verb, file) in [("docs", "docs/running.md"), ("compose", "compose.yaml")] {
        let printed = folder.types(&format!("derive {verb}")).printed();
        assert_eq!(folder.text(file), Some(printed));
        assert_eq!(folder.mode_of(file), 0o644);
    }
}

#[test]
fn current_files_pass_the_check() {
    let said = folder().types("check");
    assert_eq!(said.code, Some(0), "{}", said.text());
    for file in ["compose.yaml", "Dockerfile", "docs/running.md"] {
        let current = format!("{file}: current\n");
        assert!(said.stdout.contains(&current), "{}", said.text());
    }
}

#[test]
fn a_file_that_differs_is_shown_and_can_be_written() {
    for (verb, file) in [
        ("compose", "compose.yaml"),
        ("dockerfile", "Dockerfile"),
        ("docs", "docs/running.md"),
    ] {
        let folder = folder();
        let current = folder.text(file).expect("it is there");
        let other = current.replace("/usr/local/bin/entrypoint.sh", "/other.sh");
        let other = other.replace("# Running", "# Walking");
        let other = other.replace("unless-stopped", "always");
        assert_ne!(other, current);
        let folder = folder.file(file, &other);
        let said = folder.types("check");
        assert_eq!(said.code, Some(1), "{}", said.text());
        let remedy =
            format!("{file}: differs from the table; run: lychgate derive {verb} --write --table ");
        assert!(said.stdout.contains(&remedy), "{}", said.text());
        assert!(
            said.stdout.contains("+++ what the table gives"),
            "{}",
            said.text()
        );
        folder
            .types(&format!("derive {verb} --write"))
            .is(0, "", "");
        assert_eq!(folder.text(file), Some(current));
        assert_eq!(folder.types("check").code, Some(0));
    }
}

#[test]
fn a_page_that_is_not_there_is_missed() {
    let table = table().replace("running", "walking");
    let said = folder().file("lychgate.toml", &table).types("check");
    assert_eq!(said.code, Some(1), "{}", said.text());
    assert!(
        said.stdout.contains("docs/walking.md: is not there; run: "),
        "{}",
        said.text()
    );
}

/// A person's lines stay byte for byte, with their line ends and permissions.
#[test]
fn only_the_instructions_of_a_dockerfile_change() {
    let old = folder().text("Dockerfile").expect("it is there");
    let table = table() + "script = \"/other.sh\"\n";
    for (old, line_end) in [(old.clone(), "\n"), (old.replace('\n', "\r\n"), "\r\n")] {
        let folder = folder()
            .file("lychgate.toml", &table)
            .file("Dockerfile", &old);
        folder.mode("Dockerfile", 0o600);
        folder.types("derive dockerfile --write").is(0, "", "");
        let printed = folder.types("derive dockerfile").printed();
        let new = format!("{BEFORE}{printed}{AFTER}").replace('\n', line_end);
        assert_eq!(folder.text("Dockerfile"), Some(new));
        assert_eq!(folder.mode_of("Dockerfile"), 0o600);
        assert!(printed.contains("\"/other.sh\""), "{printed}");
    }
}

#[test]
fn a_dockerfile_that_ends_with_the_instructions_keeps_its_end() {
    let folder = folder();
    let printed = folder.types("derive dockerfile").printed();
    let old = format!("{BEFORE}{}", printed.trim_end());
    let folder = folder.file("Dockerfile", &old);
    folder.types("derive dockerfile --write").is(0, "", "");
    assert_eq!(folder.text("Dockerfile"), Some(old));
}

#[test]
fn a_dockerfile_without_one_place_stays_as_it_is() {
    let folder = folder();
    let printed = folder.types("derive dockerfile").printed();
    let start = printed.lines().next().expect("it has a first line");
    for old in [
        "FROM debian\n".to_owned(),
        format!("FROM debian\n{start}\n"),
        format!("FROM debian\n{printed}{printed}"),
    ] {
        let folder = self::folder().file("Dockerfile", &old);
        assert_eq!(folder.types("derive dockerfile --write").code, Some(2));
        assert_eq!(folder.types("check").code, Some(1));
        assert_eq!(folder.text("Dockerfile"), Some(old));
    }
}

/// The other services of a Compose file are no matter of the table.
#[test]
fn a_compose_file_with_other_services_is_current() {
    let folder = folder();
    let services = folder.text("compose.yaml").expect("it is there");
    let folder = folder.file(
        "compose.yaml",
        &format!("{services}\n  db:\n    image: db\n"),
    );
    assert_eq!(folder.types("check").code, Some(0));
    let folder = folder.file("compose.yaml", "services: [\n");
    let said = folder.types("check");
    assert_eq!(said.code, Some(1), "{}", said.text());
    assert!(said.stderr.contains("compose.yaml:"), "{}", said.text());
}

#[test]
fn a_page_that_a_person_wrote_stays_as_it_is() {
    let folder = folder().file("docs/running.md", "# Mine\n");
    assert_eq!(folder.types("derive docs --write").code, Some(2));
    assert_eq!(folder.types("check").code, Some(1));
    assert_eq!(folder.text("docs/running.md").as_deref(), Some("# Mine\n"));
}

#[test]
fn what_a_compose_file_lacks_is_said_in_both_ways() {
    let deploy =
        "[deploy]\ncompose = \"compose.yaml\"\n[deploy.service]\nvolumes = [\"data:/data\"]\n";
    for words in [
        "derive compose --write",
        "derive compose --into compose.yaml",
    ] {
        let folder = Folder::new()
            .file("lychgate.toml", &format!("{TABLE}{deploy}"))
            .file("compose.yaml", "services:\n  db:\n    image: db\n");
        let lacks = "note: compose.yaml has no volume `data`; add it, or have it in another file\n";
        folder.types(words).is(0, "", lacks);
        let written = folder.text("compose.yaml").expect("it is there");
        assert!(written.contains("data:/data"), "{written}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let deploy = "[deploy]\ncompose = \"there\"\n";
    for words in [
        "derive compose --write",
        "derive compose --into there",
        "check",
    ] {
        let folder = Folder::new()
            .file("lychgate.toml", &format!("{TABLE}{deploy}"))
            .file("entrypoint.sh", SCRIPT)
            .file("there/file", "");
        let said = folder.types(words);
        assert_eq!(said.code, Some(2), "{said}");
        let why = "error: the Compose file is a directory\n--> there\n";
        assert!(said.stderr.contains(why), "{said}");
    }
}
