//! The limit that the program inherits: how many files it may have open.

use nix::sys::resource::{Resource, getrlimit};
use nix::sys::signal::Signal;

use super::case::Case;
use crate::prove::scenario::{Act, Expectation, Scenario};

/// The scenarios of `nofile`: where the container allows it, as far as this machine does,
/// and where its hard limit is lower.
pub(super) fn scenarios(case: &Case<'_>) -> Vec<Scenario> {
    let (Some(nofile), Ok((_, most))) = (case.plan.nofile, getrlimit(Resource::RLIMIT_NOFILE))
    else {
        return Vec::new();
    };
    let files = u64::from(nofile);
    let allowed = (files <= most).then(|| {
        let says = format!("its program may have {nofile} files open");
        limited(case, "nofile", &says, (files - 1, most), files)
    });
    let hard = most.min(files - 1);
    let says = format!("with a hard limit below {nofile} it says so, and takes that");
    let mut bounded = limited(case, "nofile-hard", &says, (hard - 1, hard), hard);
    let said = format!("nofile cannot be {nofile}: the hard limit is {hard}");
    bounded.expected.push(case.oracle.warned_by_runtime(&said));
    allowed.into_iter().chain([bounded]).collect()
}

/// In a container with these limits, soft and hard, the program may have `files` open.
fn limited(case: &Case<'_>, what: &str, says: &str, limits: (u64, u64), files: u64) -> Scenario {
    let mut scenario = case.scenario(what, says, "`nofile` is set", case.runs());
    scenario.image.open_files = Some(limits);
    scenario.acts = case.running(1).to_vec();
    scenario.acts.push(Act::Send(Signal::SIGTERM));
    scenario.expected = vec![Expectation::OpenFiles(case.command(), files)];
    scenario
}
