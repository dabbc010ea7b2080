//! In which order the bytes of the two outputs came.

/// When the bytes of standard output and standard error came.
///
/// Whenever one of them has something both are read until they have no more, and each
/// such reading has a number. What came with a lower number was written before what came
/// with a higher one; of two outputs that came with the same one nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrivals {
    stdout: Marks,
    stderr: Marks,
    number: usize,
}

/// Where the bytes of a reading end, with its number.
type Marks = Vec<(usize, usize)>;

impl Arrivals {
    /// Notes a reading, after which the outputs have so many bytes.
    pub fn note(&mut self, stdout: usize, stderr: usize) {
        self.number += 1;
        for (marks, length) in [(&mut self.stdout, stdout), (&mut self.stderr, stderr)] {
            if marks.last().map_or(0, |(end, _)| *end) < length {
                marks.push((length, self.number));
            }
        }
    }

    /// The number of the reading in which the first `length` bytes of stdout were there.
    #[must_use]
    pub fn of_stdout(&self, length: usize) -> usize {
        number(&self.stdout, length)
    }

    /// The number of the reading in which the first `length` bytes of stderr were there.
    #[must_use]
    pub fn of_stderr(&self, length: usize) -> usize {
        number(&self.stderr, length)
    }
}

fn number(marks: &Marks, length: usize) -> usize {
    let index = marks.partition_point(|(end, _)| *end < length);
    marks
        .get(index)
        .or(marks.last())
        .map_or(0, |(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::Arrivals;

    #[test]
    fn each_byte_has_the_number_of_its_reading() {
        let mut arrivals = Arrivals::default();
        arrivals.note(0, 3);
        arrivals.note(5, 3);
        arrivals.note(6, 4);
        assert_eq!(
            [1, 3, 4].map(|length| arrivals.of_stderr(length)),
            [1, 1, 3]
        );
        assert_eq!(
            [1, 5, 6].map(|length| arrivals.of_stdout(length)),
            [2, 2, 3]
        );
    }
}
