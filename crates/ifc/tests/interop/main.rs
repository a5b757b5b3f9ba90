//! The crate `ifc_rs` as a partner: what it writes is read here, and on what both read they agree.
#![allow(clippy::unwrap_used)]

mod partner;

use std::sync::Arc;

use haofang_ifc::property::{PropertyValue, property};
use haofang_ifc::units::UnitProblem;
use haofang_ifc::view::{Storey, Window};
use haofang_ifc::{Model, Schema, class};

fn read(text: &str) -> Model {
    Model::index(Arc::new(text.as_bytes().to_vec())).unwrap()
}

fn counts(model: &Model) -> [usize; 4] {
    [class::IFC_BUILDING_STOREY, class::IFC_SPACE, class::IFC_WALL, class::IFC_WINDOW].map(|class| model.count(class))
}

#[test]
fn what_it_writes_is_read_whole() {
    let model = read(&partner::small_building());
    assert!(model.is_whole());
    assert_eq!((model.schema(), model.encoding_label()), (Schema::Ifc4x3, "x2"));
    assert_eq!(counts(&model), [2, 2, 2, 2]);
    assert_eq!(model.units().length, Ok(1.0));
    let storeys: Vec<(String, Option<f64>)> =
        model.views::<Storey<'_>>().map(|s| (s.name().unwrap_or_default().into_owned(), s.elevation())).collect();
    assert_eq!(storeys.iter().map(|s| s.0.as_str()).collect::<Vec<_>>(), ["一层", "二层"]);
    let relations = model.relations();
    for wall in model.all(class::IFC_WALL) {
        assert_eq!(wall.name().as_deref(), Some("南墙"));
        // It assigns no unit for this measure: the number is kept as written, and not taken for SI.
        let problem = UnitProblem::Missing("THERMALTRANSMITTANCEUNIT");
        let expected = PropertyValue::NoUnit { written: 0.24, problem };
        assert_eq!(property(wall, "Pset_WallCommon", "ThermalTransmittance"), Some(expected));
        let opening = relations.openings_of(wall).into_iter().next().unwrap();
        let window = relations.filling_of(opening).and_then(<Window<'_> as haofang_ifc::View<'_>>::of).unwrap();
        assert_eq!(window.name().as_deref(), Some("C1815"));
        assert_eq!(relations.type_of(*window).and_then(|t| t.name()).as_deref(), Some("飘窗"));
    }
    for space in model.all(class::IFC_SPACE) {
        assert_eq!(space.name().as_deref(), Some("主卧"));
    }
}

#[test]
fn both_find_the_same_in_what_both_can_read() {
    let own = include_str!("../seed.ifc");
    let [storeys, spaces, walls, windows] = partner::counts(own).unwrap();
    let ours = counts(&read(own));
    assert_eq!([storeys, spaces, windows], [ours[0], ours[1], ours[3]]);
    // A wall without a placement is lost there without a word (0.1.0-alpha.9).
    assert_eq!((walls, ours[2]), (0, 1));
    let building = partner::small_building();
    if let Some(found) = partner::counts(&building) {
        assert_eq!(found, counts(&read(&building)));
    }
}
