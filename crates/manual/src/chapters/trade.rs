//! To which trade a device belongs, and which of them an owner looks for in an emergency: by system, class and words.

use haofang_ifc::{Class, Entity, class};

use crate::content::{Device, Trade};

/// Words of names, types and systems, the first trade that fits.
const WORDS: &[(Trade, &[&str])] = &[
    (Trade::Gas, &["燃气", "煤气", "天然气", "gas meter", "gas pipe", "gas valve", "gas detector", "natural gas"]),
    (
        Trade::Fire,
        &["消防", "喷淋", "喷头", "烟感", "火灾", "消火栓", "灭火", "应急照明", "疏散指示", "sprinkler", "smoke detector", "fire"],
    ),
    (
        Trade::Data,
        &[
            "弱电",
            "信息箱",
            "多媒体箱",
            "网络",
            "对讲",
            "电话",
            "电视",
            "光纤",
            "宽带",
            "智能家居",
            "门禁",
            "数据",
            "data outlet",
            "telephone",
            "network",
        ],
    ),
    (
        Trade::Heat,
        &["采暖", "供暖", "地暖", "散热器", "暖气", "热力", "分集水器", "壁挂炉", "radiator", "floor heating", "space heater", "heizk"],
    ),
    (
        Trade::Air,
        &[
            "空调",
            "新风",
            "风口",
            "风管",
            "排风",
            "排气扇",
            "油烟",
            "除湿",
            "air conditioner",
            "air terminal",
            "duct",
            "exhaust fan",
            "ventilation",
        ],
    ),
    (
        Trade::Drain,
        &[
            "排水",
            "地漏",
            "污水",
            "废水",
            "雨水",
            "下水",
            "通气管",
            "存水弯",
            "floor drain",
            "drain",
            "waste pipe",
            "sanitary waste",
            "sewer",
        ],
    ),
    (
        Trade::Power,
        &[
            "配电",
            "强电",
            "插座",
            "开关",
            "灯",
            "断路器",
            "漏电",
            "电表",
            "桥架",
            "充电桩",
            "等电位",
            "outlet",
            "socket",
            "switch",
            "lighting",
            "light fixture",
            "panelboard",
            "consumer unit",
            "distribution board",
        ],
    ),
    (
        Trade::Water,
        &[
            "给水",
            "冷水",
            "热水",
            "水表",
            "水阀",
            "龙头",
            "水嘴",
            "净水",
            "软水",
            "洗脸盆",
            "洗手盆",
            "坐便",
            "马桶",
            "浴缸",
            "淋浴",
            "水槽",
            "洗衣机",
            "前置过滤",
            "domestic water",
            "faucet",
            "tap",
            "toilet",
            "basin",
            "sink",
            "bathtub",
            "shower",
            "lavatory",
            "water closet",
            "water heater",
        ],
    ),
];

/// Classes, of things or of their types, that tell the trade.
const CLASSES: &[(Class, Trade)] = &[
    (class::IFC_FIRE_SUPPRESSION_TERMINAL, Trade::Fire),
    (class::IFC_FIRE_SUPPRESSION_TERMINAL_TYPE, Trade::Fire),
    (class::IFC_ALARM, Trade::Fire),
    (class::IFC_ALARM_TYPE, Trade::Fire),
    (class::IFC_COMMUNICATIONS_APPLIANCE, Trade::Data),
    (class::IFC_COMMUNICATIONS_APPLIANCE_TYPE, Trade::Data),
    (class::IFC_AUDIO_VISUAL_APPLIANCE, Trade::Data),
    (class::IFC_SPACE_HEATER, Trade::Heat),
    (class::IFC_SPACE_HEATER_TYPE, Trade::Heat),
    (class::IFC_BOILER, Trade::Heat),
    (class::IFC_BOILER_TYPE, Trade::Heat),
    (class::IFC_AIR_TERMINAL, Trade::Air),
    (class::IFC_AIR_TERMINAL_TYPE, Trade::Air),
    (class::IFC_UNITARY_EQUIPMENT, Trade::Air),
    (class::IFC_UNITARY_EQUIPMENT_TYPE, Trade::Air),
    (class::IFC_FAN, Trade::Air),
    (class::IFC_FAN_TYPE, Trade::Air),
    (class::IFC_DUCT_SEGMENT, Trade::Air),
    (class::IFC_DUCT_SEGMENT_TYPE, Trade::Air),
    (class::IFC_DUCT_FITTING, Trade::Air),
    (class::IFC_AIR_TO_AIR_HEAT_RECOVERY, Trade::Air),
    (class::IFC_WASTE_TERMINAL, Trade::Drain),
    (class::IFC_WASTE_TERMINAL_TYPE, Trade::Drain),
    (class::IFC_STACK_TERMINAL, Trade::Drain),
    (class::IFC_OUTLET, Trade::Power),
    (class::IFC_OUTLET_TYPE, Trade::Power),
    (class::IFC_LIGHT_FIXTURE, Trade::Power),
    (class::IFC_LIGHT_FIXTURE_TYPE, Trade::Power),
    (class::IFC_SWITCHING_DEVICE, Trade::Power),
    (class::IFC_SWITCHING_DEVICE_TYPE, Trade::Power),
    (class::IFC_ELECTRIC_DISTRIBUTION_BOARD, Trade::Power),
    (class::IFC_ELECTRIC_DISTRIBUTION_BOARD_TYPE, Trade::Power),
    (class::IFC_DISTRIBUTION_BOARD, Trade::Power),
    (class::IFC_ELECTRIC_DISTRIBUTION_POINT, Trade::Power),
    (class::IFC_PROTECTIVE_DEVICE, Trade::Power),
    (class::IFC_PROTECTIVE_DEVICE_TYPE, Trade::Power),
    (class::IFC_CABLE_SEGMENT, Trade::Power),
    (class::IFC_CABLE_CARRIER_SEGMENT, Trade::Power),
    (class::IFC_SANITARY_TERMINAL, Trade::Water),
    (class::IFC_SANITARY_TERMINAL_TYPE, Trade::Water),
];

/// Predefined types of systems that tell the trade.
const SYSTEMS: &[(&str, Trade)] = &[
    ("DOMESTICCOLDWATER", Trade::Water),
    ("DOMESTICHOTWATER", Trade::Water),
    ("WATERSUPPLY", Trade::Water),
    ("DRAINAGE", Trade::Drain),
    ("RAINWATER", Trade::Drain),
    ("SEWAGE", Trade::Drain),
    ("STORMWATER", Trade::Drain),
    ("WASTEWATER", Trade::Drain),
    ("GAS", Trade::Gas),
    ("HEATING", Trade::Heat),
    ("AIRCONDITIONING", Trade::Air),
    ("VENTILATION", Trade::Air),
    ("EXHAUST", Trade::Air),
    ("ELECTRICAL", Trade::Power),
    ("LIGHTING", Trade::Power),
    ("POWERGENERATION", Trade::Power),
    ("COMMUNICATION", Trade::Data),
    ("DATA", Trade::Data),
    ("TV", Trade::Data),
    ("TELEPHONE", Trade::Data),
    ("FIREPROTECTION", Trade::Fire),
];

/// Words that make a device one that the owner must find.
const DEVICES: &[(Device, Trade, &[&str])] = &[
    (Device::GasDetector, Trade::Gas, &["探测", "报警", "泄漏", "detector", "alarm"]),
    (Device::GasValve, Trade::Gas, &["阀", "表", "valve", "meter"]),
    (
        Device::WaterValve,
        Trade::Water,
        &["水表", "总阀", "入户阀", "截止阀", "闸阀", "球阀", "水阀", "water meter", "main valve", "gate valve", "shut-off"],
    ),
    (Device::PowerBoard, Trade::Power, &["配电箱", "强电箱", "户箱", "分户箱", "panelboard", "consumer unit", "distribution board"]),
    (Device::DataBox, Trade::Data, &["信息箱", "弱电箱", "多媒体箱", "家居配线箱"]),
];

/// The texts by which a device is recognised: its name, its type's, the names of its systems; lower case.
pub(super) fn texts(entity: Entity<'_>) -> String {
    let relations = entity.model().relations();
    let mut all =
        vec![entity.name().unwrap_or_default().into_owned(), entity.named("ObjectType").as_text().unwrap_or_default().into_owned()];
    all.extend(relations.type_of(entity).and_then(|found| found.name()).map(std::borrow::Cow::into_owned));
    all.extend(relations.systems_of(entity).into_iter().filter_map(|system| system.name()).map(std::borrow::Cow::into_owned));
    all.join(" ").to_lowercase()
}

/// The trade of a device; `None` for what is no service at all.
pub(super) fn of(entity: Entity<'_>, texts: &str) -> Option<Trade> {
    let relations = entity.model().relations();
    let by_system = relations.systems_of(entity).into_iter().find_map(|system| {
        let word = system.named("PredefinedType").as_enum()?;
        SYSTEMS.iter().find(|(known, _)| *known == word).map(|(_, trade)| *trade)
    });
    if by_system.is_some() {
        return by_system;
    }
    let by_word = WORDS.iter().find(|(_, words)| words.iter().any(|word| texts.contains(word))).map(|(trade, _)| *trade);
    let of_type = relations.type_of(entity).map(Entity::class);
    let by_class = || {
        CLASSES.iter().find(|(class, _)| entity.is_a(*class) || of_type.is_some_and(|found| found.is_a(*class))).map(|(_, trade)| *trade)
    };
    let sensor_of_gas = entity.named("PredefinedType").as_enum() == Some("GASSENSOR");
    if sensor_of_gas {
        return Some(Trade::Gas);
    }
    by_word.or_else(by_class).or_else(|| entity.is_a(class::IFC_DISTRIBUTION_ELEMENT).then_some(Trade::Other))
}

/// What a device is in an emergency.
pub(super) fn device(entity: Entity<'_>, trade: Trade, texts: &str) -> Option<Device> {
    if entity.is_a(class::IFC_FLOW_SEGMENT) || entity.is_a(class::IFC_FLOW_FITTING) {
        return None;
    }
    if entity.named("PredefinedType").as_enum() == Some("GASSENSOR") {
        return Some(Device::GasDetector);
    }
    let is_board = entity.is_a(class::IFC_ELECTRIC_DISTRIBUTION_BOARD)
        || entity.is_a(class::IFC_DISTRIBUTION_BOARD)
        || entity.is_a(class::IFC_ELECTRIC_DISTRIBUTION_POINT);
    if is_board {
        return Some(Device::PowerBoard);
    }
    DEVICES.iter().find(|(_, of, words)| *of == trade && words.iter().any(|word| texts.contains(word))).map(|(device, ..)| *device)
}

/// The trade as people call it.
pub(crate) const fn title(trade: Trade) -> (&'static str, &'static str) {
    match trade {
        Trade::Water => ("给水", "water"),
        Trade::Drain => ("排水", "drains"),
        Trade::Gas => ("燃气", "gas"),
        Trade::Heat => ("供暖", "heating"),
        Trade::Air => ("空调新风", "air"),
        Trade::Power => ("电气", "electrics"),
        Trade::Data => ("弱电通讯", "data"),
        Trade::Fire => ("消防", "fire protection"),
        Trade::Provision => ("预留预埋", "provisions"),
        Trade::Other => ("其他", "other"),
    }
}
