//! Random estates: parameters drawn within what is buildable.

use super::{Balcony, Bay, BayForm, BayRoom, Estate, GreenShape, Plan, Residential, Roof, Use};
use crate::random::Random;

impl Plan {
    /// A plan on a 100 mm grid.
    pub fn random(random: &mut Random) -> Self {
        let mut plan = Self {
            master: random.length_mm(3300, 4200, 100),
            study: random.length_mm(2400, 3300, 100),
            living: random.length_mm(4000, 5100, 100),
            south: random.length_mm(4500, 5700, 100),
            passage: random.length_mm(1100, 1500, 100),
            north: random.length_mm(4200, 5100, 100),
            second: random.length_mm(3000, 3600, 100),
            bath: random.length_mm(1800, 2400, 100),
            open: random.percent(40),
        };
        // the kitchen takes what is left of the northern side
        let kitchen = plan.half() - super::plan::CORE - plan.second - plan.bath;
        if kitchen > 3.5 {
            plan.second = ((plan.second + kitchen - 3.5) * 1000.0).round() / 1000.0;
        }
        plan
    }
}

impl Residential {
    /// A building with a random number of storeys, heights, roof, bays and balconies.
    pub fn random(random: &mut Random) -> Self {
        let plan = Plan::random(random);
        let count = 3 + random.below(9);
        let typical = random.pick(&[2.9, 3.0, 3.05, 3.1, 3.15, 3.2, 3.3]);
        let duplex = random.percent(20);
        let count = if duplex { count / 2 * 2 } else { count };
        let mut storeys = vec![(typical, Use::Dwelling); count];
        if random.percent(40) {
            let odd = random.below(count);
            storeys[odd].0 = random.pick(&[3.05, 3.1, 3.6]);
        }
        if random.percent(15) {
            storeys.insert(0, (random.pick(&[3.6, 4.5]), Use::OpenGround));
        } else if !duplex && random.percent(15) {
            storeys.insert(1, (2.2, Use::Equipment));
        }
        let bay = random.percent(70).then(|| Bay::random(random, &plan));
        let first_upper = storeys.len();
        Self {
            name: "1#住宅楼".into(),
            position: [0.0, 0.0],
            units: 1 + random.below(3),
            plan,
            storeys,
            basement: random.percent(50).then(|| random.pick(&[3.6, 3.9, 5.1])),
            finish: random.pick(&[0.0, 0.0, 0.05]),
            slab: random.pick(&[0.1, 0.12, 0.15]),
            step_down: random.pick(&[0.15, 0.3, 0.45]),
            roof: if random.percent(25) { Roof::Gable { rise: 2.4 } } else { Roof::Flat { parapet: random.pick(&[0.6, 1.1, 1.5]) } },
            balcony: random.percent(80).then(|| Balcony { depth: random.length_mm(1200, 1800, 100), enclosed: random.percent(60) }),
            bay,
            duplex,
            // an open living room has no void over it: the passage above belongs to it
            void: duplex && !plan.open && random.percent(60),
            setback: (random.percent(20)).then(|| (first_upper, random.pick(&[1.2, 1.5, 2.1]))),
            machine_room: None,
            lift_to_basement: random.percent(85),
            facade: random.pick(&["保温装饰一体板", "干挂石材", "铝单板", "涂料", "真石漆"]),
            water_pipe: random.pick(&[None, Some("薄壁不锈钢管 S30408"), Some("PP-R")]),
            gas_detectors: random.percent(60),
            fresh_air: random.percent(40),
            system_window: None,
            ..Self::default()
        }
    }
}

impl Bay {
    /// A bay that fits its room.
    pub fn random(random: &mut Random, plan: &Plan) -> Self {
        let room = random.pick(&[BayRoom::Master, BayRoom::Second, BayRoom::Study]);
        let axis = match room {
            BayRoom::Master => plan.master,
            BayRoom::Second => plan.second,
            BayRoom::Study => plan.study,
        };
        let widest = ((axis - 0.5) * 100.0).floor() as u32 * 10;
        let form = random.pick(&[
            BayForm::Family,
            BayForm::FamilyAndSlabs,
            BayForm::SlabsAndSideWalls,
            BayForm::NamedSpace,
            BayForm::Trapezoid,
            BayForm::FlatNamedAsBay,
            BayForm::Corner,
        ]);
        let room = if form == BayForm::Corner { BayRoom::Master } else { room };
        Self {
            room,
            form,
            clear_width: random.length_mm(1500, widest, 50),
            projection: random.length_mm(500, 800, 50),
            sill: random.pick(&[0.45, 0.5, 0.6]),
            height: random.pick(&[1.6, 1.7, 1.8]),
        }
    }
}

impl Estate {
    /// A random estate: alone standing buildings, or a whole estate with site, garage and services.
    pub fn random(random: &mut Random) -> Self {
        if random.percent(50) {
            return Self { buildings: vec![Residential::random(random)], ..Self::default() };
        }
        let mut estate = Self::good();
        let mut building = Residential::random(random);
        building.units = 2;
        building.position = [8.0, 80.0];
        building.name = "2#住宅楼".into();
        building.basement = Some(5.4);
        // the garage fits this depth of plan only
        building.plan.south = 4.5;
        building.plan.passage = 1.2;
        building.plan.north = 4.2;
        estate.buildings[1] = building;
        estate.conditions.height_limit = Some(random.pick(&[18.0, 24.0, 30.0, 36.0]));
        if let Some(site) = &mut estate.site {
            for green in &mut site.greens {
                if let GreenShape::Rect([x, y], w, d) = green.shape
                    && w == 40.0
                    && random.percent(60)
                {
                    green.shape = random.pick(&[
                        GreenShape::Stadium([x, y], 26.0, d),
                        GreenShape::Circle([x + 20.0, y + 13.0], 13.0),
                        GreenShape::Elbow([x, y], w, d, 6.0, 10.0),
                        GreenShape::Rect([x, y], w, 7.5),
                    ]);
                }
            }
            site.drawn = random.percent(80);
            site.soil = random.pick(&[Some(1.6), Some(1.6)]);
        }
        if let Some(garage) = &mut estate.garage {
            garage.places.visitor = random.below(4);
            garage.places.motor = 40 + random.below(40);
        }
        if random.percent(40) {
            // the gatehouse leans against 1#
            estate.services[1].position = [86.3, 82.0];
            estate.services[1].detached = false;
        }
        estate.services[0].rooms[0].width = random.pick(&[28.0, 29.4, 32.0]);
        estate
    }
}
