//! Soil depth over basements and what it makes of a green area (`green.soil_coefficients`, `green.min_soil_m`).

use std::collections::BTreeMap;

use haofang_facts::{Comparator, Unit, compare};

/// The coefficient that a soil depth earns; `None` when the parameters say nothing about so little soil.
///
/// The table gives the least depth (m) for each ratio; without a table, soil of `enough` metres counts whole.
pub(crate) fn coefficient(depth: f64, table: Option<&BTreeMap<String, f64>>, enough: f64) -> Option<f64> {
    if let Some(table) = table {
        let mut rows: Vec<(f64, f64)> = table.iter().filter_map(|(depth, ratio)| Some((least(depth)?, *ratio))).collect();
        rows.sort_by(|a, b| b.0.total_cmp(&a.0));
        let row = rows.iter().find(|(least, _)| compare::holds(depth, Comparator::AtLeast, *least, Unit::Metre));
        return Some(row.map_or(0.0, |(_, ratio)| *ratio));
    }
    compare::holds(depth, Comparator::AtLeast, enough, Unit::Metre).then_some(1.0)
}

/// Whether soil that is not modelled may be taken for enough: the room between basement roof and green is at least this.
pub(crate) fn has_room(room: f64, least: Option<f64>) -> bool {
    least.is_some_and(|least| compare::holds(room, Comparator::AtLeast, least, Unit::Metre))
}

/// The least depth that a key of the table names: `1.5`, `>=1.5`, `≥1.5m`.
fn least(key: &str) -> Option<f64> {
    let digits: String = key.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_the_ratio_of_the_largest_depth_reached() {
        let table: BTreeMap<String, f64> = [("1.5", 1.0), ("1.0", 0.8), ("≥0.5m", 0.5)].map(|(k, v)| (k.to_owned(), v)).into();
        assert_eq!(coefficient(1.5, Some(&table), 1.5), Some(1.0));
        assert_eq!(coefficient(1.2, Some(&table), 1.5), Some(0.8));
        assert_eq!(coefficient(0.5, Some(&table), 1.5), Some(0.5));
        assert_eq!(coefficient(0.3, Some(&table), 1.5), Some(0.0));
    }

    #[test]
    fn soil_that_is_not_modelled_needs_room() {
        assert!(has_room(0.8, Some(0.8)) && has_room(1.2, Some(0.8)));
        assert!(!has_room(0.79, Some(0.8)) && !has_room(1.2, Some(1.5)) && !has_room(9.0, None));
    }

    #[test]
    fn without_a_table_thin_soil_is_undecided_and_never_counts_whole() {
        assert_eq!(coefficient(1.5, None, 1.5), Some(1.0));
        assert_eq!(coefficient(1.49, None, 1.5), None);
    }
}
