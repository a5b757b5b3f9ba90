//! The sample estates shipped under `samples/`: what the committed files must equal, byte for byte.

use crate::estate::{Balcony, Bay, BayForm, BayRoom, Estate, Residential, Use};
use crate::style::Style;

/// Seven storeys of 3.15 m, the fifth of 3.05 m (not the top one), with Chinese names and bay windows in the main bedrooms.
pub fn seven_storeys() -> Estate {
    let mut storeys = vec![(3.15, Use::Dwelling); 7];
    storeys[4].0 = 3.05;
    let bay = Bay { room: BayRoom::Master, form: BayForm::Family, clear_width: 2.5, projection: 0.6, sill: 0.5, height: 1.9 };
    let building = Residential {
        name: "3#住宅楼".into(),
        storeys,
        balcony: Some(Balcony { depth: 1.5, enclosed: true }),
        bay: Some(bay),
        ..Residential::default()
    };
    Estate { key: "3号楼".into(), name: "江畔雅苑".into(), buildings: vec![building], ..Estate::default() }
}

/// Paths under `samples/` and their bytes.
pub fn all() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for (name, bytes) in seven_storeys().generate(&Style::default()).ifc_files {
        files.push((format!("residential-7f-3050/{name}"), bytes));
    }
    files
}
