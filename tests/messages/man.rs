//! `lychgate man` and `lychgate completions`.

use super::message;
use crate::typed::Folder;

#[test]
fn a_page_of_no_verb() {
    message("page-unknown", &Folder::new(), "man emmit");
}

#[test]
fn a_folder_that_takes_no_pages() {
    message("pages-no-folder", &Folder::new(), "man --all man1");
    message("pages-of-one-verb", &Folder::new(), "man emit --all .");
}

#[test]
fn a_shell_without_completions() {
    message("shell-missing", &Folder::new(), "completions");
    message("shell-unknown", &Folder::new(), "completions tcsh");
}
