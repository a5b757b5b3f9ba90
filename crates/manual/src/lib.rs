//! The owner's manual (BIM 版住宅使用说明书): one dwelling of a surveyed model as content, drawings, page and JSON.
//!
//! [`Estate`] looks at the whole submission once; [`Estate::manual`] tells all that is known of one dwelling, with where each
//! value comes from and which are missing. Nothing is invented: what neither the model nor `manual.toml` says is printed as
//! 待建设单位补充. Nothing of a neighbour's interior leaves here. Nothing is judged; verdicts are only quoted.

mod acceptance;
mod calendar;
mod catalogue;
mod chapters;
pub mod code;
mod content;
mod draw;
mod estate;
mod extract;
mod field;
pub mod folder;
mod health;
mod home;
mod materials;
mod missing;
pub mod overlay;
mod page;
mod solid;

pub use calendar::calendar;
pub use catalogue::{FIELDS, FieldSpec, Holds, ITEMS};
pub use content::{
    Category, Device, Document, Door, Drawing, Equipment, Gap, Identity, Item, Layer, Manual, Part, Promise, Room, Rule, Source, State,
    Status, Trade, Warranty, Window,
};
pub use estate::{Edition, Estate, Listed};
pub use extract::extract;
pub use field::{Amount, Field, From, FromKind};
pub use health::health_card;
pub use missing::{Missing, MissingRow, missing};
pub use overlay::{Overlay, OverlayError};
pub use page::{PageError, acceptance_sheet, building_index, estate_index, html, index_line};
pub use solid::{Solid, solid};
