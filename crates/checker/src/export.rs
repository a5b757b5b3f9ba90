//! Shapes, plans and tables of a submission, for other programs.

use haofang_drawing::{GlbOptions, Item, Kind, Plan, PlanItem, Role, Scene, glb};
use haofang_facts::{FactSheet, Unit, display};
use haofang_geometry::plan;
use haofang_ifc::{Class, class};
use haofang_manual::{Edition, Estate, Listed, Overlay};
use haofang_survey::Survey;
use haofang_survey::building::{BuildingId, StoreyId, ThingId};
use rayon::prelude::*;

use crate::VERSION;

/// Things whose shapes are made before it is asked again whether the model is too large.
const AT_ONCE: usize = 512;
/// Bytes of text that glTF needs at least for one product with a shape of its own.
const TEXT: usize = 300;
/// Height above the floor at which a plan is cut, in metres: through windows and doors.
const CUT: f64 = 1.2;

/// Colour and opacity by class where the model gives no colour, or several to one thing; the first that fits.
const LOOKS: &[(Class, [u8; 3], f64)] = &[
    (class::IFC_WINDOW, [0x9f, 0xcc, 0xe8], 0.5),
    (class::IFC_CURTAIN_WALL, [0x9f, 0xcc, 0xe8], 0.5),
    (class::IFC_DOOR, [0xb0, 0x8d, 0x57], 1.0),
    (class::IFC_WALL, [0xe6, 0xe1, 0xd8], 1.0),
    (class::IFC_SLAB, [0xc4, 0xc8, 0xce], 1.0),
    (class::IFC_ROOF, [0xa8, 0x5c, 0x4a], 1.0),
    (class::IFC_COLUMN, [0x8d, 0x95, 0x9e], 1.0),
    (class::IFC_BEAM, [0x8d, 0x95, 0x9e], 1.0),
    (class::IFC_RAILING, [0x70, 0x78, 0x80], 1.0),
    (class::IFC_GEOGRAPHIC_ELEMENT, [0x8d, 0xbb, 0x7d], 1.0),
];
const OTHER: ([u8; 3], f64) = ([0xb9, 0xbd, 0xc4], 1.0);
const GROUND: ([u8; 3], f64) = ([0x9c, 0xb8, 0x8c], 1.0);

fn options() -> GlbOptions {
    GlbOptions { generator: format!("haofang {VERSION}"), ..GlbOptions::default() }
}

/// The buildings of a survey, in order.
pub(crate) fn buildings(survey: &Survey<'_>) -> impl Iterator<Item = BuildingId> + use<> {
    (0..survey.buildings.len()).map(BuildingId)
}

/// The storeys that a name means: its own name, in any building.
fn named(survey: &Survey<'_>, storey: Option<&str>) -> Option<Vec<StoreyId>> {
    let wanted = storey?;
    let all = buildings(survey).flat_map(|building| survey.storeys_of(building).to_vec());
    Some(all.filter(|id| survey.storey(*id).name == wanted).collect())
}

/// The whole submission, or one storey, as binary glTF, and how many things gave no shape.
#[must_use]
pub fn model(survey: &Survey<'_>, storey: Option<&str>) -> (Vec<u8>, usize) {
    let things = match named(survey, storey) {
        Some(storeys) => storeys.iter().flat_map(|id| survey.things_on(*id).iter().copied()).collect(),
        None => survey.things_of(class::IFC_PRODUCT).collect::<Vec<_>>(),
    };
    let items: Vec<Option<Item>> = things.par_iter().map(|id| item(survey, *id)).collect();
    let without = items.iter().filter(|item| item.is_none()).count();
    let mut items: Vec<Item> = items.into_iter().flatten().collect();
    if storey.is_none() {
        items.extend(terrain(survey));
    }
    let scene = Scene { items, ..Scene::default() };
    (glb(&scene, &options()), without)
}

/// The dwellings that a model of one can be asked for, and that model: each as binary glTF, cut off where the neighbour begins.
pub struct Dwellings<'a, 'm> {
    estate: Estate<'a, 'm>,
}

impl<'a, 'm> Dwellings<'a, 'm> {
    /// The dwellings of what was measured.
    #[must_use]
    pub fn of(survey: &'a Survey<'m>, sheet: &'a FactSheet, overlay: &'a Overlay) -> Self {
        let edition = Edition { tool: format!("haofang {VERSION}"), as_of: String::new() };
        Self { estate: Estate::new(survey, sheet, None, overlay, edition) }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Listed] {
        self.estate.dwellings()
    }

    /// The model of one.
    #[must_use]
    pub fn model(&self, listed: &Listed) -> Vec<u8> {
        haofang_manual::solid(&self.estate, listed.id).glb
    }
}

/// The whole submission as binary glTF of at most `limit` bytes, else nothing. A submission that is too large is given up
/// when that is certain, long before all of its shapes stand in memory.
pub(crate) fn small_model(survey: &Survey<'_>, limit: usize) -> Option<Vec<u8>> {
    let things: Vec<ThingId> = survey.things_of(class::IFC_PRODUCT).collect();
    let mut scene = Scene::default();
    let mut least = 0;
    for some in things.chunks(AT_ONCE) {
        let items: Vec<Option<Item>> = some.par_iter().map(|id| item(survey, *id)).collect();
        let items = items.into_iter().flatten();
        scene.items.extend(items.inspect(|item| least += least_bytes(item)));
        if least > limit {
            return None;
        }
    }
    scene.items.extend(terrain(survey));
    Some(glb(&scene, &options())).filter(|glb| glb.len() <= limit)
}

/// What an item with a shape of its own takes at least: its indices, three corners, and the text of node, mesh, accessors
/// and views.
fn least_bytes(item: &Item) -> usize {
    let mesh = &item.mesh;
    let is_usable = |corner: &u32| mesh.positions.get(*corner as usize).is_some_and(|point| point.iter().all(|value| value.is_finite()));
    let triangles = mesh.triangles.iter().filter(|triangle| triangle.iter().all(is_usable)).count();
    if triangles == 0 { 0 } else { 6 * triangles + 36 + TEXT }
}

/// A thing as it is shown, where it has a shape.
fn item(survey: &Survey<'_>, id: ThingId) -> Option<Item> {
    let shape = survey.shape(id).ok()?;
    let thing = survey.thing(id);
    let usual = || LOOKS.iter().find(|(class, ..)| thing.class.is_a(*class)).map_or(OTHER, |(_, colour, opacity)| (*colour, *opacity));
    let (colour, opacity) = survey.look(id).map_or_else(usual, |look| (look.colour, look.opacity));
    let guid = survey.thing_guid(id);
    let mut item = Item::new(shape.mesh().clone(), Role::Counted, colour);
    item.opacity = opacity;
    Some(item.of_product(guid.as_ref().map(|guid| guid.0.as_str()), thing.class.name(), Some(&thing.name)))
}

/// The ground, where the site has a shape.
fn terrain(survey: &Survey<'_>) -> impl Iterator<Item = Item> {
    survey.terrain().into_iter().map(|(site, shape, look)| {
        let (colour, opacity) = look.map_or(GROUND, |look| (look.colour, look.opacity));
        let mut item = Item::new(shape.mesh().clone(), Role::Context, colour);
        item.opacity = opacity;
        item.of_product(site.guid(), site.class().name(), site.attr(2).as_text().as_deref())
    })
}

/// What a plan cuts, and as what it is drawn.
const CUT_THINGS: &[(Class, Kind)] = &[
    (class::IFC_WALL, Kind::Wall),
    (class::IFC_CURTAIN_WALL, Kind::Window),
    (class::IFC_COLUMN, Kind::Column),
    (class::IFC_WINDOW, Kind::Window),
    (class::IFC_DOOR, Kind::Door),
];

/// The plan of a storey: rooms with names and net areas, cut walls, columns, windows and doors. Callers mark what they mean.
pub(crate) fn storey_plan(survey: &Survey<'_>, storey: StoreyId, title: String, role: &dyn Fn(&str) -> Role) -> Plan {
    let mut drawing = Plan::new(title);
    let role_of = |guid: Option<&haofang_facts::GlobalId>| guid.map_or(Role::Context, |guid| role(&guid.0));
    for space in survey.spaces_on(storey) {
        let Ok(room) = survey.room(*space) else { continue };
        let guid = survey.space_guid(*space);
        drawing.items.push(PlanItem {
            region: room.region.clone(),
            kind: Kind::Space,
            role: role_of(guid.as_ref()),
            name: Some(survey.space(*space).name.clone()),
            note: Some(display::number(plan::area(&room.region), Unit::SquareMetre)),
            guid: guid.map(|guid| guid.0.into()),
        });
    }
    let cut = survey.storey(storey).elevation + CUT;
    for thing in survey.things_on(storey) {
        let Some((_, kind)) = CUT_THINGS.iter().find(|(class, _)| survey.thing(*thing).class.is_a(*class)) else { continue };
        let Ok(shape) = survey.shape(*thing) else { continue };
        let region = shape.section(cut);
        if region.0.is_empty() {
            continue;
        }
        let guid = survey.thing_guid(*thing);
        let role = role_of(guid.as_ref());
        drawing.items.push(PlanItem { region, kind: *kind, role, name: None, note: None, guid: guid.map(|guid| guid.0.into()) });
    }
    drawing
}

/// A plan of each storey, or of the named one: name of building and storey, SVG.
#[must_use]
pub fn plans(survey: &Survey<'_>, storey: Option<&str>) -> Vec<(String, String)> {
    let wanted = named(survey, storey);
    let mut out = Vec::new();
    for building in buildings(survey) {
        for id in survey.storeys_of(building) {
            if wanted.as_ref().is_some_and(|wanted| !wanted.contains(id)) {
                continue;
            }
            let name = format!("{} {}", survey.building(building).name, survey.storey(*id).name).trim().to_owned();
            out.push((name.clone(), storey_plan(survey, *id, name, &|_| Role::Context).to_svg()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Brief, MeasureOptions, NamedSource, Session};

    #[test]
    fn a_model_within_the_limit_is_the_whole_model_and_one_above_it_is_none() {
        let files = haofang_testkit::samples::demo().ifc_files;
        let files: Vec<NamedSource> = files.into_iter().map(|(name, bytes)| NamedSource::new(name, bytes)).collect();
        let (session, brief, options) = (Session::open(&files, None), Brief::default(), MeasureOptions::default());
        let survey = session.survey(&brief, &options);
        let whole = model(&survey, None).0;
        let things: Vec<ThingId> = survey.things_of(class::IFC_PRODUCT).collect();
        let least: usize = things.iter().filter_map(|id| item(&survey, *id)).map(|item| least_bytes(&item)).sum();
        assert!(least > whole.len() / 4 && least <= whole.len(), "{least} of {}", whole.len());
        assert_eq!(small_model(&survey, whole.len()), Some(whole.clone()));
        assert_eq!(small_model(&survey, whole.len() - 1), None);
        assert_eq!(small_model(&survey, 1000), None);
    }
}
