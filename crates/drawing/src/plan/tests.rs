//! Plans drawn from rooms: reviewed snapshots of the SVG text, and what must hold of every plan.

use super::*;
use haofang_geometry::plan::{difference, polygon, rectangle, union};

fn item(region: Region, kind: Kind, role: Role, name: &str) -> PlanItem {
    let name = (!name.is_empty()).then(|| name.to_owned());
    PlanItem { region, kind, role, name, note: None, guid: Some("2O2Fr$t4X7Zf8NOew3FLOH".into()) }
}

fn bedroom() -> Plan {
    let room = union(&[rectangle([0.0, 0.0], [3.6, 4.5]), rectangle([0.6, -0.6], [3.0, 0.0])]);
    let shell = difference(&rectangle([-0.2, -0.8], [3.8, 4.7]), &room);
    let mut plan = Plan::new("1号楼 5F · 主卧飘窗");
    plan.items.push(item(shell, Kind::Wall, Role::Context, ""));
    let mut bed = item(room, Kind::Space, Role::Context, "主卧");
    bed.note = Some("17.64 ㎡".into());
    plan.items.push(bed);
    plan.items.push(item(rectangle([0.6, -0.8], [3.0, -0.6]), Kind::Window, Role::Culprit, "TC2415"));
    let at = |x: f64, y: f64| Point2 { x, y };
    plan.dimensions
        .push(PlanDimension { from: at(3.0, -0.6), to: at(0.6, -0.6), text: "净宽 2.400 m".into(), offset: 0.7, culprit: true });
    plan.dimensions
        .push(PlanDimension { from: at(0.0, 0.3), to: at(3.6, 0.3), text: "开间 3.600 m".into(), offset: 0.0, culprit: false });
    plan.north = Some(0.0);
    plan
}

#[test]
fn a_bay_window_with_its_numbers() {
    insta::assert_snapshot!(bedroom().to_svg());
}

#[test]
fn the_drawing_does_not_depend_on_where_the_house_stands() {
    use geo::MapCoords;
    let here = bedroom();
    let mut there = bedroom();
    let (sin, cos) = 0.5_f64.sin_cos();
    let moved = |c: Point2| Point2 { x: c.x * cos - c.y * sin + 4.0e7, y: c.x * sin + c.y * cos - 3.0e7 };
    for item in &mut there.items {
        item.region = item.region.map_coords(moved);
    }
    for dimension in &mut there.dimensions {
        (dimension.from, dimension.to) = (moved(dimension.from), moved(dimension.to));
    }
    there.north = None;
    let (a, b) = (here.to_svg(), there.to_svg());
    // Laid level again: the same labels, and the same size of paper.
    assert!(b.contains("净宽 2.400 m") && b.contains("主卧") && b.contains("17.64 ㎡"));
    assert_eq!(a.lines().next(), b.lines().next());
}

#[test]
fn every_plan_is_whole() {
    let empty = Plan::new("空").to_svg();
    assert!(empty.ends_with("</svg>\n") && !empty.contains("NaN") && !empty.contains("inf"));
    let mut odd = Plan::new("<坏&名>");
    odd.items.push(item(polygon(&[[0.0, 0.0], [1.0, 1.0]]), Kind::Space, Role::Culprit, "无面积"));
    odd.items.push(item(
        rectangle([0.0, 0.0], [0.3, 0.3]),
        Kind::Space,
        Role::Context,
        "管井管井管井管井管井管井管井管井管井管井管井管井管井管井管井管井管井管井管井管井",
    ));
    odd.items.push(item(rectangle([1.0, 0.0], [9.0, 9.0]), Kind::Slab, Role::Context, ""));
    let at = Point2 { x: 0.0, y: 0.0 };
    odd.dimensions.push(PlanDimension { from: at, to: at, text: "0.000 m".into(), offset: 1.0, culprit: false });
    let svg = odd.to_svg();
    assert!(svg.contains("&lt;坏&amp;名&gt;") && !svg.contains("NaN") && !svg.contains("0.000 m"));
    assert_eq!((svg.matches("<title>管井").count(), svg.matches(">管井").count()), (1, 1), "a name that does not fit stays in the tooltip");
}
