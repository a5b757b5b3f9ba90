//! What stands in the model, before any file format: things with local shapes, levels, groups and properties.

use crate::plane::{Outline, Stand};

/// Class of a thing; the writer knows the entity of each IFC edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Wall,
    Slab(&'static str),
    Roof(&'static str),
    Window,
    Door,
    Space(&'static str),
    Covering(&'static str),
    Railing,
    Stair,
    Column,
    Proxy,
    Green,
    Lift,
    Pipe,
    GasDetector,
    GasValve,
    FreshAir,
}

/// Where a thing is contained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    Site,
    Storey(usize),
}

/// A solid in the local frame of its thing (m).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Solid {
    /// A vertical prism.
    Prism { outline: Outline, holes: Vec<Outline>, z: f64, height: f64 },
    /// A closed polyhedron: corners and faces (outward, anticlockwise).
    Facets { corners: Vec<[f64; 3]>, faces: Vec<Vec<usize>> },
}

impl Solid {
    /// A box between two corners.
    pub(crate) fn cuboid(x: [f64; 2], y: [f64; 2], z: [f64; 2]) -> Self {
        Self::Prism { outline: Outline::rect(x[0], y[0], x[1], y[1]), holes: Vec::new(), z: z[0], height: z[1] - z[0] }
    }

    /// The prism with its holes filled.
    pub(crate) fn without_holes(self) -> Self {
        match self {
            Self::Prism { outline, z, height, .. } => Self::prism(outline, z, height),
            facets => facets,
        }
    }

    pub(crate) fn prism(outline: Outline, z: f64, height: f64) -> Self {
        Self::Prism { outline, holes: Vec::new(), z, height }
    }
}

/// Property value; lengths and areas are SI here and written in the file's units.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Prop {
    Text(String),
    Flag(bool),
    /// A bare IfcReal, in whatever unit the property set's users expect.
    Real(f64),
}

/// A property set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pset {
    pub(crate) name: &'static str,
    pub(crate) props: Vec<(&'static str, Prop)>,
}

/// An authored quantity (SI).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amount {
    Length(f64),
    Area(f64),
    Volume(f64),
}

/// A rectangular hole through a wall: along it, in height, and the thing that fills it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hole {
    pub(crate) key: String,
    pub(crate) x: [f64; 2],
    pub(crate) z: [f64; 2],
    pub(crate) filler: Option<usize>,
}

/// One layer of a wall: material and thickness (m), listed from the inside to the outside.
pub(crate) type Layers = Vec<(&'static str, f64)>;

/// What the writer needs to name a room.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RoomTag {
    pub(crate) label: String,
    pub(crate) number: String,
    pub(crate) dwelling: Option<usize>,
}

/// A thing with a shape.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) key: String,
    pub(crate) class: Class,
    pub(crate) name: String,
    pub(crate) object_type: Option<String>,
    pub(crate) home: Home,
    pub(crate) stand: Stand,
    pub(crate) body: Vec<Solid>,
    pub(crate) room: Option<RoomTag>,
    /// Width and height of a window or door (m).
    pub(crate) size: Option<[f64; 2]>,
    pub(crate) layers: Option<Layers>,
    pub(crate) material: Option<&'static str>,
    pub(crate) psets: Vec<Pset>,
    pub(crate) quantities: Option<(&'static str, Vec<(&'static str, Amount)>)>,
    /// Wall only: y range of the body, so that holes know how deep to cut.
    pub(crate) wall: Option<WallShape>,
}

/// The plain shape of a wall before holes (local x along it).
#[derive(Clone, Debug)]
pub(crate) struct WallShape {
    pub(crate) length: f64,
    pub(crate) y: [f64; 2],
    pub(crate) height: f64,
    pub(crate) holes: Vec<Hole>,
}

impl Thing {
    pub(crate) fn new(key: String, class: Class, name: &str, home: Home, stand: Stand, body: Vec<Solid>) -> Self {
        Self {
            key,
            class,
            name: name.to_owned(),
            object_type: None,
            home,
            stand,
            body,
            room: None,
            size: None,
            layers: None,
            material: None,
            psets: Vec::new(),
            quantities: None,
            wall: None,
        }
    }

    pub(crate) fn pset(mut self, name: &'static str, props: Vec<(&'static str, Prop)>) -> Self {
        self.psets.push(Pset { name, props });
        self
    }

    pub(crate) fn made_of(mut self, material: &'static str) -> Self {
        self.material = Some(material);
        self
    }

    pub(crate) fn typed(mut self, object_type: &str) -> Self {
        self.object_type = Some(object_type.to_owned());
        self
    }
}

/// A level of a building.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    pub(crate) key: String,
    /// Number of the natural storey (1 = ground, −1 = first basement) that the naming style spells; none keeps `name`.
    pub(crate) number: Option<i32>,
    pub(crate) name: String,
    pub(crate) block: usize,
    /// Above ±0.000 of the building (m).
    pub(crate) elevation: f64,
    pub(crate) psets: Vec<Pset>,
    pub(crate) quantities: Option<(&'static str, Vec<(&'static str, Amount)>)>,
}

/// A building.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) object_type: Option<String>,
    pub(crate) stand: Stand,
    pub(crate) psets: Vec<Pset>,
    /// Index of the file it goes to when the style splits.
    pub(crate) file: usize,
}

/// A dwelling as the carriers name it.
#[derive(Clone, Debug)]
pub(crate) struct DwellingTag {
    pub(crate) key: String,
    /// `501`
    pub(crate) number: String,
    /// `1单元501`
    pub(crate) name: String,
    pub(crate) block: usize,
    pub(crate) members: Vec<usize>,
}

/// Any other group: a stair unit or a system.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) object_type: &'static str,
    /// A distribution system (`Some(predefined)`) or a zone.
    pub(crate) system: Option<&'static str>,
    pub(crate) members: Vec<usize>,
}

/// The whole model.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scene {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) project_psets: Vec<Pset>,
    pub(crate) site_psets: Vec<Pset>,
    /// Boundary of the site, when the model has one (m, site frame).
    pub(crate) boundary: Option<Outline>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) levels: Vec<Level>,
    pub(crate) things: Vec<Thing>,
    pub(crate) dwellings: Vec<DwellingTag>,
    pub(crate) groups: Vec<Group>,
}

impl Scene {
    /// Adds a thing to a distribution system, made on first use.
    pub(crate) fn system(&mut self, name: &'static str, kind: &'static str, member: usize) {
        let key = format!("{}/{name}", self.key);
        match self.groups.iter_mut().find(|group| group.key == key) {
            Some(group) => group.members.push(member),
            None => self.groups.push(Group { key, name: name.into(), object_type: "系统", system: Some(kind), members: vec![member] }),
        }
    }

    /// Adds a thing and answers its index.
    pub(crate) fn put(&mut self, thing: Thing) -> usize {
        self.things.push(thing);
        self.things.len() - 1
    }
}
