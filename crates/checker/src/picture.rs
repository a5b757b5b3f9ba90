//! Pictures of findings: the bodies of the elements concerned in red, what stands around them in grey, one camera.

use std::collections::{BTreeMap, BTreeSet};

use haofang_drawing::{Camera, Clip, Dimension, Item, Role, Scene, Snapshot, snapshot};
use haofang_facts::{SubjectId, SubjectKind, display};
use haofang_geometry::Extent;
use haofang_ifc::{Class, class};
use haofang_report::Assessment;
use haofang_report::archive::TopicPicture;
use haofang_report::topics::TopicPlan;
use haofang_survey::Survey;
use haofang_survey::building::{StoreyId, ThingId};

/// Bodies drawn around the culprits at most; beyond that a picture of a large model would take longer than its check.
const CONTEXT: usize = 1500;
/// Side of a snapshot in pixels; square, so that vertical and horizontal fields of view agree in every viewer.
const SIDE: u32 = 1000;
/// How far the dimension line stands off the building, in metres.
const STAND_OFF: f64 = 0.8;
/// A storey is cut this far below its upper level to let the eye in, in metres.
const CUT_BELOW: f64 = 0.4;

const RED: [u8; 3] = [0xff, 0x40, 0x40];
const GREY: [u8; 3] = [0xd2, 0xd4, 0xd8];

/// What makes up the body of a building in a picture.
const BODY: &[Class] = &[
    class::IFC_WALL,
    class::IFC_SLAB,
    class::IFC_ROOF,
    class::IFC_COLUMN,
    class::IFC_BEAM,
    class::IFC_CURTAIN_WALL,
    class::IFC_PLATE,
    class::IFC_WINDOW,
    class::IFC_STAIR,
];

/// The picture of one topic; `None` when nothing of it has a shape.
pub(crate) fn topic(survey: &Survey<'_>, assessment: &Assessment, plan: &TopicPlan) -> Option<TopicPicture> {
    let (scene, clipping) = scene(survey, assessment, plan)?;
    let focus = scene.focus();
    if focus.is_empty() {
        return None;
    }
    let camera = Camera::fit(&focus);
    let caption = Some(plan.title.clone());
    let png = snapshot(&scene, &camera, &Snapshot { width: SIDE, height: SIDE, caption });
    let clipping_planes = clipping
        .map(|z| vec![haofang_bcf::ClippingPlane { location: [focus.min[0], focus.min[1], z], direction: [0.0, 0.0, 1.0] }])
        .unwrap_or_default();
    Some(TopicPicture { png, camera: for_bcf(&camera), clipping_planes })
}

/// The bodies of a topic, and the height above which all is cut away.
fn scene(survey: &Survey<'_>, assessment: &Assessment, plan: &TopicPlan) -> Option<(Scene, Option<f64>)> {
    let culprits: BTreeSet<&str> = plan.elements.iter().map(|guid| guid.0.as_str()).collect();
    let mut scene = Scene::default();
    let mut storeys = BTreeSet::new();
    for guid in &culprits {
        storeys.extend(survey.storey_of_guid(guid));
        if let Some(shape) = survey.shape_of_guid(guid) {
            let item = Item::new(shape.mesh().clone(), Role::Culprit, RED);
            scene.items.push(item.of_product(Some(guid), "", None));
        }
    }
    if scene.items.is_empty() {
        return whole(survey);
    }
    let kinds: BTreeSet<SubjectKind> =
        plan.subjects.iter().filter_map(|id| assessment.sheet.subject(id)).map(|subject| subject.kind).collect();
    let inside = !kinds.is_empty() && kinds.iter().all(|kind| INSIDE.contains(kind));
    let cut = match storeys.iter().collect::<Vec<_>>().as_slice() {
        [only] if inside => survey.next_level(**only).map(|top| top - CUT_BELOW),
        _ => None,
    };
    let mut around: Vec<ThingId> = context(survey, &storeys, inside);
    around.retain(|thing| survey.thing_guid(*thing).is_none_or(|guid| !culprits.contains(guid.0.as_str())));
    for thing in around {
        if let Ok(shape) = survey.shape(thing) {
            let guid = survey.thing_guid(thing);
            let item = Item::new(shape.mesh().clone(), Role::Context, GREY);
            scene.items.push(item.of_product(guid.as_ref().map(|guid| guid.0.as_str()), survey.thing(thing).class.name(), None));
        }
    }
    if let Some(top) = cut {
        scene.clip = Some(Clip { bottom: f64::MIN, top });
    }
    scene.dimensions = heights(assessment, &plan.subjects, &scene.extent_of(Role::Culprit));
    Some((scene, cut))
}

/// The camera in the terms of the archive.
fn for_bcf(camera: &Camera) -> haofang_bcf::Camera {
    haofang_bcf::Camera {
        eye: camera.eye,
        direction: camera.direction,
        up: camera.up,
        projection: haofang_bcf::Projection::Perspective { field_of_view: camera.field_of_view },
        aspect: Some(1.0),
    }
}

/// Subjects that stand within one storey and are looked at from above with the ceiling off.
const INSIDE: &[SubjectKind] = &[
    SubjectKind::Space,
    SubjectKind::Dwelling,
    SubjectKind::BayWindow,
    SubjectKind::Balcony,
    SubjectKind::Window,
    SubjectKind::Equipment,
    SubjectKind::Pipe,
];

/// The things around: the whole building where that is not too much, else the storeys concerned.
fn context(survey: &Survey<'_>, storeys: &BTreeSet<StoreyId>, inside: bool) -> Vec<ThingId> {
    let is_body = |thing: &ThingId| BODY.iter().any(|class| survey.thing(*thing).class.is_a(*class));
    let on = |storeys: &mut dyn Iterator<Item = StoreyId>| -> Vec<ThingId> {
        storeys.flat_map(|storey| survey.things_on(storey).iter().copied()).filter(is_body).collect()
    };
    if storeys.is_empty() {
        let mut all: Vec<ThingId> = BODY.iter().flat_map(|class| survey.things_of(*class)).collect();
        all.sort();
        all.dedup();
        return spread(all);
    }
    let near = on(&mut storeys.iter().copied());
    if inside {
        return spread(near);
    }
    let buildings: BTreeSet<_> = storeys.iter().filter_map(|storey| survey.storey(*storey).building).collect();
    let whole = on(&mut buildings.iter().flat_map(|building| survey.storeys_of(*building).iter().copied()));
    if whole.len() <= CONTEXT { whole } else { spread(near) }
}

/// At most [`CONTEXT`] of the things, evenly taken.
fn spread(things: Vec<ThingId>) -> Vec<ThingId> {
    let step = things.len().div_ceil(CONTEXT).max(1);
    things.into_iter().step_by(step).collect()
}

/// Where no culprit has a shape: all of the building as it stands, so that the issue still opens somewhere.
fn whole(survey: &Survey<'_>) -> Option<(Scene, Option<f64>)> {
    let mut scene = Scene::default();
    for thing in context(survey, &BTreeSet::new(), false) {
        if let Ok(shape) = survey.shape(thing) {
            scene.items.push(Item::new(shape.mesh().clone(), Role::Context, GREY));
        }
    }
    (!scene.items.is_empty()).then_some((scene, None))
}

/// The measured heights of storeys, drawn at the corner that the camera sees.
fn heights(assessment: &Assessment, subjects: &[SubjectId], culprits: &Extent) -> Vec<Dimension> {
    if culprits.is_empty() {
        return Vec::new();
    }
    let mut drawn = BTreeMap::new();
    for subject in subjects.iter().filter_map(|id| assessment.sheet.subject(id)).filter(|subject| subject.kind == SubjectKind::Storey) {
        let (Some(bottom), Some(fact)) = (subject.number("elevation"), subject.fact("height")) else { continue };
        let (Some(height), Some(unit)) = (fact.value.as_number(), fact.value.unit()) else { continue };
        let corner = [culprits.min[0] - STAND_OFF, culprits.min[1] - STAND_OFF];
        drawn.insert(
            subject.id.clone(),
            Dimension {
                from: [corner[0], corner[1], bottom],
                to: [corner[0], corner[1], bottom + height],
                text: display::number(height, unit),
                culprit: true,
            },
        );
    }
    drawn.into_values().collect()
}
