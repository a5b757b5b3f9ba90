//! Pairs of estates that differ in one thing: in the first a clause is met or earned, in the second it is not.

mod presence;

use super::{Balcony, Bay, BayForm, BayRoom, Estate, Feature, Form, Green, GreenKind, GreenShape, Residential, Site, Use};
use crate::guid::global_id;

/// A clause broken by one change.
#[derive(Clone, Debug)]
pub struct Break {
    /// The clause.
    pub clause: &'static str,
    /// What was changed, for messages.
    pub change: &'static str,
    /// The estate in which the clause is met.
    pub whole: Estate,
    /// Its outcome there.
    pub before: &'static str,
    /// The estate in which it is not.
    pub broken: Estate,
    /// Its outcome there, judged with a base pack that counts what local rules usually count.
    pub after: &'static str,
    /// Other clauses whose outcome must change along, each with a reason beside its row.
    pub along: &'static [&'static str],
    /// GlobalIds that the findings of the clause must name, all of them.
    pub named: Vec<String>,
}

/// A small estate that meets whatever a generated model can meet: two buildings of one unit and three storeys.
pub(super) fn complete() -> Estate {
    let mut estate = Estate::good();
    estate.key = "complete".into();
    for building in &mut estate.buildings {
        building.units = 1;
        building.storeys = vec![(3.15, Use::Dwelling); 3];
        building.basement_hall = true;
        building.entrance_hall = true;
        building.sound = Some([53, 53, 33]);
        building.appliances = vec!["前置净水器"];
    }
    if let Some(garage) = &mut estate.garage {
        garage.inside = [6.0, 60.0, 94.0, 92.0];
        garage.places = super::Places { motor: 30, accessible: 2, charging: 2, visitor: 2 };
    }
    estate.conditions.parking_required = Some(60);
    estate.conditions.more = vec![("residential_area_m2", "1000")];
    let area = |name, x: f64, y: f64| Feature::new(name, Form::Area, [x, y, -0.3], [4.0, 3.0, 2.0]);
    let object = |name, x: f64, y: f64| Feature::new(name, Form::Object, [x, y, -0.3], [1.0, 1.0, 1.8]);
    estate.features = vec![
        Feature { claim: Some(0.0), ..Feature::new("机动车库出入口顶棚", Form::Slab, [27.0, 72.0, 2.6], [1.5, 6.0, 0.2]) },
        Feature { claim: Some(0.0), ..object("装配式可移动生活垃圾分类投放点", 2.0, 80.0) },
        Feature { claim: Some(0.0), ..object("装配式可移动大件垃圾收集点", 2.0, 84.0) },
        Feature::new("下沉庭院", Form::Area, [2.0, 72.0, -4.0], [4.0, 3.0, 2.0]),
        area("风雨连廊", 2.0, 88.0),
        area("儿童活动场地", 88.0, 80.0),
        area("健身步道", 88.0, 85.0),
        area("无障碍坡道", 88.0, 90.0),
        object("汽车充电桩", 96.0, 80.0),
        object("人脸识别门禁", 96.0, 83.0),
        object("智能安防系统", 96.0, 86.0),
        object("乔木 香樟", 96.0, 89.0),
    ];
    for service in estate.services.iter_mut().skip(1) {
        service.claim = Some(0.0);
    }
    if let Some(shed) = &mut estate.bicycles {
        shed.claim = Some(0.0);
    }
    estate
}

/// Terraces of a four-storey duplex (2.13 m give exactly 20 %), their coefficient authored as 0.
fn terraces(setback: f64) -> Estate {
    let mut estate = Estate::terraces(setback);
    estate.buildings[0].claims.terrace = Some(0.0);
    estate
}

/// Voids of a duplex with this many storeys, their coefficient authored as 0.
fn voids(storeys: usize) -> Estate {
    let mut estate = Estate::voids();
    estate.buildings[0].storeys = vec![(3.0, Use::Dwelling); storeys];
    estate.buildings[0].claims.void = Some(0.0);
    estate.conditions.more = vec![("far.void_rules", "示例导则")];
    estate
}

/// Bay windows of two storeys, their coefficient authored as 0.
fn bays(clear_width: f64, projection: f64) -> Estate {
    let bay = Bay { room: BayRoom::Master, form: BayForm::Family, clear_width, projection, sill: 0.5, height: 1.9 };
    let mut building = Residential { storeys: vec![(3.15, Use::Dwelling); 2], bay: Some(bay), ..Residential::default() };
    building.claims.bay = Some(0.0);
    Estate { key: "bays".into(), buildings: vec![building], ..Estate::default() }
}

/// A building on an open ground storey of 4.5 m with an entrance hall; storeys above this cap (m) are virtual area.
fn hall(cap: &'static str, most: &'static str) -> Estate {
    let building = Residential {
        storeys: vec![(4.5, Use::OpenGround), (3.15, Use::Dwelling), (3.15, Use::Dwelling)],
        entrance_hall: true,
        ..Residential::default()
    };
    let mut estate = Estate { key: "hall".into(), buildings: vec![building], ..Estate::default() };
    estate.conditions.more = vec![("far.storey_height_cap_m", cap), ("lobby.max_share", most)];
    estate
}

/// The complete estate whose ground green lacks 106 m2, made up by green on the roof and on a wall that counts half.
fn vertical_green(roof: f64, wall: f64) -> Estate {
    let mut estate = complete();
    if let Some(site) = &mut estate.site {
        for green in site.greens.iter_mut().filter(|green| green.kind == GreenKind::BuildingSide) {
            green.shape = GreenShape::Rect([10.0, 93.0], 26.5, 4.0);
        }
        site.greens.push(Green::new(GreenKind::Roof, GreenShape::Rect([10.0, 8.0], roof, 10.0)));
        site.greens.push(Green::new(GreenKind::Wall, GreenShape::Rect([10.0, 5.75], wall, 3.0)));
    }
    estate.conditions.more.extend([("green.roof_coefficient", "0.5"), ("green.vertical_coefficient", "0.5")]);
    estate
}

fn service(label: &str) -> impl Fn(&mut Estate) + '_ {
    // moved to the eastern gable of 1#, wall to wall
    move |estate: &mut Estate| {
        let building = &estate.buildings[0];
        let x = building.position[0] + building.plan.length(building.units) + 2.0 * super::plan::OUTER_OUT;
        let y = building.position[1] + 2.0;
        for service in estate.services.iter_mut().filter(|service| service.name == label) {
            service.position = [x, y];
            service.detached = false;
        }
    }
}

fn without(name: &'static str) -> impl Fn(&mut Estate) {
    move |estate: &mut Estate| estate.features.retain(|feature| feature.name != name)
}

/// A pair in the complete estate.
fn pair(clause: &'static str, change: &'static str, before: &'static str, after: &'static str, alter: impl Fn(&mut Estate)) -> Break {
    let whole = complete();
    let mut broken = whole.clone();
    alter(&mut broken);
    Break { clause, change, whole, before, broken, after, along: &[], named: Vec::new() }
}

/// Two estates of their own.
fn own(clause: &'static str, change: &'static str, before: &'static str, after: &'static str, [whole, broken]: [Estate; 2]) -> Break {
    Break { clause, change, whole, before, broken, after, along: &[], named: Vec::new() }
}

impl Break {
    fn along(mut self, clauses: &'static [&'static str]) -> Self {
        self.along = clauses;
        self
    }

    /// Things of the broken estate by their keys below the estate's.
    fn naming(mut self, keys: &[&str]) -> Self {
        self.named = keys.iter().map(|key| global_id(&format!("{}/{key}", self.broken.key))).collect();
        self
    }
}

/// Every clause that a generated model can meet, broken once or more.
pub fn breaks() -> Vec<Break> {
    let mut all = must();
    all.extend(advice());
    all.extend(exemptions());
    all.extend(presence::breaks());
    all
}

/// Binding clauses.
fn must() -> Vec<Break> {
    let floors = |what: &str| -> Vec<String> { (1..=3).map(|n| format!("2#住宅楼/{n}F/{what}")).collect() };
    let keys = |list: &[&str]| -> Vec<String> { list.iter().flat_map(|what| floors(what)).collect() };
    let with = |entry: Break, keys: Vec<String>| -> Break {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        entry.naming(&keys)
    };
    vec![
        pair("NT-2.1-04", "2# 2F 层高 3.0995 m", "pass", "fail", |e| e.buildings[1].storeys[1].0 = 3.0995).naming(&["2#住宅楼/2F"]),
        pair("NT-2.1-07", "1# 电梯止于首层", "pass", "fail", |e| e.buildings[0].lift_to_basement = false).naming(&["1#住宅楼/1单元"]),
        pair("NT-2.1-09", "宅旁绿地略小", "pass", "fail", |e| side(e, 52.9)).naming(&["site", "绿地0", "绿地3"]),
        pair("NT-2.1-10", "集中绿地 9.96%", "pass", "fail", |e| middle(e, 24.9)).naming(&["site", "绿地0"]),
        pair("NT-2.2-04", "1# 立面涂料", "pass", "fail", |e| e.buildings[0].facade = "涂料").naming(&["1#住宅楼"]),
        with(
            pair("NT-2.2-05", "2# 阳台敞开", "pass", "fail", |e| {
                e.buildings[1].balcony = Some(Balcony { depth: 1.5, enclosed: false })
            }),
            keys(&["阳台0/空间", "阳台1/空间"]),
        ),
        pair("NT-2.2-06", "外窗无品牌", "manual", "undetermined", |e| e.buildings.iter_mut().for_each(|b| b.system_window = None)),
        with(
            pair("NT-2.2-07", "2# 给水管 PP-R", "pass", "fail", |e| e.buildings[1].water_pipe = Some("PP-R")),
            keys(&["给水管厨房0", "给水管卫生间1"]),
        ),
        pair("NT-2.3-02b", "养老用房 599.6 ㎡", "pass", "fail", |e| e.services[0].rooms[0].width = 29.38)
            .naming(&["3#配套服务楼/居家养老服务用房0"]),
        pair("NT-2.3-07", "少一个车位", "pass", "fail", |e| places(e, |p| p.motor = 2 * 12 - 4 - 1)),
        pair("NT-2.3-09", "访客车位 1 个，应 2 个", "pass", "fail", |e| places(e, |p| p.visitor = 1)),
        pair("NT-2.3-10b", "充电区没有充电设施对象", "pass", "manual", |e| {
            if let Some(shed) = &mut e.bicycles {
                shed.chargers = 0;
            }
        }),
        pair("NT-2.3-10a", "没有电动自行车停放区", "pass", "fail", |e| e.bicycles = None).along(&["NT-2.3-10b", "NT-3.1-03a"]),
        pair("NT-2.3-15", "没有微型消防站", "pass", "fail", |e| e.services[0].rooms.retain(|room| room.word != "mini_fire_station")),
        pair("NT-2.3-02a", "没有养老用房", "pass", "fail", |e| e.services[0].rooms.retain(|room| room.word != "elderly_care"))
            .along(&["NT-2.3-02b"]), // no place at all: neither the sum nor the size of each is met
        pair("NT-2.4-01", "一星级", "pass", "fail", |e| e.stars = Some("一星级")),
        pair("NT-2.4-03", "绿色建材 69.9%", "pass", "fail", |e| e.green_materials = Some(0.699)),
        pair("NT-2.4-07", "1# 没有燃气探测器", "pass", "fail", |e| e.buildings[0].gas_detectors = false)
            .naming(&["1#住宅楼/1单元101", "1#住宅楼/1单元302"]),
        pair("NT-3.3-01", "超限高 10% 以上", "pass", "fail", |e| e.conditions.height_limit = Some(9.9)).naming(&["1#住宅楼", "2#住宅楼"]),
        pair("NT-3.3-01", "超限高恰 10%", "pass", "manual", |e| e.conditions.height_limit = Some((0.3 + 9.45 + 1.2) / 1.1)),
    ]
}

/// 宜, 鼓励 and the like: never a failure.
fn advice() -> Vec<Break> {
    let sound = |ratings: [u32; 3]| move |e: &mut Estate| e.buildings[0].sound = Some(ratings);
    let plain = |step_down: f64| {
        let building = Residential { storeys: vec![(3.15, Use::Dwelling); 2], step_down, ..Residential::default() };
        Estate { key: "step".into(), buildings: vec![building], ..Estate::default() }
    };
    vec![
        pair("NT-2.1-05", "分户墙 52 dB", "pass", "manual", sound([52, 53, 33])),
        pair("NT-2.1-05", "分户楼板 52 dB", "pass", "manual", sound([53, 52, 33])),
        pair("NT-2.1-05", "外窗 32 dB", "pass", "manual", sound([53, 53, 32])),
        pair("NT-2.1-05", "未填隔声", "pass", "undetermined", |e| e.buildings.iter_mut().for_each(|b| b.sound = None)),
        pair("NT-2.1-06a", "只有地上大堂", "pass", "manual", |e| e.buildings.iter_mut().for_each(|b| b.basement_hall = false))
            .along(&["NT-3.1-04"]), // the hall below took more than 15 % of its small storey
        pair("NT-2.3-08", "每百平方米恰为 2.0 个", "pass", "manual", |e| e.conditions.more = vec![("residential_area_m2", "1700")]),
        pair("NT-2.1-06b", "没有下沉庭院", "pass", "manual", without("下沉庭院")),
        pair("NT-2.1-06c", "没有风雨连廊", "pass", "manual", without("风雨连廊")),
        own("NT-2.1-08", "室内外高差 0.15 m", "pass", "manual", [plain(0.3), plain(0.15)]),
        pair("NT-2.1-11a", "没有乔木", "pass", "undetermined", without("乔木 香樟")),
        pair("NT-2.3-01", "没有儿童场地", "pass", "undetermined", without("儿童活动场地")),
        pair("NT-2.3-03", "没有无障碍设施", "pass", "undetermined", without("无障碍坡道")),
        pair("NT-2.3-04", "没有健身步道", "pass", "undetermined", without("健身步道")),
        pair("NT-2.3-05", "没有健身房", "pass", "undetermined", |e| e.services[0].rooms.retain(|room| room.word != "gym")),
        pair("NT-2.3-06", "没有汽车充电桩", "pass", "manual", without("汽车充电桩")),
        pair("NT-2.4-06b", "没有门禁", "pass", "undetermined", without("人脸识别门禁")),
        pair("NT-2.4-06c", "没有新风", "pass", "undetermined", |e| e.buildings.iter_mut().for_each(|b| b.fresh_air = false)),
        pair("NT-2.4-06d", "没有净水器", "pass", "undetermined", |e| e.buildings.iter_mut().for_each(|b| b.appliances.clear())),
        pair("NT-2.4-09", "没有智能系统", "pass", "undetermined", without("智能安防系统")),
    ]
}

/// Exemptions and entitlements; every coefficient of 0 is claimed.
fn exemptions() -> Vec<Break> {
    let cabinet = |e: &mut Estate| {
        let building = &e.buildings[0];
        let x = building.position[0] + building.plan.length(building.units) + super::plan::OUTER_OUT;
        e.features.push(Feature { claim: Some(0.0), ..Feature::new("智能快递柜", Form::Object, [x, 84.0, -0.3], [3.0, 0.6, 2.1]) });
        e.locker = None;
    };
    let renamed = |from: &'static str, to: &'static str| {
        move |e: &mut Estate| e.features.iter_mut().filter(|feature| feature.name == from).for_each(|feature| feature.name = to)
    };
    vec![
        own("NT-3.1-01", "露台占比超过 20%，申报不计容", "pass", "fail", [terraces(1.5), terraces(2.3)]).naming(&["1#住宅楼/4F"]),
        own("NT-3.1-01", "按楼层恰为 20%，按户超过", "pass", "manual", [terraces(1.5), terraces(2.13)]),
        own("NT-3.1-02", "净宽恰不过 2/3，外挑 0.8 m，申报不计容", "pass", "fail", [bays(2.401, 0.8), bays(2.2, 0.8)]),
        own("NT-3.1-02", "净宽不过 2/3，基础规则本就不计容", "pass", "not_applicable", [bays(2.401, 0.6), bays(2.2, 0.6)]),
        pair("NT-3.1-03a", "车棚贴建", "pass", "fail", |e| {
            let building = &e.buildings[0];
            let x = building.position[0] + building.plan.length(building.units) + super::plan::OUTER_OUT;
            if let Some(shed) = &mut e.bicycles {
                (shed.position, shed.size, shed.chargers) = ([x, 81.0], [6.0, 6.0], 5);
            }
        }),
        pair("NT-3.1-03b", "没有坡道顶棚", "pass", "not_applicable", without("机动车库出入口顶棚")),
        pair("NT-3.1-03c", "快递柜贴建", "pass", "fail", cabinet).naming(&["智能快递柜"]),
        pair("NT-3.1-03d", "配电房贴建", "pass", "fail", service("配电房")).naming(&["配电房/配电房0"]),
        pair("NT-3.1-03e", "水泵房贴建", "pass", "fail", service("水泵房")).naming(&["水泵房/水泵房0"]),
        pair("NT-3.1-03f", "门卫室贴建", "pass", "fail", service("门卫室")).naming(&["门卫室/门卫室0"]),
        pair("NT-3.1-03g", "垃圾收集站贴建", "pass", "fail", service("生活垃圾收集站")).naming(&["生活垃圾收集站/生活垃圾收集站0"]),
        pair("NT-3.1-03h", "投放点不是装配式可移动", "pass", "fail", renamed("装配式可移动生活垃圾分类投放点", "生活垃圾分类投放点"))
            .naming(&["生活垃圾分类投放点"]),
        pair("NT-3.1-03i", "收集点不是装配式可移动", "pass", "fail", renamed("装配式可移动大件垃圾收集点", "大件垃圾收集点"))
            .naming(&["大件垃圾收集点"]),
        own("NT-3.1-04", "门厅不高于上限，不需要", "pass", "not_applicable", [hall("3.6", "0.15"), hall("4.5", "0.15")]),
        own("NT-3.1-04", "门厅过大", "pass", "manual", [hall("3.6", "0.15"), hall("3.6", "0.01")]),
        own("NT-3.1-05", "十二层复式挑空，申报不计容", "pass", "fail", [voids(8), voids(12)]),
        own("NT-3.8-01", "立体绿化全计仍不足", "pass", "fail", [vertical_green(20.0, 10.0), vertical_green(5.0, 1.0)])
            .along(&["NT-2.1-09"]), // the same increment
    ]
}

fn side(estate: &mut Estate, width: f64) {
    for green in estate.site.iter_mut().flat_map(|site: &mut Site| &mut site.greens).filter(|green| green.kind == GreenKind::BuildingSide) {
        green.shape = GreenShape::Rect([10.0, 93.0], width, 4.0);
    }
}

fn middle(estate: &mut Estate, depth: f64) {
    for green in estate.site.iter_mut().flat_map(|site: &mut Site| &mut site.greens).filter(|green| green.kind == GreenKind::Concentrated) {
        green.shape = GreenShape::Rect([30.0, 36.0], 40.0, depth);
    }
}

fn places(estate: &mut Estate, change: impl Fn(&mut super::Places)) {
    if let Some(garage) = &mut estate.garage {
        change(&mut garage.places);
    }
}
