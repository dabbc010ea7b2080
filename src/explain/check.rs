//! Checks of values, as the runtime makes them.

use std::cmp::Ordering;

use crate::explain::answer::Asked;
use crate::explain::value::World;
use crate::plan::{Check, Variable};

/// The words for yes.
const YES: [&str; 4] = ["1", "true", "yes", "on"];
/// The words for no.
const NO: [&str; 4] = ["0", "false", "no", "off"];

impl World<'_> {
    /// Whether the value of `variable` fails `check`. All but a required one let an
    /// empty value pass.
    ///
    /// # Errors
    /// The fact of the container on which it depends.
    pub(super) fn fails(&self, variable: &Variable, check: &Check) -> Asked<bool> {
        let value = self.variable(variable)?.value;
        if let Check::Required(when) = check {
            let missing = match &value {
                None => true,
                Some(value) => value.is_empty() && variable.empty_is_unset,
            };
            let when = when.as_ref().filter(|_| missing);
            return when.map_or(Ok(missing), |when| self.holds(when));
        }
        let value = value.unwrap_or_default();
        Ok(!value.is_empty() && !passes(&value, check))
    }
}

/// Whether `value` has the form that `check` asks for.
fn passes(value: &str, check: &Check) -> bool {
    match check {
        Check::Required(_) => true,
        Check::Number { min, max } => is_number(value, *min, *max),
        Check::Boolean => is_true(value) || is_one_of(value, &NO),
        Check::OneOf(values) => values.iter().any(|allowed| allowed == value),
        Check::Pattern(glob) => glob.matches(value),
    }
}

/// Whether `value` is a word for yes, in any case.
pub(super) fn is_true(value: &str) -> bool {
    is_one_of(value, &YES)
}

fn is_one_of(value: &str, words: &[&str]) -> bool {
    words.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether `value` is a whole number of any size between the limits.
fn is_number(value: &str, min: Option<i32>, max: Option<i32>) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // More digits than a limit can have are as good as the largest number.
    let size = digits.parse().unwrap_or(i64::MAX);
    let number = if digits == value { size } else { -size };
    let compared = |limit: Option<i32>| limit.map(|limit| number.cmp(&i64::from(limit)));
    compared(min) != Some(Ordering::Less) && compared(max) != Some(Ordering::Greater)
}
