//! The heads of `sh/`: what a fragment says of itself is true.

use std::collections::{BTreeMap, BTreeSet};

use lychgate::syntax::parse;
use lychgate::syntax::tree::{Command, CompoundKind, Function, Item, List, Simple, Word, WordPart};
use lychgate::syntax::visit::{self, Visitor};

use super::texts;

type Names = BTreeSet<String>;

/// A file of `sh/`.
struct Fragment {
    name: String,
    text: String,
    seen: Seen,
}

impl Fragment {
    /// The fragments in the order in which they are linked.
    fn all() -> Vec<Self> {
        let link = include_str!("../../src/emit/link.rs");
        let mut all: Vec<(Option<usize>, Self)> = texts("sh", ".sh")
            .into_iter()
            .map(|(path, text)| {
                let name = path.file_name().expect("a file has a name");
                let name = name.to_string_lossy().into_owned();
                let place = link.find(&format!("include_str!(\"../../sh/{name}\")"));
                let seen = Seen::in_text(&text);
                (place, Self { name, text, seen })
            })
            .collect();
        all.sort_by_key(|(place, _)| *place);
        for (place, fragment) in &all {
            assert!(place.is_some(), "{} is not linked", fragment.name);
        }
        all.into_iter().map(|(_, fragment)| fragment).collect()
    }

    /// What stands behind `key` in the head.
    fn head(&self, key: &str) -> &str {
        let start = format!("# {key}:");
        let line = self
            .text
            .lines()
            .find_map(|line| line.strip_prefix(start.as_str()));
        line.unwrap_or_else(|| panic!("the head of {} says no `{key}:`", self.name))
            .trim()
    }

    fn names_in_head(&self, key: &str) -> Names {
        self.head(key)
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    }
}

/// What a fragment does.
#[derive(Default)]
struct Seen {
    functions: Names,
    calls: Names,
    sets: Names,
    forks: usize,
}

impl Seen {
    fn in_text(text: &str) -> Self {
        let script = parse(text.as_bytes()).expect("a fragment is a script");
        let mut seen = Self::default();
        seen.list(&script.body);
        seen
    }

    /// The names that an action of `trap` or an arithmetic expression sets.
    fn arithmetic(&mut self, parts: &[WordPart<'_>]) {
        let [WordPart::Literal(text)] = parts else {
            return;
        };
        let text = String::from_utf8_lossy(text.as_bytes()).into_owned();
        if let Some((name, _)) = text.split_once(" = ") {
            self.sets.insert(name.trim().to_owned());
        }
    }
}

impl<'a> Visitor<'a> for Seen {
    fn list(&mut self, list: &List<'a>) {
        for Item {
            and_or, background, ..
        } in list.items()
        {
            self.forks += usize::from(*background);
            let rest = and_or.rest.iter().map(|link| &link.pipeline);
            for pipeline in std::iter::once(&and_or.first).chain(rest) {
                self.forks += pipeline.commands.len() - 1;
                for command in &pipeline.commands {
                    if let Command::Compound(compound) = command {
                        match &compound.kind {
                            CompoundKind::Subshell(_) => self.forks += 1,
                            CompoundKind::For(each) => {
                                self.sets.insert(text(each.name.as_bytes()));
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
        visit::walk_list(self, list);
    }

    fn simple(&mut self, simple: &Simple<'a>) {
        // One before a command is for that command alone.
        if simple.words.is_empty() {
            let names = simple.assignments.iter().map(|one| one.name.as_bytes());
            self.sets.extend(names.map(text));
        }
        let words: Vec<&[u8]> = simple.words.iter().filter_map(Word::as_literal).collect();
        match words.split_first() {
            Some((&b"read", names)) => {
                // By custom `_` takes what nobody wants.
                let is_name = |name: &&&[u8]| !name.starts_with(b"-") && **name != b"_";
                let names = names.iter().filter(is_name);
                self.sets.extend(names.map(|name| text(name)));
            }
            Some((&b"trap", _)) => {
                if let Some([WordPart::SingleQuoted(action)]) =
                    simple.words.get(1).map(|word| word.parts.as_slice())
                {
                    let action = parse(action.as_bytes()).expect("an action is a script");
                    let mut inner = Seen::default();
                    inner.list(&action.body);
                    self.calls.extend(inner.calls);
                    self.sets.extend(inner.sets);
                }
            }
            Some((name, _)) => {
                self.calls.insert(text(name));
            }
            None => {}
        }
        visit::walk_simple(self, simple);
    }

    fn function(&mut self, function: &Function<'a>) {
        self.functions.insert(text(function.name.as_bytes()));
        visit::walk_function(self, function);
    }

    fn word(&mut self, word: &Word<'a>) {
        let mut waiting: Vec<&[WordPart<'_>]> = vec![&word.parts];
        while let Some(parts) = waiting.pop() {
            for part in parts {
                match part {
                    WordPart::CommandSubstitution(_) => self.forks += 1,
                    WordPart::DoubleQuoted(inner) => waiting.push(inner),
                    WordPart::Arithmetic(inner) => self.arithmetic(inner),
                    _ => {}
                }
            }
        }
        visit::walk_word(self, word);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn each_fragment_needs_what_it_calls_and_all_of_it_stands_before() {
    let all = Fragment::all();
    let home: BTreeMap<&str, &str> = all
        .iter()
        .flat_map(|fragment| {
            let functions = fragment.seen.functions.iter();
            functions.map(|function| (function.as_str(), fragment.name.as_str()))
        })
        .collect();
    for (index, fragment) in all.iter().enumerate() {
        let needs: Names = fragment
            .seen
            .calls
            .iter()
            .filter(|call| call.starts_with("lg_"))
            .map(|call| *home.get(call.as_str()).unwrap_or(&call.as_str()))
            .filter(|home| *home != fragment.name)
            .map(str::to_owned)
            .collect();
        assert_eq!(
            needs,
            fragment.names_in_head("needs"),
            "what {} needs",
            fragment.name
        );
        // What no fragment has is made by the emitter for each mode.
        let made = ["lg_end"].map(str::to_owned);
        let before: Names = all[..index]
            .iter()
            .map(|before| before.name.clone())
            .chain(made)
            .collect();
        assert!(
            needs.is_subset(&before),
            "{} needs what comes later",
            fragment.name
        );
    }
}

#[test]
fn each_fragment_owns_what_it_sets() {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for fragment in Fragment::all() {
        let owns = fragment.names_in_head("owns");
        assert_eq!(fragment.seen.sets, owns, "what {} sets", fragment.name);
        for name in owns.iter().chain(&fragment.seen.functions) {
            assert!(name.starts_with("lg_"), "{name} of {}", fragment.name);
            if let Some(other) = owners.insert(name.clone(), fragment.name.clone()) {
                panic!("{name} is of {other} and of {}", fragment.name);
            }
        }
    }
}

#[test]
fn each_fragment_forks_as_it_says() {
    for fragment in Fragment::all() {
        let says_none = fragment.head("forks") == "none";
        assert_eq!(
            says_none,
            fragment.seen.forks == 0,
            "{} forks",
            fragment.name
        );
    }
}

#[test]
fn nothing_runs_when_a_fragment_is_read() {
    for fragment in Fragment::all() {
        let script = parse(fragment.text.as_bytes()).expect("a fragment is a script");
        for item in script.body.items() {
            let [Command::Function(_)] = item.and_or.first.commands.as_slice() else {
                panic!("{} runs something", fragment.name);
            };
        }
    }
}
