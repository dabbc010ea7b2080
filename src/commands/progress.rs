//! How far a proof has come, and what has failed so far, on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::prove::scenario::Scenario;
use crate::prove::verdict::{Played, Verdict};
use crate::shell::Shell;

/// A bar on standard error that goes away when this is dropped, below a line for each
/// failure. Where that is no terminal, there is neither.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for `cells`, hidden if `quiet`.
    pub(super) fn new(cells: usize, quiet: bool) -> Self {
        let target = if quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let bar = ProgressBar::with_draw_target(u64::try_from(cells).ok(), target);
        let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self {
            bar: bar.with_style(style.progress_chars("=> ")),
        }
    }

    /// A cell is done.
    pub(super) fn seen(&self, scenario: &Scenario, shell: Shell, played: &Played) {
        if matches!(played.verdict, Verdict::Refuted(_)) {
            self.bar.println(format!("FAIL {} in {shell}", scenario.id));
        }
        self.bar.set_message(scenario.id.clone());
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
