//! The exit codes of the script itself.

use super::model::Spanned;

/// A first word that names no mode or words that no mode takes, and a variable that
/// names no mode: `EX_USAGE` of `sysexits.h`.
const USAGE: u8 = 64;
/// A wrong environment: `EX_CONFIG` of `sysexits.h`.
const ENVIRONMENT: u8 = 78;
/// A step that failed, and a program that ends too often: `EX_SOFTWARE` of `sysexits.h`.
const SOFTWARE: u8 = 70;

/// `exit`: codes that replace the documented ones, each 1 to 255.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExitCodes {
    /// A variable names no mode.
    pub mode: Option<Spanned<u8>>,
    /// The words of the command line are wrong.
    pub usage: Option<Spanned<u8>>,
    /// A variable is missing or has a wrong value.
    pub environment: Option<Spanned<u8>>,
    /// A step failed.
    pub step: Option<Spanned<u8>>,
    /// A program ended too often.
    pub crash_loop: Option<Spanned<u8>>,
}

impl ExitCodes {
    /// The code where a variable names no mode.
    #[must_use]
    pub fn mode(&self) -> u8 {
        code(self.mode.as_ref(), USAGE)
    }

    /// The code where the words of the command line are wrong.
    #[must_use]
    pub fn usage(&self) -> u8 {
        code(self.usage.as_ref(), USAGE)
    }

    /// The code where a variable is missing or has a wrong value.
    #[must_use]
    pub fn environment(&self) -> u8 {
        code(self.environment.as_ref(), ENVIRONMENT)
    }

    /// The code where a step failed.
    #[must_use]
    pub fn step(&self) -> u8 {
        code(self.step.as_ref(), SOFTWARE)
    }

    /// The code where a program ended too often.
    #[must_use]
    pub fn crash_loop(&self) -> u8 {
        code(self.crash_loop.as_ref(), SOFTWARE)
    }
}

fn code(said: Option<&Spanned<u8>>, absent: u8) -> u8 {
    said.map_or(absent, |code| code.value)
}
