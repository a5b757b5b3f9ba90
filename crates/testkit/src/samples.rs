//! The sample estates shipped under `samples/`: what the committed files must equal, byte for byte.

use crate::estate::{Balcony, Bay, BayForm, BayRoom, Estate, Generated, GreenKind, GreenShape, Residential, Use};
use crate::style::Style;
use crate::truth::Truth;

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

/// The estate of `haofang demo`: [`Estate::good`] with seven planted faults.
///
/// 2# 5F is 3.05 m high; the lift of 1# stops on the ground floor; green is 2.08 points above the plan instead of 3;
/// 2# has PP-R water pipes; the balconies of 1# are open; the room for elderly care has 598.85 m2; 68 places for 36 households.
pub fn demo_estate() -> Estate {
    let mut estate = Estate::good();
    estate.name = "示例小区".into();
    plant(&mut estate);
    if let Some(site) = &mut estate.site {
        for green in site.greens.iter_mut().filter(|green| green.kind == GreenKind::BuildingSide) {
            green.shape = GreenShape::Rect([10.0, 93.0], 30.0, 4.0);
        }
    }
    estate
}

/// As [`demo_estate`] with this many dwellings (rounded up to a multiple of six): the same faults, green 2 points above the plan.
pub fn demo_estate_of(dwellings: usize) -> Estate {
    let mut estate = Estate::sized(dwellings);
    estate.name = format!("示例小区（{}户）", estate.households());
    plant(&mut estate);
    if let Some(site) = &mut estate.site {
        let left = 0.32 * site.area() - site.concentrated_counted();
        for green in site.greens.iter_mut().filter(|green| green.kind == GreenKind::Ordinary) {
            if let GreenShape::Rect(corner, _, depth) = green.shape {
                green.shape = GreenShape::Rect(corner, left / depth, depth);
            }
        }
    }
    estate
}

/// The planted faults that do not depend on the site.
fn plant(estate: &mut Estate) {
    estate.key = "示例小区".into();
    let last = estate.buildings.len().min(2) - 1;
    estate.buildings[0].lift_to_basement = false;
    estate.buildings[0].balcony = Some(Balcony { depth: 1.5, enclosed: false });
    // not the top storey, where 50 mm could be the finish of the floor
    let storey = 4.min(estate.buildings[last].storeys.len().saturating_sub(2));
    estate.buildings[last].storeys[storey].0 = 3.05;
    estate.buildings[last].water_pipe = Some("PP-R");
    if let Some(garage) = &mut estate.garage {
        garage.places.motor -= 4;
    }
    estate.services[0].rooms[0].width = 29.35;
}

/// [`demo_estate`] in the default style.
pub fn demo() -> Generated {
    demo_estate().generate(&Style::default())
}

/// [`demo_estate_of`] in the default style.
pub fn demo_of(dwellings: usize) -> Generated {
    demo_estate_of(dwellings).generate(&Style::default())
}

/// A `haofang.toml` with the parameters that belong to a generated estate.
pub fn brief(truth: &Truth) -> String {
    let mut out = String::from("# 示例小区的规划条件与申报参数\n");
    for (key, value) in &truth.parameters {
        let plain = value.parse::<f64>().is_ok() || value == "true" || value == "false";
        let value = if plain { value.clone() } else { format!("\"{value}\"") };
        out.push_str(&format!("{key} = {value}\n"));
    }
    for [clause, title, value] in &truth.documents {
        let value = if value == "true" || value == "false" { value.clone() } else { format!("\"{value}\"") };
        out.push_str(&format!("\n[[documents]]\nclause = \"{clause}\"\ntitle = \"{title}\"\nvalue = {value}\n"));
    }
    out
}

/// Paths under `samples/` and their bytes.
pub fn all() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for (name, bytes) in seven_storeys().generate(&Style::default()).ifc_files {
        files.push((format!("residential-7f-3050/{name}"), bytes));
    }
    let demo = demo();
    files.push(("estate-faults/haofang.toml".into(), brief(&demo.truth).into_bytes()));
    for (name, bytes) in demo.ifc_files {
        files.push((format!("estate-faults/{name}"), bytes));
    }
    files
}
