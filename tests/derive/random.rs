//! Random Compose files: all that is not ours survives.

use yaml_rust2::{Yaml, YamlLoader};

use super::{TABLE, services};
use crate::support::Chance;

/// How many files are tried.
const FILES: u64 = 400;

/// What may stand at the top, in front of the services.
const HEADS: [&str; 6] = [
    "# A stack.\n\n",
    "version: \"3.8\"\n",
    "x-base: &base\n  restart: \"no\"\n  labels: {a: \"b # c\"}\n",
    "name: shop\n# Above.\n",
    "---\n",
    "volumes:\n  data: {}\n",
];

/// What may stand in a service; `@` is its indentation.
const PARTS: [&str; 11] = [
    "image: \"db # no comment\"  # a comment\n",
    "command: |\n@  # text\n@  services:\n@    worker: é\n",
    "command: >-\n@  one\n\n@  two: 'three'\n",
    "entrypoint: \"a long string that\n@  goes on: here, # and here\"\n",
    "environment: {A: \"1\", B: [x, 'y: z']}\n",
    "ports:\n@- \"1:1\"\n@- 2:2\n",
    "labels:\n@  - a=b\n@  # between\n@  - c=日本\n",
    "# worker:\n",
    "\n",
    "build:\n@  context: .\n@  args:\n@    - X=${X:-1}\n",
    "init: true\n# at the margin\n",
];

/// What may stand behind the services.
const TAILS: [&str; 5] = [
    "",
    "\n# Behind.\nnetworks:\n  back:\n",
    "x-last: [1, {a: b}]\n",
    "\n\n",
    "configs:\n  c:\n    content: |+\n      text\n\n",
];

/// A file with services `s0`, `s1` and so on, as a person might write it.
fn file(chance: &mut Chance) -> String {
    let step = " ".repeat([2, 2, 4, 3][chance.below(4) as usize]);
    let mut text = HEADS[chance.below(6) as usize].to_owned();
    text.push_str("services:\n");
    let count = chance.below(4);
    for service in 0..count {
        text.extend([step.as_str(), &format!("s{service}:\n")]);
        text.push_str(&keys(chance, &step));
    }
    if count == 0 {
        text.push_str("# none\n");
    }
    text.push_str(TAILS[chance.below(5) as usize]);
    if chance.below(4) == 0 {
        text.truncate(text.trim_end().len());
    }
    if chance.below(4) == 0 {
        text = text.replace('\n', "\r\n");
    }
    if chance.below(8) == 0 {
        text.insert(0, '\u{feff}');
    }
    text
}

/// The lines of a service; some of its keys, each once.
fn keys(chance: &mut Chance, step: &str) -> String {
    let indent = step.repeat(2);
    let mut text = String::new();
    let mut names = vec![""];
    for _ in 0..chance.below(5) {
        let part = PARTS[chance.below(11) as usize];
        let name = part.split(':').next().unwrap_or(part);
        if !part.starts_with(['#', '\n']) && names.contains(&name) {
            continue;
        }
        names.push(name);
        if part != "\n" {
            text.push_str(&indent);
        }
        text.push_str(&part.replace('@', &indent));
    }
    text
}

/// What a file says, by a parser that lychgate does not use.
#[track_caller]
fn read(text: &str) -> Yaml {
    let text = text.trim_start_matches('\u{feff}');
    let documents = YamlLoader::load_from_str(text);
    let documents = documents.unwrap_or_else(|error| panic!("{error}\n{text}"));
    documents.into_iter().next().unwrap_or(Yaml::Null)
}

/// The same without our services.
fn without_ours(mut all: Yaml) -> Yaml {
    let key = |name: &str| Yaml::String(name.to_owned());
    if let Yaml::Hash(all) = &mut all
        && let Some(services) = all.get_mut(&key("services"))
    {
        match services {
            Yaml::Hash(services) => {
                for name in ["web", "worker"] {
                    services.remove(&key(name));
                }
                if services.is_empty() {
                    all.remove(&key("services"));
                }
            }
            _ => drop(all.remove(&key("services"))),
        }
    }
    all
}

/// Fails if `after` is not `before` with something put in at one place.
#[track_caller]
fn only_grew(before: &str, after: &str) {
    let same = |pair: &(u8, u8)| pair.0 == pair.1;
    let start = before.bytes().zip(after.bytes()).take_while(same).count();
    let end = before.bytes().rev().zip(after.bytes().rev());
    let end = end.take_while(same).count();
    assert!(start + end >= before.len(), "{before}\n---\n{after}");
}

#[test]
fn all_that_is_not_ours_stays() {
    let plain = services(&format!("{TABLE}[deploy]\n"));
    let other = format!("{TABLE}[deploy.service]\nimage = \"x: y\"\nenv-file = [\".env\"]\n");
    let other = services(&other);
    for seed in 0..FILES {
        let before = file(&mut Chance::new(seed));
        let edited = plain.put_into(&before);
        let edited = edited.unwrap_or_else(|fault| panic!("{seed}: {fault:?}\n{before}"));
        let after = edited.text;
        only_grew(&before, &after);
        assert_eq!(
            without_ours(read(&before)),
            without_ours(read(&after)),
            "{seed}\n{after}"
        );
        let ours = read(&plain.text());
        for name in ["web", "worker"] {
            assert_eq!(
                read(&after)["services"][name],
                ours["services"][name],
                "{seed}\n{after}"
            );
        }
        // There and back.
        let changed = other.put_into(&after).expect("the services are ours").text;
        assert_ne!(changed, after, "{seed}");
        let back = plain.put_into(&changed).map(|edited| edited.text);
        assert_eq!(back.as_ref(), Ok(&after), "{seed}");
    }
}
