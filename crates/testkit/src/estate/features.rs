//! Small things on the site that are known by their names: canopies, play areas, charging posts, cabinets.

use super::build::Build;
use super::residential::claim;
use crate::plane::Stand;
use crate::scene::{Class, Home, Solid, Thing};

/// What carries a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An IfcSpace on the site.
    Area,
    /// An IfcBuildingElementProxy.
    Object,
    /// An IfcSlab.
    Slab,
    /// An IfcStair.
    Stair,
}

impl Form {
    pub(super) fn class(self) -> Class {
        match self {
            Self::Area => Class::Space("EXTERNAL"),
            Self::Object => Class::Proxy,
            Self::Slab => Class::Slab("ROOF"),
            Self::Stair => Class::Stair,
        }
    }
}

/// A named box on the site.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its name, by which it is recognised.
    pub name: &'static str,
    /// Its carrier.
    pub form: Form,
    /// South-west corner and level of its underside (m, site frame, above ±0.000 of the buildings).
    pub at: [f64; 3],
    /// Width, depth, height (m).
    pub size: [f64; 3],
    /// Authored FAR coefficient.
    pub claim: Option<f64>,
}

impl Feature {
    /// A feature without an authored coefficient.
    pub fn new(name: &'static str, form: Form, at: [f64; 3], size: [f64; 3]) -> Self {
        Self { name, form, at, size, claim: None }
    }

    /// The key of its thing, from which its GlobalId follows.
    pub fn key(&self, estate: &str) -> String {
        format!("{estate}/{}", self.name)
    }

    pub(super) fn build(&self, b: &mut Build<'_>) {
        let (key, [x, y, z], [w, d, h]) = (self.key(&b.scene.key), self.at, self.size);
        let class = self.form.class();
        let body = vec![Solid::cuboid([0.0, w], [0.0, d], [0.0, h])];
        b.scene.put(claim(Thing::new(key, class, self.name, Home::Site, Stand::at(x, y, z), body), self.claim));
    }
}
