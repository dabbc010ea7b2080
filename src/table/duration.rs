//! Durations: `90s`, `5m`, `1h`.

use super::fault::Fault;
use super::model::Seconds;

/// The longest duration: one day.
const LONGEST: u32 = 24 * 60 * 60;

impl Seconds {
    /// Reads a duration.
    ///
    /// # Errors
    /// `text` is no number with a unit, is finer than a second, or is out of
    /// range.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let text_of = || text.to_owned();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        if number.is_empty() {
            return Err(Fault::Duration { text: text_of() });
        }
        let factor = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 60 * 60,
            "ms" | "us" | "ns" => return Err(Fault::FineDuration { text: text_of() }),
            _ if unit.starts_with('.') && unit.ends_with(['s', 'm', 'h']) => {
                return Err(Fault::FineDuration { text: text_of() });
            }
            _ => return Err(Fault::Duration { text: text_of() }),
        };
        let seconds = number
            .parse::<u32>()
            .ok()
            .and_then(|n| n.checked_mul(factor));
        match seconds {
            Some(seconds @ 1..=LONGEST) => Ok(Self(seconds)),
            _ => Err(Fault::DurationRange { text: text_of() }),
        }
    }
}
