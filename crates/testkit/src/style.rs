//! How a model is written: the choices that differ between authoring tools and offices, none of which changes the building.

use crate::random::Random;

/// IFC edition of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// IFC2X3
    Ifc2x3,
    /// IFC4
    Ifc4,
    /// IFC4X3_ADD2
    Ifc4x3,
}

/// Length unit; areas and volumes are its square and cube for feet and inches, m2 and m3 else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Millimetres (SI prefix).
    Millimetre,
    /// Metres.
    Metre,
    /// Inches by conversion.
    Inch,
    /// Feet by conversion.
    Foot,
}

impl Unit {
    /// Metres in one unit.
    pub fn metres(self) -> f64 {
        match self {
            Self::Millimetre => 1.0 / 1000.0,
            Self::Metre => 1.0,
            Self::Inch => 0.0254,
            Self::Foot => 0.3048,
        }
    }
}

/// How Chinese text stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `\X2\…\X0\`
    Escapes,
    /// Raw UTF-8 bytes.
    Utf8,
    /// Raw GB18030 bytes.
    Gb18030,
}

/// Where the estate lies in the world frame and how placements are nested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Project → site → building → storey → element, site at the origin.
    Nested,
    /// Every element placed straight in the world frame.
    Absolute,
    /// Nested, the site turned by 23.5° and moved a little.
    Rotated,
    /// Nested, the site at CGCS2000 coordinates (E 4·10⁷, N 3.5·10⁶), turned by 12°.
    Cgcs2000,
}

/// What `IfcBuildingStorey.Elevation` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreyAttribute {
    /// Relative to ±0.000 of the building (the rule).
    Relative,
    /// The world Z (equal to relative unless the site is raised).
    World,
    /// Zero everywhere: only the placement tells.
    Zero,
    /// Empty.
    Missing,
}

/// Solid representation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geometry {
    /// Extruded area solids.
    Extruded,
    /// Faceted boundary representations.
    Brep,
    /// Triangulated face sets (IFC2X3: faceted breps).
    Triangulated,
    /// Extrusions, shared by mapped items where shapes repeat.
    Mapped,
    /// Walls drawn too high and clipped by half spaces; the rest extruded.
    Clipped,
}

/// What says which rooms form one dwelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// IfcZone per dwelling.
    Zone,
    /// IfcSpatialZone per dwelling (IFC2X3: IfcZone).
    SpatialZone,
    /// Property 户号 on each room.
    Property,
    /// Prefix of the room name, `1-501-客厅`.
    NamePrefix,
    /// Nothing: only the doors tell.
    Doors,
}

/// Where the room's name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Name = 客厅, LongName empty.
    Name,
    /// Name = number, LongName = 客厅 (Revit, ArchiCAD).
    NumberAndLongName,
    /// Name = `客厅 12`.
    NameWithNumber,
    /// Name = number, ObjectType = 客厅.
    ObjectType,
}

/// How storeys are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreyNames {
    /// `3F`
    Suffix,
    /// `三层`
    Chinese,
    /// `F3`
    Prefix,
    /// `3层(建筑)`
    Architectural,
}

/// What tells the level of the outdoor ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Property 室外地坪标高 on the building (m).
    Property,
    /// A level named 室外地坪.
    Level,
}

/// What carries a green area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GreenCarrier {
    /// IfcGeographicElement (IFC2X3: proxy) named by its kind.
    Geographic,
    /// IfcSlab named by its kind.
    Slab,
    /// IfcBuildingElementProxy named by its kind.
    Proxy,
    /// IfcBuildingElementProxy with a number as name and Pset_绿地信息属性集.
    ProxyWithProperties,
}

/// What carries a parking place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParkingCarrier {
    /// IfcSpace (PARKING).
    Space,
    /// IfcBuildingElementProxy.
    Proxy,
    /// Both at the same place: to be counted once.
    Both,
}

/// All choices together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// IFC edition.
    pub schema: Schema,
    /// Length unit.
    pub unit: Unit,
    /// Plane angles in degrees instead of radians.
    pub degrees: bool,
    /// Text encoding.
    pub encoding: Encoding,
    /// Placements.
    pub placement: Placement,
    /// Storey attribute.
    pub storey_attribute: StoreyAttribute,
    /// Shape representation.
    pub geometry: Geometry,
    /// Dwelling grouping.
    pub carrier: Carrier,
    /// Room naming.
    pub naming: Naming,
    /// Storey naming.
    pub storey_names: StoreyNames,
    /// Rooms as IfcSpace; `false` leaves them out.
    pub spaces: bool,
    /// Openings as IfcOpeningElement with relations; `false`: holes are part of the wall's shape.
    pub openings: bool,
    /// Material layer sets on walls; else one plain material and no axis of the core.
    pub layers: bool,
    /// Authored base quantities on spaces, storeys and walls.
    pub quantities: bool,
    /// Windows and walls lie in no storey (containment left out).
    pub uncontained: bool,
    /// Each dwelling storey also has an area region (套内面积) that overlaps the rooms.
    pub area_regions: bool,
    /// Each storey has a second, structural level (`3F(结构)`) 50 mm below.
    pub structural_levels: bool,
    /// Site, buildings and garage in files of their own.
    pub split: bool,
    /// Layered walls as IfcWallStandardCase (not in IFC4X3).
    pub standard_case: bool,
    /// Storeys written from the top down.
    pub storeys_reversed: bool,
    /// Holes in floor slabs as opening elements instead of holes of the profile.
    pub slab_openings: bool,
    /// Carrier of the outdoor ground.
    pub ground: Ground,
    /// Carrier of green areas.
    pub green_carrier: GreenCarrier,
    /// Carrier of parking places.
    pub parking: ParkingCarrier,
}

impl Default for Style {
    /// IFC4 in millimetres, as a tidy office writes it.
    fn default() -> Self {
        Self {
            schema: Schema::Ifc4,
            unit: Unit::Millimetre,
            degrees: false,
            encoding: Encoding::Escapes,
            placement: Placement::Nested,
            storey_attribute: StoreyAttribute::Relative,
            geometry: Geometry::Extruded,
            carrier: Carrier::Zone,
            naming: Naming::Name,
            storey_names: StoreyNames::Suffix,
            spaces: true,
            openings: true,
            layers: true,
            quantities: false,
            uncontained: false,
            area_regions: false,
            structural_levels: false,
            split: false,
            standard_case: false,
            storeys_reversed: false,
            slab_openings: false,
            ground: Ground::Property,
            green_carrier: GreenCarrier::Geographic,
            parking: ParkingCarrier::Space,
        }
    }
}

impl Style {
    /// Whether a dwelling is an entity with a GlobalId of its own in this style.
    pub fn dwelling_has_entity(&self) -> bool {
        self.spaces && matches!(self.carrier, Carrier::Zone | Carrier::SpatialZone)
    }

    /// A style drawn from the cross product; rooms are always there (leave them out by hand).
    pub fn random(random: &mut Random) -> Self {
        Self {
            schema: random.pick(&[Schema::Ifc2x3, Schema::Ifc4, Schema::Ifc4x3]),
            unit: random.pick(&[Unit::Millimetre, Unit::Millimetre, Unit::Metre, Unit::Inch, Unit::Foot]),
            degrees: random.percent(50),
            encoding: random.pick(&[Encoding::Escapes, Encoding::Utf8, Encoding::Gb18030]),
            placement: random.pick(&[Placement::Nested, Placement::Absolute, Placement::Rotated, Placement::Cgcs2000]),
            storey_attribute: random.pick(&[
                StoreyAttribute::Relative,
                StoreyAttribute::Relative,
                StoreyAttribute::World,
                StoreyAttribute::Zero,
                StoreyAttribute::Missing,
            ]),
            geometry: random.pick(&[Geometry::Extruded, Geometry::Brep, Geometry::Triangulated, Geometry::Mapped, Geometry::Clipped]),
            carrier: random.pick(&[Carrier::Zone, Carrier::SpatialZone, Carrier::Property, Carrier::NamePrefix, Carrier::Doors]),
            naming: random.pick(&[Naming::Name, Naming::NumberAndLongName, Naming::NameWithNumber, Naming::ObjectType]),
            storey_names: random.pick(&[StoreyNames::Suffix, StoreyNames::Chinese, StoreyNames::Prefix, StoreyNames::Architectural]),
            spaces: true,
            openings: random.percent(75),
            layers: random.percent(75),
            quantities: random.percent(30),
            uncontained: random.percent(10),
            area_regions: random.percent(15),
            structural_levels: random.percent(15),
            split: random.percent(25),
            standard_case: random.percent(50),
            storeys_reversed: random.percent(20),
            slab_openings: random.percent(40),
            ground: random.pick(&[Ground::Property, Ground::Level]),
            green_carrier: random.pick(&[
                GreenCarrier::Geographic,
                GreenCarrier::Slab,
                GreenCarrier::Proxy,
                GreenCarrier::ProxyWithProperties,
            ]),
            parking: random.pick(&[ParkingCarrier::Space, ParkingCarrier::Proxy, ParkingCarrier::Both]),
        }
    }
}
