//! The catalogue of quantities: every name that the survey may measure and a rule pack may ask for.
//!
//! One row per quantity: subject kind, name, type, Chinese and English title, definition. The survey fills the rows, the
//! policy checks its names and units against them, help and documentation print them.

use crate::{SubjectKind, Unit};

/// The type of a quantity's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A number in this unit.
    Number(Unit),
    /// Yes or no.
    Claim,
    /// A word or a name.
    Text,
}

/// What a quantity is.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Whose quantity it is.
    pub kind: SubjectKind,
    /// Its name within the kind.
    pub name: &'static str,
    /// The type of its value.
    pub value: Type,
    /// Chinese title.
    pub zh: &'static str,
    /// English title.
    pub en: &'static str,
    /// Definition, with the source where there is one.
    pub definition: &'static str,
}

const M: Type = Type::Number(Unit::Metre);
const M2: Type = Type::Number(Unit::SquareMetre);
const M3: Type = Type::Number(Unit::CubicMetre);
const N: Type = Type::Number(Unit::Count);
const R: Type = Type::Number(Unit::Ratio);
const B: Type = Type::Claim;
const T: Type = Type::Text;

macro_rules! catalogue {
    ($($kind:ident { $($name:literal $value:ident $zh:literal $en:literal $definition:literal)* })*) => {
        /// Every quantity, grouped by subject kind.
        pub static CATALOGUE: &[Spec] = &[
            $($(Spec { kind: SubjectKind::$kind, name: $name, value: $value, zh: $zh, en: $en, definition: $definition },)*)*
        ];
    };
}

catalogue! {
    Project {
        "households" N "户数" "households" "The larger of recognised dwellings and authored 户数; a gap when habitable rooms lie outside every recognised dwelling."
        "gross_floor_area" M2 "总建筑面积" "gross floor area" "Sum over storeys by the chosen area standard, balconies with their coefficient."
        "floor_area_above" M2 "地上建筑面积" "floor area above ground" "As gross_floor_area, storeys above ground."
        "floor_area_below" M2 "地下建筑面积" "floor area below ground" "As gross_floor_area, basements."
        "residential_area" M2 "住宅建筑面积" "residential floor area" "Floor area of the residential buildings above ground (declared residential_area_m2, else measured)."
        "far_area" M2 "计容建筑面积" "floor area counted in the FAR" "Baseline of the FAR ledger: above-ground areas with the coefficients of the chosen standard, before exemptions."
        "far" R "容积率" "floor area ratio" "far_area / site.area."
        "parking_spaces" N "机动车位数" "motor-vehicle spaces" "Motor spaces; visitors excluded unless parking.visitor_in_total; e-bikes and loading never."
        "visitor_parking_spaces" N "访客车位数" "visitor spaces" "Spaces marked 访客/临停/来访; a gap when no space carries any such mark."
        "parking_per_household" R "户均车位" "spaces per household" "parking_spaces / households."
        "parking_per_100_m2" R "每百平方米车位" "spaces per 100 m2" "parking_spaces / (residential_area / 100)."
        "elderly_care_area" M2 "居家养老服务用房面积" "elderly-care floor area" "Sum of the gross areas of the elderly-care facilities."
        "green_building_stars" N "绿色建筑星级" "green building stars" "Authored or declared rating: 基本级 0, 一星 1, 二星 2, 三星 3."
        "green_building_is_target" B "星级为目标值" "rating is a target" "True when the text says 目标, 拟, 预评价 or the like."
        "green_material_ratio" R "绿色建材应用比例" "green-material ratio" "Authored or declared ratio; never computed from certificates alone."
        "green_material_is_target" B "绿材比例为目标值" "green-material ratio is a target" "As green_building_is_target."
        "water_pipe_length" M "室内给水管长度" "length of indoor water supply pipes" "Sum over supply pipes inside dwellings."
        "water_pipe_stainless_share" R "不锈钢给水管占比" "stainless share of supply pipes" "By length; segments of unknown material stay in the denominator."
        "model_completeness" R "模型完整度" "model completeness" "Share of the information requirement of IFC_CN §8 that is present."
        "has_mep" B "有机电模型" "MEP is modelled" "Any distribution element or pipe in the files."
        "party_wall_sound" N "分户墙隔声 (dB)" "party wall sound insulation (dB)" "Least authored AcousticRating of walls between dwellings, in dB; a gap when one of them carries none."
        "party_floor_sound" N "分户楼板隔声 (dB)" "party floor sound insulation (dB)" "Least authored AcousticRating of slabs between dwellings, in dB; a gap when one of them carries none."
        "window_sound" N "外窗隔声 (dB)" "window sound insulation (dB)" "Least authored AcousticRating of external windows of dwellings, in dB; a gap when one of them carries none."
    }
    Site {
        "area" M2 "用地面积" "site area" "Declared site.area_m2, else the site boundary in the model, horizontal projection."
        "green_area" M2 "绿地面积" "green area" "Union of ground green clipped to the site, minus building footprints; no offset, no coefficient."
        "green_counted_area" M2 "计入绿地面积" "counted green area" "After the building offset and soil coefficients."
        "green_ratio" R "绿地率" "green ratio" "green_counted_area / area."
        "green_ratio_least_soil" R "绿地率（覆土不足部分不计）" "green ratio without thin soil" "As green_ratio with nothing counted where the model says that soil over a basement is thinner than green.min_soil_m and green.soil_coefficients gives no ratio."
        "green_soil_unknown_area" M2 "覆土未知绿地面积" "green over unmodelled soil" "Green over basements whose soil is not modelled; counted whole, as an assumption."
        "green_is_clipped" B "绿地按用地裁剪" "greens are clipped to the site" "False when the model has no boundary of the site: greens are then taken to lie within it, as an assumption."
        "green_ratio_all_soil" R "绿地率（覆土系数取 1）" "green ratio with soil coefficient 1" "As green_ratio with all coefficients 1; differs where soil over a basement is of unknown depth."
        "stated_green_demand" R "模型所注绿地率要求" "green ratio demanded by the model" "The greatest demand (规划条件绿地率, 绿地率要求) that the site or the project states; plan.green_ratio is judged, and this beside it."
        "concentrated_green_area" M2 "集中绿地面积" "concentrated green area" "Candidates clipped to the site, minus buildings, where wide (green.concentrated.min_width_m) and large enough; no strips taken off."
        "concentrated_green_counted_area" M2 "计入集中绿地面积" "counted concentrated green area" "After offsets (1.5 m, 1.0 m) and the 8 m opening (GB 50180-2018 §4.0.7, A.0.2)."
        "concentrated_green_ratio" R "集中绿地率" "concentrated green ratio" "concentrated_green_counted_area / area."
        "concentrated_green_is_authored" B "集中绿地有标注" "concentrated green is marked" "False when no green object carries a kind and every green was taken as candidate."
        "roof_green_area" M2 "屋顶绿化面积" "roof green area" "Green on roofs above ground, horizontal projection."
        "vertical_green_area" M2 "垂直绿化面积" "vertical green area" "Green on walls, area of the face."
        "building_footprint_area" M2 "建筑基底面积" "building footprint area" "Union of the ground-storey outlines."
        "building_coverage" R "建筑密度" "building coverage" "building_footprint_area / area."
    }
    Building {
        "is_residential" B "住宅楼" "is residential" "By dwellings, 户数, name or property sets."
        "height" M "建筑高度" "building height" "Outdoor design ground to parapet top, else ridge, else roof slab (GB 55031-2022 §3.2)."
        "stated_height_limit" M "模型所注限高" "height limit stated in the model" "The least limit (限高, 控高) that the building, its site or the project states; plan.height_limit_m is judged, and this beside it."
        "fire_height" M "消防高度" "fire height" "Outdoor design ground to the roof surface (GB 50016)."
        "storeys_above" N "地上层数" "storeys above ground" "Natural storeys above ground; roof plant, 架空/设备 levels below 2.20 m not counted."
        "storeys_below" N "地下层数" "storeys below ground" "Natural storeys below ground."
        "converted_storeys" N "折算层数" "converted storeys" "GB 50096-2011 §4.0.5: storeys above 3.00 m converted by sum/3.00, a remainder of 1.50 m adds one."
        "footprint_area" M2 "基底面积" "footprint area" "Outline of the ground storey."
        "gross_floor_area" M2 "建筑面积" "gross floor area" "Sum over its storeys by the chosen standard."
        "entrance_level_difference" M "室内外高差" "entrance level difference" "Ground floor finish minus outdoor design ground."
        "facade_material_ratio" R "规定材料立面占比" "prescribed façade share" "External opaque façade area in stone, metal panel or insulated facing panel / all of it."
        "facade_ambiguous_ratio" R "材料待定立面占比" "ambiguous façade share" "Share in materials that 等富有质感的材料 may or may not cover."
        "facade_unknown_ratio" R "材料未知立面占比" "unknown façade share" "Share whose material the model does not say."
        "dwellings" N "套数" "dwellings" "Recognised dwellings."
        "balconies_same_kind" B "封闭方式统一" "balconies closed alike" "All closed balconies are closed in the same way."
        "height_cause_m" M "层高增量合计" "height due to storey heights" "Sum over dwelling storeys of (height - height.reference_storey_m), not below 0."
        "stairs_to_roof" N "通屋面楼梯" "stairs that reach the roof" "Stairs whose flight or enclosure reaches the roof level."
        "stairs" N "疏散楼梯" "stairs" "Common stairs."
        "roof_escape_features" N "屋顶逃生设施" "roof escape features" "Things named 逃生/避难/疏散 on the roof, or doors to the roof."
        "balcony_escape_features" N "阳台逃生设施" "balcony escape features" "Things named 逃生/避难/缓降 on balconies and terraces."
        "corridor_escape_features" N "廊道逃生设施" "corridor escape features" "Corridors, smoke lobbies and refuge rooms found."
    }
    Storey {
        "elevation" M "标高" "elevation" "Finished floor, Z in the IFC world frame."
        "height" M "层高" "storey height" "Finished floor to finished floor above; top storey to the roof's structural surface (GB 50352, 50096)."
        "structural_height" M "结构层高" "structural storey height" "Structural top to structural top (GB/T 50353-2013)."
        "clear_height" M "净高" "clear height" "Area-weighted mode over its rooms."
        "use" T "用途" "use" "dwelling, basement, open_ground, podium, equipment, refuge, roof, plant, mezzanine, duplicate, unknown."
        "floor_area" M2 "建筑面积" "floor area" "Outline by the chosen area standard, without balconies."
        "counted_floor_area" M2 "计算建筑面积" "counted floor area" "floor_area with the coefficients of the chosen standard for low storeys and slopes, without balconies."
        "balcony_area" M2 "阳台投影面积" "balcony area" "Full horizontal projection."
        "terrace_area" M2 "露台投影面积" "terrace area" "Terraces and setbacks used from this storey, full horizontal projection."
        "terrace_share" R "露台、退台与阳台占比" "terrace and balcony share" "(terrace_area + balcony_area) / floor_area."
        "terrace_share_dwelling" R "按户计露台占比" "terrace share per dwelling storey" "The worst dwelling of the storey, by its own floor area."
        "is_top" B "顶层" "is the top dwelling storey" "No dwelling storey of the building lies above."
        "finish_thickness" M "面层厚度" "finish thickness" "Modelled floor finish between structural top and finished floor; a gap when not modelled."
        "roof_is_pitched" B "坡屋顶" "roof is pitched" "For the top storey: the roof above is sloped."
        "ridge_height" M "屋脊侧层高" "height at the ridge" "For the top storey under a pitched roof: floor to the highest point of the structural roof."
        "missing_level_suspected" B "疑缺标高" "a missing level is suspected" "A floor slab lies between this level and the next one, more than 4.5 m above."
        "is_partial" B "局部层" "is partial" "Its floor covers less than half of the storey below (夹层、阁楼)."
        "room_coverage" R "房间覆盖率" "room coverage" "Area of rooms / area of the floor inside the outer walls."
        "repeats" T "标准层" "typical floor" "The range that the name claims, such as 3~17F."
    }
    StairUnit {
        "lift_reaches_garage" B "电梯直达地下车库" "a lift reaches the garage" "A passenger lift lands on a basement storey with parking, connected to it."
        "lifts" N "电梯数" "lifts" "Passenger lifts of the unit."
        "lifts_reaching_garage" N "直达车库电梯数" "lifts reaching the garage" "Of these, how many land on a parking storey."
        "households" N "户数" "households" "Dwellings of the unit."
        "has_garage" B "有地下车库" "there is an underground garage" "Parking below ground in the submission."
        "garage_connection" T "与车库的联系" "connection to the garage" "linked, lobby_only, none."
    }
    Dwelling {
        "number" T "户号" "number" "As authored: 1-2-501."
        "room_count" N "居室数" "habitable rooms" "Bedrooms, living rooms, studies."
        "usable_area" M2 "套内使用面积" "usable area" "Sum of net areas of its rooms without balcony, terrace, bay space, void."
        "floor_area" M2 "套内建筑面积" "dwelling floor area" "Usable area, its walls, its balconies by the chosen standard."
        "balcony_area" M2 "阳台面积" "balcony area" "Full horizontal projection of its balconies."
        "is_duplex" B "复式" "is a duplex" "Rooms on two or more storeys and an internal stair."
        "storeys" N "跨层数" "storeys spanned" "Number of storeys with rooms of the dwelling."
        "has_gas" B "通燃气" "has gas" "Gas pipe, meter or cooker in the dwelling, or declared."
        "has_gas_detector" B "燃气泄漏探测器" "has a gas detector" "A detector stands in the dwelling."
        "has_gas_valve" B "燃气切断阀" "has a shut-off valve" "A shut-off valve stands in the dwelling."
        "void_area" M2 "挑空面积" "void area" "Upper-storey part without floor."
        "dwelling_type" T "户型" "dwelling type" "As authored."
        "has_accessible_room" B "无障碍" "has accessible rooms" "As authored."
    }
    Space {
        "use" T "功能" "use" "living, dining, bedroom, study, kitchen, bathroom, entry, passage, storage, balcony, terrace, bay_window, equipment_platform, void, stairwell, smoke_lobby, lift_lobby, lobby, corridor, shaft, garage, parking, e_bike, plant, elderly_care, community, retail, other, unknown."
        "net_area" M2 "净面积" "net area" "Polygon between wall faces, projected."
        "gross_area" M2 "毛面积" "gross area" "Authored gross area, else to wall axes."
        "height" M "高度" "height" "Of the space body."
        "clear_height" M "净高" "clear height" "Floor to the underside of slab or ceiling above."
        "volume" M3 "体积" "volume" "Of the space body."
        "perimeter" M "周长" "perimeter" "Of the net polygon."
        "bay_width_axis" M "开间（轴线）" "bay width between axes" "Between the axes of the two cross walls along the external edge (of the bay window, else the longest)."
        "bay_width_clear" M "开间（净）" "clear bay width" "Between the faces of the same walls."
        "structural_height" M "结构层高" "structural height" "Lobbies and voids: floor to structural top above."
        "far_coefficient" N "计容系数（申报）" "authored FAR coefficient" "As authored."
        "floor_plate_share" R "占本层比例" "share of the floor plate" "Lobbies: net area / storey floor area."
    }
    Window {
        "width" M "宽" "width" "The opening's, else the overall size."
        "height" M "高" "height" "The opening's, else the overall size."
        "area" M2 "洞口面积" "area" "width x height of the opening."
        "sill_height" M "窗台高" "sill height" "Finished floor to the lower edge of the opening."
        "is_external" B "外窗" "is external" "Authored, else its wall bounds the outside."
        "is_bay_window" B "飘窗" "is a bay window" "By geometry."
        "manufacturer" T "品牌" "manufacturer" "As authored."
        "is_system_window" B "系统窗" "is a system window" "Type or property names 系统窗/系统门窗/一体化."
        "is_of_dwelling" B "住宅外窗" "belongs to a dwelling" "External and of a room of a dwelling."
    }
    Door {
        "width" M "洞口宽" "width" "The opening's, else the overall size."
        "height" M "洞口高" "height" "The opening's, else the overall size."
        "clear_width" M "通行净宽" "clear width" "Authored clear passage width, else between the linings that the model describes; an opening without them gives none."
        "clear_height" M "通行净高" "clear height" "Authored clear passage height."
        "storey" T "楼层" "level" "Name of the level on which it stands."
        "from_room" T "一侧房间" "room on one side" "The room outside of dwellings where there is one, else the nearer one; with its dwelling."
        "to_room" T "另一侧房间" "room on the other side" "The room beyond the door; none outdoors or where no room is modelled."
        "fire_rating" T "防火等级" "fire rating" "As authored, else the class that its mark names (FM甲1021)."
        "is_external" B "外门" "is external" "As authored."
    }
    BayWindow {
        "clear_width" M "净宽" "clear width" "Between the inner faces of the bay's side walls or panes in the plane of the wall."
        "projection" M "凸出" "projection" "Outer finished façade face to the outermost glazing face."
        "sill_height" M "窗台高" "sill height" "Finished floor to sill top."
        "clear_height" M "净高" "clear height" "Sill top to soffit."
        "area" M2 "面积" "area" "clear_width x projection."
        "room_bay_width_axis" M "房间开间（轴线）" "room bay width between axes" "Along the façade edge that holds the bay."
        "room_bay_width_clear" M "房间开间（净）" "clear room bay width" "Between the faces of the same walls."
        "width_ratio" R "净宽与开间比" "width ratio" "clear_width / room bay width by bay.room_width_basis."
        "width_ratio_clear" R "净宽与净开间比" "width ratio by clear bay" "clear_width / room_bay_width_clear."
        "is_open_to_room" B "与房间连通" "is open to the room" "No uncut wall runs through behind it."
        "room_is_regular" B "房间方正" "room is regular" "Polygon area / bounding box >= 0.85 and two cross walls found."
        "far_coefficient" N "计容系数（申报）" "authored FAR coefficient" "As authored."
        "wall_clear_width" M "同墙飘窗净宽合计" "clear width of all bays in the wall" "Sum over the bay windows of one room in one wall, where there are several; each is judged by itself."
        "width_ratio_axis" R "净宽与轴线开间比" "width ratio by axis bay" "clear_width / room_bay_width_axis."
    }
    Balcony {
        "area" M2 "投影面积" "area" "Full horizontal projection beyond the outer wall face."
        "is_enclosed" B "封闭" "is enclosed" "closed_share >= balcony.closed_share."
        "inside_structure_area" M2 "主体结构内面积" "area within the main structure" "Part of the projection that lies in a recess between walls (GB/T 50353-2013 3.0.21)."
        "closed_share" R "封闭率" "closed share" "Share of the open perimeter covered floor to soffit by glazing."
        "depth" M "进深" "depth" "Perpendicular to the façade."
        "is_declared_enclosed" B "申报为封闭" "declared enclosed" "Authored 是否封闭."
        "enclosure" T "封闭方式" "way of enclosure" "window, curtain_wall, railing, open."
        "far_coefficient" N "计容系数（申报）" "authored FAR coefficient" "As authored."
    }
    Terrace {
        "area" M2 "投影面积" "area" "Open-sky part, to the guard's outer face."
        "is_enclosed" B "封闭" "is enclosed" "Always false for terraces."
        "depth" M "进深" "depth" "Perpendicular to the façade."
        "is_setback" B "退台" "is a setback" "Its floor is the roof of the storey below."
        "is_of_duplex" B "属复式" "belongs to a duplex" "The dwelling that owns it is a duplex."
        "dwelling" T "所属套型" "owning dwelling" "Id of the dwelling that uses it; its parent is its storey."
        "far_coefficient" N "计容系数（申报）" "authored FAR coefficient" "As authored."
    }
    Void {
        "area" M2 "投影面积" "area" "Horizontal projection of the missing floor."
        "share" R "占套型比例" "share of the dwelling's floor" "Void area / floor of the dwelling on the upper storey including the void."
        "is_partial" B "局部" "is partial" "Part of the upper storey only."
        "is_of_duplex" B "属复式" "belongs to a duplex" "The dwelling that owns it is a duplex."
        "clear_height" M "净高" "clear height" "Lower floor to upper soffit."
        "far_coefficient" N "计容系数（申报）" "authored FAR coefficient" "As authored."
    }
    GreenSpace {
        "area" M2 "面积" "area" "Horizontal projection (face area for vertical green)."
        "counted_area" M2 "计入面积" "counted area" "Its share of the counted union."
        "concentrated_area" M2 "计入集中绿地" "concentrated area" "Its share of the counted concentrated green."
        "green_kind" T "绿地类型" "kind" "concentrated, ordinary, building_side, road, water, roof, vertical, sky_garden, pocket_park, tree."
        "soil_depth" M "覆土厚度" "soil depth" "Green top to basement roof top, area-weighted; only over a basement."
        "coefficient" R "折算系数" "coefficient" "Applied when counting."
    }
    ParkingSpace {
        "use" T "类别" "use" "motor, visitor, accessible, charging, compact, twin, mechanical, civil_defence, e_bike, bicycle, loading."
        "area" M2 "面积" "area" "Horizontal projection."
        "width" M "宽" "width" "Short side."
        "length" M "长" "length" "Long side."
        "units" N "车位数" "units" "How many vehicles it stands for."
        "is_below_ground" B "地下" "is below ground" "On a basement storey."
        "is_visitor" B "访客" "is for visitors" "Marked 访客/临停/来访, whatever its use."
        "is_charging" B "充电" "has a charger" "Marked 充电."
    }
    Facility {
        "use" T "类别" "use" "elderly_care, gatehouse, switch_room, pump_room, waste_station, waste_drop_point, bulky_waste_point, parcel_locker, mini_fire_station, e_bike_shed, e_bike_charging, garage_ramp_canopy, gym, pool, library, canteen, shop, reception, children_space, activity_ground, fitness_path, ev_charging, dual_lobby, sunken_courtyard, covered_walkway, sky_garden, property_office, community, smart_system, accessible …"
        "area" M2 "建筑面积" "gross area" "Authored gross area of its zone, else outline of its rooms with their walls."
        "net_area" M2 "净面积" "net area" "Sum of net areas of its rooms."
        "is_detached" B "独立设置" "is detached" "Own building, or a gap of 0.1 m to every residential building, at ground level."
        "is_movable" B "装配式可移动" "is prefabricated and movable" "As its name or properties say."
        "is_below_ground" B "地下" "is below ground" "On a basement storey."
        "is_joined_by_wall_only" B "仅以墙相邻" "joined by a wall only" "Another group of the same use touches it without door, opening or stair."
        "has_roof" B "有顶盖" "has a roof" "A roof covers at least half of it, or its name says so; of sheds and ramps."
        "column_area" M2 "柱外围面积" "area within columns" "Within the outer faces of the columns under its roof; 0 for a single row."
        "far_coefficient" N "计容系数（申报）" "authored FAR coefficient" "As authored."
        "places" N "车位/格口数" "places" "Places in it, where modelled."
        "attached_to" T "贴建于" "attached to" "Name of the building it touches."
    }
    Lift {
        "reaches_garage" B "直达地下车库" "reaches the garage" "Has a landing on a basement storey with parking."
        "lowest_storey" T "最低停靠层" "lowest storey" "Name of the lowest storey served."
        "highest_storey" T "最高停靠层" "highest storey" "Name of the highest storey served."
        "bottom" M "底标高" "bottom" "Lowest Z of shaft or car."
        "top" M "顶标高" "top" "Highest Z of shaft or car."
    }
    Pipe {
        "use" T "系统" "system" "supply, hot_supply, drain, fire, gas, heating, other."
        "material" T "材质" "material" "As authored."
        "material_class" T "材质类别" "material class" "stainless, other, ambiguous, unknown."
        "length" M "长度" "length" "Along the axis."
        "is_indoor" B "室内（户内）" "is inside a dwelling" "Within the rooms of a dwelling."
        "segments" N "段数" "segments" "Number of segments and fittings."
    }
    Equipment {
        "use" T "类别" "use" "gas_detector, gas_valve, gas_meter, gas_cooker, fresh_air, heat_recovery, air_filter, water_purifier, access_control, climate, smart_home, ev_charger, e_bike_charger, refuge, escape_device."
        "is_contactless" B "非接触式" "is contactless" "As its name or properties say."
        "has_heat_recovery" B "有热回收" "has heat recovery" "As its name or properties say."
        "has_air_filter" B "有除霾过滤" "has an air filter" "As its name or properties say."
    }
    Element {
        "volume" M3 "体积" "volume" "Net volume of its body."
        "gross_volume" M3 "毛体积" "gross volume" "Before openings."
        "footprint_area" M2 "投影面积" "footprint area" "Area of its projection on the ground."
        "top" M "顶" "top" "Highest Z."
        "bottom" M "底" "bottom" "Lowest Z."
        "material" T "材料" "material" "As authored, layers from outside to inside joined by |."
    }
}

/// The quantity of this kind and name.
#[must_use]
pub fn spec(kind: SubjectKind, name: &str) -> Option<&'static Spec> {
    CATALOGUE.iter().find(|spec| spec.kind == kind && spec.name == name)
}

/// The quantities of one kind.
pub fn of_kind(kind: SubjectKind) -> impl Iterator<Item = &'static Spec> {
    CATALOGUE.iter().filter(move |spec| spec.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_within_a_kind_and_well_formed() {
        for (at, spec) in CATALOGUE.iter().enumerate() {
            assert!(spec.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{}", spec.name);
            assert!(!spec.zh.is_empty() && !spec.en.is_empty() && spec.definition.ends_with(['.', '…']), "{}", spec.name);
            assert!(CATALOGUE[at + 1..].iter().all(|other| other.kind != spec.kind || other.name != spec.name), "{}", spec.name);
        }
    }
}
