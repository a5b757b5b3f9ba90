//! IFC to shapes: the only place where the file's units are multiplied in and its entities are read. What cannot be read is
//! named with its instance.

mod alignment;
mod boolean;
mod brep;
mod curve;
mod facets;
mod item;
pub mod look;
mod placement;
mod planar;
mod product;
mod profile;
pub mod reach;
mod read;
mod recent;
mod sectioned;
mod surface;
mod sweep;
pub mod unsupported;

use crate::curve::{Curve, Precision};
use crate::frame::Frame;
use crate::lower::unsupported::{Reason, Unsupported};
use crate::profile::Profile;
use crate::shape::Shape;
use crate::solid::Part;
use haofang_ifc::{Entity, InstanceId, Model, Units};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock, RwLock};

/// How deep references may nest. Real models stay below ten; deeper means a circle.
pub(crate) const DEPTH: u8 = 40;

/// A mapped representation as it was made the first time.
type Made = Result<Arc<Vec<Part>>, Unsupported>;

/// Reads the shapes of one model. Repeated shapes (mapped items), placements and profiles are made once and shared; it may be used
/// from several threads.
pub struct Shapes<'m> {
    model: &'m Model,
    /// Tells it from all other readers.
    number: u64,
    length: f64,
    angle: f64,
    precision: Precision,
    maps: RwLock<FxHashMap<InstanceId, Made>>,
    placements: RwLock<FxHashMap<InstanceId, Frame>>,
    boxes: RwLock<FxHashMap<InstanceId, Option<reach::Reach>>>,
    profiles: RwLock<FxHashMap<InstanceId, Arc<Profile>>>,
    styles: OnceLock<look::Styles>,
}

impl<'m> Shapes<'m> {
    /// For measuring: arcs within 0.2 mm. Fails if the model states no usable length unit.
    pub fn new(model: &'m Model) -> Result<Shapes<'m>, Unsupported> {
        Shapes::with(model, model.units(), Precision::default())
    }

    /// With a chosen fineness of arcs.
    pub fn with(model: &'m Model, units: &Units, precision: Precision) -> Result<Shapes<'m>, Unsupported> {
        let unit = |_| Unsupported { entity: "IfcProject".into(), id: InstanceId(0), reason: Reason::Unit };
        Ok(Shapes {
            model,
            number: recent::number(),
            length: *units.length.as_ref().map_err(unit)?,
            // Without an angle unit SI's radian holds; a contradictory one is the unit reader's finding.
            angle: *units.plane_angle.as_ref().unwrap_or(&1.0),
            precision,
            maps: RwLock::default(),
            placements: RwLock::default(),
            boxes: RwLock::default(),
            profiles: RwLock::default(),
            styles: OnceLock::new(),
        })
    }

    /// The model read.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// Body of a product in world metres, openings cut out. A product without a body of its own is the sum of its parts.
    pub fn shape(&self, product: Entity<'m>) -> Result<Shape, Unsupported> {
        product::shape(self, product, true)
    }

    /// Body of a product in world metres as drawn, openings not cut out.
    pub fn shape_gross(&self, product: Entity<'m>) -> Result<Shape, Unsupported> {
        product::shape(self, product, false)
    }

    /// A box in world metres that surely holds the product's body, found without making the body; `None` for kinds of
    /// bodies of which only the shape tells, and where anything is wrong with it.
    pub fn reach(&self, product: Entity<'m>) -> Option<reach::Reach> {
        reach::reach(self, product)
    }

    /// The heights of a few points of the product's body in world metres, found without making the body.
    pub fn heights(&self, product: Entity<'m>) -> reach::Heights {
        reach::heights(self, product)
    }

    /// Whether the product's body plainly has a point below a height in world metres, found without making the body;
    /// `false` where only the shape tells.
    pub fn has_point_below(&self, product: Entity<'m>, height: f64) -> bool {
        reach::has_point_below(self, product, height)
    }

    /// As [`Self::has_point_below`], above a height.
    pub fn has_point_above(&self, product: Entity<'m>, height: f64) -> bool {
        reach::has_point_above(self, product, height)
    }

    /// The colour that the model gives the product, if it gives the whole of its body one.
    pub fn look(&self, product: Entity<'m>) -> Option<look::Look> {
        look::look(self, product)
    }

    /// Where a product's own coordinates lie in the world.
    pub fn placement(&self, product: Entity<'m>) -> Result<Frame, Unsupported> {
        placement::world(self, product)
    }

    /// The axis curve of a wall (its `Axis` representation) in world metres.
    pub fn axis(&self, product: Entity<'m>) -> Option<Curve> {
        planar::axis(self, product)
    }

    /// Curves that outline a product in plan, in world metres: from FootPrint, Plan, Annotation and curve representations.
    /// Sites and green areas often have nothing else.
    pub fn footprint(&self, product: Entity<'m>) -> Vec<Curve> {
        planar::footprint(self, product)
    }

    /// The area those curves enclose; `None` if they enclose none.
    pub fn footprint_region(&self, product: Entity<'m>) -> Option<crate::profile::Profile> {
        planar::region(self, product)
    }
}

/// Body of a product in world metres, openings cut out; for many products use [`Shapes`], which makes repeated shapes once.
pub fn shape(product: Entity<'_>) -> Result<Shape, Unsupported> {
    Shapes::new(product.model())?.shape(product)
}

/// As [`shape`], openings not cut out.
pub fn shape_gross(product: Entity<'_>) -> Result<Shape, Unsupported> {
    Shapes::new(product.model())?.shape_gross(product)
}

/// Says that something could not be read, and why.
pub(crate) fn unsupported(e: Entity<'_>, reason: Reason) -> Unsupported {
    Unsupported { entity: e.class().name().to_string(), id: e.id(), reason }
}

/// Goes one level down, or says that it is too deep.
pub(crate) fn deeper(e: Entity<'_>, depth: u8) -> Result<u8, Unsupported> {
    depth.checked_sub(1).ok_or_else(|| unsupported(e, Reason::TooDeep))
}
