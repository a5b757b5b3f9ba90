//! A door in plan: its leaf and swing as the model says (IfcDoorTypeOperationEnum), a dashed line where it does not say.

use haofang_drawing::svg::{Svg, number};
use haofang_geometry::Region;
use haofang_geometry::plan::{self, Point2};
use haofang_survey::Survey;
use haofang_survey::building::ThingId;
use haofang_survey::walls::WallOn;

use super::paper::Paper;
use crate::chapters::operation;

/// How far from a wall's axis its door may stand (m).
const IN_WALL: f64 = 0.45;

/// Where a door is and how it opens.
pub(crate) struct Leaf {
    /// The jamb on the left, looking along the way in which it opens.
    pub(crate) left: Point2,
    /// The jamb on the right.
    pub(crate) right: Point2,
    /// The way in which it opens, a unit vector.
    pub(crate) opens: Point2,
    /// The operation, as the model says.
    pub(crate) operation: Option<String>,
}

/// Reads a door: its width from attribute or body, its line from the wall it stands in.
pub(crate) fn read(survey: &Survey<'_>, id: ThingId, walls: &[&WallOn]) -> Option<Leaf> {
    let body = survey.plan(id).ok()?;
    let frame = survey.frame(id)?;
    let (x, y) = (frame.x(), frame.y());
    let flat = |x: f64, y: f64| {
        let size = x.hypot(y);
        (size > 0.5).then(|| Point2 { x: x / size, y: y / size })
    };
    let along = flat(x.x, x.y)?;
    let opens = flat(y.x, y.y)?;
    let corners: Vec<Point2> = body.iter().flat_map(|polygon| polygon.exterior().0.iter().copied()).collect();
    let reach = |axis: Point2| {
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        corners.iter().map(|p| p.x * axis.x + p.y * axis.y).fold(none, |(low, high), at| (low.min(at), high.max(at)))
    };
    let (mut low, mut high) = reach(along);
    let entity = survey.thing(id).entity;
    let unit = entity.model().units().length.as_ref().ok().copied();
    let width = entity.named("OverallWidth").as_f64().zip(unit).map(|(value, unit)| value * unit);
    let origin = Point2 { x: frame.origin.x, y: frame.origin.y };
    if let Some(width) = width.filter(|width| *width > 0.3 && (high - low) > 1.3 * *width) {
        // a body drawn with its swing is wider than the opening: the placement begins at the left jamb
        low = origin.x * along.x + origin.y * along.y;
        high = low + width;
    }
    if !(high - low > 0.3 && high - low < 12.0) {
        return None;
    }
    let (near, far) = reach(opens);
    let middle = along * (0.5 * (low + high)) + opens * (0.5 * (near + far));
    let across = wall_line(walls, middle, along, opens).unwrap_or(middle.x * opens.x + middle.y * opens.y);
    let jamb = |at: f64| along * at + opens * across;
    // looking along +y, the left is at the smaller x where x, y, z are right-handed
    let right_handed = along.x * opens.y - along.y * opens.x > 0.0;
    let (left, right) = if right_handed { (jamb(low), jamb(high)) } else { (jamb(high), jamb(low)) };
    Some(Leaf { left, right, opens, operation: operation(entity) })
}

/// The ground that a door needs to open, where the model says how it opens.
pub(crate) fn reach(leaf: &Leaf) -> Option<Region> {
    leaf.operation.as_ref().filter(|word| word.contains("SWING"))?;
    let run = leaf.right - leaf.left;
    let tip = leaf.opens * run.x.hypot(run.y);
    let corners = [leaf.left, leaf.right, leaf.right + tip, leaf.left + tip];
    Some(plan::polygon(&corners.map(|point| [point.x, point.y])))
}

/// The position of the wall's axis across a door.
fn wall_line(walls: &[&WallOn], middle: Point2, along: Point2, opens: Point2) -> Option<f64> {
    let in_wall = walls.iter().filter_map(|wall| Some((wall, wall.axis?))).filter(|(wall, axis)| {
        let level = (axis.direction.x * along.y - axis.direction.y * along.x).abs() < 0.05;
        let near = plan::bounds(&wall.plan).is_some_and(|b| {
            middle.x > b.min.x - IN_WALL && middle.x < b.max.x + IN_WALL && middle.y > b.min.y - IN_WALL && middle.y < b.max.y + IN_WALL
        });
        level && near && axis.distance(middle) < IN_WALL
    });
    let best = in_wall.min_by(|(_, a), (_, b)| a.distance(middle).total_cmp(&b.distance(middle)))?;
    let point = best.1.point;
    Some(point.x * opens.x + point.y * opens.y)
}

/// Draws it.
pub(crate) fn draw(svg: &mut Svg, paper: &Paper, leaf: &Leaf) {
    let style = r##"stroke="#8a5a1c" stroke-width="3" fill="none""##;
    let thin = r##"stroke="#8a5a1c" stroke-width="1.4" fill="none""##;
    let (left, right) = (leaf.left, leaf.right);
    let width = (right - left).x.hypot((right - left).y);
    let middle = (left + right) * 0.5;
    match leaf.operation.as_deref() {
        Some("SINGLE_SWING_LEFT" | "DOUBLE_SWING_LEFT") => swing(svg, paper, left, right, leaf.opens * width, [style, thin]),
        Some("SINGLE_SWING_RIGHT" | "DOUBLE_SWING_RIGHT") => swing(svg, paper, right, left, leaf.opens * width, [style, thin]),
        Some(word) if word.starts_with("DOUBLE_DOOR") && word.contains("SWING") || word == "DOUBLE_PANEL_SINGLE_SWING" => {
            swing(svg, paper, left, middle, leaf.opens * (0.5 * width), [style, thin]);
            swing(svg, paper, right, middle, leaf.opens * (0.5 * width), [style, thin]);
        }
        Some(word) if word.contains("SLIDING") => {
            let beside = leaf.opens * 0.06;
            svg.line(paper.at(left + beside), paper.at(middle + beside), style);
            svg.line(paper.at(middle - beside), paper.at(right - beside), style);
        }
        _ => svg.line(paper.at(left), paper.at(right), r##"stroke="#8a5a1c" stroke-width="2" stroke-dasharray="10 7""##),
    }
}

/// A leaf that turns about a hinge, with its quarter circle.
fn swing(svg: &mut Svg, paper: &Paper, hinge: Point2, other: Point2, open: Point2, [style, thin]: [&str; 2]) {
    let (a, b, tip) = (paper.at(hinge), paper.at(other), paper.at(hinge + open));
    svg.line(a, tip, style);
    let radius = (b[0] - a[0]).hypot(b[1] - a[1]);
    let turn = (tip[0] - a[0]) * (b[1] - a[1]) - (tip[1] - a[1]) * (b[0] - a[0]);
    let sweep = u8::from(turn > 0.0);
    let [x1, y1, x2, y2, r] = [tip[0], tip[1], b[0], b[1], radius].map(number);
    svg.push(&format!(r#"<path d="M{x1} {y1}A{r} {r} 0 0 {sweep} {x2} {y2}" {thin}/>"#));
}
