//! Texts that are written one behind the other, to whichever output.

use crate::sandbox::outcome::Outcome;

/// Reads both outputs of a run at once, in the order in which they came.
pub(super) struct Reader<'o> {
    outcome: &'o Outcome,
    /// How many bytes are read, of stdout and of stderr.
    read: [usize; 2],
    /// When the last of them came.
    arrival: usize,
}

/// A text that was found.
struct Found {
    /// The output that holds it, as an index.
    output: usize,
    /// Where it ends there.
    end: usize,
    /// When its end came.
    arrival: usize,
}

impl<'o> Reader<'o> {
    /// At the beginning of both.
    pub(super) fn new(outcome: &'o Outcome) -> Self {
        Self {
            outcome,
            read: [0; 2],
            arrival: 0,
        }
    }

    /// Reads on to the end of the next `text`. Gives whether there is one.
    pub(super) fn reaches(&mut self, text: &str) -> bool {
        let found = (0..2).filter_map(|output| self.find(output, text.as_bytes()));
        let Some(first) = found.min_by_key(|found| found.arrival) else {
            return false;
        };
        self.read[first.output] = first.end;
        self.arrival = first.arrival;
        true
    }

    /// The next `text` in this output that did not come before what is read.
    fn find(&self, output: usize, text: &[u8]) -> Option<Found> {
        let Outcome {
            stdout,
            stderr,
            arrivals,
            ..
        } = self.outcome;
        let bytes = [stdout, stderr][output];
        let ends = (self.read[output] + text.len()..=bytes.len())
            .filter(|end| bytes[..*end].ends_with(text));
        let mut found = ends.map(|end| Found {
            output,
            end,
            arrival: match output {
                0 => arrivals.of_stdout(end),
                _ => arrivals.of_stderr(end),
            },
        });
        found.find(|found| found.arrival >= self.arrival)
    }
}

#[cfg(test)]
mod tests {
    use super::Reader;
    use crate::sandbox::arrivals::Arrivals;
    use crate::sandbox::outcome::{Outcome, Status, Timeline};

    /// What was written to stdout and stderr, reading by reading.
    fn outcome(readings: &[(&str, &str)]) -> Outcome {
        let mut outcome = Outcome {
            status: Status::Exited(0),
            stdout: Vec::new(),
            stderr: Vec::new(),
            arrivals: Arrivals::default(),
            events: Vec::new(),
            timeline: Timeline::default(),
            pid1: true,
            left: Vec::new(),
        };
        for (stdout, stderr) in readings {
            outcome.stdout.extend_from_slice(stdout.as_bytes());
            outcome.stderr.extend_from_slice(stderr.as_bytes());
            let lengths = (outcome.stdout.len(), outcome.stderr.len());
            outcome.arrivals.note(lengths.0, lengths.1);
        }
        outcome
    }

    fn is_read(readings: &[(&str, &str)], texts: &[&str]) -> bool {
        let outcome = outcome(readings);
        let mut reader = Reader::new(&outcome);
        texts.iter().all(|text| reader.reaches(text))
    }

    #[test]
    fn what_came_later_is_behind() {
        let readings = [("", "mode job\n"), ("busy\n", ""), ("", "leaving\n")];
        assert!(is_read(&readings, &["mode job", "busy", "leaving"]));
        assert!(!is_read(&readings, &["busy", "mode job"]));
        assert!(!is_read(&readings, &["leaving", "busy"]));
        assert!(!is_read(&readings, &["leaving", "mode"]));
        assert!(!is_read(&readings, &["busy", "busy"]));
        assert!(!is_read(&readings, &["idle"]));
    }

    #[test]
    fn of_what_came_at_once_in_both_nobody_knows_the_order() {
        let readings = [("one two\n", "three\n")];
        assert!(is_read(&readings, &["one", "three", "two"]));
        assert!(is_read(&readings, &["three", "one"]));
        assert!(!is_read(&readings, &["two", "three", "one"]));
    }

    #[test]
    fn a_text_that_comes_in_pieces_is_there_with_its_last() {
        let readings = [("mode ", ""), ("", "busy\n"), ("job\n", "")];
        assert!(is_read(&readings, &["busy", "mode job"]));
        assert!(!is_read(&readings, &["mode job", "busy"]));
    }

    #[test]
    fn a_text_may_come_again() {
        let readings = [("", "starting\n"), ("busy\n", ""), ("", "starting\n")];
        assert!(is_read(&readings, &["starting", "busy", "starting"]));
        assert!(is_read(&readings, &["busy", "starting"]));
    }
}
