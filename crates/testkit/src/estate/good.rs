//! An estate that meets every checkable clause: the base from which single clauses are broken.

use super::{
    Balcony, Bay, BayForm, BayRoom, BicycleShed, Conditions, Estate, Garage, Green, GreenKind, GreenShape, Places, Plan, Residential,
    Service, ServiceRoom, Site, Use,
};

impl Estate {
    /// Two buildings with 36 households on 100 m × 100 m, with garage, service building and small facilities.
    ///
    /// Green 33.92 % (plan 30 %), concentrated 10.4 %, two places a household, 650 m2 for elderly care.
    pub fn good() -> Self {
        let bay = Bay { room: BayRoom::Master, form: BayForm::Family, clear_width: 2.6, projection: 0.6, sill: 0.5, height: 1.9 };
        let building = |name: &str, position: [f64; 2], units: usize| Residential {
            name: name.into(),
            position,
            units,
            storeys: vec![(3.15, Use::Dwelling); 6],
            basement: Some(5.4),
            balcony: Some(Balcony { depth: 1.5, enclosed: true }),
            bay: Some(bay),
            water_pipe: Some("薄壁不锈钢管 S30408"),
            gas_detectors: true,
            fresh_air: true,
            system_window: Some("南通门窗"),
            ..Residential::default()
        };
        let room = |label: &'static str, word: &'static str, width: f64| ServiceRoom { label, word, width };
        let hall = Service {
            name: "3#配套服务楼".into(),
            position: [8.0, 6.0],
            depth: 20.0,
            height: 4.5,
            rooms: vec![
                room("居家养老服务用房", "elderly_care", 32.0),
                room("健身房", "gym", 6.0),
                room("微型消防站", "mini_fire_station", 4.0),
            ],
            detached: true,
            claim: None,
        };
        let services = vec![
            hall,
            Service::single("门卫室", "gatehouse", [90.0, 4.0], 4.0, 3.0),
            Service::single("配电房", "switch_room", [60.0, 6.0], 6.0, 5.0),
            Service::single("水泵房", "pump_room", [70.0, 6.0], 6.0, 5.0),
            Service::single("生活垃圾收集站", "waste_station", [80.0, 6.0], 5.0, 4.0),
        ];
        let rect = |kind, x: f64, y: f64, w: f64, d: f64| Green::new(kind, GreenShape::Rect([x, y], w, d));
        let greens = vec![
            rect(GreenKind::Concentrated, 30.0, 36.0, 40.0, 26.0),
            rect(GreenKind::Ordinary, 2.0, 30.0, 24.0, 40.0),
            rect(GreenKind::Ordinary, 74.0, 30.0, 24.0, 44.0),
            rect(GreenKind::BuildingSide, 10.0, 93.0, 76.0, 4.0),
            Green { lost: 32.0, ..rect(GreenKind::Ordinary, 70.0, 54.0, 8.0, 8.0) },
        ];
        Self {
            key: "good".into(),
            name: "江海雅苑".into(),
            buildings: vec![building("1#住宅楼", [65.0, 80.0], 1), building("2#住宅楼", [10.0, 80.0], 2)],
            site: Some(Site {
                boundary: vec![[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]],
                drawn: true,
                greens,
                soil: Some(1.6),
            }),
            garage: Some(Garage {
                inside: [6.0, 40.0, 94.0, 92.0],
                depth: 5.4,
                height: 3.5,
                places: Places { motor: 66, accessible: 2, charging: 4, visitor: 2 },
            }),
            services,
            bicycles: Some(BicycleShed { position: [88.0, 14.0], size: [10.0, 8.0], chargers: 8, claim: None }),
            locker: Some([84.0, 25.0]),
            features: Vec::new(),
            conditions: Conditions {
                green_ratio: Some(0.30),
                height_limit: Some(24.0),
                parking_required: Some(60),
                gas: Some(true),
                whole: true,
                ..Conditions::default()
            },
            stars: Some("二星级"),
            green_materials: Some(0.72),
            edits: Vec::new(),
        }
    }

    /// A four-storey duplex building whose top storey steps back by `setback` (m), leaving terraces; no site.
    ///
    /// The terraces are 18 m × `setback`, the top storey 21.3 m × (11.13 m − `setback`): 2.13 m gives exactly 20 %.
    pub fn terraces(setback: f64) -> Self {
        let building = Residential {
            plan: Plan { south: 5.03, passage: 1.4, north: 4.4, ..Plan::default() },
            storeys: vec![(3.15, Use::Dwelling); 4],
            duplex: true,
            setback: Some((4, setback)),
            ..Residential::default()
        };
        Self { key: "terraces".into(), buildings: vec![building], ..Self::default() }
    }

    /// An eight-storey duplex building with voids (挑空) over the lower living rooms; no site.
    pub fn voids() -> Self {
        let building = Residential { storeys: vec![(3.15, Use::Dwelling); 8], duplex: true, void: true, ..Residential::default() };
        Self { key: "voids".into(), buildings: vec![building], ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Style;

    #[test]
    fn a_setback_of_2130_mm_gives_a_terrace_share_of_exactly_a_fifth() {
        let truth = Estate::terraces(2.13).generate(&Style::default()).truth;
        let share = truth.named("storey", "4F").and_then(|storey| storey.number("terrace_share")).unwrap_or(0.0);
        assert!((share - 0.2).abs() < 1e-12, "{share}");
        assert_eq!(truth.of("terrace").count(), 2);
        assert!(truth.of("dwelling").all(|dwelling| dwelling.facts["is_duplex"] == true.into()));
    }

    #[test]
    fn a_void_is_the_living_room_left_out_and_no_usable_area() {
        let truth = Estate::voids().generate(&Style::default()).truth;
        // living room 4.03 m × 4.28 m; usable area twice 81.8768 less one of them
        let dwelling = truth.of("dwelling").next().map(|d| (d.number("void_area"), d.number("usable_area")));
        let Some((Some(void), Some(usable))) = dwelling else { panic!("no dwelling") };
        assert!((void - 4.03 * 4.28).abs() < 1e-9 && (usable - (2.0 * 81.8768 - void)).abs() < 1e-9, "{void} {usable}");
        let upper = truth.named("storey", "2F").and_then(|storey| storey.number("floor_area")).unwrap_or(0.0);
        assert!((upper - (217.26 - 2.0 * void)).abs() < 1e-9, "{upper}");
    }
}
