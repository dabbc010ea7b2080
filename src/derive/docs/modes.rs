//! What a container can be, and how that is chosen.

use super::before::program;
use super::markdown::{Page, code, codes, prose};
use super::{Guide, listed, number};
use crate::emit::sentence::{capitalized, either};
use crate::plan::{Command, Mode, Selection, Source, Unknown};

/// Small numbers as prose has them.
const WORDS: [&str; 8] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine",
];

impl Guide<'_> {
    /// The overview, and the modes.
    pub(super) fn modes(&self, page: &mut Page) {
        let Some(selection) = &self.plan.selection else {
            let mode = &self.plan.modes[0];
            let about = match mode.about.as_str() {
                "" => String::new(),
                about => format!(
                    "A container of this image {}.",
                    prose(about.trim_end_matches('.'))
                ),
            };
            page.paragraph(&[about, self.words_run(&[mode])]);
            return;
        };
        if self.has_modes() {
            page.paragraph(&self.overview(selection));
        }
        page.heading(2, "Modes");
        let rows: Vec<[String; 2]> = self
            .plan
            .modes
            .iter()
            .enumerate()
            .map(|(index, mode)| {
                let default = if selection.default == Some(index) {
                    " (default)"
                } else {
                    ""
                };
                [format!("{}{default}", code(&mode.name)), about(mode)]
            })
            .collect();
        page.table(["mode", "what the container does"], &rows);
        page.paragraph(&self.choice(selection));
        let runs_words = |mode: &&Mode| *mode.run().0 == Command::Words;
        let modes: Vec<&Mode> = self.plan.modes.iter().filter(runs_words).collect();
        page.paragraph(&[self.words_run(&modes)]);
    }

    /// Why there are several.
    fn overview(&self, selection: &Selection) -> Vec<String> {
        let count = self.plan.modes.len();
        let count = WORDS
            .get(count - 2)
            .map_or_else(|| count.to_string(), |word| (*word).to_owned());
        vec![
            format!(
                "The image of {} has {count} modes, and {} which one a container runs in.",
                prose(&self.plan.app),
                chosen(selection, "says"),
            ),
            "All share the code and the settings; each is started, scaled and stopped \
             without the others."
                .to_owned(),
        ]
    }

    /// How one is chosen.
    fn choice(&self, selection: &Selection) -> Vec<String> {
        let name = |mode: usize| code(&self.plan.modes[mode].name);
        let chosen = capitalized(&chosen(selection, "names the mode."));
        let default = selection.default;
        let silent = match selection.sources.as_slice() {
            [Source::Variable(_)] => "Where it is unset or empty",
            [Source::FirstWord] => "Where there is none",
            _ => "Where nothing does",
        };
        let default = default.map(|mode| format!("{silent}, the mode is {}.", name(mode)));
        let options = selection.options;
        let options = options.map(|mode| format!("Options alone are for {}.", name(mode)));
        let by_word = selection.sources.contains(&Source::FirstWord);
        let unknown = match selection.unknown {
            Unknown::Exec if by_word => {
                Some("Any other command is run as it is, without a mode.".to_owned())
            }
            Unknown::Mode(mode) if by_word => {
                Some(format!("Any other word is for {}.", name(mode)))
            }
            _ => None,
        };
        let sentences = [Some(chosen), default, options, unknown];
        sentences.into_iter().flatten().collect()
    }

    /// Where the command of `modes` comes from.
    fn words_run(&self, modes: &[&Mode]) -> String {
        if modes.is_empty() || modes.iter().any(|mode| *mode.run().0 != Command::Words) {
            return String::new();
        }
        let subject = if self.has_modes() {
            let names = codes(modes.iter().map(|mode| mode.name.as_str()));
            let runs = number(modes.len(), "runs", "run");
            format!("{} {runs}", listed(&names))
        } else {
            "A container runs".to_owned()
        };
        format!(
            "{subject} the command that is given behind the image's name, or in `command` of \
             Compose, and else the CMD of the image."
        )
    }
}

/// A sentence, or a part of one, whose subject is who chooses.
fn chosen(selection: &Selection, predicate: &str) -> String {
    let source = |source: &Source| match source {
        Source::FirstWord => "the first word of the command".to_owned(),
        Source::Variable(name) => code(name),
    };
    let names: Vec<String> = selection.sources.iter().map(source).collect();
    let comma = number(names.len(), "", ",");
    format!("{}{comma} {predicate}", names.join(", or else "))
}

/// What `mode` is for, and which other words choose it.
fn about(mode: &Mode) -> String {
    let aliases = codes(mode.aliases.iter().map(String::as_str));
    let aliases = match aliases.as_slice() {
        [] => None,
        _ => Some(format!("also named {}", either(aliases))),
    };
    let matches: Vec<String> = mode
        .matches
        .iter()
        .map(|glob| code(&glob.to_string()))
        .collect();
    let matches = match matches.as_slice() {
        [] => None,
        _ => Some(format!("also for first words like {}", either(matches))),
    };
    let about = match (mode.about.as_str(), mode.run().0) {
        ("", Command::Words) => "runs the command".to_owned(),
        ("", Command::Program(words)) => format!("runs {}", code(&program(words))),
        (about, _) => prose(about),
    };
    let parts = [Some(about), aliases, matches].into_iter().flatten();
    let parts: Vec<String> = parts.collect();
    parts.join("; ")
}
