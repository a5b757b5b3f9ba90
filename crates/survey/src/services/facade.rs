//! The share of stone, metal and insulated facing panels in the opaque façade (CLAUSES NT-2.2-04).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use haofang_facts::{Fact, FactSheet, Gap, GapKind, GlobalId, Provenance, Subject, SubjectKind, Unit};
use haofang_geometry::Shape;
use haofang_geometry::plan::{self, Edge, Point2};
use haofang_geometry::tolerance::{AREA_ACCURACY, LENGTH_ACCURACY};
use haofang_ifc::{Entity, class};
use rayon::prelude::*;

use super::facade_style;
use super::outer_face::{self, ON_OUTLINE};
use crate::Vocabulary;
use crate::building::{BuildingId, StoreyId, Survey, ThingId};
use crate::walls::WallOn;
use haofang_ifc::material::{names_in, names_of_materials};

/// A wall is external when this share of its length lies on the outline.
const EXTERNAL: f64 = 0.5;

/// Facets of one side look the same way up to this angle: the sides of flat arcs (degrees).
const SAME_SIDE: i64 = 30;

/// One face of the façade.
struct Face {
    thing: ThingId,
    area: f64,
    /// `prescribed`, `other`, `ambiguous`, `unknown`.
    class: &'static str,
    cladding: bool,
}

/// The façade shares of every building.
pub(crate) fn find(survey: &Survey<'_>) -> Vec<Subject> {
    let of_building = |id: BuildingId| {
        let mut subject = survey.building_subject(id);
        shares(survey, id, &mut subject);
        subject
    };
    (0..survey.buildings.len()).into_par_iter().map(BuildingId).map(of_building).collect()
}

/// With how the balconies of each building are closed.
pub(crate) fn with_balconies(survey: &Survey<'_>, sheet: &FactSheet, mut found: Vec<Subject>) -> Vec<Subject> {
    found.par_iter_mut().enumerate().for_each(|(at, subject)| balconies(survey, sheet, BuildingId(at), subject));
    found
}

fn shares(survey: &Survey<'_>, id: BuildingId, subject: &mut Subject) {
    let faces = faces(survey, id);
    let walls: f64 = faces.iter().filter(|face| !face.cladding).map(|face| face.area).sum();
    let cladding: f64 = faces.iter().filter(|face| face.cladding).map(|face| face.area).sum();
    let lost = survey.storeys_of(id).iter().filter(|storey| survey.storey(**storey).usage != "basement").find_map(|storey| {
        survey.things_on(*storey).iter().copied().find(|thing| {
            let kind = survey.thing(*thing).class;
            (kind.is_a(class::IFC_WALL) || kind.is_a(class::IFC_COVERING))
                && survey.has_lost_shape(*thing)
                && may_be_outside(survey, *thing)
        })
    });
    // without the outline of a storey nothing tells which walls stand outside
    let open = survey.storeys_of(id).iter().filter(|storey| survey.storey(**storey).usage != "basement").find_map(|storey| {
        let (gap, _) = survey.lost_outline(*storey)?;
        survey.enclosure(*storey).is_err().then_some(gap)
    });
    if let Some(gap) = open {
        for quantity in ["facade_material_ratio", "facade_ambiguous_ratio", "facade_unknown_ratio"] {
            subject.lack(quantity, gap.clone());
        }
        return;
    }
    if let Some(lost) = lost {
        let what = format!("the shape of {} cannot be made", survey.thing(lost).name);
        for quantity in ["facade_material_ratio", "facade_ambiguous_ratio", "facade_unknown_ratio"] {
            subject.lack(quantity, Gap::new(GapKind::Incomplete, what.clone()));
        }
        return;
    }
    if walls + cladding <= 0.0 {
        let gap = Gap::new(GapKind::NotModelled, "no external wall with a shape above ground");
        for quantity in ["facade_material_ratio", "facade_ambiguous_ratio", "facade_unknown_ratio"] {
            subject.lack(quantity, gap.clone());
        }
        return;
    }
    // what is clad shows its cladding and not its wall
    let bare = if walls > 0.0 { ((walls - cladding) / walls).max(0.0) } else { 0.0 };
    let mut by_class: BTreeMap<&str, f64> = BTreeMap::new();
    for face in &faces {
        *by_class.entry(face.class).or_default() += face.area * if face.cladding { 1.0 } else { bare };
    }
    let whole: f64 = by_class.values().sum();
    let of = |class: &str| by_class.get(class).copied().unwrap_or(0.0);
    let ids = |class: &str, same: bool| -> Vec<GlobalId> {
        faces.iter().filter(|face| (face.class == class) == same).filter_map(|face| survey.thing_guid(face.thing)).collect()
    };
    let share = |class: &str, same: bool| {
        Fact::measured(
            of(class) / whole,
            Unit::Ratio,
            AREA_ACCURACY,
            format!("{:.2} of {whole:.2} m2 of opaque façade, openings taken off", of(class)),
        )
        .of(ids(class, same))
    };
    // the elements that a reviewer wants to see are those that do not conform
    subject.know("facade_material_ratio", share("prescribed", false));
    subject.know("facade_ambiguous_ratio", share("ambiguous", true));
    subject.know("facade_unknown_ratio", share("unknown", true));
}

/// Whether a wall whose place is not known may be a part of the façade: nothing says that it is an inner one.
fn may_be_outside(survey: &Survey<'_>, id: ThingId) -> bool {
    crate::authored::flag(survey.thing(id).entity, &["IsExternal", "是否外墙", "外墙"]).is_none_or(|claim| claim.value)
}

fn faces(survey: &Survey<'_>, id: BuildingId) -> Vec<Face> {
    // a thing on several levels is one, on the first of them
    let mut seen: BTreeSet<ThingId> = BTreeSet::new();
    let mut parts: Vec<Part<'_>> = Vec::new();
    for &storey in survey.storeys_of(id) {
        if ["basement", "duplicate"].contains(&survey.storey(storey).usage.as_str()) {
            continue;
        }
        let outline: Option<Arc<[Edge]>> = survey.enclosure(storey).ok().map(|outline| plan::edges(outline).into());
        for wall in survey.walls(storey) {
            if !wall.is_curtain && seen.insert(wall.thing) {
                parts.push(Part::Wall(wall, outline.clone()));
            }
        }
        parts.extend(claddings(survey, storey).filter(|thing| seen.insert(*thing)).map(Part::Cladding));
    }
    // what a building or a section of it states is said of its own walls; what the project or the site states, of all
    let whole = survey.whole();
    let own = survey.building(id).entities.iter().map(|(_, entity)| *entity);
    let sections =
        own.clone().flat_map(|entity| entity.model().relations().children_of(entity)).filter(|part| part.is_a(class::IFC_FACILITY));
    let stated = own.chain(sections).chain(whole).any(|entity| states_other(survey, entity));
    let face = |part: Part<'_>| match part {
        Part::Wall(wall, outline) => wall_face(survey, wall, outline.as_deref(), stated),
        Part::Cladding(thing) => cladding_face(survey, thing),
    };
    parts.into_par_iter().filter_map(face).collect()
}

/// What may show on a façade.
enum Part<'s> {
    /// A wall, with the edges of the outline of its level where that is known.
    Wall(&'s WallOn, Option<Arc<[Edge]>>),
    Cladding(ThingId),
}

/// The outer face of a wall that lies on the outline of its level.
fn wall_face(survey: &Survey<'_>, wall: &WallOn, outline: Option<&[Edge]>, stated: bool) -> Option<Face> {
    if wall.is_external == Some(false) {
        return None;
    }
    let own = plan::edges(&wall.plan);
    let several = outline.filter(|_| outer_face::has_several(&own)).map(|outline| outer_face::edges_outside(&own, outline));
    let edges = several.clone().flatten();
    let outward = match &several {
        Some(edges) => edges.as_ref().and_then(|edges| outer_face::way(edges).or_else(|| edges.first().map(|edge| edge.normal))),
        None => outline.and_then(|outline| outward(&own, outline)),
    };
    // a claim alone is enough for walls whose outline is not known; parapets of balconies are no façade of rooms
    let external = match wall.is_external {
        Some(_) => outward.is_some() || outline.is_none(),
        None => outward.is_some(),
    };
    if !external {
        return None;
    }
    let shape = survey.shape(wall.thing).ok()?;
    let on_edges = edges.map(|edges| outer_face::area_on(shape, &edges)).filter(|area| *area > 0.0);
    let area = on_edges.or_else(|| largest_face(shape))?;
    let entity = survey.thing(wall.thing).entity;
    // a person has to look where anybody states a finish that is none of those prescribed, whatever the layers of the wall say
    let class = match outer_class(survey, wall.thing, entity, outward) {
        "prescribed" if stated || says_otherwise(survey, entity) => "ambiguous",
        class => class,
    };
    Some(Face { thing: wall.thing, area, class, cladding: false })
}

/// Whether properties or remarks state a finish that is none of those prescribed.
fn states_other(survey: &Survey<'_>, entity: Entity<'_>) -> bool {
    let claims = ["finish", "material", "type", "kind", "remark"].into_iter().flat_map(|meaning| {
        let finish = ["finish", "material", "type"].contains(&meaning);
        survey.said(entity, meaning).into_iter().map(move |claim| (finish, claim))
    });
    let is_coated = || survey.said(entity, "finish_itself").iter().any(|claim| crate::authored::claim_of(&claim.property) == Some(true));
    is_coated()
        || claims.filter_map(|(finish, claim)| Some((finish, crate::authored::words_of(&claim.property)?))).any(|(finish, words)| {
            // where words need not speak of the outside they must
            let outside = finish || survey.vocabulary.find("facade_outer", &words).is_some();
            outside && is_other(survey, &words)
        })
}

/// Whether words name a finish that is none of those prescribed, and do not speak of the inner side.
fn is_other(survey: &Survey<'_>, words: &str) -> bool {
    ["other", "ambiguous"].contains(&class_of(survey, words)) && survey.vocabulary.find("facade_inner", words).is_none()
}

/// Whether a wall, its type or a further material of it states such a finish.
fn says_otherwise(survey: &Survey<'_>, wall: Entity<'_>) -> bool {
    // 外墙-涂料 as name or type
    let texts = survey.texts(wall);
    let mut names = texts.iter().filter(|carrier| ["Name", "ObjectType", "type name", "Description"].contains(&&*carrier.from));
    let further = || {
        // the first relation is the one whose layers are read
        let all = wall.model().relations().materials_of(wall);
        let single = all.iter().skip(1).filter(|material| material.is_a(class::IFC_MATERIAL));
        single.flat_map(|material| names_in(*material)).any(|name| is_other(survey, &name))
    };
    // a surface in the colour of one of its own layers shows nothing that these do not say
    let styled = || {
        let own = names_of_materials(wall);
        facade_style::names_of(wall).into_iter().any(|name| is_other(survey, &name) && !own.contains(&name))
    };
    names.any(|carrier| is_other(survey, &carrier.text)) || states_other(survey, wall) || further() || styled()
}

/// Cladding elements drawn before the walls.
fn claddings<'s>(survey: &'s Survey<'_>, storey: StoreyId) -> impl Iterator<Item = ThingId> + 's {
    let is_cladding = |thing: &ThingId| {
        survey.thing(*thing).class.is_a(class::IFC_COVERING)
            && survey.thing(*thing).entity.named("PredefinedType").as_enum() == Some("CLADDING")
    };
    survey.things_on(storey).iter().copied().filter(is_cladding)
}

fn cladding_face(survey: &Survey<'_>, thing: ThingId) -> Option<Face> {
    let area = survey.shape(thing).ok().and_then(largest_face)?;
    let entity = survey.thing(thing).entity;
    let class = names_of_materials(entity)
        .iter()
        .map(|name| class_of(survey, name))
        .find(|class| *class != "unknown")
        .unwrap_or_else(|| by_texts(survey, entity));
    Some(Face { thing, area, class, cladding: true })
}

/// The outward direction of a wall that lies on the outline of its storey.
fn outward(wall: &[Edge], outline: &[Edge]) -> Option<Point2> {
    let longest: Edge = plan::longest_of(wall)?;
    let sides = [longest.normal, longest.normal * -1.0];
    sides.into_iter().find(|normal| {
        let faces = wall.iter().filter(|edge| edge.normal.x * normal.x + edge.normal.y * normal.y > 0.99);
        let (mut whole, mut on) = (0.0, 0.0);
        for face in faces {
            whole += face.length();
            for edge in outline
                .iter()
                .filter(|edge| edge.normal.x * normal.x + edge.normal.y * normal.y > 0.99 && edge.height(face.middle()).abs() <= ON_OUTLINE)
            {
                let (a, b) = (edge.position(face.from), edge.position(face.to));
                on += (a.max(b).min(edge.length()) - a.min(b).max(0.0)).max(0.0);
            }
        }
        whole > 0.0 && on > EXTERNAL * whole
    })
}

/// Class of the outermost material of a wall.
fn outer_class(survey: &Survey<'_>, thing: ThingId, entity: Entity<'_>, outward: Option<Point2>) -> &'static str {
    let Some(material) = entity.model().relations().material_of(entity) else { return by_texts(survey, entity) };
    let usage = material.is_a(class::IFC_MATERIAL_LAYER_SET_USAGE);
    let set = if usage { material.entity_at(0) } else { Some(material).filter(|set| set.is_a(class::IFC_MATERIAL_LAYER_SET)) };
    let Some(set) = set else {
        let classes: BTreeSet<&str> =
            names_of_materials(entity).iter().map(|name| class_of(survey, name)).filter(|class| *class != "unknown").collect();
        return match classes.len() {
            0 => by_texts(survey, entity),
            1 => classes.first().copied().map_or("unknown", known),
            // a list does not say which of its materials is outside
            _ => "unknown",
        };
    };
    let layers: Vec<String> = set
        .entities_at(0)
        .map(|layer| layer.entity_at(0).and_then(|material| material.name()).map(|name| name.into_owned()).unwrap_or_default())
        .collect();
    let (Some(first), Some(last)) = (layers.first(), layers.last()) else { return "unknown" };
    let ends = (class_of(survey, first), class_of(survey, last));
    let inner = |name: &str| survey.vocabulary.find("facade_inner", name).is_some();
    // a layer that says it is inside tells which end is outside, whatever way the wall was drawn
    let towards_last = match (inner(first), inner(last)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ if usage => outward.and_then(|outward| last_is_outside(survey, thing, entity, material, set, outward)),
        _ => None,
    };
    match towards_last {
        Some(true) => outer(ends.1, ends.0),
        Some(false) => outer(ends.0, ends.1),
        None => match ends {
            (class, "unknown") | ("unknown", class) => class,
            (a, b) if a == b => a,
            _ => "unknown",
        },
    }
}

/// Whether the last layer of a set lies outside.
///
/// The standard lists layers along the wall's own y axis; several tools list them from inside to outside on every wall. The
/// order that puts the reference line into the middle of the core layer is the one that was meant.
fn last_is_outside(
    survey: &Survey<'_>,
    thing: ThingId,
    entity: Entity<'_>,
    usage: Entity<'_>,
    set: Entity<'_>,
    outward: Point2,
) -> Option<bool> {
    let frame = survey.readers.placement(survey.thing(thing).model, entity)?;
    let y = frame.axes.column(1);
    let turned = y[0] * outward.x + y[1] * outward.y;
    let along = Point2 { x: y[0], y: y[1] };
    let offsets = survey
        .plan(thing)
        .ok()?
        .iter()
        .flat_map(|p| p.exterior().0.iter())
        .map(|p| (p.x - frame.origin.x) * along.x + (p.y - frame.origin.y) * along.y);
    let (low, high) = offsets.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
    let unit = *entity.model().units().length.as_ref().ok()?;
    let layers: Vec<f64> = set.entities_at(0).map(|layer| layer.attr(1).as_f64().unwrap_or(0.0) * unit).collect();
    let total: f64 = layers.iter().sum();
    let core = layers.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))?.0;
    let before: f64 = layers[..core].iter().sum::<f64>() + layers[core] / 2.0;
    if (total - (high - low)).abs() <= ON_OUTLINE / 2.0 {
        let (listed, reversed) = ((low + before).abs(), (high - before).abs());
        if (listed - reversed).abs() > LENGTH_ACCURACY && listed.min(reversed) <= LENGTH_ACCURACY {
            return Some((listed < reversed) == (turned > 0.0));
        }
    }
    let sense = if usage.attr(2).as_enum() == Some("NEGATIVE") { -1.0 } else { 1.0 };
    Some(sense * turned > 0.0)
}

/// The class of the outer end. Where the outer end names a core and the inner end names a façade material, the layers were
/// listed the other way round, as several tools do: a person has to look.
fn outer(outer: &'static str, inner: &'static str) -> &'static str {
    match (outer, inner) {
        ("unknown", "prescribed" | "ambiguous") => "ambiguous",
        (outer, _) => outer,
    }
}

fn known(class: &str) -> &'static str {
    match class {
        "prescribed" => "prescribed",
        "other" => "other",
        "ambiguous" => "ambiguous",
        _ => "unknown",
    }
}

fn class_of(survey: &Survey<'_>, name: &str) -> &'static str {
    material_class(survey.vocabulary, name)
}

/// Class of one name. What imitates stone or metal is not it: 等 may cover it or not, a person decides.
fn material_class(vocabulary: &Vocabulary, name: &str) -> &'static str {
    let class = vocabulary.find("facade", name).map_or("unknown", |found| known(found.word));
    let is_doubtful = || vocabulary.find("facade_imitation", name).is_some() || vocabulary.find("facade_coat", name).is_some();
    if class == "prescribed" && is_doubtful() { "ambiguous" } else { class }
}

fn by_texts(survey: &Survey<'_>, entity: Entity<'_>) -> &'static str {
    survey.recognise("facade", entity).map_or("unknown", |found| class_of(survey, &found.text))
}

/// Area of the upright facets that look about the way most of them look: one side of a wall, openings taken off.
pub(crate) fn largest_face(shape: &Shape) -> Option<f64> {
    let mesh = shape.mesh();
    // whole degrees: facets of one face share their bearing
    let mut bearings: BTreeMap<i64, f64> = BTreeMap::new();
    for triangle in &mesh.triangles {
        let normal = mesh.directed_area(*triangle);
        let size = normal.norm();
        if size > 0.0 && normal.z.abs() < 0.5 * size {
            let degrees = normal.y.atan2(normal.x).to_degrees().round() as i64;
            *bearings.entry(degrees.rem_euclid(360)).or_default() += size;
        }
    }
    // what follows an arc looks many ways: one of its two sides is half of all
    if crate::bent::is_bent(shape.plan()) {
        return Some(bearings.values().sum::<f64>() / 2.0);
    }
    let near = |from: i64| {
        let turn = move |to: i64| (to - from).rem_euclid(360);
        bearings.iter().filter(move |(to, _)| turn(**to) <= SAME_SIDE || turn(**to) >= 360 - SAME_SIDE).map(|(_, size)| size).sum::<f64>()
    };
    bearings.keys().map(|from| near(*from)).max_by(f64::total_cmp)
}

/// Whether all closed balconies of a building are closed in one way (「统一」, CLAUSES NT-2.2-05).
fn balconies(survey: &Survey<'_>, sheet: &FactSheet, id: BuildingId, subject: &mut Subject) {
    let own = survey.building_id(id);
    let ways: Vec<&str> = sheet
        .of_kind(SubjectKind::Balcony)
        .filter(|balcony| sheet.ancestor(balcony, SubjectKind::Building).is_some_and(|building| building.id == own))
        .filter(|balcony| balcony.claim("is_enclosed") == Some(true))
        .filter_map(|balcony| balcony.text("enclosure"))
        .collect();
    if ways.is_empty() {
        subject.lack("balconies_same_kind", Gap::new(GapKind::NotModelled, "no closed balcony in the building"));
        return;
    }
    let kinds: BTreeSet<&str> = ways.iter().copied().collect();
    let text: Vec<&str> = kinds.iter().copied().collect();
    subject.know(
        "balconies_same_kind",
        Fact::claim(kinds.len() == 1, Provenance::Derived, format!("{} closed balconies: {}", ways.len(), text.join(", "))),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facade_names_never_pass_by_a_part_of_a_word_or_an_imitation() {
        let vocabulary = Vocabulary::builtin();
        for (name, expected) in [
            ("干挂花岗岩石材 30", "prescribed"),
            ("铝单板", "prescribed"),
            ("保温装饰一体板 50", "prescribed"),
            ("真石漆", "ambiguous"),
            ("仿石涂料", "ambiguous"),
            ("仿花岗岩饰面", "ambiguous"),
            ("大理石纹涂料", "ambiguous"),
            ("外墙涂料", "other"),
            ("外墙面砖", "other"),
            ("钢筋混凝土 C30", "unknown"),
            ("stone_sand-lime", "unknown"),
            ("Stone wool", "unknown"),
            ("", "unknown"),
        ] {
            assert_eq!(material_class(&vocabulary, name), expected, "{name}");
        }
    }
}
