//! Bay widths, notches, gaps and thicknesses of rooms drawn by hand.

use super::*;
use crate::measure::{clear_gap, notches, thickness};
use crate::plan::{area, difference, polygon, rectangle, union};

fn at(x: f64, y: f64) -> Point2 {
    Point2 { x, y }
}

fn turned(region: &Region, angle: f64, shift: f64) -> Region {
    use geo::MapCoords;
    region.map_coords(|c| turn(c, angle, shift))
}

fn turn(c: Point2, angle: f64, shift: f64) -> Point2 {
    let (sin, cos) = angle.sin_cos();
    at(c.x * cos - c.y * sin + shift, c.x * sin + c.y * cos - shift)
}

#[test]
fn a_bedroom_with_a_bay_window() {
    // 主卧 3.6 m clear by 4.5 m with a bay of 2.4 m by 0.6 m in its south wall.
    let room = union(&[rectangle([0.0, 0.0], [3.6, 4.5]), rectangle([0.6, -0.6], [3.0, 0.0])]);
    for (angle, shift) in [(0.0, 0.0), (0.5, 0.0), (2.0, 4.0e7)] {
        let here = turned(&room, angle, shift);
        let along = turn(at(1.0, 0.0), angle, 0.0);
        let found = notches(&here, 0.3..=1.5, 0.05);
        assert_eq!(found.len(), 1);
        assert!((found[0].width - 2.4).abs() < 1e-6 && (found[0].projection - 0.6).abs() < 1e-6);
        assert!((area(&found[0].region) - 1.44).abs() < 1e-5);
        let middle = (found[0].from + found[0].to) / 2.0;
        let bay = bay_width(&here, middle, along, 0.3).unwrap();
        assert!((bay.width - 3.6).abs() < 1e-6, "{bay:?}");
        assert!(bay.is_between_walls(0.05, 0.6));
        // From the façade line of the bay itself one measures the bay.
        let outer = turn(at(1.8, -0.6), angle, shift);
        assert!((bay_width(&here, outer, along, 0.3).unwrap().width - 2.4).abs() < 1e-6);
    }
}

#[test]
fn an_l_shaped_living_room_is_measured_where_the_window_is() {
    let room = polygon(&[[0.0, 0.0], [4.2, 0.0], [4.2, 5.0], [7.5, 5.0], [7.5, 9.0], [0.0, 9.0]]);
    assert!((bay_width(&room, at(2.0, 0.0), at(1.0, 0.0), 0.3).unwrap().width - 4.2).abs() < 1e-9);
    assert!((bay_width(&room, at(2.0, 9.0), at(-1.0, 0.0), 0.3).unwrap().width - 7.5).abs() < 1e-9);
    assert!(bay_width(&room, at(20.0, 0.0), at(1.0, 0.0), 0.3).is_none());
    assert!(bay_width(&room, at(2.0, 0.0), at(0.0, 0.0), 0.3).is_none());
}

#[test]
fn a_splayed_wall_or_a_column_is_not_a_cross_wall() {
    let splayed = polygon(&[[0.0, 0.0], [4.0, 0.0], [5.5, 3.0], [0.0, 3.0]]);
    let bay = bay_width(&splayed, at(2.0, 0.0), at(1.0, 0.0), 0.3).unwrap();
    assert!((bay.width - 4.15).abs() < 1e-9 && !bay.is_between_walls(0.05, 0.6));
    let column = difference(&rectangle([0.0, 0.0], [4.0, 4.0]), &rectangle([3.6, 0.0], [4.0, 0.4]));
    let bay = bay_width(&column, at(2.0, 0.0), at(1.0, 0.0), 0.3).unwrap();
    assert!((bay.width - 3.6).abs() < 1e-9 && !bay.is_between_walls(0.05, 0.6));
}

#[test]
fn a_bedroom_wing_is_no_bay() {
    let room = polygon(&[[0.0, 0.0], [3.0, 0.0], [3.0, -2.0], [5.0, -2.0], [5.0, 0.0], [8.0, 0.0], [8.0, 4.0], [0.0, 4.0]]);
    assert!(notches(&room, 0.3..=1.5, 0.05).is_empty());
    assert_eq!(notches(&room, 0.3..=2.5, 0.05).len(), 1);
    // A column that stands into the room is no notch either.
    let column = difference(&rectangle([0.0, 0.0], [6.0, 4.0]), &rectangle([2.0, 0.0], [2.6, 0.5]));
    assert!(notches(&column, 0.2..=1.5, 0.05).is_empty());
}

#[test]
fn gaps_between_walls_and_their_thickness() {
    let walls = union(&[rectangle([-3.0, 0.0], [0.9, 0.24]), rectangle([3.3, 0.0], [6.0, 0.24])]);
    let gap = clear_gap(&walls, at(2.0, 0.12), at(1.0, 0.0), 10.0).unwrap();
    assert!((gap.width - 2.4).abs() < 1e-9 && (gap.from.x - 0.9).abs() < 1e-9);
    assert!(clear_gap(&walls, at(2.0, 0.12), at(1.0, 0.0), 1.2).is_none());
    assert!(clear_gap(&walls, at(0.0, 0.12), at(1.0, 0.0), 10.0).is_none());
    assert!((thickness(&walls, at(0.0, 0.0), at(0.0, 1.0), 0.02).unwrap() - 0.24).abs() < 1e-9);
    assert!((thickness(&walls, at(0.0, -0.01), at(0.0, 1.0), 0.02).unwrap() - 0.24).abs() < 1e-9);
    assert!(thickness(&walls, at(0.0, -0.5), at(0.0, 1.0), 0.02).is_none());
}
