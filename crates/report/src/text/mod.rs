//! What the terminal shows: what needs action first, few lines a finding, 80 columns with Chinese as two.

mod broken;
mod check;
mod diff;
mod doctor;
mod facts;
mod layout;

pub use broken::{BrokenFile, broken};
pub(crate) use check::sentence;
pub use check::{Written, check};
pub use diff::diff;
pub use doctor::{Finding as DoctorFinding, Level, doctor};
pub use facts::facts;

use crate::words::Lang;

/// How text is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextOptions {
    /// Language.
    pub lang: Lang,
    /// Whether ANSI colours are used.
    pub color: bool,
    /// Columns.
    pub width: usize,
    /// Whether folded groups are spelled out.
    pub all: bool,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { lang: Lang::Zh, color: false, width: 80, all: false }
    }
}
