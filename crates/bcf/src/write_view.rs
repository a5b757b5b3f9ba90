//! A [`View`] to `*.bcfv`, elements in the order of the official schemas.

use crate::ids;
use crate::model::{Bitmap, Camera, Component, Components, Hints, ImageFormat, Projection, Version, View};
use crate::xml::Element;

/// Field of view that 2.1 allows, degrees.
const FIELD_OF_VIEW_2_1: (f64, f64) = (45.0, 60.0);

pub(crate) fn view(source: &View, guid: &str, version: Version) -> Result<Element, String> {
    let three = version == Version::V3_0;
    let mut root = Element::new("VisualizationInfo").set("Guid", &guid.to_ascii_lowercase());
    if let Some(components_source) = &source.components {
        root.push(components(components_source, three)?);
    }
    match &source.camera {
        Some(source) => root.push(camera(source, three)?),
        None if three => return Err("a view of 3.0 needs exactly one camera".to_owned()),
        None => {}
    }
    let mut lines = Element::new("Lines");
    for line in &source.lines {
        let mut out = Element::new("Line");
        out.push(triple("StartPoint", line.start)?);
        out.push(triple("EndPoint", line.end)?);
        lines.push(out);
    }
    push_filled(&mut root, lines);
    let mut planes = Element::new("ClippingPlanes");
    for plane in &source.clipping_planes {
        let mut out = Element::new("ClippingPlane");
        out.push(triple("Location", plane.location)?);
        out.push(triple("Direction", plane.direction)?);
        planes.push(out);
    }
    push_filled(&mut root, planes);
    let bitmaps = source.bitmaps.iter().map(|source| bitmap(source, three)).collect::<Result<Vec<_>, _>>()?;
    if three {
        push_filled(&mut root, Element { children: bitmaps, ..Element::new("Bitmaps") });
    } else {
        root.children.extend(bitmaps);
    }
    Ok(root)
}

/// Empty lists are invalid in 2.1.
fn push_filled(parent: &mut Element, list: Element) {
    if !list.children.is_empty() {
        parent.push(list);
    }
}

fn number(value: f64) -> Result<String, String> {
    if value.is_finite() { Ok(format!("{value}")) } else { Err(format!("{value} is not a number that can be written")) }
}

fn triple(name: &str, value: [f64; 3]) -> Result<Element, String> {
    let mut out = Element::new(name);
    for (axis, value) in ["X", "Y", "Z"].into_iter().zip(value) {
        out.push(Element::with_text(axis, &number(value)?));
    }
    Ok(out)
}

fn camera(source: &Camera, three: bool) -> Result<Element, String> {
    let length = |v: [f64; 3]| v.iter().map(|c| c * c).sum::<f64>();
    if length(source.direction) <= 0.0 || length(source.up) <= 0.0 {
        return Err("the camera has a direction or an up vector without length".to_owned());
    }
    let (name, measure, value) = match source.projection {
        Projection::Perspective { field_of_view } => {
            let (low, high) = FIELD_OF_VIEW_2_1;
            let value = if three { field_of_view } else { field_of_view.clamp(low, high) };
            if !(value > 0.0 && value < 180.0) {
                return Err(format!("field of view {value}, expected degrees between 0 and 180"));
            }
            ("PerspectiveCamera", "FieldOfView", value)
        }
        Projection::Orthogonal { scale } => ("OrthogonalCamera", "ViewToWorldScale", scale),
    };
    let mut out = Element::new(name);
    out.push(triple("CameraViewPoint", source.eye)?);
    out.push(triple("CameraDirection", source.direction)?);
    out.push(triple("CameraUpVector", source.up)?);
    out.push(Element::with_text(measure, &number(value)?));
    if three {
        // With a decimal point always: clients that copy the file write it so, and copies compare equal.
        let aspect = source.aspect.filter(|aspect| aspect.is_finite() && *aspect > 0.0).unwrap_or(1.0);
        out.push(Element::with_text("AspectRatio", &format!("{aspect:?}")));
    }
    Ok(out)
}

fn bitmap(source: &Bitmap, three: bool) -> Result<Element, String> {
    let mut out = Element::new("Bitmap");
    let (tag, png, jpeg) = if three { ("Format", "png", "jpg") } else { ("Bitmap", "PNG", "JPG") };
    out.push(Element::with_text(tag, if source.format == ImageFormat::Png { png } else { jpeg }));
    out.push(Element::with_text("Reference", &source.reference));
    out.push(triple("Location", source.location)?);
    out.push(triple("Normal", source.normal)?);
    out.push(triple("Up", source.up)?);
    out.push(Element::with_text("Height", &number(source.height)?));
    Ok(out)
}

/// A component without a usable identifier would make the file invalid and selects nothing.
fn component(source: &Component) -> Option<Element> {
    let guid = source.ifc_guid.as_deref().filter(|guid| ids::is_ifc_guid(guid));
    if guid.is_none() && source.authoring_tool_id.is_none() {
        return None;
    }
    let mut out = Element::new("Component");
    if let Some(guid) = guid {
        out = out.set("IfcGuid", guid);
    }
    out.push_text("OriginatingSystem", source.originating_system.as_deref());
    out.push_text("AuthoringToolId", source.authoring_tool_id.as_deref());
    Some(out)
}

fn listed(name: &str, components: &[Component]) -> Element {
    Element { children: components.iter().filter_map(component).collect(), ..Element::new(name) }
}

fn hints(source: Hints) -> Element {
    let word = |flag: bool| if flag { "true" } else { "false" };
    Element::new("ViewSetupHints")
        .set("SpacesVisible", word(source.spaces))
        .set("SpaceBoundariesVisible", word(source.space_boundaries))
        .set("OpeningsVisible", word(source.openings))
}

fn components(source: &Components, three: bool) -> Result<Element, String> {
    let mut out = Element::new("Components");
    let hints = source.hints.map(hints);
    if !three && let Some(hints) = &hints {
        out.push(hints.clone());
    }
    push_filled(&mut out, listed("Selection", &source.selection));
    let word = if source.default_visibility { "true" } else { "false" };
    let mut visibility = Element::new("Visibility").set("DefaultVisibility", word);
    if three && let Some(hints) = hints {
        visibility.push(hints);
    }
    push_filled(&mut visibility, listed("Exceptions", &source.exceptions));
    out.push(visibility);
    let mut coloring = Element::new("Coloring");
    for group in &source.coloring {
        let color = group.color.trim_start_matches('#').to_ascii_uppercase();
        if !matches!(color.len(), 6 | 8) || !color.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(format!("colour {:?}, expected RRGGBB or AARRGGBB", group.color));
        }
        let list = listed("Components", &group.components);
        if list.children.is_empty() {
            continue;
        }
        let mut entry = Element::new("Color").set("Color", &color);
        if three {
            entry.push(list);
        } else {
            entry.children = list.children;
        }
        coloring.push(entry);
    }
    push_filled(&mut out, coloring);
    Ok(out)
}
