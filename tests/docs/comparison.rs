//! The page that `stack::peers` makes: it is here and current also where there is no
//! Docker.

use super::Document;
use super::links::targets;

/// The page without what was measured is the words that it is made of.
#[test]
fn the_page_has_the_words_of_today() {
    let mut rest = Document::named("docs/comparison.md").text;
    for part in include_str!("../stack/peers/page.md").split('{') {
        let words = part.split_once('}').map_or(part, |(_, words)| words);
        let (_, after) = rest.split_once(words).unwrap_or_else(|| {
            panic!(
                "the page is old; run `LYCHGATE_ACCEPT=1 sh tests/stack/run stack::peers`: {words}"
            )
        });
        rest = after.to_owned();
    }
    assert_eq!(rest, "");
}

#[test]
fn the_first_page_leads_to_it() {
    let readme = Document::named("README.md");
    let section = readme.section("Compared with").expect("it has one");
    assert!(targets(&section).contains(&String::from("docs/comparison.md")));
}
