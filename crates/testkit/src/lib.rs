//! Estates written as IFC in many modelling styles, with their truth known analytically (development only).
//!
//! The estate is described by parameters ([`estate::Estate`]); from them follow, independently of each other, the
//! file ([`write`]) and the truth ([`truth::Truth`]). The truth is never read back from the file and nothing here is
//! shared with the crates it tests.

pub mod estate;
pub mod guid;
pub mod random;
pub mod samples;
pub mod style;
pub mod truth;

mod json;
pub mod multiply;

mod plane;
mod scene;
mod write;

pub use estate::{Estate, Generated};
pub use multiply::multiply;
pub use style::Style;
pub use truth::{Subject, Truth, Value};
