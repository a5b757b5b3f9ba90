//! The site: boundary, green of several kinds, and what the rules count of it.

use super::build::Build;
use crate::guid::global_id;
use crate::plane::{Outline, P2, Stand};
use crate::scene::{Class, Home, Prop, Solid, Thing};
use crate::style::GreenCarrier;

/// Kind of a green area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GreenKind {
    /// 集中绿地
    Concentrated,
    /// 绿地
    Ordinary,
    /// 宅旁绿地
    BuildingSide,
    /// 屋顶绿化: on a roof, never in the ground total.
    Roof,
    /// 垂直绿化 on a wall that faces south: the rectangle is the western end of the wall's face in plan, its length and its height.
    Wall,
}

impl GreenKind {
    /// Whether it lies on the ground.
    pub(super) fn on_ground(self) -> bool {
        !matches!(self, Self::Roof | Self::Wall)
    }
}

/// Shape of a green area (m, site frame).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GreenShape {
    /// South-west corner, width, depth.
    Rect(P2, f64, f64),
    /// Centre and radius.
    Circle(P2, f64),
    /// A rectangle with a half circle at its eastern end (south-west corner, width without the end, depth).
    Stadium(P2, f64, f64),
    /// A rectangle with an arm going north at its western side (corner, width, depth, arm width, arm length).
    Elbow(P2, f64, f64, f64, f64),
}

impl GreenShape {
    fn area(self) -> f64 {
        use std::f64::consts::PI;
        match self {
            Self::Rect(_, w, d) => w * d,
            Self::Circle(_, r) => PI * r * r,
            Self::Stadium(_, w, d) => w * d + PI * d * d / 8.0,
            Self::Elbow(_, w, d, arm, length) => w * d + arm * length,
        }
    }

    /// What the 8 m opening leaves of it.
    fn wide(self, width: f64) -> f64 {
        match self {
            Self::Rect(_, w, d) | Self::Stadium(_, w, d) if w.min(d) < width => 0.0,
            Self::Circle(_, r) if 2.0 * r < width => 0.0,
            Self::Elbow(_, w, d, arm, _) if arm < width && w.min(d) >= width => w * d,
            other => other.area(),
        }
    }

    fn outline(self) -> Outline {
        match self {
            Self::Rect([x, y], w, d) => Outline::rect(x, y, x + w, y + d),
            Self::Circle(centre, r) => Outline::Circle(centre, r),
            Self::Stadium([x, y], w, d) => Outline::Path(vec![
                ([x, y], None),
                ([x + w, y], Some([x + w + d / 2.0, y + d / 2.0])),
                ([x + w, y + d], None),
                ([x, y + d], None),
            ]),
            Self::Elbow([x, y], w, d, arm, length) => {
                Outline::polygon(&[[x, y], [x + w, y], [x + w, y + d], [x + arm, y + d], [x + arm, y + d + length], [x, y + d + length]])
            }
        }
    }
}

/// One green area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Green {
    /// Kind.
    pub kind: GreenKind,
    /// Shape.
    pub shape: GreenShape,
    /// Part already covered by an earlier green, outside the site or under a building (m2, known from the parameters).
    pub lost: f64,
    /// Part within 1.0 m of a building (m2), lost to the counted area only.
    pub strip: f64,
}

impl Green {
    /// A green area that lies free.
    pub fn new(kind: GreenKind, shape: GreenShape) -> Self {
        Self { kind, shape, lost: 0.0, strip: 0.0 }
    }
}

/// The plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Corners of the boundary, anticlockwise (m).
    pub boundary: Vec<P2>,
    /// Whether the boundary is drawn (else its area must be declared).
    pub drawn: bool,
    /// Green areas.
    pub greens: Vec<Green>,
    /// Depth of soil modelled under the green, over the garage (m); none leaves the soil slab out.
    pub soil: Option<f64>,
}

impl Site {
    /// Area of the plot (m2).
    pub fn area(&self) -> f64 {
        crate::plane::area(&self.boundary)
    }

    fn sum(&self, wanted: impl Fn(&Green) -> bool, amount: impl Fn(&Green) -> f64) -> f64 {
        self.greens.iter().filter(|green| wanted(green)).map(amount).sum()
    }

    /// Ground green: union, clipped, without buildings (m2).
    pub fn green_area(&self) -> f64 {
        self.sum(|green| green.kind.on_ground(), |green| green.shape.area() - green.lost)
    }

    /// Ground green after the offset from buildings (m2).
    pub fn green_counted(&self) -> f64 {
        self.green_area() - self.sum(|green| green.kind.on_ground(), |green| green.strip)
    }

    /// Concentrated green at least 8 m wide (m2).
    pub fn concentrated_counted(&self) -> f64 {
        self.sum(|green| green.kind == GreenKind::Concentrated, |green| green.shape.wide(8.0) - green.lost)
    }

    /// Roof green (m2).
    pub fn roof_green(&self) -> f64 {
        self.sum(|green| green.kind == GreenKind::Roof, |green| green.shape.area())
    }

    /// Green on walls (m2 of wall).
    pub fn wall_green(&self) -> f64 {
        self.sum(|green| green.kind == GreenKind::Wall, |green| green.shape.area())
    }

    /// Level of the top of the green (m, ±0.000 of the buildings).
    const TOP: f64 = -0.3;

    /// Adds the site to the scene and the truth; `footprints` is the ground area of all buildings.
    pub(super) fn build(&self, b: &mut Build<'_>, footprints: f64, roof: Option<(usize, f64)>, garage: Option<([f64; 4], f64)>) {
        let key = b.scene.key.clone();
        if self.drawn {
            b.scene.boundary = Some(Outline::polygon(&self.boundary));
        }
        for (n, green) in self.greens.iter().enumerate() {
            self.green(b, &key, n, green, roof);
        }
        if let (Some(depth), Some(([x0, y0, x1, y1], _))) = (self.soil, garage) {
            let body = vec![Solid::cuboid([x0, x1], [y0, y1], [Self::TOP - depth, Self::TOP - 0.05])];
            let soil = Thing::new(format!("{key}/覆土"), Class::Slab("FLOOR"), "覆土层", Home::Site, Stand::default(), body);
            b.scene.put(soil.made_of("回填土"));
        }
        let (area, counted, concentrated) = (self.area(), self.green_counted(), self.concentrated_counted());
        let plain = self.greens.iter().all(|green| !matches!(green.shape, GreenShape::Elbow(..)) && green.strip == 0.0);
        let mut facts = b
            .truth
            .add("site", Some(global_id(&format!("{key}/site"))), None, "用地")
            .set("area", area)
            .set("green_area", self.green_area())
            .set("green_counted_area", counted)
            .set("green_ratio", counted / area)
            .set("concentrated_green_counted_area", concentrated)
            .set("concentrated_green_ratio", concentrated / area)
            .set("building_footprint_area", footprints)
            .set("building_coverage", footprints / area);
        if plain {
            facts = facts.set("concentrated_green_area", concentrated);
        }
        if self.roof_green() > 0.0 {
            facts = facts.set("roof_green_area", self.roof_green());
        }
        if self.wall_green() > 0.0 {
            facts = facts.set("vertical_green_area", self.wall_green());
        }
        let _ = facts;
    }

    fn green(&self, b: &mut Build<'_>, key: &str, n: usize, green: &Green, roof: Option<(usize, f64)>) {
        let (word, kind) = match green.kind {
            GreenKind::Concentrated => ("集中绿地", "concentrated"),
            GreenKind::Ordinary => ("绿地", "ordinary"),
            GreenKind::BuildingSide => ("宅旁绿地", "building_side"),
            GreenKind::Roof => ("屋顶绿化", "roof"),
            GreenKind::Wall => ("垂直绿化", "vertical"),
        };
        let (home, z) = match (green.kind, roof) {
            (GreenKind::Roof, Some((level, z))) => (Home::Storey(level), z),
            (GreenKind::Roof, None) => return,
            (GreenKind::Wall, _) => (Home::Site, 0.0),
            _ => (Home::Site, Self::TOP - 0.05),
        };
        let class = match b.style.green_carrier {
            GreenCarrier::Geographic => Class::Green,
            GreenCarrier::Slab => Class::Slab("NOTDEFINED"),
            GreenCarrier::Proxy | GreenCarrier::ProxyWithProperties => Class::Proxy,
        };
        let by_property = b.style.green_carrier == GreenCarrier::ProxyWithProperties;
        let thing_key = format!("{key}/绿地{n}");
        let name = if by_property { format!("LD-{:02}", n + 1) } else { word.to_owned() };
        let stand = match (home, roof) {
            (Home::Storey(level), _) => {
                let block = b.scene.blocks[b.scene.levels[level].block].stand.origin;
                Stand::at(-block[0], -block[1], z)
            }
            _ => Stand::at(0.0, 0.0, z),
        };
        let body = match green.shape {
            // on the wall: the plan's y is the height
            GreenShape::Rect([x, y], w, h) if green.kind == GreenKind::Wall => Solid::cuboid([x, x + w], [y - 0.1, y], [0.5, 0.5 + h]),
            shape => Solid::prism(shape.outline(), 0.0, 0.05),
        };
        let mut thing = Thing::new(thing_key.clone(), class, &name, home, stand, vec![body]);
        if by_property {
            let kind = if green.kind == GreenKind::Ordinary { "附属绿地" } else { word };
            let kind = if green.kind == GreenKind::Roof { "屋顶绿地" } else { kind };
            let text = |text: &str| Prop::Text(text.to_owned());
            thing = thing.pset("Pset_绿地信息属性集", vec![("类型", text("绿地")), ("绿地类型", text(kind))]);
        }
        b.scene.put(thing);
        let free = green.lost == 0.0 && green.strip == 0.0;
        let mut facts = b.truth.add("green_space", Some(global_id(&thing_key)), None, word).set("area", green.shape.area());
        if green.kind != GreenKind::Ordinary || !by_property {
            facts = facts.set("green_kind", kind);
        }
        if free && green.kind.on_ground() {
            facts = facts.set("counted_area", green.shape.area());
        }
        let _ = facts;
    }
}
