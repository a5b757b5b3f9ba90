//! A thin wrapper around the crate `ifc_rs`: writes one small building with it, and opens a file with it.

use bevy_math::{DVec2, DVec3};
use ifc_rs::IFC;
use ifc_rs::prelude::*;

/// A string as `ifc_rs` must be given it: it writes what it gets, so that Chinese has to be escaped for it.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '\'' => out.push_str("''"),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            _ => {
                out.push_str("\\X2\\");
                let mut units = [0; 2];
                character.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("{unit:04X}")));
                out.push_str("\\X0\\");
            }
        }
    }
    out
}

/// Two storeys of 3.1 m with one room, one wall and one window each.
pub(crate) fn small_building() -> String {
    let mut builder = IfcProjectBuilder::new(
        ApplicationInfo { developer: Organization::new(None, "haofang", None), version: "1", name: "interop", short_name: "interop" },
        OwnerInfo { owner: Person::empty().given_name("x"), organization_name: "haofang" },
        &escaped("样例"),
    );
    {
        let mut site = builder.new_site(&escaped("地块"), DVec3::ZERO);
        let mut building = site.new_building(&escaped("1#楼"), DVec3::ZERO);
        for (name, elevation) in [("一层", 0.0), ("二层", 3.1)] {
            let mut storey = building.new_storey(&escaped(name), elevation);
            let layer = storey.material_layer(&escaped("砖"), MaterialLayer::new(0.2, false));
            let layers = storey.material_layer_set([layer]);
            let usage = storey.material_layer_set_usage(layers, LayerSetDirectionEnum::Axis2, DirectionSenseEnum::Positive, 0.0);
            let wall_type = storey.wall_type(layers, &escaped("外墙"), WallTypeEnum::NotDefined);
            let window_type = storey.window_type(&escaped("飘窗"), WindowTypeEnum::Window, WindowPartitioningTypeEnum::SinglePanel);
            let frame = storey.material_constituent(&escaped("铝"), "Framing");
            let frames = storey.material_constituent_set([frame]);
            let space_type = storey.space_type(&escaped("卧室"), SpaceTypeEnum::Space);
            let corners = [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0), (0.0, 0.0)];
            let coords = corners.into_iter().map(|(x, y)| DVec2::new(x, y)).collect();
            let placement = DVec3::ZERO;
            let _ = storey.space(space_type, &escaped("主卧"), SpaceParameter { coords, height: 2.8, placement });
            let parameter = VerticalWallParameter { height: 2.8, length: 4.0, placement };
            let mut wall = storey.vertical_wall(usage, wall_type, &escaped("南墙"), parameter);
            {
                let mut properties = wall.add_properties("Pset_WallCommon");
                let _ = properties.single_property("ThermalTransmittance", IfcValue::ThermalTransmittance(0.24.into()), None);
            }
            let parameter = WindowParameter { height: 1.5, width: 1.8, placement: DVec3::new(1.0, 0.0, 0.9) };
            let _ = wall.window_with_opening(frames, window_type, &escaped("C1815"), parameter, Direction3D::from(DVec3::Z));
        }
    }
    builder.build()
}

/// What `ifc_rs` finds in a file: numbers of storeys, spaces, walls and windows; `None` if it cannot open it.
pub(crate) fn counts(text: &str) -> Option<[usize; 4]> {
    let model: IFC = text.parse().ok()?;
    Some([
        model.data.find_all_of_type::<Storey>().count(),
        model.data.find_all_of_type::<Space>().count(),
        model.data.find_all_of_type::<Wall>().count(),
        model.data.find_all_of_type::<Window>().count(),
    ])
}
