//! Views of what is attached to objects: materials, classifications, documents, actors, georeferencing, colours.

views! {
    /// A material (IfcMaterial).
    Material = IFC_MATERIAL {
        /// Its name, e.g. `钢筋混凝土`.
        name: Text @ 0,
        /// Kind of material (IFC4 on).
        category: Text @ 2,
    }
    /// Several materials without order (IfcMaterialList).
    MaterialList = IFC_MATERIAL_LIST {
        /// The materials.
        materials: Refs @ 0,
    }
    /// Layers from one side to the other (IfcMaterialLayerSet).
    MaterialLayerSet = IFC_MATERIAL_LAYER_SET {
        /// The layers.
        material_layers: Refs @ 0,
        /// Its name.
        layer_set_name: Text @ 1,
    }
    /// A layer set with its place (IfcMaterialLayerSetUsage).
    MaterialLayerSetUsage = IFC_MATERIAL_LAYER_SET_USAGE {
        /// The layer set.
        for_layer_set: Ref @ 0,
        /// `AXIS1`, `AXIS2` or `AXIS3`.
        layer_set_direction: Enum @ 1,
        /// `POSITIVE` or `NEGATIVE`.
        direction_sense: Enum @ 2,
        /// Distance of the first face from the reference line, in project length units.
        offset_from_reference_line: Real @ 3,
    }
    /// One layer (IfcMaterialLayer).
    MaterialLayer = IFC_MATERIAL_LAYER {
        /// The material; absent for air.
        material: Ref @ 0,
        /// Thickness, in project length units.
        layer_thickness: Real @ 1,
        /// Whether it is an air gap with exchange.
        is_ventilated: Bool @ 2,
    }
    /// Profiles that together make a section (IfcMaterialProfileSet, IFC4 on).
    MaterialProfileSet = IFC_MATERIAL_PROFILE_SET {
        /// Its name.
        name: Text @ 0,
        /// The profiles.
        material_profiles: Refs @ 2,
    }
    /// A profile set in use (IfcMaterialProfileSetUsage, IFC4 on).
    MaterialProfileSetUsage = IFC_MATERIAL_PROFILE_SET_USAGE {
        /// The profile set.
        for_profile_set: Ref @ 0,
    }
    /// A profile of a material (IfcMaterialProfile, IFC4 on).
    MaterialProfile = IFC_MATERIAL_PROFILE {
        /// Its name.
        name: Text @ 0,
        /// The material.
        material: Ref @ 2,
        /// The profile.
        profile: Ref @ 3,
    }
    /// Materials by the part that they make (IfcMaterialConstituentSet, IFC4 on).
    MaterialConstituentSet = IFC_MATERIAL_CONSTITUENT_SET {
        /// Its name.
        name: Text @ 0,
        /// The constituents.
        material_constituents: Refs @ 2,
    }
    /// The material of one part (IfcMaterialConstituent, IFC4 on).
    MaterialConstituent = IFC_MATERIAL_CONSTITUENT {
        /// The part, e.g. `Framing`.
        name: Text @ 0,
        /// The material.
        material: Ref @ 2,
        /// Share of it, from 0 to 1.
        fraction: Real @ 3,
    }
    /// A reference into a classification (IfcClassificationReference).
    ClassificationReference = IFC_CLASSIFICATION_REFERENCE {
        /// Where it is described.
        location: Text @ 0,
        /// Code (called Identification from IFC4 on).
        item_reference: Text @ by_name,
        /// Code (called ItemReference in IFC2x3).
        identification: Text @ by_name,
        /// Title.
        name: Text @ 2,
        /// The classification, or the reference above.
        referenced_source: Ref @ 3,
    }
    /// A classification system (IfcClassification).
    Classification = IFC_CLASSIFICATION {
        /// Publisher.
        source: Text @ 0,
        /// Edition.
        edition: Text @ 1,
        /// Its name.
        name: Text @ 3,
    }
    /// A reference to a document (IfcDocumentReference).
    DocumentReference = IFC_DOCUMENT_REFERENCE {
        /// Where it is.
        location: Text @ 0,
        /// Title.
        name: Text @ 2,
    }
    /// What is known of a document (IfcDocumentInformation).
    DocumentInformation = IFC_DOCUMENT_INFORMATION {
        /// Title.
        name: Text @ 1,
        /// Description.
        description: Text @ 2,
    }
    /// Someone who takes part (IfcActor).
    Actor = IFC_ACTOR {
        /// `IfcPerson`, `IfcOrganization` or both.
        the_actor: Ref @ 5,
    }
    /// A person (IfcPerson).
    Person = IFC_PERSON {
        /// Family name.
        family_name: Text @ 1,
        /// Given name.
        given_name: Text @ 2,
        /// `IfcActorRole`s.
        roles: Refs @ 6,
        /// Addresses.
        addresses: Refs @ 7,
    }
    /// A company or authority (IfcOrganization).
    Organization = IFC_ORGANIZATION {
        /// Its name.
        name: Text @ 1,
        /// Description.
        description: Text @ 2,
        /// `IfcActorRole`s.
        roles: Refs @ 3,
        /// Addresses.
        addresses: Refs @ 4,
    }
    /// A person of a company (IfcPersonAndOrganization).
    PersonAndOrganization = IFC_PERSON_AND_ORGANIZATION {
        /// The person.
        the_person: Ref @ 0,
        /// The company.
        the_organization: Ref @ 1,
        /// `IfcActorRole`s.
        roles: Refs @ 2,
    }
    /// A role (IfcActorRole).
    ActorRole = IFC_ACTOR_ROLE {
        /// `ARCHITECT`, `CLIENT` and so on.
        role: Enum @ 0,
        /// Role in other words.
        user_defined_role: Text @ 1,
    }
    /// An application (IfcApplication).
    Application = IFC_APPLICATION {
        /// Who makes it.
        application_developer: Ref @ 0,
        /// Version.
        version: Text @ 1,
        /// Full name.
        application_full_name: Text @ 2,
        /// Short name.
        application_identifier: Text @ 3,
    }
    /// An address (IfcPostalAddress).
    PostalAddress = IFC_POSTAL_ADDRESS {
        /// Lines.
        address_lines: Any @ 4,
        /// Town.
        town: Text @ 6,
        /// Region.
        region: Text @ 7,
        /// Country.
        country: Text @ 9,
    }
    /// From model to map coordinates (IfcMapConversion, IFC4 on).
    MapConversion = IFC_MAP_CONVERSION {
        /// The context that it moves.
        source_crs: Ref @ by_name,
        /// Metres east, in map units.
        eastings: Real @ 2,
        /// Metres north, in map units.
        northings: Real @ 3,
        /// Height, in map units.
        orthogonal_height: Real @ 4,
        /// East part of the local x axis.
        x_axis_abscissa: Real @ 5,
        /// North part of the local x axis.
        x_axis_ordinate: Real @ 6,
        /// Map units in one project unit.
        scale: Real @ 7,
    }
    /// A map coordinate system (IfcProjectedCRS, IFC4 on).
    ProjectedCrs = IFC_PROJECTED_CRS {
        /// E.g. `EPSG:4548`.
        name: Text @ 0,
        /// Geodetic datum, e.g. `CGCS2000`.
        geodetic_datum: Text @ 2,
        /// Vertical datum.
        vertical_datum: Text @ 3,
        /// Projection.
        map_projection: Text @ 4,
        /// Zone.
        map_zone: Text @ 5,
        /// Unit of the map.
        map_unit: Ref @ 6,
    }
    /// The style of a geometric item (IfcStyledItem).
    StyledItem = IFC_STYLED_ITEM {
        /// The item.
        item: Ref @ 0,
        /// Styles, or assignments of styles.
        styles: Refs @ 1,
        /// Its name.
        name: Text @ 2,
    }
    /// A style of surfaces (IfcSurfaceStyle).
    SurfaceStyle = IFC_SURFACE_STYLE {
        /// Its name.
        name: Text @ 0,
        /// `POSITIVE`, `NEGATIVE` or `BOTH`.
        side: Enum @ 1,
        /// Shading, rendering, textures.
        styles: Refs @ 2,
    }
    /// Colour and transparency of a surface (IfcSurfaceStyleShading).
    SurfaceShading = IFC_SURFACE_STYLE_SHADING {
        /// `IfcColourRgb`.
        surface_colour: Ref @ 0,
        /// From 0, opaque, to 1.
        transparency: Real @ 1,
    }
    /// A colour (IfcColourRgb).
    ColourRgb = IFC_COLOUR_RGB {
        /// Its name.
        name: Text @ 0,
        /// From 0 to 1.
        red: Real @ 1,
        /// From 0 to 1.
        green: Real @ 2,
        /// From 0 to 1.
        blue: Real @ 3,
    }
    /// A layer as in CAD (IfcPresentationLayerAssignment).
    Layer = IFC_PRESENTATION_LAYER_ASSIGNMENT {
        /// Its name.
        name: Text @ 0,
        /// What lies on it.
        assigned_items: Refs @ 2,
    }
}
