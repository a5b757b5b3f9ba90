//! Chinese definitions of the quantities that rule packs use, beside the English ones of the catalogue.

/// Quantity as `kind.name` and its definition in Chinese.
const DEFINITIONS: &[(&str, &str)] = &[
    ("balcony.is_declared_enclosed", "填报的“是否封闭”。"),
    ("balcony.is_enclosed", "敞开边由地到顶的玻璃封闭长度占比不小于 balcony.closed_share。"),
    ("bay_window.clear_height", "窗台面至上板底。"),
    ("bay_window.clear_width", "飘窗两侧内面在墙面处的净距。"),
    ("bay_window.far_coefficient", "填报的计容系数。"),
    ("bay_window.projection", "外墙完成面至最外玻璃面。"),
    ("bay_window.room_bay_width_axis", "飘窗所在外墙边上，房间两横墙轴线间距。"),
    ("bay_window.room_bay_width_clear", "同两道横墙的净距。"),
    ("bay_window.room_is_regular", "房间面积不小于外接矩形的 0.85，且找到两道横墙。"),
    ("bay_window.sill_height", "完成面至窗台面。"),
    ("building.balconies_same_kind", "本楼各封闭阳台的封闭方式一致。"),
    ("building.balcony_escape_features", "阳台、露台上名称含逃生、避难、缓降的构件数。"),
    ("building.converted_storeys", "GB 50096-2011 §4.0.5：高于 3.00 m 的各层层高之和除以 3.00 m，余数达 1.50 m 加一层。"),
    ("building.corridor_escape_features", "走道、前室、避难间数。"),
    ("building.entrance_level_difference", "首层完成面减室外设计地坪。"),
    ("building.facade_ambiguous_ratio", "外立面材料是否属“等富有质感的材料”两可的占比。"),
    ("building.facade_material_ratio", "石材、金属板、保温一体板的不透明外立面面积占比。"),
    ("building.facade_unknown_ratio", "模型未说明材料的外立面占比。"),
    ("building.fire_height", "室外设计地坪至屋面（GB 50016）。"),
    ("building.height", "室外设计地坪至女儿墙顶，无女儿墙取屋脊或屋面板（GB 55031-2022 §3.2）。"),
    ("building.height_cause_m", "各住宅层层高超过 height.reference_storey_m 部分之和。"),
    ("building.is_residential", "由套型、户数、名称或属性判断。"),
    ("building.roof_escape_features", "屋面上名称含逃生、避难、疏散的构件或通屋面的门。"),
    ("building.stairs", "公共疏散楼梯数。"),
    ("building.stairs_to_roof", "梯段或梯间通至屋面的楼梯数。"),
    ("building.storeys_above", "地上自然层数；屋面机房和低于 2.20 m 的架空、设备层不计。"),
    ("dwelling.has_accessible_room", "填报的无障碍信息。"),
    ("dwelling.has_gas", "户内有燃气管、表、灶具，或申报通燃气。"),
    ("dwelling.has_gas_detector", "户内有可燃气体探测器。"),
    ("dwelling.has_gas_valve", "户内有燃气切断阀。"),
    ("dwelling.number", "填报的户号，如 1-2-501。"),
    ("dwelling.room_count", "卧室、起居室、书房之和。"),
    ("dwelling.usable_area", "各房间净面积之和，不含阳台、露台、飘窗、挑空。"),
    ("equipment.has_air_filter", "名称或属性含除霾、过滤。"),
    ("equipment.has_heat_recovery", "名称或属性含热回收、热交换。"),
    ("equipment.is_contactless", "名称或属性含非接触、人脸、蓝牙、NFC。"),
    ("equipment.use", "按名称、类型识别的设备类别。"),
    ("facility.area", "所在分区填报的建筑面积，否则为各房间连墙的外轮廓。"),
    ("facility.far_coefficient", "填报的计容系数。"),
    ("facility.is_below_ground", "位于地下层。"),
    ("facility.is_detached", "自成一栋，或在地面且与各住宅楼相距不小于 0.1 m。"),
    ("facility.is_joined_by_wall_only", "与另一处同类用房只以墙相邻，无门、洞口、楼梯相通。"),
    ("facility.is_movable", "各组成部分的名称或属性均为装配式可移动。"),
    ("facility.use", "按名称识别的设施类别。"),
    ("green_space.area", "水平投影面积（垂直绿化为墙面面积）。"),
    ("green_space.green_kind", "绿地类型：集中、普通、宅旁、道路、水域、屋顶、垂直、空中花园、口袋公园、树木。"),
    ("parking_space.is_visitor", "名称、类型、分区或属性含访客、临停、来访。"),
    ("parking_space.use", "车位类别：机动车、无障碍、充电、微型、子母、机械、人防、电动自行车、装卸。"),
    ("parking_space.width", "水平投影短边。"),
    ("pipe.is_indoor", "位于某套住宅的房间内。"),
    ("pipe.material", "填报的材质。"),
    ("pipe.material_class", "材质类别：不锈钢、其他、两可、未知。"),
    ("pipe.use", "所属系统：给水、热水、排水、消防、燃气、采暖、其他。"),
    ("project.elderly_care_area", "各处居家养老服务用房建筑面积之和。"),
    ("project.green_building_is_target", "所填星级含目标、拟、预评价等字样。"),
    ("project.green_building_stars", "填报或申报的星级：基本级 0、一星 1、二星 2、三星 3。"),
    ("project.green_material_is_target", "所填比例为目标值。"),
    ("project.green_material_ratio", "填报或申报的比例；不由构件认证汇总。"),
    ("project.has_mep", "文件中有机电构件。"),
    ("project.households", "识别的套数与填报户数的较大者；有居室不属于任何一套时为缺数据。"),
    ("project.model_completeness", "十组信息中具备的比例。"),
    ("project.parking_spaces", "机动车位数；访客车位按 parking.visitor_in_total，电动自行车位、装卸车位不计。"),
    ("project.party_floor_sound", "上下不同套型之间楼板所填空气声隔声值的最小者；有一块未填即为缺数据。"),
    ("project.party_wall_sound", "不同套型之间墙体所填空气声隔声值的最小者；有一道未填即为缺数据。"),
    ("project.residential_area", "住宅楼地上建筑面积（参数优先）。"),
    ("project.visitor_parking_spaces", "标注访客、临停、来访的车位数；都未标注时为缺数据。"),
    ("project.window_sound", "住宅外窗所填隔声值的最小者；有一樘未填即为缺数据。"),
    ("site.area", "申报的 site.area_m2，否则为用地边界的水平投影。"),
    ("site.concentrated_green_is_authored", "绿地对象标注了类型。"),
    ("site.concentrated_green_ratio", "扣除间距并以 8 m 宽度筛除窄条后的集中绿地面积除以用地面积。"),
    ("site.green_counted_area", "扣除建筑间距、计入覆土系数后的地面绿地。"),
    ("site.green_ratio", "计入绿地面积除以用地面积。"),
    ("site.green_ratio_least_soil", "覆土不足部分一概不计时的绿地率。"),
    ("site.green_soil_unknown_area", "地下室顶板上覆土未建模的绿地面积。"),
    ("space.floor_plate_share", "门厅净面积除以本层建筑面积。"),
    ("space.structural_height", "楼面至上方结构面。"),
    ("space.use", "按名称识别的房间用途。"),
    ("stair_unit.garage_connection", "与车库的联系：连通、仅地下门厅、无。"),
    ("stair_unit.has_garage", "提交的文件中有地下停车。"),
    ("stair_unit.households", "本单元套数。"),
    ("stair_unit.lift_reaches_garage", "有客梯在有车位的地下层开门并与停车空间相通。"),
    ("stair_unit.lifts", "本单元客梯数。"),
    ("stair_unit.lifts_reaching_garage", "其中到达停车层的部数。"),
    ("storey.elevation", "完成面标高（世界坐标 Z）。"),
    ("storey.finish_thickness", "结构面至完成面的厚度；未建面层为缺数据。"),
    ("storey.height", "完成面至上层完成面；顶层至屋面结构面。"),
    ("storey.is_partial", "楼板面积不足下层一半（夹层、阁楼）。"),
    ("storey.is_top", "其上没有住宅层。"),
    ("storey.missing_level_suspected", "与上一标高相距超过 4.5 m 且其间有楼板。"),
    ("storey.repeats", "名称所示的层数范围，如 3~17F。"),
    ("storey.ridge_height", "坡屋面下楼面至屋面结构最高点。"),
    ("storey.roof_is_pitched", "其上屋面为坡面。"),
    ("storey.structural_height", "结构面至上层结构面。"),
    ("storey.terrace_area", "由本层使用的露台、退台水平投影。"),
    ("storey.terrace_share", "（露台 + 退台 + 阳台）除以本层建筑面积（不含阳台）。"),
    ("storey.terrace_share_dwelling", "按户计算的同一比例，取最大的一户。"),
    ("storey.use", "按所含房间、名称判断的楼层用途。"),
    ("terrace.far_coefficient", "填报的计容系数。"),
    ("terrace.is_of_duplex", "所属套型为复式。"),
    ("void.far_coefficient", "填报的计容系数。"),
    ("void.is_of_duplex", "所属套型为复式。"),
    ("void.is_partial", "只占上层的一部分。"),
    ("window.is_external", "填报为外窗，否则所在墙外侧没有房间。"),
    ("window.is_of_dwelling", "外窗且属于某套住宅的房间。"),
    ("window.is_system_window", "类型或属性含系统窗、系统门窗、一体化。"),
    ("window.manufacturer", "填报的品牌。"),
];

/// The Chinese definition of a quantity, where it has one.
#[must_use]
pub fn definition_zh(kind: crate::SubjectKind, name: &str) -> Option<&'static str> {
    let wanted = format!("{}.{name}", kind.word());
    DEFINITIONS.iter().find(|(known, _)| *known == wanted).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::DEFINITIONS;
    use crate::catalogue::CATALOGUE;

    #[test]
    fn every_definition_is_of_a_quantity_of_the_catalogue_and_stands_once() {
        for (at, (name, text)) in DEFINITIONS.iter().enumerate() {
            assert!(CATALOGUE.iter().any(|spec| format!("{}.{}", spec.kind.word(), spec.name) == *name), "{name}");
            assert!(text.ends_with('。') && DEFINITIONS[at + 1..].iter().all(|(other, _)| other != name), "{name}");
        }
    }
}
