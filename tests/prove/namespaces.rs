//! A machine that refuses namespaces.

use std::path::Path;

use super::{WORKER, dash, folder};
use crate::support::{LYCHGATE, skip};
use crate::typed::{Folder, Said};

/// What these words are answered with where no PID namespace can be made; nothing, said
/// aloud, where that cannot be had.
fn refused(folder: &Folder, words: &str) -> Option<Said> {
    const REFUSE: &str = "echo 0 >/proc/sys/user/max_pid_namespaces || exit 99; exec \"$@\"";
    let mut command = folder.call("unshare", Path::new(""));
    command
        .args(["--user", "--map-root-user", "sh", "-c", REFUSE, "sh"])
        .arg(LYCHGATE)
        .args(words.split_whitespace());
    let said = folder.said(&mut command);
    let is_made = said.code != Some(99) && !said.stderr.starts_with("unshare: ");
    if !is_made {
        skip(&format!("a machine without namespaces: {}", said.stderr));
    }
    is_made.then_some(said)
}

#[test]
fn a_proof_without_process_1_fails_unless_it_may() {
    if dash().is_none() {
        return;
    }
    let folder = folder(WORKER);
    let words = "prove --shell dash --scenario worker/st*";
    let Some(said) = refused(&folder, words) else {
        return;
    };
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stdout.contains("\nnot as process 1\n"), "{said}");
    assert!(said.stdout.contains(" not as process 1, in "), "{said}");
    let allowed = format!("{words} --allow-no-pid1");
    let said = refused(&folder, &allowed).expect("it was had before");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stdout.contains(" not as process 1, in "), "{said}");
    // Where namespaces can be made there is nothing to allow.
    let said = folder.types(words);
    assert_eq!(said.code, Some(0), "{said}");
    assert!(!said.stdout.contains("not as process 1"), "{said}");
}

/// Nobody knows what it does, and without namespaces it reaches every process.
#[test]
fn a_script_by_hand_is_not_run_without_namespaces_unless_it_may() {
    if dash().is_none() {
        return;
    }
    let folder = folder(WORKER);
    let ran = folder.path("ran");
    let script = format!("#!/bin/sh\n: >{}\nwork --queue=high\n", ran.display());
    let folder = folder.file("old.sh", &script);
    let words = "prove --shell dash --scenario worker/start --script old.sh";
    let Some(said) = refused(&folder, words) else {
        return;
    };
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stdout.contains("0 proven, 1 not run, in "), "{said}");
    assert!(said.stdout.contains("`--allow-no-pid1`"), "{said}");
    assert!(!ran.exists());
    let allowed = format!("{words} --allow-no-pid1");
    let said = refused(&folder, &allowed).expect("it was had before");
    assert!(said.stdout.contains(" not as process 1, in "), "{said}");
    assert!(ran.exists());
}
