//! What the script says when something is wrong, and what to do then.

use super::Guide;
use super::markdown::{Page, codes};
use crate::emit::help::known;
use crate::emit::sentence::{
    NO_COMMAND, OPTION_FIRST, cannot_enter, either, gives_up, invalid, is_unhealthy, no_arguments,
    no_mode, no_variable, starts_again, unknown_mode, wrong,
};
use crate::emit::{emit, form};
use crate::plan::{
    AfterLimit, Limit, Log, Mode, Note, Phase, Piece, Plan, Restart, RestartOn, Selection, Source,
    StepFail, Unknown,
};

/// Why the script ends the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// A variable names no mode.
    Mode,
    /// The words of the command are wrong.
    Usage,
    /// A variable is wrong.
    Environment,
    /// A step failed.
    Step,
    /// The program ended too often.
    CrashLoop,
}

impl Cause {
    /// Every one of them.
    pub(super) const ALL: [Self; 5] = [
        Self::Mode,
        Self::Usage,
        Self::Environment,
        Self::Step,
        Self::CrashLoop,
    ];

    /// The exit code in `plan`.
    pub(super) const fn code(self, plan: &Plan) -> u8 {
        match self {
            Self::Mode => plan.exit.mode,
            Self::Usage => plan.exit.usage,
            Self::Environment => plan.exit.environment,
            Self::Step => plan.exit.step,
            Self::CrashLoop => plan.exit.crash_loop,
        }
    }
}

/// Messages with one remedy.
pub(super) struct Trouble {
    /// What the script says, with a word in capitals for a value.
    says: Vec<String>,
    /// What to do.
    help: String,
    /// Why the container ends; `None` where it goes on.
    pub(super) ends: Option<Cause>,
}

impl Trouble {
    fn new(says: Vec<String>, help: &str) -> Self {
        Self {
            says,
            help: help.to_owned(),
            ends: None,
        }
    }

    fn that_ends(mut self, cause: Cause) -> Self {
        self.ends = Some(cause);
        self
    }
}

impl Guide<'_> {
    /// The section.
    pub(super) fn trouble(&self, troubles: &[Trouble], page: &mut Page) {
        if troubles.is_empty() {
            return;
        }
        page.heading(2, "Troubleshooting");
        page.paragraph(&[
            "By what the script says; a word in capitals stands for a value.".to_owned(),
        ]);
        for trouble in troubles {
            let says: Vec<String> = trouble.says.iter().map(|text| self.line(text)).collect();
            page.fence("text", &says.join("\n"));
            let ends = trouble.ends.map(|cause| cause.code(self.plan));
            let ends = ends.map(|code| format!("The container ends with {code}."));
            page.paragraph(&[trouble.help.clone(), ends.unwrap_or_default()]);
        }
    }

    /// `text` as a line of the log, or what is looked for in one.
    fn line(&self, text: &str) -> String {
        match self.plan.log {
            Log::Plain => format!("{}: {text}", self.plan.app),
            Log::Logfmt | Log::Json => text.to_owned(),
        }
    }

    /// `text` as a warning.
    fn warning(&self, text: &str) -> String {
        form::warning(self.plan.log, text)
    }

    /// All that can be said, in the order of a container's life.
    pub(super) fn troubles(&self) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        if let Some(selection) = &self.plan.selection {
            self.selection(selection, &mut troubles);
        }
        self.commands(&mut troubles);
        self.environment(&mut troubles);
        self.failing_steps(&mut troubles);
        self.programs(&mut troubles);
        self.stops(&mut troubles);
        troubles.retain(|trouble| !trouble.says.is_empty());
        troubles
    }

    /// The choice of the mode.
    fn selection(&self, selection: &Selection, troubles: &mut Vec<Trouble>) {
        let modes = &self.plan.modes;
        let with = |[before, after]: [String; 2]| format!("{before}VALUE{after}");
        let sources = selection.sources.iter();
        let variables = sources.filter_map(|source| match source {
            Source::FirstWord => None,
            Source::Variable(name) => Some(with(invalid(name, modes))),
        });
        let help = "The variable names no mode: correct it.";
        troubles.push(Trouble::new(variables.collect(), help).that_ends(Cause::Mode));
        let by_word = selection.sources.contains(&Source::FirstWord);
        let exec = selection.unknown == Unknown::Exec;
        if selection.default.is_none() && !by_word {
            let says = vec![no_variable(selection, modes)];
            let help = "Set it to the mode that this container is to be.";
            troubles.push(Trouble::new(says, help).that_ends(Cause::Mode));
        }
        if selection.default.is_none() && by_word && !exec {
            let says = vec![no_mode(modes)];
            let help = "Put the mode behind the image's name, or in `command` of Compose.";
            troubles.push(Trouble::new(says, help).that_ends(Cause::Usage));
        }
        if by_word && selection.unknown == Unknown::Error {
            let says = vec![with(unknown_mode(modes))];
            let help = "The first word of the command names no mode: correct it.";
            troubles.push(Trouble::new(says, help).that_ends(Cause::Usage));
        }
        if by_word {
            let takes_none = |mode: &&Mode| !mode.run().0.takes_words();
            let says = modes.iter().filter(takes_none).map(no_arguments);
            let help = "Leave out what follows the mode in the command.";
            troubles.push(Trouble::new(says.collect(), help).that_ends(Cause::Usage));
        }
    }

    /// The command that a mode runs, where the script looks at it.
    fn commands(&self, troubles: &mut Vec<Trouble>) {
        let script = emit(self.plan);
        let is_said = |text: &&str| {
            let mut windows = script.windows(text.len());
            windows.any(|window| window == text.as_bytes())
        };
        let says = [NO_COMMAND, OPTION_FIRST].into_iter().filter(is_said);
        let help = "The command stands behind the image's name, in `command` of Compose, or in \
                    CMD of the image, and begins with a program.";
        let says = says.map(str::to_owned).collect();
        troubles.push(Trouble::new(says, help).that_ends(Cause::Usage));
    }

    /// Variables, and the directory that may come out of one.
    fn environment(&self, troubles: &mut Vec<Trouble>) {
        let known = known(self.plan);
        let variables = known.iter().map(|known| known.variable);
        let wrongs = variables.clone().flat_map(|variable| {
            let name = variable.reference.name.as_str();
            variable.checks.iter().map(move |check| wrong(name, check))
        });
        let help = "Set the variable, or correct its value. All that is wrong is said at once.";
        troubles.push(Trouble::new(wrongs.collect(), help).that_ends(Cause::Environment));
        let warns = variables.flat_map(|variable| &variable.notes);
        let warns = warns.filter_map(|note| match note {
            Note::Log => None,
            Note::Warn { say, .. } => Some(self.warning(say)),
        });
        let help = "A warning: the container runs all the same.";
        troubles.push(Trouble::new(warns.collect(), help));
        let mut enters: Vec<String> = Vec::new();
        for phase in self.plan.modes.iter().flat_map(|mode| &mode.phases) {
            if let Phase::Directory(directory) = phase {
                let path = match directory.as_slice() {
                    [Piece::Literal(path)] => path,
                    _ => "PATH",
                };
                enters.push(cannot_enter(path));
            }
        }
        enters.dedup();
        let help = "The directory is not there, or the user of the container may not enter it: \
                    look at what is mounted there.";
        troubles.push(Trouble::new(enters, help).that_ends(Cause::Environment));
    }

    fn failing_steps(&self, troubles: &mut Vec<Trouble>) {
        let steps = self.steps();
        for (fail, help) in [
            (
                StepFail::Stop,
                "What the command itself says stands above it. The program was not started.",
            ),
            (
                StepFail::Warn,
                "What the command itself says stands above it. The program is started all the \
                 same.",
            ),
        ] {
            let mut says = Vec::new();
            for (step, _) in steps.iter().filter(|(step, _)| step.fail == fail) {
                let name = &step.name;
                says.push(format!("step '{name}' failed with code CODE"));
                let late = |seconds| format!("step '{name}' took more than {seconds} s");
                says.extend(step.timeout.map(late));
            }
            troubles.push(if fail == StepFail::Stop {
                Trouble::new(says, help).that_ends(Cause::Step)
            } else {
                let says = says.iter().map(|text| self.warning(text));
                Trouble::new(says.collect(), help)
            });
        }
    }

    /// Programs that end by themselves.
    fn programs(&self, troubles: &mut Vec<Trouble>) {
        let restarts: Vec<(&Mode, &Restart)> = self
            .supervised()
            .filter_map(|(mode, supervision)| Some((mode, supervision.restart.as_ref()?)))
            .collect();
        let again = |how| {
            move |(mode, restart): &(&Mode, &Restart)| {
                let [before, next] = starts_again(mode, how);
                let pause = if restart.back_off.is_some() || restart.jitter > 0 {
                    "SECONDS".to_owned()
                } else {
                    restart.delay.to_string()
                };
                format!("{before}CODE{next}{pause} s")
            }
        };
        let ends = restarts
            .iter()
            .filter(|(_, restart)| restart.on != RestartOn::Never);
        let help = "The program ended by itself. Why is in its own lines above.";
        troubles.push(Trouble::new(ends.map(again("")).collect(), help));
        let planned = restarts
            .iter()
            .filter(|(_, restart)| !restart.recycle.is_empty());
        let help = "The program asked for a fresh start: nothing is wrong.";
        troubles.push(Trouble::new(
            planned.map(again(" as planned")).collect(),
            help,
        ));
        let limits = |then| {
            let limited = restarts.iter().filter_map(|(mode, restart)| {
                let limit = restart.limit?;
                (limit.then == then && restart.on != RestartOn::Never).then_some((*mode, limit))
            });
            limited.collect::<Vec<(&Mode, Limit)>>()
        };
        let says = limits(AfterLimit::Unhealthy);
        let says = says.iter().map(|(mode, limit)| is_unhealthy(mode, *limit));
        let help = "The program fails again and again. It is still started again; when its \
                    cause is gone, the container is healthy after a while.";
        troubles.push(Trouble::new(says.collect(), help));
        let says = limits(AfterLimit::Exit);
        let says = says.iter().map(|(mode, limit)| {
            let [before, after] = gives_up(mode, *limit);
            format!("{before}CODE{after}")
        });
        let help = "The program fails again and again. Why is in its own lines above.";
        troubles.push(Trouble::new(says.collect(), help).that_ends(Cause::CrashLoop));
        if self.plan.modes.iter().any(|mode| mode.health.is_some()) {
            let says = vec!["no health: there is no place for the state".to_owned()];
            let folders = codes(self.plan.state.iter().map(String::as_str));
            let help = format!(
                "The program runs, but the question for health has no answer. Let the user of \
                 the container write in {}, such as by `tmpfs` of Compose.",
                either(folders)
            );
            troubles.push(Trouble::new(says, &help));
        }
    }

    /// Ends that do not go well.
    fn stops(&self, troubles: &mut Vec<Trouble>) {
        let graces = self
            .supervised()
            .filter_map(|(_, supervision)| supervision.grace);
        let mut graces: Vec<u32> = graces.collect();
        graces.sort_unstable();
        graces.dedup();
        let says = graces
            .iter()
            .map(|grace| format!("still running after {grace} s: killed"));
        let help = "The program did not end in time after the stop: look at what it waits for.";
        troubles.push(Trouble::new(says.collect(), help));
        let mut hooks = Vec::new();
        for (has, name) in [
            (
                self.supervised().any(|(_, it)| it.before.is_some()),
                "stop.before",
            ),
            (
                self.supervised().any(|(_, it)| it.after.is_some()),
                "stop.after",
            ),
        ] {
            if has {
                hooks.push(format!("{name}: ended with code CODE"));
            }
        }
        let help = "A command around the stop failed; the program was stopped all the same.";
        troubles.push(Trouble::new(hooks, help));
        if self.supervised().next().is_some() {
            let says = ["TERM", "INT"]
                .map(|name| format!("{name} was ignored at the start: it stops nothing"));
            let help = "Whoever started the script ignores the signal, as `nohup` does and a \
                        shell in the background: start the container directly.";
            troubles.push(Trouble::new(says.to_vec(), help));
        }
    }
}
