//! Views of the geometry that is met most. Lengths are in project units; the geometry crate converts them as it lowers.

views! {
    /// A point (IfcCartesianPoint).
    CartesianPoint = IFC_CARTESIAN_POINT {
        /// Two or three coordinates.
        coordinates: Reals @ 0,
    }
    /// A direction, of any length (IfcDirection).
    Direction = IFC_DIRECTION {
        /// Two or three ratios.
        direction_ratios: Reals @ 0,
    }
    /// A placement relative to another (IfcLocalPlacement).
    LocalPlacement = IFC_LOCAL_PLACEMENT {
        /// The placement that it is relative to; absent for the world.
        placement_rel_to: Ref @ 0,
        /// Where it is.
        relative_placement: Ref @ 1,
    }
    /// A coordinate system in space (IfcAxis2Placement3D).
    Axis2Placement3d = IFC_AXIS2_PLACEMENT_3D {
        /// Origin.
        location: Ref @ 0,
        /// Direction of z; up when absent.
        axis: Ref @ 1,
        /// Direction of x, about.
        ref_direction: Ref @ 2,
    }
    /// A coordinate system in the plane (IfcAxis2Placement2D).
    Axis2Placement2d = IFC_AXIS2_PLACEMENT_2D {
        /// Origin.
        location: Ref @ 0,
        /// Direction of x.
        ref_direction: Ref @ 1,
    }
    /// The shapes of a product (IfcProductRepresentation).
    ProductRepresentation = IFC_PRODUCT_REPRESENTATION {
        /// `IfcShapeRepresentation`s.
        representations: Refs @ 2,
    }
    /// One shape (IfcRepresentation).
    Representation = IFC_REPRESENTATION {
        /// Its context.
        context_of_items: Ref @ 0,
        /// `Body`, `Axis`, `FootPrint`, `Box` and so on.
        representation_identifier: Text @ 1,
        /// `SweptSolid`, `Brep`, `MappedRepresentation` and so on.
        representation_type: Text @ 2,
        /// What it is made of.
        items: Refs @ 3,
    }
    /// A context (IfcGeometricRepresentationContext).
    GeometricContext = IFC_GEOMETRIC_REPRESENTATION_CONTEXT {
        /// `Model`, `Plan` and so on.
        context_type: Text @ 1,
        /// The world coordinate system.
        world_coordinate_system: Ref @ 4,
        /// Direction of north in the world coordinate system.
        true_north: Ref @ 5,
    }
    /// A shape that is used again (IfcMappedItem).
    MappedItem = IFC_MAPPED_ITEM {
        /// `IfcRepresentationMap`.
        mapping_source: Ref @ 0,
        /// Where it goes.
        mapping_target: Ref @ 1,
    }
    /// A line through points (IfcPolyline).
    Polyline = IFC_POLYLINE {
        /// The points.
        points: Refs @ 0,
    }
    /// A closed polygon (IfcPolyLoop).
    PolyLoop = IFC_POLY_LOOP {
        /// The corners.
        polygon: Refs @ 0,
    }
    /// A face (IfcFace).
    Face = IFC_FACE {
        /// Its bounds.
        bounds: Refs @ 0,
    }
    /// A bound of a face (IfcFaceBound).
    FaceBound = IFC_FACE_BOUND {
        /// The loop.
        bound: Ref @ 0,
        /// Whether its sense is that of the face.
        orientation: Bool @ 1,
    }
    /// Faces that hang together (IfcConnectedFaceSet).
    ConnectedFaceSet = IFC_CONNECTED_FACE_SET {
        /// The faces.
        cfs_faces: Refs @ 0,
    }
    /// A profile pushed along a direction (IfcExtrudedAreaSolid).
    ExtrudedAreaSolid = IFC_EXTRUDED_AREA_SOLID {
        /// The profile.
        swept_area: Ref @ 0,
        /// Where it is.
        position: Ref @ 1,
        /// Direction, in its own coordinates.
        extruded_direction: Ref @ 2,
        /// Length, in project units.
        depth: Real @ 3,
    }
    /// A profile (IfcProfileDef).
    Profile = IFC_PROFILE_DEF {
        /// `AREA` or `CURVE`.
        profile_type: Enum @ 0,
        /// Its name.
        profile_name: Text @ 1,
    }
    /// A rectangle about its centre (IfcRectangleProfileDef).
    RectangleProfile = IFC_RECTANGLE_PROFILE_DEF {
        /// Where it is.
        position: Ref @ 2,
        /// Size along x.
        x_dim: Real @ 3,
        /// Size along y.
        y_dim: Real @ 4,
    }
    /// A profile within a curve (IfcArbitraryClosedProfileDef).
    ArbitraryClosedProfile = IFC_ARBITRARY_CLOSED_PROFILE_DEF {
        /// The curve.
        outer_curve: Ref @ 2,
    }
}
