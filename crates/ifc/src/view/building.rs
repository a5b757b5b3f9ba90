//! Views of the spatial structure: project, site, building, storey, space, zone, group, system.

views! {
    /// The project: the root of everything, with units and contexts (IfcProject).
    Project = IFC_PROJECT {
        /// Short name.
        object_type: Text @ 4,
        /// Full name of the project.
        long_name: Text @ 5,
        /// Phase of the project.
        phase: Text @ 6,
        /// Geometric contexts.
        representation_contexts: Refs @ 7,
        /// The `IfcUnitAssignment`.
        units_in_context: Ref @ 8,
    }
    /// Anything with a place and a shape (IfcProduct).
    Product = IFC_PRODUCT {
        /// Description in the designer's words.
        description: Text @ 3,
        /// Type in the designer's words, for user-defined types.
        object_type: Text @ 4,
        /// `IfcLocalPlacement` or another placement.
        object_placement: Ref @ 5,
        /// `IfcProductDefinitionShape`.
        representation: Ref @ 6,
    }
    /// A site, building, storey, space or other part of space (IfcSpatialStructureElement).
    SpatialStructure = IFC_SPATIAL_STRUCTURE_ELEMENT {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Full name.
        long_name: Text @ 7,
        /// `COMPLEX`, `ELEMENT` or `PARTIAL`.
        composition_type: Enum @ 8,
    }
    /// The plot (IfcSite).
    Site = IFC_SITE {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Full name.
        long_name: Text @ 7,
        /// `COMPLEX`, `ELEMENT` or `PARTIAL`.
        composition_type: Enum @ 8,
        /// Degrees, minutes, seconds and millionths of a second north.
        ref_latitude: Reals @ 9,
        /// Degrees, minutes, seconds and millionths of a second east.
        ref_longitude: Reals @ 10,
        /// Height of the datum above sea level, in project length units.
        ref_elevation: Real @ 11,
        /// Number in the land register.
        land_title_number: Text @ 12,
        /// `IfcPostalAddress`.
        site_address: Ref @ 13,
    }
    /// A building (IfcBuilding).
    Building = IFC_BUILDING {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Full name.
        long_name: Text @ 7,
        /// `COMPLEX`, `ELEMENT` or `PARTIAL`.
        composition_type: Enum @ 8,
        /// Height of the ±0.000 level above sea level, in project length units.
        elevation_of_ref_height: Real @ 9,
        /// Height of the terrain around it above ±0.000, in project length units.
        elevation_of_terrain: Real @ 10,
        /// `IfcPostalAddress`.
        building_address: Ref @ 11,
    }
    /// A storey (IfcBuildingStorey).
    Storey = IFC_BUILDING_STOREY {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Full name.
        long_name: Text @ 7,
        /// `COMPLEX`, `ELEMENT` or `PARTIAL`.
        composition_type: Enum @ 8,
        /// Height above the building's ±0.000, in project length units, as stated; the placement may say otherwise.
        elevation: Real @ 9,
    }
    /// A region bounded by walls or by convention, e.g. a bedroom or a balcony (IfcSpace).
    Space = IFC_SPACE {
        /// Description in the designer's words.
        description: Text @ 3,
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// The designer's room name, e.g. `主卧`. Exporters also put it into Name.
        long_name: Text @ 7,
        /// `COMPLEX`, `ELEMENT` or `PARTIAL`.
        composition_type: Enum @ 8,
        /// `INTERNAL` or `EXTERNAL` (IFC2x3).
        interior_or_exterior_space: Enum @ by_name,
        /// `SPACE`, `PARKING`, `GFA`, `EXTERNAL` and so on (IFC4 on).
        predefined_type: Enum @ by_name,
        /// Level of the finished floor in this space, in project length units.
        elevation_with_flooring: Real @ 10,
    }
    /// A zone of any shape, e.g. a dwelling, a fire compartment or a green area (IfcSpatialZone, IFC4 on).
    SpatialZone = IFC_SPATIAL_ZONE {
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Full name.
        long_name: Text @ 7,
        /// `OCCUPANCY`, `FIRESAFETY` and so on.
        predefined_type: Enum @ 8,
    }
    /// A group of anything (IfcGroup); zones and systems are groups too.
    Group = IFC_GROUP {
        /// Description in the designer's words.
        description: Text @ 3,
        /// Type in the designer's words.
        object_type: Text @ 4,
    }
    /// A group of spaces, e.g. the rooms of a dwelling (IfcZone).
    Zone = IFC_ZONE {
        /// Description in the designer's words.
        description: Text @ 3,
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Full name (IFC4 on).
        long_name: Text @ 5,
    }
    /// A technical system (IfcSystem).
    System = IFC_SYSTEM {
        /// Description in the designer's words.
        description: Text @ 3,
        /// Type in the designer's words.
        object_type: Text @ 4,
    }
    /// A boundary between a space and an element (IfcRelSpaceBoundary).
    SpaceBoundary = IFC_REL_SPACE_BOUNDARY {
        /// The space.
        relating_space: Ref @ 4,
        /// The element; absent for some virtual boundaries.
        related_building_element: Ref @ 5,
        /// `IfcConnectionSurfaceGeometry` or other.
        connection_geometry: Ref @ 6,
        /// `PHYSICAL` or `VIRTUAL`.
        physical_or_virtual_boundary: Enum @ 7,
        /// `INTERNAL`, `EXTERNAL` and finer kinds.
        internal_or_external_boundary: Enum @ 8,
    }
    /// A grid of axes (IfcGrid).
    Grid = IFC_GRID {
        /// Axes in one direction.
        u_axes: Refs @ 7,
        /// Axes in another direction.
        v_axes: Refs @ 8,
        /// Axes in a third direction.
        w_axes: Refs @ 9,
    }
    /// One axis of a grid (IfcGridAxis).
    GridAxis = IFC_GRID_AXIS {
        /// Its number or letter.
        axis_tag: Text @ 0,
        /// Its curve.
        axis_curve: Ref @ 1,
        /// Whether its direction is that of the curve.
        same_sense: Bool @ 2,
    }
    /// A note or line drawn in the model (IfcAnnotation).
    Annotation = IFC_ANNOTATION {
        /// Description in the designer's words.
        description: Text @ 3,
        /// Type in the designer's words.
        object_type: Text @ 4,
        /// Kind (IFC4.3).
        predefined_type: Enum @ 7,
    }
}
