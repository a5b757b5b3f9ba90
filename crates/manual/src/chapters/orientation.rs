//! Which way a dwelling faces: the directions of its outer windows against north, where the model gives it.

use haofang_geometry::plan::{self, Point2};

use super::Context;
use crate::field::{Field, From, FromKind, both};

/// The eight directions, clockwise from north.
const NAMES: [(&str, &str); 8] = [
    ("北", "north"),
    ("东北", "north-east"),
    ("东", "east"),
    ("东南", "south-east"),
    ("南", "south"),
    ("西南", "south-west"),
    ("西", "west"),
    ("西北", "north-west"),
];

/// Rooms whose windows say which way a dwelling faces; of the others only where these have none.
const LIVING: &[&str] = &["living", "dining", "bedroom", "study", "balcony"];

/// How far on both sides of a window is looked for its room, in metres.
const BESIDE: f64 = 0.45;

/// A direction with less than this share of the glass is not named.
const SHARE: f64 = 0.15;

const BY_TRUE_NORTH: &str = "widths of outer windows by direction, true north of the model";
const BY_MAP: &str = "widths of outer windows by direction, north of the map (IfcMapConversion)";

/// The field: as given, else derived from the windows.
pub(super) fn field(context: &Context<'_, '_>) -> Field {
    let field = context.field("home.orientation");
    if field.is_known() {
        return field;
    }
    let Some(north) = crate::draw::north(context) else {
        return field.supplied_by(
            "模型未给出正北方向（TrueNorth，或 IfcMapConversion 的 X 轴方向）",
            "the model gives no north (TrueNorth, or the x axis of IfcMapConversion)",
        );
    };
    let all = windows(context);
    let living: Vec<&Facing> = all.iter().filter(|window| window.is_living).collect();
    let counted: Vec<&Facing> = if living.is_empty() { all.iter().collect() } else { living };
    let mut widths = [0.0; 8];
    for window in &counted {
        widths[sector(window.outwards, north.angle)] += window.width;
    }
    let total: f64 = widths.iter().sum();
    let mut named: Vec<usize> = (0..8).filter(|at| widths[*at] > SHARE * total).collect();
    named.sort_by(|a, b| widths[*b].total_cmp(&widths[*a]).then(a.cmp(b)));
    let Some((main, others)) = named.split_first() else {
        return field.supplied_by("本户没有可判定方向的外窗", "no outer window of the dwelling has a direction");
    };
    let list = |pick: fn(&(&'static str, &'static str)) -> &'static str, between: &str| {
        others.iter().map(|at| pick(&NAMES[*at])).collect::<Vec<_>>().join(between)
    };
    let text = if others.is_empty() {
        both(NAMES[*main].0, NAMES[*main].1)
    } else {
        both(
            format!("{}（另有{}向外窗）", NAMES[*main].0, list(|name| name.0, "、")),
            format!("{} (windows also {})", NAMES[*main].1, list(|name| name.1, ", ")),
        )
    };
    let guids = counted.iter().filter_map(|window| window.guid.clone());
    Field::text(field.key, field.title, text, From::new(FromKind::Derived, if north.of_map { BY_MAP } else { BY_TRUE_NORTH }).of(guids))
        .noted(
            if north.of_map { "按外窗朝向与坐标北（IfcMapConversion）推算" } else { "按外窗朝向与模型正北推算" },
            if north.of_map {
                "derived from the outer windows and the map's north"
            } else {
                "derived from the outer windows and the model's true north"
            },
        )
}

/// An outer window.
struct Facing {
    outwards: Point2,
    width: f64,
    is_living: bool,
    guid: Option<haofang_facts::GlobalId>,
}

fn windows(context: &Context<'_, '_>) -> Vec<Facing> {
    let survey = context.estate.survey;
    let of_home = context.estate.windows.get(&context.listed.id).into_iter().flatten();
    of_home
        .filter_map(|(subject, room, thing)| {
            let level = context.home.levels.iter().find(|level| Some(level.storey) == survey.space(*room).storey)?;
            let body = survey.plan((*thing)?).ok()?;
            let along = plan::longest_edge(body)?.direction();
            let middle = plan::centroid(body)?;
            let side = Point2 { x: -along.y, y: along.x };
            let inside = [1.0, -1.0].map(|sign| plan::contains(&level.own, middle + side * (sign * BESIDE)));
            let outwards = match inside {
                [true, false] => side * -1.0,
                [false, true] => side,
                // between two rooms of the dwelling, or in a wall thicker than is looked
                _ => return None,
            };
            let is_living = LIVING.contains(&survey.space(*room).usage.as_str());
            Some(Facing { outwards, width: subject.number("width").unwrap_or(1.0), is_living, guid: subject.guid.clone() })
        })
        .collect()
}

/// The eighth of the compass, clockwise from north; `north` is the direction of north anticlockwise from world Y (radians).
fn sector(direction: Point2, north: f64) -> usize {
    // clockwise from world Y, then from north
    let bearing = direction.x.atan2(direction.y) + north;
    let eighth = (bearing / std::f64::consts::FRAC_PI_4).round().rem_euclid(8.0);
    // between 0 and 7 by construction
    eighth as usize % 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_count_clockwise_from_true_north() {
        let name = |x: f64, y: f64, north: f64| NAMES[sector(Point2 { x, y }, north)].0;
        assert_eq!([name(0.0, 1.0, 0.0), name(1.0, 0.0, 0.0), name(0.0, -1.0, 0.0), name(-1.0, 0.0, 0.0)], ["北", "东", "南", "西"]);
        // north lies 30° anticlockwise from world Y: what points along world −Y faces 30° past south towards the west
        let turned = 30.0_f64.to_radians();
        assert_eq!(name(0.0, -1.0, turned), "西南");
        assert_eq!(name(turned.sin(), -turned.cos(), turned), "南");
        assert_eq!(name(-turned.sin(), turned.cos(), turned), "北");
    }
}
