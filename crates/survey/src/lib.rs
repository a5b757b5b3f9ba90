//! From models to a building that is understood, and from that to a sheet of facts.
//!
//! [`Survey::new`] reads the spatial tree of all files and recognises levels, rooms, dwellings and stair units;
//! [`Survey::measure`] fills a [`haofang_facts::FactSheet`]. Shapes are made on demand and once. No policy is known here:
//! limits and verdicts are the business of the layers above.

mod astray;
pub mod authored;
mod bent;
pub mod building;
mod called;
pub mod carriers;
mod demolished;
mod disclaimed;
mod estate;
mod floor_holes;
pub mod floors;
pub mod ground;
mod levels;
mod lost;
mod numerals;
mod openings;
mod outdoor;
mod part_doubt;
mod phrases;
mod placing;
mod property_names;
pub mod quantities;
pub mod recognise;
mod said;
mod said_length;
mod scale;
mod sentences;
mod services;
mod shapes;
mod site_carrier;
mod spatial;
mod subjects;
mod survey;
mod towers;
pub mod vocabulary;
pub mod walls;

pub use building::{NamedModel, Options, Survey};
pub use survey::survey;
pub use vocabulary::{Vocabulary, VocabularyError};
