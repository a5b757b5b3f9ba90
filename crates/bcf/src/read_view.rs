//! `*.bcfv` of 2.0, 2.1 and 3.0 to a [`View`].

use crate::model::{Bitmap, Camera, ClippingPlane, Coloring, Component, Components, Hints, ImageFormat, Line, Projection, View};
use crate::read::Note;
use crate::xml::Element;

pub(crate) fn parse_view(root: &Element, place: &str, notes: &mut Vec<Note>) -> View {
    let mut note = |message: &str| notes.push(Note::new(place, message));
    let cameras: Vec<&Element> =
        root.children.iter().filter(|child| matches!(child.name.as_str(), "PerspectiveCamera" | "OrthogonalCamera")).collect();
    if cameras.len() > 1 {
        note("has two cameras; the first one that is complete counts");
    }
    let camera = cameras.iter().find_map(|source| camera(source));
    if camera.is_none() && !cameras.is_empty() {
        note("has a camera with missing or impossible numbers, which was left out");
    }
    let lines = root.children("Lines").flat_map(|list| list.children("Line"));
    let planes = root.children("ClippingPlanes").flat_map(|list| list.children("ClippingPlane"));
    let nested = root.children("Bitmaps").flat_map(|list| list.children("Bitmap"));
    let bitmaps = root.children("Bitmap").chain(root.children("Bitmaps").filter(|b| b.child("Reference").is_some())).chain(nested);
    View {
        components: root.child("Components").map(components),
        camera,
        lines: lines.filter_map(|l| Some(Line { start: point(l, "StartPoint")?, end: point(l, "EndPoint")? })).collect(),
        clipping_planes: planes
            .filter_map(|p| Some(ClippingPlane { location: point(p, "Location")?, direction: point(p, "Direction")? }))
            .collect(),
        bitmaps: bitmaps.filter_map(bitmap).collect(),
    }
}

fn number(element: &Element, name: &str) -> Option<f64> {
    element.text_of(name)?.parse().ok().filter(|value: &f64| value.is_finite())
}

fn point(element: &Element, name: &str) -> Option<[f64; 3]> {
    let point = element.child(name)?;
    Some([number(point, "X")?, number(point, "Y")?, number(point, "Z")?])
}

fn camera(source: &Element) -> Option<Camera> {
    let projection = if source.name == "PerspectiveCamera" {
        Projection::Perspective { field_of_view: number(source, "FieldOfView")? }
    } else {
        Projection::Orthogonal { scale: number(source, "ViewToWorldScale")? }
    };
    Some(Camera {
        eye: point(source, "CameraViewPoint")?,
        direction: point(source, "CameraDirection")?,
        up: point(source, "CameraUpVector")?,
        projection,
        aspect: number(source, "AspectRatio").filter(|aspect| *aspect > 0.0),
    })
}

fn bitmap(source: &Element) -> Option<Bitmap> {
    let format = source.text_of("Format").or_else(|| source.text_of("Bitmap"))?;
    Some(Bitmap {
        format: if format.eq_ignore_ascii_case("png") { ImageFormat::Png } else { ImageFormat::Jpeg },
        reference: source.text_of("Reference")?,
        location: point(source, "Location")?,
        normal: point(source, "Normal")?,
        up: point(source, "Up")?,
        height: number(source, "Height")?,
    })
}

fn truth(element: &Element, name: &str) -> Option<bool> {
    element.attribute(name).map(|value| matches!(value, "true" | "1" | "True"))
}

fn component(source: &Element) -> Component {
    Component {
        ifc_guid: source.attribute("IfcGuid").filter(|guid| !guid.is_empty()).map(str::to_owned),
        originating_system: source.text_of("OriginatingSystem"),
        authoring_tool_id: source.text_of("AuthoringToolId"),
    }
}

fn hints(source: &Element) -> Hints {
    let flag = |name| truth(source, name).unwrap_or(false);
    Hints { spaces: flag("SpacesVisible"), space_boundaries: flag("SpaceBoundariesVisible"), openings: flag("OpeningsVisible") }
}

fn components(source: &Element) -> Components {
    let listed = |list: &Element| list.children("Component").map(component).collect::<Vec<_>>();
    let visibility = source.child("Visibility");
    let mut found = Components {
        selection: source.child("Selection").map(listed).unwrap_or_default(),
        // 3.0 defaults to false, 2.1 to nothing: what is not said is read as the format's default.
        default_visibility: visibility.and_then(|element| truth(element, "DefaultVisibility")).unwrap_or(false),
        exceptions: visibility.and_then(|element| element.child("Exceptions")).map(listed).unwrap_or_default(),
        hints: source.child("ViewSetupHints").or_else(|| visibility.and_then(|element| element.child("ViewSetupHints"))).map(hints),
        coloring: Vec::new(),
    };
    for color in source.children("Coloring").flat_map(|coloring| coloring.children("Color")) {
        let nested = color.children("Components").flat_map(|list| list.children("Component"));
        found.coloring.push(Coloring {
            color: color.attribute("Color").unwrap_or_default().to_owned(),
            components: color.children("Component").chain(nested).map(component).collect(),
        });
    }
    if source.child("Component").is_some() || source.attribute("DefaultVisibilityComponents").is_some() {
        old_components(source, &mut found);
    }
    found
}

/// 2.0: one list, each component with its own flags.
fn old_components(source: &Element, found: &mut Components) {
    let flag = |name| truth(source, name).unwrap_or(false);
    found.default_visibility = truth(source, "DefaultVisibilityComponents").unwrap_or(true);
    found.hints = Some(Hints {
        spaces: flag("DefaultVisibilitySpaces"),
        space_boundaries: flag("DefaultVisibilitySpaceBoundaries"),
        openings: flag("DefaultVisibilityOpenings"),
    });
    for entry in source.children("Component") {
        let this = component(entry);
        if truth(entry, "Selected").unwrap_or(false) {
            found.selection.push(this.clone());
        }
        if truth(entry, "Visible").unwrap_or(true) != found.default_visibility {
            found.exceptions.push(this.clone());
        }
        if let Some(color) = entry.attribute("Color").filter(|color| !color.is_empty()) {
            match found.coloring.iter_mut().find(|group| group.color == color) {
                Some(group) => group.components.push(this),
                None => found.coloring.push(Coloring { color: color.to_owned(), components: vec![this] }),
            }
        }
    }
}
