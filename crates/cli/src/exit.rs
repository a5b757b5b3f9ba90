//! Exit codes (CONTRACT §2) and the one place where an error becomes one.

use std::fmt;
use std::process::ExitCode;

/// A wrong command, flag, configuration or rule pack: exit code 2.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// What a command ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing at or above `--fail-on`.
    Fine = 0,
    /// Violations.
    Violations = 1,
    /// Wrong command, flag, configuration or rule pack.
    Usage = 2,
    /// A model cannot be read whole.
    Unreadable = 3,
    /// No violation, but what had to be examined was not.
    Unexamined = 4,
    /// A bug of ours.
    Bug = 70,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// The exit of a conclusion's code.
    pub(crate) const fn of(code: u8) -> Self {
        match code {
            0 => Self::Fine,
            1 => Self::Violations,
            3 => Self::Unreadable,
            4 => Self::Unexamined,
            _ => Self::Bug,
        }
    }
}
