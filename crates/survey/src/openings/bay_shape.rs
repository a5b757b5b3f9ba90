//! Whether glazing stands out beyond its wall, by how much, and how wide the way into it is (CLAUSES NT-3.1-02).
//!
//! Pure plan geometry: it knows neither names nor IFC. Everything is seen from the wall: `s` runs along it, `t` outwards
//! from its outer finished face.

use std::cell::OnceCell;
use std::sync::Arc;

use haofang_geometry::measure::spans;
use haofang_geometry::plan::{Point2, Region, intersection, polygon, union};
use haofang_geometry::tolerance::{BAY_PROBE, PLAN_POINT, PLAN_SNAP};

/// A glazing plane nearer to the façade than this is a window with a deep frame, not a bay (m; CLAUSES NT-3.1-02, ALG 1).
pub(crate) const LEAST_PROJECTION: f64 = 0.30;
/// Glazing further out than this closes a balcony or a winter garden (m; same card).
pub(crate) const MOST_PROJECTION: f64 = 1.50;
/// Frames, sills and trims may stand before the façade by this much without being a bay (m).
const TRIM: f64 = 0.10;
/// How far beside a pane's foot the search for it goes: joints and frames between wall and pane (m).
const JOINT: f64 = 0.12;
/// Rays through one opening.
const RAYS: usize = 48;

/// A wall as seen from outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WallFrame {
    /// A point on the line of the outer finished face, opposite the middle of the opening.
    pub(crate) origin: Point2,
    /// Unit vector along the wall.
    pub(crate) along: Point2,
    /// Unit vector out of the building.
    pub(crate) outward: Point2,
    /// From the inner to the outer face (m).
    pub(crate) thickness: f64,
}

impl WallFrame {
    /// The plan point at `s` along and `t` outwards.
    pub(crate) fn point(&self, s: f64, t: f64) -> Point2 {
        self.origin + self.along * s + self.outward * t
    }

    /// Position along the wall and outwards of a plan point.
    pub(crate) fn local(&self, p: Point2) -> (f64, f64) {
        let d = p - self.origin;
        (d.x * self.along.x + d.y * self.along.y, d.x * self.outward.x + d.y * self.outward.y)
    }

    /// The rectangle of these ranges along and outwards.
    pub(crate) fn rectangle(&self, s: (f64, f64), t: (f64, f64)) -> Region {
        let corner = |s, t| {
            let p = self.point(s, t);
            [p.x, p.y]
        };
        polygon(&[corner(s.0, t.0), corner(s.1, t.0), corner(s.1, t.1), corner(s.0, t.1)])
    }

    /// Extent of a region along and outwards.
    pub(crate) fn extent(&self, region: &Region) -> Option<((f64, f64), (f64, f64))> {
        let mut points = region.iter().flat_map(|p| p.exterior().0.iter()).map(|p| self.local(*p));
        let first = points.next()?;
        Some(
            points.fold(((first.0, first.0), (first.1, first.1)), |(s, t), p| ((s.0.min(p.0), s.1.max(p.0)), (t.0.min(p.1), t.1.max(p.1)))),
        )
    }

    /// Covered pieces of the line parallel to the wall at distance `t`, as ranges of `s`.
    pub(crate) fn across(&self, region: &Region, t: f64) -> Vec<(f64, f64)> {
        spans(region, self.point(0.0, t), self.along)
    }

    /// Covered pieces of the line square to the wall at `s`, as ranges of `t`.
    pub(crate) fn outwards(&self, region: &Region, s: f64) -> Vec<(f64, f64)> {
        spans(region, self.point(s, 0.0), self.outward)
    }
}

/// A bay window as its plan at half its height shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BayShape {
    /// The clear way in, as a range along the wall (m).
    pub(crate) clear: (f64, f64),
    /// Outer finished façade face to outermost glazing face (m).
    pub(crate) projection: f64,
    /// Share of the opening before which the glazing stands out.
    pub(crate) share: f64,
}

impl BayShape {
    /// Clear width in m.
    pub(crate) fn width(&self) -> f64 {
        self.clear.1 - self.clear.0
    }
}

/// What the glazing of an opening is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Glazing {
    /// In the wall, recessed, or before it by no more than a trim.
    Flat {
        /// Outermost face before the façade (m, negative when recessed).
        projection: f64,
    },
    /// Stands out beyond the façade.
    Bay(BayShape),
    /// Stands out further than any bay: a closed balcony or a winter garden.
    TooDeep {
        /// How far it stands out (m).
        projection: f64,
    },
    /// No glazing is met on the way out.
    Nothing,
}

/// Panes that may belong together, as sections at one height.
pub(crate) struct Panes {
    parts: Vec<Arc<Region>>,
    whole: OnceCell<Region>,
}

impl Panes {
    pub(crate) fn new(parts: Vec<Arc<Region>>) -> Self {
        Self { parts, whole: OnceCell::new() }
    }

    /// All of them as one region; made when first asked for, as most windows are known to be flat without.
    pub(crate) fn whole(&self) -> &Region {
        self.whole.get_or_init(|| union(&self.parts))
    }

    /// The panes before a range of the wall.
    fn before(&self, frame: &WallFrame, range: (f64, f64)) -> Vec<&Region> {
        let meets = |part: &&Arc<Region>| frame.extent(part).is_some_and(|(s, _)| s.0 <= range.1 && s.1 >= range.0);
        self.parts.iter().filter(meets).map(|part| &**part).collect()
    }
}

/// Covered pieces of the line square to the wall at `s` over several regions; panes that touch are one piece.
fn outwards(panes: &[&Region], frame: &WallFrame, s: f64) -> Vec<(f64, f64)> {
    let mut all: Vec<(f64, f64)> = panes.iter().flat_map(|pane| frame.outwards(pane, s)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f64, f64)> = Vec::with_capacity(all.len());
    for (from, to) in all {
        match merged.last_mut() {
            Some(last) if from <= last.1 + PLAN_SNAP => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// The outermost point of the panes before a range of the wall, no further in and out than `depth`.
fn outermost(panes: &[&Region], frame: &WallFrame, range: (f64, f64), depth: (f64, f64)) -> f64 {
    // a neighbour's pane that only touches the range is not before it
    let (low, high) = (range.0 + PLAN_SNAP, range.1 - PLAN_SNAP);
    let mut most = f64::NEG_INFINITY;
    for ring in panes.iter().flat_map(|pane| pane.iter()).flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
        for pair in ring.0.windows(2) {
            let (a, b) = (frame.local(pair[0]), frame.local(pair[1]));
            let run = b.0 - a.0;
            // the part of the edge within the range
            let at = |s: f64| if run.abs() > PLAN_POINT { ((s - a.0) / run).clamp(0.0, 1.0) } else { 0.0 };
            if a.0.max(b.0) < low || a.0.min(b.0) > high {
                continue;
            }
            let ends = if run.abs() > PLAN_POINT { [at(low), at(high)] } else { [0.0, 1.0] };
            let [from, to] = ends.map(|share| a.1 + (b.1 - a.1) * share);
            if from.max(to) >= depth.0 && from.min(to) <= depth.1 {
                most = most.max(from.max(to).min(depth.1));
            }
        }
    }
    most
}

/// Judges the glazing before or in a wall opening.
///
/// `panes` and `obstacles` are sections at half the height of the window: all panes that belong together, and everything
/// solid (walls with their openings cut, side walls, columns, panes), which only a bay asks for. `opening` is the range along
/// the wall in which the way out is looked for; `room` the range between the cross walls of the room behind, where known.
pub(crate) fn judge<'o>(
    panes: &Panes,
    obstacles: impl FnOnce() -> &'o Region,
    frame: &WallFrame,
    opening: (f64, f64),
    room: Option<(f64, f64)>,
) -> Glazing {
    let inside = -frame.thickness;
    let before = panes.before(frame, opening);
    let (mut met, mut out) = (0_usize, 0_usize);
    for ray in 0..RAYS {
        let s = opening.0 + (opening.1 - opening.0) * (ray as f64 + 0.5) / RAYS as f64;
        let first = outwards(&before, frame, s).into_iter().find(|span| span.1 > inside - JOINT);
        let Some((near, far)) = first else { continue };
        if near > MOST_PROJECTION * 2.0 {
            continue;
        }
        met += 1;
        // panes start where the façade ends; a pane in the wall ends before it
        if near >= -PLAN_POINT && far > TRIM {
            out += 1;
        }
    }
    if met * 4 < RAYS {
        return Glazing::Nothing;
    }
    let depth = (inside - 1.0, MOST_PROJECTION * 2.0);
    let share = out as f64 / met as f64;
    let rough = outermost(&before, frame, opening, depth);
    if share < 0.5 || rough < LEAST_PROJECTION - TRIM / 10.0 {
        return Glazing::Flat { projection: rough };
    }
    let reach = |region: &Region| frame.extent(region).map_or(f64::NEG_INFINITY, |(_, t)| t.1);
    let projection = reach(&intersection(panes.whole(), &frame.rectangle(opening, depth)));
    if projection < LEAST_PROJECTION - PLAN_POINT {
        return Glazing::Flat { projection };
    }
    if projection > MOST_PROJECTION + PLAN_POINT {
        return Glazing::TooDeep { projection };
    }
    let clear = way_in(obstacles(), frame, opening, projection, room);
    Glazing::Bay(BayShape { clear, projection, share })
}

/// The clear range in the plane of the wall: between its jambs, between the panes or side walls where these begin, and within
/// the room. A corner bay has no jamb at the corner: there the room's own side wall bounds it.
fn way_in(obstacles: &Region, frame: &WallFrame, opening: (f64, f64), projection: f64, room: Option<(f64, f64)>) -> (f64, f64) {
    let middle = 0.5 * (opening.0 + opening.1);
    let far = 20.0;
    let gap = |t: f64| -> (f64, f64) {
        let covered = frame.across(obstacles, t);
        if covered.iter().any(|(a, b)| *a < middle && *b > middle) {
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        let low = covered.iter().map(|c| c.1).filter(|b| *b <= middle).fold(f64::NEG_INFINITY, f64::max);
        let high = covered.iter().map(|c| c.0).filter(|a| *a >= middle).fold(f64::INFINITY, f64::min);
        (low, high)
    };
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    // the jambs, anywhere in the wall's thickness
    for share in [0.1, 0.35, 0.65, 0.9] {
        let (a, b) = gap(-frame.thickness * share);
        low = low.max(a);
        high = high.min(b);
    }
    // the panes, carried back to the plane of the façade from where they begin
    let steps = (JOINT / BAY_PROBE) as usize;
    let last = (projection - 2.0 * BAY_PROBE).max(0.0);
    let mut sides = (None, None);
    for step in 1..=steps {
        let t = BAY_PROBE * step as f64;
        if t > last || (sides.0.is_some() && sides.1.is_some()) {
            break;
        }
        let (near, next) = (gap(t), gap(t + BAY_PROBE));
        let carried = |a: f64, b: f64| (a.is_finite() && b.is_finite() && (b - a).abs() < JOINT).then(|| a - (b - a) / BAY_PROBE * t);
        sides.0 = sides.0.or_else(|| carried(near.0, next.0));
        sides.1 = sides.1.or_else(|| carried(near.1, next.1));
    }
    // a side wall far beside the jamb is a neighbour's; panes begin within the opening or at its edge
    low = low.max(sides.0.unwrap_or(f64::NEG_INFINITY));
    high = high.min(sides.1.unwrap_or(f64::INFINITY));
    if let Some((from, to)) = room {
        low = low.max(from);
        high = high.min(to);
    }
    if !low.is_finite() || low < -far {
        low = opening.0;
    }
    if !high.is_finite() || high > far {
        high = opening.1;
    }
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_geometry::plan::rectangle;

    /// A wall 0.26 m thick along X, its outer face at y = 0, the outside below; the opening between two x.
    fn frame() -> WallFrame {
        WallFrame {
            origin: Point2 { x: 0.0, y: 0.0 },
            along: Point2 { x: 1.0, y: 0.0 },
            outward: Point2 { x: 0.0, y: -1.0 },
            thickness: 0.26,
        }
    }

    fn wall(half: f64) -> Vec<Region> {
        vec![rectangle([-3.0, 0.0], [-half, 0.26]), rectangle([half, 0.0], [3.0, 0.26])]
    }

    fn shape(glass: Vec<Region>, solids: Vec<Region>, half: f64) -> Glazing {
        let obstacles = union(&[glass.clone(), solids].concat());
        judge(&panes(glass), || &obstacles, &frame(), (-half, half), Some((-1.72, 1.72)))
    }

    fn panes(glass: Vec<Region>) -> Panes {
        Panes::new(glass.into_iter().map(Arc::new).collect())
    }

    fn bay(found: Glazing) -> BayShape {
        match found {
            Glazing::Bay(shape) => shape,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_glass_box_family_is_a_bay_between_its_side_panes() {
        let glass =
            vec![rectangle([-1.24, -0.6], [-1.19, 0.0]), rectangle([1.19, -0.6], [1.24, 0.0]), rectangle([-1.24, -0.6], [1.24, -0.55])];
        let found = bay(shape(glass, wall(1.19), 1.19));
        assert!((found.width() - 2.38).abs() < 1e-6 && (found.projection - 0.6).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn panes_inside_a_wider_opening_bound_the_way_in() {
        let glass = vec![rectangle([-1.1, -0.6], [-1.05, 0.0]), rectangle([1.05, -0.6], [1.1, 0.0]), rectangle([-1.1, -0.6], [1.1, -0.55])];
        let found = bay(shape(glass, wall(1.2), 1.2));
        assert!((found.width() - 2.1).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn a_window_set_out_between_side_walls_is_a_bay() {
        let glass = vec![rectangle([-1.35, -0.6], [1.35, -0.53])];
        let sides = vec![rectangle([-1.45, -0.6], [-1.35, 0.0]), rectangle([1.35, -0.6], [1.45, 0.0])];
        let found = bay(shape(glass, [wall(1.35), sides].concat(), 1.35));
        assert!((found.width() - 2.7).abs() < 1e-6 && (found.projection - 0.6).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn a_trapezoid_bay_is_as_wide_as_its_mouth() {
        // side panes at 45° with parallel faces 0.05 m apart
        let d = 0.05 * std::f64::consts::SQRT_2;
        let glass = vec![
            polygon(&[[-1.2, 0.0], [-0.6, -0.6], [-0.6 - d, -0.6], [-1.2 - d, 0.0]]),
            polygon(&[[1.2, 0.0], [0.6, -0.6], [0.6 + d, -0.6], [1.2 + d, 0.0]]),
            rectangle([-0.6 - d, -0.65], [0.6 + d, -0.6]),
        ];
        let found = bay(shape(glass, wall(1.2), 1.2));
        assert!((found.width() - 2.4).abs() < 1e-3 && (found.projection - 0.65).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn a_curved_bay_is_as_wide_as_its_mouth() {
        // an arc over a chord of 2.4 m with 0.6 m rise: radius 1.5 m
        let arc = |radius: f64| -> Vec<[f64; 2]> {
            (0..=200)
                .map(|i| {
                    let angle = std::f64::consts::PI * (1.0 + i as f64 / 200.0);
                    [radius * angle.cos(), 0.9 + radius * angle.sin()]
                })
                .collect()
        };
        let mut ring = arc(1.5);
        ring.extend(arc(1.55).into_iter().rev());
        let glass = haofang_geometry::plan::intersection(&polygon(&ring), &rectangle([-3.0, -2.0], [3.0, 0.0]));
        let found = bay(shape(vec![glass], wall(1.2), 1.2));
        assert!((found.width() - 2.4).abs() < 1e-3 && (found.projection - 0.65).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn flat_recessed_trimmed_and_finned_windows_are_no_bays() {
        let pane = || rectangle([-0.9, 0.07], [0.9, 0.14]);
        let fins = || vec![rectangle([-1.0, -0.6], [-0.9, 0.0]), rectangle([0.9, -0.6], [1.0, 0.0])];
        let trims = || vec![rectangle([-1.0, -0.12], [-0.85, 0.14]), rectangle([0.85, -0.12], [1.0, 0.14])];
        for (glass, solids) in [
            (vec![pane()], vec![]),
            (vec![pane()], fins()),
            ([vec![pane()], trims()].concat(), vec![]),
            (vec![rectangle([-0.9, -0.2], [0.9, -0.15])], fins()),
        ] {
            assert!(matches!(shape(glass, [wall(0.9), solids].concat(), 0.9), Glazing::Flat { .. }));
        }
    }

    #[test]
    fn a_shutter_box_before_a_flat_pane_stays_flat() {
        let glass = vec![rectangle([-0.9, 0.07], [0.9, 0.14]), rectangle([-0.9, -0.4], [0.9, -0.35])];
        assert!(matches!(shape(glass, wall(0.9), 0.9), Glazing::Flat { .. }));
    }

    #[test]
    fn balcony_glazing_far_before_the_wall_is_too_deep() {
        let glass = vec![rectangle([-1.5, -1.8], [1.5, -1.7])];
        assert!(matches!(shape(glass, wall(1.5), 1.5), Glazing::TooDeep { .. }));
    }

    #[test]
    fn one_leg_of_a_corner_bay_runs_from_the_rooms_side_wall_to_the_far_jamb() {
        // no wall right of x = -0.5; the room's side face at x = 1.72; glazing turns round the corner at x = 2.58
        let glass =
            vec![rectangle([-0.55, -0.6], [-0.5, 0.0]), rectangle([-0.55, -0.6], [2.58, -0.55]), rectangle([2.53, -0.6], [2.58, 1.5])];
        let solids = vec![rectangle([-3.0, 0.0], [-0.5, 0.26])];
        let obstacles = union(&[glass.clone(), solids].concat());
        let found = bay(judge(&panes(glass), || &obstacles, &frame(), (-0.5, 1.72), Some((-1.72, 1.72))));
        assert!((found.width() - 2.22).abs() < 1e-6 && (found.projection - 0.6).abs() < 1e-6, "{found:?}");
    }
}
