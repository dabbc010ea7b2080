//! Durations: `90s`, `5m`, `1h`.

use std::time::Duration;

use super::fault::Fault;
use super::model::Seconds;
use super::scenario_fault::ScenarioFault;

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

/// Reads a duration to the millisecond: `300ms`, or with the units of a table's others.
///
/// # Errors
/// `text` is no number with a unit, or is out of range.
pub(super) fn to_the_millisecond(text: &str) -> Result<Duration, ScenarioFault> {
    let text_of = || text.to_owned();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let factor: u64 = match unit {
        _ if number.is_empty() => return Err(ScenarioFault::Time { text: text_of() }),
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        _ => return Err(ScenarioFault::Time { text: text_of() }),
    };
    let longest = u64::from(LONGEST) * 1000;
    let time = number
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(factor));
    match time {
        Some(time) if (1..=longest).contains(&time) => Ok(Duration::from_millis(time)),
        _ => Err(ScenarioFault::TimeRange { text: text_of() }),
    }
}
