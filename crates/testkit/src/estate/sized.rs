//! Estates of any size: as many dwellings as wanted, all clauses met, laid out on a grid.

use super::{BicycleShed, Estate, Garage, Green, GreenKind, GreenShape, Places, Residential, Use};

/// Dwellings on a storey of a building of three units.
const PER_STOREY: usize = 6;
/// Most storeys of a building.
const STOREYS: usize = 10;
/// A cell of the grid: one building with its surroundings (m).
const CELL: [f64; 2] = [80.0, 48.0];
/// Depth of the strip with the service buildings (m).
const STRIP: f64 = 40.0;

impl Estate {
    /// An estate that meets every checkable clause with this many dwellings, rounded up to a multiple of six.
    ///
    /// Buildings have three units and at most ten storeys; two parking places a household, 600 m2 or 0.40 m2 a household
    /// for elderly care, green of more than 33 % (plan 30 %), concentrated green of 12 %.
    pub fn sized(dwellings: usize) -> Self {
        let mut estate = Self::good();
        let storeys = dwellings.max(1).div_ceil(PER_STOREY);
        let count = storeys.div_ceil(STOREYS);
        let households = storeys * PER_STOREY;
        let columns = (1..).find(|columns| columns * columns >= count).unwrap_or(1);
        let (across, rows) = (CELL[0] * columns as f64, CELL[1] * count.div_ceil(columns) as f64);
        // a third of the site lies east of the buildings and is green; a band north of the services is concentrated green
        let width = ((across + 20.0) / 0.66).ceil();
        let band = across - 10.0;
        let high = (0.125 * width * (STRIP + 20.0 + rows) / (band - 0.125 * width)).ceil();
        let depth = STRIP + high + 20.0 + rows;
        estate.lay_out_buildings(storeys, count, columns, STRIP + high + 20.0);
        let rect = |kind, x: f64, y: f64, w: f64, d: f64| Green::new(kind, GreenShape::Rect([x, y], w, d));
        if let Some(site) = &mut estate.site {
            site.boundary = vec![[0.0, 0.0], [width, 0.0], [width, depth], [0.0, depth]];
            site.greens = vec![
                rect(GreenKind::Concentrated, 8.0, STRIP, band, high),
                rect(GreenKind::Ordinary, across + 14.0, 32.0, width - across - 16.0, depth - 34.0),
            ];
        }
        let visitor = (4 * households).div_ceil(100) + 2;
        estate.garage = Some(Garage {
            inside: [6.0, STRIP + 4.0, across + 8.0, depth - 4.0],
            depth: 5.4,
            height: 3.5,
            places: Places { motor: 2 * households - 2 * (households / 20) - 2, accessible: 2, charging: 2 * (households / 20), visitor },
        });
        estate.lay_out_services(households, count);
        estate.conditions.height_limit = Some(36.0);
        estate.conditions.parking_required = Some(2 * households);
        estate.key = format!("estate{households}");
        estate
    }

    fn lay_out_buildings(&mut self, storeys: usize, count: usize, columns: usize, south: f64) {
        let [one, ..] = &self.buildings[..] else { return };
        let model = Residential { units: 3, ..one.clone() };
        self.buildings = (0..count)
            .map(|n| Residential {
                name: format!("{}#住宅楼", n + 1),
                position: [10.0 + CELL[0] * (n % columns) as f64, south + CELL[1] * (n / columns) as f64],
                storeys: vec![(3.15, Use::Dwelling); storeys / count + usize::from(n < storeys % count)],
                ..model.clone()
            })
            .collect();
    }

    fn lay_out_services(&mut self, households: usize, count: usize) {
        let wanted = (0.4 * households as f64 / 20.0).max(30.0).ceil() + 2.0;
        let mut x = 8.0;
        for (n, service) in self.services.iter_mut().enumerate() {
            if n == 0 {
                service.name = format!("{}#配套服务楼", count + 1);
                service.rooms[0].width = wanted;
            }
            service.position = [x, 6.0];
            x += service.length() + 6.0;
        }
        self.bicycles = Some(BicycleShed { position: [x, 8.0], size: [16.0, 8.0], chargers: 14, claim: None });
        self.locker = Some([x + 22.0, 8.0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Style;

    #[test]
    fn an_estate_of_any_size_meets_every_clause() {
        for (wanted, households, buildings) in [(1, 6, 1), (60, 60, 1), (300, 300, 5), (500, 504, 9)] {
            let estate = Estate::sized(wanted);
            assert_eq!((estate.households(), estate.buildings.len()), (households, buildings));
            let truth = estate.generate(&Style::default()).truth;
            assert_eq!(truth.of("dwelling").count(), households);
            for (clause, expected) in &truth.clauses {
                let wanted = if *clause == "NT-2.2-06" { "manual" } else { "pass" };
                assert_eq!(expected.outcome, wanted, "{households} {clause}");
            }
        }
    }
}
