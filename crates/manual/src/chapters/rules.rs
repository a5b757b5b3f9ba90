//! M10 and M12: rules of fit-out, use and safety, with what they mean for this dwelling's walls and rooms.

use super::Context;
use crate::catalogue;
use crate::content::{Category, Device, Door, Equipment, Item, Part, Room, Rule, Status};
use crate::field::{Field, From, FromKind, both, same};

/// Building height above which every dwelling has a room to wait in for rescue (GB 50016-2014 5.5.32), in metres.
const REFUGE_FROM: f64 = 54.0;

const DECORATION: (&str, &str) = (
    "《住宅室内装饰装修管理办法》（建设部令第 110 号）",
    "Measures for Interior Decoration of Dwellings (Ministry of Construction, no. 110)",
);
const QUALITY: (&str, &str) = ("《建设工程质量管理条例》第十五条", "Regulations on Construction Quality, art. 15");
const GAS: (&str, &str) = ("《城镇燃气管理条例》", "Regulations on Urban Gas");
const FIRE: (&str, &str) = ("《中华人民共和国消防法》第二十八条", "Fire Protection Law, art. 28");

/// The rules, the general ones after those that name walls and rooms of this dwelling.
pub(super) fn rules(context: &Context<'_, '_>, parts: &[Part], rooms: &[Room]) -> Vec<Rule> {
    let mut out = Vec::new();
    let mut add = |kind: &'static str, zh: String, en: String, basis: (&str, &str)| {
        out.push(Rule { kind, text: both(zh, en), basis: both(basis.0, basis.1) })
    };
    let marks = |category: Category| -> Vec<&str> {
        parts.iter().filter(|part| part.category == category).map(|part| part.mark.as_str()).collect()
    };
    let never: Vec<&str> = marks(Category::LoadBearing).into_iter().chain(marks(Category::Unknown)).collect();
    if !never.is_empty() {
        add(
            "fit_out",
            format!("不得拆改、开洞、剔凿承重构件及按承重处理的墙：{}。", never.join("、")),
            format!("Do not remove, open or cut load-bearing parts and walls treated as such: {}.", never.join(", ")),
            QUALITY,
        );
    }
    let outer = marks(Category::Enclosing);
    if !outer.is_empty() {
        add(
            "fit_out",
            format!("外墙、分户墙、管井墙不得改动（含开门窗洞、扩大洞口、拆除保温）：{}。", outer.join("、")),
            format!(
                "Do not alter outer, party and shaft walls (no new or larger openings, no removal of insulation): {}.",
                outer.join(", ")
            ),
            DECORATION,
        );
    }
    let inner = marks(Category::Partition);
    if !inner.is_empty() {
        add(
            "fit_out",
            format!("户内非承重墙改造前须向物业报备，并核对墙内管线：{}。", inner.join("、")),
            format!("Tell the property manager before altering partitions, and look for pipes in them: {}.", inner.join(", ")),
            DECORATION,
        );
    }
    let wet = super::rooms::names(context, rooms.iter().filter(|room| room.waterproof.is_some()));
    if !wet.is_empty() {
        add(
            "fit_out",
            format!("{} 有防水要求：不得破坏防水层；凿除面层后须重做防水并做蓄水试验。", wet.join("、")),
            format!(
                "{} are waterproofed: do not break the layer; redo it and test with standing water after removing the finish.",
                wet.join(", ")
            ),
            DECORATION,
        );
    }
    add(
        "fit_out",
        "不得将没有防水要求的房间或阳台改为卫生间、厨房。".into(),
        "Do not turn rooms or balconies without waterproofing into bathrooms or kitchens.".into(),
        DECORATION,
    );
    add(
        "fit_out",
        "不得在楼板、梁、柱上开洞或切断钢筋；吊挂重物避开梁底和预应力构件。".into(),
        "No holes in slabs, beams and columns, no cut reinforcement; hang nothing heavy from beams or prestressed parts.".into(),
        DECORATION,
    );
    add(
        "fit_out",
        "不得拆除连接阳台的砖、混凝土墙体，不得扩大原有门窗尺寸，不得增加楼面和阳台荷载。".into(),
        "Do not remove the walls towards balconies, do not enlarge doors and windows, do not add loads to floors and balconies.".into(),
        DECORATION,
    );
    match context.field("fit_out.floor_heating_depth_mm").text {
        Some(depth) => add(
            "fit_out",
            format!("地面钻孔深度不得超过 {}。", depth.zh),
            format!("Drill no deeper than {} into the floor.", depth.en),
            ("建设单位提供", "by the developer"),
        ),
        None => add(
            "fit_out",
            "地面下可能有地暖盘管与管线：未经确认不得钻孔。".into(),
            "Heating coils and pipes may lie in the floor: do not drill without having asked.".into(),
            DECORATION,
        ),
    }
    add(
        "fit_out",
        "墙内管线位置以现场标识为准；已知管线两侧各 150 mm 内不得钻孔。".into(),
        "Pipes and cables in walls: go by the marks on site; no drilling within 150 mm of known runs.".into(),
        ("工程惯例", "good practice"),
    );
    add(
        "fit_out",
        "燃气管道和设施的安装、改装、拆除由燃气企业进行；不得封闭、暗埋燃气管道与阀门。".into(),
        "Only the gas company may install, alter or remove gas pipes; never enclose gas pipes or valves.".into(),
        GAS,
    );
    add(
        "fit_out",
        "不得封堵地漏、检修口、排气道和烟道；不得改变公共立管。".into(),
        "Do not block floor drains, access panels, vents and flues; do not alter common risers.".into(),
        DECORATION,
    );
    add(
        "fit_out",
        "空调室外机只能装在设计机位；不得改变外立面。".into(),
        "Outdoor units only in their designed places; do not change the façade.".into(),
        DECORATION,
    );
    add(
        "use",
        "门窗开启扇、五金和密封条每年检查；大风、暴雨前关闭外窗，雨后检查窗下槽排水孔。".into(),
        "Check sashes, fittings and seals every year; close windows before storms and check their drain holes afterwards.".into(),
        ("建设单位、厂家说明书", "maker's manual"),
    );
    add(
        "use",
        "剩余电流动作保护装置每月按试验按钮一次；跳闸后查明原因再合闸。".into(),
        "Press the test button of the residual current device every month; find the cause before switching on again.".into(),
        ("厂家说明书", "maker's manual"),
    );
    add(
        "use",
        "长期不住时关闭总水阀和燃气阀；地漏定期注水。".into(),
        "Close the main water and gas valves before long absence; fill floor drains from time to time.".into(),
        ("工程惯例", "good practice"),
    );
    add(
        "safety",
        "闻到燃气味：关阀、开窗、不开关电器、到室外拨打燃气抢修电话。".into(),
        "Smell of gas: close the valve, open windows, touch no switch, call from outside.".into(),
        GAS,
    );
    add(
        "safety",
        "火灾时经疏散楼梯离开，不乘电梯；楼道、前室、疏散门不得堆物、上锁；户门应随手关闭。".into(),
        "In a fire leave by the stairs, never by lift; keep corridors, lobbies and doors free; close the entrance door behind you.".into(),
        FIRE,
    );
    add("safety", "电动自行车及其电池不得进楼入户充电。".into(), "Never charge e-bikes or their batteries inside.".into(), FIRE);
    add(
        "safety",
        "被困电梯时按报警钮等待救援，不扒门。".into(),
        "Stuck in a lift: press the alarm and wait, do not force the doors.".into(),
        ("厂家说明书", "maker's manual"),
    );
    out
}

/// M10.
pub(super) fn fit_out(context: &Context<'_, '_>, parts: &[Part], rooms: &[Room]) -> Item {
    let title = both("本户禁拆部位", "parts not to be touched");
    let never: Vec<&Part> = parts.iter().filter(|part| part.category != Category::Partition).collect();
    let walls = if never.is_empty() {
        Field::empty("fit_out.never", title).supplied_by("模型中没有本户的墙、柱", "no wall or column of the dwelling is modelled")
    } else {
        let marks: Vec<&str> = never.iter().map(|part| part.mark.as_str()).collect();
        Field::text(
            "fit_out.never",
            title,
            same(marks.join("、")),
            From::new(FromKind::Derived, "do-not-touch plan").of(never.iter().filter_map(|part| part.guid.clone())),
        )
    };
    let wet: Vec<&Room> = rooms.iter().filter(|room| room.waterproof.is_some()).collect();
    let title = both("不得破坏防水的房间", "waterproofed rooms");
    let wet = if wet.is_empty() {
        Field::empty("fit_out.wet_rooms", title)
            .supplied_by("房间名称（卫生间、厨房、阳台）未识别", "no bathroom, kitchen or balcony is recognised")
    } else {
        let names = super::rooms::names(context, wet.iter().copied());
        Field::text(
            "fit_out.wet_rooms",
            title,
            same(names.join("、")),
            From::new(FromKind::Derived, "use of the rooms").of(wet.iter().filter_map(|room| room.guid.clone())),
        )
    };
    let mut fields = vec![walls, wet];
    fields.extend(
        ["fit_out.contact", "fit_out.floor_heating_depth_mm", "finish.floor", "finish.wall", "finish.ceiling"]
            .map(|key| context.field(key)),
    );
    Item::new("M10", catalogue::item_title("M10"), fields)
}

/// M12.
pub(super) fn safety(context: &Context<'_, '_>, doors: &[Door], equipment: &[Equipment]) -> Item {
    let entrance = doors.iter().find(|door| door.is_entrance);
    let title = both("户门与疏散方向", "entrance and way out");
    let exit = match entrance {
        Some(door) => Field::text(
            "safety.exit",
            title,
            both(
                format!("经户门 {} 进入公共部位，沿疏散指示至疏散楼梯", door.mark),
                format!("through the entrance {} into the common corridor, then by the signs to the stairs", door.mark),
            ),
            From::new(FromKind::Derived, "doors between rooms").of(door.guid.clone()),
        ),
        None => Field::empty("safety.exit", title)
            .supplied_by("模型中未找到本户与公共部位之间的门", "no door between the dwelling and common rooms is found"),
    };
    let mut fields = vec![exit, context.field("safety.extinguisher"), context.field("safety.route"), context.field("safety.assembly")];
    let detector = equipment.iter().find(|line| line.device == Some(Device::GasDetector));
    let gas = context.subject.and_then(|subject| subject.claim("has_gas"));
    if let Some(line) = detector {
        fields.push(super::services::position("safety.gas_detector", "燃气泄漏报警", "gas detector", line));
    } else if gas != Some(false) {
        let field = Field::empty("safety.gas_detector", both("燃气泄漏报警", "gas detector"))
            .supplied_by("本户未见燃气探测器", "no gas detector in the dwelling");
        fields.push(if gas == Some(true) { field } else { field.optional() });
    }
    let height = context.home.dwelling.building.and_then(|building| {
        let subject = context.estate.survey.building_subject(building);
        context.estate.sheet.subject(&subject.id)?.number("fire_height")
    });
    let mut refuge = context.field("safety.refuge");
    if !refuge.is_known() {
        refuge = refuge_of_model(context).unwrap_or(refuge);
    }
    refuge.required = height.is_some_and(|height| height > REFUGE_FROM);
    fields.push(refuge);
    fields.extend(way_to_garage(context));
    fields.push(context.field("safety.lift_rescue"));
    let mut item = Item::new("M12", catalogue::item_title("M12"), fields);
    if item.fields.iter().all(|field| !field.is_known()) {
        item.status = Status::Missing;
    }
    item
}

/// The refuge levels of the building, as the facts name them.
fn refuge_of_model(context: &Context<'_, '_>) -> Option<Field> {
    let survey = context.estate.survey;
    let levels = survey.storeys_of(context.home.dwelling.building?);
    let levels = levels.iter().filter_map(|level| context.estate.sheet.subject(&survey.storey_id(*level)));
    let refuges: Vec<_> = levels.filter(|level| level.text("use") == Some("refuge")).collect();
    if refuges.is_empty() {
        return None;
    }
    let names = refuges.iter().map(|level| level.name.as_str()).collect::<Vec<_>>().join("、");
    let from = From::new(FromKind::Derived, "use of the levels").of(refuges.iter().filter_map(|level| level.guid.clone()));
    Some(Field::text("safety.refuge", both("避难层（间）", "refuge"), same(names), from))
}

/// How one gets to the cars by lift, where the facts know; nothing where the estate has no garage in these files.
fn way_to_garage(context: &Context<'_, '_>) -> Option<Field> {
    let survey = context.estate.survey;
    let unit = context.estate.sheet.subject(&survey.unit_id(context.home.dwelling.unit?))?;
    if unit.claim("has_garage") != Some(true) {
        return None;
    }
    let title = both("到地下车库", "way to the garage");
    let text = match unit.text("garage_connection") {
        Some("linked") => both("乘本单元电梯直达地下车库", "by the lifts of the unit, straight to the garage"),
        Some("lobby_only") => {
            both("电梯到达车库所在层，模型中门厅与车库之间未见门", "the lifts reach the level of the garage; the model shows no door to it")
        }
        Some(_) => both("本单元电梯不到地下车库", "the lifts of the unit do not reach the garage"),
        None => {
            let gap = unit.gaps.iter().find(|(quantity, _)| quantity.0 == "garage_connection").map(|(_, gap)| gap);
            return Some(Field::of_fact("safety.garage", title, gap.map(Err)).optional());
        }
    };
    let fact = unit.fact("garage_connection")?;
    Some(Field::text("safety.garage", title, text, From::new(FromKind::Measured, fact.method.clone()).of(fact.elements.iter().cloned())))
}
