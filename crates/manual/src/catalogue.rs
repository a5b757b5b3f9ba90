//! Every field that may be written into `manual.toml`, with the properties of the model that may say the same.
//!
//! One table serves the reader of `manual.toml`, the look-up in the model, the list of what is missing and docs/manual.md.

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// A number in this unit.
    Number(&'static str),
    /// A date, `YYYY-MM-DD`.
    Date,
    /// true or false.
    Flag,
}

/// A field of `manual.toml`.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// `section.key`.
    pub key: &'static str,
    /// The item of the regulation that it belongs to.
    pub item: &'static str,
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether a manual is incomplete without it.
    pub required: bool,
    /// Property names of the model that say it, the first found wins.
    pub properties: &'static [&'static str],
}

/// The items that a manual has to hold (建房〔1998〕102号 art. 8 and good practice).
pub const ITEMS: &[(&str, &str, &str)] = &[
    ("M1", "参建单位", "companies"),
    ("M2", "住宅概况", "the dwelling"),
    ("M3", "结构类型", "structure"),
    ("M4", "承重墙与禁拆部位", "load-bearing walls"),
    ("M5", "保温、防水、阳台", "insulation, waterproofing, balconies"),
    ("M6", "给排水、燃气、热力、通讯、消防", "water, drains, gas, heating, data, fire"),
    ("M7", "配电负荷", "electric load"),
    ("M8", "预留位置", "provisions"),
    ("M9", "门窗", "doors and windows"),
    ("M10", "装修注意事项", "fit-out"),
    ("M11", "保修与联系", "warranty and contacts"),
    ("M12", "消防与安全", "safety"),
    ("M13", "设备清单", "equipment"),
    ("M14", "数字资料", "digital files"),
];

const fn field(
    key: &'static str,
    item: &'static str,
    zh: &'static str,
    en: &'static str,
    holds: Holds,
    required: bool,
    properties: &'static [&'static str],
) -> FieldSpec {
    FieldSpec { key, item, zh, en, holds, required, properties }
}

use Holds::{Date, Flag, Number, Text};

/// The fields, in the order in which manuals list them.
#[rustfmt::skip]
pub const FIELDS: &[FieldSpec] = &[
    field("project.name", "M2", "项目名称", "project", Text, true, &["项目名称", "工程名称"]),
    field("project.address", "M2", "项目地址", "address", Text, true, &["项目地址", "工程地址", "建设地点", "建设地址"]),
    field("parties.developer", "M1", "建设单位", "developer", Text, true, &["建设单位", "建设单位名称", "开发单位", "开发商", "建设方"]),
    field("parties.developer_phone", "M1", "建设单位电话", "developer's phone", Text, true, &["建设单位电话", "建设单位联系电话", "开发商电话"]),
    field("parties.designer", "M1", "设计单位", "designer", Text, true, &["设计单位", "设计单位名称", "设计院"]),
    field("parties.contractor", "M1", "施工单位", "contractor", Text, true, &["施工单位", "施工单位名称", "总包单位", "施工总承包单位"]),
    field("parties.supervisor", "M1", "监理单位", "supervisor", Text, true, &["监理单位", "监理单位名称"]),
    field("parties.surveyor", "M1", "勘察单位", "site investigation", Text, false, &["勘察单位", "勘察单位名称"]),
    field("parties.reviewer", "M1", "施工图审查单位", "drawing review", Text, false, &["图审单位", "施工图审查单位", "审图机构", "审图单位"]),
    field("parties.property_company", "M1", "物业服务企业", "property manager", Text, false, &["物业公司", "物业单位", "物业服务企业"]),
    field("home.type", "M2", "户型", "type", Text, false, &["户型名", "户型", "套型", "户型名称", "所属户型", "户型标识"]),
    field("home.orientation", "M2", "朝向", "orientation", Text, true, &["朝向", "主要朝向"]),
    field("home.registered_area_m2", "M2", "产权登记建筑面积", "registered floor area", Number("m2"), true, &["产权面积", "产权登记面积", "房产测绘面积", "实测建筑面积"]),
    field("home.parking_space", "M2", "车位", "parking space", Text, false, &["车位号", "车位编号"]),
    field("home.storage_room", "M2", "储藏间", "storage room", Text, false, &["储藏间号", "储藏室编号"]),
    field("building.design_life", "M2", "设计使用年限", "design life", Text, true, &["设计使用年限", "设计工作年限"]),
    field("building.seismic", "M2", "抗震设防烈度", "seismic intensity", Text, true, &["抗震设防烈度", "设防烈度", "抗震设防类别"]),
    field("building.fire_class", "M2", "耐火等级", "fire resistance class", Text, true, &["耐火等级", "建筑耐火等级"]),
    field("structure.system", "M3", "结构类型", "structural system", Text, true, &["结构类型", "结构形式", "结构体系"]),
    field("structure.slab_thickness", "M3", "楼板厚度", "slab thickness", Text, true, &["楼板厚度"]),
    field("structure.live_load_kn_m2", "M3", "楼面活荷载标准值", "live load of the floor", Number("kN/m2"), true, &["楼面活荷载", "楼面活荷载标准值", "活荷载"]),
    field("structure.prefabricated", "M3", "装配式构件", "prefabricated parts", Text, false, &["装配式构件", "装配率", "预制构件"]),
    field("waterproof.material", "M5", "防水材料", "waterproofing", Text, false, &["防水材料", "防水层材料"]),
    field("waterproof.wall_height_m", "M5", "墙面防水高度", "height of wall waterproofing", Number("m"), false, &["墙面防水高度", "防水高度"]),
    field("balcony.load_kn_m2", "M5", "阳台活荷载标准值", "live load of balconies", Number("kN/m2"), false, &["阳台活荷载"]),
    field("balcony.enclosure", "M5", "阳台封闭规定", "enclosing balconies", Text, false, &["阳台封闭", "阳台封闭规定"]),
    field("water.pipe", "M6", "给水管", "water pipes", Text, false, &["给水管材", "给水管材质"]),
    field("water.main_valve", "M6", "总水阀位置", "main water valve", Text, false, &["总水阀位置", "水表位置", "入户水阀位置"]),
    field("water.hot_water", "M6", "热水", "hot water", Text, false, &["热水系统", "热水供应方式"]),
    field("drain.pipe", "M6", "排水管", "drains", Text, false, &["排水管材", "排水管材质", "排水方式"]),
    field("gas.supply", "M6", "燃气", "gas", Text, false, &["燃气种类", "气源"]),
    field("gas.valve", "M6", "燃气总阀位置", "gas valve", Text, false, &["燃气阀位置", "燃气表位置", "燃气总阀位置"]),
    field("heating.system", "M6", "供暖", "heating", Text, false, &["供暖方式", "采暖方式", "供热方式"]),
    field("data.provider", "M6", "通讯", "telecoms", Text, false, &["通讯", "电信运营商", "宽带接入"]),
    field("fire.system", "M6", "户内消防设施", "fire protection inside", Text, false, &["户内消防设施", "消防设施"]),
    field("power.rated_load_kw", "M7", "配电负荷", "rated load", Number("kW"), true, &["配电负荷", "用电负荷", "每户用电负荷", "户用电负荷", "用电指标"]),
    field("power.board", "M7", "户内配电箱位置", "consumer unit", Text, true, &["配电箱位置", "户内配电箱位置", "强电箱位置"]),
    field("power.circuits", "M7", "回路", "circuits", Text, false, &["回路", "配电回路"]),
    field("power.rcd", "M7", "剩余电流动作保护", "residual current protection", Text, false, &["漏电保护", "剩余电流保护", "剩余电流动作保护"]),
    field("power.equipotential", "M7", "局部等电位端子", "equipotential bonding", Text, false, &["等电位", "局部等电位", "等电位装置"]),
    field("provisions.air_conditioner", "M8", "空调机位与孔洞", "air conditioners", Text, true, &[]),
    field("provisions.range_hood", "M8", "油烟机排烟", "range hood", Text, true, &[]),
    field("provisions.water_heater", "M8", "热水器", "water heater", Text, true, &[]),
    field("provisions.washing_machine", "M8", "洗衣机", "washing machine", Text, true, &[]),
    field("provisions.fresh_air", "M8", "新风口", "fresh air", Text, false, &[]),
    field("provisions.drying", "M8", "晾衣", "drying", Text, false, &[]),
    field("provisions.solar", "M8", "太阳能", "solar", Text, false, &[]),
    field("provisions.ev_charging", "M8", "充电设施", "charging", Text, false, &[]),
    field("windows.brand", "M9", "外窗品牌", "brand of windows", Text, true, &[]),
    field("windows.frame", "M9", "窗框", "window frames", Text, true, &[]),
    field("windows.glass", "M9", "玻璃", "glass", Text, true, &[]),
    field("windows.u_value", "M9", "外窗传热系数", "U-value of windows", Number("W/(m2K)"), false, &[]),
    field("windows.cleaning", "M9", "清洁与保养", "cleaning", Text, false, &[]),
    field("doors.entrance_brand", "M9", "户门品牌", "brand of the entrance door", Text, false, &[]),
    field("doors.entrance_rating", "M9", "户门防火等级", "fire rating of the entrance door", Text, false, &[]),
    field("finish.floor", "M10", "楼地面", "floors", Text, false, &[]),
    field("finish.wall", "M10", "墙面", "walls", Text, false, &[]),
    field("finish.ceiling", "M10", "顶棚", "ceilings", Text, false, &[]),
    field("fit_out.contact", "M10", "装修报备", "whom to tell before fit-out", Text, true, &[]),
    field("fit_out.floor_heating_depth_mm", "M10", "地面钻孔深度上限", "deepest hole in the floor", Number("mm"), false, &["地暖埋深"]),
    field("phones.repair", "M11", "报修电话", "repairs", Text, true, &["报修电话", "保修电话"]),
    field("phones.property", "M11", "物业电话", "property manager", Text, true, &["物业电话"]),
    field("phones.emergency", "M11", "24 小时电话", "24 hours", Text, false, &["应急电话", "24小时电话"]),
    field("phones.gas", "M11", "燃气抢修", "gas emergency", Text, false, &["燃气抢修电话"]),
    field("phones.water", "M11", "供水抢修", "water emergency", Text, false, &["供水抢修电话"]),
    field("phones.power", "M11", "供电抢修", "power emergency", Text, false, &["供电抢修电话"]),
    field("warranty.start", "M11", "保修起算日（竣工验收合格）", "warranty starts (acceptance)", Date, true, &["竣工验收日期", "竣工日期"]),
    field("warranty.waterproof_years", "M11", "约定防渗漏保修年限", "agreed years, leakage", Number("a"), false, &[]),
    field("warranty.heating_seasons", "M11", "约定供热供冷保修期数", "agreed seasons, heating and cooling", Number("seasons"), false, &[]),
    field("warranty.electric_years", "M11", "约定电气保修年限", "agreed years, electrics", Number("a"), false, &[]),
    field("warranty.pipes_years", "M11", "约定给排水管道保修年限", "agreed years, pipes", Number("a"), false, &[]),
    field("warranty.fit_out_years", "M11", "约定装修保修年限", "agreed years, fit-out", Number("a"), false, &[]),
    field("insurance.kind", "M11", "质量潜在缺陷保险", "latent defects insurance", Text, false, &["质量潜在缺陷保险"]),
    field("insurance.insurer", "M11", "保险人", "insurer", Text, false, &[]),
    field("insurance.policy", "M11", "保单号", "policy number", Text, false, &[]),
    field("insurance.years", "M11", "保险年限", "years of cover", Number("a"), false, &[]),
    field("insurance.until", "M11", "保险至", "covered until", Date, false, &[]),
    field("insurance.phone", "M11", "报案电话", "claims", Text, false, &[]),
    field("inspection.years", "M11", "安全体检年限", "years of safety inspection", Number("a"), false, &[]),
    field("inspection.cycle_years", "M11", "体检周期", "years between inspections", Number("a"), false, &[]),
    field("inspection.organisation", "M11", "体检单位", "inspected by", Text, false, &[]),
    field("safety.route", "M12", "疏散路线", "escape route", Text, false, &[]),
    field("safety.assembly", "M12", "集合地点", "assembly point", Text, false, &[]),
    field("safety.refuge", "M12", "避难层（间）", "refuge", Text, false, &[]),
    field("safety.extinguisher", "M12", "灭火器与消火栓", "extinguishers and hydrants", Text, true, &[]),
    field("safety.lift_rescue", "M12", "电梯困人救援电话", "lift rescue", Text, false, &["电梯救援电话"]),
    field("air.filter_cycle", "M6", "新风滤网更换周期", "change of air filters", Text, false, &[]),
    field("maintenance.note", "M13", "保养提示", "maintenance", Text, false, &[]),
    field("edition.as_built", "M14", "竣工模型", "as-built model", Flag, false, &[]),
    field("edition.model_version", "M14", "模型版本", "version of the model", Text, false, &["模型版本", "版本"]),
    field("edition.version", "M14", "说明书版本", "version of the manual", Text, false, &[]),
    field("edition.handover", "M14", "交付日期", "handover", Date, false, &["交付日期"]),
    field("edition.url", "M14", "二维码地址", "address of the QR code", Text, false, &[]),
];

/// The field of a key.
pub(crate) fn spec(key: &str) -> Option<&'static FieldSpec> {
    FIELDS.iter().find(|field| field.key == key)
}

/// The title of an item.
pub(crate) fn item_title(id: &str) -> haofang_policy::Localised {
    ITEMS.iter().find(|(item, ..)| *item == id).map_or_else(Default::default, |(_, zh, en)| haofang_policy::Localised::new(*zh, *en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_of_known_items() {
        let mut keys: Vec<&str> = FIELDS.iter().map(|field| field.key).collect();
        keys.sort_unstable();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all);
        for field in FIELDS {
            assert!(ITEMS.iter().any(|(item, ..)| *item == field.item), "{}", field.key);
            assert_eq!(field.key.split('.').count(), 2, "{}", field.key);
        }
    }
}
