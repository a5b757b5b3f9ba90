//! A façade on an arc: storey outline, rooms, windows and the shares of façade materials against analytic values.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::sketch::{Body, P, Sketch, cuboid};
use common::survey;
use haofang_facts::{FactSheet, Subject, SubjectKind};

/// The southern wall bulges: its outer face on an arc of 12.75 m about (6, 11.25), 12 m wide.
const RADIUS: f64 = 12.75;
const CENTRE: P = [6.0, 11.25];
const HIGH: f64 = 2.98;

fn on_arc(radius: f64, x: f64) -> P {
    [x, CENTRE[1] - (radius * radius - (x - CENTRE[0]).powi(2)).sqrt()]
}

/// Points along the arc from one x to another.
fn arc(radius: f64, from: f64, to: f64) -> Vec<P> {
    let angle = |x: f64| ((x - CENTRE[0]) / radius).asin();
    let at = |step: usize| angle(from) + (angle(to) - angle(from)) * step as f64 / 96.0;
    (0..=96).map(|step| [CENTRE[0] + radius * at(step).sin(), CENTRE[1] - radius * at(step).cos()]).collect()
}

/// Area between the arc and y = 0, positive to the south.
fn bulge(radius: f64, from: f64, to: f64) -> f64 {
    let whole = |u: f64| (u * (radius * radius - u * u).sqrt() + radius * radius * (u / radius).asin()) / 2.0;
    whole(to - CENTRE[0]) - whole(from - CENTRE[0]) - CENTRE[1] * (to - from)
}

/// A box seen from a place on the outer face: along it, outwards from it.
fn radial(x: f64, along: [f64; 2], out: [f64; 2], z: [f64; 2]) -> Body {
    let angle = ((x - CENTRE[0]) / RADIUS).asin();
    let (way, away) = ([angle.cos(), angle.sin()], [angle.sin(), -angle.cos()]);
    let foot = on_arc(RADIUS, x);
    let corner = |s: f64, t: f64| [foot[0] + s * way[0] + t * away[0], foot[1] + s * way[1] + t * away[1]];
    Body::Prism(vec![corner(along[0], out[1]), corner(along[1], out[1]), corner(along[1], out[0]), corner(along[0], out[0])], z[0], z[1])
}

/// Two storeys; the curved wall is painted, the others are of granite. The window at x = 9 stands out by `bay`.
fn house(bay: Option<f64>) -> FactSheet {
    built(bay, None, true)
}

/// The same; the curved wall drawn as this many short straight pieces, each cut by the opening, else the middle one only.
fn built(bay: Option<f64>, pieces: Option<usize>, all_cut: bool) -> FactSheet {
    let mut s = Sketch::new();
    let inner = RADIUS - 0.2;
    let levels = [s.level("1F", 0.0), s.level("2F", 3.1), s.level("屋面", 6.2)];
    let outline: Vec<P> = arc(RADIUS, 0.0, 12.0).into_iter().chain([[12.0, 10.0], [0.0, 10.0]]).collect();
    for (at, level) in levels.into_iter().enumerate() {
        let z = 3.1 * at as f64;
        s.product("IFCSLAB", "楼板", Some(level), &[Body::Prism(outline.clone(), z - 0.12, z)], ",$,.FLOOR.");
        if at == 2 {
            break;
        }
        let top = z + HIGH;
        let south: Vec<(usize, [f64; 2])> = (0..pieces.unwrap_or(1))
            .map(|at| {
                let end = |at: usize| {
                    CENTRE[0] + RADIUS * ((6.0_f64 / RADIUS).asin() * (2.0 * at as f64 / pieces.unwrap_or(1) as f64 - 1.0)).sin()
                };
                let (from, to) = (end(at), end(at + 1));
                let back = |x: f64| CENTRE[0] + (x - CENTRE[0]) * inner / RADIUS;
                let ring: Vec<P> = match pieces {
                    None => arc(RADIUS, 0.0, 12.0).into_iter().chain(arc(inner, 12.0, 0.0)).collect(),
                    Some(_) => vec![on_arc(RADIUS, from), on_arc(RADIUS, to), on_arc(inner, back(to)), on_arc(inner, back(from))],
                };
                (s.product("IFCWALL", "外墙 涂料", Some(level), &[Body::Prism(ring, z, top)], ",$,$"), [from, to])
            })
            .collect();
        for (x, name) in [(0.0, "外墙 干挂花岗岩"), (11.8, "外墙 干挂花岗岩"), (5.9, "内墙")] {
            let foot = [on_arc(inner, x), on_arc(inner, x + 0.2)];
            let ring = vec![foot[0], foot[1], [x + 0.2, 9.8], [x, 9.8]];
            s.product("IFCWALL", name, Some(level), &[Body::Prism(ring, z, top)], ",$,$");
        }
        s.product("IFCWALL", "外墙 干挂花岗岩", Some(level), &[cuboid([0.0, 12.0], [9.8, 10.0], [z, top])], ",$,$");
        for (x, half, out) in [(3.0, 0.75, None), (9.0, 1.2, bay)] {
            let span = [z + 0.5, z + 2.4];
            let mut holes = Vec::new();
            let crossed: Vec<&(usize, [f64; 2])> = south.iter().filter(|(_, [from, to])| *from < x + half && *to > x - half).collect();
            let cut = if all_cut { &crossed[..] } else { &crossed[crossed.len() / 2..=crossed.len() / 2] };
            for (wall, _) in cut {
                let hole = radial(x, [-half, half], [-0.45, 0.3], span);
                let hole = s.product("IFCOPENINGELEMENT", "洞口", None, &[hole], ",$,.OPENING.");
                s.root("IFCRELVOIDSELEMENT", "", &format!("#{wall},#{hole}"));
                holes.push(hole);
            }
            let hole = holes[holes.len() / 2];
            let glass = match out {
                None => vec![radial(x, [-half, half], [-0.13, -0.07], span)],
                Some(out) => vec![
                    radial(x, [-half, half], [out - 0.05, out], span),
                    radial(x, [-half, 0.05 - half], [-0.1, out - 0.05], span),
                    radial(x, [half - 0.05, half], [-0.1, out - 0.05], span),
                ],
            };
            if let Some(out) = out {
                for low in [z + 0.4, z + 2.4] {
                    s.product("IFCSLAB", "飘窗板", Some(level), &[radial(x, [-half, half], [0.0, out], [low, low + 0.1])], ",$,.FLOOR.");
                }
            }
            s.window(level, if out.is_some() { "飘窗" } else { "C1519" }, &glass, Some(hole));
        }
        for (name, from, to) in [("客厅", 0.2, 5.9), ("主卧", 6.1, 11.8)] {
            let ring = arc(inner, from, to).into_iter().chain([[to, 9.8], [from, 9.8]]).collect();
            s.room(level, name, Body::Prism(ring, z, top));
        }
    }
    survey(&s.file(), &[])
}

fn number(subject: &Subject, quantity: &str) -> f64 {
    subject.number(quantity).unwrap_or_else(|| panic!("{} has no {quantity}: {:?}", subject.name, subject.gaps))
}

#[test]
fn areas_windows_and_facade_shares_of_a_curved_facade_are_those_of_the_arc() {
    let sheet = house(None);
    for storey in sheet.of_kind(SubjectKind::Storey).filter(|storey| storey.text("use") == Some("dwelling")) {
        let want = 120.0 + bulge(RADIUS, 0.0, 12.0);
        assert!((number(storey, "floor_area") - want).abs() < want / 1000.0, "{}: {}", storey.name, number(storey, "floor_area"));
    }
    for room in sheet.of_kind(SubjectKind::Space) {
        let want = 5.7 * 9.8 + if room.name.contains("客厅") { bulge(RADIUS - 0.2, 0.2, 5.9) } else { bulge(RADIUS - 0.2, 6.1, 11.8) };
        assert!((number(room, "net_area") - want).abs() < want / 1000.0, "{}: {}", room.name, number(room, "net_area"));
    }
    let windows: Vec<&Subject> = sheet.of_kind(SubjectKind::Window).collect();
    assert_eq!(windows.len(), 4);
    for (window, width) in windows.iter().zip([1.5, 2.4, 1.5, 2.4]) {
        assert!((number(window, "width") - width).abs() < 0.001, "{}", number(window, "width"));
        assert_eq!((window.claim("is_bay_window"), window.claim("is_external")), (Some(false), Some(true)));
    }
    // a painted façade on an arc is as large as its arc: it must not vanish beside the straight granite walls
    let angle = (6.0_f64 / RADIUS).asin();
    let end = on_arc(RADIUS - 0.2, 0.0)[1];
    let painted = HIGH * (2.0 * RADIUS * angle + 2.0 * end) - 1.9 * (1.5 + 2.4);
    let granite = HIGH * (2.0 * (10.0 - end) + 12.0);
    let share = number(sheet.of_kind(SubjectKind::Building).next().unwrap(), "facade_material_ratio");
    assert!((share - granite / (granite + painted)).abs() < 0.01, "{share}, {}", granite / (granite + painted));
}

#[test]
fn a_bay_window_on_an_arc_is_measured_along_the_tangent() {
    let sheet = house(Some(0.7));
    let bays: Vec<&Subject> = sheet.of_kind(SubjectKind::BayWindow).collect();
    assert_eq!(bays.len(), 2);
    for bay in bays {
        // between the panes of 50 mm; projection before the face at the middle of the opening
        for (quantity, want) in [("clear_width", 2.3), ("projection", 0.7), ("sill_height", 0.5)] {
            let got = number(bay, quantity);
            assert!((got - want).abs() < 0.002, "{quantity}: {got}, want {want}");
        }
    }
}

#[test]
fn a_room_behind_an_arc_is_as_wide_as_its_cross_walls_stand_apart() {
    for pieces in [None, Some(8), Some(12), Some(24)] {
        let sheet = built(Some(0.7), pieces, true);
        for room in sheet.of_kind(SubjectKind::Space).filter(|room| room.name.contains("主卧")) {
            for (quantity, want) in [("bay_width_clear", 5.7), ("bay_width_axis", 5.9)] {
                assert!((number(room, quantity) - want).abs() < 0.001, "{pieces:?} {quantity}: {}", number(room, quantity));
            }
        }
    }
}

#[test]
fn a_bay_window_in_a_wall_of_short_pieces_is_as_wide_as_its_panes_stand_apart() {
    for pieces in [8, 12, 24] {
        for all_cut in [true, false] {
            let sheet = built(Some(0.7), Some(pieces), all_cut);
            let bays: Vec<&Subject> = sheet.of_kind(SubjectKind::BayWindow).collect();
            assert_eq!(bays.len(), 2, "{pieces} {all_cut}");
            for bay in bays {
                for (quantity, want) in [("clear_width", 2.3), ("sill_height", 0.5), ("width_ratio_axis", 2.3 / 5.9)] {
                    let got = number(bay, quantity);
                    assert!((got - want).abs() < 0.001, "{pieces} {all_cut} {quantity}: {got}, want {want}");
                }
                // before the chord of the piece at its middle, which lies behind the arc by up to 24 mm (8 pieces)
                let projection = number(bay, "projection");
                assert!(projection > 0.699 && projection < 0.7 + 0.024, "{pieces} {all_cut}: {projection}");
            }
        }
    }
}
