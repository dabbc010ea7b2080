//! How the faults of a table are said; every sentence stands here, or in one place with
//! what it is about.

use super::fault::{Fault, Found};
use super::name::WORDS_OF_UNKNOWN;
use super::near;
use super::reserved::OWN_PREFIX;
use super::saying::{Saying, alternatives, quote, say};
use crate::diagnostic::Diagnostic;

/// The diagnostic for a fault.
pub(super) fn to_diagnostic(found: Found) -> Diagnostic {
    saying(&found.fault).at(found.span, found.related)
}

/// Everything that is said.
#[expect(
    clippy::too_many_lines,
    reason = "one match over all faults, and nothing else"
)]
fn saying(fault: &Fault) -> Saying {
    match fault {
        // The file.
        Fault::EmptyFile => say("the table is empty")
            .help("the smallest table is `[modes.web]` with `run = [\"PROGRAM\"]`"),
        Fault::NulByte => say("the table holds a NUL byte")
            .label("here")
            .help("is it a text file? save it as UTF-8 without NUL"),
        Fault::NulEscape => say("a string holds a NUL")
            .label("here")
            .help("neither a word nor a variable of a program can hold it"),
        Fault::Syntax { message, expected } => {
            let label = match expected.as_deref() {
                // A bare word is read as a string that lacks its quotes.
                Some("literal string") => "expected quotes, as in \"text\"".to_owned(),
                Some(expected) => format!("expected {expected}"),
                None => String::new(),
            };
            say(format!("not TOML: {message}"))
                .label(label)
                .see("opened here")
        }
        Fault::UnclosedArray => say("not TOML: an array is not closed")
            .label("expected `,` or `]` before this")
            .see("opened here")
            .help("arrays end with `]`, and a comma stands between two elements"),
        Fault::DuplicateKey { key } => say(format!("{} is defined twice", quote(key)))
            .label("again here")
            .see("first here")
            .help("put both together, or give one another name"),
        Fault::Nesting => say("nested too deeply")
            .label("too deep from here on")
            .help("no key of a table needs more than five levels"),
        Fault::More { count } => say(format!("{count} more errors are not shown")),

        // Keys and kinds of value.
        Fault::UnknownKey {
            key,
            section,
            near,
            home,
            keys,
        } => say(format!("unknown key {}", quote(key)))
            .label(format!("no key of {section}"))
            .help(match home {
                Some(home) => format!("{} belongs in {home}", quote(key)),
                None => format!("keys: {}", keys.join(", ")),
            })
            .near(near),
        Fault::MissingKey {
            key,
            section,
            example,
        } => say(format!("`{key}` is missing"))
            .label(format!("{section} cannot do without it"))
            .help(format!("add it, as in `{key} = {example}`")),
        Fault::WrongType {
            key,
            expected,
            found,
            example,
        } => {
            let saying = say(format!("`{key}` has the wrong type"))
                .label(format!("expected {expected}, found {found}"));
            match *example {
                "" => saying,
                example => saying.help(format!("write it as in `{key} = {example}`")),
            }
        }
        Fault::OutOfRange {
            key,
            min,
            max,
            example,
        } => say(format!("`{key}` is out of range"))
            .label(format!("expected {min} to {max}"))
            .help(format!("write it as in `{key} = {example}`")),
        Fault::NumberWithoutType { found } => say("`default` has the wrong type")
            .label("expected a string")
            .help(format!("put it in quotes, or add `type = \"{found}\"`")),
        Fault::EmptyArray { key } => say(format!("`{key}` is an empty array"))
            .label("nothing in it")
            .help("name something, or leave the key out"),
        Fault::EmptyString { key } => say(format!("`{key}` is empty"))
            .label("expected text")
            .help("say something, or leave the key out"),
        Fault::ControlCharacter { key, found } => say(format!(
            "`{key}` holds the control character `{}`",
            found.escape_default()
        ))
        .label("here")
        .help("it is shown to people as one line of text"),
        Fault::NotOneOf {
            key,
            value,
            allowed,
        } => say(format!("`{key}` cannot be {}", quote(value)))
            .label(format!("expected {}", alternatives(allowed))),
        Fault::ListedTwice { key, value } => {
            say(format!("{} stands twice in `{key}`", quote(value)))
                .label("again here")
                .see("first here")
                .help("leave one out")
        }

        // `[entrypoint]`.
        Fault::SelectSource { value } => say(format!("{} selects no mode", quote(value)))
            .label("expected `arg` or `env:NAME`")
            .help("`arg` is the first word, `env:NAME` is a variable"),
        Fault::SelectMissing { modes } => say(format!("{modes} modes, but nothing selects one"))
            .label("a second mode")
            .see("the first mode")
            .help("add `select = \"arg\"` or `select = \"env:NAME\"` to [entrypoint]"),
        Fault::NeedsArg { key } => say(format!("`{key}` without \"arg\" in `select`"))
            .label("about the first word, which nobody looks at")
            .see("the sources")
            .help("add \"arg\" to `select` of [entrypoint]"),
        Fault::OptionsWithoutProgram { mode } => say(format!(
            "the mode {} has no program to give options to",
            quote(mode)
        ))
        .label("a command that begins with `-` cannot be executed")
        .see("the mode without `run`")
        .help("give the mode a `run` with `$@` in it"),
        Fault::WordsNowhere { key, mode } => say(format!(
            "`{key}` gives words to {}, which has no place for them",
            quote(mode)
        ))
        .label("every such command line would be refused")
        .see("no `$@` in here")
        .help("add `$@` to `run`, where the words are to go"),
        Fault::StateFolder => say("`state` is no plain absolute path")
            .label("expected `/`, letters, digits and `_ . -`")
            .help("write it as in `state = \"/run/app\"`"),
        Fault::StateOfNothing => say("`state` without a mode that has `health`")
            .label("nothing would be kept there")
            .help("leave it out, or give a mode `health = { alive = true }`"),
        Fault::RunWithoutMode => say("`run` in `verbs` without a mode whose environment it is")
            .label("its first word is a command")
            .see("only the first word names a mode")
            .help("add `default`, or a variable to `select`"),
        Fault::Umask { value } => say(format!("{} is no file mode creation mask", quote(value)))
            .label("expected three or four octal digits, at most 0777")
            .help("write it as in `umask = \"0027\"`"),

        // Modes.
        Fault::NoModes => say("the table has no modes")
            .label("nothing in it")
            .help("add at least one, as in `[modes.web]`"),
        Fault::EmptyModeName => say("the name of a mode is empty")
            .label("expected a name")
            .help("call it by what it does, as in `web`"),
        Fault::LongModeName { length } => say("the name of a mode is too long")
            .label(format!("{length} bytes, and 64 is the limit")),
        Fault::FirstOfModeName { name, first } => {
            let like = if *first == '-' {
                "an option"
            } else {
                "a question to the script"
            };
            say(format!("the mode {} begins with `{first}`", quote(name)))
                .label(format!("looks like {like}"))
                .help("begin it with a letter or a digit")
        }
        Fault::CharacterOfModeName { name, found } => say(format!(
            "the mode {} has {} in its name",
            quote(name),
            quote(&found.to_string())
        ))
        .label("not allowed in a mode's name")
        .help("use letters, digits and `_ . : / + @ -`"),
        Fault::ModeNamedAsUnknown { name } => {
            say(format!("a mode cannot be called {}", quote(name)))
                .label("a word of `unknown`")
                .help("in `unknown` this word would have two meanings")
        }
        Fault::AliasOfItself { name } => say(format!("{} is its own alias", quote(name)))
            .label("needs no alias")
            .see("the mode's name")
            .help("leave it out"),
        Fault::AliasIsMode { name } => say(format!("the alias {} is a mode's name", quote(name)))
            .label("means this mode")
            .see("and this one")
            .help("a word can mean one mode only"),
        Fault::AliasTwice { name } => say(format!("{} is the alias of two modes", quote(name)))
            .label("means this mode")
            .see("and this one")
            .help("a word can mean one mode only"),
        Fault::MatchTwice => say("the same pattern stands twice in `match`")
            .label("again here")
            .see("first here")
            .help("a word can mean one mode only"),
        Fault::NoSuchMode { key, name, modes } => {
            let words = WORDS_OF_UNKNOWN.into_iter().filter(|_| *key == "unknown");
            say(format!("no mode is called {}", quote(name)))
                .label(format!("`{key}` wants a mode's name"))
                .near(&near::names(
                    name,
                    modes.iter().map(String::as_str).chain(words),
                ))
        }
        Fault::AliasForMode { key, alias, mode } => say(format!("{} is an alias", quote(alias)))
            .label(format!("`{key}` wants a mode's name"))
            .see("the alias")
            .help(format!("write {}", quote(mode))),
        Fault::NoProgram { key } => say(format!("`{key}` names no program"))
            .label("expected a program")
            .help("the first word is the program"),
        Fault::ProgramIsWords => say("`run` begins with the words")
            .label("expected a program")
            .help("leave `run` out to execute the words of the command line"),
        Fault::ProgramIsOption { program } => {
            say(format!("the program {} is an option", quote(program)))
                .label("begins with `-`")
                .help("the first element is the program; write `./-NAME` for a file of that name")
        }
        Fault::WordsTwice => say("`$@` stands twice in `run`")
            .label("again here")
            .help("leave one out; to pass the words twice is hardly meant"),
        Fault::WordsHere { key } => say(format!("`$@` in `{key}`"))
            .label("these are words of the program")
            .help("leave it out"),
        Fault::NoWords { key } => say(format!("`{key}` holds no words"))
            .label("expected at least one")
            .help("one string is cut at blanks, an array has one string a word"),
        Fault::AddsNothing => say("an `arg` adds nothing")
            .label("expected `add` or `split`")
            .help("write it as in `add = [\"--workers\", \"${WORKERS}\"]`"),
        Fault::AddAndSplit => say("an `arg` has both `add` and `split`")
            .label("more words here")
            .see("words here")
            .help("make it two, each with its own `[[modes.NAME.arg]]`"),
        Fault::NotAnOption { name } => say(format!("{} is no option", quote(name)))
            .label("expected `-x` or `--name`, without a value")
            .help("values are found by themselves: `--name=value`, `-xvalue`"),
        Fault::NothingGiven => say("`unless-given` in a mode that takes no words")
            .label("never given")
            .see("no `$@` in here")
            .help("add `$@` to `run`, or leave this out"),
        Fault::WordsInText => say("`$@` stands inside other text")
            .label("no element of its own")
            .help("`$@` is any number of words; make it an element, or write `$$@` for the text"),
        Fault::UnclosedQuote => say("a quote in the string is not closed")
            .label("cannot be split into words")
            .help("close it, or write an array: one string a word, no quoting"),
        Fault::NotASignal { name, near } => {
            say(format!("{} is no signal's name here", quote(name)))
                .label("expected `HUP`, `INT`, `QUIT`, `TERM`, `USR1`, `USR2` or `WINCH`")
                .near(&near.map(str::to_owned).into_iter().collect::<Vec<_>>())
        }
        Fault::SignalCannotStop { name } => {
            say(format!("{} is no way to stop a program", quote(name)))
                .label("expected `HUP`, `INT`, `QUIT`, `TERM`, `USR1`, `USR2` or `WINCH`")
                .help("no program takes this signal as the wish to end gracefully")
        }
        Fault::SignalIgnored { name } => {
            say(format!("a supervised program does not hear `{name}`"))
                .label("ignored from its start")
                .see("supervised because of this")
                .help("a shell starts background programs with INT and QUIT ignored; use `TERM`")
        }
        Fault::NeverRestarted { key } => say(format!("`{key}` with `on = \"never\"`"))
            .label("no failure is followed by a start")
            .see("because of this")
            .help("leave one of them out"),
        Fault::NeedsFactor { key } => say(format!("`{key}` without a `factor` above 1"))
            .label("the pause never grows")
            .see("the restart")
            .help("add `factor = 2`, or leave this out"),
        Fault::MaxDelayBelowDelay => say("`max-delay` is shorter than `delay`")
            .label("the longest pause")
            .see("the first pause")
            .help("a pause only grows; give a longer `max-delay`"),
        Fault::ContradictsSupervise { key } => {
            say(format!("`supervise = false` contradicts `{key}`"))
                .label("nobody would be there")
                .see("for this")
                .help("leave one of them out")
        }
        Fault::NeedsSupervise { key } => say(format!("`{key}` without anyone to see to it"))
            .label("the script has become the program by then")
            .see("the mode")
            .help("add `supervise = true`"),
        Fault::ForwardsStop { name } => say(format!("`{name}` stops the container"))
            .label("never passed on as it is")
            .help("leave it out; what the program is sent is `stop.signal`"),
        Fault::ForwardAndStop { name } => say(format!("`{name}` is to stop and to be passed on"))
            .label("passed on here")
            .see("stops the container")
            .help("leave one of them out"),
        Fault::ForwardTwice { name } => say(format!("`{name}` is passed on twice"))
            .label("again here")
            .see("first here")
            .help("leave one of them out"),
        Fault::NoKindOfHealth => say("`health` asks nothing")
            .label("nothing in it")
            .help("the least is `health = { alive = true }`"),
        Fault::TwoKindsOfHealth => say("`health` asks two things")
            .label("a second kind")
            .see("the first one")
            .help("leave one out; each kind asks also whether the program is alive"),
        Fault::NotAlive => say("`alive` can only be true")
            .label("expected `true`")
            .help("leave `health` out if nobody is to ask"),
        Fault::NotAPort { value } => say(format!("{} is no port", quote(value)))
            .label("expected 1 to 65535")
            .help("write it as in `tcp = \"8080\"` or `tcp = \"${PORT}\"`"),
        Fault::UnhealthyWithoutHealth => say("`then = \"unhealthy\"` without `health`")
            .label("nobody could ask")
            .see("the mode")
            .help("add `health = { alive = true }` to the mode"),
        Fault::Duration { text } => say(format!("{} is no duration", quote(text)))
            .label("expected a number and a unit")
            .help("write seconds, minutes or hours, as in `90s`, `5m`, `1h`"),
        Fault::FineDuration { text } => say(format!("{} is finer than a second", quote(text)))
            .label("expected whole seconds")
            .help("`sleep` of POSIX knows whole seconds only"),
        Fault::DurationRange { text } => {
            say(format!("the duration {} is out of range", quote(text))).label("expected 1s to 24h")
        }

        // Variables.
        Fault::VariableName { name } => say(format!("{} is no name of a variable", quote(name)))
            .label("expected letters, digits and `_`, no digit in front")
            .help("a shell can neither read nor set a variable of another name"),
        Fault::OwnVariable { name } => say(format!("{} is a variable of the script", quote(name)))
            .label(format!("begins with `{OWN_PREFIX}`"))
            .help(format!(
                "names that begin with `{OWN_PREFIX}` are the script's own"
            )),
        Fault::ReservedVariable {
            name,
            reserved: entry,
        } => entry.saying(name),
        Fault::VariableTwice { name } => say(format!("the alias {} is already taken", quote(name)))
            .label("another name of this variable")
            .see("and a name here")
            .help("a name can stand for one variable only"),
        Fault::ExportWithoutDefault => say("`export` without `default`")
            .label("has nothing to say")
            .help("`export` is about the default; add one, or leave `export` out"),
        Fault::RequiredWithDefault => say("`required` contradicts `default`")
            .label("must come from outside")
            .see("and never needs to")
            .help("leave one of them out"),
        Fault::LimitWithoutNumber { key } => say(format!("`{key}` needs a number"))
            .label("a limit of something that is no number")
            .see("the type")
            .help("add `type = \"int\"` or `type = \"port\"`"),
        Fault::MinAboveMax { min, max } => say(format!("`min` is {min} and `max` is {max}"))
            .label("the largest value")
            .see("the smallest value")
            .help("no number is in between"),
        Fault::LogWithoutLog => say("`log` of a variable, but the script logs nothing")
            .label("would not be said")
            .help("add `log = \"plain\"` to [entrypoint]"),
        Fault::CaseAfterLast => say("the cases after this one never apply")
            .label("holds always")
            .help("add `when`, or put this case last"),
        Fault::ValueNotOfType {
            key,
            value,
            expected,
        } => say(format!("{} in `{key}` does not fit `type`", quote(value)))
            .label(format!("expected {expected}"))
            .see("the type"),
        Fault::ValueNotListed { value } => {
            say(format!("the default {} is not allowed", quote(value)))
                .label("not in `one-of`")
                .see("the values allowed")
                .help("take one of them, or add it to them")
        }
        Fault::ValueOutOfRange { key, value, bound } => {
            say(format!("{} in `{key}` is out of range", quote(value)))
                .label(format!("contradicts `{bound}`"))
                .see("the limit")
                .help("change the value or the limit")
        }
        Fault::ValueNotOfPattern { key, value } => say(format!(
            "{} in `{key}` does not match `pattern`",
            quote(value)
        ))
        .label("has another form")
        .see("the pattern")
        .help("change the value or the pattern"),
        Fault::DefaultOfItself { name } => say(format!("{} is its own default", quote(name)))
            .label("unset, where it is needed")
            .help("write the value itself"),
        Fault::Cycle { names } => {
            let shown: Vec<String> = names.iter().take(5).map(|name| quote(name)).collect();
            let more = if names.len() > 5 { " -> ..." } else { "" };
            say("the defaults need each other")
                .label(format!("{}{more}", shown.join(" -> ")))
                .see("needed by the first")
                .help("give one of them a value that needs no other")
        }

        // Steps.
        Fault::StepTwice { name } => say(format!("two steps are called {}", quote(name)))
            .label("again here")
            .see("first here")
            .help("give one of them another name; messages tell them apart by it"),
        Fault::StepOfMode { name } => say(format!("the mode {} has no steps", quote(name)))
            .label("never run in it")
            .see("because of this")
            .help("leave it out here, or leave `setup` out there"),
        Fault::StepNowhere => say("no mode runs this step")
            .label("never run")
            .see("leaves steps out, as every mode does")
            .help("leave the step out, or `setup` of a mode"),

        Fault::Deploy(fault) => fault.saying(),
        Fault::Scenario(fault) => fault.saying(),

        // The small languages inside strings.
        Fault::Dollar { name } => say("`$` begins no substitution")
            .label("expected `${NAME}`, `${NAME:-text}` or `${NAME:+text}`")
            .help(if name.is_empty() {
                "write `$$` for a `$` as it is; nothing is executed here".to_owned()
            } else {
                format!("write `${{{name}}}` for the value, `$$` for a `$` as it is")
            }),
        Fault::UnclosedSubstitution => say("`${` is not closed")
            .label("expected `}`")
            .help("write `$${` for this text as it is"),
        Fault::SubstitutionForm { found } => say(format!("{} after a name", quote(found)))
            .label("expected `}`, `:-text}` or `:+text}`")
            .help("the other expansions of the shell are not part of a table"),
        Fault::SubstitutionText { found } => say(format!("`{found}` inside a substitution"))
            .label("expected text without `$` and braces")
            .help("substitutions do not nest; give the variable a `default` in its [env] table"),
        Fault::UnclosedBracket => say("`[` is not closed")
            .label("expected `]`")
            .help("write `[[]` for a bracket as it is"),
        Fault::BracketClass => say("character classes are not in every shell")
            .label("expected characters or ranges")
            .help("write ranges, as in `[a-z]`"),
        Fault::BracketCharacter { found: '^' } => say("`^` in front of a set")
            .label("means different things in different shells")
            .help("write `[!...]` for all others; put a `^` that is meant behind the rest"),
        Fault::BracketCharacter { found } => {
            say(format!("{} inside brackets", quote(&found.to_string())))
                .label("expected printable ASCII")
                .help("shells compare single bytes there; use `?` or `*`")
        }
        Fault::BracketRange { first, last } => say(format!("`{first}-{last}` is no range"))
            .label("expected digits, lower case or upper case, in order")
            .help("put a `-` that is meant first or last"),
        Fault::UnknownTest { found, near } => say(format!("{} begins no condition", quote(found)))
            .label("expected a test such as `env:NAME`")
            .help("tests: `env:` `true:` `file:` `dir:` `socket:` `empty:` `arg:` `cmd:` `root`")
            .near(near),
        Fault::EmptyOperand { test } => {
            say(format!("`{test}` of nothing")).label("expected more after the colon")
        }
        Fault::ConditionValue => say("a value is missing")
            .label("expected letters, digits and `_ . / : + , -`, or quotes")
            .help("put any other value in '...', and write '' for the empty one"),
        Fault::UnclosedValue => say("a quoted value is not closed").label("expected `'`"),
        Fault::AfterCondition { found } => say(format!("{} after a value", quote(found)))
            .label("expected `|` or the end")
            .help("put a value with other characters in '...'; an array means all of them"),
        Fault::ProgramName { name } => say(format!("{} is no program's name", quote(name)))
            .label("expected a name or a path")
            .help("`cmd:` asks whether a program is there, without arguments"),
        Fault::ConditionNesting => say("conditions are nested too deeply")
            .label("too deep from here on")
            .help("arrays and `any` can stand in each other three levels deep"),
    }
}
