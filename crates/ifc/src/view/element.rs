//! Views of elements and their types.

views! {
    /// Any physical element (IfcElement).
    Element = IFC_ELEMENT {
        /// Description in the designer's words.
        description: Text @ 3,
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Number in the authoring tool.
        tag: Text @ 7,
    }
    /// What several occurrences share (IfcTypeObject).
    TypeObject = IFC_TYPE_OBJECT {
        /// Description in the designer's words.
        description: Text @ 3,
        /// Class of the occurrences in older practice.
        applicable_occurrence: Text @ 4,
        /// Property sets of the type.
        has_property_sets: Refs @ 5,
    }
    /// A type with shape (IfcTypeProduct).
    TypeProduct = IFC_TYPE_PRODUCT {
        /// Shapes, as `IfcRepresentationMap`s.
        representation_maps: Refs @ 6,
        /// Number in the authoring tool.
        tag: Text @ 7,
    }
    /// A type of elements (IfcElementType).
    ElementType = IFC_ELEMENT_TYPE {
        /// Type in the designer's words, for user-defined types.
        element_type: Text @ 8,
    }
    /// A hole or niche in an element (IfcOpeningElement).
    Opening = IFC_OPENING_ELEMENT {
        /// `OPENING` or `RECESS` (IFC4 on).
        predefined_type: Enum @ 8,
    }
    /// A wall (IfcWall).
    Wall = IFC_WALL {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// `SOLIDWALL`, `PARAPET` and so on (IFC4 on).
        predefined_type: Enum @ 8,
    }
    /// A slab: floor, roof, landing or base (IfcSlab).
    Slab = IFC_SLAB {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// `FLOOR`, `ROOF`, `LANDING`, `BASESLAB` and so on.
        predefined_type: Enum @ 8,
    }
    /// A roof (IfcRoof).
    Roof = IFC_ROOF {
        /// Type in the designer's words.
        object_type: Text @ 4,
    }
    /// A door (IfcDoor).
    Door = IFC_DOOR {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Height of the frame, in project length units.
        overall_height: Real @ 8,
        /// Width of the frame, in project length units.
        overall_width: Real @ 9,
        /// `DOOR`, `GATE`, `TRAPDOOR` and so on (IFC4 on).
        predefined_type: Enum @ 10,
        /// How it opens (IFC4 on).
        operation_type: Enum @ 11,
    }
    /// A window (IfcWindow).
    Window = IFC_WINDOW {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Height of the frame, in project length units.
        overall_height: Real @ 8,
        /// Width of the frame, in project length units.
        overall_width: Real @ 9,
        /// `WINDOW`, `SKYLIGHT` and so on (IFC4 on).
        predefined_type: Enum @ 10,
        /// How it is divided (IFC4 on).
        partitioning_type: Enum @ 11,
    }
    /// A covering: flooring, ceiling, cladding (IfcCovering).
    Covering = IFC_COVERING {
        /// `FLOORING`, `CEILING`, `ROOFING` and so on.
        predefined_type: Enum @ 8,
    }
    /// A railing (IfcRailing).
    Railing = IFC_RAILING {
        /// `GUARDRAIL`, `HANDRAIL`, `BALUSTRADE` and so on.
        predefined_type: Enum @ 8,
    }
    /// A stair (IfcStair).
    Stair = IFC_STAIR {
        /// Type in the designer's words.
        object_type: Text @ 4,
    }
    /// A flight of a stair (IfcStairFlight).
    StairFlight = IFC_STAIR_FLIGHT {
        /// Height of a riser, in project length units.
        riser_height: Real @ by_name,
        /// Length of a tread, in project length units.
        tread_length: Real @ by_name,
    }
    /// A ramp (IfcRamp).
    Ramp = IFC_RAMP {
        /// Type in the designer's words.
        object_type: Text @ 4,
    }
    /// A column (IfcColumn).
    Column = IFC_COLUMN {
        /// `COLUMN`, `PILASTER` and so on (IFC4 on).
        predefined_type: Enum @ 8,
    }
    /// A beam (IfcBeam).
    Beam = IFC_BEAM {
        /// `BEAM`, `LINTEL` and so on (IFC4 on).
        predefined_type: Enum @ 8,
    }
    /// An element without a class of its own, e.g. a bay window in many exports (IfcBuildingElementProxy).
    Proxy = IFC_BUILDING_ELEMENT_PROXY {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// `COMPLEX`, `ELEMENT` or `PARTIAL` (IFC2x3).
        composition_type: Enum @ by_name,
        /// Kind (IFC4 on).
        predefined_type: Enum @ by_name,
    }
    /// Terrain, planting and other natural things (IfcGeographicElement, IFC4 on).
    Geographic = IFC_GEOGRAPHIC_ELEMENT {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// `TERRAIN`, `VEGETATION` and so on.
        predefined_type: Enum @ 8,
    }
    /// Furniture and equipment (IfcFurnishingElement).
    Furnishing = IFC_FURNISHING_ELEMENT {
        /// Type in the designer's words.
        object_type: Text @ 4,
    }
    /// A lift, escalator or other transport (IfcTransportElement).
    Transport = IFC_TRANSPORT_ELEMENT {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// `ELEVATOR` and so on (IFC2x3).
        operation_type: Enum @ by_name,
        /// `ELEVATOR` and so on (IFC4 on).
        predefined_type: Enum @ by_name,
        /// Load, in project mass units (IFC2x3).
        capacity_by_weight: Real @ by_name,
        /// Number of people (IFC2x3).
        capacity_by_number: Real @ by_name,
    }
    /// Pipes, ducts, fixtures and the like (IfcDistributionElement).
    Distribution = IFC_DISTRIBUTION_ELEMENT {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Number in the authoring tool.
        tag: Text @ 7,
    }
    /// Where distribution elements connect (IfcDistributionPort).
    Port = IFC_DISTRIBUTION_PORT {
        /// `SOURCE`, `SINK` and so on.
        flow_direction: Enum @ 7,
        /// Kind of port (IFC4 on).
        predefined_type: Enum @ 8,
        /// Kind of system (IFC4 on).
        system_type: Enum @ 9,
    }
}
