//! IFC shapes to solids and plan polygons in metres, measured exactly.
