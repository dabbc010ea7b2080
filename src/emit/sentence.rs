//! What the script says.

use crate::plan::{
    BackOff, Check, Condition, Glob, Limit, Mode, Restart, RestartOn, Selection, Source, Test,
};

/// Said where words are to be executed, and there are none.
pub(crate) const NO_COMMAND: &str = "no command to run: give the image a CMD";

/// Said where words are to be executed, and the first of them is an option.
pub(crate) const OPTION_FIRST: &str = "no command to run: put a program before the options";

/// Said where the directory `path` cannot become the working directory.
pub(crate) fn cannot_enter(path: &str) -> String {
    format!("cannot enter {}", one_line(path))
}

/// `text` with its control characters replaced, so that it is part of a line.
pub(crate) fn one_line(text: &str) -> String {
    text.replace(char::is_control, "?")
}

/// `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`.
pub(crate) fn one_of<'t>(names: impl IntoIterator<Item = &'t str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("'{name}'")).collect();
    listed(&quoted, "or")
}

/// `a`, `a or b`, `a, b or c`; nothing for none.
pub(crate) fn either(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    listed(&names, "or")
}

/// The columns of a comment in generated code, and of a line of `:help`.
pub(crate) const COLUMNS: usize = 80;

/// `text` in lines of at most so many columns, where its words allow.
pub(crate) fn filled(text: &str, columns: usize) -> Vec<String> {
    in_lines(text.split(' '), columns)
}

/// `words` in lines of at most so many columns; one that is longer has its own.
pub(crate) fn in_lines<'w>(
    words: impl IntoIterator<Item = &'w str>,
    columns: usize,
) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The longest name with which the others are aligned.
const LONGEST: usize = 40;

/// The columns in which `names` are aligned.
pub(crate) fn column(names: &[String]) -> usize {
    let columns = names.iter().map(|name| name.chars().count());
    columns.filter(|&own| own <= LONGEST).max().unwrap_or(0)
}

/// `text` with a capital in front.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// `a, b and c`.
pub(crate) fn all_of<'t>(names: impl IntoIterator<Item = &'t str>) -> String {
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    listed(&names, "and")
}

fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., end] => format!("{} {last} {end}", init.join(", ")),
    }
}

/// `Must be 'web' or 'worker'.`
fn must_be(modes: &[Mode]) -> String {
    format!("Must be {}.", one_of(modes.iter().map(|m| m.name.as_str())))
}

/// `A is not set`, `Neither A nor B is set`.
fn none_is_set<'t>(names: impl IntoIterator<Item = &'t str>) -> String {
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    match names.as_slice() {
        [only] => format!("{only} is not set"),
        several => format!("Neither {} is set", listed(several, "nor")),
    }
}

/// Said where the variable `name` names no mode: what stands before and behind its value.
pub(crate) fn invalid(name: &str, modes: &[Mode]) -> [String; 2] {
    [format!("Invalid {name}: "), format!(". {}", must_be(modes))]
}

/// Said where the first word names no mode: what stands before and behind it.
pub(crate) fn unknown_mode(modes: &[Mode]) -> [String; 2] {
    ["Unknown mode: ".to_owned(), format!(". {}", must_be(modes))]
}

/// Said where a word has to name the mode, and there is none.
pub(crate) fn no_mode(modes: &[Mode]) -> String {
    format!("No mode given. {}", must_be(modes))
}

/// Said where a variable of `selection` has to name the mode, and none is set.
pub(crate) fn no_variable(selection: &Selection, modes: &[Mode]) -> String {
    let names = selection.sources.iter().filter_map(|source| match source {
        Source::FirstWord => None,
        Source::Variable(name) => Some(name.as_str()),
    });
    format!("{}. {}", none_is_set(names), must_be(modes))
}

/// Said where words are left over for a mode whose program has no place for them.
pub(crate) fn no_arguments(mode: &Mode) -> String {
    format!("{} takes no arguments", mode.name)
}

/// When a program is started again: `started again 5 s after any exit`.
pub(crate) fn started_again(restart: &Restart) -> String {
    let planned = either(restart.recycle.iter().map(u8::to_string));
    let after = match (restart.on, planned.as_str()) {
        (RestartOn::Always, "") => "any exit".to_owned(),
        (RestartOn::Always, codes) => format!("any exit (planned by code {codes})"),
        (RestartOn::Failure, "") => "a failure".to_owned(),
        (RestartOn::Failure, codes) => format!("a failure or code {codes}"),
        (RestartOn::Never, codes) => format!("code {codes}"),
    };
    let delay = restart.delay;
    let jitter = match restart.jitter {
        0 => String::new(),
        seconds => format!(", and by chance up to {seconds} s more"),
    };
    let Some(back_off) = restart.back_off else {
        return format!("started again {delay} s after {after}{jitter}");
    };
    let BackOff {
        factor,
        longest,
        stable_after,
    } = back_off;
    let stable = stable_after.map_or(String::new(), |stable| {
        format!("; {delay} s again after a run of {stable} s")
    });
    format!(
        "started again after {after}: {delay} s later, then {factor} times as long each \
         time, at most {longest} s{stable}{jitter}"
    )
}

/// Said where the program of `mode` has ended, `how`, and is started again: what stands
/// before its code, and between that and the seconds until then.
pub(crate) fn starts_again(mode: &Mode, how: &str) -> [String; 2] {
    let before = format!("{}: ended with code ", mode.name);
    [before, format!("{how}; starts again in ")]
}

/// Said where the program of `mode` has ended too often for another start: what stands
/// before its code and behind it.
pub(crate) fn gives_up(mode: &Mode, limit: Limit) -> [String; 2] {
    let Limit { exits, within, .. } = limit;
    let before = format!("{}: ended with code ", mode.name);
    let after = format!(", more than {exits} times in {within} s: giving up");
    [before, after]
}

/// Said where the program of `mode` ends so often that it is not healthy.
pub(crate) fn is_unhealthy(mode: &Mode, limit: Limit) -> String {
    let Limit { exits, within, .. } = limit;
    format!(
        "{}: ended more than {exits} times in {within} s: unhealthy",
        mode.name
    )
}

/// What is wrong with the variable `name` if it fails `check`, in one line.
pub(crate) fn wrong(name: &str, check: &Check) -> String {
    format!("{name} {}", rule(check))
}

/// What `check` asks of a variable, in one line that begins with the verb.
pub(crate) fn rule(check: &Check) -> String {
    let rule = match check {
        Check::Required(None) => "is required".to_owned(),
        Check::Required(Some(condition)) => format!("is required{}", because(condition)),
        Check::Number { min, max } => format!("must be a whole number{}", range(*min, *max)),
        Check::Boolean => "must be true or false (or 1, 0, yes, no, on, off)".to_owned(),
        Check::OneOf(values) => {
            format!("must be {}", one_of(values.iter().map(String::as_str)))
        }
        Check::Pattern(glob) => format!("must look like {glob}"),
    };
    one_line(&rule)
}

/// ` from 1 to 9`, as far as there are limits.
pub(crate) fn range(min: Option<i32>, max: Option<i32>) -> String {
    match (min, max) {
        (None, None) => String::new(),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
    }
}

/// ` when X is 'a' or 'b'`; nothing for what takes more than a clause.
pub(crate) fn because(condition: &Condition) -> String {
    match condition {
        Condition::Test(Test::Set(name)) => format!(" when {} is set", name.name),
        Condition::Test(Test::Is(name, values)) => {
            let values = one_of(values.iter().map(String::as_str));
            format!(" when {} is {values}", name.name)
        }
        Condition::Test(Test::True(name)) => format!(" when {} is true", name.name),
        _ => String::new(),
    }
}

/// `name`, or `name (or alias)`, for a list of modes.
pub(crate) fn patterns_of(mode: &Mode) -> String {
    let matches = mode.matches.iter().map(Glob::to_string);
    let others: Vec<String> = mode.aliases.iter().cloned().chain(matches).collect();
    with_others(&mode.name, &others)
}

/// `name`, or `name (other, another)`.
pub(crate) fn with_others(name: &str, others: &[String]) -> String {
    if others.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", others.join(", "))
    }
}
