//! How a program is looked after, and what is asked for its health.

use crate::explain::Unexplained;
use crate::explain::answer::Answer;
use crate::explain::story::{Probe, Supervised};
use crate::explain::value::World;
use crate::plan::{Health, Supervision, Text};

/// How a program is looked after.
///
/// # Errors
/// A command depends on too much in the container.
pub(super) fn supervised<'p>(
    supervision: &'p Supervision,
    world: &World<'_>,
) -> Result<Supervised<'p>, Unexplained> {
    let command = |command: &Option<Vec<Text>>| {
        let command = command.as_ref().map(|command| words(command, world));
        command.transpose()
    };
    Ok(Supervised {
        supervision,
        before: command(&supervision.before)?,
        after: command(&supervision.after)?,
    })
}

/// What is asked for health.
///
/// # Errors
/// It depends on too much in the container.
pub(super) fn probe(health: &Health, world: &World<'_>) -> Result<Probe, Unexplained> {
    Ok(match health {
        Health::Alive => Probe::Alive,
        Health::Run(command) => Probe::Run(words(command, world)?),
        Health::Tcp(port) => Probe::Tcp(world.answer(|world| world.text(port))?),
        Health::File { path, fresh_for } => Probe::File {
            path: world.answer(|world| world.text(path))?,
            fresh_for: *fresh_for,
        },
    })
}

fn words(command: &[Text], world: &World<'_>) -> Result<Answer<Vec<String>>, Unexplained> {
    world.answer(|world| world.words(command))
}
