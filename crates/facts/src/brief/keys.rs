//! The table of parameters: name, type, default and title of every key (CONTRACT §3).

use super::Setting;

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KeyType {
    /// Yes or no.
    Flag,
    /// A whole number, 0 or more.
    Count,
    /// A number, 0 or more; the unit is in the name.
    Number,
    /// A fraction 0…1, or a text such as `"30%"`.
    Ratio,
    /// A number, 0 or more, or a table of numbers by name.
    NumberOrTable,
    /// A table of numbers by name.
    Table,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A date `YYYY-MM-DD`.
    Date,
    /// Free text or a path.
    Text,
}

/// The default of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Preset {
    None,
    Flag(bool),
    Number(f64),
    Word(&'static str),
}

/// One parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// Dotted name.
    pub name: &'static str,
    /// Its type.
    pub value: KeyType,
    pub(super) preset: Preset,
    /// Chinese title.
    pub zh: &'static str,
    /// English title.
    pub en: &'static str,
}

impl Key {
    pub(super) fn default_setting(&self) -> Option<Setting> {
        match self.preset {
            Preset::None => None,
            Preset::Flag(flag) => Some(Setting::Flag(flag)),
            Preset::Number(number) => Some(Setting::Number(number)),
            Preset::Word(word) => Some(Setting::Text(word.to_owned())),
        }
    }
}

const fn row(name: &'static str, value: KeyType, preset: Preset, zh: &'static str, en: &'static str) -> Key {
    Key { name, value, preset, zh, en }
}

use KeyType::{Count, Date, Flag, Number, NumberOrTable, Ratio, Table, Text, Word};
use Preset::None as Unset;

/// Every key, in the order in which reports print them.
pub static KEYS: &[Key] = &[
    row("improved_housing", Flag, Preset::Flag(true), "申报为改善型住宅", "declared as improved housing"),
    row("application_date", Date, Unset, "申报日期", "date of application"),
    row("district", Text, Unset, "所在区县", "district"),
    row("model_scope", Word(&["whole", "partial"]), Preset::Word("partial"), "模型范围", "scope of the model"),
    row("households", Count, Unset, "户数", "households"),
    row("residential_area_m2", Number, Unset, "住宅建筑面积 (㎡)", "residential floor area (m²)"),
    row("gas", Flag, Unset, "通燃气", "gas is supplied"),
    row("site.area_m2", Number, Unset, "用地面积 (㎡)", "site area (m²)"),
    row("plan.far", Number, Unset, "规划容积率", "planned floor area ratio"),
    row("plan.green_ratio", Ratio, Unset, "规划绿地率", "planned green ratio"),
    row("plan.height_limit_m", NumberOrTable, Unset, "规划限高 (m)", "planned height limit (m)"),
    row("plan.parking_required", Count, Unset, "规划配建车位数", "planned parking places"),
    row(
        "profile.area_standard",
        Word(&["GBT50353_2013", "GB55031_2022"]),
        Preset::Word("GBT50353_2013"),
        "建筑面积计算标准",
        "floor area standard",
    ),
    row("profile.far_rules", Text, Preset::Word("unknown"), "计容规则包", "rule pack for the floor area ratio"),
    row("storey_height.basis", Word(&["finish", "structural"]), Preset::Word("finish"), "层高基准", "basis of the storey height"),
    row("far.storey_height_cap_m", Number, Unset, "计容层高上限 (m)", "storey height that counts once (m)"),
    row("far.void_rules", Text, Unset, "挑空规定", "rule for voids"),
    row("bay.max_depth_m", Number, Unset, "飘窗最大进深 (m)", "bay window depth at most (m)"),
    row("bay.min_sill_m", Number, Unset, "飘窗最小窗台高 (m)", "bay window sill at least (m)"),
    row("bay.max_clear_height_m", Number, Unset, "飘窗最大净高 (m)", "bay window clear height at most (m)"),
    row("bay.room_width_basis", Word(&["axis", "clear"]), Preset::Word("axis"), "开间口径", "basis of the room width"),
    row(
        "terrace.storey_basis",
        Word(&["building_storey", "dwelling_storey"]),
        Preset::Word("building_storey"),
        "“本层”口径",
        "storey that the terrace is compared with",
    ),
    row(
        "green.increment_basis",
        Word(&["percentage_points", "relative"]),
        Preset::Word("percentage_points"),
        "“提高3%”口径",
        "reading of “3 % more”",
    ),
    row("green.building_offset_m", Number, Preset::Number(1.0), "绿地距建筑外墙 (m)", "green area to outer wall (m)"),
    row("green.soil_coefficients", Table, Unset, "覆土折算系数", "coefficients by soil depth"),
    row("green.min_soil_m", Number, Preset::Number(1.5), "全额计入覆土厚度 (m)", "soil that counts whole (m)"),
    row(
        "green.assumed_soil_m",
        Number,
        Preset::Number(1.0),
        "覆土未建模时假定计入所需净空 (m)",
        "room below which unmodelled soil counts nothing (m)",
    ),
    row("green.roof_coefficient", Ratio, Preset::Number(0.0), "屋顶绿化系数", "coefficient of roof green"),
    row("green.vertical_coefficient", Ratio, Preset::Number(0.0), "垂直绿化系数", "coefficient of vertical green"),
    row("green.paver_coefficient", Ratio, Preset::Number(0.0), "植草砖系数", "coefficient of grass pavers"),
    row("green.concentrated.min_width_m", Number, Preset::Number(8.0), "集中绿地最小宽度 (m)", "concentrated green: width at least (m)"),
    row("green.concentrated.min_area_m2", Number, Unset, "集中绿地最小面积 (㎡)", "concentrated green: area at least (m²)"),
    row("green.concentrated.building_offset_m", Number, Preset::Number(1.5), "集中绿地距建筑 (m)", "concentrated green to building (m)"),
    row("green.concentrated.road_offset_m", Number, Preset::Number(1.0), "集中绿地距道路 (m)", "concentrated green to road (m)"),
    row("parking.visitor_in_total", Flag, Preset::Flag(false), "访客车位计入总数", "visitors' places count"),
    row("parking.coefficients", Table, Unset, "车位折算系数", "coefficients of parking places"),
    row("elderly.pooled", Flag, Preset::Flag(false), "养老用房统筹配置", "elderly-care rooms pooled with others"),
    row("elderly.round_up_hundred", Flag, Preset::Flag(false), "户数按整百取整", "households rounded up to hundreds"),
    row(
        "height.method",
        Word(&["parapet_top", "roof_surface"]),
        Preset::Word("parapet_top"),
        "建筑高度口径",
        "method of the building height",
    ),
    row("height.reference_storey_m", Number, Preset::Number(3.0), "层高参照值 (m)", "reference storey height (m)"),
    row("facade.pass_share", Ratio, Preset::Number(0.8), "立面材料满足比例（本工具约定）", "façade share that meets (our convention)"),
    row("facade.manual_share", Ratio, Preset::Number(0.5), "立面材料复核比例（本工具约定）", "façade share for review (our convention)"),
    row("balcony.closed_share", Ratio, Preset::Number(0.95), "阳台封闭比例", "share that makes a balcony closed"),
    row("lobby.max_share", Ratio, Preset::Number(0.15), "门厅占层面积上限", "lobby share of the storey at most"),
    row("materials.facade", Text, Unset, "立面材料词典", "dictionary of façade materials"),
    row("materials.pipe", Text, Unset, "管材词典", "dictionary of pipe materials"),
    row("vocabulary", Text, Unset, "名称词典", "dictionary of names"),
];

/// The key of this name.
pub(super) fn key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The known name nearest to a misspelt one, if near enough to be meant.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    crate::spelling::nearest(name, KEYS.iter().map(|key| key.name))
}
