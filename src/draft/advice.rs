//! What a Dockerfile needs for the script.

use crate::dockerfile::Image;
use crate::table::SCRIPT;

use super::command::Run;
use super::front::Front;
use super::text::array;

/// The lines for the Dockerfile; `run` is what the default mode runs.
pub(super) fn lines(image: &Image, by_word: bool, run: Option<&Run>) -> Vec<String> {
    let mut front = Front::of(image).before;
    front.push(SCRIPT.to_owned());
    let mut lines = vec![
        format!("COPY {SCRIPT} /usr/local/bin/"),
        format!("ENTRYPOINT {}", array(&front)),
    ];
    if by_word && image.cmd.is_some() {
        lines.push("# and no CMD: the first word names the mode".to_owned());
    } else if image.cmd.is_none() && run.is_some_and(Run::is_words) && !by_word {
        lines.push("CMD [\"/app/server\"]".to_owned());
    }
    lines
}
