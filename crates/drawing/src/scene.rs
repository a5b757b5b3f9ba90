//! The neutral scene: bodies with roles, dimensions, and what is cut away.

use haofang_geometry::{Extent, Mesh};
use std::sync::Arc;

/// What a body is in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What the issue is about: red.
    Culprit,
    /// What was counted: in its own colour.
    Counted,
    /// What stands around: light grey, see-through where it hides the others.
    Context,
}

/// A body in the scene.
#[derive(Debug, Clone)]
pub struct Item {
    /// The body; items that share one are written once to glTF.
    pub mesh: Arc<Mesh>,
    /// Where it is placed: rows of a 3 × 4 matrix (metres); `None` when the mesh is in the world already.
    pub placement: Option<[[f64; 4]; 3]>,
    /// Colour as red, green, blue.
    pub colour: [u8; 3],
    /// Opacity from 0 to 1; glTF only.
    pub opacity: f64,
    /// Its part in the picture.
    pub role: Role,
    /// GlobalId of the product.
    pub guid: Option<String>,
    /// Class of the product, for example `IfcWall`.
    pub class: Option<String>,
    /// Name for people.
    pub name: Option<String>,
}

impl Item {
    /// An opaque body in world coordinates.
    pub fn new(mesh: impl Into<Arc<Mesh>>, role: Role, colour: [u8; 3]) -> Item {
        Item { mesh: mesh.into(), placement: None, colour, opacity: 1.0, role, guid: None, class: None, name: None }
    }

    /// With the identity of its product.
    pub fn of_product(mut self, guid: Option<&str>, class: &str, name: Option<&str>) -> Item {
        self.guid = guid.map(str::to_owned);
        self.class = Some(class.to_owned());
        self.name = name.map(str::to_owned);
        self
    }

    /// A corner of the mesh in the world.
    pub(crate) fn world(&self, p: [f64; 3]) -> [f64; 3] {
        match &self.placement {
            None => p,
            Some(rows) => rows.map(|r| r[0] * p[0] + r[1] * p[1] + r[2] * p[2] + r[3]),
        }
    }

    /// Box around the placed body: the finite corners of its triangles, all corners when it has none.
    pub fn extent(&self) -> Extent {
        let used = self.mesh.triangles.iter().flatten().filter_map(|i| self.mesh.positions.get(*i as usize));
        let extent = self.extent_of(used);
        if extent.is_empty() { self.extent_of(self.mesh.positions.iter()) } else { extent }
    }

    fn extent_of<'a>(&self, corners: impl Iterator<Item = &'a [f64; 3]>) -> Extent {
        let mut extent = Extent::EMPTY;
        for p in corners {
            let p = self.world(*p);
            if p.iter().all(|v| v.is_finite()) {
                extent.add(p);
            }
        }
        extent
    }
}

/// A measured length to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// One end (m, world).
    pub from: [f64; 3],
    /// The other end.
    pub to: [f64; 3],
    /// The measured number with its unit, for example `3.050 m`.
    pub text: String,
    /// Drawn in red.
    pub culprit: bool,
}

/// Everything outside of these heights is cut away (m).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clip {
    /// Lowest height shown.
    pub bottom: f64,
    /// Highest height shown.
    pub top: f64,
}

/// What a snapshot or a glTF file shows.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    /// The bodies.
    pub items: Vec<Item>,
    /// Lengths drawn into snapshots.
    pub dimensions: Vec<Dimension>,
    /// A storey cut out of the building.
    pub clip: Option<Clip>,
}

impl Scene {
    /// Box around the bodies of a role, cut by the clip.
    pub fn extent_of(&self, role: Role) -> Extent {
        self.extent_where(|item| item.role == role)
    }

    /// Box around what the camera should show: the culprits, else what was counted, else everything.
    pub fn focus(&self) -> Extent {
        let roles = [Role::Culprit, Role::Counted, Role::Context];
        let found = roles.map(|role| self.extent_of(role)).into_iter().find(|e| !e.is_empty());
        let mut focus = found.unwrap_or(Extent::EMPTY);
        for end in self.dimensions.iter().flat_map(|d| [d.from, d.to]) {
            if end.iter().all(|v| v.is_finite()) {
                focus.add(end);
            }
        }
        focus
    }

    fn extent_where(&self, keep: impl Fn(&Item) -> bool) -> Extent {
        let boxes = self.items.iter().filter(|item| keep(item)).map(Item::extent).filter(|e| !e.is_empty());
        let whole = boxes.fold(Extent::EMPTY, |all, e| all.merge(&e));
        match self.clip {
            Some(clip) if !whole.is_empty() => {
                let mut cut = whole;
                cut.min[2] = cut.min[2].max(clip.bottom).min(clip.top);
                cut.max[2] = cut.max[2].min(clip.top).max(clip.bottom);
                cut
            }
            _ => whole,
        }
    }
}
