//! Estates that break one clause, and estates that lie exactly on a limit.

use super::{Estate, Green, GreenKind, GreenShape, Roof, ServiceRoom};

/// An estate whose value of one clause is exactly on, or just beside, the limit.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// What is on the limit, for messages.
    pub name: &'static str,
    /// The clause.
    pub clause: &'static str,
    /// The outcome that the comparator asks for.
    pub outcome: &'static str,
    /// The estate.
    pub estate: Estate,
}

/// The clauses that [`Estate::break_clause`] can break.
pub const BREAKABLE: [&str; 19] = [
    "NT-2.1-04",
    "NT-2.1-07",
    "NT-2.1-09",
    "NT-2.1-10",
    "NT-2.2-04",
    "NT-2.2-05",
    "NT-2.2-07",
    "NT-2.3-02a",
    "NT-2.3-02b",
    "NT-2.3-07",
    "NT-2.3-09",
    "NT-2.3-10a",
    "NT-2.3-10b",
    "NT-2.3-15",
    "NT-2.4-01",
    "NT-2.4-03",
    "NT-2.4-07",
    "NT-3.1-02",
    "NT-3.3-01",
];

impl Estate {
    fn green_mut(&mut self, kind: GreenKind) -> Option<&mut Green> {
        self.site.as_mut().and_then(|site| site.greens.iter_mut().find(|green| green.kind == kind))
    }

    fn rooms_mut(&mut self) -> Option<&mut Vec<ServiceRoom>> {
        self.services.first_mut().map(|service| &mut service.rooms)
    }

    /// [`Estate::good`] with one clause broken; none for an id that is not in [`BREAKABLE`].
    ///
    /// Two pairs hang together: without a shed for electric bicycles there are no chargers either (10a takes 10b along).
    /// NT-3.1-02 cannot fail; broken it is no longer earned.
    pub fn break_clause(clause: &str) -> Option<Self> {
        let mut estate = Self::good();
        match clause {
            "NT-2.1-04" => estate.buildings[1].storeys[3].0 = 3.05,
            "NT-2.1-07" => estate.buildings[0].lift_to_basement = false,
            "NT-2.1-09" => estate.site.as_mut()?.greens.retain(|green| green.kind != GreenKind::BuildingSide),
            "NT-2.1-10" => estate.green_mut(GreenKind::Concentrated)?.shape = GreenShape::Rect([30.0, 36.0], 40.0, 24.9),
            "NT-2.2-04" => estate.buildings[0].facade = "涂料",
            "NT-2.2-05" => estate.buildings[0].balcony.as_mut()?.enclosed = false,
            "NT-2.2-07" => estate.buildings[1].water_pipe = Some("PP-R"),
            "NT-2.3-02a" => estate.rooms_mut()?.retain(|room| room.word != "elderly_care"),
            "NT-2.3-02b" => estate.rooms_mut()?[0].width = 28.0,
            "NT-2.3-07" => estate.garage.as_mut()?.places.motor -= 1,
            "NT-2.3-09" => estate.garage.as_mut()?.places.visitor = 1,
            "NT-2.3-10a" => estate.bicycles = None,
            "NT-2.3-10b" => estate.bicycles.as_mut()?.chargers = 0,
            "NT-2.3-15" => estate.rooms_mut()?.retain(|room| room.word != "mini_fire_station"),
            "NT-2.4-01" => estate.stars = Some("一星级"),
            "NT-2.4-03" => estate.green_materials = Some(0.69),
            "NT-2.4-07" => estate.buildings[0].gas_detectors = false,
            "NT-3.1-02" => {
                for building in &mut estate.buildings {
                    building.bay.as_mut()?.clear_width = 2.0;
                }
            }
            "NT-3.3-01" => estate.conditions.height_limit = Some(18.0),
            _ => return None,
        }
        Some(estate)
    }
}

/// Estates on the limits of the comparators.
pub fn boundaries() -> Vec<Boundary> {
    let case = |name, clause, outcome, change: &dyn Fn(&mut Estate)| {
        let mut estate = Estate::good();
        change(&mut estate);
        Boundary { name, clause, outcome, estate }
    };
    let storey = |height: f64| move |estate: &mut Estate| estate.buildings[1].storeys[2].0 = height;
    let side = |width: f64| {
        move |estate: &mut Estate| {
            if let Some(green) = estate.green_mut(GreenKind::BuildingSide) {
                green.shape = GreenShape::Rect([10.0, 93.0], width, 4.0);
            }
        }
    };
    let middle = |depth: f64| {
        move |estate: &mut Estate| {
            if let Some(green) = estate.green_mut(GreenKind::Concentrated) {
                green.shape = GreenShape::Rect([30.0, 36.0], 40.0, depth);
            }
        }
    };
    let elderly = |width: f64| {
        move |estate: &mut Estate| {
            estate.services[0].depth = 19.7;
            estate.services[0].rooms[0].width = width;
        }
    };
    let height = |parapet: f64| {
        move |estate: &mut Estate| {
            estate.conditions.height_limit = Some(18.0);
            for building in &mut estate.buildings {
                building.roof = Roof::Flat { parapet };
            }
        }
    };
    let bay = |width: f64| {
        move |estate: &mut Estate| {
            for bay in estate.buildings.iter_mut().filter_map(|building| building.bay.as_mut()) {
                bay.clear_width = width;
            }
        }
    };
    let arm = |width: f64| {
        move |estate: &mut Estate| {
            if let Some(green) = estate.green_mut(GreenKind::Concentrated) {
                green.shape = GreenShape::Elbow([30.0, 36.0], 40.0, 24.0, width, 10.0);
            }
        }
    };
    vec![
        case("层高 3.100 m", "NT-2.1-04", "pass", &storey(3.1)),
        case("层高 3.0995 m", "NT-2.1-04", "fail", &storey(3.0995)),
        case("绿地率 +3.0 个百分点", "NT-2.1-09", "pass", &side(53.0)),
        case("绿地率 +2.9998 个百分点", "NT-2.1-09", "fail", &side(52.995)),
        case("集中绿地率 10.0%", "NT-2.1-10", "pass", &middle(25.0)),
        case("集中绿地率 9.9996%", "NT-2.1-10", "fail", &middle(24.999)),
        case("集中绿地支臂宽 8.0 m 计入", "NT-2.1-10", "pass", &arm(8.0)),
        case("集中绿地支臂宽 7.9 m 不计入", "NT-2.1-10", "fail", &arm(7.9)),
        case("养老用房 600.00 m2", "NT-2.3-02b", "pass", &elderly(29.85)),
        case("养老用房 599.99 m2", "NT-2.3-02b", "fail", &elderly(29.8495)),
        case("户均 2.0 个车位", "NT-2.3-07", "pass", &|_| ()),
        case("访客车位恰为 2%", "NT-2.3-09", "pass", &|estate| estate.conditions.parking_required = Some(100)),
        case("访客车位略少于 2%", "NT-2.3-09", "fail", &|estate| estate.conditions.parking_required = Some(101)),
        case("高度超限 10.0%", "NT-3.3-01", "manual", &height(0.6)),
        case("高度超限 10.006%", "NT-3.3-01", "fail", &height(0.601)),
        case("飘窗净宽恰为开间 2/3（轴线），净开间超过", "NT-3.1-02", "manual", &bay(2.4)),
        case("飘窗净宽略大于开间 2/3", "NT-3.1-02", "pass", &bay(2.401)),
        case("屋顶绿化补足绿地率", "NT-2.1-09", "manual", &|estate| {
            side(30.0)(estate);
            if let Some(site) = &mut estate.site {
                site.greens.push(Green::new(GreenKind::Roof, GreenShape::Rect([10.0, 8.0], 10.0, 10.0)));
            }
        }),
        case("屋顶绿化全计仍不足", "NT-2.1-09", "fail", &|estate| {
            side(30.0)(estate);
            if let Some(site) = &mut estate.site {
                site.greens.push(Green::new(GreenKind::Roof, GreenShape::Rect([10.0, 8.0], 9.0, 10.0)));
            }
        }),
        case("给水管为衬塑不锈钢复合管", "NT-2.2-07", "manual", &|estate| {
            estate.buildings[0].water_pipe = Some("衬塑不锈钢复合管")
        }),
        case("给水管为 PE，名中有 304", "NT-2.2-07", "fail", &|estate| estate.buildings[0].water_pipe = Some("PE DN304")),
        case("给水管为铜管", "NT-2.2-07", "manual", &|estate| estate.buildings[0].water_pipe = Some("紫铜管")),
        case("立面为真石漆", "NT-2.2-04", "manual", &|estate| estate.buildings[0].facade = "真石漆"),
        case("绿色建筑三星级", "NT-2.4-01", "pass", &|estate| estate.stars = Some("三星级")),
        case("绿色建筑二星级仅为目标", "NT-2.4-01", "manual", &|estate| estate.stars = Some("目标二星级")),
        case("绿色建筑基本级", "NT-2.4-01", "fail", &|estate| estate.stars = Some("基本级")),
        case("未申报绿色建筑星级", "NT-2.4-01", "undetermined", &|estate| estate.stars = None),
        case("没有访客标识", "NT-2.3-09", "undetermined", &|estate| {
            if let Some(garage) = &mut estate.garage {
                garage.places.visitor = 0;
            }
        }),
        case("未给出规划绿地率", "NT-2.1-09", "undetermined", &|estate| estate.conditions.green_ratio = None),
        case("没有绿地对象", "NT-2.1-09", "undetermined", &|estate| {
            if let Some(site) = &mut estate.site {
                site.greens.clear();
            }
        }),
        case("顶层按结构面少一个面层厚度", "NT-2.1-04", "manual", &|estate| {
            for building in &mut estate.buildings {
                building.finish = 0.05;
                building.storeys = vec![(3.1, super::Use::Dwelling); 6];
                building.storeys[5].0 = 3.05;
            }
        }),
        case("绿色建材 70%", "NT-2.4-03", "pass", &|estate| estate.green_materials = Some(0.7)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Style;

    #[test]
    fn the_good_estate_meets_every_clause() {
        let truth = Estate::good().generate(&Style::default()).truth;
        for (clause, expected) in &truth.clauses {
            let wanted = if *clause == "NT-2.2-06" { "manual" } else { "pass" };
            assert_eq!(expected.outcome, wanted, "{clause}");
        }
        for clause in BREAKABLE {
            assert!(truth.clauses.contains_key(clause), "{clause} is not judged");
        }
    }

    #[test]
    fn each_mutation_breaks_its_clause_and_no_other() {
        let good = Estate::good().generate(&Style::default()).truth.clauses;
        for clause in BREAKABLE {
            let Some(estate) = Estate::break_clause(clause) else { panic!("{clause} has no mutation") };
            let broken = estate.generate(&Style::default()).truth.clauses;
            let changed: Vec<&str> =
                good.keys().copied().filter(|id| broken.get(id).map(|e| e.outcome) != good.get(id).map(|e| e.outcome)).collect();
            let allowed: &[&str] = match clause {
                "NT-2.3-02a" => &["NT-2.3-02a", "NT-2.3-02b"], // no room, nothing to examine
                "NT-2.3-10a" => &["NT-2.3-10a", "NT-2.3-10b"],
                _ => &[clause],
            };
            assert_eq!(changed, allowed, "{clause}");
            let wanted = if clause == "NT-3.1-02" { "not_applicable" } else { "fail" };
            assert_eq!(broken[clause].outcome, wanted, "{clause}");
        }
    }

    #[test]
    fn values_on_the_limit_fall_on_the_side_of_the_comparator() {
        for boundary in boundaries() {
            let truth = boundary.estate.generate(&Style::default()).truth;
            assert_eq!(truth.clauses[boundary.clause].outcome, boundary.outcome, "{}", boundary.name);
        }
    }
}
