//! From a plan and a start to the story of it.

use crate::emit::question::is_question;
use crate::emit::sentence::wrong;
use crate::explain::answer::Answer;
use crate::explain::choice::{Choice, choose, require_command};
use crate::explain::life::{probe, supervised};
use crate::explain::story::{Entry, Refusal, Remark, Run, StepStory, Story};
use crate::explain::value::World;
use crate::explain::{Start, Unexplained};
use crate::plan::{Command, Condition, Life, Mode, Note, Phase, Plan, Step, Variable};

/// What the container of `plan` does that is started by `start`.
///
/// # Errors
/// The start is none, or what comes of it depends on too much in the container.
pub fn explain<'p>(plan: &'p Plan, start: &Start) -> Result<Story<'p>, Unexplained> {
    let first = start.first_word();
    if is_question(plan, first) {
        return Err(Unexplained::Question(first.to_owned()));
    }
    let story = |mode, environment, then| Story {
        plan,
        mode,
        environment,
        then,
    };
    let (chosen, words) = match choose(plan, start) {
        Err(refusal) => return Ok(story(None, Vec::new(), Err(refusal))),
        Ok(Choice::Words) => return Ok(story(None, Vec::new(), Ok(words_alone(start)))),
        Ok(Choice::Mode(chosen, words)) => (chosen, words),
    };
    let mode = chosen.mode;
    if *mode.run().0 == Command::Words
        && let Err(refusal) = require_command(plan.exit.usage, &words)
    {
        return Ok(story(Some(chosen), Vec::new(), Err(refusal)));
    }
    let world = World::new(mode, start);
    let entries = mode.variables().map(|variable| entry(variable, &world));
    let environment = entries.collect::<Result<Vec<_>, _>>()?;
    let then = match refused(&environment) {
        Some(messages) => Err(Refusal {
            code: plan.exit.environment,
            messages,
        }),
        None => Ok(run(mode, &words, &world)?),
    };
    Ok(story(Some(chosen), environment, then))
}

/// The words as a command to which no rule applies.
fn words_alone<'p>(start: &Start) -> Run<'p> {
    Run {
        steps: Vec::new(),
        directory: None,
        command: Answer::known(start.words.clone()),
        supervised: None,
        health: None,
    }
}

fn entry<'p>(variable: &'p Variable, world: &World<'_>) -> Result<Entry<'p>, Unexplained> {
    let mut errors = Vec::new();
    for check in &variable.checks {
        let message = || wrong(&variable.reference.name, check);
        let applies = world.answer(|world| world.fails(variable, check))?;
        errors.extend(remark(applies, message));
    }
    let mut warnings = Vec::new();
    for note in &variable.notes {
        let Note::Warn { when, say } = note else {
            continue;
        };
        let applies = world.answer(|world| world.holds(when))?;
        warnings.extend(remark(applies, || say.clone()));
    }
    Ok(Entry {
        variable,
        value: world.answer(|world| world.variable(variable))?,
        errors,
        warnings,
    })
}

/// The sentence of `message`, unless it is never said.
fn remark(applies: Answer<bool>, message: impl FnOnce() -> String) -> Option<Remark> {
    (applies.certain() != Some(&false)).then(|| Remark {
        message: message(),
        applies,
    })
}

/// What the container says before it leaves for what is wrong in any case.
fn refused(environment: &[Entry<'_>]) -> Option<Vec<String>> {
    let errors = environment.iter().flat_map(|entry| &entry.errors);
    let certain = errors.filter(|error| error.applies.certain() == Some(&true));
    let messages: Vec<_> = certain.map(|error| error.message.clone()).collect();
    (!messages.is_empty()).then_some(messages)
}

fn run<'p>(mode: &'p Mode, words: &[String], world: &World<'_>) -> Result<Run<'p>, Unexplained> {
    let steps = mode.steps().iter().map(|one| step(one, world));
    let directory = mode.phases.iter().find_map(|phase| match phase {
        Phase::Directory(directory) => Some(world.answer(|world| world.text(directory))),
        _ => None,
    });
    let (command, life) = mode.run();
    Ok(Run {
        steps: steps.collect::<Result<_, _>>()?,
        directory: directory.transpose()?,
        command: self::command(command, words, world)?,
        supervised: match life {
            Life::Exec => None,
            Life::Supervise(supervision) => Some(supervised(supervision, world)?),
        },
        health: match &mode.health {
            None => None,
            Some(health) => Some(probe(health, world)?),
        },
    })
}

fn step<'p>(step: &'p Step, world: &World<'_>) -> Result<StepStory<'p>, Unexplained> {
    let always = Condition::All(Vec::new());
    let when = step.when.as_ref().unwrap_or(&always);
    Ok(StepStory {
        step,
        applies: world.answer(|world| world.holds(when))?,
        command: world.answer(|world| world.words(&step.command))?,
    })
}

fn command(
    command: &Command,
    words: &[String],
    world: &World<'_>,
) -> Result<Answer<Vec<String>>, Unexplained> {
    let takes_words = command.takes_words();
    let given = if takes_words { words } else { &[] };
    world.answer(|world| {
        let words = world.with_added(given)?;
        let Command::Program(arguments) = command else {
            return Ok(words);
        };
        let mut argv = Vec::new();
        for argument in arguments {
            match argument {
                None => argv.extend_from_slice(&words),
                Some(text) => argv.push(world.text(text)?),
            }
        }
        if !takes_words {
            argv.extend(words);
        }
        Ok(argv)
    })
}
