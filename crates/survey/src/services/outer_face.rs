//! The outer face of walls that have more than one: walls on arcs, walls with corners, rings of outer walls drawn as one.

use haofang_geometry::Shape;
use haofang_geometry::plan::{self, Edge, Point2, dot};

/// A wall face this near to the outline of its storey is a façade (m).
pub(super) const ON_OUTLINE: f64 = 0.10;
/// A wall of which less than this share of the outline runs along its longest side has several faces.
const ONE_FACE: f64 = 0.7;
/// Faces that look the same way, as the cosine of the angle between them.
const SAME_WAY: f64 = 0.99;
/// Shorter pieces on the outline of the storey are ends of inner walls (m).
const PIECE: f64 = 0.5;
/// Facets of a face lie no further from its edge in plan (m).
const ON_EDGE: f64 = 0.02;

/// Whether a wall of these edges has faces in several directions.
pub(super) fn has_several(edges: &[Edge]) -> bool {
    let Some(longest) = plan::longest_of(edges) else { return false };
    let along = |edge: &&Edge| dot(edge.normal, longest.normal).abs() > SAME_WAY;
    let whole: f64 = edges.iter().map(Edge::length).sum();
    edges.iter().filter(along).map(Edge::length).sum::<f64>() < ONE_FACE * whole
}

/// The edges of a wall that lie on the outline of its storey, where they are more than ends; `None` for inner walls.
pub(super) fn edges_outside(wall: &[Edge], outer: &[Edge]) -> Option<Vec<Edge>> {
    let lies_on = |edge: &Edge| {
        let middle = edge.middle();
        outer.iter().any(|other| {
            let position = other.position(middle);
            dot(edge.normal, other.normal) > SAME_WAY
                && other.height(middle).abs() <= ON_OUTLINE
                && position >= -ON_OUTLINE
                && position <= other.length() + ON_OUTLINE
        })
    };
    let found: Vec<Edge> = wall.iter().copied().filter(lies_on).collect();
    (found.iter().map(Edge::length).sum::<f64>() > PIECE).then_some(found)
}

/// The way that most of these edges look.
pub(super) fn way(edges: &[Edge]) -> Option<Point2> {
    let sum = edges.iter().fold(Point2 { x: 0.0, y: 0.0 }, |sum, edge| sum + edge.normal * edge.length());
    let length = sum.x.hypot(sum.y);
    (length > ON_EDGE).then(|| sum / length)
}

/// Area of the upright facets of a body that stand on these edges, openings taken off (m2).
pub(super) fn area_on(shape: &Shape, edges: &[Edge]) -> f64 {
    let mesh = shape.mesh();
    let on_edge = |way: Point2, middle: Point2| {
        edges.iter().any(|edge| {
            let position = edge.position(middle);
            dot(edge.normal, way) > SAME_WAY
                && edge.height(middle).abs() <= ON_EDGE
                && position >= -ON_EDGE
                && position <= edge.length() + ON_EDGE
        })
    };
    mesh.triangles
        .iter()
        .filter_map(|triangle| {
            let normal = mesh.directed_area(*triangle);
            let flat = normal.x.hypot(normal.y);
            let corners = triangle.map(|at| mesh.positions.get(at as usize).copied().unwrap_or_default());
            let middle = [0, 1].map(|axis| corners.iter().map(|corner| corner[axis]).sum::<f64>() / 3.0);
            let way = Point2 { x: normal.x / flat, y: normal.y / flat };
            (flat > normal.z.abs() && on_edge(way, Point2 { x: middle[0], y: middle[1] })).then(|| normal.norm())
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_geometry::plan::{Region, edges, polygon, rectangle};

    #[test]
    fn rings_corners_and_arcs_have_several_faces() {
        let ring = plan::difference(&rectangle([0.0, 0.0], [12.0, 10.0]), &rectangle([0.2, 0.2], [11.8, 9.8]));
        let corner = polygon(&[[0.0, 0.0], [5.0, 0.0], [5.0, 4.0], [4.8, 4.0], [4.8, 0.2], [0.0, 0.2]]);
        assert!(has_several(&edges(&ring)) && has_several(&edges(&corner)));
        assert!(!has_several(&edges(&rectangle([0.0, 0.0], [6.0, 0.2]))));
        let outline = edges(&rectangle([0.0, 0.0], [12.0, 10.0]));
        let length = |wall: &Region| edges_outside(&edges(wall), &outline).map(|edges| edges.iter().map(Edge::length).sum::<f64>());
        assert_eq!(length(&ring), Some(44.0));
        assert_eq!(length(&corner), Some(5.2), "its other leg stands inside, its end on the outline");
        assert_eq!(length(&rectangle([3.0, 3.0], [3.2, 9.0])), None);
    }
}
