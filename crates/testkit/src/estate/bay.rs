//! Bay windows (飘窗) in the ways offices model them, and windows that only look or sound like bays.

use super::plan::{OUTER_IN, OUTER_OUT};
use crate::plane::{Outline, Stand};
use crate::scene::{Class, Home, Solid, Thing};

/// Which room of the dwelling has the bay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BayRoom {
    /// 主卧, on the south side.
    Master,
    /// 次卧, on the north side.
    Second,
    /// 书房, on the south side.
    Study,
}

/// How it is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BayForm {
    /// One window family with front and side panes beyond the façade, sill and head slab of its own.
    Family,
    /// As `Family`, sill and head as IfcSlab.
    FamilyAndSlabs,
    /// Two projecting slabs, two side walls and a flat window set out between them.
    SlabsAndSideWalls,
    /// As `Family`, and an IfcSpace named 飘窗.
    NamedSpace,
    /// A window family whose front pane is narrower than the opening.
    Trapezoid,
    /// Around the corner of the building (main bedrooms at its ends; others get flat windows): two windows, one a leg.
    Corner,
    /// Not a bay: a flat window with the mark TC1821.
    FlatNamedAsBay,
}

/// A bay window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bay {
    /// The room.
    pub room: BayRoom,
    /// The modelling.
    pub form: BayForm,
    /// 净宽 between the side panes or walls in the plane of the wall (m).
    pub clear_width: f64,
    /// From the finished façade to the outermost glazing (m).
    pub projection: f64,
    /// Sill above the finished floor (m).
    pub sill: f64,
    /// From the sill to the soffit (m).
    pub height: f64,
}

impl Default for Bay {
    fn default() -> Self {
        Self { room: BayRoom::Master, form: BayForm::Family, clear_width: 2.5, projection: 0.6, sill: 0.5, height: 1.9 }
    }
}

/// Thickness of panes (m).
pub(super) const PANE: f64 = 0.06;
/// Thickness of sill and head slabs and of side walls (m).
const SLAB: f64 = 0.1;

impl Bay {
    /// Whether it is one.
    pub fn is_bay(&self) -> bool {
        self.form != BayForm::FlatNamedAsBay
    }

    /// Mark of the window: TC, width and height in decimetres.
    pub(super) fn mark(&self) -> String {
        match self.form {
            BayForm::FlatNamedAsBay => "TC1821".into(),
            _ => format!("TC{:02}{:02}", (self.clear_width * 10.0).round() as u32, (self.height * 10.0).round() as u32),
        }
    }

    /// Outer clear width as the window object states it and its body, in the frame of the opening (x along the wall, −y outside).
    pub(super) fn window_body(&self) -> Vec<Solid> {
        let (w, h, face) = (self.clear_width, self.height, -OUTER_OUT);
        let front = face - self.projection;
        match self.form {
            BayForm::FlatNamedAsBay | BayForm::Corner => vec![Solid::cuboid([0.0, w], [-PANE / 2.0, PANE / 2.0], [0.0, h])],
            BayForm::SlabsAndSideWalls => vec![Solid::cuboid([0.0, w], [front, front + PANE], [0.0, h])],
            BayForm::Trapezoid => {
                let cut = self.projection / 2.0;
                let pane = |points: &[[f64; 2]]| Solid::prism(Outline::polygon(points), 0.0, h);
                vec![
                    pane(&[[cut, front], [w - cut, front], [w - cut, front + PANE], [cut, front + PANE]]),
                    pane(&[[-PANE, face], [cut - PANE, front], [cut, front], [0.0, face]]),
                    pane(&[[w, face], [w - cut, front], [w - cut + PANE, front], [w + PANE, face]]),
                ]
            }
            BayForm::Family | BayForm::FamilyAndSlabs | BayForm::NamedSpace => {
                let mut body = vec![
                    Solid::cuboid([-PANE, w + PANE], [front, front + PANE], [0.0, h]),
                    Solid::cuboid([-PANE, 0.0], [front + PANE, face], [0.0, h]),
                    Solid::cuboid([w, w + PANE], [front + PANE, face], [0.0, h]),
                ];
                if self.form != BayForm::FamilyAndSlabs {
                    body.extend(self.plates(PANE));
                }
                body
            }
        }
    }

    /// A leg of a corner bay whose hole is `hole` long: the far jamb at local x = `hole`, the corner of the building at
    /// x = `corner` (≤ 0); `mirrored` turns it round. The other leg's panes begin `shorter` before the outermost corner.
    pub(super) fn corner_body(&self, hole: f64, corner: f64, shorter: f64, mirrored: bool) -> Vec<Solid> {
        let (h, face) = (self.height, -OUTER_OUT);
        let front = face - self.projection;
        let flip = |x: [f64; 2]| if mirrored { [hole - x[1], hole - x[0]] } else { x };
        let start = corner - self.projection + shorter;
        let edge = if shorter == 0.0 { start } else { corner };
        let plate = |z: f64| Solid::cuboid(flip([edge, hole + PANE]), [front, face], [z, z + SLAB]);
        vec![
            Solid::cuboid(flip([start, hole + PANE]), [front, front + PANE], [0.0, h]),
            Solid::cuboid(flip([hole, hole + PANE]), [front + PANE, face], [0.0, h]),
            plate(-SLAB),
            plate(h),
        ]
    }

    /// Sill and head plate reaching `beside` beyond the clear width.
    fn plates(&self, beside: f64) -> [Solid; 2] {
        let (x, y) = ([-beside, self.clear_width + beside], [-OUTER_OUT - self.projection, -OUTER_OUT]);
        [Solid::cuboid(x, y, [-SLAB, 0.0]), Solid::cuboid(x, y, [self.height, self.height + SLAB])]
    }

    /// The things beside the window, with the stand of the opening.
    pub(super) fn companions(&self, key: &str, home: Home, stand: Stand, facade: &'static str) -> Vec<Thing> {
        let (w, h, face) = (self.clear_width, self.height, -OUTER_OUT);
        let slab = |n: &str, name: &str, body: Solid| {
            Thing::new(format!("{key}/{n}"), Class::Slab("FLOOR"), name, home, stand, vec![body]).made_of("钢筋混凝土")
        };
        match self.form {
            BayForm::FamilyAndSlabs => {
                let [sill, head] = self.plates(PANE);
                vec![slab("sill", "飘窗板", sill), slab("head", "飘窗顶板", head)]
            }
            BayForm::SlabsAndSideWalls => {
                let [sill, head] = self.plates(SLAB);
                let side = |n: &str, x: f64| {
                    let body = Solid::cuboid([x, x + SLAB], [face - self.projection, face], [0.0, h]);
                    Thing::new(format!("{key}/{n}"), Class::Wall, "飘窗侧墙", home, stand, vec![body]).made_of(facade)
                };
                vec![slab("sill", "飘窗板", sill), slab("head", "飘窗顶板", head), side("west", -SLAB), side("east", w)]
            }
            BayForm::NamedSpace => {
                let body = Solid::cuboid([0.0, w], [face - self.projection + PANE, OUTER_IN], [0.0, h]);
                let mut space = Thing::new(format!("{key}/space"), Class::Space("INTERNAL"), "", home, stand, vec![body]);
                space.room = Some(crate::scene::RoomTag { label: "飘窗".into(), number: "PC".into(), dwelling: None });
                vec![space]
            }
            _ => Vec::new(),
        }
    }
}
