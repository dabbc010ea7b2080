//! Services put into a file that a person wrote.

use lychgate::derive::IntoFault;

use super::{TABLE, services};
use crate::typed::Folder;

/// A table with one service.
const ONE: &str = "[modes.app]\nrun = [\"/app\"]\n[deploy.service]\nimage = \"app\"\n";

/// Its service.
const BLOCK: &str = "  # Generated from lychgate.toml; edit that and run: lychgate derive compose
  app:
    # It has no container_name, with which it could not be scaled.
    image: app
    restart: unless-stopped
    stop_signal: SIGTERM
";

/// The file with the service of [`ONE`].
#[track_caller]
fn with_one(text: &str) -> String {
    let edited = services(ONE).put_into(text);
    let edited = edited.unwrap_or_else(|fault| panic!("{fault:?}\n{text}"));
    let again = services(ONE).put_into(&edited.text);
    assert_eq!(
        again.map(|again| again.text).as_ref(),
        Ok(&edited.text),
        "not the same a second time"
    );
    edited.text
}

/// Why nothing can be put into the file.
#[track_caller]
fn refused(text: &str) -> IntoFault {
    let edited = services(ONE).put_into(text);
    edited.expect_err("it is put into it")
}

#[test]
fn a_new_service_comes_behind_the_last_one() {
    let before = "services:\n  db:\n    image: db\n";
    let after = "\n# All see each other.\nnetworks:\n  back:\n";
    assert_eq!(
        with_one(&format!("{before}{after}")),
        format!("{before}\n{BLOCK}{after}")
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    let before =
        "services:\n  db:\n    image: db\n    # command: db\n\n  # cache:\n  #   image: x\n";
    let after = "# The end.\nvolumes:\n";
    assert_eq!(
        with_one(&format!("{before}{after}")),
        format!("{before}\n{BLOCK}{after}")
    );
}

#[test]
fn services_may_be_empty() {
    assert_eq!(with_one("services:\n"), format!("services:\n{BLOCK}"));
    assert_eq!(
        with_one("services: # none yet\nvolumes:\n"),
        format!("services: # none yet\n{BLOCK}volumes:\n")
    );
}

#[test]
fn a_service_is_replaced_where_it_stands() {
    let old = BLOCK.replace("image: app", "image: old  # by hand");
    let before = "services:\n  # Mine.\n";
    let after = "    # Mine too.\n\n  db:\n    image: db\n";
    assert_eq!(
        with_one(&format!("{before}{old}{after}")),
        format!("{before}{BLOCK}{after}")
    );
}

#[test]
fn the_file_keeps_its_manner() {
    let before = "services:\n    db:\n        image: db\n        ports:\n        - \"1\"\n";
    let block = BLOCK.replace("  ", "    ");
    let with = format!("{before}\n{block}");
    assert_eq!(with_one(before), with);
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(with_one(&windows(before)), windows(&with));
    assert_eq!(with_one(before.trim_end()), with.trim_end());
}

#[test]
fn text_that_looks_like_yaml_is_text() {
    let before = "services:\n  db:\n    command: |\n      # Generated\n      services:\n\n";
    assert_eq!(
        with_one(before),
        format!("{}\n{BLOCK}\n", before.strip_suffix('\n').unwrap_or(before))
    );
}

#[test]
fn anchors_stay() {
    let before = "x-base: &base\n  restart: always\nservices:\n  db: &db\n    <<: *base\n  db2:\n    <<: [*base, *db]\n";
    assert_eq!(with_one(before), format!("{before}\n{BLOCK}"));
}

#[test]
fn a_service_of_a_person_is_refused() {
    let text = "services:\n  app:\n    image: mine\n";
    let fault = refused(text);
    assert!(matches!(fault, IntoFault::Foreign { place, .. } if &text[place.clone()] == "app"));
    // A comment that stands elsewhere does not count.
    let marker = BLOCK.lines().next().unwrap_or_default();
    for between in ["\n\n", "\n  db:\n"] {
        let text = format!("services:\n{marker}{between}  app:\n    image: mine\n");
        assert!(
            matches!(refused(&text), IntoFault::Foreign { .. }),
            "{text}"
        );
    }
}

#[test]
fn what_others_refer_to_is_not_taken_away() {
    let block = BLOCK.replace("  app:", "  app: &app");
    let text = format!("services:\n{block}  db:\n    <<: *app\n");
    assert!(matches!(refused(&text), IntoFault::Entangled { .. }));
}

/// Such a text has the blank lines behind it, and would lose them.
#[test]
fn a_text_of_somebody_else_is_not_cut() {
    let text = "services:\n  db:\n    command: |+\n      x\n\n\nvolumes:\n";
    assert!(matches!(refused(text), IntoFault::Entangled { .. }));
}

#[test]
fn what_is_no_compose_file_is_refused() {
    for (text, fault) in [
        ("services:\n\tapp:\n", "NotYaml"),
        ("services: [\n", "NotYaml"),
        ("a: b: c\n", "NotYaml"),
        ("services:\n  db: *db\n", "NotYaml"),
        ("services:\n---\nservices:\n", "Documents"),
        ("", "NoServices"),
        ("# nothing\n", "NoServices"),
        ("- services\n", "NoServices"),
        ("service:\n  db:\n", "NoServices"),
        ("services: {db: {image: db}}\n", "Form"),
        ("services: {}\n", "Form"),
        ("services: []\n", "Form"),
        ("services: ~\n", "Form"),
        ("{services: {}}\n", "Form"),
        ("? services\n: db:\n    image: db\n", "Form"),
        ("services: &all\n  db:\n    image: db\n", "Form"),
        ("services:\n  ? db\n  : image: db\n", "Form"),
        ("services:\n  db:\n  db:\n", "Twice"),
        ("services:\n  db:\nservices:\n  db:\n", "Twice"),
    ] {
        let said = format!("{:?}", refused(text));
        assert!(said.starts_with(fault), "{text:?}: {said}");
    }
}

/// As deep as 1 MiB can be, which no stack would hold.
#[test]
fn what_is_nested_without_end_is_no_harm() {
    let deep = format!("services:\n  db:\nx: {}\n", "[".repeat(500_000));
    assert!(matches!(refused(&deep), IntoFault::NotYaml { .. }));
    let deep = format!("services:\n  db:\nx:\n {}1\n", "- ".repeat(20_000));
    let with = with_one(&deep);
    assert!(with.contains(BLOCK));
}

#[test]
fn what_the_services_need_is_said() {
    let deploy = "[deploy.service]\nnetworks = [\"back\", \"default\"]\n\
                  volumes = [\"data:/data\", \"./x:/x\"]\n\
                  depends-on = { db = \"started\", cache = \"started\" }\n";
    let edited = services(&format!("{TABLE}{deploy}"))
        .put_into("services:\n  db:\n    image: db\nvolumes:\n  data:\n");
    let missing = edited.map(|edited| edited.missing);
    let expected = ["network `back`", "service `cache`"].map(str::to_owned);
    assert_eq!(missing, Ok(expected.to_vec()));
}

#[test]
fn a_file_is_written_once_and_keeps_its_permissions() {
    let folder = Folder::new()
        .file("lychgate.toml", ONE)
        .file("c.yaml", "services:\n");
    folder.mode("c.yaml", 0o600);
    let words = "derive compose --into c.yaml --verbose";
    let found = "note: found the table lychgate.toml\n";
    folder
        .types(words)
        .is(0, "", &format!("{found}note: wrote c.yaml\n"));
    let text = folder.text("c.yaml");
    assert_eq!(text, Some(format!("services:\n{BLOCK}")));
    assert_eq!(folder.mode_of("c.yaml"), 0o600);
    folder
        .types(words)
        .is(0, "", &format!("{found}note: c.yaml is current\n"));
    assert_eq!(folder.text("c.yaml"), text);
}

#[test]
fn what_is_refused_is_printed_and_the_file_stays() {
    let mine = "services:\n  app:\n    image: mine\n";
    let folder = Folder::new()
        .file("lychgate.toml", ONE)
        .file("c.yaml", mine);
    let said = folder.types("derive compose --into c.yaml");
    assert_eq!(said.code, Some(2));
    assert_eq!(said.stdout, format!("services:\n{BLOCK}"));
    assert_eq!(folder.text("c.yaml").as_deref(), Some(mine));
}
